"""Quoting: which words of a text may be quoted, and how the spans of a block lie around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lfckg.article import Extent, TextIndex, count_words
from lfckg.evidence import Span, by_place, whole_words
from lfckg.gaps import LARGEST_SHARE, LONGEST_RUN
from lfckg.marks import marked_stretches

__all__ = ["Quoter", "opening_of"]

_OPENING = re.compile(r"\S+(?:\s+\S+){0,4}")
_CLOSING = re.compile(r"[^\w%)\]]+$")


@dataclass(slots=True)
class Quoter:
    """Cuts spans out of a text, and quotes no more of it than the curated form allows."""

    text: str
    index: TextIndex
    quoted: set[Extent] = field(default_factory=set)

    def may_quote(self, extent: Extent) -> bool:
        """Tell whether words may be quoted; they count from then on."""
        if extent in self.quoted:
            return True
        words = count_words(self.text[slice(*extent)])
        already = sum(count_words(self.text[slice(*other)]) for other in self.quoted)
        if words > LONGEST_RUN or already + words > LARGEST_SHARE * self.index.words:
            return False
        self.quoted.add(extent)
        return True

    def find(self, words: str, near: Sequence[Extent]) -> Extent | None:
        """Give where words stand as whole words: within the stretches `near` where they do, else the first place."""
        places = whole_words(words, self.text)
        inside = [place for place in places for start, end in near if start <= place and place + len(words) <= end]
        return next(((place, place + len(words)) for place in (*inside, *places)), None)

    def around(self, spans: Iterable[Extent], words: Extent) -> tuple[Span, ...]:
        """Give spans with words of them, or beside them, quoted."""
        start, end = words
        rest = [piece for span in spans for piece in self._without(span, words)]
        quote = Span(start, end, self.text[start:end])
        return tuple(sorted([quote, *(Span(*piece) for piece in rest)], key=by_place))

    def beside(self, spans: Iterable[Extent], quotation: Extent) -> tuple[Span, ...]:
        """Give what of spans is not said in a quotation: what stands beside it, or between two parts of it."""
        marked = marked_stretches(self.text)
        found = []
        for start, end in spans:
            inside = quotation[0] <= start and end <= quotation[1]
            if not inside:
                found += self._without((start, end), quotation)
            elif not any(left < end and start < right for left, right in marked):
                found.append((start, end))
        return tuple(Span(*piece) for piece in found)

    def _without(self, span: Extent, hole: Extent) -> list[Extent]:
        """Give what is left of a span, in whole words, once a stretch is taken out."""
        pieces = [(span[0], min(span[1], hole[0])), (max(span[0], hole[1]), span[1])]
        if span[1] <= hole[0] or hole[1] <= span[0]:
            return [span]
        return [trimmed for piece in pieces if piece[0] < piece[1] and (trimmed := self._trimmed(*piece))]

    def _trimmed(self, start: int, end: int) -> Extent | None:
        letters = [place for place in range(start, end) if self.text[place].isalnum()]
        return (letters[0], letters[-1] + 1) if letters else None


def opening_of(text: str, quotation: Extent) -> Extent:
    """Give the first five words of a quotation, or all before a mark closes, without what marks their end.

    >>> opening_of("“We won!” he said. “It was late.”", (1, 32))
    (1, 7)
    """
    start, end = quotation
    end = next((right for left, right in marked_stretches(text) if left <= start < right < end), end)
    match = _OPENING.match(text, start, end)
    words = match[0] if match else text[start:end]
    kept = _CLOSING.sub("", words)
    return start, start + len(kept or words)
