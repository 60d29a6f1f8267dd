"""Loads: a dataset brought into a store, kept in step there and proven to be there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Literal

from lfckg.datasets import open_nquads
from lfckg.errors import InputError, ServiceError
from lfckg.files import display
from lfckg.loading.catalogues import CATALOGUE, STAGING, counted, held, listed
from lfckg.loading.fingerprints import fingerprint, fingerprints_in
from lfckg.loading.partitions import Partition
from lfckg.loading.plans import Action, Step, plan, removals, units
from lfckg.loading.targets import Target, Via, find_target
from lfckg.loading.writers import Writer
from lfckg.plurals import count
from lfckg.products import open_product
from lfckg.services.credentials import Credentials
from lfckg.workspace import Workspace

__all__ = ["VERIFICATIONS", "Load", "Verification", "load"]

Verification = Literal["count", "full", "none"]
VERIFICATIONS: tuple[Verification, ...] = ("count", "full", "none")
"""How it is proven that all is there: triples counted by graph, their fingerprints reckoned by the store too, not."""

_MOST_NAMED = 10
_UNTOUCHED = "Nothing was sent: the store is as it was."


@dataclass(slots=True)
class Load:
    """What came of a load: each graph's step, in order of their going in; `sent` triples in `seconds`.

    `notes` are what its user should know; it `is_dry` where nothing was to be written.
    """

    store: str
    address: str
    steps: list[Step]
    verified: Verification
    is_dry: bool = False
    sent: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def is_proven(self) -> bool:
        """Whether no graph was found to be otherwise than it should be."""
        return all(step.is_proven is not False for step in self.steps)

    def counts(self) -> dict[Action, int]:
        """Give how many graphs each action was for, where there are any."""
        actions: tuple[Action, ...] = ("add", "replace", "append", "remove", "keep")
        numbers = {action: sum(step.action == action for step in self.steps) for action in actions}
        return {action: number for action, number in numbers.items() if number}

    def standing(self) -> str:
        """Tell in words which graphs are in the store and which are not."""
        missing = [step.graph for step in self.steps if not step.is_done]
        if not missing:
            return (
                f"All {count('graph', len(self.steps))} are in the store; that they are as they should be is not proven"
                " yet: the same command goes on from here."
            )
        names = "".join(f"\n    {name}" for name in missing[:_MOST_NAMED])
        more = f"\n    … and {len(missing) - _MOST_NAMED:,} more" if len(missing) > _MOST_NAMED else ""
        done = f"{len(self.steps) - len(missing):,} of {count('graph', len(self.steps))}"
        return (
            f"{done} done. Not yet, each whole as it was or not there, unless the store still takes in what was sent"
            f" last:{names}{more}\nNothing is lost: the same command goes on from here."
        )


def load(
    url: str,
    *,
    data: Sequence[Path] = (),
    workspace: Workspace | None = None,
    profile: str | None = None,
    via: Via = "auto",
    update_url: str | None = None,
    graphs_url: str | None = None,
    append: bool = False,
    prune: bool = False,
    dry_run: bool = False,
    verify: Verification = "count",
    credentials: Credentials | None = None,
    timeout: float = 300.0,
    largest: int | None = None,
    started: Callable[[Load], None] = lambda _load: None,
    progress: Callable[[int], None] = lambda _triples: None,
) -> Load:
    """Put the workspace's dataset, or that of RDF files with named graphs, into the store at a URL, graph by graph.

    Each graph is replaced whole, unless `append`; what the store holds in the same state is not sent. `prune` removes
    graphs that an earlier load put there and that the dataset has no more. `timeout` (seconds) is for each request,
    `largest` the most bytes of one. `started` is told what is going to be done, `progress` how many triples were sent.

    Raises InputError and DataError for the dataset; ServiceError where the store can't be reached or refuses, which
    tells which graphs are in. Protocols: https://www.w3.org/TR/sparql11-http-rdf-update/ and sparql11-update/.
    """
    began = time.monotonic()
    with _telling(lambda: _UNTOUCHED):
        target = find_target(
            url,
            profile=profile,
            via=via,
            update_url=update_url,
            graphs_url=graphs_url,
            credentials=credentials,
            timeout=timeout,
        )
    with target.endpoint, _partition(data, workspace) as partition:
        _leave_out_catalogues(target, partition, data)
        with _telling(lambda: _UNTOUCHED):
            gone = [] if data and not prune else _gone(target, partition)
            there = held(target.endpoint, [*partition.parts, *gone], together=target.store.counts_together)
        if gone and not prune:
            target.endpoint.session.note(
                f"{target.shown}: holds {count('graph', len(gone))} of an earlier load that the dataset has no more,"
                f" such as {gone[0]}. --prune removes them."
            )
        steps = plan(partition.parts, there, gone if prune else (), append=append)
        result = Load(
            target.store.title, target.shown, steps, verify, is_dry=dry_run, notes=target.endpoint.session.notes
        )
        started(result)
        if not dry_run:

            def count_sent(triples: int) -> None:
                result.sent += triples
                progress(triples)

            writer = Writer(target, partition, count_sent, largest=largest)
            with _telling(result.standing):
                writer.write(units(steps))
                writer.remove(list(removals(steps)))
                writer.clean()
                _verify(target, partition, result)
                writer.record(step for step in steps if step.action == "append" and step.after == step.triples)
                writer.forget(step for step in steps if step.part and step.is_proven is False)
            target.endpoint.note_silence()
        result.seconds = time.monotonic() - began
        return result


def _leave_out_catalogues(target: Target, partition: Partition, data: Sequence[Path]) -> None:
    """Leave out what a dump of a store has of its own catalogue: every load keeps one itself."""
    own = [name for name in partition.parts if name == CATALOGUE or name.startswith(STAGING)]
    for name in own:
        del partition.parts[name]
        target.endpoint.session.note(f"{name}: left out; each load keeps its own.")
    if own and not partition.parts:
        raise InputError(f"{', '.join(map(display, data))}: holds no graph but {own[0]}, which each load keeps itself.")


def _gone(target: Target, partition: Partition) -> list[str]:
    """Find the graphs of earlier loads that the dataset has no more."""
    return [name for name in listed(target.endpoint) if name not in partition.parts]


@contextmanager
def _telling(standing: Callable[[], str]) -> Iterator[None]:
    """Say how far it came when the store fails."""
    try:
        yield
    except ServiceError as exc:
        raise ServiceError(f"{exc}\n{standing()}", exc.status) from exc


def _verify(target: Target, partition: Partition, result: Load) -> None:
    if result.verified == "none":
        return
    # What is kept was counted when it was compared: a change of few articles need not count all of them once more.
    changed = [step.graph for step in result.steps if step.action != "keep"]
    there = counted(target.endpoint, changed, together=target.store.counts_together)
    for step in result.steps:
        step.after = there.get(step.graph, step.before.triples)
        enough = step.after >= step.triples if step.action == "append" else step.after == step.triples
        step.is_proven = enough
    if result.verified == "full":
        parts = {step.graph: step.part for step in result.steps if step.part and step.action != "append"}
        encoded = target.store.encodes
        theirs = {
            graph: sums
            for found in fingerprints_in(target.endpoint, [*parts.values()], encoded=encoded)
            for graph, sums in found.items()
        }
        for step in result.steps:
            if part := parts.get(step.graph):
                step.is_proven = theirs.get(step.graph) == fingerprint(partition.lines(part), encoded=encoded)


def _partition(data: Sequence[Path], workspace: Workspace | None) -> Partition:
    """Divide what is to be loaded: of a build that is true, of data compiled afresh, or of files."""
    if len(data) == 1 and (product := open_product(data[0])):
        with product.nquads as nquads:
            return Partition.of_product(nquads)
    if data:
        from lfckg.imports import RdfFile  # noqa: PLC0415  our own graph does without

        quads = chain.from_iterable(RdfFile.of(path).quads() for path in data)
        return Partition.of_quads(quads, ", ".join(map(display, data)))
    with open_nquads(workspace) as nquads:
        return Partition.of_product(nquads)
