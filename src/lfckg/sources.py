"""Sources: what can be asked in SPARQL, the embedded store or a service elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Triple

from lfckg.namespaces import PREFIXES

__all__ = ["RawAnswer", "Source", "select"]

RawAnswer = QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple]
"""An answer as it comes: rows, a truth, or triples."""


class Source(Protocol):
    """What answers queries as pyoxigraph's Store does."""

    def query(self, query: str, /, *, prefixes: dict[str, str] | None = None) -> RawAnswer:
        """Answer a query, with the prefixes known that it does not declare itself."""


def select(source: Source, query: str) -> QuerySolutions:
    """Answer a SELECT of our own, with the project's prefixes known."""
    rows = source.query(query, prefixes=PREFIXES)
    assert isinstance(rows, QuerySolutions)  # noqa: S101  of a SELECT
    return rows
