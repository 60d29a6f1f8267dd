"""Paraphrases: what the blocks of a proposal say, in plain English, whoever wrote them.

Sentences come from `ontology/extraction/paraphrases.toml`; whatever no sentence tells is told by the labels of the
ontology, so that nothing is decided unseen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, Literal, NamedNode

from lfckg.curated import has_type
from lfckg.doubts import Names
from lfckg.edits import Block
from lfckg.errors import InputError
from lfckg.evidence import Span
from lfckg.files import display, read_text
from lfckg.namespaces import ARTICLE, LFC, RDF, SKOS, compact
from lfckg.proposals import Proposal, spans_of
from lfckg.turtle import Node, Object
from lfckg.wording import predicate_phrase, short_name, show_literal
from lfckg.workspace import Workspace

__all__ = ["Paraphrase", "Paraphraser", "Reference", "Sentences", "read_sentences"]

_CLAIM, _MENTION, _QUOTATION = f"{LFC}Claim", f"{LFC}Mention", f"{LFC}Quotation"
_TYPE, _EXPRESSION = f"{RDF}type", f"{LFC}expression"
_STATUS, _MODALITY, _SPEAKER = f"{LFC}status", f"{LFC}modality", f"{LFC}speaker"
_ABOUT_CLAIMS = {f"{LFC}proposal", f"{LFC}span", _STATUS, _MODALITY, f"{SKOS}note"}
_QUOTED = {"quoted fact", "opinion"}
_PART = re.compile(r"\[([^\]]*)\]")
_PLACE = re.compile(r"{([\w.]+)}")
_VALUE = "{value}"
_LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Sentences:
    """How classes of situations are told, and properties, by their local names."""

    situations: Mapping[str, Sequence[str]]
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """What one block says: a sentence, what it says besides, and how the article says it; no speaker is empty."""

    text: str
    details: tuple[str, ...]
    status: str
    modality: str
    speaker: str

    @property
    def state(self) -> str:
        """How the article says it, in words: `stated`, `opinion, planned: Ann Lee`."""
        state = self.status if self.modality == "actual" else f"{self.status}, {self.modality}"
        return f"{state}: {self.speaker}" if self.speaker else state


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that refer to an entity, and in what way (`kind`)."""

    words: str
    entity: str
    kind: str


def read_sentences(workspace: Workspace) -> Sentences:
    """Read the sentences of a workspace; raise InputError with what is wrong in their file."""
    path = workspace.extraction / "paraphrases.toml"
    try:
        tables = tomllib.loads(read_text(path))
        situations = {name: tuple(map(str, texts)) for name, texts in tables["situations"].items()}
        properties = {name: str(text) for name, text in tables["properties"].items()}
    except tomllib.TOMLDecodeError as exc:
        raise InputError(f"{display(path)}: is no TOML: {exc}. Mend it there.") from exc
    except (KeyError, TypeError, AttributeError) as exc:
        raise InputError(f"{display(path)}: must have tables [situations] and [properties]. Mend it.") from exc
    return Sentences(situations, properties)


