"""The curated form: what people write and review in `data/*.ttl`, as values.

An article's file holds its text index and blocks. A block is a claim (`a lfc:Claim`), a mention (`a lfc:Mention`),
or a node with spans, which gives one claim for each of its triples. A file without an article declares entities, or
holds reference data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lfckg.article import Article, TextIndex, parse_extents
from lfckg.claims import Claim, Mention, Review
from lfckg.errors import Problem
from lfckg.evidence import Span
from lfckg.files import display
from lfckg.namespaces import ARTICLE, ENTITY, LFC, RDF, compact
from lfckg.turtle import Node, Object, Place, TurtleFile

__all__ = [
    "Citation",
    "CuratedFile",
    "Reference",
    "article_iri",
    "find_article",
    "has_type",
    "read_index",
    "span_iri",
    "whole_number",
]


@dataclass(frozen=True, slots=True)
class Citation:
    """A span that a claim or a mention cites, and where the file says so."""

    owner: NamedNode
    span: Span
    place: Place


@dataclass(frozen=True, slots=True)
class Reference:
    """An entity, or a node of an article, that a file names, and where."""

    entity: NamedNode
    place: Place


@dataclass(slots=True)
class CuratedFile:
    """What one file says, and what in it is to be mended.

    `base` is what the names of its article begin with; `metadata` holds the triples about the article itself,
    `entities` those of an entity file and `outside` those of reference data; `reviews` tells how each proposal stands,
    `proposed` which entities are only proposed; `places` tells where each subject and each claim stands.
    """

    source: TurtleFile
    base: str = ""
    article: Article | None = None
    metadata: list[Triple] = field(default_factory=list)
    entities: list[Triple] = field(default_factory=list)
    outside: list[Triple] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    reviews: dict[NamedNode, Review] = field(default_factory=dict)
    proposed: set[NamedNode] = field(default_factory=set)
    places: dict[NamedNode, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's path as messages show it."""
        return display(self.source.path)

    @property
    def run_update(self) -> str:
        """What to do where offsets or the text index are missing."""
        return f"Run `lfckg new --update {self.name} --texts DIR`."

    def short(self, iri: NamedNode | BlankNode) -> str:
        """Give an IRI as a curator would write it in this file."""
        value = str(iri.value)
        return f"art:{value.removeprefix(self.base)}" if self.base and value.startswith(self.base) else compact(value)

    def note(self, place: Place, message: str) -> None:
        """Add a problem."""
        self.problems.append(self.source.problem(place, message))

    def refer(self, value: Object) -> None:
        """Note that the file names an entity, or a node of an article."""
        if isinstance(value.term, NamedNode) and value.term.value.startswith(ENTITY):
            self.references.append(Reference(value.term, value.place))

    def where(self, iri: NamedNode) -> str:
        """Give `path:line` of a subject or claim of this file."""
        return self.line_of(self.places[iri])

    def line_of(self, place: Place) -> str:
        """Give `path:line` of a place in this file."""
        problem = self.source.problem(place, "")
        return f"{problem.path}:{problem.line}"


def find_article(source: TurtleFile) -> Node | None:
    """Give the node of the article that a file is about, or None for a file of entities."""
    return next((node for node in source.nodes if has_type(node, f"{LFC}Article")), None)


def read_index(node: Node) -> TextIndex:
    """Read the text index of an article; raise ValueError where it is missing or broken."""

    def text_of(name: str) -> str:
        value = next(node.objects(LFC + name), None)
        if value is None or not isinstance(value.term, Literal):
            raise ValueError(f"lfc:{name} is missing")
        return value.term.value

    return TextIndex(
        length=whole_number(text_of("length")),
        words=whole_number(text_of("wordCount")),
        sha256=text_of("sha256"),
        paragraphs=parse_extents(text_of("paragraphs")),
        sentences=parse_extents(text_of("sentences")),
        digests=tuple(text_of("sentenceDigests").split()),
    )


def whole_number(text: str) -> int:
    """Read an offset or a count; raise ValueError on anything else."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(f"{text[:20]!r} is no whole number below a thousand million")
    return int(text)


def has_type(node: Node, iri: str) -> bool:
    """Tell whether a node is said to be of a class."""
    return any(isinstance(value.term, NamedNode) and value.term.value == iri for value in node.objects(f"{RDF}type"))


def article_iri(slug: str) -> NamedNode:
    """Name an article."""
    return NamedNode(f"{ARTICLE}{slug}")


def span_iri(article: str, span: Span) -> NamedNode:
    """Name a span by article (slug) and characters, as NIF does after RFC 5147."""
    return NamedNode(f"{ARTICLE}{article}#char={span.start},{span.end}")
