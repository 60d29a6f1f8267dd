"""Clocks: how long a request may still take."""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass, field

__all__ = ["Clock", "running"]


@dataclass(slots=True)
class Clock:
    """What one request may take, in seconds: until its head has come, between two pieces of its body, and in all.

    `timeout` is for the head with all attempts, or with `is_anew` for each attempt, its waits left out.
    """

    timeout: float
    deadline: float | None = None
    is_anew: bool = False
    in_head: bool = True
    started: float = field(default_factory=time.monotonic)
    attempted: float = field(default_factory=time.monotonic)

    def attempt(self) -> None:
        """Begin an attempt."""
        self.in_head = True
        if self.is_anew:
            self.attempted = time.monotonic()

    def left(self) -> float:
        """Give the seconds until the next piece must be there; raise TimeoutError where there are none."""
        now = time.monotonic()
        limits = [self.attempted + self.timeout - now if self.in_head else self.timeout]
        if self.deadline is not None:
            limits.append(self.started + self.deadline - now)
        if min(limits) <= 0:
            raise TimeoutError
        return min(limits)

    def allows(self, wait: float) -> bool:
        """Tell whether something may still be done after a wait."""
        end = time.monotonic() + wait
        is_late = self.deadline is not None and end >= self.started + self.deadline
        return not is_late and (self.is_anew or end < self.attempted + self.timeout)

    @property
    def told(self) -> float:
        """The limit that an error names."""
        over = self.deadline is not None and time.monotonic() - self.started >= self.deadline
        return self.deadline if over and self.deadline is not None else self.timeout


running: ContextVar[Clock | None] = ContextVar("running", default=None)
"""The clock of the request that is being sent in this thread."""
