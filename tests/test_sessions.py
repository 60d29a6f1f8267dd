"""Sessions: faults of services are told, credentials stay with the service that they are for."""

from __future__ import annotations

import base64
import logging
import time
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from faulty import Answer, Asked, answering, at
from lfckg import __version__
from lfckg.errors import InputError, ServiceError
from lfckg.services.credentials import Credentials
from lfckg.services.sessions import Session
from servers import free_port

USER = Credentials("ann", "s3cret")
BASIC = Answer(b"who?", "text/plain", 401, {"WWW-Authenticate": 'Basic realm="a club"'})
FINE = Answer(b"fine", "text/plain")


pytestmark = pytest.mark.usefixtures("own_network")


def ask(url: str, credentials: Credentials | None = None, *, timeout: float = 5, notes: list[str] | None = None) -> str:
    """Ask a service a question and give its answer."""
    with Session(url, credentials=credentials, timeout=timeout) as session:
        try:
            with session.request("POST", data=b"q=1", headers={"X-Ours": "yes"}).body as body:
                return body.read_most(1000).decode()
        finally:
            (notes if notes is not None else []).extend(session.notes)


def fails(url: str, credentials: Credentials | None = None, *, timeout: float = 5) -> ServiceError:
    """Ask a service that can't answer; its error must hold no secret, in whatever way it is shown."""
    with pytest.raises(ServiceError) as caught:
        ask(url, credentials, timeout=timeout)
    shown = "".join(traceback.format_exception(caught.value))
    for secret in ("s3cret", base64.b64encode(b"ann:s3cret").decode()):
        assert secret not in shown
    assert caught.value.__context__ is None  # a library's error would carry the request, with its headers
    assert str(caught.value).startswith(url.partition("?")[0])
    return caught.value


def who(asked: Asked) -> str:
    """Give what a request says of who sent it."""
    return asked.headers.get("Authorization", "")


def test_a_request_says_who_we_are_and_sends_what_it_should() -> None:
    with answering(FINE) as server:
        assert ask(server.url) == "fine"
    (asked,) = server.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/query", b"q=1")
    assert asked.headers["User-Agent"] == f"lfckg/{__version__}"
    assert asked.headers["X-Ours"] == "yes"
    assert not {"Authorization", "Cookie"} & set(asked.headers)


# Authentication


def test_a_password_is_sent_when_it_is_asked_for() -> None:
    with answering(BASIC, FINE) as server:
        assert ask(server.url, USER) == "fine"
    assert [who(asked) for asked in server.asked] == ["", "Basic " + base64.b64encode(b"ann:s3cret").decode()]
    assert server.asked[1].body == b"q=1"


def test_a_password_that_was_asked_for_once_is_sent_from_then_on() -> None:
    with answering(BASIC, FINE) as server, Session(server.url, credentials=USER) as session:
        for _ in range(2):
            session.request("POST", data=b"q=1", headers={}).body.close()
    assert [bool(who(asked)) for asked in server.asked] == [False, True, True]


def test_basic_and_tokens_are_sent_at_once() -> None:
    with answering(FINE) as server:
        ask(server.url, Credentials("jürgen", "pä:ss", scheme="basic"))
        ask(server.url, Credentials(token="t0ken"))
    told = [who(asked) for asked in server.asked]
    assert told == ["Basic " + base64.b64encode("jürgen:pä:ss".encode()).decode(), "Bearer t0ken"]


def test_digest_is_taken_before_basic() -> None:
    both = 'Basic realm="a", Digest realm="b", nonce="n", qop="auth,auth-int", algorithm=SHA-256'
    with answering(Answer(status=401, headers={"WWW-Authenticate": both}), BASIC, FINE) as server:
        # requests asks once more before it answers the challenge
        assert fails(server.url, USER).status == 401
    assert all(not who(asked).startswith("Basic") for asked in server.asked)


def test_digest_keeps_the_password_to_itself() -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="b", nonce="n", qop="auth", algorithm=SHA-256'}
    refused = Answer(status=401, headers=challenge)
    with answering(refused, refused, FINE) as server:
        assert ask(server.url, Credentials("ann", "s3cret", scheme="digest")) == "fine"
    answer = who(server.asked[-1])
    assert answer.startswith('Digest username="ann", realm="b", nonce="n", uri="/query", response="')
    assert "s3cret" not in answer


