"""Faults that strike a load at each of its requests: those that pass are survived, after the others it goes on.

A proxy in front of a real store lets the requests go wrong. Nothing is lost, nothing is doubled, no article is half.
"""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, ExitStack
from itertools import count
from pathlib import Path
from typing import NamedTuple, cast

import pytest

import servers
from faulty import Answer, Asked
from loaded import NEW, OLD, Store, load, load_env, missing_in, n_quads, sent
from proxy import Fault, proxying
from support import ROOT, Run, environment

REQUESTS = (
    "greeting",
    "comparing: triples",
    "comparing: digests",
    "comparing: what is gone",
    "comparing: its triples",
    "comparing: its digests",
    "first write",
    "a new article",
    "notice of staging",
    "what is staged",
    "staging",
    "more staging",
    "is it whole",
    "what is staged of facts",
    "staging of facts",
    "are they whole",
    "copy",
    "drop",
    "last write",
    "removal",
    "what is left of staging",
    "verification: triples",
    "verification: digests",
)
"""What a load of the new state over the old asks Oxigraph for, in this order."""

AGAIN = {"Retry-After": "0"}  # so that the tests wait for nothing
PAGE = Answer(b"<!DOCTYPE html><title>Log in</title>", "text/html")


def refusal(status: int, headers: dict[str, str] = AGAIN, text: bytes = b"no") -> Fault:
    return Fault(answer=Answer(text, "text/plain", status, headers))


FAULTS = {
    "401": refusal(401, {"WWW-Authenticate": 'Basic realm="r"'}),
    "403": refusal(403),
    "404": refusal(404),
    "413": refusal(413),
    "429": refusal(429),
    "500": refusal(500),
    "502": refusal(502),
    "503": refusal(503),
    "page": Fault(answer=PAGE),
    "page 503": Fault(answer=Answer(PAGE.body, "text/html", 503, AGAIN)),
    "elsewhere": Fault(answer=Answer(b"", "", 307, {"Location": "ftp://example.org/"})),
    "closed": Fault(after=0),
    "closed in the midst": Fault(after=100),
    "reset in the midst": Fault(after=100, reset=True),
    "lost": Fault(lost=True),
    "cut": Fault(cut=20),
    "slow": Fault(pause=60, after=0),
}
TRANSIENT = (
    "429",
    "500",
    "502",
    "503",
    "page 503",
    "closed",
    "closed in the midst",
    "reset in the midst",
    "lost",
    "cut",
)
WRITES = (
    "first write",
    "a new article",
    "notice of staging",
    "staging",
    "more staging",
    "copy",
    "drop",
    "last write",
    "removal",
)
STAGES = ("greeting", "comparing: triples", *WRITES, "is it whole", "what is left of staging", "verification: triples")
SOME = ("first write", "more staging", "copy", "verification: triples")
ON_WRITES = {"403", "404", "413", "500"}  # these are about the writing alone; queries are not asked again after a 500


REQUESTS_BY_GSP = (
    *REQUESTS[:6],
    "reading the catalogue",
    "counting the catalogue",
    "withdrawal",
    "first graph",
    "its entry",
    "evidence",
    "facts",
    "their entries",
    "a new article",
)
"""The same by the Graph Store Protocol, as far as it is of interest."""
WRITES_BY_GSP = REQUESTS_BY_GSP[6:]
SIGNALS = {"killed": signal.SIGKILL, "interrupted": signal.SIGINT}
FIRST_WRITE = REQUESTS.index("first write")


class Case(NamedTuple):
    """A fault, and the request from which on it strikes at every attempt; without one it strikes once at each.

    Requests have the names above; in other stores "write 2" is the third that is no query.
    """

    fault: str
    request: str = ""
    via: str = "auto"
    store: str = "oxigraph"

    def __str__(self) -> str:
        return ", ".join(filter(None, self))

    def place(self) -> int:
        """Give how many requests (or writes) come before it."""
        if self.request.startswith("write "):
            return int(self.request.removeprefix("write "))
        return (REQUESTS_BY_GSP if self.via == "gsp" else REQUESTS).index(self.request)


LASTING = [
    *(Case("503", request) for request in STAGES),
    *(Case("lost", request) for request in WRITES),
    *(
        Case(fault, request)
        for fault in FAULTS
        for request in SOME
        if fault not in {"503", "lost"} and not (fault in ON_WRITES and request not in WRITES)
    ),
]
LASTING_BY_GSP = [Case("503", request, "gsp") for request in WRITES_BY_GSP]
LASTING_ELSEWHERE = [
    Case(fault, f"write {number}", store=store)
    for store in ("fuseki", "virtuoso")
    for fault, number in (("503", 0), ("closed in the midst", 1), ("403", 4), ("killed", 5))
]
PASSING = [
    *(Case(fault) for fault in TRANSIENT),
    *(Case(fault, via="gsp") for fault in ("503", "closed in the midst", "lost")),
    *(Case(fault, store=store) for store in ("fuseki", "virtuoso") for fault in ("500", "closed in the midst", "lost")),
]
GRAPHS = set(OLD | NEW)


