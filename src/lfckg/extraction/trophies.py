"""Trophies without a name: which competition "the league", "that trophy", "the final" or "won it again" means."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Collection, Iterator, Mapping, Sequence

from lfckg.claims import MentionType
from lfckg.extraction.coreference import Referent
from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.marked import Mark, MarkedText, mark_sentences
from lfckg.extraction.readings import Reference

__all__ = ["Trophies"]

_THE = (
    r"<[CPT]\d+>(?:'s)?|\b(?:[Tt]he|[Tt]hat|this|its|their|his|her|same|only|first|second|third|\w+th|earlier|other"
    r"|last|national|domestic|every|each"
)
_DET, _SOME = f"(?:{_THE}))", f"(?:{_THE}|a))"
_ONE_OF_THEM = r"(?= (?:of (?:them|those|these) )?(?:came|arrived|followed|was won|had come|dates|dated|was in)\b)"
_NEAR = 250  # characters within which "the first" is the first of what was won
_NO_TITLE = r"(?! (?:race|defence|bid|role|track|page))"
_END_OF_FINAL = r" (?:in|on|at|by|to|against|with|when)\b"
_CONTINENTS = "Europe|Africa|Asia|South America|the continent|the world"
_ONES = frozenset({"first", "second", "third", "last", "previous", "other", "latest"})
_AGAIN = frozenset({"it", "so", "likewise"})
_LEAGUE = re.compile(r"league|division|champion|title|crown|scudetto", re.I)
_CUP = re.compile(r"cup|shield|bowl|plate|vase|pokal", re.I)
_END = (
    r"(?=[,.;:)!?–—-]|$|'s? |<| (?:in|on|at|of|for|with|under|by|from|to|twice|thrice|again|once|and|or|this|that|last|next"
    r"|three|four|five|six|seven|title|champions|winners|went|came|was|were|has|had|is|are|as|when|while|after"
    r"|before|but|outright|itself|back|home|since|campaign|season|begins|starts|final|they|he|she|<)\b)"
    r"(?! of (?:the )?(?:film|series|book|post))"
)


class Trophies:
    """Competitions that one article speaks of without names; `around` are marks of what else it says, as times."""

    def __init__(self, text: str, resolver: Resolver, words: Mapping[str, str], around: Sequence[Mark] = ()) -> None:
        self._text, self._resolver, self._around = text, resolver, around
        self._patterns = [
            (letter, re.compile(pattern)) for letter, pattern in _patterns(words, resolver.lexicon.countries)
        ]
        competitions = [referent for referent in resolver.referents if referent.kind == "Competition"]
        self._all = {referent.number for referent in competitions}
        self._leagues = {referent.number for referent in competitions if _is_league(referent, words)}
        works = (referent for referent in resolver.referents if referent.kind == "Documentary")
        self._works = sorted(reference.extent[0] for work in works for reference in work.references)
        self._spoken = sorted(
            (reference.extent[0], referent.number) for referent in competitions for reference in referent.references
        )

    def marks(self) -> list[Mark]:
        """Give marks: K for a competition, E for its title, F for its final, H for its champions."""
        found = []
        everything = [*self._resolver.marks(), *self._around]
        for marked in mark_sentences(self._text, self._resolver.sentences, everything):
            for letter, match in self._nouns(marked):
                extent = marked.extent(*match.span("noun"))
                if match["noun"] in _AGAIN and len(set(re.findall(r"<K\d+>", marked.text[: match.start()]))) > 1:
                    continue  # which of several "it" means is in doubt
                if match["noun"] == "it" and self._is_of_work(extent[0]):
                    continue
                if match["noun"] in _ONES and not self._is_near(extent[0]):
                    continue
                if competition := self._meant(match["noun"], letter, extent[0]):
                    found.append(Mark(extent, letter, competition.number))
                    insort(self._spoken, (extent[0], competition.number))
                    if letter == "K" and _LEAGUE.search(match["noun"]):
                        competition.references.append(Reference(extent, MentionType.DESCRIPTION))
        return found

    def league(self, at: int) -> Referent | None:
        """Give the league that is spoken of at an offset: the one named last before, else the first that is named."""
        return self._nearest(self._leagues, at)

    def is_league(self, number: int) -> bool:
        """Tell whether a competition, by number, is a league."""
        return number in self._leagues

    def _nouns(self, marked: MarkedText) -> list[tuple[str, re.Match[str]]]:
        found = [(letter, match) for letter, pattern in self._patterns for match in pattern.finditer(marked.text)]
        return sorted(found, key=lambda one: one[1].start("noun"))

    def _is_near(self, at: int) -> bool:
        place = bisect_left(self._spoken, (at, -1))
        return place > 0 and at - self._spoken[place - 1][0] < _NEAR

    def _is_of_work(self, at: int) -> bool:
        """Tell whether a film or series is what was spoken of last, after any competition."""
        place, told = bisect_left(self._works, at), bisect_left(self._spoken, (at, -1))
        return place > 0 and (told == 0 or self._works[place - 1] > self._spoken[told - 1][0])

    def _meant(self, noun: str, letter: str, at: int) -> Referent | None:
        if noun == "holders" or re.search(rf" of (?:{_CONTINENTS})$", noun):
            return self._nearest(self._all - self._leagues, at) or self._nearest(self._all, at)
        if letter == "H" or noun.startswith(("league", "division", "table", "top")):
            return self._nearest(self._leagues, at)
        if _LEAGUE.search(noun):
            return self._nearest(self._leagues or self._all, at)
        if letter == "F" or _CUP.search(noun):
            return self._nearest(self._all - self._leagues, at)
        return self._nearest(self._all, at, is_before=True)

    def _nearest(self, competitions: Collection[int], at: int, *, is_before: bool = False) -> Referent | None:
        place = bisect_left(self._spoken, (at, -1))
        before = (number for _, number in reversed(self._spoken[:place]) if number in competitions)
        after = (number for _, number in self._spoken[place:] if number in competitions)
        number = next(before, None)
        if number is None and not is_before:
            number = next(after, None)
        return None if number is None else self._resolver.referents[number]


def _is_league(referent: Referent, words: Mapping[str, str]) -> bool:
    names = " ".join(sorted(referent.names))
    return bool(re.search(words["league_name"], names)) and not re.search(words["league_of_cups"], names)


def _patterns(words: Mapping[str, str], countries: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give the letters, and how a trophy of each is spoken of; `noun` is what stands for it."""
    win = rf"(?:{words['win']}|{words['lead']}|did|to (?:win|claim|lift|take|retain|regain))"
    lands = "|".join(sorted(map(re.escape, countries), key=len, reverse=True))
    holders = rf"(?P<noun>(?:title-)?holders|champions?(?: of (?:{lands}|{_CONTINENTS}))?)"
    yield "K", rf"{_DET} (?P<noun>league|division|championships?|cup|trophy|competition){_END}(?!, (?:the )?<K)"
    yield "K", r"\b(?:the|that) same (?P<noun>pot|prize|honour|silverware|trinket)\b"
    yield "K", rf"\bto {words['take']} (?P<noun>it)(?=[,.;]|$| (?:for|in|on|at|with|by|after|again|back|home|from))"
    yield (
        "K",
        r"\b(?:carr\w+|pick\w+|wrap\w+|sewed|tied|t[ao]king?|took|brought) (?P<noun>it) (?=(?:off|up|home|back)\b)",
    )
    yield "E", r"\b(?:came|finished|ended|ended up) (?P<noun>top)(?= (?:again |once more )?(?:in|on) <T)"
    yield "E", rf"{_DET} (?P<noun>title|crown)(?= (?:was|were) (?:[a-z]+ )?{words['win']}\b)"
    yield "E", rf"\b(?:[Kk]eep\w*|kept) {_DET} (?P<noun>title|crown)\b{_NO_TITLE}"
    yield "K", r"\b(?:top|bottom|foot|second|third|back|still|are|be) (?:of|in) (?P<noun>it)\b"
    yield "K", r"\bin (?P<noun>it)(?= (?:<T|again|too|now|still|next)|[.,;]|$)"
    yield "K", r"\b(?:in|of|up) (?:the|that|this|the same|their) (?P<noun>table)\b(?! of)"
    yield "K", r"\b(?:repeat\w*|did) the (?:same )?(?P<noun>feat|trick|achievement)\b"
    yield (
        "K",
        r"(?<=[,;] )(?P<noun>it)(?= (?:then |last )?(?:went|passed|fell|returned|belongs|belonged) (?:[\w-]+ )?to\b)",
    )
    yield "E", rf"\b[Tt]he (?P<noun>{'|'.join(sorted(_ONES))})(?: one)?{_ONE_OF_THEM}"
    yield "K", r"\b(?P<noun>league)(?= (?:champions|winners|titles?|crowns?|championships?)\b)"
    yield (
        "E",
        rf"\b{win}\b(?: [\w<>'-]+){{0,5}}? {_SOME} (?P<noun>titles?|crowns?){_NO_TITLE}{_END}",
    )
    yield "E", r"<[PC]\d+>(?:'s)?(?: own| first| last| only)? (?P<noun>titles?)(?= (?:of|in) <T\d+>)"
    yield "K", rf"\b{words['win']} (?P<noun>it)(?= (?!(?:to|upon|up|over|out|all)\b)|,|\.|;|$)"
    yield "K", r"\bdid (?P<noun>so|likewise|it)(?=(?: again)?,? (?:again )?(?:in|on|at) <T|,? <T)"
    yield (
        "F",
        rf"(?:\b(?:the|that|this|last)|'s|<T\d+>(?:'s)?) (?P<noun>final)(?=[,.;)]|$| <|{_END_OF_FINAL})",
    )
    yield (
        "H",
        rf"\b(?:are|were|was|is|be|been|became|become|crowned|declared|as|(?:mak(?:e|es|ing)|made|crown|crowned|left|leaving"
        rf"|confirmed|confirming) <C\d+>) (?:(?!league\b)[\w-]+ ){{0,2}}?{holders}"
        r"(?![\w-]| (?:of|league|trophy|elect|in waiting)\b)",
    )
    yield (
        "H",
        rf"<C\d+>,? (?:the |reigning |defending |current |<T\d+>(?:'s)? |deposed |newly crowned )*{holders}"
        r"(?=,|\.|;|\)|$)",
    )
