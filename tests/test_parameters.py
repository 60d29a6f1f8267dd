"""Parameters: typed, serialised, and never a part of the query."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, Store

from lfckg.answers import Solutions, run_query
from lfckg.datasets import open_store
from lfckg.errors import NotFoundError, QueryError
from lfckg.namespaces import ENTITY, LFC, RDF, SKOS, XSD
from lfckg.parameters import Parameter, bind, complete_values, find_parameters
from lfckg.queries import Query, find_query, list_queries
from lfckg.terminal import harmless
from lfckg.workspace import find_workspace
from support import ROOT, lfckg

TEXT = """#+ summary: A test
#+ param word: A word.
#+ param day: A day.
#+ param number: A number.
#+ param thing: A thing.
#+ param label: A label.
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX ex: <http://example.org/>
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
    "a\\\x07b",
    "\\\\\x07u0022",
    "a\nb\tc\r",
    "\x00\x7f",
    "$1 \\1 \\g<0>",
    "é👩‍👩‍👧\u202e",
    "",
    "''' } #",
    '"""\n} #',
    "UNDEF",
    "<http://e/> }",
    "?words",
    "#+ param x: y",
    "\n#+ param x: y\nVALUES ?word { 1 }",
    "a } VALUES ?word { 2",
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
    assert answer(bind(bound, {"number": "3"}))["word"] == Literal(value)
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
        (
            "# c\n#+ param x: X\n#+ type x: iri\nSELECT * {\nVALUES ?x { 1 }\n}",
            r"broken:3: .* another type \(integer\)",
        ),
        ("#+ param x: X\n#+ type x: xsd:date\nSELECT * {\nVALUES ?x { :a }\n}", r"of another type \(entity\)"),
        ('#+ param x: X\n#+ type x: xsd:string\nSELECT * {\nVALUES ?x { "a"@en }\n}', r"of another type \(text\)"),
        ("#+ param x: X\nSELECT * {\nVALUES ?x { 1 }\nBIND ('''a''' AS ?y) }", "no texts in three quotes"),
        ('#+ param x: X\nSELECT * {\nBIND ("""\nVALUES ?x { 1 }\n""" AS ?y) }', "no texts in three quotes"),
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
    assert "It takes :jurgen-klopp (Jürgen Klopp)." in run.err
    assert "may be one of several" in lfckg("query", "evidence", "-p", "entity=premier league").err


ROVERS = """#+ summary: Trophies of a club, won by somebody
#+ param club: Whose trophies.
#+ values club: SELECT ?value ?label WHERE { ?value a lfc:Club ; skos:prefLabel ?label } ORDER BY ?label
#+ param since: From which day on.
#+ type since: xsd:date
#+ param status: Of which status.
#+ values status: SELECT ?value ?label WHERE {
#+   VALUES ?value { lfc:Stated lfc:Implied } ?value rdfs:label ?label } ORDER BY ?label
#+ param words: Which words.
#+ values words: SELECT DISTINCT ?value WHERE { ?mention a lfc:Mention ; lfc:words ?value } ORDER BY ?value
#+ param rank: Which place.
#+ values rank: SELECT ?value ?label { VALUES (?value ?label) { (1 "first") (2 "second") } }
#+ param name: Any text.
#+ type name: xsd:string
SELECT ?club ?since ?status ?words ?rank ?name WHERE {
  VALUES ?club { UNDEF }
  VALUES ?since { UNDEF }
  VALUES ?status { lfc:Stated }
  VALUES ?words { "the German" }
  VALUES ?rank { undef }
  VALUES ?name { UNDEF }
}
"""
OPEN = Query("rovers", ROVERS)
GIVEN = {"club": ":liverpool-fc", "since": "2020-01-01", "rank": "2", "name": "x"}
DATE = NamedNode(f"{XSD}date")


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(find_workspace(ROOT))


