"""Seasons: whether what is said of a club's league is of this season, or of one long over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lfckg.extraction.marked import MarkedText
from lfckg.extraction.times import Kind, Time

__all__ = ["is_over"]

_NEAR = re.compile(r"<T(\d+)>")
_BEHIND = re.compile(r"(?:[^;,<]|<[^T]\d+>){0,40}<T(\d+)>")
_OPENING = re.compile(r"(?:In|Back in|By|Since) <T(\d+)>")
_OF_OLD = re.compile(
    r"\b(?:once|used to|formerly|in those days|at the time|back then)\b|(?:^|, | were| was| are|\() ?then (?:of|in|at|still|playing)\b"
    r"|\bhad (?:once |previously |also |already |earlier |before )?(?:played|been|managed|coached|spent|captained|scored|appeared)\b"
    r"|\b(?:youth|reserves?|academy|junior|under-\w+) (?:team|side|eleven)s?\b"
)
_DECADE = re.compile(r"\b(?:\d\ds|(?:fif|six|seven|eigh|nine)ties)\b|\d{3}0s\b", re.I)
_RECENT = 1


def is_over(match: re.Match[str], marked: MarkedText, times: Sequence[Time], issued: str | None) -> bool:
    """Tell whether a match is said of a year before the last one, counted from the article's day, of old, or of the young."""
    start, end = match.span()
    clause = marked.text[max(marked.text.rfind(border, 0, start) for border in (",", ";", ".", "–")) + 1 : end]
    if _OF_OLD.search(clause):
        return True
    marks = [*_NEAR.findall(marked.text, start, end)]
    for one in (_BEHIND.match(marked.text, end), _OPENING.match(marked.text)):
        marks += [one[1]] if one else []
    if any(_DECADE.search(times[int(mark)].words) for mark in marks):
        return True
    years = [year for mark in marks if (year := _year(times[int(mark)]))]
    return bool(issued and years and max(years) < int(issued[:4]) - _RECENT)


def _year(time: Time) -> int | None:
    if time.kind in (Kind.DURATION, Kind.VAGUE) or not time.value(is_past=True):
        return None
    return int(str(time.year(is_past=True)))
