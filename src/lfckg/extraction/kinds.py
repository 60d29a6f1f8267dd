"""Kinds: what a name names, a person, a club, a competition, told by its own words and by those around it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lfckg.article import Extent
from lfckg.extraction.lexicons import Lexicon, singular
from lfckg.extraction.marked import Mark, MarkedText, mark_sentences

__all__ = ["Kinds", "Name"]

_LEAST = 2.0  # a name of which less is told has no kind
_APART = 0.5  # so much more must be told of a kind than of the next
_SHARED = ("Person", "Club", "ProductionCompany", "Broadcaster", "Organisation")
_MOST = 6.0
_PARTLY = 0.8
_NICKNAME = 2.6
_LETTERED = 4.0
_GUESS = 1.0
_SURE = 50.0
_KNOWN = {"Place": 5.5, "Competition": 12.0, "Broadcaster": 6.0, "Club": 6.0}
_TEAM = re.compile(r"[a-z](?<![uis])s$|[a-z]men$")
"""How a word ends that may name the members of a team: "Bombers", "Ironmen"."""
_LETTERS = 4
"""Letters, at most, that stand for words: "KV", "TSV"."""
_YEAR = re.compile(r"(?:1[89]\d\d|20\d\d|\d\d)")
_NUMERAL = re.compile(r"[IVX]{2,4}")
_SONS_OF = re.compile(r"(?:[a-z]+(?:eros|ores|istas|antes|inos|anos|enses|nautas|ones)|Hijos|Amigos)", re.I)
"""What members of Spanish clubs are called: "Mineros de Cananea"."""
_AT_A_WORD = re.compile(r"\(?(?:[a-z]|\{(?!name))")
"""How a pattern begins that must stand at the begin of a word."""
_NICKNAMED = re.compile(r" [\"“‘]\w")
"""What stands within a person's name only: Bill "Dixie" Finch."""
_SHORT = 5  # words of a person's name, letters of a word that tells nothing by its ending
_HINTS = {"Person": 1.5, "Club": 1.0, "Place": 1.0}

