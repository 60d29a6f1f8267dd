"""Tables: aligned by what readers see, in the columns that there are, row by row."""

from __future__ import annotations

from itertools import count, islice

import pytest
from wcwidth import width

from lfckg.tables import Cell, lay_out, lay_out_markdown

LONG = "one of the greatest institutions that the game of football has ever known"


def rows(*texts: tuple[str, ...]) -> list[list[Cell]]:
    return [[Cell(text, text.isdecimal()) for text in row] for row in texts]


def test_texts_stand_left_and_numbers_right() -> None:
    lines = list(lay_out(["club", "wins"], rows(("Rovers", "7"), ("Tide", "12"), ("None", ""))))
    assert lines[1:-1] == [
        "│ club   │ wins │",
        "├────────┼──────┤",
        "│ Rovers │    7 │",
        "│ Tide   │   12 │",
        "│ None   │      │",
    ]


def test_a_column_of_numbers_and_words_stands_left() -> None:
    assert "│ 7   │" in list(lay_out(["n"], rows(("7",), ("two",))))


@pytest.mark.parametrize("text", ["日本代表", "e\u0301", "👩‍👩‍👧", "Jürgen", "עברית", ""])
def test_all_lines_are_as_wide_whatever_the_script(text: str) -> None:
    lines = list(lay_out(["a", "b"], rows((text, "x"), ("abc", LONG))))
    assert len({width(line) for line in lines}) == 1


@pytest.mark.parametrize("columns", [20, 30, 40, 60, 79, 100, 200])
@pytest.mark.parametrize("text", [LONG, "日本代表" * 20, "https://example.org/" + "x" * 90, "word " * 40])
def test_no_line_is_wider_than_the_terminal(text: str, columns: int) -> None:
    given = rows((text, "1", "actual"), ("short", "20", "planned"))
    lines = list(lay_out(["words", "n", "modality"], given, columns))
    assert max(map(width, lines)) <= columns
    shown = "".join("".join(lines).replace("│", "").split())
    for cell in given[1]:
        assert cell.text in shown


def test_what_is_wrapped_loses_nothing_and_lines_tell_rows_apart() -> None:
    lines = list(lay_out(["words", "n"], rows((LONG, "1"), (LONG, "2")), 40))
    inner = [line.split("│")[1].strip() for line in lines if line.startswith("│")]
    assert " ".join(inner[1:]).count(LONG) == 2
    assert sum(line.startswith("├") for line in lines) == 2


def test_words_are_not_broken_where_records_can_show_them_whole() -> None:
    lines = list(lay_out(["first", "second"], rows(("institutions", "documentary")), 20))
    assert lines == ["first: institutions", "second: documentary"]


def test_a_very_narrow_terminal_gets_records() -> None:
    lines = list(lay_out(["name", "n"], rows(("Tarnbrook Rovers", "1"), ("Low Tide", "")), 10))
    assert lines == ["name:", "  Tarnbroo", "  k Rovers", "n: 1", "", "name: Low", "  Tide", "n:"]


def test_rows_are_laid_out_as_they_come() -> None:
    endless = ([Cell(str(number), True)] for number in count())
    assert len(list(islice(lay_out(["n"], endless), 2000))) == 2000
    endless = ([Cell(str(number), True)] for number in count())
    assert len(list(islice(lay_out_markdown(["n"], endless), 2000))) == 2000


def test_a_later_row_that_is_longer_is_wrapped() -> None:
    given = rows(*[("short",)] * 1000, (LONG,))
    lines = list(lay_out(["words"], given))
    assert {width(line) for line in lines} == {len("│ short │")}
    assert "".join(line[1:-1].strip() for line in lines[-50:]).endswith("known" + "─" * 7)


def test_markdown_is_read_as_a_table() -> None:
    lines = list(lay_out_markdown(["n", "words"], rows(("1", "a|b"), ("22", "\\"))))
    assert lines == ["|  n | words |", "| -: | :---- |", "|  1 | a\\|b  |", "| 22 | \\\\    |"]
