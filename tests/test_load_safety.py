"""What a load must not do, whatever a server does: believe it, give it secrets, send it what it can't take."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

import servers
from faulty import Answer, Asked, answering
from loaded import NEW, OLD, Store, load, missing_in, n_quads, sent
from proxy import Fault, Faults, proxying
from support import Run, lfckg

GRAPHS = set(OLD | NEW)
SECRET = "s3cret-word"  # noqa: S105  of nobody
USER = {"LFCKG_USER": "ann", "LFCKG_PASSWORD": SECRET}
TRUTH = Answer(b'{"head":{},"boolean":true}', headers={"Server": "Oxigraph/0.5"})
NO_ROWS = Answer(b'{"head":{"vars":["g"]},"results":{"bindings":[]}}')
PAGE = Answer(b"<!DOCTYPE html><title>Welcome</title>", "text/html")
TAKEN = Answer(b"", "", 204)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with servers.oxigraph(tmp_path_factory.mktemp("store")) as server:
        yield Store(server)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The file of what is to be loaded: the new state."""
    return tmp_path / "data.nq"


@pytest.fixture
def store(running: Store, data: Path) -> Store:
    """A store in the old state."""
    running.begin(data)
    data.write_bytes(n_quads(NEW))
    return running


def refused(run: Run, *words: str) -> None:
    """Find one clear message, with all of these words and no secret."""
    assert run.code == 1
    assert "Traceback" not in run.err
    assert SECRET not in run.err + run.out
    assert "YW5u" not in run.err  # the beginning of user and password in basic authentication
    for word in words:
        assert word in run.err


def too_large_beyond(size: int) -> Answer:
    return Answer(f"at most {size} bytes".encode(), "text/plain", 413)


@pytest.mark.parametrize("via", ["auto", "update"])
def test_a_server_that_takes_little_at_once_gets_it_in_parts(
    running: Store, data: Path, tmp_path: Path, via: str
) -> None:
    most = 100_000
    many = {f"{graph}/{number}": pairs for graph, pairs in NEW.items() for number in range(9) if "/d/" in graph}
    long = {graph: {(f"{s}/{n}", o) for s, o in pairs for n in range(6)} for graph, pairs in many.items()}
    data.write_bytes(n_quads(long))
    running.begin(tmp_path / "old.nq")

    def refuse(asked: Asked, _: int) -> Fault | None:
        is_long = int(asked.headers.get("Content-Length", 0)) > most
        return Fault(answer=too_large_beyond(most), early=True) if is_long else None

    with proxying(running.server.url, refuse) as proxy:
        run = lfckg("load", proxy.url, "--data", data, "--prune", "--verify", "full", "--via", via)
    assert run.code == 0, run.err
    state = running.state()
    assert {graph: state[graph] for graph in long} == long
    assert set(state) == {*long, "http://example.org/theirs"}
    assert sum(status == 413 for status in proxy.statuses) == 0  # the store itself refused nothing


@pytest.mark.parametrize(
    ("via", "words"), [("auto", "Send less at once"), ("gsp", "takes a graph at once; by update it goes in parts.")]
)
def test_a_server_that_takes_nothing_is_told_of(store: Store, data: Path, via: str, words: str) -> None:
    with proxying(
        store.server.url, lambda asked, _: None if asked.path == "/query" else Fault(answer=too_large_beyond(9))
    ) as proxy:
        run = lfckg("load", proxy.url, "--data", data, "--prune", "--via", via)
    refused(run, "413", "at most 9 bytes", words, "the same command goes on from here")
    assert missing_in(run.err) == GRAPHS - store.check_whole()
    assert len([asked for asked in proxy.asked if asked.path != "/query"]) <= 3  # it is not asked in vain
    assert load(store.server.url, data, "--prune").code == 0
    store.check_new()


def test_a_store_without_updates_gets_graphs_one_after_another(store: Store, data: Path) -> None:
    nothing = Fault(answer=Answer(b"", "", 404))
    with proxying(store.server.url, lambda asked, _: nothing if asked.path == "/update" else None) as proxy:
        run = load(proxy.url, data, "--prune")
    assert run.code == 0, run.err
    assert run.err.count("takes no updates") == 1
    assert len([asked for asked in proxy.asked if asked.path == "/update"]) == 1
    store.check_new()


def test_what_a_broken_off_load_has_staged_is_dropped_when_the_data_have_changed(store: Store, data: Path) -> None:
    other = {graph: {(s, o.replace("new", "other")) for s, o in pairs} for graph, pairs in NEW.items()}
    data.write_bytes(n_quads(other))
    with proxying(store.server.url, only(4)) as proxy:
        assert load(proxy.url, data, "--prune").code == 1
    assert [graph for graph in store.state() if "/staging/" in graph]
    data.write_bytes(n_quads(NEW))
    assert load(store.server.url, data, "--prune").code == 0
    store.check_new()


def only(most: int) -> Faults:
    """Let so many writes pass, and nothing after them."""
    writes = count()
    fault = Fault(answer=Answer(b"", "", 503, {"Retry-After": "0"}))
    return lambda asked, _: fault if asked.path != "/query" and next(writes) >= most else None


def test_readers_never_see_half_an_article_while_loads_fail(store: Store, data: Path) -> None:
    ended, problems = threading.Event(), list[AssertionError]()

    def watch() -> None:
        while not ended.is_set():
            try:
                store.check_whole()
            except AssertionError as exc:
                problems.append(exc)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        for most in (0, 1, 3, 4, 1):
            with proxying(store.server.url, only(most)) as proxy:
                assert load(proxy.url, data, "--prune").code == 1
        assert load(store.server.url, data, "--prune").code == 0
    finally:
        ended.set()
        watcher.join()
    assert problems == []
    store.check_new()


