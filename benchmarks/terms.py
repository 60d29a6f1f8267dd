"""Terms in the syntax of N-Quads: the archive is written as text, which is ten times as fast as by objects."""

from __future__ import annotations

from datetime import date
from functools import cache

from lfckg.namespaces import DCTERMS, ENTITY, GRAPH, LFC, OA, PROV, RDF, SCHEMA, SKOS, XSD

__all__ = [
    "CLAIM",
    "DERIVED",
    "ENTITIES",
    "INFERENCES",
    "OBJECT",
    "PREDICATE",
    "REFERENCES",
    "SUBJECT",
    "TYPE",
    "dcterms",
    "entity",
    "integer",
    "iri",
    "label",
    "lfc",
    "oa",
    "on_day",
    "schema",
    "skos",
    "text",
]


def iri(value: str) -> str:
    """Give an IRI as a term."""
    return f"<{value}>"


@cache
def lfc(name: str) -> str:
    """Give a term of the ontology; `type` is that of RDF."""
    return TYPE if name == "type" else f"<{LFC}{name}>"


@cache
def oa(name: str) -> str:
    """Give a term of Web Annotation."""
    return f"<{OA}{name}>"


def dcterms(name: str) -> str:
    """Give a term of Dublin Core."""
    return f"<{DCTERMS}{name}>"


def schema(name: str) -> str:
    """Give a term of schema.org."""
    return f"<{SCHEMA}{name}>"


def skos(name: str) -> str:
    """Give a term of SKOS."""
    return f"<{SKOS}{name}>"


def entity(slug: str) -> str:
    """Give an entity."""
    return f"<{ENTITY}{slug}>"


def text(value: str) -> str:
    """Give a text without quotation marks, backslashes and line breaks as a literal."""
    return f'"{value}"'


def label(value: str) -> str:
    """Give an English label."""
    return f'"{value}"@en'


def integer(value: int) -> str:
    """Give a whole number."""
    return f'"{value}"^^<{XSD}integer>'


def on_day(value: date) -> str:
    """Give a date."""
    return f'"{value.isoformat()}"^^<{XSD}date>'


TYPE, SUBJECT, PREDICATE, OBJECT = (f"<{RDF}{name}>" for name in ("type", "subject", "predicate", "object"))
DERIVED = f"<{PROV}wasDerivedFrom>"
CLAIM = lfc("Claim")
ENTITIES, INFERENCES, REFERENCES = (f"<{GRAPH}{name}>" for name in ("entities", "inferences", "reference"))
