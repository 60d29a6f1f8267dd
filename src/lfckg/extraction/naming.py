"""Naming: the IRIs of what a reading speaks of, and the names of proposals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from lfckg.article import slugify
from lfckg.claims import MentionType
from lfckg.extraction.acquaintances import Acquaintances
from lfckg.extraction.blocks import NewEntity
from lfckg.extraction.readings import Entity, Proposal, Reading
from lfckg.extraction.relations import Relation
from lfckg.extraction.templates import ROLE, Template
from lfckg.namespaces import ENTITY, LFC
from lfckg.ontology import Ontology

__all__ = ["Naming"]

_LONGEST = 60  # characters of a slug that is made of words


@dataclass(slots=True)
class Naming:
    """Gives entities their IRIs; what it had to make is in `new`, and in `used` which IRI each key stands for.

    `article` is the IRI of the article; what was proposed in it before keeps its name.
    """

    reading: Reading
    ontology: Ontology
    acquaintances: Acquaintances
    article: str
    new: dict[str, NewEntity] = field(default_factory=dict)
    used: dict[str, NamedNode] = field(default_factory=dict)
    _made: dict[tuple[str, str, str], NamedNode] = field(default_factory=dict)

    def entity(self, key: str, relation: Relation | None = None, role: str = "") -> NamedNode:
        """Give the IRI of an entity of the reading that is named in a role, or for what it is.

        What the linking found is taken where its class fits: of a competition the graph may know the honour alone.
        """
        entity = self._of(key)
        wanted = relation.roles[role].classes if relation else (entity.type,)
        if entity.iri and self._is_any(self.acquaintances.declared.get(entity.iri.value, entity.type), wanted):
            iri = entity.iri
        else:
            iri = self._make(slugify(entity.label) if entity.iri else key, entity.type, entity.label, entity)
        self.used.setdefault(key, iri)
        return iri

    def besides(self, template: Template, relation: Relation, proposal: Proposal) -> NamedNode:
        """Give the entity that a template adds: an honour besides its competition, a post."""
        if template.unless:
            key = proposal.arguments[template.unless].value
            entity = self._of(key)
            if entity.iri and self._is_any(self.acquaintances.declared.get(entity.iri.value, ""), (template.type,)):
                self.used.setdefault(key, entity.iri)
                return entity.iri
        slug = ROLE.sub(lambda match: self.slug(relation, match[1], proposal), template.entity)
        label = ROLE.sub(lambda match: self._label(relation, match[1], proposal), template.label)
        iri = self._make(slug, template.type, label[:1].upper() + label[1:])
        if template.unless:  # the words mean what is written of them
            self.used.setdefault(proposal.arguments[template.unless].value, iri)
        return iri

    def slug(self, relation: Relation, role: str, proposal: Proposal) -> str:
        """Give what a role's filler contributes to a name."""
        value = proposal.arguments[role].value
        if relation.roles[role].form != "entity":
            return slugify(value)[:_LONGEST].strip("-")
        entity = self._of(value)
        return (entity.iri.value if entity.iri else value).removeprefix(ENTITY)

    def proposal(self, proposal: Proposal, relation: Relation, taken: Mapping[str, object]) -> str:
        """Name a proposal by its relation and who is in it; by what else it says where that is taken, then by a number.

        What somebody says has no such name of its own, so its place in order is its name.
        """
        roles = [role for role in relation.roles if role in proposal.arguments]
        first = [role for role in roles if relation.roles[role].form == "entity" and relation.roles[role].required]
        parts = [slugify(relation.name), *(self.slug(relation, role, proposal) for role in first)]
        name = "-".join(filter(None, parts))
        for role in (role for role in roles if role not in first and relation.roles[role].form != "extent"):
            if name not in taken:
                break
            name = f"{name}-{self.slug(relation, role, proposal)}".rstrip("-")
        return _free(name, taken)

    def _label(self, relation: Relation, role: str, proposal: Proposal) -> str:
        value = proposal.arguments[role].value
        return self._of(value).label if relation.roles[role].form == "entity" else value

    def _of(self, key: str) -> Entity:
        return next(entity for entity in self.reading.entities if entity.key == key)

    def _make(self, slug: str, type_: str, label: str, entity: Entity | None = None) -> NamedNode:
        """Declare an entity; one besides (without `entity`) that has this name and class already is taken."""
        slug = slug or "entity"
        made = self._made.get((slug, type_, label))
        if made:
            return made
        declared = self.acquaintances.declared
        own = self.acquaintances.own(self.article, type_, label)
        iri = own.value if own else ENTITY + slug
        if not own and (entity or not self._is_any(declared.get(iri, ""), (type_,))):
            iri = ENTITY + _free(slug, {known.removeprefix(ENTITY): None for known in (*declared, *self.new)})
            names, candidates = (self._names(entity), entity.candidates) if entity else ((), ())
            self.new[iri] = NewEntity(NamedNode(iri), type_, label, names, candidates)
        self._made[slug, type_, label] = NamedNode(iri)
        return NamedNode(iri)

    def _names(self, entity: Entity) -> tuple[str, ...]:
        """Give how the article names an entity, besides its label."""
        kinds = {MentionType.NAME, MentionType.NICKNAME}
        words = [
            " ".join(self.reading.text[slice(*reference.extent)].split())
            for reference in entity.references
            if reference.type in kinds
        ]
        return tuple(dict.fromkeys(word for word in words if word != entity.label))

    def _is_any(self, type_: str, wanted: tuple[str, ...]) -> bool:
        return any(self.ontology.is_a(LFC + type_, LFC + each) for each in wanted)


def _free(name: str, taken: Mapping[str, object]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
