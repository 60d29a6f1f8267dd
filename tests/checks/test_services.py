"""Check 23, on stores that run: each stored query gives the same rows as here, with the named graphs of a build."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pyoxigraph
import pytest

import servers
from checks.answers import in_source
from lfckg.choices import find_choices
from lfckg.compiler import compile_files
from lfckg.loading.loads import load
from lfckg.products import as_nquads
from lfckg.queries import Query, list_queries
from lfckg.services.credentials import Credentials
from lfckg.services.endpoints import Endpoint
from lfckg.sources import Source
from lfckg.store import store_nquads
from lfckg.workspace import Workspace, find_workspace
from servers import Server, put_graph
from support import ROOT, add_low_tide, edit, lfckg, make_workspace

QUERIES = list_queries(ROOT / "queries")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Articles of three clubs, each told a second time, so that facts stand in two graphs."""
    root = add_low_tide(make_workspace(tmp_path_factory.mktemp("project") / "project", both=True))
    for slug in ("lfc-documentary", "low-tide", "tarnbrook-film"):
        again = root / "data" / f"{slug}-again.ttl"
        shutil.copy(root / "data" / f"{slug}.ttl", again)
        edit(again, f"article/{slug}#", f"article/{slug}-again#")
        edit(again, f"article:{slug} ", f"article:{slug}-again ")
    return find_workspace(root)


@pytest.fixture(scope="module")
def dataset(project: Workspace) -> bytes:
    return as_nquads(compile_files(project).quads())


@pytest.fixture(scope="module")
def here(dataset: bytes) -> pyoxigraph.Store:
    return store_nquads(dataset)


def fill(server: Server, project: Workspace) -> tuple[str, ...]:
    """Load a dataset into a store, which holds a graph of others; give the names of ours."""
    put_graph(server, b'<http://example.org/a> <http://example.org/b> "c" .', "http://example.org/others")
    credentials = Credentials(*server.user) if server.user else None
    loaded = load(server.url, workspace=project, credentials=credentials)
    assert loaded.is_proven
    return tuple(step.graph for step in loaded.steps)


# Each way to have all graphs together as default graph: a setting of the store, or graphs that the query names.
WAYS: dict[str, tuple[Callable[[Path], AbstractContextManager[Server]], bool]] = {
    "oxigraph": (partial(servers.oxigraph, union=True), False),
    "oxigraph-named": (servers.oxigraph, True),
    "virtuoso": (servers.virtuoso, False),
    "virtuoso-named": (servers.virtuoso, True),
    "fuseki": (partial(servers.fuseki, union=True), False),
    "rdf4j": (servers.rdf4j, False),
    "rdf4j-named": (servers.rdf4j, True),
}


@pytest.fixture(scope="module", params=WAYS)
def there(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, project: Workspace
) -> Iterator[Endpoint]:
    start, named = WAYS[request.param]
    with start(tmp_path_factory.mktemp(request.param)) as server:
        graphs = fill(server, project)
        with Endpoint(server.query, default_graphs=graphs if named else ()) as endpoint:
            yield endpoint


def agree(one: Source, other: Source, query: Query) -> None:
    """Compare the answers with claims, as for --evidence, and without them, as usual."""
    for asked in (query, query.without_claims):
        assert in_source(other)(asked) == in_source(one)(asked)
    for parameter in query.header.values:
        assert find_choices(query, parameter, other) == find_choices(query, parameter, one)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_23_a_store_that_runs_gives_the_same_rows(here: pyoxigraph.Store, there: Endpoint, query: Query) -> None:
    # Whoever names the graphs of the default graph leaves no others (SPARQL 1.1 Protocol, 2.1.4).
    graphs = () if query.names_graphs else there.default_graphs
    with Endpoint(there.session.url, default_graphs=graphs) as endpoint:
        agree(here, endpoint, query)
        assert endpoint.notes == []


@pytest.mark.parametrize("options", [(), ("--evidence",)], ids=["plain", "evidence"])
def test_23_the_command_gives_the_same_bytes(there: Endpoint, project: Workspace, options: tuple[str, ...]) -> None:
    command = ("query", "nationalities", "--format", "csv", *options)
    service = ("--endpoint", there.session.url, *(f"--default-graph={graph}" for graph in there.default_graphs))
    own = lfckg(*command, cwd=project.root)
    other = lfckg(*command, *service, cwd=project.root)
    assert own.code == 0, own.err
    assert other == own
    assert len(own.out.splitlines()) > 1


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?name { ?team lfc:competesIn ?contest . ?contest skos:prefLabel ?name } ORDER BY ?name",
        "SELECT (COUNT(?team) AS ?teams) { ?team lfc:competesIn ?contest }",
    ],
)
def test_23_a_query_that_counts_a_triple_twice_is_found(
    here: pyoxigraph.Store, tmp_path: Path, project: Workspace, text: str
) -> None:
    with servers.oxigraph(tmp_path, union=True) as server:
        fill(server, project)
        with Endpoint(server.query) as endpoint, pytest.raises(AssertionError):
            agree(here, endpoint, Query("twice", text))
