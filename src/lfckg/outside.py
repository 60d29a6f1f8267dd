"""Read reference data: statements from outside the articles, each with its source."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from lfckg.article import is_slug
from lfckg.curated import CuratedFile, has_type
from lfckg.namespaces import DCTERMS, ENTITY, LFC, RDF, REFERENCE, SKOS, compact
from lfckg.turtle import Node, TurtleFile

__all__ = ["is_reference_data", "read_reference_data"]

_NOTE = f"{SKOS}note"
_NEEDED = (f"{RDF}type", f"{RDF}subject", f"{RDF}predicate", f"{RDF}object")
_SOURCE = f"{DCTERMS}source"


def is_reference_data(source: TurtleFile) -> bool:
    """Tell whether a file holds references, which then are all that it may hold."""
    return any(has_type(node, f"{LFC}Reference") for node in source.nodes)


def read_reference_data(found: CuratedFile) -> None:
    """Read a file of references into `found`, and note what is to be mended in it."""
    for node in found.source.nodes:
        subject = node.term
        assert isinstance(subject, NamedNode)  # noqa: S101  read_turtle refuses unnamed subjects
        _check(found, node, subject)
        found.places.setdefault(subject, node.place)
        for predicate, place, value in node.properties:
            if predicate.value not in {*_NEEDED, _SOURCE, _NOTE}:
                message = (
                    f"a reference has no {compact(predicate.value)}; it has rdf:subject, rdf:predicate, rdf:object"
                )
                found.note(place, f"{message} and dcterms:source.")
            elif not isinstance(value.term, NamedNode | Literal):
                found.note(value.place, "a reference has no brackets: write an IRI or a literal.")
            elif predicate.value != _NOTE:
                found.outside.append(Triple(subject, predicate, value.term))
                found.refer(value)


def _check(found: CuratedFile, node: Node, subject: NamedNode) -> None:
    name = compact(subject.value)
    if not subject.value.startswith(REFERENCE) or not is_slug(subject.value.removeprefix(REFERENCE)):
        found.note(node.place, f"{name} is no name of a reference: {REFERENCE} and a slug of a-z, 0-9 and -.")
    if subject in found.places:
        found.note(node.place, f"{name} stands twice, first at {found.where(subject)}. Rename one.")
    if not has_type(node, f"{LFC}Reference"):
        found.note(node.place, f"{name} is no lfc:Reference, and this file holds nothing else. Move it elsewhere.")
    for predicate in _NEEDED:
        if len(values := list(node.objects(predicate))) != 1:
            count = "more than one" if values else "no"
            found.note(node.place, f"{name} has {count} {compact(predicate)}. Give it exactly one.")
    if not any(_is_source(value.term) for value in node.objects(_SOURCE)):
        found.note(node.place, f"{name} has no source. Say where it was found: dcterms:source <https://…>.")
    about = next(node.objects(f"{RDF}subject"), None)
    if about and not str(about.term.value).startswith(ENTITY):
        found.note(about.place, "a reference is about an entity. Write its IRI, such as :liverpool-fc.")


def _is_source(term: object) -> bool:
    return isinstance(term, NamedNode) or (isinstance(term, Literal) and bool(term.value.strip()))