@pytest.mark.parametrize(
    ("credentials", "challenge", "message"),
    [
        (None, 'Basic realm="a"', "wants a user, by basic authentication"),
        (USER, 'Basic realm="a"', "doesn't take this user with this password"),
        (None, 'Basic realm="a", Digest realm="a", nonce="n"', "by digest or basic"),
        (None, 'Bearer realm="a"', "wants a bearer token"),
        (Credentials(token="s3cret"), 'Bearer realm="a"', "doesn't take this token"),
        (Credentials(token="s3cret"), "", "doesn't take this token"),
        (Credentials(token="s3cret"), 'Basic realm="a"', "wants a user"),
        (USER, "Negotiate", "authentication by Negotiate"),
        (USER, "\x1b[31m", r"authentication by \\x1b"),
        (USER, "", "doesn't say in which way"),
        (Credentials("ann", "s3cret", scheme="digest"), 'Basic realm="a"', "in the clear"),
        (USER, 'Digest realm="a", nonce="n", algorithm=ROT13', "a kind of digest authentication"),
        (USER, 'Digest realm="a", nonce="n", qop="auth-int"', "a kind of digest authentication"),
        (USER, "Digest", "a kind of digest authentication"),
        (Credentials("jürgen", "s3cret"), 'Digest realm="a", nonce="n"', "can't carry this user's name"),
    ],
)
def test_who_is_not_let_in_learns_why(credentials: Credentials | None, challenge: str, message: str) -> None:
    headers = {"WWW-Authenticate": challenge} if challenge else {}
    with answering(Answer(b"no", "text/plain", 401, headers)) as server:
        error = fails(server.url, credentials)
        assert len(server.asked) <= 3
    assert error.status == 401
    with pytest.raises(ServiceError, match=message):
        raise error


def test_a_service_that_says_a_secret_again_is_not_quoted() -> None:
    def echo(asked: Asked) -> Answer:
        return Answer(f"bad header {who(asked)}".encode(), "text/plain", 403)

    with answering(echo) as server:
        for credentials in (Credentials("ann", "s3cret", scheme="basic"), Credentials(token="s3cret")):
            assert "bad header" in str(fails(server.url, credentials))


def test_a_secret_in_a_page_is_not_quoted() -> None:
    for password, written in (("s3cret", b"s&#51;cret"), ("s&cret", b"s&amp;cret"), ("<i>", b"<i>")):
        with answering(Answer(b"<html><p>bad password " + written + b"</p></html>", "text/html", 403)) as server:
            error = fails(server.url, Credentials("ann", password, scheme="basic"))
        assert "bad password …" in str(error)
        assert password not in str(error)


def test_nothing_is_logged_that_is_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with answering(BASIC, FINE) as server:
        ask(server.url, USER)
    assert "127.0.0.1" in caplog.text
    assert "s3cret" not in caplog.text
    assert base64.b64encode(b"ann:s3cret").decode() not in caplog.text


def test_cookies_are_not_kept() -> None:
    with answering(Answer(b"fine", headers={"Set-Cookie": "s=1; Path=/"})) as server, Session(server.url) as session:
        for _ in range(2):
            session.request("POST", headers={}).body.close()
    assert [asked.headers.get("Cookie") for asked in server.asked] == [None, None]


# Redirects


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_of_the_same_service_gets_all_of_the_request(status: int) -> None:
    with answering(Answer(status=status, headers={"Location": "/other?x=1"}), FINE) as server:
        assert ask(server.url, Credentials(token="t0ken")) == "fine"
    first, second = server.asked
    assert (second.method, second.path, second.body, who(second)) == ("POST", "/other?x=1", first.body, who(first))


def test_a_redirect_to_see_something_else_is_a_get() -> None:
    with answering(Answer(status=303, headers={"Location": "/result"}), FINE) as server:
        assert ask(server.url) == "fine"
    assert (server.asked[1].method, server.asked[1].body) == ("GET", b"")


