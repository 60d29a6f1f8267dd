"""Scenes: what rules for times look at, and what they tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lfckg.extraction.calendars import Calendar
from lfckg.extraction.reckoning import Both, Kind

__all__ = ["VAGUE", "Scene", "Told", "both_of"]

Told = tuple[Kind, Both] | tuple[Kind, Both, tuple[str, int]] | None
"""What a time is, with its values, and the unit and amount where it counts from the time told before."""

VAGUE: tuple[Kind, Both] = (Kind.VAGUE, (None, None))


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule looks at: a text, the day of the article, and the calendar."""

    text: str
    issued: date | None
    calendar: Calendar

    def is_capital(self, place: int) -> bool:
        """Tell whether a capital letter stands at a place."""
        return self.text[place : place + 1].isupper()


def both_of(value: str | None) -> Both:
    """Give a value that is the same whether what is dated has been or is to come."""
    return value, value
