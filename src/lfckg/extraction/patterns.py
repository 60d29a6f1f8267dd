"""Patterns: how the rules' patterns are written, with slots, classes of words and macros, and the expressions they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lfckg.errors import InputError
from lfckg.extraction.honours import AFTER, FINALS, HONOURS

__all__ = ["Pattern", "Patterns"]

_NAME = r"\{(?P<role>[a-z]\w*)(?::(?P<kinds>[A-Z]+)|=(?P<words>[^{}]+))?\}"
_SLOT = re.compile(_NAME)
_TOKEN = re.compile(
    rf"\\.|\[(?:\\.|[^\]\\])*\]|(?P<mark><(?:\(\?P<\w+>)?(?:(?P<letter>[A-Z])|\[(?P<letters>[A-Z]+)\])\\d\+\)?>)"
    rf"|(?P<slot>{_NAME})|(?P<bracket>\(\?<?[!=]|[()|])"
)
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
_OPTIONAL = ("?", "*", "{0,", "{,")
_FIXED = {
    "honours": HONOURS,
    "finals": FINALS,
    "after": AFTER,
    "place": r"<L\d+>",
    "filmdet": r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)(?: [\w<>'-]+){0,4}?",
}


@dataclass(frozen=True)
class Pattern:
    """An expression over marked text, compiled when it is first held against some; `place` is told where it is broken.

    `marks` are sets of letters; a text that has no mark of one of them does not match.
    """

    expression: str
    marks: frozenset[str] = field(default=frozenset())
    place: str = ""

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression; raise InputError where it is none."""
        try:
            return re.compile(self.expression)
        except re.error as exc:
            raise InputError(f"{self.place}: is no regular expression: {exc}. Mend it there.") from exc

    def may_match(self, letters: frozenset[str]) -> bool:
        """Tell whether a text that has marks of these letters may match."""
        return all(not letters.isdisjoint(mark) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Patterns:
    """Reads patterns with the macros of `macros.toml` and the classes of words of a lexicon."""

    macros: Mapping[str, str]
    words: Mapping[str, str]

    def read(self, written: str, place: str) -> Pattern:
        """Give the pattern that is written; raise ValueError where it names no slot, class or macro that is known."""
        return Pattern(self._expanded(written, set()), frozenset(self._marks(written)), place)

    def _expanded(self, written: str, used: set[str]) -> str:
        def expand(match: re.Match[str]) -> str:
            role, kinds, words = match["role"], match["kinds"], match["words"]
            if words:
                return f"(?P<{role}>{self.words.get(words) or words})"
            kinds = kinds or _KINDS.get(role, "")
            if not kinds:
                return self._macro(role, used)
            if role in used or role == "any":
                return rf"<[{kinds}]\d+>"
            used.add(role)
            return rf"<(?P<{role}>[{kinds}]\d+)>"

        return _SLOT.sub(expand, written)

    def _macro(self, name: str, used: set[str]) -> str:
        if name in _FIXED:
            return _FIXED[name]
        if name in self.macros:
            return f"(?:{self._expanded(self.macros[name], used)})"
        if name not in self.words:
            raise ValueError(f"{{{name}}} is no role, no class of words.toml and no macro of macros.toml")
        return self.words[name]

    def _marks(self, written: str) -> set[str]:
        """Give the marks that all that matches has: those of all alternatives, where nothing makes them optional."""
        groups: list[list[set[str]]] = [[set()]]  # those that are open, each with the marks of its alternatives
        for token in _TOKEN.finditer(written):
            bracket = token["bracket"]
            if bracket == "|":
                groups[-1].append(set())
            elif bracket == ")":
                found = set.intersection(*groups.pop())
                groups[-1][-1] |= set() if written.startswith(_OPTIONAL, token.end()) else found
            elif bracket:  # what only looks around needs nothing
                groups.append([set(), set()] if bracket != "(" else [set()])
            elif not written.startswith(_OPTIONAL, token.end()):
                groups[-1][-1] |= self._required(token)
        return set.intersection(*groups[0])

    def _required(self, token: re.Match[str]) -> set[str]:
        if token["slot"] and token["role"] in self.macros:
            return self._marks(self.macros[token["role"]])
        letters = token["letter"] or token["letters"] or token["kinds"] or _KINDS.get(token["role"] or "")
        return {letters} if letters and not token["words"] else set()
