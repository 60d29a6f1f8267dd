"""Quotation marks: the stretches of a text that stand between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from lfckg.article import Extent

__all__ = ["Marked", "find_marked", "marked_stretches"]

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
_DOUBLE = {"“": '”"', "„": '“”"', "«": "»", "»": "«", '"': '"”'}
_SINGLE = {"‘": "’", "'": "'"}
_OPENER = re.compile(r"(?<![\w'’‘])['‘»](?=\S)")
_CLOSER = re.compile(r"(?<=\S)['’](?!\w)")
_REOPENED = re.compile(r"\s*(['‘])")
_BLANK = re.compile(r"[ \n]")
# What begins with a mark and is no quotation: ’90s, ’til, rock ’n’ roll.
_ELISION = re.compile(r"['’‘](?:[0-9]{2}s?|til|tis|twas|em|n|cause|bout|round|cos|un)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands between two marks: `outer` with them, `inner` without them and the blanks beside them.

    `mark` is the one that opens; `closed` is False where the paragraph ends before the other.
    """

    outer: Extent
    inner: Extent
    mark: str
    closed: bool


def marked_stretches(text: str) -> tuple[Extent, ...]:
    """Give what stands between double quotation marks; a mark that a paragraph leaves open holds to its end.

    >>> marked_stretches('He said: “No. Never.”')
    ((10, 20),)
    """
    return tuple(found.inner for found in _scan(text, _DOUBLE))


def find_marked(text: str) -> tuple[Marked, ...]:
    """Give what stands between marks of any style, single and double, the outermost alone; apostrophes are no marks.

    >>> [found.inner for found in find_marked("‘Don’t “ask” the players’ wives,’ he said.")]
    [(1, 32)]
    """
    return _scan(text, _DOUBLE | _SINGLE)


def _scan(text: str, marks: Mapping[str, str]) -> tuple[Marked, ...]:
    found: list[Marked] = []
    opening = re.compile(f"[{''.join(marks)}]")
    start = 0
    for end in [*(match.start() for match in _PARAGRAPH_END.finditer(text)), len(text)]:
        found += _in_paragraph(text, start, end, opening)
        start = end
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int, opening: re.Pattern[str]) -> list[Marked]:
    found = []
    place = start
    closers = [match.start() for match in _CLOSER.finditer(text, start, end)]
    while match := opening.search(text, place, end):
        place = match.start()
        closing = _closing(text, place, end, closers)
        if closing is None:
            place += 1
            continue
        close, closed = closing
        inner = text[place + 1 : close]
        first = place + 1 + len(inner) - len(inner.lstrip())
        last = first + len(inner.strip())
        if first < last:
            found.append(Marked((place, close + closed), (first, last), text[place], closed))
        place = close + 1
    return found


def _closing(text: str, place: int, end: int, closers: list[int]) -> tuple[int, bool] | None:
    """Find the mark that closes what the one at a place opens, if it opens anything, or else the paragraph's end."""
    mark = text[place]
    if mark in _DOUBLE:
        closings = [text.find(closing, place + 1, end) for closing in _DOUBLE[mark]]
        nearest = min((close for close in closings if close != -1), default=-1)
        if mark == "»" and (nearest == -1 or not _OPENER.match(text, place)):
            return None  # one that closes nothing
        return (nearest, True) if nearest != -1 else (end, False)
    if not _OPENER.match(text, place) or _ELISION.match(text, place):
        return None
    close = _single_closing(text, place, closers)
    if close is not None:
        return close, True
    reopened = _REOPENED.match(text, end)
    return (end, False) if reopened and reopened[1] == mark else None


def _single_closing(text: str, place: int, closers: list[int]) -> int | None:
    """Find the single mark that closes: the first behind a word, but no plural's apostrophe where another comes."""
    doubtful: int | None = None
    seen = place + 1
    for number in range(bisect_right(closers, seen), len(closers)):
        close = closers[number]
        if doubtful is not None and _has_opener(text, seen, close):
            return doubtful
        seen = close
        if text[close] not in _SINGLE[text[place]] or _ELISION.match(text, close - 2):
            continue  # of rock 'n' roll
        if text[close - 1].lower() != "s" or not _BLANK.match(text, close + 1):
            return close
        doubtful = close if doubtful is None else doubtful
    return doubtful


def _has_opener(text: str, start: int, end: int) -> bool:
    return any(not _ELISION.match(text, opener.start()) for opener in _OPENER.finditer(text, start, end))
