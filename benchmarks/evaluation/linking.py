"""Linking: whether the words by which entities were found belong to one entity, and evidence to one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.evaluation.scoring import align
from benchmarks.evaluation.sheets import RELATIONS, Entity, Fact, Sheet

__all__ = ["Share", "count_exact", "count_linked"]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of all; two of them may be added.

    >>> str(Share(3, 4) + Share(0, 1)), str(Share())
    ('3 of 5 (0.60)', '0 of 0')
    """

    right: int = 0
    all: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.all + other.all)

    def __str__(self) -> str:
        return f"{self.right} of {self.all}" + (f" ({self.right / self.all:.2f})" if self.all else "")


def count_exact(found: Sheet, text: str) -> Share:
    """Count facts whose evidence stands in the text, letter by letter, once."""
    return Share(sum(text.count(fact.evidence) == 1 for fact in found.facts if fact.evidence), len(found.facts))


def count_linked(gold: Sheet, found: Sheet) -> Share:
    """Count the entities of facts found that are one gold entity, neither merged of two nor split in two.

    Every name of such an entity is one of the gold entity's, and no other entity has a name of that one.
    """
    named = {key: found.entities[key] for fact in found.facts for key in _keys(fact)}
    aligned = align(gold.entities, named)
    right = sum(
        key in aligned and _is_one(entity, gold.entities[aligned[key]], [o for k, o in named.items() if k != key])
        for key, entity in named.items()
    )
    return Share(right, len(named))


def _is_one(entity: Entity, gold: Entity, others: Iterable[Entity]) -> bool:
    names = set(gold.names)
    return set(entity.names) <= names and not any(names & set(other.names) for other in others)


def _keys(fact: Fact) -> list[str]:
    keys = [fact.subject, *([fact.object] if RELATIONS[fact.relation].object else [])]
    return keys + ([fact.qualifiers["manager"]] if "manager" in fact.qualifiers else [])
