"""Writing to services: what may pass is tried again, what was not written is never taken for written."""

from __future__ import annotations

import hashlib
import re
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
import requests

from faulty import Answer, Asked, answering
from lfckg.errors import ServiceError
from lfckg.services import clocks, sessions
from lfckg.services.credentials import Credentials
from lfckg.services.sessions import Session
from proxy import Fault, proxying
from servers import free_port, oxigraph, put_graph, send, virtuoso

GRAPH = "http://example.org/g"
USER = Credentials("ann", "s3cret")
DONE = Answer(b"", "", 204)
LONG = b"# long\n" * (32 * 10**6 // 7)
TURTLE = {"Content-Type": "text/turtle"}


pytestmark = pytest.mark.usefixtures("own_network")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a store, and give the address of a graph in it."""
    with oxigraph(tmp_path_factory.mktemp("store")) as server:
        url = f"{server.graphs}?graph={GRAPH}"
        send(url, "PUT", b"", media="text/turtle")
        yield url


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Wait no time, but note how long it would have been."""
    noted: list[float] = []
    monkeypatch.setattr(time, "sleep", noted.append)
    return noted


def write(
    url: str,
    data: bytes = b"<a:b> <a:c> <a:d> .",
    *,
    credentials: Credentials | None = None,
    timeout: float = 30,
    notes: list[str] | None = None,
) -> int:
    """Write data to a service and give the status of its answer."""
    with Session(url, credentials=credentials, timeout=timeout) as session:
        try:
            reply = session.request("PUT", data=data, headers=TURTLE, writing=True)
            reply.body.close()
            return reply.status
        finally:
            (notes if notes is not None else []).extend(session.notes)


def fails(
    url: str, data: bytes = b"<a:b> <a:c> <a:d> .", *, credentials: Credentials | None = None, timeout: float = 30
) -> ServiceError:
    """Write to a service that doesn't take it; its error holds no secret, in whatever way it is shown."""
    with pytest.raises(ServiceError) as caught:
        write(url, data, credentials=credentials, timeout=timeout)
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None
    assert str(caught.value).startswith(url.partition("?")[0])
    return caught.value


def held(store: str) -> int:
    """Count the triples of the graph."""
    with requests.Session() as session:
        session.trust_env = False
        return len(session.get(store, headers={"Accept": "application/n-triples"}, timeout=60).text.splitlines())


def triples(count: int) -> bytes:
    return "".join(f"<http://example.org/s> <http://example.org/p> {number} .\n" for number in range(count)).encode()


def first(fault: Fault, count: int = 1) -> Callable[[Asked, int], Fault | None]:
    """Let the first requests go wrong."""
    return lambda _, before: fault if before < count else None


# Attempts


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_written_again(status: int) -> None:
    with answering(*[Answer(b"busy", "text/plain", status)] * 4, DONE) as server:
        assert write(server.url) == 204
    assert [(asked.method, asked.body) for asked in server.asked] == [("PUT", b"<a:b> <a:c> <a:d> .")] * 5


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_does_not_pass_is_given_up(status: int, waits: list[float]) -> None:
    with answering(Answer(b"out of locks", "text/plain", status)) as server:
        error = fails(server.url)
    assert error.status == status
    assert str(error).endswith("it says:\n    out of locks")
    assert len(server.asked) == 5
    assert waits == [0.01, 0.02, 0.04, 0.08]


@pytest.mark.parametrize("status", [300, 304, 400, 401, 403, 404, 405, 409, 413, 415, 501, 507])
def test_what_stays_wrong_is_not_written_again(status: int) -> None:
    with answering(Answer(status=status)) as server:
        assert fails(server.url).status == status
    assert len(server.asked) == 1


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("after", [0, 10_000, 2_000_000])
def test_a_connection_that_ends_in_a_body_is_made_again(store: str, after: int, reset: bool) -> None:
    with proxying(store, first(Fault(after=after, reset=reset), 2)) as proxy:
        assert write(proxy.url, triples(50_000)) == 204
    assert len(proxy.asked) == 3
    assert held(store) == 50_000


@pytest.mark.parametrize("fault", [Fault(lost=True), Fault(lost=True, reset=True)])
def test_what_may_have_been_written_is_written_again(store: str, fault: Fault) -> None:
    with proxying(store, first(fault)) as proxy:
        assert write(proxy.url, triples(1000)) == 204
    assert proxy.statuses == [204, 204]
    assert held(store) == 1000


@pytest.mark.parametrize("fault", [Fault(after=100_000), Fault(after=100_000, reset=True), Fault(lost=True)])
def test_a_connection_that_always_ends_is_told(store: str, fault: Fault) -> None:
    with proxying(store, lambda _, __: fault) as proxy:
        error = fails(proxy.url, triples(50_000))
    assert "ends the connection without an answer" in str(error)
    assert error.status == 0
    assert len(proxy.asked) == 5


def test_a_store_that_is_down_is_waited_for(waits: list[float]) -> None:
    assert "connection refused" in str(fails(f"http://127.0.0.1:{free_port()}/store"))
    assert waits == [0.01, 0.02, 0.04, 0.08]


def test_a_wait_that_is_asked_for_is_kept_and_bounded(waits: list[float]) -> None:
    notes: list[str] = []
    busy = [Answer(status=status, headers={"Retry-After": value}) for status, value in ((503, "30"), (429, "86400"))]
    with answering(*busy, DONE) as server:
        assert write(server.url, timeout=5, notes=notes) == 204  # the wait is no part of an attempt
    assert waits == [30, 60]
    assert "asks to wait 30 s" in notes[0]


def test_no_wait_goes_beyond_the_deadline(waits: list[float]) -> None:
    with (
        answering(Answer(status=503, headers={"Retry-After": "30"}), DONE) as server,
        Session(server.url, deadline=20) as session,
        pytest.raises(ServiceError, match="503"),
    ):
        session.request("PUT", data=b"", headers=TURTLE, writing=True)
    assert waits == []


@pytest.mark.parametrize("writing", [True, False])
def test_each_attempt_of_a_write_has_its_time(writing: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = [0.0]
    monkeypatch.setattr(clocks, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + passed[0]))

    def late(_: Asked) -> Answer:
        passed[0] += 40
        return Answer(status=503)

    with answering(late, late, late, DONE) as server, Session(server.url, timeout=60) as session:
        if writing:
            session.request("PUT", data=b"x", headers=TURTLE, writing=True).body.close()
        else:
            with pytest.raises(ServiceError, match=r"503|no answer within 60 s"):
                session.request("PUT", data=b"x", headers=TURTLE)
    assert len(server.asked) == (4 if writing else 2)  # of 60 s


def test_a_body_that_is_not_taken_in_time_is_told(store: str) -> None:
    with proxying(store, lambda _, __: Fault(pause=20)) as proxy:
        error = fails(proxy.url, LONG, timeout=0.5)
    assert str(error) == (
        f"{proxy.url.partition('?')[0]}: no answer within 0.5 s. Send less at once, or give it more time."
    )
    assert len(proxy.asked) == 1


def test_a_long_body_may_take_longer_than_a_connection(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_CONNECT", 0.3)
    with proxying(store, lambda _, __: Fault(pause=0.6)) as proxy:
        assert write(proxy.url, LONG) == 204


@pytest.mark.parametrize("fault", [Fault(after=0), Fault(after=100_000), Fault(after=100_000, reset=True)])
def test_a_connection_with_tls_that_ends_is_made_again(
    store: str, fault: Fault, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.with_suffix(".crt")))
    with proxying(store, first(fault), certificate=certificate) as proxy:
        assert write(proxy.url, triples(50_000)) == 204
    assert len(proxy.asked) == 2
    assert held(store) == 50_000


# Refusals


def test_a_refusal_in_the_midst_of_a_body_is_heard_through_tls(
    store: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.with_suffix(".crt")))
    early = Fault(answer=Answer(b"no", "text/plain", 413), early=True)
    with proxying(store, lambda _, __: early, certificate=certificate) as proxy:
        assert fails(proxy.url, LONG).status == 413


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (413, {}, r"413: takes no body of this size \(32.0 MB\). Send less at once; it says:\n    no$"),
        (401, {"WWW-Authenticate": 'Basic realm="a"'}, "wants a user with the right to write, by basic"),
        (403, {}, "the right to write"),
    ],
)
def test_a_refusal_in_the_midst_of_a_body_is_heard(
    store: str, status: int, headers: dict[str, str], message: str
) -> None:
    early = Fault(answer=Answer(b"no", "text/plain", status, headers), early=True)
    with proxying(store, lambda _, __: early) as proxy:
        error = fails(proxy.url, LONG)
    assert error.status == status
    assert re.search(message, str(error))
    assert len(proxy.asked) == 1


