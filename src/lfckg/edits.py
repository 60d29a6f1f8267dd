"""Edits: statements of a Turtle file put in the place of others, while every other character stays as it is.

A file is read, changed and replaced under a lock, so that of two programs that change it at once neither loses what the
other wrote. Only what still stands as it was seen is changed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import NamedNode

from lfckg.errors import ChangedError, InputError, OutputError
from lfckg.files import display, read_text, write
from lfckg.namespaces import compact
from lfckg.turtle import Node, Place, TurtleFile, parse_turtle, read_turtle

__all__ = [
    "Block",
    "Change",
    "Edit",
    "Statement",
    "apply_edits",
    "block_of",
    "changed_text",
    "check_writable",
    "locked",
    "rewrite",
    "spell",
    "statement_place",
]

Edit = tuple[Place, str]
"""A stretch of a file, and what is to stand there."""

_END = re.compile(r"(?:\s|;|#[^\n\r]*)*\.")
_LINE_END = re.compile(r"[^\S\n]*\r?\n?")
_DIVIDER = re.compile(r"\s*;\s*")
_PREFIX = r"@?(?i:prefix)\s+([\w.-]*):\s*<{}>"


@dataclass(frozen=True, slots=True)
class Block:
    """A statement of a file: its node, and the text that stands there."""

    node: Node
    text: str

    @property
    def iri(self) -> NamedNode:
        """What it is about."""
        assert isinstance(self.node.term, NamedNode)  # noqa: S101  read_turtle refuses unnamed subjects
        return self.node.term


@dataclass(frozen=True, slots=True)
class Change:
    """The statement about a subject, as it was and as it is to be: the text up to its full stop, None for no statement.

    Where both are the same, nothing is changed, but it must still stand so.
    """

    subject: NamedNode
    before: str | None
    after: str | None

    def reversed(self) -> Change:
        """Give the change that takes this one back."""
        return Change(self.subject, self.after, self.before)


class Statement:
    """A statement whose properties are changed one by one; `text` is what it has become.

    What is new goes behind the value of the property `behind`, or to the end.
    """

    def __init__(self, block: Block, *, behind: str = "") -> None:
        self._block, self._behind = block, behind
        self._edits: list[Edit] = []
        self._added: list[str] = []

    @property
    def text(self) -> str:
        """The statement with all changes, up to its full stop."""
        values = list(self._block.node.objects(self._behind))
        values = values or [value for _, _, value in self._block.node.properties]
        end = max(self._here(value.place).end for value in values)
        more = "".join(f" ;\n    {line}" for line in self._added)
        return apply_edits(self._block.text, [*self._edits, (Place(end, end), more)])

    def put(self, predicate: str, value: str, name: str) -> None:
        """Set the one value of a property, which the file calls `name`."""
        found = next(self._block.node.objects(predicate), None)
        if found is None:
            self._added.append(f"{name} {value}")
        else:
            self._edits.append((self._here(found.place), value))

    def remove(self, predicates: set[str]) -> None:
        """Take properties out with all their values, each with the semicolon that divides it from the rest."""
        before = None
        for place, group in groupby(self._block.node.properties, key=lambda each: each[1]):
            values = list(group)
            start, end = self._here(place).start, self._here(values[-1][2].place).end
            if values[0][0].value not in predicates:
                before = end
            elif before is None:  # what follows becomes the first
                rest = _DIVIDER.match(self._block.text, end)
                self._edits.append((Place(start, rest.end() if rest else end), ""))
            else:
                is_clear = _DIVIDER.fullmatch(self._block.text, before, start)  # and no comment would go
                self._edits.append((Place(before if is_clear else start, end), ""))
                before = end

    def _here(self, place: Place) -> Place:
        start = self._block.node.place.start
        return Place(place.start - start, place.end - start)


def statement_place(source: TurtleFile, node: Node) -> Place:
    """Give the place of a whole statement, with the full stop that ends it."""
    last = max(value.place.end for _, _, value in node.properties)
    end = _END.match(source.text, last)
    assert end  # noqa: S101  the file has been read
    return Place(node.place.start, end.end())


def block_of(source: TurtleFile, node: Node) -> Block:
    """Give a statement as it stands in a file."""
    place = statement_place(source, node)
    return Block(node, source.text[place.start : place.end])


def spell(text: str, namespace: str, name: str) -> str:
    """Write a name as a Turtle file would: behind the prefix that it declares, or whole.

    >>> spell("PREFIX dc: <http://purl.org/dc/terms/>", "http://purl.org/dc/terms/", "issued")
    'dc:issued'
    """
    found = re.search(_PREFIX.format(re.escape(namespace)), text)
    return f"{found[1]}:{name}" if found else f"<{namespace}{name}>"


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Put each text into its place; no two places overlap."""
    for place, replacement in sorted(edits, key=lambda edit: edit[0].start, reverse=True):
        text = text[: place.start] + replacement + text[place.end :]
    return text


def rewrite(path: Path, changes: Sequence[Change], *, behind: NamedNode, known: TurtleFile | None = None) -> None:
    """Change statements in one atomic step; what is already so stays untouched.

    A statement that is new goes behind the one about `behind`. `known` is the file as it was read, which spares reading
    it again where it is still so. Raises ChangedError where a statement does not stand as it was seen, and InputError,
    DataError or OutputError where the file can't be read or written; then nothing has changed.
    """
    check_writable(path)
    with locked(path):
        source = known if known and read_text(path) == known.text else read_turtle(path)
        text = changed_text(source, changes, behind)
        if text != source.text:
            parse_turtle(path, text)  # a file that we broke is never written
            write(path, [text.encode("utf-8")])


def check_writable(path: Path) -> None:
    """Raise OutputError for a file that is marked as not to be written: replacing it would not heed that."""
    with suppress(OSError):  # what is not there is told when it is read
        if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
            raise OutputError(f"{display(path)}: is read-only. To write to it, run `chmod u+w {display(path)}`.")


def changed_text(source: TurtleFile, changes: Sequence[Change], behind: NamedNode) -> str:
    """Give the text that a file has after changes; raise ChangedError where it is not as it was seen."""
    wanted = {change.subject for change in changes} | {behind}
    places = {node.term: statement_place(source, node) for node in source.nodes if node.term in wanted}
    edits: list[Edit] = []
    added: list[str] = []
    for change in changes:
        place = places.get(change.subject)
        text = source.text[place.start : place.end] if place else None
        if text != change.before:
            name = compact(change.subject.value)
            raise ChangedError(f"{display(source.path)}: {name} has been changed meanwhile. Nothing was written.")
        if place and change.after is None:
            rest = _LINE_END.match(source.text, place.end)
            edits.append((Place(place.start, rest.end() if rest else place.end), ""))
        elif place and change.after is not None:
            edits.append((place, change.after))
        elif change.after is not None:
            added.append(f"\n{change.after}")
    if added:
        if behind not in places:
            raise ChangedError(f"{display(source.path)}: {compact(behind.value)} is gone. Nothing was written.")
        end = places[behind].end
        edits.append((Place(end, end), "".join(added)))
    return apply_edits(source.text, edits)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep others who lock the file out; it may be replaced while one waits for the lock."""
    from fcntl import LOCK_EX, flock  # noqa: PLC0415  only who writes needs it

    while True:
        with _opened(path) as stream:
            flock(stream, LOCK_EX)
            if path.exists() and os.path.samestat(os.fstat(stream.fileno()), path.stat()):
                yield
                return


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as exc:
        raise InputError(f"{display(path)}: can't be read: {exc.strerror or exc}. Check the path.") from exc
