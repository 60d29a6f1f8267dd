"""Drawing: graphs in the DOT language, laid out by Graphviz as graphviz-pure brings it in a wheel.

`lay_out` gives the places of nodes and edges, for pictures that draw themselves. `draw` gives SVG made ready for a page
that has a style sheet, for dark and light: no fonts or colours of its own, no ids, no tooltips, boxes as rectangles.
"""

from __future__ import annotations

import json
import re
import subprocess
import sysconfig
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from lfckg.errors import DrawingError

__all__ = ["HEAD", "box", "draw", "lay_out", "row"]

HEAD = (
    'graph [bgcolor="transparent", nodesep=0.12, ranksep=0.35, pad=0.02];'
    'node [shape=plain, fontname="Arial", fontsize=11];'
    'edge [fontname="Arial", fontsize=10, arrowsize=0.7];'
)
"""How a graph begins: the sizes that all drawings share."""

_SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_PATIENCE = 60  # seconds
_SCALE = 1.18  # as large as a page's text
_WIDE = 640  # pixels from which on a drawing is not one of two side by side
_CORNER = "5"
_DROPPED = {"id", "font-family", "fill", "stroke", "stroke-width", "{http://www.w3.org/XML/1998/namespace}space"}
_SPACE = "&#160;"  # an ordinary space at a text's beginning is lost in SVG
_MUTED = "#777777"  # Graphviz's colour for what the style sheet calls muted

ET.register_namespace("", _SVG)


def row(text: str, *, href: str = "", bold: bool = False, muted: str = "") -> str:
    """Give a row of a box: a text that may link somewhere, and behind it a muted one.

    >>> row("start", muted="integer")
    '<tr><td align="left">start<font color="#777777">&#160;integer</font></td></tr>'
    """
    link = f' href="{escape(href)}"' if href else ""
    label = f"<b>{escape(text)}</b>" if bold else escape(text)
    more = f'<font color="{_MUTED}">{_SPACE if text else ""}{escape(muted)}</font>' if muted else ""
    return f'<tr><td align="left"{link}>{label}{more}</td></tr>'


def box(head: Iterable[str], rows: Iterable[str] = ()) -> str:
    """Give the label of a node: a box of rows, those of its head above a line."""
    below = "".join(rows)
    table = '<table border="1" cellborder="0" cellspacing="0" cellpadding="3">'
    return f"<{table}{''.join(head)}{'<hr/>' if below else ''}{below}</table>>"


def draw(dot: str, *, label: str, hue: int | None = None) -> str:
    """Give a graph in DOT as one `<svg>` element; `label` is for those who hear pages, `hue` tints it (0 to 359)."""
    svg = ET.fromstring(_run(dot, "svg"))  # noqa: S314  written by our own program a moment ago
    _clean(svg)
    width, height = (round(_SCALE * float(size)) for size in svg.attrib["viewBox"].split()[2:])
    svg.attrib |= {"width": str(width), "height": str(height)}
    if width > _WIDE:
        svg.set("class", "wide")
    svg.attrib |= {"role": "img", "aria-label": label}
    if hue is not None:
        svg.set("style", f"--hue:{hue}")
    return re.sub(r">\s+<", "><", ET.tostring(svg, encoding="unicode"))


def lay_out(dot: str) -> Any:
    """Give a graph in DOT with the places of all its parts, as Graphviz's format json0 has them: points, y upwards."""
    return json.loads(_run(dot, "json0"))


def _run(dot: str, form: str) -> bytes:
    program = Path(sysconfig.get_path("scripts"), "graphviz-pure")
    try:
        done = subprocess.run(  # noqa: S603  our own program, and no shell
            [program, f"-T{form}"], input=dot.encode(), capture_output=True, check=False, timeout=_PATIENCE
        )
    except OSError as exc:
        raise DrawingError(
            f"{program.name}: is not installed, and it lays drawings out: pip install 'lfckg[draw]'"
        ) from exc
    except subprocess.TimeoutExpired as exc:
        raise DrawingError(f"{program.name}: took more than {_PATIENCE} s. Draw less: give a lower --limit.") from exc
    if done.returncode:
        raise DrawingError(f"{program.name}: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout


def _clean(parent: ET.Element) -> None:
    for child in list(parent):
        if child.tag == f"{{{_SVG}}}title" or child.get("fill") == "white":  # tooltips, the background
            parent.remove(child)
            continue
        if child.get("fill") == _MUTED:
            child.set("class", "muted")
        if child.tag == f"{{{_SVG}}}polygon":
            _make_rectangle(child)
        for name in set(child.attrib) & _DROPPED | {name for name in child.attrib if name.endswith("title")}:
            del child.attrib[name]
        if _LINK in child.attrib:
            child.set("href", child.attrib.pop(_LINK))
        _clean(child)


def _make_rectangle(polygon: ET.Element) -> None:
    points = {tuple(map(float, point.split(","))) for point in polygon.attrib["points"].split()}
    columns, rows = sorted({x for x, _ in points}), sorted({y for _, y in points})
    try:
        (left, right), (top, bottom) = columns, rows
    except ValueError:  # an arrowhead
        return
    del polygon.attrib["points"]
    polygon.tag = f"{{{_SVG}}}rect"
    polygon.attrib |= {"x": f"{left:g}", "y": f"{top:g}", "rx": _CORNER}
    polygon.set("width", f"{right - left:g}")
    polygon.set("height", f"{bottom - top:g}")
