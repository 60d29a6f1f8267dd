"""Plans: our graphs beside those of a store, and what is to be done with each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from lfckg.loading.catalogues import Held
from lfckg.loading.partitions import Part
from lfckg.namespaces import GRAPH

__all__ = ["Action", "Step", "Unit", "plan", "removals", "units"]

Action = Literal["keep", "add", "replace", "append", "remove"]

_ARTICLE = f"{GRAPH}article/"
_LAST = f"{GRAPH}inferences"


@dataclass(slots=True)
class Step:
    """A graph, what is to be done with it, and how far that is: `before` and `after` are triples in the store.

    `part` is None for a graph that is ours no more; `is_done` tells that it is in the store, or gone from there, and
    `is_proven` what came out when that was looked at.
    """

    graph: str
    action: Action
    part: Part | None
    before: Held
    after: int | None = None
    is_done: bool = False
    is_proven: bool | None = None

    @property
    def triples(self) -> int:
        """How many triples of ours it has."""
        return self.part.triples if self.part else 0


@dataclass(frozen=True, slots=True)
class Unit:
    """Graphs that readers must see change at once: the two of an article, or a single one."""

    steps: tuple[Step, ...]

    @property
    def is_new(self) -> bool:
        """Whether nothing of it is in the store, so that it is only added."""
        return all(step.before == Held() for step in self.steps)

    @property
    def size(self) -> int:
        """About how many bytes of N-Quads it is."""
        return sum(step.part.size + step.triples * (len(step.graph) + 3) for step in self.steps if step.part)


def plan(
    parts: Mapping[str, Part], held: Mapping[str, Held], gone: Iterable[str] = (), *, append: bool = False
) -> list[Step]:
    """Compare our graphs with what a store holds of them; `gone` are those that it is to lose."""
    steps = []
    for name, part in parts.items():
        there = held[name]
        if there == Held(part.triples, part.digest):
            steps.append(Step(name, "keep", part, there, is_done=True))
        elif not there.triples:
            steps.append(Step(name, "add", part, there))
        else:
            steps.append(Step(name, "append" if append else "replace", part, there))
    steps += [Step(name, "remove", None, held.get(name, Held())) for name in gone]
    return sorted(steps, key=lambda step: _order(step.graph))


def units(steps: Iterable[Step]) -> Iterator[Unit]:
    """Give what is to be sent: shared graphs, then articles, and what is inferred from them last."""
    return _units(step for step in steps if step.part and step.action != "keep")


def removals(steps: Iterable[Step]) -> Iterator[Unit]:
    """Give what is to be removed."""
    return _units(step for step in steps if step.action == "remove")


def _units(steps: Iterable[Step]) -> Iterator[Unit]:
    for _, found in groupby(sorted(steps, key=lambda step: _order(step.graph)), key=lambda step: _unit(step.graph)):
        yield Unit(tuple(found))


def _unit(graph: str) -> str:
    return graph.rpartition("/")[0] if graph.startswith(_ARTICLE) else graph


def _order(graph: str) -> tuple[int, str]:
    """Evidence stands before facts by its name: where both can't go at once, no fact is without its evidence."""
    if graph == _LAST:
        return 2, graph
    return int(graph.startswith(_ARTICLE)), graph