def test_parameters_without_default_take_the_type_that_the_header_tells(store: Store) -> None:
    assert OPEN.wants_values
    assert not QUERY.wants_values
    assert [(parameter.default, parameter.type) for parameter in find_parameters(OPEN)] == [
        (None, ""),
        (None, "xsd:date"),
        (NamedNode(f"{LFC}Stated"), "iri"),
        (Literal("the German"), "text"),
        (None, ""),
        (None, "text"),
    ]
    assert answer(bind(OPEN, GIVEN, store)) == {
        "club": NamedNode(f"{ENTITY}liverpool-fc"),
        "since": Literal("2020-01-01", datatype=DATE),
        "status": NamedNode(f"{LFC}Stated"),
        "words": Literal("the German"),
        "rank": Literal(2),
        "name": Literal("x"),
    }


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        (
            "club",
            r"club has no default\. Whose trophies\. Give it: --param club=:liverpool-fc\. It takes :liverpool-fc \(",
        ),
        ("since", r"since has no default\. .* --param since=VALUE \(xsd:date\)\.$"),
        ("rank", r"rank has no .* --param rank=1 \(integer\)\. It takes 1 \(first\); 2 \(second\)\.$"),
        ("name", r"name has no .* --param name=VALUE \(text\)\.$"),
    ],
)
def test_a_parameter_without_default_must_be_given(store: Store, missing: str, message: str) -> None:
    given = {name: value for name, value in GIVEN.items() if name != missing}
    with pytest.raises(QueryError, match=f"^rovers: the parameter {message}"):
        bind(OPEN, given, store)
    with pytest.raises(QueryError, match=f"the parameter {missing} has no default"):
        bind(OPEN, given)


