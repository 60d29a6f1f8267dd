"""Descriptions and pronouns: "the Scot", "the Reds boss", "the 66-year-old", "the club", "she", "their"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lfckg.article import Extent
from lfckg.claims import MentionType
from lfckg.extraction.compatriots import lately
from lfckg.extraction.coreference import Referent, Referents
from lfckg.extraction.learning import alike, learn
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import LONGEST, Mark, mark_text
from lfckg.extraction.names import Name
from lfckg.extraction.nicknames import join_nicknames

__all__ = ["Resolver"]

_HE = frozenset({"he", "him", "his", "himself"})
# How things are described; {words} are classes of words.toml, or one of these:
_PARTS = {
    "person": "(?:{manager}|{post}|{player}|{artist})",
    "work": "(?:{film}|{series}|programme|show|production)(?!-| (?:producer|director|maker|company|star|critic)s?\\b)",
    "mr": "(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame) )?",
    "alone": "(?!,? {mr}<P)(?!'?-)",
    "new": "(?:new |club's |departing |outgoing |current |long-serving |then )?",
    "the": "\\b[Tt]he",
    "game": (
        "(?! (?:game|match|fixture|leader|meeting|opener|draw|final|tie|season|campaign|run|position|race|challenge"
        "|medal|winner|defender|contender|rival|side|club|defeat|debut)s?\\b|-)"
    ),
}
_DESCRIPTIONS = (
    ("kin", "<P\\d+>'s (?:[a-z]+ )?{kin},? {mr}<P(?P<who>\\d+)>"),
    ("nation", "{the} (?P<people>{people})\\b(?! {mr}<P)(?! [A-Z<])(?! (?:{person}|{club_noun})\\b)(?![ -][a-z]+ <P)"),
    ("nation", "{the} (?:\\w+ )?(?P<people>{adjective}) (?P<role>{person})\\b{alone}"),
    ("age", "{the} (?P<age>\\d\\d)-year-old(?!-)(?! (?:[a-z]+ )?(?:{person}|{demonym}|man|woman|<P)\\b)"),
    ("role", "{the} {new}<C(?P<club>\\d+)> (?P<role>{person})\\b{alone}"),
    ("role", "\\b(?:[Tt]he|[Hh]is|[Tt]heir|[Ii]ts) {new}(?P<role>{person})\\b{alone}(?! (?:of|at|for)\\b)"),
    (
        "club",
        "{the} (?:(?P<whose><[LX]\\d+> |{adjective} )|[a-z-]+ )?{club_noun}\\b(?! <)(?! (?:of|in|that)\\b)(?!'s <P)",
    ),
    ("company", "{the} (?:[a-z]+ )?{company_noun}\\b(?! <)"),
    (
        "work",
        "{the} (?:(?!(?:will|would|can|is|was|has|to|first to|and|of) )[a-z0-9-]+ ){0,2}?{work}\\b(?! <)(?!,? (?:called|about))",
    ),
    (
        "competition",
        "\\b(?:[Tt]he|[Tt]hat|[Tt]his) (?P<cup>league|championship|division|top flight|title|crown|cup|trophy"
        "|competition|tournament)\\b(?! <K){game}",
    ),
    ("pronoun", "\\b(?P<pronoun>[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er|himself|herself)\\b"),
    ("men", "<P(?P<who>\\d+)>(?:'s)? (?P<noun>side|team|men|eleven)\\b(?!-| <)"),
    ("they", "\\b(?:[Tt]hey|[Tt]heir|[Tt]hem)\\b"),
)
_MR = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame) )?"
_MANAGES = re.compile(
    r",? (?:who |has |had |was |is )?(?:taken |took |take )?(?:charge|over|coach|manag|appointed|hired|sacked)"
)
_BESIDE = re.compile(
    r"<P(\d+)>(?:, \d\d)?,(?: who (?:is|was|has been|had been|became|remains))? $"
)  # "Finch, who was his captain"
_FAR = 100  # sentences
_LEAGUE = re.compile(
    r"league|lig(?:a|ue|en|)\b|division|championship|serie|premier|allsvenskan|eredivisie|ekstraklasa", re.I
)

Resolve = Callable[[re.Match[str], int], Referent | None]
"""What a pattern found, and at which offset: what it refers to, None where that can't be told."""


@dataclass(frozen=True, slots=True)
class _Way:
    pattern: re.Pattern[str]
    resolve: Resolve
    type: MentionType


