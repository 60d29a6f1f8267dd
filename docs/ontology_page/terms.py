"""Terms: the ontology's own, their names and how a reader sees them."""

from __future__ import annotations

from rdflib import XSD, Graph, Literal, URIRef
from rdflib.term import Node

from lfckg.namespaces import ENTITY, LFC, show_term

__all__ = ["is_own", "local", "own", "own_terms", "show"]


def own(name: str) -> URIRef:
    """Give the term of the ontology's own that has a name."""
    return URIRef(LFC + name)


def is_own(term: Node) -> bool:
    """Tell whether a term is one of the ontology's own."""
    return isinstance(term, URIRef) and term.startswith(LFC)


def own_terms(ontology: Graph) -> list[URIRef]:
    """Give all terms of the ontology's own, by name."""
    return sorted({URIRef(str(term)) for term in ontology.subjects() if is_own(term)})


def local(term: Node) -> str:
    """Give the name of an own term or a datatype, and of others the prefixed name.

    >>> local(own("Club")), local(XSD.integer), local(URIRef("https://schema.org/Person"))
    ('Club', 'integer', 'schema:Person')
    """
    for namespace in (LFC, str(XSD)):
        if str(term).startswith(namespace):
            return str(term).removeprefix(namespace)
    return show(term)


def show(term: Node) -> str:
    """Show a term as the project shows terms to people, and numbers without marks.

    >>> show(own("Club")), show(Literal("FA Cup", lang="en")), show(Literal(7))
    ('lfc:Club', '"FA Cup"', '7')
    >>> show(URIRef(f"{ENTITY}inference/has-won/liverpool-fc.fa-cup-title"))
    ':inference/has-won/liverpool-fc.fa-cup-title'
    """
    if isinstance(term, Literal) and term.datatype == XSD.integer:
        return str(term)
    shown = show_term(term.n3())
    return f":{shown[1:-1].removeprefix(ENTITY)}" if shown.startswith(f"<{ENTITY}") else shown
