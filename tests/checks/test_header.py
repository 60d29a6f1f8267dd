"""Checks 1 to 4: the ontology says what it is, whose, which version, and by which name."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, VANN, Graph, Literal, URIRef
from rdflib.namespace import XSD

from checks.graphs import FOLDER, IRI, PATH, found, ontology, ontology_store
from lfckg.namespaces import LFC, PREFIXES
from support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

MINIMUM = [
    "dcterms:title",
    "dcterms:description",
    "dcterms:license",
    "dcterms:creator",
    "owl:versionIRI",
    "vann:preferredNamespaceUri",
]
RECOMMENDED = [
    "vann:preferredNamespacePrefix",
    "owl:versionInfo",
    "dcterms:created",
    "dcterms:issued",
    "dcterms:modified",
    "dcterms:publisher",
    "dcterms:bibliographicCitation",
    "bibo:status",
]


# Checks 1 and 2
def missing_header(names: list[str]) -> str:
    return f"""SELECT (?name AS ?fault) {{
        VALUES ?name {{ {" ".join(names)} }}
        FILTER NOT EXISTS {{ <{IRI}> a owl:Ontology ; ?name ?value . FILTER (STR(?value) != "") }}
    }}"""


@pytest.mark.parametrize("names", [MINIMUM, RECOMMENDED], ids=["minimum", "recommended"])
def test_1_2_the_header_is_complete(names: list[str]) -> None:
    assert found(ontology_store(), missing_header(names)) == set()


@pytest.mark.parametrize("name", MINIMUM + RECOMMENDED)
def test_1_2_a_missing_line_of_the_header_is_found(name: str) -> None:
    store = ontology_store(f"DELETE WHERE {{ <{IRI}> {name} ?value }}")
    assert {
        iri.rpartition("/")[2].rpartition("#")[2] for iri in found(store, missing_header(MINIMUM + RECOMMENDED))
    } == {name.partition(":")[2]}


def test_1_the_licence_is_an_iri_and_the_one_of_the_project() -> None:
    licence = ontology().value(URIRef(IRI), DCTERMS.license)
    assert licence == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert "CC-BY-4.0" in PROJECT["license"]


def test_2_created_issued_and_modified_are_dates_in_this_order() -> None:
    values = [ontology().value(URIRef(IRI), name) for name in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)]
    dates = [value for value in values if isinstance(value, Literal) and value.datatype == XSD.date]
    assert len(dates) == 3
    assert dates == sorted(dates)


# Check 3
def version_faults(graph: Graph, version: str) -> set[str]:
    header = URIRef(IRI)
    iri, info, prior = (graph.value(header, name) for name in (OWL.versionIRI, OWL.versionInfo, OWL.priorVersion))
    faults = {
        "version of the package": str(info) != version,
        "version IRI": str(iri) != f"{IRI}/{info}",
        "prior version": (prior is None) is not version.startswith("0.1."),
        "citation": version not in str(graph.value(header, DCTERMS.bibliographicCitation)),
    }
    return {name for name, wrong in faults.items() if wrong}


def test_3_the_version_is_the_one_of_the_package() -> None:
    assert version_faults(ontology(), PROJECT["version"]) == set()


def test_3_a_wrong_version_is_found() -> None:
    graph = Graph() + ontology()
    assert version_faults(graph, "0.2.0") == {"version of the package", "prior version", "citation"}
    graph.set((URIRef(IRI), OWL.versionIRI, URIRef(IRI)))
    assert version_faults(graph, PROJECT["version"]) == {"version IRI"}


# Check 4
PERSISTENT = ("https://w3id.org/", "http://purl.org/")  # both take every IRI to where its owner says


def identity_faults(graph: Graph, context: dict[str, object], prefixes: dict[str, str]) -> set[str]:
    headers = set(graph.subjects(RDF.type, OWL.Ontology))
    namespaces = {
        "header": str(graph.value(URIRef(IRI), VANN.preferredNamespaceUri)),
        "Turtle prefix": prefixes.get("lfc"),
        "JSON-LD context": context.get("lfc"),
        "JSON-LD vocabulary": context.get("@vocab"),
        "code": PREFIXES["lfc"],
    }
    faults = {name for name, namespace in namespaces.items() if namespace != LFC}
    if headers != {URIRef(IRI)}:
        faults.add("ontologies")
    if not str(graph.value(URIRef(IRI), OWL.versionIRI)).startswith(IRI) or not IRI.startswith(PERSISTENT):
        faults.add("scheme")
    if str(graph.value(URIRef(IRI), VANN.preferredNamespacePrefix)) != "lfc":
        faults.add("prefix")
    return faults


def declared_prefixes(text: str) -> dict[str, str]:
    return dict(re.findall(r"^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>", text, re.IGNORECASE | re.MULTILINE))


def context() -> dict[str, object]:
    terms: dict[str, object] = json.loads((FOLDER / "context.jsonld").read_text("utf-8"))["@context"]
    return terms


def test_4_there_is_one_ontology_with_one_name() -> None:
    assert identity_faults(ontology(), context(), declared_prefixes(PATH.read_text("utf-8"))) == set()


def test_4_a_second_name_is_found() -> None:
    graph = Graph() + ontology()
    graph.add((URIRef("http://example.org/"), RDF.type, OWL.Ontology))
    graph.set((URIRef(IRI), VANN.preferredNamespaceUri, Literal("https://w3id.org/lfckg/")))
    assert identity_faults(graph, {"@vocab": LFC}, {"lfc": LFC}) == {"ontologies", "header", "JSON-LD context"}


def prefix_faults(prefixes: dict[str, str], known: dict[str, object]) -> dict[str, str]:
    return {prefix: iri for prefix, iri in prefixes.items() if known.get(prefix, iri) != iri}


@pytest.mark.parametrize(
    "path",
    [PATH, *FOLDER.glob("*/*.rq"), *(ROOT / "queries").glob("*.rq"), *(ROOT / "data").glob("*.ttl")],
    ids=lambda path: path.name,
)
def test_4_a_prefix_means_the_same_everywhere(path: Path) -> None:
    prefixes = declared_prefixes(path.read_text("utf-8"))
    assert prefixes or path.suffix == ".rq"
    assert prefix_faults(prefixes, {**PREFIXES}) == {}
    entities = {prefix: iri for prefix, iri in prefixes.items() if prefix}  # JSON-LD has no empty prefix
    assert prefix_faults(entities, context()) == {}


def test_4_context_and_code_have_the_same_prefixes() -> None:
    named = {prefix: iri for prefix, iri in PREFIXES.items() if prefix}
    assert {prefix: context().get(prefix) for prefix in named} == named
    assert context()["entity"] == PREFIXES[""]


def test_4_a_prefix_with_two_meanings_is_found() -> None:
    assert prefix_faults(declared_prefixes("PREFIX skos: <http://e/>\n  prefix : <http://f/>"), {**PREFIXES}) == {
        "skos": "http://e/",
        "": "http://f/",
    }


# The namespace is not registered: whoever speaks of resolving must say so.
def resolvable_claims(text: str) -> list[str]:
    sentences = re.split(r"(?<=[.!?])\s", text)
    return [
        sentence
        for sentence in sentences
        if re.search(r"resolv\w+|dereferenc\w+", sentence) and "w3id.org" in sentence
        if not re.search(r"\bnot\b|\bno\b", sentence)
    ]


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *FOLDER.glob("*.ttl")], ids=lambda path: path.name
)
def test_4_nothing_calls_the_namespace_resolvable(path: Path) -> None:
    assert resolvable_claims(path.read_text("utf-8")) == []


def test_4_a_claim_that_the_namespace_resolves_is_found() -> None:
    claim = "All IRIs of https://w3id.org/lfckg/ are resolvable."
    assert resolvable_claims(f"First. {claim} The IRIs of w3id.org do not resolve.") == [claim]
