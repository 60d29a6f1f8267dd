"""Matching: the rules of `ontology/extraction/rules/`, held against marked sentences."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lfckg.errors import InputError
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.patterns import Pattern, Patterns
from lfckg.extraction.vocabularies import read_vocabulary
from lfckg.files import display

__all__ = ["Rule", "Slot", "read_rules"]

_SOURCES = ("subject", "home", "main", "focus", "introduced", "employer", "constant")
_PERSONS = ("manager", "office", "free", "free-or-office", "player", "film")
_NEEDS = ("near", "here", "untold", "untold-league", "league", *_PERSONS)
_OPTIONS = ("confidence", "tense", "hedged", "when", "needs", "honours", "present", "stays", "ends")
_FIRST = ("manages", "departure_announced")
_FILLERS = re.compile(r"[BCKMOPW]+|league")
_KEYS = {"relation", "name", "patterns", *_SOURCES, *_OPTIONS}


@dataclass(frozen=True, slots=True)
class Slot:
    """What a rule fills a role with: a subject, a home, a main thing, one in focus or introduced, or a constant."""

    role: str
    source: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a relation is said; `macros.toml` tells what each of these means."""

    relation: str
    name: str
    pattern: Pattern
    confidence: float = 0.9
    slots: tuple[Slot, ...] = ()
    tense: str = "past"
    hedged: bool = True
    when: str = ""
    needs: str = ""
    honours: bool = False
    present: bool = False
    stays: bool = False
    ends: bool = False

    def wants(self, source: str, value: str) -> bool:
        """Tell whether a role is filled from a source with a value: `wants("subject", "W")`."""
        return any(slot.source == source and slot.value == value for slot in self.slots)


def read_rules(directory: Path, lexicon: Lexicon, relations: Collection[str]) -> list[Rule]:
    """Read the rules of a directory, file by file, those of managers first; `macros.toml` holds what they share.

    `relations` are those that a rule may be of. Raises InputError with what is wrong in a file.
    """
    macros = read_vocabulary(directory / "macros.toml", lambda tables: tables["macros"])
    patterns = Patterns(macros, lexicon.words)
    rules: list[Rule] = []
    for path in sorted(directory.glob("*.toml")):
        for number, entry in enumerate(read_vocabulary(path, lambda tables: tables.get("rule", [])), start=1):
            place = f"{display(path)}: rule {number}"
            try:
                if entry["relation"] not in relations:
                    raise ValueError(f"relation {entry['relation']!r} is none of relations.toml")
                rules += _rules(entry, patterns, place)
            except KeyError as exc:
                raise InputError(f"{place} has no {exc}. Give it relation, name and patterns.") from exc
            except (AttributeError, TypeError, ValueError) as exc:
                raise InputError(f"{place}: {exc}. docs/reading-rules.md says how rules are written.") from exc
    return _in_turn(rules)


def _in_turn(rules: Sequence[Rule]) -> list[Rule]:
    """Order rules by what they go by: who manages a club, and who left one, is known to all others.

    Those about managers stand twice, for whom the others have found by then; those for what nothing else tells come last.
    """
    late = [rule for rule in rules if rule.needs.startswith("untold")]
    tenures = [rule for rule in rules if rule.relation == "manages"]
    departures = [rule for rule in rules if rule.relation == "departure_announced"]
    once_more = [rule for rule in tenures if rule.needs == "manager"]
    others = [rule for rule in rules if rule.relation not in _FIRST and not rule.needs.startswith("untold")]
    late.sort(key=lambda rule: rule.relation != "won")
    return [*tenures, *departures, *once_more, *others, *late]


def _check(entry: Mapping[str, Any]) -> None:
    """Raise ValueError with what a rule has that none may have."""
    if unknown := entry.keys() - _KEYS:
        raise ValueError(f"{min(unknown)!r} is nothing that a rule has")
    if entry.get("needs", _NEEDS[0]) not in _NEEDS:
        raise ValueError(f"needs = {entry['needs']!r} is none of {', '.join(_NEEDS)}")
    confidence = entry.get("confidence", 1)
    if not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise ValueError(f"confidence = {confidence!r} is no number from 0 to 1")
    for source in set(_SOURCES) - {"constant"}:
        for role, kinds in entry.get(source, {}).items():
            if not _FILLERS.fullmatch(str(kinds)):
                raise ValueError(
                    f"{source} = {{ {role} = {kinds!r} }} is no letter of a mark: write C, K, M, P, W or B"
                )


def _rules(entry: Mapping[str, Any], patterns: Patterns, place: str) -> Iterator[Rule]:
    relation, name, written = entry["relation"], entry["name"], entry["patterns"]
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        raise TypeError("patterns is no list of strings")
    _check(entry)
    slots = tuple(Slot(role, source, value) for source in _SOURCES for role, value in entry.get(source, {}).items())
    options = {key: entry[key] for key in _OPTIONS if key in entry}
    for number, one in enumerate(written, start=1):
        source = f"{relation}/{name}" + (f"-{number}" if len(written) > 1 else "")
        yield Rule(relation, source, patterns.read(one, f"{place} ({name}), pattern {number}"), slots=slots, **options)
