"""Standing: what an article's file says already, by people and in proposals, and what of it a new text leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from lfckg.claims import Decision
from lfckg.curated import find_article, has_type
from lfckg.edits import Edit, apply_edits, statement_place
from lfckg.errors import DataError, Problem
from lfckg.evidence import Span, by_place
from lfckg.extraction.statements import Statement, of_node, own_names
from lfckg.namespaces import LFC
from lfckg.proposals import Proposal, find_proposals, spans_of
from lfckg.turtle import Node, Place, TurtleFile, read_turtle
from lfckg.updates import shift

__all__ = ["Lost", "Standing", "belongs_to", "removals", "renew"]

_BELONGS, _MENTION = f"{LFC}proposal", f"{LFC}Mention"


@dataclass(frozen=True, slots=True)
class Standing:
    """A proposal of a file, with what it says in names of its own."""

    proposal: Proposal
    says: frozenset[Statement]

    @property
    def iri(self) -> str:
        """Its name."""
        return self.proposal.iri.value

    @property
    def spans(self) -> list[Span]:
        """The words that it rests on, in text order; those of mentions are not among them."""
        blocks = (block for block in self.proposal.blocks if not has_type(block.node, _MENTION))
        return sorted({span for block in blocks for span in spans_of(block.node)}, key=by_place)

    @classmethod
    def all_of(cls, source: TurtleFile, replaced: Mapping[str, str]) -> list[Standing]:
        """Give the proposals of a file; `replaced` are entities that are others."""
        found = find_proposals(source)
        return [cls._of(proposal, replaced) for proposal in (found.proposals if found else ())]

    @classmethod
    def _of(cls, proposal: Proposal, replaced: Mapping[str, str]) -> Standing:
        told = (statement for block in proposal.blocks for statement in of_node(block.node, replaced))
        return cls(proposal, own_names(told, proposal.iri.value))


@dataclass(frozen=True, slots=True)
class Lost:
    """A proposal whose words a new text no longer has, and the problem that tells where they stood."""

    standing: Standing
    problem: Problem

    @property
    def is_accepted(self) -> bool:
        """Whether somebody had taken it."""
        return self.standing.proposal.decision is Decision.ACCEPTED


def belongs_to(node: Node) -> list[NamedNode]:
    """Give the proposals that a block belongs to."""
    return [value.term for value in node.objects(_BELONGS) if isinstance(value.term, NamedNode)]


def renew(source: TurtleFile, text: str, replaced: Mapping[str, str]) -> tuple[TurtleFile, list[Lost], list[Problem]]:
    """Bring an article's file in step with its text, without writing: give it, what was lost, and what to look at.

    Proposals whose words are gone go, as do mentions. Raises DataError where words that a person cites are gone.
    """
    article = find_article(source)
    assert article  # noqa: S101  the caller has found it
    shifted = shift(source, article, text)
    by_name = {standing.iri: standing for standing in Standing.all_of(source, replaced)}
    lost: dict[str, Lost] = {}
    problems: list[Problem] = []
    mentions = set()
    for node in source.nodes:
        told = shifted.lost.get(node.term)
        if not told:
            continue
        owners = [owner.value for owner in belongs_to(node) if owner.value in by_name]
        if not owners:
            problems += told
        elif has_type(node, _MENTION):
            mentions.add(node.term)
        else:
            lost |= {owner: Lost(by_name[owner], told[0]) for owner in owners}
    if problems:
        raise DataError(problems)
    gone = removals(source, set(lost), mentions)
    edits = [edit for edit in shifted.edits if not any(_holds(place, edit[0]) for place, _ in gone)]
    renewed = read_turtle(source.path, apply_edits(source.text, [*edits, *gone]))
    # What nobody has decided on is looked at anyway.
    decided = {name for name, one in by_name.items() if one.proposal.decision is Decision.ACCEPTED} - set(lost)
    kept = [node for node in source.nodes if not belongs_to(node) or decided & {it.value for it in belongs_to(node)}]
    return renewed, list(lost.values()), [check for node in kept for check in shifted.checks.get(node.term, ())]


def removals(source: TurtleFile, proposals: set[str], others: Iterable[object] = ()) -> list[Edit]:
    """Give the edits that take proposals out with their blocks, but for blocks that belong to others too."""
    edits: list[Edit] = []
    gone = set(others)
    for node in source.nodes:
        owners = belongs_to(node)
        left = [owner for owner in owners if owner.value not in proposals]
        is_proposal = isinstance(node.term, NamedNode) and node.term.value in proposals
        if node.term in gone or is_proposal or (owners and not left):
            edits.append((_with_line(source, statement_place(source, node)), ""))
        elif len(left) < len(owners):
            edits.append(_without(source, node, proposals))
    return edits


def _without(source: TurtleFile, node: Node, proposals: set[str]) -> Edit:
    """Write the list of a block's proposals anew without some."""
    values = list(node.objects(_BELONGS))
    kept = [
        source.text[value.place.start : value.place.end]
        for value in values
        if isinstance(value.term, NamedNode) and value.term.value not in proposals
    ]
    return Place(values[0].place.start, values[-1].place.end), " , ".join(kept)


def _with_line(source: TurtleFile, place: Place) -> Place:
    """Take in the line end behind a statement, and the empty line that divides it from the one before."""
    end = place.end
    while end < len(source.text) and source.text[end] in " \t":
        end += 1
    if source.text[end : end + 1] == "\n":
        end += 1
    start = place.start
    if source.text[start - 2 : start] == "\n\n" and source.text[end : end + 1] in {"\n", ""}:
        start -= 1
    return Place(start, end)


def _holds(outer: Place, inner: Place) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
