"""Capitals: the stretches of a text that may be names, by their capital letters and by what is well known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from lfckg.article import Extent
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.runs import POSSESSIVE, QUOTES, WORD, Runs
from lfckg.extraction.stretches import Stretches

__all__ = ["Capitals"]

_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "one", "two"})
_ORIGIN = re.compile(r"-(?:born|based|backed|trained|owned|led|made|bred|raised|speaking)$")
_PARTICLES = frozenset({"ten", "ter"})  # of Dutch names; the first is a number, too
_SEASONS = frozenset({"spring", "summer", "autumn", "winter"})
_DATELINE = re.compile(r"^(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30})(?:,[^.\n]{0,30})?(?: \([^)\n]{1,40}\))? ?[-–—] ", re.M)
_CAMEL = re.compile(r"[a-z][A-Z]")
_SEVERAL = re.compile(r"[^\W\d_]+(?<!s)(?:, \d+(?:st|nd|rd|th),)? (?:have|are|were) ")
"""A word of which is said what is said of several, though it is no plural: a club's name."""
_INITIAL = re.compile(r"[^\W\d_a-z]\. (?=[^\W\d_a-z])")
_LONGEST = 5  # words of a well-known name
_FEW = 3  # words, of which a line may consist whose capitals tell something


class Capitals:
    """Finds stretches that may be names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._runs = Runs(lexicon)
        (
            self._connectors,
            self._small,
            self._stop,
            self._too,
            self._plain,
            self._national,
            self._many,
        ) = (
            lexicon.capitals[name]
            for name in ("connectors", "small", "common", "words_too", "plain", "national", "many")
        )
        words = lexicon.words
        offices = "|".join(words[name] for name in ("post", "manager", "player", "past_player", "artist"))
        self._office = re.compile(rf"(?:{offices})\b(?!['’-]?\w)", re.I)
        self._nations = lexicon.adjectives | lexicon.people
        self._cups = lexicon.marks["Competition"]
        self._groups = lexicon.marks["ProductionCompany"] | lexicon.marks["Organisation"]
        self._marks = self._cups | self._groups | lexicon.marks["Broadcaster"]
        odd = [name for name in lexicon.names if not name[:1].isupper() and not name.startswith("the ")]
        odd += [name for name in lexicon.names if re.search(r"/|\d\. ", name)]
        self._odd = re.compile(
            rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in sorted(odd, key=len, reverse=True))})(?!\w)"
        )

    def find(
        self,
        text: str,
        sentences: Sequence[Extent],
        starts: set[int],
        is_name: Callable[[int], bool],
        taken: Stretches,
    ) -> Iterator[Extent]:
        """Find them outside of what is `taken`.

        `starts` are the offsets at which a capital tells nothing, `is_name` tells whether a tagger takes the word at
        an offset for a name.
        """
        inner, plain = self._written(text, sentences, starts)

        def begins(word: str, start: int) -> bool:
            """Tell whether a word that begins a sentence begins a name."""
            if word in self._marks:
                return is_name(start)
            if word in inner or (_CAMEL.search(word) and not word.isupper()):
                return True
            named = is_name(start) or _SEVERAL.match(text, start) or self._is_given(text, start, word)
            return bool(named) and word.lower() not in plain

        for match in _DATELINE.finditer(text):
            taken.add(match.span("place"))
        for match in self._odd.finditer(text):
            if taken.add(match.span()):
                yield match.span()
        for start, end in sentences:
            words = [match for match in WORD.finditer(text, start, end) if not taken.holds(match.start())]
            titled = self._is_titled(words)
            for run in self._runs.find(text, words):
                for cut in self._cut(text, run, starts, (lambda word, _: word in inner) if titled else begins, titled):
                    yield from self._parted(text, cut)

    def _is_given(self, text: str, start: int, word: str) -> bool:
        """Tell whether a word is somebody's given name: another capital follows."""
        return word in self._lexicon.given and bool(re.match(r" [^\W\da-z_]", text[start + len(word) :][:2]))

    def _written(self, text: str, sentences: Sequence[Extent], starts: set[int]) -> tuple[set[str], set[str]]:
        """Give the words that stand with a capital within a sentence, and those that stand without one anywhere."""
        inner: set[str] = set()
        plain: set[str] = set()
        for start, end in sentences:
            words = list(WORD.finditer(text, start, end))
            titled = self._is_titled(words)
            for match in words:
                if match[0][:1].islower():
                    plain.add(match[0])
                elif match.start() not in starts and not titled:
                    inner.add(POSSESSIVE.sub("", match[0]))
        return inner, plain

    def _is_titled(self, words: Sequence[re.Match[str]]) -> bool:
        """Tell whether a sentence is written like a title, with capitals throughout: they tell nothing there."""
        written = [match[0] for match in words if match[0][:1].isalpha()]
        if len(written) > 1 and all(word.isupper() for word in written):
            return True
        return len(written) > _FEW and all(word[:1].isupper() or word in self._small for word in written)

    # --- names in a run ---

    def _cut(
        self, text: str, run: list[Extent], starts: set[int], begins: Callable[[str, int], bool], titled: bool
    ) -> Iterator[list[Extent]]:
        """Cut a run into names: at known names, at titles of posts, at words of no name."""
        words = [text[slice(*extent)] for extent in run]
        number, pending = 0, 0
        while number < len(run):
            length = self._known(words, number)
            kind = self._lexicon.names.get(" ".join(words[number : number + length]), ("", ""))[0]
            if length and self._goes_on(words, number, length, pending, kind):
                length = 0
            if (
                length == 1
                and run[number][0] in starts
                and words[number] in self._too
                and not begins(words[number], run[number][0])
            ):
                length = 0
            if length and not (kind == "Competition" and number > pending):
                yield run[pending:number]
                yield run[number : number + length]
                number = pending = number + length
            elif skipped := self._common(text, run, number, pending, starts, begins, titled):
                yield run[pending:number]
                number = pending = number + skipped
            else:
                number += 1
        yield run[pending:]

    def _goes_on(self, words: list[str], number: int, length: int, pending: int, kind: str) -> bool:
        """Tell whether a known name is only part of one: "Upton Celtic", "Arsenal TV"."""
        inner = length == 1 and number > pending and words[number - 1] not in self._connectors
        if inner and (kind == "Club" or words[number] in self._lexicon.marks["ClubWords"]):
            return True
        following = words[number + length] if number + length < len(words) else ""
        return kind == "Club" and following in self._groups | self._lexicon.marks["Broadcaster"]

    def _known(self, words: list[str], number: int) -> int:
        """Give how many words from here on make a known name; one word followed by another name's is none."""
        for length in range(min(_LONGEST, len(words) - number), 0, -1):
            name = " ".join(words[number : number + length]).replace("’", "'")
            if name not in self._lexicon.names and name.replace("'", "’") not in self._lexicon.names:
                continue
            if length == 1 and (name.lower() in self._stop or not self._stands_alone(words, number)):
                continue
            return length
        return 0

    def _stands_alone(self, words: list[str], number: int) -> bool:
        following = words[number + 1] if number + 1 < len(words) else ""
        if not following or following in self._connectors or following.lower() in self._stop:
            return True
        return (
            following in self._lexicon.adjectives
            or " ".join(words[number + 1 : number + 3]) in self._lexicon.names
            or self._known(words, number + 1) > 0
            or bool(self._office.fullmatch(following))
        )

    def _common(
        self,
        text: str,
        run: list[Extent],
        number: int,
        pending: int,
        starts: set[int],
        begins: Callable[[str, int], bool],
        titled: bool,
    ) -> int:
        """Give how many words from here on are no part of a name."""
        start, end = run[number]
        word = text[start:end]
        if office := self._office.match(text, start):
            return sum(1 for extent in run[number:] if extent[0] < office.end())
        before = text[slice(*run[number - 1])] if number > pending else ""
        for length in () if before in self._lexicon.given else (2, 1):  # "Ronan Finn"
            if text[start : run[min(number + length, len(run)) - 1][1]] in self._nations:
                length = min(length, len(run) - number)  # noqa: PLW2901  what is left
                return 0 if self._is_national(text, run[number + length :]) else length
        if self._belongs(text, run, number, pending, starts):
            return 0
        if word.lower() in self._stop or (number == pending and (word in self._connectors or _ORIGIN.search(word))):
            return 1
        return int((start in starts or titled) and not begins(word, start))

    def _is_national(self, text: str, rest: list[Extent]) -> bool:
        """Tell whether what stands behind "Danish" makes a competition's name with it: "Cup", but not "Superliga"."""
        words = [text[slice(*extent)] for extent in rest[:_FEW]]
        ends = [number for number, word in enumerate(words, 1) if word in self._national]
        if not ends or any(word in self._connectors for word in words[: ends[0]]):
            return False
        known = any(" ".join(words[:end]) in self._lexicon.names for end in range(1, len(words) + 1))
        return not known or " ".join(words[: ends[-1]]) in self._many

    def _belongs(self, text: str, run: list[Extent], number: int, pending: int, starts: set[int]) -> bool:
        """Tell whether a word that is common elsewhere is part of a name: "AS Roma", "Dale First League", "A. I. Finch"."""
        word = text[slice(*run[number])]
        if _INITIAL.match(text, run[number][0]) or _is_quoted(text, run, number):
            return True
        following = text[slice(*run[number + 1])] if number + 1 < len(run) else ""
        if following and word in self._lexicon.marks["ClubWords"] and word.isupper():
            return True
        if word.lower() in _ORDINALS and run[number][0] not in starts:
            near = [text[slice(*extent)] for extent in run[number + 1 : number + _FEW]]
            before = text[slice(*run[number - 1])] if number > pending else ""
            return bool(self._cups & set(near)) or (word[:1].isupper() and before in self._cups)
        inner = number > pending and bool(following)
        return inner and (word.lower() in _SEASONS or following in self._cups or word in _PARTICLES)

    def _parted(self, text: str, run: list[Extent]) -> Iterator[Extent]:
        """Part names that "and", "of" or "the" joins, unless they make one name of an organisation or a competition."""
        while run and text[slice(*run[-1])] in self._connectors:
            run = run[:-1]
        while run and text[slice(*run[0])] in self._connectors:
            run = run[1:]
        if not run:
            return
        words = [text[slice(*extent)] for extent in run]
        joints = [n for n, word in enumerate(words) if word.lower() in {"and", "the"} and not _is_quoted(text, run, n)]
        of = [number for number, word in enumerate(words) if word == "of"]
        if of and words[of[0] - 1] in self._lexicon.marks["ProductionCompany"] and words[-1] not in self._marks:
            joints = of  # "Low Tide Films of Miami"
        elif words[-1] in self._groups:
            joints = []
        elif not joints and not self._marks & set(words):
            joints = of
        if joints:
            for begin, end in zip([-1, *joints], [*joints, len(run)], strict=True):
                yield from self._parted(text, run[begin + 1 : end])
        elif len(words) > 1 or (len(words[0]) > 1 and words[0] not in self._plain):
            yield run[0][0], run[-1][1]


def _is_quoted(text: str, run: list[Extent], number: int) -> bool:
    """Tell whether a word of a name begins a nickname within it: Jef "the Tower" Nys."""
    return number > 0 and text[run[number][0] - 1] in QUOTES