Scores = dict[str, dict[str, float]]
"""How much is told of each kind, by the words of a name."""


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name something; `kind` is the local name of a class of the ontology, "Place", or "" where unknown."""

    extent: Extent
    words: str
    kind: str = ""


class Kinds:
    """Tells the kinds of names by the patterns of `kinds.toml`."""

    def __init__(self, lexicon: Lexicon, directory: Path) -> None:
        self._lexicon = lexicon
        table = tomllib.loads((directory / "kinds.toml").read_text("utf-8"))["kind"]
        self._patterns = [
            (entry["kind"], float(entry["weight"]), self._compile(pattern))
            for entry in table
            for pattern in entry["patterns"]
        ]

    def _compile(self, pattern: str) -> re.Pattern[str]:
        marks = {"name": r"<N(?P<name>\d+)>", "other": r"<[NW]\d+>", "work": r"<W\d+>"}

        def expand(match: re.Match[str]) -> str:
            return marks.get(match[1]) or self._lexicon.words[match[1]]

        start = r"(?<!\w)" if _AT_A_WORD.match(pattern) else ""  # "season" ends like "son"
        return re.compile(start + re.sub(r"\{([a-z_]+)\}", expand, pattern), re.I)

    def tell(
        self, text: str, sentences: Sequence[Extent], found: Sequence[Name], hints: Mapping[Extent, str]
    ) -> list[Name]:
        """Give names their kinds; what has one keeps it. `hints` are kinds that a tagger saw."""
        around: Scores = defaultdict(lambda: defaultdict(float))
        seen: dict[str, set[str]] = defaultdict(set)
        for name in found:
            if not name.kind and _is_nickname(text, name):
                around[name.words]["Club"] = _NICKNAME
        for name in found:
            if (hint := hints.get(name.extent)) and not name.kind:
                seen[name.words].add(hint)
        for words, hinted in seen.items():
            for kind in hinted:
                around[words][kind] += _HINTS[kind]
        marks = [Mark(name.extent, "W" if name.kind else "N", number) for number, name in enumerate(found)]
        for marked in mark_sentences(text, sentences, marks):
            for (kind, number), weight in self._told(marked).items():
                around[found[number].words][kind] += weight
        forms = {name.words for name in found if not name.kind}
        scores = self._together(forms, around)
        kinds = {words: _best(scores[words]) or self._guessed(words) for words in forms}
        return [name if name.kind else Name(name.extent, name.words, kinds[name.words]) for name in found]

    def _told(self, marked: MarkedText) -> dict[tuple[str, int], float]:
        """Give what a sentence tells, each kind of a name once; what tells against a kind goes before."""
        told: dict[tuple[str, int], float] = {}
        if "<N" not in marked.text:
            return told
        for kind, weight, pattern in self._patterns:
            for match in pattern.finditer(marked.text):
                key = (kind, int(match["name"]))
                before = told.get(key, 0.0)
                told[key] = min(before, weight) if weight < 0 or before < 0 else max(before, weight)
        return told

    # --- by itself ---

    def _by_itself(self, words: str) -> dict[str, float]:
        """Give what a name's own words tell."""
        parts = words.replace("’", "'").split()
        if words in self._lexicon.countries:
            return {"Place": _SURE}
        told = dict(self._well_known(words))
        for kind, weight in [*self._by_marks(parts), *(self._by_form(words, parts))]:
            told[kind] = max(told.get(kind, 0.0), weight)
        return told

    def _well_known(self, words: str) -> Iterator[tuple[str, float]]:
        names = self._lexicon.names
        words = words.title() if words.isupper() and len(words) > _SHORT else words
        if known := names.get(words) or names.get(words.replace("’", "'")) or names.get(singular(words)):
            yield known[0], 12 if " " in words and known[0] != "Place" else _KNOWN[known[0]]
        elif known := names.get(f"the {words}"):
            yield known[0], 4

    def _by_marks(self, parts: list[str]) -> Iterator[tuple[str, float]]:
        marks = self._lexicon.marks
        for kind in ("Competition", "ProductionCompany", "Broadcaster", "Organisation", "Place"):
            if _marked(parts[-1], marks[kind]):
                yield kind, {"Organisation": 20, "Place": 4}.get(kind, 7)
        if parts[0] in marks["Competition"]:
            yield "Competition", 7
        elif marks["Competition"] & set(parts[1:-1]):
            yield "Competition", 5
        if len(parts) > 1 and parts[0] in marks["Broadcaster"]:
            yield "Broadcaster", 3
        elif len(parts) > 1 and self._begins_with_broadcaster(parts[0]):
            yield "Broadcaster", 5

    def _begins_with_broadcaster(self, word: str) -> bool:
        """Tell whether a word is a broadcaster's name ("NHK World"), and no given name."""
        return word not in self._lexicon.given and self._lexicon.names.get(word, ("",))[0] == "Broadcaster"

    def _by_form(self, words: str, parts: list[str]) -> Iterator[tuple[str, float]]:
        marks = self._lexicon.marks
        if len(parts) == 1:
            yield from self._by_one_word(words)
        elif parts[0] in self._lexicon.capitals["persons"] or _NICKNAMED.search(words):
            yield "Person", _MOST
        elif _marked(parts[-1], marks["Competition"]):
            return  # the City Cup is no club
        elif marks["ClubWords"] & {part.removeprefix("L'") for part in parts} or parts[-1].lower().endswith("spor"):
            yield "Club", 3 if parts[-1] in marks["Organisation"] else 6
        elif parts[0] not in marks["Broadcaster"] and (_YEAR.fullmatch(parts[-1]) or _NUMERAL.fullmatch(parts[-1])):
            yield "Club", _LETTERED
        elif self._may_be_person(parts):
            given = parts[0].split("-")[0] in self._lexicon.given
            yield "Person", 5 if given else _GUESS
            if not given and (_is_lettered(parts[0]) or (parts[1] == "de" and _SONS_OF.fullmatch(parts[0]))):
                yield "Club", _LETTERED
            elif not given and _TEAM.search(parts[-1]):
                yield "Club", _NICKNAME

    def _by_one_word(self, word: str) -> Iterator[tuple[str, float]]:
        if len(word) > _SHORT and word.lower().endswith(self._lexicon.endings):
            yield "Competition", 5
        elif word in self._lexicon.given:
            yield "Person", _GUESS

    def _may_be_person(self, parts: list[str]) -> bool:
        marks = self._lexicon.marks
        of_other_things = frozenset().union(*(words for kind, words in marks.items() if kind != "NoPerson"))
        words = [part for part in parts if part not in self._lexicon.capitals["connectors"]]
        if len(words) >= _SHORT or parts[0] in marks["NoPerson"] or any(part.isdigit() for part in parts):
            return False
        if len(parts[-1]) == 1:  # "Primera B"
            return False
        return "&" not in parts and not of_other_things & set(parts)

    def _guessed(self, words: str) -> str:
        """Take a name of some words, of which nothing is told, for a person's."""
        return next((kind for kind, _ in self._by_form(words, words.split()) if kind == "Person"), "")

    # --- of one family ---

    def _together(self, forms: set[str], around: Scores) -> Scores:
        """Put together what is told of names that share words: "Finch" is who "Ada Finch" is."""
        holders: dict[str, set[str]] = defaultdict(set)
        scores: Scores = defaultdict(lambda: defaultdict(float))
        for words in forms:
            for part in words.split()[: _SHORT + 1 if " " in words else 0]:
                holders[part].add(words)
            for told in (self._by_itself(words), around.get(words, {})):
                for kind, weight in told.items():
                    scores[words][kind] += weight
        families = {short: sorted(holders[short]) for short in forms if short in holders and " " not in short}
        places = {short for short in forms if around.get(short, {}).get("Place") and not around[short].get("Club")}
        families |= {short: longer for short in forms - places if " " in short and (longer := _continued(short, forms))}
        for short, longer in families.items():
            if len(longer) == 1:
                self._lend(longer[0], short, scores, around)
        lent = {long: _best(scores[long]) for longer in families.values() for long in longer}
        for short, longer in families.items():
            for long in longer:
                if (kind := lent[long]) in _SHARED:
                    scores[short][kind] += min(scores[long][kind], _MOST) * _PARTLY
        return scores

    @staticmethod
    def _lend(long: str, short: str, scores: Scores, around: Scores) -> None:
        """Let what is said around a short name tell of the long one, too.

        Persons go by their last names, clubs by their first.
        """
        for kind, weight in around.get(short, {}).items():
            if kind in _SHARED and weight > 0:
                scores[long][kind] += min(weight, _MOST) * _PARTLY
        if long.startswith(f"{short} "):
            scores[long]["Club"] += 1
        elif long.endswith(f" {short}") and not scores[short]["Club"] > scores[short]["Person"]:
            scores[long]["Person"] += 1


def _marked(word: str, marks: frozenset[str]) -> bool:
    return word in marks or singular(word) in marks


def _is_lettered(word: str) -> bool:
    """Tell whether a word is letters that stand for words: "KV", "ÍBÍ"."""
    return 1 < len(word) <= _LETTERS and word.isalpha() and word.isupper()


def _continued(short: str, forms: set[str]) -> list[str]:
    """Give the names that begin with a name of some words: "Port Amity Rovers" with "Port Amity"."""
    return sorted(words for words in forms if words.startswith(f"{short} "))


def _is_nickname(text: str, name: Name) -> bool:
    """Tell whether a name looks like a club's nickname: "the Ferrymen", "the Red Devils", "los Millonarios"."""
    start = name.extent[0]
    before = text[max(0, start - 4) : start].lower()
    last = name.words.split()[-1]
    return (
        before.endswith(("the ", "los ", "les ", "die ", "las "))
        and last.endswith(("s", "men"))
        and name.words.count(" ") <= 1
    )


def _best(score: Mapping[str, float]) -> str:
    ranked = sorted(score.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _LEAST:
        return ""
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _APART:
        return ""
    return ranked[0][0]
