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
        "a", "an", "and", "as", "at", "be", "by", "da", "de", "do", "e", "el", "et", "for", "from", "in",
        "into", "is", "la", "le", "me", "my", "no", "not", "of", "on", "or", "our", "over", "so", "the", "til",
        "to", "under", "up", "us", "we", "when", "who", "with", "without", "y", "you", "'s", "’s", "’til",
        "'til",
    )
)  # fmt: skip
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_ANYTHING = r"(?P<title>[A-ZÀ-Þ0-9][^,.;!?“”\"«»()\n–—]{1,60}?)"
_SEVERAL = r"(?P<title>[A-ZÀ-Þ0-9][^\s,.;!?“”\"«»()–—]* [^,.;!?“”\"«»()\n–—]{1,60}?)"
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
        between = r"(?:(?!(?:of|in|at|from|by|with|on|for|to|and|who|behind|a|the|is|was) )[\w+’'-]+ ){0,5}?"
        describing = rf"{article} {between}{noun}"
        ended = r"(?=[,.;]| (?:is|was|will|has|by|which|that|and|for|on|follows|about|made|from|directed|tells)\b)"
        shown = "(?:directed|narrated|streamed|broadcast|screened|premiered|voiced)"
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
            re.compile(
                rf"(?:^|(?<=[\s“\"(])){_ANYTHING} \((?:cert\w*\b|dir\b|[^()\n]{{0,40}}\b(?:minutes|mins|min|episodes|Netflix)\b)",
                re.M,
            ),
            re.compile(
                rf"{work}(?:,? (?:about|on|of) [^.]{{1,40}})?[.:] {_ANYTHING}(?=, (?:about|on)\b| (?:has no|follows|charts)\b)"
            ),
            re.compile(rf"(?:production|project|venture|title)[^.]{{0,60}}: {_ANYTHING}(?=, (?:about|on)\b)"),
            re.compile(rf"(?:^|[.!?] |[“\"]){_SEVERAL} (?:is|was|will be) {describing}", re.M),
            re.compile(rf"(?:^|[.!?] |[“\"])(?:Called|Titled|Entitled) {_ANYTHING}, ", re.M),
            re.compile(rf"{noun}[^.]{{0,60}}?,? (?:\w+ly |to be )?(?:called|titled|entitled) {_ANYTHING}{ended}"),
            re.compile(rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) (?:[\w’'-]+ ){{0,3}}?{noun} {_ANYTHING}{ended}"),
            re.compile(rf"whose (?:[\w-]+ ){{0,2}}?{noun} (?:is|was) {_ANYTHING}(?=[,.;])"),
            re.compile(rf"(?:^|[.!?] |[“\"]){_ANYTHING} (?:will |is to )?(?:opens?|arrives?|be) in cinemas\b", re.M),
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
                extent = self._title(text, *match.span("title"))
                if extent and text[max(0, extent[0] - 3) : extent[0]] != "by ":  # whoever made one
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
            is_owner = _POSSESSIVE.search(word) and number < len(words) - 1 and not _is_of_title(text, words[number])
            if is_owner or not _may_stand(word):
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


def _is_of_title(text: str, owner: Extent) -> bool:
    """Tell whether a possessive is part of a title, "Hale's Army": by a surname whose full name the text has."""
    name = _POSSESSIVE.sub("", text[slice(*owner)])
    full = rf"(?<![\w-])[A-ZÀ-Þ][\w-]+ {re.escape(name)}(?![\w-]|['’]s?\b| [A-ZÀ-Þ])"
    return not re.search(r"[A-ZÀ-Þ][\w-]* $", text[: owner[0]]) and bool(re.search(full, text))


def _may_stand(word: str) -> bool:
    bare = word.rstrip(":’'")
    return bare[:1].isupper() or bare[:1].isdigit() or bare.lower() in _SMALL or bare[:1] in "’'&"


def _may_begin(letter: str) -> bool:
    return letter in "’'" or letter.isupper() or letter.isdigit()
