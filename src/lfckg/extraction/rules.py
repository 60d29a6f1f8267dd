"""The reader by rules: what an article says, found by patterns, without a language model of the large kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from lfckg.article import Extent, index_text, slugify
from lfckg.claims import Status
from lfckg.extraction.attributions import Speech
from lfckg.extraction.calendars import Calendar
from lfckg.extraction.coreference import LETTERS, Referent
from lfckg.extraction.dating import is_long_past, resolve_times, times_beside
from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.doubt import is_doubtful
from lfckg.extraction.films import EARLY, about_by_article, about_by_title, forms_by_description, later_release
from lfckg.extraction.honours import read_number
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import Mark, MarkedText, mark_sentences
from lfckg.extraction.matching import Rule, Slot
from lfckg.extraction.names import Namer
from lfckg.extraction.parsing import Clauses, tag_text
from lfckg.extraction.readings import Argument, Entity, Proposal, Reading
from lfckg.extraction.seasons import is_over
from lfckg.extraction.speakers import quotations_of
from lfckg.extraction.speech import find_quotations
from lfckg.extraction.stretches import Stretches
from lfckg.extraction.times import find_times
from lfckg.extraction.trophies import Trophies
from lfckg.extraction.winners import Winners
from lfckg.extraction.winning import Winning, without_vague_wins
from lfckg.extraction.works import dropped_works, speaks_of_work, work_introduced

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["RuleReader"]

_KINDS = {
    "P": "Person",
    "C": "Club",
    "K": "Competition",
    "W": "Documentary",
    "M": "ProductionCompany",
    "B": "Broadcaster",
    "O": "Organisation",
}
_MANAGER = ("manager", "coach", "boss", "head coach", "trainer", "gaffer")
_STATES = ("announced", "filming", "completed", "released")


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Reads articles by the rules of `ontology/extraction/`; `name` is told as the claims' source."""

    name: str
    language: Language
    lexicon: Lexicon
    namer: Namer
    rules: Sequence[Rule]
    calendar: Calendar
    speech: Speech

    def read(self, text: str, issued: str | None = None) -> Reading:
        """Read a normalised text; `issued` is the day of publication, by which relative dates are resolved."""
        return _Article(self, text, issued).read()


