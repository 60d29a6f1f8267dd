"""Check 23: each stored query gives the same rows in every engine, whatever store the graph is in."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterator

import pyoxigraph
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

import servers
from checks.answers import Answer, Engine, answer, in_source, triples, value
from checks.graphs import flat, n_triples, quads
from checks.processes import run_jena
from lfckg.namespaces import XSD
from lfckg.queries import Query, list_queries
from lfckg.sources import RawAnswer
from lfckg.store import store_quads
from servers import Server, put_graph, send
from support import ROOT

QUERIES = list_queries(ROOT / "queries")
# Two more, of a kind that no stored query is of.
QUERIES += [
    Query("ask", "ASK { <https://w3id.org/lfckg/id/liverpool-fc> a <https://w3id.org/lfckg/ontology#Club> }"),
    Query("ask-nothing", "ASK { <https://w3id.org/lfckg/id/liverpool-fc> a <https://w3id.org/lfckg/ontology#Person> }"),
]
GRAPH = "http://example.org/flat"  # in stores whose default graph is all graphs together
RESULTS_JSON, N_TRIPLES = "application/sparql-results+json", "application/n-triples"


def is_graph(query: Query) -> bool:
    """Tell whether a query constructs or describes."""
    return prepareQuery(query.text).algebra.name in {"ConstructQuery", "DescribeQuery"}


def in_rdflib(graph: rdflib.Graph) -> Engine:
    def ask(query: Query) -> Answer:
        result = graph.query(query.text)
        if result.graph is not None:
            return triples(result.graph.serialize(format="nt"))
        return answer(result.serialize(format="json") or b"")

    return ask


def at(server: Server, graph: str | None) -> Engine:
    def ask(query: Query) -> Answer:
        form = {"query": query.text} | ({"default-graph-uri": graph} if graph else {})
        media, read = (N_TRIPLES, triples) if is_graph(query) else (RESULTS_JSON, answer)
        return read(send(server.query, "POST", urllib.parse.urlencode(form).encode(), accept=media))

    return ask


class Doubled:
    """A store with all its graphs together as default graph: named ones, and the merged set of them once more."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self.store = store

    def query(self, query: str, /, *, prefixes: dict[str, str] | None = None) -> RawAnswer:
        return self.store.query(query, prefixes=prefixes, use_default_graph_as_union=True)


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    """What `lfckg query` asks: named graphs, and their merged set as default graph."""
    return store_quads(quads())


@pytest.fixture(scope="module")
def reference(store: pyoxigraph.Store) -> Engine:
    return in_source(store)


@pytest.fixture(scope="module")
def doubled_oxigraph(store: pyoxigraph.Store) -> Engine:
    return in_source(Doubled(store))


@pytest.fixture(scope="module")
def flat_oxigraph() -> Engine:
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.Quad(triple.subject, triple.predicate, triple.object) for triple in flat())
    return in_source(store)


@pytest.fixture(scope="module")
def flat_rdflib() -> Engine:
    return in_rdflib(rdflib.Graph(bind_namespaces="none").parse(data=n_triples(), format="nt"))


@pytest.fixture(scope="module")
def reversed_rdflib() -> Engine:
    """Get ties the other way round, where an ORDER BY leaves any."""
    graph = rdflib.Graph(bind_namespaces="none")
    for line in reversed(n_triples().splitlines()):
        graph.parse(data=line, format="nt")
    return in_rdflib(graph)


@pytest.fixture(scope="module")
def named_rdflib() -> Engine:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data="".join(f"{quad} .\n" for quad in quads()), format="nquads")
    return in_rdflib(dataset)


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    data = tmp_path_factory.mktemp("jena") / "flat.nt"
    data.write_text(n_triples(), "utf-8")
    answers = run_jena({"data": str(data), "queries": {query.name: query.text for query in QUERIES}})
    return lambda query: (triples if is_graph(query) else answer)(answers[query.name])


@pytest.fixture(scope="module")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        put_graph(server, n_triples().encode(), None)
        yield at(server, None)


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        put_graph(server, n_triples().encode(), GRAPH)
        yield at(server, GRAPH)


