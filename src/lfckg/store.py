"""The embedded store: Oxigraph, with the merged set of all graphs as its default graph.

Two articles may state one fact. A union of named graphs would count that triple twice, so the default graph holds
each triple once, beside the named graphs.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from pyoxigraph import Quad, RdfFormat, Store

from lfckg.files import as_stream

__all__ = ["fill_nquads", "flat_triples", "store_nquads", "store_quads"]

_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_LINES = 10_000  # at a time


def store_quads(quads: Iterable[Quad]) -> Store:
    """Put quads of named graphs into a new store."""
    store = Store()
    store.bulk_extend(quads)
    store.update(_MERGE)
    return store


def store_nquads(nquads: bytes, *, named_graphs: bool = True) -> Store:
    """Put N-Quads that we wrote ourselves into a new store; without named graphs it takes half the time and space."""
    store = Store()
    if named_graphs:
        store.load(nquads, RdfFormat.N_QUADS, lenient=True)
    store.load(b"".join(flat_triples(io.BytesIO(nquads))), RdfFormat.N_TRIPLES, lenient=True)
    return store


def fill_nquads(store: Store, nquads: BinaryIO, *, named_graphs: bool) -> None:
    """Put a file of N-Quads that we wrote ourselves, of any size, into a store on disk."""
    if named_graphs:
        store.bulk_load(nquads, RdfFormat.N_QUADS, lenient=True)
        nquads.seek(0)
    store.bulk_load(as_stream(flat_triples(nquads)), RdfFormat.N_TRIPLES, lenient=True)


def flat_triples(nquads: BinaryIO) -> Iterator[bytes]:
    """Give N-Triples without the names of the graphs, in which each line of our N-Quads ends; comments are left out."""
    while lines := list(islice(nquads, _LINES)):
        yield b"".join([line[: line.rfind(b" <")] + b" .\n" for line in lines if not line.startswith(b"#")])
