"""Statements: where a query that is typed or read line by line ends, and which kind it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import Store

from lfckg.completion.lexer import Token, tokens_of
from lfckg.engine import ask
from lfckg.errors import QueryError
from lfckg.queries import Query

__all__ = ["Statement", "has_ended", "is_complete", "is_directive", "split_statements"]

_DIRECTIVE = re.compile(r"\.[a-z]+(?!\S)")
_OPENING, _CLOSING = "({[", ")}]"
_READING = 1.0  # seconds; a query that an empty store takes so long to answer is complete at any rate


class Statement(NamedTuple):
    """A statement, and the line that it begins in."""

    text: str
    line: int


def is_directive(line: str) -> bool:
    """Tell whether a line speaks to the shell and not to the graph.

    >>> is_directive(".format csv"), is_directive(". ?s ?p ?o"), is_directive("trophies")
    (True, False, False)
    """
    return _DIRECTIVE.match(line) is not None


def has_ended(text: str) -> bool:
    """Tell whether all brackets and quotes are closed, and something is asked: not PREFIX lines and comments alone.

    >>> has_ended("ASK { ?s ?p ?o }"), has_ended("ASK {"), has_ended("PREFIX x: <http://x/>"), has_ended("ASK { '}'")
    (True, False, False, False)
    """
    tokens = [token for token in tokens_of(text) if token.kind != "comment"]
    is_closed = _count_opened(tokens) <= 0 and all(token.kind != "unclosed" for token in tokens)
    return is_closed and bool(_behind_prologue(tokens))


def is_complete(text: str) -> bool:
    """Tell whether a text is a query, or has a mistake that no further line would mend.

    >>> is_complete("SELECT ?s"), is_complete("SELECT ?s { ?s ?p ?o }"), is_complete("SELECT ?s { ?s no:prefix ?o }")
    (False, True, True)
    """
    if not has_ended(text):
        return False
    try:
        ask(Store(), Query("query", text), lambda _: None, timeout=_READING)
    except QueryError as exc:
        if not isinstance(exc.__cause__, SyntaxError):
            return True  # an update, say
        return _offset(text, str(exc.__cause__)) < [token.start for token in tokens_of(text)][-1]
    return True


def split_statements(lines: Iterable[str]) -> Iterator[Statement]:
    """Give the statements of a script: blank lines divide them, and each directive is a line of its own.

    A blank line within brackets or quotes, or behind PREFIX lines alone, divides nothing.
    """
    held = _Held()
    for number, line in enumerate(lines, 1):
        if is_directive(line) and (held.is_empty or held.has_ended()):
            yield from held.take()
            yield Statement(line.strip(), number)
        elif not line.strip() and held.has_ended():
            yield from held.take()
        else:
            held.add(line, number)
    yield from held.take()


class _Held:
    """The lines of a statement that has not ended yet; each is looked at once."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._lines: list[str] = []
        self._start = 0
        self._opened = 0
        self._first: list[Token] = []
        self._new: list[str] = []

    @property
    def is_empty(self) -> bool:
        return not self._lines

    def add(self, line: str, number: int) -> None:
        if self._lines or line.strip():
            self._start = self._start or number
            self._lines.append(line)
            self._new.append(line)

    def has_ended(self) -> bool:
        tokens = [token for token in tokens_of("".join(self._new)) if token.kind != "comment"]
        if any(token.kind == "unclosed" for token in tokens):  # it may be closed by a line to come
            return False
        self._new = []
        self._opened += _count_opened(tokens)
        if not _behind_prologue(self._first):
            self._first += tokens
        return self._opened <= 0 and bool(_behind_prologue(self._first))

    def take(self) -> Iterator[Statement]:
        text, start = "".join(self._lines).rstrip(), self._start
        self._begin()
        if any(token.kind != "comment" for token in tokens_of(text)):
            yield Statement(text, start)


def _behind_prologue(tokens: Sequence[Token]) -> Sequence[Token]:
    """Give the tokens behind the lines of PREFIX and BASE."""
    at = 0
    while at < len(tokens):
        length = {"PREFIX": 3, "BASE": 2}.get(tokens[at].text.upper())
        if length is None or len(tokens) < at + length or tokens[at + length - 1].kind != "iri":
            break
        at += length
    return tokens[at:]


def _count_opened(tokens: Iterable[Token]) -> int:
    return sum((token.text in _OPENING) - (token.text in _CLOSING) for token in tokens if token.kind == "mark")


def _offset(text: str, message: str) -> int:
    """Give the place that the engine names in its message; the text's end where it names none."""
    found = re.match(r"error at (\d+):(\d+)", message)
    if found is None:
        return len(text)
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: int(found[1]) - 1]) + int(found[2]) - 1
