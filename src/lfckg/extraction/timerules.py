"""Rules for times: patterns over an article's words, made from the calendar, and what each of them tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lfckg.extraction import reckoning
from lfckg.extraction.calendars import Calendar
from lfckg.extraction.reckoning import Both, Kind
from lfckg.extraction.timepatterns import compile_rule

__all__ = ["Draft", "Scene", "drafts"]

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule looks at: a text, the day of the article, and the calendar."""

    text: str
    issued: date | None
    calendar: Calendar

    def is_capital(self, place: int) -> bool:
        """Tell whether a capital letter stands at a place."""
        return self.text[place : place + 1].isupper()


@dataclass(frozen=True, slots=True)
class Draft:
    """A time that a rule found; `anchor` is unit and amount where it counts from the time told before."""

    start: int
    end: int
    kind: Kind
    both: Both = (None, None)
    anchor: tuple[str, int] | None = None


_Told = tuple[Kind, Both] | tuple[Kind, Both, tuple[str, int]] | None
_Maker = Callable[[re.Match[str], Scene], _Told]
_VAGUE: tuple[Kind, Both] = (Kind.VAGUE, (None, None))


def drafts(scene: Scene) -> Iterator[Draft]:
    """Give what each rule finds in a text, the surer rules first; what they find may overlap."""
    for pattern, make in _grammar(scene.calendar):
        for match in pattern.finditer(scene.text):
            told = make(match, scene)
            if told is not None:
                start, end = match.span("time") if "time" in match.groupdict() else match.span()
                yield Draft(start, end, *told)


def _both(value: str | None) -> Both:
    return value, value


def _number(word: str, calendar: Calendar) -> int:
    if word.isascii() and word.isdigit():
        return int(word)
    return sum(calendar.numbers[part] for part in re.split(r"[\s-]+", word.lower()))


def _year(match: re.Match[str], scene: Scene) -> int | None:
    """Give the year that stands beside a month, or that "last year" is."""
    if match["year"]:
        return int(match["year"])
    if match["stepyear"] and scene.issued:
        return scene.issued.year + scene.calendar.steps[match["stepyear"].lower()]
    return None


def _of_day(match: re.Match[str], scene: Scene) -> _Told:
    """Read "20 December 2019", "December 20" and the like."""
    month = match["month"].lower()
    if month in scene.calendar.doubtful and not scene.is_capital(match.start("month")):
        return None
    day, issued = int(re.sub(r"\D", "", match["day"])), scene.issued
    both = reckoning.day_of_month(issued, scene.calendar.all_months[month], day, _year(match, scene))
    return (Kind.DAY, both) if both else None


def _of_figures(match: re.Match[str], scene: Scene) -> _Told:
    """Read a day in figures; vague where it may be one of two."""
    del scene
    day, month, year = (int(match[name]) for name in ("day", "month", "year"))
    if match.groupdict().get("slash") and max(day, month) <= _MONTHS and day != month:
        return _VAGUE
    both = reckoning.day_of_month(None, month, day, year) or reckoning.day_of_month(None, day, month, year)
    return (Kind.DAY, both) if both else None


def _of_month_and_year(match: re.Match[str], scene: Scene) -> _Told:
    """Read "May 2021", "May last year", and "the first Monday of May" as its month."""
    month, year = scene.calendar.all_months[match["month"].lower()], _year(match, scene)
    if year:
        return Kind.MONTH, _both(f"{year:04}-{month:02}")
    return Kind.MONTH, reckoning.month_of_year(scene.issued, month, None) if scene.issued else (None, None)


def _of_season(match: re.Match[str], scene: Scene) -> _Told:
    """Read "2019-20"; years that don't follow each other are two times, and found as such."""
    del scene
    following = f"{int(match['first']) + 1}"
    return (
        (Kind.SEASON, _both(reckoning.season_text(int(match["first"])))) if following.endswith(match["last"]) else None
    )


def _of_calendar_season(match: re.Match[str], scene: Scene) -> _Told:
    del scene
    return Kind.SEASON, _both(match["year"])


def _of_year(match: re.Match[str], scene: Scene) -> _Told:
    del scene
    return Kind.YEAR, _both(match["year"])


def _of_feast(match: re.Match[str], scene: Scene) -> _Told:
    month, _, day = scene.calendar.feasts[re.sub(r"\s+", " ", match["feast"].lower().replace("’", "'"))].partition("-")
    year, kind = match["year"], Kind.DAY if day else Kind.MONTH
    if day:
        both = reckoning.day_of_month(scene.issued, int(month), int(day), int(year) if year else None)
        return kind, both or (None, None)
    if year:
        return kind, _both(f"{year}-{month}")
    step = scene.calendar.steps.get((match["step"] or "").lower())
    return kind, reckoning.month_of_year(scene.issued, int(month), step) if scene.issued else (None, None)


