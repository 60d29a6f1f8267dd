"""Triple stores over HTTP, started on free ports of this machine and stopped at the end."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from requests.auth import HTTPDigestAuth

from support import program

GRAPH = "http://example.org/flat"
_PATIENCE = 60  # seconds; a start takes 3 on an idle machine


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint, and the graph that its queries are about."""

    url: str
    graph: str | None

    def query(self, text: str, media: str) -> bytes:
        """Answer a query sent as a form, in a media type."""
        form = {"query": text} | ({"default-graph-uri": self.graph} if self.graph else {})
        return send(self.url, "POST", urllib.parse.urlencode(form).encode(), accept=media)


def send(
    url: str,
    method: str,
    body: bytes | None,
    *,
    accept: str = "*/*",
    media: str = "application/x-www-form-urlencoded",
    user: tuple[str, str] | None = None,
) -> bytes:
    """Send a request, with digest authentication where a user is given; past any proxy."""
    with requests.Session() as session:
        session.trust_env = False
        if user:
            session.auth = HTTPDigestAuth(*user)
            session.get(url, timeout=_PATIENCE)  # a challenge in the midst of a long body would end the connection
        response = session.request(
            method, url, data=body, headers={"Accept": accept, "Content-Type": media}, timeout=_PATIENCE
        )
    assert response.ok, f"{method} {url}: {response.status_code} {response.text[:500]}"
    return response.content


def free_port() -> int:
    """Find a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(command: list[str], folder: Path, url: str) -> Iterator[None]:
    """Run a server while it is needed: from when it answers until it is told to end."""
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as run,
    ):
        try:
            deadline = time.monotonic() + _PATIENCE
            while True:
                assert run.poll() is None, (folder / "server.log").read_text("utf-8", "replace")
                try:
                    send(f"{url}?query=ASK%7B%7D", "GET", None)
                    break
                except (OSError, AssertionError):
                    assert time.monotonic() < deadline, f"{command[0]} did not start"
                    time.sleep(0.1)
            yield
        finally:
            run.terminate()
            try:
                run.wait(10)
            except subprocess.TimeoutExpired:
                run.kill()


@contextmanager
def oxigraph(folder: Path, turtle: bytes) -> Iterator[Endpoint]:
    """Serve a graph with Oxigraph."""
    address = f"127.0.0.1:{free_port()}"
    command = [program("oxigraph"), "serve", "--location", str(folder / "store"), "--bind", address]
    with serving(command, folder, f"http://{address}/query"):
        send(f"http://{address}/store?default", "PUT", turtle, media="text/turtle")
        yield Endpoint(f"http://{address}/query", None)


_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {folder}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 100000
"""


@contextmanager
def virtuoso(folder: Path, turtle: bytes) -> Iterator[Endpoint]:
    """Serve a graph with Virtuoso. It writes for users with digest authentication alone, and asks GRAPH of queries."""
    http = free_port()
    url = f"http://127.0.0.1:{http}"
    settings = folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO.format(folder=folder, port=free_port(), http=http), "utf-8")
    with serving([program("virtuoso-t"), "-f", "-c", str(settings)], folder, f"{url}/sparql"):
        target = f"{url}/sparql-graph-crud-auth?{urllib.parse.urlencode({'graph-uri': GRAPH})}"
        send(target, "PUT", turtle, media="text/turtle", user=("dba", "dba"))
        yield Endpoint(f"{url}/sparql", GRAPH)
