"""Lists of honours: "the First Division (1978), the League Cup twice and, this winter, the Super Cup"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["AFTER", "FINALS", "HONOURS", "ORDINAL", "Honour", "read_honours", "read_number"]

_NUMBERS = re.findall(
    r"\w+",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty",
)
_ORDINALS = re.findall(
    r"\w+",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth",
)
_NUMBER = rf"(?i:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|\d{{1,2}})"
ORDINAL = rf"(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}|\d{{1,3}}(?:st|nd|rd|th))"
"""A pattern for "third" and "14th"."""

_RUN = r"(?:straight|consecutive|successive)"
_BEFORE = (
    rf"(?:(?:the|a|an|another|its|their|his|her|our|this|that|{_NUMBER}|{ORDINAL}|{_RUN}|record|last|only|own|same"
    r"|domestic|national|maiden|first-ever|back-to-back|record-breaking|unlikely|famous|coveted|other|earlier|[Tt]he"
    r"|every|each|single|lone|solitary|previous|latest|most recent|league|such|more"
    r"|(?:titles?|triumphs?|success(?:es)?|wins?|victory|victories|crowns?|trophy) (?:in|of))"
    r" |<T\d+>(?:'s)? |<[CP]\d+>(?:'s)? )*"
)
_TITLE = (
    r"(?: (?:titles?|trophy|trophies|crowns?|champions|winners|holders|champion|winner|triumphs?|wins?|success(?:es)?))"
)
_TIMES = (
    rf"(?:,? (?:(?:no fewer than |as many as |another |a further |a record )?{_NUMBER} (?:more )?times"
    rf"(?: out of {_NUMBER}| in a row| running)?|(?:(?:only|just|but) )?(?:once more|twice|thrice|once|again)|on {_NUMBER} occasions"
    rf"|{_NUMBER} (?:years|seasons) (?:in a row|running)|<T\d+> (?:in a row|running)|{_NUMBER} in a row"
    rf"|(?:in all|in total|altogether|overall)|for (?:a|an|the|its|their|his|her) {ORDINAL} time"
    rf"|for the only time|for the (?:{ORDINAL}) (?:year|season|time)(?: running| in a row| in succession)?"
    rf"|{_NUMBER} times (?:running|in succession|on the trot)|for the first time)(?![\w-]))"
)
_DATES = (
    r"<T\d+>(?:(?:, and |, | and | & )(?:again |once more |then )?(?:in |on )?(?:again )?(?:in )?<T\d+>"
    r"(?!,? (?:<[CPX]|the |he |she |they |it )))*"
)
_WHEN = (
    r"(?:,? (?:(?:(?:and|but) )?(?:most recently|most lately|lately|the last|last|the latest|the first|the most recent|the second)"
    r"(?: of them| of which)?,? (?:coming |being |was )?)?(?:back |early |late |as recently as )?"
    rf"(?:in|of|at|for|during|on|from|between)? ?(?:the |his |her |their )?(?:end of |season of )?(?:<T\d+> to <T\d+>|{_DATES}))"
)
_OFFICE = r"(?:manager|coach|boss|trainer|in charge|in the dugout|at the helm|on the bench|at the wheel)"
_WITH = (
    r"(?:(?:,? under|, with) (?:(?:the|a|an|his|her|their|manager|coach|boss) |[A-Z][\w-]+ )*<P\d+>(?!'s)"
    r"|,? with (?:(?:the|a|an) )?(?:[A-Z][\w-]+ )*<P\d+> (?:in charge|at the helm|in the dugout|on the bench"
    r"|at the wheel|as (?:their |its |the )?(?:manager|coach|head coach|boss))"
    r"|,? (?:with|for|at|to|while at|as manager of|as coach of) <C\d+>(?!'s|> (?:and|or))"
    r"|,? (?:during|from|in) (?:<P\d+>(?:'s)?|his|her)(?: [\w-]+){1,3},? (?:at|with) <C\d+>"
    r"|,? (?:in|at|to|back to) <[LX]\d+>(?!'s)|,? (?:by beating|by defeating|against|over) <C\d+>(?: \d+-\d+)?"
    rf"|,? when (?:<P\d+> (?:was|had been) (?:[\w'-]+ ){{0,3}}?{_OFFICE}|the (?:manager|coach|trainer) was [^<;.]{{0,40}}<P\d+>))"
)
_SINCE = (
    r"(?: since <T\d+>|,? (?:after|adding to|to add to|to go with|following) (?:that|those|the (?:one|ones|triumphs?|titles?"
    r"|wins?)|triumphs?|wins?|titles?) (?:of|in|from) <T\d+>(?:(?:, when [^,;<]*(?:<P\d+>[^,;<]*)?)?(?:, and|,| and) <T\d+>)*)"
)
_NO_HONOUR = (
    r"(?!-|'s|(?: [\w-]+)? (?:match(?:es)?|ties?|semi|quarter|games?|group|openers?|play-offs?|fixtures?|first leg|second leg"
    r"|clash(?:es)?|replays?|meetings?|encounters?|outings?|safety|survival|opponents?|rivals?|clubs?|side|team|squad"
    r"|finals?|derby|qualif\w+|player|manager|goals?|golden|awards?|place|spot|berth|round|debut|points?|run"
    r"|defeat|race|hopes|medal|medals|draw|record|rights|football|status|duty|campaign|season|last|bid|defence|challenge)\b)"
)
_HOW = (
    rf"(?:,? (?:by (?:{_NUMBER}|\w+ clear) points?|by a (?:single )?(?:point|goal)|on goal difference|on (?:the last day|penalties|away goals)"
    rf"|in extra time|after extra time|after a replay|(?:with|by) (?:{_NUMBER}|an?) (?:games?|match|matches|weeks?) (?:to spare|left|remaining)"
    rf"|at the (?:{ORDINAL}) (?:attempt|time of asking)|without losing a (?:game|match)|unbeaten|outright)(?![\w-]))"
)
_AND_UNDER = r"(?:,? and (?:again |then |later )?(?:in |on )?<T\d+>(?=,? (?:under|with|when) ))"
AFTER = rf"(?: \([^)]*\)|{_TIMES}|{_WITH}|{_WHEN}|{_SINCE}|{_AND_UNDER}|{_HOW})*"
"""A pattern over marked text: what may stand behind a competition that was won."""

_AFTER = rf"{_TITLE}?{AFTER}"
_ITEM = rf"{_BEFORE}<[KE]\d+>{_NO_HONOUR}{_AFTER}"
_ASIDE = r"(?:in|on|at|under|with|after|during|then|later|for|<T)(?:[^,.;<]|<[TLXP]\d+>){0,60}"
_JOIN = (
    rf"(?:,? and,? {_ASIDE}, |, {_ASIDE}, |, and then | and then |, and also |, and | and |, as well as | as well as "
    r"| plus |, plus "
    r"|,? to go with |,? to add to |,? on top of |,? along with |,? in addition to "
    r"|, then |, followed by | followed by |, with | to |, )"
)
HONOURS = rf"(?>(?:both |not only |at least )?{_ITEM}(?:{_JOIN}(?:to )?{_ITEM})*)"
"""A pattern over marked text: competitions with what is said of each; a list is taken whole, and never tried again in parts."""

_FINAL = rf"(?:{_BEFORE}<K\d+>(?: play-off)? final|{_BEFORE}final of {_BEFORE}<K\d+>|{_BEFORE}<F\d+>)"
FINALS = rf"(?>{_FINAL}(?:,? (?:in|at) <L\d+>|{_WHEN})*)"
"""A pattern over marked text: the final of a competition, with its time."""

_PARTS = re.compile(
    rf"(?P<join>{_JOIN})?(?P<before>(?:to )?{_BEFORE}(?:final of (?:the )?)?)<[KEFH](?P<number>\d+)>"
    r"(?: play-off)?(?: final)?"
    rf"(?P<after>{_AFTER})"
)
_TALK = re.compile(r"\((?!(?:in |and |, |twice |[–-]|<T\d+>| |,)*\))[^)]*\)")
"""Brackets that hold more than times."""
_UNDER = re.compile(r"\b(?:under|with|when) [^<]*<(P\d+)>")
_BESIDE = re.compile(r"<T(\d+)>, when <(P\d+)> (?:was|had)\b")
_COUNTS = {"once": 1, "twice": 2, "thrice": 3}


@dataclass(frozen=True, slots=True)
class Honour:
    """One of a list: the marks of the competition, the manager and the club that is told with it, its times, how often.

    Places are those of the marked text. `years` is the mark of a length that tells how often ("<T3> in a row"),
    `is_total` tells that the number counts more than the times that are named; `before` are times of earlier wins ("for
    the first time since <T2>"), and `is_recent` that the times are only the last ("most recently in <T1>"); `span` is the first and the last of times
    that follow each other ("every league from <T1> to <T2>"). `under` are times with the managers of each, where there
    are several ("in <T1> under <P1> and in <T2> under <P2>").
    """

    mark: str
    start: int
    end: int
    times: tuple[int, ...]
    count: int | None = None
    is_total: bool = False
    years: int | None = None
    manager: str = ""
    club: str = ""
    before: tuple[int, ...] = ()
    is_recent: bool = False
    span: tuple[int, int] | None = None
    under: tuple[tuple[int, str], ...] = ()


def read_honours(text: str, start: int, end: int) -> Iterator[Honour]:
    """Read the list of honours between two places of marked text."""
    for match in _PARTS.finditer(text, start, end):
        around = _TALK.sub("", f"{match['join'] or ''}{match['before']}|{match['after']}")
        length = re.search(r"<T(\d+)> (?:in a row|running)", match["after"])
        lengths = {int(length[1])} if length else set()
        count, total = _count(match["before"], match["after"])
        since = re.findall(_SINCE, match["after"])
        is_first = re.search(r"\bfirst\b", match["before"]) or "first time" in match["after"]
        earlier = [int(n) for one in since for n in re.findall(r"<T(\d+)>", one)]
        before = [n for n in earlier if is_first or f"since <T{n}>" not in match["after"]]
        clubs = re.findall(r"(?:with|for|at|to|of) <(C\d+)>", match["after"])
        yield Honour(
            f"K{match['number']}",
            match.start("before"),
            match.end(),
            tuple(n for n in map(int, re.findall(r"<T(\d+)>", around)) if n not in {*lengths, *earlier}),
            count,
            total,
            int(length[1]) if length else None,
            next(iter(_UNDER.findall(around)), ""),
            clubs[0] if clubs else "",
            tuple(before),
            bool(re.search(r"\bmost (?:recently|lately)", match["after"])),
            _span(match["before"], match["after"]),
            tuple(_managers(around)),
        )


def _managers(around: str) -> Iterator[tuple[int, str]]:
    """Give each time with the manager who is told behind it, where there are several."""
    told = list(_UNDER.finditer(around))
    times = list(re.finditer(r"<T(\d+)>", around))
    for time in times if len(told) > 1 else ():
        if behind := next((one[1] for one in told if one.start() > time.start()), ""):
            yield int(time[1]), behind
    for beside in _BESIDE.finditer(around):
        yield int(beside[1]), beside[2]


def _span(before: str, after: str) -> tuple[int, int] | None:
    match = re.search(r"<T(\d+)> to <T(\d+)>|\bbetween <T(\d+)> and <T(\d+)>", after)
    running = r"\b(?:running|in a row|in succession|on the trot)"
    is_each = re.search(rf"\b(?:every|each|{_RUN})\b", before) or re.search(running, after)
    return (int(match[1] or match[3]), int(match[2] or match[4])) if match and is_each else None


def _count(before: str, after: str) -> tuple[int | None, bool]:
    if match := re.search(rf"\((\d{{1,2}})\)|\bfor (?:an?|the|its|their|his|her) ({ORDINAL}) time\b", after):
        return read_number(match[1] or match[2]), True
    total = bool(re.search(r"\b(?:recent|lately|latest|last|in all|in total|altogether|overall)", after))
    if match := re.search(rf"({_NUMBER}) (?:more )?(?:times|years|seasons|in a row|occasions)", after):
        return read_number(match[1]), total
    for word, number in _COUNTS.items():
        if re.search(rf"\b{word}\b(?! more)", after):
            return (number if number > 1 else None), total
    if match := re.search(rf"\b({ORDINAL}) ", before):
        club = re.search(r"\b(?:the|an?|its|their|our|this)\b|<C\d+>", before)
        return (read_number(match[1]) if club else None), not re.search(_RUN, before)
    if match := re.search(rf"\b({_NUMBER}) ", before):
        return read_number(match[1]), total
    return None, False


def read_number(word: str) -> int | None:
    """Read a number or an ordinal.

    >>> read_number("three"), read_number("14th"), read_number("some")
    (3, 14, None)
    """
    for words in (_NUMBERS, _ORDINALS):
        if word.lower() in words:
            return words.index(word.lower()) + 1
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else None
