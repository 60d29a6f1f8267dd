"""A proxy in front of a real server that lets some requests go wrong: lost, cut off, late, or answered by itself."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import SplitResult, urlsplit

from faulty import Answer, Asked, Handler, Http, Server

_PIECE = 64 * 1024
_PATIENCE = 60  # seconds
_OF_ONE_HOP = {"connection", "keep-alive", "transfer-encoding", "host"}


@dataclass(frozen=True)
class Fault:
    """What goes wrong with a request; nothing where nothing is given.

    `pause` waits, in seconds, before the body is read. `answer` is given in place of the server's, which learns
    nothing: once the body has been read, or `early`, with the connection closed behind it. `after` ends the connection
    once so many bytes of the body were read and sent on; 0 is before the server hears of it. `lost` ends it when the
    server has answered, and gives nothing of that; `cut` gives so many bytes of the answer's body, and ends it then.
    What ends is closed, or with `reset` reset.
    """

    pause: float = 0.0
    answer: Answer | None = None
    early: bool = False
    after: int | None = None
    lost: bool = False
    cut: int | None = None
    reset: bool = False


Faults = Callable[[Asked, int], Fault | None]
"""Gives the fault of a request, from what it is (but for its body) and how many came before it."""


@dataclass
class Proxy(Server):
    """A running proxy: its address, what it was asked (without bodies), and the statuses that the server answered."""

    statuses: list[int] = field(default_factory=list)


@contextmanager
def proxying(upstream: str, faults: Faults, *, certificate: Path | None = None) -> Iterator[Proxy]:
    """Serve what the server at an address does, at an address with the same path, but for faults."""
    with _Http(("127.0.0.1", 0), _Handler) as served:
        served.upstream, served.faults = urlsplit(upstream), faults
        netloc = f"{'localhost' if certificate else '127.0.0.1'}:{served.server_address[1]}"
        place = served.upstream._replace(scheme=served.speak(certificate), netloc=netloc)
        served.told = served.proxy = Proxy(place.geturl())
        with served.running():
            yield served.proxy


class _Http(Http):
    upstream: SplitResult
    faults: Faults
    proxy: Proxy

    def __init__(self, *args: object) -> None:
        self.lock = threading.Lock()
        super().__init__(*args)


class _Handler(Handler):
    timeout = _PATIENCE

    def _pass_on(self) -> None:
        served = cast("_Http", self.server)
        asked = Asked(self.command, self.path, dict(self.headers.items()), b"")
        with served.lock:
            count = len(served.proxy.asked)
            served.proxy.asked.append(asked)
        fault = served.faults(asked, count) or Fault()
        served.ended.wait(fault.pause)
        with suppress(OSError, http.client.HTTPException):
            if fault.answer:
                self._answer_alone(fault, fault.answer)
            elif fault.after == 0:
                self._end(fault)
            else:
                self._forward(served, fault)
            return
        self.close_connection = True  # one of the two has gone away

    do_GET = do_HEAD = do_OPTIONS = do_POST = do_PUT = do_PATCH = do_DELETE = _pass_on  # noqa: N815  of the base class

    def _answer_alone(self, fault: Fault, answer: Answer) -> None:
        if not fault.early:
            for _ in self._pieces(self._length):
                pass
        self.give(answer)
        if fault.early:
            self._end(fault)

    def _forward(self, served: _Http, fault: Fault) -> None:
        upstream = http.client.HTTPConnection(served.upstream.netloc, timeout=_PATIENCE)
        try:
            upstream.putrequest(self.command, self.path, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in _OF_ONE_HOP:
                    upstream.putheader(name, value)
            upstream.endheaders()
            for piece in self._pieces(self._length if fault.after is None else fault.after):
                upstream.send(piece)
            if fault.after is not None:
                self._end(fault)
                return
            response = upstream.getresponse()
            served.proxy.statuses.append(response.status)
            if fault.lost:
                self._end(fault)
            else:
                self._give_back(response, fault)
        finally:
            upstream.close()

    def _give_back(self, response: http.client.HTTPResponse, fault: Fault) -> None:
        self.send_response_only(response.status, response.reason)
        for name, value in response.getheaders():
            if name.lower() not in _OF_ONE_HOP:
                self.send_header(name, value)
        is_chunked = response.length is None
        if is_chunked:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        left = fault.cut
        while piece := response.read(_PIECE if left is None else min(_PIECE, left)):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if is_chunked else piece)
            left = None if left is None else left - len(piece)
        if fault.cut is not None:
            self._end(fault)
        elif is_chunked:
            self.wfile.write(b"0\r\n\r\n")

    @property
    def _length(self) -> int:
        return int(self.headers.get("Content-Length", 0))

    def _pieces(self, size: int) -> Iterator[bytes]:
        """Read so much of the request's body."""
        size = min(size, self._length)
        while size > 0 and (piece := self.rfile.read(min(size, _PIECE))):
            yield piece
            size -= len(piece)

    def _end(self, fault: Fault) -> None:
        self.close_connection = True
        if fault.reset:
            self.reset()
