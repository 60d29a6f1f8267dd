"""Blocks of the curated form as values: what a proposal becomes, before it is Turtle."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from lfckg.article import Extent
from lfckg.claims import MentionType
from lfckg.evidence import Span

__all__ = ["Block", "Mentioned", "NewEntity", "Proposed", "Value"]

Value = NamedNode | Literal | Extent
"""What a property has: a node, a literal, or a stretch of the text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of an article's file, named within the article, with its properties and the spans that it cites."""

    name: str
    properties: tuple[tuple[NamedNode, Value], ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class NewEntity:
    """An entity that nobody has declared yet: its IRI, class (local name), label, other names, and who it may be."""

    iri: NamedNode
    type: str
    label: str
    names: tuple[str, ...] = ()
    candidates: tuple[NamedNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as the curated form has it: its name within the article, what made it, and its blocks.

    `keys` are the entities of the reading that it speaks of.
    """

    name: str
    maker: str
    confidence: float
    blocks: tuple[Block, ...]
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Words that refer to an entity, and the names of the proposals that speak of it."""

    entity: NamedNode
    extent: Extent
    type: MentionType
    proposals: tuple[str, ...]
