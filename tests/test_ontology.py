"""The ontology as published, and as the checks see it."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from lfckg.namespaces import LFC, OWL, RDF, RDFS, SKOS, XSD
from lfckg.ontology import Ontology, check_lexical
from support import ROOT

PATH = ROOT / "ontology" / "lfckg.ttl"
TRIPLES = [Triple(quad.subject, quad.predicate, quad.object) for quad in parse(path=str(PATH), format=RdfFormat.TURTLE)]
ONTOLOGY = Ontology.of(TRIPLES)
OWN = {iri for iri in ONTOLOGY.terms if iri.startswith(LFC)}


@pytest.mark.parametrize("name", [f"{RDFS}label", f"{SKOS}definition", f"{RDFS}isDefinedBy"])
def test_each_own_term_has_exactly_one(name: str) -> None:
    count = Counter(str(triple.subject)[1:-1] for triple in TRIPLES if triple.predicate.value == name)
    assert {iri for iri in OWN if count[iri] != 1} == set()


@pytest.mark.parametrize("name", [f"{RDFS}label", f"{SKOS}definition"])
def test_labels_and_definitions_are_english_and_unique(name: str) -> None:
    texts = [triple.object for triple in TRIPLES if triple.predicate.value == name]
    assert all(isinstance(text, Literal) and text.language == "en" for text in texts)
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_each_property_has_a_domain_and_a_range_or_says_why_not() -> None:
    said: dict[str, set[str]] = {}
    for triple in TRIPLES:
        if isinstance(triple.subject, NamedNode):
            said.setdefault(triple.subject.value, set()).add(triple.predicate.value)
    for iri in OWN:
        if "property" in ONTOLOGY.terms[iri].kind:
            has_range = f"{RDFS}range" in said[iri] or "https://schema.org/rangeIncludes" in said[iri]
            complete = has_range and f"{RDFS}domain" in said[iri]
            assert complete or f"{SKOS}editorialNote" in said[iri], iri


def test_every_term_that_the_ontology_uses_is_declared_in_it() -> None:
    used = {
        triple.object.value
        for triple in TRIPLES
        if triple.predicate.value in {f"{RDFS}domain", f"{RDFS}range", f"{RDFS}subClassOf", f"{OWL}disjointWith"}
        if isinstance(triple.object, NamedNode)
    }
    foreign = {iri for iri in used if iri.startswith((XSD, RDF, RDFS))}
    assert used - foreign - set(ONTOLOGY.terms) == set()


@pytest.mark.parametrize(
    ("datatype", "value", "right"),
    [
        ("date", "2015-10-08", True),
        ("date", "2015-10-32", False),
        ("date", "2015-02-29", False),
        ("date", "2016-02-29", True),
        ("date", "8 October 2015", False),
        ("gYear", "2015", True),
        ("gYear", "15", False),
        ("gYearMonth", "2015-10", True),
        ("gYearMonth", "2015-13", False),
        ("dateTime", "2015-10-08T12:00:00Z", True),
        ("dateTime", "2015-10-08T25:00:00Z", False),
        ("integer", "+7", True),
        ("integer", "7.0", False),
        ("integer", "٣", False),
        ("boolean", "yes", False),
        ("string", "anything", True),
    ],
)
def test_lexical_forms(datatype: str, value: str, right: bool) -> None:
    assert (check_lexical(Literal(value, datatype=NamedNode(XSD + datatype))) is None) is right


@pytest.mark.parametrize(
    ("predicate", "value", "message"),
    [
        ("date", Literal("2015-10-08"), "xsd:string. Write it with the right datatype"),
        ("date", Literal("2015-10-32", datatype=NamedNode(f"{XSD}date")), "there is no such day"),
        ("date", NamedNode(f"{LFC}Stated"), "takes an xsd:date or an xsd:gYearMonth or an xsd:gYear, not the node"),
        ("person", Literal("Klopp"), "takes a node, not the text"),
        ("years", Literal("9"), "takes an xsd:integer"),
    ],
)
def test_values_that_do_not_fit_a_property(predicate: str, value: NamedNode | Literal, message: str) -> None:
    assert message in (ONTOLOGY.check_value(LFC + predicate, value) or "")


def test_misspelt_terms_get_the_nearest() -> None:
    assert "did you mean lfc:Appointment?" in (ONTOLOGY.check_class(f"{LFC}Apointment") or "")
    assert "did you mean lfc:announcer?" in (ONTOLOGY.check_property(f"{LFC}anouncer") or "")
    assert "is a class, not a property" in (ONTOLOGY.check_property(f"{LFC}Club") or "")
    assert ONTOLOGY.check_property(f"{LFC}club") is None
