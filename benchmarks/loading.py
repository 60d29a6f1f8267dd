"""Loading: `lfckg load` into triple stores, beside a plain upload of the same quads and the stores' own loaders.

Each is measured on a new, empty store, and what came into it is counted.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import Literal, QuerySolutions

import servers
from benchmarks.builds import Build
from benchmarks.measuring import Run, lfckg_command, run, summarise
from benchmarks.tables import megabytes, ratio, seconds, table
from benchmarks.uploads import Upload, own_loader, plain_upload
from lfckg.namespaces import GRAPH
from lfckg.services.endpoints import Endpoint

__all__ = ["faults", "measure_loading"]

_STORES: dict[str, Callable[..., AbstractContextManager[servers.Server]]] = {
    "oxigraph": servers.oxigraph,
    "fuseki": servers.fuseki,
    "rdf4j": servers.rdf4j,
    "virtuoso": servers.virtuoso,
}
_COUNT = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{GRAPH}')) }}"
_NAMES = (
    "store",
    "quads",
    "plain upload",
    "own loader",
    "lfckg load",
    "quads a second: plain",
    "own",
    "lfckg",
    "plain / lfckg",
    "its peak memory",
    "second load",
    "verified in full",
    "proven",
)
_Uploads = Callable[[servers.Server, Build, Path], Upload | None]
_UPLOADS: dict[str, _Uploads] = {"plain upload": plain_upload, "own loader": own_loader}
_LOADS = {"first": "added", "second": "kept", "full": "kept"}
"""Loads that are run one after another, and what each has to say of all graphs."""

_PATIENCE = 900.0  # seconds


@dataclass(slots=True)
class _Found:
    """What was found for one store: runs by what they were, and what was wrong with any."""

    runs: dict[str, list[Run]] = field(default_factory=lambda: {name: [] for name in (*_UPLOADS, *_LOADS)})
    wrong: list[str] = field(default_factory=list)


def measure_loading(build: Build, stores: Sequence[str], rounds: int, folder: Path) -> str:
    """Give a table of what plain uploads and loads of a build took in each store."""
    rows = []
    for store in stores:
        try:
            found = _measure(store, build, rounds, folder / store)
        except pytest.skip.Exception as exc:  # how tests/servers.py says that a program is missing
            rows.append([store, f"{build.quads:,}", *["–"] * (len(_NAMES) - 3), str(exc)])
        else:
            rows.append(_row(store, build, found))
    return table([f"median of {rounds}", *_NAMES[1:]], rows)


def _measure(store: str, build: Build, rounds: int, folder: Path) -> _Found:
    found = _Found()
    ways = [partial(_upload, name) for name in _UPLOADS] + [_load]
    for number in range(rounds):
        turn = number % len(ways)
        for way in ways[turn:] + ways[:turn]:
            shutil.rmtree(folder, ignore_errors=True)
            (folder / "server").mkdir(parents=True)
            with _STORES[store](folder / "server", is_large=True) as server:
                way(server, build, folder, found)
    shutil.rmtree(folder)
    return found


def _upload(name: str, server: servers.Server, build: Build, folder: Path, found: _Found) -> None:
    upload = _UPLOADS[name](server, build, folder)
    if upload is None:
        return
    done = run(upload.command, folder / f"{name}.out", limit=_PATIENCE)
    found.runs[name].append(done)
    if done.code:
        found.wrong.append(f"{name} FAILED: {done.error}")
    elif upload.is_served and (held := _held(server)) != build.quads:
        found.wrong.append(f"{name}: {held:,} QUADS")


def _load(server: servers.Server, build: Build, folder: Path, found: _Found) -> None:
    command = [*lfckg_command(), "load", server.url, "--data", str(build.path), "--format", "json"]
    command += ["--timeout", str(_PATIENCE)]
    if server.user:
        name, password = server.user
        secret = folder / "password"
        secret.write_text(password, "utf-8")
        secret.chmod(0o600)
        command += ["--user", name, "--password-file", str(secret)]
    for name, action in _LOADS.items():
        verify = "full" if name == "full" else "count"
        done = run([*command, "--verify", verify], folder / f"{name}.out", limit=_PATIENCE)
        found.runs[name].append(done)
        found.wrong += faults(done, build, action)


def faults(done: Run, build: Build, action: str) -> list[str]:
    """Tell what a load's own report has that it should not."""
    if done.code:
        return [f"load FAILED: {done.error}"]
    told = json.loads(done.output.read_text("utf-8"))
    triples = sum(graph["triples"] for graph in told["graphs"] if graph["action"] == action and graph["proven"])
    return [] if triples == build.quads else [f"load: {triples:,} QUADS {action}"]


def _held(server: servers.Server) -> int:
    """Count the quads of ours that a store holds."""
    with Endpoint(server.query, timeout=_PATIENCE) as endpoint:
        answer = endpoint.query(_COUNT)
        assert isinstance(answer, QuerySolutions)  # noqa: S101  of a SELECT
        (number,) = next(answer)
        assert isinstance(number, Literal)  # noqa: S101  a count is always bound
        return int(number.value)


def _row(store: str, build: Build, found: _Found) -> list[str]:
    told = {name: summarise(runs) for name, runs in found.runs.items()}
    times = {name: pair[0] if pair else None for name, pair in told.items()}
    compared = [times["plain upload"], times["own loader"], times["first"]]
    return [
        store,
        f"{build.quads:,}",
        *map(seconds, compared),
        *(f"{build.quads / taken:,.0f}" if taken else "–" for taken in compared),
        "–" if times["first"] is None else ratio(times["plain upload"], times["first"]),
        megabytes(told["first"] and told["first"][1]),
        seconds(times["second"]),
        seconds(times["full"]),
        "; ".join(dict.fromkeys(found.wrong)) or "yes",
    ]
