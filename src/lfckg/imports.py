"""RDF files of anybody, read into a store to be asked: of any size, by extension, `.gz` too, with nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from lfckg.errors import DataError
from lfckg.files import display
from lfckg.rdf import check_source, format_of, is_packed, opened, read_bytes, syntax_problem

__all__ = ["RdfFile", "digest_files", "fill"]

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
        format_ = format_of(path)
        with opened(path):  # a directory, or one that is not there, is told at once
            size = path.stat().st_size
        return cls(path, format_, size * _RATIO if is_packed(path) else size)

    def quads(self) -> Iterator[Quad]:
        """Read the file; raise InputError where that fails, and DataError with the place where it is broken."""
        if self.format in _DANGEROUS:
            data = read_bytes(self.path)
            check_source(data, self.format, display(self.path))
            yield from self._parsed(data)
        else:
            with opened(self.path) as stream:
                yield from self._parsed(stream)

    def _parsed(self, source: bytes | BinaryIO) -> Iterator[Quad]:
        base = self.path.absolute().as_uri()
        try:
            yield from parse(source, self.format, base_iri=base, rename_blank_nodes=True)
        except SyntaxError as exc:
            raise DataError([syntax_problem(display(self.path), exc, self.format)]) from exc


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
        with file.path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                content.update(block)
        digest.update(f"{content.hexdigest()} {file.format.name} {file.path.absolute()}\n".encode())
    return digest.hexdigest()
