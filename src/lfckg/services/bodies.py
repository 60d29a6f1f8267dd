"""Bodies of answers: read as they come, within the time that is left, and never taken for whole when cut off."""

from __future__ import annotations

import http.client
import io
import socket
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, cast

import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from lfckg.errors import ServiceError
from lfckg.services.addresses import show_url
from lfckg.services.failures import roots
from lfckg.services.watches import Watch

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Adapter", "Body", "Clock", "running"]

_BLOCK = 64 * 1024


@dataclass(slots=True)
class Clock:
    """What one request may take, in seconds: until its head has come, between two pieces, and in all."""

    timeout: float
    deadline: float | None = None
    in_head: bool = True
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Give the seconds until the next piece must be there; raise TimeoutError where there are none."""
        gone = time.monotonic() - self.started
        limits = [self.timeout - gone if self.in_head else self.timeout]
        if self.deadline is not None:
            limits.append(self.deadline - gone)
        if min(limits) <= 0:
            raise TimeoutError
        return min(limits)

    @property
    def told(self) -> float:
        """The limit that an error names."""
        over = self.deadline is not None and time.monotonic() - self.started >= self.deadline
        return self.deadline if over and self.deadline is not None else self.timeout


running: ContextVar[Clock | None] = ContextVar("running", default=None)
"""The clock of the request that is being sent in this thread."""


class _Reader(io.RawIOBase):
    """A socket's stream whose reads end by the clock: a time-out of the socket is for each read, however small."""

    def __init__(self, sock: socket.socket, clock: Clock | None) -> None:
        self.sock, self.clock = sock, clock
        self.raw = cast("io.RawIOBase", sock.makefile("rb", buffering=0))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        if self.clock:
            self.sock.settimeout(self.clock.left())
        return self.raw.readinto(buffer)

    def close(self) -> None:
        self.raw.close()
        super().close()


class _Socket:
    """A connection's socket, for http.client, which asks it for a stream and goes on with that."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def makefile(self, *_: object, **__: object) -> IO[bytes]:
        return io.BufferedReader(_Reader(self.sock, running.get()))


def _response(sock: socket.socket, *args: Any, **kwargs: Any) -> http.client.HTTPResponse:
    return http.client.HTTPResponse(cast("socket.socket", _Socket(sock)), *args, **kwargs)


class _Plain(HTTPConnection):
    response_class = staticmethod(_response)  # type: ignore[assignment]  # it is only called


class _Safe(HTTPSConnection):
    response_class = staticmethod(_response)  # type: ignore[assignment]


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SafePool(HTTPSConnectionPool):
    ConnectionCls = _Safe


class Adapter(HTTPAdapter):
    """requests' way to a server, with reads that end by the clock."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Take our pools of connections for urllib3's."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SafePool}

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Take our pools of connections behind a proxy too."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SafePool}
        return manager


class Body(io.RawIOBase):
    """The body of an answer as a stream of bytes, decompressed; it raises ServiceError where it breaks off.

    A `watch` that it is given sees what is read before anybody else does.
    """

    def __init__(self, raw: urllib3.BaseHTTPResponse, url: str, clock: Clock) -> None:
        self.url, self.clock, self.count = url, clock, 0
        self.watch: Watch | None = None
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
        if self.watch and (wrong := self.watch.see(data) if data else self.watch.end()):
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