ENGINES = [
    "doubled_oxigraph",
    "flat_oxigraph",
    "flat_rdflib",
    "reversed_rdflib",
    "named_rdflib",
    "jena",
    "oxigraph_server",
    "virtuoso",
]


# What asks about named graphs is asked where there are some.
CASES = [
    (engine, query) for engine in ENGINES for query in QUERIES if not query.names_graphs or engine == "named_rdflib"
]


@pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning")  # rdflib's own call
@pytest.mark.parametrize(("engine", "query"), CASES, ids=[f"{engine}-{query.name}" for engine, query in CASES])
def test_23_each_engine_gives_the_same_rows(
    request: pytest.FixtureRequest, reference: Engine, engine: str, query: Query
) -> None:
    theirs: Engine = request.getfixturevalue(engine)
    assert theirs(query) == reference(query)


def test_23_stored_queries_find_something(reference: Engine) -> None:
    assert {query.name for query in QUERIES if not reference(query)} == {"ask-nothing"}


def test_23_rows_come_in_an_order(reference: Engine) -> None:
    for query in QUERIES:
        rows = reference(query)
        if isinstance(rows, list):
            assert "ORDER BY" in query.text, query.name


# The comparison passes over forms and nothing else.
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            {"type": "literal", "value": "01", "datatype": f"{XSD}integer"},
            {"type": "typed-literal", "value": "1", "datatype": f"{XSD}int"},
            True,
        ),
        (
            {"type": "literal", "value": "a", "xml:lang": "en-GB"},
            {"type": "literal", "value": "a", "xml:lang": "en-gb"},
            True,
        ),
        ({"type": "literal", "value": "a"}, {"type": "literal", "value": "a", "datatype": f"{XSD}string"}, True),
        ({"type": "literal", "value": "a"}, {"type": "literal", "value": "a", "xml:lang": "en"}, False),
        (
            {"type": "literal", "value": "a", "xml:lang": "de"},
            {"type": "literal", "value": "a", "xml:lang": "en"},
            False,
        ),
        ({"type": "literal", "value": "1"}, {"type": "literal", "value": "1", "datatype": f"{XSD}integer"}, False),
        ({"type": "literal", "value": "http://e/"}, {"type": "uri", "value": "http://e/"}, False),
        (
            {"type": "literal", "value": "2015", "datatype": f"{XSD}gYear"},
            {"type": "literal", "value": "2015", "datatype": f"{XSD}date"},
            False,
        ),
    ],
)
def test_23_values_are_compared(one: dict[str, str], other: dict[str, str], same: bool) -> None:
    assert (value(one) == value(other)) is same


def test_23_an_order_that_is_not_total_is_found(flat_rdflib: Engine, reversed_rdflib: Engine) -> None:
    text = "PREFIX lfc: <https://w3id.org/lfckg/ontology#> SELECT ?x ?class { ?x a ?class ; lfc:club ?y } ORDER BY "
    loose, total = (Query("order", text + names) for names in ("?class", "?class ?x"))
    assert flat_rdflib(loose) != reversed_rdflib(loose)
    assert flat_rdflib(total) == reversed_rdflib(total)


def test_23_a_computed_truth_is_found(reference: Engine, virtuoso: Engine) -> None:
    query = Query("truth", "SELECT (BOUND(?x) AS ?truth) { <https://w3id.org/lfckg/id/liverpool-fc> ?p ?x } LIMIT 1")
    assert virtuoso(query) != reference(query)


def test_23_a_triple_that_counts_twice_is_found(reference: Engine, doubled_oxigraph: Engine) -> None:
    query = Query("counts", "SELECT (COUNT(?x) AS ?clubs) { ?x a <https://w3id.org/lfckg/ontology#Club> }")
    assert doubled_oxigraph(query) != reference(query)


def test_23_order_and_number_of_rows_are_compared() -> None:
    def table(*cells: str) -> str:
        rows = [{"x": {"type": "literal", "value": cell}} for cell in cells]
        return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}})

    assert answer(table("a", "b")) != answer(table("b", "a"))
    assert answer(table("a", "a")) != answer(table("a"))
