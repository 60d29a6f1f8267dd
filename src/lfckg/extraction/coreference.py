"""Coreference: which words of an article refer to one thing, by name, part of a name, description or pronoun."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lfckg.article import Extent
from lfckg.claims import MentionType
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import LONGEST, Mark, MarkedText, mark_text
from lfckg.extraction.readings import Reference
from lfckg.extraction.stretches import Stretches
from lfckg.extraction.works import work_at

__all__ = ["FAR", "LETTERS", "Referent", "Referents"]

LETTERS = {
    "Person": "P",
    "Club": "C",
    "Competition": "K",
    "Documentary": "W",
    "ProductionCompany": "M",
    "Broadcaster": "B",
    "Organisation": "O",
    "Place": "L",
    "": "X",
}
"""The letter that a kind has in marked text."""

_BESIDE = re.compile(
    r"\b(?:at|against|by|from|over|to|for|with|beat|than|like|unlike|relation of|left to \w+)"
    r"(?: the)?(?: (?:[\w-]+ ){0,2}(?:side|club|neighbours|rivals|outfit|giants))? $",
    re.I,
)
_OTHER = re.compile(r"\b(?:against|by|from|over|beat|than|lost to|defeat (?:to|by))(?: the)? $", re.I)
_OPENING = 5  # characters, such as "The ", that may stand before what begins a sentence
_PARAGRAPH = 6  # sentences of its paragraph that an omitted club may look back
_RECENT = 3  # sentences that a description or a pronoun may look back
FAR = 100
"""Sentences to look back: an article."""


@dataclass(slots=True)
class Referent:
    """A thing that an article speaks of, while it is read; `number` is its place in the list of all.

    `names` are what it is called; of persons, `gender` is "he", "she" or "" (unknown), `nation` a country, `roles` the
    posts and positions that the article gives them, `homes` the numbers of clubs that they are said to be at; `comes` and
    `goes` tell whether the article is of their appointment or their departure.
    """

    number: int
    kind: str
    label: str
    references: list[Reference] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    meant: frozenset[str] = frozenset()
    gender: str = ""
    nation: str = ""
    age: str = ""
    roles: set[str] = field(default_factory=set)
    homes: list[int] = field(default_factory=list)
    comes: bool = False
    goes: bool = False

    @property
    def first(self) -> int:
        """Where it is first referred to."""
        return min((reference.extent[0] for reference in self.references), default=0)


class Referents:
    """The things that an article names, and where it refers to them."""

    def __init__(self, text: str, sentences: Sequence[Extent], quoted: Sequence[Extent], lexicon: Lexicon) -> None:
        self.text, self.sentences, self.quoted, self.lexicon = text, sentences, quoted, lexicon
        self.referents: list[Referent] = []
        self.by_extent: dict[Extent, Referent] = {}
        self.speech = Stretches(quoted)
        self._starts = [start for start, _ in sentences]
        self._inside: list[list[tuple[Extent, int]]] = [[] for _ in sentences]
        self._main: dict[str, tuple[Referent | None, bool]] = {}

    def merge(self, one: Referent, other: Referent) -> None:
        """Take `one` for what `other` is, from now on and in all that was found."""
        for reference in one.references:
            self.by_extent[reference.extent] = other
            inside = self._inside[self.sentence_of(reference.extent[0])]
            inside[inside.index((reference.extent, one.number))] = (reference.extent, other.number)
        other.references = sorted([*other.references, *one.references], key=lambda reference: reference.extent)
        other.names |= one.names
        other.keys |= one.keys
        one.references = []
        self._main.clear()

    # --- what is where ---

    def refer(self, referent: Referent, extent: Extent, type_: MentionType) -> None:
        """Note that a stretch refers to something; names within a description stand for themselves no more."""
        self.by_extent[extent] = referent
        referent.references.append(Reference(extent, type_))
        inside = self._inside[self.sentence_of(extent[0])]
        inside.insert(bisect_left(inside, (extent, referent.number)), (extent, referent.number))

    def sentence_of(self, offset: int) -> int:
        """Give the number of the sentence that holds an offset, from 0."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def marks(self) -> list[Mark]:
        """Give all names and descriptions as marks."""
        return [Mark(extent, LETTERS[referent.kind], referent.number) for extent, referent in self.by_extent.items()]

    def marked(self) -> Iterator[MarkedText]:
        """Give the sentences with their marks, but for those that are too long to be some."""
        for number, (start, end) in enumerate(self.sentences):
            if end - start <= LONGEST:
                yield mark_text(self.text, (start, end), self.marks_of(number))

    def marks_of(self, sentence: int) -> list[Mark]:
        """Give the marks of one sentence."""
        return [Mark(extent, LETTERS[self.referents[n].kind], n) for extent, n in self._inside[sentence]]

    def within(self, start: int, end: int) -> list[tuple[Extent, Referent]]:
        """Give what is referred to between two offsets, in order."""
        numbers = range(self.sentence_of(start), self.sentence_of(max(start, end - 1)) + 1)
        return [
            (extent, self.referents[n])
            for number in numbers
            for extent, n in self._inside[number]
            if start <= extent[0] and extent[1] <= end
        ]

    def history(self, at: int, kind: str, back: int = _RECENT) -> list[Referent]:
        """Give what was referred to before an offset, outside of speech: in its sentence, then in those before."""
        last = self.sentence_of(at)
        found: dict[int, Referent] = {}
        for number in range(last, max(-1, last - back - 1), -1):
            for extent, n in self._inside[number]:
                referent = self.referents[n]
                if extent[0] < at and referent.kind == kind and not self.speech.holds(extent[0]):
                    found.setdefault(n, referent)
        return list(found.values())

    # --- what the article speaks of ---

    def main(self, kind: str) -> Referent | None:
        """Give the referent of a kind that is named most; descriptions follow from that, and don't count."""
        return self.leading(kind)[0]

    def leading(self, kind: str) -> tuple[Referent | None, bool]:
        """Give the referent that is named most, and whether it is named more than all others together."""
        if kind not in self._main:
            named = sorted((r for r in self.referents if r.kind == kind and r.references), key=lambda r: r.first)
            weights = {r.number: self.weight(r) for r in named}
            if named and not self.is_against(named[0].first):  # an article begins with what it is about
                weights[named[0].number] += 1
            ranked = sorted(weights.items(), key=lambda item: (-item[1], self.referents[item[0]].first))
            self._main[kind] = (
                (self.referents[ranked[0][0]], ranked[0][1] * 2 > sum(weights.values())) if ranked else (None, False)
            )
        return self._main[kind]

    def weight(self, referent: Referent) -> float:
        """Give how much an article speaks of something: what stands behind "at" or "against" is spoken of less."""
        named = (r.extent[0] for r in referent.references if r.type is MentionType.NAME)
        return sum(0.5 if self.is_beside(start) else 1.0 for start in named)

    def is_against(self, start: int) -> bool:
        """Tell whether what stands at an offset is another than what is spoken of: "lost to the Blues", "beat Upton"."""
        return bool(_OTHER.search(self.text[max(0, start - 20) : start]))

    def is_beside(self, start: int) -> bool:
        """Tell whether what stands at an offset is only at, against or beaten by what is spoken of."""
        return bool(_BESIDE.search(self.text[max(0, start - 40) : start]))

    def acting(self, kind: str, at: int) -> list[Referent]:
        """Give what the sentence before speaks of in the same paragraph, without what stands behind "at" or "beat"."""
        number = self.sentence_of(at) - 1
        if number < 0 or self.since_paragraph(at) == 0:
            return []
        return [
            self.referents[n]
            for extent, n in self._inside[number]
            if self.referents[n].kind == kind and not self.speech.holds(extent[0]) and not self.is_beside(extent[0])
        ]

    def focus(self, kind: str, at: int) -> Referent | None:
        """Give what an article speaks of at an offset: what begins the sentence, else its main subject of that kind.

        Where the main subject was not named lately, and is not named more than all others, it is what was named last.
        """
        if kind == "Documentary":
            named = [(extent[0], r.number) for extent, r in self.by_extent.items() if r.kind == kind]
            number = work_at(at, named, self.text, self.sentences)
            return None if number is None else self.referents[number]
        if kind == "Club" and (begun := self._begun(at, kind)):
            return begun
        main, dominates = self.leading(kind)
        recent = self.history(at, kind)
        if kind == "Club":
            if topic := self._topic(at, kind):
                return topic
            if dominates or main in recent:
                return main
            recent = self.history(at, kind, self.since_paragraph(at))
        return recent[0] if recent else main

    def _topic(self, at: int, kind: str) -> Referent | None:
        """Give what the paragraph of an offset begins with, if it is of a kind and stands alone there."""
        first = self.sentence_of(at) - self.since_paragraph(at)
        begun = self._begun(self.sentences[first][1], kind)
        others = {n for _, n in self._inside[first] if begun and n != begun.number and self.referents[n].kind == kind}
        return None if others else begun

    def since_paragraph(self, at: int) -> int:
        """Give how many sentences of its paragraph stand before that of an offset."""
        number = first = self.sentence_of(at)
        while first > 0 and "\n" not in self.text[self.sentences[first - 1][1] : self.sentences[first][0]]:
            first -= 1
            if number - first == _PARAGRAPH:
                break
        return number - first

    def _begun(self, at: int, kind: str) -> Referent | None:
        """Give what the sentence of an offset begins with, if it is of a kind."""
        number = self.sentence_of(at - 1)
        first = self.first_of(number)
        return first if first and first.kind == kind and self._inside[number][0][0][0] < at else None

    def first_of(self, number: int) -> Referent | None:
        """Give what a sentence, by its number, begins with."""
        start = self.sentences[number][0]
        inside = self._inside[number][:1]
        return self.referents[inside[0][1]] if inside and inside[0][0][0] - start <= _OPENING else None

    def spoken_of(self, kind: str, at: int, *, last: bool = False) -> Referent | None:
        """Give what "they" or "the club" means at an offset: what its sentence or the one before names first.

        The main subject goes before another that the sentence before names, unless the `last` one must be meant.
        """
        own = [r for r in self.history(at, kind, 0) if r.first < at]
        if own:
            return own[0]
        recent = self.history(at, kind, self.since_paragraph(at)) if last else self.acting(kind, at)
        if not recent and (topic := self._topic(at, kind)):
            return topic
        main, dominates = self.leading(kind)
        if not recent or main in recent or (dominates and not last):
            return main
        return recent[0]
