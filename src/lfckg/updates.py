"""Updates: the offsets of a curated file kept in step with its text.

An offset moves only with its sentence, and what has changed is named. The file's own characters are edited, so that
comments and layout stay as their author left them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal

from lfckg.article import TextIndex, digest_sentence, parse_extents
from lfckg.curated import find_article, read_index, whole_number
from lfckg.drafts import index_article, index_values
from lfckg.edits import Edit, apply_edits
from lfckg.errors import DataError, InputError, Problem
from lfckg.evidence import ELLIPSIS, Mismatch, Span, check_span, near, occurrences, whole_words
from lfckg.files import display, normalise, read_article, write
from lfckg.namespaces import ARTICLE, LFC
from lfckg.shifts import Shift
from lfckg.turtle import Node, Object, Place, TurtleFile, parse_turtle, read_turtle

__all__ = ["Shifted", "Update", "shift", "update"]


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did: spans whose offsets were filled in, and spans that were moved.

    `checks` are the spans whose sentences have changed, so that a curator must look whether they still say so.
    """

    path: Path
    filled: int
    moved: int
    changed: bool
    checks: tuple[Problem, ...] = ()


def update(path: Path, texts: Path) -> Update:
    """Bring a curated file in step with its text in the directory `texts`: fill in offsets, move those that have moved.

    Raises DataError with every span that can't be placed; then the file is as it was.
    """
    source = read_turtle(path)
    node = find_article(source)
    if node is None:
        raise InputError(f"{display(path)}: describes no lfc:Article, so it cites no text. Name an article's file.")
    slug = str(node.term.value).removeprefix(ARTICLE)
    if not (texts / f"{slug}.txt").exists():
        raise InputError(f"{display(texts)}: has no {slug}.txt. The text of the article {slug} must be called so.")
    text = read_article(texts / f"{slug}.txt")
    shifted = shift(source, node, text)
    if shifted.lost:
        raise DataError([problem for problems in shifted.lost.values() for problem in problems])
    new = apply_edits(source.text, shifted.edits)
    if new != source.text:
        parse_turtle(path, new)  # a file that we broke is never written
        write(path, [new.encode("utf-8")])
    checks = tuple(check for checks in shifted.checks.values() for check in checks)
    return Update(path, shifted.filled, shifted.moved, new != source.text, checks)


@dataclass(frozen=True, slots=True)
class Shifted:
    """What brings a curated file in step with a text: edits, counts, and by statement what a curator must look at.

    `lost` are the spans that can't be placed, `checks` those whose sentences have changed.
    """

    edits: tuple[Edit, ...]
    filled: int
    moved: int
    lost: Mapping[object, Sequence[Problem]]
    checks: Mapping[object, Sequence[Problem]]


def shift(source: TurtleFile, node: Node, text: str) -> Shifted:
    """Lay the file of an article, whose own statement is `node`, beside a normalised text, and change nothing.

    Raises InputError where the text holds no sentence.
    """
    index = index_article(source.path, text)
    spans = _Spans(source, text, _compare(node, index))
    edits = [*_index_edits(source, node, _renewed(node, text, index))]
    lost: dict[object, Sequence[Problem]] = {}
    checks: dict[object, Sequence[Problem]] = {}
    for statement in source.nodes:
        edits += spans.edits(statement)
        for told, kept in ((spans.problems, lost), (spans.checks, checks)):
            if told:
                kept[statement.term] = tuple(told)
                told.clear()
    return Shifted(tuple(edits), spans.filled, spans.moved, lost, checks)


def _has_same_text(node: Node, new: TextIndex) -> bool:
    """Tell whether the file's offsets are of the very text at hand."""
    value = next(node.objects(f"{LFC}sha256"), None)
    return value is not None and isinstance(value.term, Literal) and value.term.value == new.sha256


