"""Titles: where a text names a film or a series, told by what stands around the title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lfckg.article import Extent
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.stretches import Stretches

__all__ = ["Titles"]

_SMALL = frozenset(
    (
        "a", "an", "and", "at", "be", "by", "for", "from", "in", "into", "is", "no", "not", "of", "on", "over", "the",
        "til", "to", "under", "up", "with", "without", "'s", "’s", "’til", "'til",
    )
)  # fmt: skip
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_ANYTHING = r"(?P<title>[A-ZÀ-Þ0-9][^,.;!?“”\"«»()\n–—]{1,60}?)"
_QUOTED = r"[‘'“\"«](?P<title>[A-ZÀ-Þ0-9][^“”\"«»()\n]{1,60}?)[,.]?[’'”\"»]"
_NEAR = 200  # characters
_LEAST = 3  # characters of a title


class Titles:
    """Finds titles of works."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        work = rf"(?:{lexicon.words['film']}|{lexicon.words['series']})"
        others = "producer|maker|director|company|crew|critic|festival|star|studio|rights|composer"
        noun = rf"{work}\b(?!['’-]| (?:{others})s?\b)"
        article = r"(?:a|an|the|its|their|his|her|[\w.+]+['’]s)"
        describing = rf"{article} (?:[\w+’'-]+ ){{0,5}}?{noun}"
        ended = r"(?=[,.;]| (?:is|was|will|has|by|which|that|and|for|on|follows|about|made|from|directed|tells)\b)"
        shown = "(?:directed|narrated|streamed|broadcast|screened|released|premiered|voiced)"
        self._near = re.compile(noun)
        self._about = re.compile(rf"(?:^|[.!?:] |[“\"]){_ANYTHING}, about ", re.M)
        self._patterns = [
            re.compile(rf"(?:^|(?<=[\s“\"(])){_ANYTHING}, {describing}", re.M),
            re.compile(
                rf"{noun}(?: about [^,.]{{1,40}})?(?:,| is| was| to be|) ?(?:called|titled|entitled|named) "
                rf"{_ANYTHING}{ended}"
            ),
            re.compile(rf"{noun} (?:about|on|of) (?:[\w’'-]+ ){{1,5}}?[\w’'-]+, {_ANYTHING}, "),
            re.compile(
                r"\b(?:film|documentary|series|company|studio|firm|production|venture|success|project),? "
                r"(?:[\w ]{0,25}, )?"
                rf"(?:is|was|will be) {_ANYTHING}(?=, (?:a|an|the|about|which)\b)"
            ),
            re.compile(rf"{noun}[^.“\"‘]{{0,40}}? {_QUOTED}"),
            re.compile(rf"(?:called|titled|entitled|named) {_QUOTED}"),
            re.compile(rf"{_QUOTED},? (?:is )?{describing}"),
            re.compile(rf"\b(?:new|latest) {noun}, {_ANYTHING}, "),
            re.compile(rf"(?:^|(?<=[\s“\"(])){_ANYTHING},? (?:is |was |will be |has been )?{shown} (?:by|on)\b", re.M),
            re.compile(
                rf"\b(?:episodes? of|trailer for|crew of|premi[eè]re of|screening of|sequel to) {_ANYTHING}{ended}"
            ),
            re.compile(rf"^{_ANYTHING} \((?:cert\b|dir\b|[^)\n]{{0,40}}\bminutes\b)", re.M),
        ]

    def find(self, text: str) -> list[Extent]:
        """Give all places of the titles that a text tells to be some; they don't overlap."""
        titles = {text[slice(*extent)] for extent in self._told(text)}
        if not titles:
            return []
        written = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
        taken = Stretches()
        for match in re.finditer(rf"(?<!\w)(?:{written})(?!\w)", text):
            taken.add(match.span())
        return list(taken)

    def _told(self, text: str) -> Iterator[Extent]:
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                if extent := self._title(text, *match.span("title")):
                    yield extent
        for match in self._about.finditer(text):  # "A film. Name, about the town, ..."
            around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            if self._near.search(around) and (extent := self._title(text, *match.span("title"))):
                yield extent

    def _title(self, text: str, start: int, end: int) -> Extent | None:
        """Cut from a stretch what can't begin a title; give None where no title is left."""
        words = [(start + match.start(), start + match.end()) for match in re.finditer(r"\S+", text[start:end])]
        first = len(words)
        for number in range(len(words) - 1, -1, -1):
            word = text[slice(*words[number])]
            if (_POSSESSIVE.search(word) and number < len(words) - 1) or not _may_stand(word):
                break
            first = number
        while first < len(words) and not _may_begin(text[words[first][0]]):
            first += 1
        if first == len(words):
            return None
        extent = words[first][0], end
        return extent if self._is_title(text[slice(*extent)]) else None

    def _is_title(self, words: str) -> bool:
        first, *_, last = [*words.split(), *words.split()]
        if words in self._lexicon.names or len(words) < _LEAST or words.lower() in _SMALL:
            return False
        if first in self._lexicon.given and " " in words and not _SMALL & set(words.lower().split()):
            return False  # a person's name
        return last[:1].isupper() or last[:1].isdigit()


def _may_stand(word: str) -> bool:
    bare = word.rstrip(":’'")
    return bare[:1].isupper() or bare[:1].isdigit() or bare.lower() in _SMALL or bare[:1] in "’'&"


def _may_begin(letter: str) -> bool:
    return letter in "’'" or letter.isupper() or letter.isdigit()
