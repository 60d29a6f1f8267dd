"""Marked text: a stretch of an article in which names, times and quotations are replaced by typed marks.

Patterns are matched against it: "<P3>, the <C1> captain," is the same for all persons and clubs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lfckg.article import Extent

__all__ = ["LONGEST", "Mark", "MarkedText", "mark_sentences", "mark_text"]

LONGEST = 3000
"""Characters; what is longer without a full stop is a table or a list, and is read as no sentence."""

_SPACE = re.compile(r"\s+")
_PRONOUNS = frozenset(["he", "she", "him", "her", "his", "it", "its", "they", "them", "their"])


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the article that stands as one mark; `kind` is its letter, `number` what it refers to."""

    extent: Extent
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Text with marks, and the way back: `starts` and `origins` pair places in it with places in the article.

    `letters` are the kinds of its marks, `lowered` is the text in lower case; `pronouns` are the words behind those marks
    that stand for one, by where they start.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[Extent, ...]
    marks: tuple[Mark, ...] = field(default=())
    letters: frozenset[str] = field(default=frozenset())
    lowered: str = ""
    pronouns: Mapping[int, str] = field(default_factory=dict)

    def extent(self, start: int, end: int) -> Extent:
        """Give the stretch of the article behind a stretch of the marked text (not empty)."""
        return self._origin(start)[0], self._origin(end - 1)[1]

    def place(self, offset: int) -> int:
        """Give the place in the marked text of an offset of the article."""
        for start, origin in zip(self.starts, self.origins, strict=True):
            if origin[0] <= offset < origin[1]:
                return start
        return len(self.text)

    def _origin(self, place: int) -> Extent:
        number = bisect_right(self.starts, place) - 1
        start, end = self.origins[number]
        length = (self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)) - self.starts[number]
        if length == end - start:  # plain text, letter by letter
            offset = start + place - self.starts[number]
            return offset, offset + 1
        return start, end


def mark_text(text: str, stretch: Extent, marks: Iterable[Mark]) -> MarkedText:
    """Mark a stretch of a text; marks that overlap an earlier or longer one are left out."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.extent[0], -mark.extent[1])):
        inside = stretch[0] <= mark.extent[0] and mark.extent[1] <= stretch[1]
        if inside and (not kept or mark.extent[0] >= kept[-1].extent[1]):
            kept.append(mark)
    pieces, starts, origins = [], [], []
    pronouns = {}
    place = 0
    for start, end, words in _pieces(text, stretch, kept):
        if words[:1] == "<" and (pronoun := text[start:end].lower()) in _PRONOUNS:
            pronouns[place] = pronoun
        starts.append(place)
        origins.append((start, end))
        pieces.append(words)
        place += len(words)
    letters = frozenset(mark.kind for mark in kept)
    written = "".join(pieces)
    return MarkedText(written, tuple(starts), tuple(origins), tuple(kept), letters, written.lower(), pronouns)


def mark_sentences(text: str, sentences: Sequence[Extent], marks: Iterable[Mark]) -> list[MarkedText]:
    """Mark the sentences of a text, which stand in order, each with the marks that it holds.

    Those that are too long to be sentences are left out.
    """
    held: list[list[Mark]] = [[] for _ in sentences]
    starts = [start for start, _ in sentences]
    for mark in marks:
        number = bisect_right(starts, mark.extent[0]) - 1
        if number >= 0:
            held[number].append(mark)
    return [
        mark_text(text, sentence, inside)
        for sentence, inside in zip(sentences, held, strict=True)
        if sentence[1] - sentence[0] <= LONGEST
    ]


def _pieces(text: str, stretch: Extent, marks: list[Mark]) -> Iterable[tuple[int, int, str]]:
    offset = stretch[0]
    for mark in marks:
        yield from _plain(text, offset, mark.extent[0])
        yield *mark.extent, f"<{mark.kind}{mark.number}>"
        offset = mark.extent[1]
    yield from _plain(text, offset, stretch[1])


def _plain(text: str, start: int, end: int) -> Iterable[tuple[int, int, str]]:
    """Give plain text one to one; white space becomes blanks, and what would look like a mark is harmless."""
    if start < end:
        words = text[start:end].replace("<", "(").replace(">", ")").replace("’", "'").replace("‘", "'")
        yield start, end, _SPACE.sub(lambda match: " " * len(match[0]), words)
