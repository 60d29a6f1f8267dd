"""What tests of proposals need: readings made by hand, a reader that gives them, and decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lfckg.claims import Decision, MentionType, Modality, Status
from lfckg.datasets import open_store
from lfckg.extraction.acquaintances import Acquaintances
from lfckg.extraction.gazetteers import read_gazetteer
from lfckg.extraction.proposing import Article, Outcome, propose
from lfckg.extraction.readings import Argument, Entity, Proposal, Reading, Reference
from lfckg.extraction.relations import read_relations
from lfckg.proposals import decide, read_proposals
from lfckg.workspace import find_workspace

__all__ = ["Finder", "Hand", "decide_all", "names_in", "put"]


@dataclass
class Finder:
    """Makes a reading of a text, with words in the place of offsets."""

    text: str
    entities: dict[str, Entity] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)

    def at(self, words: str) -> tuple[int, int]:
        start = self.text.find(words)
        assert start >= 0, words
        return start, start + len(words)

    def entity(self, key: str, type_: str, label: str, *words: str, kind: MentionType = MentionType.NAME) -> None:
        references = tuple(Reference(self.at(each), kind) for each in words)
        before = self.entities[key].references if key in self.entities else ()
        self.entities[key] = Entity(key, type_, label, before + references)

    def add(
        self,
        relation: str,
        spans: Sequence[str] | str,
        *,
        source: str = "",
        how: Status = Status.STATED,
        modality: Modality = Modality.ACTUAL,
        confidence: float = 0.9,
        **arguments: str,
    ) -> None:
        """Add a proposal; an argument that begins with `=` are words of the text, and is given their place."""
        filled = {}
        for role, value in arguments.items():
            is_words = value.startswith("=")
            filled[role] = Argument(value.removeprefix("="), self.at(value[1:]) if is_words else None)
        extents = [self.at(each) for each in ([spans] if isinstance(spans, str) else spans)]
        self.proposals.append(
            Proposal(relation, filled, tuple(extents), source or f"{relation}/test", confidence, how, modality)
        )

    def reading(self, issued: str | None = None) -> Reading:
        return Reading(self.text, tuple(self.entities.values()), tuple(self.proposals), issued)


@dataclass
class Hand:
    """A reader whose readings are made by hand; it counts how often it was asked."""

    make: Callable[[Finder], None]
    name: str = "rules 0a1b2c3d"
    asked: int = 0

    def read(self, text: str, issued: str | None = None) -> Reading:
        self.asked += 1
        finder = Finder(text)
        self.make(finder)
        return finder.reading(issued)


def put(
    root: Path, slug: str, text: str, hand: Hand, *, issued: str | None = None, source: str | None = None
) -> Outcome:
    """Have an article of a workspace read."""
    workspace = find_workspace(root)
    acquaintances = Acquaintances.of(read_gazetteer(open_store(workspace)), workspace.data)
    article = Article(text, slug, root / "data", issued, source)
    return propose(article, hand, read_relations(workspace), acquaintances)


def names_in(path: Path, decision: Decision | None = None) -> list[str]:
    """Give the names of a file's proposals, in its order, or of those on which something was decided."""
    found = read_proposals(path)
    proposals = found.proposals if found else ()
    return [one.iri.value.partition("#")[2] for one in proposals if decision in {None, one.decision}]


def decide_all(path: Path, decision: Decision = Decision.ACCEPTED, *names: str) -> None:
    """Decide on all proposals of a file, or on those that are named."""
    for name in names or names_in(path):
        found = read_proposals(path)
        assert found
        decide(next(one for one in found.proposals if one.iri.value.endswith(f"#{name}")), decision, "Ann Lee")
