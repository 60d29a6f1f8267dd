"""Persons: whom "the Scot", "the 66-year-old", "the new coach", "her predecessor" and "she" mean."""

from __future__ import annotations

import re

from lfckg.extraction.coreference import FAR, Referent, Referents
from lfckg.extraction.learning import MANAGERS, alike

__all__ = ["Persons"]

_HE = frozenset({"he", "him", "his", "himself"})
_MANAGES = re.compile(
    r",? (?:who |has |had |was |is )?(?:taken |took |take )?(?:charge|over|coach|manag|appointed|hired|sacked)"
)
_BESIDE = re.compile(
    r"<P(\d+)>(?:, \d\d)?,(?: who (?:is|was|has been|had been|became|remains))? $"
)  # "Finch, who was his captain"
_NEWS = re.compile(r"\b(?:new|incoming|next)\b", re.I)
_OVER = re.compile(r"\b(?:former|departed|departing|outgoing|sacked|dismissed|ousted|deposed|previous|ex|old)\b", re.I)
_SUBORDINATE = re.compile(r"[;:–—]|,? (?:as|because|since|when|before|after|although|though)\b")
_COORDINATE = re.compile(r", (?:and|but) ")
_CLAUSE = re.compile(r"(?:, (?:and|while|but)|;)(?: the)? $")
_OPENING = 60  # characters that may stand before the first person of a sentence


