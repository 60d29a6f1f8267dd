"""Progress of a long load: triples sent, and how many a second."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from lfckg.cli.answering import say

if TYPE_CHECKING:
    from lfckg.loading.loads import Load

__all__ = ["Progress"]

_FIRST = 1.0  # seconds; what is over sooner needs no telling
_AGAIN = 0.2  # on a terminal, where a line is written over
_AGAIN_IN_LOGS = 10.0


class Progress:
    """Tells on standard error how far a load is: in one line of a terminal, else in a line every ten seconds."""

    def __init__(self) -> None:
        self.load: Load | None = None
        self._total = self._sent = 0
        self._began = self._next = 0.0
        self._is_terminal = bool(sys.stderr) and sys.stderr.isatty()
        self._width = 0
        self._show("comparing with the store …")

    def start(self, load: Load) -> None:
        """Begin to count what is to be sent."""
        self.load = load
        self._total = sum(step.triples for step in load.steps if step.action != "keep")
        self._began = time.monotonic()
        self._next = self._began + (_FIRST if self._is_terminal else _AGAIN_IN_LOGS)
        self._show(f"0 of {self._total:,} triples sent")

    def advance(self, triples: int) -> None:
        """Count triples that were sent."""
        self._sent += triples
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + (_AGAIN if self._is_terminal else _AGAIN_IN_LOGS)
        rate = self._sent / (now - self._began)
        line = f"{self._sent:,} of {self._total:,} triples sent, {rate:,.0f} a second"
        if self._is_terminal:
            self._show(line)
        else:
            say(line)

    def _show(self, line: str) -> None:
        """Write over the line of a terminal."""
        if self._is_terminal:
            sys.stderr.write(f"\r{line:<{self._width}}")
            sys.stderr.flush()
            self._width = len(line)

    def end(self) -> None:
        """Take the line away."""
        if self._width:
            sys.stderr.write(f"\r{'':<{self._width}}\r")
            sys.stderr.flush()
            self._width = 0