def _renewed(node: Node, text: str, new: TextIndex) -> TextIndex:
    """Give the index that the file should have; of the same text it keeps borders that were mended by hand."""
    values = [next(node.objects(LFC + name), None) for name in ("paragraphs", "sentences")]
    written = [value.term.value for value in values if value and isinstance(value.term, Literal)]
    if not _has_same_text(node, new) or len(written) != len(values):
        return new
    try:
        paragraphs, sentences = map(parse_extents, written)
        digests = tuple(digest_sentence(text[start:end]) for start, end in sentences)
        return TextIndex(new.length, new.words, new.sha256, paragraphs, sentences, digests)
    except ValueError:
        return new


def _compare(node: Node, new: TextIndex) -> Shift | None:
    """Lay the file's text beside the one at hand; None where the file's index does not tell enough."""
    if _has_same_text(node, new):
        return Shift.between(new, new)
    try:
        return Shift.between(read_index(node), new)
    except ValueError:
        return None


def _index_edits(source: TurtleFile, node: Node, index: TextIndex) -> Iterator[Edit]:
    """Replace the values of the text index; add those that are missing behind the article's last value."""
    missing = []
    for name, value in index_values(index).items():
        found = next(node.objects(LFC + name), None)
        if found is None:
            missing.append(f" ;\n    lfc:{name} {value}")
        elif source.text[found.place.start : found.place.end] != value:
            yield found.place, value
    if missing:
        end = node.properties[-1][2].place.end
        yield Place(end, end), "".join(missing)


