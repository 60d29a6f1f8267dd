"""Composition: from a workspace to its dataset, compiled afresh or read from a build that is still true.

The product is one N-Quads file, sorted, behind a comment line that holds the digest of everything it was made from
and the digest of the quads themselves. A build is used only where both still hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, Store

from lfckg import __version__
from lfckg.errors import InputError
from lfckg.files import display, read_text, write
from lfckg.store import store_nquads
from lfckg.workspace import Workspace, find_workspace

__all__ = ["Build", "build", "open_nquads", "open_ontology", "open_store"]


@dataclass(frozen=True, slots=True)
class Build:
    """What a build wrote: counts, and what was held against the texts: quotes, and spans without (their borders)."""

    path: Path
    articles: int
    claims: int
    facts: int
    quads: int
    quotes: int
    borders: int
    without_text: tuple[str, ...]


def build(workspace: Workspace | None = None, *, output: Path | None = None, texts: Path | None = None) -> Build:
    """Compile a workspace into one sorted N-Quads file, replaced in one atomic step.

    With `texts`, a directory of SLUG.txt files (default: LFCKG_TEXTS), every selector is held against its text.
    Raises InputError, DataError with all problems found, or OutputError; then no file has changed.
    """
    from lfckg.compiler import compile_files  # noqa: PLC0415  a query on a true build does without
    from lfckg.rules import check_rules  # noqa: PLC0415
    from lfckg.texts import check_texts, texts_directory  # noqa: PLC0415

    workspace = workspace or find_workspace()
    directory = texts_directory(texts)
    digest = _digest_inputs(workspace)
    compiled = compile_files(workspace)
    quads = compiled.quads()
    check_rules(compiled, quads, workspace.rules)
    checked = check_texts(compiled.files, directory) if directory else None
    target = output or workspace.product
    workspace.check_output(target)
    nquads = _nquads(quads)
    write(target, [_header(digest, nquads), nquads])
    return Build(
        path=target,
        articles=len(compiled.articles),
        claims=len(compiled.claims),
        facts=len(compiled.facts),
        quads=len(quads),
        quotes=checked.quotes if checked else 0,
        borders=checked.borders if checked else 0,
        without_text=checked.without_text if checked else (),
    )


def open_store(workspace: Workspace | None = None, *, named_graphs: bool = True) -> Store:
    """Give the workspace's dataset in a store: the build where it is still true, else compiled in memory.

    Its default graph is the merged set of all graphs. A caller that asks about no named graph may do without them,
    and gets the store sooner.
    """
    return store_nquads(open_nquads(workspace), named_graphs=named_graphs)


def open_ontology(workspace: Workspace) -> Store:
    """Give the ontology alone in a store, whatever the data are like; raise DataError where it is broken."""
    from lfckg.turtle import parse_turtle  # noqa: PLC0415  a query does without

    store = Store()
    store.extend(Quad(*triple) for triple in parse_turtle(workspace.ontology, read_text(workspace.ontology)))
    return store


def open_nquads(workspace: Workspace | None = None) -> bytes:
    """Give the workspace's dataset as sorted N-Quads: of the build where it is still true, else compiled in memory."""
    workspace = workspace or find_workspace()
    nquads = _read_product(workspace)
    if nquads is not None:
        return nquads
    from lfckg.compiler import compile_files  # noqa: PLC0415  a query on a true build does without

    return _nquads(compile_files(workspace).quads())


def _nquads(quads: Iterable[Quad]) -> bytes:
    return b"".join(sorted(f"{quad} .\n".encode() for quad in quads))


def _read_product(workspace: Workspace) -> bytes | None:
    """Give the quads of the build, or None where it is missing, out of date or damaged."""
    try:
        header, _, nquads = workspace.product.read_bytes().partition(b"\n")
    except OSError:
        return None
    return nquads if header + b"\n" == _header(_digest_inputs(workspace), nquads) else None


def _header(digest: str, nquads: bytes) -> bytes:
    return f"# lfckg {__version__} inputs-sha256={digest} quads-sha256={hashlib.sha256(nquads).hexdigest()}\n".encode()


def _digest_inputs(workspace: Workspace) -> str:
    """Digest everything that the product depends on: ontology, shapes, rules, data, and the code that compiles them."""
    digest = hashlib.sha256()
    inputs = [workspace.ontology, workspace.shapes, *workspace.inferences, *workspace.data]
    code = sorted(Path(__file__).parent.glob("*.py"))
    # By name, not by place: the same input gives the same digest wherever it lies.
    data = workspace.root / "data"
    names = [str(path.relative_to(data)) if path.is_relative_to(data) else path.name for path in inputs + code]
    for name, path in zip(names, inputs + code, strict=True):
        try:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as exc:
            raise InputError(f"{display(path)}: can't be read: {exc.strerror}.") from exc
        digest.update(f"{content} {name}\n".encode())
    return digest.hexdigest()
