"""RDF files of anybody as a dataset to ask, and stores on disk where they are large."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, QueryBoolean, QuerySolutions, Store, parse

from lfckg import datasets
from lfckg.builder import build
from lfckg.caches import Cache
from lfckg.datasets import open_files, open_store
from lfckg.errors import DataError, InputError, OutputError
from lfckg.workspace import Workspace, find_workspace
from support import ROOT

TURTLE = "@prefix e: <http://e/> . e:a e:p e:b , [ e:q 1 ] ."
FILES = {
    "a.ttl": TURTLE,
    "a.turtle": TURTLE,
    "a.nt": "<http://e/a> <http://e/p> <http://e/b> , [] .".replace(" , []", ""),
    "a.nq": "<http://e/a> <http://e/p> <http://e/b> <http://e/g> .",
    "a.trig": "<http://e/g> { <http://e/a> <http://e/p> <http://e/b> }",
    "a.jsonld": '{"@id": "http://e/g", "@graph": {"@id": "http://e/a", "http://e/p": {"@id": "http://e/b"}}}',
    "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://e/a"><e:p rdf:resource="http://e/b"/></rdf:Description></rdf:RDF>',
}
ASKED = "ASK { <http://e/a> <http://e/p> <http://e/b> }"


def holds(store: Store, query: str) -> bool:
    answer = store.query(query)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def count(store: Store, query: str) -> int:
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)
    return sum(1 for _ in rows)


@pytest.fixture(params=["memory", "disk"])
def cache(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both ways that files go: that of large ones is forced by the limit."""
    if request.param == "disk":
        monkeypatch.setattr(datasets, "LARGE", 0)
    return tmp_path / "cache"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", FILES)
def test_every_format_is_asked_packed_or_not(name: str, packed: bool, cache: Path, tmp_path: Path) -> None:
    path = tmp_path / (f"{name}.gz" if packed else name)
    data = FILES[name].encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    for named in (False, True):
        store = open_files([path], cache, named_graphs=named)
        assert holds(store, ASKED)
        assert holds(store, ASKED.replace("{", "{ GRAPH ?g {") + "}") == (named and b"http://e/g" in data)


def test_what_several_files_and_graphs_say_is_said_once(cache: Path, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.ttl", "a.nq", "b.nq")]
    for path in paths:
        path.write_text(FILES["a.ttl" if path.suffix == ".ttl" else "a.nq"].replace("/g>", f"/{path.stem}>"))
    store = open_files(paths, cache)
    assert count(store, "SELECT * { <http://e/a> <http://e/p> ?o . FILTER (ISIRI(?o)) }") == 1
    assert count(store, "SELECT * { GRAPH ?g { <http://e/a> <http://e/p> <http://e/b> } }") == 2


def test_blank_nodes_are_those_of_their_file_in_every_graph(cache: Path, tmp_path: Path) -> None:
    for name in ("a.trig", "b.trig"):
        (tmp_path / name).write_text("<http://e/g> { _:x <http://e/p> 1 }")
    store = open_files([tmp_path / "a.trig", tmp_path / "b.trig"], cache)
    assert count(store, "SELECT DISTINCT ?s { ?s ?p ?o . GRAPH ?g { ?s ?p ?o } }") == 2


def test_relative_iris_are_those_of_the_file(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<#me> <http://e/p> <> .")
    assert holds(open_files([tmp_path / "a.ttl"], cache), f"ASK {{ <{(tmp_path / 'a.ttl').as_uri()}#me> ?p ?o }}")
    shutil.copy(tmp_path / "a.ttl", tmp_path / "b.ttl")
    assert holds(open_files([tmp_path / "b.ttl"], cache), f"ASK {{ <{(tmp_path / 'b.ttl').as_uri()}#me> ?p ?o }}")


def test_a_change_of_a_file_is_seen(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE)
    assert holds(open_files([path], cache), ASKED)
    path.write_text(TURTLE.replace("e:b", "e:c"))
    assert not holds(open_files([path], cache), ASKED)


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("a.ttl", b"e:a e:p e:b .", DataError, r"a\.ttl:1:\d+: .*Mend it; it was read as Turtle"),
        ("a.ttl.gz", b"no gzip", InputError, "damaged or no gzip file"),
        ("a.nt.gz", gzip.compress((FILES["a.nt"] + "\n").encode() * 999)[:-30], InputError, "damaged or no gzip file"),
        ("a.docx", b"", InputError, r"what RDF is this\? Name the file with one of \.ttl"),
        ("a.rdf", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', InputError, "declares XML entities"),
        (
            "a.jsonld",
            b'{"@context": "http://e/c"}',
            DataError,
            "names a context in another file, and nothing is fetched",
        ),
        ("a.jsonld", b"[" * 5000 + b"]" * 5000, InputError, "nested more than"),
    ],
)
def test_bad_files_are_told(
    name: str, data: bytes, error: type[Exception], message: str, cache: Path, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error, match=message):
        open_files([tmp_path / name], cache)
    assert not list(cache.glob("*/CURRENT"))  # nothing of it is kept


def test_a_packed_file_that_grows_without_end_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lfckg.rdf._LARGEST_UNPACKED", 10**6)
    path = tmp_path / "a.jsonld.gz"
    path.write_bytes(gzip.compress(b"[" + b" " * 2 * 10**6 + b"]"))
    with pytest.raises(InputError, match="unpacks to more than"):
        open_files([path], tmp_path / "cache")


def test_missing_files_and_directories_are_told(tmp_path: Path) -> None:
    for name, message in (("none.ttl", "no such file"), ("folder.ttl", "can't be read")):
        (tmp_path / "folder.ttl").mkdir(exist_ok=True)
        with pytest.raises(InputError, match=message):
            open_files([tmp_path / name], tmp_path / "cache")


def test_a_large_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "LARGE", 0)
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE)
    first = open_files([path], tmp_path / "cache")
    monkeypatch.setattr("lfckg.imports.parse", None)
    again = open_files([path], tmp_path / "cache")
    assert {quad.predicate for quad in first} == {quad.predicate for quad in again}


