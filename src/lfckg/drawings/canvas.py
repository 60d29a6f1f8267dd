"""The canvas of pictures: SVG that stands alone, with one style sheet for light and dark, a heading and a legend.

Nothing is loaded and nothing runs. Colours hang on classes, so that a reader's preference chooses between two; no
custom properties, which some viewers don't know. What a colour or a line tells is told in words too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lfckg.drawings.lettering import letters, text_width, wrap

__all__ = ["MARGIN", "PALETTE", "TINTS", "Sheet", "Sign", "group", "number", "path", "rectangle", "text", "title"]

MARGIN = 24.0
HEADING, SMALL = 20.0, 12.0
_LINE = 1.35  # of the size
_GAP = 18.0
_SWATCH = 26.0
_ROUND = 6.0

PALETTE = {
    # what it is for: light, dark. The hues are those of Okabe and Ito, which the colour-blind tell apart.
    "paper": ("#ffffff", "#14171c"),
    "ink": ("#1b1f24", "#eceff4"),
    "muted": ("#57606a", "#aab4c0"),
    "line": ("#6e7781", "#8b96a3"),
    "accent": ("#8a3b00", "#ffb27a"),
    "band": ("#f3f5f7", "#1c2128"),
    "grid": ("#d8dee4", "#2f3640"),
}
TINTS = {
    # fill and border of boxes: light fill, light border, dark fill, dark border
    "person": ("#e3f0f9", "#0072b2", "#0f2b3d", "#4aa3dc"),
    "group": ("#e4f6f7", "#1f8a92", "#0f3236", "#58c5ce"),
    "club": ("#fcebe1", "#d55e00", "#3d2110", "#f0844a"),
    "organisation": ("#fdf3df", "#b87a00", "#3a2c0c", "#e69f00"),
    "work": ("#f9ebf3", "#b0578a", "#3a2030", "#dd8fbb"),
    "honour": ("#fbf8d2", "#8f8300", "#34310b", "#e3d640"),
    "post": ("#e0f5ee", "#00805d", "#0c3328", "#2fc497"),
    "topic": ("#f0f1f3", "#6e7781", "#262b32", "#98a3b0"),
    "situation": ("#ffffff", "#57606a", "#14171c", "#aab4c0"),
    "happened": ("#e3f0f9", "#0072b2", "#0f2b3d", "#4aa3dc"),
    "ongoing": ("#e0f5ee", "#00805d", "#0c3328", "#2fc497"),
    "ahead": ("#fcebe1", "#c75500", "#3d2110", "#f0844a"),
    "time": ("#ffffff", "#57606a", "#14171c", "#aab4c0"),
    "source": ("#f7f7f2", "#66665a", "#22221c", "#b3b3a3"),
}
_RULES = """
text{font-family:Arial,'Liberation Sans',Helvetica,sans-serif}
.bold{font-weight:bold}.said text,.italic{font-style:italic}
.box{stroke-width:1.4}.focus .box{stroke-width:3}
.stroke{fill:none;stroke-width:1.4}.touch{fill:none;stroke:transparent;stroke-width:12;pointer-events:stroke}
.planned .stroke,.planned .box,.planned .bar{stroke-dasharray:7 4}
.said .stroke,.said .box,.said .bar{stroke-dasharray:1.5 3.5;stroke-linecap:round}
.planned .short{stroke-dasharray:2.4 1.6}.planned circle{stroke-dasharray:4 2.28;stroke-width:1.8}
.today{fill:none;stroke-width:1.6;stroke-dasharray:2 3}
.halo{stroke-width:4;stroke-linejoin:round;paint-order:stroke}
.told:hover .box,.told:hover .bar{stroke-width:3}.told:hover .stroke{stroke-width:2.6}
"""


@dataclass(frozen=True, slots=True)
class Sign:
    """An entry of a legend: a drawing of the size 26 × 14 at the origin, and what it stands for."""

    mark: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture without its frame: width, height and content, with heading, notes and legend to be set around it."""

    width: float
    height: float
    content: str
    heading: str
    subheading: str
    notes: tuple[str, ...] = ()
    legend: tuple[Sign, ...] = ()

    def svg(self, narrowest: float = 560) -> str:
        """Give the whole as one SVG document."""
        width = max(self.width, narrowest)
        head, top = _paragraph(self.heading, MARGIN, width, HEADING, bold=True, kind="ink")
        below, top = _paragraph(self.subheading, top + 2, width, SMALL, kind="muted")
        moved = group(f'transform="translate({number(MARGIN)} {number(top + _GAP)})"', self.content)
        legend, bottom = _legend(self.legend, top + self.height + 2 * _GAP, width)
        notes = ""
        for note in self.notes:
            line, bottom = _paragraph(note, bottom + 4, width, SMALL, kind="accent")
            notes += line
        across, down = width + 2 * MARGIN, bottom + MARGIN
        label = escape(letters(f"{self.heading}. {self.subheading}"))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(across)}" height="{number(down)}" '
            f'viewBox="0 0 {number(across)} {number(down)}" role="img" aria-label="{label}">\n'
            f"<style>{_style()}</style>\n"
            f'<rect class="paper" width="{number(across)}" height="{number(down)}"/>\n'
            f"{head}{below}{moved}\n{legend}{notes}</svg>\n"
        )


