"""The cache: finished Oxigraph stores on disk, each in a directory named by the digest of what it holds.

A store is filled beside its place and renamed into it: whoever opens one finds it whole, and nothing is written to it
again. A small one is a file of N-Triples, which loads as fast as a store opens, and in a thread beside other work.
Stamps remember which files had which digest, so that files which have not changed since are not read to know it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import RdfFormat, Store

from lfckg.errors import OutputError

__all__ = ["Cache"]

_DOUBT = 2 * 10**9  # nanoseconds: a file that changed so shortly before its stamp may have changed again, unseen
_UNUSED = 30 * 24 * 3600  # seconds: a store that nobody has opened for so long goes
_SUPERSEDED = 600  # seconds: and after so long one that no stamp leads to any more; a reader may have it open
_STAMP, _PART, _SMALL = ".stamp", ".part", ".nt"


class Cache(NamedTuple):
    """A directory of finished stores and stamps; it may be removed at any time."""

    home: Path

    def open(self, name: str) -> Store | None:
        """Open a finished store for reading, or read a small one into memory; None where there is no such store."""
        for place, read in ((self.home / f"{name}{_SMALL}", _load), (self.home / name, Store.read_only)):
            try:
                store = read(str(place))
            except (OSError, RuntimeError, SyntaxError):  # not there, removed in this moment, or damaged
                continue
            with suppress(OSError):
                os.utime(place)  # the time of its last use
            return store
        return None

    def write(self, name: str, triples: Iterable[bytes]) -> None:
        """Keep a small store as N-Triples, which load as fast as a store on disk opens; raise OutputError."""
        from lfckg.files import write  # noqa: PLC0415  readers need none

        try:
            with self._locked():
                self._sweep()
                write(self.home / f"{name}{_SMALL}", triples)
        except OSError as exc:
            raise self._error(exc) from exc

    def make(self, name: str, fill: Callable[[Store], None]) -> Store:
        """Fill a store, finish it and open it for reading; one that is there already is used as it is.

        One process at a time makes stores; others wait for it. Raises OutputError where it can't be written.
        """
        from shutil import rmtree  # noqa: PLC0415  readers need none

        place = self.home / name
        try:
            with self._locked():
                store = self.open(name)
                if store is None:
                    self._sweep()
                    part = self.home / f"{name}{_PART}"
                    _fill(part, fill)
                    rmtree(place, ignore_errors=True)  # it is there only if it is damaged
                    part.replace(place)
                    store = Store.read_only(str(place))
        except OSError as exc:
            raise self._error(exc) from exc
        return store

    def _error(self, exc: OSError) -> OutputError:
        message = f"{self.home}: can't keep a store: {exc.strerror or exc}. Make room there"
        return OutputError(f"{message}; outside a checkout XDG_CACHE_HOME may name another directory.")

    def recall(self, name: str, files: Iterable[str]) -> str | None:
        """Give the digest that files had, if they can't have changed since; None where that is in doubt."""
        path = self.home / f"{name}{_STAMP}"
        try:
            digest, _, stamp = path.read_text("utf-8").partition("\n")
            stamped = path.stat().st_mtime_ns
            return digest if stamp and stamp == _stamp(files, before=stamped - _DOUBT) else None
        except (OSError, UnicodeDecodeError):
            return None

    def stamp(self, files: Iterable[str]) -> str:
        """Give what tells the present state of files from any later one; empty where one is not there."""
        try:
            return _stamp(files)
        except OSError:
            return ""

    def remember(self, name: str, stamp: str, digest: str) -> None:
        """Remember the digest of the files that had this stamp; what can't be written is not remembered."""
        path = self.home / f"{name}{_STAMP}"
        part = path.with_name(f"{path.name}.{os.getpid()}")
        with suppress(OSError):
            self.home.mkdir(parents=True, exist_ok=True)
            part.write_text(f"{digest}\n{stamp}", "utf-8")
            part.replace(path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from fcntl import LOCK_EX, flock  # noqa: PLC0415  readers need none

        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "lock").open("wb") as lock:
            flock(lock, LOCK_EX)
            yield

    def _sweep(self) -> None:
        """Remove what nobody needs; who makes stores is alone here, so that parts are of makers that were killed."""
        from shutil import rmtree  # noqa: PLC0415  readers need none

        now = time.time()
        kept = {path.read_bytes().partition(b"\n")[0] for path in self.home.glob(f"*{_STAMP}")}
        for place in self.home.iterdir():
            if not place.is_dir() and place.suffix not in {_PART, _SMALL}:
                continue
            unused = now - place.stat().st_mtime
            wanted = any(os.fsencode(place.name).startswith(digest) for digest in kept if digest)
            if place.suffix == _PART or unused > (_UNUSED if wanted else _SUPERSEDED):
                rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink(missing_ok=True)


def _load(path: str) -> Store:
    store = Store()
    store.load(path=path, format=RdfFormat.N_TRIPLES, lenient=True)
    return store


def _fill(part: Path, fill: Callable[[Store], None]) -> None:
    from shutil import rmtree  # noqa: PLC0415  readers need none

    try:
        store = Store(str(part))
        fill(store)
        store.optimize()
        store.flush()
        del store  # closes it
    except BaseException:  # Ctrl-C as well: nothing half written stays behind
        rmtree(part, ignore_errors=True)
        raise


def _stamp(files: Iterable[str], *, before: int | None = None) -> str:
    """Tell files apart by size, time of last change and place; nothing where one changed after `before`.

    The time is that of the inode, which nobody can set back.
    """
    lines = []
    for file in files:
        state = os.stat(file)  # noqa: PTH116  a path object for each of some seventy files takes longer than the call
        if before is not None and state.st_ctime_ns > before:
            return ""
        lines.append(f"{state.st_size} {state.st_ctime_ns} {state.st_ino} {file}\n")
    return "".join(lines)
