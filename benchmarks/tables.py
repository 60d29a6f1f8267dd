"""Tables: medians, ratios and peaks as people read them, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from prettytable import PrettyTable, TableStyle

__all__ = ["megabytes", "ratio", "seconds", "table"]

_SOON = 1.0
_FEW = 10.0


def table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Make a table whose first column is text and whose others are numbers."""
    made = PrettyTable(list(names), align="r")
    made.align[names[0]] = "l"
    made.set_style(TableStyle.MARKDOWN)
    made.align[names[0]] = "l"
    made.add_rows([list(row) for row in rows])
    return str(made)


def seconds(value: float | None) -> str:
    """Give a time.

    >>> seconds(0.0583), seconds(2.345), seconds(64.2), seconds(None)
    ('58 ms', '2.35 s', '64.2 s', '–')
    """
    if value is None:
        return "–"
    if value < _SOON:
        return f"{value * 1000:.0f} ms"
    return f"{value:.2f} s" if value < _FEW else f"{value:.1f} s"


def megabytes(value: float | None) -> str:
    """Give an amount of memory.

    >>> megabytes(23.6), megabytes(None)
    ('24 MB', '–')
    """
    return "–" if value is None else f"{value:,.0f} MB"


def ratio(value: float | None, unit: float | None) -> str:
    """Give how many times the unit a value is.

    >>> ratio(3.0, 2.0), ratio(None, 2.0)
    ('1.50', '–')
    """
    return "–" if value is None or not unit else f"{value / unit:.2f}"
