"""Products: the one file that a build makes, and whether it is still true.

It is N-Quads, sorted, behind a comment line that holds the digest of everything it was made from and the digest of the
quads themselves. A build is used only where both still hold.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pyoxigraph import Quad

from lfckg import __version__
from lfckg.errors import InputError
from lfckg.files import display
from lfckg.workspace import Workspace, code

__all__ = ["Product", "as_nquads", "digest_inputs", "header", "open_product", "quads_of", "read_product"]


_HEADER = re.compile(
    rb"# lfckg (?P<version>\S+) inputs-sha256=(?P<inputs>[0-9a-f]{64}) quads-sha256=(?P<quads>[0-9a-f]{64})\n"
)
_LONGEST_HEADER = 1000  # bytes


class Product(NamedTuple):
    """A build that is whole: its quads, open and behind their header, their digest and the size of all in bytes.

    `inputs` is the digest of what it was made from, `version` that of the lfckg which made it.
    """

    nquads: BinaryIO
    digest: str
    size: int
    inputs: str
    version: str


def read_product(workspace: Workspace) -> Product | None:
    """Give the build, or None where it is missing, out of date or damaged."""
    product = open_product(workspace.product)
    if product and product.inputs == digest_inputs(workspace) and product.version == __version__:
        return product
    if product:
        product.nquads.close()
    return None


def open_product(path: Path) -> Product | None:
    """Open a file that some build wrote, from whatever it was made; None where it is none, or damaged."""
    from hashlib import file_digest  # noqa: PLC0415  a query on a finished store does without

    try:
        nquads = path.open("rb")
    except OSError:
        return None
    first = nquads.readline(_LONGEST_HEADER)
    found = _HEADER.fullmatch(first)
    digest = file_digest(nquads, "sha256").hexdigest() if found else ""
    if found and found["quads"].decode() == digest:
        size = nquads.tell()
        nquads.seek(len(first))
        return Product(nquads, digest, size, found["inputs"].decode(), found["version"].decode())
    nquads.close()
    return None


def header(digest: str, quads_digest: str) -> bytes:
    """Give the first line of a product: the digests of what it was made from, and of its quads."""
    return f"# lfckg {__version__} inputs-sha256={digest} quads-sha256={quads_digest}\n".encode()


def quads_of(data: bytes) -> bytes | None:
    """Give the quads of a product, whole and as they were built, whatever it was made from; None for other data."""
    from hashlib import sha256  # noqa: PLC0415  see above

    found = _HEADER.match(data)
    quads = data[found.end() :] if found else b""
    return quads if found and found["quads"].decode() == sha256(quads).hexdigest() else None


def as_nquads(quads: Iterable[Quad]) -> bytes:
    """Serialise quads in their one order."""
    return b"".join(sorted(f"{quad} .\n".encode() for quad in quads))


def digest_inputs(workspace: Workspace) -> str:
    """Digest everything that the product depends on: ontology, shapes, rules, data, and the code that compiles them."""
    from hashlib import sha256  # noqa: PLC0415  a query on a finished store does without

    digest = sha256()
    # By name, not by place: the same input gives the same digest wherever it lies.
    data = str(workspace.root / "data") + os.sep
    for path in (*workspace.inputs, *code()):
        try:
            content = sha256(Path(path).read_bytes()).hexdigest()
        except OSError as exc:
            raise InputError(f"{display(Path(path))}: can't be read: {exc.strerror}.") from exc
        digest.update(f"{content} {path.removeprefix(data) if path.startswith(data) else Path(path).name}\n".encode())
    return digest.hexdigest()
