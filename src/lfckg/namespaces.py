"""The project's namespaces, prefixes and graph names: the one place where they stand in code."""

from __future__ import annotations

from collections.abc import Iterable

from lfckg.terminal import harmless

__all__ = [
    "ARTICLE",
    "DATASET",
    "DCAT",
    "DCTERMS",
    "ENTITY",
    "GRAPH",
    "LFC",
    "OA",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "REFERENCE",
    "RELATIONS",
    "REPLACED_BY",
    "RULES",
    "SCHEMA",
    "SH",
    "SHAPES",
    "SKOS",
    "SPDX",
    "VOID",
    "XSD",
    "article_graphs",
    "article_prefixes",
    "compact",
    "show_term",
]

LFC = "https://w3id.org/lfckg/ontology#"
ENTITY = "https://w3id.org/lfckg/id/"
ARTICLE = "https://w3id.org/lfckg/id/article/"
DATASET = "https://w3id.org/lfckg/dataset"
GRAPH = "https://w3id.org/lfckg/graph/"
REFERENCE = "https://w3id.org/lfckg/id/reference/"

DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
RELATIONS = "https://w3id.org/lfckg/relations#"
RULES = "https://w3id.org/lfckg/rules/"
SCHEMA = "https://schema.org/"
SH = "http://www.w3.org/ns/shacl#"
SHAPES = "https://w3id.org/lfckg/shapes#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SPDX = "http://spdx.org/rdf/terms#"
VOID = "http://rdfs.org/ns/void#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES = {
    "": ENTITY,
    "article": ARTICLE,
    "dcterms": DCTERMS,
    "graph": GRAPH,
    "lfc": LFC,
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "ref": REFERENCE,
    "rel": RELATIONS,
    "schema": SCHEMA,
    "sh": SH,
    "shape": SHAPES,
    "skos": SKOS,
    "xsd": XSD,
}

REPLACED_BY = f"{DCTERMS}isReplacedBy"
"""What an entity that was found to be another, or an article that another corrects, says of itself."""

_LONGEST_SHOWN = 80


def article_graphs(slug: str) -> tuple[str, str]:
    """Give the names of an article's two graphs: facts, and evidence."""
    return f"{GRAPH}article/{slug}/facts", f"{GRAPH}article/{slug}/evidence"


def article_prefixes(iris: Iterable[str]) -> dict[str, str]:
    """Give a prefix for the names of each article that occurs among IRIs: its slug, where that makes a prefix.

    >>> article_prefixes([f"{ARTICLE}2024-final#win"])
    {'article-2024-final': 'https://w3id.org/lfckg/id/article/2024-final#'}
    """
    slugs = {iri.removeprefix(ARTICLE).partition("#")[0] for iri in iris if iri.startswith(ARTICLE) and "#" in iri}
    fine = {slug for slug in slugs if slug[0].isalpha() and slug not in PREFIXES}
    return {slug if slug in fine else f"article-{slug}": f"{ARTICLE}{slug}#" for slug in sorted(slugs)}


def compact(iri: str) -> str:
    """Shorten an IRI for people to read; where no prefix fits it stays in angle brackets.

    >>> compact("https://w3id.org/lfckg/ontology#Club")
    'lfc:Club'
    >>> compact("https://w3id.org/lfckg/id/article/cup-win#appointment")
    'cup-win#appointment'
    """
    if iri.startswith(ARTICLE) and "#" in iri:  # what an article's file calls art:NAME
        return iri.removeprefix(ARTICLE)
    prefix, namespace = max(PREFIXES.items(), key=lambda item: len(item[1]) if iri.startswith(item[1]) else 0)
    local = iri.removeprefix(namespace)
    if local == iri or not local or any(char in local for char in "/#?()'\",;@ "):
        return f"<{iri}>"
    return f"{prefix}:{local}"


def show_term(term: str) -> str:
    """Show a term in N-Triples' syntax to people: IRIs shortened, literals in quotes, nothing that a terminal obeys.

    >>> show_term("<https://w3id.org/lfckg/ontology#Club>"), show_term('"FA Cup"@en')
    ('lfc:Club', '"FA Cup"')
    """
    if term.startswith("<"):
        return compact(term[1:-1])
    text = term[: term.rfind('"') + 1] if term.startswith('"') else term
    text = harmless(text)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