class Paraphraser:
    """Tells a proposal in words; `words` gives those of a span from its text, or None where that is not at hand."""

    def __init__(
        self, proposal: Proposal, names: Names, sentences: Sentences, words: Callable[[Span], str | None]
    ) -> None:
        self._proposal, self._names, self._sentences, self._words = proposal, names, sentences, words
        self._telling: list[NamedNode] = []
        self._nodes: dict[object, Node] = {node.term: node for node in proposal.source.nodes}
        self._claims: dict[object, list[tuple[Block, NamedNode, Object]]] = {}  # of the proposal, by subject
        for block in proposal.blocks:
            if has_type(block.node, _CLAIM) and (parts := _parts(block.node)):
                self._claims.setdefault(parts[0].term, []).append((block, *parts[1:]))

    def paraphrases(self) -> Iterator[Paraphrase]:
        """Give what each block says, but for mentions; claims about a situation of the proposal are told with it."""
        told = {term for term in self._claims if self._is_situation(term)}
        own = {claim.iri for term in told for claim, _, _ in self._claims[term]}
        for block in self._proposal.blocks:
            if has_type(block.node, _CLAIM):
                if block.iri not in own:
                    yield self._told(block, self._claim(block.node), ())
            elif not has_type(block.node, _MENTION):
                yield from self._block(block)

    def references(self) -> Iterator[Reference]:
        """Give what is said of words: whom they refer to."""
        for block in self._proposal.blocks:
            if has_type(block.node, _MENTION):
                words = " … ".join(map(self._quoted, spans_of(block.node)))
                yield Reference(words, self._first(block.node, f"{LFC}refersTo"), self._kind(block.node))

    def _block(self, block: Block) -> Iterator[Paraphrase]:
        node = block.node
        if sentence := self._sentence(node):
            text, told = sentence
            paraphrase = self._told(block, text, tuple(self._details(node, told)))
            yield replace(paraphrase, details=(*paraphrase.details, *self._claimed(block, paraphrase, told)))
        elif block.iri.value.startswith(ARTICLE):
            kinds = " and ".join(map(self._value, node.objects(_TYPE))) or "thing"
            yield self._told(block, f"{kinds}: {'; '.join(self._details(node, set()))}", ())
        else:
            for predicate, _, value in self._said(node):
                yield self._told(block, self._triple(self._name(block.iri), predicate, self._value(value)), ())

    def _is_situation(self, term: object) -> bool:
        """Tell whether a node is a block of the proposal that a sentence tells."""
        blocks = (block for block in self._proposal.blocks if block.node.term == term)
        return any(self._sentence(block.node) for block in blocks if not has_type(block.node, _CLAIM))

    def _claimed(self, block: Block, paraphrase: Paraphrase, told: set[str]) -> Iterator[str]:
        """Tell the claims about a situation that its sentence does not tell, or that are made in another way."""
        for claim, predicate, value in self._claims.get(block.node.term, ()):
            label = self._names.called(predicate.value) or compact(predicate.value)
            made = self._told(claim, f"{label} {self._apart(value)}", ())
            if made.state != paraphrase.state:
                yield f"{made.text}  [{made.state}]"
            elif predicate.value not in told:
                yield made.text

    def _told(self, block: Block, text: str, details: tuple[str, ...]) -> Paraphrase:
        status = self._first(block.node, _STATUS) or "stated"
        modality = self._first(block.node, _MODALITY) or "actual"
        speaker = "" if has_type(block.node, _QUOTATION) else self._first(block.node, _SPEAKER)
        if not speaker and status in _QUOTED:
            speaker = self._speaker_around(tuple(spans_of(block.node)))
        return Paraphrase(text, details, status, modality, speaker)

    def _speaker_around(self, spans: Sequence[Span]) -> str:
        """Give the speaker of the quotation that words stand in."""
        for node in self._proposal.source.nodes:
            extents = list(spans_of(node, f"{LFC}extent")) if has_type(node, _QUOTATION) else []
            if spans and all(any(out.start <= span.start and span.end <= out.end for out in extents) for span in spans):
                return self._first(node, _SPEAKER)
        return ""

    def _claim(self, node: Node) -> str:
        if (parts := _parts(node)) is None:
            return "a claim without its subject, predicate or object"
        subject, predicate, value = parts
        return self._triple(self._apart(subject), predicate, self._apart(value))

    def _triple(self, subject: str, predicate: NamedNode, value: str) -> str:
        told = self._sentences.properties.get(re.split("[#/]", predicate.value)[-1], "")
        if _VALUE in told:
            return f"{subject} {told.replace(_VALUE, value)}"
        label = told or self._names.called(predicate.value) or compact(predicate.value)
        return f"{subject} {predicate_phrase(predicate, label, value)}"

    def _said(self, node: Node) -> Iterator[tuple[NamedNode, str, Object]]:
        """Give what a block says of its node: the property, what it is called, and the value."""
        for predicate, _, value in node.properties:
            if predicate.value not in _ABOUT_CLAIMS and (predicate.value != _SPEAKER or has_type(node, _QUOTATION)):
                yield predicate, self._names.called(predicate.value) or compact(predicate.value), value

    def _details(self, node: Node, told: set[str]) -> Iterator[str]:
        for predicate, label, value in self._said(node):
            if predicate.value not in told and predicate.value != _TYPE:
                yield f"{label} {self._apart(value)}"

    def _sentence(self, node: Node) -> tuple[str, set[str]] | None:
        """Give the sentence for a situation, and the properties that it tells; None where none can be filled."""
        for value in node.objects(_TYPE):
            for pattern in self._sentences.situations.get(str(value.term.value).removeprefix(LFC), ()):
                told: set[str] = set()
                parts = [self._filled(node, part, told) for part in _PART.split(pattern)]
                if all(part is not None for part in parts[::2]):  # between them stand those that may be left out
                    return "".join(filter(None, parts)), told
        return None

    def _filled(self, node: Node, pattern: str, told: set[str]) -> str | None:
        """Fill the places of a pattern; None where one of them is empty."""
        values = {path: self._at(node.term, path.split(".")) for path in _PLACE.findall(pattern)}
        if not all(values.values()):
            return None
        told.update(LFC + path.partition(".")[0] for path in values)
        return _PLACE.sub(lambda match: values[match[1]], pattern)

    def _at(self, term: object, path: Sequence[str]) -> str:
        """Give what a block or the proposal's claims say of a thing, or of what stands there."""
        found = self._nodes.get(term)
        values = list(found.objects(LFC + path[0])) if found else []
        values += [value for _, predicate, value in self._claims.get(term, ()) if predicate.value == LFC + path[0]]
        told = (self._at(value.term, path[1:]) if path[1:] else self._value(value) for value in values)
        return ", ".join(filter(None, told))

    def _first(self, node: Node, predicate: str) -> str:
        value = next(node.objects(predicate), None)
        return self._value(value) if value else ""

    def _kind(self, node: Node) -> str:
        return self._first(node, f"{LFC}mentionType") or "name"

    def _value(self, value: Object) -> str:
        if value.node:
            extents = [*spans_of(Node(value.node.term, value.place, [(NamedNode(f"{LFC}span"), value.place, value)]))]
            return " … ".join(map(self._quoted, extents)) or "a span without its offsets"
        assert not isinstance(value.term, BlankNode)  # noqa: S101  brackets are seen to above
        return show_literal(value.term) if isinstance(value.term, Literal) else self._name(value.term)

    def _apart(self, value: Object) -> str:
        """Give a value as part of a sentence: in parentheses where it is one itself."""
        text = self._value(value)
        found = self._nodes.get(value.term) if isinstance(value.term, NamedNode) else None
        return f"({text})" if found and self._sentence(found) and " " in text else text

    def _name(self, node: NamedNode) -> str:
        """Give what a thing is called; a situation by its sentence, a time by its words."""
        found = self._nodes.get(node)
        if self._names.called(node.value) or not found or not node.value.startswith(ARTICLE):
            return self._names.called(node.value) or short_name(node)
        if expression := next(found.objects(_EXPRESSION), None):
            return self._value(expression)
        if node in self._telling:  # situations may point at each other
            return short_name(node)
        self._telling.append(node)
        sentence = self._sentence(found)
        self._telling.pop()
        return sentence[0] if sentence else short_name(node)

    def _quoted(self, span: Span) -> str:
        words = self._words(span) or span.quote
        if words is None:
            return f"[{span.start}–{span.end}]"
        words = " ".join(words.split())
        if len(words) > _LONGEST_WORDS:
            half = _LONGEST_WORDS // 2
            words = f"{words[:half].rsplit(' ', 1)[0]} … {words[-half:].split(' ', 1)[-1]}"
        return f"“{words}”"


def _parts(node: Node) -> tuple[Object, NamedNode, Object] | None:
    """Give subject, predicate and object of a claim; None where one is missing."""
    subject, predicate, value = (next(node.objects(RDF + name), None) for name in ("subject", "predicate", "object"))
    if not subject or not value or not predicate or not isinstance(predicate.term, NamedNode):
        return None
    return subject, predicate.term, value
