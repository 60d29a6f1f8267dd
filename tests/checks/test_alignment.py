"""Checks 9, 20 and 21: our terms are used, those that we use are there, and others' are what others published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from rdflib import DCAT, DCTERMS, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VANN, XSD, Graph, URIRef
from rdflib.namespace import ORG, DefinedNamespace
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from checks.graphs import FOLDER, IRI, KINDS, PATH, flat, found, ontology, ontology_store, own_terms
from lfckg.namespaces import LFC, PREFIXES
from support import ROOT, TESTS

STORED = sorted([*FOLDER.glob("*/*.rq"), *(ROOT / "queries").glob("*.rq")])
LANGUAGES = (str(RDF), str(RDFS), str(OWL), str(XSD), str(SH))


# Check 9
AXIOMS = (
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    OWL.disjointWith,
    OWL.inverseOf,
    SDO.rangeIncludes,
)


def iris_of_query(text: str) -> set[str]:
    """The IRIs of a query, whatever prefixes it writes them with: those of its algebra."""
    query = prepareQuery(text, initNs={prefix: URIRef(iri) for prefix, iri in PREFIXES.items()})
    return {str(part) for part in _parts(query.algebra) if isinstance(part, URIRef)}


def _parts(node: object) -> Iterator[object]:
    if isinstance(node, CompValue | dict):
        for value in node.values():
            yield from _parts(value)
    elif isinstance(node, list | tuple | set):
        for value in node:
            yield from _parts(value)
    elif isinstance(node, SequencePath | AlternativePath | NegatedPath):
        yield from _parts(node.args)
    elif isinstance(node, MulPath):
        yield from _parts(node.path)
    elif isinstance(node, InvPath):
        yield from _parts(node.arg)
    else:
        yield node


@cache
def iris_of_data() -> frozenset[str]:
    """The IRIs that stand in the compiled graph, other than as what a triple of the ontology is about."""
    terms = {triple.predicate.value for triple in flat()}
    terms |= {triple.object.value for triple in flat() if isinstance(triple.object, NamedNode)}
    return frozenset(terms)


def iris_of_code(texts: Iterable[str]) -> set[str]:
    """The own terms that code names: `lfc:Club` in messages, `{LFC}Club` and `LFC, "Club"` where it makes them."""
    pattern = r"\blfc:(\w+)|\{LFC\}(\w+)|\bLFC, \"(\w+)\"|\bLFC \+ \"(\w+)\""
    return {LFC + name for text in texts for match in re.findall(pattern, text) for name in match if name}


def code() -> list[str]:
    return [path.read_text("utf-8") for path in (ROOT / "src").glob("**/*.py")]


def strangers(used: Iterable[str], declared: set[str]) -> set[str]:
    """The terms of vocabularies, ours and others', that the ontology does not declare."""
    instances = ("https://w3id.org/lfckg/id/", "https://w3id.org/lfckg/graph/", "https://w3id.org/lfckg/shapes#")
    return {iri for iri in used if iri not in declared and not iri.startswith(LANGUAGES + instances)}


def declared_terms(graph: Graph) -> set[str]:
    return {str(term) for kind in KINDS for term in graph.subjects(RDF.type, kind)} | {IRI}


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_9_queries_and_rules_use_declared_terms_alone(path: Path) -> None:
    declared = declared_terms(ontology()) | declared_terms(Graph().parse(FOLDER / "relations.ttl"))
    declared |= {str(DCAT.Catalog), str(DCAT.dataset)}  # of the catalogue that a load keeps in a store
    assert strangers(iris_of_query(path.read_text("utf-8")), declared) == set()


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_9_entities_that_queries_name_are_in_the_data(path: Path) -> None:
    named = {iri for iri in iris_of_query(path.read_text("utf-8")) if iri.startswith(PREFIXES[""])}
    assert named <= {str(triple.subject)[1:-1] for triple in flat()}


def test_9_predicates_and_classes_of_the_graph_are_declared() -> None:
    used = {triple.predicate.value for triple in flat()}
    used |= {str(triple.object)[1:-1] for triple in flat() if triple.predicate.value == str(RDF.type)}
    assert strangers(used, declared_terms(ontology())) == set()


