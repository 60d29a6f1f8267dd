"""Dating: which time of a sentence belongs to a match, and what it means."""

from __future__ import annotations

from datetime import date

import pytest

from lfckg.extraction.calendars import read_calendar
from lfckg.extraction.dating import is_long_past, resolve_times, times_beside
from lfckg.extraction.marked import Mark, MarkedText, mark_text
from lfckg.extraction.matching import Rule
from lfckg.extraction.patterns import Pattern
from lfckg.extraction.readings import Argument
from lfckg.extraction.times import Time, find_times
from lfckg.workspace import find_workspace
from support import ROOT

CALENDAR = read_calendar(find_workspace(ROOT))
ISSUED = date(2023, 5, 17)


def marked(text: str) -> tuple[MarkedText, tuple[Time, ...]]:
    times = find_times(text, ISSUED, CALENDAR)
    return mark_text(text, (0, len(text)), [Mark(time.extent, "T", n) for n, time in enumerate(times)]), times


def rule(pattern: str, relation: str, when: str) -> Rule:
    return Rule(relation, "rule", Pattern(pattern), 0.9, when=when)


def beside(text: str, pattern: str, relation: str = "manages", when: str = "start") -> dict[str, str]:
    stretch, times = marked(text)
    one = rule(pattern, relation, when)
    match = next(one.pattern.finditer(stretch), None)
    assert match is not None
    return {role: argument.value for role, argument in times_beside(one, match, stretch, times).items()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She took charge in May 2019.", {"start": "2019-05"}),
        ("In May 2019 she took charge.", {"start": "2019-05"}),
        ("She took charge on Monday.", {"start": "2023-05-15"}),
        ("She will have had enough when she took charge.", {}),
        ("She took charge from 1968 until 1974.", {"start": "1968", "end": "1974"}),
        ("She took charge between 1968 and 1974.", {"start": "1968", "end": "1974"}),
        ("She took charge until 1974.", {"end": "1974"}),
        ("She took charge and was gone in 1974.", {}),
        ("She took charge, which ended in 1974, gladly.", {}),
        ("She took charge for six years.", {}),
        ("She took charge last season.", {}),
        ("Until 1968, nobody knew she took charge.", {}),
        ("They won in 1966 and she took charge.", {}),
    ],
)
def test_times_of_a_tenure(text: str, found: dict[str, str]) -> None:
    assert beside(text, "took charge") == found


@pytest.mark.parametrize(
    ("text", "pattern", "found"),
    [
        ("She will take charge on Monday.", "will take charge", {"start": "2023-05-22"}),
        ("She takes charge on Monday.", "takes charge", {"start": "2023-05-22"}),
        ("She is to take charge in June.", "take charge", {"start": "2023-06"}),
        ("She led them to glory in June.", "led them to glory", {"start": "2022-06"}),
    ],
)
def test_what_is_to_come(text: str, pattern: str, found: dict[str, str]) -> None:
    assert beside(text, pattern) == found


def test_a_departure_is_announced_before_it_happens() -> None:
    assert beside("On Monday, she will leave.", "will leave", "departure_announced", "date") == {"date": "2023-05-15"}


def test_times_that_a_pattern_captures() -> None:
    stretch, times = marked("She told staff on Monday that she would leave next season.")
    one = rule(r"told staff on <(?P<date>T\d+)> that .* <(?P<end>T\d+)>", "manages", "")
    match = next(one.pattern.finditer(stretch), None)
    assert match is not None
    captured = {role: Argument(match[role]) for role in ("date", "end")} | {"person": Argument("P1")}
    resolved = resolve_times(one, captured, match, stretch, times)
    assert {role: argument.value for role, argument in resolved.items()} == {"date": "2023-05-15", "person": "P1"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 1977 the captain was she.", True),
        ("The captain since 1977 is she.", False),
        ("The captain is she.", False),
        ("In 1977 and in 2023 the captain was she.", False),
        ("In 2022 the captain was she.", False),
    ],
)
def test_sentences_of_the_past(text: str, expected: bool) -> None:
    assert is_long_past(*marked(text), ISSUED.isoformat(), text) is expected
