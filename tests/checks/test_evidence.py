"""Check 24: each fact has a claim, each claim its words as they stand in the text, and no opinion is a fact.

It reads the quads alone, with nothing of the code that made them. tests/test_shacl.py has the rules that users run.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from pyoxigraph import Triple as StarTriple

from checks.graphs import quads
from lfckg.namespaces import ARTICLE, ENTITY, GRAPH, LFC, OA, RDF
from support import ARTICLES, SHARED_ARTICLES

Term = NamedNode | BlankNode | Literal | StarTriple
ASSERTING = {NamedNode(LFC + name) for name in ("Stated", "Implied", "Actual", "Approximate")}


class Nodes:
    """Quads by subject, for reading values."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.values: dict[Term, dict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
        for quad in quads:
            self.values[quad.subject][quad.predicate.value].add(quad.object)

    def get(self, node: Term, iri: str) -> set[Term]:
        return self.values[node][iri]

    def one(self, node: Term, iri: str) -> str:
        (value,) = self.get(node, iri)
        assert isinstance(value, NamedNode | Literal)
        return value.value

    def of(self, name: str) -> list[Term]:
        return [node for node in list(self.values) if NamedNode(name) in self.get(node, f"{RDF}type")]


def texts() -> dict[str, str]:
    """The texts that are at hand, by the IRI of their article, normalised as offsets need it."""
    paths = [*ARTICLES.glob("*.txt"), *SHARED_ARTICLES.glob("*.txt")]
    return {ARTICLE + path.stem: unicodedata.normalize("NFC", path.read_text("utf-8")) for path in paths}


def evidence_faults(quads: Iterable[Quad], texts: Mapping[str, str]) -> set[tuple[str, str]]:
    """Give each fault with the local name of what has it."""
    quads = list(quads)
    nodes = Nodes(quads)
    claims = nodes.of(f"{LFC}Claim")
    faults = fact_faults(quads, nodes, claims)
    faults |= {("no words", str(claim)) for claim in claims if not nodes.get(claim, f"{LFC}span")}
    faults |= {(fault, str(span)) for span in nodes.of(f"{LFC}Span") for fault in span_faults(nodes, span, texts)}
    return {(fault, node.strip("<>").removeprefix(ARTICLE).removeprefix(ENTITY)) for fault, node in faults}


def fact_faults(quads: list[Quad], nodes: Nodes, claims: list[Term]) -> set[tuple[str, str]]:
    """Hold the facts against the claims: a triple is a fact if and only if some claim asserts it."""
    claimed: dict[tuple[Term, ...], set[Term]] = defaultdict(set)
    asserted = set()
    for claim in claims:
        (triple,) = zip(*(nodes.get(claim, RDF + part) for part in ("subject", "predicate", "object")), strict=True)
        claimed[triple].add(claim)
        (status,), (modality,) = nodes.get(claim, f"{LFC}status"), nodes.get(claim, f"{LFC}modality")
        if {status, modality} <= ASSERTING:
            asserted.add(triple)
    inferred = NamedNode(f"{GRAPH}inferences")
    facts: set[tuple[Term, ...]] = {
        (quad.subject, quad.predicate, quad.object)
        for quad in quads
        if str(quad.graph_name).endswith("/facts>") or (quad.graph_name == inferred and quad.subject not in set(claims))
    }
    faults = {("no claim", str(fact[0])) for fact in facts if fact not in claimed}
    faults |= {("not asserted", str(fact[0])) for fact in facts if fact in claimed and fact not in asserted}
    return faults | {("no fact", str(triple[0])) for triple in asserted - facts}


def span_faults(nodes: Nodes, span: Term, texts: Mapping[str, str]) -> set[str]:
    """Hold a span's selectors against each other and against the text, where it is at hand."""
    by_kind = {next(iter(nodes.get(node, f"{RDF}type"))): node for node in nodes.get(span, f"{OA}hasSelector")}
    position = by_kind[NamedNode(f"{OA}TextPositionSelector")]
    start, end = (int(nodes.one(position, OA + name)) for name in ("start", "end"))
    faults = set()
    if (start, end) != tuple(int(nodes.one(span, LFC + name)) for name in ("start", "end")):
        faults.add("offsets")
    quote = by_kind.get(NamedNode(f"{OA}TextQuoteSelector"))
    text = texts.get(nodes.one(span, f"{OA}hasSource"))
    if quote is None:
        return faults
    exact = nodes.one(quote, f"{OA}exact")
    if unicodedata.normalize("NFC", exact) != exact or nodes.one(span, f"{LFC}quote") != exact:
        faults.add("quote")
    if text is not None and text[start:end] != exact:
        faults.add("not in the text")
    return faults


