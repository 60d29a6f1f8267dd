"""Read declarations of entities: what articles speak of, each with a type and a label, and no claims."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Triple

from lfckg.article import is_slug
from lfckg.curated import CuratedFile
from lfckg.namespaces import ENTITY, LFC, RDF, REPLACED_BY, SKOS, compact
from lfckg.ontology import Ontology
from lfckg.turtle import Node, Object

__all__ = ["read_entities", "withdraw_unnamed"]

_TYPE, _LABEL = f"{RDF}type", f"{SKOS}prefLabel"
_NO_ENTITIES = [
    f"{LFC}{name}" for name in ("Situation", "TimeExpression", "Claim", "Mention", "Span", "Article", "Proposal")
]
_PROPOSED_IN = f"{LFC}proposedIn"
_ABOUT_ENTRY = {_PROPOSED_IN, f"{LFC}candidate"}


def read_entities(found: CuratedFile, ontology: Ontology) -> None:
    """Read a file without an article into `found`, and note what is to be mended in it."""
    for node in found.source.nodes:
        subject = node.term
        assert isinstance(subject, NamedNode)  # noqa: S101  read_turtle refuses unnamed subjects
        _check_entity(found, node, subject)
        if next(node.objects(_PROPOSED_IN), None):
            found.proposed.add(subject)
        for predicate, place, value in node.properties:
            if message := _objection(predicate.value, value, ontology):
                found.note(place if predicate.value != _TYPE else value.place, message)
            elif predicate.value not in _ABOUT_ENTRY and isinstance(value.term, NamedNode | Literal):
                found.entities.append(Triple(subject, predicate, value.term))
                if subject not in found.proposed:
                    found.refer(value)


def withdraw_unnamed(files: Sequence[CuratedFile]) -> None:
    """Take out of the files each entity that is only proposed and that nothing published names.

    What replaces a named entity is named with it. The files' references must still be as they were read.
    """
    proposed = {entity for file in files for entity in file.proposed}
    pointers: dict[object, object] = {
        triple.subject: triple.object
        for file in files
        for triple in file.entities
        if triple.predicate.value == REPLACED_BY
    }
    named: set[object] = set()
    for file in files:
        for reference in file.references:
            entity: object = reference.entity
            while entity is not None and entity not in named:
                named.add(entity)
                entity = pointers.get(entity)  # what it is replaced by
    unnamed = proposed - named
    for file in files:
        file.entities[:] = [triple for triple in file.entities if triple.subject not in unnamed]


def _check_entity(found: CuratedFile, node: Node, subject: NamedNode) -> None:
    name, slug = compact(subject.value), subject.value.removeprefix(ENTITY)
    if slug == subject.value or not is_slug(slug):
        found.note(node.place, f"{name} is no entity: its IRI is {ENTITY} and a slug of a-z, 0-9 and -.")
    if subject in found.places:
        found.note(node.place, f"{name} is described twice, first at {found.where(subject)}. Join the two.")
    found.places.setdefault(subject, node.place)
    if next(node.objects(REPLACED_BY), None):  # its name is kept, and what it was is now another's
        return
    if next(node.objects(_TYPE), None) is None:
        found.note(node.place, f"{name} has no type. Say what it is: a lfc:Person, a lfc:Club …")
    _check_labels(found, node, name)


def _check_labels(found: CuratedFile, node: Node, name: str) -> None:
    labels = [
        (value.term.language, value.place)
        for value in node.objects(_LABEL)
        if isinstance(value.term, Literal) and value.term.language and value.term.value.strip()
    ]
    languages = [language for language, _ in labels]
    if not labels:
        found.note(node.place, f'{name} has no label. Add skos:prefLabel "…"@en.')
    elif len(set(languages)) < len(languages):
        found.note(labels[-1][1], f"{name} has two labels in one language. Make one of them a skos:altLabel.")


def _objection(predicate: str, value: Object, ontology: Ontology) -> str | None:
    """Say why a triple does not belong among the entities, if it doesn't."""
    term = ontology.terms.get(predicate)
    if value.node:
        return "an entity cites no words: spans belong into an article's file. Remove it here."
    if predicate != _TYPE and term and term.kind != "annotation property":
        return f"{compact(predicate)} is a claim without words here. Write it into an article's file."
    if isinstance(value.term, NamedNode):
        iri = value.term.value
        if any(ontology.is_a(iri, ancestor) for ancestor in _NO_ENTITIES):
            return f"{compact(iri)} is no class of entities. It belongs into an article's file."
    return None
