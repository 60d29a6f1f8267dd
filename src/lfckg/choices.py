"""Choices: the values that a parameter takes, from the values query of its header.

Its first column gives the values, a second one, where there is one, their labels; its order is the order shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from lfckg.article import fold
from lfckg.engine import ask
from lfckg.errors import QueryError
from lfckg.namespaces import compact
from lfckg.queries import Query
from lfckg.sources import RawAnswer, Source
from lfckg.terminal import harmless
from lfckg.tokens import without_escapes

__all__ = [
    "Choice",
    "check_choices",
    "complete_choices",
    "find_choices",
    "is_choice",
    "nearest_choice",
    "pick_choice",
    "prologue",
    "write_term",
]

_PREFIX = re.compile(r"(?:^|(?<=>))\s*PREFIX\s+[^\s:]*:\s*<[^>]*>", re.IGNORECASE | re.MULTILINE)
# With such a SELECT a VALUES behind the query narrows the search; a computed column has no value yet to compare.
_PLAIN_COLUMN = re.compile(r"\s*SELECT\s+(?:(?:DISTINCT|REDUCED)\s+)?\?(\w+)", re.IGNORECASE)
# What is reckoned behind that VALUES, and would come out differently.
_NARROWED_LATE = re.compile("GROUP|LIMIT|OFFSET", re.IGNORECASE)
_MOST_COLUMNS = 2
_MOST_COMPARED = 2000
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a parameter takes, and its label for people, which may be empty."""

    term: NamedNode | Literal
    label: str = ""

    def __str__(self) -> str:
        """Give the value as users write it, with its label behind it where that tells more."""
        written = write_term(self.term)
        return harmless(f"{written} ({self.label})" if self.label not in {"", written} else written)

    @property
    def names(self) -> tuple[str, ...]:
        """What it goes by, for comparison: label, and last part of its IRI or text."""
        own = re.split(r"[/#]", self.term.value)[-1] if isinstance(self.term, NamedNode) else self.term.value
        return tuple(fold(name) for name in (self.label, own) if name)


def find_choices(query: Query, name: str, source: Source) -> tuple[Choice, ...]:
    """Give the values that a parameter takes, by its values query; none where it has no such query or the data none.

    Raises QueryError where the query is broken.
    """
    if name not in query.header.values:
        return ()
    found: dict[NamedNode | Literal, str] = {}
    for row in ask(source, _values_query(query, name), lambda raw: _rows(raw, query, name)):
        if isinstance(row[0], NamedNode | Literal):
            label = row[1] if len(row) > 1 else None
            found.setdefault(row[0], label.value if isinstance(label, Literal) else "")
    return tuple(Choice(term, label) for term, label in found.items())


def is_choice(query: Query, name: str, term: NamedNode | Literal, source: Source) -> bool:
    """Tell whether a parameter takes a term, without listing all that it takes; False where that can't be told so."""
    column = _PLAIN_COLUMN.match(query.header.values.get(name, ""))
    if column is None or _NARROWED_LATE.search(query.header.values[name]):
        return False
    narrowed = _values_query(query, name, f"\nVALUES ?{column[1]} {{ {without_escapes(str(term))} }}")
    try:
        return any(row[0] == term for row in ask(source, narrowed, lambda raw: _rows(raw, query, name)))
    except QueryError:  # it ends in VALUES of its own, say
        return False


def check_choices(query: Query, name: str) -> None:
    """Raise QueryError where the values query of a parameter is broken."""
    ask(Store(), _values_query(query, name), lambda raw: _rows(raw, query, name))


def pick_choice(choices: Sequence[Choice], value: str, *, parts: bool = False) -> Choice | None:
    """Give the one choice with this label or slug, without case and accents; with `parts`, of which that is a part.

    A text without label stands for itself alone.
    """
    wanted = fold(value)
    named = [choice for choice in choices if choice.label or isinstance(choice.term, NamedNode)]
    if parts:
        long = len(wanted) >= _SHORTEST_PART
        found = [choice for choice in named if long and any(f"-{wanted}-" in f"-{name}-" for name in choice.names)]
    else:
        found = [choice for choice in named if wanted and wanted in choice.names]
    return found[0] if len(found) == 1 else None


def complete_choices(choices: Sequence[Choice], prefix: str) -> list[tuple[str, str]]:
    """Give the choices that begin with `prefix`, as a shell completes them, and their labels.

    An entity is found by its label too, and written as its slug unless `prefix` begins with a colon.
    """
    found = []
    for choice in choices:
        written = write_term(choice.term)
        if not prefix.startswith(":"):
            written = written.removeprefix(":")
        begins = written.startswith(prefix) or any(known.startswith(fold(prefix)) for known in choice.names)
        if begins and written == harmless(written):
            found.append((written, harmless(choice.label)))
    return found


def nearest_choice(choices: Sequence[Choice], value: str) -> Choice | None:
    """Give the choice whose label or slug is nearest to a value, if one is near."""
    from difflib import get_close_matches  # noqa: PLC0415  only a mistake pays for it

    names = {name: choice for choice in reversed(choices[:_MOST_COMPARED]) for name in choice.names}
    near = get_close_matches(fold(value), names, n=1, cutoff=0.6)
    return names[near[0]] if near else None


def write_term(term: NamedNode | Literal) -> str:
    """Give a term as users write it: an IRI with its prefix, a literal's text."""
    return compact(term.value) if isinstance(term, NamedNode) else term.value


def prologue(query: Query) -> str:
    """Give the PREFIX lines of a query, as one line."""
    return " ".join(line.strip() for line in _PREFIX.findall(query.text))


def _values_query(query: Query, name: str, more: str = "") -> Query:
    header = query.header
    # The empty lines let an error tell the line of the file.
    lines = "\n" * (header.lines[f"values {name}"] - 1)
    return Query(header.place, f"{prologue(query)} {lines}{header.values[name]}{more}")


def _rows(raw: RawAnswer, query: Query, name: str) -> list[tuple[object, ...]]:
    if not isinstance(raw, QuerySolutions) or len(raw.variables) > _MOST_COLUMNS:
        raise query.header.error(f"values {name}", "must be a SELECT of a value and perhaps its label. Mend it.")
    return [tuple(row) for row in raw]
