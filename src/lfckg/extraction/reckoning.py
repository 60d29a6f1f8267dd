"""Reckoning: which day, month, year or season of football is meant, seen from a day.

Whatever lies outside the years 1 to 9999, or is not told exactly enough, is None.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum

__all__ = [
    "Both",
    "Kind",
    "covering",
    "day_of_month",
    "month_of_year",
    "quarter",
    "season_of",
    "season_text",
    "shift",
    "unit_of",
    "weekday",
]

Both = tuple[str | None, str | None]
"""ISO values: if what is dated has been, and if it is to come."""

_WEEK, _YEAR = 7, 12
_NO: Both = (None, None)


class Kind(StrEnum):
    """What a time is: a stretch of the calendar, a season of football, a length, or words alone."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    SEASON = "season"
    DURATION = "duration"
    VAGUE = "vague"


def weekday(issued: date, number: int, step: int | None) -> Both:
    """Give the day for a weekday (Monday is 1): step -1 is "last", 0 "this", 1 "next", None no such word."""
    since = (issued.isoweekday() - number) % _WEEK
    latest, earlier = _plus(issued, -since), _plus(issued, -(since or _WEEK))
    later, soonest = _plus(issued, _WEEK - since), _plus(issued, (_WEEK - since) % _WEEK)
    return {None: (latest, later), -1: (earlier, earlier), 0: (latest, soonest), 1: (later, later)}[step]


def day_of_month(issued: date | None, month: int, day: int, year: int | None) -> Both | None:
    """Give the day for "20 December", of the year where that is told; None where no year has such a day.

    >>> day_of_month(date(2023, 3, 1), 2, 29, None)
    ('2020-02-29', '2024-02-29')
    """
    if not 1 <= month <= _YEAR or not 1 <= day <= calendar.monthrange(2000, month)[1]:
        return None
    if year is not None:
        value = _day(year, month, day)
        return (value, value) if value else None
    if issued is None:
        return _NO
    near = [value for value in (_day(issued.year + step, month, day) for step in range(-8, 9)) if value]
    today = issued.isoformat()
    return max((value for value in near if value <= today), default=None), min(
        (value for value in near if value >= today), default=None
    )


def month_of_year(issued: date, month: int, step: int | None) -> Both:
    """Give the month for its name: step -1 is "last", 0 "this", 1 "next", None no such word."""
    now = issued.year * _YEAR + issued.month - 1
    since = (issued.month - month) % _YEAR
    latest, earlier = _month(now - since), _month(now - (since or _YEAR))
    later, soonest = _month(now - since + _YEAR), _month(now + (-since) % _YEAR)
    return {None: (latest, later), -1: (earlier, earlier), 0: (latest, soonest), 1: (later, later)}[step]


def quarter(issued: date, first: int, step: int | None, begins: int) -> tuple[Kind, Both]:
    """Give what holds a part of the year that begins in a month: its year, or its season where it goes over New Year.

    Seasons begin in the month `begins`.

    >>> quarter(date(1980, 6, 2), 12, 0, 7)
    (<Kind.SEASON: 'season'>, ('1979-80', '1979-80'))
    """
    over = first + 2 > _YEAR
    if over and step == 0:
        now = season_text(season_of(issued, begins))
        return Kind.SEASON, (now, now)
    if step == 0:
        return Kind.YEAR, (f"{issued.year:04}", f"{issued.year:04}")
    starts = [date(year, first, 1) for year in range(max(issued.year - 2, 1), min(issued.year + 2, 9998) + 1)]
    begun = [start for start in starts if start <= issued]
    ended = [start for start in begun if start.year * _YEAR + first + 2 < issued.year * _YEAR + issued.month]
    past = (ended if step == -1 else begun)[-1:]
    future = [start for start in starts if start > issued][:1]

    def told(found: list[date]) -> str | None:
        return (season_text(found[0].year) if over else f"{found[0].year:04}") if found else None

    both = {None: (told(past), told(future)), -1: (told(past),) * 2, 1: (told(future),) * 2}[step]
    return (Kind.SEASON if over else Kind.YEAR), (both[0], both[1])


def season_of(issued: date, begins: int) -> int:
    """Give the year in which the season of a day began."""
    return issued.year - (issued.month < begins)


def season_text(year: int) -> str:
    """Give the season that begins in a year.

    >>> season_text(1999)
    '1999-00'
    """
    return f"{year:04}-{(year + 1) % 100:02}"


def unit_of(issued: date, unit: str, step: int) -> tuple[Kind, str | None]:
    """Give the day, week, weekend, month or year that lies some steps from that of a day."""
    if unit == "day":
        return Kind.DAY, _plus(issued, step)
    if unit in ("week", "weekend"):
        monday = issued.toordinal() - issued.weekday() + _WEEK * step
        return covering(monday + (5 if unit == "weekend" else 0), monday + _WEEK - 1)
    if unit == "month":
        return Kind.MONTH, _month(issued.year * _YEAR + issued.month - 1 + step)
    return Kind.YEAR, _year(issued.year + step)


def covering(first: int, last: int) -> tuple[Kind, str | None]:
    """Give the month or else the year that holds all days from one to another (proleptic ordinals).

    >>> covering(date(2017, 4, 3).toordinal(), date(2017, 4, 9).toordinal())
    (<Kind.MONTH: 'month'>, '2017-04')
    """
    if first < 1 or last > date.max.toordinal():
        return Kind.VAGUE, None
    start, end = date.fromordinal(first), date.fromordinal(last)
    if start.year != end.year:
        return Kind.VAGUE, None
    return (Kind.MONTH, f"{start:%Y-%m}") if start.month == end.month else (Kind.YEAR, f"{start.year:04}")


def shift(kind: Kind, value: str, unit: str, amount: int) -> tuple[Kind, str | None]:
    """Give what lies some units from a time, as exactly as both are told.

    >>> shift(Kind.MONTH, "2015-05", "year", 2)
    (<Kind.YEAR: 'year'>, '2017')
    """
    if kind == Kind.SEASON:
        fits = unit == "season" or (unit == "year" and abs(amount) <= 1)
        return (Kind.SEASON, season_text(int(value[:4]) + amount)) if fits else (Kind.VAGUE, None)
    if unit == "year":
        return Kind.YEAR, _year(int(value[:4]) + amount)
    if unit == "month" and kind in (Kind.DAY, Kind.MONTH):
        return Kind.MONTH, _month(int(value[:4]) * _YEAR + int(value[5:7]) - 1 + amount)
    return _shift_day(date.fromisoformat(value), unit, amount) if kind == Kind.DAY else (Kind.VAGUE, None)


def _shift_day(day: date, unit: str, amount: int) -> tuple[Kind, str | None]:
    if unit == "day":
        return Kind.DAY, _plus(day, amount)
    if unit in ("week", "fortnight"):  # "two weeks ago" may be some days more or less
        middle = day.toordinal() + amount * (_WEEK if unit == "week" else 2 * _WEEK)
        return covering(middle - 3, middle + 3)
    return Kind.VAGUE, None


def _plus(day: date, days: int) -> str | None:
    try:
        return (day + timedelta(days)).isoformat()
    except OverflowError:
        return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(months: int) -> str | None:
    year, month = divmod(months, _YEAR)
    return f"{year:04}-{month + 1:02}" if _year(year) else None


def _year(year: int) -> str | None:
    return f"{year:04}" if date.min.year <= year <= date.max.year else None
