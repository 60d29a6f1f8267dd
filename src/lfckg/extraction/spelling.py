"""Spelling: blocks of the curated form as Turtle, with the prefixes of the file that they go into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from lfckg.edits import spell
from lfckg.evidence import Span
from lfckg.extraction.blocks import Block, NewEntity, Value
from lfckg.namespaces import ARTICLE, ENTITY, LFC, RDF, SKOS, XSD

__all__ = ["Speller"]

_NAMESPACES = (LFC, RDF, SKOS, XSD, ARTICLE, ENTITY)
_WIDTH = 116
_TYPE = f"{RDF}type"


@dataclass(slots=True)
class Speller:
    """Writes terms and statements as a file with this text would; `base` is what names of the article begin with."""

    text: str
    base: str
    _prefixes: dict[str, str] = field(default_factory=dict)

    def term(self, iri: str) -> str:
        """Write an IRI.

        >>> Speller("@prefix lfc: <https://w3id.org/lfckg/ontology#> .", "b#").term("https://w3id.org/lfckg/ontology#Club")
        'lfc:Club'
        """
        for namespace in (self.base, *_NAMESPACES):
            local = iri.removeprefix(namespace)
            if local != iri and "/" not in local and "#" not in local:
                return self._spell(namespace, local)
        return f"<{iri}>"

    def value(self, value: Value) -> str:
        """Write what a property has."""
        if isinstance(value, NamedNode):
            return self.term(value.value)
        if isinstance(value, tuple):
            return self.span(Span(*value))
        if value.datatype.value == f"{XSD}integer":
            return value.value
        plain = str(Literal(value.value))
        return plain if value.datatype.value == f"{XSD}string" else f"{plain}^^{self.term(value.datatype.value)}"

    def span(self, span: Span) -> str:
        """Write a span in brackets, with its quote in place of its end where it has one."""
        start, end, quote = (self.term(LFC + name) for name in ("start", "end", "quote"))
        if span.quote is not None:
            return f"[ {start} {span.start} ; {quote} {Literal(span.quote)} ]"
        return f"[ {start} {span.start} ; {end} {span.end} ]"

    def block(self, block: Block, proposals: Sequence[str]) -> str:
        """Write a block that belongs to proposals (names within the article)."""
        (_, kind), *rest = block.properties
        told = [(self.term(LFC + "proposal"), self.names(proposals))]
        told += [(self.predicate(predicate), self.value(value)) for predicate, value in rest]
        head = f"{self.term(self.base + block.name)} a {self.value(kind)}"
        spans = " , ".join(map(self.span, block.spans))
        return f"{self._filled(head, told)} ;\n    {self.term(LFC + 'span')} {spans} ."

    def proposal(self, name: str, maker: str, confidence: float) -> str:
        """Write a proposal on which nobody has decided."""
        told = [
            (self.term(f"{LFC}proposedBy"), str(Literal(maker))),
            (self.term(f"{LFC}confidence"), f"{confidence:.2f}"),
            (self.term(f"{LFC}decision"), self.term(f"{LFC}Undecided")),
        ]
        head = f"{self.term(self.base + name)} a {self.term(f'{LFC}Proposal')}"
        return f"{self._filled(head, told)} ."

    def entity(self, entity: NewEntity, article: str) -> str:
        """Write the declaration of an entity that an article (IRI) is thought to speak of."""
        told = [(self.term(f"{SKOS}prefLabel"), f"{Literal(entity.label, language='en')}")]
        if entity.names:
            told.append(
                (self.term(f"{SKOS}altLabel"), " , ".join(f"{Literal(n, language='en')}" for n in entity.names))
            )
        told.append((self.term(f"{LFC}proposedIn"), self.term(article)))
        if entity.candidates:
            candidates = " , ".join(self.term(candidate.value) for candidate in entity.candidates)
            told.append((self.term(f"{LFC}candidate"), candidates))
        head = f"{self.term(entity.iri.value)} a {self.term(LFC + entity.type)}"
        return f"{self._filled(head, told)} ."

    def names(self, proposals: Sequence[str]) -> str:
        """Write the names of proposals, as values of one property."""
        terms = [self.term(self.base + name) for name in proposals]
        return (" , " if sum(map(len, terms)) < _WIDTH // 2 else " ,\n        ").join(terms)

    def predicate(self, predicate: NamedNode) -> str:
        """Write a property."""
        return "a" if predicate.value == _TYPE else self.term(predicate.value)

    def _filled(self, head: str, told: Sequence[tuple[str, str]]) -> str:
        """Join a subject with its properties, in lines of readable length."""
        lines, line = [], head
        for predicate, value in told:
            part = f"{predicate} {value}"
            if len(line) + len(part) > _WIDTH:
                lines.append(f"{line} ;")
                line = f"    {part}"
            else:
                line = f"{line} ; {part}"
        return "\n".join([*lines, line])

    def _spell(self, namespace: str, local: str) -> str:
        if namespace not in self._prefixes:
            spelt = spell(self.text, namespace, "")
            self._prefixes[namespace] = "" if spelt.startswith("<") else spelt
        prefix = self._prefixes[namespace]
        return f"{prefix}{local}" if prefix else f"<{namespace}{local}>"
