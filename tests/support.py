"""What several tests need: the real command, and workspaces of their own."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
BUILD = ROOT / "build"
ARTICLES = TESTS / "articles"
SHARED_ARTICLES = ROOT.parent / "shared" / "articles"


@dataclass(frozen=True)
class Run:
    """What a command gave."""

    code: int
    out: str
    err: str


def lfckg(
    *args: str | Path,
    cwd: Path = ROOT,
    env: dict[str, str] | None = None,
    stdin: str = "",
    timeout: float = 60,
) -> Run:
    """Run the real command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "lfckg", *map(str, args)],
        cwd=cwd,
        env=environment(env),
        input=stdin.encode(),
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """Give the environment without what would lead a test elsewhere."""
    return {key: value for key, value in os.environ.items() if not key.startswith("LFCKG_")} | (extra or {})


def make_workspace(root: Path, *, both: bool = False) -> Path:
    """Copy the project's ontology, data and queries; with `both`, add the article of the invented club."""
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, root / name)
    if both:
        for path in (TESTS / "data").glob("*.ttl"):
            shutil.copy(path, root / "data")
    return root


def add_low_tide(root: Path) -> Path:
    """Add the dated article of another invented club, which has all 17 relations."""
    for path in (TESTS / "relations").glob("*.ttl"):
        shutil.copy(path, root / "data")
    return root


def make_small_workspace(root: Path) -> Path:
    """Make a workspace of the invented club's article alone, with the entities that it needs."""
    make_workspace(root, both=True)
    (root / "data" / "lfc-documentary.ttl").unlink()
    return root


def add_proposals(root: Path) -> Path:
    """Add an invented club's article of which all is only proposed, its text in texts/; give its curated file."""
    for path in (TESTS / "reviews").glob("*.ttl"):
        shutil.copy(path, root / "data")
    (root / "texts").mkdir()
    shutil.copy(TESTS / "reviews" / "marsh-lane.txt", root / "texts")
    return root / "data" / "marsh-lane.ttl"


def edit(path: Path, old: str, new: str, count: int = 1) -> None:
    """Replace text in a file; it must stand there."""
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, count), "utf-8")


def missing(what: str) -> NoReturn:
    """Skip a test that needs what is not installed here; in CI, where `.ci/run` installs everything, fail instead."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, though .ci/run installs it")
    pytest.skip(f"{what} is not installed")


def program(name: str) -> str:
    """Find a program that a test runs: beside Python, where packages put theirs, or anywhere."""
    beside = Path(sys.executable).parent
    return shutil.which(name, path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}") or missing(name)


def package(name: str) -> Path:
    """Find the folder of a Python package of the extra `ci`, without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else missing(f"the Python package {name}")