class Outcome(NamedTuple):
    """What a faulty load gave, which graphs were as they should be then, and what the load after it gave."""

    run: Run
    done: set[str]
    after: Run


class Stores:
    """Stores of a kind, for cases that run at once; they start when they are needed."""

    def __init__(self, start: Callable[[Path], AbstractContextManager[servers.Server]], folders: list[Path]) -> None:
        self._start, self._folders, self._stack = start, folders, ExitStack()
        self._free: queue.Queue[tuple[Store, Path]] = queue.Queue()
        self._lock = threading.Lock()
        self._before = b""

    def play(self, case: Case) -> Outcome:
        """Load the new state over the old with a fault, and once more without."""
        store, data = self._taken()
        try:
            self._begin(store, data)
            data.write_bytes(n_quads(NEW))
            run = (run_until if case.fault in SIGNALS else run_with)(store, data, case)
            done = store.check_whole(article_at_once=case.via == "auto")
            after = load(store.server.url, data, "--prune", user=store.server.user)
            assert after.code == 0, after.err
            store.check_new()
            return Outcome(run, done, after)
        finally:
            self._free.put((store, data))

    def close(self) -> None:
        self._stack.close()

    def _taken(self) -> tuple[Store, Path]:
        with self._lock:
            if self._folders and self._free.empty():
                folder = self._folders.pop()
                return Store(self._stack.enter_context(self._start(folder))), folder / "data.nq"
        return self._free.get()

    def _begin(self, store: Store, data: Path) -> None:
        if store.server.name == "oxigraph" and self._before:  # as quickly as can be
            servers.send(f"{store.server.url}/store", "PUT", self._before, media="application/n-quads")
            return
        store.begin(data)
        if store.server.name == "oxigraph":
            self._before = servers.send(f"{store.server.url}/store", accept="application/n-quads")


def run_with(store: Store, data: Path, case: Case) -> Run:
    fault, requests, writes, struck = FAULTS[case.fault], count(), count(), count()

    def strike(asked: Asked, _: int) -> Fault | None:
        number, write = next(requests), -1 if is_query(asked) else next(writes)
        if case.fault in ON_WRITES and write < 0:
            return None
        if case.request:
            return fault if (write if case.request.startswith("write ") else number) >= case.place() else None
        return fault if next(struck) % 2 == 0 else None

    with proxying(store.server.url, strike) as proxy:
        patience = "0.5" if case.fault == "slow" else "60"
        return load(proxy.url, data, "--prune", "--timeout", patience, "--via", case.via, user=store.server.user)


def run_until(store: Store, data: Path, case: Case) -> Run:
    """Send the command a signal when it has sent a request, of which the store learns nothing."""
    started: Future[subprocess.Popen[bytes]] = Future()
    requests, writes = count(), count()

    def strike(asked: Asked, _: int) -> Fault | None:
        number, write = next(requests), -1 if is_query(asked) else next(writes)
        if (write if case.request.startswith("write ") else number) != case.place():
            return None
        started.result().send_signal(SIGNALS[case.fault])
        return Fault(pause=60, after=0)

    with proxying(store.server.url, strike) as proxy:
        command = f"-m lfckg load {proxy.url} --data {data} --largest 0.02 --prune --via {case.via}"
        process = subprocess.Popen(
            [sys.executable, *command.split()],
            cwd=ROOT,
            env=environment(load_env(store.server.user)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        started.set_result(process)
        out, err = process.communicate(timeout=60)
    return Run(process.returncode, out.decode(), err.decode())


def is_query(asked: Asked) -> bool:
    return asked.path.endswith(("/query", "/sparql")) or asked.method == "HEAD"


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Case, Future[Outcome]]]:
    """Play all cases that are tested, many at once: most of the time they wait to try again."""
    items = [item for item in request.session.items if item.path == request.path and isinstance(item, pytest.Function)]
    cases = [cast("Case", item.callspec.params["case"]) for item in items if "case" in item.fixturenames]
    folders = [tmp_path_factory.mktemp("store") for _ in range(10)]
    stores = {
        "oxigraph": Stores(servers.oxigraph, folders[2:]),
        "fuseki": Stores(servers.fuseki, folders[:1]),
        "virtuoso": Stores(servers.virtuoso, folders[1:2]),
    }
    cases.sort(key=lambda case: case.store == "oxigraph")  # those that take longest come first
    with ThreadPoolExecutor(10) as pool, ExitStack() as stack:
        for some in stores.values():
            stack.callback(some.close)
        played = {case: pool.submit(stores[case.store].play, case) for case in cases}
        wait(played.values())  # before a test changes the environment
        yield played


