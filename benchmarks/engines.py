"""Engines: ten stored queries over an archive, by lfckg and by those that it could be replaced with."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.archive import landmarks
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
from lfckg.parameters import bind, find_parameters
from lfckg.queries import Query, find_query
from lfckg.workspace import find_workspace

__all__ = ["QUERIES", "Data", "measure_engines", "prepare", "same_rows", "takes_files"]

QUERIES = (
    "manager-on-day",
    "trophies",
    "trophy-counts",
    "managers",
    "quotations",
    "opinions-per-speaker",
    "statuses",
    "mention-counts",
    "implied",
    "said-only",
)
"""Stored queries with parameters, joins, aggregates and negation, from few rows to many."""

_RDFLIB_LIMIT = "60"  # seconds for each query
_ENGINES = _LFCKG, _BARE, _OXIGRAPH = "lfckg", "pyoxigraph", "oxigraph"


@dataclass(frozen=True, slots=True)
class Data:
    """What is asked: an archive, the same triples in a store of Oxigraph's, and where lfckg keeps its own."""

    archive: Path
    store: Path
    cache: Path
    folder: Path
    loading: Run


def takes_files() -> bool:
    """Tell whether this lfckg can be asked about a file (`lfckg query --data FILE`)."""
    from lfckg.cli.commands import cli  # noqa: PLC0415  click is all that it loads

    return any("--data" in option.opts for option in cli.commands["query"].params)


def prepare(archive: Path, folder: Path) -> Data:
    """Load an archive into a store of Oxigraph's, with nothing cached for lfckg."""
    store, cache = folder / "store", folder / "cache"
    for path in (store, cache):
        shutil.rmtree(path, ignore_errors=True)
    return Data(archive, store, cache, folder, run(ours("load_store", archive, store), folder / "load.out"))


def measure_engines(data: Data, rounds: int, *, with_rdflib: bool) -> str:
    """Give tables of the queries' times and peaks, and below them what was loaded in what time."""
    files = {query.name: _write(query, data.folder / "queries") for query in map(_bound, QUERIES)}
    told = [_loading("pyoxigraph loads the archive", data.loading)]
    asks_lfckg = takes_files()
    if asks_lfckg:
        first = run(_lfckg(QUERIES[0], data.archive), data.folder / "first.out", cache=data.cache)
        told.append(_loading(f"first call of lfckg (`{QUERIES[0]}`), which fills its cache", first))
    else:
        told.append("This lfckg has no `query --data FILE`: it is not measured here.")
    slow = _by_rdflib(data, list(files.values())) if with_rdflib else {}
    told += _rdflib_told(slow, with_rdflib=with_rdflib)
    times, peaks = [], []
    for name, file in files.items():
        commands = _commands(name, file, data, asks_lfckg=asks_lfckg)
        runs = run_rounds(commands, rounds, data.folder / "runs" / name, cache=data.cache)
        times.append(_times(name, runs, slow, data.folder))
        found = {engine: summarise(done) for engine, done in runs.items()}
        peaks.append([name, *(megabytes(_part(found.get(engine), 1)) for engine in _ENGINES)])
    ratios = [f"{_LFCKG} / {engine}" for engine in _ENGINES[1:]]
    tables = [
        table([f"median of {rounds}", "rows", *_ENGINES, *ratios, "rdflib", "equal"], times),
        table(["peak memory", *_ENGINES], peaks),
        "\n".join(f"- {line}" for line in told),
    ]
    return "\n\n".join(tables)


def same_rows(path: Path, other: Path) -> bool:
    """Tell whether two files of TSV hold the same rows in whatever order.

    lfckg shows no claims where a row tells more, and shows once what only its claims told apart: where one file has no
    column of claims, the other's is left out, and equal rows count once.
    """
    (names, rows), (others, other_rows) = read_rows(path), read_rows(other)
    if set(names) == set(others):
        return Counter(_only(names, names, rows)) == Counter(_only(names, others, other_rows))
    kept = [name for name in names if name != "claim"]
    if set(names) ^ set(others) != {"claim"}:
        return False
    return set(_only(kept, names, rows)) == set(_only(kept, others, other_rows))


