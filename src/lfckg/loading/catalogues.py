"""Catalogues: what a store holds of ours, described in a graph of its own with DCAT and VoID.

Each graph has its number of triples (void:triples) and the SHA-256 of its sorted N-Triples (schema:sha256), so that a
graph which is there in the same state is not sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, QuerySolution

from lfckg.errors import ServiceError
from lfckg.loading.partitions import Part
from lfckg.namespaces import DCAT, DCTERMS, GRAPH, RDF, SCHEMA, VOID, XSD
from lfckg.services.endpoints import Endpoint
from lfckg.sources import select

__all__ = [
    "CATALOGUE",
    "STAGING",
    "Held",
    "chunks",
    "counted",
    "describe",
    "describe_staging",
    "held",
    "listed",
    "numbers_of",
    "staged",
    "title",
    "withdraw",
]

CATALOGUE = f"{GRAPH}catalogue"
STAGING = f"{GRAPH}staging/"
"""How the names of graphs begin in which large graphs are put together."""

_MOST_NAMES = 200  # in a query
_FEW = 8  # graphs that any store counts one by one
_MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Held:
    """What a store holds of a graph: triples counted, and the digest that its catalogue tells, empty where none."""

    triples: int = 0
    digest: str = ""


def title() -> str:
    """Give what the catalogue says of itself, as N-Triples."""
    return (
        f"<{CATALOGUE}> <{RDF}type> <{DCAT}Catalog> .\n"
        f'<{CATALOGUE}> <{DCTERMS}title> "Graphs of lfckg in this store, as they were loaded"@en .\n'
    )


def describe(part: Part) -> str:
    """Describe a graph for the catalogue, as N-Triples."""
    graph = f"<{part.graph}>"
    return (
        f"<{CATALOGUE}> <{DCAT}dataset> {graph} .\n"
        f"{graph} <{RDF}type> <{DCAT}Dataset> .\n"
        f"{graph} <{RDF}type> <{VOID}Dataset> .\n"
        f'{graph} <{VOID}triples> "{part.triples}"^^<{XSD}integer> .\n'
        f'{graph} <{SCHEMA}sha256> "{part.digest}" .\n'
    )


def describe_staging(source: str, graph: str) -> str:
    """Tell of which graph a staging graph is to be the next state, as N-Triples."""
    return f"<{source}> <{DCTERMS}isVersionOf> <{graph}> .\n"


def withdraw(graphs: Iterable[str]) -> Iterator[str]:
    """Give the operations of an update that take graphs out of the catalogue."""
    for graph in graphs:
        yield f"DELETE WHERE {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> <{DCAT}dataset> <{graph}> }} }}"
        yield f"DELETE WHERE {{ GRAPH <{CATALOGUE}> {{ <{graph}> ?p ?o }} }}"


def held(endpoint: Endpoint, graphs: Sequence[str], *, together: bool = False) -> dict[str, Held]:
    """Ask a store what it holds of graphs; see `counted`."""
    counts, digests = counted(endpoint, graphs, together=together), _digests(endpoint, graphs)
    return {name: Held(counts[name], digests.get(name, "")) for name in graphs}


def counted(endpoint: Endpoint, graphs: Sequence[str], *, together: bool = False) -> dict[str, int]:
    """Have a store count the triples of graphs; `together` with all others that it has, where that is faster."""
    found = dict.fromkeys(graphs, 0)
    if together and len(graphs) > _FEW:
        return found | {name: number for name, number in _all_counted(endpoint) if name in found}
    for names in chunks(graphs, _MOST_NAMES):
        query = f"SELECT ?g (COUNT(*) AS ?n) {{ {_values(names)} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        found |= {name: number for name, (number,) in numbers_of(endpoint, query).items()}
    return found


def listed(endpoint: Endpoint) -> Iterator[str]:
    """Give the names of all graphs that a store's catalogue lists, a page at a time."""
    named = f"SELECT DISTINCT ?g {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> <{DCAT}dataset> ?g }} }}"
    return (graph.value for (graph,) in _paged(endpoint, "?g", named) if isinstance(graph, NamedNode))


def staged(endpoint: Endpoint) -> dict[str, str]:
    """Give the staging graphs that a store's catalogue tells of, and of which graph each is to be the next state."""
    query = f"SELECT ?source ?g {{ GRAPH <{CATALOGUE}> {{ ?source <{DCTERMS}isVersionOf> ?g }} }}"
    return {
        source.value: graph.value
        for source, graph in select(endpoint, query)
        if isinstance(source, NamedNode) and isinstance(graph, NamedNode) and source.value.startswith(STAGING)
    }


def numbers_of(endpoint: Endpoint, query: str) -> dict[str, tuple[int, ...]]:
    """Ask for whole numbers by graph: a row has the graph's name first."""
    found: dict[str, tuple[int, ...]] = {}
    for graph, *values in select(endpoint, query):
        if isinstance(graph, NamedNode):  # an empty group has no name
            found[graph.value] = tuple(_whole(value) for value in values)
    return found


def chunks(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """Divide names into lists of at most so many."""
    rest = iter(names)
    while part := list(islice(rest, size)):
        yield part


def _all_counted(endpoint: Endpoint) -> Iterator[tuple[str, int]]:
    counts = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    rows = _paged(endpoint, "?g ?n", counts)
    return ((graph.value, _whole(number)) for graph, number in rows if isinstance(graph, NamedNode))


def _paged(endpoint: Endpoint, columns: str, query: str) -> Iterator[QuerySolution]:
    """Give the rows of a query by their first column ?g, a page at a time: stores cut longer answers off."""
    last = ""
    while True:
        page = f'SELECT {columns} {{ {{ {query} }} FILTER(STR(?g) > "{last}") }} ORDER BY STR(?g) LIMIT {_MOST_ROWS}'
        rows = list(select(endpoint, page))
        yield from rows
        if len(rows) < _MOST_ROWS:
            return
        last = getattr(rows[-1][0], "value", "")


def _digests(endpoint: Endpoint, graphs: Sequence[str]) -> dict[str, str]:
    told: dict[str, set[str]] = {}
    for names in chunks(graphs, _MOST_NAMES):
        query = f"SELECT ?g ?digest {{ {_values(names)} GRAPH <{CATALOGUE}> {{ ?g <{SCHEMA}sha256> ?digest }} }}"
        for graph, digest in select(endpoint, query):
            if isinstance(graph, NamedNode) and isinstance(digest, Literal):
                told.setdefault(graph.value, set()).add(digest.value)
    return {graph: digests.pop() for graph, digests in told.items() if len(digests) == 1}  # two of them say nothing


def _values(names: Sequence[str]) -> str:
    return f"VALUES ?g {{ {' '.join(f'<{name}>' for name in names)} }}"


def _whole(value: object) -> int:
    try:
        return int(float(value.value)) if isinstance(value, Literal) else 0
    except ValueError:
        raise ServiceError(f"{value}: a number was asked for. Is it a SPARQL 1.1 service?") from None
