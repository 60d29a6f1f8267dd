"""Readers: how a corpus is read, what that costs, and how what was found becomes a sheet."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.evaluation.corpora import Item
from lfckg.article import index_text
from lfckg.extraction.readings import Reading

__all__ = ["Costs", "Reader", "read_all"]


class Reader(Protocol):
    """What finds things in a text; `issued` is the article's day where it is known."""

    @property
    def name(self) -> str:
        """What it is, for those who review."""
        ...

    def read(self, text: str, issued: str | None) -> Reading:
        """Read a normalised text."""
        ...


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds until a reader was loaded and to read, sentences that were read, and peak of the memory in MB."""

    load: float
    read: float
    sentences: int
    megabytes: float

    def __str__(self) -> str:
        pace = f"{self.sentences / self.read:.0f}" if self.read else "–"
        return (
            f"start-up: {self.load:.2f} s\n"
            f"sentences a second: {pace} ({self.sentences} in {self.read:.2f} s)\n"
            f"peak memory: {self.megabytes:.0f} MB"
        )


def read_all(load: Callable[[], Reader], items: Sequence[Item]) -> tuple[Mapping[str, Reading], Costs]:
    """Load a reader and read all articles; the costs are those of this process."""
    start = time.perf_counter()
    reader = load()
    loaded = time.perf_counter()
    readings = {item.name: reader.read(item.text, item.published) for item in items}
    done = time.perf_counter()
    sentences = sum(len(index_text(item.text).sentences) for item in items)
    return readings, Costs(loaded - start, done - loaded, sentences, _peak())


def _peak() -> float:
    unit = 2**20 if sys.platform == "darwin" else 2**10  # of what the system counts in
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
