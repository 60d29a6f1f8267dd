"""Writers: units of graphs put into a store, each at once, in requests that may be sent again.

What is new goes in as N-Quads, where a store takes them, its entries in the catalogue with it. What changes goes in as
one update, which stores carry out as one transaction. What is too large for a request goes in parts into a graph of its
own first. Where there is only the Graph Store Protocol, graphs are replaced one after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import cast

from pyoxigraph import Triple

from lfckg.errors import ServiceError
from lfckg.loading.catalogues import CATALOGUE, STAGING, describe, held, title, withdraw
from lfckg.loading.partitions import Part, Partition
from lfckg.loading.plans import Step, Unit
from lfckg.loading.targets import Target
from lfckg.tokens import without_escapes

__all__ = ["Writer"]

_TOO_LARGE = 413
_NOT_THERE = {404, 405, 415, 501}
_MISSING = 404
_SMALLEST = 64 * 1024  # bytes: a server that takes no more than that in a request is not meant for graphs
_NQUADS = "application/n-quads"
_UPDATE = "application/sparql-update; charset=utf-8"  # without charset one store takes it for Latin-1


class Writer:
    """Writes graphs of a partition into a target; `progress` is told how many triples were sent each time.

    `largest` is how many bytes a request has at most; it shrinks where the server says that this is too much.
    """

    def __init__(
        self, target: Target, partition: Partition, progress: Callable[[int], None], *, largest: int | None = None
    ) -> None:
        self.target, self.partition, self.progress = target, partition, progress
        self.largest = largest or target.store.largest

    def write(self, units: Iterable[Unit]) -> None:
        """Put units into the store, several new or several changed ones in a request; raise ServiceError."""
        batch: list[Unit] = []
        for unit in units:
            if unit.size > self.largest and self.target.update:
                self._send(batch)
                batch = []
                self._stage(unit)
                continue
            full = sum(other.size for other in batch) + unit.size > self.largest
            if batch and (full or unit.is_new != batch[0].is_new):
                self._send(batch)
                batch = []
            batch.append(unit)
        self._send(batch)

    def remove(self, steps: Iterable[Step]) -> None:
        """Take graphs out of the store and its catalogue."""
        for step in steps:
            if self.target.update:
                clears = self.target.store.clears.format(graph=step.graph)
                self._update([clears, *withdraw([step.graph])])
            else:
                self._put_catalogue([step])
                self._delete(step.graph)
            step.is_done = True

    def record(self, steps: Iterable[Step]) -> None:
        """Enter graphs in the catalogue whose state has turned out to be ours."""
        for step in steps:
            if step.part and self.target.update:
                self._update([_insert(CATALOGUE, title() + describe(step.part))])
            elif step.part:
                self._put_catalogue([], [step.part])

    def _send(self, batch: list[Unit]) -> None:
        """Send a batch; where that is too much, or a way in is not there, go another."""
        if not batch:
            return
        try:
            self._put_in(batch)
        except ServiceError as exc:
            if exc.status == _TOO_LARGE and self.largest > _SMALLEST:
                self.largest = max(_SMALLEST, min(self.largest, sum(unit.size for unit in batch)) // 2)
            elif exc.status in _NOT_THERE and (other := self._other_way(batch)):
                self.target = other
            else:
                raise
            self.write(batch)
            return
        for unit in batch:
            for step in unit.steps:
                step.is_done = True

    def _other_way(self, batch: list[Unit]) -> Target | None:
        target = self.target
        if batch[0].is_new and target.quads:
            return replace(target, quads=None)
        if target.update and target.graphs:
            target.endpoint.session.note(
                f"{target.shown}: takes no updates: graphs are replaced one after another, and for a moment an article"
                " may be half new."
            )
            return replace(target, update=None)
        return None

    def _put_in(self, batch: list[Unit]) -> None:
        steps = [step for unit in batch for step in unit.steps]
        if batch[0].is_new and self.target.quads:
            self._request("POST", self.target.quads, b"".join(self._as_nquads(steps)), _NQUADS)
        elif self.target.update:
            self._update(self._operations(steps))
        else:
            self._put_one_by_one(steps)
            return
        self.progress(sum(step.triples for step in steps))

    def _as_nquads(self, steps: Iterable[Step]) -> Iterator[bytes]:
        entries = title()
        for step in steps:
            assert step.part  # noqa: S101  what is to be removed is no unit
            yield _in_graph(self.partition.whole(step.part), step.graph)
            entries += describe(step.part)
        yield _in_graph(entries.encode(), CATALOGUE)

    def _operations(self, steps: Iterable[Step]) -> Iterator[str]:
        """Give the operations of an update that puts graphs in and enters them in the catalogue."""
        entries = title()
        for step in steps:
            assert step.part  # noqa: S101
            if step.action != "add":
                yield from withdraw([step.graph])
            if step.action == "replace":
                yield self.target.store.clears.format(graph=step.graph)
            yield from self._inserts(step.part)
            entries += describe(step.part) if step.action != "append" else ""
        yield _insert(CATALOGUE, entries)

    def _inserts(self, part: Part) -> Iterator[str]:
        pieces = self.partition.pieces(part, self.largest, most=self.target.store.statements)
        return (_insert(part.graph, piece.decode()) for _, piece in pieces)

    def _put_one_by_one(self, steps: list[Step]) -> None:
        """Replace graphs by the Graph Store Protocol; until each is in, the catalogue says nothing of it."""
        self._put_catalogue([step for step in steps if step.before.digest])
        for step in steps:
            assert step.part  # noqa: S101
            method = "POST" if step.action == "append" else "PUT"
            self._request(
                method, self.target.address_of(step.graph), self.partition.whole(step.part), self.target.store.media
            )
            self.progress(step.triples)
        self._put_catalogue([], [step.part for step in steps if step.part and step.action != "append"])

    def _put_catalogue(self, withdrawn: list[Step], entered: Iterable[Part] = ()) -> None:
        """Change the catalogue by reading and replacing it."""
        entered = list(entered)
        if not withdrawn and not entered:
            return
        names = {f"<{step.graph}>".encode() for step in withdrawn} | {f"<{part.graph}>".encode() for part in entered}
        kept = [line for line in self._read_catalogue() if not names.intersection(line.split(b" ", 3)[:3])]
        new = (title() + "".join(map(describe, entered))).encode().splitlines()
        data = b"".join(line + b"\n" for line in sorted({*kept, *new}))
        self._request("PUT", self.target.address_of(CATALOGUE), data, self.target.store.media)

    def _read_catalogue(self) -> list[bytes]:
        """Give the catalogue's triples as lines of N-Triples."""
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{CATALOGUE}> {{ ?s ?p ?o }} }}"
        answer = cast("Iterator[Triple]", self.target.endpoint.query(query))
        return [f"{triple} .".encode() for triple in answer]

    def _stage(self, unit: Unit) -> None:
        """Put a unit together in graphs that nobody asks about, then copy these in place by one update."""
        sources = {step.graph: f"{STAGING}{step.part.digest}" for step in unit.steps if step.part}
        for step in unit.steps:
            assert step.part  # noqa: S101
            self._fill(step.part, sources[step.graph])
        self._update(self._copies(unit.steps, sources))
        for step in unit.steps:
            step.is_done = True
        self._update(f"DROP SILENT GRAPH <{source}>" for source in sources.values())

    def _copies(self, steps: Iterable[Step], sources: dict[str, str]) -> Iterator[str]:
        """Give the operations that copy: a move could not be sent again, since its source would be gone."""
        store, entries = self.target.store, title()
        for step in steps:
            assert step.part  # noqa: S101
            template = "ADD GRAPH <{source}> TO GRAPH <{graph}>" if step.action == "append" else store.copies
            yield from withdraw([step.graph])
            yield template.format(source=sources[step.graph], graph=step.graph)
            entries += describe(step.part) if step.action != "append" else ""
        yield _insert(CATALOGUE, entries)

    def _fill(self, part: Part, source: str) -> None:
        """Fill a staging graph from where an earlier load has left it: its name tells what is in it."""
        done = held(self.target.endpoint, [source])[source].triples
        if done > part.triples:
            done = 0
        self.progress(done)
        most = None if self.target.graphs else self.target.store.statements
        while done < part.triples:
            try:
                for count, piece in self.partition.pieces(part, self.largest, skip=done, most=most):
                    self._add(source, piece)
                    done += count
                    self.progress(count)
            except ServiceError as exc:
                if exc.status != _TOO_LARGE or self.largest <= _SMALLEST:
                    raise
                self.largest = max(_SMALLEST, self.largest // 2)
        found = held(self.target.endpoint, [source])[source].triples
        if found != part.triples:
            self._update([f"DROP SILENT GRAPH <{source}>"])
            raise ServiceError(
                f"{self.target.shown}: of the {part.triples} triples of {part.graph} it holds {found} after they were"
                " sent in parts; the graph was left as it was."
            )

    def _add(self, graph: str, triples: bytes) -> None:
        if self.target.graphs:
            self._request("POST", self.target.address_of(graph), triples, self.target.store.media)
        else:
            self._update([_insert(graph, triples.decode())])

    def _update(self, operations: Iterable[str]) -> None:
        assert self.target.update  # noqa: S101  callers ask for it first
        self._request("POST", self.target.update, " ;\n".join(operations).encode(), _UPDATE)

    def _delete(self, graph: str) -> None:
        try:
            self._request("DELETE", self.target.address_of(graph), b"", self.target.store.media)
        except ServiceError as exc:
            if exc.status != _MISSING:  # it is gone already
                raise

    def _request(self, method: str, url: str, data: bytes, media: str) -> None:
        headers = {"Content-Type": media, "Accept": "*/*"}
        self.target.endpoint.session.request(method, url, data=data, headers=headers, writing=True).body.close()


def _insert(graph: str, triples: str) -> str:
    text = without_escapes(triples) if "\\\\" in triples else triples
    return f"INSERT DATA {{ GRAPH <{graph}> {{\n{text}}} }}"


def _in_graph(triples: bytes, graph: str) -> bytes:
    return triples.replace(b" .\n", f" <{graph}> .\n".encode())