QUERIES = "query query query query query query"


@pytest.mark.parametrize(
    ("via", "names", "kinds"),
    [
        (
            "auto",
            REQUESTS,
            f"{QUERIES} update quads update query graph graph query query graph query update update update update"
            " query query query",
        ),
        ("gsp", REQUESTS_BY_GSP, f"{QUERIES} query query graph graph graph graph graph graph quads"),
    ],
)
def test_a_load_asks_for_what_is_listed_here(via: str, names: tuple[str, ...], kinds: str, tmp_path: Path) -> None:
    with servers.oxigraph(tmp_path) as server:
        store, data = Store(server), tmp_path / "data.nq"
        store.begin(data)
        data.write_bytes(n_quads(NEW))
        with proxying(server.url, lambda _, __: None) as proxy:
            assert load(proxy.url, data, "--prune", "--via", via).code == 0
        store.check_new()
    words = {"/query": "query", "/update": "update", "/store": "quads"}
    asked = [words.get(asked.path, "graph") for asked in proxy.asked]
    assert " ".join(asked[: len(names)]) == kinds
    assert via == "gsp" or len(asked) == len(names)


@pytest.mark.parametrize("case", PASSING, ids=str)
def test_a_fault_that_passes_is_survived_at_every_request(case: Case, outcomes: dict[Case, Future[Outcome]]) -> None:
    played = outcomes[case].result()
    assert played.run.code == 0, played.run.err
    assert played.done == GRAPHS
    assert sent(played.after) == set()


@pytest.mark.parametrize("case", LASTING, ids=str)
def test_a_fault_that_lasts_is_told_and_the_next_load_goes_on(
    case: Case, outcomes: dict[Case, Future[Outcome]]
) -> None:
    played = outcomes[case].result()
    err = played.run.err
    assert played.run.code == 1
    assert played.run.out == ""
    assert "Traceback" not in err
    assert err.startswith("lfckg: http://127.0.0.1:")
    if case.place() < FIRST_WRITE:
        assert err.endswith("\nNothing was sent: the store is as it was.\n")
    else:
        assert err.count("the same command goes on from here.\n") == 1
        told, really = missing_in(err), GRAPHS - played.done
        assert told >= really if case.fault == "lost" else told == really
    assert sent(played.after) == GRAPHS - played.done


@pytest.mark.parametrize(
    "case",
    [*(Case("killed", request) for request in STAGES), *(Case("interrupted", request) for request in SOME)],
    ids=str,
)
def test_a_load_that_is_ended_goes_on(case: Case, outcomes: dict[Case, Future[Outcome]]) -> None:
    played = outcomes[case].result()
    if case.fault == "killed":
        assert (played.run.code, played.run.err) == (-signal.SIGKILL, "")
    else:
        assert played.run.code == 1
        assert played.run.err.endswith("lfckg: interrupted\n")
        assert "Traceback" not in played.run.err
        if case.place() >= FIRST_WRITE:
            assert missing_in(played.run.err) == GRAPHS - played.done
    assert sent(played.after) == GRAPHS - played.done


@pytest.mark.parametrize("case", LASTING_BY_GSP, ids=str)
def test_by_the_graph_store_protocol_each_graph_is_whole(case: Case, outcomes: dict[Case, Future[Outcome]]) -> None:
    played = outcomes[case].result()
    assert played.run.code == 1
    assert missing_in(played.run.err) == GRAPHS - played.done
    again = sent(played.after) & played.done
    assert sent(played.after) == GRAPHS - played.done | again
    assert len(again) <= 2  # those of one article, of which the catalogue has not been told


@pytest.mark.parametrize("case", LASTING_ELSEWHERE, ids=str)
def test_other_stores_are_whole_too_and_the_next_load_goes_on(
    case: Case, outcomes: dict[Case, Future[Outcome]]
) -> None:
    played = outcomes[case].result()
    assert played.run.code == (-signal.SIGKILL if case.fault == "killed" else 1)
    if case.fault != "killed":
        assert missing_in(played.run.err) == GRAPHS - played.done
        assert played.run.err.count("the same command goes on from here.") == 1
    assert sent(played.after) == GRAPHS - played.done