@pytest.mark.parametrize("credentials", [Credentials(token="s3cret"), Credentials("ann", "s3cret", scheme="basic")])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "127.0.0.1"])
def test_credentials_are_not_sent_on_to_another_host_or_port(
    host: str, credentials: Credentials, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text(f"machine {host} login ann password s3cret\n", "utf-8")
    notes: list[str] = []
    with (
        answering(FINE, host=host) as other,
        answering(Answer(status=307, headers={"Location": other.url})) as server,
    ):
        assert ask(server.url, credentials, notes=notes) == "fine"
    assert who(server.asked[0])
    assert [who(asked) for asked in other.asked] == [""]
    assert notes == [f"{server.url}: redirects to {other.url}; user and password or token were not sent on."]


def test_another_host_that_asks_for_a_password_gets_none(tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine localhost login ann password s3cret\n", "utf-8")
    with (
        answering(BASIC, host="localhost") as other,
        answering(Answer(status=307, headers={"Location": other.url})) as server,
        pytest.raises(ServiceError, match="wants a user") as caught,
    ):
        ask(server.url, USER)
    assert str(caught.value).startswith(other.url)
    assert [who(asked) for asked in other.asked] == [""]


def test_the_way_back_from_another_host_has_credentials_again() -> None:
    def back(_: Asked) -> Answer:
        return Answer(status=307, headers={"Location": f"{server.url}/back"})

    with (
        answering(back, host="localhost") as other,
        answering(Answer(status=307, headers={"Location": other.url}), FINE) as server,
    ):
        assert ask(server.url, Credentials(token="t0ken")) == "fine"
    assert [who(asked) for asked in (*server.asked, *other.asked)] == ["Bearer t0ken", "Bearer t0ken", ""]


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://localhost/", "http://ann:s3cret@localhost/", "http://[/"]
)
def test_some_redirects_are_not_followed(location: str) -> None:
    with answering(Answer(status=302, headers={"Location": location})) as server:
        assert "not followed" in str(fails(server.url))


def test_a_circle_of_redirects_ends() -> None:
    with answering(Answer(status=302, headers={"Location": "/query"})) as server:
        assert "redirects more than 5 times" in str(fails(server.url))
    assert len(server.asked) == 6


def test_a_redirect_to_nowhere_is_an_error() -> None:
    with answering(Answer(status=302)) as server:
        assert fails(server.url).status == 302


# Retries


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_service_is_asked_again(status: int) -> None:
    with answering(Answer(status=status), Answer(status=status), FINE) as server:
        assert ask(server.url) == "fine"
    assert [asked.body for asked in server.asked] == [b"q=1"] * 3


def test_a_connection_that_is_reset_is_made_again() -> None:
    with answering(Answer(reset=True), FINE) as server:
        assert ask(server.url) == "fine"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_service_that_stays_busy_is_left_alone(status: int) -> None:
    with answering(Answer(b"too many of you", "text/plain", status)) as server:
        error = fails(server.url)
    assert error.status == status
    assert "too many of you" in str(error)
    assert len(server.asked) == 4


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 501])
def test_what_does_not_pass_is_not_asked_again(status: int) -> None:
    with answering(Answer(status=status)) as server:
        assert fails(server.url).status == status
    assert len(server.asked) == 1


def test_the_wait_that_a_service_asks_for_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(seconds=30), usegmt=True)
    busy = [Answer(status=503, headers={"Retry-After": value}) for value in ("2", soon, past)]
    notes: list[str] = []
    with answering(*busy, FINE) as server:
        assert ask(server.url, timeout=60, notes=notes) == "fine"
    assert waits[0] == 2
    assert 25 < waits[1] <= 30
    assert waits[2] == 0
    assert notes[0] == f"{server.url}: asks to wait 2 s before it is asked again."


def test_no_wait_is_longer_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    with answering(Answer(status=503, headers={"Retry-After": "86400"}), FINE) as server:
        assert ask(server.url, timeout=100) == "fine"
    assert waits == [60]


@pytest.mark.parametrize("value", ["soon", "-1", "1e9", "Wed, 99 Foo 2026", "²"])
def test_a_wait_that_is_none_is_passed_over(value: str) -> None:
    with answering(Answer(status=503, headers={"Retry-After": value.encode().decode("latin-1")}), FINE) as server:
        assert ask(server.url) == "fine"


def test_a_wait_beyond_the_time_that_is_left_is_not_begun() -> None:
    notes: list[str] = []
    busy = Answer(status=503, headers={"Retry-After": "30"})
    with answering(busy, FINE) as server, pytest.raises(ServiceError, match="503"):
        ask(server.url, timeout=5, notes=notes)
    assert "asks to wait 30 s" in notes[0]


# Faults


def test_a_service_that_is_down_is_told() -> None:
    error = fails(f"http://127.0.0.1:{free_port()}/query?key=s3cret", USER)
    assert "connection refused" in str(error)
    assert error.status == 0


@pytest.mark.parametrize("host", ["nowhere.invalid", "a..b", "x" * 70 + ".invalid"])
def test_a_host_that_is_not_known_is_told(host: str) -> None:
    assert "is not known" in str(fails(f"http://{host}/query"))


@pytest.mark.parametrize("raw", [b"HELLO\r\n\r\n", b"\x00\x01\x02", b"HTTP/1.1 abc\r\n\r\n", b"SSH-2.0-x\r\n"])
def test_what_speaks_no_http_is_told(raw: bytes) -> None:
    with answering(Answer(raw=raw)) as server:
        assert "doesn't answer in HTTP" in str(fails(server.url))


def test_a_connection_that_ends_at_once_is_told() -> None:
    with answering(Answer(raw=b"")) as server:
        assert "ends the connection" in str(fails(server.url))
    assert len(server.asked) == 4


def test_a_service_that_says_nothing_is_left_in_time() -> None:
    with answering(Answer(pause=20)) as server:
        assert "no answer within 0.3 s" in str(fails(server.url, timeout=0.3))


