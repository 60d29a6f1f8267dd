"""Patterns for times: how rules write them, and the words of the calendar put into them.

In a rule, `<MONTH>` is any word of a class, and "_" what stands between two words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lfckg.extraction.calendars import Calendar

__all__ = ["compile_rule", "lead_pattern"]

_SPACE = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*(?=\S))"
_LONG = ("week", "weekend", "month", "year")


def _any_of(words: Iterable[str]) -> str:
    """Give a pattern for any of some words, the longest first; what stands between their parts may be a line end."""
    longest = sorted({word.lower() for word in words}, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(_SPACE.join(map(_escape, word.split())) for word in longest)})"


def _escape(word: str) -> str:
    return re.escape(word).replace("'", "['’]")


@lru_cache(maxsize=4)
def lead_pattern(calendar: Calendar) -> re.Pattern[str]:
    """Give the pattern for what leads to a time, up to it: "at the end of ", "late on ", "until the "."""
    lead = (
        r"(?:<MODIFIER>_)?(?:(?P<preposition><PREPOSITION>)_)?"
        r"(?:(?:the_)?<PORTION>_of_)?(?:the_)?(?:<MODIFIER>(?:_|-))?"
    )
    filled = _filled(lead, calendar).replace(_SPACE, r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)")
    return re.compile(rf"(?<![\w'’-]){filled}\Z", re.IGNORECASE)


def compile_rule(pattern: str, calendar: Calendar) -> re.Pattern[str]:
    """Compile a rule; unless "^" is its first character it starts where a word does."""
    filled = _filled(pattern.removeprefix("^"), calendar)
    begin = "" if pattern.startswith("^") else r"(?<![\w£$€/.,-])(?<!\w['’])"
    return re.compile(rf"{begin}(?:{filled})(?!\w)", re.IGNORECASE)


def _filled(pattern: str, calendar: Calendar) -> str:
    words = _words(calendar)
    return re.sub(r"<([A-Z]+)>", lambda match: words[match[1]], pattern.replace("_", _SPACE))


@lru_cache(maxsize=4)
def _words(calendar: Calendar) -> dict[str, str]:
    lists = calendar.lists
    return {
        "YEAR": r"(?:1[89]|20)[0-9]{2}",
        "DAY": r"[0-3]?[0-9](?:st|nd|rd|th)?",
        "PLAIN": r"(?![-–/]?[0-9]{1,3}\b|,[0-9]|\.[0-9]|%|-[a-z])",  # no part of a number or of a longer word
        "MONTH": _any_of(calendar.months),
        "MONTHS": _any_of(calendar.all_months),
        "WEEKDAY": _any_of(calendar.weekdays),
        "QUARTER": _any_of(calendar.quarters),
        "FEAST": _any_of(calendar.feasts),
        "UNIT": _any_of(calendar.units),
        "LONG": _any_of(word for word, unit in calendar.units.items() if unit in _LONG and word == unit),
        "SEASON": _any_of(calendar.season_words),
        "PART": _any_of(calendar.parts_of_day),
        "DEICTIC": _any_of(calendar.days),
        "STEP": _any_of(calendar.steps),
        "STEPYEAR": rf"(?P<stepyear>{_any_of(calendar.steps)}){_SPACE}year",
        "ANCHORED": _any_of(calendar.anchored_steps),
        "DIRECTION": _any_of(calendar.directions),
        "DECADE": _any_of(lists["decades"]),
        "NUMBER": rf"(?:[0-9]{{1,3}}|{_any_of(calendar.numbers)}(?:-{_any_of(calendar.numbers)})?)",
        "PREPOSITION": _any_of(lists["prepositions"]),
        "MODIFIER": _any_of(lists["modifiers"]),
        "ROUGH": _any_of(lists["rough"]),
        "MANY": _any_of(lists["many"]),
        "PORTION": _any_of(lists["portions"]),
        "OWNER": _any_of(lists["owners"]),
        "RANK": _any_of(lists["ranks"]),
        "VAGUE": _any_of(lists["vague"]),
    }
