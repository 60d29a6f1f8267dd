"""Patterns: how the rules' patterns are written, with slots, classes of words and macros, and the expressions they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lfckg.errors import InputError
from lfckg.extraction.honours import AFTER, FINALS, HONOURS
from lfckg.extraction.marked import MarkedText
from lfckg.extraction.requirements import SLOT, Requirement, Requirements

__all__ = ["Pattern", "Patterns"]

_SLOT = re.compile(SLOT)
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
_FIXED = {
    "honours": HONOURS,
    "finals": FINALS,
    "after": AFTER,
    "place": r"<L\d+>",
    "filmdet": r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)(?: [\w<>'-]+){0,4}?",
}


@dataclass(frozen=True)
class Pattern:
    """An expression over marked text, compiled when it is first held against some that has what it requires.

    `place` is told where it is broken.
    """

    expression: str
    requirement: Requirement = field(default_factory=Requirement)
    place: str = ""

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression; raise InputError where it is none."""
        try:
            return re.compile(self.expression)
        except re.error as exc:
            raise InputError(f"{self.place}: is no regular expression: {exc}. Mend it there.") from exc

    def finditer(self, marked: MarkedText) -> Iterator[re.Match[str]]:
        """Give the places of a marked text where it matches."""
        if self.requirement.is_met(marked.letters, marked.lowered):
            yield from self.compiled.finditer(marked.text)


class Patterns:
    """Reads patterns with the macros of `macros.toml` and the classes of words of a lexicon."""

    def __init__(self, macros: Mapping[str, str], words: Mapping[str, str]) -> None:
        self._macros, self._words = {**macros, **_FIXED}, words
        self._requirements = Requirements({**words, **self._macros}, _KINDS)

    def read(self, written: str, place: str) -> Pattern:
        """Give the pattern that is written; raise ValueError where it names no slot, class or macro that is known."""
        return Pattern(self._expanded(written, set()), self._requirements.of(written), place)

    def _expanded(self, written: str, used: set[str]) -> str:
        def expand(match: re.Match[str]) -> str:
            role, kinds, words = match["role"], match["kinds"], match["words"]
            if words:
                return f"(?P<{role}>{self._words.get(words) or words})"
            kinds = kinds or _KINDS.get(role, "")
            if not kinds:
                return self._macro(role, used)
            if role in used or role == "any":
                return rf"<[{kinds}]\d+>"
            used.add(role)
            return rf"<(?P<{role}>[{kinds}]\d+)>"

        return _SLOT.sub(expand, written)

    def _macro(self, name: str, used: set[str]) -> str:
        if name in self._macros:
            return f"(?:{self._expanded(self._macros[name], used)})"
        if name not in self._words:
            raise ValueError(f"{{{name}}} is no role, no class of words.toml and no macro of macros.toml")
        return self._words[name]
