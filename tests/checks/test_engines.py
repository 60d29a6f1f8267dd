"""Check 23: each stored query gives the same rows in every engine, whatever store the graph is in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal

import pyoxigraph
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from checks import stores
from checks.graphs import flat, n_triples, quads
from checks.processes import run_jena
from lfckg.answers import Graph, Solutions, run_query
from lfckg.namespaces import XSD
from lfckg.queries import Query, list_queries
from support import ROOT

QUERIES = list_queries(ROOT / "queries")
# Two more, of a kind that no stored query is of.
QUERIES += [
    Query("ask", "ASK { <https://w3id.org/lfckg/id/liverpool-fc> a <https://w3id.org/lfckg/ontology#Club> }"),
    Query("ask-nothing", "ASK { <https://w3id.org/lfckg/id/liverpool-fc> a <https://w3id.org/lfckg/ontology#Person> }"),
]
RESULTS_JSON, N_TRIPLES = "application/sparql-results+json", "application/n-triples"
NUMBERS = {
    XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "decimal", "double", "float")
}
Value = tuple[str, ...] | None
Answer = list[tuple[Value, ...]] | set[str] | bool
Engine = Callable[[Query], Answer]


def is_graph(query: Query) -> bool:
    """Tell whether a query constructs or describes."""
    return prepareQuery(query.text).algebra.name in {"ConstructQuery", "DescribeQuery"}


# Values are compared, not their forms: stores write 01 as 1 and @en-GB as @en-gb. All else must agree. A query that
# computes a truth in SELECT fails, since Virtuoso makes an integer of it.
def value(term: dict[str, str] | None) -> Value:
    """Give a term of a SPARQL JSON result in one form."""
    if term is None:
        return None
    if term["type"] == "uri":
        return ("iri", term["value"])
    assert term["type"] in {"literal", "typed-literal"}, term
    if "xml:lang" in term:
        return ("text", term["value"], term["xml:lang"].lower())
    datatype = term.get("datatype", f"{XSD}string")
    if datatype in NUMBERS:
        return ("number", str(Decimal(term["value"]).normalize()))
    return ("literal", term["value"], datatype)


def answer(data: str | bytes) -> Answer:
    """Read a SPARQL JSON result: rows in their order, or a truth."""
    document = json.loads(data)
    if "boolean" in document:
        return bool(document["boolean"])
    names = document["head"]["vars"]
    rows = [tuple(value(row.get(name)) for name in names) for row in document["results"]["bindings"]]
    if names == ["__ASK_RETVAL"]:  # Virtuoso's way to answer an ASK
        return rows == [(("number", "1"),)]
    return rows


def triples(data: str | bytes) -> set[str]:
    """Read N-Triples: each triple in one form."""
    return {str(quad.triple) for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES)}


def in_oxigraph(store: pyoxigraph.Store) -> Engine:
    def ask(query: Query) -> Answer:
        given = run_query(store, query)
        if isinstance(given, Graph):
            return {str(triple) for triple in given.triples}
        if not isinstance(given, Solutions):
            return given.value
        return [tuple(None if term is None else value(oxigraph_term(term)) for term in row) for row in given.rows]

    return ask


def oxigraph_term(term: object) -> dict[str, str]:
    if isinstance(term, pyoxigraph.NamedNode):
        return {"type": "uri", "value": term.value}
    assert isinstance(term, pyoxigraph.Literal)
    language = {"xml:lang": term.language} if term.language else {}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value} | language


def in_rdflib(graph: rdflib.Graph) -> Engine:
    def ask(query: Query) -> Answer:
        result = graph.query(query.text)
        if result.graph is not None:
            return triples(result.graph.serialize(format="nt"))
        return answer(result.serialize(format="json") or b"")

    return ask


def at(endpoint: stores.Endpoint) -> Engine:
    def ask(query: Query) -> Answer:
        if is_graph(query):
            return triples(endpoint.query(query.text, N_TRIPLES))
        return answer(endpoint.query(query.text, RESULTS_JSON))

    return ask


@pytest.fixture(scope="module")
def reference() -> Engine:
    """What `lfckg query` does: named graphs, and their merged set as default graph."""
    store = pyoxigraph.Store()
    store.extend(quads())
    for triple in flat():
        store.add(pyoxigraph.Quad(triple.subject, triple.predicate, triple.object))
    return in_oxigraph(store)


@pytest.fixture(scope="module")
def flat_oxigraph() -> Engine:
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.Quad(triple.subject, triple.predicate, triple.object) for triple in flat())
    return in_oxigraph(store)


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
    with stores.oxigraph(tmp_path_factory.mktemp("oxigraph"), n_triples().encode()) as endpoint:
        yield at(endpoint)


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with stores.virtuoso(tmp_path_factory.mktemp("virtuoso"), n_triples().encode()) as endpoint:
        yield at(endpoint)


ENGINES = ["flat_oxigraph", "flat_rdflib", "reversed_rdflib", "named_rdflib", "jena", "oxigraph_server", "virtuoso"]


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


def test_23_order_and_number_of_rows_are_compared() -> None:
    def table(*cells: str) -> str:
        rows = [{"x": {"type": "literal", "value": cell}} for cell in cells]
        return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}})

    assert answer(table("a", "b")) != answer(table("b", "a"))
    assert answer(table("a", "a")) != answer(table("a"))
