"""Tables for people: rows of texts laid out as they come, in no more columns than a terminal has.

Widths are those of the first rows; what is longer in a later row is wrapped, so that no result is too long to show.
Where not even narrow columns fit, each row becomes a record: a line for each of its values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from wcwidth import ljust, rjust, width, wrap

__all__ = ["Cell", "lay_out", "lay_out_markdown"]

_SAMPLE = 1000  # rows that tell how wide the columns are
_LONGEST_KEPT = 16  # characters; longer words may be broken
_FRAME = 3  # a line and two spaces for each column


class Cell(NamedTuple):
    """A value as it is shown, and whether it is a number."""

    text: str
    is_number: bool = False


_Row = Sequence[Cell]


def lay_out(names: Sequence[str], rows: Iterable[_Row], columns: int | None = None) -> Iterator[str]:
    r"""Give the lines of a table, or of records where a terminal has too few columns for one.

    >>> print(*lay_out(["n", "word"], [[Cell("10", True), Cell("ten")]]), sep="\n")
    ┌────┬──────┐
    │  n │ word │
    ├────┼──────┤
    │ 10 │ ten  │
    └────┴──────┘
    """
    sample, rest = _sampled(rows)
    natural = _natural_widths(names, sample)
    widths = _fit(natural, _least_widths(names, sample), columns) if columns else natural
    if not widths:
        yield from _records(names, chain(sample, rest), columns or 0)
        return
    right = _numeric(sample, len(names))
    yield _rule("┌┬┐", widths)
    yield from _wrapped([Cell(name) for name in names], widths, right)
    yield _rule("├┼┤", widths)
    for number, row in enumerate(chain(sample, rest)):
        if number and widths != natural:  # where values are wrapped, a line tells the rows apart
            yield _rule("├┼┤", widths)
        yield from _wrapped(row, widths, right)
    yield _rule("└┴┘", widths)


def lay_out_markdown(names: Sequence[str], rows: Iterable[_Row]) -> Iterator[str]:
    r"""Give the lines of a table in Markdown; no value is wrapped.

    >>> print(*lay_out_markdown(["n", "word"], [[Cell("10", True), Cell("a|b")]]), sep="\n")
    |  n | word |
    | -: | :--- |
    | 10 | a\|b |
    """
    sample, rest = _sampled([_escaped(cell) for cell in row] for row in rows)
    widths = [max(size, len(":-")) for size in _natural_widths(names, sample)]
    right = _numeric(sample, len(names))
    marks = [
        Cell("-" * (size - 1) + ":" if flush else ":" + "-" * (size - 1))
        for size, flush in zip(widths, right, strict=True)
    ]
    for row in chain([[Cell(name) for name in names], marks], sample, rest):
        yield f"| {' | '.join(_padded(row, widths, right))} |"


def _sampled(rows: Iterable[_Row]) -> tuple[list[_Row], Iterator[_Row]]:
    rest = iter(rows)
    return list(islice(rest, _SAMPLE)), rest


def _natural_widths(names: Sequence[str], sample: Iterable[_Row]) -> list[int]:
    widths = [width(name) for name in names]
    for row in sample:
        widths = [max(size, width(cell.text)) for size, cell in zip(widths, row, strict=True)]
    return widths


def _least_widths(names: Sequence[str], sample: Iterable[_Row]) -> list[int]:
    """Give the widths below which words are broken."""
    least = [width(name) for name in names]
    for row in sample:
        words = (max(map(width, cell.text.split()), default=0) for cell in row)
        least = [max(size, word) for size, word in zip(least, words, strict=True)]
    return least


def _fit(natural: Sequence[int], least: Sequence[int], columns: int) -> list[int]:
    """Cut the widest columns down until all fit; give none where even words of usual length would be broken."""
    room = columns - 1 - _FRAME * len(natural)
    if sum(least) > room:
        least = [min(size, _LONGEST_KEPT) for size in least]
    if sum(least) > room:
        return []
    cap = max(natural)
    while sum(widths := [max(low, min(size, cap)) for size, low in zip(natural, least, strict=True)]) > room:
        cap -= 1
    spare = room - sum(widths)
    for number, size in enumerate(natural):  # what is left over by rounding goes to the first that were cut
        if size > widths[number] and spare:
            widths[number] += 1
            spare -= 1
    return widths


def _numeric(sample: Sequence[_Row], count: int) -> list[bool]:
    """Tell which columns hold numbers alone."""
    filled = [[row[number] for row in sample if row[number].text] for number in range(count)]
    return [bool(cells) and all(cell.is_number for cell in cells) for cells in filled]


def _rule(corners: str, widths: Iterable[int]) -> str:
    return corners[0] + corners[1].join("─" * (size + 2) for size in widths) + corners[2]


def _wrapped(row: _Row, widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    pieces = [
        [cell.text] if width(cell.text) <= size else wrap(cell.text, size)
        for cell, size in zip(row, widths, strict=True)
    ]
    for number in range(max(map(len, pieces))):
        line = [Cell(lines[number] if number < len(lines) else "") for lines in pieces]
        yield f"│ {' │ '.join(_padded(line, widths, right))} │"


def _padded(row: _Row, widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    for cell, size, flush in zip(row, widths, right, strict=True):
        yield rjust(cell.text, size) if flush else ljust(cell.text, size)


def _records(names: Sequence[str], rows: Iterable[_Row], columns: int) -> Iterator[str]:
    for number, row in enumerate(rows):
        if number:
            yield ""
        for name, cell in zip(names, row, strict=True):
            yield from wrap(f"{name}: {cell.text}", max(columns, 2), subsequent_indent="  ") or [f"{name}:"]


def _escaped(cell: Cell) -> Cell:
    return cell._replace(text=cell.text.replace("\\", "\\\\").replace("|", "\\|"))
