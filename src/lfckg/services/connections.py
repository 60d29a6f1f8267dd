"""Connections: requests' way to a server, with what is sent and read kept within the time that is left."""

from __future__ import annotations

import http.client
import io
import os
import re
import socket
import ssl
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import IO, TYPE_CHECKING, Any, Self, cast

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from lfckg.errors import InputError
from lfckg.services.clocks import Clock, running

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from urllib3.response import HTTPResponse

__all__ = ["BUNDLES", "Http", "bundle"]

BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""The variables of the environment that may name a file of certificates."""

_PIECE = 64 * 1024
_MULTIPLE_CHOICES = 300
_LONGEST_START = 16  # bytes, enough for version and status
_REFUSAL = re.compile(rb"HTTP/1\.\d [3-5]")


class Http(requests.Session):
    """requests' session, without what it does unasked."""

    def __init__(self) -> None:
        super().__init__()
        # No netrc behind our back, which would give its passwords to whatever host a redirect names; no cookies,
        # which are told apart by host alone, and not by port and scheme.
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002  its name in the base class
        """Look at no redirect: the whole body of one would be read before it is known that it isn't followed."""
        return None


def bundle() -> str | bool:
    """Give the file of certificates that the environment names, else True; raise InputError where it is missing."""
    name = next((name for name in BUNDLES if os.environ.get(name)), None)
    if name is None:
        return True
    path = os.environ[name]
    if not Path(path).exists():
        raise InputError(f"{path}: no such file. {name} names it, for certificates.")
    return path


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
    """A connection that sends by the clock, and sends no more of a body once it is refused.

    http.client would give a body of any length one time-out, and see an answer only when all is sent: a server that
    refuses early and reads no further would be waited for in vain.
    """

    response_class = staticmethod(_response)  # type: ignore[assignment]  # it is only called
    _is_cut = False

    def send(self, data: Any) -> None:
        """Send a piece of a request; raise BrokenPipeError, after which urllib3 reads an answer, where it is cut."""
        clock = running.get()
        if self.sock is None or clock is None or not isinstance(data, bytes):
            super().send(data)
            return
        try:
            with _Watch(self.sock) as watch:
                view = memoryview(data)
                while view:
                    view = view[watch.send(view[:_PIECE], clock) :]
        except (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError):
            self._is_cut = True
            raise BrokenPipeError from None

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        """Read the head of the answer; of a request that is cut only a refusal is one."""
        is_cut, self._is_cut = self._is_cut, False
        response = super().getresponse()
        if is_cut:
            if self.sock:  # the answer reads on from it; what is sent next would be taken for the rest of the body
                self.sock.close()
                self.sock = None
            if response.status < _MULTIPLE_CHOICES:
                response.close()
                raise ConnectionResetError
        return response


class _Watch:
    """Sends, and looks for a refusal meanwhile where the bytes that come can be looked at: not behind TLS."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._selector = DefaultSelector() if type(sock) is socket.socket else None

    def __enter__(self) -> Self:
        if self._selector:
            self._selector.register(self._sock, EVENT_READ | EVENT_WRITE)
        return self

    def __exit__(self, *_: object) -> None:
        if self._selector:
            self._selector.close()

    def send(self, piece: memoryview, clock: Clock) -> int:
        """Send of a piece what is taken, maybe nothing; raise BrokenPipeError where a refusal has come."""
        self._sock.settimeout(clock.left())
        if not self._selector:
            return self._sock.send(piece)
        ready = self._selector.select(clock.left())
        happened = ready[0][1] if ready else 0
        if happened & EVENT_READ:
            start = self._sock.recv(_LONGEST_START, socket.MSG_PEEK)
            if not start or _REFUSAL.match(start):
                raise BrokenPipeError
            self._selector.modify(self._sock, EVENT_WRITE)  # an interim answer, such as 100: look no further
        return self._sock.send(piece) if happened & EVENT_WRITE else 0


class _Safe(_Plain, HTTPSConnection):
    """The same with TLS."""


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SafePool(HTTPSConnectionPool):
    ConnectionCls = _Safe


class _Adapter(HTTPAdapter):
    """requests' adapter, with our connections."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Take our pools of connections for urllib3's."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SafePool}

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Take our pools of connections behind a proxy too."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SafePool}
        return manager
