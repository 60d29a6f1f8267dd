"""The proxy of the fault tests hands on what a real server says, and does to it what it is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from faulty import Answer
from proxy import Fault, proxying
from servers import oxigraph

LINE = "<http://example.org/s> <http://example.org/p> <http://example.org/{}> .\n"
TURTLE = {"Content-Type": "text/turtle"}
MANY = "".join(LINE.format(number) for number in range(50_000)).encode()  # 3 MB, more than is sent in one piece


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a store, and give the address of a graph in it."""
    with oxigraph(tmp_path_factory.mktemp("store")) as server:
        yield f"{server.graphs}?graph=http://example.org/g"


@pytest.fixture(autouse=True)
def _begin_anew(store: str) -> None:
    ask("PUT", store, LINE.format("before").encode())


def ask(method: str, url: str, data: bytes = b"") -> requests.Response:
    """Send a request, past any proxy of the surroundings."""
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, url, data=data, headers=TURTLE, timeout=60, allow_redirects=False)


def held(store: str) -> int:
    """Count the triples of the graph."""
    return len(ask("GET", store).text.splitlines())


@pytest.mark.parametrize("fault", [None, Fault(pause=0.1)])
def test_what_has_no_fault_is_handed_on(store: str, fault: Fault | None) -> None:
    with proxying(store, lambda _, __: fault) as proxy:
        assert proxy.url.endswith("/store?graph=http://example.org/g")
        assert ask("PUT", proxy.url, MANY).status_code == 204
        answer, straight = ask("GET", proxy.url), ask("GET", store)
        assert answer.text == straight.text
        assert answer.headers["Content-Type"] == straight.headers["Content-Type"]
        assert ask("HEAD", proxy.url).status_code == 200
        assert ask("PUT", proxy.url, b"no Turtle").status_code == 400
    assert [asked.method for asked in proxy.asked] == ["PUT", "GET", "HEAD", "PUT"]
    assert proxy.statuses == [204, 200, 200, 400]
    assert held(store) == 50_000


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("after", [0, 1000, 2_000_000])
def test_a_connection_ends_in_the_midst_of_a_body(store: str, after: int, reset: bool) -> None:
    with (
        proxying(store, lambda _, count: None if count else Fault(after=after, reset=reset)) as proxy,
        pytest.raises(requests.ConnectionError),
    ):
        ask("PUT", proxy.url, MANY)
    assert proxy.statuses == []
    assert held(store) == 1  # nothing is half written


@pytest.mark.parametrize("reset", [False, True])
def test_the_answer_to_what_was_written_is_lost(store: str, reset: bool) -> None:
    with (
        proxying(store, lambda _, __: Fault(lost=True, reset=reset)) as proxy,
        pytest.raises(requests.ConnectionError),
    ):
        ask("PUT", proxy.url, MANY)
    assert proxy.statuses == [204]
    assert held(store) == 50_000


def test_an_answer_is_cut_off(store: str) -> None:
    ask("PUT", store, MANY)
    with (
        proxying(store, lambda _, __: Fault(cut=100_000)) as proxy,
        pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)),
    ):
        ask("GET", proxy.url)
    assert proxy.statuses == [200]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"no", "text/plain", 403),
        Answer(b"wait", "text/plain", 429, {"Retry-After": "7"}),
        Answer(b"<html><title>Log in</title></html>", "text/html", 200),
        Answer(b"", "", 307, {"Location": "http://localhost/elsewhere"}),
    ],
)
def test_the_proxy_answers_itself(store: str, answer: Answer) -> None:
    with proxying(store, lambda _, count: None if count else Fault(answer=answer)) as proxy:
        given = ask("PUT", proxy.url, MANY)
        assert ask("GET", proxy.url).status_code == 200
    assert (given.status_code, given.content) == (answer.status, answer.body)
    assert answer.headers.items() <= given.headers.items()
    assert proxy.statuses == [200]
    assert held(store) == 1


def test_the_proxy_answers_before_the_body_has_come(store: str) -> None:
    early = Fault(answer=Answer(b"too much", "text/plain", 413), early=True)
    with proxying(store, lambda asked, _: early if asked.method == "PUT" else None) as proxy:
        assert ask("PUT", proxy.url, MANY).status_code == 413
        assert len(ask("GET", proxy.url).text.splitlines()) == 1