def _of_distance(match: re.Match[str], scene: Scene) -> _Told:
    """Read "11 days ago", and "two years later", which counts from what was told before."""
    if match["rough"] or match["many"]:
        return _VAGUE
    unit = scene.calendar.units[match["unit"].lower()]
    direction = match["direction"].lower()
    amount = _number(match["number"], scene.calendar) * scene.calendar.directions[direction]
    if direction != "ago":
        return Kind.VAGUE, (None, None), (unit, amount)
    return _from_issued(scene, unit, amount)


def _from_issued(scene: Scene, unit: str, amount: int) -> _Told:
    if scene.issued is None:
        return _VAGUE
    kind, value = reckoning.shift(Kind.DAY, scene.issued.isoformat(), unit, amount)
    return kind, _both(value)


def _of_time_to_come(match: re.Match[str], scene: Scene) -> _Told:
    """Read "in two years' time"."""
    return _from_issued(scene, scene.calendar.units[match["unit"].lower()], _number(match["number"], scene.calendar))


def _of_week_on(match: re.Match[str], scene: Scene) -> _Told:
    """Read "a week tomorrow", "a fortnight on Friday", "Saturday week"."""
    if scene.issued is None:
        return Kind.DAY, (None, None)
    ahead = 14 if (match["unit"] or "").lower() == "fortnight" else 7
    if match["deictic"]:
        start: str | None = reckoning.unit_of(scene.issued, "day", scene.calendar.days[match["deictic"].lower()])[1]
    else:
        weekday = (match["weekday"] or match["before"]).lower()
        start = reckoning.weekday(scene.issued, scene.calendar.weekdays[weekday], None)[1]
    return Kind.DAY, _both(reckoning.shift(Kind.DAY, start, "day", ahead)[1] if start else None)


def _of_deictic(match: re.Match[str], scene: Scene) -> _Told:
    """Read "yesterday", "this morning", "last night", "the day after tomorrow"."""
    if scene.issued is None:
        return Kind.DAY, (None, None)
    days = scene.calendar.days
    if match["deictic"]:
        step = days[match["deictic"].lower()]
        step += {None: 0, "before": -1, "after": 1}[match["beyond"] and match["beyond"].lower()]
    else:
        step = scene.calendar.steps[match["step"].lower()]
    return Kind.DAY, _both(reckoning.unit_of(scene.issued, "day", step)[1])


def _of_portion(match: re.Match[str], scene: Scene) -> _Told:
    """Read "the end of the year"; a part of a season is vague, as its days aren't known."""
    word, portion = match["unit"].lower(), re.sub(r"\s+", " ", match["portion"].lower())
    unit = scene.calendar.units.get(word, "season")
    if unit not in ("month", "year") or portion not in scene.calendar.lists["plain_portions"] or scene.issued is None:
        return _VAGUE
    kind, value = reckoning.unit_of(scene.issued, unit, scene.calendar.steps.get((match["step"] or "").lower(), 0))
    return kind, _both(value)


def _of_step(match: re.Match[str], scene: Scene) -> _Told:
    """Read "last month", "this season", "next Monday", "last spring"."""
    calendar, word, step_word = scene.calendar, match["unit"].lower(), match["step"].lower()
    if word in calendar.doubtful and word in calendar.months and not scene.is_capital(match.start("unit")):
        return None  # "this may be"
    if step_word != "coming" and scene.text[max(0, match.start() - 4) : match.start()].lower() == "the ":
        return None  # "the next week" and "the last month" count from elsewhere
    step = calendar.steps[step_word]
    if word in calendar.season_words:
        return Kind.SEASON, _both(_season(scene, step_word, step))
    return _stepped(word, step, scene.issued, calendar) if scene.issued else _VAGUE


def _stepped(word: str, step: int, issued: date, calendar: Calendar) -> _Told:
    if word in calendar.weekdays:
        return Kind.DAY, reckoning.weekday(issued, calendar.weekdays[word], step)
    if word in calendar.months:
        return Kind.MONTH, reckoning.month_of_year(issued, calendar.months[word], step)
    if word in calendar.quarters:
        return reckoning.quarter(issued, calendar.quarters[word], step, calendar.season_begins)
    kind, value = reckoning.unit_of(issued, calendar.units[word], step)
    return kind, _both(value)


