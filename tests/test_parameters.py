"""Parameters: typed, serialised, and never a part of the query."""

from __future__ import annotations

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode

from lfckg.answers import Solutions, run_query
from lfckg.builder import open_store
from lfckg.errors import QueryError
from lfckg.namespaces import ENTITY, LFC, XSD
from lfckg.parameters import Parameter, bind, find_parameters
from lfckg.queries import Query, find_query, list_queries
from lfckg.workspace import find_workspace
from support import ROOT, lfckg

TEXT = """#+ summary: A test
#+ param word: A word.
#+ param day: A day.
#+ param number: A number.
#+ param thing: A thing.
#+ param label: A label.
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX ex: <http://example.org/>
SELECT ?word ?day ?number ?thing ?label WHERE {
  VALUES ?word { "a" }
  VALUES ?day { "2019-06-01"^^xsd:date }
  VALUES ?number { 16 }
  VALUES ?thing { ex:one }
  values ?label { "Premier League"@en }
}
"""
QUERY = Query("test", TEXT)
NASTY = [
    'a"b',
    "a'b",
    "} UNION { ?s ?p ?o",
    '" } #',
    "\\",
    '\\" }',
    "\\u0022 } #",
    "\\\\u0022 } #",
    "\\U00000022 }",
    "a\nb\tc\r",
    "\x00\x7f",
    "$1 \\1 \\g<0>",
    "é👩‍👩‍👧\u202e",
    "",
]


def answer(query: Query) -> dict[str, object]:
    store = open_store(find_workspace(ROOT))
    rows = run_query(store, query)
    assert isinstance(rows, Solutions)
    (row,) = rows.rows
    return dict(zip(rows.variables, row, strict=True))


def test_defaults_are_found_with_their_types() -> None:
    found = {parameter.name: parameter for parameter in find_parameters(QUERY)}
    assert list(found) == ["word", "day", "number", "thing", "label"]
    assert found["day"] == Parameter("day", "A day.", Literal("2019-06-01", datatype=NamedNode(f"{XSD}date")))
    assert found["thing"].default == NamedNode("http://example.org/one")
    assert found["label"].default == Literal("Premier League", language="en")


def test_values_take_the_type_of_the_default() -> None:
    values = {"word": "b", "day": "2020-02-29", "number": "7", "thing": "two", "label": "Cup"}
    assert answer(bind(QUERY, values)) == {
        "word": Literal("b"),
        "day": Literal("2020-02-29", datatype=NamedNode(f"{XSD}date")),
        "number": Literal(7),
        "thing": NamedNode("http://example.org/two"),
        "label": Literal("Cup", language="en"),
    }


@pytest.mark.parametrize(
    ("value", "iri"),
    [
        ("two", "http://example.org/two"),
        (":jurgen-klopp", f"{ENTITY}jurgen-klopp"),
        ("lfc:Club", f"{LFC}Club"),
        ("http://other.org/x", "http://other.org/x"),
        ("<http://other.org/x>", "http://other.org/x"),
        ("urn:isbn:1", "urn:isbn:1"),
    ],
)
def test_iris_are_written_in_several_ways(value: str, iri: str) -> None:
    assert answer(bind(QUERY, {"thing": value}))["thing"] == NamedNode(iri)


@pytest.mark.parametrize("value", NASTY)
def test_no_text_becomes_a_part_of_the_query(value: str) -> None:
    bound = bind(QUERY, {"word": value, "label": value})
    found = answer(bound)
    assert (found["word"], found["label"]) == (Literal(value), Literal(value, language="en"))
    (row,) = rdflib.Graph().query(bound.text)  # an engine that expands \u before it reads
    assert isinstance(row, rdflib.query.ResultRow)
    assert str(row.word) == value
    assert len(bound.text.splitlines()) == len(TEXT.splitlines())


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("day", "yesterday", r"parameter day: .* has the wrong form\. Write it as in day=2019-06-01 \(xsd:date\)"),
        ("day", "2019-02-30", "there is no such day"),
        ("day", '2019-06-01" }', "has the wrong form"),
        ("number", "16 17", "has the wrong form"),
        ("number", "1e3", "has the wrong form"),
        ("thing", "a b", r"is no IRI and no name\. Write it as in thing="),
        ("thing", "http://x.org/a> } #", "is no IRI"),
        ("thing", "", "is no IRI"),
        ("dya", "2019-06-01", r"has no parameter dya; did you mean day\?"),
        ("completely-else", "1", "has no parameter completely-else. It has word, day, number, thing, label"),
    ],
)
def test_wrong_values_and_names_are_told(name: str, value: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        bind(QUERY, {name: value})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#+ param x: X\nSELECT * {}", "no line for it"),
        ("#+ param x: X\nSELECT * {\nVALUES ?x { 1 }\nVALUES ?x { 2 }\n}", "more than one line"),
        ("#+ param x: X\nSELECT * {\nVALUES ?x { 1 2 }\n}", "is not one IRI or literal"),
        ("#+ param x: X\nSELECT * {\nVALUES ?x { 1 }  VALUES ?y { 2 }\n}", "no line for it"),
        ("#+ param x: X\nSELECT * {\nVALUES ?x { UNDEF }\n}", "broken:1: .* no default, and nothing tells its type"),
        ("#+ param x: X\nSELECT * {\nVALUES ?x { no:prefix }\n}", "is not one IRI or literal"),
    ],
)
def test_broken_headers_are_told(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        find_parameters(Query("broken", text))


@pytest.mark.parametrize("query", list_queries(ROOT / "queries"), ids=lambda query: query.name)
def test_stored_queries_name_their_parameters_and_run_with_any_value(query: Query) -> None:
    for parameter in find_parameters(query):
        assert parameter.description.endswith("."), parameter
        assert parameter.default is not None
        assert bind(query, {parameter.name: parameter.default.value}).text == query.text or parameter.description
        run_query(open_store(find_workspace(ROOT)), bind(query, {parameter.name: parameter.default.value}))


@pytest.mark.parametrize(("day", "rows"), [("2015-10-07", 0), ("2015-10-08", 1), ("2024-12-31", 1)])
def test_who_was_manager_on_a_day(day: str, rows: int) -> None:
    bound = bind(find_query("manager-on-day", ROOT / "queries"), {"day": day})
    found = run_query(open_store(find_workspace(ROOT)), bound)
    assert isinstance(found, Solutions)
    assert len(found.rows) == rows


def test_parameters_on_the_command_line() -> None:
    run = lfckg("query", "manager-on-day", "--param", "day=2015-10-07", "--format", "csv")
    assert (run.code, run.out) == (0, "manager,since\r\n")
    run = lfckg("query", "manager-on-day", "-p", "day=soon")
    assert (run.code, run.err.count("\n")) == (1, 1)
    assert "Write it as in day=2019-06-01" in run.err
    assert lfckg("query", "manager-on-day", "-p", "day").code == 2
    assert lfckg("query", "manager-on-day", "-p", "day=2019-06-01", "-p", "day=2020-06-01").code == 2
    assert lfckg("query", "--list", "zzz").code == 1


def test_entities_are_named_as_in_show() -> None:
    expected = lfckg("query", "trophies").out
    for name in ("Jürgen Klopp", "Ju\u0308rgen Klopp", "the german", ":jurgen-klopp"):
        assert lfckg("query", "trophies", "-p", f"manager={name}").out == expected
    run = lfckg("query", "trophies", "-p", "manager=nobody")
    assert (run.code, run.out) == (1, "")
    assert "'nobody': nothing in the graph is called so" in run.err
    assert "may be one of several" in lfckg("query", "evidence", "-p", "entity=premier league").err
