"""Evidence: one short stretch of an article for a fact whose words stand apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lfckg.article import Extent

__all__ = ["cut"]

_WORD = re.compile(r"\S+")


def cut(text: str, spans: Sequence[Extent], sentences: Sequence[Extent]) -> str:
    """Give the shortest stretch over the spans within the sentence that holds most of them, so long that it is unique.

    >>> text = "Fenn won. Brask said that Fenn won the Amber Cup."
    >>> cut(text, [(26, 30), (31, 34)], [(0, 9), (10, 49)])
    'Fenn won the'
    """
    sentence = max(sentences, key=lambda borders: _weight(spans, borders))
    held = [part for part in (_overlap(span, sentence) for span in spans) if part]
    if not held:  # between sentences: what the splitter left out
        return text[slice(*spans[0])]
    start, end = min(part[0] for part in held), max(part[1] for part in held)
    words = [(sentence[0] + word.start(), sentence[0] + word.end()) for word in _WORD.finditer(text[slice(*sentence)])]
    starts = [start, *(word[0] for word in reversed(words) if word[0] < start)]
    ends = [end, *(word[1] for word in words if word[1] > end)]
    for longer in range(len(starts) + len(ends) - 1):
        for left in range(max(0, longer - len(ends) + 1), min(longer, len(starts) - 1) + 1):
            stretch = text[starts[left] : ends[longer - left]]
            if _is_unique(stretch, text):
                return stretch
    return text[slice(*sentence)]


def _is_unique(stretch: str, text: str) -> bool:
    start = text.find(stretch)
    return text.find(stretch, start + 1) == -1


def _overlap(span: Extent, borders: Extent) -> Extent | None:
    start, end = max(span[0], borders[0]), min(span[1], borders[1])
    return (start, end) if start < end else None


def _weight(spans: Sequence[Extent], borders: Extent) -> tuple[int, int, int]:
    parts = [part for part in (_overlap(span, borders) for span in spans) if part]
    return len(parts), sum(end - start for start, end in parts), -borders[0]
