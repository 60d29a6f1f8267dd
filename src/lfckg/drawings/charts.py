"""Charts: timelines drawn as SVG, a row for each item, what has no date in a band of its own below the axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Store

from lfckg.drawings.canvas import Sheet, Sign, group, number, path, rectangle, text, title
from lfckg.drawings.days import MONTHS, Days
from lfckg.drawings.layouts import Drawing
from lfckg.drawings.lettering import cut, letters, text_width, wrap
from lfckg.drawings.statements import LIMIT, PLANNED, SAID, Statements
from lfckg.drawings.timelines import HAPPENED, ONGOING, Item, Timeline, timeline_of
from lfckg.things import Thing

__all__ = ["draw_timeline", "render_timeline"]

_WIDTH = 852.0  # with its margins 900
_LABELS, _GAP = 290.0, 18.0
_LEFT = _LABELS + _GAP
_CHART = _WIDTH - _LEFT
_NAME, _KIND, _WORDS, _TICK = 12.5, 11.0, 11.0, 11.0
_LEADING = 1.3
_PAD = 6.0
_BASE = 0.36 * _WORDS  # from the middle of a line to its base
_BAR, _DOT, _ARROW, _SHORTEST = 12.0, 6.0, 9.0, 8.0
_SOLID, _LIGHT = "bar dot", "bar"
_MOST_TICKS = 8
_LONG = 20  # rows from which on the axis stands below as well
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)  # months
_MEANINGS = {
    HAPPENED: "has happened",
    ONGOING: "going on at the article’s date",
    PLANNED: "planned at the article’s date",
    SAID: "only said by somebody",
}
_BANDS = {
    HAPPENED: "No date · has happened",
    ONGOING: "No date · going on",
    PLANNED: "No date · planned",
    SAID: "No date · only said",
}


@dataclass(frozen=True, slots=True)
class _Axis:
    """The days from a first to a last, along the width of the chart."""

    first: int
    last: int

    def x(self, day: float) -> float:
        """Give where a day lies."""
        return _LEFT + _CHART * (day - self.first) / (self.last - self.first)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Give the first days of months or years with their names, so few that they don't touch."""
        begin, end = date.fromordinal(self.first), date.fromordinal(self.last)
        months = (end.year - begin.year) * 12 + end.month - begin.month
        step = next((step for step in _STEPS if months / step <= _MOST_TICKS), _STEPS[-1])
        at = -(-(begin.year * 12 + begin.month - 1) // step) * step
        while at // 12 <= end.year:
            year, month = at // 12, at % 12 + 1
            day = date(year, month, 1).toordinal() if year else self.first - 1
            if self.first <= day <= self.last:
                yield self.x(day), f"{year}" if step >= 12 else f"{MONTHS[month - 1]} {year}"  # noqa: PLR2004  a year
            at += step
            if at // 12 > date.max.year:
                return


def draw_timeline(
    store: Store, thing: Thing | None = None, *, limit: int = LIMIT, texts: Path | None = None
) -> Drawing:
    """Draw what is dated, planned and going on, in the whole graph or of a thing, as an SVG document.

    At most `limit` rows are drawn, the latest. With `texts`, a directory of SLUG.txt, the evidence has whole sentences.
    Raises DrawingError where nothing has a time.
    """
    return render_timeline(timeline_of(Statements(store, texts), thing, limit=limit))


def render_timeline(timeline: Timeline) -> Drawing:
    """Draw a timeline."""
    dated = [item for item in timeline.items if item.is_dated]
    content: list[str] = []
    y = 0.0
    if dated:
        axis = _axis(dated, timeline.articles)
        y = 22.0
        bands, rows, bottom = _rows(dated, y, axis)
        content += [*bands, *_grid(axis, timeline, y, bottom, len(dated) >= _LONG), *rows]
        y = bottom + (30 if len(dated) >= _LONG else 12)
    for state, heading in _BANDS.items():
        loose = [item for item in timeline.items if not item.is_dated and item.state == state]
        if loose:
            content.append(text(heading, 0, y + 18, 12.0, bold=True, kind="muted"))
            bands, rows, y = _rows(loose, y + 28, None)
            content += [*bands, *rows]
            y += 8
    sheet = Sheet(
        _WIDTH,
        y,
        "\n".join(content),
        timeline.heading,
        timeline.subheading,
        timeline.notes,
        tuple(_signs(timeline)),
    )
    return Drawing(sheet.svg(_WIDTH), timeline.notes)


def _axis(items: Sequence[Item], articles: Sequence[tuple[str, Days]]) -> _Axis:
    days = [day for item in items for day in (item.start, item.end) if day] + [day for _, day in articles]
    first, last = min(day.first for day in days), max(day.last for day in days)
    room = max((last - first) // 20, 30)
    # On the right, where what lies ahead is, there is room for its words as well.
    return _Axis(max(first - room, 1), min(last + 4 * room, date.max.toordinal()))


def _grid(axis: _Axis, timeline: Timeline, top: float, bottom: float, below: bool) -> Iterator[str]:
    for x, name in axis.ticks():
        yield path(f"M{number(x)} {number(top)}V{number(bottom)}", kind="grid")
        at = x - text_width(name, _TICK) / 2
        yield text(name, at, top - 7, _TICK, kind="muted")
        if below:
            yield text(name, at, bottom + 15, _TICK, kind="muted")
    for slug, days in timeline.articles:
        x = axis.x(days.first)
        line = path(f"M{number(x)} {number(top)}V{number(bottom)}", kind="today")
        yield group('class="told"', title(f"The date of the article {slug}"), line)


def _rows(items: Sequence[Item], top: float, axis: _Axis | None) -> tuple[list[str], list[str], float]:
    """Draw rows, one below the other: the bands behind them, themselves, and where the last ends."""
    bands, rows = [], []
    for at, item in enumerate(items):
        label = wrap(letters(item.label), _NAME, _LABELS, bold=True, most=3)
        below = wrap(letters(" · ".join([item.kind, *item.rest])), _KIND, _LABELS, most=2)
        height = 2 * _PAD + _LEADING * (_NAME * len(label) + _KIND * len(below))
        if at % 2 == 0:
            bands.append(rectangle(-8, top, _WIDTH + 16, height, kind="band", corner=4))
        parts = []
        base = top + _PAD
        for line, size, bold in [*((line, _NAME, True) for line in label), *((line, _KIND, False) for line in below)]:
            parts.append(text(line, 0, base + size, size, bold=bold, kind="ink" if bold else "muted"))
            base += size * _LEADING
        middle = top + height / 2
        parts += _mark(item, middle, axis) if axis else [_words(item, middle)]
        rows.append(group(f'class="item told {_class(item)}"', title(item.told), *parts))
        top += height
    return bands, rows, top


def _class(item: Item) -> str:
    return f"{item.state} ahead" if item.state == PLANNED else item.state


def _words(item: Item, middle: float) -> str:
    line = cut(letters(item.when), _WORDS, _CHART - 24)
    width = text_width(line, _WORDS) + 20
    pill = rectangle(_LEFT, middle - 11, width, 22, kind="bar", corner=11)
    return pill + text(line, _LEFT + 10, middle + _BASE, _WORDS)


def _mark(item: Item, middle: float, axis: _Axis) -> list[str]:
    """Draw a day as a point, other times as bars, and the words beside: on the right, on the left, or above."""
    bars = _bars(item, axis)
    left, right = bars[0][0], bars[-1][1]
    is_day = left == right
    if _is_open(item):
        right += _ARROW
    elif is_day:
        left, right = left - _DOT, left + _DOT
    words = cut(letters(item.when), _WORDS, _CHART)
    width = text_width(words, _WORDS) + 8
    x, base = right + 8, middle + _BASE
    if right + width > _WIDTH:
        x = left - width
    if x < _LEFT:  # above, where the whole row is free
        x, base, middle = min(max(left, _LEFT), _WIDTH - width), middle - 6, middle + 8
    if is_day:
        parts = [_dot(left + _DOT, middle, hollow=item.state in {PLANNED, SAID})]
    else:
        parts = [_bar(*bar, middle) for bar in bars]
    if _is_open(item):
        end = right - _ARROW
        tip = f"{number(end - 0.5)} {number(middle - 9)}L{number(right)} {number(middle)}L"
        parts.append(path(f"M{tip}{number(end - 0.5)} {number(middle + 9)}Z", kind="bar"))
    return [*parts, text(words, x, base, _WORDS, kind="ink halo")]


def _is_open(item: Item) -> bool:
    return item.state == ONGOING and not item.end


def _bars(item: Item, axis: _Axis) -> list[tuple[float, float, str]]:
    """Give the bars of an item: left, right and class; what is not known to the day is light."""
    start = item.start or item.end
    assert start is not None  # noqa: S101  of a dated item
    begin, begun = axis.x(start.first), axis.x(start.last + (start.last > start.first))
    bars = [(begin, begun, _LIGHT)]
    if item.start and item.end:
        bars += [(begun, axis.x(item.end.first), _SOLID), (axis.x(item.end.first), axis.x(item.end.last), _LIGHT)]
    elif item.start and item.state == ONGOING:
        seen = max(axis.x(item.seen.first), begun) if item.seen else begun
        bars += [(begun, seen, _SOLID), (seen, axis.x(axis.last) - _ARROW, _LIGHT)]
    long = [(left, right, kind) for left, right, kind in bars if right > left]
    if long and long[-1][1] - long[0][0] < _SHORTEST:
        return [(begin, begin + _SHORTEST, f"{_LIGHT} short")]
    return long or [(begin, begin, _SOLID)]


def _bar(left: float, right: float, kind: str, middle: float) -> str:
    return rectangle(left, middle - _BAR / 2, right - left, _BAR, kind=kind, corner=3)


def _dot(x: float, middle: float, *, hollow: bool) -> str:
    kind = "bar" if hollow else "dot"
    return f'<circle class="{kind}" cx="{number(x)}" cy="{number(middle)}" r="{number(_DOT)}"/>'


def _signs(timeline: Timeline) -> Iterator[Sign]:
    states = {item.state for item in timeline.items}
    for state, meaning in _MEANINGS.items():
        if state in states:
            kind = f"{state} ahead" if state == PLANNED else state
            bar = rectangle(0, 2, 26, 10, kind=_LIGHT if state in {PLANNED, SAID} else _SOLID, corner=3)
            yield Sign(group(f'class="{kind}"', bar), meaning)
    spans = [days for item in timeline.items for days in (item.start, item.end) if days]
    if any(days.last > days.first for days in spans):
        yield Sign(group('class="happened"', rectangle(0, 2, 26, 10, kind=_LIGHT, corner=3)), "the day is not known")
    if timeline.articles:
        yield Sign(path("M13 0V14", kind="today"), "date of an article")
