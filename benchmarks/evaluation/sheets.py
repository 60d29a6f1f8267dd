"""Sheets: the entities and facts of one article, as a corpus has them in NAME.json beside NAME.txt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lfckg.errors import InputError

__all__ = ["RELATIONS", "Entity", "Fact", "Sheet", "SheetError", "Signature", "load_sheet", "read_sheet", "to_json"]

_PEOPLE = frozenset({"Manager", "Player", "Executive", "Person"})
_BODIES = frozenset({"Club", "Organization"})
_LITERAL: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Signature:
    """The types that a relation joins; `object` is empty where it takes words."""

    subject: frozenset[str]
    object: frozenset[str]


def _signature(subject: frozenset[str] | str, object_: frozenset[str] | str) -> Signature:
    first, second = (frozenset({types}) if isinstance(types, str) else types for types in (subject, object_))
    return Signature(first, second)


RELATIONS: Mapping[str, Signature] = {
    "manages": _signature("Manager", "Club"),
    "departure_announced": _signature(frozenset({"Manager", "Executive"}), _BODIES),
    "won": _signature("Club", "Competition"),
    "holds_post": _signature(frozenset({"Executive", "Person"}), _BODIES),
    "about": _signature("Documentary", "Club"),
    "features": _signature("Documentary", frozenset({"Manager", "Player", "Person"})),
    "produced_by": _signature("Documentary", "ProductionCompany"),
    "available_on": _signature("Documentary", "Broadcaster"),
    "directed_by": _signature("Documentary", "Person"),
    "narrated_by": _signature("Documentary", "Person"),
    "form": _signature("Documentary", _LITERAL),
    "status": _signature("Documentary", _LITERAL),
    "release": _signature("Documentary", _LITERAL),
    "competes_in": _signature("Club", "Competition"),
    "plays_for": _signature("Player", "Club"),
    "quoted": _signature(_PEOPLE, _LITERAL),
    "nationality": _signature(frozenset({"Person", "Manager", "Player"}), _LITERAL),
}
"""The relations of the corpus, in its order, with what they join."""

_FIXED = {"relation", "subject", "object", "evidence"}


class SheetError(InputError):
    """A file of facts is not of the corpus' form."""


@dataclass(frozen=True, slots=True)
class Entity:
    """What facts speak of, and the surface forms by which the text calls it, the fullest first."""

    type: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between an entity and another, or words. `source` names the rule that found it, if one did."""

    relation: str
    subject: str
    object: str
    evidence: str
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The entities and facts of one article; `published` is its day. `is_told`: whether the file tells of facts."""

    entities: Mapping[str, Entity]
    facts: tuple[Fact, ...]
    published: str | None = None
    is_told: bool = True


def read_sheet(text: str, name: str) -> Sheet:
    """Read a sheet from its JSON; `name` is for errors. Raises SheetError.

    >>> read_sheet('{"entities": {}, "facts": []}', "x.json")
    Sheet(entities={}, facts=(), published=None, is_told=True)
    """
    try:
        told = json.loads(text)
        entities = {
            key: Entity(entity["type"], tuple(entity["names"])) for key, entity in told.get("entities", {}).items()
        }
        facts = tuple(_read_fact(fact) for fact in told.get("facts", []))
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise SheetError(f"{name}: not a sheet of entities and facts ({exc!r}). Compare it with the corpus.") from exc
    for fact in facts:
        _check(fact, entities, name)
    return Sheet(entities, facts, told.get("published"), "facts" in told)


def load_sheet(path: Path) -> Sheet:
    """Read a sheet's file."""
    return read_sheet(path.read_text("utf-8"), str(path))


def _read_fact(told: Mapping[str, Any]) -> Fact:
    qualifiers = {key: str(value) for key, value in told.items() if key not in _FIXED}
    relation, subject, object_, evidence = (str(told[key]) for key in ("relation", "subject", "object", "evidence"))
    return Fact(relation, subject, object_, evidence, qualifiers)


def _check(fact: Fact, entities: Mapping[str, Entity], name: str) -> None:
    signature = RELATIONS.get(fact.relation)
    if signature is None:
        raise SheetError(f"{name}: there is no relation {fact.relation!r}. There are {', '.join(RELATIONS)}.")
    named = [fact.subject, *([fact.object] if signature.object else []), fact.qualifiers.get("manager", fact.subject)]
    for key in named:
        if key not in entities:
            raise SheetError(f"{name}: {fact.relation} names {key!r}, which is none of the entities. Add it to them.")


def to_json(sheet: Sheet) -> str:
    """Write a sheet as JSON; numbers are numbers again, and rules stay outside."""
    told: dict[str, object] = {"published": sheet.published} if sheet.published else {}
    told["entities"] = {key: {"type": entity.type, "names": entity.names} for key, entity in sheet.entities.items()}
    told["facts"] = [_fact_to_json(fact) for fact in sheet.facts]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _fact_to_json(fact: Fact) -> dict[str, object]:
    told: dict[str, object] = {"relation": fact.relation, "subject": fact.subject, "object": fact.object}
    for key, value in fact.qualifiers.items():
        told[key] = int(value) if key in {"count", "episodes"} else value
    told["evidence"] = fact.evidence
    return told
