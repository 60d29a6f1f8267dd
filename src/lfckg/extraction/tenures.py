"""Tenures: who managed a club when, as far as the article tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.readings import Proposal

__all__ = ["Tenures", "begins_after", "ends_after", "holds"]

_LONG = 20  # years after which somebody, whose end is not told, manages no more
_SUMMER, _SPRING = "06", "04"  # most of what is won in a year is won between these months
_LONG_AGO = re.compile(r"\b(?:since|last|wait|waited|drought|previous|previously|only other|not until|before that)\b")


@dataclass(frozen=True, slots=True)
class Tenures:
    """The tenures told in one article; `found` grows while it is read."""

    text: str
    resolver: Resolver
    found: Sequence[Proposal]

    def of(self, person: int) -> list[Proposal]:
        """Give the tenures of a person, by number."""
        return [one for one in self.found if one.relation == "manages" and _person(one) == f"P{person}"]

    def in_office(self, club: str, when: str, at: int, *, is_new: bool) -> str:
        """Give the one manager, "P3", whose tenure at a club takes in a day, a month or a year; "" where none is known.

        Of two tenures whose end is not told the later is meant. Where the time `is_new`, somebody of whom it is not told
        since when may be meant, too: of several whoever is spoken of most. Else it is who is spoken of `at` the offset.
        """
        here = [one for one in self.found if one.relation == "manages" and one.arguments["club"].value == club]
        then = [one for one in here if holds(one, when)]
        last = max((one.arguments["start"].value for one in then), default="")
        names = {_person(one) for one in then if one.arguments["start"].value == last}
        if is_new:
            others = {_person(one) for one in here} - {_person(one) for one in here if _is_dated(one)}
            most = max(map(self._weight, names), default=0.0)
            names = {name for name in others if self._weight(name) > most and not self._has_come(name)} or names
        elif not names:
            names = self._spoken_of(here, when, at)
        return names.pop() if len(names) == 1 else ""

    def _spoken_of(self, here: Sequence[Proposal], when: str, at: int) -> set[str]:
        """Give the manager, not told since when, who alone of all managers is spoken of in the paragraph up to an offset."""
        begin, end = self.text.rfind("\n\n", 0, at) + 1, self.resolver.sentences[self.resolver.sentence_of(at)][1]
        if _LONG_AGO.search(self.text, begin, end):
            return set()
        managers = {_person(one) for one in self.found if one.relation == "manages"}
        told = {f"P{one.number}" for _, one in self.resolver.within(begin, end)} & managers
        fitting = {_person(one) for one in here if "start" not in one.arguments and not _ended(one, when)}
        dated = {_person(one) for one in here if "start" in one.arguments}
        come = {name for name in told if self._has_come(name)}
        return told if len(told) == 1 and told <= fitting - dated - come else set()

    def _has_come(self, name: str) -> bool:
        return self.resolver.referents[int(name[1:])].comes

    def _weight(self, name: str) -> float:
        return self.resolver.weight(self.resolver.referents[int(name[1:])])


def holds(tenure: Proposal, when: str) -> bool:
    """Tell whether a tenure takes in a day, a month or a year; most of what is won in a year is won by its summer."""
    arguments = tenure.arguments
    if "start" not in arguments:
        return False
    start = arguments["start"].value
    end = arguments["end"].value if "end" in arguments else f"{int(start[:4]) + _LONG}"
    first, last = (when, when) if "-" in when else (f"{when}-{_SUMMER}", f"{when}-{_SPRING}")
    return start[: len(first)] <= first[: len(start)] and last[: len(end)] <= end[: len(last)]


def begins_after(tenure: Proposal, year: str) -> bool:
    """Tell whether a tenure began after a year."""
    start = tenure.arguments.get("start")
    return start is not None and start.value[:4] > year[:4]


def ends_after(tenure: Proposal, year: str) -> bool:
    """Tell whether a tenure, of which it is not told when it began, ended after a year."""
    return "start" not in tenure.arguments and "end" in tenure.arguments and not _ended(tenure, year)


def _ended(tenure: Proposal, when: str) -> bool:
    end = tenure.arguments.get("end")
    return end is not None and end.value[:4] < when[:4]


def _is_dated(tenure: Proposal) -> bool:
    return bool(tenure.arguments.keys() & {"start", "end"})


def _person(tenure: Proposal) -> str:
    return tenure.arguments["person"].value
