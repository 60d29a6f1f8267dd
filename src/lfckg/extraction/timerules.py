"""Rules for times: patterns over an article's words, made from the calendar, and what each of them tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lfckg.extraction import dates, steps
from lfckg.extraction.calendars import Calendar
from lfckg.extraction.reckoning import Both, Kind
from lfckg.extraction.scenes import Scene, Told
from lfckg.extraction.timepatterns import compile_rule

__all__ = ["Draft", "Scene", "drafts"]

_Maker = Callable[[re.Match[str], Scene], Told]


@dataclass(frozen=True, slots=True)
class Draft:
    """A time that a rule found; `anchor` is unit and amount where it counts from the time told before."""

    start: int
    end: int
    kind: Kind
    both: Both = (None, None)
    anchor: tuple[str, int] | None = None


def drafts(scene: Scene) -> Iterator[Draft]:
    """Give what each rule finds in a text, the surer rules first; what they find may overlap."""
    for pattern, make in _grammar(scene.calendar):
        for match in pattern.finditer(scene.text):
            told = make(match, scene)
            if told is not None:
                start, end = match.span("time") if "time" in match.groupdict() else match.span()
                yield Draft(start, end, *told)


# The surer rules come first. `timepatterns` says how they are written.
_RULES: tuple[tuple[str, _Maker], ...] = (
    (r"(?P<year><YEAR>)-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![-/]?[0-9])", dates.of_figures),
    (r"(?P<day>[0-3]?[0-9])(?:\.|(?P<slash>/))(?P<month>[0-3]?[0-9])[./](?P<year><YEAR>)", dates.of_figures),
    (
        r"(?:<WEEKDAY>,?_)?(?P<month><MONTHS>)\.?_(?P<day><DAY>)(?![-–:.]?[0-9]|[-–%])(?:,?_(?:(?P<year><YEAR>)|<STEPYEAR>))?",
        dates.of_day,
    ),
    (
        r"(?:<WEEKDAY>,?_)?(?:the_)?(?P<day><DAY>)(?:_of)?_(?P<month><MONTHS>)(?:\.?,?_(?:(?P<year><YEAR>)|<STEPYEAR>))?",
        dates.of_day,
    ),
    (r"(?P<month><MONTHS>)(?:\.?,?|_of)_(?:(?P<year><YEAR>)(?![-–/][0-9])|<STEPYEAR>)", dates.of_month_and_year),
    (
        r"the_<RANK>_<WEEKDAY>_(?:of|in)_(?P<month><MONTHS>)(?:_(?:(?P<year><YEAR>)|<STEPYEAR>))?",
        dates.of_month_and_year,
    ),
    (r"(?P<first><YEAR>)_?[-–/]_?(?P<last><YEAR>|[0-9]{2})(?![-–/]?[0-9])(?:_<SEASON>)?", dates.of_season),
    (r"(?:the_)?(?P<year><YEAR>)_<SEASON>", dates.of_calendar_season),
    (r"(?:the_)?(?P<quarter><QUARTER>)(?:_of)?_(?P<year><YEAR>)(?![-–/][0-9])", dates.of_quarter),
    (r"the_(?:(?:<MODIFIER>)(?:_|-))?(?:<DECADE>|<YEAR>s|['’‘]?[0-9]0s)|<YEAR>s", dates.of_words),
    (r"(?:(?P<step><STEP>)_)?(?P<feast><FEAST>)(?:_(?P<year><YEAR>))?", dates.of_feast),
    (
        r"(?:(?P<rough><ROUGH>)_)?(?:(?P<many><MANY>)|(?P<number><NUMBER>))_(?P<unit><UNIT>)_(?P<direction><DIRECTION>)",
        steps.of_distance,
    ),
    (r"in_(?P<number><NUMBER>)_(?P<unit><UNIT>)['’]?s?['’]?_time", steps.of_time_to_come),
    (
        r"(?:a_(?P<unit>week|fortnight)_(?:(?P<deictic><DEICTIC>)|on_(?P<weekday><WEEKDAY>))|(?P<before><WEEKDAY>)_week)",
        steps.of_week_on,
    ),
    (
        r"(?P<step>last|this)_<PART>|(?:the_day_(?P<beyond>before|after)_)?(?P<deictic><DEICTIC>)(?:_<PART>)?",
        steps.of_deictic,
    ),
    (
        r"(?:the_)?(?P<portion><PORTION>)_of_(?:<OWNER>_)?(?:(?P<step><STEP>)_)?(?:<RANK>_)?(?P<unit><LONG>|<SEASON>)",
        steps.of_portion,
    ),
    (r"<OWNER>_<RANK>_(?:<SEASON>|<LONG>)|<VAGUE>", dates.of_words),
    (r"(?:this_)?(?P<step><STEP>)_(?P<unit><LONG>|<SEASON>|<WEEKDAY>|<MONTH>|<QUARTER>)(?:_<PART>)?", steps.of_step),
    (r"(?P<step><ANCHORED>)_(?P<unit><LONG>|<SEASON>|<PART>|day)", steps.of_anchored_step),
    (r"the_(?P<unit><LONG>|<SEASON>|day)_(?P<beyond>before|after)(?=[.,;:!?)]|\s*$)", steps.of_anchored_step),
    (r"(?:(?P<lead><PREPOSITION>)_)?(?P<time>(?P<weekday><WEEKDAY>)(?:_(?P<part><PART>))?)", dates.of_weekday),
    (
        r"(?P<lead><PREPOSITION>|<MODIFIER>)(?:_<MODIFIER>)?(?:_|-)(?P<time>(?P<month><MONTH>))(?!_[0-3]?[0-9]\b)",
        dates.of_month,
    ),
    (r"(?P<lead><PREPOSITION>)_<MONTH>_(?:and|or|to)_(?P<time>(?P<month><MONTH>))(?!_[0-3]?[0-9]\b)", dates.of_month),
    (
        r"(?P<lead><PREPOSITION>)(?:_<MODIFIER>)?_(?P<time>(?:the_)?(?P<quarter><QUARTER>)(?P<year>))(?!_of)",
        dates.of_quarter,
    ),
    (
        r"(?P<lead><PREPOSITION>(?:_<MODIFIER>)?|<OWNER>|\w+['’]s?)(?:_|-)(?P<time>(?P<year><YEAR>))<PLAIN>",
        dates.of_plain_year,
    ),
    (r"^\((?P<time>(?P<year><YEAR>))(?=[);,]|_and_|[-–]<YEAR>)", dates.of_plain_year),
    # years in a list of honours, and the first of two: "League Cup 1958, 1974", "1971 to 1973"
    (r"^(?<=[A-Za-zÀ-ž)])_(?P<time>(?P<year><YEAR>))(?=[,;]_|\)|\.(?:\s|$)|_and_<YEAR>)<PLAIN>", dates.of_plain_year),
    (r"(?P<time>(?P<year><YEAR>))(?=_to_<YEAR>)", dates.of_plain_year),
    (r"and_(?P<time>(?P<year><YEAR>))(?=[.,;)])<PLAIN>", dates.of_plain_year),
    # further years behind a year, or behind a season
    (r"^(?<=(?:1[89]|20)[0-9]{2})(?:,?_(?:and|or|to)_|,_|[-–])(?P<time>(?P<year><YEAR>))<PLAIN>", dates.of_plain_year),
    (r"^(?<=[0-9]{2}[-–/][0-9]{2})(?:,?_(?:and|or|to)_|,_)(?P<time>(?P<year><YEAR>))<PLAIN>", dates.of_plain_year),
    (
        r"(?:<ROUGH>_)?(?:<MANY>_)?(?!an?_|one_)<NUMBER>(?:_|-)<UNIT>(?!(?:_|-)old|_of_age|['’]?_time)"
        r"|<MANY>_<UNIT>",
        steps.of_duration,
    ),
    (r"(?:for|within|after|in)_(?P<time>(?:an?|one)_<UNIT>)", steps.of_duration),
)


@lru_cache(maxsize=4)
def _grammar(calendar: Calendar) -> tuple[tuple[re.Pattern[str], _Maker], ...]:
    return tuple((compile_rule(pattern, calendar), make) for pattern, make in _RULES)
