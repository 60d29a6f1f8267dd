"""Claims: one statement that an article makes, with how it makes it and the words it rests on.

A triple is asserted if and only if some claim holds it with status Stated or Implied and modality Actual or
Approximate.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pyoxigraph import Literal, NamedNode, Triple

from lfckg.evidence import Span
from lfckg.namespaces import LFC

__all__ = ["Claim", "Decision", "Mention", "MentionType", "Modality", "Review", "Status"]


class _Individual(Enum):
    """A closed list of the ontology: each value is the local name of an individual."""

    @property
    def iri(self) -> NamedNode:
        """The individual in the ontology."""
        return NamedNode(LFC + self.value)


class Status(_Individual):
    """How a claim stands to the article."""

    STATED = "Stated"
    """The article says it in its own voice."""
    IMPLIED = "Implied"
    """The article says it with a step between: presupposition, bridging, counting."""
    QUOTED_FACT = "QuotedFact"
    """Somebody says it in a quotation, and it can be checked."""
    OPINION = "Opinion"
    """A view inside a quotation."""
    EVALUATION = "Evaluation"
    """The writer's own view."""


class Modality(_Individual):
    """How a claim stands to the world at the article's date."""

    ACTUAL = "Actual"
    PLANNED = "Planned"
    APPROXIMATE = "Approximate"


class Decision(_Individual):
    """What a person has said to a proposal."""

    UNDECIDED = "Undecided"
    ACCEPTED = "Accepted"
    REJECTED = "Rejected"


class MentionType(_Individual):
    """In what way the words of a mention refer."""

    NAME = "Name"
    NICKNAME = "Nickname"
    DESCRIPTION = "Description"
    PRONOUN = "Pronoun"


@dataclass(frozen=True, slots=True)
class Review:
    """A proposal and how it stands: the rule or model that made it, its confidence from 0 to 1, who decided, and when.

    `reviewer` and `time` (an xsd:dateTime) are None where nobody has decided.
    """

    proposal: NamedNode
    source: str
    confidence: Literal
    decision: Decision
    reviewer: str | None = None
    time: Literal | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: its IRI, the triple it makes, and its evidence (at least one span).

    `reviews` are those of the accepted proposals that it came of; none where a person wrote it.
    """

    iri: NamedNode
    triple: Triple
    spans: tuple[Span, ...]
    status: Status = Status.STATED
    modality: Modality = Modality.ACTUAL
    speaker: NamedNode | None = None
    reviews: tuple[Review, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a claim that cites nothing."""
        if not self.spans:
            raise ValueError("cites no words")

    @property
    def is_asserted(self) -> bool:
        """Whether its triple is a fact."""
        asserting = self.status in {Status.STATED, Status.IMPLIED}
        return asserting and self.modality in {Modality.ACTUAL, Modality.APPROXIMATE}

    @property
    def subject(self) -> NamedNode:
        """The subject of its triple."""
        term = self.triple.subject
        assert isinstance(term, NamedNode)  # noqa: S101  blank nodes are refused when files are read
        return term

    @property
    def object(self) -> NamedNode | Literal:
        """The object of its triple."""
        term = self.triple.object
        assert isinstance(term, NamedNode | Literal)  # noqa: S101  blank nodes are refused when files are read
        return term


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of an article that refer to an entity: a name, a nickname, a description, a pronoun.

    `entity` is None where the curator has not said yet which; `reviews` are as for claims.
    """

    iri: NamedNode
    entity: NamedNode | None
    spans: tuple[Span, ...]
    type: MentionType = MentionType.NAME
    reviews: tuple[Review, ...] = ()
