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
_ONCE_MORE = re.compile(rf"\bfor (?:a|an|the|its|their|his|her) {ORDINAL} time\b")
_LATELY = timedelta(days=120)
_JUST_NOW = timedelta(days=14)
_NO_VERB = (
    r"(?!, (?!(?:in |on |last |this |at )?(?:the )?<T))"  # behind "Aldmere, winners of the cup," begins another clause
)
_UNREAL = re.compile(
    r"\b(?:will|would|can|could|may|might|must|should|shall|needs?|if)\b|'ll\b|^ ?Had <C\d+> (?:not )?(?=won|been)"
)
_SINCE_THEN = re.compile(
    r"\b(?:[Ss]ince then|[Ii]n (?:that time|those years|the years since)|[Ss]ince that day|[Ff]rom then on)\b"
)
_LESS = re.compile(
    r"\b(?:brink of|verge of|edge of|close to|short of|chance of|promotion (?:to|from)|survival in)\b"
    r"|\bwithin [\w ]{1,20} of\b"
)
_NEAR = 30  # characters before a match, in which its clause begins
_NO_NEWS = re.compile(
    r"\b(?:have|has|had|ever|once|never|used to|who|whose|which|whom|former|old|previous|holders|winners of|since|already)\b"
)
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
        if self._is_to_come(honours, match, marked):
            return
        shared = self._shared_time(match, marked)
        manager = ""
        last: dict[str, Argument] | None = None
        dates = [self._dated(honour, match, marked) for honour in honours]
        for number, honour in enumerate(honours):
            manager = honour.manager or manager  # "won the league under him in 1969, and the cup five times"
            count = self._count(honour, match)
            dated = dates[number] or ([] if count else _next(dates[number:], honours[number:], marked.text))
            if not dated and shared and (len(honours) == 1 or shared[1] == "before"):
                dated = shared[0]
            if not dated and (not count or _ONCE_MORE.search(marked.text[honour.start : honour.end])):
                dated = self._lately(match, marked)
            years = [_year_of(role, argument) for role, argument in dated]
            winner = self.winners.winner(filled, replace(honour, manager=manager), years, match, marked)
            winner = last = winner or last  # what is won together is won by one
            if winner is None:
                continue
            arguments = {**winner, "competition": Argument(honour.mark, marked.extent(honour.start, honour.end))}
            end = max(honour.end, match.start() + 1)
            total = self._total(match, marked) if len(honours) == 1 else None
            for told_of in self._told(arguments, honour, count, dated, marked):
                yield told_of, (match.start(), end)
            if total:
                yield {**_of_all_times(arguments), "count": total}, (match.start(), end)

    def _told(
        self,
        arguments: dict[str, Argument],
        honour: Honour,
        count: Argument | None,
        dated: Sequence[tuple[str, Argument]],
        marked: MarkedText,
    ) -> Iterator[dict[str, Argument]]:
        """Give what is told of one honour: how often it was won, or once for each time, and earlier times."""
        if count and (not dated or honour.is_total):
            is_his = honour.is_recent and _is_before(arguments.get("manager"), arguments["competition"])
            counted = _of_all_times(arguments) if honour.is_total and not is_his else arguments
            yield {**self._since_then(counted, honour, marked), "count": count}
        elif not dated:
            yield arguments
        under = {self.times[n].extent: self.winners.argument(mark, marked, honour.end) for n, mark in honour.under}
        before = [time for time in map(self._when, honour.before) if time]
        for given, times in ((arguments, dated), (_of_all_times(arguments), before)):
            for role, argument in times:
                told_of = {"manager": under[argument.extent]} if argument.extent in under else {}
                yield {**self._under({**given, **told_of}, role, argument), role: argument}

    def _since_then(self, arguments: dict[str, Argument], honour: Honour, marked: MarkedText) -> dict[str, Argument]:
        """Add who manages the club now, where a number is that of his time: "since then they have won it twice"."""
        if self.issued and _SINCE_THEN.search(marked.text[: honour.start]):
            return self._under(arguments, "date", Argument(self.issued[:4]))
        return arguments

    def _is_to_come(self, honours: Sequence[Honour], match: re.Match[str], marked: MarkedText) -> bool:
        """Tell whether something is only said to come, or to be possible; "would win it in 1998" tells what came."""
        begin, end = match.start(), max(match.end("list"), match.end())
        if not re.match(r",? (?:which|that|who|whom)\b", marked.text[match.end("list") : end]):
            begin = max(marked.text.rfind(border, 0, begin) for border in ",;:—–") + 1
        said = marked.text[begin:end]
        years = [int(time.past[:4]) for one in honours for n in one.times if (time := self.times[n]).past]
        has_been = any(year < int(self.issued[:4]) for year in years) if self.issued else False
        return bool(_LESS.search(said) or (not has_been and _UNREAL.search(said)))

    def _under(self, arguments: dict[str, Argument], role: str, when: Argument) -> dict[str, Argument]:
        """Add the manager whose time a win was in, where none is told."""
        if "manager" in arguments:
            return arguments
        year = _year_of(role, when)
        is_new = bool(self.issued and int(self.issued[:4]) - int(year) <= 1)
        whole = (time.past for time in self.times if time.extent == when.extent and time.past and role == "date")
        day = next((past for past in whole if past.startswith(year)), year)
        competition = arguments["competition"].extent
        at = competition[0] if competition else when.extent[0] if when.extent else 0
        manager = self.winners.tenures.in_office(arguments["club"].value, day, at, is_new=is_new)
        return {**arguments, "manager": Argument(manager)} if manager else arguments

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
        is_apart = match[0].endswith(f"<{match.groupdict().get('club')}>")
        behind = re.compile(
            (_NO_VERB if is_apart else "")
            + r"(?:,? (?!(?:and|but|who|which|when|after|before|where|with|by|to|since|until|as)\b)[\w'-]+| <[CL]\d+>){0,4}?"
            r",? (?:in |on |at the end of |of |for )?(?:the |that |his |her |their )?<T(\d+)>(?:,? and <T(\d+)>)?"
        ).match(marked.text, match.end())
        before = re.search(
            r"(?:^|; |\b[Aa]nd |\bthat |: )(?:[Tt]wice, )?(?:[Ii]n |[Oo]n |[Ll]ast |[Aa]nd |[Ii]t was in )?<T(\d+)>"
            r"(?: and <T(\d+)>)?,?"
            r"(?: (?!and |after |before |while |who |which |since |until )(?:[\w',-]|<[A-SU-Z]\d+>)+){0,14} $"
            r"|<T(\d+)>, when (?:[\w<>',-]+ ){0,20}$"
            r"|\b(?:side|team|class|squad|generation|eleven|vintage|men|women|boys|girls) of <T(\d+)>,? (?:[\w-]+ ){0,3}$"
            r"|<[CP]\d+>,? (?:back )?in <T(\d+)>,? (?:(?:has|had|have|also|last|first) )*$"
            r"|<T(\d+)>,? (?:by |after |when (?:they |he |she |it |<[CP]\d+> ))?$",
            marked.text[: match.start()],
        )
        inside = re.compile(r"[^<]*(?:<[^T]\d+>[^<]*)*<T(\d+)>").match(
            marked.text[: match.start("list")], match.start()
        )
        for one, where in ((inside, "inside"), (behind, "behind"), (before, "before")):
            if one and (found := [time for n in one.groups() if n and (time := self._when(int(n)))]):
                return found, where
        return None

    def _lately(self, match: re.Match[str], marked: MarkedText) -> list[tuple[str, Argument]]:
        """Give the time that a sentence tells of what happened in the last months: what else it tells was then, too.

        What a sentence narrates without a time happened when that before it did, if that was in the last days.
        """
        own = [int(number) for number in re.findall(r"<T(\d+)>", marked.text)]
        for number in own:
            if self._is_within(number, _LATELY):
                return [one] if (one := self._when(number)) else []
        told = marked.text[max(0, match.start() - _NEAR) : match.end()]
        if _NO_NEWS.search(told) or any(self._when(number) for number in own):
            return []
        start = marked.extent(0, 1)[0]
        paragraph = self.text.rfind("\n\n", 0, max(0, self.text.rfind("\n\n", 0, start)))
        before = [n for n, time in enumerate(self.times) if paragraph < time.extent[0] < start and self._when(n)]
        news = before and self.times[before[-1]].kind is Kind.DAY and self._is_within(before[-1], _JUST_NOW)
        return [one] if news and (one := self._when(before[-1])) else []

    def _is_within(self, number: int, length: timedelta) -> bool:
        """Tell whether a day or month was within some time before the article."""
        time, last = self.times[number], self.issued and date.fromisoformat(self.issued)
        if not last or not time.past or time.kind not in (Kind.DAY, Kind.MONTH):
            return False
        return last - length <= date.fromisoformat(f"{time.past}-01"[:10]) <= last

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


def _year_of(role: str, argument: Argument) -> str:
    """Give the year in which something was won: of a season the one in which it ends."""
    return str(int(argument.value[:4]) + 1) if role == "season" else argument.value[:4]


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