class _Article:
    def __init__(self, reader: RuleReader, text: str, issued: str | None) -> None:
        self.reader, self.text, self.issued = reader, text, issued
        self.sentences = index_text(text).sentences
        self.times = find_times(text, date.fromisoformat(issued) if issued else None, reader.calendar)
        self.quotations = find_quotations(text, reader.speech)
        self.quoted = [piece for quotation in self.quotations for piece in quotation.pieces]
        hints, proper = tag_text(text, self.sentences, reader.language)
        names = reader.namer.find(text, self.sentences, self.quoted, hints, proper.__contains__)
        dated = Stretches(time.extent for time in self.times)
        names = [name for name in names if name.kind == "Documentary" or not dated.holds(name.extent[0])]
        self.places = [Mark(name.extent, "L", number) for number, name in enumerate(names) if name.kind == "Place"]
        self.resolver = Resolver(text, self.sentences, self.quoted, names, reader.lexicon)
        self.around = [
            *(Mark(time.extent, "T", number) for number, time in enumerate(self.times)),
            *(Mark(piece, "Q", number) for number, piece in enumerate(self.quoted)),
        ]
        self.found: list[Proposal] = []
        self.trophies = Trophies(text, self.resolver, reader.lexicon.words, self.around)
        self.winning = Winning(text, self.times, Winners(text, self.resolver, self._manages, self.found))

    def read(self) -> Reading:
        marks = [*self.resolver.marks(), *self.trophies.marks(), *self.places, *self.around]
        stretches = mark_sentences(self.text, self.sentences, marks)
        clauses = [Clauses(marked, self.reader.language) for marked in stretches]
        for rule in self.reader.rules:
            for marked, clause in zip(stretches, clauses, strict=True):
                for match in rule.pattern.finditer(marked.text):
                    self.found += self._propose(rule, match, marked, clause)
        self.found += quotations_of(self.text, self.quotations, self.resolver)
        self.found += self._nations()
        self.found += self._works()
        dropped = dropped_works((marked.text for marked in stretches), self.reader.lexicon)
        self.found = [
            one for one in self.found if not ("work" in one.arguments and one.arguments["work"].value in dropped)
        ]
        return self._reading()

    # --- one match of a rule ---

    def _propose(self, rule: Rule, match: re.Match[str], marked: MarkedText, clause: Clauses) -> Iterator[Proposal]:
        if rule.hedged and is_doubtful(match, marked, clause, self.reader.lexicon):
            return
        if rule.present and self.issued and is_long_past(marked, self.times, self.issued):
            return
        arguments = self._captured(match, marked)
        start, end = match.span("v") if "v" in match.re.groupindex and match["v"] else match.span()
        subjects = clause.subjects(start, end)
        if (
            rule.wants("subject", "W")
            and "work" not in arguments
            and not speaks_of_work(marked.text[:start], clause.subject_words(start, end), self.reader.lexicon)
        ):
            return
        if rule.needs == "near" and not self._work_is_near(match, marked):
            return
        for filled in self._filled(rule, arguments, subjects, match, marked):
            if not self._has_what_it_needs(rule, filled):
                continue
            if rule.honours:
                for won, span in self.winning.read(match, filled, marked):
                    yield from self._given(rule, won, span, marked)
            else:
                yield from self._one(rule, filled, match, marked)

    def _captured(self, match: re.Match[str], marked: MarkedText) -> dict[str, Argument]:
        arguments = {}
        for role, value in match.groupdict().items():
            if value is None or role in ("v", "list", "persons", "clubs", "count"):
                continue
            if role == "episodes":
                if number := read_number(value.lower()):
                    arguments[role] = Argument(str(number), marked.extent(*match.span(role)))
                continue
            if re.fullmatch(r"[A-Z]\d+", value):
                start, end = match.start(role) - 1, match.end(role) + 1
                arguments[role] = Argument(value, marked.extent(start, end))
            else:
                extent = marked.extent(*match.span(role))
                arguments[role] = Argument(self.text[slice(*extent)], extent)
        return arguments

    def _filled(
        self, rule: Rule, arguments: dict[str, Argument], subjects: list[str], match: re.Match[str], marked: MarkedText
    ) -> Iterator[dict[str, Argument]]:
        """Fill what the pattern left open: by the subject, by what is in focus, by constants; once for each subject."""
        several: list[dict[str, Argument]] = [dict(arguments)]
        for group, role in (("persons", "person"), ("clubs", "club")):
            if match.groupdict().get(group):
                marks = re.compile(rf"<({role[0].upper()}\d+)>").finditer(marked.text, *match.span(group))
                several = [{**arguments, role: Argument(mark[1], marked.extent(*mark.span()))} for mark in marks]
        for slot in rule.slots:
            for filled in list(several):
                if slot.role in filled:
                    continue
                if slot.source == "constant":
                    filled[slot.role] = Argument(slot.value)
                elif slot.source in ("home", "main", "focus", "introduced"):
                    at = marked.extent(match.start(), match.start() + 1)[0]
                    if referent := self._spoken_of(slot, at, filled):
                        filled[slot.role] = Argument(f"{LETTERS[referent.kind]}{referent.number}")
                elif fitting := [mark for mark in subjects if mark[1] in slot.value]:
                    filled[slot.role] = self._by_mark(fitting[0], marked, match)
                    several += [{**filled, slot.role: self._by_mark(other, marked, match)} for other in fitting[1:]]
        yield from several

    def _by_mark(self, mark: str, marked: MarkedText, match: re.Match[str]) -> Argument:
        place = marked.text.rfind(mark, 0, match.start() + 1)
        place = place if place >= 0 else marked.text.find(mark)
        return Argument(mark[1:-1], marked.extent(place, place + len(mark)))

    def _spoken_of(self, slot: Slot, at: int, filled: Mapping[str, Argument]) -> Referent | None:
        """Give what fills a slot that a sentence leaves open: the person's home, or what the article is about."""
        if slot.source == "home":
            return self._home(filled)
        if slot.source == "introduced":
            number = work_introduced(at, self._named_works(), self.sentences)
            return None if number is None else self.resolver.referents[number]
        return self.resolver.main(_KINDS[slot.value]) if slot.source == "main" else self._focus(slot.value, at, filled)

    def _work_is_near(self, match: re.Match[str], marked: MarkedText) -> bool:
        """Tell whether a work is spoken of in a match's sentence, paragraph or the paragraph before, or throughout."""
        if "<W" in marked.text:
            return True
        at = marked.extent(match.start(), match.start() + 1)[0]
        begin = self.text.rfind("\n\n", 0, max(0, self.text.rfind("\n\n", 0, at)))
        named = [start for start, _ in self._named_works()]
        return any(begin < start < at for start in named) or bool(named and named[0] < len(self.text) * EARLY)

    def _named_works(self) -> list[tuple[int, int]]:
        referents = self.resolver.by_extent.items()
        return sorted((extent[0], one.number) for extent, one in referents if one.kind == "Documentary")

    def _home(self, filled: Mapping[str, Argument]) -> Referent | None:
        """Give the club where a person is known to be: the article's main one, if that is among several."""
        person = filled.get("person")
        homes = self.resolver.referents[int(person.value[1:])].homes if person else []
        main = self.resolver.main("Club")
        if main and main.number in homes:
            return main
        return self.resolver.referents[homes[0]] if homes else None

    def _focus(self, kind: str, at: int, filled: Mapping[str, Argument]) -> Referent | None:
        person = filled.get("person") or filled.get("manager")
        if kind == "C" and person and (homes := self.resolver.referents[int(person.value[1:])].homes):
            return self.resolver.referents[homes[0]]
        if kind == "league":
            return self.trophies.league(at)
        return self.resolver.focus(_KINDS[kind], at)

    def _has_what_it_needs(self, rule: Rule, filled: Mapping[str, Argument]) -> bool:
        """Tell whether persons are what a rule asks for; whom a manager replaces was one, too."""
        person = filled.get("person")
        if not rule.needs or rule.needs == "near" or person is None:
            return rule.needs in ("", "near", "film")
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
        }[rule.needs]

    def _standing(self, person: str) -> tuple[bool, bool, bool]:
        """Tell whether somebody, "P3", manages, has another post, or plays."""
        roles = self.resolver.referents[int(person[1:])].roles
        words = self.reader.lexicon.words
        manages = bool(roles & set(_MANAGER)) or any(
            proposal.relation == "manages" and proposal.arguments["person"].value == person for proposal in self.found
        )
        office, plays = (any(re.fullmatch(words[kind], role) for role in roles) for kind in ("post", "player"))
        return manages, office, plays

    def _manages(self, number: int) -> bool:
        return self._standing(f"P{number}")[0]

    def _one(
        self, rule: Rule, filled: dict[str, Argument], match: re.Match[str], marked: MarkedText
    ) -> Iterator[Proposal]:
        filled = resolve_times(rule, filled, match, marked, self.times)
        if rule.when:
            filled = {**times_beside(rule, match, marked, self.times), **filled}
        if rule.relation == "competes_in" and is_over(match, marked, self.times, self.issued):
            return
        if rule.relation == "release" and not filled.keys() & {"date", "words"}:
            return
        proposal = self._proposal(rule, filled, match.span(), marked)
        if proposal is None:
            return
        if rule.relation in ("manages", "plays_for") and rule.tense != "over":
            self.resolver.referents[int(filled["person"].value[1:])].homes.append(int(filled["club"].value[1:]))
        yield proposal

    def _given(
        self, rule: Rule, filled: Mapping[str, Argument], span: Extent, marked: MarkedText
    ) -> Iterator[Proposal]:
        if proposal := self._proposal(rule, filled, span, marked):
            yield proposal

    def _proposal(
        self, rule: Rule, filled: Mapping[str, Argument], span: Extent, marked: MarkedText
    ) -> Proposal | None:
        roles = _ROLES[rule.relation]
        kept = {role: argument for role, argument in filled.items() if role in roles}
        if any(
            role not in kept for role in roles if not role.endswith("?") and f"{role}?" not in roles and roles[role]
        ):
            return None
        extents = [marked.extent(*span), *(argument.extent for argument in kept.values() if argument.extent)]
        implied = any(
            argument.extent is None and re.fullmatch(r"[A-Z]\d+", argument.value) for argument in kept.values()
        )
        return Proposal(
            rule.relation,
            kept,
            _joined(extents),
            rule.name,
            rule.confidence,
            Status.IMPLIED if implied else Status.STATED,
        )

    # --- quotations and nations ---

    def _nations(self) -> Iterator[Proposal]:
        """Whoever is called "the Scot" is Scottish."""
        quoted = Stretches(self.quoted)
        for extent, referent in self.resolver.by_extent.items():
            words = self.text[slice(*extent)]
            if referent.kind != "Person" or quoted.holds(extent[0]):
                continue
            if match := re.search(rf"\b{self.reader.lexicon.words['demonym']}\b", words):
                where = (extent[0] + match.start(), extent[0] + match.end())
                arguments = {
                    "person": Argument(f"P{referent.number}", extent),
                    "nationality": Argument(match[0], where),
                }
                yield Proposal("nationality", arguments, (extent,), "nationality/description", 0.9, Status.IMPLIED)

    # --- works ---

    def _works(self) -> Iterator[Proposal]:
        """Propose what is told of works beside sentences: by descriptions, by titles, by what the article is about."""
        works = [referent for referent in self.resolver.referents if referent.kind == "Documentary"]
        clubs = [referent for referent in self.resolver.referents if referent.kind == "Club"]
        yield from forms_by_description(self.text, works, self.reader.lexicon)
        titles = list(about_by_title(works, {f"C{club.number}": club.names for club in clubs}))
        yield from titles
        main = self.resolver.main("Club")
        if main and len(main.references) * 2 > sum(len(club.references) for club in clubs):
            yield from about_by_article(works, main, [*self.found, *titles], len(self.text))

    # --- what is given back ---

    def _reading(self) -> Reading:
        keys: dict[int, str] = {}
        for referent in self.resolver.referents:
            base = key = slugify(referent.label) or f"entity-{referent.number}"
            number = 2
            while key in keys.values():
                key, number = f"{base}-{number}", number + 1
            keys[referent.number] = key
        proposals = [self._named(proposal, keys) for proposal in _settled(without_vague_wins(self.found))]
        named = {argument.value for proposal in proposals for argument in proposal.arguments.values()}
        entities = tuple(
            Entity(keys[r.number], r.kind or "Person", r.label, tuple(r.references))
            for r in self.resolver.referents
            if keys[r.number] in named
        )
        return Reading(self.text, entities, tuple(proposals), self.issued)

    @staticmethod
    def _named(proposal: Proposal, keys: Mapping[int, str]) -> Proposal:
        arguments = {
            role: replace(argument, value=keys[int(argument.value[1:])])
            if re.fullmatch(r"[PCKWMBO]\d+", argument.value)
            else argument
            for role, argument in proposal.arguments.items()
        }
        return replace(proposal, arguments=arguments)


