"""Triple stores over HTTP: empty ones, each on a free port of this machine, which end with the test that needs them.

One that `is_large` has memory for millions of triples, and Java's usual settings in place of those for a short life.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from support import BUILD, missing, program

__all__ = ["Server", "free_port", "fuseki", "oxigraph", "put_graph", "rdf4j", "send", "virtuoso"]

_PATIENCE = 60  # seconds; a start takes 6 at most on an idle machine


@dataclass(frozen=True)
class Server:
    """A store that runs: `url` is what a user calls it by, `query` answers SPARQL queries, `graphs` takes graphs.

    `graphs` is an address of the Graph Store Protocol; whoever writes is `user`, where the store asks for one.
    """

    name: str
    url: str
    query: str
    graphs: str
    user: tuple[str, str] | None = None

    @property
    def auth(self) -> AuthBase | None:
        """How `send` tells who writes."""
        if self.user is None:
            return None
        return HTTPDigestAuth(*self.user) if self.name == "virtuoso" else HTTPBasicAuth(*self.user)


def send(
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    *,
    accept: str = "*/*",
    media: str = "application/x-www-form-urlencoded",
    auth: AuthBase | None = None,
) -> bytes:
    """Send a request, past any proxy; what is no success fails the test."""
    with requests.Session() as session:
        session.trust_env = False
        session.auth = auth
        if isinstance(auth, HTTPDigestAuth):
            session.get(url, timeout=_PATIENCE)  # a challenge in the midst of a long body would end the connection
        response = session.request(
            method, url, data=body, headers={"Accept": accept, "Content-Type": media}, timeout=_PATIENCE
        )
    assert response.ok, f"{method} {url}: {response.status_code} {response.text[:500]}"
    return response.content


def put_graph(server: Server, turtle: bytes, graph: str | None) -> None:
    """Put a graph of that name into a store, in place of what it holds of that name; None is the default graph."""
    which = urllib.parse.urlencode({"graph": graph}) if graph else "default"
    send(f"{server.graphs}?{which}", "PUT", turtle, media="text/turtle", auth=server.auth)


@contextmanager
def oxigraph(folder: Path, *, union: bool = False, is_large: bool = False) -> Iterator[Server]:  # noqa: ARG001
    """Run Oxigraph, which takes what memory it needs. With `union` the default graph is all graphs together."""
    url = f"http://127.0.0.1:{free_port()}"
    command = [program("oxigraph"), "serve", "--location", str(folder / "store"), "--bind", url.removeprefix("http://")]
    with _running([*command, *(["--union-default-graph"] if union else [])], folder, f"{url}/query?query=ASK%7B%7D"):
        yield Server("oxigraph", url, f"{url}/query", f"{url}/store")


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
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


@contextmanager
def virtuoso(folder: Path, *, rows: int = 100_000, is_large: bool = False) -> Iterator[Server]:
    """Run Virtuoso, which gives so many rows at most. Its default graph is all graphs together, its own among them."""
    http = free_port()
    url = f"http://127.0.0.1:{http}"
    settings = folder / "virtuoso.ini"
    buffers = 40_000 if is_large else 4_000  # of 8 KB
    filled = {"folder": folder, "port": free_port(), "http": http, "rows": rows, "buffers": buffers}
    settings.write_text(_VIRTUOSO.format(**filled, dirty=buffers * 3 // 4), "utf-8")
    command = [program("virtuoso-t"), "-f", "-c", str(settings)]
    with _running(command, folder, f"{url}/sparql?query=ASK%7B%7D"):
        yield Server("virtuoso", url, f"{url}/sparql", f"{url}/sparql-graph-crud-auth", ("dba", "dba"))


@contextmanager
def fuseki(
    folder: Path, *, union: bool = False, user: tuple[str, str] | None = None, is_large: bool = False
) -> Iterator[Server]:
    """Run Jena Fuseki. With `union` the default graph is all named graphs together; a `user` is the only one."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/ds"
    command = [*_java(folder, is_large=is_large), "-jar", str(jar("jena-fuseki-server.jar"))]
    command += f"--localhost --port {port} --ping".split()
    if union:
        command += ["--set", "tdb2:unionDefaultGraph=true"]
    if user:
        passwords = folder / "passwords"
        passwords.write_text("{}: {}\n".format(*user), "utf-8")
        command += ["--passwd", str(passwords), "--auth", "basic"]
    command += ["--tdb2", "--loc", str(_new(folder / "store")), "--update", "/ds"]
    with _running(command, folder, f"http://127.0.0.1:{port}/$/ping"):
        yield Server("fuseki", url, f"{url}/query", f"{url}/data", user)


