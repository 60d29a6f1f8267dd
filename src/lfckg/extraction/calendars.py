"""Calendars: the words by which articles tell times, as `ontology/extraction/times.toml` has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lfckg.extraction.vocabularies import read_vocabulary
from lfckg.workspace import Workspace

__all__ = ["Calendar", "read_calendar"]


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Words in small letters, with what they tell: months and weekdays count from 1, steps and amounts are numbers.

    `season_begins` and `season_settled` are months; `lists` are the words that stand around times, by the names of
    `[around]`.
    """

    months: Mapping[str, int]
    short_months: Mapping[str, int]
    doubtful: frozenset[str]
    weekdays: Mapping[str, int]
    feasts: Mapping[str, str]
    quarters: Mapping[str, int]
    season_words: frozenset[str]
    season_begins: int
    season_settled: int
    units: Mapping[str, str]
    parts_of_day: frozenset[str]
    days: Mapping[str, int]
    numbers: Mapping[str, int]
    steps: Mapping[str, int]
    anchored_steps: Mapping[str, int]
    directions: Mapping[str, int]
    lists: Mapping[str, tuple[str, ...]]

    @property
    def all_months(self) -> dict[str, int]:
        """Months by their words and abbreviations."""
        return {**self.months, **self.short_months}


def read_calendar(workspace: Workspace) -> Calendar:
    """Read the words for times of a workspace; raise InputError with what is wrong in their file."""
    return read_vocabulary(workspace.extraction / "times.toml", _calendar)


def _calendar(table: dict[str, Any]) -> Calendar:
    parts, quarters = table["parts_of_day"], table["quarters"]
    days = {word: step for name, step in (("yesterday", -1), ("today", 0), ("tomorrow", 1)) for word in parts[name]}
    return Calendar(
        months={words[0].lower(): number for number, words in enumerate(table["months"], 1)},
        short_months={word.lower(): number for number, words in enumerate(table["months"], 1) for word in words[1:]},
        doubtful=_words(table["doubtful"]),
        weekdays={word.lower(): number for number, word in enumerate(table["weekdays"], 1)},
        feasts={word.lower(): day for word, day in table["feasts"].items()},
        quarters={word.lower(): quarters[name] for name, words in table["quarter_words"].items() for word in words},
        season_words=_words(table["season"]["words"]),
        season_begins=int(table["season"]["begins"]),
        season_settled=int(table["season"]["settled"]),
        units={word.lower(): unit for unit, words in table["units"].items() for word in words},
        parts_of_day=_words(parts["words"]),
        days=days,
        numbers=_numbers(table["numbers"]),
        steps=_numbers(table["steps"]),
        anchored_steps=_numbers(table["anchored_steps"]),
        directions=_numbers(table["directions"]),
        lists={name: tuple(word.lower() for word in words) for name, words in table["around"].items()},
    )


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def _numbers(table: Mapping[str, int]) -> dict[str, int]:
    return {word.lower(): int(number) for word, number in table.items()}
