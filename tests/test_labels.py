"""Labels: what IRIs are called, however many are asked for."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from lfckg import labels
from lfckg.labels import Labels
from lfckg.namespaces import RDFS, SKOS

NAMES = [f"http://example.org/{number}" for number in range(30)]


@pytest.fixture
def store() -> Store:
    store = Store()
    for iri in NAMES:
        store.add(Quad(NamedNode(iri), NamedNode(f"{RDFS}label"), Literal(f"label of {iri}")))
    return store


def test_preferred_and_english_labels_come_first(store: Store) -> None:
    node = NamedNode(NAMES[0])
    store.add(Quad(node, NamedNode(f"{SKOS}prefLabel"), Literal("Zweitens", language="de")))
    assert Labels(store).get(NAMES[0]) == "Zweitens"
    store.add(Quad(node, NamedNode(f"{SKOS}prefLabel"), Literal("second", language="en")))
    assert Labels(store).get(NAMES[0]) == "second"
    assert Labels(store, "de").get(NAMES[0]) == "Zweitens"
    assert Labels(store).get("http://example.org/none") is None


def test_all_are_found_where_more_are_asked_for_than_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "_MOST_KEPT", 20)
    found = Labels(store)
    for some in (NAMES[:15], NAMES[10:25], NAMES[5:]):
        found.find(iri for iri in some)  # an iterator gives them once
        assert [found.of(iri) for iri in some] == [f"label of {iri}" for iri in some]
