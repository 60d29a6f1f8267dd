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


def store_nquads(nquads: bytes, *, named_graphs: bool = True) -> Store:
    """Put N-Quads that we wrote ourselves into a new store; without named graphs it takes half the time and space."""
    store = Store()
    if named_graphs:
        store.load(nquads, RdfFormat.N_QUADS, lenient=True)
        store.update(_MERGE)
    else:  # each line ends in the name of its graph
        triples = b" .\n".join(line[: line.rfind(b" <")] for line in nquads.splitlines())
        store.load(triples + b" .\n", RdfFormat.N_TRIPLES, lenient=True)
    return store
