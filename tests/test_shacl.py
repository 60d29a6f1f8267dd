"""Shapes and rules: they hold, are valid themselves, and catch each seeded fault for its own reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from lfckg.compiler import Selection, compile_files
from lfckg.namespaces import ARTICLE, ENTITY, LFC, OA, PROV, RDF, RULES, SHAPES, SKOS, XSD
from lfckg.queries import Query
from lfckg.shacl import check
from lfckg.workspace import find_workspace
from support import ROOT, make_workspace

FIRST, SECOND = f"{ARTICLE}lfc-documentary", f"{ARTICLE}tarnbrook-film"
FACTS, EVIDENCE = (f"https://w3id.org/lfckg/graph/article/lfc-documentary/{kind}" for kind in ("facts", "evidence"))
OTHER_EVIDENCE = EVIDENCE.replace("lfc-documentary", "tarnbrook-film")
OTHER_FACTS = FACTS.replace("lfc-documentary", "tarnbrook-film")
INFERENCES = "https://w3id.org/lfckg/graph/inferences"
ENTITIES = "https://w3id.org/lfckg/graph/entities"
Change = tuple[str, str, str | Literal, str]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("w") / "project", both=True)


@pytest.fixture(scope="module")
def quads(root: Path) -> frozenset[Quad]:
    return compile_files(find_workspace(root)).quads()


def run(path: Path, quads: frozenset[Quad]) -> list[dict[str, Any]]:
    """Check quads against our shapes and rules, as the process of `validate` does."""
    data = path / "data.nq"
    data.write_text("".join(f"{quad} .\n" for quad in quads), "utf-8")
    request = {
        "data": [str(data)],
        "shapes": [str(ROOT / "ontology" / "shapes.ttl")],
        "rules": [str(rule) for rule in (ROOT / "ontology" / "rules").glob("*.rq")],
        "check_shapes": False,
    }
    findings: list[dict[str, Any]] = check(request)["findings"]
    return findings


def test_the_graph_conforms_with_and_without_implied_facts(tmp_path: Path, root: Path, quads: frozenset[Quad]) -> None:
    assert run(tmp_path, quads) == []
    stated = compile_files(find_workspace(root)).quads(Selection(stated_only=True))
    assert len(stated) < len(quads)
    assert run(tmp_path, stated) == []


def test_the_shapes_are_valid_shacl() -> None:
    shapes = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_every_shape_says_what_to_do_and_targets_a_declared_class() -> None:
    shapes = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    for shape in shapes.subjects(rdflib.RDF.type, sh.PropertyShape):
        assert shapes.value(shape, sh.message), shape
        assert shapes.value(shape, sh.severity) in {sh.Violation, sh.Warning, sh.Info}, shape
    ontology = rdflib.Graph().parse(ROOT / "ontology" / "lfckg.ttl")
    targets = list(shapes.objects(None, sh.targetClass))
    assert len(targets) == len(set(targets)) > 25
    for target in targets:
        assert (target, rdflib.RDF.type, rdflib.OWL.Class) in ontology, target
    used = (
        set(shapes.objects(None, sh.path))
        | set(shapes.objects(None, sh["class"]))
        | set(shapes.objects(None, sh.lessThan))
    )
    unknown = {term for term in used if str(term).startswith(LFC)} - set(ontology.subjects())
    assert unknown == set()


def test_every_situation_class_has_a_shape() -> None:
    shapes = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")
    ontology = rdflib.Graph().parse(ROOT / "ontology" / "lfckg.ttl")
    targets = set(shapes.objects(None, rdflib.URIRef("http://www.w3.org/ns/shacl#targetClass")))
    situations = set(ontology.subjects(rdflib.RDFS.subClassOf, rdflib.URIRef(f"{LFC}Situation")))
    assert situations - targets == set()


def test_rules_say_what_to_do() -> None:
    rules = sorted((ROOT / "ontology" / "rules").glob("*.rq"))
    assert len(rules) >= 10
    for path in rules:
        assert Query(path.stem, path.read_text("utf-8")).title.endswith("."), path


def integer(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(f"{XSD}integer"))


def day(value: str) -> Literal:
    return Literal(value, datatype=NamedNode(f"{XSD}date"))


TYPE, SUBJECT, PREDICATE, OBJECT = (f"{RDF}{name}" for name in ("type", "subject", "predicate", "object"))
CLAIM = f"{FIRST}#win-fa-cup.honour"
SPAN = f"{FIRST}#char=2508,2514"
PLAN = f"{FIRST}#tenure-end"

# name: (triples taken away, triples added, the shapes and rules that must tell)
FAULTS: dict[str, tuple[list[Change], list[Change], set[str]]] = {
    "claim without span": ([(CLAIM, f"{LFC}span", "*", EVIDENCE)], [], {"Claim-span"}),
    "claim without status": ([(CLAIM, f"{LFC}status", "*", EVIDENCE)], [], {"Claim-status", "fact-not-asserted"}),
    "claim with two statuses": (
        [],
        [(CLAIM, f"{LFC}status", f"{LFC}Opinion", EVIDENCE)],
        {"Claim-status", "assertion", "quoted-without-speaker"},
    ),
    "opinion among the facts": (
        [],
        [(f"{ENTITY}ines-okafor", f"{SKOS}note", Literal("were sceptical"), FACTS)],
        {"fact-not-asserted"},
    ),
    "plan among the facts": (
        [],
        [(f"{FIRST}#tenure", f"{LFC}endedBy", f"{FIRST}#departure", FACTS)],
        {"fact-not-asserted"},
    ),
    "fact without claim": (
        [],
        [(f"{ENTITY}lorton-entertainment", f"{LFC}behind", f"{ENTITY}liverpool-documentary-series", FACTS)],
        {"fact-without-claim"},
    ),
    "asserting claim without fact": (
        [(f"{ENTITY}liverpool-fc", f"{LFC}competesIn", "*", FACTS)],
        [],
        {"claim-not-asserted"},
    ),
    "quote longer than its span": (
        [(SPAN, f"{LFC}quote", "*", EVIDENCE)],
        [(SPAN, f"{LFC}quote", Literal("the FA Cup"), EVIDENCE)],
        {"span-length", "span-selectors"},
    ),
    "selector elsewhere": (
        [(f"{FIRST}#position=2508,2514", f"{OA}start", "*", EVIDENCE)],
        [(f"{FIRST}#position=2508,2514", f"{OA}start", integer(7), EVIDENCE)],
        {"span-selectors"},
    ),
    "reversed offsets": (
        [(f"{FIRST}#char=145,377", f"{LFC}end", "*", EVIDENCE)],
        [(f"{FIRST}#char=145,377", f"{LFC}end", integer(100), EVIDENCE)],
        {"Span-start", "span-selectors"},
    ),
    "span behind the text": (
        [(FIRST, f"{LFC}length", "*", EVIDENCE)],
        [(FIRST, f"{LFC}length", integer(2600), EVIDENCE)],
        {"span-outside-text"},
    ),
    "words of another article": (
        [],
        [(CLAIM, f"{LFC}span", f"{SECOND}#char=0,16", EVIDENCE)],
        {"span-of-another-article"},
    ),
    "digest that is none": (
        [(FIRST, f"{LFC}sha256", "*", EVIDENCE)],
        [(FIRST, f"{LFC}sha256", Literal("abc"), EVIDENCE)],
        {"Article-sha256"},
    ),
    "untagged label": (
        [(f"{ENTITY}drew-crisp", f"{SKOS}prefLabel", "*", ENTITIES)],
        [(f"{ENTITY}drew-crisp", f"{SKOS}prefLabel", Literal("Drew Crisp"), ENTITIES)],
        {"Person-label"},
    ),
    "one label for two": (
        [(f"{ENTITY}drew-crisp", f"{SKOS}prefLabel", "*", ENTITIES)],
        [(f"{ENTITY}drew-crisp", f"{SKOS}prefLabel", Literal("Julian Bird", language="en"), ENTITIES)],
        {"label-twice"},
    ),
    "person that is a club": ([], [(f"{ENTITY}drew-crisp", TYPE, f"{LFC}Club", ENTITIES)], {"Person"}),
    "honour that is a competition": (
        [],
        [(f"{ENTITY}fa-cup-title", TYPE, f"{LFC}Competition", ENTITIES)],
        {"Competition", "Honour"},
    ),
    "feature film that is a series": ([], [(f"{ENTITY}rooney", TYPE, f"{LFC}Series", ENTITIES)], {"Series-not-a-film"}),
    "club as speaker": (
        [
            (f"{FIRST}#quotation-crisp", f"{LFC}speaker", "*", FACTS),
            (f"{FIRST}#quotation-crisp.speaker", OBJECT, "*", EVIDENCE),
        ],
        [
            (f"{FIRST}#quotation-crisp", f"{LFC}speaker", f"{ENTITY}liverpool-fc", FACTS),
            (f"{FIRST}#quotation-crisp.speaker", OBJECT, f"{ENTITY}liverpool-fc", EVIDENCE),
        ],
        {"Quotation-speaker", "claim-range"},
    ),
    "win without honour": (
        [
            (f"{FIRST}#win-fa-cup", f"{LFC}honour", "*", FACTS),
            *[
                (CLAIM, name, "*", EVIDENCE)
                for name in (TYPE, SUBJECT, PREDICATE, OBJECT, f"{LFC}status", f"{LFC}span")
            ],
        ],
        [],
        {"TrophyWin-honour", "claim-source"},
    ),
    "win of a competition": (
        [
            (f"{FIRST}#win-premier-league", f"{LFC}honour", "*", FACTS),
            (f"{FIRST}#win-premier-league.honour", OBJECT, "*", EVIDENCE),
        ],
        [
            (f"{FIRST}#win-premier-league", f"{LFC}honour", f"{ENTITY}premier-league", FACTS),
            (f"{FIRST}#win-premier-league.honour", OBJECT, f"{ENTITY}premier-league", EVIDENCE),
        ],
        {"TrophyWin-honour", "claim-range"},
    ),
    "two holders of one tenure": (
        [],
        [
            (f"{FIRST}#tenure", f"{LFC}person", f"{ENTITY}drew-crisp", FACTS),
            (f"{FIRST}#x", TYPE, f"{LFC}Claim", EVIDENCE),
            (f"{FIRST}#x", TYPE, f"{LFC}Assertion", EVIDENCE),
            (f"{FIRST}#x", SUBJECT, f"{FIRST}#tenure", EVIDENCE),
            (f"{FIRST}#x", PREDICATE, f"{LFC}person", EVIDENCE),
            (f"{FIRST}#x", OBJECT, f"{ENTITY}drew-crisp", EVIDENCE),
            (f"{FIRST}#x", f"{LFC}status", f"{LFC}Stated", EVIDENCE),
            (f"{FIRST}#x", f"{LFC}modality", f"{LFC}Actual", EVIDENCE),
            (f"{FIRST}#x", f"{LFC}span", SPAN, EVIDENCE),
            (f"{FIRST}#x", f"{PROV}wasDerivedFrom", FIRST, EVIDENCE),
        ],
        {"Tenure-person"},
    ),
    "end before start": (
        [],
        [
            (f"{FIRST}#departure", f"{LFC}date", day("2014-05-01"), FACTS),
            (f"{FIRST}#x", SUBJECT, f"{FIRST}#departure", EVIDENCE),
            (f"{FIRST}#x", PREDICATE, f"{LFC}date", EVIDENCE),
            (f"{FIRST}#x", OBJECT, day("2014-05-01"), EVIDENCE),
            (f"{FIRST}#x", f"{LFC}status", f"{LFC}Stated", EVIDENCE),
            (f"{FIRST}#x", f"{LFC}modality", f"{LFC}Actual", EVIDENCE),
        ],
        {"end-before-start"},
    ),
    "date as text": (
        [(f"{FIRST}#appointment", f"{LFC}date", "*", FACTS), (f"{FIRST}#appointment.date", OBJECT, "*", EVIDENCE)],
        [
            (f"{FIRST}#appointment", f"{LFC}date", Literal("8 October 2015"), FACTS),
            (f"{FIRST}#appointment.date", OBJECT, Literal("8 October 2015"), EVIDENCE),
        ],
        {"Situation-date"},
    ),
    "impossible date": (
        [(f"{FIRST}#appointment", f"{LFC}date", "*", FACTS), (f"{FIRST}#appointment.date", OBJECT, "*", EVIDENCE)],
        [
            (f"{FIRST}#appointment", f"{LFC}date", day("2015-10-32"), FACTS),
            (f"{FIRST}#appointment.date", OBJECT, day("2015-10-32"), EVIDENCE),
        ],
        {"Situation-date"},
    ),
    "short cut without claim": (
        [],
        [(f"{ENTITY}drew-crisp", f"{LFC}manages", f"{ENTITY}liverpool-fc", INFERENCES)],
        {"inferred-without-claim"},
    ),
    "evaluation that asserts": (
        [],
        [(f"{SECOND}#sceptical", TYPE, f"{LFC}Assertion", OTHER_EVIDENCE)],
        {"assertion"},
    ),
    "claim of no property": (
        [(f"{SECOND}#sceptical", PREDICATE, "*", OTHER_EVIDENCE)],
        [(f"{SECOND}#sceptical", PREDICATE, "http://e/nonsense", OTHER_EVIDENCE)],
        {"claim-predicate"},
    ),
    "claim from nowhere": (
        [(f"{SECOND}#sceptical", f"{PROV}wasDerivedFrom", "*", OTHER_EVIDENCE)],
        [(f"{SECOND}#sceptical", f"{PROV}wasDerivedFrom", "http://e/nothing", OTHER_EVIDENCE)],
        {"claim-source"},
    ),
    "quotation without extent": (
        [
            (f"{SECOND}#quotation", f"{LFC}extent", "*", OTHER_FACTS),
            (f"{SECOND}#quotation.extent", PREDICATE, "*", OTHER_EVIDENCE),
        ],
        [(f"{SECOND}#quotation.extent", PREDICATE, f"{SKOS}note", OTHER_EVIDENCE)],
        {"quotation-without-extent", "claim-not-asserted"},
    ),
    "opinion without speaker": (
        [(f"{SECOND}#sceptical", f"{LFC}speaker", "*", OTHER_EVIDENCE)],
        [],
        {"quoted-without-speaker"},
    ),
    "property of another class": (
        [],
        [
            (f"{FIRST}#x", TYPE, f"{LFC}Claim", EVIDENCE),
            (f"{FIRST}#x", SUBJECT, f"{ENTITY}drew-crisp", EVIDENCE),
            (f"{FIRST}#x", PREDICATE, f"{LFC}competesIn", EVIDENCE),
            (f"{FIRST}#x", OBJECT, f"{ENTITY}premier-league", EVIDENCE),
            (f"{FIRST}#x", f"{LFC}status", f"{LFC}Evaluation", EVIDENCE),
            (f"{FIRST}#x", f"{LFC}modality", f"{LFC}Actual", EVIDENCE),
            (f"{FIRST}#x", f"{LFC}span", SPAN, EVIDENCE),
            (f"{FIRST}#x", f"{PROV}wasDerivedFrom", FIRST, EVIDENCE),
        ],
        {"claim-domain"},
    ),
    "inference without premise": (
        [
            (
                f"{ENTITY}inference/manages/jurgen-klopp.liverpool-fc",
                f"{PROV}wasDerivedFrom",
                "*",
                "https://w3id.org/lfckg/graph/inferences",
            )
        ],
        [],
        {"Claim-source", "inference-without-premise"},
    ),
}


def seeded(quads: frozenset[Quad], removed: list[Change], added: list[Change]) -> frozenset[Quad]:
    """Take away and add; `*` stands for any object, and something must be there to be taken."""
    changed = set(quads)
    for subject, predicate, value, graph in removed:
        gone = {
            quad
            for quad in changed
            if (quad.subject, quad.predicate) == (NamedNode(subject), NamedNode(predicate))
            if quad.graph_name == NamedNode(graph)
        }
        assert gone, (subject, predicate, value)
        changed -= gone
    for subject, predicate, value, graph in added:
        term = value if isinstance(value, Literal) else NamedNode(value)
        changed.add(Quad(NamedNode(subject), NamedNode(predicate), term, NamedNode(graph)))
    return frozenset(changed)


@pytest.mark.parametrize(("removed", "added", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_is_caught_for_its_own_reason(
    tmp_path: Path, quads: frozenset[Quad], removed: list[Change], added: list[Change], expected: set[str]
) -> None:
    findings = run(tmp_path, seeded(quads, removed, added))
    assert {finding["source"].removeprefix(SHAPES).removeprefix(RULES) for finding in findings} == expected
    assert all(finding["message"] for finding in findings)


def test_the_ontology_and_shapes_files_have_no_blank_node() -> None:
    for name in ("lfckg.ttl", "shapes.ttl"):
        for quad in parse(path=str(ROOT / "ontology" / name), format=RdfFormat.TURTLE):
            assert "_:" not in f"{quad.subject} {quad.object}"[:2]
            assert not str(quad.object).startswith("_:")
