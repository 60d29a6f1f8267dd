"""Winning: who won what, when and how often, read from one match of a rule with a list of honours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lfckg.article import Extent
from lfckg.extraction.honours import ORDINAL, Honour, read_honours, read_number
from lfckg.extraction.marked import MarkedText
from lfckg.extraction.readings import Argument, Proposal
from lfckg.extraction.times import Kind, Time
from lfckg.extraction.winners import Winners

__all__ = ["Winning", "without_vague_wins"]

_TOTAL = re.compile(
    r",? (?:(?:and|which (?:is|was)) )?(?:for )?(?:the|a|an|its|their|our|<C\d+>)(?:'s)?(?: club| new)?(?: record)?"
    rf" (?P<count>{ORDINAL})"
    r"(?: (?:time|title|triumph|win|success|victory|crown|championship|trophy)s?\b| in all| overall|[,.;]|$)"
    r"(?! in <T| of <P| under)"
)
_LATELY = timedelta(days=120)
_TOLD = frozenset({"date", "season", "count"})


@dataclass(frozen=True, slots=True)
class Winning:
    """Reads the honours of one article."""

    text: str
    issued: str | None
    times: Sequence[Time]
    winners: Winners

    def read(
        self, match: re.Match[str], filled: Mapping[str, Argument], marked: MarkedText
    ) -> Iterator[tuple[dict[str, Argument], Extent]]:
        """Give the roles of each honour, and the stretch of marked text that tells it; none where no club is known."""
        honours = list(read_honours(marked.text, *match.span("list")))
        shared = self._shared_time(match, marked)
        manager = ""
        last: dict[str, Argument] | None = None
        told = [self._dated(honour, match, marked) for honour in honours]
        for number, honour in enumerate(honours):
            manager = honour.manager or manager  # "won the league under him in 1969, and the cup five times"
            count = self._count(honour, match)
            dated = told[number] or ([] if count else _next(told[number:], honours[number:], marked.text))
            if not dated and shared and (len(honours) == 1 or shared[1] == "before"):
                dated = shared[0]
            if not dated and not count:
                dated = self._lately(marked)
            years = [argument.value for _, argument in dated]
            winner = self.winners.winner(filled, replace(honour, manager=manager), years, match, marked)
            winner = last = winner or last  # what is won together is won by one
            if winner is None:
                continue
            arguments = {**winner, "competition": Argument(honour.mark, marked.extent(honour.start, honour.end))}
            end = max(honour.end, match.start() + 1)
            if count and (not dated or honour.is_total):
                is_his = honour.is_recent and _is_before(arguments.get("manager"), arguments["competition"])
                counted = _of_all_times(arguments) if honour.is_total and not is_his else arguments
                yield {**counted, "count": count}, (match.start(), end)
            elif not dated:
                yield arguments, (match.start(), end)
            for role, argument in dated:
                yield {**self._under(arguments, argument.value), role: argument}, (match.start(), end)
            for role, argument in filter(None, map(self._when, honour.before)):
                yield {**self._under(_of_all_times(arguments), argument.value), role: argument}, (match.start(), end)
            if len(honours) == 1 and (total := self._total(match, marked)):
                yield {**_of_all_times(arguments), "count": total}, (match.start(), end)

    def _under(self, arguments: dict[str, Argument], year: str) -> dict[str, Argument]:
        """Add the manager whose time a year was in, where none is told."""
        is_new = bool(self.issued and int(self.issued[:4]) - int(year[:4]) <= 1)
        manager = (
            None if "manager" in arguments else self.winners.in_office(arguments["club"].value, year, is_new=is_new)
        )
        return {**arguments, "manager": manager} if manager else arguments

    def _dated(self, honour: Honour, match: re.Match[str], marked: MarkedText) -> list[tuple[str, Argument]]:
        lead = re.compile(r"<T(\d+)> ?(?:final )?(?:of (?:the )?)?$").search(marked.text[: honour.start])
        if honour.span:
            return self._each(*honour.span)
        numbers = [*([int(lead[1])] if lead and lead.start() >= match.start() else []), *honour.times]
        return [time for number in numbers if (time := self._when(number))]

    def _each(self, first: int, last: int) -> list[tuple[str, Argument]]:
        begin, end = self._when(first), self._when(last)
        if not begin or not end or {begin[0], end[0]} != {"date"}:
            return []
        years = range(int(begin[1].value), int(end[1].value) + 1)
        return [("date", Argument(str(year), end[1].extent)) for year in years]

    def _shared_time(self, match: re.Match[str], marked: MarkedText) -> tuple[list[tuple[str, Argument]], str] | None:
        behind = re.compile(
            r"(?:,? (?!(?:and|but|who|which|when|after|before|where|with|by|to|since|until)\b)[\w'-]+| <[CL]\d+>){0,4}?"
            r",? (?:in |on |at the end of |of |for )?(?:the |that |his |her |their )?<T(\d+)>(?:,? and <T(\d+)>)?"
        ).match(marked.text, match.end())
        before = re.search(
            r"(?:^|; |\b[Aa]nd |\bthat |: )(?:[Tt]wice, )?(?:[Ii]n |[Oo]n |[Ll]ast |[Aa]nd |[Ii]t was in )?<T(\d+)>"
            r"(?: and <T(\d+)>)?,?"
            r"(?: (?!and |after |before |while |who |which |since |until )(?:[\w',-]|<[A-SU-Z]\d+>)+){0,14} $"
            r"|<T(\d+)>, when (?:[\w<>',-]+ ){0,20}$",
            marked.text[: match.start()],
        )
        inside = re.compile(r"[^<]*(?:<[^T]\d+>[^<]*)*<T(\d+)>").match(
            marked.text[: match.start("list")], match.start()
        )
        for one, where in ((inside, "inside"), (behind, "behind"), (before, "before")):
            if one and (found := [time for n in one.groups() if n and (time := self._when(int(n)))]):
                return found, where
        return None

    def _lately(self, marked: MarkedText) -> list[tuple[str, Argument]]:
        """Give the time that a sentence tells of what happened in the last months: what else it tells was then, too."""
        last = self.issued and date.fromisoformat(self.issued)
        for number in map(int, re.findall(r"<T(\d+)>", marked.text)):
            time = self.times[number]
            is_told = time.past and time.kind in (Kind.DAY, Kind.MONTH)
            if last and is_told and last - _LATELY <= date.fromisoformat(f"{time.past}-01"[:10]) <= last:
                return [one] if (one := self._when(number)) else []
        return []

    def _when(self, number: int) -> tuple[str, Argument] | None:
        time = self.times[number]
        if time.past is None or time.kind in ("duration", "vague"):
            return None
        if time.kind == "season" and "-" in time.past:
            return "season", Argument(time.past, time.extent)
        return "date", Argument(time.past[:4], time.extent)

    def _count(self, honour: Honour, match: re.Match[str]) -> Argument | None:
        told = match.groupdict().get("count")
        number = read_number(told.lower()) if told else honour.count
        if honour.years is not None:
            number = read_number(self.text[slice(*self.times[honour.years].extent)].split()[0].lower())
        elif honour.is_total and any(self.times[n].kind == "duration" for n in honour.times):
            number = None  # "a third title in four years" tells no total
        return Argument(str(number)) if number and number > 1 else None

    def _total(self, match: re.Match[str], marked: MarkedText) -> Argument | None:
        """Read what is added of all that were won: ", their 14th triumph"."""
        behind = re.compile(r"(?: (?:in|on|at) (?:the )?<[TL]\d+>)?").match(marked.text, match.end())
        one = _TOTAL.match(marked.text, behind.end() if behind else match.end())
        number = read_number(one["count"]) if one else None
        return Argument(str(number), marked.extent(*one.span("count"))) if one and number else None


def _next(
    told: Sequence[list[tuple[str, Argument]]], honours: Sequence[Honour], text: str
) -> list[tuple[str, Argument]]:
    """Give the times of the next of a list behind which some stand: "the league and the cup in 1998"."""
    for dated, honour in zip(told, honours, strict=True):
        if dated or honour.count:
            behind = text[text.find(f"<{honour.mark}>", honour.start) : honour.end]
            return dated if "<T" in behind else []
    return []


def _is_before(manager: Argument | None, competition: Argument) -> bool:
    return bool(manager and manager.extent and competition.extent and manager.extent < competition.extent)


def _of_all_times(arguments: Mapping[str, Argument]) -> dict[str, Argument]:
    """Leave out the manager: a total counts what others won, too."""
    return {role: argument for role, argument in arguments.items() if role != "manager"}


def without_vague_wins(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Leave out that a club won a competition, without year or number, where another proposal tells that."""
    found = list(found)
    told = {
        (proposal.arguments["club"].value, proposal.arguments["competition"].value)
        for proposal in found
        if proposal.relation == "won" and proposal.arguments.keys() & _TOLD
    }
    for proposal in found:
        arguments = proposal.arguments
        if (
            proposal.relation != "won"
            or arguments.keys() & _TOLD
            or (arguments["club"].value, arguments["competition"].value) not in told
        ):
            yield proposal