def test_a_refusal_by_a_server_that_reads_no_further_is_heard(store: str) -> None:
    over = Event()

    def refusal() -> Iterator[bytes]:
        yield b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"
        over.wait(60)

    with (
        proxying(store, first(Fault(answer=Answer(raw=refusal()), early=True))) as proxy,
        Session(proxy.url, timeout=20) as session,
    ):
        try:
            with pytest.raises(ServiceError, match="413"):
                session.request("PUT", data=LONG, headers=TURTLE, writing=True)
            # the next request is not taken for the rest of the body
            assert session.request("PUT", data=triples(3), headers=TURTLE, writing=True).status == 204
        finally:
            over.set()
    assert held(store) == 3


def test_a_server_that_says_to_go_on_gets_the_rest(store: str) -> None:
    with proxying(store, first(Fault(pause=0.1))) as proxy, Session(proxy.url) as session:
        headers = {**TURTLE, "Expect": "100-continue"}
        assert session.request("PUT", data=triples(50_000), headers=headers, writing=True).status == 204
    assert held(store) == 50_000


@pytest.mark.parametrize("status", [200, 201, 204])
def test_no_answer_is_good_before_the_body_was_read(store: str, status: int) -> None:
    with proxying(store, first(Fault(answer=Answer(b"", "", status), early=True))) as proxy:
        assert write(proxy.url, LONG) == 204
    assert len(proxy.asked) == 2
    assert proxy.statuses == [204]


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "400: can't read the data, or doesn't take it. Look at what it says; it says:"),
        (403, "Give a user with the right to write here"),
        (404, "nothing to write to at this path. It is often: Fuseki: /DATASET/data and /DATASET/update, Oxigraph:"),
        (405, "or may only be read. It is often"),
        (413, "takes no body of this size (0.0 kB)"),
        (415, "doesn't take data in this format"),
        (418, "refuses the write"),
        (500, "fails at the write. Look into its log"),
        (501, "RDF4J and GraphDB: /repositories/NAME/statements, Virtuoso: /sparql-graph-crud-auth"),
        (504, "Send less at once, or try again later"),
        (507, "has no room left"),
    ],
)
def test_a_status_is_told_as_of_a_write(status: int, message: str) -> None:
    with answering(Answer(b"so it is", "text/plain", status)) as server:
        error = str(fails(server.url))
    assert message in error
    assert error.endswith("so it is")
    assert "query" not in error.removeprefix(server.url)