def _only(kept: Sequence[str], names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    places = [names.index(name) for name in kept]
    return [tuple(row[place] for place in places) for row in rows]


def _bound(name: str) -> Query:
    query = find_query(name, find_workspace(ROOT).queries)
    return bind(query, _parameters(query))


def _parameters(query: Query) -> dict[str, str]:
    values = landmarks()
    return {parameter.name: values[parameter.name] for parameter in find_parameters(query)}


def _write(query: Query, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{query.name}.rq"
    path.write_text(query.text, "utf-8")
    return path


def _lfckg(name: str, archive: Path) -> list[str]:
    query = find_query(name, find_workspace(ROOT).queries)
    set_ = [f"--param={key}={value}" for key, value in _parameters(query).items()]
    return [*lfckg_command(), "query", name, "--data", str(archive), "--format", "tsv", *set_]


def _commands(name: str, file: Path, data: Data, *, asks_lfckg: bool) -> dict[str, list[str]]:
    commands = {_BARE: bare("disk_store", data.store, file)}
    if asks_lfckg:
        commands = {_LFCKG: _lfckg(name, data.archive), **commands}
    if oxigraph := oxigraph_command():
        asked = ["query", "--location", str(data.store), "--query-file", str(file), "--results-format", "tsv"]
        commands[_OXIGRAPH] = [*oxigraph, *asked]
    return commands


def _times(name: str, runs: Mapping[str, list[Run]], slow: Mapping[str, str], folder: Path) -> list[str]:
    found = {engine: summarise(done) for engine, done in runs.items()}
    medians = {engine: _part(found.get(engine), 0) for engine in _ENGINES}
    outputs = {engine: done[-1].output for engine, done in runs.items() if found[engine]}
    if slow.get(name, "-") != "-":
        outputs["rdflib"] = folder / "rdflib" / f"{name}.tsv"
    reference = outputs.get(_BARE)
    return [
        name,
        "–" if reference is None else f"{len(read_rows(reference)[1]):,}",
        *(seconds(medians[engine]) for engine in _ENGINES),
        *(ratio(medians[_LFCKG], medians[engine]) for engine in _ENGINES[1:]),
        _by_limit(slow.get(name)),
        _verdict(outputs, [engine for engine, value in found.items() if value is None]),
    ]


def _verdict(outputs: Mapping[str, Path], failed: Sequence[str]) -> str:
    reference = outputs.get(_BARE)
    differ = [engine for engine, path in outputs.items() if reference and not same_rows(reference, path)]
    wrong = [*(f"NOT {engine}" for engine in differ), *(f"{engine} FAILED" for engine in failed)]
    return "; ".join(wrong) or "yes"


def _by_limit(told: str | None) -> str:
    if told is None:
        return "–"
    return f"> {_RDFLIB_LIMIT} s" if told == "-" else seconds(float(told))


def _part(found: tuple[float, float] | None, place: int) -> float | None:
    return None if found is None else found[place]


def _by_rdflib(data: Data, files: Sequence[Path]) -> dict[str, str]:
    """Let rdflib answer all queries in one process; give what it told, and its whole time and peak."""
    out = data.folder / "rdflib"
    out.mkdir(exist_ok=True)
    done = run(ours("rdflib_queries", data.archive, out, _RDFLIB_LIMIT, *files), data.folder / "rdflib.out")
    told = dict(line.split() for line in done.output.read_text("utf-8").splitlines())
    return told | {"whole": str(done.seconds), "peak": str(done.megabytes), "error": done.error}


def _rdflib_told(slow: Mapping[str, str], *, with_rdflib: bool) -> list[str]:
    if not with_rdflib:
        return ["rdflib is not run: it holds all triples in memory, and so many don't fit."]
    parsing = seconds(float(slow["parsing"])) if "parsing" in slow else "–"
    whole, peak = seconds(float(slow["whole"])), megabytes(float(slow["peak"]))
    more = f" It failed: {slow['error']}." if slow["error"] else ""
    return [
        f"rdflib parses the archive in {parsing} and answers all queries in one process of {whole}, peak {peak}; "
        f"its column is of the queries alone, without parsing.{more}"
    ]


def _loading(what: str, done: Run) -> str:
    end = f" It failed: {done.error}." if done.error else ""
    return f"{what}: {seconds(done.seconds)}, peak {megabytes(done.megabytes)}.{end}"
