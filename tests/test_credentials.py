"""Credentials: found in one order, refused where they contradict each other, never shown."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from faulty import Answer, answering, some_rows
from lfckg.errors import InputError, LfckgError, ServiceError
from lfckg.services.addresses import check_url, is_local, origin_of, show_url
from lfckg.services.credentials import Credentials, find_credentials
from support import lfckg
from terminals import CTRL_C, CTRL_D, Terminal

URL = "https://example.org/sparql"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def files(home: Path) -> Path:
    (home / "password").write_text("from file\n", "utf-8")
    (home / "token").write_text("t0ken-file\r\n", "utf-8")
    (home / ".netrc").write_text(
        "machine example.org login ann password from-netrc\nmachine other.org login eve password others\n"
        "default login anybody password anything\n",
        "utf-8",
    )
    return home


def test_nothing_is_found_where_nothing_is_told() -> None:
    assert find_credentials(URL) is None


def test_arguments_come_first(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFCKG_TOKEN", "t0ken")
    monkeypatch.setenv("LFCKG_USER", "bob")
    monkeypatch.setenv("LFCKG_PASSWORD", "from environment")
    assert find_credentials(URL, user="ann", password_file=files / "password") == Credentials("ann", "from file")
    assert find_credentials(URL, token_file=files / "token") == Credentials(token="t0ken-file")
    assert find_credentials(URL, user="ann") == Credentials("ann", "from-netrc")  # the password is bob's
    assert find_credentials(URL, user="bob", scheme="digest") == Credentials("bob", "from environment", scheme="digest")


@pytest.mark.usefixtures("files")
def test_the_environment_comes_before_netrc(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_credentials(URL) == Credentials("ann", "from-netrc")
    monkeypatch.setenv("LFCKG_USER", "bob")
    monkeypatch.setenv("LFCKG_PASSWORD", "from environment")
    assert find_credentials(URL) == Credentials("bob", "from environment")
    monkeypatch.delenv("LFCKG_USER")
    monkeypatch.setenv("LFCKG_TOKEN", "t0ken")
    assert find_credentials(URL) == Credentials(token="t0ken")


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://EXAMPLE.org:8890/sparql", Credentials("ann", "from-netrc")),
        ("https://other.org/", Credentials("eve", "others")),
        ("https://sub.example.org/", None),
        ("https://example.org.evil.example/", None),
    ],
)
@pytest.mark.usefixtures("files")
def test_netrc_tells_the_very_host_alone(url: str, found: Credentials | None) -> None:
    assert find_credentials(url) == found


def test_netrc_may_be_elsewhere(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (files / "mine").write_text("machine example.org login me password mine\n", "utf-8")
    monkeypatch.setenv("NETRC", str(files / "mine"))
    assert find_credentials(URL) == Credentials("me", "mine")
    monkeypatch.setenv("NETRC", str(files / "missing"))
    with pytest.raises(InputError, match="missing: can't be read"):
        find_credentials(URL)


@pytest.mark.parametrize(
    ("environment", "arguments", "message"),
    [
        ({"LFCKG_TOKEN": "s3cret", "LFCKG_USER": "ann"}, {}, "both set"),
        ({"LFCKG_PASSWORD": "s3cret"}, {}, "no user"),
        ({"LFCKG_USER": "zoe"}, {}, "zoe: no password is given"),
        ({}, {"user": "zoe"}, "zoe: no password is given"),
        ({}, {"password_file": "password"}, "no user"),
        ({}, {"user": "zoe", "token_file": "token"}, "Give one of them"),
        ({}, {"token_file": "nothing"}, "no such file"),
        ({}, {"user": "zoe", "password_file": "empty"}, "is empty"),
        ({}, {"user": "zoe", "password_file": "password", "scheme": "magic"}, "no such way"),
        ({}, {"token_file": "password"}, "no bearer token has"),
    ],
)
def test_what_is_half_given_is_refused(
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    arguments: dict[str, str],
    message: str,
) -> None:
    (files / "empty").write_text("\n", "utf-8")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    given = {key: files / value if key.endswith("_file") else value for key, value in arguments.items()}
    with pytest.raises(LfckgError, match=message) as caught:
        find_credentials(URL, **given)  # type: ignore[arg-type]
    assert "s3cret" not in str(caught.value)
    assert "from file" not in str(caught.value)


def test_who_is_asked_gives_what_is_not_found(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def ask(user: str) -> str:
        asked.append(user)
        return "typed"

    assert find_credentials(URL, user="zoe", ask=ask) == Credentials("zoe", "typed")
    monkeypatch.setenv("LFCKG_USER", "eve")
    assert find_credentials(URL, ask=ask, scheme="digest") == Credentials("eve", "typed", scheme="digest")
    assert asked == ["zoe", "eve"]
    assert find_credentials(URL, user="ann", ask=ask) == Credentials("ann", "from-netrc")
    assert find_credentials(URL, user="zoe", password_file=files / "password", ask=ask) == Credentials(
        "zoe", "from file"
    )
    assert find_credentials(URL, token_file=files / "token", ask=ask) == Credentials(token="t0ken-file")
    monkeypatch.delenv("LFCKG_USER")
    assert find_credentials("https://nowhere.example/", ask=ask) is None
    assert asked == ["zoe", "eve"]
    with pytest.raises(ServiceError, match="zoe: no password is given"):
        find_credentials(URL, user="zoe", ask=lambda _: "")
    with pytest.raises(ServiceError, match="control characters"):
        find_credentials(URL, user="zoe", ask=lambda _: "a\nb")


# A password that is typed

BASIC = Answer(b"who?", "text/plain", 401, {"WWW-Authenticate": 'Basic realm="a club"'})


def test_a_password_is_typed_unseen(home: Path) -> None:
    with (
        answering(BASIC, Answer(some_rows())) as server,
        Terminal("query", "trophies", "--endpoint", server.url, "--user", "ann", env={"HOME": str(home)}) as terminal,
    ):
        terminal.expect(f"Password of ann for {server.url}: ")
        terminal.type("s3cret\r")
        terminal.expect("v1")
        assert b"s3cret" not in Path(f"/proc/{terminal.process.pid}/cmdline").read_bytes()
        assert b"s3cret" not in Path(f"/proc/{terminal.process.pid}/environ").read_bytes()
        assert terminal.end() == 0
    told = base64.b64encode(b"ann:s3cret").decode()
    assert [asked.headers.get("Authorization") for asked in server.asked] == [None, f"Basic {told}"]
    assert "s3cret" not in terminal.text
    assert told not in terminal.text


def test_a_wrong_password_that_was_typed_is_not_shown(home: Path) -> None:
    with (
        answering(BASIC) as server,
        Terminal("query", "trophies", "--endpoint", server.url, "--user", "ann", env={"HOME": str(home)}) as terminal,
    ):
        terminal.expect("Password of ann")
        terminal.type("s3cret\r")
        terminal.expect("doesn't take this user with this password")
        assert terminal.end() == 1
    assert "s3cret" not in terminal.text


@pytest.mark.parametrize(
    ("keys", "message"),
    [("\r", "ann: no password is given"), (CTRL_D, "ann: no password is given"), (CTRL_C, "interrupted")],
)
def test_no_password_is_typed(home: Path, keys: str, message: str) -> None:
    with (
        answering(BASIC) as server,
        Terminal("query", "trophies", "--endpoint", server.url, "--user", "ann", env={"HOME": str(home)}) as terminal,
    ):
        terminal.expect(f"Password of ann for {server.url}: ")
        terminal.type(keys)
        terminal.expect(message)
        assert terminal.end() == 1
    assert server.asked == []


def test_nobody_is_asked_where_nobody_types(home: Path) -> None:
    with answering(BASIC) as server:
        run = lfckg(
            "query", "trophies", "--endpoint", server.url, "--user", "ann", env={"HOME": str(home)}, stdin="x\n"
        )
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("lfckg: ann: no password is given. Set LFCKG_PASSWORD")
    assert server.asked == []


def test_a_broken_netrc_is_named_and_not_quoted(home: Path) -> None:
    (home / ".netrc").write_text("machine example.org login ann password x s3cret\n", "utf-8")
    with pytest.raises(InputError, match=r"\.netrc: is not in netrc's form") as caught:
        find_credentials(URL)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("value", ["a\nb", "a\x00b", "a\rb"])
def test_no_line_break_gets_into_a_header(value: str) -> None:
    for given in ({"user": "ann", "password": value}, {"user": value, "password": "x"}, {"token": value}):
        with pytest.raises(ServiceError) as caught:
            Credentials(**given)
        assert value not in str(caught.value)


def test_secrets_are_not_shown() -> None:
    told = [Credentials("ann", "s3cret"), Credentials(token="s3cret")]
    for text in (repr(told), str(told[0]), f"{told[1]}", "%s" % told[0]):  # noqa: UP031  each way to show it
        assert "s3cret" not in text


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "example.org/sparql",
        "http://",
        "file:///etc/passwd",
        "http://exa mple.org/",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://[::1/",
        "http://example.org/\x1b[31m",
    ],
)
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(ServiceError, match="URL") as caught:
        check_url(url)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://ann:s3cret@example.org/", "https://s3cret@example.org/x?key=s3cret"])
def test_a_password_in_a_url_is_refused_and_not_told(url: str) -> None:
    with pytest.raises(ServiceError, match="LFCKG_PASSWORD") as caught:
        find_credentials(url)
    assert "s3cret" not in str(caught.value)


def test_urls_are_shown_without_what_may_be_secret() -> None:
    assert show_url("https://a:s3cret@example.org:8/p?key=s3cret#s3cret") == "https://example.org:8/p"
    assert "s3cret" not in show_url("https://a:s3cret@[::1/p?key=s3cret")


def test_origins_are_scheme_host_and_port() -> None:
    assert origin_of("http://example.org") == origin_of("HTTP://Example.ORG:80/x")
    assert len({origin_of(f"{where}/") for where in ("http://a", "https://a", "http://a:8", "http://b")}) == 4
    assert is_local("http://localhost:1/")
    assert is_local("http://[::1]/")
    assert not is_local("http://localhost.example.org/")
