"""Layouts: pictures laid out by Graphviz and drawn as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from lfckg.drawings.canvas import Sheet, Sign, group, number, path, rectangle, text, title
from lfckg.drawings.drawing import lay_out
from lfckg.drawings.lettering import letters, text_width, wrap
from lfckg.drawings.pictures import Edge, Node, Picture, Row
from lfckg.drawings.scenes import overview, scene_of_query, scene_of_thing
from lfckg.drawings.statements import FACT, LIMIT, PLANNED, SAID, Statements
from lfckg.queries import Query
from lfckg.things import Thing

__all__ = ["Drawing", "draw", "render"]

_LABEL, _KIND, _ROW, _EDGE = 13.0, 11.0, 11.5, 11.0
_LEADING = 1.3
_PAD_X, _PAD_Y = 11.0, 8.0
_HANGING = 8.0
_NODE_WIDTH, _EDGE_WIDTH = 190.0, 130.0
_INCH = 72.0
_HEAD = (
    'graph [rankdir=LR, nodesep=0.2, ranksep=0.55, pad=0, charset="UTF-8"];'
    'node [shape=box, fixedsize=true, label=""];'
    "edge [arrowsize=0.7];"
)
_MANY = 150  # lines, from which on their bends would take minutes
_HASTE = "graph [splines=line, nslimit=1, nslimit1=1, mclimit=0.3];"
_GROUPS = {
    "person": "person",
    "group": "group of people",
    "club": "club",
    "organisation": "organisation",
    "work": "work or brand",
    "honour": "honour or competition",
    "post": "post",
    "topic": "topic, season, other",
    "situation": "event or state",
    "time": "time",
    "source": "claim, article, term",
}
_STATES = {
    FACT: "fact: stated, implied or inferred",
    PLANNED: "planned at the article’s date",
    SAID: "only said or judged by somebody",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG document, and what must be told of it besides: what is left out."""

    svg: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of lettering in a box or beside an edge."""

    text: str
    size: float
    bold: bool = False
    kind: str = "ink"
    row: Row | None = None
    indent: float = 0

    @property
    def width(self) -> float:
        return self.indent + text_width(self.text, self.size, bold=self.bold)


def draw(
    store: Store,
    wanted: Thing | Query | None = None,
    *,
    depth: int = 1,
    limit: int = LIMIT,
    texts: Path | None = None,
) -> Drawing:
    """Draw the whole graph, a thing with what is around it, or what a query finds, as an SVG document.

    At most `limit` things are drawn, those nearest to the thing and best connected; `depth` counts steps from the
    thing. With `texts`, a directory of SLUG.txt, the evidence has whole sentences. Raises DrawingError.
    """
    reader = Statements(store, texts)
    if isinstance(wanted, Thing):
        picture = scene_of_thing(reader, wanted, depth=depth, limit=limit)
    elif isinstance(wanted, Query):
        picture = scene_of_query(reader, wanted, limit=limit)
    else:
        picture = overview(reader, limit=limit)
    return render(picture)


def render(picture: Picture) -> Drawing:
    """Lay a picture out and draw it."""
    inside = {node.key: _lines_of(node) for node in picture.nodes}
    beside = [_lines_beside(edge) for edge in picture.edges]
    placed = lay_out(_dot(picture, inside, beside))
    left, bottom, right, top = (float(value) for value in placed["bb"].split(","))
    lines = {int(item["id"].removeprefix("e")): item for item in placed.get("edges", [])}
    boxes = {int(item["name"].removeprefix("n")): item for item in placed["objects"]}
    content = [  # lettering lies above all lines
        *(_draw_edge(edge, lines[at], top) for at, edge in enumerate(picture.edges)),
        *(_draw_label(edge, beside[at], lines[at], top) for at, edge in enumerate(picture.edges)),
        *(_draw_node(node, inside[node.key], boxes[at], top) for at, node in enumerate(picture.nodes)),
    ]
    sheet = Sheet(
        right - left,
        top - bottom,
        "\n".join(content),
        picture.heading,
        picture.subheading,
        picture.notes,
        tuple(_signs(picture)),
    )
    return Drawing(sheet.svg(), picture.notes)


def _lines_of(node: Node) -> list[_Line]:
    pill = node.group == "situation"
    label = wrap(letters(node.label), _LABEL, _NODE_WIDTH, bold=not pill) if node.label else []
    lines = [_Line(row, _LABEL, not pill) for row in label]
    lines += [_Line(row, _KIND, kind="muted") for row in wrap(letters(node.kind), _KIND, _NODE_WIDTH) if row]
    for row in node.rows:
        kind = "muted" if node.label else "ink"
        kind = "muted italic" if row.state == SAID else kind
        parts = wrap(letters(row.text), _ROW, _NODE_WIDTH - _HANGING)
        lines += [_Line(part, _ROW, kind=kind, row=row, indent=_HANGING if at else 0) for at, part in enumerate(parts)]
    return lines


def _lines_beside(edge: Edge) -> list[_Line]:
    return [
        _Line(part, _EDGE, kind="muted halo", row=row)
        for row in edge.rows
        for part in wrap(letters(row.text), _EDGE, _EDGE_WIDTH)
    ]


def _extent(lines: Sequence[_Line]) -> tuple[float, float]:
    return max((line.width for line in lines), default=0), sum(line.size * _LEADING for line in lines)


def _dot(picture: Picture, inside: Mapping[str, Sequence[_Line]], beside: Sequence[Sequence[_Line]]) -> str:
    names = {node.key: f"n{at}" for at, node in enumerate(picture.nodes)}
    away = _distances(picture)
    parts = [f"digraph {{ {_HEAD}{_HASTE if len(picture.edges) > _MANY else ''}"]
    for node in picture.nodes:
        width, height = _extent(inside[node.key])
        across, down = (width + 2 * _PAD_X) / _INCH, (height + 2 * _PAD_Y) / _INCH
        parts.append(f"{names[node.key]} [width={across:.3f}, height={down:.3f}];")
    for at, (edge, lines) in enumerate(zip(picture.edges, beside, strict=True)):
        width, height = _extent(lines)
        size = f'fixedsize="true" width="{width + 12:.0f}" height="{height + 4:.0f}"'
        table = f'<<table border="0" cellborder="0" cellspacing="0" cellpadding="0" {size}><tr><td></td></tr></table>>'
        ends, back = (edge.source, edge.target), ""
        if away.get(edge.target, 0) < away.get(edge.source, 0):  # what is nearer to the middle stands left
            ends, back = (edge.target, edge.source), ", dir=back"
        parts.append(f'{names[ends[0]]} -> {names[ends[1]]} [id="e{at}", label={table}{back}];')
    return "\n".join([*parts, "}"])


def _distances(picture: Picture) -> dict[str, int]:
    """Count the steps from the things in focus, where there are such."""
    away = {node.key: 0 for node in picture.nodes if node.focus}
    ahead = list(away)
    for key in ahead:  # grows while it is walked
        for edge in picture.edges:
            for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
                if one == key and other not in away:
                    away[other] = away[key] + 1
                    ahead.append(other)
    for node in picture.nodes:  # what hangs on the middle alone stands on the other side of it
        lines = [{edge.source, edge.target} for edge in picture.edges if node.key in (edge.source, edge.target)]
        ends = {end for line in lines for end in line}
        if away.get(node.key) == 1 and all(away.get(end, 1) == 0 for end in ends - {node.key}):
            away[node.key] = -1
    return away


def _draw_node(node: Node, lines: Sequence[_Line], item: Mapping[str, str], top: float) -> str:
    x, y = (float(value) for value in item["pos"].split(","))
    width, height = _INCH * float(item["width"]), _INCH * float(item["height"])
    left, upper = x - width / 2, top - y - height / 2
    corner = height / 2 if node.group == "situation" and len(lines) <= 2 else 6.0  # noqa: PLR2004  a pill of two lines
    frame = rectangle(left, upper, width, height, kind="box", corner=0 if node.group == "source" else corner)
    centred = not node.rows
    rows, base = [], upper + _PAD_Y
    for line in lines:
        at = x - line.width / 2 if centred else left + _PAD_X + line.indent
        drawn = text(line.text, at, base + line.size, line.size, bold=line.bold, kind=line.kind)
        rows.append(group('class="row"', title(line.row.told), drawn) if line.row and line.row.told else drawn)
        base += line.size * _LEADING
    classes = f"node told {node.group} {node.state}{' focus' if node.focus else ''}"
    return group(f'class="{classes}"', title(node.told), frame, *rows)


def _draw_edge(edge: Edge, item: Mapping[str, str], top: float) -> str:
    curve, arrow = _curve(item["pos"], top)
    told = "\n\n".join(row.told for row in edge.rows if row.told)
    strokes = path(curve, kind="stroke"), path(curve, kind="touch"), path(arrow, kind="arrow")
    return group(f'class="edge told {edge.state}"', title(told), *strokes)


def _draw_label(edge: Edge, lines: Sequence[_Line], item: Mapping[str, str], top: float) -> str:
    x, y = (float(value) for value in item["lp"].split(","))
    base = top - y - _extent(lines)[1] / 2
    rows = []
    for line in lines:
        drawn = text(line.text, x - line.width / 2, base + line.size, line.size, kind=line.kind)
        rows.append(group('class="row"', title(line.row.told if line.row else ""), drawn))
        base += line.size * _LEADING
    return group(f'class="label {edge.state}"', *rows)


def _curve(pos: str, top: float) -> tuple[str, str]:
    """Turn Graphviz's spline into a path, and its end into an arrowhead."""
    points = []
    tip: tuple[float, float] | None = None
    base = -1
    for part in pos.split():
        *mark, across, up = part.split(",")
        if mark:
            tip, base = (float(across), top - float(up)), -1 if mark == ["e"] else 0
        else:
            points.append((float(across), top - float(up)))
    first, *rest = (f"{number(x)} {number(y)}" for x, y in points)
    curve = f"M{first}C{' '.join(rest)}"
    if tip is None:
        return curve, ""
    x, y = points[base]
    dx, dy = 0.45 * (tip[0] - x), 0.45 * (tip[1] - y)
    corners = (tip, (x - dy, y + dx), (x + dy, y - dx))
    return curve, f"M{'L'.join(f'{number(a)} {number(b)}' for a, b in corners)}Z"


def _signs(picture: Picture) -> Iterable[Sign]:
    """Give the legend: of the kinds and the lines that occur."""
    groups = {node.group for node in picture.nodes}
    for name, meaning in _GROUPS.items():
        if name in groups:
            corner = {"situation": 7.0, "source": 0.0}.get(name, 4.0)
            yield Sign(group(f'class="{name}"', rectangle(0, 0, 26, 14, kind="box", corner=corner)), meaning)
    states = {edge.state for edge in picture.edges} | ({node.state for node in picture.nodes} - {FACT})
    for state, meaning in _STATES.items():
        if state in states:
            yield Sign(group(f'class="{state}"', path("M0 7H26", kind="stroke")), meaning)
