"""Times: the expressions of an article that tell a time, and the day, month, year or season that each means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from lfckg.article import Extent
from lfckg.extraction import reckoning
from lfckg.extraction.calendars import Calendar
from lfckg.extraction.reckoning import Kind
from lfckg.extraction.timepatterns import lead_pattern
from lfckg.extraction.timerules import Draft, Scene, drafts

__all__ = ["Kind", "Time", "find_times"]

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
_LONGEST_LEAD = 60


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a text tells.

    `extent` is the time itself ("next season"), `phrase` takes in what leads to it ("at the end of next season"),
    `words` are those of the phrase, `preposition` is its preposition in small letters or "".

    `past` and `future` are the ISO value (YYYY-MM-DD, YYYY-MM, YYYY; of a season 2019-20, or 2019 where it lies within
    a year) if what is dated has been, or is to come; they differ where the expression leaves it open ("on Friday").
    Both are None for lengths and vague words, and where the day of the article or the time it counts from is unknown.
    """

    extent: Extent
    phrase: Extent
    words: str
    preposition: str
    kind: Kind
    past: str | None = None
    future: str | None = None

    def value(self, *, is_past: bool) -> str | None:
        """Give the ISO value for what has been, or is to come."""
        return self.past if is_past else self.future

    def year(self, *, is_past: bool) -> str | None:
        """Give the year alone; of a season that in which it ends, when most honours are won."""
        value = self.value(is_past=is_past)
        if value is None:
            return None
        return f"{int(value[:4]) + 1:04}" if self.kind == Kind.SEASON and "-" in value else value[:4]


def find_times(text: str, issued: date | None, calendar: Calendar) -> tuple[Time, ...]:
    """Give the times of a normalised text in order; `issued` is the day of the article, where it is known.

    Times that count from another ("two years later") are resolved by the nearest one before in their paragraph that is
    exact enough. Ordinals ("their 14th") and ages are no times.
    """
    scene = Scene(text, issued, calendar)
    borders = [match.start() for match in _PARAGRAPH_END.finditer(text)]
    times: list[Time] = []
    paragraph: list[Time] = []
    for draft in _without_overlaps(scene):
        while borders and borders[0] < draft.start:
            borders.pop(0)
            paragraph = []
        time = _time(draft, paragraph, scene)
        paragraph.append(time)
        times.append(time)
    return tuple(times)


def _without_overlaps(scene: Scene) -> list[Draft]:
    """Keep of drafts that overlap the one whose rule comes first."""
    taken = bytearray(len(scene.text))
    kept = []
    for draft in drafts(scene):
        if not any(taken[draft.start : draft.end]):
            taken[draft.start : draft.end] = b"\1" * (draft.end - draft.start)
            kept.append(draft)
    return sorted(kept, key=lambda draft: draft.start)


def _time(draft: Draft, before: list[Time], scene: Scene) -> Time:
    kind, (past, future) = draft.kind, draft.both
    if draft.anchor:
        kind, past, future = _anchored(draft.anchor, before)
    extent = (draft.start, draft.end)
    lead = lead_pattern(scene.calendar).search(scene.text, max(0, draft.start - _LONGEST_LEAD), draft.start)
    start = lead.start() if lead else draft.start
    preposition = (lead["preposition"] or "").lower() if lead else ""
    if preposition in scene.calendar.lists["backward"]:
        future = past
    phrase = (start, draft.end)
    return Time(extent, phrase, scene.text[start : draft.end], preposition, kind, past, future)


def _anchored(anchor: tuple[str, int], before: list[Time]) -> tuple[Kind, str | None, str | None]:
    """Reckon from the nearest time before that is exact enough."""
    for time in reversed(before):
        if time.past and time.future and time.kind not in (Kind.DURATION, Kind.VAGUE):
            kind, past = reckoning.shift(time.kind, time.past, *anchor)
            if past:
                return kind, past, reckoning.shift(time.kind, time.future, *anchor)[1]
    return Kind.VAGUE, None, None
