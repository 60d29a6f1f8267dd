"""The 17 flat relations: the stored CONSTRUCT finds each of them in an article that has them all."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Triple

from lfckg.answers import Graph, run_query
from lfckg.builder import build
from lfckg.datasets import open_store
from lfckg.namespaces import ARTICLE, ENTITY, RDF, RELATIONS
from lfckg.queries import find_query
from lfckg.workspace import find_workspace
from support import ROOT, TESTS, add_low_tide, make_small_workspace

QUERY = find_query("relations", ROOT / "queries")


@pytest.fixture(scope="module")
def triples(tmp_path_factory: pytest.TempPathFactory) -> set[Triple]:
    root = add_low_tide(make_small_workspace(tmp_path_factory.mktemp("w") / "project"))
    answer = run_query(open_store(find_workspace(root)), QUERY)
    assert isinstance(answer, Graph)
    return set(answer.triples)


def short(term: object) -> str:
    text = str(getattr(term, "value", term))
    return text.removeprefix(ARTICLE).removeprefix(ENTITY).removeprefix(RELATIONS)


# What a reader finds in tests/relations/low-tide.txt.
FOUND = {
    ("low-tide", "about", "calder-vale"),
    ("low-tide", "form", "series"),
    ("low-tide", "status", "completed"),
    ("low-tide", "available_on", "brightwater"),
    ("low-tide", "release", "2024-05-02"),
    ("low-tide", "produced_by", "stillwell-pictures"),
    ("low-tide", "directed_by", "marek-sobol"),
    ("low-tide", "narrated_by", "una-fell"),
    ("low-tide", "features", "teo-brandt"),
    ("teo-brandt", "nationality", "Danish"),
    ("teo-brandt", "plays_for", "calder-vale"),
    ("ruth-adair", "manages", "calder-vale"),
    ("calder-vale", "won", "fells-trophy-title"),
    ("calder-vale", "won", "border-league-title"),
    ("ruth-adair", "quoted", "Nobody asked us to smile"),
    ("calder-vale", "competes_in", "northern-division"),
    ("oskar-lind", "holds_post", "calder-vale"),
    ("oskar-lind", "departure_announced", "calder-vale"),
}
QUALIFIERS = {
    ("low-tide#low-tide.type", "episodes", "4"),
    ("low-tide#win-fells-trophy.winner", "year", "2022"),
    ("low-tide#win-fells-trophy.winner", "manager", "ruth-adair"),
    ("low-tide#win-border-league.winner", "season", "2022-23"),
    ("low-tide#border-league-count.winner", "count", "3"),
    ("low-tide#holds-post.post", "title", "head of media"),
}


def test_each_relation_is_found_and_no_other(triples: set[Triple]) -> None:
    flat = {tuple(map(short, triple)) for triple in triples if triple.predicate.value.startswith(RELATIONS)}
    own = {row for row in flat if "#" not in row[0] and "tarnbrook" not in str(row) and row[0] != "rooney"}
    assert {(s, p, o) for s, p, o in own if s not in {"ines-okafor"}} == FOUND
    vocabulary = rdflib.Graph().parse(ROOT / "ontology" / "relations.ttl")
    properties = set(vocabulary.subjects(rdflib.RDF.type, rdflib.OWL.ObjectProperty))
    properties |= set(vocabulary.subjects(rdflib.RDF.type, rdflib.OWL.DatatypeProperty))
    assert {RELATIONS + name for _, name, _ in FOUND} == {str(name) for name in properties}
    assert len(properties) == 17


def test_qualifiers_stand_on_the_claim(triples: set[Triple]) -> None:
    assert {tuple(map(short, triple)) for triple in triples} >= QUALIFIERS
    claim = NamedNode(f"{ARTICLE}low-tide#win-border-league.winner")
    parts = {short(triple.predicate): short(triple.object) for triple in triples if triple.subject == claim}
    assert parts[f"{RDF}subject"] == "calder-vale"
    assert parts[f"{RDF}object"] == "border-league-title"
    assert parts[f"{RDF}predicate"] == "won"


def test_what_is_only_said_is_no_relation(tmp_path: Path) -> None:
    root = add_low_tide(make_small_workspace(tmp_path / "project"))
    path = root / "data" / "low-tide.ttl"
    text = path.read_text("utf-8")
    block = "art:directed a lfc:Claim ;"
    path.write_text(text.replace(block, f"{block} lfc:status lfc:Opinion ; lfc:speaker :ruth-adair ;"), "utf-8")
    answer = run_query(open_store(find_workspace(root)), QUERY)
    assert isinstance(answer, Graph)
    assert f"{RELATIONS}directed_by" not in {triple.predicate.value for triple in answer.triples}


def test_the_article_is_checked_against_its_text(tmp_path: Path) -> None:
    root = add_low_tide(make_small_workspace(tmp_path / "project"))
    done = build(find_workspace(root), texts=TESTS / "relations")
    assert done.without_text == ("tarnbrook-film",)
    assert done.quotes > 20
