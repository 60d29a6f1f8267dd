"""Names: where a text names something, and of what kind that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lfckg.article import Extent
from lfckg.extraction.capitals import Capitals
from lfckg.extraction.kinds import Kinds, Name
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.stretches import Stretches
from lfckg.extraction.titles import Titles

__all__ = ["Name", "Namer"]


class Namer:
    """Finds names by capitals and by what is known, and their kinds by the words around them."""

    def __init__(self, lexicon: Lexicon, directory: Path) -> None:
        self._titles = Titles(lexicon)
        self._capitals = Capitals(lexicon)
        self._kinds = Kinds(lexicon, directory)

    def find(
        self,
        text: str,
        sentences: Sequence[Extent],
        quoted: Sequence[Extent],
        hints: Mapping[Extent, str],
        is_name: Callable[[int], bool],
    ) -> list[Name]:
        """Find the names of a text in order, with their kinds.

        `quoted` are stretches of speech, `hints` kinds that a tagger saw, `is_name` tells whether a tagger takes the
        word at an offset for a name.
        """
        works = self._titles.find(text)
        starts = {start for start, _ in [*sentences, *quoted]}
        found = [Name(extent, text[slice(*extent)], "Documentary") for extent in works]
        capitals = self._capitals.find(text, sentences, starts, is_name, Stretches(works))
        found += [Name(extent, text[slice(*extent)]) for extent in capitals]
        found.sort(key=lambda name: name.extent)
        return [_whole(text, name) for name in self._kinds.tell(text, sentences, found, hints)]


def _whole(text: str, name: Name) -> Name:
    """Give a title or a company's name with the article that belongs to it: "The Pale Ferry"."""
    start, end = name.extent
    if name.kind not in ("Documentary", "ProductionCompany") or text[max(0, start - 4) : start] != "The ":
        return name
    if name.kind == "ProductionCompany" and text[max(0, start - 6) : start - 4].strip() in ("", "."):
        return name  # the capital is the sentence's
    return Name((start - 4, end), text[start - 4 : end], name.kind)
