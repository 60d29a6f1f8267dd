"""Names: where a text names something, and of what kind that is."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lfckg.article import Extent
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import Mark, MarkedText, mark_text

__all__ = ["Name", "Namer"]

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*\+?")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_CONNECTORS = frozenset(
    "of de del da do das dos di du della la las los le les van von der den ten ter ’t 't y e al el bin ibn & and the".split()
)
_PERSONAL = frozenset("de del da do das dos di du della la le van von der den ten ter ’t 't y al el bin ibn".split())
_SMALL = frozenset(
    "a an and the of in on at by for from to with up over under not is be no 's ’s ’til 'til til into without".split()
)
_STOP = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december christmas easter spring summer autumn winter i the a an his her their its our my your he she "
    "it they we you this that these those in on at by for from to with under over after before since until when while where "
    "as if but and or so yet nor not no there here then now who what which why how whose all both each every some many most "
    "more few several other another such only even still just also last next first second one two three four five six seven "
    "eight nine ten having being been is are was were has have had will would could should may might must can do does did "
    "according asked told said let none neither either nobody everyone anyone somebody yes once never again perhaps maybe "
    "hired born known much mr mrs ms dr sir between against about during through although though because unless whether "
    "despite without within beyond behind above across along among around near off out up down per via than like unlike "
    "meanwhile however instead later earlier today yesterday tomorrow tonight".split()
)
_OWNERS = frozenset(
    "Women Men Supporters Fans Emperor Winners Champions Players Ladies King Queen President Prince Masters".split()
)
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name something; `kind` is the local name of a class of the ontology, "Place", or "" where unknown."""

    extent: Extent
    words: str
    kind: str = ""


