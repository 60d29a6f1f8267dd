"""Completions: what is offered where, on the project's own graph and on others."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

import lfckg.completion.vocabulary
from lfckg.completion.completions import Completer
from lfckg.completion.lexer import tokens_of
from lfckg.completion.positions import position_behind
from lfckg.completion.vocabulary import Vocabulary
from lfckg.datasets import open_files, open_store
from lfckg.queries import Query, list_queries
from lfckg.sources import RawAnswer
from lfckg.workspace import find_workspace
from support import ROOT

QUERIES = list_queries(ROOT / "queries")
DIRECTIVES: dict[str, tuple[str, tuple[str, ...]]] = {
    ".run": ("answer a query", ("query",)),
    ".help": ("tell", ("queries",)),
    ".show": ("show", ("thing",)),
    ".format": ("write", ("csv", "table", "turtle")),
    ".quit": ("leave", ()),
}


@pytest.fixture(scope="module")
def completer() -> Completer:
    return Completer(open_store(find_workspace(ROOT), named_graphs=False), lambda: QUERIES, DIRECTIVES)


def offered(completer: Completer, before: str, after: str = "", *, asked: bool = True) -> list[str]:
    """Give the whole texts that completions make."""
    found = completer.complete(before, after, asked=asked)
    return [before[: len(before) - each.replaced] + each.text for each in found]


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("SEL", "SELECT"),
        ("sel", "SELECT"),
        ("ASK { OPT", "ASK { OPTIONAL"),
        ("ASK {} ORD", "ASK {} ORDER BY"),
        ("ASK { FILTER (STRS", "ASK { FILTER (STRSTARTS"),
        ("ASK { ?s lf", "ASK { ?s lfc:"),
        ("ASK { ?s lfc:manag", "ASK { ?s lfc:manages"),
        ("ASK { ?s manag", "ASK { ?s lfc:manages"),
        ("ASK { ?s a lfc:Ten", "ASK { ?s a lfc:Tenure"),
        ("ASK { ?s a tenu", "ASK { ?s a lfc:Tenure"),
        ("ASK { ?s a lfc:Club, lfc:Ten", "ASK { ?s a lfc:Club, lfc:Tenure"),
        ("ASK { ?s lfc:club/lfc:manag", "ASK { ?s lfc:club/lfc:manages"),
        ("ASK { ?s (lfc:club|^lfc:manag", "ASK { ?s (lfc:club|^lfc:manages"),
        ("ASK { ?s lfc:club ?c ; lfc:manag", "ASK { ?s lfc:club ?c ; lfc:manages"),
        ("ASK { ?s lfc:status lfc:Stat", "ASK { ?s lfc:status lfc:Stated"),
        ("ASK { ?s skos:pref", "ASK { ?s skos:prefLabel"),
        ("ASK { FILTER (?d > '2020-01-01'^^xsd:da", "ASK { FILTER (?d > '2020-01-01'^^xsd:date"),
        ("ASK { :jur", "ASK { :jurgen-klopp"),
        ("ASK { :klo", "ASK { :jurgen-klopp"),
        ("ASK { Jür", "ASK { :jurgen-klopp"),
        ("ASK { jurg", "ASK { :jurgen-klopp"),
        ("ASK { Jürgen Kl", "ASK { :jurgen-klopp"),
        ("ASK { ?s ?p Liverpool F", "ASK { ?s ?p :liverpool-fc"),
        ("ASK { VALUES ?x { :drew-crisp :jul", "ASK { VALUES ?x { :drew-crisp :julian-bird"),
        ("ASK { GRAPH ?g { ?s lfc:manag", "ASK { GRAPH ?g { ?s lfc:manages"),
        ("ASK { ?s a article:lfc", "ASK { ?s a article:lfc-documentary"),
        (
            "PREFIX o: <https://w3id.org/lfckg/ontology#> ASK { ?s o:manag",
            "PREFIX o: <https://w3id.org/lfckg/ontology#> ASK { ?s o:manages",
        ),
    ],
)
def test_sparql(completer: Completer, before: str, wanted: str) -> None:
    assert wanted in offered(completer, before)


@pytest.mark.parametrize(
    ("before", "unwanted"),
    [
        ("ASK { ?s lfc:", "ASK { ?s lfc:Tenure"),  # no class is a property
        ("ASK { ?s a lfc:", "ASK { ?s a lfc:manages"),
        ("ASK { ?s a lfc:Club ; lfc:", "ASK { ?s a lfc:Club ; lfc:Tenure"),
        ("ASK { ?s lfc:m", "ASK { ?s :m"),
    ],
)
def test_what_does_not_fit_is_not_offered(completer: Completer, before: str, unwanted: str) -> None:
    found = offered(completer, before)
    assert found
    assert unwanted not in found


def test_variables_of_the_whole_text(completer: Completer) -> None:
    assert offered(completer, "SELECT ?c", "{ ?club ?p ?coach }") == ["SELECT ?club", "SELECT ?coach"]
    assert offered(completer, "SELECT $p", "{ ?person ?p 1 }") == ["SELECT $person"]


@pytest.mark.parametrize(
    "before", ["ASK { 'Jür", 'ASK { """\nlfc:', "# SEL", "ASK { ?s <http://www", "ASK { ?s no:", "zzz"]
)
def test_nothing_is_offered_where_nothing_fits(completer: Completer, before: str) -> None:
    assert offered(completer, before) == []


