"""What can go wrong, as one tree.

LfckgError
├── InputError    a file can't be read: missing, empty, a directory, not UTF-8
├── DataError     the ontology or the data are wrong; carries every problem found
├── QueryError    a query is unknown, broken, or not allowed
├── DrawingError  a drawing can't be laid out, or there is nothing to draw
├── NotFoundError nothing in the graph has the name, or several things have it
├── OutputError   a result can't be written
├── ChangedError  what was to be changed has been changed by others meanwhile
├── CostError     a model would take more tokens than it may
└── ServiceError  a remote service can't be reached, or doesn't answer as it should

A message says what is wrong, where, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = [
    "ChangedError",
    "CostError",
    "DataError",
    "DrawingError",
    "InputError",
    "LfckgError",
    "NotFoundError",
    "OutputError",
    "Problem",
    "QueryError",
    "ServiceError",
    "nearest",
]


class LfckgError(Exception):
    """Any error that a user can mend."""


class InputError(LfckgError):
    """A file that can't be read."""


class QueryError(LfckgError):
    """A query that can't be answered as it stands."""


class DrawingError(LfckgError):
    """A drawing that can't be made."""


class NotFoundError(LfckgError):
    """A name that stands for nothing, or for several things."""


class OutputError(LfckgError):
    """A result that can't be written."""


class ChangedError(LfckgError):
    """Something that has been changed by others since it was read."""


class CostError(LfckgError):
    """A question that would take more tokens than it may; it was not put."""


class ServiceError(LfckgError):
    """A remote service that can't be asked, or its answer; `status` is that of HTTP, 0 where none came."""

    def __init__(self, message: str, status: int = 0) -> None:
        self.status = status
        super().__init__(message)


class Problem(NamedTuple):
    """One thing to mend: where it stands (line and column count from 1, 0 is unknown) and what to do."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """Give `path:line:column: message`, as compilers do, so that editors can jump there."""
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.path}{place}: {self.message}"


class DataError(LfckgError):
    """Wrong data; `problems` lists everything found, in order of place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda problem: (problem.path, problem.line, problem.column)))
        lines = [str(problem) for problem in self.problems[:_MOST_TOLD]]
        more = len(self.problems) - len(lines)
        super().__init__("\n".join([*lines, *([f"and {more} more problems"] if more else [])]))


_MOST_COMPARED = 2000  # a comparison takes some microseconds
_MOST_TOLD = 100


def nearest(word: str, known: Sequence[str]) -> str:
    """Give `; did you mean X?` for the known word nearest to `word`, or an empty string.

    >>> nearest("trophis", ["executives", "trophies"])
    '; did you mean trophies?'
    """
    from difflib import get_close_matches  # noqa: PLC0415  only a mistake pays for it

    if len(known) > _MOST_COMPARED:
        return ""
    found = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"; did you mean {found[0]}?" if found else ""
