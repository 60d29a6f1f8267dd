"""Shifts: how far each sentence of an article has moved from one text to the next, as their digests tell."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from lfckg.article import Extent, TextIndex

__all__ = ["Shift"]


@dataclass(frozen=True, slots=True)
class Shift:
    """Where the sentences of an old text stand in a new one: how far each has moved, by number, as digests tell.

    A sentence that changed has no entry in `moves`, and a window of the new text that it must now be in.
    """

    old: TextIndex
    is_same: bool
    moves: dict[int, int]
    windows: dict[int, Extent]

    @classmethod
    def between(cls, old: TextIndex, new: TextIndex) -> Shift:
        """Lay two texts beside each other, sentence by sentence."""
        matcher = SequenceMatcher(None, old.digests, new.digests, autojunk=False)
        moves: dict[int, int] = {}
        windows: dict[int, Extent] = {}
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            left = new.sentences[j1 - 1][1] if j1 else 0
            right = new.sentences[j2][0] if j2 < len(new.sentences) else new.length
            for number in range(i1, i2):
                if tag == "equal":
                    moves[number + 1] = new.sentences[j1 + number - i1][0] - old.sentences[number][0]
                else:
                    windows[number + 1] = (left, right)
        return cls(old, old.sha256 == new.sha256, moves, windows)

    def move(self, start: int, end: int) -> int | None:
        """Give how far a span has moved, where every sentence that it touches has moved just so."""
        moves = {self.moves.get(number) for number in self.old.sentences_of(start, end)}
        return moves.pop() if len(moves) == 1 else None

    def moved(self, offset: int) -> int | None:
        """Give where one character has moved, None where its sentence has changed."""
        by = self.move(offset, offset + 1)
        return None if by is None else offset + by

    def window(self, offset: int) -> Extent | None:
        """Give the stretch of the new text in which a changed sentence must be looked for."""
        numbers = self.old.sentences_of(offset, offset + 1)
        return self.windows.get(numbers[0]) if numbers else None
