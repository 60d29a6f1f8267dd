"""Winners: which club won what is told, and under which manager, by what stands around a list of honours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lfckg.extraction.coreference import Referent
from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.honours import Honour
from lfckg.extraction.marked import MarkedText
from lfckg.extraction.readings import Argument
from lfckg.extraction.tenures import Tenures, begins_after, ends_after, holds

__all__ = ["Winners"]

_BORDER = re.compile(r"[;:—–]|, (?:and|but|while|whereas|although|though) | but ")
_IN_CHARGE = (
    r"in charge|at the helm|in the dugout|on the bench|at the wheel"
    r"|as (?:their |its |the )?(?:manager|coach|head coach|boss)"
)
_HEIR = r"(?:<P\d+>(?:'s)? (?:[\w-]+ )?(?:successor|predecessor|assistant|deputy|son|brother|replacement),? )?"
_ARRIVED = (
    r"(?:arriv|came|took|walked|was |had |flew|joined|moved|returned|succeeded|replaced|inherited|started|began|first"
    r"|signed|got|moving|taking|coming|becoming|being|became|swapped|left|went|set foot|pitched up|turned up|landed)"
)
_BEFORE = re.compile(
    rf"\b[Uu]nder {_HEIR}(?:(?:the|a) )?(?:[\w-]+ ){{0,2}}?<(?P<under>P\d+)>(?!'s| (?:successor|predecessor))"
    rf"|\b[Ss]ince <(?P<since>P\d+)>,? {_ARRIVED}"
    r"|\b(?:[Bb]efore|[Uu]ntil|[Bb]y the time) <(?P<until>P\d+)> (?:was (?:removed|sacked|dismissed|replaced)|left|stepped|went|resigned"
    r"|departed|retired|quit|walked|moved on|made way)"
    r"|\b[Oo]n <(?P<watch>P\d+)>(?:'s)? watch\b"
    rf"|\b[Ww]ith (?:[\w-]+ ){{0,3}}?<(?P<with>P\d+)>,? (?:{_IN_CHARGE})"
    r"|\b(?:[Dd]uring|[Ii]n|[Oo]f|[Tt]hroughout|[Ff]rom) <(?P<reign>P\d+)>(?:'s)? (?:[\w-]+ ){0,3}?(?:time|spell|reign|years?|days|era"
    r"|tenure|stint|stewardship|charge|season|seasons|decade)\b"
    r"|<(?P<whom>P\d+)>,? (?:(?:under|with) whom|whose <C\d+>)"
    r"|\b[Ww]hose (?:[\w-]+ )?(?:manager|coach|boss|trainer|head coach) (?:is|was) (?:[\w-]+ ){0,3}?<(?P<whose>P\d+)>"
    r"|\b[Ww]hen <(?P<when>P\d+)> (?:was (?:their |its |the )?(?:manager|coach|in charge|boss|trainer|in the dugout|at the helm"
    r"|on the bench)|had charge|managed|coached|led)"
    r"|\b[Ww]hen (?:the|their|its) (?:manager|coach|trainer|boss) was (?:[^<;.]{0,40})<(?P<office>P\d+)>"
    r"|\b(?:guided|coached|managed|led|run|steered|trained|captained and managed) by (?:[\w-]+ ){0,3}?<(?P<by>P\d+)>"
    r"|<(?P<who>P\d+)>,(?:[^,;<]|<[TLC]\d+>){1,60}, who(?: (?:had|has|have|later|then))* $"
    r"|<C\d+>, the (?:team|side|club) of <(?P<of>P\d+)>"
    r"|<(?P<own>P\d+)>(?:'s)? (?:[\w-]+ )?<C\d+>(?=[ ,]|$)"
)
_BEHIND = re.compile(
    r"(?:[^;:.<]|<[TLKC]\d+>){0,60}?(?:"
    r"\bunder (?:[\w-]+ ){0,3}?<(?P<under>P\d+)>(?!'s)"
    r"|\bon <(?P<watch>P\d+)>(?:'s)? watch\b"
    r"|\bwhen (?:the (?:manager|coach|trainer|boss)|<P\d+>) was [^<;.]{1,40}<(?P<office>P\d+)>"
    r"|, <(?P<work>P\d+)>'s (?:masterpiece|doing|work|gift|finest|crowning|only (?:trophy|honour|prize)|first (?:trophy|honour|prize))"
    rf"|\bwith (?:[\w-]+ ){{0,3}}?<(?P<with>P\d+)>,? (?:{_IN_CHARGE})"
    r"|\bwhen (?:[\w-]+ ){0,2}?<(?P<when>P\d+)> (?:was (?:[\w-]+ )?(?:manager|coach|in charge|boss|in the dugout|at the helm"
    r"|on the bench)|had charge|managed|coached|led)"
    r"|\bin <(?P<time>P\d+)>(?:'s)? (?:[\w-]+ )?(?:time|reign|days|era|spell|tenure)\b)"
)
_ADVERBS = (
    r"(?: (?:have|has|had|also|already|duly|since|then|last|twice|later|just|ever|first|once|finally|still|again|only)"
    r")*"
)
_SUBJECT = re.compile(
    rf"(?:<(?P<mark>[CP]\d+)>(?:'s (?:women|men|girls|boys|players))?(?:,? (?:who|which))?"
    rf"(?:,[^,;<]*(?:<[XLT]\d+>[^,;<]*)?,)?"
    rf"|<(?P<owner>C\d+)>(?:[^;<]|<[^C]\d+>)* whose (?:women|men|team|side|players)"
    rf"|<(?P<head>[CP]\d+)>(?:,| – [^–<]*(?:<P\d+>)?[^–<]* –)? who (?:[^;,<]|<[A-Z]\d+>)* and){_ADVERBS} $"
)
_WHO = re.compile(rf"<(?P<mark>P\d+)>,? who{_ADVERBS} $")
_OWNER = re.compile(
    rf"<(?P<mark>P\d+)>'s(?: (?:team|side|men|women|players|charges|boys|girls|eleven|teams|sides|squad))?{_ADVERBS} $"
)
_POSSESSOR = re.compile(r"<(?P<mark>C\d+)>'s? (?:[\w-]+ ){0,3}$")
_PLACE = re.compile(
    r"(?:[^<,;]{0,30})?\b(?:[Aa]t|[Ww]ith|[Ii]n charge (?:of|at)) <(?P<mark>C\d+)>(?:,| <P| he\b| she\b)"
)
_SURE = re.compile(r"\b(?:guid|led|lead|steer|coach|manag|deliver|brought|bring|gave|given|giving|hand|shepherd|pilot)")
_DEED = (
    r"[^;<]{0,30}?\b(?:goals?|headers?|strikes?|penalty|penalties|kicks?|saves?|volley|winner|hat-trick|brace|shot|scored|netted"
    r"|struck|converted)\b"
)
_PLAYING = re.compile(
    r"\b[Aa]s (?:a |their |club )?(?:player|captain|midfielder|striker|goalkeeper|defender|teenager)\b|playing days"
)


@dataclass(frozen=True, slots=True)
class Winners:
    """Tells winners in one article; `is_manager` tells of a person (by number) what was found."""

    text: str
    resolver: Resolver
    is_manager: Callable[[int], bool]
    tenures: Tenures

    def winner(
        self,
        filled: Mapping[str, Argument],
        honour: Honour,
        years: Sequence[str],
        match: re.Match[str],
        marked: MarkedText,
    ) -> dict[str, Argument] | None:
        """Give the club, and the manager where he is told; None where no club is."""
        found = dict(filled)
        before = marked.text[: match.start()]
        if honour.club and "club" not in found:
            found["club"] = self.argument(honour.club, marked, honour.end)
        if "club" in found and found["club"].extent is None and (possessor := _POSSESSOR.search(before)):
            found["club"] = self.argument(possessor["mark"], marked, match.start())
        if (owner := _OWNER.search(before)) and not found.keys() & {"club"}:
            found["manager"] = self.argument(owner["mark"], marked, match.start())
        elif (who := _WHO.search(before)) and not honour.club and not match.groupdict().get("club"):
            found.pop("club", None)
            found["manager"] = self.argument(who["mark"], marked, match.start())
        elif mark := _beside(found, match, before):
            found.pop("manager", None)
            found["club" if mark[0] == "C" else "manager"] = self.argument(mark, marked, match.start())
        is_sure = bool(match.groupdict().get("manager") or _SURE.search(match[0])) and not owner
        self._settle_manager(found, honour, match, marked)
        if "club" not in found and (place := _PLACE.match(before)):
            found["club"] = self.argument(place["mark"], marked, match.start())
        if "club" not in found and "manager" in found:
            person = int(found["manager"].value[1:])
            at = marked.extent(match.start(), match.start() + 1)[0]
            is_likely = not owner and not self.resolver.referents[person].roles
            home = self._home(person, at, years)
            club = home or (None if owner or self.tenures.of(person) else self.resolver.main("Club"))
            if club and (is_sure or is_likely or self._is_manager(person)):
                found["club"] = Argument(f"C{club.number}")
        return found if "club" in found else None

    def _settle_manager(
        self, found: dict[str, Argument], honour: Honour, match: re.Match[str], marked: MarkedText
    ) -> None:
        """Take a player for no manager, and look for the manager that is told beside the club."""
        if "manager" in found:
            person = int(found["manager"].value[1:])
            playing = _PLAYING.search(_clause(marked.text, match.start()))
            playing = playing or re.search(f"<P{person}>{_DEED}", marked.text[: match.end()])
            captain = re.search(r"\b(?:captain|skipper|fired)", match[0])
            other = honour.manager or self._told_behind(honour, match, marked)
            if playing or captain or (self._plays(person) and not self.is_manager(person)):
                del found["manager"]
            elif other and other != found["manager"].value and not match.groupdict().get("manager"):
                del found["manager"]  # what has a manager is no manager
            return
        mark = honour.manager or self._told_manager(honour, match, marked)
        if (
            mark
            and not self._plays(int(mark[1:]))
            and (self.is_manager(int(mark[1:])) or not self._has_post(int(mark[1:])))
        ):
            found["manager"] = self.argument(mark, marked, len(marked.text))

    def _is_manager(self, person: int) -> bool:
        """Tell whether a person is a manager, or the one before or after a manager."""
        return self.is_manager(person) or any(
            re.search(r"\b(?:predecessor|successor),? $", self.text[: reference.extent[0]])
            for reference in self.resolver.referents[person].references
        )

    def _told_manager(self, honour: Honour, match: re.Match[str], marked: MarkedText) -> str:
        before = list(_BEFORE.finditer(_clause(marked.text, match.start())))
        told = before[-1].groupdict() if before else {}
        since = told.pop("since", None) or told.pop("until", None)
        if since and (self.is_manager(int(since[1:])) or not self._has_post(int(since[1:]))):
            return since
        return next((mark for mark in told.values() if mark), "") or self._told_behind(honour, match, marked)

    def _told_behind(self, honour: Honour, match: re.Match[str], marked: MarkedText) -> str:
        """Give the manager who is told behind what was won: "under <P2>"."""
        behind = _BEHIND.match(marked.text, max(honour.end, match.end()))
        return next((mark for mark in behind.groupdict().values() if mark), "") if behind else ""

    def _plays(self, person: int) -> bool:
        return self._is_called(person, "player")

    def _has_post(self, person: int) -> bool:
        return self._is_called(person, "post")

    def _is_called(self, person: int, kind: str) -> bool:
        words = self.resolver.lexicon.words[kind]
        return any(re.fullmatch(words, role) for role in self.resolver.referents[person].roles)

    def _home(self, person: int, at: int, years: Sequence[str]) -> Referent | None:
        """Give the club that a manager won something with: of several that in whose time, or that named last before."""
        tenures = self.tenures.of(person)
        if in_time := [one for one in tenures if years and all(holds(one, year) for year in years)]:
            return self._club(in_time[0].arguments["club"].value)
        marks = [one.arguments["club"].value for one in tenures]
        begun = {mark for mark, one in zip(marks, tenures, strict=True) if any(ends_after(one, year) for year in years)}
        later = {
            mark for mark, one in zip(marks, tenures, strict=True) if any(begins_after(one, year) for year in years)
        }
        later -= begun
        marks += [f"C{number}" for number in self.resolver.referents[person].homes]
        homes = [self._club(mark) for mark in dict.fromkeys(marks) if mark not in later]
        return max(homes, key=lambda club: _last_before(club, at), default=None)

    def _club(self, mark: str) -> Referent:
        return self.resolver.referents[int(mark[1:])]

    def argument(self, mark: str, marked: MarkedText, before: int) -> Argument:
        """Give what a mark refers to, where it stands last before a place."""
        place = marked.text.rfind(f"<{mark}>", 0, before)
        return Argument(mark, marked.extent(place, place + len(mark) + 2))


def _beside(found: Mapping[str, Argument], match: re.Match[str], before: str) -> str:
    """Give the mark that stands beside the verb as its subject, where no club is found, nor a manager that is told."""
    told = "club" in found or match.groupdict().get("manager")
    subject = None if told else _SUBJECT.search(before)
    mark: str = (subject["mark"] or subject["owner"] or subject["head"]) if subject else ""
    return mark if mark[:1] == "C" or "manager" not in found else ""


def _clause(text: str, end: int) -> str:
    """Give what stands before a place in its clause."""
    borders = [border.end() for border in _BORDER.finditer(text, 0, end)]
    return text[borders[-1] if borders else 0 : end]


def _last_before(club: Referent, at: int) -> int:
    return max((reference.extent[0] for reference in club.references if reference.extent[0] < at), default=-1)
