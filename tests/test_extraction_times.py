"""Times in articles: what is one, where it stands, and what it means from the day of the article."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lfckg.errors import InputError
from lfckg.extraction.calendars import read_calendar
from lfckg.extraction.times import Kind, Time, find_times
from lfckg.workspace import Workspace, find_workspace
from support import ROOT

CALENDAR = read_calendar(find_workspace(ROOT))
WEDNESDAY = date(2023, 11, 15)


def times(text: str, issued: date | None = WEDNESDAY) -> list[Time]:
    found = list(find_times(text, issued, CALENDAR))
    for time in found:
        assert text[slice(*time.phrase)] == time.words
        assert time.words.endswith(text[slice(*time.extent)])
    return found


def told(text: str, issued: date | None = WEDNESDAY) -> list[tuple[str, str | None, str | None]]:
    return [(text[slice(*time.extent)], time.past, time.future) for time in times(text, issued)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He signed on December 20, 2019, and stayed.", "2019-12-20"),
        ("He signed on 20 December 2019.", "2019-12-20"),
        ("He signed on the 20th of December, 2019.", "2019-12-20"),
        ("He signed on Friday, December 20, 2019.", "2019-12-20"),
        ("He signed on Dec. 20, 2019.", "2019-12-20"),
        ("HE SIGNED ON DECEMBER 20, 2019.", "2019-12-20"),
        ("he signed on december 20, 2019.", "2019-12-20"),
        ("Signed: 2019-12-20.", "2019-12-20"),
        ("Signed: 20.12.2019.", "2019-12-20"),
        ("Signed: 20/12/2019 at noon", "2019-12-20"),
        ("Signed: 12/20/2019 at noon", "2019-12-20"),
        ("He left on February 29, 2020.", "2020-02-29"),
        ("He came in November 2021.", "2021-11"),
        ("He came in November, 2021.", "2021-11"),
        ("It was the May of 1968 that they loved.", "1968-05"),
        ("He came in early November 2021.", "2021-11"),
        ("They won it in 2012.", "2012"),
        ("The cup of 1996 was theirs.", "1996"),
        ("Captain since 2021, she leads.", "2021"),
        ("It goes back to 1993, a good year.", "1993"),
        ("In the 2012 final they lost.", "2012"),
        ("They won in 1966-67.", "1966-67"),
        ("They won in 2019/20.", "2019-20"),
        ("They won in 2019–20.", "2019-20"),
        ("They won in 1999-2000.", "1999-00"),
        ("They won the 2019-20 season.", "2019-20"),
        ("They won in the winter of 1962-63.", "1962-63"),
        ("They won the 1978 season.", "1978"),
        ("The club's 1999 treble is remembered.", "1999"),
        ("Of 1900 supporters few had seen their 1987 win.", "1987"),
        ("They won in the summer of 1966.", "1966"),
        ("They won in spring 2018.", "2018"),
        ("He arrived on New Year's Day 2019.", "2019-01-01"),
    ],
)
def test_absolute_times_need_no_day_of_the_article(text: str, value: str) -> None:
    for issued in (WEDNESDAY, None):
        assert [found[1:] for found in told(text, issued)] == [(value, value)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They won the Shield (1978 and 1979) and the Bowl (1961, 1979 or 1980).", "1978 1979 1961 1979 1980"),
        ("The 1995, 1996 and 1997 cups were theirs.", "1995 1996 1997"),
        ("Winners in 1978-79, 1980-81 and 1982.", "1978-79 1980-81 1982"),
        ("He ruled from 2003-2007.", "2003 2007"),
        ("He ruled between 1979 and 1983.", "1979 1983"),
        ("He ruled from May 2003 until June 4, 2005.", "2003-05 2005-06-04"),
    ],
)  # fmt: skip
def test_each_of_several_years_is_a_time(text: str, values: str) -> None:
    assert [past for _, past, _ in told(text)] == values.split()


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("on Friday", "2023-11-10", "2023-11-17"),
        ("on Wednesday", "2023-11-15", "2023-11-22"),
        ("late on Saturday", "2023-11-11", "2023-11-18"),
        ("on Saturday evening", "2023-11-11", "2023-11-18"),
        ("Sunday brings a match.", "2023-11-12", "2023-11-19"),
        ("last Wednesday's win", "2023-11-08", "2023-11-08"),
        ("last Friday", "2023-11-10", "2023-11-10"),
        ("next Wednesday", "2023-11-22", "2023-11-22"),
        ("this Friday", "2023-11-10", "2023-11-17"),
        ("a week on Friday", "2023-11-24", "2023-11-24"),
        ("a week tomorrow", "2023-11-23", "2023-11-23"),
        ("Saturday week", "2023-11-25", "2023-11-25"),
        ("yesterday", "2023-11-14", "2023-11-14"),
        ("last night", "2023-11-14", "2023-11-14"),
        ("this morning", "2023-11-15", "2023-11-15"),
        ("the day after tomorrow", "2023-11-17", "2023-11-17"),
        ("on June 30", "2023-06-30", "2024-06-30"),
        ("on November 15", "2023-11-15", "2023-11-15"),
        ("on 4 September", "2023-09-04", "2024-09-04"),
        ("on February 29", "2020-02-29", "2024-02-29"),
        ("in November", "2023-11", "2024-11"),
        ("in July", "2023-07", "2024-07"),
        ("in December", "2022-12", "2023-12"),
        ("since December", "2022-12", "2022-12"),
        ("in mid-July", "2023-07", "2024-07"),
        ("last November", "2022-11", "2022-11"),
        ("this May", "2023-05", "2024-05"),
        ("this November", "2023-11", "2023-11"),
        ("next May", "2024-05", "2024-05"),
        ("on 12 May last year", "2022-05-12", "2022-05-12"),
        ("in May last year", "2022-05", "2022-05"),
        ("on the first Monday of August", "2023-08", "2024-08"),
        ("at Christmas", "2022-12", "2023-12"),
        ("on Boxing Day", "2022-12-26", "2023-12-26"),
        ("last month", "2023-10", "2023-10"),
        ("earlier this month", "2023-11", "2023-11"),
        ("next month", "2023-12", "2023-12"),
        ("this year's cup", "2023", "2023"),
        ("next year", "2024", "2024"),
        ("at the end of the year", "2023", "2023"),
        ("last week", "2023-11", "2023-11"),
        ("next weekend", "2023-11", "2023-11"),
        ("11 days ago", "2023-11-04", "2023-11-04"),
        ("two weeks ago", "2023", "2023"),  # from October 29 to November 4
        ("a week ago", "2023-11", "2023-11"),
        ("three months ago", "2023-08", "2023-08"),
        ("four years ago", "2019", "2019"),
        ("twenty-five years ago", "1998", "1998"),
        ("in two years' time", "2025", "2025"),
        ("this season", "2023-24", "2023-24"),
        ("last season's cup", "2022-23", "2022-23"),
        ("last term", "2022-23", "2022-23"),
        ("next season", "2024-25", "2024-25"),
        ("last spring", "2023", "2023"),
        ("last autumn", "2022", "2022"),
        ("next summer", "2024", "2024"),
        ("this winter", "2023-24", "2023-24"),
        ("last winter", "2022-23", "2022-23"),
        ("in the spring", "2023", "2024"),
        ("this summer", "2023", "2023"),
    ],
)
def test_relative_times_are_reckoned_from_the_day_of_the_article(text: str, past: str, future: str) -> None:
    (time,) = times(text)
    assert (time.value(is_past=True), time.value(is_past=False)) == (past, future)


@pytest.mark.parametrize(
    ("issued", "text", "value"),
    [
        ((1980, 6, 2), "this season", "1979-80"),
        ((1980, 6, 2), "this winter", "1979-80"),
        ((2024, 1, 28), "last season", "2022-23"),
        ((2021, 8, 5), "last term", "2020-21"),
        ((2021, 8, 5), "the coming season", "2021-22"),
        ((2021, 8, 5), "next season", "2022-23"),
        ((2021, 7, 5), "next season", "2021-22"),
        ((2021, 5, 30), "next season", "2021-22"),
        ((2000, 2, 1), "this season", "1999-00"),
        ((2024, 1, 1), "last Monday", "2023-12-25"),
        ((2024, 1, 1), "yesterday", "2023-12-31"),
        ((2023, 12, 31), "tomorrow", "2024-01-01"),
        ((2024, 1, 15), "last month", "2023-12"),
        ((2023, 12, 15), "next month", "2024-01"),
        ((2024, 3, 1), "yesterday", "2024-02-29"),
        ((2023, 3, 1), "yesterday", "2023-02-28"),
        ((2024, 1, 2), "last December", "2023-12"),
        ((2024, 1, 2), "this winter", "2023-24"),
        ((2024, 2, 10), "last winter", "2022-23"),
        ((2024, 4, 2), "last spring", "2023"),
    ],
)
def test_edges_of_years_and_seasons(issued: tuple[int, int, int], text: str, value: str) -> None:
    assert [found[1:] for found in told(text, date(*issued))] == [(value, value)]


def test_a_week_over_new_year_lies_in_no_one_year() -> None:
    (time,) = times("It happened last week.", date(2025, 1, 7))
    assert (time.kind, time.past) == (Kind.VAGUE, None)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They lost the final in 2015, and again two years later.", ["2015", "2017"]),
        ("They lost in May 2015. A year earlier they had won.", ["2015-05", "2014"]),
        ("She went on Sunday; they lost in October. He came the next day.", ["2023-11-12", "2023-10", "2023-11-13"]),
        ("On December 31, 2022 they lost. The following day he went.", ["2022-12-31", "2023-01-01"]),
        ("He won it in 2014-15, and the following season too.", ["2014-15", "2015-16"]),
        ("He won it in 2014-15, having lost the season before.", ["2014-15", "2013-14"]),
        ("He won in 2014. That year he married.", ["2014", "2014"]),
        ("He won in 2014.\n\nThe next day he left.", ["2014", None]),
        ("He won in 2014. The next day he left.", ["2014", None]),
        ("Two years later he left.", [None]),
    ],
)  # fmt: skip
def test_times_count_from_the_time_before(text: str, values: list[str | None]) -> None:
    assert [past for _, past, _ in told(text)] == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is out at the end of next season.", "at the end of next season"),
        ("He stays until the close of the season.", "until the close of the season"),
        ("It was settled on the last day of the season.", "on the last day of the season"),
        ("He won in his first season there.", "in his first season"),
        ("He kept goal in the Sixties, bravely.", "in the Sixties"),
        ("He kept goal in the late 1960s.", "in the late 1960s"),
        ("He kept goal in the ’90s.", "in the ’90s"),
        ("It is told on Good Friday.", "on Good Friday"),
        ("It will be shown in the new year.", "in the new year"),
        ("Nearly twenty years ago he left.", "Nearly twenty years ago"),
        ("Signed: 05/06/2019.", "05/06/2019"),
    ],
)
def test_vague_times_keep_their_words(text: str, words: str) -> None:
    (time,) = times(text)
    assert (time.kind, time.words, time.past, time.future) == (Kind.VAGUE, words, None, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He coached them for six years.", "for six years"),
        ("A nine-year wait ended.", "nine-year"),
        ("It lasts 94 minutes.", "94 minutes"),
        ("He had two seasons there.", "two seasons"),
        ("The past few weeks were hard.", "The past few weeks"),
        ("She signed for a year.", "for a year"),
    ],
)
def test_lengths_are_told_apart_and_not_reckoned(text: str, words: str) -> None:
    (time,) = times(text)
    assert (time.kind, time.past, time.future) == (Kind.DURATION, None, None)
    assert words.endswith(text[slice(*time.extent)]) or text[slice(*time.extent)] == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It was their 14th.",
        "The 66-year-old, 33 caps, won 5-3 before 2,012 people.",
        "He may be in doubt, and march on.",
        "This may be true; it may not.",
        "Sheffield Wednesday are through.",
        "She told the Sunday Post.",
        "Blue Monday Club is a film.",
        "April Jones and June Smith were picked by April Jones.",
        "A crowd of 1900 supporters came.",
        "They paid £2000 and 1999.5 more.",
        "Two Springs by the Trent is a film.",
        "They met on February 30, 2020 and on June 31.",
        "в 2012 году, 在二零一二年, في عام ٢٠١٢",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert times(text) == []


@pytest.mark.parametrize("text", ["on Friday", "last month", "this season", "in May", "11 days ago", "at Christmas"])
def test_without_a_day_relative_times_stay_open(text: str) -> None:
    (time,) = times(text, None)
    assert (time.past, time.future) == (None, None)


def test_the_year_of_a_season_is_that_in_which_it_ends() -> None:
    (season,) = times("last season")
    (month,) = times("in May")
    assert (season.year(is_past=True), month.year(is_past=True), month.year(is_past=False)) == ("2023", "2023", "2024")
    (length,) = times("for six years")
    assert length.year(is_past=True) is None


def test_prepositions_tell_beginnings_and_ends() -> None:
    found = times("Manager since May 2019, he stays until June 30 and may go\nback to Spain in the\nsummer.")
    assert [(time.preposition, time.words) for time in found] == [
        ("since", "since May 2019"),
        ("until", "until June 30"),
        ("in", "in the\nsummer"),
    ]


def test_the_first_and_last_years_of_the_calendar_break_nothing() -> None:
    text = "999 years ago, yesterday, tomorrow, last year, next month, next week, on Friday, last winter, February 29"
    for issued in (date.min, date.max):
        assert len(times(text, issued)) == 9


def test_long_texts_are_read_in_one_pass() -> None:
    text = "He won in 2012, last season and on Friday. " * 5000
    assert len(find_times(text, WEDNESDAY, CALENDAR)) == 15000


@pytest.mark.parametrize(
    ("content", "message"),
    [("months = [", "is no TOML"), ("months = []", "has no 'parts_of_day'"), ("", "is empty")],
)
def test_a_broken_calendar_is_told(tmp_path: Path, content: str, message: str) -> None:
    folder = tmp_path / "ontology" / "extraction"
    folder.mkdir(parents=True)
    (folder / "times.toml").write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        read_calendar(Workspace(tmp_path, tmp_path / "build" / "x.nq"))
