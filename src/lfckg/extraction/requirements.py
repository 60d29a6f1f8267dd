"""Requirements: what a text must have for a pattern to match it, told without compiling the pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

__all__ = ["SLOT", "Requirement", "Requirements"]

SLOT = r"\{(?P<role>[a-z]\w*)(?::(?P<kinds>[A-Z]+)|=(?P<words>[^{}]+))?\}"
"""A name in braces: a role, with the kinds of what fills it or with the class of its words, a class, or a macro."""

_TOKEN = re.compile(
    rf"(?P<mark><(?:\(\?P<\w+>)?(?:(?P<letter>[A-Z])|\[(?P<letters>[A-Z]+)\])\\d\+\)?>)"
    rf"|(?P<slot>{SLOT})|(?P<open>\(\?<?[!=]|\((?:\?P<\w+>|\?[a-z]*:|\?>)?)|(?P<close>\))|(?P<bar>\|)"
    r"|\\.|\[(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|(?P<literal>[\w' ,&;:-]+)|."
)
_OPTIONAL = ("?", "*", "{0,", "{,")
_LEAST = 3  # letters of words that are worth looking for


@dataclass(frozen=True, slots=True)
class Requirement:
    """Marks of a text, each a set of letters of which it must have one, and words of which it must have one, if any.

    Words are parts of words, too, in lower case.
    """

    marks: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def is_met(self, letters: frozenset[str], lowered: str) -> bool:
        """Tell whether a text with marks of these letters, in lower case, meets it."""
        return all(not letters.isdisjoint(mark) for mark in self.marks) and (
            not self.words or any(word in lowered for word in self.words)
        )


@dataclass(slots=True)
class Requirements:
    """Tells requirements of patterns; `parts` are the macros and classes of words, `kinds` the letters of roles."""

    parts: Mapping[str, str]
    kinds: Mapping[str, str]
    _known: dict[str, Requirement] = field(default_factory=dict)

    def of(self, written: str) -> Requirement:
        """Give what all that a pattern matches has: that of each alternative, where nothing makes it optional."""
        groups: list[list[Requirement]] = [[Requirement()]]  # those that are open, each with its alternatives
        for token in _TOKEN.finditer(written):
            is_optional = written.startswith(_OPTIONAL, token.end())
            if token["bar"]:
                groups[-1].append(Requirement())
            elif token["open"]:  # what only looks around requires nothing
                groups.append([Requirement()] * (2 if token["open"][-1] in "!=" else 1))
            elif token["close"]:
                found = _any(groups.pop())
                groups[-1][-1] = _both(groups[-1][-1], Requirement() if is_optional else found)
            else:
                groups[-1][-1] = _both(groups[-1][-1], self._required(token, is_optional=is_optional))
        return _any(groups[0])

    def _required(self, token: re.Match[str], *, is_optional: bool) -> Requirement:
        if token["literal"]:
            words = token["literal"][: -1 if is_optional else None].lower()
            return Requirement(words=frozenset([words] if len(words.strip()) >= _LEAST else []))
        if is_optional:
            return Requirement()
        if letters := token["letter"] or token["letters"] or token["kinds"] or self.kinds.get(token["role"] or ""):
            return Requirement(marks=frozenset([letters]))
        return self._part(token["words"] or token["role"]) if token["slot"] else Requirement()

    def _part(self, name: str) -> Requirement:
        if name not in self._known:
            self._known[name] = self.of(self.parts.get(name, ""))
        return self._known[name]


def _any(alternatives: Iterable[Requirement]) -> Requirement:
    """Give what holds whichever alternative is taken."""
    marks, words = (list(one) for one in zip(*((one.marks, one.words) for one in alternatives), strict=True))
    return Requirement(frozenset.intersection(*marks), frozenset.union(*words) if all(words) else frozenset())


def _both(one: Requirement, other: Requirement) -> Requirement:
    """Give what two parts of a pattern require: the marks of both, and those words that tell more."""
    words = max(one.words, other.words, key=lambda words: (min(map(len, words), default=0), -len(words)))
    return Requirement(one.marks | other.marks, words)
