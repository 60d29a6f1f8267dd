"""Directories: written whole or not at all, in the place of one that may go."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from lfckg.errors import OutputError
from lfckg.files import beside, display, left_beside

__all__ = ["replacing_directory"]

_PART, _OLD = "part", "old"


@contextmanager
def replacing_directory(path: Path, may_go: Callable[[Path], bool]) -> Iterator[Path]:
    """Give an empty directory that takes the place of `path` once it is filled, unless an exception ends that.

    `may_go` says of a directory that stands there, and is not empty, whether it may be replaced. Raises OutputError.
    """
    shown = display(path)
    if "\0" in str(path):
        raise OutputError(f"{shown!r}: can't be written: no directory's name has a null character. Name another.")
    try:
        target = path.resolve()  # a symbolic link stays, what it points to is replaced
        _restore(target)
        _check(target, shown, may_go)
        target.parent.mkdir(parents=True, exist_ok=True)
        part, old = beside(target, _PART), beside(target, _OLD)
        try:
            part.mkdir()
            yield part
            _check(target, shown, may_go)  # somebody may have put files there meanwhile
            _flush(part)
            _take_place(part, target, old)
        finally:  # Ctrl-C as well: nothing half written stays behind
            _clear(part)
            if os.path.lexists(target):
                _clear(old)
    except OSError as exc:
        unchanged = " What stood there is unchanged." if os.path.lexists(path) else ""
        raise OutputError(f"{shown}: can't be written: {exc.strerror or exc}.{unchanged}") from exc


def _check(target: Path, shown: str, may_go: Callable[[Path], bool]) -> None:
    folder = next((parent for parent in target.parents if parent.exists()), target)
    if not folder.is_dir():
        raise OutputError(f"{shown}: can't be written: {display(folder)} is no directory. Name another.")
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise OutputError(f"{shown}: is no directory. Name another.")
    if Path.cwd().is_relative_to(target):
        raise OutputError(f"{shown}: you are in it, and it would be replaced under your feet. Name one below it.")
    if next(target.iterdir(), None) is not None and not may_go(target):
        raise OutputError(f"{shown}: holds other files, which would be lost. Name a new or an empty directory.")


def _flush(part: Path) -> None:
    """Have the disk hold what was written, before the name tells that it is there."""
    for path in part.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())


def _take_place(part: Path, target: Path, old: Path) -> None:
    """Rename `part` to `target`; what stands there goes aside first, and comes back where that fails."""
    if not target.exists():
        part.rename(target)
        return
    part.chmod(stat.S_IMODE(target.stat().st_mode))
    try:
        target.rename(old)
        part.rename(target)
    except BaseException:
        if old.exists() and not os.path.lexists(target):
            old.rename(target)
        raise


def _clear(folder: Path) -> None:
    """Remove a directory, if it is there, to its end: a Ctrl-C meanwhile waits."""
    try:
        rmtree(folder, ignore_errors=True)
    except KeyboardInterrupt:
        rmtree(folder, ignore_errors=True)
        raise


def _restore(target: Path) -> None:
    """Undo what processes that were killed in the midst of replacing `target` have left."""
    for left in left_beside(target, _OLD):
        if os.path.lexists(target):
            _clear(left)
        else:
            left.rename(target)
    for left in left_beside(target, _PART):
        _clear(left)
