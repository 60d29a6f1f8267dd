"""Times that are told by relation to the article's date, and the days that a rule works out for them."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.articles import ArticleWriter, Words
from benchmarks.terms import integer, lfc, on_day, text

__all__ = ["days_of", "relative_time"]


def relative_time(article: ArticleWriter, name: str, expression: str, told: tuple[str, int], words: Words) -> str:
    """Write a time in a unit, so many units from the article's date; give its node."""
    unit, shift = told
    node = article.iri(name)
    values = {
        "type": lfc("RelativeTime"),
        "expression": text(expression),
        "anchor": lfc("ArticleDate"),
        "unit": lfc(unit),
        "shift": integer(shift),
    }
    claims = article.node(name, values, [words])
    if article.issued and unit != "Season":  # no article tells when a season begins
        premises = (claims["anchor"], claims["unit"], claims["shift"])
        for bound, day in zip(("earliest", "latest"), days_of(article.issued, unit, shift), strict=True):
            article.shortcuts.infer("relative-time", node, bound, on_day(day), premises)
    return node


def days_of(day: date, unit: str, shift: int) -> tuple[date, date]:
    """Give the first and the last day of the week or month that lies so many of them from a day.

    >>> days_of(date(2024, 3, 13), "Week", -1)
    (datetime.date(2024, 3, 4), datetime.date(2024, 3, 10))
    >>> days_of(date(2024, 1, 31), "Month", 1)
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    if unit == "Week":
        first = day - timedelta(day.weekday()) + timedelta(7 * shift)
        return first, first + timedelta(6)
    months = day.year * 12 + day.month - 1 + shift
    return _first_of(months), _first_of(months + 1) - timedelta(1)


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)
