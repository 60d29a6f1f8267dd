"""Cold start: what `lfckg query trophies` takes as a whole process, and what others take for the same rows."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import (
    ROOT,
    Run,
    bare,
    lfckg_command,
    ours,
    oxigraph_command,
    read_rows,
    run,
    run_rounds,
    summarise,
)
from benchmarks.tables import megabytes, ratio, seconds, table

__all__ = ["measure_cold_start"]

_QUERY = "trophies"
_LFCKG = f"lfckg query {_QUERY}"


def measure_cold_start(folder: Path, rounds: int) -> str:
    """Measure in a workspace of its own below `folder`, whose build is true, and give a table."""
    workspace, query = _set_up(folder)
    nquads, store, turtle = workspace / "build" / "lfckg.nq", folder / "store", folder / "graph.ttl"
    oxigraph = oxigraph_command()
    commands: dict[str, list[str]] = {
        _LFCKG: [*lfckg_command(), "query", _QUERY],
        "import click, pyoxigraph; no more": bare("imports"),
        "pyoxigraph in memory, from the build": bare("memory_store", nquads, query),
        "pyoxigraph on disk, read only": bare("disk_store", store, query),
        "rdflib, from Turtle": ours("rdflib_queries", turtle, folder / "rdflib", "60", query),
    }
    if oxigraph:
        asked = ["query", "--location", str(store), "--query-file", str(query), "--results-format", "tsv"]
        commands["oxigraph query"] = [*oxigraph, *asked]
    directory = {name: ROOT if name.startswith("rdflib") else workspace for name in commands}
    run_rounds(commands, 1, folder / "runs", cwd=directory)  # the files are read once before they are measured
    runs = run_rounds(commands, rounds, folder / "runs", cwd=directory)
    return _table(runs, folder)


def _set_up(folder: Path) -> tuple[Path, Path]:
    shutil.rmtree(folder, ignore_errors=True)
    workspace = folder / "workspace"
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, workspace / name)
    (folder / "rdflib").mkdir()
    steps = {
        "build": [*lfckg_command(), "build"],
        "export": [*lfckg_command(), "export", "--format", "turtle", "-o", str(folder / "graph.ttl")],
    }
    for name, command in steps.items():
        _require(run(command, folder / f"{name}.out", cwd=workspace))
    load = ours("load_store", workspace / "build" / "lfckg.nq", folder / "store")
    _require(run(load, folder / "load.out"))
    return workspace, workspace / "queries" / f"{_QUERY}.rq"


def _require(done: Run) -> None:
    if done.code:
        raise RuntimeError(f"the benchmark can't be set up: {done.error}")


def _table(runs: dict[str, list[Run]], folder: Path) -> str:
    expected = _trophies(runs[_LFCKG][-1].output)
    base = summarise(runs[_LFCKG])
    rows = []
    for name, done in runs.items():
        found = summarise(done)
        if found is None:
            rows.append([name, "–", "–", "–", done[-1].error])
            continue
        output = folder / "rdflib" / f"{_QUERY}.tsv" if name.startswith("rdflib") else done[-1].output
        told = "–" if output.stat().st_size == 0 else "same" if _trophies(output) == expected else "DIFFERENT"
        rows.append([name, seconds(found[0]), ratio(found[0], base and base[0]), megabytes(found[1]), told])
    count = len(runs[_LFCKG])
    return table([f"median of {count} cold starts", "time", "of lfckg's", "peak memory", "rows"], rows)


def _trophies(path: Path) -> Sequence[tuple[str, ...]]:
    """Give the rows without the claims, which lfckg shows only where they are asked for."""
    names, rows = read_rows(path)
    return [tuple(value for name, value in zip(names, row, strict=True) if name != "claim") for row in rows]
