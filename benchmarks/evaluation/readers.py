"""Readers: how a corpus is read, what that costs, and how what was found becomes a sheet."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

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


class Taken(NamedTuple):
    """How long something took: seconds on the clock, and of the processor, which others that run do not lengthen."""

    clock: float
    processor: float

    @classmethod
    def now(cls) -> Taken:
        """Give the readings of both clocks."""
        return cls(time.perf_counter(), time.process_time())

    def since(self, start: Taken) -> Taken:
        """Give what has passed between two readings."""
        return Taken(self.clock - start.clock, self.processor - start.processor)


@dataclass(frozen=True, slots=True)
class Costs:
    """How long it took to load a reader and to read, sentences that were read, and peak of the memory in MB."""

    load: Taken
    read: Taken
    sentences: int
    megabytes: float

    def __str__(self) -> str:
        pace, ideal = (f"{self.sentences / seconds:.0f}" if seconds else "–" for seconds in self.read)
        return (
            f"start-up: {self.load.clock:.2f} s ({self.load.processor:.2f} s of the processor)\n"
            f"sentences a second: {pace} ({ideal} for a second of the processor; {self.sentences} in all)\n"
            f"peak memory: {self.megabytes:.0f} MB"
        )


def read_all(load: Callable[[], Reader], items: Sequence[Item]) -> tuple[Mapping[str, Reading], Costs]:
    """Load a reader and read all articles; the costs are those of this process."""
    start = Taken.now()
    reader = load()
    loaded = Taken.now()
    readings = {item.name: reader.read(item.text, item.published) for item in items}
    read = Taken.now().since(loaded)
    sentences = sum(len(index_text(item.text).sentences) for item in items)
    return readings, Costs(loaded.since(start), read, sentences, _peak())


def _peak() -> float:
    unit = 2**20 if sys.platform == "darwin" else 2**10  # of what the system counts in
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
