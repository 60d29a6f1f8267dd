"""Queries: stored ones found by name, others by path.

A stored query is a file of `queries/` that opens with comment lines of the form `#+ summary: …` and
`#+ description: …` (the convention of grlc), and `#+ param NAME: …` for each parameter.
"""

from __future__ import annotations

import re
from itertools import dropwhile
from pathlib import Path
from typing import NamedTuple

from lfckg.errors import QueryError, nearest
from lfckg.files import display, read_text

__all__ = ["CLAIM", "Query", "find_query", "list_queries"]

CLAIM = "claim"
"""The column of a stored query that gives the claim behind each row."""

_SELECTED = re.compile(r"^SELECT\b(?:\s+DISTINCT\b)?([^{]*?)(?=\s+WHERE\b|\s*\{)", re.MULTILINE)
_GRAPHS = re.compile(r"(?<![\w?$:])(?:GRAPH|FROM)(?![\w:])", re.IGNORECASE)


class Query(NamedTuple):
    r"""A query: the name or path it goes by, and its text.

    >>> Query("clubs", "#+ summary: All clubs\nSELECT * {}").title
    'All clubs'
    """

    name: str
    text: str

    @property
    def title(self) -> str:
        """What the query asks, in a line; empty where its header has no `summary`."""
        return self.header.get("summary", "")

    @property
    def description(self) -> str:
        """What the query asks, at length; empty where its header has no `description`."""
        return self.header.get("description", "")

    @property
    def names_graphs(self) -> bool:
        """Whether it may ask about named graphs: false only where no GRAPH or FROM stands behind its header."""
        lines = dropwhile(lambda line: line.startswith("#"), self.text.splitlines())
        return _GRAPHS.search("\n".join(lines)) is not None

    @property
    def without_claims(self) -> Query:
        """The query without its column `claim`, so that rows which only their claims tell apart are one.

        That is for queries with a header, which name the column for --evidence, and for an outer SELECT that begins a
        line; not for one that selects nothing else.
        """
        if not self.text.startswith("#+"):
            return self
        found = _SELECTED.search(self.text)
        kept = re.sub(rf"\s\?{CLAIM}(?!\S)", "", found[1]) if found else ""
        if found is None or kept == found[1] or "?" not in kept:
            return self
        return self._replace(text=f"{self.text[: found.start()]}SELECT DISTINCT{kept}{self.text[found.end() :]}")

    @property
    def header(self) -> dict[str, str]:
        """All that its `#+` lines say: `key: value`, where an indented line goes on with the value before."""
        values: dict[str, str] = {}
        key = ""
        for line in self.text.splitlines():
            if not line.startswith("#+"):
                continue
            content = line[2:].removeprefix(" ")
            name, colon, value = content.partition(":")
            if colon and name.removeprefix("param ").isidentifier():
                key = name
                values[key] = value.strip()
            elif key and content.startswith(" "):
                values[key] = f"{values[key]} {content.strip()}".strip()
        return values


def _read(path: Path) -> str:
    return read_text(path).removeprefix("\ufeff")


def list_queries(directory: Path) -> list[Query]:
    """Read the stored queries of a directory, by name."""
    return [Query(path.stem, _read(path)) for path in sorted(directory.glob("*.rq"))]


def find_query(name: str, directory: Path) -> Query:
    """Find a query: a path (`queries/trophies.rq`), or the name of a stored one (`trophies`).

    Raises InputError for a path that can't be read and QueryError for an unknown name.
    """
    stored = directory / f"{name}.rq"
    path = Path(name)
    if "/" not in name and stored.is_file():
        return Query(name, _read(stored))
    known = [query.stem for query in sorted(directory.glob("*.rq"))]
    if path.exists() or "/" in name or (path.suffix == ".rq" and not nearest(path.stem, known)):
        return Query(display(path), _read(path))
    hint = nearest(name.removesuffix(".rq"), known) or "."
    raise QueryError(f"{name}: no stored query has this name{hint} `lfckg query --list` shows them all.")
