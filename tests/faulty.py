"""A server over HTTP on this machine that answers as a test tells it: wrongly, slowly, or not to the end."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

ROWS = "application/sparql-results+json"


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """An answer and what is wrong with it.

    `length` is told in place of the true one ("" for none), `chunked` sends pieces, `cut` leaves out the last of them,
    `pause` waits before the head and behind each piece, `reset` ends the connection in place of an answer, `raw`
    is sent as it is.
    """

    body: bytes | Iterable[bytes] = b""
    media: str = ROWS
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: str | None = None
    chunked: bool = False
    cut: bool = False
    pause: float = 0.0
    reset: bool = False
    raw: bytes | Iterable[bytes] | None = None


@dataclass
class Server:
    """A running server: its address, what it was asked, and how many bytes of bodies it has sent."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    sent: int = 0


@contextmanager
def answering(
    *answers: Answer | Callable[[Asked], Answer], host: str = "127.0.0.1", certificate: Path | None = None
) -> Iterator[Server]:
    """Serve: each request gets the next answer, and the last one from then on; a function gives one for the request."""
    with _Http((host, 0), _Handler) as http:
        scheme = http.speak(certificate)
        http.answers = answers
        http.told = Server(f"{scheme}://{host}:{http.server_address[1]}/query")
        with http.running():
            yield http.told


class Http(ThreadingHTTPServer):
    """A server that says nothing of clients who go away."""

    daemon_threads = True
    told: Server

    def __init__(self, *args: Any) -> None:
        self.ended = threading.Event()
        super().__init__(*args)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients go away where a test wants it."""

    def speak(self, certificate: Path | None) -> str:
        """Speak with TLS where there is a certificate; give the scheme."""
        if certificate is None:
            return "http"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        return "https"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve in a thread."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield
        finally:
            self.ended.set()
            self.shutdown()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    """Gives answers, with what is wrong with them."""

    protocol_version = "HTTP/1.1"
    timeout = 10

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name in the base class
        """Say nothing."""

    def reset(self) -> None:
        """End the connection at once: with no time to linger the other side sees a reset."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def give(self, answer: Answer) -> None:
        """Give an answer."""
        http = cast("Http", self.server)
        http.ended.wait(answer.pause)
        if answer.reset:
            self.reset()
            return
        if answer.raw is not None:
            self.close_connection = True
            self._drip(http, answer, [answer.raw] if isinstance(answer.raw, bytes) else answer.raw)
            return
        pieces = [answer.body] if isinstance(answer.body, bytes) else answer.body
        self.send_response(answer.status)
        for name, value in ({"Content-Type": answer.media} if answer.media else {}).items():
            self.send_header(name, value)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif answer.length is None and isinstance(answer.body, bytes):
            self.send_header("Content-Length", str(len(answer.body)))
        elif answer.length:
            self.send_header("Content-Length", answer.length)
        self.close_connection = answer.length is not None or answer.cut or not isinstance(answer.body, bytes)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self._drip(http, answer, [] if self.command == "HEAD" else pieces)
        if answer.chunked and not answer.cut:
            self.wfile.write(b"0\r\n\r\n")

    def _drip(self, http: Http, answer: Answer, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            if http.ended.is_set():
                break
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if answer.chunked else piece)
            http.told.sent += len(piece)
            if answer.pause:
                time.sleep(answer.pause)


class _Http(Http):
    answers: tuple[Answer | Callable[[Asked], Answer], ...]


class _Handler(Handler):
    def _answer(self) -> None:
        http = cast("_Http", self.server)
        length = int(self.headers.get("Content-Length", 0))
        asked = Asked(self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
        http.told.asked.append(asked)
        answer = http.answers[min(len(http.told.asked), len(http.answers)) - 1]
        answer = answer if isinstance(answer, Answer) else answer(asked)
        with suppress(OSError):
            self.give(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815  names that the base class asks for


def rows(count: int, value: str = "v") -> Iterator[bytes]:
    """Give SPARQL results in JSON, piece by piece."""
    yield b'{"head":{"vars":["x"]},"results":{"bindings":['
    for number in range(count):
        yield b'%s{"x":{"type":"literal","value":"%s%d"}}' % (b"," if number else b"", value.encode(), number)
    yield b"]}}"


def some_rows(count: int = 2) -> bytes:
    """Give SPARQL results in JSON at once."""
    return b"".join(rows(count))


def at(server: Server, host: str) -> str:
    """Give the address of a server by another of this machine's names."""
    return server.url.replace("127.0.0.1", host)