def test_a_large_file_that_changes_while_it_is_read_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets, "LARGE", 0)
    path, cache = tmp_path / "a.ttl", tmp_path / "cache"
    path.write_text(TURTLE)

    def slow(*args: Any, **kwargs: Any) -> Any:
        path.write_text(f"{TURTLE}<http://e/late> <http://e/late> 1 .\n")
        return parse(*args, **kwargs)

    monkeypatch.setattr("lfckg.imports.parse", slow)
    with pytest.raises(InputError, match="changed while it was read"):
        open_files([path], cache)
    monkeypatch.undo()
    monkeypatch.setattr(datasets, "LARGE", 0)
    path.write_text(TURTLE)
    assert not any("late" in str(quad) for quad in open_files([path], cache))


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_: int) -> None:
        raise KeyError

    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", unknown)
    packaged = Workspace(ROOT, Path("lfckg.nq"))
    for relative in ("", "cache"):
        monkeypatch.setenv("XDG_CACHE_HOME", relative)
        assert len(open_store(packaged)) > 0
        with pytest.raises(OutputError, match="XDG_CACHE_HOME"):
            Cache(packaged.cache).make("x", lambda _: None)


def test_without_a_place_for_a_large_file_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "LARGE", 0)
    (tmp_path / "a.ttl").write_text(TURTLE)
    with pytest.raises(OutputError, match="XDG_CACHE_HOME"):
        open_files([tmp_path / "a.ttl"], tmp_path / "a.ttl" / "cache")


def test_a_large_build_is_asked_on_disk_and_gives_the_same(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = find_workspace(both)
    build(workspace)
    shutil.rmtree(workspace.cache)
    small = {named: set(open_store(workspace, named_graphs=named)) for named in (False, True)}
    assert not workspace.cache.exists()
    monkeypatch.setattr(datasets, "LARGE", 0)
    for named in (False, True):
        assert set(open_store(workspace, named_graphs=named)) == small[named]
    assert len(list(workspace.cache.glob("*/CURRENT"))) == 2


def test_a_build_keeps_its_store_and_what_can_not_be_kept_is_read(both: Path) -> None:
    workspace = find_workspace(both)
    shutil.rmtree(workspace.product.parent, ignore_errors=True)
    workspace.product.parent.mkdir()
    workspace.cache.write_text("in the way")
    done = build(workspace)
    assert len(open_store(workspace)) > done.quads
    workspace.cache.unlink()
    build(workspace)
    assert len(list(workspace.cache.glob("*.nt"))) == 1
    store = open_store(workspace, named_graphs=False)
    assert not set(store.named_graphs())
    assert set(store.quads_for_pattern(None, None, None, DefaultGraph())) == set(store)