def test_a_user_who_may_not_write_is_told() -> None:
    with answering(Answer(status=401, headers={"WWW-Authenticate": 'Basic realm="a"'})) as server:
        error = fails(server.url, credentials=Credentials("ann", "s3cret", scheme="basic"))
    assert str(error).endswith("whether it is for this service, and may write.")


# Answers


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_written_to_in_the_same_way(status: int, store: str) -> None:
    redirect = Fault(answer=Answer(b"", "", status, {"Location": store}), early=True)
    notes: list[str] = []
    with proxying(store, lambda _, __: redirect) as proxy:
        assert write(proxy.url, triples(2000), credentials=Credentials(token="t0ken"), notes=notes) == 204
    assert held(store) == 2000
    assert "token were not sent on" in notes[0]


def test_no_credentials_go_elsewhere_with_a_long_body() -> None:
    challenge = Answer(status=401, headers={"WWW-Authenticate": 'Basic realm="a"'})
    with (
        answering(challenge, host="localhost") as other,
        answering(Answer(status=307, headers={"Location": other.url})) as server,
        pytest.raises(ServiceError, match="wants a user") as caught,
    ):
        write(server.url, triples(2000), credentials=Credentials("ann", "s3cret", scheme="basic"))
    assert str(caught.value).startswith(other.url)
    assert [asked.headers.get("Authorization") for asked in other.asked] == [None]


def test_a_redirect_to_read_something_is_no_success() -> None:
    with answering(Answer(status=303, headers={"Location": "/login"}), Answer(b"welcome", "text/plain")) as server:
        error = fails(server.url)
    assert error.status == 303
    assert "can't be told whether anything was written" in str(error)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "start", [b"<!DOCTYPE html>\n<html>", b"<?xml version='1.0'?><!doctype HTML>", b"\n\n<HTML lang=en>"]
)
@pytest.mark.parametrize("media", ["text/html; charset=utf-8", "application/xhtml+xml", ""])
def test_a_page_is_no_success(start: bytes, media: str) -> None:
    page = start + b"<head><title>Log in &amp; go</title></head><body><form></form></body></html>"
    with answering(Answer(page, media, 200)) as server:
        error = fails(server.url)
    assert "gives an HTML page: Log in & go. Is this the address for writing" in str(error)
    assert len(server.asked) == 1


