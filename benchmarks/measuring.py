"""Measuring: programs as whole processes, in rounds that take them in turn, so that all share the machine's moods."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

__all__ = [
    "ROOT",
    "Run",
    "bare",
    "lfckg_command",
    "ours",
    "oxigraph_command",
    "read_rows",
    "run",
    "run_rounds",
    "summarise",
]

ROOT = Path(__file__).parents[1]
_PROGRAMS = Path(__file__).parent / "programs"
_LONGEST = 900.0


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds, peak of its memory in MB, exit code, and the files that it wrote to."""

    seconds: float
    megabytes: float
    code: int
    output: Path

    @property
    def error(self) -> str:
        """The last line that it wrote to standard error, or how it ended; empty where all went well."""
        if self.code == 0:
            return ""
        lines = Path(f"{self.output}.err").read_text("utf-8", "replace").splitlines()
        return lines[-1] if lines else f"ended with code {self.code}"


def lfckg_command() -> list[str]:
    """Give the installed command, as users start it."""
    beside = Path(sys.executable).with_name("lfckg")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "lfckg"]


def oxigraph_command() -> list[str] | None:
    """Give Oxigraph's own command where it is installed."""
    found = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    return [found] if found else None


def bare(program: str, *arguments: str | Path) -> list[str]:
    """Give the command that runs a program of `benchmarks/programs/`."""
    return [sys.executable, str(_PROGRAMS / f"{program}.py"), *map(str, arguments)]


def ours(program: str, *arguments: str | Path) -> list[str]:
    """Give the command that runs a program of `benchmarks/programs/` which needs the package; it is run in ROOT."""
    return [sys.executable, "-m", f"benchmarks.programs.{program}", *map(str, arguments)]


def run(
    command: Sequence[str | Path], output: Path, *, cwd: Path = ROOT, cache: Path | None = None, limit: float = _LONGEST
) -> Run:
    """Run a command whose standard output goes to a file, within a limit of seconds."""
    output.parent.mkdir(parents=True, exist_ok=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LFCKG_")}
    if cache:
        environment["XDG_CACHE_HOME"] = str(cache)
    launcher = [sys.executable, "-S", str(_PROGRAMS / "launcher.py"), str(limit), str(output)]
    told = subprocess.run(  # noqa: S603  our own programs
        [*launcher, *map(str, command)], cwd=cwd, env=environment, stdout=subprocess.PIPE, check=True
    )
    seconds, kilobytes, code = told.stdout.split()
    return Run(float(seconds), int(kilobytes) / 1024, int(code), output)


def run_rounds(
    commands: Mapping[str, Sequence[str | Path]],
    rounds: int,
    folder: Path,
    *,
    cwd: Mapping[str, Path] | None = None,
    cache: Path | None = None,
) -> dict[str, list[Run]]:
    """Run each command once in every round, each time in another order; what fails once is not run again.

    `cwd` tells where the command of a name is run, if not in ROOT.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    names = list(commands)
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            if all(done.code == 0 for done in runs[name]):
                output = folder / f"{names.index(name)}.out"
                runs[name].append(run(commands[name], output, cwd=(cwd or {}).get(name, ROOT), cache=cache))
    return runs


def summarise(runs: Sequence[Run]) -> tuple[float, float] | None:
    """Give the median of the seconds and the peak of the memory, or None where a run failed."""
    if any(done.code for done in runs) or not runs:
        return None
    return median(done.seconds for done in runs), max(done.megabytes for done in runs)


def read_rows(path: Path) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Read rows that were written as TSV: the variables, and the rows with terms in N-Triples' syntax."""
    with path.open("rb") as stream:
        parsed = parse_query_results(stream, QueryResultsFormat.TSV)
        assert isinstance(parsed, QuerySolutions)  # noqa: S101  TSV has no other
        names = tuple(variable.value for variable in parsed.variables)
        return names, [tuple("" if term is None else str(term) for term in row) for row in parsed]
