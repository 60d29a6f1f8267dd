"""Catalogues: what a store holds of ours, described in a graph of its own with DCAT and VoID.

Each graph has its number of triples (void:triples) and the SHA-256 of its sorted N-Triples (schema:sha256), so that a
graph which is there in the same state is not sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, QuerySolutions

from lfckg.errors import ServiceError
from lfckg.loading.partitions import Part
from lfckg.namespaces import DCAT, DCTERMS, GRAPH, RDF, SCHEMA, VOID, XSD
from lfckg.services.endpoints import Endpoint

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
_MOST_ROWS = 5000  # stores cut longer answers off


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
    last = ""
    while True:
        query = (
            f"SELECT DISTINCT ?g {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> <{DCAT}dataset> ?g }}"
            f' FILTER(STR(?g) > "{last}") }} ORDER BY STR(?g) LIMIT {_MOST_ROWS}'
        )
        names = [row[0].value for row in _rows(endpoint, query) if isinstance(row[0], NamedNode)]
        yield from names
        if len(names) < _MOST_ROWS:
            return
        last = names[-1]


def staged(endpoint: Endpoint) -> dict[str, str]:
    """Give the staging graphs that a store's catalogue tells of, and of which graph each is to be the next state."""
    query = f"SELECT ?source ?g {{ GRAPH <{CATALOGUE}> {{ ?source <{DCTERMS}isVersionOf> ?g }} }}"
    return {
        source.value: graph.value
        for source, graph in _rows(endpoint, query)
        if isinstance(source, NamedNode) and isinstance(graph, NamedNode) and source.value.startswith(STAGING)
    }


def numbers_of(endpoint: Endpoint, query: str) -> dict[str, tuple[int, ...]]:
    """Ask for whole numbers by graph: a row has the graph's name first."""
    found: dict[str, tuple[int, ...]] = {}
    for graph, *values in _rows(endpoint, query):
        if isinstance(graph, NamedNode):  # an empty group has no name
            found[graph.value] = tuple(_whole(value) for value in values)
    return found


def chunks(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """Divide names into lists of at most so many."""
    rest = iter(names)
    while part := list(islice(rest, size)):
        yield part


def _all_counted(endpoint: Endpoint) -> Iterator[tuple[str, int]]:
    last = ""
    while True:
        counts = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        query = f'SELECT ?g ?n {{ {{ {counts} }} FILTER(STR(?g) > "{last}") }} ORDER BY STR(?g) LIMIT {_MOST_ROWS}'
        found = numbers_of(endpoint, query)
        yield from ((name, number) for name, (number,) in found.items())
        if len(found) < _MOST_ROWS:
            return
        last = list(found)[-1]


def _digests(endpoint: Endpoint, graphs: Sequence[str]) -> dict[str, str]:
    told: dict[str, set[str]] = {}
    for names in chunks(graphs, _MOST_NAMES):
        query = f"SELECT ?g ?digest {{ {_values(names)} GRAPH <{CATALOGUE}> {{ ?g <{SCHEMA}sha256> ?digest }} }}"
        for graph, digest in _rows(endpoint, query):
            if isinstance(graph, NamedNode) and isinstance(digest, Literal):
                told.setdefault(graph.value, set()).add(digest.value)
    return {graph: digests.pop() for graph, digests in told.items() if len(digests) == 1}  # two of them say nothing


def _values(names: Sequence[str]) -> str:
    return f"VALUES ?g {{ {' '.join(f'<{name}>' for name in names)} }}"


def _rows(endpoint: Endpoint, query: str) -> QuerySolutions:
    answer = endpoint.query(query)
    assert isinstance(answer, QuerySolutions)  # noqa: S101  of a SELECT
    return answer


def _whole(value: object) -> int:
    try:
        return int(float(value.value)) if isinstance(value, Literal) else 0
    except ValueError:
        raise ServiceError(f"{value}: a number was asked for. Is it a SPARQL 1.1 service?") from None
