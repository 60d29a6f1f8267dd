"""Works: whether a sentence speaks of a film or series, which works never come, and which clubs their titles name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lfckg.extraction.lexicons import Lexicon

__all__ = ["dropped_works", "speaks_of_work", "titled"]

_WORK = re.compile(r"<W\d+>")
_SMALL = re.compile(r"[^\W\d_]{1,3}")


def speaks_of_work(subject: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether what is subject of a verb may be a work: its mark, "it", "the first part"; also where there is none."""
    words = lexicon.words
    spoken = re.compile(rf"{words['film']}|{words['series']}|{words['film_part']}")
    return not subject or any(_WORK.fullmatch(word) or spoken.fullmatch(word) for word in subject)


def dropped_works(sentences: Iterable[str], lexicon: Lexicon) -> set[str]:
    """Give the marks ("W3") of the works that marked sentences call off: of several in one, the last before the words."""
    dropped = set()
    for sentence in sentences:
        for match in re.finditer(rf"\b{lexicon.words['dropped']}\b", sentence):
            before = list(_WORK.finditer(sentence, 0, match.start()))
            clear = before and not re.search(
                r"\b(?:not|never)\b|\b(?:film|series|version|remake|sequel) of the same\b|, (?:and|but|while) |;",
                sentence[before[-1].end() : match.start()],
            )
            if clear:
                dropped.add(before[-1][0].strip("<>"))
    return dropped


def titled(labels: Mapping[str, str], clubs: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Give works with the clubs that their titles name: "Welcome to Wrexham" is about Wrexham.

    Labels are by the works' marks, names by the clubs' marks; the longest name that stands in a title counts.

    >>> list(titled({"W1": "Inside Derby"}, {"C2": ["Derby County", "Derby"], "C3": ["Leeds"]}))
    [('W1', 'C2')]
    """
    for work, label in labels.items():
        fitting = [
            (len(name), club)
            for club, names in clubs.items()
            for name in names
            if not _SMALL.fullmatch(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", label)
        ]
        if fitting:
            yield work, max(fitting)[1]
