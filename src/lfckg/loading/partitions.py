"""Partitions: a dataset's triples by named graph, of any size, kept in a file and not in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from operator import lt
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from lfckg.errors import InputError

__all__ = ["Part", "Partition"]

_BUFFERED = 32 * 10**6  # bytes of triples that are held before they go to the file
_COUNTED = 10_000  # lines whose bytes are counted at once
_BLOCK = 1 << 20
_END = b" .\n"


@dataclass(slots=True)
class Part:
    """A named graph: how many triples it has, how many bytes they are as N-Triples, and the SHA-256 of these.

    The triples are distinct and sorted, so that `sha256sum` of the sorted N-Triples of the graph gives the same.
    """

    graph: str
    triples: int = 0
    size: int = 0
    digest: str = ""
    extents: list[tuple[int, int]] = field(default_factory=list, repr=False)
    last: bytes = field(default=b"", repr=False)
    is_sorted: bool = field(default=True, repr=False)


class Partition:
    """The triples of a dataset by named graph; `parts` tells of each. They lie in a file that ends with it."""

    def __init__(self) -> None:
        self.parts: dict[str, Part] = {}
        self._buffers: defaultdict[bytes, list[bytes]] = defaultdict(list)
        self._buffered = 0
        self._file = TemporaryFile(prefix="lfckg-")  # noqa: SIM115  closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @classmethod
    def of_product(cls, nquads: Iterable[bytes]) -> Partition:
        """Divide the lines of a build, which are sorted, distinct, and one quad of a named graph each."""
        partition = cls()
        buffers, rest = partition._buffers, iter(nquads)
        while lines := list(islice(rest, _COUNTED)):
            for line in lines:
                triple, _, graph = line.rpartition(b" <")
                buffers[graph[:-4]].append(triple)
            partition._grown(sum(map(len, lines)))
        return partition._finished()

    @classmethod
    def of_quads(cls, quads: Iterable[Quad], shown: str) -> Partition:
        """Divide quads in any order; raise InputError for what no store can be held to.

        That is a triple in no named graph, a blank node, and a triple term.

        `shown` is the name that messages have for their source.
        """
        partition = cls()
        for quad in quads:
            graph = quad.graph_name
            if not isinstance(graph, NamedNode) or isinstance(quad.subject, BlankNode):
                raise _refusal(quad, shown)
            if isinstance(quad.object, BlankNode | Triple):
                raise _refusal(quad, shown)
            triple = str(quad.triple).encode()
            partition._buffers[graph.value.encode()].append(triple)
            partition._grown(len(triple))
        if not partition._finished().parts:  # a load that prunes would take it for a dataset which has lost all
            raise InputError(f"{shown}: holds no triple. Is it RDF?")
        return partition

    def lines(self, part: Part) -> Iterator[bytes]:
        """Give a graph's triples as lines of N-Triples without their ends, sorted, in lists of some thousand."""
        rest = b""
        for block in self._blocks(part):
            lines = (rest + block).split(_END)
            rest = lines.pop()
            yield from lines

    def pieces(self, part: Part, size: int, *, skip: int = 0, most: int | None = None) -> Iterator[tuple[int, bytes]]:
        """Give a graph's triples but the first `skip` in pieces of N-Triples, and how many triples each has.

        A piece has at most `size` bytes, but for a triple that is longer, and at most `most` triples.
        """
        lines: list[bytes] = []
        length = 0
        for number, line in enumerate(self.lines(part)):
            if number < skip:
                continue
            if lines and (length + len(line) + len(_END) > size or len(lines) == most):
                yield len(lines), _joined(lines)
                lines, length = [], 0
            lines.append(line)
            length += len(line) + len(_END)
        if lines:
            yield len(lines), _joined(lines)

    def whole(self, part: Part) -> bytes:
        """Give a graph's triples as N-Triples."""
        return b"".join(self._blocks(part))

    def _grown(self, size: int) -> None:
        self._buffered += size
        if self._buffered > _BUFFERED:
            self._flush()

    def _flush(self) -> None:
        for name, lines in self._buffers.items():
            graph = name.decode()
            part = self.parts.get(graph) or self.parts.setdefault(graph, Part(graph))
            part.is_sorted = part.is_sorted and part.last < lines[0] and all(map(lt, lines, lines[1:]))
            part.last = lines[-1]
            self._append(part, lines)
        self._buffers.clear()
        self._buffered = 0

    def _append(self, part: Part, lines: list[bytes]) -> None:
        data = _joined(lines)
        part.extents.append((self._file.tell(), len(data)))
        self._file.write(data)
        part.triples += len(lines)
        part.size += len(data)

    def _finished(self) -> Partition:
        self._flush()
        self.parts = dict(sorted(self.parts.items()))
        for part in self.parts.values():
            if not part.is_sorted:  # sorted in memory, a graph at a time
                lines = sorted(set(self.lines(part)))
                self._file.seek(0, 2)
                part.triples, part.size, part.extents = 0, 0, []
                self._append(part, lines)
            digest = sha256()
            for block in self._blocks(part):
                digest.update(block)
            part.digest = digest.hexdigest()
        return self

    def _blocks(self, part: Part) -> Iterator[bytes]:
        for start, length in part.extents:
            at, end = start, start + length
            while at < end:
                self._file.seek(at)
                block = self._file.read(min(_BLOCK, end - at))
                at += len(block)
                yield block


def _joined(lines: list[bytes]) -> bytes:
    return _END.join(lines) + _END


def _refusal(quad: Quad, shown: str) -> InputError:
    if isinstance(quad.graph_name, DefaultGraph):
        return InputError(
            f"{shown}: {quad.triple} stands in no named graph. A load replaces named graphs: give N-Quads or TriG with"
            " a graph for every triple."
        )
    if isinstance(quad.object, Triple):
        return InputError(f"{shown}: {quad.triple} holds a triple term (RDF 1.2). Load RDF 1.1, without --rdf12.")
    return InputError(
        f"{shown}: {quad} has a blank node, which would be another one with every load. Give these nodes IRIs."
    )
