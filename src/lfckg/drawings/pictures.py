"""Pictures: a part of the graph as boxes and lines, while it is made and when it is ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass, field

from lfckg.drawings.statements import FACT, Statement, Term

__all__ = ["Edge", "Link", "Node", "Parts", "Picture", "Row"]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a box or of an edge's label: its text, how it stands to the world, what is told where one points."""

    text: str
    state: str = FACT
    told: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A box: label and kind in words, the group of kinds that colours it, and rows below."""

    key: str
    label: str
    kind: str
    group: str
    state: str = FACT
    rows: tuple[Row, ...] = ()
    told: str = ""
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from a node to another, with rows for a label."""

    source: str
    target: str
    state: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, and what must be said of it: `notes` tell what is left out."""

    heading: str
    subheading: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Link:
    """A triple between two nodes, with the statements that make it."""

    source: Term
    label: str
    target: Term
    statements: list[Statement]
    state: str

    @property
    def inferred(self) -> bool:
        """Whether nothing but rules tells it."""
        return all(statement.rule for statement in self.statements)


@dataclass(slots=True)
class Parts:
    """A picture in the making: nodes with their rows, and links."""

    links: list[Link] = field(default_factory=list)
    rows: dict[Term, list[Row]] = field(default_factory=dict)
    states: dict[Term, str] = field(default_factory=dict)
    counts: dict[Term, int] = field(default_factory=dict)
    apart: set[Term] = field(default_factory=set)

    @property
    def nodes(self) -> set[Term]:
        """All that links connect."""
        return {end for link in self.links for end in (link.source, link.target)}
