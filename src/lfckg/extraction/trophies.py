"""Trophies without a name: which competition "the league", "that trophy", "the final" or "won it again" means."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lfckg.claims import MentionType
from lfckg.extraction.coreference import Referent, Resolver
from lfckg.extraction.marked import Mark, MarkedText, mark_text
from lfckg.extraction.readings import Reference

__all__ = ["Trophies"]

_DET = (
    r"(?:<[CPT]\d+>(?:'s)?|\b(?:[Tt]he|[Tt]hat|this|its|their|his|her|a|same|only|first|second|third|\w+th|earlier|other"
    r"|last|national|domestic))"
)
_NO_TITLE = r"(?! (?:race|defence|bid|role|track|page))"
_END_OF_FINAL = r" (?:in|on|at|by|to|against|with|when)\b"
_AGAIN = frozenset({"it", "so", "likewise"})
_LEAGUE = re.compile(r"league|division|champion|title|crown|scudetto", re.I)
_CUP = re.compile(r"cup|shield|bowl|plate|vase|pokal", re.I)
_END = (
    r"(?=[,.;:)!?–—-]|$|'s? |<| (?:in|on|at|of|for|with|under|by|from|to|twice|thrice|again|once|and|or|this|that|last|next"
    r"|three|four|five|six|seven|title|champions|winners|went|came|was|were|has|had|is|are|as|when|while|after"
    r"|before|but|outright|itself|back|home|since|campaign|season|begins|starts|final|they|he|she|<)\b)"
    r"(?! of (?:the )?(?:film|series|book|post))"
)


@dataclass(frozen=True, slots=True)
class Trophies:
    """Competitions that one article speaks of without names; `around` are marks of what else it says, as times."""

    text: str
    resolver: Resolver
    words: Mapping[str, str]
    around: Sequence[Mark] = ()

    def marks(self) -> list[Mark]:
        """Give marks: K for a competition, F for its final, H for its champions."""
        found = []
        for sentence in self.resolver.sentences:
            marked = mark_text(self.text, sentence, [*self.resolver.marks(), *self.around])
            for letter, match in self._nouns(marked):
                extent = marked.extent(*match.span("noun"))
                if match["noun"] in _AGAIN and len(set(re.findall(r"<K\d+>", marked.text[: match.start()]))) > 1:
                    continue  # which of several "it" means is in doubt
                if competition := self._meant(match["noun"], letter, extent[0]):
                    found.append(Mark(extent, letter, competition.number))
                    if letter == "K" and _LEAGUE.search(match["noun"]):
                        competition.references.append(Reference(extent, MentionType.DESCRIPTION))
        return found

    def league(self, at: int) -> Referent | None:
        """Give the league that is spoken of at an offset: the one named last before, else the first that is named."""
        return self._nearest([one for one in self._all() if self._is_league(one)], at)

    def _nouns(self, marked: MarkedText) -> Iterator[tuple[str, re.Match[str]]]:
        for letter, pattern in _patterns(self.words, self.resolver.lexicon.countries):
            for match in re.finditer(pattern, marked.text):
                yield letter, match

    def _meant(self, noun: str, letter: str, at: int) -> Referent | None:
        everything = self._all()
        if letter == "H" or _LEAGUE.search(noun):
            leagues = [one for one in everything if self._is_league(one)]
            if letter == "H" or noun.startswith(("league", "division")) or leagues:
                return self._nearest(leagues, at)
            return self._nearest(everything, at)
        if letter == "F" or _CUP.search(noun):
            return self._nearest([one for one in everything if not self._is_league(one)], at)
        return self._nearest(everything, at, is_before=True)

    def _all(self) -> list[Referent]:
        return [referent for referent in self.resolver.referents if referent.kind == "Competition"]

    def _is_league(self, referent: Referent) -> bool:
        names = " ".join(sorted(referent.names))
        return bool(re.search(self.words["league_name"], names)) and not re.search(self.words["league_of_cups"], names)

    def _nearest(self, competitions: list[Referent], at: int, *, is_before: bool = False) -> Referent | None:
        before = [
            (reference.extent[0], one)
            for one in competitions
            for reference in one.references
            if reference.extent[0] < at
        ]
        if before:
            return max(before, key=lambda pair: pair[0])[1]
        return None if is_before else min(competitions, key=lambda one: one.first, default=None)


def _patterns(words: Mapping[str, str], countries: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give the letters, and how a trophy of each is spoken of; `noun` is what stands for it."""
    win = rf"(?:{words['win']}|{words['lead']}|did|to (?:win|claim|lift|take|retain|regain))"
    lands = "|".join(sorted(map(re.escape, countries), key=len, reverse=True))
    holders = rf"(?P<noun>(?:title-)?holders|champions(?: of (?:{lands}))?)"
    yield "K", rf"{_DET} (?P<noun>league|division|championships?|cup|trophy|competition){_END}"
    yield "K", r"\b(?P<noun>league)(?= (?:champions|winners|titles?|crowns?|championships?)\b)"
    yield (
        "K",
        rf"\b{win}\b(?: [\w<>'-]+){{0,5}}? {_DET} (?P<noun>titles?|crowns?){_NO_TITLE}{_END}",
    )
    yield "K", r"<[PC]\d+>(?:'s)?(?: own| first| last| only)? (?P<noun>titles?)(?= (?:of|in) <T\d+>)"
    yield "K", rf"\b{words['win']} (?P<noun>it)(?= (?:again|once|back|twice|for|under|with|in|on)\b|,|\.|;|$)"
    yield "K", r"\bdid (?P<noun>so|likewise|it)(?=(?: again)?,? (?:again )?(?:in|on|at) <T|,? <T)"
    yield (
        "F",
        rf"(?:\b(?:the|that|this|last)|'s|<T\d+>(?:'s)?) (?P<noun>final)(?=[,.;)]|$| <|{_END_OF_FINAL})",
    )
    yield (
        "H",
        rf"\b(?:are|were|was|is|been|became|become|crowned|declared) (?:(?!league\b)[\w-]+ ){{0,2}}?{holders}(?! of\b){_END}",
    )
    yield (
        "H",
        rf"<C\d+>,? (?:the |reigning |defending |current |<T\d+>(?:'s)? |deposed |newly crowned )*{holders}"
        r"(?=,|\.|;|\)|$)",
    )
