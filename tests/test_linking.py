from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from lfckg.datasets import open_store
from lfckg.extraction.gazetteers import Known, read_gazetteer
from lfckg.extraction.linking import link
from lfckg.extraction.readings import Argument, Entity, Proposal, Reading, Reference
from lfckg.extraction.relations import Relations, read_relations
from lfckg.namespaces import ENTITY
from lfckg.workspace import find_workspace


def known(slug: str, kind: str, label: str, *names: str) -> Known:
    return Known(slug, kind, label, NamedNode(ENTITY + slug), names)


GRAPH = (
    known("jane-doe", "Person", "Jane Doe"),
    known("john-doe", "Person", "John Doe"),
    known("mill-town", "Club", "Mill Town FC", "Mill Town", "the Weavers"),
    known("vale-cup", "Competition", "Vale Cup"),
    known("vale-cup-title", "Honour", "Vale Cup"),
    known("hill-shield-title", "Honour", "Hill Shield"),
    known("ann-bell", "Person", "Ann Bell"),
    known("ann-bell-2", "Person", "Ann Bell"),
)


@pytest.fixture(scope="module")
def relations() -> Relations:
    return read_relations(find_workspace())


def reading(*entities: tuple[str, str, str], proposals: tuple[Proposal, ...] = ()) -> Reading:
    """A text that holds nothing but the labels of its entities."""
    text, found = "", []
    for key, kind, label in entities:
        extent = (len(text), len(text) + len(label))
        text += f"{label} "
        found.append(Entity(key, kind, label, (Reference(extent),)))
    return Reading(text, tuple(found), proposals)


@pytest.mark.parametrize(
    ("kind", "label", "expected"),
    [
        ("Person", "Jane Doe", "jane-doe"),
        ("Person", "JANE DOÉ", "jane-doe"),
        ("Club", "Mill Town", "mill-town"),
        ("Club", "Weavers", "mill-town"),
        ("Competition", "Vale Cup", "vale-cup"),
        ("Competition", "Hill Shield", "hill-shield-title"),
    ],
)
def test_a_full_name_that_one_entity_has_tells_which_it_is(
    relations: Relations, kind: str, label: str, expected: str
) -> None:
    (entity,) = link(reading(("x", kind, label)), GRAPH, relations).entities
    assert (entity.key, entity.iri, entity.candidates) == (expected, NamedNode(ENTITY + expected), ())


@pytest.mark.parametrize(
    ("kind", "label", "candidates"),
    [
        ("Person", "Ann Bell", ["ann-bell", "ann-bell-2"]),
        ("Person", "Nobody Known", []),
        ("Club", "Jane Doe", []),
        ("Broadcaster", "Mill Town", []),
    ],
)
def test_what_several_are_called_is_left_in_doubt(
    relations: Relations, kind: str, label: str, candidates: list[str]
) -> None:
    (entity,) = link(reading(("x", kind, label)), GRAPH, relations).entities
    assert entity.iri is None
    assert [one.value for one in entity.candidates] == [ENTITY + slug for slug in candidates]


def test_a_new_entity_takes_no_slug_that_the_graph_has(relations: Relations) -> None:
    proposal = Proposal(
        "plays_for", {"person": Argument("jane-doe"), "club": Argument("mill-town")}, ((0, 4),), "rule", 0.9
    )
    found = reading(("jane-doe", "Club", "Jane Doe"), ("mill-town", "Club", "Mill Town"), proposals=(proposal,))
    linked = link(found, GRAPH, relations)
    assert [entity.key for entity in linked.entities] == ["jane-doe-2", "mill-town"]
    assert linked.proposals[0].arguments["person"].value == "jane-doe-2"


def test_two_of_an_article_are_not_one_of_the_graph(relations: Relations) -> None:
    linked = link(reading(("a", "Person", "Jane Doe"), ("b", "Person", "Jane Doe")), GRAPH, relations)
    assert [entity.iri for entity in linked.entities] == [None, None]
    assert len({entity.key for entity in linked.entities}) == 2


def test_a_date_is_no_entity_though_it_looks_like_its_key(relations: Relations) -> None:
    arguments = {"club": Argument("2024"), "competition": Argument("vale-cup"), "date": Argument("2024")}
    proposal = Proposal("won", arguments, ((0, 4),), "rule", 0.9)
    found = reading(("2024", "Club", "Mill Town"), ("vale-cup", "Competition", "Vale Cup"), proposals=(proposal,))
    (renamed,) = link(found, GRAPH, relations).proposals
    assert (renamed.arguments["club"].value, renamed.arguments["date"].value) == ("mill-town", "2024")


def test_the_gazetteer_has_the_names_of_the_graph() -> None:
    found = {entity.key: entity for entity in read_gazetteer(open_store(find_workspace()))}
    klopp = found["jurgen-klopp"]
    assert (klopp.type, klopp.label) == ("Person", "Jürgen Klopp")
    assert "Jurgen Klopp" in klopp.names
    assert found["premier-league"].type == "Competition"


def test_merged_entities_are_not_in_the_gazetteer() -> None:
    store = Store()
    store.load(
        b"""@prefix : <https://w3id.org/lfckg/id/> . @prefix lfc: <https://w3id.org/lfckg/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        :old a lfc:Club ; skos:prefLabel "Old"@en ; dcterms:isReplacedBy :new .
        :new a lfc:Club ; skos:prefLabel "New"@en ; skos:altLabel "N" .""",
        RdfFormat.TURTLE,
    )
    assert [(entity.key, entity.label, entity.names) for entity in read_gazetteer(store)] == [("new", "New", ("N",))]
