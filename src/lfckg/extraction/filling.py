"""Filling: the templates of a relation filled with what a proposal says, which gives blocks of the curated form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from lfckg.article import Extent
from lfckg.claims import Modality, Status
from lfckg.evidence import Span
from lfckg.extraction.blocks import Block, Value
from lfckg.extraction.naming import Naming
from lfckg.extraction.quoting import Quoter, opening_of
from lfckg.extraction.readings import Proposal
from lfckg.extraction.relations import Relation, Role, date_of
from lfckg.extraction.templates import CLASS, ROLE, Template
from lfckg.namespaces import LFC, RDF, XSD

__all__ = ["Filler"]

_TYPE, _CLAIM = NamedNode(f"{RDF}type"), NamedNode(f"{LFC}Claim")
_PARTS = [NamedNode(f"{RDF}{name}") for name in ("subject", "predicate", "object")]
_MODALITY, _STATUS, _SPEAKER = (NamedNode(f"{LFC}{name}") for name in ("modality", "status", "speaker"))
_OWN_VOICE = {Status.STATED, Status.IMPLIED, Status.EVALUATION}


@dataclass(slots=True)
class Filler:
    """Fills the templates of one proposal, whose blocks are called NAME-…; `base` is what names of the article begin
    with, and `speaker` says what the article does not say itself.
    """  # noqa: D205  one sentence

    base: str
    name: str
    proposal: Proposal
    relation: Relation
    naming: Naming
    quoter: Quoter
    speaker: NamedNode | None = None
    _planned: set[NamedNode] = field(default_factory=set)

    def blocks(self) -> list[Block]:
        """Give the blocks, nodes before the claims about them."""
        present = [template for template in self.relation.templates if self._is_there(template)]
        for template in present:
            if not template.subject and self._modality(template) is Modality.PLANNED:
                self._planned.add(self._node(template.name))
        made = (block for template in present for block in self._filled(template))
        return sorted(made, key=lambda block: block.properties[0][1] == _CLAIM)

    def _is_there(self, template: Template) -> bool:
        needed = [template.when] if template.when else []
        needed += ROLE.findall(template.subject)
        named = template.subject.startswith("@") or not template.subject
        values = [value for _, value in template.properties]
        return all(role in self.proposal.arguments for role in needed) and (named or any(map(self._is_filled, values)))

    def _is_filled(self, value: str) -> bool:
        if value.startswith("@"):
            return self._is_there(self._template(value[1:]))
        return all(role in self.proposal.arguments for role in ROLE.findall(value))

    def _filled(self, template: Template) -> Iterator[Block]:
        if template.entity:
            return
        subject = self._subject(template)
        told: list[tuple[NamedNode, Value]] = []
        for key, value in template.properties:
            if key == "modality" or not self._is_filled(value):
                continue
            predicate = _TYPE if key == CLASS else NamedNode(LFC + key)
            term = self._value(key, value)
            words = self._words(key, value)
            if words and self.quoter.may_quote(words):
                yield self._claim(f"{template.name}-{key}", (subject, predicate, term), self._quoting(words))
            elif template.subject:
                name = "type" if key == CLASS else key
                yield self._claim(name, (subject, predicate, term), self._spans(), self._claimed(template, term))
            elif not words:
                told.append((predicate, term))
        if told:
            yield self._block(template, told)

    def _block(self, template: Template, told: list[tuple[NamedNode, Value]]) -> Block:
        modality = self._modality(template)
        if modality is not Modality.ACTUAL:
            told.append((_MODALITY, modality.iri))
        extents = [value for _, value in told if isinstance(value, tuple)]
        spans = self._around(extents[0]) if extents else self._spans()
        # Who speaks in a quotation is a property of it; of other blocks it is who makes their claims.
        manner = self._manner() if not extents else ()
        return Block(f"{self.name}-{template.name}", (*told, *manner), spans)

    def _claim(
        self,
        name: str,
        triple: tuple[NamedNode, NamedNode, Value],
        spans: tuple[Span, ...],
        modality: Modality = Modality.ACTUAL,
    ) -> Block:
        properties: list[tuple[NamedNode, Value]] = [(_TYPE, _CLAIM), *zip(_PARTS, triple, strict=True)]
        if modality is not Modality.ACTUAL:
            properties.append((_MODALITY, modality.iri))
        return Block(f"{self.name}-{name}", (*properties, *self._manner()), spans)

    def _manner(self) -> Iterator[tuple[NamedNode, Value]]:
        status = self.proposal.status
        if status is not Status.STATED:
            yield _STATUS, status.iri
        if status not in _OWN_VOICE and self.speaker:
            yield _SPEAKER, self.speaker

    def _modality(self, template: Template) -> Modality:
        """Give how a situation stands to the world: what is dated behind the article's day is planned."""
        own = dict(template.properties).get("modality")
        if own:
            return Modality(own)
        if not self.naming.ontology.is_a(LFC + template.type, f"{LFC}Situation"):
            return Modality.ACTUAL
        date, issued = ROLE.fullmatch(dict(template.properties).get("date", "")), self.naming.reading.issued
        argument = self.proposal.arguments.get(date[1]) if date else None
        if argument and issued and argument.value > issued[: len(argument.value)]:
            return Modality.PLANNED
        return self.proposal.modality

    def _claimed(self, template: Template, term: Value) -> Modality:
        """Give the modality of a claim: its proposal's where it is about an entity, and planned where its object is."""
        if isinstance(term, NamedNode) and term in self._planned:
            return Modality.PLANNED
        return self.proposal.modality if ROLE.fullmatch(template.subject) else Modality.ACTUAL

    def _subject(self, template: Template) -> NamedNode:
        if template.subject.startswith("@"):
            return self._node(template.subject[1:])
        role = ROLE.fullmatch(template.subject)
        return self._entity(role[1]) if role else self._node(template.name)

    def _node(self, name: str) -> NamedNode:
        template = self._template(name)
        if template.entity:
            return self.naming.besides(template, self.relation, self.proposal)
        return NamedNode(f"{self.base}{self.name}-{name}")

    def _template(self, name: str) -> Template:
        return next(template for template in self.relation.templates if template.name == name)

    def _entity(self, role: str) -> NamedNode:
        return self.naming.entity(self.proposal.arguments[role].value, self.relation, role)

    def _value(self, key: str, value: str) -> Value:
        if value.startswith("@"):
            return self._node(value[1:])
        match = ROLE.fullmatch(value)
        return self._term(key, match[1]) if match else NamedNode(LFC + value)

    def _term(self, key: str, name: str) -> Value:
        role, argument = self.relation.roles[name], self.proposal.arguments[name]
        if role.form == "extent" and argument.extent:
            is_words = self.naming.ontology.terms[LFC + key].kind == "data property"
            return Literal(self._text(opening_of(self.quoter.text, argument.extent))) if is_words else argument.extent
        return self._entity(name) if role.form == "entity" else _literal(role, argument.value)

    def _words(self, key: str, value: str) -> Extent | None:
        """Give where the words of a property stand that takes the article's words; None for other properties."""
        match = ROLE.fullmatch(value)
        if match is None:
            return None
        form, argument = self.relation.roles[match[1]].form, self.proposal.arguments[match[1]]
        if form == "words":
            return argument.extent or self.quoter.find(argument.value, self.proposal.spans)
        if form == "extent" and argument.extent and self.naming.ontology.terms[LFC + key].kind == "data property":
            return opening_of(self.quoter.text, argument.extent)
        return None

    def _quoting(self, words: Extent) -> tuple[Span, ...]:
        """Give the spans of a claim that takes the article's words: of a quotation, none of what else is said."""
        said = [self.proposal.arguments[role].extent for role, it in self.relation.roles.items() if it.form == "extent"]
        spans = self.proposal.spans
        for extent in filter(None, said):
            beside = self.quoter.beside(spans, extent)
            spans = () if extent[0] <= words[0] < extent[1] else tuple((span.start, span.end) for span in beside)
        return self.quoter.around(spans, words)

    def _around(self, quotation: Extent) -> tuple[Span, ...]:
        """Give the words that tell who speaks; where there are none, the name of who does, or what is said."""
        spans = self.quoter.beside(self.proposal.spans, quotation)
        told = [argument.extent for argument in self.proposal.arguments.values() if argument.extent]
        spans = spans or self.quoter.beside([extent for extent in told if extent != quotation], quotation)[:1]
        return spans or (Span(*quotation),)

    def _spans(self) -> tuple[Span, ...]:
        return tuple(Span(*extent) for extent in self.proposal.spans)

    def _text(self, extent: Extent) -> str:
        return self.quoter.text[slice(*extent)]


def _literal(role: Role, value: str) -> NamedNode | Literal:
    if role.form == "choice":
        return NamedNode(LFC + role.values[value])
    if role.form == "date":
        return date_of(value)
    return Literal(value, datatype=NamedNode(f"{XSD}integer")) if role.form == "count" else Literal(value)
