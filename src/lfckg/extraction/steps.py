"""Steps: times that count from the day of an article, or from the time told before, as rules matched them."""

from __future__ import annotations

import re
from datetime import date

from lfckg.extraction import reckoning
from lfckg.extraction.calendars import Calendar
from lfckg.extraction.reckoning import Kind
from lfckg.extraction.scenes import VAGUE, Scene, Told, both_of

__all__ = [
    "of_anchored_step",
    "of_deictic",
    "of_distance",
    "of_duration",
    "of_portion",
    "of_step",
    "of_time_to_come",
    "of_week_on",
]


def _number(word: str, calendar: Calendar) -> int:
    if word.isascii() and word.isdigit():
        return int(word)
    return sum(calendar.numbers[part] for part in re.split(r"[\s-]+", word.lower()))


def of_distance(match: re.Match[str], scene: Scene) -> Told:
    """Read "11 days ago", and "two years later", which counts from what was told before."""
    if match["rough"] or match["many"]:
        return VAGUE
    unit = scene.calendar.units[match["unit"].lower()]
    direction = match["direction"].lower()
    amount = _number(match["number"], scene.calendar) * scene.calendar.directions[direction]
    if direction != "ago":
        return Kind.VAGUE, (None, None), (unit, amount)
    return _from_issued(scene, unit, amount)


def _from_issued(scene: Scene, unit: str, amount: int) -> Told:
    if scene.issued is None:
        return VAGUE
    kind, value = reckoning.shift(Kind.DAY, scene.issued.isoformat(), unit, amount)
    return kind, both_of(value)


def of_time_to_come(match: re.Match[str], scene: Scene) -> Told:
    """Read "in two years' time"."""
    return _from_issued(scene, scene.calendar.units[match["unit"].lower()], _number(match["number"], scene.calendar))


def of_week_on(match: re.Match[str], scene: Scene) -> Told:
    """Read "a week tomorrow", "a fortnight on Friday", "Saturday week"."""
    if scene.issued is None:
        return Kind.DAY, (None, None)
    ahead = 14 if (match["unit"] or "").lower() == "fortnight" else 7
    if match["deictic"]:
        start: str | None = reckoning.unit_of(scene.issued, "day", scene.calendar.days[match["deictic"].lower()])[1]
    else:
        weekday = (match["weekday"] or match["before"]).lower()
        start = reckoning.weekday(scene.issued, scene.calendar.weekdays[weekday], None)[1]
    return Kind.DAY, both_of(reckoning.shift(Kind.DAY, start, "day", ahead)[1] if start else None)


def of_deictic(match: re.Match[str], scene: Scene) -> Told:
    """Read "yesterday", "this morning", "last night", "the day after tomorrow"."""
    if scene.issued is None:
        return Kind.DAY, (None, None)
    days = scene.calendar.days
    if match["deictic"]:
        step = days[match["deictic"].lower()]
        step += {None: 0, "before": -1, "after": 1}[match["beyond"] and match["beyond"].lower()]
    else:
        step = scene.calendar.steps[match["step"].lower()]
    return Kind.DAY, both_of(reckoning.unit_of(scene.issued, "day", step)[1])


def of_portion(match: re.Match[str], scene: Scene) -> Told:
    """Read "the end of the year"; a part of a season is vague, as its days aren't known."""
    word, portion = match["unit"].lower(), re.sub(r"\s+", " ", match["portion"].lower())
    unit = scene.calendar.units.get(word, "season")
    if unit not in ("month", "year") or portion not in scene.calendar.lists["plain_portions"] or scene.issued is None:
        return VAGUE
    kind, value = reckoning.unit_of(scene.issued, unit, scene.calendar.steps.get((match["step"] or "").lower(), 0))
    return kind, both_of(value)


def of_step(match: re.Match[str], scene: Scene) -> Told:
    """Read "last month", "this season", "next Monday", "last spring"."""
    calendar, word, step_word = scene.calendar, match["unit"].lower(), match["step"].lower()
    if word in calendar.doubtful and word in calendar.months and not scene.is_capital(match.start("unit")):
        return None  # "this may be"
    if step_word != "coming" and scene.text[max(0, match.start() - 4) : match.start()].lower() == "the ":
        return None  # "the next week" and "the last month" count from elsewhere
    step = calendar.steps[step_word]
    if word in calendar.season_words:
        return Kind.SEASON, both_of(_season(scene, step_word, step))
    return _stepped(word, step, scene.issued, calendar) if scene.issued else VAGUE


def _stepped(word: str, step: int, issued: date, calendar: Calendar) -> Told:
    if word in calendar.weekdays:
        return Kind.DAY, reckoning.weekday(issued, calendar.weekdays[word], step)
    if word in calendar.months:
        return Kind.MONTH, reckoning.month_of_year(issued, calendar.months[word], step)
    if word in calendar.quarters:
        return reckoning.quarter(issued, calendar.quarters[word], step, calendar.season_begins)
    kind, value = reckoning.unit_of(issued, calendar.units[word], step)
    return kind, both_of(value)


def _season(scene: Scene, word: str, step: int) -> str | None:
    """Give the season some steps away; the next one in summer is that which has just begun, and still is "coming"."""
    if scene.issued is None:
        return None
    begins, settled = scene.calendar.season_begins, scene.calendar.season_settled
    last = settled if word == "coming" else settled - 1
    is_new = begins <= scene.issued.month <= last
    year = reckoning.season_of(scene.issued, begins) + (0 if step > 0 and is_new else step)
    return reckoning.season_text(year)


def of_anchored_step(match: re.Match[str], scene: Scene) -> Told:
    """Read "the next day", "the season before", "that year", which count from what was told before."""
    calendar = scene.calendar
    word = match["unit"].lower()
    unit = "day" if word in calendar.parts_of_day else calendar.units.get(word, "season")
    if match.groupdict().get("beyond"):
        step = -1 if match["beyond"].lower() == "before" else 1
    else:
        step = calendar.anchored_steps[re.sub(r"\s+", " ", match["step"].lower())]
    return Kind.VAGUE, (None, None), (unit, step)


def of_duration(match: re.Match[str], scene: Scene) -> Told:
    """Read "two years": a length, which tells no day."""
    del match, scene
    return Kind.DURATION, (None, None)
