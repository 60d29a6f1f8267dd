"""Proposals: what a curated file proposes, and what a person decides on them.

A proposal (`a lfc:Proposal`) is what one decision is about; the blocks that point to it by `lfc:proposal` say what the
article is thought to say. A decision changes the statement of the proposal alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from lfckg.article import TextIndex
from lfckg.claims import Decision
from lfckg.curated import find_article, has_type, read_index, whole_number
from lfckg.edits import Block, Change, Statement, block_of, rewrite, spell
from lfckg.errors import DataError, Problem
from lfckg.evidence import Span, by_place
from lfckg.files import read_text
from lfckg.namespaces import ARTICLE, LFC, XSD, compact
from lfckg.turtle import Node, TurtleFile, read_turtle

__all__ = ["Proposal", "Reviewed", "decide", "decided", "find_proposals", "read_proposals", "spans_of", "undo"]

_PROPOSAL, _BELONGS = f"{LFC}Proposal", f"{LFC}proposal"
_DECISION, _REVIEWER, _TIME = f"{LFC}decision", f"{LFC}reviewer", f"{LFC}reviewedAt"
_SPAN = f"{LFC}span"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed as one: its statement, the blocks that belong to it, and what was decided.

    `by` is the rule or the model that made it; where the file does not tell, `confidence` is None, and `by`, `reviewer`
    and `time` are empty.
    """

    source: TurtleFile
    statement: Block
    blocks: tuple[Block, ...]
    decision: Decision
    by: str
    confidence: float | None
    reviewer: str
    time: str

    @property
    def iri(self) -> NamedNode:
        """Its name."""
        return self.statement.iri

    @property
    def path(self) -> Path:
        """The file that it stands in."""
        return self.source.path

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans that its blocks cite, in text order; those of mentions only where there are no others."""
        claims = [block for block in self.blocks if not has_type(block.node, f"{LFC}Mention")] or self.blocks
        return tuple(sorted({span for block in claims for span in spans_of(block.node)}, key=by_place))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A file as a reviewer sees it: its article (slug) with the text index where it has a true one.

    `named` are its proposals by their names, in the order of the file.
    """

    source: TurtleFile
    slug: str
    index: TextIndex | None
    named: Mapping[NamedNode, Proposal]

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Its proposals, in order."""
        return tuple(self.named.values())

    def find(self, iri: NamedNode) -> Proposal | None:
        """Give the proposal of this name, if it is there."""
        return self.named.get(iri)


def read_proposals(path: Path) -> Reviewed | None:
    """Read the proposals of a file, in its order; None where it has none.

    Raises InputError where the file can't be read, and DataError where it is no Turtle or tells a decision wrongly.
    """
    return find_proposals(read_turtle(path)) if "roposal" in read_text(path) else None


def find_proposals(source: TurtleFile) -> Reviewed | None:
    """Give the proposals of a file that has been read; None where it has none. Raises DataError as above."""
    blocks: dict[str, list[Block]] = {}
    for node in source.nodes:
        for value in node.objects(_BELONGS):
            blocks.setdefault(str(value.term.value), []).append(block_of(source, node))
    statements = [node for node in source.nodes if has_type(node, _PROPOSAL)]
    problems = list(_problems(source, statements))
    if problems:
        raise DataError(problems)
    proposals = tuple(_proposal(source, node, blocks.get(str(node.term.value), [])) for node in statements)
    article = find_article(source)
    index = None
    with suppress(ValueError):  # sentences can't be shown then; builds tell what is wrong with it
        index = read_index(article) if article else None
    slug = str(article.term.value).removeprefix(ARTICLE) if article else source.path.stem
    return Reviewed(source, slug, index, {each.iri: each for each in proposals}) if proposals else None


def decide(proposal: Proposal, decision: Decision, reviewer: str, now: datetime | None = None) -> Change:
    """Write a decision into the proposal's file, and give the change; undecided takes reviewer and time away.

    `now` is in UTC. Raises ChangedError where the proposal or a block of it is not as it was read, and InputError,
    DataError or OutputError where the file can't be read or written; then nothing has changed.
    """
    time = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    after = decided(proposal, decision, reviewer, time)
    change = Change(proposal.iri, proposal.statement.text, after)
    same = [Change(block.iri, block.text, block.text) for block in proposal.blocks]
    rewrite(proposal.path, [change, *same], behind=proposal.iri, known=proposal.source)
    return change


def undo(path: Path, changes: Sequence[Change], behind: NamedNode) -> None:
    """Take changes of a file back: a decision, an edit, the choice of an entity; raises as `decide` does."""
    rewrite(path, [change.reversed() for change in changes], behind=behind)


def spans_of(node: Node, predicate: str = _SPAN) -> Iterator[Span]:
    """Give the spans that a node cites and that have their offsets; what is wrong with others is told by builds."""
    for value in node.objects(predicate):
        if value.node is None:
            continue
        start, end, quote = (_text(value.node, LFC + name) for name in ("start", "end", "quote"))
        with suppress(ValueError):
            first = whole_number(start)
            yield Span(first, whole_number(end) if end else first + len(quote), quote or None)


def _problems(source: TurtleFile, statements: Sequence[Node]) -> Iterator[Problem]:
    """Find what would make a decision ambiguous."""
    seen = set()
    known = {LFC + decision.value for decision in Decision}
    for node in statements:
        if node.term in seen:
            yield source.problem(node.place, "this proposal stands twice. Join the two.")
        seen.add(node.term)
        for predicate in (_REVIEWER, _TIME):
            if len(values := list(node.objects(predicate))) > 1:
                yield source.problem(values[1].place, f"a proposal has one {compact(predicate)}. Remove the others.")
        values = list(node.objects(_DECISION))
        if len(values) > 1 or any(str(value.term.value) not in known for value in values):
            names = ", ".join(f"lfc:{decision.value}" for decision in Decision)
            yield source.problem(values[-1].place, f"a proposal has one lfc:decision, and it is one of {names}.")


def _proposal(source: TurtleFile, node: Node, blocks: Sequence[Block]) -> Proposal:
    decision = _text(node, _DECISION).removeprefix(LFC)
    confidence = None
    with suppress(ValueError):
        confidence = float(_text(node, f"{LFC}confidence"))
    return Proposal(
        source,
        block_of(source, node),
        tuple(blocks),
        Decision(decision) if decision else Decision.UNDECIDED,
        _text(node, f"{LFC}proposedBy"),
        confidence,
        _text(node, _REVIEWER),
        _text(node, _TIME),
    )


def _text(node: Node, predicate: str) -> str:
    value = next(node.objects(predicate), None)
    return value.term.value if value and isinstance(value.term, NamedNode | Literal) else ""


def decided(proposal: Proposal, decision: Decision, reviewer: str, time: str) -> str:
    """Give the statement of a proposal with a decision in the place of the one that it has; nothing is written."""
    statement = Statement(proposal.statement, behind=_DECISION)
    file = proposal.source.text
    statement.put(_DECISION, spell(file, LFC, decision.value), spell(file, LFC, "decision"))
    if decision is Decision.UNDECIDED:
        statement.remove({_REVIEWER, _TIME})
    else:
        written = f'"{time}"^^{spell(file, XSD, "dateTime")}'
        statement.put(_REVIEWER, str(Literal(reviewer)), spell(file, LFC, "reviewer"))
        statement.put(_TIME, written, spell(file, LFC, "reviewedAt"))
    return statement.text