_REPOSITORY = """
@prefix rep: <http://www.openrdf.org/config/repository#> .
@prefix sr: <http://www.openrdf.org/config/repository/sail#> .
@prefix sail: <http://www.openrdf.org/config/sail#> .
@prefix ns: <http://www.openrdf.org/config/sail/native#> .
[] a rep:Repository ; rep:repositoryID "lfckg" ; rep:repositoryImpl [
    rep:repositoryType "openrdf:SailRepository" ; sr:sailImpl [
        sail:sailType "openrdf:NativeStore" ; ns:tripleIndexes "spoc,posc,cspo" ] ] .
"""


@contextmanager
def rdf4j(folder: Path, *, is_large: bool = False) -> Iterator[Server]:
    """Run RDF4J Server with a native store. Its default graph is all graphs together."""
    port = free_port()
    base = f"http://127.0.0.1:{port}/rdf4j-server"
    url = f"{base}/repositories/lfckg"
    command = [
        *_java(folder, is_large=is_large),
        f"-Dorg.eclipse.rdf4j.appdata.basedir={folder}",
        "-jar",
        str(jar("jetty-runner.jar")),
    ]
    command += [*f"--host 127.0.0.1 --port {port} --path /rdf4j-server".split(), str(jar("rdf4j-http-server.war"))]
    with _running(command, folder, f"{base}/protocol"):
        send(url, "PUT", _REPOSITORY.encode(), media="text/turtle")
        yield Server("rdf4j", url, url, f"{url}/rdf-graphs/service")


def free_port() -> int:
    """Find a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _java(folder: Path, *, is_large: bool) -> list[str]:
    """Give the Java of this machine, set for a short life unless it is to be large."""
    settings = ["-Xmx4g"] if is_large else ["-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    return [program("java"), *settings, f"-Djava.io.tmpdir={_new(folder / 'tmp')}"]


def jar(name: str) -> Path:
    path = BUILD / "servers" / name
    return path if path.is_file() else missing(f"{name} (make engines)")


def _new(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


@contextmanager
def _running(command: list[str], folder: Path, answers: str) -> Iterator[None]:
    """Run a server from when that address answers until it is no longer needed; it logs into the folder."""
    if guard := shutil.which("setpriv"):  # of Linux: the server ends with the test's process, however that ends
        command = [guard, "--pdeathsig", "TERM", *command]
    log = folder / "server.log"
    with log.open("wb") as stream, subprocess.Popen(command, cwd=folder, stdout=stream, stderr=stream) as run:
        try:
            await_server(run, answers, log)
            yield
        finally:
            run.terminate()
            try:
                run.wait(10)
            except subprocess.TimeoutExpired:
                run.kill()


def await_server(run: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Wait until a server answers, or asks who we are; fail the test where it ends or takes too long."""
    deadline = time.monotonic() + _PATIENCE
    with requests.Session() as session:
        session.trust_env = False
        while True:
            assert run.poll() is None, log.read_text("utf-8", "replace")
            with suppress(requests.RequestException):
                if session.get(url, timeout=_PATIENCE).status_code in {200, 401}:
                    return
            assert time.monotonic() < deadline, f"{url} does not answer: {log.read_text('utf-8', 'replace')}"
            time.sleep(0.1)