@pytest.mark.parametrize(
    ("name", "value", "term"),
    [
        ("club", "liverpool-fc", f"<{ENTITY}liverpool-fc>"),
        ("club", "LIVERPOOL FC", f"<{ENTITY}liverpool-fc>"),
        ("club", "liverpool", f"<{ENTITY}liverpool-fc>"),
        ("club", "Reds", f"<{ENTITY}liverpool-fc>"),
        ("club", f"<{ENTITY}liverpool-fc>", f"<{ENTITY}liverpool-fc>"),
        ("status", "implied", f"<{LFC}Implied>"),
        ("status", "lfc:Implied", f"<{LFC}Implied>"),
        ("status", "Implied", f"<{LFC}Implied>"),
        ("words", "Reds boss", '"Reds boss"'),
        ("rank", "second", str(Literal(2))),
        ("rank", "2", str(Literal(2))),
    ],
)
def test_values_are_found_among_those_that_a_parameter_takes(store: Store, name: str, value: str, term: str) -> None:
    assert str(answer(bind(OPEN, GIVEN | {name: value}, store))[name]) == term


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("club", "Liverpol FC", r"'Liverpol FC' is none of its values; did you mean :liverpool-fc \(Liverpool FC\)\?"),
        (
            "club",
            "drew-crisp",
            r"Drew Crisp \(person\) is none of its values\. It takes :liverpool-fc \(Liverpool FC\)\.$",
        ),
        ("club", "premier league", r"'premier league' may be one of several: .* It takes :liverpool-fc"),
        ("club", "", r"parameter club: .* It takes :liverpool-fc"),
        ("status", "opinion", r"It takes lfc:Implied \(implied\); lfc:Stated \(stated\)\.$"),
        ("status", "implyed", r"did you mean lfc:Implied \(implied\)\?"),
        ("words", "THE GERMAN", "did you mean the German\\? It takes Amazon Original; CEO; "),
        ("words", "xyz", r"; and 1\d more, which `lfckg query rovers --help` shows\.$"),
        ("rank", "3", r"'3' is none of its values\. It takes 1 \(first\); 2 \(second\)\.$"),
        ("rank", "secnod", r"did you mean 2 \(second\)\?"),
        ("since", "soon", r"parameter since: .* has the wrong form\.$"),
        ("ranks", "1", r"has no parameter ranks; did you mean rank\? It has club, since, status, words, rank, name\.$"),
    ],
)
def test_values_that_a_parameter_does_not_take_are_told(store: Store, name: str, value: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        bind(OPEN, GIVEN | {name: value}, store)


@pytest.mark.parametrize("value", NASTY)
def test_no_text_becomes_a_part_of_a_query_with_choices(store: Store, value: str) -> None:
    for name in ("club", "words", "rank", "since", "status"):
        with pytest.raises((QueryError, NotFoundError)):
            bind(OPEN, GIVEN | {name: value}, store)
    bound = bind(OPEN, GIVEN | {"name": value}, store)
    assert answer(bound)["name"] == Literal(value)
    assert len(bound.text.splitlines()) == len(ROVERS.splitlines())


@pytest.mark.parametrize("value", [text for text in NASTY if text])
def test_a_nasty_value_of_the_data_is_found_and_stays_one_term(value: str) -> None:
    """What the data holds may be as nasty as what a user writes."""
    store = Store()
    node = NamedNode("http://e/m")
    store.add(Quad(node, NamedNode(f"{RDF}type"), NamedNode(f"{LFC}Mention")))
    store.add(Quad(node, NamedNode(f"{LFC}words"), Literal(value)))
    bound = bind(
        OPEN, {"club": ":x", "since": "2020-01-01", "rank": "1", "name": "y", "words": value}, _with_club(store)
    )
    assert answer(bound)["words"] == Literal(value)
    with pytest.raises(QueryError) as caught:
        bind(OPEN, GIVEN | {"club": ":x", "words": "not there"}, store)
    assert harmless(str(caught.value)) == str(caught.value)


def _with_club(store: Store) -> Store:
    club = NamedNode(f"{ENTITY}x")
    store.add(Quad(club, NamedNode(f"{RDF}type"), NamedNode(f"{LFC}Club")))
    store.add(Quad(club, NamedNode(f"{SKOS}prefLabel"), Literal("X")))
    return store


def test_a_default_that_the_data_lacks_is_taken(small: Path) -> None:
    store = open_store(find_workspace(small))
    query = find_query("trophies", ROOT / "queries")
    for values in ({}, {"manager": ":jurgen-klopp"}):
        rows = run_query(store, bind(query, values, store))
        assert isinstance(rows, Solutions)
        assert rows.rows == ()
    with pytest.raises(QueryError, match=r"'Klopp'.*It takes :ines-okafor \(Ines Okafor\)"):
        bind(query, {"manager": "Klopp"}, store)


def test_only_the_first_are_taken_where_the_values_query_ends_there(store: Store) -> None:
    header = "#+ param of: Whose.\n#+ values of: SELECT ?v { ?v a lfc:Person } ORDER BY ?v LIMIT 1\n"
    query = Query("first", f"{header}ASK {{\nVALUES ?of {{ UNDEF }}\n?of ?p ?o }}")
    bind(query, {"of": "drew-crisp"}, store)
    with pytest.raises(QueryError, match="is none of its values"):
        bind(query, {"of": "julian-bird"}, store)


def test_where_the_data_has_no_values_whatever_fits_the_type_is_taken() -> None:
    bound = bind(OPEN, GIVEN | {"words": "anything", "status": "lfc:Opinion", "rank": "1"}, Store())
    assert answer(bound)["words"] == Literal("anything")
    assert answer(bound)["club"] == NamedNode(f"{ENTITY}liverpool-fc")
    assert answer(bind(OPEN, GIVEN | {"club": "Liverpool"}, Store()))["club"] == Literal("Liverpool")


def test_values_are_completed(store: Store) -> None:
    assert complete_values(OPEN, "club", "", store) == [("liverpool-fc", "Liverpool FC")]
    assert complete_values(OPEN, "club", ":liv", store) == [(":liverpool-fc", "Liverpool FC")]
    assert complete_values(OPEN, "club", "LIVERP", store) == [("liverpool-fc", "Liverpool FC")]
    assert complete_values(OPEN, "club", "x", store) == []
    assert complete_values(OPEN, "status", "lfc:", store) == [("lfc:Implied", "implied"), ("lfc:Stated", "stated")]
    assert complete_values(OPEN, "status", "st", store) == [("lfc:Stated", "stated")]
    assert complete_values(OPEN, "words", "the", store) == [("the German", "")]
    assert complete_values(OPEN, "since", "", store) == complete_values(OPEN, "none", "", store) == []
    for name in ("club", "status", "words", "rank"):
        for written, _ in complete_values(OPEN, name, "", store):
            bind(OPEN, GIVEN | {name: written}, store)


def test_a_query_whose_values_end_in_values_is_asked_whole(store: Store) -> None:
    text = "#+ param x: X.\n#+ values x: SELECT ?v { ?v a ?c } VALUES ?c { lfc:Club }\nASK {\n  VALUES ?x { UNDEF }\n}"
    assert f"<{ENTITY}liverpool-fc>" in bind(Query("x", text), {"x": "liverpool-fc"}, store).text
    with pytest.raises(QueryError, match="It takes :liverpool-fc"):
        bind(Query("x", text), {"x": "drew-crisp"}, store)
