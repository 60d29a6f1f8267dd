"""RDF files of anybody, read into a store to be asked: of any size, by extension, `.gz` too, with nothing fetched."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from lfckg.errors import DataError, InputError, Problem
from lfckg.files import display
from lfckg.rdf import EXTENSIONS, check_source

__all__ = ["RdfFile", "digest_files", "fill"]

_PACKED = ".gz"
_RATIO = 10  # about how many times larger RDF is when it is unpacked
_DANGEROUS = {RdfFormat.JSON_LD, RdfFormat.RDF_XML}  # what of them is dangerous is looked for before they are parsed
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class RdfFile:
    """A file, the format that its name tells, and about how many bytes it holds when it is unpacked."""

    path: Path
    format: RdfFormat
    size: int

    @classmethod
    def of(cls, path: Path) -> RdfFile:
        """Look at a file; raise InputError where it is missing, or its name tells no format."""
        shown = display(path)
        plain = path.with_suffix("") if path.suffix.lower() == _PACKED else path
        format_ = EXTENSIONS.get(plain.suffix.lower())
        if format_ is None:
            known = ", ".join(EXTENSIONS)
            raise InputError(
                f"{shown}: what RDF is this? Name the file with one of {known}, and .gz behind it if packed."
            )
        if path.is_dir():
            raise InputError(f"{shown}: is a directory. Name a file in it.")
        try:
            size = path.stat().st_size
        except (OSError, ValueError) as exc:
            raise InputError(f"{shown}: {_reason(exc)}. Check the path.") from exc
        return cls(path, format_, size if plain == path else size * _RATIO)

    def quads(self) -> Iterator[Quad]:
        """Read the file; raise InputError where that fails, and DataError with the place where it is broken."""
        shown = display(self.path)
        if self.format in _DANGEROUS:
            with self._open() as stream:
                check_source(stream.read(), self.format, shown)
        with self._open() as stream:
            try:
                base = self.path.absolute().as_uri()
                yield from parse(stream, self.format, base_iri=base, rename_blank_nodes=True)
            except SyntaxError as exc:
                mend = f"Mend it; it was read as {self.format.name} because of its extension."
                raise DataError([Problem(shown, exc.lineno or 0, exc.offset or 0, f"{exc.msg}. {mend}")]) from exc

    @contextmanager
    def _open(self) -> Iterator[BinaryIO]:
        packed = self.path.suffix.lower() == _PACKED
        try:
            with cast(BinaryIO, gzip.open(self.path)) if packed else self.path.open("rb") as stream:
                yield stream
        except (EOFError, zlib.error, gzip.BadGzipFile) as exc:
            raise InputError(
                f"{display(self.path)}: is not whole, or not packed with gzip: {exc}. Fetch it anew."
            ) from exc
        except OSError as exc:
            raise InputError(f"{display(self.path)}: {_reason(exc)}. Check the path.") from exc


def fill(store: Store, files: Sequence[RdfFile], *, named_graphs: bool) -> None:
    """Put what files hold into a store: all in its default graph, and beside it in their graphs if these are wanted."""
    store.bulk_extend(_merged(files, named_graphs=named_graphs))


def _merged(files: Sequence[RdfFile], *, named_graphs: bool) -> Iterator[Quad]:
    for file in files:
        for quad in file.quads():
            if not isinstance(quad.graph_name, DefaultGraph):
                yield Quad(quad.subject, quad.predicate, quad.object)
                if not named_graphs:
                    continue
            yield quad


def digest_files(files: Sequence[RdfFile]) -> str:
    """Digest what files hold, in which formats it is read, and where they lie: relative IRIs are resolved by that."""
    digest = sha256()
    for file in files:
        content = sha256()
        try:
            with file.path.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    content.update(block)
        except OSError as exc:
            raise InputError(f"{display(file.path)}: {_reason(exc)}. Check the path.") from exc
        digest.update(f"{content.hexdigest()} {file.format.name} {file.path.absolute()}\n".encode())
    return digest.hexdigest()


def _reason(exc: Exception) -> str:
    if isinstance(exc, FileNotFoundError):
        return "no such file"
    return f"can't be read: {getattr(exc, 'strerror', None) or exc}"