def test_an_empty_word_is_completed_only_where_that_is_asked_for(completer: Completer) -> None:
    assert "ASK { ?s lfc:manages" in offered(completer, "ASK { ?s ")
    assert offered(completer, "ASK { ?s ", asked=False) == []


def test_terms_tell_what_they_mean(completer: Completer) -> None:
    (found,) = completer.complete("ASK { ?s a lfc:Tenur")
    assert found.about == "tenure – A person's time as manager of a club."
    assert completer.complete("ASK { :jurgen-klop")[0].about == "Jürgen Klopp – person"


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        (".r", [".run"]),
        (".format t", [".format table", ".format turtle"]),
        (".run executi", [".run executives"]),
        (".help executi", [".help executives"]),
        ("executi", ["executives"]),
        (".run manager-on-day d", [".run manager-on-day day="]),
        ("manager-on-day d", ["manager-on-day day="]),
        ("manager-on-day day=2019-06-01 d", []),
        (".run trophies manager=jur", [".run trophies manager=jurgen-klopp"]),
        ("trophies manager=Jür", ["trophies manager=jurgen-klopp"]),
        ("trophies manager=:j", ["trophies manager=:jurgen-klopp"]),
        ("trophies manager='J", ["trophies manager=jurgen-klopp"]),
        ("trophies nothing=", []),
        (".show Drew", [".show Drew Crisp"]),
        (".show :dre", [".show :drew-crisp"]),
        (".show lfc:Tenu", [".show lfc:Tenure"]),
        (".quit ", []),
        (".nothing x", []),
    ],
)
def test_behind_directives_and_names(completer: Completer, before: str, wanted: list[str]) -> None:
    assert offered(completer, before) == wanted


def test_names_of_queries_come_with_their_titles(completer: Completer) -> None:
    (found,) = completer.complete(".run executi")
    assert found.about == next(query.title for query in QUERIES if query.name == "executives")


def test_broken_stored_queries_offer_nothing(completer: Completer) -> None:
    broken = Query("broken", "#+ summary: x\n#+ param day: The day.\nASK {}")
    others = Completer(completer.source, lambda: [broken], {})
    assert offered(others, "broken d") == []


def test_values_of_text_are_quoted() -> None:
    store = Store()
    store.update('INSERT DATA { <a:a> <http://www.w3.org/2004/02/skos/core#prefLabel> "Big Cup" }')
    text = "#+ summary: x\n#+ param n: x\n#+ values n: SELECT ?v { ?s skos:prefLabel ?v }\nASK {\nVALUES ?n { 'a' }\n}"
    completer = Completer(store, lambda: [Query("named", text)], {})
    assert offered(completer, "named n=B") == ["named n='Big Cup'"]
    assert offered(completer, "named n='Big C") == ["named n='Big Cup'"]


