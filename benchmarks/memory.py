"""Memory: whether the peak stays flat while the result grows."""

from __future__ import annotations

from benchmarks.engines import Data, takes_files
from benchmarks.measuring import bare, lfckg_command, run
from benchmarks.tables import megabytes, seconds, table

__all__ = ["measure_memory"]

_SIZES = (10_000, 100_000, 1_000_000)


def measure_memory(data: Data) -> str:
    """Give a table of the peaks while so many rows of `SELECT *` are written as TSV and CSV."""
    rows = []
    if takes_files():  # fills lfckg's cache, if no query has
        asked = ["query", "-e", "ASK { ?s ?p ?o }", "--data", str(data.archive)]
        run([*lfckg_command(), *asked], data.folder / "first.out", cache=data.cache)
    for size in _SIZES:
        query = data.folder / "queries" / f"rows-{size}.rq"
        query.parent.mkdir(parents=True, exist_ok=True)
        query.write_text(f"SELECT * WHERE {{ ?s ?p ?o }} LIMIT {size}\n", "utf-8")
        for format_ in ("tsv", "csv"):
            commands = {"pyoxigraph": bare("disk_store", data.store, query, format_)}
            if takes_files():
                asked = ["query", str(query), "--data", str(data.archive), "--format", format_]
                commands = {"lfckg": [*lfckg_command(), *asked], **commands}
            cells = [f"{size:,} rows as {format_.upper()}"]
            for name in ("lfckg", "pyoxigraph"):
                cells += _cells(commands.get(name), data, size)
            rows.append(cells)
    return table(["", "lfckg", "peak", "pyoxigraph", "its peak"], rows)


def _cells(command: list[str] | None, data: Data, size: int) -> list[str]:
    if command is None:
        return ["–", "–"]
    done = run(command, data.folder / "rows.out", cache=data.cache)
    if done.error:
        return [done.error, "–"]
    with done.output.open("rb") as stream:
        count = sum(1 for _ in stream) - 1  # a header; no literal of the archive breaks a line
    done.output.unlink()  # a million rows are some 200 MB
    wrong = "" if count == size else f" ({count:,} rows!)"
    return [seconds(done.seconds) + wrong, megabytes(done.megabytes)]