def test_24_facts_claims_and_words_agree() -> None:
    assert f"{ARTICLE}tarnbrook-film" in texts()
    assert evidence_faults(quads(), texts()) == set()


def test_24_the_words_of_articles_are_compared() -> None:
    wrong = {iri: text.replace("Bracken", "Branken") for iri, text in texts().items()}
    assert {fault for fault, _ in evidence_faults(quads(), wrong)} == {"not in the text"}
    shifted = {iri: f"\u00a0{text}" for iri, text in texts().items()}
    assert {fault for fault, _ in evidence_faults(quads(), shifted)} == {"not in the text"}


SLUG = "tarnbrook-film"
FACTS, EVIDENCE = (NamedNode(f"{GRAPH}article/{SLUG}/{kind}") for kind in ("facts", "evidence"))


def swap(predicate: str, old: Term, new: Term) -> list[Quad]:
    """Give the quads with one value changed into another, where a node of the article has it."""
    return [
        Quad(quad.subject, quad.predicate, new, quad.graph_name)
        if (quad.predicate.value, quad.object) == (predicate, old) and SLUG in str(quad.subject)
        else quad
        for quad in quads()
    ]


def first(graph: NamedNode, predicate: str) -> Quad:
    return min((q for q in quads() if q.graph_name == graph and q.predicate.value == predicate), key=str)


def test_24_a_fact_without_a_claim_is_found() -> None:
    added = Quad(NamedNode(f"{ENTITY}x"), NamedNode(f"{LFC}behind"), NamedNode(f"{ENTITY}y"), FACTS)
    assert evidence_faults([*quads(), added], texts()) == {("no claim", "x")}


@pytest.mark.parametrize(("name", "value"), [("status", "Opinion"), ("status", "QuotedFact"), ("status", "Evaluation")])
def test_24_an_opinion_among_the_facts_is_found(name: str, value: str) -> None:
    changed = swap(LFC + name, NamedNode(f"{LFC}Stated"), NamedNode(LFC + value))
    faults = evidence_faults(changed, texts())
    assert {fault for fault, _ in faults} == {"not asserted"}
    assert all(node.startswith(SLUG) or "#" not in node for _, node in faults)


def test_24_an_opinion_made_a_fact_is_found() -> None:
    changed = swap(f"{LFC}status", NamedNode(f"{LFC}Opinion"), NamedNode(f"{LFC}Stated"))
    assert {fault for fault, _ in evidence_faults(changed, texts())} == {"no fact"}


def test_24_a_claim_without_words_is_found() -> None:
    gone = first(EVIDENCE, f"{LFC}span").subject
    left = [q for q in quads() if (q.subject, q.predicate.value) != (gone, f"{LFC}span")]
    assert {fault for fault, _ in evidence_faults(left, texts())} == {"no words"}


@pytest.mark.parametrize(("predicate", "fault"), [(f"{OA}exact", "quote"), (f"{LFC}quote", "quote")])
def test_24_a_changed_quote_is_found(predicate: str, fault: str) -> None:
    old = first(EVIDENCE, predicate).object
    assert isinstance(old, Literal)
    faults = evidence_faults(swap(predicate, old, Literal(f"{old.value}!")), texts())
    assert fault in {fault for fault, _ in faults}


def test_24_a_moved_selector_is_found() -> None:
    moved = first(EVIDENCE, f"{OA}start")
    number = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    changed = [q for q in quads() if q != moved]
    changed.append(Quad(moved.subject, moved.predicate, Literal("1", datatype=number), moved.graph_name))
    assert "offsets" in {fault for fault, _ in evidence_faults(changed, texts())}
