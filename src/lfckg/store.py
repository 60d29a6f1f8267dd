"""The embedded store: Oxigraph in memory, with the merged set of all graphs as its default graph.

Two articles may state one fact. A union of named graphs would count that triple twice, so the default graph holds
each triple once, beside the named graphs.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, Store

__all__ = ["store_nquads", "store_quads"]

_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


def store_quads(quads: Iterable[Quad]) -> Store:
    """Put quads of named graphs into a new store."""
    store = Store()
    store.bulk_extend(quads)
    store.update(_MERGE)
    return store


def store_nquads(nquads: bytes) -> Store:
    """Put N-Quads that we wrote ourselves into a new store."""
    store = Store()
    store.load(nquads, RdfFormat.N_QUADS, lenient=True)
    store.update(_MERGE)
    return store
