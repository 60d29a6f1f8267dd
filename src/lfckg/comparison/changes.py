"""Changes: what may differ between two datasets, as people see it: claims, mentions, articles, entities, facts."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Quad

from lfckg.profiles import Line

__all__ = [
    "ADDED",
    "CHANGED",
    "INFERRED",
    "MOVED",
    "REMOVED",
    "Changes",
    "ClaimChange",
    "FactChange",
    "NodeChange",
    "ValueChange",
]

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
"""The kinds of changes; what has moved rests on the same words in another place, and nothing else of it differs."""

INFERRED = "inferred"
"""The status that claims are told with which a rule infers."""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A property, and those of its values that only the one or the other dataset has; all in words."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim of one of the four kinds, told by `line` as it is now, or as it was where it was removed.

    `article` is a slug, empty for what rules infer and for claims of no article of ours. `node` is the situation that
    the claim is about, with its class; where there is one, the line says nothing of it. `terms` are subject, predicate
    and object as N-Triples write them.
    """

    kind: str
    line: Line
    article: str
    node: str | None
    terms: tuple[str, str, str]
    changes: tuple[ValueChange, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeChange:
    """An entity, a mention or an article of one of the four kinds: its IRI, what it is called, and its class.

    A mention stands in an `article` (slug), and is `about` an entity.
    """

    kind: str
    iri: str
    label: str
    type: str
    changes: tuple[ValueChange, ...] = ()
    article: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class FactChange:
    """A triple, added or removed, that none of the changed claims says: in words, and as a quad."""

    kind: str
    text: str
    quad: Quad


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes; `spans` counts those added and those removed by article, `rest` is what belongs to nothing else."""

    claims: tuple[ClaimChange, ...]
    mentions: tuple[NodeChange, ...]
    articles: tuple[NodeChange, ...]
    entities: tuple[NodeChange, ...]
    facts: tuple[FactChange, ...]
    spans: dict[str, tuple[int, int]]
    rest: tuple[tuple[str, Quad], ...]
