"""Reference data: from outside, with its source, and never a fact."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from lfckg.compiler import Selection, compile_files
from lfckg.datasets import open_store
from lfckg.errors import DataError
from lfckg.namespaces import ENTITY, GRAPH, LFC, PREFIXES, RDF, SKOS
from lfckg.workspace import find_workspace
from support import ROOT, edit

TYPE = NamedNode(f"{RDF}type")
GRAPH_NAME = NamedNode(f"{GRAPH}reference")


def test_references_stand_in_a_graph_of_their_own() -> None:
    quads = compile_files(find_workspace(ROOT)).quads()
    references = {
        quad.subject for quad in quads if quad.predicate == TYPE and quad.object == NamedNode(f"{LFC}Reference")
    }
    assert len(references) == 8
    assert {quad.graph_name for quad in quads if quad.subject in references} == {GRAPH_NAME}
    sourced = {quad.subject for quad in quads if quad.predicate.value == f"{PREFIXES['dcterms']}source"}
    assert references <= sourced


def test_references_are_no_facts() -> None:
    store = open_store(find_workspace(ROOT))
    for name in ("exactMatch", "closeMatch", "relatedMatch"):
        matched = [str(quad.subject) for quad in store.quads_for_pattern(None, NamedNode(SKOS + name), None, None)]
        assert not [node for node in matched if ENTITY in node]
    assert not store.query("ASK { :liverpool-fc schema:foundingDate ?day }", prefixes=PREFIXES)
    facts = compile_files(find_workspace(ROOT)).quads(Selection(evidence=False))
    assert GRAPH_NAME not in {quad.graph_name for quad in facts}
    article = compile_files(find_workspace(ROOT)).quads(Selection(article="lfc-documentary"))
    assert GRAPH_NAME not in {quad.graph_name for quad in article}


def test_an_article_brings_no_entity_that_only_references_name(both: Path) -> None:
    quads = compile_files(find_workspace(both)).quads(Selection(article="tarnbrook-film"))
    named = {str(quad.subject) for quad in quads}
    assert f"<{ENTITY}rooney>" in named
    assert f"<{ENTITY}disney-plus>" not in named


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    dcterms:source <https://www.wikidata.org/wiki/Q9448> .", "    dcterms:source '  ' .", "has no source"),
        ("rdf:subject :premier-league ;", "", "has no rdf:subject"),
        ("rdf:subject :premier-league ;", "rdf:subject :premier-leag ;", ":premier-leag is not declared"),
        ("rdf:object wd:Q9448", "rdf:object [ rdf:type lfc:Club ]", "a reference has no brackets"),
        ("rdf:subject :premier-league ;", "rdf:subject wd:Q9448 ;", "a reference is about an entity"),
        ("rdf:predicate skos:exactMatch", "rdf:predicate skos:sameish", "skos:sameish is not declared"),
        (
            "ref:premier-league-wikidata a lfc:Reference",
            "ref:premier-league-wikidata a lfc:Club",
            "is no lfc:Reference",
        ),
        ("ref:premier-league-wikidata a", "ref:liverpool-fc-wikidata a", "stands twice, first at .*reference.ttl:"),
        ("ref:premier-league-wikidata a", ":premier-league a", "is no name of a reference"),
        ("rdf:subject :premier-league ;", "rdf:subject :premier-league ; lfc:status lfc:Stated ;", "has no lfc:status"),
    ],
)
def test_mistakes_are_told_with_their_place(root: Path, old: str, new: str, message: str) -> None:
    path = root / "data" / "reference.ttl"
    edit(path, old, new)
    with pytest.raises(DataError, match=rf"reference\.ttl:\d+:\d+: .*{message}"):
        compile_files(find_workspace(root))


def test_a_merged_entity_takes_its_references_along(root: Path) -> None:
    edit(
        root / "data" / "entities.ttl",
        ":disney-plus a lfc:Brand ;",
        ":disney-plus dcterms:isReplacedBy :amazon-original ;",
    )
    edit(root / "data" / "entities.ttl", "@prefix : ", "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix : ")
    quads = compile_files(find_workspace(root)).quads()
    about = {
        quad.object for quad in quads if quad.graph_name == GRAPH_NAME and quad.predicate.value.endswith("#subject")
    }
    assert NamedNode(f"{ENTITY}amazon-original") in about
    assert NamedNode(f"{ENTITY}disney-plus") not in about