def test_a_redirect_to_a_page_is_no_success() -> None:
    page = Answer(b"<html><title>Log in</title></html>", "text/html")
    with (
        answering(Answer(status=302, headers={"Location": "/login"}), page) as server,
        pytest.raises(ServiceError, match="/login: gives an HTML page: Log in"),
    ):
        write(server.url)


FUSEKI = b"<html>\n<head>\n</head>\n<body>\n<h1>Success</h1>\n<p>\nUpdate succeeded\n</p>\n</body>\n</html>\n"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"", "text/html; charset=UTF-8", 201),  # Virtuoso
        Answer(b"", "text/html", 200, length=""),
        Answer(FUSEKI, "text/html;charset=utf-8", 200),
        Answer(b'{ "count" : 3 , "tripleCount" : 3 }', "application/json", 200),
        Answer(b'<table class="sparql" border="1"></table>', "text/html", 200),  # Virtuoso, to a browser
        Answer([b"a", b"b"], "text/plain", 200, chunked=True),
        Answer(b"", "", 204),
    ],
)
def test_what_stores_say_of_what_they_wrote_is_success(answer: Answer) -> None:
    with answering(answer) as server, Session(server.url) as session:
        reply = session.request("POST", data=b"x", headers=TURTLE, writing=True)
        assert reply.body.read_most(1000) == (answer.body if isinstance(answer.body, bytes) else b"ab")
        reply.body.close()
    assert len(server.asked) == 1


def test_a_success_that_is_cut_off_is_none() -> None:
    half = Answer(b"<html><head><tit", "text/html", 200, length="500")
    with answering(half, DONE) as server:
        assert write(server.url) == 204
    with answering(half) as server:
        assert "is cut off" in str(fails(server.url))


# Authentication


class Guard:
    """Wants a user by digest authentication, and ends the connection at once where none is given."""

    def __init__(self, *, user: Credentials = USER, uses: int = 10**6, methods: str = "HEAD PUT") -> None:
        self.user, self.uses, self.methods = user, uses, methods
        self.nonce, self.used = 0, 0
        self.let_in: list[str] = []

    def __call__(self, asked: Asked, _: int) -> Fault | None:
        if asked.method not in self.methods or self._knows(asked.headers.get("Authorization", ""), asked):
            self.let_in.append(asked.method)
            return None
        self.nonce, self.used = self.nonce + 1, 0
        challenge = f'Digest realm="r", nonce="n{self.nonce}", qop="auth", algorithm=MD5, opaque="o"'
        return Fault(answer=Answer(b"", "", 401, {"WWW-Authenticate": challenge}), early=True)

    def _knows(self, said: str, asked: Asked) -> bool:
        told = {name: quoted or bare for name, quoted, bare in re.findall(r'(\w+)=(?:"([^"]*)"|([^",\s]+))', said)}
        if told.get("nonce") != f"n{self.nonce}" or self.used >= self.uses:
            return False
        who, what = _md5(f"{self.user.user}:r:{self.user.password}"), _md5(f"{asked.method}:{asked.path}")
        right = _md5(f"{who}:{told['nonce']}:{told['nc']}:{told['cnonce']}:auth:{what}")
        self.used += 1
        return told["response"] == right and int(told["nc"], 16) == self.used


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def methods(asked: list[Asked]) -> list[str]:
    """Give the methods of requests, with a sign behind those that told who asks."""
    return [item.method + "*" * ("Authorization" in item.headers) for item in asked]


def test_a_long_body_is_sent_once_and_with_an_answer_to_the_challenge(store: str) -> None:
    with proxying(store, Guard()) as proxy, Session(proxy.url, credentials=USER) as session:
        for _ in range(3):
            assert session.request("PUT", data=LONG, headers=TURTLE, writing=True).status == 204
    assert methods(proxy.asked) == ["HEAD", "PUT*", "PUT*", "PUT*"]


def test_a_short_body_needs_no_other_request(store: str) -> None:
    with proxying(store, Guard()) as proxy:
        assert write(proxy.url, credentials=USER) == 204
    assert methods(proxy.asked) == ["PUT", "PUT*"]


