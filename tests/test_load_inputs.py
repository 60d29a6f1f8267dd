"""What `lfckg load` says of what it can't load, or can't load into; nothing reaches a store then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import lfckg as package
import servers
from faulty import Answer, Asked, answering
from lfckg.cli.loading import load as load_command
from lfckg.loading.loads import VERIFICATIONS
from lfckg.loading.loads import load as load_into
from lfckg.loading.stores import STORES
from lfckg.loading.targets import VIAS
from proxy import Fault, proxying
from support import edit, lfckg
from terminals import Terminal

GRAPH = "https://w3id.org/lfckg/graph/x"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


def is_empty(server: servers.Server) -> bool:
    answer = servers.send(
        server.query, "POST", b"query=ASK%7BGRAPH+%3Fg%7B%3Fs+%3Fp+%3Fo%7D%7D", accept="application/sparql-results+json"
    )
    return b"false" in answer


@pytest.mark.parametrize("name", ["graph.ttl", "build/lfckg.nq", "missing.nq.gz"])
def test_a_file_is_no_store(name: str) -> None:
    run = lfckg("load", name)
    assert run.code == 2
    assert "load wants the address of a triple store" in run.err
    assert f"lfckg query QUERY --data {name}" in run.err


@pytest.mark.parametrize("url", ["localhost", "ftp://localhost/x", "http://", "http://user:secret@localhost/"])
def test_what_is_no_address_is_told(url: str) -> None:
    run = lfckg("load", url)
    assert run.code in {1, 2}
    assert "Traceback" not in run.err
    assert "secret" not in run.err


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("flat.ttl", "<http://e/a> <http://e/b> <http://e/c> .", "stands in no named graph"),
        ("blank.nq", f"_:a <http://e/b> <http://e/c> <{GRAPH}> .\n", "has a blank node"),
        ("object.nq", f"<http://e/a> <http://e/b> _:c <{GRAPH}> .\n", "has a blank node"),
        ("graph.nq", "<http://e/a> <http://e/b> <http://e/c> _:g .\n", "has a blank node"),
        (
            "term.nq",
            f"<http://e/a> <http://e/b> <<( <http://e/a> <http://e/b> <http://e/c> )>> <{GRAPH}> .\n",
            "triple term",
        ),
        ("broken.nq", f"<http://e/a> <http://e/b> <{GRAPH}> .\nnonsense\n", "broken.nq:"),
        ("empty.nq", "", "no triple"),
        ("comment.nq", "# nothing\n", "no triple"),
        ("what.xyz", "a", "what RDF is this?"),
    ],
)
def test_data_that_no_store_can_be_held_to_is_refused_before_anything_is_sent(
    server: servers.Server, tmp_path: Path, name: str, text: str, told: str
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    run = lfckg("load", server.url, "--data", path)
    assert run.code == 1
    assert told in run.err
    assert name in run.err
    assert "Traceback" not in run.err
    assert is_empty(server)


def test_a_broken_workspace_is_told_and_nothing_sent(server: servers.Server, both: Path) -> None:
    edit(both / "data" / "tarnbrook-film.ttl", "lfc:span", "lfc:spam", 1)
    run = lfckg("load", server.url, env={"LFCKG_WORKSPACE": str(both)})
    assert run.code == 1
    assert "tarnbrook-film.ttl:" in run.err
    assert is_empty(server)


def test_a_build_with_a_changed_byte_is_read_as_any_file(server: servers.Server, small: Path) -> None:
    env = {"LFCKG_WORKSPACE": str(small)}
    assert lfckg("build", env=env).code == 0
    product = small / "build" / "lfckg.nq"
    edit(product, "Tarnbrook", "Tarnbruck", 1)
    run = lfckg("load", server.url, "--data", product, "--dry-run", "--format", "json", env=env)
    assert run.code == 0, run.err
    whole = lfckg("load", server.url, "--dry-run", "--format", "json", env=env)
    assert whole.out != run.out


def test_lines_may_come_in_any_order_and_twice(server: servers.Server, tmp_path: Path) -> None:
    lines = [f'<http://e/{n % 7}> <http://e/p> "{n}" <{GRAPH}{n % 3}> .\n' for n in range(3000)]
    one, other = tmp_path / "one.nq", tmp_path / "other.nq"
    one.write_text("".join(sorted(lines)), "utf-8")
    other.write_text("".join([*reversed(lines), *lines]), "utf-8")
    first = lfckg("load", server.url, "--data", one, "--dry-run", "--format", "json")
    second = lfckg("load", server.url, "--data", other, "--dry-run", "--format", "json")
    assert first.out.replace("seconds", "").count("sha256") == 3
    assert [line for line in first.out.splitlines() if "seconds" not in line] == [
        line for line in second.out.splitlines() if "seconds" not in line
    ]


def test_an_unknown_profile_names_those_that_are_known() -> None:
    run = lfckg("load", "http://127.0.0.1:9", "--profile", "fusek")
    assert run.code == 2
    assert "'fusek' is not one of 'fuseki', 'graphdb'" in run.err


def test_the_command_offers_what_the_library_knows() -> None:
    offered = {param.name: getattr(param.type, "choices", ()) for param in load_command.params}
    assert set(offered["profile"]) == {"graphdb", *(store.name for store in STORES)}
    assert tuple(offered["via"]) == VIAS
    assert tuple(offered["verify"]) == VERIFICATIONS


def test_append_and_prune_contradict_each_other() -> None:
    run = lfckg("load", "http://127.0.0.1:9", "--append", "--prune")
    assert run.code == 2
    assert "give one of them" in run.err


def test_a_server_that_is_none_of_sparql_is_told() -> None:
    page = Answer(b"<html><title>Welcome</title></html>", media="text/html")
    with answering(page) as web:
        run = lfckg("load", web.url)
    assert run.code == 1
    assert "Welcome" in run.err
    assert "no SPARQL service answers there" in run.err


def test_nobody_listens() -> None:
    run = lfckg("load", f"http://127.0.0.1:{servers.free_port()}")
    assert run.code == 1
    assert "connection refused" in run.err
    assert "Traceback" not in run.err


def test_a_long_load_tells_its_progress_on_a_terminal(server: servers.Server, tmp_path: Path) -> None:
    path = tmp_path / "long.nq"
    path.write_text("".join(f'<http://e/{n}> <http://e/p> "{n}" <{GRAPH}{n % 40}> .\n' for n in range(20_000)), "utf-8")

    def slowed(asked: Asked, _before: int) -> Fault | None:
        return Fault(pause=0.4) if asked.path.startswith("/store") else None

    with (
        proxying(server.url, slowed) as proxy,
        Terminal("load", proxy.url, "--data", path, "--largest", "0.2") as terminal,
    ):
        terminal.expect(" of 20,000 triples sent, ")
        terminal.expect(" a second")
        terminal.expect("40 added; 20,000 triples sent")
        assert terminal.end() == 0
    servers.send(f"{server.url}/update", "POST", b"CLEAR ALL", media="application/sparql-update")


def test_a_program_may_load(server: servers.Server, both: Path) -> None:
    result = package.load(server.url, workspace=package.find_workspace(both), verify="full")
    try:
        assert isinstance(result, package.Load)
        assert package.load is load_into
        assert result.is_proven
        assert result.counts() == {"add": len(result.steps)}
        assert result.sent == sum(step.triples for step in result.steps)
    finally:
        servers.send(f"{server.url}/update", "POST", b"CLEAR ALL", media="application/sparql-update")
