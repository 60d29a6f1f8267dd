"""What the checks work on: the ontology, the whole graph, and copies with a fault sown into them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store, Triple
from rdflib import OWL, RDF, Graph, URIRef

from lfckg.compiler import compile_files
from lfckg.namespaces import LFC, PREFIXES
from lfckg.workspace import find_workspace
from support import ROOT, add_low_tide, make_workspace

FOLDER = ROOT / "ontology"
PATH = FOLDER / "lfckg.ttl"
IRI = LFC.removesuffix("#")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
_MORE = {"bibo": "http://purl.org/ontology/bibo/", "e": "http://example.org/", "vann": "http://purl.org/vocab/vann/"}
_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in (PREFIXES | _MORE).items())


@cache
def ontology() -> Graph:
    """The ontology in rdflib; whoever changes it takes a copy."""
    return Graph().parse(PATH)


def ontology_store(update: str = "") -> Store:
    """The ontology in Oxigraph, with a SPARQL update carried out: the fault that a check has to find."""
    store = Store()
    store.load(path=str(PATH), format=RdfFormat.TURTLE)
    if update:
        before = set(store)
        store.update(_PROLOGUE + update)
        assert set(store) != before, f"this changes nothing: {update}"
    return store


def found(store: Store, query: str) -> set[str]:
    """Answer a check's query: the names of the terms at fault."""
    solutions = store.query(_PROLOGUE + query)
    assert isinstance(solutions, QuerySolutions)
    return {str(solution["fault"].value).replace(LFC, "lfc:") for solution in solutions}


def own_terms(graph: Graph) -> set[URIRef]:
    """The classes, properties and individuals of our namespace."""
    declared = {term for kind in KINDS for term in graph.subjects(RDF.type, kind)}
    return {term for term in declared if isinstance(term, URIRef) and term.startswith(LFC)}


@cache
def quads() -> frozenset[Quad]:
    """The whole graph of three articles: ontology, shapes, entities, facts, evidence, references and inferences."""
    with TemporaryDirectory() as folder:
        root = add_low_tide(make_workspace(Path(folder) / "project", both=True))
        return compile_files(find_workspace(root)).quads()


@cache
def flat() -> tuple[Triple, ...]:
    """The whole graph without the names of its graphs, sorted."""
    return tuple(sorted({quad.triple for quad in quads()}, key=str))


def n_triples() -> str:
    """The flat graph as N-Triples."""
    return "".join(f"{triple} .\n" for triple in flat())
