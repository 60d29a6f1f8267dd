"""Works: which film or series an article speaks of at a place, and which of them never come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lfckg.article import Extent
from lfckg.extraction.lexicons import Lexicon

__all__ = ["dropped_works", "speaks_of_work", "work_at", "work_introduced"]

_WORK = re.compile(r"<(W\d+)>")
_OTHER = re.compile(r"\b(?:not|never)\b|\b(?:film|series|version|remake|sequel) of the same\b|, (?:and|but|while) |;")
_NEAR = 2  # sentences


def work_at(at: int, named: Iterable[tuple[int, int]], text: str, sentences: Iterable[Extent]) -> int | None:
    """Give the work that is spoken of at an offset of a text; `named` are offsets where works are named, with numbers.

    It is the one named last before in the paragraph, else next in the sentence, else last before, else the only one.
    """
    places = sorted(named)
    before = [(start, number) for start, number in places if start <= at]
    if before and "\n\n" not in text[before[-1][0] : at]:
        return before[-1][1]
    end = next((end for start, end in sentences if start <= at < end), at)
    behind = [number for start, number in places if at < start < end]
    if behind or before:
        return behind[0] if behind else before[-1][1]
    only = {number for _, number in places}
    return only.pop() if len(only) == 1 else None


def work_introduced(at: int, named: Iterable[tuple[int, int]], sentences: Sequence[Extent]) -> int | None:
    """Give the work that "a film about …" at an offset leads up to: one that is new, near by or the only one."""
    places = sorted(named)
    known = {number for start, number in places if start <= at}
    new = [(start, number) for start, number in places if start > at and number not in known]
    if not new:
        return None
    between = sum(1 for start, _ in sentences if at < start <= new[0][0])
    return new[0][1] if between < _NEAR or len({number for _, number in places}) == 1 else None


def speaks_of_work(before: str, subject: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a verb may be said of a work, by the marked text before it and the words that are its subject.

    A work's mark, "it", "which" or "the first part" may be one; so may what has no subject.
    """
    if re.search(r"(?:<W\d+>(?:, [^,;]{1,90},)?|(?<!>)(?<!>,) (?:that|which)) $", before):
        return True
    if re.search(r"<[A-VX-Z]\d+>,? (?:that|which) $", before):
        return False
    words = lexicon.words
    spoken = re.compile(rf"{words['film']}|{words['series']}|{words['film_part']}")
    return not subject or any(_WORK.fullmatch(word) or spoken.fullmatch(word) for word in subject)


def dropped_works(sentences: Iterable[str], lexicon: Lexicon) -> set[str]:
    """Give the marks ("W3") of the works that marked sentences call off: the last named before the words, or behind."""
    words = rf"\b{lexicon.words['dropped']}\b"
    behind = re.compile(rf"{words}(?: (?:work on|plans for|filming of|the \w+))? {_WORK.pattern}")
    dropped = set()
    for sentence in sentences:
        dropped |= {match[1] for match in behind.finditer(sentence)}
        for match in re.finditer(words, sentence):
            before = list(_WORK.finditer(sentence, 0, match.start()))
            if before and not _OTHER.search(sentence[before[-1].end() : match.start()]):
                dropped.add(before[-1][1])
    return dropped