class _Spans:
    """Places the spans of a file in the text, statement by statement, and counts."""

    def __init__(self, source: TurtleFile, text: str, shift: Shift | None) -> None:
        self.source, self.text, self.shift = source, text, shift
        self.problems: list[Problem] = []
        self.checks: list[Problem] = []
        self.filled = self.moved = 0

    def edits(self, statement: Node) -> list[Edit]:
        nodes = [value.node for _, _, value in statement.properties if value.node]
        return [edit for node in nodes for edit in self._span(node)]

    def _span(self, node: Node) -> list[Edit]:
        start, end, quote = (next(node.objects(LFC + name), None) for name in ("start", "end", "quote"))
        if quote is None:
            return self._unquoted(node, start, end)
        words = normalise(str(quote.term.value))
        if words not in self.text and ELLIPSIS in words:
            return self._stretch(node, words)
        old = self._number(start)
        found = self._find(node, words, old)
        if found is None:
            return []
        if mismatch := check_span(Span(found, found + len(words), words), self.text):
            self._note(node, str(mismatch))
            return []
        edits = self._move(start, old, found) + self._move(end, self._number(end), found + len(words))
        if start is None:
            predicate = node.predicate(f"{LFC}quote")
            edits.append((Place(predicate.start, predicate.start), f"{self._sibling(predicate, 'start')} {found} ; "))
            self.filled += 1
        elif old != found:
            self.moved += 1
        if words != quote.term.value:
            edits.append((quote.place, str(Literal(words))))
        return edits

    def _stretch(self, node: Node, words: str) -> list[Edit]:
        """Put offsets in the place of a quote that gives the first and the last words of a long span."""
        head, _, tail = words.partition(ELLIPSIS)
        starts = whole_words(head, self.text)
        ends = [
            place + len(tail) for place in whole_words(tail, self.text) if starts and place >= starts[0] + len(head)
        ]
        if len(starts) != 1 or len(ends) != 1:
            self._note(node, f"{head!r} must stand once in the text, and {tail!r} once behind it. Lengthen them.")
            return []
        self.filled += 1
        predicate = node.predicate(f"{LFC}quote")
        names = [self._sibling(predicate, name) for name in ("start", "end")]
        # The brackets are written anew: whatever offsets stood there are of another span.
        return [(node.place, f"[ {names[0]} {starts[0]} ; {names[1]} {ends[0]} ]")]

    def _unquoted(self, node: Node, start: Object | None, end: Object | None) -> list[Edit]:
        old_start, old_end = self._number(start), self._number(end)
        if old_start is None or old_end is None or old_start >= old_end:
            self._note(node, "a span without lfc:quote needs lfc:start and lfc:end. Add what is missing.")
            return []
        if self.shift is None:
            self._check(
                node, f"there is no whole text index to tell whether the text at {old_start} to {old_end} has changed"
            )
            return []
        new_start, last = self.shift.moved(old_start), self.shift.moved(old_end - 1)
        if new_start is None or last is None or new_start > last:
            first_and_last = 'lfc:quote "FIRST WORDS … LAST WORDS"'
            self._note(
                node, f"the text at {old_start} or {old_end} has changed. Write {first_and_last} in their place."
            )
            return []
        if not self.shift.is_same and self.shift.move(old_start, old_end) is None:
            span = f"the span is now {new_start} to {last + 1}"
            self._check(node, f"the text between {old_start} and {old_end} has changed; {span}")
        self.moved += (old_start, old_end) != (new_start, last + 1)
        return self._move(start, old_start, new_start) + self._move(end, old_end, last + 1)

    def _find(self, node: Node, words: str, old: int | None) -> int | None:
        """Tell where a quote stands; in a text that has changed, only where the text around it has gone."""
        places = whole_words(words, self.text) or occurrences(words, self.text)
        if not words or not places:
            self._note(node, str(Mismatch(words, old or 0, (), near(words, self.text))))
            return None
        if old is None or (self.shift and self.shift.is_same):
            return self._choose(node, words, places, old)
        if self.shift is None:
            return self._unsure(node, words, places, old)
        by = self.shift.move(old, old + len(words))
        if by is not None and old + by in occurrences(words, self.text):
            return old + by
        window = self.shift.window(old)
        start = self.shift.moved(old)
        inside = [place for place in places if place == start or (window and window[0] <= place < window[1])]
        if len(inside) == 1:
            self._check(node, f"the sentence of {words!r} has changed, or is another; the span is now at {inside[0]}")
            return inside[0]
        choices = ", ".join(map(str, places))
        gone = f"the sentence of {words!r} is gone or has changed"
        self._note(node, f"{gone}; the words stand at {choices}. Choose one as lfc:start, or remove the span.")
        return None

    def _unsure(self, node: Node, words: str, places: tuple[int, ...], old: int) -> int | None:
        """Keep a quote that stands where it stood; without an old index nothing tells whether others have moved."""
        if old in occurrences(words, self.text):
            return old
        choices = ", ".join(map(str, places))
        self._note(node, f"the quote {words!r} stands at {choices}, not at {old}. Take out lfc:start, or mend it.")
        return None

    def _choose(self, node: Node, words: str, places: tuple[int, ...], old: int | None) -> int | None:
        if old is not None and old in occurrences(words, self.text):
            return old
        if len(places) == 1:
            return places[0]
        choices = ", ".join(map(str, places))
        self._note(node, f"the quote {words!r} stands at {choices}. Choose one as lfc:start, or lengthen the quote.")
        return None

    def _move(self, value: Object | None, old: int | None, new: int) -> list[Edit]:
        return [(value.place, str(new))] if value and old != new else []

    def _number(self, value: Object | None) -> int | None:
        text = value.term.value if value and isinstance(value.term, Literal) else ""
        try:
            return whole_number(text)
        except ValueError:
            return None

    def _sibling(self, predicate: Place, name: str) -> str:
        """Give another property's name as the file writes that of lfc:quote."""
        written = self.source.text[predicate.start : predicate.end]
        return re.sub(r"quote(>?)$", rf"{name}\1", written)

    def _note(self, node: Node, message: str) -> None:
        self.problems.append(self.source.problem(node.place, message))

    def _check(self, node: Node, message: str) -> None:
        self.checks.append(self.source.problem(node.place, f"{message}. Does it still say so?"))
