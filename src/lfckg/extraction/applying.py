"""Applying: one rule held against one marked sentence, and what it proposes there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lfckg.article import Extent
from lfckg.claims import Status
from lfckg.extraction.circumstances import Circumstances
from lfckg.extraction.coreference import LETTERS
from lfckg.extraction.dating import is_long_past, resolve_times, times_beside
from lfckg.extraction.doubt import is_doubtful
from lfckg.extraction.honours import read_number
from lfckg.extraction.leavers import has_left
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import MarkedText
from lfckg.extraction.matching import Rule, Slot
from lfckg.extraction.parsing import Clauses
from lfckg.extraction.readings import Argument, Proposal
from lfckg.extraction.relations import Relation
from lfckg.extraction.seasons import is_over
from lfckg.extraction.times import Time
from lfckg.extraction.winning import Winning
from lfckg.extraction.works import speaks_of_work

__all__ = ["Applier"]

_MARK = re.compile(r"[A-Z]\d+")
_OPENING = re.compile(r"(?:(?:(?:Back )?[Ii]n|On|At|By|Last|This|Next) )?(?:<T\d+>,? )?(?:[Tt]he )?(<[A-Z]\d+>)(?=,? )")
_ACTORS = "CP"  # whose marks do something: where one is parsed, no other is looked for
_GROUPS = (("persons", "person"), ("clubs", "club"))
_NO_ROLES = ("v", "list", "persons", "clubs", "count")
_DEPARTURE = "departure_announced"
_EXAMPLE = re.compile(r"\bsuch as [^.;]*$")
_AT_HOME = ("manages", "plays_for")


@dataclass(frozen=True, slots=True)
class Applier:
    """Applies rules to the sentences of one article, of which `times` and `circumstances` are known.

    `relations` have the roles that a rule may fill; `issued` is the day of the article, if it is known.
    """

    text: str
    issued: str | None
    times: Sequence[Time]
    lexicon: Lexicon
    relations: Mapping[str, Relation]
    circumstances: Circumstances
    winning: Winning

    def apply(self, rule: Rule, marked: MarkedText, clause: Clauses) -> Iterator[Proposal]:
        """Give what a rule proposes of a sentence, once for each place where it holds."""
        for match in rule.pattern.finditer(marked):
            if self._holds(rule, match, marked, clause):
                subjects = clause.subjects(*_verb(match))
                for filled in self._filled(rule, subjects, match, marked):
                    yield from self._proposed(rule, filled, match, marked)

    def _holds(self, rule: Rule, match: re.Match[str], marked: MarkedText, clause: Clauses) -> bool:
        """Tell whether a sentence states what a rule matched there, of a time and a work that the rule is made for."""
        if rule.hedged and is_doubtful(match, marked, clause, self.lexicon):
            return False
        if rule.present and self.issued and is_long_past(marked, self.times, self.issued, self.text):
            return False
        if not self._has_work(rule, match, marked):
            return False
        if rule.wants("subject", "W") and not match.groupdict().get("work"):
            start, end = _verb(match)
            return speaks_of_work(marked.text[:start], clause.subject_words(start, end), self.lexicon)
        return True

    def _has_work(self, rule: Rule, match: re.Match[str], marked: MarkedText) -> bool:
        """Tell whether a work is spoken of near a match, where its rule needs one; what is an example speaks of others."""
        ways = {"near": self.circumstances.work_is_near, "here": self.circumstances.work_is_here}
        if rule.needs not in ways:
            return True
        is_example = _EXAMPLE.search(marked.text, 0, match.start())
        return not is_example and ways[rule.needs](_place(match, marked), marked)

    def _proposed(
        self, rule: Rule, filled: dict[str, Argument], match: re.Match[str], marked: MarkedText
    ) -> Iterator[Proposal]:
        if not self.circumstances.meets(rule.needs, filled) or (rule.stays and self._has_left(filled, marked)):
            return
        if rule.honours:
            told = self.winning.read(match, filled, marked)
        else:
            dated = self._dated(rule, filled, match, marked)
            told = iter([(dated, match.span())] if dated else [])
        # All of a sentence's honours are looked at before the first is found: it tells of the others' years, too.
        kept = [one for one in told if not rule.honours or self.circumstances.meets(rule.needs, one[0])]
        for arguments, span in kept:
            if proposal := self._proposal(rule, arguments, span, marked):
                yield proposal
                yield from self._tenure(rule, proposal)

    def _tenure(self, rule: Rule, proposal: Proposal) -> Iterator[Proposal]:
        """Give the tenure of a manager who leaves, with its end where that is the day on which it was announced."""
        person, club = (proposal.arguments.get(role) for role in ("person", "organisation"))
        if not (rule.relation == _DEPARTURE and person and club and club.value[0] == "C"):
            return
        if self.circumstances.meets("free", {"person": person}):
            told = {"person": person, "club": club}
            if rule.ends and (end := proposal.arguments.get("date")):
                told["end"] = end
            yield replace(proposal, relation="manages", arguments=told)

    def _has_left(self, filled: Mapping[str, Argument], marked: MarkedText) -> bool:
        words = self.lexicon.words
        return has_left(marked.text, filled["person"].value, words["gone"], words["parted"])

    def _captured(self, match: re.Match[str], marked: MarkedText) -> dict[str, Argument]:
        """Give the roles that a pattern filled itself: with marks, with numbers, with words."""
        arguments = {}
        for role, value in match.groupdict().items():
            if value is None or role in _NO_ROLES:
                continue
            start, end = match.span(role)
            if role == "episodes":
                if number := read_number(value.lower()):
                    arguments[role] = Argument(str(number), marked.extent(start, end))
            elif _MARK.fullmatch(value):
                arguments[role] = Argument(value, marked.extent(start - 1, end + 1))
            else:
                extent = marked.extent(start, end)
                arguments[role] = Argument(self.text[slice(*extent)], extent)
        return arguments

    def _filled(
        self, rule: Rule, subjects: Sequence[str], match: re.Match[str], marked: MarkedText
    ) -> Iterator[dict[str, Argument]]:
        """Fill what the pattern left open: by the subject, by what is in focus, by constants; once for each subject."""
        several = [self._captured(match, marked)]
        for group, role in _GROUPS:
            if match.groupdict().get(group):
                marks = re.compile(rf"<({role[0].upper()}\d+)>").finditer(marked.text, *match.span(group))
                several = [{**several[0], role: Argument(mark[1], marked.extent(*mark.span()))} for mark in marks]
        for slot in rule.slots:
            for filled in list(several):
                if slot.role not in filled:
                    fillers = list(self._fillers(slot, filled, subjects, match, marked))
                    several += [{**filled, slot.role: filler} for filler in fillers[1:]]
                    filled.update((slot.role, filler) for filler in fillers[:1])
        yield from several

    def _fillers(
        self,
        slot: Slot,
        filled: Mapping[str, Argument],
        subjects: Sequence[str],
        match: re.Match[str],
        marked: MarkedText,
    ) -> Iterator[Argument]:
        if slot.source == "constant":
            yield Argument(slot.value)
        elif slot.source == "subject":
            fitting = [mark for mark in subjects if mark[1] in slot.value]
            if not any(mark[1] in _ACTORS for mark in subjects):
                fitting = fitting or _opening(slot, match, marked)
            yield from (_at(mark, match, marked) for mark in fitting)
        elif referent := self.circumstances.spoken_of(slot, _place(match, marked), filled):
            yield Argument(f"{LETTERS[referent.kind]}{referent.number}")

    def _dated(
        self, rule: Rule, filled: dict[str, Argument], match: re.Match[str], marked: MarkedText
    ) -> dict[str, Argument] | None:
        """Give what was filled with its times resolved; None where the times make it none of what the rule is for."""
        filled = resolve_times(rule, filled, match, marked, self.times)
        if rule.when:
            filled = {**times_beside(rule, match, marked, self.times), **filled}
        if rule.relation == "competes_in" and is_over(match, marked, self.times, self.issued):
            return None
        if rule.relation == "release" and not filled.keys() & {"date", "words"}:
            return None
        return filled

    def _proposal(
        self, rule: Rule, filled: Mapping[str, Argument], span: Extent, marked: MarkedText
    ) -> Proposal | None:
        roles = self.relations[rule.relation].roles
        kept = {role: argument for role, argument in filled.items() if role in roles}
        if any(role.required and name not in kept for name, role in roles.items()):
            return None
        if rule.relation in _AT_HOME and rule.tense != "over":
            person, club = (int(kept[role].value[1:]) for role in ("person", "club"))
            self.circumstances.resolver.referents[person].homes.append(club)
        extents = [marked.extent(*span), *(argument.extent for argument in kept.values() if argument.extent)]
        whole = min(start for start, _ in extents), max(end for _, end in extents)
        implied = any(argument.extent is None and _MARK.fullmatch(argument.value) for argument in kept.values())
        status = Status.IMPLIED if implied else Status.STATED
        return Proposal(rule.relation, kept, (whole,), rule.name, rule.confidence, status)


def _verb(match: re.Match[str]) -> Extent:
    """Give where the verb of a match stands: its group `v`, else the whole match."""
    return match.span("v") if match.groupdict().get("v") else match.span()


def _opening(slot: Slot, match: re.Match[str], marked: MarkedText) -> list[str]:
    """Give the name that a sentence begins with, if a slot takes it: the likeliest subject where none was parsed."""
    first = _OPENING.match(marked.text)
    return [first[1]] if first and first.end() <= match.start() and first[1][1] in slot.value else []


def _place(match: re.Match[str], marked: MarkedText) -> int:
    """Give the offset in the article where a match begins."""
    return marked.extent(match.start(), match.start() + 1)[0]


def _at(mark: str, match: re.Match[str], marked: MarkedText) -> Argument:
    """Give what a mark refers to, where it stands last before a match begins, else first."""
    place = marked.text.rfind(mark, 0, match.start() + 1)
    place = place if place >= 0 else marked.text.find(mark)
    return Argument(mark[1:-1], marked.extent(place, place + len(mark)))
