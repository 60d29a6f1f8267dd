"""Datasets as lines of N-Quads: of large ones only those lines are parsed that matter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, parse

from lfckg.errors import DataError, Problem

__all__ = ["Dataset"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Quads as lines of N-Quads without their full stops, and the name that messages have for them."""

    name: str
    lines: frozenset[bytes]

    @classmethod
    def of(cls, name: str, quads: Iterable[Quad]) -> Dataset:
        """Make a dataset of quads."""
        return cls(name, frozenset(str(quad).encode() for quad in quads))

    @property
    def has_graphs(self) -> bool:
        """Whether a quad stands in a named graph."""
        return any(_triple(line) != line for line in self.lines)

    def merged(self) -> Dataset:
        """Give the merged set of all graphs."""
        return Dataset(self.name, frozenset(map(_triple, self.lines)))

    def about(self, subjects: Collection[str]) -> Iterator[Quad]:
        """Give the quads with these subjects, which are terms as N-Quads write them."""
        wanted = {subject.encode() for subject in subjects}
        yield from self.parsed(line for line in self.lines if line[: line.find(b" ")] in wanted)

    def saying(self, predicates: Collection[str]) -> Iterator[Quad]:
        """Give the quads with these predicates (IRIs)."""
        wanted = {f"<{predicate}>".encode() for predicate in predicates}
        yield from self.parsed(line for line in self.lines if wanted.intersection(line.split(b" ", 2)[1:2]))

    def parsed(self, lines: Iterable[bytes]) -> Iterator[Quad]:
        """Read some of the lines."""
        data = b"".join(line + b" .\n" for line in lines)
        try:
            yield from parse(data, RdfFormat.N_QUADS)
        except SyntaxError as exc:
            raise DataError([Problem(self.name, 0, 0, f"is damaged: {exc.msg}. Build it anew.")]) from exc


def _triple(line: bytes) -> bytes:
    """Give a line without the name of its graph."""
    rest = line.split(b" ", 2)[-1]
    tail = rest[rest.rfind(b'"') :] if rest.startswith(b'"') else rest
    return line[: line.rfind(b" ")] if b" " in tail else line
