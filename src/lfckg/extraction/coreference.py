"""Coreference: which words of an article refer to one thing, by name, part of a name, description or pronoun."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lfckg.article import Extent, slugify
from lfckg.claims import MentionType
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import Mark, mark_text
from lfckg.extraction.names import Name
from lfckg.extraction.readings import Reference

__all__ = ["LETTERS", "Referent", "Resolver"]

LETTERS = {
    "Person": "P",
    "Club": "C",
    "Competition": "K",
    "Documentary": "W",
    "ProductionCompany": "M",
    "Broadcaster": "B",
    "Organisation": "O",
    "Place": "L",
    "": "X",
}
"""The letter that a kind has in marked text."""

_HE, _SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
_WOMAN = re.compile(
    r"woman\b|\bactress|\b(?:mother|daughter|sister|aunt|niece|wife|widow|chairwoman|Dame|Mrs|Ms)\b", re.I
)
_MAN = re.compile(r"(?<!wo)man\b|\b(?:father|son|brother|uncle|nephew|husband|Sir|Mr)\b")
_PAST = re.compile(r"\b(?:former|ex|old|retired|one-time)\b", re.I)
_RECENT = 3


@dataclass(slots=True)
class Referent:
    """A thing that an article speaks of, while it is read; `number` is its place in the list of all."""

    number: int
    kind: str
    label: str
    references: list[Reference] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    gender: str = ""
    nation: str = ""
    roles: set[str] = field(default_factory=set)
    homes: list[int] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Where it is first referred to."""
        return min((reference.extent[0] for reference in self.references), default=0)


