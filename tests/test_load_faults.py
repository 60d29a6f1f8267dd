"""Faults that strike a load at each of its requests: those that pass are survived, after the others it goes on.

A proxy in front of a real store lets the requests go wrong. Nothing is lost, nothing is doubled, no article is half.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from typing import cast

import pytest

import servers
from loaded import NEW, Store, load, missing_in, n_quads, sent
from proxy import proxying
from struck import (
    FAULTS,
    FIRST_WRITE,
    GRAPHS,
    ON_WRITES,
    REQUESTS,
    REQUESTS_BY_GSP,
    SOME,
    STAGES,
    TRANSIENT,
    WRITES,
    WRITES_BY_GSP,
    Case,
    Outcome,
    Stores,
)

LASTING = [
    *(Case("503", request) for request in STAGES),
    *(Case("lost", request) for request in WRITES),
    *(
        Case(fault, request)
        for fault in FAULTS
        for request in SOME
        if fault not in {"503", "lost"} and not (fault in ON_WRITES and request not in WRITES)
    ),
    *(Case(fault, "more staging") for fault in ("404", "413", "reset in the midst")),
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
    *(Case(fault, store=store) for store in ("fuseki", "virtuoso") for fault in ("500", "lost")),
]


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


QUERIES = "query query query query"


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
