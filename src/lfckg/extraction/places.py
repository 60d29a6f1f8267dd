"""Places: where in an article the words stand that somebody quotes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lfckg.article import Extent, TextIndex
from lfckg.evidence import Span, check_span
from lfckg.files import normalise

__all__ = ["Places", "divide"]


@dataclass(frozen=True, slots=True)
class Places:
    """Finds words in a stretch (`part`) of a normalised text, whole ones only; a line break is as good as a space."""

    text: str
    index: TextIndex
    part: Extent

    def find(self, words: str) -> list[Extent]:
        """Give all stretches that hold these very words, in order.

        >>> from lfckg.article import index_text
        >>> text = "Barnes met Bar. Bar left."
        >>> Places(text, index_text(text), (0, len(text))).find("Bar")
        [(11, 14), (16, 19)]
        """
        pattern = r"\s+".join(map(re.escape, normalise(words).split()))
        if not pattern or len(words) > self.part[1] - self.part[0]:
            return []
        found = (match.span() for match in re.compile(pattern).finditer(self.text, *self.part))
        return [extent for extent in found if check_span(Span(*extent), self.text) is None]

    def words(self, extent: Extent) -> str:
        """Give the words of a stretch, in one line."""
        return " ".join(self.text[slice(*extent)].split())

    def sentences(self, extent: Extent) -> Extent:
        """Give the stretch of the sentences that another one touches."""
        touched = self.index.sentences_of(*extent)
        if not touched:
            return extent
        return self.index.sentences[touched[0] - 1][0], self.index.sentences[touched[-1] - 1][1]

    def with_all(self, extents: Sequence[Extent], others: Iterable[Sequence[Extent]]) -> list[Extent]:
        """Give those stretches in whose sentences there is one of each of the others."""
        others = list(others)
        borders = ((extent, self.sentences(extent)) for extent in extents)
        return [
            extent
            for extent, border in borders
            if all(any(is_within(other, border) for other in group) for group in others)
        ]

    def nearest(self, words: str, extent: Extent) -> Extent | None:
        """Give where words stand: within a stretch, else within its sentences, else if they stand only once."""
        found = self.find(words)
        for border in (extent, self.sentences(extent)):
            if within := [place for place in found if is_within(place, border)]:
                return within[0]
        return found[0] if len(found) == 1 else None


def is_within(extent: Extent, border: Extent) -> bool:
    """Tell whether a stretch lies within another.

    >>> is_within((3, 5), (0, 5)), is_within((3, 6), (0, 5))
    (True, False)
    """
    return border[0] <= extent[0] and extent[1] <= border[1]


def divide(index: TextIndex, size: int) -> list[Extent]:
    """Divide a text into parts of no more than `size` characters: at its paragraphs, long ones at their sentences.

    A sentence is never divided, whatever its length.
    """
    parts: list[Extent] = []
    for start, end in _units(index, size):
        if parts and end - parts[-1][0] <= size:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts


def _units(index: TextIndex, size: int) -> Iterable[Extent]:
    for paragraph in index.paragraphs:
        if paragraph[1] - paragraph[0] <= size:
            yield paragraph
        else:
            for number in index.sentences_of(*paragraph):
                start, end = index.sentences[number - 1]
                # A sentence that reaches into the next paragraph belongs to both.
                yield max(start, paragraph[0]), min(end, paragraph[1])