class Resolver:
    """Finds the referents of one article."""

    def __init__(
        self, text: str, sentences: Sequence[Extent], quoted: Sequence[Extent], names: Sequence[Name], lexicon: Lexicon
    ) -> None:
        self.text, self.sentences, self.quoted, self.lexicon = text, sentences, quoted, lexicon
        self.referents: list[Referent] = []
        self.by_extent: dict[Extent, Referent] = {}
        self._cluster(list(names))
        self._describe()

    # --- names ---

    def _cluster(self, names: list[Name]) -> None:
        for name in sorted(names, key=lambda name: (name.kind == "", -len(name.words.split()), name.extent)):
            if name.kind != "Place":
                self._join(name)
        for name in sorted(names, key=lambda name: name.extent):
            if name.extent not in self.by_extent and name.kind != "Place":
                self._place_short(name)
        for referent in self.referents:
            referent.references.sort(key=lambda reference: reference.extent)

    def _join(self, name: Name) -> None:
        """Give a full name its referent; short names that may be several persons' wait for the second round."""
        fitting = [referent for referent in self.referents if self._same(referent, name)]
        exact = [referent for referent in fitting if name.words in referent.names]
        if len(exact) == 1 or len(fitting) == 1:
            self._refer((exact or fitting)[0], name)
        elif not fitting:
            referent = Referent(len(self.referents), name.kind, name.words)
            self.referents.append(referent)
            self._refer(referent, name)

    def _same(self, referent: Referent, name: Name) -> bool:
        if name.kind not in ("", referent.kind):
            return False
        if any(_key(name.words) == _key(other) for other in referent.names):
            return True
        if (
            referent.kind == "Club"
            and (known := self._canonical(name.words))
            and known in map(self._canonical, referent.names)
        ):
            return True
        if referent.kind in ("Documentary", "Broadcaster"):
            return False
        parts = _key(name.words).split()
        if referent.kind == "Competition" and len(parts) < 2:
            return False
        return any(_within(parts, _key(other).split()) for other in referent.names if len(other) > len(name.words))

    def _canonical(self, words: str) -> str | None:
        for written in (words, f"the {words}"):
            if (known := self.lexicon.names.get(written)) and known[0] == "Club":
                return known[1]
        return None

    def _place_short(self, name: Name) -> None:
        """A short name that may be several's is the one's that it stood for before, else the one's named last before."""
        fitting = [referent for referent in self.referents if self._same(referent, name)]
        if not fitting:
            return
        used = [
            r
            for r in fitting
            if any(self.text[slice(*x.extent)] == name.words for x in r.references if x.extent < name.extent)
        ]
        before = [r for r in fitting if r.first < name.extent[0]]
        self._refer(
            (used or before or fitting)[0]
            if len(used) == 1 or not before
            else max(used or before, key=lambda r: (len(r.references), -r.first)),
            name,
        )

    def _refer(self, referent: Referent, name: Name) -> None:
        referent.names.add(name.words)
        if len(name.words) > len(referent.label):
            referent.label = name.words
        self.by_extent[name.extent] = referent
        referent.references.append(Reference(name.extent, MentionType.NAME))

    # --- descriptions and pronouns ---

    def _describe(self) -> None:
        words = self.lexicon.words
        person = rf"(?:{words['manager']}|{words['post']}|{words['player']}|{words['artist']})"
        film = rf"(?:{words['film']}|{words['series']}|programme|show|production)"
        self.patterns: list[tuple[re.Pattern[str], Callable[[re.Match[str], int], Referent | None], MentionType]] = [
            (
                re.compile(rf"\b[Tt]he (?P<people>{words['people']})\b(?! <P)(?! (?:{person}|{words['club_noun']}))"),
                self._compatriot,
                MentionType.DESCRIPTION,
            ),
            (
                re.compile(rf"\b[Tt]he (?:\w+ )?(?P<people>{words['adjective']}) (?P<role>{person})\b(?!,? <P)"),
                self._compatriot,
                MentionType.DESCRIPTION,
            ),
            (
                re.compile(rf"(?<![\w>] )\b[Tt]he <C(?P<club>\d+)> (?P<role>{person})\b(?!,? <P)"),
                self._in_role,
                MentionType.DESCRIPTION,
            ),
            (
                re.compile(
                    rf"\b(?:[Tt]he|[Hh]is|[Tt]heir|[Ii]ts) (?:new |club's |departing |outgoing )?(?P<role>{person})\b(?!,? <P)(?! of)"
                ),
                self._in_role,
                MentionType.DESCRIPTION,
            ),
            (
                re.compile(
                    rf"\b[Tt]he (?:[a-z]+ |<L\d+> |{words['adjective']} )?{words['club_noun']}\b(?! <)(?! of)(?! {person}\b)"
                ),
                lambda match, at: self.focus("Club", at),
                MentionType.DESCRIPTION,
            ),
            (
                re.compile(rf"\b[Tt]he (?:[a-z]+ )?{words['company_noun']}\b(?! <)"),
                lambda match, at: self.focus("ProductionCompany", at),
                MentionType.DESCRIPTION,
            ),
            (
                re.compile(rf"\b[Tt]he (?:[a-z0-9-]+ ){{0,2}}?{film}\b(?! <|-)(?!,? (?:called|about))"),
                lambda match, at: self.focus("Documentary", at),
                MentionType.DESCRIPTION,
            ),
            (
                re.compile(r"\b(?P<pronoun>[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er|himself|herself)\b"),
                self._pronoun,
                MentionType.PRONOUN,
            ),
            (
                re.compile(r"\b(?:[Tt]hey|[Tt]heir|[Tt]hem)\b"),
                lambda match, at: self.focus("Club", at),
                MentionType.PRONOUN,
            ),
        ]
        for sentence in self.sentences:
            self._learn(sentence)
        for sentence in self.sentences:
            self._describe_sentence(sentence)

    def marks(self) -> list[Mark]:
        """Give all names and descriptions as marks."""
        return [Mark(extent, LETTERS[referent.kind], referent.number) for extent, referent in self.by_extent.items()]

    def _learn(self, sentence: Extent) -> None:
        """Learn roles, nations and genders from what stands beside names."""
        words = self.lexicon.words
        marked = mark_text(self.text, sentence, self.marks()).text
        role = rf"(?P<role>{words['manager']}|{words['post']}|{words['player']}|{words['artist']})"
        for pattern in (
            rf"<P(?P<who>\d+)>,? (?:the |their |its |his |her |a |an )(?:[\w'<>-]+ ){{0,3}}?{role}\b",
            rf"\b{role},? <P(?P<who>\d+)>",
            rf"<P(?P<who>\d+)>, {role}\b",
            rf"<P(?P<who>\d+)> (?:is|was|has been|as) (?:the |a )?{role}\b",
        ):
            for match in re.finditer(pattern, marked, re.I):
                if re.fullmatch(words["manager"], match["role"], re.I) or not _PAST.search(match[0]):
                    self.referents[int(match["who"])].roles.add(match["role"].lower())
        for pattern in (
            rf"\b(?P<nation>{words['demonym']})(?: (?:{words['manager']}|{words['post']}|{words['player']}|{words['artist']}))? <P(?P<who>\d+)>",
            rf"<P(?P<who>\d+)>, (?:the|an?) (?:\w+ )?(?P<nation>{words['demonym']})\b",
        ):
            for match in re.finditer(pattern, marked):
                self.referents[int(match["who"])].nation = self.referents[int(match["who"])].nation or match["nation"]
        for match in re.finditer(r"<P(?P<who>\d+)>(?P<after>[^<.;]{0,60})", marked):
            pronouns = [word for word in re.findall(r"\b(?:who|he|she|his|her)\b", match["after"]) if word != "who"]
            referent = self.referents[int(match["who"])]
            if not referent.gender and pronouns:
                referent.gender = "he" if pronouns[0] in _HE else "she"
            if not referent.gender and _WOMAN.search(match["after"][:40]):
                referent.gender = "she"

    def _describe_sentence(self, sentence: Extent) -> None:
        for pattern, resolve, type_ in self.patterns:
            marked = mark_text(self.text, sentence, [*self.marks(), *(Mark(extent, "Q", 0) for extent in self.quoted)])
            for match in pattern.finditer(marked.text):
                before, after = marked.text[: match.start()], marked.text[match.end() :]
                if type_ is MentionType.DESCRIPTION and (
                    re.search(r"<[A-Z]\d+>(?:'s)?(?:, \d\d)?, $|<P\d+> (?:is|was|has been|became|remains|as) $", before)
                    and re.match(r"[,.;:)]| (?:of|and|who|since|at)\b|$", after)
                ):
                    continue  # what is said of a name beside it
                extent = marked.extent(*match.span())
                if extent in self.by_extent or any(s < extent[1] and extent[0] < e for s, e in self.by_extent):
                    continue
                referent = resolve(match, extent[0])
                if referent is not None:
                    self.by_extent[extent] = referent
                    referent.references.append(Reference(extent, type_))

    def history(self, at: int, kind: str) -> list[Referent]:
        """Give what was referred to before an offset, of a kind: the sentence's own first, then the sentences before."""
        number = next((n for n, (start, end) in enumerate(self.sentences) if start <= at < end), 0)
        found: list[Referent] = []
        for back in range(number, max(-1, number - _RECENT - 1), -1):
            start, end = self.sentences[back]
            inside = (
                sorted(
                    (extent, r)
                    for extent, r in self.by_extent.items()
                    if start <= extent[0] < min(end, at) and r.kind == kind and not self._in_speech(extent)
                )
                if False
                else sorted(
                    (
                        (extent, r.number)
                        for extent, r in self.by_extent.items()
                        if start <= extent[0] < min(end, at) and r.kind == kind and not self._in_speech(extent)
                    )
                )
            )
            for _, index in inside:
                if self.referents[index] not in found:
                    found.append(self.referents[index])
        return found

    def _in_speech(self, extent: Extent) -> bool:
        return any(start <= extent[0] < end for start, end in self.quoted)

    def main(self, kind: str) -> Referent | None:
        """Give the referent of a kind that the article names most; descriptions follow from that, and don't count."""
        counts = {
            r.number: sum(reference.type is MentionType.NAME for reference in r.references)
            for r in self.referents
            if r.kind == kind
        }
        ranked = sorted(counts.items(), key=lambda item: (-item[1], self.referents[item[0]].first))
        return self.referents[ranked[0][0]] if ranked else None

    def focus(self, kind: str, at: int) -> Referent | None:
        """Give what an article speaks of at an offset: its main subject of that kind, unless another was just named."""
        if kind == "Documentary":
            return self._work(at)
        main = self.main(kind)
        recent = self.history(at, kind)
        if main is None or (recent and recent[0] is main):
            return main
        total = sum(len(r.references) for r in self.referents if r.kind == kind)
        if not recent or (kind == "Club" and len(main.references) * 2 > total):
            return main
        return recent[0]

    def _work(self, at: int) -> Referent | None:
        """Give the work named last before an offset in its paragraph, else behind it in its sentence, else before."""
        named = sorted((extent[0], r.number) for extent, r in self.by_extent.items() if r.kind == "Documentary")
        before = [(start, number) for start, number in named if start <= at]
        end = next((end for start, end in self.sentences if start <= at < end), at)
        behind = [number for start, number in named if at < start < end]
        if before and "\n\n" not in self.text[before[-1][0] : at]:
            return self.referents[before[-1][1]]
        if behind:
            return self.referents[behind[0]]
        if before:
            return self.referents[before[-1][1]]
        only = {number for _, number in named}
        return self.referents[only.pop()] if len(only) == 1 else None

    def introduced(self, kind: str, at: int) -> Referent | None:
        """Give what a sentence leads up to: named before in it, else the first that is new behind an offset, near by."""
        begin = next((start for start, end in self.sentences if start <= at < end), at)
        for extent, referent in sorted(self.by_extent.items(), key=lambda item: -item[0][0]):
            if referent.kind == kind and begin <= extent[0] <= at:
                return referent
        behind = sorted((r.first, r.number) for r in self.referents if r.kind == kind and r.first > at)
        if not behind:
            return None
        first, number = behind[0]
        between = sum(1 for start, _ in self.sentences if at < start <= first)
        alone = sum(1 for r in self.referents if r.kind == kind) == 1
        return self.referents[number] if between < 2 or alone else None

    def _fits(self, referent: Referent, gender: str) -> bool:
        return referent.gender in ("", gender)

    def _pronoun(self, match: re.Match[str], at: int) -> Referent | None:
        gender = "he" if match["pronoun"].lower() in _HE else "she"
        candidates = [r for r in self.history(at, "Person") if self._fits(r, gender)]
        if not candidates:
            return None
        sure = [r for r in candidates if r.gender == gender]
        chosen = sure[0] if sure and sure[0] in candidates[:2] else candidates[0]
        chosen.gender = gender
        return chosen

    def _compatriot(self, match: re.Match[str], at: int) -> Referent | None:
        nation = match["people"]
        persons = [r for r in self.referents if r.kind == "Person"]
        gender = "she" if nation.endswith("woman") else "he" if nation.endswith("man") and nation != "German" else ""
        same = [r for r in persons if r.nation == nation and r.first < at]
        if same:
            return same[0]
        role = (match.groupdict().get("role") or "").lower()
        if role and (held := [r for r in persons if any(_alike(role, other) for other in r.roles) and not r.nation]):
            held[0].nation = nation
            return held[0]
        number = next((n for n, (start, end) in enumerate(self.sentences) if start <= at < end), 0)
        recent = [
            r
            for r in self.history(self.sentences[number][0], "Person")
            if not r.nation and (not gender or self._fits(r, gender))
        ]
        if not recent:
            return None
        recent[0].nation = nation
        if gender:
            recent[0].gender = gender
        return recent[0]

    def _in_role(self, match: re.Match[str], at: int) -> Referent | None:
        role = match["role"].lower()
        held = [r for r in self.referents if r.kind == "Person" and any(_alike(role, other) for other in r.roles)]
        before = [r for r in held if r.first < at]
        if len(before) == 1:
            return before[0]
        recent = [r for r in self.history(at, "Person") if r in before]
        return recent[0] if recent else None


def _alike(role: str, other: str) -> bool:
    managers = ("manager", "coach", "boss", "head coach", "trainer", "gaffer")
    return role == other or (role in managers and other in managers)


def _key(words: str) -> str:
    """Give a name as it is compared: without case, signs and the plural of its words."""
    return " ".join(re.sub(r"s$", "", part) for part in slugify(words).split("-")) or words.casefold()


def _within(parts: list[str], whole: list[str]) -> bool:
    return any(whole[n : n + len(parts)] == parts for n in range(len(whole) - len(parts) + 1))
