"""Acquaintances: the entities that a workspace has declared, whether they are published or only proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from lfckg.extraction.blocks import NewEntity
from lfckg.extraction.gazetteers import Known
from lfckg.files import read_text
from lfckg.namespaces import ARTICLE, ENTITY, LFC, RDF, REPLACED_BY, SKOS
from lfckg.turtle import parse_turtle

__all__ = ["Acquaintances"]

_TYPE, _ARTICLE, _PROPOSED_IN = f"{RDF}type", NamedNode(f"{LFC}Article"), f"{LFC}proposedIn"
_LABEL, _OTHER_LABEL = f"{SKOS}prefLabel", f"{SKOS}altLabel"


@dataclass(slots=True)
class Acquaintances:
    """Whom an article may speak of: `known`, with their names; `declared` tells the class (local name) of each IRI.

    `replaced` are entities that were found to be others, with what each is now.
    """

    known: list[Known] = field(default_factory=list)
    declared: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, gazetteer: Sequence[Known], paths: Iterable[Path]) -> Acquaintances:
        """Take the entities of a graph, and those that curated files declare, which may not be published yet.

        Raises InputError or DataError where a file can't be read.
        """
        found = cls(list(gazetteer), {entity.iri.value: entity.type for entity in gazetteer})
        for path in paths:
            triples = parse_turtle(path, read_text(path))
            if not any(triple.object == _ARTICLE for triple in triples):
                found._take(triples)
        pointers = found.replaced
        for old in pointers:
            seen = {old}
            while (new := pointers[old]) in pointers and new not in seen:
                seen.add(new)
                pointers[old] = pointers[new]
        found.known = [entity for entity in found.known if entity.iri.value not in pointers]
        return found

    def meet(self, entities: Iterable[NewEntity]) -> None:
        """Take in entities that were just proposed, so that the next article finds them."""
        for entity in entities:
            key = entity.iri.value.removeprefix(ENTITY)
            self.known.append(Known(key, entity.type, entity.label, entity.iri, entity.names))
            self.declared[entity.iri.value] = entity.type

    def _take(self, triples: Sequence[Triple]) -> None:
        told: dict[str, list[Triple]] = {}
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(ENTITY):
                told.setdefault(triple.subject.value, []).append(triple)
        for iri, about in told.items():
            if iri.startswith(ARTICLE):
                continue
            values = {triple.predicate.value: triple.object for triple in reversed(about)}
            kind, other = values.get(_TYPE), values.get(REPLACED_BY)
            if isinstance(kind, NamedNode):
                self.declared[iri] = kind.value.removeprefix(LFC)
            if isinstance(other, NamedNode):
                self.replaced[iri] = other.value
            elif _PROPOSED_IN in values:
                self._propose(iri, about)

    def _propose(self, iri: str, about: Sequence[Triple]) -> None:
        labels = [triple.object.value for triple in about if _is(triple, _LABEL) and isinstance(triple.object, Literal)]
        others = [
            triple.object.value for triple in about if _is(triple, _OTHER_LABEL) and isinstance(triple.object, Literal)
        ]
        if not labels or iri not in self.declared:
            return
        key = iri.removeprefix(ENTITY)
        entity = Known(key, self.declared[iri], labels[0], NamedNode(iri), tuple(others))
        published = next((number for number, one in enumerate(self.known) if one.iri.value == iri), None)
        if published is None:
            self.known.append(entity)
        else:
            names = dict.fromkeys((*self.known[published].names, *others))
            self.known[published] = replace(self.known[published], names=tuple(names))


def _is(triple: Triple, predicate: str) -> bool:
    return triple.predicate.value == predicate
