"""Checks 11, 14 and 16 to 18: what the ontology entails, and what it makes impossible, by independent reasoners."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store, Triple
from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef

from checks.graphs import PATH, flat, ontology, ontology_store, quads
from checks.reasoners import Verdict, close, empty_classes, hermit, profile, rustdl
from lfckg.namespaces import GRAPH, LFC, PREFIXES

E = Namespace("http://example.org/")
L = Namespace(LFC)
SOUND = Verdict(consistent=True)


def sown(turtle: str) -> list[Triple]:
    """The ontology with some triples more."""
    return [quad.triple for quad in ontology_store(f"INSERT DATA {{ {turtle} }}")]


# Check 11. No property has a characteristic yet; whoever gives one finds these waiting.
CHARACTERISTICS = {
    OWL.FunctionalProperty: ("e:s {p} e:a , e:b", "e:a owl:sameAs e:b"),
    OWL.InverseFunctionalProperty: ("e:a {p} e:o . e:b {p} e:o", "e:a owl:sameAs e:b"),
    OWL.TransitiveProperty: ("e:a {p} e:b . e:b {p} e:c", "e:a {p} e:c"),
    OWL.SymmetricProperty: ("e:a {p} e:b", "e:b {p} e:a"),
    OWL.inverseOf: ("e:a {p} e:b", "e:b {q} e:a"),
}
# A work may have several companies behind it, and be about several things; a claim may cite several spans.
NEVER_FUNCTIONAL = {L.behind, L.about, L.features, L.brand, L.span, L.announces, L.competesIn, L.hasWon, L.manages}


def axioms(graph: Graph) -> list[tuple[URIRef, URIRef, URIRef]]:
    """The characteristics that properties have: property, characteristic, and the other property or the first again."""
    unary = [(p, kind, p) for kind in CHARACTERISTICS for p in graph.subjects(RDF.type, kind)]
    pairs = [(p, OWL.inverseOf, q) for p, q in graph.subject_objects(OWL.inverseOf)]
    return [
        (p, kind, q)
        for p, kind, q in (*unary, *pairs)
        if isinstance(p, URIRef) and isinstance(q, URIRef) and isinstance(kind, URIRef)
    ]


def characteristic_faults(graph: Graph) -> set[str]:
    faults = set()
    for p, kind, q in axioms(graph):
        ends = [set(graph.objects(p, RDFS.domain)), set(graph.objects(p, RDFS.range))]
        others = [set(graph.objects(q, RDFS.range)), set(graph.objects(q, RDFS.domain))]
        if kind == OWL.inverseOf and p == q:
            faults.add(f"{p.removeprefix(LFC)} is its own inverse")
        elif kind in {OWL.inverseOf, OWL.SymmetricProperty, OWL.TransitiveProperty} and ends != others:
            faults.add(f"{p.removeprefix(LFC)} has ends that do not fit its {kind.fragment}")
        if kind == OWL.FunctionalProperty and p in NEVER_FUNCTIONAL:
            faults.add(f"{p.removeprefix(LFC)} is functional")
    return faults


def values_of_functional_properties(graph: Graph, data: list[Triple]) -> dict[tuple[str, str], set[str]]:
    """The subjects to which data gives more than one value of a functional property."""
    functional = {str(p) for p in graph.subjects(RDF.type, OWL.FunctionalProperty)}
    values: dict[tuple[str, str], set[str]] = {}
    for triple in data:
        if triple.predicate.value in functional:
            values.setdefault((str(triple.subject), triple.predicate.value), set()).add(str(triple.object))
    return {key: found for key, found in values.items() if len(found) > 1}


def follows(p: URIRef, kind: URIRef, q: URIRef, *, stated: bool) -> bool:
    """Tell whether the consequence of a characteristic follows from a case of it."""
    premise, consequence = (text.format(p=f"<{p}>", q=f"<{q}>") for text in CHARACTERISTICS[kind])
    axiom = f"<{p}> owl:inverseOf <{q}>" if kind == OWL.inverseOf else f"<{p}> a <{kind}>"
    store = Store()
    store.update(f"INSERT DATA {{ {premise} . {axiom if stated else ''} }}", prefixes={"e": str(E), "owl": str(OWL)})
    graph, _ = close(quad.triple for quad in store)
    return bool(graph.query(f"ASK {{ {consequence} }}", initNs={"e": E, "owl": OWL}).askAnswer)


def test_11_characteristics_fit_their_properties() -> None:
    assert characteristic_faults(ontology()) == set()
    assert values_of_functional_properties(ontology(), [*flat()]) == {}


def test_11_each_characteristic_has_a_consequence_that_fails_without_it() -> None:
    examples = [(L.one, kind, L.other if kind == OWL.inverseOf else L.one) for kind in CHARACTERISTICS]
    for axiom in [*axioms(ontology()), *examples]:
        assert follows(*axiom, stated=True), axiom
        assert not follows(*axiom, stated=False), axiom


@pytest.mark.parametrize(
    ("turtle", "fault"),
    [
        ("lfc:club owl:inverseOf lfc:club", "club is its own inverse"),
        ("lfc:club owl:inverseOf lfc:honour", "club has ends that do not fit its inverseOf"),
        ("lfc:club a owl:SymmetricProperty", "club has ends that do not fit its SymmetricProperty"),
        ("lfc:club a owl:TransitiveProperty", "club has ends that do not fit its TransitiveProperty"),
        ("lfc:behind a owl:FunctionalProperty", "behind is functional"),
    ],
)
def test_11_a_wrong_characteristic_is_found(turtle: str, fault: str) -> None:
    graph = ontology() + Graph().parse(data=f"PREFIX lfc: <{L}> PREFIX owl: <{OWL}> {turtle} .", format="turtle")
    assert characteristic_faults(graph) == {fault}
    if fault == "behind is functional":
        assert values_of_functional_properties(graph, [*flat()]) != {}


# Check 14
FOREIGN = {
    "clean.ttl": ("lfc:New a owl:Class .", ""),
    "pun.ttl": ("lfc:person a owl:DatatypeProperty .", "lfc:person"),
    "undeclared.ttl": ("lfc:Club rdfs:subClassOf lfc:Nothing .", "lfc:Nothing"),
    "date.ttl": ("lfc:date rdfs:range xsd:date .", "xsd:date"),
    "annotation.ttl": ("lfc:Club lfc:nickname 'the Reds' .", "lfc:nickname"),
}


def test_14_the_ontology_is_in_owl_2_dl(tmp_path: Path) -> None:
    text = PATH.read_text("utf-8")
    for name, (addition, _) in FOREIGN.items():
        (tmp_path / name).write_text(f"{text}\n{addition}\n", "utf-8")
    violations = profile([PATH, *(tmp_path / name for name in FOREIGN)])
    assert violations.get(PATH.name, []) == []
    for name, (_, culprit) in FOREIGN.items():
        told = violations.get(name, [])
        assert bool(told) is bool(culprit), (name, told)
        assert all(culprit.replace("lfc:", LFC) in violation for violation in told), (name, told)


# Check 16
def whole() -> list[Triple]:
    """Ontology and data, without the shapes, which are no OWL."""
    shapes = NamedNode(f"{GRAPH}shapes")
    return sorted({quad.triple for quad in quads() if quad.graph_name != shapes}, key=str)


def test_16_ontology_and_data_are_consistent_for_rustdl() -> None:
    assert rustdl(whole()) == SOUND


def test_16_ontology_and_data_are_consistent_for_hermit(tmp_path: Path) -> None:
    assert hermit(whole(), tmp_path) == SOUND


def test_16_an_empty_class_is_found(tmp_path: Path) -> None:
    triples = sown("lfc:PlayingClub a owl:Class ; rdfs:subClassOf lfc:Club , lfc:Person")
    expected = Verdict(True, frozenset({f"{LFC}PlayingClub"}))
    assert rustdl(triples) == expected
    assert hermit(triples, tmp_path) == expected


def test_16_no_class_is_empty_for_owlrl() -> None:
    graph, errors = close(sown("lfc:PlayingClub a owl:Class ; rdfs:subClassOf lfc:Club , lfc:Person"))
    assert errors == set()
    assert empty_classes(graph) == {f"{LFC}PlayingClub"}
    assert empty_classes(close(quad.triple for quad in ontology_store())[0]) == set()


# Check 17. Each graph is wrong for one reason, which owlrl tells: two disjoint classes that e:x would have to be of, or
# its words. tests/test_shacl.py sows what OWL does not see: missing spans, untagged labels, dates, opinions as facts.
FAULTS: dict[str, tuple[str, set[str]]] = {
    "person that is a club": ("e:x a lfc:Person , lfc:Club", {"Person", "Organisation"}),
    "feature film that is a series": ("e:x a lfc:FeatureFilm , lfc:DocumentarySeries", {"Series", "FeatureFilm"}),
    "honour that is a competition": ("e:x a lfc:Honour , lfc:Competition", {"Competition", "Honour"}),
    "honour that is competed in": ("e:c lfc:competesIn e:x . e:w lfc:honour e:x", {"Competition", "Honour"}),
    "club as speaker": ("e:q a lfc:Quotation ; lfc:speaker e:x . e:x a lfc:Club", {"Person", "Organisation"}),
    "person as winner": ("e:w lfc:winner e:x ; lfc:manager e:x", {"Person", "Organisation"}),
    "brand that makes a film": ("e:p lfc:producer e:x . e:f lfc:brand e:x", {"Agent", "Brand"}),
    "work that is behind a work": ("e:x lfc:behind e:y ; lfc:features e:z", {"Agent", "Work"}),
    "tenure as a post": ("e:x a lfc:Tenure . e:h lfc:post e:x", {"Post", "Situation"}),
    "date of a person": ("e:x a lfc:Person ; lfc:date '2015-10-08'^^xsd:date", {"Agent", "Situation"}),
    "time that announces": ("e:x a lfc:RelativeTime . e:a lfc:announcer e:x", {"Agent", "TimeExpression"}),
    "claim that cites itself": ("e:x lfc:span e:x ; lfc:status lfc:Stated", {"Claim", "Span"}),
    "article that explores": ("e:x a lfc:Article ; lfc:explores e:y", {"Work", "Article"}),
    "mention that is a claim": ("e:x lfc:refersTo e:y ; lfc:rule 'r'", {"Claim", "Mention"}),
    "modality as status": ("e:c lfc:status e:x ; lfc:modality e:x", {"Status", "Modality"}),
    "unit as part": ("e:t lfc:unit e:x ; lfc:part e:x", {"Part", "Unit"}),
}
# Here owlrl has words of its own, and the others none: rustdl keeps silent, HermiT refuses the whole file.
ILL_TYPED = "e:x lfc:years 'nine'^^xsd:integer"


@pytest.mark.parametrize(("turtle", "classes"), FAULTS.values(), ids=FAULTS.keys())
def test_17_each_wrong_graph_fails_for_its_own_reason(turtle: str, classes: set[str]) -> None:
    _, errors = close(sown(turtle))
    reasons = [set(re.findall(r"lfc:(\w+)", error)) for error in errors if error.endswith(f"{E}x")]
    assert len(reasons) == len(errors) > 0, errors
    assert classes in reasons, errors


@pytest.mark.parametrize("turtle", [turtle for turtle, _ in FAULTS.values()], ids=FAULTS.keys())
def test_17_rustdl_and_hermit_find_each_wrong_graph(turtle: str, tmp_path: Path) -> None:
    triples = sown(turtle)
    assert not rustdl(triples).consistent
    assert not hermit(triples, tmp_path).consistent


@pytest.mark.filterwarnings("ignore")  # rdflib tells of the literal too
def test_17_an_ill_typed_literal_is_found() -> None:
    _, errors = close(sown(ILL_TYPED))
    assert len(errors) == 1
    assert "'nine' does not match its datatype" in errors.pop()


def test_17_right_graphs_do_not_fail() -> None:
    store = "e:w a lfc:TrophyWin ; lfc:winner e:c ; lfc:manager e:p . e:c lfc:competesIn e:l . e:q lfc:speaker e:p"
    triples = sown(store)
    assert close(triples)[1] == set()
    assert rustdl(triples) == SOUND


def test_17_without_disjointness_nothing_would_be_found() -> None:
    triples = [
        triple for triple in sown("e:x a lfc:Person , lfc:Club") if triple.predicate.value != str(OWL.disjointWith)
    ]
    assert rustdl(triples) == SOUND


# Check 18
CASES = """
    e:film a lfc:FeatureDocumentary . e:club a lfc:Club . e:tenure a lfc:Tenure ; lfc:person e:coach ; lfc:club e:club .
    e:maker lfc:behind e:series . e:claim lfc:speaker e:guest . e:sentence a lfc:Sentence
