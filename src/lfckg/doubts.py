"""Doubts: entities that are proposed as new and may be known ones, and the choice between them.

`:slug lfc:candidate :other` says that they may be one; a person decides. Who says that they are one gives `:slug`
`dcterms:isReplacedBy :other`; who says that it is new takes the candidates away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from lfckg.edits import Change, Statement, block_of, rewrite, spell
from lfckg.errors import ChangedError
from lfckg.files import display, read_text
from lfckg.namespaces import ARTICLE, DCTERMS, ENTITY, LFC, RDF, RDFS, REPLACED_BY, SKOS, compact
from lfckg.proposals import Proposal
from lfckg.turtle import parse_turtle, read_turtle

__all__ = ["Names", "choose", "entities_of"]

_CANDIDATE = f"{LFC}candidate"
_LABELS = (f"{SKOS}prefLabel", f"{RDFS}label")


@dataclass(slots=True)
class Names:
    """What things are called, by IRI: entities and terms; their classes, and who they may be where that is in doubt.

    `homes` tells in which file an entity is declared, `replaced` which other one it was found to be.
    """

    labels: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    candidates: dict[str, tuple[NamedNode, ...]] = field(default_factory=dict)
    homes: dict[str, Path] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)

    def take(self, path: Path) -> None:
        """Take in what a file says: the ontology, or one of entities, again where it has changed.

        Raises InputError or DataError where it can't be read.
        """
        replaced: dict[str, str] = {}
        found: dict[str, list[NamedNode]] = {}
        for triple in parse_turtle(path, read_text(path)):
            if not isinstance(triple.subject, NamedNode):
                continue
            subject, predicate, value = triple.subject.value, triple.predicate.value, triple.object
            if predicate in _LABELS and isinstance(value, Literal):
                self._call(subject, value)
            elif predicate == REPLACED_BY and isinstance(value, NamedNode):
                replaced[subject] = value.value
            elif predicate == _CANDIDATE and isinstance(value, NamedNode):
                found.setdefault(subject, []).append(value)
            elif predicate == f"{RDF}type" and isinstance(value, NamedNode):
                self.classes[subject] = value.value
                self.homes[subject] = path
        for subject in (iri for iri, home in self.homes.items() if home == path):
            self.candidates.pop(subject, None)
            self.replaced.pop(subject, None)
        self.replaced |= replaced
        self.candidates |= {iri: tuple(nodes) for iri, nodes in found.items() if iri not in replaced}

    def label(self, node: NamedNode) -> str:
        """Give what a thing is called, or its short name."""
        return self.called(node.value) or compact(node.value)

    def called(self, iri: str) -> str:
        """Give what a thing is called, or what it was found to be; empty where nothing tells."""
        other = self.replaced.get(iri, iri)
        return self.labels.get(other) or self.labels.get(iri, "")

    def kind(self, node: NamedNode) -> str:
        """Give the label of its class, which may be empty."""
        return self.labels.get(self.classes.get(node.value, ""), "")

    def doubts(self, proposal: Proposal) -> list[NamedNode]:
        """Give the entities that a proposal names and that may be others."""
        return [entity for entity in entities_of(proposal) if entity.value in self.candidates]

    def _call(self, subject: str, value: Literal) -> None:
        if subject not in self.labels or value.language == "en":
            self.labels[subject] = value.value


def entities_of(proposal: Proposal) -> list[NamedNode]:
    """Give the entities that the blocks of a proposal name, in their order."""
    nodes: dict[NamedNode, None] = {}
    for block in proposal.blocks:
        for node in (block.iri, *(value.term for _, _, value in block.node.properties)):
            if isinstance(node, NamedNode) and node.value.startswith(ENTITY) and not node.value.startswith(ARTICLE):
                nodes[node] = None
    return list(nodes)


def choose(path: Path, entity: NamedNode, other: NamedNode | None) -> Change:
    """Write into the file that declares an entity which other it is, or (None) that it is new; give the change.

    Raises ChangedError where the file declares it no more, or others have chosen meanwhile, and InputError, DataError
    or OutputError where the file can't be read or written.
    """
    source = read_turtle(path)
    node = next((node for node in source.nodes if node.term == entity), None)
    if node is None or not next(node.objects(_CANDIDATE), None) or next(node.objects(REPLACED_BY), None):
        raise ChangedError(f"{display(path)}: {compact(entity.value)} is no more in doubt. Nothing was written.")
    block = block_of(source, node)
    statement = Statement(block)
    if other is None:
        statement.remove({_CANDIDATE})
    else:
        statement.put(
            REPLACED_BY,
            spell(source.text, ENTITY, other.value.removeprefix(ENTITY)),
            spell(source.text, DCTERMS, "isReplacedBy"),
        )
    change = Change(entity, block.text, statement.text)
    rewrite(path, [change], behind=entity, known=source)
    return change