def number(value: float) -> str:
    """Give a number as SVG has it, to a tenth of a unit.

    >>> number(12.0), number(3.14159), number(-0.01)
    ('12', '3.1', '0')
    """
    return f"{round(value, 1) + 0:g}" if abs(value) < 10**5 else f"{value:.0f}"


def title(told: str) -> str:
    """Give what is told where a reader points at the element that this stands in, or nothing."""
    lines = (letters(line) for line in told.splitlines())
    return f"<title>{escape(chr(10).join(lines))}</title>" if told else ""


def group(attributes: str, *content: str) -> str:
    """Put elements together."""
    return f"<g {attributes}>{''.join(content)}</g>"


def text(content: str, x: float, y: float, size: float, *, bold: bool = False, kind: str = "ink") -> str:
    """Set a line with its left end at `x` and its base at `y`, as wide as it was reckoned with; `kind`: its classes."""
    line = letters(content)
    if not line:
        return ""
    width = text_width(line, size, bold=bold)
    classes = f"{kind} bold" if bold else kind
    return (
        f'<text class="{classes}" x="{number(x)}" y="{number(y)}" font-size="{number(size)}" '
        f'textLength="{number(width)}" lengthAdjust="spacingAndGlyphs">{escape(line)}</text>'
    )


def rectangle(x: float, y: float, width: float, height: float, *, kind: str, corner: float = _ROUND) -> str:
    """Give a rectangle of some classes."""
    return (
        f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'rx="{number(min(corner, height / 2))}"/>'
    )


def path(data: str, *, kind: str) -> str:
    """Give a path of some classes."""
    return f'<path class="{kind}" d="{data}"/>'


def _paragraph(
    content: str, top: float, width: float, size: float, *, kind: str, bold: bool = False
) -> tuple[str, float]:
    """Set a text in as many lines as it needs; gives them and where the last ends."""
    lines = wrap(letters(content), size, width, bold=bold) if content.strip() else []
    top = max(top, MARGIN)
    bases = (top + size * (0.95 + _LINE * at) for at in range(len(lines)))
    rows = (text(row, MARGIN, base, size, bold=bold, kind=kind) for row, base in zip(lines, bases, strict=True))
    return "".join(rows), top + size * _LINE * len(lines)


def _legend(signs: Sequence[Sign], top: float, width: float) -> tuple[str, float]:
    if not signs:
        return "", top - _GAP
    drawn, x, y = [], MARGIN, top
    for sign in signs:
        long = _SWATCH + 8 + text_width(letters(sign.meaning), SMALL)
        if x > MARGIN and x + long > width + MARGIN:
            x, y = MARGIN, y + _GAP + 4
        label = text(sign.meaning, _SWATCH + 8, SMALL - 0.5, SMALL, kind="muted")
        drawn.append(group(f'class="sign" transform="translate({number(x)} {number(y)})"', sign.mark, label))
        x += long + _GAP + 4
    return "".join(drawn) + "\n", y + _GAP


def _style() -> str:
    dark = f"@media (prefers-color-scheme:dark){{{_colours(1)}}}"
    return f"{_RULES.strip()}\n{_colours(0)}\n{dark}"


def _colours(mode: int) -> str:
    """Give the rules for light (0) or dark (1)."""
    colour = {name: pair[mode] for name, pair in PALETTE.items()}
    rules = [f".{name}{{fill:{colour[name]}}}" for name in ("paper", "ink", "muted", "accent", "band")]
    rules += [
        f".stroke{{stroke:{colour['line']}}}.arrow{{fill:{colour['line']}}}",
        f".grid{{stroke:{colour['grid']}}}.halo{{stroke:{colour['paper']}}}.today{{stroke:{colour['accent']}}}",
        f".edge:hover .stroke{{stroke:{colour['accent']}}}.edge:hover .arrow{{fill:{colour['accent']}}}",
        f".row:hover text{{fill:{colour['accent']}}}",
    ]
    for name, (*light, dark_fill, dark_border) in TINTS.items():
        fill, border = (dark_fill, dark_border) if mode else light
        rules.append(
            f".{name} .box,.{name} .bar{{fill:{fill};stroke:{border}}}.{name} .dot{{fill:{border};stroke:{border}}}"
        )
    return "".join(rules)