class Namer:
    """Finds names by capitals and by what is known, and their kinds by the words around them."""

    def __init__(self, lexicon: Lexicon, directory: Path) -> None:
        self.lexicon = lexicon
        self.known = sorted(lexicon.names, key=len, reverse=True)
        table = tomllib.loads((directory / "kinds.toml").read_text("utf-8"))["kind"]
        self.patterns = [
            (entry["kind"], entry["weight"], self._compile(pattern)) for entry in table for pattern in entry["patterns"]
        ]
        article = r"(?:a|an|the|its|their|his|her|[\w.+]+['’]s)"
        noun = rf"(?:{lexicon.words['film']}|{lexicon.words['series']})"
        describing = rf"{article} (?:(?!(?:of|in|at|from|by|with|on|for|to|and|who|behind|a|the|is|was) )[\w+’'-]+ ){{0,5}}?{noun}\b(?! (?:producer|maker|director|star|critic|crew|company|festival|fan)s?\b)"
        title = r"(?P<title>[A-ZÀ-Þ0-9][^,.;!?“”\"«»()\n–—]{1,60}?)"
        quoted = r"[‘'“\"«](?P<title>[A-ZÀ-Þ0-9][^“”\"«»()\n]{1,60}?)[,.]?[’'”\"»]"
        self.titles = [
            re.compile(rf"(?:^|(?<=[\s“\"(])){title}, {describing}", re.M),
            re.compile(
                rf"{noun}(?: about [^,.]{{1,40}})?(?:,| is| was| to be|) ?(?:called|titled|entitled|named) {title}(?=[,.;]| (?:is|was|will|has|by|which|that|and|for|on|follows|about|made|from|directed|tells)\b)"
            ),
            re.compile(rf"{noun} (?:about|on|of) (?:[\w’'-]+ ){{1,5}}?[\w’'-]+, {title}, "),
            re.compile(
                rf"\b(?:film|documentary|series|company|studio|firm|production|venture|success|project),? (?:[\w ]{{0,25}}, )?(?:is|was|will be) {title}(?=, (?:a|an|the|about|which)\b)"
            ),
            re.compile(rf"{noun}[^.“\"‘]{{0,40}}? {quoted}"),
            re.compile(rf"(?:called|titled|entitled|named) {quoted}"),
            re.compile(rf"{quoted},? (?:is )?{describing}"),
            re.compile(rf"\b(?:new|latest) {noun}, {title}, "),
            re.compile(
                rf"(?:^|(?<=[\s“\"(])){title} \((?:cert\w*\b|[^()]{{0,40}}\b(?:minutes|mins|min|episodes|Netflix)\b)",
                re.M,
            ),
            re.compile(
                rf"{noun}(?:,? (?:about|on|of) [^.]{{1,40}})?[.:] {title}(?=, (?:about|on)\b| (?:has|is|was|will|follows|charts)\b)"
            ),
            re.compile(rf"(?:production|project|venture|title)[^.]{{0,60}}: {title}(?=, (?:about|on)\b)"),
        ]

    def _compile(self, pattern: str) -> re.Pattern[str]:
        def expand(match: re.Match[str]) -> str:
            name = match[1]
            return r"<N(?P<name>\d+)>" if name == "name" else r"<N\d+>" if name == "name2" else self.lexicon.words[name]

        return re.compile(re.sub(r"\{(\w+)\}", expand, pattern))

    def find(
        self,
        text: str,
        sentences: Sequence[Extent],
        quoted: Sequence[Extent],
        hints: dict[Extent, str],
        is_name: Callable[[int], bool],
    ) -> list[Name]:
        """Find the names of a text, with their kinds.

        `quoted` are stretches of speech, `hints` kinds that a tagger saw, `is_name` tells whether a tagger takes the
        word at an offset for a name.
        """
        works = list(self._works(text))
        self.inner = self._inner(text, {start for start, _ in sentences} | {start for start, _ in quoted})
        starts = {start for start, _ in sentences} | {start for start, _ in quoted}
        found = [Name(extent, text[slice(*extent)], "Documentary") for extent in works]
        taken = list(works)
        for extent in self._runs(text, sentences, starts, is_name):
            if not any(start < extent[1] and extent[0] < end for start, end in taken):
                found.append(Name(extent, text[slice(*extent)]))
        found.sort(key=lambda name: name.extent)
        found = self._repeated(text, found)
        return self._typed(text, sentences, found, hints)

    @staticmethod
    def _inner(text: str, starts: set[int]) -> set[str]:
        """Give the words with a capital that begin no sentence."""
        words = (match for match in _WORD.finditer(text) if match.start() not in starts and match[0][:1].isupper())
        return {_POSSESSIVE.sub("", match[0]) for match in words}

    # --- titles of works ---

    def _works(self, text: str) -> Iterator[Extent]:
        titles = set()
        for pattern in self.titles:
            for match in pattern.finditer(text):
                extent = self._trim(text, *match.span("title"))
                if extent and self._is_title(text[slice(*extent)]):
                    titles.add(text[slice(*extent)])
        found: list[Extent] = []
        for title in sorted(titles, key=len, reverse=True):
            for match in re.finditer(rf"(?<!\w){re.escape(title)}(?!\w)", text):
                if not any(start < match.end() and match.start() < end for start, end in found):
                    found.append(match.span())
        yield from found

    def _trim(self, text: str, start: int, end: int) -> Extent | None:
        """Cut from a stretch what can't begin a title: everything up to the last word that no title holds."""
        words = [(start + match.start(), start + match.end()) for match in re.finditer(r"\S+", text[start:end])]
        first = len(words)
        for number in range(len(words) - 1, -1, -1):
            word = text[slice(*words[number])]
            bare = word.rstrip(":’'")
            if _POSSESSIVE.search(word) and number < len(words) - 1:
                break
            if not (bare[:1].isupper() or bare[:1].isdigit() or bare.lower() in _SMALL or bare[:1] in "’'&"):
                break
            first = number
        while (
            first < len(words)
            and text[words[first][0]] not in "’'"
            and not (text[words[first][0]].isupper() or text[words[first][0]].isdigit())
        ):
            first += 1
        return (words[first][0], end) if first < len(words) else None

    def _is_title(self, words: str) -> bool:
        if words in self.lexicon.names or words.lower() in _STOP or len(words) < 3:
            return False
        last = words.split()[-1]
        return last[:1].isupper() or last[:1].isdigit()

    # --- names by capitals ---

    def _runs(
        self, text: str, sentences: Sequence[Extent], starts: set[int], is_name: Callable[[int], bool]
    ) -> Iterator[Extent]:
        for start, end in sentences:
            run: list[Extent] = []
            for match in _WORD.finditer(text, start, end):
                word = match[0]
                possessive = _POSSESSIVE.search(word)
                owner = possessive and word[: -len(possessive[0])] in _OWNERS
                bare_end = match.end() - (len(possessive[0]) if possessive and not owner else 0)
                near = (
                    not run
                    or text[run[-1][1] : match.start()] in (" ", " & ", " – ", ". ")
                    and text[run[-1][1] : match.start()] != " – "
                )
                if near and run and text[run[-1][1] : match.start()] == ". " and len(text[slice(*run[-1])]) > 2:
                    near = False
                if not near:
                    yield from self._cut(text, run, starts, is_name)
                    run = []
                if word[:1].isupper() or word.lower() in _CONNECTORS and run or self._is_number(text, run, match):
                    run.append((match.start(), bare_end))
                else:
                    yield from self._cut(text, run, starts, is_name)
                    run = []
                if possessive and not owner:
                    yield from self._cut(text, run, starts, is_name)
                    run = []
            yield from self._cut(text, run, starts, is_name)

    @staticmethod
    def _is_number(text: str, run: list[Extent], match: re.Match[str]) -> bool:
        following = text[match.end() : match.end() + 1]
        return (
            bool(run)
            and bool(re.fullmatch(r"\d{1,2}", match[0]))
            and following not in "-–%:"
            and text[run[-1][0]].isupper()
            and text[slice(*run[-1])].lower() not in _STOP
        )

    def _cut(self, text: str, run: list[Extent], starts: set[int], is_name: Callable[[int], bool]) -> Iterator[Extent]:
        """Cut a run of capitalised words into names: at known names, at titles of posts, at words of no name."""
        words = [text[slice(*extent)] for extent in run]
        number = 0
        pending: list[int] = []
        while number < len(run):
            length = self._known_length(words, number)
            kind = self.lexicon.names.get(" ".join(words[number : number + length]), ("", ""))[0]
            if length and not (pending and kind == "Competition"):
                yield from self._flush(text, run, pending)
                yield run[number][0], run[number + length - 1][1]
                pending, number = [], number + length
                continue
            if self._is_common(words[number], run[number][0], starts, is_name):
                yield from self._flush(text, run, pending)
                pending = []
            else:
                pending.append(number)
            number += 1
        yield from self._flush(text, run, pending)

    def _known_length(self, words: list[str], number: int) -> int:
        """Give how many words from here on make a known name; one word followed by another name's is none."""
        for length in range(min(5, len(words) - number), 0, -1):
            name = " ".join(words[number : number + length]).replace("’", "'")
            if name not in self.lexicon.names and name.replace("'", "’") not in self.lexicon.names:
                continue
            if length == 1 and (name.lower() in _STOP or not self._stands_alone(words, number)):
                continue
            return length
        return 0

    def _stands_alone(self, words: list[str], number: int) -> bool:
        following = words[number + 1] if number + 1 < len(words) else ""
        if not following or following in _CONNECTORS or following.lower() in _STOP:
            return True
        return (
            following in self.lexicon.adjectives
            or " ".join(words[number + 1 : number + 3]) in self.lexicon.names
            or self._known_length(words, number + 1) > 0
            or self._is_post(following)
        )

    def _is_post(self, word: str) -> bool:
        classes = (self.lexicon.words[name] for name in ("post", "manager", "player", "artist"))
        return any(re.fullmatch(words, word.lower()) for words in classes)

    def _is_common(self, word: str, start: int, starts: set[int], is_name: Callable[[int], bool]) -> bool:
        lower = word.lower()
        if word in self.lexicon.adjectives | self.lexicon.people or lower in _STOP:
            return True
        if re.fullmatch(
            f"{self.lexicon.words['post']}|{self.lexicon.words['manager']}|{self.lexicon.words['player']}", lower
        ):
            return True
        return start in starts and not is_name(start)

    def _flush(self, text: str, run: list[Extent], pending: list[int]) -> Iterator[Extent]:
        groups: list[list[int]] = []
        for number in pending:
            if groups and number == groups[-1][-1] + 1:
                groups[-1].append(number)
            else:
                groups.append([number])
        for group in groups:
            while group and text[slice(*run[group[-1]])] in _CONNECTORS:
                group.pop()
            while group and text[slice(*run[group[0]])] in _CONNECTORS:
                group.pop(0)
            if group:
                yield from self._parted(text, [run[number] for number in group])

    def _parted(self, text: str, run: list[Extent]) -> Iterator[Extent]:
        """Part names that "and", "of" or "the" joins, unless they make one name of an organisation or a competition."""
        words = [text[slice(*extent)] for extent in run]
        marks = frozenset().union(
            *(self.lexicon.marks[kind] for kind in ("Competition", "Organisation", "ProductionCompany", "Broadcaster"))
        )
        joined = [number for number, word in enumerate(words) if word.lower() in {"and", "the"}]
        if joined and not words[-1] in self.lexicon.marks["ProductionCompany"] | self.lexicon.marks["Organisation"]:
            begin = 0
            for number in [*joined, len(words)]:
                if number > begin:
                    yield from self._parted(text, run[begin:number])
                begin = number + 1
            return
        if words and not joined and any(word == "of" for word in words) and not any(word in marks for word in words):
            begin = 0
            for number in [*(n for n, word in enumerate(words) if word == "of"), len(words)]:
                if number > begin:
                    yield run[begin][0], run[number - 1][1]
                begin = number + 1
            return
        if run:
            yield run[0][0], run[-1][1]

    def _repeated(self, text: str, found: list[Name]) -> list[Name]:
        """A single word that begins a sentence is a name where it is part of another name."""
        return [name for name in found if len(name.words) > 1]

    # --- kinds ---

    def _typed(self, text: str, sentences: Sequence[Extent], found: list[Name], hints: dict[Extent, str]) -> list[Name]:
        scores: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for name in found:
            for kind, weight in self._by_itself(name):
                scores[name.words][kind] = max(scores[name.words][kind], weight)
            if self._is_nickname(text, name):
                scores[name.words]["Club"] += 2.6
            if hint := hints.get(name.extent):
                scores[name.words][hint] += 1
        for sentence in sentences:
            marked = mark_text(text, sentence, (Mark(name.extent, "N", number) for number, name in enumerate(found)))
            for kind, number, weight in self._around(marked):
                scores[found[number].words][kind] += weight
        self._share(scores)
        return [Name(name.extent, name.words, self._best(scores[name.words], name.words)) for name in found]

    @staticmethod
    def _is_nickname(text: str, name: Name) -> bool:
        """Tell whether a name looks like a club's nickname: "the Lamplighters"."""
        return (
            text[: name.extent[0]].lower().endswith(" the ") and name.words.endswith("s") and name.words.count(" ") < 2
        )

    def _around(self, marked: MarkedText) -> Iterator[tuple[str, int, float]]:
        seen = set()
        for kind, weight, pattern in self.patterns:
            for match in pattern.finditer(marked.text):
                key = (kind, int(match["name"]))
                if key not in seen:
                    seen.add(key)
                    yield *key, weight

    def _by_itself(self, name: Name) -> Iterator[tuple[str, float]]:
        words = name.words.replace("’", "'").split()
        if name.kind:
            yield name.kind, 50
        known = self.lexicon.names.get(name.words) or self.lexicon.names.get(name.words.replace("’", "'"))
        if known:
            yield known[0], 12 if len(words) > 1 else 6
        marks = self.lexicon.marks
        for kind in ("Competition", "ProductionCompany", "Broadcaster", "Organisation", "Place"):
            if words[-1] in marks[kind] or (kind == "Competition" and words[0] in marks[kind]):
                yield kind, 7
        if any(word in marks["Competition"] for word in words[1:-1]):
            yield "Competition", 5
        if len(words) == 1 and len(name.words) > 5 and name.words.lower().endswith(self.lexicon.endings):
            yield "Competition", 5
        if any(word in marks["ClubWords"] for word in words) and len(words) > 1:
            yield "Club", 6
        if len(words) in (2, 3, 4) and not any(word in mark for word in words for kind, mark in marks.items()):
            yield "Person", 2.5
        if name.words in self.lexicon.countries:
            yield "Place", 8

    @staticmethod
    def _share(scores: dict[str, dict[str, float]]) -> None:
        """What is known of a longer name counts for its parts too: "Dodds" is who "Mike Dodds" is."""
        for long in list(scores):
            for short in list(scores):
                if short != long and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", long):
                    best = max(scores[long].items(), key=lambda item: item[1], default=None)
                    if best and best[0] in ("Person", "Club") and " " not in short:
                        scores[short][best[0]] += min(best[1], 6) * 0.8

    @staticmethod
    def _best(score: dict[str, float], words: str) -> str:
        ranked = sorted(score.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < 2:
            return ""
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.5:
            return ""
        return ranked[0][0]
