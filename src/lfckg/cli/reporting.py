"""Reports of loads: graph by graph as a table, TSV or JSON, and the outcome in a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lfckg.namespaces import GRAPH
from lfckg.plurals import count
from lfckg.tables import Cell, lay_out
from lfckg.terminal import escaped, harmless

if TYPE_CHECKING:
    from lfckg.loading.loads import Load
    from lfckg.loading.plans import Step

__all__ = ["report", "tell_outcome"]

_NAMES = ("graph", "triples", "before", "action", "after", "proven")
_DONE = {"keep": "kept", "add": "added", "replace": "replaced", "append": "appended", "remove": "removed"}
_MOST_SHOWN = 50


def report(load: Load, format_: str) -> Iterator[str]:
    """Give the lines of a report in a format: table, tsv or json; a table leaves out what went without saying."""
    if format_ == "json":
        yield escaped(json.dumps(_document(load), ensure_ascii=False, indent=2))
    elif format_ == "tsv":
        yield "\t".join(_NAMES)
        for step in load.steps:
            yield "\t".join(harmless(value) for value in _values(step, load))
    else:
        yield from _table(load)


def tell_outcome(load: Load) -> Iterator[str]:
    """Tell what was done, in numbers, and what doesn't agree."""
    verbs = {action: f"to {action}" if load.is_dry else done for action, done in _DONE.items()}
    done = ", ".join(f"{number:,} {verbs[action]}" for action, number in load.counts().items())
    where = f"{load.store} at {load.address}: {count('graph', len(load.steps))}"
    if load.is_dry:
        triples = sum(step.triples for step in load.steps if step.action != "keep")
        yield f"{where}: {done}; {_triples(triples)} to send. Nothing was written."
        return
    rate = f", {load.sent / load.seconds:,.0f} a second" if load.sent and load.seconds >= 1 else ""
    yield f"{where}: {done}; {_triples(load.sent)} sent in {load.seconds:.1f} s{rate}"
    wrong = sum(step.is_proven is False for step in load.steps)
    if wrong:
        yield (
            f"lfckg: {count('graph', wrong)} of the store {'is' if wrong == 1 else 'are'} not as loaded. Does something"
            " else write there? Load again; if they differ once more, tell its keeper."
        )
    elif load.verified != "none":
        how = "counted" if load.verified == "count" else "counted and compared by fingerprint"
        yield f"proven: the triples of every graph were {how} in the store"


def _table(load: Load) -> Iterator[str]:
    told = [step for step in load.steps if step.action != "keep" or step.is_proven is False]
    shown = sorted(told, key=lambda step: step.is_proven is not False)[:_MOST_SHOWN]
    if not shown:
        return
    rows = [
        [
            Cell(harmless(value), name in {"triples", "before", "after"})
            for name, value in zip(_NAMES, values, strict=True)
        ]
        for values in (_values(step, load) for step in load.steps if step in shown)
    ]
    yield from lay_out(_NAMES, rows)
    if len(told) > len(shown):
        yield f"and {len(told) - len(shown)} more graphs; --format tsv has them all"


def _triples(number: int) -> str:
    return f"{number:,} triple{'' if number == 1 else 's'}"


def _short(value: str) -> str:
    """Shorten the name of a graph of ours by its prefix, for people."""
    return harmless(f"graph:{value.removeprefix(GRAPH)}" if value.startswith(GRAPH) else value)


def _values(step: Step, load: Load) -> tuple[str, ...]:
    proven = {None: "", True: "yes", False: "NO"}[step.is_proven]
    after = "" if step.after is None else str(step.after)
    action = step.action if load.is_dry else _DONE[step.action]
    return step.graph, str(step.triples), str(step.before.triples), action, after, proven


def _document(load: Load) -> dict[str, object]:
    return {
        "store": load.store,
        "address": load.address,
        "dryRun": load.is_dry,
        "sent": load.sent,
        "seconds": round(load.seconds, 3),
        "verified": load.verified,
        "proven": None if load.is_dry or load.verified == "none" else load.is_proven,
        "graphs": [
            {
                "graph": step.graph,
                "triples": step.triples,
                "sha256": step.part.digest if step.part else None,
                "before": step.before.triples,
                "action": step.action if load.is_dry else _DONE[step.action],
                "after": step.after,
                "proven": step.is_proven,
            }
            for step in load.steps
        ],
    }