def _season(scene: Scene, word: str, step: int) -> str | None:
    """Give the season some steps away; the next one in summer is that which has just begun, and still is "coming"."""
    if scene.issued is None:
        return None
    begins, settled = scene.calendar.season_begins, scene.calendar.season_settled
    last = settled if word == "coming" else settled - 1
    is_new = begins <= scene.issued.month <= last
    year = reckoning.season_of(scene.issued, begins) + (0 if step > 0 and is_new else step)
    return reckoning.season_text(year)


def _of_anchored_step(match: re.Match[str], scene: Scene) -> _Told:
    """Read "the next day", "the season before", "that year", which count from what was told before."""
    calendar = scene.calendar
    word = match["unit"].lower()
    unit = "day" if word in calendar.parts_of_day else calendar.units.get(word, "season")
    if match.groupdict().get("beyond"):
        step = -1 if match["beyond"].lower() == "before" else 1
    else:
        step = calendar.anchored_steps[re.sub(r"\s+", " ", match["step"].lower())]
    return Kind.VAGUE, (None, None), (unit, step)


def _of_weekday(match: re.Match[str], scene: Scene) -> _Told:
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


def _of_month(match: re.Match[str], scene: Scene) -> _Told:
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


def _of_quarter(match: re.Match[str], scene: Scene) -> _Told:
    first = scene.calendar.quarters[match["quarter"].lower()]
    if match["year"]:
        return Kind.YEAR, _both(match["year"])
    if match["quarter"].lower() in scene.calendar.doubtful:
        return None
    if scene.issued is None:
        return _VAGUE
    return reckoning.quarter(scene.issued, first, None, scene.calendar.season_begins)


def _of_plain_year(match: re.Match[str], scene: Scene) -> _Told:
    """Read a year behind a preposition; behind one that also stands before numbers, only where none is counted."""
    lead, rest = match.groupdict().get("lead"), scene.text[match.end("year") : match.end("year") + 40]
    if (
        lead is not None
        and lead.lower() not in scene.calendar.lists["firm"]
        and re.match(r"[^\S\n][a-z]+(?<!s)s\b(?<!was)(?<!has)(?<!is)", rest)
    ):
        return None
    return Kind.YEAR, _both(match["year"])


def _of_duration(match: re.Match[str], scene: Scene) -> _Told:
    del match, scene
    return Kind.DURATION, (None, None)


def _of_words(match: re.Match[str], scene: Scene) -> _Told:
    del match, scene
    return _VAGUE


