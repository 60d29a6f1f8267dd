"""Descriptions: all that a user needs to ask a stored query, and nothing that a terminal obeys."""

from __future__ import annotations

import shlex

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from lfckg.datasets import open_store
from lfckg.descriptions import Description, ParameterDescription, check_query, describe_query, render_description
from lfckg.errors import QueryError
from lfckg.namespaces import ENTITY, LFC, RDF, SKOS
from lfckg.queries import Query, find_query, list_queries
from lfckg.workspace import find_workspace
from support import ROOT, lfckg

QUERIES = list_queries(ROOT / "queries")
CLUBS = """#+ summary: Clubs
#+ param club: Which club.
#+ values club: SELECT ?value ?label WHERE { ?value a lfc:Club ; skos:prefLabel ?label } ORDER BY ?label
#+ param day: Which day.
#+ type day: xsd:date
SELECT ?club ?day WHERE {
  VALUES ?club { UNDEF }
  VALUES ?day { UNDEF }
}
"""


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(find_workspace(ROOT))


def clubs(count: int, label: str = "Club") -> Store:
    """Give a graph of so many clubs."""
    store = Store()
    for number in range(count):
        club = NamedNode(f"{ENTITY}club-{number:03}")
        store.add(Quad(club, NamedNode(f"{RDF}type"), NamedNode(f"{LFC}Club")))
        store.add(Quad(club, NamedNode(f"{SKOS}prefLabel"), Literal(f"{label} {number:03}")))
    return store


def test_a_query_is_described(store: Store) -> None:
    found = describe_query(find_query("manager-on-day", ROOT / "queries"), store)
    club = ":liverpool-fc (Liverpool FC)"
    assert found == Description(
        "manager-on-day",
        "Who was manager of a club on a given day",
        found.description,
        ("managers", "clubs", "times"),
        (
            ParameterDescription("day", "The day.", "xsd:date", "2019-06-01", (), 0),
            ParameterDescription("club", "The club.", "entity", club, (club,), 0),
        ),
        (
            ("manager", "Who was manager on that day."),
            ("since", "The date of the appointment."),
            ("claim", "The claim that tells this date."),
        ),
        "lfckg query manager-on-day --param day=2019-06-01 --param club=:liverpool-fc",
    )
    assert found.description.startswith("Whose tenure had begun")


def test_a_description_is_shown_in_lines(store: Store) -> None:
    lines = render_description(describe_query(find_query("trophies", ROOT / "queries"), store))
    assert "\n".join(lines) == (
        "trophies: Trophies won under a manager, each with its words\n"
        "\n"
        "The honours that were won while somebody was manager, in the order in which the\n"
        "article lists them, and the words that say so.\n"
        "\n"
        "Parameters:\n"
        "  manager  entity, default :jurgen-klopp (Jürgen Klopp)\n"
        "           Under whom they were won.\n"
        "           Takes :jurgen-klopp (Jürgen Klopp)\n"
        "\n"
        "Columns:\n"
        "  trophy  The honour that was won.\n"
        "  words   The words that say so.\n"
        "  claim   The claim that tells which honour.\n"
        "\n"
        "Tags: trophies, managers\n"
        "\n"
        "Example:\n"
        "  lfckg query trophies --param manager=:jurgen-klopp"
    )


def test_many_values_are_counted_and_what_must_be_given_is_told() -> None:
    found = describe_query(Query("clubs", CLUBS), clubs(50), most=3)
    club, day = found.parameters
    assert (club.type, club.default, club.more) == ("entity", None, 47)
    assert club.values == (":club-000 (Club 000)", ":club-001 (Club 001)", ":club-002 (Club 002)")
    assert (day.type, day.default, day.values) == ("xsd:date", None, ())
    assert found.example == "lfckg query clubs --param club=:club-000 --param day=VALUE"
    lines = render_description(found)
    assert "  club  entity, must be given" in lines
    assert "(Club 002); and 47 more day xsd:date, must be given" in " ".join(" ".join(lines).split())
    assert lines[-1] == f"  {found.example}"


def test_without_data_and_header_the_query_itself_is_described() -> None:
    assert describe_query(Query("clubs", CLUBS)).parameters[0].values == ()
    own = describe_query(Query("own dir/it's.rq", "SELECT ?a ?b {}"))
    assert (own.title, own.parameters, own.columns) == ("", (), (("a", ""), ("b", "")))
    assert shlex.split(own.example) == ["lfckg", "query", "own dir/it's.rq"]
    assert render_description(own)[:4] == ["own dir/it's.rq", "", "Columns:", "  a"]
    assert describe_query(Query("truth", "ASK {}")).columns == ()


def test_nothing_shown_is_obeyed_by_a_terminal() -> None:
    text = CLUBS.replace("Which club.", "Which\x1b[31m club.").replace("Clubs", "Clubs\u202e")
    lines = render_description(describe_query(Query("\x07clubs", text), clubs(2, "\x1b]0;x\x07")))
    assert all(line.isprintable() for line in lines)
    assert any("\\x1b]0;x\\x07 001" in line for line in lines)


def test_a_broken_query_is_not_described() -> None:
    with pytest.raises(QueryError, match=r"^own:1:12: SPARQL can't be read"):
        describe_query(Query("own", "SELECT * BAD"))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_headers_of_stored_queries_are_true(store: Store, query: Query) -> None:
    check_query(query)
    found = describe_query(query, store)
    assert all(parameter.description.endswith(".") for parameter in found.parameters)
    assert all(text.endswith(".") for _, text in found.columns)
    assert all(parameter.type for parameter in found.parameters)
    assert all(len(line) <= 80 or line.startswith("  lfckg") for line in render_description(found))


@pytest.mark.parametrize("name", ["manager-on-day", "who-is", "sentence", "senses"])
def test_an_example_runs_as_it_is_shown(store: Store, name: str) -> None:
    found = describe_query(find_query(name, ROOT / "queries"), store)
    run = lfckg(*shlex.split(found.example)[1:])
    assert (run.code, run.out) == (0, lfckg("query", name).out)
