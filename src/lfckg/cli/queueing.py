"""The queue of a review: which proposals wait in which files, as the files are now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import inf
from pathlib import Path

from pyoxigraph import NamedNode

from lfckg.claims import Decision
from lfckg.edits import check_writable
from lfckg.errors import LfckgError
from lfckg.namespaces import compact
from lfckg.proposals import Proposal, Reviewed, read_proposals

__all__ = ["Entry", "Queue"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A proposal that waits."""

    path: Path
    iri: NamedNode

    @property
    def name(self) -> str:
        """What it is called among all articles."""
        return compact(self.iri.value)


@dataclass(slots=True)
class Queue:
    """Proposals in the order in which they are shown; `wanted` tells which decisions they may have.

    `faults` are messages on files that can't be read or written.
    """

    wanted: frozenset[Decision] = frozenset({Decision.UNDECIDED})
    entries: list[Entry] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _files: dict[Path, tuple[tuple[int, ...], Reviewed | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, paths: Sequence[Path], *, again: bool = False, least: float = 0) -> Queue:
        """Gather what is undecided in files, and `again` what is rejected, with a confidence of `least` or more."""
        queue = cls(frozenset({Decision.UNDECIDED, Decision.REJECTED} if again else {Decision.UNDECIDED}))
        for path in dict.fromkeys(paths):
            queue.attempt(partial(queue._gather, path, least))
        return queue

    def attempt(self, step: Callable[[], None]) -> None:
        """Do something with a file, and keep what is wrong with it: the other files are reviewed all the same."""
        try:
            step()
        except LfckgError as exc:
            if str(exc) not in self.faults:
                self.faults.append(str(exc))

    def drop_unwritable(self) -> None:
        """Leave out the proposals of files that no decision can be written into."""
        for path in dict.fromkeys(entry.path for entry in self.entries):
            before = len(self.faults)
            self.attempt(partial(check_writable, path))
            if len(self.faults) > before:
                self.entries = [entry for entry in self.entries if entry.path != path]

    def sort(self, *, by_confidence: bool) -> None:
        """Order the proposals of each file by their place in the text, or all of them, the surest first."""
        found = {entry: self.find(entry) for entry in self.entries}
        order = list(dict.fromkeys(entry.path for entry in self.entries))

        def key(entry: Entry) -> tuple[float, int, float]:
            file_and_proposal = found[entry]
            assert file_and_proposal  # noqa: S101  it was there when it was gathered
            proposal = file_and_proposal[1]
            start = proposal.spans[0].start if proposal.spans else inf
            return -(proposal.confidence or 0) if by_confidence else 0, order.index(entry.path), start

        self.entries.sort(key=key)

    def find(self, entry: Entry) -> tuple[Reviewed, Proposal] | None:
        """Give a proposal as its file has it now; None where it is gone. Raises InputError or DataError."""
        file = self._read(entry.path)
        proposal = file.find(entry.iri) if file else None
        return (file, proposal) if file and proposal else None

    def _gather(self, path: Path, least: float) -> None:
        file = self._read(path)
        entries = [
            Entry(path, proposal.iri)
            for proposal in (file.proposals if file else ())
            if proposal.decision in self.wanted and (proposal.confidence or 0) >= least
        ]
        self.entries += entries

    def _read(self, path: Path) -> Reviewed | None:
        """Read a file again where it has changed."""
        stamp: tuple[int, ...] = ()
        if path.exists():
            state = path.stat()
            stamp = (state.st_ino, state.st_size, state.st_mtime_ns)
        if path not in self._files or self._files[path][0] != stamp or not stamp:
            self._files[path] = (stamp, read_proposals(path))
        return self._files[path][1]
