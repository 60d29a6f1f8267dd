"""Hold every class, property and value of a curated file against the ontology."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import BlankNode, NamedNode

from lfckg.curated import CuratedFile
from lfckg.namespaces import RDF
from lfckg.ontology import Ontology
from lfckg.turtle import Node, Object

__all__ = ["check_terms"]

_TYPE = NamedNode(f"{RDF}type")


def check_terms(found: CuratedFile, ontology: Ontology) -> None:
    """Note a problem for each term that the ontology does not declare and each value that it does not allow."""
    for node in found.source.nodes:
        _check_node(found, ontology, node)


def _check_node(found: CuratedFile, ontology: Ontology, node: Node) -> None:
    for predicate, place, value in node.properties:
        if message := ontology.check_property(predicate.value):
            found.note(place, message)
        elif value.node:
            _check_node(found, ontology, value.node)
        elif predicate.value == f"{RDF}predicate":
            _check_iri(found, value, ontology.check_property)
        else:
            _check_value(found, ontology, predicate, value)
    predicate_of_claim = next(node.objects(f"{RDF}predicate"), None)
    object_of_claim = next(node.objects(f"{RDF}object"), None)
    if predicate_of_claim and object_of_claim and isinstance(predicate_of_claim.term, NamedNode):
        _check_value(found, ontology, predicate_of_claim.term, object_of_claim)


def _check_iri(found: CuratedFile, value: Object, check: Callable[[str], str | None]) -> None:
    message = check(value.term.value) if isinstance(value.term, NamedNode) else "a literal can't stand here."
    if message:
        found.note(value.place, message)


def _check_value(found: CuratedFile, ontology: Ontology, predicate: NamedNode, value: Object) -> None:
    if predicate == _TYPE:
        _check_iri(found, value, ontology.check_class)
    elif not isinstance(value.term, BlankNode) and (message := ontology.check_value(predicate.value, value.term)):
        found.note(value.place, message)
