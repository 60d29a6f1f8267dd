"""The reader by rules: what an article says, found by patterns, without a language model of the large kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from lfckg.article import index_text, slugify
from lfckg.extraction.announcements import dated_departures
from lfckg.extraction.appearances import Appearances
from lfckg.extraction.applying import Applier
from lfckg.extraction.attributions import Speech
from lfckg.extraction.calendars import Calendar
from lfckg.extraction.circumstances import Circumstances
from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.films import (
    about_by_article,
    about_by_title,
    forms_by_description,
    released_by_now,
    without_directors,
)
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import Mark, mark_sentences
from lfckg.extraction.matching import Rule
from lfckg.extraction.names import Namer
from lfckg.extraction.nationalities import nationalities
from lfckg.extraction.parsing import Clauses, tag_text
from lfckg.extraction.readings import Entity, Proposal, Reading
from lfckg.extraction.relations import Relation
from lfckg.extraction.settling import settled
from lfckg.extraction.speakers import quotations_of
from lfckg.extraction.speech import find_quotations
from lfckg.extraction.stretches import Stretches
from lfckg.extraction.tenures import Tenures
from lfckg.extraction.times import find_times
from lfckg.extraction.trophies import Trophies
from lfckg.extraction.winners import Winners
from lfckg.extraction.winning import Winning, without_vague_wins
from lfckg.extraction.works import dropped_works

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["RuleReader"]


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Reads articles by the rules of `ontology/extraction/`; `name` is told as the claims' source."""

    name: str
    language: Language
    lexicon: Lexicon
    namer: Namer
    rules: Sequence[Rule]
    relations: Mapping[str, Relation]
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
        words = reader.lexicon.words
        self.trophies = Trophies(text, self.resolver, words, self.around)
        known = Circumstances(text, self.sentences, self.resolver, self.trophies, words, self.found)
        winning = Winning(
            text,
            issued,
            self.times,
            Winners(text, self.resolver, known.manages, Tenures(text, self.resolver, self.found)),
        )
        self.applier = Applier(text, issued, self.times, reader.lexicon, reader.relations, known, winning)

    def read(self) -> Reading:
        marks = [*self.resolver.marks(), *self.trophies.marks(), *self.places, *self.around]
        stretches = mark_sentences(self.text, self.sentences, marks)
        clauses = [Clauses(marked, self.reader.language) for marked in stretches]
        for rule in self.reader.rules:
            for marked, clause in zip(stretches, clauses, strict=True):
                self.found.extend(self.applier.apply(rule, marked, clause))
        ending = {rule.name for rule in self.reader.rules if rule.ends}
        self.found = dated_departures(self.found, stretches, self.times, self.issued, ending)
        self.found += quotations_of(self.text, self.quotations, self.resolver)
        self.found += nationalities(self.text, self.quoted, self.resolver, self.reader.lexicon)
        self.found += self._works()
        self.found += Appearances(self.applier.circumstances, self.reader.lexicon, self.found).find(stretches, clauses)
        dropped = dropped_works((marked.text for marked in stretches), self.reader.lexicon)
        self.found = [
            one for one in self.found if not ("work" in one.arguments and one.arguments["work"].value in dropped)
        ]
        return self._reading()

    def _works(self) -> Iterator[Proposal]:
        """Propose what is told of works beside sentences: by descriptions, by titles, by what the article is about."""
        works = [referent for referent in self.resolver.referents if referent.kind == "Documentary"]
        clubs = [referent for referent in self.resolver.referents if referent.kind == "Club"]
        yield from released_by_now(self.found, self.issued)
        yield from forms_by_description(self.text, works, self.reader.lexicon)
        titles = list(about_by_title(works, {f"C{club.number}": club.names for club in clubs}))
        yield from titles
        main = self.resolver.main("Club")
        if main and len(main.references) * 2 > sum(len(club.references) for club in clubs):
            yield from about_by_article(works, main, [*self.found, *titles], len(self.text))

    def _reading(self) -> Reading:
        keys: dict[int, str] = {}
        for referent in self.resolver.referents:
            base = key = slugify(referent.label) or f"entity-{referent.number}"
            number = 2
            while key in keys.values():
                key, number = f"{base}-{number}", number + 1
            keys[referent.number] = key
        proposals = [
            self._named(proposal, keys) for proposal in settled(without_directors(without_vague_wins(self.found)))
        ]
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