def terms_of_axioms(graph: Graph) -> set[str]:
    return {str(value) for axiom in AXIOMS for value in graph.objects(None, axiom) if isinstance(value, URIRef)}


def test_9_terms_that_axioms_use_are_declared() -> None:
    assert strangers(terms_of_axioms(ontology()), declared_terms(ontology())) == set()
    graph = Graph() + ontology()
    graph.add((URIRef(f"{LFC}club"), RDFS.range, SDO.SportsTeam))
    assert strangers(terms_of_axioms(graph), declared_terms(graph)) == {str(SDO.SportsTeam)}


def test_9_own_terms_anywhere_are_declared() -> None:
    context = (FOLDER / "context.jsonld").read_text("utf-8")
    used = {iri for iri in iris_of_data() if iri.startswith(LFC)} | iris_of_code([context])
    assert used - declared_terms(ontology()) - {LFC} == set()


def test_9_code_names_declared_terms_alone() -> None:
    assert iris_of_code(code()) - declared_terms(ontology()) == set()


def orphans(graph: Graph, used: Iterable[str]) -> set[str]:
    """The classes and properties that no axiom, shape, query, code or data uses."""
    terms = {term for term in own_terms(graph) if (term, RDF.type, OWL.NamedIndividual) not in graph}
    in_axioms = {str(term) for axiom in AXIOMS for s, o in graph.subject_objects(axiom) for term in (s, o)}
    return {str(term) for term in terms} - in_axioms - set(used)


def used_terms() -> set[str]:
    return set().union(
        iris_of_data(), iris_of_code(code()), *(iris_of_query(path.read_text("utf-8")) for path in STORED)
    )


def test_9_no_term_is_an_orphan() -> None:
    assert orphans(ontology(), used_terms()) == set()


def test_9_an_orphan_is_found() -> None:
    terms = {URIRef(f"{LFC}Mascot"): OWL.Class, URIRef(f"{LFC}chants"): OWL.ObjectProperty}
    graph = Graph() + ontology()
    for term, kind in terms.items():
        graph.add((term, RDF.type, kind))
    assert orphans(graph, used_terms()) == {str(term) for term in terms}
    graph.add((URIRef(f"{LFC}chants"), RDFS.domain, URIRef(f"{LFC}Mascot")))
    assert orphans(graph, used_terms()) == set()


def test_9_no_stub_is_an_orphan() -> None:
    """A term of others is used in the graph, or offered to curators."""
    offered = {
        PREFIXES[prefix] + name
        for path in (ROOT / "docs").glob("*.md")
        for prefix, name in re.findall(r"\b(\w+):(\w+)", path.read_text("utf-8"))
        if prefix in PREFIXES
    }
    stubs = {iri for iri in declared_terms(ontology()) if not iri.startswith((LFC, IRI))}
    assert stubs - iris_of_data() - offered == set()


def test_9_strangers_are_found() -> None:
    text = "SELECT * { ?s lfc:Nix/^lfc:nixOf* [] ; a :klopp FILTER NOT EXISTS { ?s skos:label|lfc:club lfc:Nil } }"
    found_terms = strangers(iris_of_query(text), declared_terms(ontology()))
    assert found_terms == {f"{LFC}Nix", f"{LFC}nixOf", f"{LFC}Nil", str(SKOS) + "label"}
    assert iris_of_code(['f"{LFC}one" lfc:two say(LFC, "three", x) LFC + "four"']) == {
        LFC + name for name in ("one", "two", "three", "four")
    }


# Check 20
BUNDLED: dict[str, type[DefinedNamespace]] = {
    str(namespace): namespace for namespace in (DCTERMS, ORG, PROV, SDO, SKOS, VANN)
}
LISTED = {
    "http://www.w3.org/ns/oa#": "oa.txt",
    "https://sportschema.org/ontologies/main/": "sport.txt",
}
OTHERS = {"http://purl.org/ontology/bibo/status"}  # bibo:status, of the Bibliographic Ontology 1.3


