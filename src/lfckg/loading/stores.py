"""Stores that are known: where they take queries, updates and graphs, and what is special about each.

The table is data: a new store is a new row. docs/triple-stores.md tells where each line comes from.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["STORES", "KnownStore", "known_store"]


_CLEARS = "DROP SILENT GRAPH <{graph}>"
_ADDS = "INSERT {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{source}> {{ ?s ?p ?o }} }}"
_DELETES = "DELETE WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"


@dataclass(frozen=True, slots=True)
class KnownStore:
    """A kind of store. Paths are behind the root, which is what is left of an address without one of these `tails`.

    `graphs` is where the SPARQL 1.1 Graph Store HTTP Protocol is spoken; `quads` takes N-Quads by POST. `mark` is a
    header of its answers, and the beginning of that; `root` a part of its addresses. `statements` is the most triples
    that an operation of an update may have; `clears` and `adds` are the operations that empty a graph, and that add one
    to another: ADD and COPY themselves lose triples in Fuseki. `largest` is how many bytes a request may hold; where
    not `encodes`, ENCODE_FOR_URI goes wrong beyond ASCII; one that `counts_together` counts all its graphs faster than
    some that are named.
    """

    name: str
    title: str
    query: str
    update: str
    graphs: str | None = None
    quads: str | None = None
    tails: tuple[str, ...] = ()
    mark: tuple[str, str] | None = None
    root: str | None = None
    media: str = "application/n-triples"
    statements: int | None = None
    largest: int = 16_000_000
    encodes: bool = True
    counts_together: bool = False
    clears: str = _CLEARS
    adds: str = _ADDS


STORES = (
    KnownStore(
        name="oxigraph",
        title="Oxigraph",
        query="/query",
        update="/update",
        graphs="/store",
        quads="/store",
        tails=("/query", "/update", "/store"),
        mark=("Server", "Oxigraph"),
    ),
    KnownStore(
        name="fuseki",
        title="Apache Jena Fuseki",
        query="/query",
        update="/update",
        graphs="/data",
        quads="/data",
        tails=("/query", "/sparql", "/update", "/data"),
        mark=("Fuseki-Request-Id", ""),
    ),
    KnownStore(
        name="virtuoso",
        title="Virtuoso",
        query="/sparql",
        update="/sparql-auth",
        graphs="/sparql-graph-crud-auth",
        tails=("/sparql", "/sparql-auth", "/sparql-graph-crud", "/sparql-graph-crud-auth"),
        mark=("Server", "Virtuoso"),
        media="text/turtle",
        statements=2500,  # fails short of 5,000
        largest=4_000_000,
        encodes=False,
        counts_together=True,  # a plan that it made while it was empty would take a hundred times as long
        adds="ADD GRAPH <{source}> TO GRAPH <{graph}>",
    ),
    KnownStore(
        name="rdf4j",
        title="RDF4J, GraphDB",
        query="?infer=false",  # what a ruleset infers is none of what was loaded
        update="/statements",
        graphs="/rdf-graphs/service",
        quads="/statements",
        tails=("/statements", "/rdf-graphs/service"),
        root="/repositories/",
        counts_together=True,  # without an index by graph it reads everything for each
    ),
    KnownStore(
        name="stardog",
        title="Stardog",
        query="/query",
        update="/update",
        graphs="",
        tails=("/query", "/update"),
    ),
    KnownStore(
        name="neptune",
        title="Amazon Neptune",
        query="/sparql",
        update="/sparql",
        graphs="/sparql/gsp/",
        tails=("/sparql", "/sparql/gsp"),
    ),
    KnownStore(
        name="qlever",
        title="QLever",
        query="",
        update="",
        graphs="",
        clears=_DELETES,  # it has none of the operations on whole graphs
    ),
    KnownStore(
        name="standard",
        title="SPARQL store",
        query="",
        update="",
    ),
)
"""The table; `graphdb` is a further name of `rdf4j`, whose protocol GraphDB speaks."""


def known_store(name: str) -> KnownStore:
    """Give the row of a name; raise KeyError where there is none."""
    wanted = "rdf4j" if name == "graphdb" else name
    return {store.name: store for store in STORES}[wanted]
