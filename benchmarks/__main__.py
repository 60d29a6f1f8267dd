"""Measure lfckg beside others: `python -m benchmarks`, or `make benchmark`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.archive import write_archive
from benchmarks.builds import archive_build, project_build
from benchmarks.cold_start import measure_cold_start
from benchmarks.engines import measure_engines, prepare
from benchmarks.measuring import ROOT
from benchmarks.memory import measure_memory

__all__ = ["main"]

_FOLDER = ROOT / "build" / "benchmarks"
_USUAL, _MILLION = 100_000, 1_000_000
_PARTS = ("cold", "queries", "memory", "loading")
_STORES = ("oxigraph", "fuseki", "rdf4j", "virtuoso")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for, and print its tables."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure lfckg beside others.")
    parser.add_argument("--only", choices=_PARTS, action="append", help="a part; may be repeated (default: all)")
    parser.add_argument("--million", action="store_true", help="ask about an archive of a million claims too")
    parser.add_argument("--claims", type=int, default=_USUAL, help="claims of the usual archive (default: 100,000)")
    parser.add_argument(
        "--rounds", type=int, default=5, help="rounds of each query; cold starts have four times as many"
    )
    parser.add_argument("--store", choices=_STORES, action="append", help="load into this one; may be repeated")
    parser.add_argument("--folder", type=Path, default=_FOLDER, help="where archives and stores go (build/benchmarks)")
    chosen = parser.parse_args(arguments)
    if chosen.claims < 1 or chosen.rounds < 1:
        parser.error("--claims and --rounds are numbers from 1")
    parts, folder = chosen.only or _PARTS, chosen.folder.resolve()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}")
    if "cold" in parts:
        _print("Cold start", measure_cold_start(folder / "cold", 4 * chosen.rounds))
    if {"queries", "memory"} & set(parts):
        for claims in [chosen.claims, *([_MILLION] if chosen.million else [])]:
            _measure_archive(folder / f"archive-{claims}", claims, chosen.rounds, parts)
    if "loading" in parts:
        _measure_loading(folder / "loading", chosen.claims, chosen.rounds, chosen.store or _STORES)
    return 0


def _measure_archive(folder: Path, claims: int, rounds: int, parts: Sequence[str]) -> None:
    start = time.perf_counter()
    archive = write_archive(folder / "archive.nq.gz", claims)
    taken = time.perf_counter() - start
    size = archive.path.stat().st_size / 10**6
    print(
        f"\n{archive.claims:,} claims of {archive.articles:,} articles on {archive.clubs:,} clubs: "
        f"{archive.quads:,} quads, {size:.0f} MB packed, written in {taken:.0f} s",
        flush=True,
    )
    data = prepare(archive.path, folder)
    if "queries" in parts:
        found = measure_engines(data, rounds, with_rdflib=claims < _MILLION)
        _print(f"Stored queries over {archive.claims:,} claims", found)
    if "memory" in parts:
        _print(f"Memory while rows of {archive.claims:,} claims are written", measure_memory(data))


def _measure_loading(folder: Path, claims: int, rounds: int, stores: Sequence[str]) -> None:
    sys.path.append(str(ROOT / "tests"))  # servers.py, which starts stores for the tests, starts them here too
    from benchmarks.loading import measure_loading  # noqa: PLC0415

    for title, build in (
        ("the project's build", project_build(folder / "project")),
        (f"an archive of {claims:,} claims", archive_build(folder / "archive", claims)),
    ):
        _print(f"Loads of {title}", measure_loading(build, stores, rounds, folder / "stores"))


def _print(title: str, text: str) -> None:
    print(f"\n## {title}\n\n{text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
