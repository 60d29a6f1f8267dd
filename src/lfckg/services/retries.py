"""Retries: which failures may pass, and how long to wait before a service is asked again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

__all__ = ["Failure", "is_transient", "retry_after"]

_TRANSIENT = {429, 502, 503, 504}
_TRANSIENT_IN_WRITES = {*_TRANSIENT, 500}  # a store may be short of locks or memory for a moment


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, whether asking again may help, and how long the service wants to be left alone.

    No exception: one that a frame of its own traceback holds makes a circle, which another thread may collect.
    """

    text: str
    is_transient: bool
    status: int = 0
    wait: float | None = None


def is_transient(status: int, *, writing: bool = False) -> bool:
    """Tell whether a status may be another one when the service is asked again.

    >>> is_transient(500), is_transient(500, writing=True)
    (False, True)
    """
    return status in (_TRANSIENT_IN_WRITES if writing else _TRANSIENT)


def retry_after(value: str) -> float | None:
    """Read the header Retry-After, in seconds or as a date (RFC 9110, section 10.2.3); None where it is neither."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, round(parsedate_to_datetime(value).timestamp() - time.time(), 1))
    except (ValueError, OverflowError):
        return None
