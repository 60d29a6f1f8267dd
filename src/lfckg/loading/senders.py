"""Senders: the requests that change a store, and its catalogue, by update or by the Graph Store Protocol.

Each may be sent again: what has been done already is then done to no effect.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import cast

from pyoxigraph import Triple

from lfckg.errors import ServiceError
from lfckg.loading.catalogues import CATALOGUE, counted, describe, title, withdraw
from lfckg.loading.partitions import Part
from lfckg.loading.targets import Target
from lfckg.tokens import without_escapes

__all__ = ["Sender", "insertion"]

_MISSING = 404
_NQUADS = "application/n-quads"
_UPDATE = "application/sparql-update; charset=utf-8"  # without charset one store takes it for Latin-1


def insertion(graph: str, triples: str) -> str:
    """Give the operation of an update that inserts N-Triples into a graph."""
    text = without_escapes(triples) if "\\\\" in triples else triples
    return f"INSERT DATA {{ GRAPH <{graph}> {{\n{text}}} }}"


class Sender:
    """Sends to a target, by update where it has that; `taken` are the addresses that have taken something.

    What a method says of the catalogue is not at once with the rest where there are no updates.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        self.taken: set[str] = set()

    def update(self, operations: Iterable[str]) -> None:
        """Send operations as one update, which stores carry out as one transaction."""
        assert self.target.update  # noqa: S101  callers ask for it first
        self._request("POST", self.target.update, " ;\n".join(operations).encode(), _UPDATE)

    def send_quads(self, nquads: bytes) -> None:
        """Add N-Quads of any graphs."""
        assert self.target.quads  # noqa: S101  callers ask for it first
        self._request("POST", self.target.quads, nquads, _NQUADS)

    def send_graph(self, method: str, graph: str, triples: bytes) -> None:
        """PUT N-Triples in the place of a graph, or POST them into it."""
        self._request(method, self.target.address_of(graph), triples, self.target.store.media)

    def clears(self, graph: str) -> str:
        """Give the operation of an update that empties a graph."""
        return self.target.store.clears.format(graph=graph)

    def remove(self, graphs: Collection[str]) -> None:
        """Take graphs out of the store, and out of its catalogue last: as long as that has them, they are found."""
        if graphs and self.target.update:
            self.update([*map(self.clears, graphs), *withdraw(graphs)])
            return
        for graph in graphs:
            self._delete(graph)
        self.withdraw(graphs)

    def enter(self, parts: Collection[Part]) -> None:
        """Enter graphs in the catalogue."""
        entries = title() + "".join(map(describe, parts))
        if parts and self.target.update:
            self.update([insertion(CATALOGUE, entries)])
        elif parts:
            self.send_graph("POST", CATALOGUE, entries.encode())

    def withdraw(self, graphs: Collection[str]) -> None:
        """Take graphs out of the catalogue; without updates it is read and replaced."""
        if graphs and self.target.update:
            self.update(withdraw(graphs))
        elif graphs:
            lines = self._read_catalogue()
            kept = _without(lines, graphs)
            if len(kept) < len(lines):
                self.send_graph("PUT", CATALOGUE, b"".join(line + b"\n" for line in sorted(kept)))

    def _read_catalogue(self) -> list[bytes]:
        """Give the catalogue's triples as lines of N-Triples, all of them or none."""
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{CATALOGUE}> {{ ?s ?p ?o }} }}"
        answer = cast("Iterator[Triple]", self.target.endpoint.query(query))
        lines = [f"{triple} .".encode() for triple in answer]
        there = counted(self.target.endpoint, [CATALOGUE])[CATALOGUE]
        if len(lines) != there:
            raise ServiceError(
                f"{self.target.shown}: gives {len(lines)} of the {there} triples of its catalogue, which can't be"
                " replaced so. Load by update, or have it give more at once."
            )
        return lines

    def _delete(self, graph: str) -> None:
        try:
            self._request("DELETE", self.target.address_of(graph), b"", self.target.store.media)
        except ServiceError as exc:
            if exc.status != _MISSING:  # it is gone already
                raise

    def _request(self, method: str, url: str, data: bytes, media: str) -> None:
        headers = {"Content-Type": media, "Accept": "*/*"}
        self.target.endpoint.session.request(method, url, data=data, headers=headers, writing=True).body.close()
        self.taken.add(url)


def _without(lines: Iterable[bytes], graphs: Iterable[str]) -> list[bytes]:
    """Leave out of a catalogue what is said of graphs, and that it has them."""
    names = {f"<{graph}>".encode() for graph in graphs}
    about = f"<{CATALOGUE}>".encode()
    terms = ((line, *line.split(b" ", 3)) for line in lines)
    return [line for line, who, _, what, *_ in terms if who not in names and not (who == about and what in names)]