def test_a_server_that_is_down_is_told_of(data: Path) -> None:
    data.write_bytes(n_quads(NEW))
    refused(load(f"http://127.0.0.1:{servers.free_port()}", data), "connection refused", "Nothing was sent")


def test_a_store_that_stores_nothing_is_found_out(data: Path) -> None:
    def answer(asked: Asked) -> Answer:
        if b"ASK" in asked.body:
            return TRUTH
        return NO_ROWS if asked.path == "/query" else TAKEN

    data.write_bytes(n_quads({graph: pairs for graph, pairs in NEW.items() if "/d/" not in graph}))
    with answering(answer) as server:
        run = load(server.url.removesuffix("/query"), data)
        refused(run, "8 graphs of the store are not as loaded")
        assert run.out.count("\tNO") == 8
        data.write_bytes(n_quads(NEW))
        refused(load(server.url.removesuffix("/query"), data), "of the 300 triples", "it holds 0", "goes on from here")


def test_what_is_found_otherwise_is_sent_by_the_next_load(store: Store, data: Path) -> None:
    assert load(store.server.url, data, "--prune").code == 0
    graph, word = next((graph, pair[1]) for graph, pairs in NEW.items() if "inferences" in graph for pair in pairs)
    changed = n_quads(NEW).decode().replace(word, word.upper())
    lines = "".join(line.replace(f" <{graph}>", "") for line in changed.splitlines(True) if f"<{graph}>" in line)
    servers.put_graph(store.server, lines.encode(), graph)
    refused(load(store.server.url, data, "--verify", "full"), "1 graph of the store is not as loaded")
    run = load(store.server.url, data, "--verify", "full")
    assert (run.code, sent(run)) == (0, {graph})
    store.check_new()


def test_a_server_of_pages_is_no_store(data: Path) -> None:
    data.write_bytes(n_quads(NEW))
    with answering(PAGE) as server:
        refused(load(server.url, data), "no SPARQL service answers there", "HTML page: Welcome", "Nothing was sent")
    assert {asked.method for asked in server.asked} == {"POST"}  # it was asked, and nothing was written
    assert all(b"ASK" in asked.body for asked in server.asked)


def test_nothing_is_sent_to_another_server_than_the_named_one(data: Path) -> None:
    data.write_bytes(n_quads(NEW))
    with answering(TAKEN) as other, answering(TRUTH) as server:
        for option in ("--update-url", "--graphs-url"):
            run = load(server.url, data, option, other.url, env=USER)
            refused(run, "is another server than", "Nothing was sent")
        assert (server.asked, other.asked) == ([], [])


@pytest.mark.parametrize("status", [302, 307, 308])
def test_secrets_are_not_sent_on_by_a_redirect(store: Store, data: Path, status: int) -> None:
    seen: list[Asked] = []

    def see(asked: Asked, _: int) -> None:
        seen.append(asked)

    with proxying(store.server.url, see) as other:

        def send_on(asked: Asked) -> Answer:
            if "Authorization" not in asked.headers:
                return Answer(b"", "", 401, {"WWW-Authenticate": 'Basic realm="r"'})
            return Answer(b"", "", status, {"Location": other.url + asked.path})

        with answering(send_on) as server:
            run = load(server.url.removesuffix("/query"), data, "--prune", env=USER)
    assert run.code == 0, run.err
    assert "user and password or token were not sent on" in run.err
    assert any("Authorization" in asked.headers for asked in server.asked)
    assert seen
    assert not any("Authorization" in asked.headers for asked in seen)
    assert SECRET not in run.err
    store.check_new()


def test_a_certificate_that_nobody_vouches_for_is_refused(store: Store, data: Path, certificate: Path) -> None:
    with proxying(store.server.url, lambda _, __: None, certificate=certificate) as proxy:
        refused(load(proxy.url, data, env=USER), "its certificate can't be trusted", "Nothing was sent")
        assert proxy.asked == []
        bundle = {"REQUESTS_CA_BUNDLE": str(certificate.with_suffix(".crt"))}
        assert load(proxy.url, data, "--prune", env=bundle).code == 0
    store.check_new()


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_a_wrong_password_is_told_and_not_shown(scheme: str, data: Path) -> None:
    data.write_bytes(n_quads(NEW))
    challenge = f'{scheme} realm="r", nonce="n", qop="auth"'

    def echo(asked: Asked) -> Answer:
        told = str(asked.headers) + SECRET  # a server that says again what it was told
        return Answer(told.encode(), "text/plain", 401, {"WWW-Authenticate": challenge})

    with answering(echo) as server:
        run = load(server.url, data, env=USER)
    refused(run, "doesn't take this user with this password", "Nothing was sent")


def test_a_password_is_in_no_list_of_processes(tmp_path: Path, data: Path) -> None:
    data.write_bytes(n_quads(NEW))
    secret = tmp_path / "secret"
    secret.write_text(SECRET, "utf-8")
    listed: list[str] = []

    def list_processes(_: Asked) -> Answer:
        listed.append(subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, check=True, text=True).stdout)
        return Answer(b"", "", 403)

    with answering(list_processes) as server:
        refused(load(server.url, data, "--user", "ann", "--password-file", secret, "--auth", "basic"), "403")
        assert any("Authorization" in asked.headers for asked in server.asked)
    assert str(secret) in listed[0]
    assert SECRET not in "".join(listed)
