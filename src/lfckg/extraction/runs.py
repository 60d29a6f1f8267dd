"""Runs: words with capitals that stand together, and may be a name, or several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lfckg.article import Extent
from lfckg.extraction.lexicons import Lexicon, singular

__all__ = ["POSSESSIVE", "QUOTES", "WORD", "Runs"]

_LETTERS = r"(?:[^\W_][\u0300-\u036f]*)+"  # with their accents, where these are characters of their own
WORD = re.compile(rf"{_LETTERS}(?:[-'’.&]{_LETTERS})*\+?")
POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_FORMER = re.compile(r"(?:[Ee]x|then|[Nn]on|[Pp]ro|[Aa]nti)-(?=[^\W\d_a-z])")
_ELISION = re.compile(r"[dl]['’](?=[A-ZÀ-Þ])|(?:a[dlnrstz]|ash|el|ul)-(?=[A-ZÀ-Þ])")
"""What begins the last part of a name without a capital: "Jeanne d'Arc", "Bakri al-Tayeb"."""
_ONE_OF = re.compile(
    r"\b(?:the|a|an|another|earlier|previous|this|that|next|same|one|two|three|four|five|six|first|second|third|only|their|last) $",
    re.I,
)
QUOTES = frozenset("\"'“”‘’")
_JOINTS = frozenset({" ", " & ", ". ", " ’", " '"})
_NICKNAME = re.compile(
    r" [\"'“‘](?P<nick>(?:(?:el|il|la|le|der|den|de|o|the) )?[^\W\d_a-z][^\W_]*(?: [^\W\d_a-z][^\W_]*)?)[\"'”’] "
    r"(?=[^\W\d_a-z])"
)
"""What stands within a name: Bill "Dixie" Finch, Jef "den Toren" Nys."""
_SAINTS = frozenset({"St", "St.", "Saint"})
_NEAR = 25  # characters that a nickname may have
_INITIAL = 2  # letters
_MOST = 5  # words before a mark of a nickname


class Runs:
    """Finds runs of capitals, with the small words, the numbers and the owners' marks that belong to a name."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._connectors, self._stop, self._owners = (
            lexicon.capitals[name] for name in ("connectors", "common", "owners")
        )
        self._cups = lexicon.marks["Competition"]

    def find(self, text: str, words: Iterable[re.Match[str]]) -> Iterator[list[Extent]]:
        """Find the runs among the words of a sentence; some are empty."""
        run: list[Extent] = []
        for match in words:
            word = match[0]
            if run and not self._joined(text, run, match):
                yield run
                run = []
            if not (
                word[:1].isupper()
                or _FORMER.match(word)
                or (run and _ELISION.match(word))
                or (run and word.lower() in self._connectors)
                or self._is_nicknamed(text, run, match)
                or self._is_number(text, run, match)
            ):
                yield run
                run = []
                continue
            if not run and (former := _FORMER.match(word)):
                run.append((match.start() + former.end(), match.end()))
                continue
            possessive = POSSESSIVE.search(word)
            if possessive and not self._owns(text, run, match, possessive):
                yield [*run, (match.start(), match.start() + possessive.start())]
                run = []
            else:
                run.append(match.span())
        yield run

    def _joined(self, text: str, run: list[Extent], match: re.Match[str]) -> bool:
        """Tell whether a word goes on with a run: behind a blank, an initial's point, or the mark of an owner."""
        gap = text[run[-1][1] : match.start()]
        last = text[slice(*run[-1])]
        if gap == ". ":
            return len(last) <= _INITIAL
        if (
            len(gap) > 1
            and gap.strip() in QUOTES
            and len(run) <= _MOST
            and self._is_nickname(text, run[-1][1], match.start())
        ):
            return True
        if gap in ("' ", "’ "):
            return last in self._owners or (self.is_cup(match[0]) and self._names_a_cup(text, run))
        return gap in _JOINTS and (gap[-1] == " " or match[0] == "t")

    def _is_nicknamed(self, text: str, run: list[Extent], match: re.Match[str]) -> bool:
        """Tell whether a word without a capital begins a nickname within a name: Jef "den Toren" Nys."""
        return (
            bool(run)
            and len(run) <= _MOST
            and text[match.start() - 1] in QUOTES
            and self._is_nickname(text, run[-1][1], match.start())
        )

    def _is_nickname(self, text: str, last: int, start: int) -> bool:
        """Tell whether the marks between two capitals begin or end a nickname within a name."""
        nicks = _NICKNAME.finditer(text, max(0, last - _NEAR), start + _NEAR)
        return any(start in (nick.start("nick"), nick.end()) for nick in nicks)

    def _owns(self, text: str, run: list[Extent], match: re.Match[str], possessive: re.Match[str]) -> bool:
        """Tell whether a possessive is part of a name: "Women's Super League", "the Governor's Cup", "St Mark's Athletic"."""
        following = WORD.match(text, match.end() + 1)
        saint = bool(run) and text[slice(*run[0])] in _SAINTS
        holy = saint and following is not None and following[0][:1].isupper()
        if holy or match[0][: possessive.start()] in self._owners:
            return True
        begin = [*run, match.span()]
        return bool(following and self.is_cup(following[0]) and self._names_a_cup(text, begin))

    def _names_a_cup(self, text: str, run: list[Extent]) -> bool:
        owner = POSSESSIVE.sub("", text[run[0][0] : run[-1][1]])
        before = text[max(0, run[0][0] - 10) : run[0][0]]
        return bool(_ONE_OF.search(before)) and len(run) == 1 and owner not in self._lexicon.names

    def is_cup(self, word: str) -> bool:
        """Tell whether a word makes a name one of a competition."""
        return word in self._cups or singular(word) in self._cups

    def _is_number(self, text: str, run: list[Extent], match: re.Match[str]) -> bool:
        """Tell whether a number ends a name: "Schalke 04", "Channel 4", but not "Napoli 33 years" or a table's."""
        if not run or not re.fullmatch(r"\d{1,2}", match[0]):
            return False
        last = text[slice(*run[-1])]
        behind = text[match.end() : match.end() + 30]
        told = last[:1].isupper() and last.lower() not in self._stop
        return told and not re.match(r"[-–%:]|[.,]?\d| +\d| [a-z]+s\b", behind)