class Resolver(Referents):
    """Finds the referents of one article: the names first, then what describes them or stands for them."""

    def __init__(
        self,
        text: str,
        sentences: list[Extent] | tuple[Extent, ...],
        quoted: list[Extent],
        names: list[Name],
        lexicon: Lexicon,
    ) -> None:
        super().__init__(text, sentences, quoted, names, lexicon)
        learn(self)
        join_nicknames(self)
        self._named = set(self.by_extent)
        ways = self._ways()
        speech = [[] for _ in sentences]  # type: list[list[Mark]]
        for extent in quoted:
            for number in range(self.sentence_of(extent[0]), self.sentence_of(extent[1] - 1) + 1):
                speech[number].append(Mark(extent, "Q", 0))
        for number, sentence in enumerate(sentences):
            if sentence[1] - sentence[0] <= LONGEST:
                self._describe(number, sentence, ways, speech[number])

    def _ways(self) -> list[_Way]:
        resolve: dict[str, Resolve] = {
            "kin": lambda match, _at: self.referents[int(match["who"])],
            "nation": self._compatriot,
            "age": self._aged,
            "role": self._in_role,
            "club": lambda match, at: self.spoken_of("Club", at, last=bool(match["whose"])),
            "company": lambda _match, at: self.focus("ProductionCompany", at),
            "work": lambda _match, at: self.focus("Documentary", at),
            "competition": self._competition,
            "pronoun": self._pronoun,
            "men": self._men,
            "they": lambda _match, at: self.spoken_of("Club", at),
        }
        pronouns = ("pronoun", "they")
        return [
            _Way(
                re.compile(_expanded(pattern, self.lexicon.words)),
                resolve[by],
                MentionType.PRONOUN if by in pronouns else MentionType.DESCRIPTION,
            )
            for by, pattern in _DESCRIPTIONS
        ]

    # --- one sentence ---

    def _describe(self, number: int, sentence: Extent, ways: list[_Way], speech: list[Mark]) -> None:
        marked = mark_text(self.text, sentence, [*self.marks_of(number), *speech])
        for way in ways:
            changed = False
            for match in way.pattern.finditer(marked.text):
                extent = marked.extent(*match.span("noun" if "noun" in match.re.groupindex else 0))
                if (way.type is MentionType.DESCRIPTION and _is_apposed(marked.text, match)) or self._is_told(
                    number, extent
                ):
                    continue
                referent = way.resolve(match, extent[0])
                if referent is not None:
                    self.refer(referent, extent, way.type)
                    changed = True
            if changed:
                marked = mark_text(self.text, sentence, [*self.marks_of(number), *speech])

    def _is_told(self, number: int, extent: Extent) -> bool:
        """Tell whether what a stretch means is told: it crosses other words that refer to something."""
        for mark in self.marks_of(number):
            if mark.extent[0] < extent[1] and extent[0] < mark.extent[1]:
                within = extent[0] <= mark.extent[0] and mark.extent[1] <= extent[1]
                if mark.extent == extent or not within or mark.extent not in self._named:
                    return True
        return False

    # --- persons ---

    def _compatriot(self, match: re.Match[str], at: int) -> Referent | None:
        """Give whoever is of that nation; else who has that role; else the last one named of whom no nation is told."""
        people = match["people"]
        nation = self.lexicon.nations[people]
        gender = "she" if people.endswith("woman") else "he" if people.endswith("man") and people != "German" else ""
        persons = [r for r in self.referents if r.kind == "Person" and r.references and r.first < at]
        same = [r for r in self.history(at, "Person", _FAR) if r.nation == nation]
        role = (match.groupdict().get("role") or "").lower()
        held = [r for r in persons if not r.nation and any(alike(role, other) for other in r.roles)] if role else []
        recent = [r for r in lately(self, at) if not r.nation and _fits(r, gender)]
        if not (chosen := [*same, *held, *_fitting(recent, match)]):
            return None
        chosen[0].nation = nation
        chosen[0].gender = chosen[0].gender or gender
        return chosen[0]

    def _aged(self, match: re.Match[str], at: int) -> Referent | None:
        recent = self.history(at, "Person")
        told = [r for r in self.referents if r.kind == "Person" and r.age == match["age"]]
        return next(iter([*told, *(r for r in recent if not r.age)]), None)

    def _in_role(self, match: re.Match[str], at: int) -> Referent | None:
        role = match["role"].lower()
        club = match.groupdict().get("club")
        held = [r for r in self.referents if r.kind == "Person" and any(alike(role, other) for other in r.roles)]
        if club and any(int(club) in r.homes for r in held):
            held = [r for r in held if int(club) in r.homes]
        before = [r for r in held if r.references and r.first < at]
        if len(before) == 1:
            return before[0]
        return next((r for r in self.history(at, "Person") if r in before), None)

    def _pronoun(self, match: re.Match[str], at: int) -> Referent | None:
        """Give the person named first in the sentence, or in one before, whom the pronoun fits.

        A paragraph that begins with "he" begins with whom the article is about.
        """
        pronoun = match["pronoun"].lower()
        gender = "he" if pronoun in _HE else "she"
        beside = _BESIDE.search(match.string[max(0, match.start() - 40) : match.start()])
        other = int(beside[1]) if beside and pronoun in ("his", "her") else -1
        candidates = [r for r in self.history(at, "Person") if _fits(r, gender) and r.number != other]
        main = self.main("Person")
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
        begun = self.since_paragraph(at) > 0 or match["pronoun"] in ("His", "Her")
        return not begun and not self.history(at, "Person", 0)

    def _men(self, match: re.Match[str], at: int) -> Referent | None:
        """Give the club that somebody is at; that of one who is new in the sentence is new, too."""
        who = self.referents[int(match["who"])]
        if who.homes:
            return self.referents[who.homes[0]]
        acting = self.acting("Club", at)
        if who.first >= self.sentences[self.sentence_of(at)][0] and len(acting) == 1:
            return acting[0]
        return self.spoken_of("Club", at)

    # --- clubs, works, companies, competitions ---

    def _competition(self, match: re.Match[str], at: int) -> Referent | None:
        """Give the competition of that sort that was named last; a league that no name is given to is one, too."""
        word = match["cup"]
        recent = self.history(at, "Competition", _FAR)
        cups = re.compile(self.lexicon.words["league_of_cups"])  # the Champions League is none
        leagues = [r for r in recent if _LEAGUE.search(r.label) and not cups.search(r.label)]
        if word in ("league", "championship", "division", "top flight"):
            if leagues or word in ("division", "top flight"):
                return next(iter(leagues), None)
            won = re.search(rf"\b{self.lexicon.words['win']} $", match.string[: match.start()])
            return self._new_league(match[0]) if won else None
        if word in ("title", "crown"):
            return next(iter(leagues if len(recent) > 1 and recent[0] not in leagues else recent), None)
        if word == "cup":
            recent = [r for r in recent if r not in leagues]
        return next(iter(recent), None)

    def _new_league(self, words: str) -> Referent:
        referent = Referent(len(self.referents), "Competition", words)
        self.referents.append(referent)
        return referent


