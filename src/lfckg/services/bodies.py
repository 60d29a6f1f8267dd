"""Bodies of answers: read as they come, within the time that is left, and never taken for whole when cut off."""

from __future__ import annotations

import http.client
import io
from typing import TYPE_CHECKING, cast

import urllib3

from lfckg.errors import ServiceError
from lfckg.services.addresses import show_url
from lfckg.services.clocks import Clock
from lfckg.services.failures import roots
from lfckg.services.watches import Watch

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Body"]

_BLOCK = 64 * 1024


class Body(io.RawIOBase):
    """The body of an answer as a stream of bytes, decompressed; it raises ServiceError where it breaks off.

    A watch that it is given (`watch_by`) sees what is read before anybody else does.
    """

    def __init__(self, raw: urllib3.BaseHTTPResponse, url: str, clock: Clock) -> None:
        self.url, self.clock, self.count = url, clock, 0
        self._watch: Watch | None = None
        self._raw, self._rest = cast("urllib3.HTTPResponse", raw), b""
        # What has neither a length nor chunks ends where the connection does, cut off or not.
        self.has_end = raw.headers.get("Content-Length") is not None or getattr(raw, "chunked", False)

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer with what is there; 0 is the end."""
        view = memoryview(buffer)
        if not self._rest:
            self._rest = self._next()
        part, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(part)] = part
        return len(part)

    def read_most(self, size: int) -> bytes:
        """Read it to its end, but no more than `size` bytes."""
        parts: list[bytes] = []
        while size > 0 and (part := self.read(min(size, _BLOCK))):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def peek_most(self, size: int) -> bytes:
        """Give its first `size` bytes, or all of it where that is less, and leave them to be read."""
        parts = [self._rest]
        length = len(self._rest)
        while length < size and (part := self._next()):
            parts.append(part)
            length += len(part)
        self._rest = b"".join(parts)
        return self._rest[:size]

    def watch_by(self, watch: Watch) -> None:
        """Have it watched from now on, with what was looked at and not yet read."""
        self._watch = watch
        if self._rest:
            self._watched(self._rest)

    def close(self) -> None:
        """Leave the rest unread."""
        if not self.closed:
            self._raw.close()
            self._raw.release_conn()
        super().close()

    def _next(self) -> bytes:
        try:
            # read1 gives what one read of the socket gave; read would wait for all that was asked for
            data = self._raw.read1(_BLOCK, decode_content=True)
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as exc:
            problem = self._broken(exc)
        else:
            self.count += len(data or b"")
            return self._watched(data or b"")
        self._raw.close()
        # Out of the handler, so that what the library's error carries is not kept with ours; and made only here, so
        # that this frame does not hold it: a circle would be left for whichever thread collects it, with the answer.
        raise ServiceError(f"{show_url(self.url)}: the answer {problem}")

    def _watched(self, data: bytes) -> bytes:
        if self._watch and (wrong := self._watch.see(data) if data else self._watch.end()):
            self._raw.close()
            raise ServiceError(f"{show_url(self.url)}: the answer {wrong}. Try again, or ask for less.")
        return data

    def _broken(self, exc: Exception) -> str:
        causes = list(roots(exc))
        if any(isinstance(cause, TimeoutError) for cause in causes):
            return (
                f"is not whole: it stopped for {self.clock.timeout:g} s, or took more than {self.clock.told:g} s."
                " Ask for less, or give it more time."
            )
        if any(isinstance(cause, urllib3.exceptions.DecodeError) for cause in causes):
            return "can't be decompressed. Try again; else tell its keeper."
        return f"is cut off after {self.count} bytes. Try again, or ask for less."
