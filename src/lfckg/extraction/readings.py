"""Readings: what a reader, of rules or a model, finds in an article. A person decides what of it is true."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from lfckg.article import Extent
from lfckg.claims import MentionType, Modality, Status

__all__ = ["Argument", "Entity", "Proposal", "Reading", "Reference"]


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that refer to an entity, and in what way."""

    extent: Extent
    type: MentionType = MentionType.NAME


@dataclass(frozen=True, slots=True)
class Entity:
    """What an article speaks of.

    `key` names it within the reading: a slug. `type` is the local name of a class of the ontology ("Person", "Club",
    "Competition", "Documentary", "ProductionCompany", "Broadcaster", "Organisation"). `iri` is the entity of the graph
    that it is, or None where it is new; where that is in doubt, `candidates` are those that it may be.
    """

    key: str
    type: str
    label: str
    references: tuple[Reference, ...] = ()
    iri: NamedNode | None = None
    candidates: tuple[NamedNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Argument:
    """What fills a role of a relation: an entity's key, a date, a number or words, as the role takes.

    `extent` is where the article says it; None where it was filled in from what stands around.
    """

    value: str
    extent: Extent | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation that the article seems to state, by the names of `ontology/extraction/relations.toml`.

    `spans` are the words that it rests on (in order, apart, at least one); `source` is the rule or the model that
    made it, `confidence` from 0 to 1.
    """

    relation: str
    arguments: dict[str, Argument]
    spans: tuple[Extent, ...]
    source: str
    confidence: float
    status: Status = Status.STATED
    modality: Modality = Modality.ACTUAL

    def __post_init__(self) -> None:
        """Refuse a proposal that cites nothing, or whose confidence is none."""
        if not self.spans or not 0 <= self.confidence <= 1:
            raise ValueError(f"{self.relation}: no words, or a confidence of {self.confidence}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a normalised text; `issued` is the article's day (an ISO date) where it is known."""

    text: str
    entities: tuple[Entity, ...]
    proposals: tuple[Proposal, ...]
    issued: str | None = None