def test_data_of_strangers_offer_what_they_use(tmp_path: Path) -> None:
    path = tmp_path / "other.ttl"
    path.write_text(
        "@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'ex:kit a ex:Shirt ; ex:worn-by ex:ann ; rdfs:label "Red shirt" .'
    )
    completer = Completer(open_files([path], tmp_path / "cache"), list, {})
    head = "PREFIX ex: <http://example.org/> ASK { ?s "
    assert offered(completer, f"{head}ex:") == [f"{head}ex:worn-by"]
    assert offered(completer, f"{head}a ex:") == [f"{head}a ex:Shirt"]
    assert "ASK { <http://example.org/kit>" in offered(completer, "ASK { Red shi")


def test_labels_that_a_terminal_would_obey_are_shown_harmless() -> None:
    store = Store()
    store.update('INSERT DATA { <a:a> <http://www.w3.org/2004/02/skos/core#prefLabel> "Bad\\u001B[31m" }')
    (found,) = Completer(store, list, DIRECTIVES).complete(".show Bad")
    assert "\x1b" not in found.text + found.about


def test_no_more_is_offered_than_anybody_reads() -> None:
    store = Store()
    labels = (f'<a:x{n}> <http://www.w3.org/2004/02/skos/core#prefLabel> "Same {n}"' for n in range(500))
    store.update(f"INSERT DATA {{ {' . '.join(labels)} }}")
    assert len(Completer(store, list, {}).complete("ASK { Same")) == 100


class Slow:
    """A source that answers once it is released."""

    def __init__(self) -> None:
        self.released = threading.Event()

    def query(self, query: str, /, *, prefixes: dict[str, str] | None = None) -> RawAnswer:
        self.released.wait(60)
        return Store().query(query, prefixes=prefixes)


class Failing:
    """A source that gives no answer."""

    def query(self, _: str, /, *, prefixes: dict[str, str] | None = None) -> RawAnswer:  # noqa: ARG002
        raise OSError("gone")


@pytest.mark.parametrize("make", [Slow, Failing])
def test_a_source_that_gives_no_answer_offers_keywords_alone(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[], Slow | Failing]
) -> None:
    monkeypatch.setattr(lfckg.completion.vocabulary, "_SECONDS", 0.05)
    source = make()
    completer = Completer(source, list, {})
    assert offered(completer, "ASK { OPT") == ["ASK { OPTIONAL"]
    assert offered(completer, "ASK { :jur") == []
    if isinstance(source, Slow):
        source.released.set()


def test_everything_is_looked_up_once() -> None:
    asked: list[str] = []

    class Counted:
        def query(self, query: str, /, *, prefixes: dict[str, str] | None = None) -> RawAnswer:
            asked.append(query)
            return Store().query(query, prefixes=prefixes)

    vocabulary = Vocabulary(Counted())
    vocabulary.begin()
    before = len(asked)
    for beginning in ("a", "b", ""):
        vocabulary.things(beginning, 10)
    assert before == len(asked)
    assert all("LIMIT" in query for query in asked)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", "outside"),
        ("SELECT ?x (COUNT(", "expression"),
        ("ASK { :a :b :c .", "subject"),
        ("ASK { :a :b [", "predicate"),
        ("ASK { :a :b [ :c :d ] ;", "predicate"),
        ("ASK { :a :b 5 ; :c", "object"),
        ("ASK { :a rdf:type", "class"),
        ("ASK { OPTIONAL { ?a ?b", "object"),
        ("ASK { OPTIONAL { ?a ?b ?c }", "subject"),
        ("ASK { ?a ?b ?c FILTER (?c > 1)", "subject"),
        ("ASK { VALUES (?x ?y) { (:a :b) (", "values"),
        ("ASK { :a (:b|:c)", "object"),
        ("ASK { :a :b :c }", "outside"),
        ("} ) ]", "outside"),
    ],
)
def test_positions(text: str, position: str) -> None:
    assert position_behind(tokens_of(text)) == position