# The surer rules come first. `timepatterns` says how they are written.
_RULES: tuple[tuple[str, _Maker], ...] = (
    (r"(?P<year><YEAR>)-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![-/]?[0-9])", _of_figures),
    (r"(?P<day>[0-3]?[0-9])(?:\.|(?P<slash>/))(?P<month>[0-3]?[0-9])[./](?P<year><YEAR>)", _of_figures),
    (
        r"(?:<WEEKDAY>,?_)?(?P<month><MONTHS>)\.?_(?P<day><DAY>)(?![-–:.]?[0-9]|[-–%])(?:,?_(?:(?P<year><YEAR>)|<STEPYEAR>))?",
        _of_day,
    ),
    (
        r"(?:<WEEKDAY>,?_)?(?:the_)?(?P<day><DAY>)(?:_of)?_(?P<month><MONTHS>)(?:\.?,?_(?:(?P<year><YEAR>)|<STEPYEAR>))?",
        _of_day,
    ),
    (r"(?P<month><MONTHS>)(?:\.?,?|_of)_(?:(?P<year><YEAR>)(?![-–/][0-9])|<STEPYEAR>)", _of_month_and_year),
    (r"the_<RANK>_<WEEKDAY>_(?:of|in)_(?P<month><MONTHS>)(?:_(?:(?P<year><YEAR>)|<STEPYEAR>))?", _of_month_and_year),
    (r"(?P<first><YEAR>)_?[-–/]_?(?P<last><YEAR>|[0-9]{2})(?![-–/]?[0-9])(?:_<SEASON>)?", _of_season),
    (r"(?:the_)?(?P<year><YEAR>)_<SEASON>", _of_calendar_season),
    (r"(?:the_)?(?P<quarter><QUARTER>)(?:_of)?_(?P<year><YEAR>)(?![-–/][0-9])", _of_quarter),
    (r"the_(?:(?:<MODIFIER>)(?:_|-))?(?:<DECADE>|<YEAR>s|['’‘]?[0-9]0s)|<YEAR>s", _of_words),
    (r"(?:(?P<step><STEP>)_)?(?P<feast><FEAST>)(?:_(?P<year><YEAR>))?", _of_feast),
    (
        r"(?:(?P<rough><ROUGH>)_)?(?:(?P<many><MANY>)|(?P<number><NUMBER>))_(?P<unit><UNIT>)_(?P<direction><DIRECTION>)",
        _of_distance,
    ),
    (r"in_(?P<number><NUMBER>)_(?P<unit><UNIT>)['’]?s?['’]?_time", _of_time_to_come),
    (
        r"(?:a_(?P<unit>week|fortnight)_(?:(?P<deictic><DEICTIC>)|on_(?P<weekday><WEEKDAY>))|(?P<before><WEEKDAY>)_week)",
        _of_week_on,
    ),
    (
        r"(?P<step>last|this)_<PART>|(?:the_day_(?P<beyond>before|after)_)?(?P<deictic><DEICTIC>)(?:_<PART>)?",
        _of_deictic,
    ),
    (
        r"(?:the_)?(?P<portion><PORTION>)_of_(?:<OWNER>_)?(?:(?P<step><STEP>)_)?(?:<RANK>_)?(?P<unit><LONG>|<SEASON>)",
        _of_portion,
    ),
    (r"<OWNER>_<RANK>_(?:<SEASON>|<LONG>)|<VAGUE>", _of_words),
    (r"(?:this_)?(?P<step><STEP>)_(?P<unit><LONG>|<SEASON>|<WEEKDAY>|<MONTH>|<QUARTER>)(?:_<PART>)?", _of_step),
    (r"(?P<step><ANCHORED>)_(?P<unit><LONG>|<SEASON>|<PART>|day)", _of_anchored_step),
    (r"the_(?P<unit><LONG>|<SEASON>|day)_(?P<beyond>before|after)(?=[.,;:!?)]|\s*$)", _of_anchored_step),
    (r"(?:(?P<lead><PREPOSITION>)_)?(?P<time>(?P<weekday><WEEKDAY>)(?:_(?P<part><PART>))?)", _of_weekday),
    (
        r"(?P<lead><PREPOSITION>|<MODIFIER>)(?:_<MODIFIER>)?(?:_|-)(?P<time>(?P<month><MONTH>))(?!_[0-3]?[0-9]\b)",
        _of_month,
    ),
    (r"(?P<lead><PREPOSITION>)_<MONTH>_(?:and|or|to)_(?P<time>(?P<month><MONTH>))(?!_[0-3]?[0-9]\b)", _of_month),
    (
        r"(?P<lead><PREPOSITION>)(?:_<MODIFIER>)?_(?P<time>(?:the_)?(?P<quarter><QUARTER>)(?P<year>))(?!_of)",
        _of_quarter,
    ),
    (
        r"(?P<lead><PREPOSITION>(?:_<MODIFIER>)?|<OWNER>|\w+['’]s?)(?:_|-)(?P<time>(?P<year><YEAR>))<PLAIN>",
        _of_plain_year,
    ),
    (r"^\((?P<time>(?P<year><YEAR>))(?=[);,]|_and_|[-–]<YEAR>)", _of_plain_year),
    # years in a list of honours, and the first of two: "League Cup 1958, 1974", "1971 to 1973"
    (r"^(?<=[A-Za-zÀ-ž)])_(?P<time>(?P<year><YEAR>))(?=[,;]_|\)|\.(?:\s|$)|_and_<YEAR>)<PLAIN>", _of_plain_year),
    (r"(?P<time>(?P<year><YEAR>))(?=_to_<YEAR>)", _of_plain_year),
    (r"and_(?P<time>(?P<year><YEAR>))(?=[.,;)])<PLAIN>", _of_plain_year),
    # further years behind a year, or behind a season
    (r"^(?<=(?:1[89]|20)[0-9]{2})(?:,?_(?:and|or|to)_|,_|[-–])(?P<time>(?P<year><YEAR>))<PLAIN>", _of_plain_year),
    (r"^(?<=[0-9]{2}[-–/][0-9]{2})(?:,?_(?:and|or|to)_|,_)(?P<time>(?P<year><YEAR>))<PLAIN>", _of_plain_year),
    (
        r"(?:<ROUGH>_)?(?:<MANY>_)?(?!an?_|one_)<NUMBER>(?:_|-)<UNIT>(?!(?:_|-)old|_of_age|['’]?_time)"
        r"|<MANY>_<UNIT>",
        _of_duration,
    ),
    (r"(?:for|within|after|in)_(?P<time>(?:an?|one)_<UNIT>)", _of_duration),
)


@lru_cache(maxsize=4)
def _grammar(calendar: Calendar) -> tuple[tuple[re.Pattern[str], _Maker], ...]:
    return tuple((compile_rule(pattern, calendar), make) for pattern, make in _RULES)
