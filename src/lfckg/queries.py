"""Queries: stored ones found by name, others by path.

A stored query is a file of `queries/` or of a folder in it, and goes by the stem of its name. Its header
(`lfckg.headers`) tells what it asks, which parameters it takes, and what its columns hold.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile
from pathlib import Path
from typing import NamedTuple

from lfckg.errors import QueryError, nearest
from lfckg.files import display, read_text
from lfckg.headers import Header, parse_header

__all__ = ["CLAIM", "Query", "filter_queries", "find_query", "list_queries", "query_files", "query_names"]

CLAIM = "claim"
"""The column of a stored query that gives the claim behind each row."""

_SELECTED = re.compile(
    r"^SELECT\b(?:\s+(?:DISTINCT|REDUCED)\b)?([^{]*?)(?=\s+WHERE\b|\s*\{)", re.MULTILINE | re.IGNORECASE
)
_COLUMN = re.compile(rf"\s\?{CLAIM}(?!\S)")
_ORDERED = re.compile(rf"\b(ORDER\s+BY\s.*?\?.*?)\s\?{CLAIM}(?!\S)", re.IGNORECASE)
_GROUPED = re.compile(rf"\b(GROUP\s+BY\s.*?\?.*?)\s\?{CLAIM}(?!\S)", re.IGNORECASE)
_GRAPHS = re.compile(r"(?<![\w?$:])(?:GRAPH|FROM)(?![\w:])", re.IGNORECASE)
_SUFFIX = ".rq"


class Query(NamedTuple):
    r"""A query: the name or path it goes by, its text, and the file that it stands in, where there is one.

    >>> Query("clubs", "#+ summary: All clubs\nSELECT * {}").title
    'All clubs'
    """

    name: str
    text: str
    path: str = ""

    @property
    def title(self) -> str:
        """What the query asks, in a line; empty where its header has no `summary`."""
        return self.header.title

    @property
    def description(self) -> str:
        """What the query asks, at length; empty where its header has no `description`."""
        return self.header.description

    @property
    def tags(self) -> tuple[str, ...]:
        """What the query is about, in words of a small vocabulary."""
        return self.header.tags

    @property
    def names_graphs(self) -> bool:
        """Whether it may ask about named graphs: false only where no GRAPH or FROM stands behind its header."""
        lines = dropwhile(lambda line: line.startswith("#"), self.text.splitlines())
        return _GRAPHS.search("\n".join(lines)) is not None

    @property
    def without_claims(self) -> Query:
        """The query without its column `claim`, so that rows which only their claims tell apart are one.

        Claims give no order then: stores differ in which claim's place such a row takes. That is for queries with a
        header, which name the column for --evidence, and for an outer SELECT that begins a line; not for one that
        selects nothing else.
        """
        if not self.text.lstrip().startswith("#+"):
            return self
        found = _SELECTED.search(self.text)
        above = self.text[: found.start()].splitlines() if found else []
        if found is None or any("{" in line for line in above if not line.startswith("#")):
            return self  # what a bracket opens is a query within the query, which needs its claims
        selected = found[1]
        kept = _COLUMN.sub(lambda match: match[0] if _in_brackets(selected, match.start()) else "", selected)
        if kept == selected or "?" not in kept:
            return self
        end = max(self.text.rfind("}"), found.end())
        modifiers = _without_claim(self.text[end:], counts="(" in selected)
        return self._replace(
            text=f"{self.text[: found.start()]}SELECT DISTINCT{kept}{self.text[found.end() : end]}{modifiers}"
        )

    @property
    def wants_values(self) -> bool:
        """Whether it may have parameters without default: such a query is asked only once `bind` has seen it."""
        return bool(self.header.parameters) and "UNDEF" in self.text.upper()

    @property
    def header(self) -> Header:
        """What its `#+` lines tell; raise QueryError where one of them is broken."""
        return parse_header(self.text, self.path or self.name)


def _without_claim(modifiers: str, *, counts: bool) -> str:
    """Leave claims out of the order, and out of the groups where nothing is counted for each."""
    ordered = _ORDERED.sub(r"\1", modifiers)
    if counts or "HAVING" in ordered.upper():
        return ordered
    grouped = _GROUPED.sub(r"\1", ordered)
    return ordered if f"?{CLAIM}" in grouped else grouped


def _in_brackets(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at)


def _read(path: Path, name: str | None = None) -> Query:
    query = Query(name or display(path), read_text(path).removeprefix("\ufeff"), display(path))
    _ = query.header  # a broken header is told wherever the query is met
    return query


def list_queries(directory: Path) -> list[Query]:
    """Read the stored queries of a directory and its folders, by name.

    Raises QueryError where two go by one name, or a header is broken.
    """
    return [_read(path, path.stem) for path in _stored(directory)]


def query_names(directory: Path) -> list[str]:
    """Give the names of the stored queries of a directory and its folders, sorted."""
    return [path.stem for path in _stored(directory)]


def find_query(name: str, directory: Path) -> Query:
    """Find a query: a path (`queries/trophies.rq`), or the name of a stored one (`trophies`).

    Raises InputError for a path that can't be read and QueryError for an unknown name or a broken header.
    """
    path = Path(name)
    if "/" in name:
        return _read(path)
    stored = {path.stem: path for path in _stored(directory)}
    if name in stored:
        return _read(stored[name], name)
    if path.exists() or (path.suffix == _SUFFIX and not nearest(path.stem, list(stored))):
        return _read(path)
    hint = nearest(name.removesuffix(_SUFFIX), list(stored)) or "."
    raise QueryError(f"{name}: no stored query has this name{hint} `lfckg query --list` shows them all.")


def filter_queries(queries: Iterable[Query], words: Sequence[str], tags: Sequence[str] = ()) -> list[Query]:
    r"""Give the queries with every word in name, title, tags or description, and with every one of `tags`.

    Case does not count. Raises QueryError for a tag that none of the queries has.

    >>> clubs, kits = Query("clubs", "#+ summary: All clubs\nASK {}"), Query("kits", "#+ tags: clubs\nASK {}")
    >>> [query.name for query in filter_queries([clubs, kits], ["CLUB"])]
    ['clubs', 'kits']
    """
    found = [(query, query.header) for query in queries]
    known = {tag.casefold() for _, header in found for tag in header.tags}
    wanted = {tag.strip().casefold() for tag in tags}
    for tag in sorted(wanted - known):
        hint = nearest(tag, sorted(known)) or f". There are {', '.join(sorted(known)) or 'none'}."
        raise QueryError(f"{tag}: no stored query has this tag{hint}")
    return [
        query
        for query, header in found
        if wanted <= {tag.casefold() for tag in header.tags} and _has(words, query.name, header)
    ]


def _has(words: Sequence[str], name: str, header: Header) -> bool:
    told = "\n".join((name, header.title, *header.tags, header.description)).casefold()
    return all(word.casefold() in told for word in words)


def query_files(directory: Path) -> Iterator[Path]:
    """Give the files of stored queries in a directory and its folders, none that is hidden."""
    for folder, folders, files in os.walk(directory):  # twice as fast as Path.rglob
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(_SUFFIX) and not name.startswith("."))


def _stored(directory: Path) -> list[Path]:
    """Give the files of stored queries by name; raise QueryError where two go by one, or differ in case only."""
    found: dict[str, Path] = {}
    for path in query_files(directory):
        other = found.setdefault(path.stem.casefold(), path)
        if other is not path:
            names = f"{display(other)} and {display(path)}"
            raise QueryError(f"{names}: two stored queries of one name; case does not count. Rename one.")
    return sorted(found.values(), key=lambda path: path.stem)
