"""Dating: which of a sentence's times belongs to what a rule matched there, and what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lfckg.extraction.marked import MarkedText
from lfckg.extraction.matching import Rule
from lfckg.extraction.readings import Argument
from lfckg.extraction.times import Kind, Time

__all__ = ["is_long_past", "resolve_times", "times_beside"]

_TIME = re.compile(r"<T(\d+)>")
_BEHIND = re.compile(r"(?:[^;<]|<(?!T)[A-Z]\d+>){0,40}?<T(\d+)>")
_BEFORE = re.compile(r"<T(\d+)>,?(?: [\w<>']+){0,4} ?$")
_OPENING = re.compile(r"(?:In|On|By|Since|Last|From|At)? ?<T(\d+)>")
_DEATH = r"until (?:<P\d+>(?:'s)?|his|her) (?:death|dismissal|retirement|resignation|departure|exit)(?: in| on)?"
_SECOND = re.compile(rf",? (?:(?:and|but) )?(?:{_DEATH}|until|till|to|and|-|–)? ?<T(\d+)>")
_ELSEWHERE = re.compile(r",? (?:and|but|when|while|where|after|before|in which) |, (?:who|which|whose|whom)\b")
_TURN = re.compile(r"\b(?:and|but|that)\b")
_TO_COME = re.compile(
    r"\b(?:will|would|shall|next(?! (?:job|post|engagement|stop|club|spell|assignment|appointment)s?\b)|(?:is|are|was|were|due|set|about|ready|expected|scheduled) to|to be"
    r"|takes|begins|starts|leaves|departs|joins|moves|arrives|becomes|steps|goes)\b|'ll\b"
)
_PRESENT = re.compile(r"\b(?:is|are|has|have|will|now|today|still|remains?|says?)\b")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_ROLES = {"since": "start", "from": "start", "between": "start", "until": "end", "till": "end", "to": "end"}
_CLOSING = re.compile(rf"\b(?:between <T\d+> and|{_DEATH}) $")
_CONTRACT = re.compile(r"\b(?:contracts?|deal|signed|signs|extension|extended|terms|agreement)\b[^.;]{0,60}$")
_TENURE, _RELEASE = "manages", "release"


def times_beside(rule: Rule, match: re.Match[str], marked: MarkedText, times: Sequence[Time]) -> dict[str, Argument]:
    """Give the time that stands by a match, by its role: inside it, behind it in its clause, before it, or in front.

    What somebody did from one time until another has both. A season tells no day, and is left out; of a release such
    words are kept as they are.
    """
    found: dict[str, Argument] = {}
    for mark in _near(match, marked):
        time = times[int(mark[1])]
        if mark.start() < match.start() and time.preposition in ("until", "till"):
            continue  # until then it was otherwise
        if time.preposition in ("until", "till", "to") and _CONTRACT.search(marked.text[: mark.start()]):
            continue  # so long a contract runs
        if rule.relation == _RELEASE and _is_vague(time) and not found:
            found["words"] = Argument(time.words, time.phrase)
            continue
        role = "end" if rule.relation == _TENURE and _closes(mark, marked) else _role(rule, time)
        value = role and _value(time, is_past=not _is_to_come(rule, match, marked, time))
        if not role or not value or role in found:
            continue
        if found and not (rule.relation == _TENURE and role == "end"):
            continue
        found[role] = Argument(value, time.extent)
    return found


def resolve_times(
    rule: Rule, arguments: Mapping[str, Argument], match: re.Match[str], marked: MarkedText, times: Sequence[Time]
) -> dict[str, Argument]:
    """Put the values of times where a pattern captured their marks; those that tell no day are left out."""
    resolved = {}
    for role, argument in arguments.items():
        mark = re.fullmatch(r"T(\d+)", argument.value)
        if mark is None:
            resolved[role] = argument
            continue
        time = times[int(mark[1])]
        is_past = role == "date" or not _is_to_come(rule, match, marked, time)
        if value := _value(time, is_past=is_past):
            resolved[role] = Argument(value, time.extent)
    return resolved


def is_long_past(marked: MarkedText, times: Sequence[Time], issued: str, text: str) -> bool:
    """Tell whether a sentence tells of what was two years or more before the day of its article.

    One without a time tells of the time that its paragraph told before it, or the heading that the paragraph stands
    under; but not if its words are of the present.
    """
    told = [time for mark in _TIME.finditer(marked.text) if (time := times[int(mark[1])]).past]
    years = _years(told) if told else _years_before(marked, times, text)
    return bool(years) and max(years) < int(issued[:4]) - 1


def _years(told: Iterable[Time]) -> list[int]:
    return [int(time.past[:4]) for time in told if time.past and time.preposition not in ("since", "until", "till")]


def _years_before(marked: MarkedText, times: Sequence[Time], text: str) -> list[int]:
    """Give the years that a paragraph tells before a sentence, else those of a heading right above it.

    What has come to speak of the present by then tells no more of those years.
    """
    begin = marked.origins[0][0]
    first = text.rfind("\n\n", 0, begin) + 1
    own = [time for time in times if first <= time.extent[0] < begin]
    heading = text[text.rfind("\n\n", 0, max(0, first - 1)) + 1 : first].strip()
    if own or not heading or heading.endswith((".", "!", "?", "”", "’", '"', "'")):
        is_present = _PRESENT.search(marked.text) or (own and _PRESENT.search(text, own[-1].extent[1], begin))
        return [] if is_present else _years(own)
    return [int(year) for year in _YEAR.findall(heading)]


def _near(match: re.Match[str], marked: MarkedText) -> Iterator[re.Match[str]]:
    """Give the times by a match, the nearest kind of place first."""
    captured = {match.span(role)[0] - 1 for role, value in match.groupdict().items() if value and value[0] == "T"}
    yield from (inside for inside in _TIME.finditer(marked.text, *match.span()) if inside.start() not in captured)
    behind = _BEHIND.match(marked.text, match.end())
    if behind and not _ELSEWHERE.search(marked.text[match.end() : behind.start(1) - 2]):
        yield behind
        if second := _SECOND.match(marked.text, behind.end()):
            yield second
    before = _BEFORE.search(marked.text[: match.start()])
    if before and not _TURN.search(before[0]):
        yield before
    if opening := _OPENING.match(marked.text):
        yield opening


def _closes(mark: re.Match[str], marked: MarkedText) -> bool:
    """Tell whether a time ends what is told: the second of "between 1968 and 1974", that of "until his death in 1974"."""
    return bool(_CLOSING.search(marked.text[: mark.start(1) - 2]))


def _role(rule: Rule, time: Time) -> str:
    """Tell which role a time has: of a tenure by its preposition, else that of the rule."""
    if rule.relation == _TENURE:
        if time.preposition in _ROLES:
            return _ROLES[time.preposition]
        if time.preposition in ("of", "after", "before", "for", "during"):
            return ""
    if rule.when == "span":
        return ""
    return rule.when if rule.when in ("start", "end", "date") else "date"


def _is_to_come(rule: Rule, match: re.Match[str], marked: MarkedText, time: Time) -> bool:
    """Tell whether what a pattern matched is to come; that somebody leaves is announced before the article's day."""
    if rule.tense in ("future", "done"):
        return rule.tense == "future"
    if rule.relation == "departure_announced" or time.preposition == "since":
        return False
    return bool(_TO_COME.search(marked.text[max(0, match.start() - 12) : match.end()]))


def _is_vague(time: Time) -> bool:
    """Tell whether a time is one of which no day, month or year can be told."""
    return time.kind is Kind.SEASON or (time.past is None and time.future is None and time.kind is not Kind.DURATION)


def _value(time: Time, *, is_past: bool) -> str | None:
    if time.kind in (Kind.DURATION, Kind.VAGUE, Kind.SEASON):
        return None
    return time.value(is_past=is_past) or time.past or time.future
