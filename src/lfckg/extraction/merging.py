"""Merging: what was read put beside what a file says already, so that no decision and nobody's work is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode

from lfckg.claims import Decision
from lfckg.curated import has_type
from lfckg.edits import Edit, apply_edits
from lfckg.evidence import Span, by_place
from lfckg.extraction.blocks import Block, Mentioned, Proposed, Value
from lfckg.extraction.drafting import was_made_by
from lfckg.extraction.spelling import Speller
from lfckg.extraction.standing import Lost, Standing, belongs_to, removals
from lfckg.extraction.statements import Statement, are_covered, of_block, of_node, own_names
from lfckg.namespaces import ARTICLE, ENTITY, LFC, RDF
from lfckg.proposals import spans_of
from lfckg.turtle import Node, Place, TurtleFile, read_turtle

__all__ = ["Merge", "merge"]

_MENTION, _REFERS, _BELONGS = f"{LFC}Mention", f"{LFC}refersTo", f"{LFC}proposal"


@dataclass(frozen=True, slots=True)
class Merge:
    """A file's text with what was read: the names of proposals that are new, and the accepted ones that had to go.

    `carried` are accepted ones whose sentence has changed and that were read again; `entities` are those named.
    """

    text: str
    new: tuple[str, ...]
    carried: tuple[str, ...]
    withdrawn: tuple[Lost, ...]
    entities: frozenset[NamedNode]


def merge(
    source: TurtleFile,
    proposals: Sequence[Proposed],
    mentions: Sequence[Mentioned],
    lost: Sequence[Lost],
    *,
    base: str,
    reader: str,
    replaced: Mapping[str, str],
) -> Merge:
    """Put proposals and mentions into a file that is in step with its text; `lost` are those that its old text had.

    What is said there already, by people or in other proposals, is not proposed again, nor is what was rejected. What
    nobody has decided on goes where the same kind of reader no longer proposes it.
    """
    return _Merger(source, list(proposals), list(mentions), list(lost), base, reader, replaced).merged()


@dataclass(slots=True)
class _Merger:
    source: TurtleFile
    proposals: list[Proposed]
    mentions: list[Mentioned]
    lost: list[Lost]
    base: str
    reader: str
    replaced: Mapping[str, str]
    names: dict[str, str] = field(default_factory=dict)
    """What each proposal of the reading is called in the file; none for those that are not written."""
    kept: set[str] = field(default_factory=set)
    """The undecided proposals of the file that the reader makes again."""
    carried: dict[str, Lost] = field(default_factory=dict)

    def merged(self) -> Merge:
        standing = Standing.all_of(self.source, self.replaced)
        said = self._said_already(standing)
        chosen = [proposal for proposal in self.proposals if self._is_new(proposal, standing, said)]
        gone = {one.iri for one in standing if self._is_own(one) and one.iri not in self.kept}
        source = read_turtle(self.source.path, apply_edits(self.source.text, removals(self.source, gone)))
        speller = Speller(source.text, self.base)
        taken = {str(node.term.value) for node in source.nodes}
        written: list[str] = []
        made: list[Proposed] = []
        for proposal in chosen:
            lost = self.carried.get(proposal.name)
            name = lost.standing.iri.removeprefix(self.base) if lost else self._free(proposal.name, taken)
            taken.add(self.base + name)
            self.names[proposal.name] = name
            made.append(_renamed(proposal, name, self.base))
            written += self._spelt(made[-1], lost, speller)
        edits, more, named = self._mentioned(source, speller, taken)
        text = "\n\n".join([apply_edits(source.text, edits).rstrip("\n"), *written])
        text = "\n".join([text, *([""] if more else []), *more]) + "\n"
        read_turtle(self.source.path, text)  # a file that we broke is never written
        return Merge(
            text,
            tuple(proposal.name for proposal in made if proposal.name not in self._carried_names()),
            tuple(sorted(name for name, lost in self._carried_names().items() if lost.is_accepted)),
            tuple(one for one in self.lost if one.is_accepted and one not in self.carried.values()),
            frozenset(named | {value for proposal in made for value in _entities(proposal)}),
        )

    def _carried_names(self) -> dict[str, Lost]:
        return {self.names[name]: lost for name, lost in self.carried.items()}

    def _said_already(self, standing: Sequence[Standing]) -> set[Statement]:
        """Give what people have written or accepted."""
        accepted = {one.iri for one in standing if one.proposal.decision is Decision.ACCEPTED}
        nodes = (node for node in self.source.nodes)
        return {
            statement
            for node in nodes
            if not belongs_to(node) or accepted & {owner.value for owner in belongs_to(node)}
            for statement in of_node(node, self.replaced)
        }

    def _is_new(self, proposal: Proposed, standing: Sequence[Standing], said: set[Statement]) -> bool:
        """Tell whether a proposal is to be written; note whether it is one that stands, or that was lost."""
        told = (statement for block in proposal.blocks for statement in of_block(block, self.base))
        says = own_names(told, self.base + proposal.name)
        if self._stands(proposal, says, standing):
            return False
        if are_covered(says, said):
            return False
        again = next((one for one in self.lost if _timeless(one.standing.says) == _timeless(says)), None)
        if again and again.standing.proposal.decision is not Decision.UNDECIDED:
            self.carried[proposal.name] = again
        return True

    def _stands(self, proposal: Proposed, says: frozenset[Statement], standing: Sequence[Standing]) -> bool:
        """Tell whether a proposal of the file is the same: decided, of another reader, or with the same words."""
        for one in standing:
            has_words = _spans(proposal) == one.spans
            if one.says == says and not self._is_own(one):
                return True
            if one.says == says and has_words:
                self.kept.add(one.iri)
                self.names[proposal.name] = one.iri.removeprefix(self.base)
                return True
            accepted = one.proposal.decision is Decision.ACCEPTED
            if accepted and has_words and one.iri == self.base + proposal.name:  # a reviewer has edited it
                return True
        return False

    def _is_own(self, one: Standing) -> bool:
        """Tell whether a proposal waits, and is of the kind of reader at hand."""
        return one.proposal.decision is Decision.UNDECIDED and was_made_by(one.proposal.by, self.reader)

    def _spelt(self, proposal: Proposed, lost: Lost | None, speller: Speller) -> Iterator[str]:
        statement = speller.proposal(proposal.name, proposal.maker, proposal.confidence)
        yield lost.standing.proposal.statement.text if lost else statement
        yield from (speller.block(block, [proposal.name]) for block in proposal.blocks)

    def _mentioned(
        self, source: TurtleFile, speller: Speller, taken: set[str]
    ) -> tuple[list[Edit], list[str], set[NamedNode]]:
        """Give mentions as edits of those that stand and as new ones, and the entities that they are of."""
        standing = {_mention_of(node, self.replaced): node for node in source.nodes if has_type(node, _MENTION)}
        edits: list[Edit] = []
        more: list[str] = []
        named = set()
        for mention in self.mentions:
            proposals = [self.names[name] for name in mention.proposals if name in self.names]
            node = standing.get((mention.entity.value, mention.extent))
            if not proposals:
                continue
            named.add(mention.entity)
            if node is not None:
                edits += self._joined(node, proposals, speller)
                continue
            name = self._number(mention.entity.value.removeprefix(ENTITY), taken)
            told: list[tuple[NamedNode, Value]] = [
                (NamedNode(f"{RDF}type"), NamedNode(_MENTION)),
                (NamedNode(_REFERS), mention.entity),
                (NamedNode(f"{LFC}mentionType"), mention.type.iri),
            ]
            more.append(speller.block(Block(name, tuple(told), (Span(*mention.extent),)), proposals))
        return edits, more, named

    def _joined(self, node: Node, proposals: Sequence[str], speller: Speller) -> Iterator[Edit]:
        """Add proposals to a mention; what a person wrote belongs to none."""
        owners = [owner.value for owner in belongs_to(node)]
        new = [name for name in proposals if self.base + name not in owners]
        if owners and new:
            end = list(node.objects(_BELONGS))[-1].place.end
            yield Place(end, end), f" , {speller.names(new)}"

    def _free(self, name: str, taken: set[str]) -> str:
        free, number = name, 2
        while self.base + free in taken:
            free, number = f"{name}-{number}", number + 1
        return free

    def _number(self, name: str, taken: set[str]) -> str:
        number = 1
        while f"{self.base}{name}-m{number}" in taken:
            number += 1
        taken.add(f"{self.base}{name}-m{number}")
        return f"{name}-m{number}"


def _renamed(proposal: Proposed, name: str, base: str) -> Proposed:
    """Give a proposal and its nodes another name."""
    old, new = f"{base}{proposal.name}-", f"{base}{name}-"

    def current(value: Value) -> Value:
        if isinstance(value, NamedNode) and value.value.startswith(old):
            return NamedNode(new + value.value.removeprefix(old))
        return value

    blocks = tuple(
        replace(
            block,
            name=name + block.name.removeprefix(proposal.name),
            properties=tuple((predicate, current(value)) for predicate, value in block.properties),
        )
        for block in proposal.blocks
    )
    return replace(proposal, name=name, blocks=blocks)


def _entities(proposal: Proposed) -> Iterator[NamedNode]:
    values = (value for block in proposal.blocks for _, value in block.properties)
    nodes = (value for value in values if isinstance(value, NamedNode))
    return (node for node in nodes if node.value.startswith(ENTITY) and not node.value.startswith(ARTICLE))


def _spans(proposal: Proposed) -> list[Span]:
    return sorted({span for block in proposal.blocks for span in block.spans}, key=by_place)


def _timeless(says: frozenset[Statement]) -> frozenset[Statement]:
    """Leave out where in the text a quotation stands."""
    return frozenset(statement for statement in says if statement[1] != f"{LFC}extent")


def _mention_of(node: Node, replaced: Mapping[str, str]) -> tuple[str, tuple[int, int]]:
    entity = next((str(value.term.value) for value in node.objects(_REFERS)), "")
    span = next(spans_of(node), None)
    return replaced.get(entity, entity), (span.start, span.end) if span else (0, 0)
