"""Positions: what may stand at the end of half a query, told by the tokens before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lfckg.completion.lexer import Token
from lfckg.namespaces import RDF

__all__ = ["Position", "position_behind"]

Position = str
"""`outside` a pattern, `subject`, `predicate`, `class` (behind `a`), `object`, `expression` or `values`."""

_NEXT = {"subject": "predicate", "predicate": "object", "object": "subject", "class": "subject"}
_TYPES = {"a", "rdf:type", f"<{RDF}type>"}
_PATHS = {"/", "|", "^"}


@dataclass
class _Reader:
    """Follows a query's tokens; `stack` has the position in each bracket, `keyword` the last keyword."""

    stack: list[Position] = field(default_factory=lambda: ["outside"])
    keyword: str = ""
    before: str = ""

    def read(self, token: Token) -> None:
        if token.kind == "mark":
            self._mark(token.text)
        elif token.kind == "word" and not (token.text == "a" and self.position == "predicate"):
            self.keyword = token.text.upper()
            if token.text[0].isdigit() or self.keyword in {"TRUE", "FALSE"}:
                self._advance()
        else:
            self._term(token.text)
        self.before = token.text

    @property
    def position(self) -> Position:
        return self.stack[-1]

    def _mark(self, mark: str) -> None:
        if mark in "({[":
            self.stack.append(self._inside(mark))
        elif mark in ")}]":
            self._leave(mark)
        elif self.position in _NEXT:
            self._divide(mark)

    def _inside(self, mark: str) -> Position:
        if self.position == "values" or (mark == "{" and self.keyword == "VALUES"):
            return "values"
        if mark == "(":  # a path may be in brackets; all else in them is computed, or a list
            return "predicate" if self.position == "predicate" else "expression"
        return "subject" if mark == "{" else "predicate"

    def _leave(self, mark: str) -> None:
        if len(self.stack) > 1:
            self.stack.pop()
        if mark == "}" and self.position in _NEXT:
            self.stack[-1] = "subject"
        elif mark == "]" or (mark == ")" and self.position == "predicate"):
            self._advance()
        if mark != ")":  # VALUES (?a ?b) {
            self.keyword = ""

    def _divide(self, mark: str) -> None:
        if mark == ".":
            self.stack[-1] = "subject"
        elif mark == ";":
            self.stack[-1] = "predicate"
        elif mark == ",":
            self.stack[-1] = "class" if self.before in _TYPES else "object"
        elif mark in _PATHS and self.position in {"object", "class"}:
            self.stack[-1] = "predicate"

    def _term(self, text: str) -> None:
        if self.keyword in {"GRAPH", "VALUES", "SERVICE"} and self.position == "subject":
            return  # it names what the next bracket is about
        if text in _TYPES and self.position == "predicate":
            self.stack[-1] = "class"
        else:
            self._advance()

    def _advance(self) -> None:
        if self.position in _NEXT:
            self.stack[-1] = _NEXT[self.position]
            self.keyword = ""


def position_behind(tokens: Iterable[Token]) -> Position:
    """Tell what may stand behind some tokens.

    >>> from lfckg.completion.lexer import tokens_of
    >>> [position_behind(tokens_of(text)) for text in ("SELECT", "ASK {", "ASK { ?s", "ASK { ?s a", "ASK { ?s a ?c ;")]
    ['outside', 'subject', 'predicate', 'class', 'predicate']
    """
    reader = _Reader()
    for token in tokens:
        if token.kind != "comment":
            reader.read(token)
    return reader.position
