"""Sides: two extracts, one beside the other: which nodes differ, of what kind they are, and in which values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from lfckg.comparison.changes import ADDED, CHANGED, REMOVED, ValueChange
from lfckg.comparison.differences import Difference
from lfckg.comparison.extracts import Extract, Term
from lfckg.namespaces import ARTICLE, DCTERMS, ENTITY, LFC, PROV, RDF, REFERENCE, REPLACED_BY, SKOS

__all__ = ["SPAN_MARK", "Sides", "iri_of"]

SPAN_MARK = "#char="
"""What the IRI of a span has behind that of its article."""

_MARKS = (SPAN_MARK, "#position=", "#quote=")
_NAMES = {
    f"{SKOS}prefLabel": "label",
    f"{SKOS}altLabel": "also",
    f"{SKOS}note": "note",
    f"{RDF}type": "type",
    f"{RDF}subject": "subject",
    f"{RDF}predicate": "predicate",
    f"{RDF}object": "object",
    f"{PROV}wasDerivedFrom": "derived from",
    f"{PROV}wasGeneratedBy": "proposed as",
    f"{DCTERMS}source": "source",
    f"{DCTERMS}issued": "published",
    REPLACED_BY: "replaced by",
    f"{LFC}status": "status",
    f"{LFC}modality": "modality",
    f"{LFC}speaker": "speaker",
    f"{LFC}rule": "rule",
    f"{LFC}mentionType": "type",
    f"{LFC}length": "characters",
    f"{LFC}wordCount": "words",
    f"{LFC}refersTo": "refers to",
}


class Sides:
    """Two sides of a difference, the old and the new, and what kind each node that differs is of."""

    def __init__(self, difference: Difference) -> None:
        self.quads = [(REMOVED, quad) for quad in difference.removed] + [(ADDED, quad) for quad in difference.added]
        subjects = sorted({str(quad.subject) for _, quad in self.quads})
        self.old, self.new = Extract(difference.before, subjects), Extract(difference.after, subjects)
        self.kinds = {name: self._kind(name) for name in subjects}

    def of(self, kind: str) -> list[str]:
        """Give the nodes of one kind."""
        return [name for name, found in self.kinds.items() if found == kind]

    def _kind(self, name: str) -> str:
        for class_ in ("Claim", "Mention", "Article", "Reference"):
            if self.old.is_a(name, class_) or self.new.is_a(name, class_):
                return class_.lower()
        iri = name[1:-1]
        if any(mark in iri for mark in _MARKS):
            return "span"
        if iri.startswith((f"{ENTITY}inference/", REFERENCE)) or not iri.startswith(ENTITY):
            return "other"
        return "node" if iri.startswith(ARTICLE) else "entity"

    def fate(self, name: str, class_: str) -> tuple[str, Extract]:
        """Tell whether a node came, went or changed, and which side tells of it."""
        if not self.old.is_a(name, class_):
            return ADDED, self.new
        return (CHANGED, self.new) if self.new.is_a(name, class_) else (REMOVED, self.old)

    def values(
        self, name: str, *, without: Iterable[str] = (), only: Iterable[str] | None = None
    ) -> Iterator[ValueChange]:
        """Give the properties of a node whose values differ."""
        predicates = {*self.old.said(name), *self.new.said(name)} - set(without)
        for predicate in sorted(predicates if only is None else predicates & set(only)):
            old, new = (self.old.values(name, predicate), self.new.values(name, predicate))
            lost, won = [term for term in old if term not in new], [term for term in new if term not in old]
            if lost or won:
                before = tuple(self.show(self.old, term) for term in lost)
                after = tuple(self.show(self.new, term) for term in won)
                if before == after:  # what looks alike, such as a text in two languages, is told as it is written
                    before, after = tuple(map(str, lost)), tuple(map(str, won))
                yield ValueChange(_NAMES.get(predicate) or self.new.show(NamedNode(predicate)), before, after)

    def show(self, side: Extract, term: Term | None) -> str:
        """Give a term in words: by the label that its side has for it, else by the other's."""
        other = self.old if side is self.new else self.new
        return side.label(term) or other.label(term) or side.show(term)

    def word(self, side: Extract, name: str, key: str, default: str) -> str:
        """Give a value of the ontology's in words."""
        value = side.one(name, LFC + key)
        return self.show(side, value) if value else default


def iri_of(name: str) -> str:
    """Give the IRI of a node; a blank node as it is."""
    return name[1:-1] if name.startswith("<") else name
