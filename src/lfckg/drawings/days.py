"""Days: stretches of the calendar that tell a date as exactly as it is known."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

__all__ = ["MONTHS", "Days", "show_days"]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """From a first day to a last, as proleptic Gregorian ordinals: a day, a month, a year, or what is told loosely."""

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> Days | None:
        """Read an xsd:date, gYearMonth or gYear; None for what the calendar of Python does not have.

        >>> Days.parse("2024-02").last - Days.parse("2024-02").first
        28
        """
        match = _DATE.fullmatch(text)
        if not match:
            return None
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            assert year is not None  # noqa: S101  the pattern has it
            last = monthrange(year, month or 12)[1]
            return cls(date(year, month or 1, day or 1).toordinal(), date(year, month or 12, day or last).toordinal())
        except ValueError:
            return None

    def later(self, months: tuple[int, int]) -> Days:
        """Give the days that lie between so many and so many months later."""
        return Days(_later(self.first, months[0]), _later(self.last, months[1]))


def show_days(days: Days, between: str = " to ") -> str:
    """Give days as people write them.

    >>> show_days(Days.parse("2015-10-08")), show_days(Days.parse("2024"))
    ('8 Oct 2015', '2024')
    """
    first, last = date.fromordinal(days.first), date.fromordinal(days.last)
    if first == last:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{MONTHS[first.month - 1]} {first.year}"
    if whole and first.year == last.year and (first.month, last.month) == (1, 12):
        return f"{first.year}"
    return between.join(show_days(Days(day, day)) for day in (days.first, days.last))


def _later(day: int, months: int) -> int:
    begin = date.fromordinal(day)
    count = begin.year * 12 + begin.month - 1 + months
    year, month = min(max(count // 12, date.min.year), date.max.year), count % 12 + 1
    return date(year, month, min(begin.day, monthrange(year, month)[1])).toordinal()
