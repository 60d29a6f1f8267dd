"""`lfckg load` into real stores: everything is there, nothing is sent twice, nothing is seen half."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from requests.auth import HTTPDigestAuth

import servers
from lfckg.compiler import compile_files
from lfckg.loading.catalogues import CATALOGUE, STAGING
from lfckg.namespaces import GRAPH, XSD
from lfckg.workspace import find_workspace
from support import Run, edit, lfckg, make_workspace

STORES: dict[str, Callable[[Path], AbstractContextManager[servers.Server]]] = {
    "oxigraph": servers.oxigraph,
    "fuseki": servers.fuseki,
    "rdf4j": servers.rdf4j,
    "virtuoso": servers.virtuoso,
}
Triples = set[tuple[str, ...]]
Dataset = dict[str, Triples]


@pytest.fixture(scope="module", params=STORES)
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    with STORES[request.param](tmp_path_factory.mktemp(request.param)) as server:
        yield server


@pytest.fixture
def server(running: servers.Server) -> servers.Server:
    """A store that holds nothing of ours."""
    for graph in held(running):
        update(running, f"CLEAR GRAPH <{graph}>")
    return running


def load(server: servers.Server, root: Path, *args: str | Path) -> Run:
    env = {"LFCKG_WORKSPACE": str(root)}
    if server.user:
        env |= dict(zip(("LFCKG_USER", "LFCKG_PASSWORD"), server.user, strict=True))
    return lfckg("load", server.url, *args, env=env)


def actions(run: Run) -> dict[str, list[str]]:
    """Read the report: the graphs by what was done with them."""
    assert run.code == 0, run.err
    found: dict[str, list[str]] = {}
    for line in run.out.splitlines()[1:]:
        graph, _, _, action, *_ = line.split("\t")
        found.setdefault(action, []).append(graph.removeprefix(GRAPH))
    return found


def held(server: servers.Server) -> Dataset:
    """Ask a store, by no code of lfckg's, for all that it holds in graphs of ours."""
    query = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{GRAPH}')) }}"
    graphs = [row["g"]["value"] for row in rows(server, query)]
    return {
        graph: {
            (row["s"]["value"], row["p"]["value"], *term(row["o"]))
            for row in rows(server, f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        }
        for graph in graphs
    }


def ours(root: Path) -> Dataset:
    """Give what a workspace holds, in the same form."""
    found: Dataset = {}
    for quad in compile_files(find_workspace(root)).quads():
        value: Any = quad.object
        name = {"value": value.value, "type": "uri"}
        if hasattr(value, "datatype"):
            name = {"type": "literal", "value": value.value, "datatype": value.datatype.value}
            name |= {"xml:lang": value.language} if value.language else {}
        triple = (quad.subject.value, quad.predicate.value, *term(name))  # type: ignore[union-attr]
        found.setdefault(quad.graph_name.value, set()).add(triple)  # type: ignore[union-attr]
    return found


def term(value: dict[str, str]) -> tuple[str, ...]:
    """Give a term of a SPARQL result by value: Virtuoso has 1 for true."""
    if value["type"] == "uri":
        return (value["value"],)
    if "xml:lang" in value:
        return (value["value"], value["xml:lang"])
    datatype = value.get("datatype", f"{XSD}string")
    is_true = datatype == f"{XSD}boolean" and value["value"] == "1"
    return ("true" if is_true else value["value"], datatype)


def rows(server: servers.Server, query: str) -> list[dict[str, Any]]:
    data = urlencode({"query": query}).encode()
    found = servers.send(server.query, "POST", data, accept="application/sparql-results+json")
    bindings: list[dict[str, Any]] = json.loads(found)["results"]["bindings"]
    return bindings


def update(server: servers.Server, text: str) -> None:
    """Change a store behind lfckg's back."""
    address = {
        "oxigraph": f"{server.url}/update",
        "fuseki": f"{server.url}/update",
        "rdf4j": f"{server.url}/statements",
        "virtuoso": f"{server.url}/sparql-auth",
    }[server.name]
    auth = HTTPDigestAuth(*server.user) if server.user else None
    servers.send(address, "POST", text.encode(), media="application/sparql-update; charset=utf-8", auth=auth)


def without_catalogue(dataset: Dataset) -> Dataset:
    assert not [graph for graph in dataset if graph.startswith(STAGING)]
    return {graph: triples for graph, triples in dataset.items() if graph != CATALOGUE}


@pytest.mark.parametrize("via", ["auto", "gsp", "update"])
def test_all_of_the_dataset_is_in_the_store(server: servers.Server, both: Path, via: str) -> None:
    loaded = actions(load(server, both, "--via", via, "--verify", "full"))
    assert set(loaded) == {"added"}
    assert without_catalogue(held(server)) == ours(both)
    before = held(server)
    assert set(actions(load(server, both, "--via", via))) == {"kept"}
    assert held(server) == before


@pytest.mark.parametrize("via", ["auto", "gsp", "update"])
def test_what_has_changed_is_replaced_and_no_more(server: servers.Server, both: Path, via: str) -> None:
    load(server, both, "--via", via)
    edit(both / "data" / "tarnbrook-film.ttl", "2021-07-04", "2021-07-05")
    run = load(server, both, "--via", via, "--verify", "full")
    done = actions(run)
    assert set(done["replaced"]) <= {
        "article/tarnbrook-film/facts",
        "article/tarnbrook-film/evidence",
        "inferences",
    }
    assert "article/lfc-documentary/facts" in done["kept"]
    assert without_catalogue(held(server)) == ours(both)


def test_the_catalogue_tells_what_is_there(server: servers.Server, both: Path) -> None:
    load(server, both)
    counted = {graph: len(triples) for graph, triples in held(server).items() if graph != CATALOGUE}
    query = (
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX void: <http://rdfs.org/ns/void#>"
        f" SELECT ?g ?n {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> a dcat:Catalog ; dcat:dataset ?g ."
        " ?g a void:Dataset ; void:triples ?n } }"
    )
    assert {row["g"]["value"]: int(row["n"]["value"]) for row in rows(server, query)} == counted


def test_prune_removes_what_is_ours_no_more(server: servers.Server, both: Path, tmp_path: Path) -> None:
    alien = "http://example.org/theirs"
    update(server, f"INSERT DATA {{ GRAPH <{alien}> {{ <{alien}> <{alien}> <{alien}> }} }}")
    load(server, both)
    smaller = make_workspace(tmp_path / "smaller")
    kept = {graph for graph in held(server) if "tarnbrook" in graph}
    assert kept
    assert "removed" not in actions(load(server, smaller))
    assert kept <= set(held(server))
    assert {f"{GRAPH}{name}" for name in actions(load(server, smaller, "--prune"))["removed"]} == kept
    assert without_catalogue(held(server)) == ours(smaller)
    assert rows(server, f"SELECT ?o {{ GRAPH <{alien}> {{ ?s ?p ?o }} }}")
    assert kept.isdisjoint(triple[0] for triple in held(server)[CATALOGUE])
    update(server, f"CLEAR GRAPH <{alien}>")


def test_a_dry_run_tells_and_writes_nothing(server: servers.Server, both: Path) -> None:
    run = load(server, both, "--dry-run")
    assert set(actions(run)) == {"add"}
    assert "Nothing was written" in run.err
    assert held(server) == {}
    load(server, both)
    edit(both / "data" / "tarnbrook-film.ttl", "2021-07-04", "2021-07-05")
    before = held(server)
    assert "article/tarnbrook-film/facts" in actions(load(server, both, "-n"))["replace"]
    assert held(server) == before


def test_what_somebody_else_has_changed_is_found_and_mended(server: servers.Server, both: Path) -> None:
    load(server, both)
    facts = f"{GRAPH}article/lfc-documentary/facts"
    update(server, f"INSERT DATA {{ GRAPH <{facts}> {{ <http://e/a> <http://e/b> <http://e/c> }} }}")
    assert actions(load(server, both))["replaced"] == ["article/lfc-documentary/facts"]
    assert without_catalogue(held(server)) == ours(both)


def test_full_verification_finds_a_change_that_no_count_shows(server: servers.Server, both: Path) -> None:
    load(server, both)
    entities = f"{GRAPH}entities"
    labelled = "<https://w3id.org/lfckg/id/liverpool-fc> <http://www.w3.org/2004/02/skos/core#prefLabel>"
    for verb, label in (("DELETE", "Liverpool FC"), ("INSERT", "Liverpool FX")):
        update(server, f'{verb} DATA {{ GRAPH <{entities}> {{ {labelled} "{label}"@en }} }}')
    assert load(server, both).code == 0
    run = load(server, both, "--verify", "full")
    assert run.code == 1
    wrong = [line.split("\t")[0] for line in run.out.splitlines() if line.endswith("\tNO")]
    assert wrong == [entities]
    assert "1 graph of the store is not as loaded" in run.err


def test_graphs_too_large_for_a_request_go_in_parts(server: servers.Server, both: Path) -> None:
    loaded = actions(load(server, both, "--largest", "0.1", "--verify", "full"))
    assert set(loaded) == {"added"}
    assert without_catalogue(held(server)) == ours(both)


def test_parts_go_on_where_an_earlier_load_ended(server: servers.Server, both: Path) -> None:
    run = load(server, both, "--dry-run", "--format", "json")
    digests = {graph["graph"]: graph["sha256"] for graph in json.loads(run.out)["graphs"]}
    evidence = f"{GRAPH}article/lfc-documentary/evidence"
    lines = sorted(
        f"{quad.triple} .\n"
        for quad in compile_files(find_workspace(both)).quads()
        if quad.graph_name.value == evidence  # type: ignore[union-attr]
    )
    staging = f"{STAGING}{digests[evidence]}"
    update(server, f"INSERT DATA {{ GRAPH <{staging}> {{ {''.join(lines[:2000])} }} }}")
    done = json.loads(load(server, both, "--largest", "0.1", "--verify", "full", "--format", "json").out)
    assert done["proven"] is True
    assert without_catalogue(held(server)) == ours(both)


def test_append_adds_and_takes_nothing_away(server: servers.Server, both: Path, tmp_path: Path) -> None:
    load(server, both)
    before = held(server)
    facts = f"{GRAPH}article/lfc-documentary/facts"
    more = tmp_path / "more.nq"
    more.write_text(f'<http://e/a> <http://e/b> "Ä “ü” \\\\u0041"@en-GB <{facts}> .\n', "utf-8")
    assert actions(load(server, both, "--append", "--data", more)) == {"appended": ["article/lfc-documentary/facts"]}
    added = held(server)[facts] - before[facts]
    assert [(triple[0], triple[2], triple[3].lower()) for triple in added] == [("http://e/a", "Ä “ü” \\u0041", "en-gb")]
    assert before[facts] <= held(server)[facts]
    assert actions(load(server, both))["replaced"] == ["article/lfc-documentary/facts"]
    assert held(server) == before


# A long query of Virtuoso itself sees a commit that comes while it counts.
@pytest.mark.parametrize("running", [name for name in STORES if name != "virtuoso"], indirect=True)
def test_readers_see_an_article_before_or_after_and_never_between(server: servers.Server, both: Path) -> None:
    load(server, both)
    slug = f"{GRAPH}article/lfc-documentary/"
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?g {{ <{slug}facts> <{slug}evidence> }} GRAPH ?g {{ ?s ?p ?o }} }}"
    seen: set[int] = set()
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            seen.add(int(rows(server, query)[0]["n"]["value"]))

    def count() -> int:
        return sum(len(triples) for graph, triples in ours(both).items() if graph.startswith(slug))

    totals = {count()}
    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        # each state drops a claim's worth of both graphs, or brings it back
        path = both / "data" / "lfc-documentary.ttl"
        whole = path.read_text("utf-8")
        for text in (_without_a_claim(whole), whole, _without_a_claim(whole)):
            path.write_text(text, "utf-8")
            totals.add(count())
            load(server, both)
    finally:
        ended.set()
        watcher.join()
    assert len(totals) == 2
    assert seen <= totals
    assert len(seen) == 2


