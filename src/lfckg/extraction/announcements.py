"""Announcements: on which day it was told that somebody leaves, where the sentence that says so tells no day.

The day stands elsewhere in it, or in the next sentence of its paragraph, by a verb of telling or deciding.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from lfckg.extraction.marked import MarkedText
from lfckg.extraction.readings import Argument, Proposal
from lfckg.extraction.times import Kind, Time

__all__ = ["dated_departures"]

_DEPARTURE, _TENURE = "departure_announced", "manages"
_NEWS = 14  # days before the article's own, that news are old at most
_TOLD = (
    r"\b(?:said|told|informed|announced|confirmed|agreed|decided|voted|met|ruled|accepted|issued|learn(?:ed|t)|heard"
    r"|emerged|became known|made public|statement|meeting|vote|phone|telephone|call|letter|message|news)\b"
)
_BETWEEN = r"(?:[^.;<]|<[A-SU-Z]\d+>){0,70}?"
_WAYS = (re.compile(rf"{_TOLD}{_BETWEEN}<T(\d+)>"), re.compile(rf"<T(\d+)>{_BETWEEN}{_TOLD}"))
_AHEAD = ("until", "till", "from", "before", "since")


def dated_departures(
    found: Sequence[Proposal],
    stretches: Sequence[MarkedText],
    times: Sequence[Time],
    issued: str | None,
    ending: Collection[str],
) -> list[Proposal]:
    """Give what was found, with the days of departures that have none; with it ends a tenure, by the rules in `ending`.

    Only a day shortly before that of the article is taken, for of others it is told when they were.
    """
    if issued is None:
        return list(found)
    days = [next(_days(stretch, times, issued), None) for stretch in stretches]
    starts = [stretch.extent(0, 1)[0] if stretch.text else 0 for stretch in stretches]
    dated = []
    for proposal in found:
        role = _undated(proposal, ending)
        number = bisect_right(starts, proposal.spans[0][0]) - 1
        near = days[number : number + 2] if role and number >= 0 else []
        if len(near) > 1 and not _is_one_paragraph(stretches[number], stretches[number + 1]):
            near.pop()
        day = next(filter(None, near), None)
        dated.append(replace(proposal, arguments={**proposal.arguments, role: day}) if role and day else proposal)
    return dated


def _undated(proposal: Proposal, ending: Collection[str]) -> str | None:
    """Give the role of the day that a departure, or the end of what somebody left, still lacks."""
    if proposal.relation == _DEPARTURE:
        role = "date"
    elif proposal.relation == _TENURE and proposal.source in ending:
        role = "end"
    else:
        return None
    return None if role in proposal.arguments else role


def _days(stretch: MarkedText, times: Sequence[Time], issued: str) -> Iterator[Argument]:
    for way in _WAYS:
        for match in way.finditer(stretch.text):
            time = times[int(match[1])]
            if time.kind is not Kind.DAY or not time.past or time.preposition in _AHEAD:
                continue
            if 0 <= (date.fromisoformat(issued) - date.fromisoformat(time.past)).days <= _NEWS:
                yield Argument(time.past, time.extent)


def _is_one_paragraph(one: MarkedText, other: MarkedText) -> bool:
    return other.extent(0, 1)[0] - one.extent(len(one.text) - 1, len(one.text))[1] < len("\n\n")
