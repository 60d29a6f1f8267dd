"""Hold every class, property and value of a curated file against the ontology."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import BlankNode, NamedNode

from lfckg.curated import CuratedFile
from lfckg.errors import nearest
from lfckg.namespaces import LFC, RDF, compact
from lfckg.ontology import Ontology
from lfckg.turtle import Node, Object

__all__ = ["check_terms"]

_TYPE = NamedNode(f"{RDF}type")


def check_terms(found: CuratedFile, ontology: Ontology) -> None:
    """Note a problem for each term that the ontology does not declare and each value that it does not allow."""
    for node in found.source.nodes:
        for predicate, place, value in node.properties:
            if message := ontology.check_property(predicate.value):
                found.note(place, message)
            elif isinstance(value.term, BlankNode):
                continue
            elif predicate == _TYPE or predicate.value == f"{RDF}predicate":
                check = ontology.check_class if predicate == _TYPE else ontology.check_property
                _check_iri(found, value, check)
            else:
                _check_value(found, ontology, predicate.value, value)
        _check_claimed_value(found, ontology, node)


def _check_iri(found: CuratedFile, value: Object, check: Callable[[str], str | None]) -> None:
    message = check(value.term.value) if isinstance(value.term, NamedNode) else "a literal can't stand here."
    if message:
        found.note(value.place, message)


def _check_value(found: CuratedFile, ontology: Ontology, predicate: str, value: Object) -> None:
    assert not isinstance(value.term, BlankNode)  # noqa: S101  the caller passes those over
    message = ontology.check_value(predicate, value.term)
    if isinstance(value.term, NamedNode) and value.term.value.startswith(LFC) and not message:
        iri = value.term.value
        known = [compact(name) for name, term in ontology.terms.items() if term.kind == "individual"]
        if iri not in ontology.terms:
            message = f"{compact(iri)} is not declared in ontology/lfckg.ttl{nearest(compact(iri), known) or '.'}"
    if message:
        found.note(value.place, message)


def _check_claimed_value(found: CuratedFile, ontology: Ontology, node: Node) -> None:
    predicate = next(node.objects(f"{RDF}predicate"), None)
    value = next(node.objects(f"{RDF}object"), None)
    if predicate and value and isinstance(predicate.term, NamedNode) and not isinstance(value.term, BlankNode):
        _check_value(found, ontology, predicate.term.value, value)
