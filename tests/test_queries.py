"""Queries: stored and found, guarded, answered alike by every engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from lfckg import engine
from lfckg.answers import Graph, Solutions, Truth, run_query
from lfckg.builder import build
from lfckg.datasets import open_store
from lfckg.errors import InputError, QueryError
from lfckg.namespaces import PREFIXES
from lfckg.queries import Query, filter_queries, find_query, list_queries
from lfckg.sources import RawAnswer
from lfckg.workspace import Workspace, find_workspace
from support import ROOT, edit, lfckg

QUERIES = list_queries(ROOT / "queries")


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(find_workspace(ROOT))


def ask(store: Store, text: str, name: str = "test") -> Solutions | Truth | Graph:
    return run_query(store, Query(name, text))


def plain(answer: Solutions | Truth | Graph) -> list[tuple[str | None, ...]]:
    assert isinstance(answer, Solutions)
    return [tuple(None if term is None else str(getattr(term, "value", term)) for term in row) for row in answer.rows]


def test_the_graph_of_the_club_holds_facts_only(store: Store) -> None:
    answer = run_query(store, find_query("club", ROOT / "queries"))
    assert isinstance(answer, Graph)
    used = {triple.predicate.value.rpartition("#")[2] for triple in answer.triples}
    assert used == {
        "about",
        "announcer",
        "belongsTo",
        "club",
        "competesIn",
        "hasWon",
        "manages",
        "organisation",
        "winner",
    }
    assert sum(triple.predicate.value.endswith("#hasWon") for triple in answer.triples) == 7


@pytest.mark.parametrize("name", ["announcements", "managers", "said-by", "trophies", "works"])
def test_a_fact_that_two_articles_state_is_no_further_row(store: Store, workspace: Workspace, name: str) -> None:
    query = find_query(name, ROOT / "queries")
    invented = {"Tarnbrook film", "Tarnbrook Rovers", "Ines Okafor"}
    rows = [row for row in plain(run_query(open_store(workspace), query)) if not invented & set(row)]
    assert rows == plain(run_query(store, query))


def test_the_shared_fact_is_counted_once_in_compiled_and_built_graphs(workspace: Workspace) -> None:
    count = "SELECT (COUNT(*) AS ?n) { :lorton-entertainment lfc:behind ?work }"
    graphs = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { :lorton-entertainment lfc:behind :rooney } }"
    for _ in range(2):
        store = open_store(workspace)
        assert plain(ask(store, count)) == [("3",)]
        assert plain(ask(store, graphs)) == [("2",)]
        build(workspace)


def test_answers_are_typed(store: Store) -> None:
    rows = ask(store, "SELECT ?label ?none { :liverpool-fc skos:prefLabel ?label }")
    assert rows == Solutions(("label", "none"), ((Literal("Liverpool FC", language="en"), None),))
    assert ask(store, "ASK { :jurgen-klopp lfc:manages :liverpool-fc }") == Truth(True)
    graph = ask(store, "CONSTRUCT { ?s lfc:manages ?o } { ?s lfc:manages ?o }")
    assert isinstance(graph, Graph)
    assert graph.triples[0].predicate == NamedNode(PREFIXES["lfc"] + "manages")
    described = ask(store, "DESCRIBE :drew-crisp")
    assert isinstance(described, Graph)
    assert described.triples


def test_queries_are_found_by_name_and_by_path(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    directory = root / "queries"
    assert find_query("trophies", directory).text == find_query("queries/trophies.rq", directory).text
    (root / "own.rq").write_text("ASK {}")
    assert find_query("own.rq", directory).text == "ASK {}"
    with pytest.raises(QueryError, match=r"trophis: no stored query has this name; did you mean trophies\? .*--list"):
        find_query("trophis", directory)
    with pytest.raises(InputError, match="no such file"):
        find_query("queries/none.rq", directory)


def test_stored_queries_may_stand_in_folders(root: Path) -> None:
    directory = root / "queries"
    for path in ("clubs/deep/kits.rq", "clubs/.old/trophies.rq", ".trophies.rq", "clubs/.kits.rq", "clubs/notes.txt"):
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text("#+ summary: Kits\nASK {}", "utf-8")
    names = [query.name for query in list_queries(directory)]
    assert names == sorted([*(query.name for query in QUERIES), "kits"])
    found = find_query("kits", directory)
    assert (found.name, found.title) == ("kits", "Kits")
    assert found.path.endswith("queries/clubs/deep/kits.rq")
    with pytest.raises(QueryError, match=r"did you mean kits\?"):
        find_query("kitz.rq", directory)
    with pytest.raises(InputError, match=r"clubs/kits: no such file"):
        find_query("clubs/kits", directory)


@pytest.mark.parametrize("path", ["clubs/trophies.rq", "Trophies.rq", "clubs/TROPHIES.rq"])
def test_two_stored_queries_of_one_name_are_told(root: Path, path: str) -> None:
    (root / "queries" / "clubs").mkdir()
    (root / "queries" / path).write_text("ASK {}", "utf-8")
    for args in (["trophies"], ["executives"], ["--list"]):
        run = lfckg("query", *args, cwd=root)
        assert (run.code, run.out) == (1, "")
        assert "two stored queries of one name" in run.err
        assert f"queries/{path}" in run.err
        assert "queries/trophies.rq" in run.err
    assert lfckg("query", "queries/trophies.rq", cwd=root).code == 0  # a path is no name


def test_queries_are_filtered_by_words_and_tags() -> None:
    def names(*words: str, tags: tuple[str, ...] = ()) -> set[str]:
        return {query.name for query in filter_queries(QUERIES, words, tags)}

    assert names() == {query.name for query in QUERIES}
    assert names("TROPH", "count") == {"trophy-counts", "undated-trophies"}
    assert names("planned departure ends no") == {"manager-on-day"}
    assert (
        names(tags=("trophies", "managers")) == names(tags=("Managers", " trophies ")) == {"trophies", "trophy-counts"}
    )
    assert names("words", tags=("trophies",)) == {"trophies"}
    assert names("xyzzy") == set()
    with pytest.raises(QueryError, match=r"trophys: no stored query has this tag; did you mean trophies\?"):
        names(tags=("trophys",))
    with pytest.raises(QueryError, match=r"zzz: no stored query has this tag\. There are articles, clubs, "):
        names(tags=("zzz",))
    with pytest.raises(QueryError, match="There are none"):
        filter_queries([Query("x", "ASK {}")], [], ["zzz"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("INSERT DATA { <a:a> <a:b> 1 }", "test:1:1: INSERT is an update; queries only read"),
        ("PREFIX a: <b:c>\n  delete where { ?s ?p ?o }", "test:2:3: DELETE is an update"),
        ("LOAD <http://127.0.0.1/x>", "LOAD is an update"),
        ("# a comment\nDROP ALL", "test:2:1: DROP is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "test:1:12: SERVICE asks another server"),
        ("SELECT * { service silent ?x { ?s ?p ?o } }", "SERVICE asks another server"),
        ("SELECT * {\n ?s foaf:name ?o }", r"test:2:\d+: the prefix before this place is not declared"),
        ("SELECT * { ?s <rel> ?o }", "is relative"),
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?b ?c }", "neither grouped nor counted"),
        ("SELECT * {\n ?s ?p }", r"test:2:\d+: SPARQL can't be read from here on"),
        ("SELEC * {}", "can't be read"),
        ("SELECT * { ?s ?p 'ü' BAD }", "can't be read"),
        ("", "can't be read"),
    ],
)
def test_broken_and_forbidden_queries_are_told(store: Store, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(store, text)


def test_a_message_shows_the_line_and_marks_the_place(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        ask(store, "SELECT *\n{ ?s ?p ?o ; ; ?q }\n")
    lines = str(caught.value).splitlines()
    assert lines[1].strip() == "{ ?s ?p ?o ; ; ?q }"
    assert lines[2].strip() == "^"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { VALUES ?service { 'SERVICE' } } # SERVICE <x>",
        'SELECT * { BIND ("INSERT DATA" AS ?insert) }',
        "SELECT * { <http://e/SERVICE> ?p ?o }",
        "PREFIX service: <http://e/> SELECT * { service:a service:b ?o }",
        "SELECT * { VALUES ?x { " + "1 " * 20000 + "} FILTER (?x IN (" + "1, " * 20000 + "2)) }",
        "SELECT * { FILTER (" + "(" * 150 + "1" + ")" * 150 + ") }",
        "SELECT * { FILTER (true" + " && true" * 1500 + ") }",
    ],
    ids=["variable", "string", "iri", "prefix", "long lists", "150 parentheses", "1,500 operators"],
)
def test_harmless_queries_are_answered(store: Store, text: str) -> None:
    assert isinstance(ask(store, text), Solutions)


N = 20_000
BOMBS = {
    "parentheses": "SELECT * { FILTER (" + "(" * N + "1" + ")" * N + ") }",
    "braces": "SELECT * " + "{" * N + "}" * N,
    "and": "SELECT * { FILTER (true" + " && true" * N + ") }",
    "or": "SELECT * { FILTER (true" + " || true" * N + ") }",
    "not": "SELECT * { FILTER (" + "!" * N + "true) }",
    "plus": "SELECT * { FILTER (1" + " + 1" * N + ") }",
    "union": "SELECT * { { ?s ?p ?o }" + " UNION { ?s ?p ?o }" * N + " }",
    "optional": "SELECT * { ?s ?p ?o" + " OPTIONAL { ?s ?p ?o }" * N + " }",
    "filter": "SELECT * { ?s ?p ?o" + " FILTER (true)" * N + " }",
    "bind": "SELECT * { " + "".join(f"BIND (1 AS ?a{i})" for i in range(N)) + " }",
    "path": "SELECT * { ?s <a:a>" + "/<a:a>" * N + " ?o }",
    "alternative path": "SELECT * { ?s <a:a>" + "|<a:a>" * N + " ?o }",
    "triples": "SELECT * { " + "".join(f"?s{i} ?p ?s{i + 1} ." for i in range(N)) + " }",
    "blank nodes": "SELECT * { ?s ?p " + "[ ?p " * N + "1" + "]" * N + " }",
    "collections": "SELECT * { ?s ?p " + "(" * N + ")" * N + " }",
    "subqueries": "SELECT * {" + " { SELECT * {" * N + "}}" * N + "}",
    "exists": "SELECT * {" + " FILTER EXISTS {" * N + "}" * N + "}",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_what_would_crash_the_engine_is_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match=r"is nested more than \d+ deep|has more than \d+ parts"):
        ask(store, text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", True),
        ("ask from <g:g> {}", True),
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * {graph<g:g>{ ?s ?p ?o }}", True),
        ("# the graph\nSELECT ?from { ?from a graph:x . ?paragraphs a ?graph }", False),
        ("SELECT * { ?s ?p '''\n# ''' } GRAPH ?g {}", True),
    ],
)
def test_named_graphs_are_loaded_where_a_query_may_ask_about_them(text: str, names: bool) -> None:
    assert Query("test", text).names_graphs is names


def test_own_prefixes_come_before_the_known_ones(store: Store) -> None:
    assert ask(store, "PREFIX lfc: <http://e/> ASK { BIND (lfc:x AS ?x) FILTER (STR(?x) = 'http://e/x') }") == Truth(
        True
    )


def test_what_somebody_says_is_no_premise_and_no_proof(both: Path) -> None:
    with (both / "data" / "tarnbrook-film.ttl").open("a", encoding="utf-8") as file:
        file.write(
            "art:said a lfc:Claim ; rdf:subject art:win-bracken-cup ; rdf:predicate lfc:winner ; "
            "rdf:object :liverpool-fc ; lfc:status lfc:QuotedFact ; lfc:speaker :ines-okafor ; "
            'lfc:span [ lfc:start 94 ; lfc:quote "were sceptical" ] .\n'
        )
    store = open_store(find_workspace(both))
    text = "SELECT ?words { ?claim lfc:rule 'has-won' ; rdf:object :bracken-cup-title ; lfc:words ?words }"
    assert plain(ask(store, text)) == [("won the Bracken Cup with Rovers",)]


def test_what_is_planned_is_no_trophy_and_no_manager(root: Path) -> None:
    data = root / "data" / "lfc-documentary.ttl"
    for block in ("art:win-fa-cup a lfc:TrophyWin ;", "art:tenure a lfc:Tenure ;"):
        head, block_and_rest = data.read_text("utf-8").split(block)
        planned = block_and_rest.replace("lfc:modality lfc:Actual", "lfc:modality lfc:Planned", 1)
        data.write_text(head + block + planned, "utf-8")
    store = open_store(find_workspace(root))
    trophies = {row[0] for row in plain(run_query(store, find_query("trophies", root / "queries")))}
    assert "FA Cup" not in trophies
    assert len(trophies) == 6
    assert plain(run_query(store, find_query("managers", root / "queries"))) == []


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("SELECT ?a ?claim WHERE { ?claim ?b ?a }", "SELECT DISTINCT ?a WHERE { ?claim ?b ?a }"),
        ("SELECT DISTINCT ?claim ?a { ?claim ?b ?a }", "SELECT DISTINCT ?a { ?claim ?b ?a }"),
        ("SELECT REDUCED ?a ?claim { ?claim ?b ?a }", "SELECT DISTINCT ?a { ?claim ?b ?a }"),
        ("select ?a ?claim where { ?claim ?b ?a }", "SELECT DISTINCT ?a where { ?claim ?b ?a }"),
        (
            "# {\nSELECT ?a ?claim (COUNT( ?claim ) AS ?n) { ?claim ?b ?a } GROUP BY ?a ?claim",
            "# {\nSELECT DISTINCT ?a (COUNT( ?claim ) AS ?n) { ?claim ?b ?a } GROUP BY ?a ?claim",
        ),
        (
            "SELECT ?a ?claim { ?claim ?b ?a } ORDER BY ?a ?claim",
            "SELECT DISTINCT ?a { ?claim ?b ?a } ORDER BY ?a",
        ),
        (
            "SELECT ?a ?claim { ?claim ?b ?a }\nORDER BY ?a ?claim LIMIT 5",
            "SELECT DISTINCT ?a { ?claim ?b ?a }\nORDER BY ?a LIMIT 5",
        ),
        (
            "SELECT ?a ?claim { ?claim ?b ?a }\nORDER BY ?claim LIMIT 5",
            "SELECT DISTINCT ?a { ?claim ?b ?a }\nORDER BY ?claim LIMIT 5",
        ),
        (
            "SELECT ?a ?claim { ?claim ?b ?a }\nORDER BY ?claim ?a",
            "SELECT DISTINCT ?a { ?claim ?b ?a }\nORDER BY ?claim ?a",
        ),
        (
            "SELECT ?a ?claim { ?claim ?b ?a }\nGROUP BY ?a ?claim\nORDER BY (MIN(?b)) ?claim ?a",
            "SELECT DISTINCT ?a { ?claim ?b ?a }\nGROUP BY ?a\nORDER BY (MIN(?b)) ?a",
        ),
        (
            "SELECT ?a ?claim { ?claim ?b ?a }\nGROUP BY ?a ?claim\nORDER BY ?a DESC(?claim)",
            "SELECT DISTINCT ?a { ?claim ?b ?a }\nGROUP BY ?a ?claim\nORDER BY ?a DESC(?claim)",
        ),
        (
            "SELECT ?a ?claim { ?claim ?b ?a }\nGROUP BY ?a ?claim\nHAVING (COUNT(?b) > 1)",
            "SELECT DISTINCT ?a { ?claim ?b ?a }\nGROUP BY ?a ?claim\nHAVING (COUNT(?b) > 1)",
        ),
        (
            "SELECT ?a (COUNT(?b) AS ?n) ?claim { ?claim ?b ?a }\nGROUP BY ?a ?claim\nORDER BY ?a ?claim",
            "SELECT DISTINCT ?a (COUNT(?b) AS ?n) { ?claim ?b ?a }\nGROUP BY ?a ?claim\nORDER BY ?a",
        ),
    ],
)
def test_the_column_of_claims_is_left_out(store: Store, text: str, without: str) -> None:
    query = Query("test", f"#+ summary: Claims\n{text}").without_claims
    assert query.text == f"#+ summary: Claims\n{without}"
    answer = run_query(store, query)
    assert isinstance(answer, Solutions)
    assert "claim" not in answer.variables


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?claim { ?claim ?b ?a }",
        "SELECT (COUNT( ?claim ) AS ?n) ?a { ?claim ?b ?a } GROUP BY ?a",
        "CONSTRUCT { ?claim a ?a } {\nSELECT ?a ?claim { ?claim ?b ?a }\n}",
        "SELECT (COUNT(?claim) AS ?n) {\nSELECT ?a ?claim { ?claim ?b ?a }\n}",
        "ASK {\nSELECT ?a ?claim { ?claim ?b ?a }\n}",
    ],
)
def test_claims_that_are_counted_or_asked_for_within_stay(text: str) -> None:
    query = Query("test", f"#+ summary: Claims\n{text}")
    assert query.without_claims == query


def test_a_fault_while_rows_are_read_leaves_no_rows_to_another_thread(store: Store) -> None:
    def work(raw: RawAnswer) -> None:
        assert isinstance(raw, QuerySolutions)
        for _ in raw:
            raise RuntimeError("damaged")

    with pytest.raises(QueryError, match="damaged"):  # what is dropped elsewhere is a warning, which fails
        engine.ask(store, Query("test", "SELECT * { ?s ?p ?o }"), work)


def test_an_unknown_function_is_told(store: Store) -> None:
    with pytest.raises(QueryError, match="can't be answered"):
        ask(store, "SELECT (<http://e/f>(1) AS ?x) {}")


def test_a_stored_query_named_with_its_extension_elsewhere_gets_the_nearest(root: Path) -> None:
    with pytest.raises(QueryError, match=r"did you mean trophies\?"):
        find_query("trophys.rq", root / "queries")


def test_an_entity_of_a_changed_graph_is_seen(root: Path) -> None:
    edit(root / "data" / "entities.ttl", '"ROONEY"', '"Rooney"')
    rows = plain(run_query(open_store(find_workspace(root)), find_query("works", root / "queries")))
    assert "Rooney" in {row[0] for row in rows}