def _expanded(pattern: str, words: Mapping[str, str]) -> str:
    """Put in for names in braces what they stand for."""

    def expand(match: re.Match[str]) -> str:
        name = match[1]
        return _expanded(_PARTS[name], words) if name in _PARTS else words[name]

    return re.sub(r"\{([a-z_]+)\}", expand, pattern)


def _is_apposed(text: str, match: re.Match[str]) -> bool:
    """Tell whether a description is only what is said of a name beside it: "Finch, the manager, ..."."""
    before = text[max(0, match.start() - 40) : match.start()]
    after = text[match.end() : match.end() + 12]
    if re.match(rf",? (?:is|was|are|were) {_MR}<[A-Z]", after):
        return True
    if re.search(r"<P\d+>(?:'s)? (?:is|was|has been|became|becomes|remains|as) $", before):
        return True
    if "new " in match[0] and re.search(r"\b(?:as|be|been|become|becomes|became) $", before):
        return True
    named = re.search(r"<[A-Z]\d+>(?:'s)?(?:, \d\d)?, $", before)
    return bool(
        named and re.match(r"[,.;:)]| (?:of|and|who|whom|whose|which|since|at|that|with|in|on|for|from|to)\b|$", after)
    )


def _fitting(persons: list[Referent], match: re.Match[str]) -> list[Referent]:
    """Give the persons in their order, those first of whom the words behind can be said."""
    if _MANAGES.match(match.string, match.end()):
        return sorted(persons, key=lambda person: not any(alike("manager", role) for role in person.roles))
    return persons


def _fits(referent: Referent, gender: str) -> bool:
    return not gender or referent.gender in ("", gender)
