"""Acquaintances: the entities that a workspace has declared, whether they are published or only proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from lfckg.article import fold
from lfckg.extraction.blocks import NewEntity
from lfckg.extraction.gazetteers import Known
from lfckg.files import read_text
from lfckg.namespaces import ARTICLE, ENTITY, LFC, RDF, REPLACED_BY, SKOS
from lfckg.turtle import parse_turtle

__all__ = ["Acquaintances"]

_TYPE, _ARTICLE, _PROPOSED_IN = f"{RDF}type", NamedNode(f"{LFC}Article"), f"{LFC}proposedIn"
_LABEL = f"{SKOS}prefLabel"


@dataclass(slots=True)
class Acquaintances:
    """Whom an article may speak of: `known`, with their names; `declared` tells the class (local name) of each IRI.

    `replaced` are entities that were found to be others, with what each is now; `proposed` are those that were proposed
    in an article, by its IRI, their class and their label.
    """

    known: list[Known] = field(default_factory=list)
    declared: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)
    proposed: dict[tuple[str, str, str], NamedNode] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

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
        for old in found.replaced:
            seen = {old}
            while (new := found.replaced[old]) in found.replaced and new not in seen:
                seen.add(new)
                found.replaced[old] = found.replaced[new]
        found.known = [entity for entity in found.known if entity.iri.value not in found.replaced]
        found._names = {fold(name) for entity in found.known for name in (entity.label, *entity.names)}
        for (_, kind, label), iri in found.proposed.items():
            found._acquaint(kind, label, iri)
        return found

    def own(self, article: str, kind: str, label: str) -> NamedNode | None:
        """Give what was proposed in an article (IRI) with this class and label, or what that was found to be."""
        iri = self.proposed.get((article, kind, label))
        return NamedNode(self.replaced.get(iri.value, iri.value)) if iri else None

    def meet(self, article: str, entities: Iterable[NewEntity]) -> None:
        """Take in entities that were just proposed, so that the next article finds them."""
        for entity in entities:
            self.declared[entity.iri.value] = entity.type
            self.proposed[article, entity.type, entity.label] = entity.iri
            self._acquaint(entity.type, entity.label, entity.iri)

    def _acquaint(self, kind: str, label: str, iri: NamedNode) -> None:
        """Let the next article know what was proposed, by its label: what else it is called nobody has confirmed.

        A name that something published has means that.
        """
        if fold(label) not in self._names and iri.value not in self.replaced:
            self._names.add(fold(label))
            self.known.append(Known(iri.value.removeprefix(ENTITY), kind, label, iri))

    def _take(self, triples: Sequence[Triple]) -> None:
        told: dict[str, dict[str, object]] = {}
        for triple in triples:
            node = triple.subject
            if isinstance(node, NamedNode) and node.value.startswith(ENTITY) and not node.value.startswith(ARTICLE):
                told.setdefault(node.value, {}).setdefault(triple.predicate.value, triple.object)
        for iri, values in told.items():
            kind, other, article = (values.get(name) for name in (_TYPE, REPLACED_BY, _PROPOSED_IN))
            label = values.get(_LABEL)
            if isinstance(kind, NamedNode):
                self.declared[iri] = kind.value.removeprefix(LFC)
            if isinstance(other, NamedNode):
                self.replaced[iri] = other.value
            if isinstance(article, NamedNode) and isinstance(label, Literal) and iri in self.declared:
                self.proposed[article.value, self.declared[iri], label.value] = NamedNode(iri)