"""
ENTAILED = [
    "e:film a lfc:Documentary , lfc:FeatureFilm , lfc:Work , schema:Movie , schema:CreativeWork",
    "e:club a lfc:Organisation , lfc:Agent , org:Organization , prov:Agent",
    "e:tenure a lfc:Situation , org:Membership",
    "e:coach a lfc:Person , lfc:Agent , schema:Person",
    "e:maker a lfc:Organisation . e:series a lfc:Work",
    "e:guest a lfc:Person",
    "e:sentence a lfc:Span , oa:SpecificResource",
]
NOT_ENTAILED = [
    "e:club a lfc:Person",
    "e:club a lfc:Competition",
    "e:film a lfc:Series",
    "e:film a lfc:DocumentarySeries",
    "e:film a lfc:Article",
    "e:series a lfc:Series",
    "e:maker a lfc:ProductionCompany",
    "e:claim a lfc:Quotation",  # claims have speakers too
    "e:claim a lfc:Claim",
    "e:coach lfc:manages e:club",  # a rule of ontology/inference/ says it, since it needs the modality
    "e:tenure a lfc:PostHolding",
    "lfc:Documentary rdfs:subClassOf lfc:FeatureFilm",
]


@pytest.fixture(scope="module")
def closed() -> Graph:
    graph, errors = close(sown(CASES))
    assert errors == set()
    return graph


def entails(graph: Graph, statement: str) -> bool:
    prefixes = PREFIXES | {"e": str(E), "org": "http://www.w3.org/ns/org#"}
    return bool(graph.query(f"ASK {{ {statement} }}", initNs={**prefixes}).askAnswer)


@pytest.mark.parametrize("statement", ENTAILED)
def test_18_what_should_follow_follows(closed: Graph, statement: str) -> None:
    assert entails(closed, statement)


@pytest.mark.parametrize("statement", NOT_ENTAILED)
def test_18_what_should_not_follow_does_not(closed: Graph, statement: str) -> None:
    assert not entails(closed, statement)


def test_18_what_does_not_follow_would_be_found() -> None:
    graph, _ = close(sown(f"{CASES} . lfc:speaker rdfs:domain lfc:Quotation"))
    assert entails(graph, "e:claim a lfc:Quotation")
