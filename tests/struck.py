"""Loads that are struck by a fault at a chosen request, in real stores, many at once."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack
from itertools import count
from pathlib import Path
from typing import NamedTuple

import servers
from faulty import Answer, Asked
from loaded import NEW, OLD, Store, load, load_env, n_quads
from proxy import Fault, proxying
from support import ROOT, Run, environment

REQUESTS = (
    "greeting",
    "comparing: what is gone",
    "comparing: triples",
    "comparing: digests",
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
    "is the default graph empty",
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
SOME = ("first write", "copy", "verification: triples")
ON_WRITES = {"403", "404", "413", "500"}  # these are about the writing alone; queries are not asked again after a 500


REQUESTS_BY_GSP = (
    *REQUESTS[:4],
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
WRITES_BY_GSP = REQUESTS_BY_GSP[4:]
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