class Persons:
    """Tells who is meant by what describes somebody, or stands for somebody; None where that can't be told."""

    def __init__(self, referents: Referents) -> None:
        self._referents = referents

    def compatriot(self, match: re.Match[str], at: int) -> Referent | None:
        """Give whoever is of that nation; else who has that role; else the last one spoken of without a nation."""
        people = match["people"]
        nation = self._referents.lexicon.nations[people]
        gender = "she" if people.endswith("woman") else "he" if people.endswith("man") and people != "German" else ""
        same = [r for r in self._referents.history(at, "Person", FAR) if r.nation == nation and _fits(r, gender)]
        role = (match.groupdict().get("role") or "").lower()
        held = [r for r in self._holders(role, at) if not r.nation] if role else []
        recent = [r for r in self._lately(at) if not r.nation and _fits(r, gender)]
        if same and recent and self._overshadows(recent[0], same[0], at):
            same = []
        if not (chosen := [*same, *held, *_fitting(recent, match)]):
            return None
        chosen[0].nation = nation
        chosen[0].gender = chosen[0].gender or gender
        return chosen[0]

    def _lately(self, at: int) -> list[Referent]:
        """Give those spoken of before an offset: who acts, then the main one; first of all whom its clause depends on.

        A clause behind "and" would say "he" of whom the one before it speaks of, unless nobody else is spoken of.
        """
        number = self._referents.sentence_of(at)
        begin = self._referents.sentences[number][0]
        recent = self._referents.history(begin, "Person")
        main = self._referents.main("Person")
        introduced = self._introduced(number - 1) if self._referents.since_paragraph(at) else None
        first = [introduced, self._acting(number - 1), main if main in recent else None]
        own = self._own(begin, at, alone=main not in recent)
        return list({r.number: r for r in [*own, *first, *recent] if r is not None}.values())

    def _own(self, begin: int, at: int, *, alone: bool) -> list[Referent]:
        """Give whom another clause of a sentence speaks of: of several, "the Scot" must mean one of them."""
        text = self._referents.text
        before = [(extent, r) for extent, r in self._referents.within(begin, at) if r.kind == "Person"]
        subordinate = [r for extent, r in reversed(before) if _SUBORDINATE.search(text[extent[1] : at])]
        coordinate = [r for extent, r in before if _COORDINATE.search(text[extent[1] : at])]
        return subordinate[:1] or (coordinate if alone or len(before) > 1 else [])

    def _introduced(self, number: int) -> Referent | None:
        """Give the one person whom a sentence speaks of first in the article, or who begins its last clause."""
        if number < 0:
            return None
        begin, end = self._referents.sentences[number]
        new = [
            (extent, r)
            for extent, r in self._referents.within(begin, end)
            if r.kind == "Person" and r.first == extent[0]
        ]
        clause = [r for extent, r in new if _CLAUSE.search(self._referents.text[begin : extent[0]])]
        return new[0][1] if len(new) == 1 else clause[-1] if clause else None

    def _acting(self, number: int) -> Referent | None:
        """Give the person with whom a sentence begins."""
        if number < 0:
            return None
        begin = self._referents.sentences[number][0]
        for extent, referent in self._referents.within(begin, begin + _OPENING):
            if referent.kind == "Person":
                return None if self._referents.is_beside(extent[0]) else referent
        return None

    def _overshadows(self, one: Referent, other: Referent, at: int) -> bool:
        """Tell whether who is spoken of now goes before one of the nation, of whom nothing was said lately.

        That is so of somebody who has just been introduced, or is named more.
        """
        near = self._referents.history(at, "Person", 1)
        if other in near or one not in near:
            return False
        introduced = self._introduced(self._referents.sentence_of(at) - 1)
        return one is introduced or self._referents.weight(one) > self._referents.weight(other)

    def aged(self, match: re.Match[str], at: int) -> Referent | None:
        """Give who is of that age; else the last one named of whom no age is told."""
        recent = self._referents.history(at, "Person")
        told = [r for r in self._referents.referents if r.kind == "Person" and r.age == match["age"]]
        return next(iter([*told, *(r for r in recent if not r.age)]), None)

    def in_role(self, match: re.Match[str], at: int) -> Referent | None:
        """Give who has that role: at the club that is named or spoken of; a new coach is who has just come."""
        role = match["role"].lower()
        held = self._holders(role, at)
        if _NEWS.search(match[0]):
            held = [r for r in held if r.comes] or [r for r in self._persons(at) if r.comes and not r.roles]
            return held[-1] if held else None
        if _OVER.search(match[0]):
            held = [r for r in held if r.goes] or [r for r in self._persons(at) if r.goes and not r.roles]
            return held[-1] if held else None
        club = match.groupdict().get("club")
        spoken = int(club) if club else getattr(self._referents.main("Club"), "number", None)
        if club and any(spoken in r.homes for r in held):
            held = [r for r in held if spoken in r.homes]
        if len(held) == 1:
            return held[0]
        if not held and role in MANAGERS:
            return self._only_manager(at)
        return next((r for r in self._referents.history(at, "Person") if r in held), None)

    def _only_manager(self, at: int) -> Referent | None:
        """Give whom an article that calls nobody a manager is about, if nothing else is told of that person."""
        main = self._referents.main("Person")
        others = any(set(r.roles) & set(MANAGERS) for r in self._referents.referents)
        return main if main is not None and not main.roles and not others and main.first < at else None

    def _holders(self, role: str, at: int) -> list[Referent]:
        return [r for r in self._persons(at) if any(alike(role, other) for other in r.roles)]

    def _persons(self, at: int) -> list[Referent]:
        """Give the persons of whom the text has spoken."""
        return [r for r in self._referents.referents if r.kind == "Person" and r.references and r.first < at]

    def other(self, match: re.Match[str], at: int) -> Referent | None:
        """Give somebody's predecessor or successor: the one manager who goes, or comes."""
        goes = match["other"] == "predecessor"
        persons = [r for r in self._persons(at) if (r.goes if goes else r.comes)]
        return persons[0] if len(persons) == 1 and not persons[0].roles - set(MANAGERS) else None

    def pronoun(self, match: re.Match[str], at: int) -> Referent | None:
        """Give the person named first in the sentence, or in one before, whom the pronoun fits.

        A paragraph that begins with "he" begins with whom the article is about.
        """
        pronoun = match["pronoun"].lower()
        gender = "he" if pronoun in _HE else "she"
        beside = _BESIDE.search(match.string[max(0, match.start() - 40) : match.start()])
        other = int(beside[1]) if beside and pronoun in ("his", "her") else -1
        candidates = [r for r in self._referents.history(at, "Person") if _fits(r, gender) and r.number != other]
        main = self._referents.main("Person")
        if main is not None and main.gender == gender and main.first < at and self._opens(match, at):
            candidates.insert(0, main)
        if not candidates:
            return None
        sure = [r for r in candidates[:2] if r.gender == gender]
        chosen = _fitting(sure or candidates[:1], match)[0]
        chosen.gender = gender
        return chosen

    def _opens(self, match: re.Match[str], at: int) -> bool:
        """Tell whether a pronoun opens a paragraph; one that begins with "His brother" goes on with the last."""
        begun = self._referents.since_paragraph(at) > 0 or match["pronoun"] in ("His", "Her")
        return not begun and not self._referents.history(at, "Person", 0)

    def team_of(self, match: re.Match[str], at: int) -> Referent | None:
        """Give the club that somebody is at; that of one who is new in the sentence is new, too."""
        who = self._referents.referents[int(match["who"])]
        if who.homes:
            return self._referents.referents[who.homes[0]]
        acting = self._referents.acting("Club", at)
        if who.first >= self._referents.sentences[self._referents.sentence_of(at)][0] and len(acting) == 1:
            return acting[0]
        return self._referents.spoken_of("Club", at)


def _fitting(persons: list[Referent], match: re.Match[str]) -> list[Referent]:
    """Give the persons in their order, those first of whom the words behind can be said."""
    if _MANAGES.match(match.string, match.end()):
        return sorted(persons, key=lambda person: not any(alike("manager", role) for role in person.roles))
    return persons


def _fits(referent: Referent, gender: str) -> bool:
    return not gender or referent.gender in ("", gender)