def _without_a_claim(text: str) -> str:
    start = text.index("\nart:", text.index("\nart:", len(text) // 2) + 1)
    return text[:start] + text[text.index(" .\n", start) + 2 :]


def test_values_that_a_store_writes_in_its_own_way_are_proven(server: servers.Server, tmp_path: Path) -> None:
    values = [
        '"01"^^<{}integer>',
        '"+7"^^<{}integer>',
        '"-007"^^<{}integer>',
        '"0"^^<{}integer>',
        '"true"^^<{}boolean>',
    ]
    values += [
        '"a\\tb\\n\\"c\\" \\\\d"',
        '"Grüße"@de-AT',
        '"Ünï"@EN-gb',
        '"🎥 Ж “x”"',
        '"@`"',
        '"2024-01-31"^^<{}date>',
    ]
    path = tmp_path / "values.nq"
    path.write_text(
        "".join(f"<http://e/{n}> <http://e/p> {value.format(XSD)} <{GRAPH}x> .\n" for n, value in enumerate(values)),
        "utf-8",
    )
    done = json.loads(load(server, tmp_path, "--data", path, "--verify", "full", "--format", "json").out)
    assert [(graph["after"], graph["proven"]) for graph in done["graphs"]] == [(len(values), True)]


def test_graphs_that_we_have_no_more_are_told_of(server: servers.Server, both: Path, tmp_path: Path) -> None:
    load(server, both)
    run = load(server, make_workspace(tmp_path / "smaller"))
    assert run.code == 0
    assert "holds 2 graphs of an earlier load that the dataset has no more" in run.err
    assert "--prune removes them" in run.err


def test_a_dump_of_a_store_leaves_the_catalogue_alone(server: servers.Server, both: Path, tmp_path: Path) -> None:
    load(server, both)
    before = held(server)
    dump = tmp_path / "dump.nq"
    dump.write_text(
        f"<http://e/a> <http://e/b> <http://e/c> <{CATALOGUE}> .\n<http://e/a> <http://e/b> <http://e/c> <{GRAPH}x> .\n"
        f"<http://e/a> <http://e/b> <http://e/c> <{STAGING}abc> .\n",
        "utf-8",
    )
    run = load(server, both, "--data", dump)
    assert actions(run) == {"added": ["x"]}
    assert "left out; each load keeps its own" in run.err
    assert before[CATALOGUE] < held(server)[CATALOGUE]
    dump.write_text(f"<http://e/a> <http://e/b> <http://e/c> <{CATALOGUE}> .\n", "utf-8")
    alone = load(server, both, "--data", dump)
    assert alone.code == 1
    assert "holds no graph but" in alone.err


def test_what_is_proven_wrong_is_sent_again(server: servers.Server, both: Path) -> None:
    load(server, both)
    entities = f"{GRAPH}entities"
    labelled = "<https://w3id.org/lfckg/id/liverpool-fc> <http://www.w3.org/2004/02/skos/core#prefLabel>"
    for verb, label in (("DELETE", "Liverpool FC"), ("INSERT", "Liverpool FX")):
        update(server, f'{verb} DATA {{ GRAPH <{entities}> {{ {labelled} "{label}"@en }} }}')
    assert load(server, both, "--verify", "full").code == 1
    assert actions(load(server, both, "--verify", "full"))["replaced"] == ["entities"]
    assert without_catalogue(held(server)) == ours(both)


def test_a_profile_of_another_store_is_refused(server: servers.Server, both: Path) -> None:
    other = "fuseki" if server.name != "fuseki" else "oxigraph"
    run = load(server, both, "--profile", other)
    assert run.code == 1
    assert held(server) == {}
    assert "Traceback" not in run.err
