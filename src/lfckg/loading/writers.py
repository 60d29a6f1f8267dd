"""Writers: units of graphs put into a store, each at once, in requests that may be sent again.

What is new goes in as N-Quads, where a store takes them, its entries in the catalogue with it. What changes goes in as
one update, which stores carry out as one transaction. What is too large for a request goes in parts into a graph of its
own first. Where there is only the Graph Store Protocol, graphs are replaced one after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from lfckg.errors import ServiceError
from lfckg.loading.catalogues import (
    CATALOGUE,
    STAGING,
    counted,
    describe,
    describe_staging,
    staged,
    title,
    withdraw,
)
from lfckg.loading.partitions import Part, Partition
from lfckg.loading.plans import Step, Unit
from lfckg.loading.senders import Sender, insertion
from lfckg.loading.targets import Target

__all__ = ["Writer"]

_TOO_LARGE = 413
_NOT_THERE = {404, 405, 415, 501}
_SMALLEST = 64 * 1024  # bytes: a server that takes no more than that in a request is not meant for graphs
_WHOLE = "The Graph Store Protocol takes a graph at once; by update it goes in parts."


class Writer:
    """Writes graphs of a partition into a target; `progress` is told how many triples were sent each time.

    `largest` is how many bytes a request has at most; it shrinks where the server says that this is too much.
    """

    def __init__(
        self, target: Target, partition: Partition, progress: Callable[[int], None], *, largest: int | None = None
    ) -> None:
        self._sender, self.partition, self.progress = Sender(target), partition, progress
        self.largest = largest or target.store.largest

    @property
    def target(self) -> Target:
        """The store, and the ways in that are left."""
        return self._sender.target

    def write(self, units: Iterable[Unit]) -> None:
        """Put units into the store, several new or several changed ones in a request; raise ServiceError."""
        batch: list[Unit] = []
        size = 0
        for unit in units:
            if batch and (size + unit.size > self.largest or unit.is_new != batch[0].is_new):
                self._send(batch)
                batch, size = [], 0
            batch.append(unit)
            size += unit.size
        self._send(batch)

    def remove(self, units: Sequence[Unit]) -> None:
        """Take units out of the store and its catalogue, which without updates is replaced once for all of them."""
        for group in [[unit] for unit in units] if self.target.update else [units]:
            steps = _steps(group)
            self._sender.remove([step.graph for step in reversed(steps)])  # facts before their evidence
            for step in steps:
                step.is_done = True

    def clean(self) -> None:
        """Drop the staging graphs that broken-off loads of the same graphs have left behind."""
        left = staged(self.target.endpoint).items()
        self._sender.remove([source for source, graph in left if graph in self.partition.parts])

    def record(self, steps: Iterable[Step]) -> None:
        """Enter graphs in the catalogue whose state has turned out to be ours."""
        self._sender.enter([step.part for step in steps if step.part])

    def forget(self, steps: Iterable[Step]) -> None:
        """Take graphs out of the catalogue that have turned out to be otherwise, so that they are sent again."""
        self._sender.withdraw([step.graph for step in steps])

    def _send(self, batch: list[Unit]) -> None:
        """Send a batch; where that is too much, or a way in is not there, go another."""
        if not batch:
            return
        try:
            self._put_in(batch)
        except ServiceError as exc:
            if exc.status == _TOO_LARGE and not self._shrinks(batch):
                raise ServiceError(str(exc) if self.target.update else f"{exc}\n{_WHOLE}", exc.status) from exc
            if exc.status != _TOO_LARGE and not (exc.status in _NOT_THERE and self._goes_another_way(batch)):
                raise
            self.write(batch)
            return
        for step in _steps(batch):
            step.is_done = True

    def _shrinks(self, batch: list[Unit]) -> bool:
        """Send less at once from now on, where that is possible: without updates graphs are not divided."""
        is_divided = self.target.update or (len(batch) > 1 and self._takes_quads(batch))
        if not is_divided or self.largest <= _SMALLEST:
            return False
        self.largest = max(_SMALLEST, min(self.largest, sum(unit.size for unit in batch)) // 2)
        return True

    def _goes_another_way(self, batch: list[Unit]) -> bool:
        """Go without what is not there, if it has not been there just now."""
        other = self._other_way(batch)
        self._sender.target = other or self.target
        return other is not None

    def _other_way(self, batch: list[Unit]) -> Target | None:
        target = self.target
        if self._takes_quads(batch):
            return None if target.quads in self._sender.taken else replace(target, quads=None)
        if target.update and target.graphs and target.update not in self._sender.taken:
            target.endpoint.session.note(
                f"{target.shown}: takes no updates: graphs are replaced one after another, and for a moment an article"
                " may be half new."
            )
            return replace(target, update=None)
        return None

    def _put_in(self, batch: list[Unit]) -> None:
        steps = _steps(batch)
        if self.target.update and batch[0].size > self.largest:
            self._stage(steps)
            return
        if self._takes_quads(batch):
            self._sender.send_quads(b"".join(self._as_nquads(steps)))
        elif self.target.update:
            self._sender.update(self._operations(steps))
        else:
            self._put_one_by_one(batch)
            return
        self.progress(sum(step.triples for step in steps))

    def _takes_quads(self, batch: list[Unit]) -> bool:
        is_staged = self.target.update is not None and batch[0].size > self.largest
        return self.target.quads is not None and batch[0].is_new and not is_staged

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
            if step.before.digest:
                yield from withdraw([step.graph])
            if step.action == "replace":
                yield self._sender.clears(step.graph)
            yield from self._inserts(step.part)
            entries += describe(step.part) if step.action != "append" else ""
        yield insertion(CATALOGUE, entries)

    def _inserts(self, part: Part) -> Iterator[str]:
        pieces = self.partition.pieces(part, self.largest, most=self.target.store.statements)
        return (insertion(part.graph, piece.decode()) for _, piece in pieces)

    def _put_one_by_one(self, batch: list[Unit]) -> None:
        """Replace graphs by the Graph Store Protocol; until all of a unit is in, the catalogue says nothing of it."""
        self._sender.withdraw([step.graph for step in _steps(batch) if step.before.digest])
        for unit in batch:
            for step in unit.steps:
                assert step.part  # noqa: S101
                method = "POST" if step.action == "append" else "PUT"
                self._sender.send_graph(method, step.graph, self.partition.whole(step.part))
                step.is_done = True
                self.progress(step.triples)
            self._sender.enter([step.part for step in unit.steps if step.part and step.action != "append"])

    def _stage(self, steps: list[Step]) -> None:
        """Put a unit together in graphs that nobody asks about, then copy these in place by one update."""
        sources = {step.graph: f"{STAGING}{step.part.digest}" for step in steps if step.part}
        notices = "".join(describe_staging(source, graph) for graph, source in sources.items())
        self._sender.update([insertion(CATALOGUE, title() + notices)])
        for step in steps:
            assert step.part  # noqa: S101
            self._fill(step.part, sources[step.graph])
        self._sender.update(self._copies(steps, sources))
        for step in steps:
            step.is_done = True
        self._sender.remove(sources.values())

    def _copies(self, steps: Iterable[Step], sources: dict[str, str]) -> Iterator[str]:
        """Give the operations that copy: a move could not be sent again, since its source would be gone."""
        entries = title()
        for step in steps:
            assert step.part  # noqa: S101
            yield from withdraw([step.graph])
            if step.action != "append":
                yield self._sender.clears(step.graph)
            yield self.target.store.adds.format(source=sources[step.graph], graph=step.graph)
            entries += describe(step.part) if step.action != "append" else ""
        yield insertion(CATALOGUE, entries)

    def _fill(self, part: Part, source: str) -> None:
        """Fill a staging graph from where an earlier load has left it: its name tells what is in it."""
        found = counted(self.target.endpoint, [source])[source]
        for _ in range(2):  # what came in otherwise than it was sent is sent once more from the beginning
            self._add_rest(part, source, found)
            found = counted(self.target.endpoint, [source])[source]
            if found == part.triples:
                return
            self._sender.update([self._sender.clears(source)])
            lacking, found = found, 0
        raise ServiceError(
            f"{self.target.shown}: of the {part.triples} triples of {part.graph} it holds {lacking} after they were"
            " sent in parts; the graph was left as it was. Look into its log."
        )

    def _add_rest(self, part: Part, source: str, done: int) -> None:
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

    def _add(self, graph: str, triples: bytes) -> None:
        if self.target.graphs:
            self._sender.send_graph("POST", graph, triples)
        else:
            self._sender.update([insertion(graph, triples.decode())])


def _steps(units: Iterable[Unit]) -> list[Step]:
    return [step for unit in units for step in unit.steps]


def _in_graph(triples: bytes, graph: str) -> bytes:
    return triples.replace(b" .\n", f" <{graph}> .\n".encode())
