"""Turtle with places: what a curated file says, and where in the file it says it.

pyoxigraph reads the triples. It tells no places, so the tokens are read once more and laid beside the triples, which
come statement by statement, and for each subject of a statement in the order of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from lfckg.errors import DataError, Problem
from lfckg.files import display, read_text

__all__ = ["Node", "Place", "TurtleFile", "parse_turtle", "read_turtle"]

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

_TOKEN = re.compile(
    r"""
      (?P<skip> [\s\ufeff]+ | \#[^\n\r]* )
    | (?P<text> \"{3} (?:[^"\\] | \\. | "{1,2}(?!") )* \"{3} | '{3} (?:[^'\\] | \\. | '{1,2}(?!') )* '{3}
              | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' )
    | (?P<iri> <[^>]*> )
    | (?P<number> [+-]? (?: \d*\.\d+ | \d+ ) (?: [eE][+-]?\d+ )? (?![\w:]) )
    | (?P<language> @ [A-Za-z]+ (?: -[A-Za-z0-9]+ )* )
    | (?P<mark> \^\^ | [\[\]();,] | \.(?!\d) )
    | (?P<word> (?: \\. | [^\s\[\]();,"'<>\#\\^.] | \.+(?=[^\s\[\]();,"'<>\#^.]) )+ )
    | (?P<rest> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_DIRECTIVES = {  # how many tokens each has
    "@prefix": 4,
    "@base": 3,
    "@version": 3,
    "prefix": 3,
    "base": 2,
    "version": 2,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file's text, in code points, the end exclusive."""

    start: int
    end: int


@dataclass(slots=True)
class Node:
    """A subject with its properties: a statement of the file, or the brackets in the place of an object."""

    term: Subject
    place: Place
    properties: list[tuple[NamedNode, Place, Object]] = field(default_factory=list)

    def objects(self, predicate: str) -> Iterator[Object]:
        """Give the objects of one property, in order."""
        return (value for name, _, value in self.properties if name.value == predicate)

    def predicate(self, predicate: str) -> Place:
        """Give the place of a property's first use, or the node's own."""
        return next((place for name, place, _ in self.properties if name.value == predicate), self.place)


@dataclass(frozen=True, slots=True)
class Object:
    """An object: a term, or (`node`) what stands in brackets."""

    term: Term
    place: Place
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class TurtleFile:
    """A file that has been read: its text and its statements, in order."""

    path: Path
    text: str
    nodes: tuple[Node, ...]

    def problem(self, place: Place, message: str) -> Problem:
        """Say that something at a place must be mended."""
        starts = _line_starts(self.text)
        line = bisect_right(starts, place.start)
        column = place.start - starts[line - 1] + 1
        if line == 1 and self.text.startswith("\ufeff"):
            column -= 1
        return Problem(display(self.path), line, column, message)


@lru_cache(maxsize=4)
def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def read_turtle(path: Path, text: str | None = None) -> TurtleFile:
    """Read a Turtle file; raise InputError where it can't be read and DataError where it is no Turtle.

    With `text`, that is taken as what the file holds. Collections and labelled blank nodes are refused: a claim about a
    node without a name could not be cited.
    """
    text = read_text(path) if text is None else text
    triples = ((triple.subject, triple.predicate, triple.object) for triple in parse_turtle(path, text))
    reader = _Reader(path, text, triples)
    try:
        nodes = tuple(reader.statements())
    except (AssertionError, IndexError, StopIteration, ValueError) as exc:  # tokens and triples don't go together
        place = reader.tokens[min(reader.at, len(reader.tokens) - 1)].place
        message = "is Turtle that curated files don't have, such as triple terms or annotations. Write it plainly."
        raise DataError([TurtleFile(path, text, ()).problem(place, message)]) from exc
    return TurtleFile(path, text, nodes)


def parse_turtle(path: Path, text: str) -> list[Triple]:
    """Parse Turtle that was read from `path`; raise DataError with the place where it is broken."""
    try:
        return [quad.triple for quad in parse(text.removeprefix("\ufeff"), RdfFormat.TURTLE)]
    except SyntaxError as exc:
        message = f"{exc.msg.partition(': ')[2] or exc.msg}. Mend the Turtle here or just before."
        raise DataError([Problem(display(path), exc.lineno or 0, exc.offset or 0, message)]) from exc


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: Place


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(match.lastgroup or "", match[0], Place(*match.span()))
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "skip"
    ]


@dataclass(slots=True)
class _Slot:
    """Where a triple stands: its predicate, its object and, in brackets, the slots inside."""

    predicate: Place
    value: Place
    inner: list[_Slot] | None = None


class _Reader:
    """Walks the tokens of valid Turtle and lays the triples beside them."""

    def __init__(self, path: Path, text: str, triples: Iterator[tuple[object, NamedNode, object]]) -> None:
        self.path, self.text, self.triples = path, text, triples
        self.tokens = _tokens(text)
        self.at = 0

    def statements(self) -> Iterator[Node]:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if length := _DIRECTIVES.get(token.text.lower()):
                self.at += length
                continue
            self._refuse_unnamed(token)
            self.at += 1
            yield self._bind(token.place, self._slots(end=".", allowed="["))

    def _bind(self, place: Place, slots: list[_Slot]) -> Node:
        """Take a statement's triples and give each its place."""
        count = sum(1 + len(slot.inner or ()) for slot in slots)
        by_subject: dict[Subject, list[tuple[NamedNode, Term]]] = {}
        for subject, predicate, term in islice(self.triples, count):
            assert isinstance(subject, Subject)  # noqa: S101  Turtle of RDF 1.1 has no other
            assert isinstance(term, Term)  # noqa: S101
            by_subject.setdefault(subject, []).append((predicate, term))
        named = next(subject for subject in by_subject if isinstance(subject, NamedNode))

        def node_of(subject: Subject, place: Place, slots: list[_Slot]) -> Node:
            node = Node(subject, place)
            for slot, (predicate, term) in zip(slots, by_subject.get(subject, []), strict=True):
                inner = None
                if slot.inner is not None and isinstance(term, BlankNode):
                    inner = node_of(term, slot.value, slot.inner)
                node.properties.append((predicate, slot.predicate, Object(term, slot.value, inner)))
            return node

        return node_of(named, place, slots)

    def _slots(self, *, end: str, allowed: str = "") -> list[_Slot]:
        """Read a predicate-object list up to `end`."""
        slots = []
        while self.tokens[self.at].text != end:
            predicate = self.tokens[self.at].place
            self.at += 1
            slots.append(self._slot(predicate, allowed))
            while self.tokens[self.at].text == ",":
                self.at += 1
                slots.append(self._slot(predicate, allowed))
            while self.tokens[self.at].text == ";":
                self.at += 1
        self.at += 1
        return slots

    def _slot(self, predicate: Place, allowed: str) -> _Slot:
        token = self.tokens[self.at]
        self._refuse_unnamed(token, allowed)
        self.at += 1
        inner = self._slots(end="]") if token.text == "[" else None
        if token.kind == "text" and self.tokens[self.at].text == "^^":  # a literal's datatype belongs to it
            self.at += 2
        elif token.kind == "text" and self.tokens[self.at].kind == "language":
            self.at += 1
        return _Slot(predicate, Place(token.place.start, self.tokens[self.at - 1].place.end), inner)

    def _refuse_unnamed(self, token: _Token, allowed: str = "") -> None:
        if token.text.startswith(("[", "(", "_:", "<<")) and token.text != allowed:
            message = f"{token.text!r}: curated files have no unnamed nodes but the [ … ] of lfc:span. Give it a name."
            raise DataError([TurtleFile(self.path, self.text, ()).problem(token.place, message)])