@pytest.mark.parametrize(
    "credentials", [None, Credentials(token="t0ken"), Credentials("ann", "s3cret", scheme="basic")]
)
def test_who_needs_no_challenge_waits_for_none(store: str, credentials: Credentials | None) -> None:
    with proxying(store, lambda _, __: None) as proxy:
        assert write(proxy.url, triples(2000), credentials=credentials) == 204
    assert [asked.method for asked in proxy.asked] == ["PUT"]


def test_a_store_that_wants_no_user_is_asked_once(store: str) -> None:
    with proxying(store, lambda _, __: None) as proxy, Session(proxy.url, credentials=USER) as session:
        for _ in range(2):
            session.request("PUT", data=triples(2000), headers=TURTLE, writing=True).body.close()
    assert methods(proxy.asked) == ["HEAD", "PUT", "PUT"]


def test_a_challenge_that_has_grown_stale_is_answered_anew(store: str) -> None:
    with proxying(store, Guard(uses=1)) as proxy, Session(proxy.url, credentials=USER) as session:
        for _ in range(2):
            assert session.request("PUT", data=LONG, headers=TURTLE, writing=True).status == 204
    assert methods(proxy.asked) == ["HEAD", "PUT*", "PUT*", "PUT*"]
    assert proxy.statuses == [204, 204]


def test_a_challenge_is_asked_for_again_where_the_connection_broke(store: str) -> None:
    guard = Guard()

    def once(asked: Asked, before: int) -> Fault | None:
        if before == 1:
            guard.nonce += 1  # and what was known is stale
            return Fault(after=100_000, reset=True)
        return guard(asked, before)

    with proxying(store, once) as proxy:
        assert write(proxy.url, LONG, credentials=USER) == 204
    assert methods(proxy.asked) == ["HEAD", "PUT*", "HEAD", "PUT*"]


def test_a_store_that_anybody_may_read_is_answered_in_the_midst_of_the_body(store: str) -> None:
    with proxying(store, Guard(methods="PUT")) as proxy:
        assert write(proxy.url, LONG, credentials=USER) == 204
    assert methods(proxy.asked) == ["HEAD", "PUT", "PUT*"]


@pytest.mark.parametrize("fault", [Fault(after=0), Fault(answer=Answer(status=405)), Fault(answer=Answer(status=500))])
def test_a_question_before_the_body_may_fail(store: str, fault: Fault) -> None:
    with proxying(store, first(fault)) as proxy:
        assert write(proxy.url, triples(2000), credentials=USER) == 204
    assert methods(proxy.asked) == ["HEAD", "PUT"]


def test_a_wrong_password_is_told_and_not_tried_for_long(store: str) -> None:
    with proxying(store, Guard(user=Credentials("ann", "other"))) as proxy:
        error = fails(proxy.url, LONG, credentials=USER)
    assert error.status == 401
    assert "doesn't take this user with this password" in str(error)
    assert len(proxy.asked) == 3


def test_basic_is_learnt_before_a_long_body(store: str) -> None:
    basic = Fault(answer=Answer(b"", "", 401, {"WWW-Authenticate": 'Basic realm="r"'}), early=True)

    def guard(asked: Asked, _: int) -> Fault | None:
        return None if "Authorization" in asked.headers else basic

    with proxying(store, guard) as proxy:
        assert write(proxy.url, LONG, credentials=USER) == 204
    assert methods(proxy.asked) == ["HEAD", "PUT*"]


def test_virtuoso_is_written_to(tmp_path: Path) -> None:
    with virtuoso(tmp_path) as server:
        put_graph(server, b"<a:b> <a:c> <a:d> .", GRAPH)
        url = f"{server.graphs}?graph={GRAPH}"
        with (
            proxying(url, lambda _, before: Fault(after=200_000) if before == 3 else None) as proxy,
            Session(proxy.url, credentials=Credentials("dba", "dba")) as session,
        ):
            for count in (10_000, 8_000, 9_000):
                assert session.request("PUT", data=triples(count), headers=TURTLE, writing=True).status == 200
        assert methods(proxy.asked) == ["HEAD", "PUT*", "PUT*", "PUT*", "HEAD", "PUT*"]
        counted = urlencode({"query": f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"})
        assert b"9000" in send(f"{server.query}?{counted}", accept="text/csv")
        assert "wants a user with the right to write, by digest" in str(fails(url, LONG))
        assert "doesn't take this user" in str(fails(url, LONG, credentials=Credentials("dba", "s3cret")))