def test_a_head_that_comes_byte_by_byte_is_left_in_time() -> None:
    head = (b"%c" % byte for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000)
    with answering(Answer(raw=head, pause=0.1)) as server:
        assert "no answer within 0.5 s" in str(fails(server.url, timeout=0.5))


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "Mend the query"),
        (403, "Is it the right user"),
        (404, "Fuseki: /DATASET/query, Oxigraph: /query, GraphDB: /repositories/NAME, Virtuoso: /sparql"),
        (405, "takes no queries"),
        (406, "none of the formats"),
        (413, "Shorten it"),
        (418, "refuses the query"),
        (500, "fails at the query"),
    ],
)
def test_a_status_is_told_with_the_words_of_the_service(status: int, message: str) -> None:
    body = b"line 1\n\n  line \x1b[31m2\n" + b"x" * 500 + b"\n4\n5\n6\n7"
    with answering(Answer(body, "text/plain", status)) as server:
        error = str(fails(server.url))
    assert message in error
    lines = error.splitlines()[1:]
    assert lines == ["    line 1", r"    line \x1b[31m2", f"    {'x' * 200}…", "    4", "    5", "    …"]


def test_an_error_in_html_is_told_as_text() -> None:
    page = (
        b"<!DOCTYPE html><html><head><title>T</title><style>p {}</style></head><body><p>No &amp; no</p></body></html>"
    )
    with answering(Answer(page, "text/html", 500)) as server:
        assert str(fails(server.url)).splitlines()[1:] == ["    No & no"]


def test_an_error_without_end_is_not_read_to_its_end() -> None:
    with answering(Answer((b"x" * 1000 for _ in range(10**6)), "text/plain", 400)) as server:
        assert fails(server.url).status == 400
        assert server.sent < 10**7


# TLS and proxies


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_certificate_is_checked(certificate: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with answering(FINE, host="localhost", certificate=certificate) as server:
        assert "certificate can't be trusted" in str(fails(server.url, USER))
        assert server.asked == []
        monkeypatch.setenv(name, str(certificate.with_suffix(".crt")))
        assert ask(server.url) == "fine"
        assert "certificate can't be trusted" in str(fails(server.url.replace("localhost", "127.0.0.1")))
        monkeypatch.setenv(name, "/nowhere.pem")
        with pytest.raises(InputError, match=rf"/nowhere.pem: no such file. {name}"):
            ask(server.url)


def test_a_head_over_tls_that_comes_byte_by_byte_is_left_in_time(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.with_suffix(".crt")))
    head = (b"%c" % byte for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000)
    with answering(Answer(raw=head, pause=0.1), host="localhost", certificate=certificate) as server:
        assert "no answer within 0.5 s" in str(fails(server.url, timeout=0.5))


def test_http_and_https_are_told_apart(certificate: Path) -> None:
    with answering(FINE) as server:
        assert "no safe connection" in str(fails(server.url.replace("http:", "https:")))
    with answering(FINE, host="localhost", certificate=certificate) as server, pytest.raises(ServiceError):
        ask(server.url.replace("https:", "http:"))


def test_no_redirect_leads_out_of_tls(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.with_suffix(".crt")))
    with (
        answering(FINE) as plain,
        answering(
            Answer(status=307, headers={"Location": plain.url}), host="localhost", certificate=certificate
        ) as server,
    ):
        assert "where anybody may listen" in str(fails(server.url, USER))
    assert plain.asked == []


def test_a_proxy_is_used_and_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(FINE) as proxy, answering(Answer(b"direct", "text/plain")) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.removesuffix("/query"))
        monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/query"))
        assert ask("http://club.invalid/query") == "fine"
        assert proxy.asked[0].path == "http://club.invalid/query"
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert ask(server.url) == "direct"


def test_a_password_in_the_clear_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[str] = []
    with answering(BASIC, FINE) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/query"))
        ask("http://club.invalid/query", USER, notes=notes)
    assert notes == [
        "http://club.invalid/query: the password or token is sent unencrypted. Use https where there is any."
    ]


def test_a_password_that_stays_on_this_machine_is_not_noted() -> None:
    notes: list[str] = []
    with answering(BASIC, FINE) as server:
        ask(at(server, "localhost"), USER, notes=notes)
    assert notes == []


@pytest.mark.parametrize(
    ("url", "credentials", "noted"),
    [
        ("http://club.invalid/", Credentials(token="t0ken"), True),
        ("http://club.invalid/", Credentials("ann", "s3cret", scheme="basic"), True),
        ("http://club.invalid/", Credentials("ann", "s3cret"), False),  # nothing is sent yet
        ("https://club.invalid/", Credentials(token="t0ken"), False),
        ("http://[::1]/", Credentials(token="t0ken"), False),
    ],
)
def test_what_is_sent_in_the_clear_unasked_is_noted_at_once(url: str, credentials: Credentials, noted: bool) -> None:
    with Session(url, credentials=credentials) as session:
        assert bool(session.notes) is noted
