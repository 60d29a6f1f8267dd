"""Lists of honours: "the First Division (1978), the League Cup twice and, this winter, the Super Cup"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["HONOURS", "Honour", "read_honours"]

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
).split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_NUMBER = rf"(?:{'|'.join(_NUMBERS)}|\d{{1,2}})"
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_BEFORE = rf"(?:the |a |an |its |their |his |her |our |this |{_NUMBER} |{_ORDINAL} |straight |consecutive |successive |record |(?:<T\d+>'s |<T\d+> ))*"
_TIMES = rf"(?:,? (?:once more|twice|thrice|once|again|{_NUMBER} times(?: out of {_NUMBER}| in a row)?|{_NUMBER} (?:years|seasons) (?:in a row|running)|{_NUMBER} in a row))"
_AFTER = rf"(?: title| titles| trophy| crown)?(?: \([^)]*\)|{_TIMES}|,? (?:in|of|at|for|during) (?:the )?<T\d+>(?:(?:, | and |, and )(?:in )?(?:again in )?<T\d+>)*| <T\d+>)*"
_ITEM = rf"{_BEFORE}<K\d+>{_AFTER}"
_JOIN = r"(?:, and, (?:[^,.;<]|<T\d+>|<[LX]\d+>){1,50}, | and,? (?:[^,.;<]|<T\d+>|<[LX]\d+>){1,50}, |, and | and |, as well as | as well as | plus |, plus |, then |, followed by |, with | to | and to |, )"
HONOURS = rf"(?:(?:both )?{_ITEM}(?:{_JOIN}(?:to )?{_ITEM})*)"
"""A pattern over marked text: competitions with what is said of each."""

_PARTS = re.compile(rf"(?P<join>{_JOIN})?(?P<before>(?:to )?{_BEFORE})<(?P<competition>K\d+)>(?P<after>{_AFTER})")
_COUNTS = {"once": 1, "twice": 2, "thrice": 3}


@dataclass(frozen=True, slots=True)
class Honour:
    """One of a list: the mark of the competition, the marks of its times, how often; places in the marked text."""

    mark: str
    start: int
    end: int
    times: tuple[tuple[int, int], ...]
    count: int | None
    is_total: bool


def read_honours(text: str, start: int, end: int) -> Iterator[Honour]:
    """Read the list of honours between two places of marked text."""
    for match in _PARTS.finditer(text, start, end):
        around = f"{match['join'] or ''}{match['before']}|{match['after']}"
        times = [
            (place.start(), place.end()) for place in re.compile(r"<T\d+>").finditer(text, match.start(), match.end())
        ]
        count, total = _count(match["before"], match["after"])
        yield Honour(match["competition"], match.start("before"), match.end(), tuple(times), count, total)
        del around


def _count(before: str, after: str) -> tuple[int | None, bool]:
    if match := re.search(rf"({_NUMBER}) (?:times|years|seasons|in a row)", after):
        return _number(match[1]), False
    for word, number in _COUNTS.items():
        if re.search(rf"\b{word}\b(?! more)", after):
            return (number if number > 1 else None), False
    if match := re.search(rf"\b({_ORDINAL}) ", before):
        return _number(match[1]), not re.search(r"straight|successive|consecutive", before)
    if match := re.search(rf"\b({_NUMBER}) ", before):
        return _number(match[1]), False
    return None, False


def _number(word: str) -> int | None:
    for words in (_NUMBERS, _ORDINALS):
        if word in words:
            return words.index(word) + 1
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else None