def published(iri: str) -> bool:
    """Tell whether a vocabulary has a term: as rdflib bundles it, or by the list in this folder."""
    for namespace, terms in BUNDLED.items():
        if iri.startswith(namespace):
            return iri.removeprefix(namespace) in terms
    for namespace, name in LISTED.items():
        if iri.startswith(namespace):
            lines = (TESTS / "checks" / "vocabularies" / name).read_text("utf-8").splitlines()
            return iri.removeprefix(namespace) in lines
    return iri in OTHERS


def alignment_targets(graph: Graph) -> set[str]:
    links: tuple[URIRef, ...] = (
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        OWL.equivalentClass,
        OWL.equivalentProperty,
        SKOS.exactMatch,
    )
    links += (SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
    return {str(o) for link in links for o in graph.objects(None, link) if isinstance(o, URIRef)}


def alignment_faults(graph: Graph) -> set[str]:
    declared = declared_terms(graph)
    targets = {iri for iri in alignment_targets(graph) if not iri.startswith((LFC, *LANGUAGES))}
    stubs = {iri for iri in declared if not iri.startswith((LFC, IRI))}
    return {iri for iri in stubs | targets if not published(iri)} | (targets - declared)


# What others' terms are not, whatever their names make one think.
TRAPS = {
    str(SDO.SportsClub): "a place where sport is done, and no organisation",
    str(SDO.award): "text, and no node",
    str(SDO.Quotation): "in schema.org's pending area",
    str(SDO.creativeWorkStatus): "in schema.org's pending area",
}


def test_20_terms_of_others_are_published_and_declared() -> None:
    assert alignment_faults(ontology()) == set()
    assert {iri: TRAPS[iri] for iri in declared_terms(ontology()) & set(TRAPS)} == {}


def test_20_nothing_is_imported() -> None:
    assert list(ontology().objects(None, OWL.imports)) == []


@pytest.mark.parametrize(
    ("turtle", "faults"),
    [
        ("lfc:Club rdfs:subClassOf schema:FootballClub .", {f"{SDO}FootballClub"}),
        ("lfc:Club rdfs:subClassOf schema:SportsTeam .", {f"{SDO}SportsTeam"}),  # there, and without a stub
        ("oa:TextSelector a owl:Class .", {"http://www.w3.org/ns/oa#TextSelector"}),
        ("lfc:Club skos:closeMatch sport:Klub .", {"https://sportschema.org/ontologies/main/Klub"}),
        ("prov:Agents a owl:Class .", {f"{PROV}Agents"}),
        ("<http://e/Club> a owl:Class .", {"http://e/Club"}),
    ],
)
def test_20_an_invented_term_is_found(turtle: str, faults: set[str]) -> None:
    prefixes = "".join(line + "\n" for line in PATH.read_text("utf-8").splitlines() if line.startswith("@prefix"))
    assert alignment_faults(ontology() + Graph().parse(data=prefixes + turtle, format="turtle")) == faults


# Check 21
IDENTITY = f"""SELECT (?one AS ?fault) {{
    {{ ?one owl:sameAs ?other }}
    UNION {{ ?one skos:exactMatch ?other FILTER NOT EXISTS {{ ?one dcterms:source|prov:wasDerivedFrom ?source }} }}
    FILTER (STRSTARTS(STR(?one), "{PREFIXES[""]}") || STRSTARTS(STR(?one), "{LFC}"))
}}"""


def test_21_nothing_is_the_same_as_something_elsewhere_without_a_source() -> None:
    store = ontology_store()
    for triple in flat():
        store.update(f"INSERT DATA {{ {triple} }}")
    assert found(store, IDENTITY) == set()


def test_21_identity_without_a_source_is_found() -> None:
    store = ontology_store(
        "INSERT DATA { :a owl:sameAs e:a . :b skos:exactMatch e:b . :c skos:exactMatch e:c ; dcterms:source e:d }"
    )
    assert {iri.rpartition("/")[2] for iri in found(store, IDENTITY)} == {"a", "b"}