_ROLES = {
    "manages": {"person": 1, "club": 1, "start": 0, "end": 0},
    "departure_announced": {"person": 1, "organisation": 1, "date": 0},
    "won": {"club": 1, "competition": 1, "manager": 0, "date": 0, "season": 0, "count": 0},
    "holds_post": {"person": 1, "organisation": 1, "title": 1},
    "about": {"work": 1, "club": 1},
    "features": {"work": 1, "person": 1},
    "produced_by": {"work": 1, "company": 1},
    "available_on": {"work": 1, "platform": 1},
    "directed_by": {"work": 1, "person": 1},
    "narrated_by": {"work": 1, "person": 1},
    "form": {"work": 1, "form": 1, "episodes": 0},
    "status": {"work": 1, "status": 1},
    "release": {"work": 1, "date": 0, "words": 0},
    "competes_in": {"club": 1, "competition": 1},
    "plays_for": {"person": 1, "club": 1},
    "nationality": {"person": 1, "nationality": 1},
}


def _settled(found: Iterable[Proposal]) -> list[Proposal]:
    """Join what says the same: a tenure's begin and end, a work's latest state, one nation for each person."""
    kept: dict[tuple[str, ...], Proposal] = {}
    for proposal in found:
        arguments = proposal.arguments
        relation = proposal.relation
        whole = {
            "won": ("club", "competition", "date", "season", "count"),
            "manages": ("person", "club"),
            "departure_announced": ("person", "organisation"),
            "status": ("work",),
            "form": ("work",),
            "release": ("work",),
            "nationality": ("person",),
            "quoted": ("extent",),
        }
        roles = whole.get(relation) or tuple(sorted(arguments))
        values = [
            str(arguments[role].extent if role == "extent" else arguments[role].value) if role in arguments else ""
            for role in roles
        ]
        key = (relation, *values)
        other = kept.get(key)
        kept[key] = proposal if other is None else _together(other, proposal)
    return list(kept.values())


def _together(first: Proposal, second: Proposal) -> Proposal:
    if first.relation == "form" and first.arguments["form"] != second.arguments["form"]:
        return first if first.confidence >= second.confidence else second
    if first.relation == "release":
        return min(first, second, key=later_release)
    if first.relation == "status":
        return max(first, second, key=lambda proposal: _STATES.index(proposal.arguments["status"].value))
    if first.relation in ("manages", "departure_announced", "won", "form"):
        better = first if first.confidence >= second.confidence else second
        other = second if better is first else first
        added = {role: argument for role, argument in other.arguments.items() if role not in better.arguments}
        extents = [*better.spans, *(argument.extent for argument in added.values() if argument.extent)]
        return replace(better, arguments={**better.arguments, **added}, spans=_apart(extents))
    return first


def _joined(extents: Sequence[Extent]) -> tuple[Extent, ...]:
    return ((min(start for start, _ in extents), max(end for _, end in extents)),)


def _apart(extents: Iterable[Extent]) -> tuple[Extent, ...]:
    """Give extents in order, those that overlap as one."""
    kept: list[Extent] = []
    for start, end in sorted(set(extents)):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)
