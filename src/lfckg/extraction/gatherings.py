"""Gatherings: what the answers on the parts of one article give together, and what of them is dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from lfckg.article import Extent, fold
from lfckg.extraction.readings import Entity, Proposal, Reference

__all__ = ["Dropped", "Gathering"]


class Dropped(StrEnum):
    """Why something of an answer is not taken."""

    MISFIT = "not in the form that was asked for"
    RELATION = "a relation outside the list"
    ROLE = "a role that its relation does not have"
    ENTITY = "an entity that is not listed"
    NAMELESS = "an entity whose names do not stand in the article"
    WORDS = "words that do not stand in the article"
    AMBIGUOUS = "words that stand in several places"
    VALUE = "a date, a season or a number that is none"
    ARGUMENT = "an argument that does not fit its relation"
    REPEATED = "said twice"


@dataclass(slots=True)
class Gathering:
    """Entities by their keys, proposals, and how much was dropped for what reason, of one article."""

    text: str
    entities: dict[str, Entity] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    dropped: Counter[Dropped] = field(default_factory=Counter)
    _said: set[tuple[object, ...]] = field(default_factory=set)

    def add(self, entity: Entity, others: Sequence[str]) -> str:
        """Add an entity, or its references to the one that it is, but to none of the keys `others`; give its key.

        A new entity is one that was there before where class and label are the same.
        """
        for key, there in self.entities.items():
            same = there.iri == entity.iri if entity.iri else (there.iri is None and _alike(there, entity))
            if same and key not in others:
                references = tuple(dict.fromkeys((*there.references, *entity.references)))
                self.entities[key] = replace(there, references=references)
                return key
        stem = entity.key or entity.type.lower()
        key, number = stem, 1
        while key in self.entities:
            number += 1
            key = f"{stem}-{number}"
        self.entities[key] = replace(entity, key=key)
        return key

    def drop(self, reason: Dropped, number: int = 1) -> None:
        """Count what is dropped."""
        if number:
            self.dropped[reason] += number

    def propose(self, proposal: Proposal) -> bool:
        """Add a proposal; false where the same was proposed before."""
        said = (proposal.relation, *sorted((role, argument.value) for role, argument in proposal.arguments.items()))
        if said in self._said:
            return False
        self._said.add(said)
        self.proposals.append(proposal)
        return True

    def settled(self) -> tuple[Entity, ...]:
        """Give the entities that proposals need; words that two of them claim, or a longer name holds, are nobody's."""
        owners: dict[Extent, list[tuple[str, Reference]]] = {}
        for key, entity in self.entities.items():
            for reference in entity.references:
                owners.setdefault(reference.extent, []).append((key, reference))
        taken = bytearray(len(self.text))
        kept: dict[str, list[Reference]] = {}
        for (start, end), claims in sorted(owners.items(), key=lambda item: (item[0][0] - item[0][1], item[0])):
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            if len({key for key, _ in claims}) == 1:
                kept.setdefault(claims[0][0], []).append(claims[0][1])
        needed = {argument.value for proposal in self.proposals for argument in proposal.arguments.values()}
        return tuple(
            replace(entity, references=tuple(sorted(kept.get(key, ()), key=lambda reference: reference.extent)))
            for key, entity in self.entities.items()
            if key in needed
        )


def _alike(one: Entity, other: Entity) -> bool:
    return (one.type, fold(one.label)) == (other.type, fold(other.label))
