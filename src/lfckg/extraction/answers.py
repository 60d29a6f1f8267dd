"""Answers: what a model says that an article states, sifted; what can't be held against the text is dropped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lfckg.article import Extent, fold, slugify
from lfckg.claims import MentionType, Modality, Status
from lfckg.extraction.gatherings import Dropped, Gathering
from lfckg.extraction.gazetteers import Known
from lfckg.extraction.places import Places
from lfckg.extraction.prompting import KINDS, types_of
from lfckg.extraction.readings import Argument, Entity, Proposal, Reference
from lfckg.extraction.relations import Relation, Relations, Role

__all__ = ["CONFIDENCE", "sift"]

CONFIDENCE = 0.6
"""The confidence of what a model proposes. Its own figure would say little: models are sure of what is wrong, too."""

_MOST = 1000  # entities, and claims, of one answer
_MOST_NAMES = 50  # of one entity
_DATED = {"date", "season", "count"}
_STATUSES = {status.value for status in Status}
_MODALITIES = {modality.value for modality in Modality}


class _DropError(Exception):
    """Something is dropped."""

    def __init__(self, reason: Dropped) -> None:
        self.reason = reason
        super().__init__(reason.value)


def sift(
    answer: object, gathering: Gathering, places: Places, known: Sequence[Known], relations: Relations, source: str
) -> None:
    """Take from a model's answer on a part of an article what can be taken, and count what can't.

    `known` are the entities that it was told of; `source` is the model's name. Raises ValueError where the answer is
    not even an object with entities and claims.
    """
    match answer:
        case {"entities": list(entities), "claims": list(claims)}:
            by_key = {entity.key: entity for entity in known}
            _Sieve(gathering, places, by_key, relations, source).sift(entities, claims)
        case _:
            raise ValueError("is no object with entities and claims")


@dataclass(slots=True)
class _Sieve:
    """Sifts one answer; `keys` are those of the gathering by the model's own."""

    gathering: Gathering
    places: Places
    known: Mapping[str, Known]
    relations: Relations
    source: str
    keys: dict[str, str] = field(default_factory=dict)

    def sift(self, entities: list[object], claims: list[object]) -> None:
        for items, take in ((entities, self._take_entity), (claims, self._take_claim)):
            self.gathering.drop(Dropped.MISFIT, max(0, len(items) - _MOST))
            for item in items[:_MOST]:
                try:
                    take(item)
                except _DropError as exc:
                    self.gathering.drop(exc.reason)

    def _take_entity(self, item: object) -> None:
        match item:
            case {"key": str(key), "type": str(type_), "names": list(names)}:
                pass
            case _:
                raise _DropError(Dropped.MISFIT)
        if key in self.keys:
            raise _DropError(Dropped.REPEATED)
        references = self._references(names)
        if known := self.known.get(key):
            self._add_known(known, references)
            return
        if type_ not in types_of(self.relations):
            raise _DropError(Dropped.MISFIT)
        if not references:
            raise _DropError(Dropped.NAMELESS)
        named = [reference for reference in references if reference.type == MentionType.NAME]
        label = self.places.words((named or references)[0].extent)
        # The name of a known entity is no proof that it is the same: a person decides.
        candidates = tuple(other.iri for other in self.known.values() if _has_name(other, label, type_))
        entity = Entity(slugify(label), type_, label, references, candidates=candidates)
        self.keys[key] = self.gathering.add(entity, tuple(self.keys.values()))

    def _add_known(self, known: Known, references: tuple[Reference, ...] = ()) -> str:
        own = tuple(Reference(extent) for name in (known.label, *known.names) for extent in self.places.find(name))
        there = {reference.extent for reference in references}
        references += tuple(reference for reference in own if reference.extent not in there)
        entity = Entity(known.key, known.type, known.label, references, known.iri)
        self.keys[known.key] = self.gathering.add(entity, ())
        return self.keys[known.key]

    def _references(self, names: list[object]) -> tuple[Reference, ...]:
        """Place names in the article; a description that stands there several times may be somebody else's."""
        found: dict[Extent, Reference] = {}
        for name in names[:_MOST_NAMES]:
            match name:
                case {"words": str(words), "kind": str(kind)} if kind in KINDS:
                    extents = self.places.find(words)
                    if kind == MentionType.DESCRIPTION.value and len(extents) > 1:
                        self.gathering.drop(Dropped.AMBIGUOUS)
                    elif not extents:
                        self.gathering.drop(Dropped.WORDS)
                    else:
                        for extent in extents:
                            found.setdefault(extent, Reference(extent, MentionType(kind)))
                case _:
                    self.gathering.drop(Dropped.MISFIT)
        return tuple(found.values())

    def _take_claim(self, item: object) -> None:
        match item:
            case {
                "relation": str(name),
                "arguments": list(raw),
                "status": str(status),
                "modality": str(modality),
                "quote": str(quote),
            } if status in _STATUSES and modality in _MODALITIES:
                pass
            case _:
                raise _DropError(Dropped.MISFIT)
        relation = self.relations.known.get(name)
        if relation is None:
            raise _DropError(Dropped.RELATION)
        told = _arguments(relation, raw)
        keys = {role: self._key(value) for role, (value, _) in told.items() if relation.roles[role].form == "entity"}
        extent = self._quote(quote, keys.values())
        arguments = {
            role: self._entity(keys[role], words, extent)
            if role in keys
            else self._value(relation.roles[role], value, words, extent)
            for role, (value, words) in told.items()
        }
        self._propose(
            Proposal(name, arguments, (extent,), self.source, CONFIDENCE, Status(status), Modality(modality)), relation
        )

    def _propose(self, proposal: Proposal, relation: Relation) -> None:
        """Add a proposal, unless the relations object or it was made before."""
        if self._objects(proposal):
            rest = {
                role: value for role, value in proposal.arguments.items() if relation.roles[role].form not in _DATED
            }
            is_value = len(rest) < len(proposal.arguments) and not self._objects(replace(proposal, arguments=rest))
            raise _DropError(Dropped.VALUE if is_value else Dropped.ARGUMENT)
        if not self.gathering.propose(proposal):
            raise _DropError(Dropped.REPEATED)

    def _objects(self, proposal: Proposal) -> bool:
        entities = tuple(self.gathering.entities.values())
        return self.relations.objection(proposal, entities, self.places.text) is not None

    def _key(self, value: str) -> str:
        """Give the key of an entity that was listed, or that is known and needs no listing."""
        if value in self.keys:
            return self.keys[value]
        if known := self.known.get(value):
            return self._add_known(known)
        raise _DropError(Dropped.ENTITY)

    def _quote(self, quote: str, keys: Collection[str]) -> Extent:
        """Place a quote: where it stands several times, in the one sentence that has the entities' names."""
        found = self.places.find(quote)
        if len(found) > 1:
            entities = (self.gathering.entities[key] for key in keys)
            names = [[reference.extent for reference in entity.references] for entity in entities]
            found = self.places.with_all(found, names) or found
        return _only(found)

    def _entity(self, key: str, words: str | None, quote: Extent) -> Argument:
        if words and not self.places.find(words):
            raise _DropError(Dropped.WORDS)
        return Argument(key, self.places.nearest(words, quote) if words else None)

    def _value(self, role: Role, value: str, words: str | None, quote: Extent) -> Argument:
        is_own = role.form in {"words", "extent"}
        words = value if is_own else words or ""
        place = self.places.nearest(words, quote) or _only(self.places.find(words))
        return Argument(self.places.text[slice(*place)] if is_own else value.strip(), place)


def _arguments(relation: Relation, raw: list[object]) -> dict[str, tuple[str, str | None]]:
    """Give value and words by role; what is blank is left out, as strict endpoints have no other way to do it."""
    told: dict[str, tuple[str, str | None]] = {}
    for argument in raw:
        match argument:
            case {"role": str(role), "value": str(value), "words": None | str() as words}:
                pass
            case _:
                raise _DropError(Dropped.MISFIT)
        if role not in relation.roles:
            raise _DropError(Dropped.ROLE)
        if role in told:
            raise _DropError(Dropped.MISFIT)
        if value.strip():
            told[role] = (value, words)
    return told


def _only(found: Sequence[Extent]) -> Extent:
    if len(found) != 1:
        raise _DropError(Dropped.AMBIGUOUS if found else Dropped.WORDS)
    return found[0]


def _has_name(known: Known, label: str, type_: str) -> bool:
    return known.type == type_ and fold(label) in {fold(name) for name in (known.label, *known.names)}
