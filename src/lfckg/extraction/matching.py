"""Matching: the rules of `ontology/extraction/rules/`, held against marked sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lfckg.extraction.honours import FINALS, HONOURS
from lfckg.extraction.lexicons import Lexicon

__all__ = ["Rule", "Slot", "read_rules"]

_SLOT = re.compile(r"\{(?P<role>\w+)(?::(?P<kinds>[A-Z]+)|=(?P<words>[^{}]+))?\}")
_KINDS = {
    "person": "P",
    "speaker": "P",
    "club": "C",
    "competition": "K",
    "work": "W",
    "company": "M",
    "platform": "B",
    "organisation": "CO",
    "date": "T",
    "start": "T",
    "end": "T",
    "season": "T",
}
_ORDER = {"manages": 0, "departure_announced": 1}  # who manages a club, or did, is known to all other rules


@dataclass(frozen=True, slots=True)
class Slot:
    """What a rule fills a role with: a subject, a home, a main thing, one in focus or introduced, or a constant."""

    role: str
    source: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a relation is said."""

    relation: str
    name: str
    pattern: re.Pattern[str]
    confidence: float
    slots: tuple[Slot, ...] = ()
    tense: str = "past"
    hedged: bool = True
    when: str = ""
    needs: str = ""
    honours: bool = False
    present: bool = False
    ends: bool = False

    def wants(self, source: str, value: str) -> bool:
        """Tell whether a role is filled from a source with a value: `wants("subject", "W")`."""
        return any(slot.source == source and slot.value == value for slot in self.slots)


def read_rules(directory: Path, lexicon: Lexicon) -> list[Rule]:
    """Read the rules of a directory, file by file, those of managers and of who leaves first; `macros.toml` is shared."""
    macros = tomllib.loads((directory / "macros.toml").read_text("utf-8"))["macros"]
    entries = [
        entry
        for path in sorted(directory.glob("*.toml"))
        for entry in tomllib.loads(path.read_text("utf-8")).get("rule", [])
    ]
    entries.sort(key=lambda entry: _ORDER.get(entry["relation"], len(_ORDER)))
    rules = [rule for entry in entries for rule in _rules(entry, macros, lexicon)]
    tenures = [rule for rule in rules if rule.relation == "manages"]
    once_more = [rule for rule in tenures if rule.needs == "manager"]  # whom the others have found by then
    return [*tenures, *once_more, *rules[len(tenures) :]]


def _rules(entry: Mapping[str, object], macros: Mapping[str, str], lexicon: Lexicon) -> Iterator[Rule]:
    patterns = entry["patterns"]
    assert isinstance(patterns, list)  # noqa: S101
    for number, pattern in enumerate(patterns):
        slots = tuple(
            Slot(role, source, str(value))
            for source in ("subject", "home", "main", "focus", "introduced", "constant")
            for role, value in dict(entry.get(source, {})).items()  # type: ignore[call-overload]
        )
        yield Rule(
            str(entry["relation"]),
            f"{entry['relation']}/{entry['name']}" + (f"-{number + 1}" if len(patterns) > 1 else ""),
            _compile(pattern, macros, lexicon),
            float(str(entry.get("confidence", 0.9))),
            slots,
            str(entry.get("tense", "past")),
            bool(entry.get("hedged", True)),
            str(entry.get("when", "")),
            str(entry.get("needs", "")),
            bool(entry.get("honours")),
            bool(entry.get("present")),
            bool(entry.get("ends")),
        )


def _compile(pattern: str, macros: Mapping[str, str], lexicon: Lexicon) -> re.Pattern[str]:
    used: set[str] = set()

    def expand(match: re.Match[str]) -> str:
        role, kinds, words = match["role"], match["kinds"], match["words"]
        if words:
            inner = lexicon.words.get(words) or words
            return f"(?P<{role}>{inner})"
        kinds = kinds or _KINDS.get(role, "")
        if not kinds:
            return _expanded(role)
        if role in used or role == "any":
            return rf"<[{kinds}]\d+>"
        used.add(role)
        return rf"<(?P<{role}>[{kinds}]\d+)>"

    def _expanded(name: str) -> str:
        if name in ("honours", "finals"):
            return {"honours": HONOURS, "finals": FINALS}[name]
        if name in ("place", "filmdet"):
            return {"place": r"<L\d+>", "filmdet": r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)(?: [\w<>'-]+){0,4}?"}[name]
        if name in macros:
            return f"(?:{_SLOT.sub(expand, macros[name])})"
        return lexicon.words[name]

    return re.compile(_SLOT.sub(expand, pattern))
