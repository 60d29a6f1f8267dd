"""Stretches: which parts of a text are taken, asked for in the time of a search, however many they are."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator

from lfckg.article import Extent

__all__ = ["Stretches", "united"]


class Stretches:
    """Stretches of a text that don't overlap; one that overlaps an earlier one isn't taken in.

    >>> taken = Stretches([(0, 4), (3, 9)])
    >>> taken.overlap((4, 6)), taken.holds(3)
    (False, True)
    """

    def __init__(self, extents: Iterable[Extent] = ()) -> None:
        self._extents: list[Extent] = []
        for extent in extents:
            self.add(extent)

    def __iter__(self) -> Iterator[Extent]:
        """Give the stretches in order."""
        return iter(self._extents)

    def add(self, extent: Extent) -> bool:
        """Take a stretch; give False where it overlaps another, and leave it out."""
        if self.overlap(extent):
            return False
        insort(self._extents, extent)
        return True

    def overlap(self, extent: Extent) -> bool:
        """Tell whether a stretch shares a place with one of these."""
        number = bisect_right(self._extents, extent[0], key=lambda taken: taken[1])
        return number < len(self._extents) and self._extents[number][0] < extent[1]

    def holds(self, offset: int) -> bool:
        """Tell whether an offset lies in one of these."""
        return self.overlap((offset, offset + 1))


def united(extents: Iterable[Extent]) -> tuple[Extent, ...]:
    """Give extents in order, those that overlap as one.

    >>> united([(5, 9), (0, 4), (3, 5)])
    ((0, 5), (5, 9))
    """
    kept: list[Extent] = []
    for start, end in sorted(set(extents)):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)
