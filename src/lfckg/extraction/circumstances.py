"""Circumstances: what an article is known to say where a sentence leaves something open.

Who is somebody's club, what is spoken of at a place, and what sort of person somebody is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from lfckg.article import Extent
from lfckg.extraction.coreference import LETTERS, Referent
from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.employers import employer
from lfckg.extraction.films import EARLY
from lfckg.extraction.learning import MANAGERS
from lfckg.extraction.marked import MarkedText
from lfckg.extraction.matching import Slot
from lfckg.extraction.readings import Argument, Proposal
from lfckg.extraction.trophies import Trophies
from lfckg.extraction.works import work_introduced

__all__ = ["Circumstances"]

_OFTEN = 3  # times that an article names works which it is about
_KINDS = {letter: kind for kind, letter in LETTERS.items()}


@cache
def _scene(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){words}\b")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of one article; `words` are patterns by class, and `found` grows while it is read."""

    text: str
    sentences: Sequence[Extent]
    resolver: Resolver
    trophies: Trophies
    words: Mapping[str, str]
    found: Sequence[Proposal]

    def spoken_of(self, slot: Slot, at: int, filled: Mapping[str, Argument]) -> Referent | None:
        """Give what fills a slot that the words at an offset leave open: by what else is filled, and what is near."""
        if slot.source == "home":
            return self._tenure(at, filled) or self._home(filled)
        if slot.source == "employer":
            return employer(self._person(filled, "person"), self._person(filled, "owner"), at, self.resolver)
        if slot.source == "introduced":
            number = work_introduced(at, self._named_works(), self.sentences)
            return None if number is None else self.resolver.referents[number]
        if slot.source != "main":
            return self._focus(slot.value, at, filled)
        person = filled.get("person") if slot.value == "C" else None
        if person and (club := self._tenure(at, filled) or self._club_before(person) or self._opening(at)):
            return club
        return self.resolver.main(_KINDS[slot.value])

    def meets(self, needs: str, filled: Mapping[str, Argument]) -> bool:
        """Tell whether a person, or a competition, is what a rule needs; whom a manager replaces was one, too."""
        if needs == "league":
            return self.trophies.is_league(int(filled["competition"].value[1:]))
        if needs.startswith("untold"):
            return "competition" not in filled or self._is_untold(filled["competition"].value, needs)
        person = filled.get("person")
        if needs in ("", "near", "here") or person is None:
            return needs in ("", "near", "here", "film")
        manages, office, plays = self._standing(person.value)
        if other := filled.get("other"):
            others = self._standing(other.value)
            manages, office = manages or others[0], office or others[1]
        return {
            "manager": manages and not office,
            "office": manages or office,
            "free": not office and (manages or not plays),
            "free-or-office": manages or office or not plays,
            "player": not (manages or office),
            "film": not (manages or office or plays),
        }[needs]

    def manages(self, number: int) -> bool:
        """Tell whether a person, by number, is or was a manager, as far as the article is read."""
        return self._standing(f"P{number}")[0]

    def work_is_near(self, at: int, marked: MarkedText) -> bool:
        """Tell whether a work is spoken of in a sentence, its paragraph or the paragraph before, or throughout."""
        if "<W" in marked.text:
            return True
        named = [start for start, _ in self._named_works()]
        return bool(named and named[0] < len(self.text) * EARLY) or self.work_is_here(at, marked)

    def work_is_here(self, at: int, marked: MarkedText) -> bool:
        """Tell whether a work is spoken of in a sentence, its paragraph or the one before, or often and from the begin.

        Scenes and cameras in these paragraphs are those of a work that was named before.
        """
        if "<W" in marked.text:
            return True
        begin = self.text.rfind("\n\n", 0, max(0, self.text.rfind("\n\n", 0, at)))
        end = self.text.find("\n\n", at)
        named = [start for start, _ in self._named_works()]
        end = end if end >= 0 else len(self.text)
        often = len(named) > _OFTEN and named[0] < len(self.text) * EARLY
        if often or any(begin < start < end for start in named):
            return True
        return bool(named) and named[0] < at and bool(_scene(self.words["scene"]).search(self.text, max(0, begin), end))

    def _is_untold(self, competition: str, needs: str) -> bool:
        """Tell whether a competition, "K3", is one, or a league, of which nothing else is found."""
        told = any(
            proposal.relation in ("won", "competes_in") and proposal.arguments["competition"].value == competition
            for proposal in self.found
        )
        return not told and (needs == "untold" or self.trophies.is_league(int(competition[1:])))

    def _named_works(self) -> list[tuple[int, int]]:
        referents = self.resolver.by_extent.items()
        return sorted((extent[0], one.number) for extent, one in referents if one.kind == "Documentary")

    def _home(self, filled: Mapping[str, Argument]) -> Referent | None:
        """Give the club where a person is known to be: the article's main one, if that is among several."""
        homes = self._homes(filled.get("person"))
        main = self.resolver.main("Club")
        if main and main.number in homes:
            return main
        return self.resolver.referents[homes[0]] if homes else None

    def _tenure(self, at: int, filled: Mapping[str, Argument]) -> Referent | None:
        """Give the club named before a place in its sentence, of which a person is told already to manage it."""
        begin, _ = self.sentences[self.resolver.sentence_of(at)]
        told = (
            {
                proposal.arguments["club"].value
                for proposal in self.found
                if proposal.relation == "manages" and proposal.arguments["person"].value == filled["person"].value
            }
            if "person" in filled
            else set()
        )
        named = [one for _, one in self.resolver.within(begin, at) if one.kind == "Club"]
        return next((club for club in named if f"C{club.number}" in told), None)

    def _opening(self, at: int) -> Referent | None:
        """Give the club that a sentence begins with, unless it meets another at a place: "Aldmere beat Carter's side"."""
        if self.resolver.is_beside(at):
            return None
        number = self.resolver.sentence_of(at)
        before = self.resolver.within(self.sentences[number][0], at)
        first = self.resolver.first_of(number) if before else None
        return first if first and first.kind == "Club" else None

    def _club_before(self, person: Argument) -> Referent | None:
        """Give the club that a paragraph speaks of before a sentence that begins with a new person."""
        who = self.resolver.referents[int(person.value[1:])]
        number = self.resolver.sentence_of(who.first)
        if self.resolver.first_of(number) is not who:
            return None
        for back in range(1, self.resolver.since_paragraph(who.first) + 1):
            if first := self.resolver.first_of(number - back):
                return first if first.kind == "Club" else None
        return None

    def _focus(self, kind: str, at: int, filled: Mapping[str, Argument]) -> Referent | None:
        if kind == "C" and (homes := self._homes(filled.get("person") or filled.get("manager"))):
            return self.resolver.referents[homes[0]]
        if kind == "league":
            return self.trophies.league(at)
        return self.resolver.focus(_KINDS[kind], at)

    def _person(self, filled: Mapping[str, Argument], role: str) -> Referent | None:
        return self.resolver.referents[int(filled[role].value[1:])] if role in filled else None

    def _homes(self, person: Argument | None) -> list[int]:
        return self.resolver.referents[int(person.value[1:])].homes if person else []

    def _standing(self, person: str) -> tuple[bool, bool, bool]:
        """Tell whether somebody, "P3", manages, has another post, or plays."""
        roles = self.resolver.referents[int(person[1:])].roles
        manages = bool(roles & set(MANAGERS)) or any(
            proposal.relation == "manages" and proposal.arguments["person"].value == person for proposal in self.found
        )
        office, plays = (any(re.fullmatch(self.words[kind], role) for role in roles) for kind in ("post", "player"))
        return manages, office, plays
