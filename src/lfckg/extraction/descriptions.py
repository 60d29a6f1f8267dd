"""Descriptions and pronouns: "the Scot", "the Reds boss", "the 66-year-old", "the club", "she", "their"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lfckg.article import Extent
from lfckg.claims import MentionType
from lfckg.extraction.clustering import join_names
from lfckg.extraction.coreference import FAR, Referent, Referents
from lfckg.extraction.learning import learn
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import LONGEST, Mark, mark_text
from lfckg.extraction.names import Name
from lfckg.extraction.nicknames import join_nicknames
from lfckg.extraction.persons import Persons

__all__ = ["Resolver"]

# How things are described; {words} are classes of words.toml, or one of these:
_PARTS = {
    "person": "(?:{manager}|{post}|{player}|{artist})",
    "work": "(?:{film}|{series}|programme|show|production)(?!-| (?:producer|director|maker|company|star|critic)s?\\b)",
    "mr": "(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame) )?",
    "alone": "(?!,? {mr}<P)(?!'?-)",
    "new": (
        "(?:(?:new |incoming |next |club's |former |departed |departing |outgoing |sacked |dismissed |ousted |current "
        "|long-serving |then )?)"
    ),
    "the": "\\b[Tt]he",
    "of_nations": (
        "(?:leagues?|cups?|championships?|titles?|crown|capital|border|coast|countryside|(?:football )?federation|FA|game"
        "|top (?:flight|division)|(?:first|second|third) (?:division|tier)|press|media|newspapers?|papers?|television|TV"
        "|broadcaster|public|market|embassy|government|language|accent|flag|anthem|giants|outfit|clubs|sides|teams"
        "|football|soccer|international|internationals|national|women|men|duo|pair|trio|players|coaches|managers|fans"
        "|supporters|people|city|town|village|port|island|islands|border|summer|winter|season|word|way|record|love|cinema"
        "|streaming|production|tactician|businessman|businesswoman|billionaire|investors?|owners?)"
    ),
    "game": (
        "(?! (?:game|match|fixture|leader|meeting|opener|draw|final|tie|season|campaign|run|position|race|challenge"
        "|medal|winner|defender|contender|rival|side|club|defeat|debut)s?\\b|-)"
    ),
}
_DESCRIPTIONS = (
    ("kin", "<P\\d+>'s (?:[a-z]+ )?{kin},? {mr}<P(?P<who>\\d+)>"),
    (
        "nation",
        "{the} (?P<people>{people})\\b(?!-| {mr}<| [A-Z])(?! (?:{person}|{club_noun}|{film}|{series}|{company_noun}|{of_nations})\\b)"
        "(?! [a-z-]+ <P)",
    ),
    ("nation", "{the} (?:\\w+ )?(?P<people>{adjective}) (?P<role>{person})\\b{alone}"),
    ("age", "{the} (?P<age>\\d\\d)-year-old(?!-)(?! (?:[a-z]+ )?(?:{person}|{demonym}|man|woman|<P)\\b)"),
    ("role", "{the} {new}<C(?P<club>\\d+)> (?P<role>{person})\\b{alone}"),
    ("role", "\\b(?:[Tt]he|[Hh]is|[Tt]heir|[Ii]ts) {new}(?P<role>{person})\\b{alone}(?! (?:of|at|for)\\b)"),
    ("other", "\\b(?:[Hh]is|[Hh]er) (?P<other>predecessor|successor)\\b{alone}"),
    (
        "club",
        "{the} (?:(?P<whose><[LX]\\d+> |{adjective} |[A-ZÀ-Þ][a-zà-ž-]+ )|[a-z-]+ )?{club_noun}\\b(?! <)(?! (?:of|in|that)\\b)(?!'s <P)",
    ),
    ("company", "{the} (?:[A-ZÀ-Þa-z][a-zà-ž-]+ )?{company_noun}\\b(?! <)"),
    (
        "work",
        "{the} (?:(?!(?:will|would|can|is|was|has|to|first to|and|of) )[a-z0-9-]+ ){0,2}?{work}\\b(?! <)(?!,? (?:called|about))",
    ),
    (
        "competition",
        "\\b(?:[Tt]he|[Tt]hat|[Tt]his) (?:same (?!title|crown))?(?P<cup>league|championship|division|top flight|title|crown|cup|trophy"
        "|competition|tournament)\\b(?! <K){game}",
    ),
    ("pronoun", "\\b(?P<pronoun>[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er|himself|herself)\\b"),
    ("men", "<P(?P<who>\\d+)>(?:'s)? (?P<noun>side|team|men|eleven)\\b(?!-| <)"),
    ("they", "\\b(?:[Tt]hey|[Tt]heir|[Tt]hem)\\b"),
)
_MR = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame) )?"
_LEAGUE = re.compile(
    r"league|lig(?:a|ue|en|)\b|division|championship|serie|premier|allsvenskan|eredivisie|ekstraklasa", re.I
)

_RELATIVE = re.compile(r"<C(\d+)>, (?:who|which) [^,.;<]*$")
_SAYS = re.compile(r" (?:said|says|confirmed|announced|added|revealed)\b")

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
        super().__init__(text, sentences, quoted, lexicon)
        join_names(self, names)
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
        persons = Persons(self)
        resolve: dict[str, Resolve] = {
            "kin": lambda match, _at: self.referents[int(match["who"])],
            "nation": persons.compatriot,
            "age": persons.aged,
            "role": persons.in_role,
            "other": persons.other,
            "club": self._club,
            "company": lambda _match, at: self.focus("ProductionCompany", at),
            "work": lambda _match, at: self.focus("Documentary", at),
            "competition": self._competition,
            "pronoun": persons.pronoun,
            "men": persons.team_of,
            "they": self._they,
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

    # --- clubs, works, companies, competitions ---

    def _club(self, match: re.Match[str], at: int) -> Referent | None:
        """Give the club spoken of; the one that says something beside another's name is what the article is about."""
        if _SAYS.match(match.string, match.end()) and re.search(r", $", match.string[: match.start()]):
            return self.main("Club")
        if match["whose"] and (home := self._at_home(match["whose"].strip(), at)):
            return home[0]
        spoken = self.spoken_of("Club", at, last=bool(match["whose"]))
        known = any((match["whose"] or "").strip() in homes for homes in self.lexicon.homes.values())
        return None if spoken and known and self._homes(spoken) else spoken

    def _at_home(self, place: str, at: int) -> list[Referent]:
        """Give the well-known clubs spoken of before an offset that are at home in a city or a country."""
        return [r for r in self.history(at, "Club", FAR) if place in self._homes(r)]

    def _homes(self, club: Referent) -> frozenset[str]:
        return frozenset().union(*(self.lexicon.homes.get(name, frozenset()) for name in club.meant))

    def _they(self, match: re.Match[str], at: int) -> Referent | None:
        """Give the club that a relative clause is about: "Upton, who sold their captain"; else the one spoken of."""
        clause = _RELATIVE.search(match.string[: match.start()])
        return self.referents[int(clause[1])] if clause else self.spoken_of("Club", at)

    def _competition(self, match: re.Match[str], at: int) -> Referent | None:
        """Give the competition of that sort that was named last; a league that no name is given to is one, too."""
        word = match["cup"]
        recent = self.history(at, "Competition", FAR)
        cups = re.compile(self.lexicon.words["league_of_cups"])  # the Champions League is none
        leagues = [r for r in recent if _LEAGUE.search(r.label) and not cups.search(r.label)]
        if word in ("league", "championship", "division", "top flight"):
            if leagues or word in ("division", "top flight"):
                return next(iter(leagues), None)
            won = re.search(rf"\b{self.lexicon.words['win']} $", match.string[: match.start()])
            return self._new_league(match[0]) if won else None
        if word in ("title", "crown"):
            return next(iter(leagues if len(recent) > 1 and recent[0] not in leagues else recent), None)
        if word in ("cup", "trophy"):
            recent = [r for r in recent if r not in leagues] or (recent if word == "trophy" else [])
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
    before = text[max(0, match.start() - 70) : match.start()]
    after = text[match.end() : match.end() + 12]
    if re.match(rf",? (?:is|was|are|were) {_MR}<[A-Z]", after):
        return True
    if re.search(
        r"<P\d+>(?:, [^,.;<]{1,40},)?(?:'s|,? who)? (?:is|was|has been|became|becomes|remains|as)(?: both| also| now| still| only)? $",
        before,
    ):
        return True
    if before.endswith(" as ") and re.match(
        r"[,.;:)]|$| (?:of|until|since|for|at|in|on|from|and|when|last|next)\b", after
    ):
        return True
    if "new " in match[0] and re.search(r"\b(?:as|be|been|become|becomes|became) $", before):
        return True
    named = re.search(r"<[A-Z]\d+>(?:'s)?(?:, \d\d)?, $", before)
    return bool(
        named and re.match(r"[,.;:)]| (?:of|and|who|whom|whose|which|since|at|that|with|in|on|for|from|to)\b|$", after)
    )
