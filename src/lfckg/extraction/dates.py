"""Dates: days, months, years and seasons that an article names, as rules for times matched them."""

from __future__ import annotations

import re

from lfckg.extraction import reckoning
from lfckg.extraction.reckoning import Kind
from lfckg.extraction.scenes import VAGUE, Scene, Told, both_of

__all__ = [
    "of_calendar_season",
    "of_day",
    "of_feast",
    "of_figures",
    "of_month",
    "of_month_and_year",
    "of_plain_year",
    "of_quarter",
    "of_season",
    "of_weekday",
    "of_words",
]

_MONTHS = 12


def _year(match: re.Match[str], scene: Scene) -> int | None:
    """Give the year that stands beside a month, or that "last year" is."""
    if match["year"]:
        return int(match["year"])
    if match["stepyear"] and scene.issued:
        return scene.issued.year + scene.calendar.steps[match["stepyear"].lower()]
    return None


def of_day(match: re.Match[str], scene: Scene) -> Told:
    """Read "20 December 2019", "December 20" and the like."""
    month = match["month"].lower()
    if month in scene.calendar.doubtful and not scene.is_capital(match.start("month")):
        return None
    day, issued = int(re.sub(r"\D", "", match["day"])), scene.issued
    both = reckoning.day_of_month(issued, scene.calendar.all_months[month], day, _year(match, scene))
    return (Kind.DAY, both) if both else None


def of_figures(match: re.Match[str], scene: Scene) -> Told:
    """Read a day in figures; vague where it may be one of two."""
    del scene
    day, month, year = (int(match[name]) for name in ("day", "month", "year"))
    if match.groupdict().get("slash") and max(day, month) <= _MONTHS and day != month:
        return VAGUE
    both = reckoning.day_of_month(None, month, day, year) or reckoning.day_of_month(None, day, month, year)
    return (Kind.DAY, both) if both else None


def of_month_and_year(match: re.Match[str], scene: Scene) -> Told:
    """Read "May 2021", "May last year", and "the first Monday of May" as its month."""
    month, year = scene.calendar.all_months[match["month"].lower()], _year(match, scene)
    if year:
        return Kind.MONTH, both_of(f"{year:04}-{month:02}")
    return Kind.MONTH, reckoning.month_of_year(scene.issued, month, None) if scene.issued else (None, None)


def of_season(match: re.Match[str], scene: Scene) -> Told:
    """Read "2019-20"; years that don't follow each other are two times, and found as such."""
    del scene
    following = f"{int(match['first']) + 1}"
    return (
        (Kind.SEASON, both_of(reckoning.season_text(int(match["first"]))))
        if following.endswith(match["last"])
        else None
    )


def of_calendar_season(match: re.Match[str], scene: Scene) -> Told:
    """Read "the 1974 season" as a season of one calendar year."""
    del scene
    return Kind.SEASON, both_of(match["year"])


def of_feast(match: re.Match[str], scene: Scene) -> Told:
    """Read "Boxing Day", "Christmas 1988", "last Christmas"."""
    month, _, day = scene.calendar.feasts[re.sub(r"\s+", " ", match["feast"].lower().replace("’", "'"))].partition("-")
    year, kind = match["year"], Kind.DAY if day else Kind.MONTH
    if day:
        both = reckoning.day_of_month(scene.issued, int(month), int(day), int(year) if year else None)
        return kind, both or (None, None)
    if year:
        return kind, both_of(f"{year}-{month}")
    step = scene.calendar.steps.get((match["step"] or "").lower())
    return kind, reckoning.month_of_year(scene.issued, int(month), step) if scene.issued else (None, None)


def of_weekday(match: re.Match[str], scene: Scene) -> Told:
    """Read a weekday alone, unless it is part of a name: "Sheffield Wednesday", "the Sunday Post"."""
    start, end = match.span("weekday")
    before = re.search(r"(\w[\w’'-]*)(?:,?)[^\S\n]$", scene.text[max(0, start - 40) : start])
    is_capital = scene.is_capital(start) and not scene.text[start : start + 2].isupper()
    if is_capital and match["lead"] is None:
        if before and before[1][0].isupper() and not before[0].rstrip().endswith(","):
            return None
        if before and before[1].lower() == "the":
            return None
        if not match["part"] and re.match(r"[^\S\n][^\W\d_a-z]\w*[a-z]", scene.text[end : end + 40]):
            return None
    if scene.issued is None:
        return Kind.DAY, (None, None)
    return Kind.DAY, reckoning.weekday(scene.issued, scene.calendar.weekdays[match["weekday"].lower()], None)


def of_month(match: re.Match[str], scene: Scene) -> Told:
    """Read a month behind a preposition, unless it may be a person's name: "by April Jones"."""
    place, word = match.start("month"), match["month"].lower()
    firm = match["lead"].lower() in scene.calendar.lists["firm"]
    if word in scene.calendar.doubtful and not scene.is_capital(place):
        return None
    if not firm and re.match(r"[^\S\n][^\W\d_a-z]\w*[a-z]", scene.text[match.end("month") : match.end("month") + 40]):
        return None
    if scene.issued is None:
        return Kind.MONTH, (None, None)
    return Kind.MONTH, reckoning.month_of_year(scene.issued, scene.calendar.months[word], None)


def of_quarter(match: re.Match[str], scene: Scene) -> Told:
    """Read "in the spring" and "summer 2012"; one that is another word too only with its year."""
    first = scene.calendar.quarters[match["quarter"].lower()]
    if match["year"]:
        return Kind.YEAR, both_of(match["year"])
    if match["quarter"].lower() in scene.calendar.doubtful:
        return None
    if scene.issued is None:
        return VAGUE
    return reckoning.quarter(scene.issued, first, None, scene.calendar.season_begins)


def of_plain_year(match: re.Match[str], scene: Scene) -> Told:
    """Read a year behind a preposition; behind one that also stands before numbers, only where none is counted."""
    lead, rest = match.groupdict().get("lead"), scene.text[match.end("year") : match.end("year") + 40]
    if (
        lead is not None
        and lead.lower() not in scene.calendar.lists["firm"]
        and re.match(r"[^\S\n][a-z]+(?<!s)s\b(?<!was)(?<!has)(?<!is)", rest)
    ):
        return None
    return Kind.YEAR, both_of(match["year"])


def of_words(match: re.Match[str], scene: Scene) -> Told:
    """Read words of time of which no day can be told: "the Seventies", "the weekend"."""
    del match, scene
    return VAGUE
