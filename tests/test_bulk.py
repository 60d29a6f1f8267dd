"""Bulk exports: compressed files that hold the build, a manifest that is true, a directory that is replaced whole."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Store
from rdflib.compare import isomorphic
from rdflib.query import ResultRow

from lfckg.bulk import write_bulk
from lfckg.directories import replacing_directory
from lfckg.errors import OutputError
from lfckg.namespaces import DCAT, GRAPH, VOID
from servers import Server, send, virtuoso
from support import BUILD, ROOT, Run, environment, lfckg, make_workspace, missing, program

CONTEXT = ROOT / "ontology" / "context.jsonld"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a build, and what was exported from it in `bulk`."""
    root = make_workspace(tmp_path_factory.mktemp("bulk") / "project", both=True)
    assert lfckg("build", "-o", "graph.nq", cwd=root).code == 0
    run = lfckg("export", "--bulk", "bulk", cwd=root)
    assert (run.code, run.out) == (0, "")
    assert run.err == f"bulk: 9 graphs, {len(product(root))} quads\n"
    return root


def product(root: Path) -> list[bytes]:
    """Give the lines of the build, without its header."""
    return (root / "graph.nq").read_bytes().splitlines(keepends=True)[1:]


def manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest as JSON."""
    read: dict[str, Any] = json.loads((folder / "manifest.jsonld").read_bytes())
    return read


def contents(folder: Path) -> dict[str, bytes]:
    """Give everything that a directory holds, by its place."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def by_graph(lines: list[bytes]) -> dict[str, set[str]]:
    """Give the triples of each named graph of N-Quads."""
    found: dict[str, set[str]] = {}
    for quad in pyoxigraph.parse(b"".join(lines), RdfFormat.N_QUADS):
        found.setdefault(str(quad.graph_name)[1:-1], set()).add(str(quad.triple))
    return found


# What is written


def test_the_quads_are_those_of_the_build_in_its_order(project: Path) -> None:
    assert gzip.decompress((project / "bulk" / "lfckg.nq.gz").read_bytes()) == b"".join(product(project))


def test_each_graph_has_a_file_of_its_own_that_holds_it(project: Path) -> None:
    expected = by_graph(product(project))
    read = {}
    for graph in manifest(project / "bulk")["graphs"]:
        path = project / "bulk" / graph["distribution"]["file"]
        turtle = gzip.decompress(path.read_bytes())
        read[graph["id"]] = {str(quad.triple) for quad in pyoxigraph.parse(turtle, RdfFormat.TURTLE)}
        assert path.with_name(path.name.replace(".gz", ".graph")).read_text("utf-8") == f"{graph['id']}\n"
        assert graph["triples"] == len(read[graph["id"]])
    assert read == expected
    held = {path.name for path in (project / "bulk" / "graphs").glob("*.gz")}
    assert held == {
        "article.lfc-documentary.evidence.ttl.gz",
        "article.lfc-documentary.facts.ttl.gz",
        "article.tarnbrook-film.evidence.ttl.gz",
        "article.tarnbrook-film.facts.ttl.gz",
        "entities.ttl.gz",
        "inferences.ttl.gz",
        "ontology.ttl.gz",
        "reference.ttl.gz",
        "shapes.ttl.gz",
    }


def test_the_manifest_tells_sizes_and_digests(project: Path) -> None:
    described = manifest(project / "bulk")
    assert described["triples"] == len(product(project))
    told = [described, *described["graphs"]]
    for distribution in (each["distribution"] for each in told):
        data = (project / "bulk" / distribution["file"]).read_bytes()
        assert distribution["byteSize"] == len(data)
        assert distribution["checksum"]["checksumValue"] == sha256(data).hexdigest()
        assert distribution["compressFormat"] == "application/gzip"
    assert [each["distribution"]["mediaType"] for each in told] == ["application/n-quads", *["text/turtle"] * 9]


def test_the_manifest_is_dcat_to_two_libraries(project: Path) -> None:
    path = project / "bulk" / "manifest.jsonld"
    base, text = path.as_uri(), path.read_text("utf-8")
    quads = list(pyoxigraph.parse(text, RdfFormat.JSON_LD, base_iri=base))
    ours = rdflib.Graph().parse(data="".join(f"{quad.triple} .\n" for quad in quads), format="nt")
    theirs = rdflib.Graph().parse(data=text, format="json-ld", publicID=base)
    assert isomorphic(ours, theirs)
    media = rdflib.URIRef("https://www.iana.org/assignments/media-types/text/turtle")
    query = """SELECT ?graph ?url ?n {
        ?graph void:triples ?n ; dcat:distribution [ dcat:mediaType ?media ; dcat:downloadURL ?url ]
    }"""
    answer = theirs.query(query, initNs={"dcat": DCAT, "void": VOID}, initBindings={"media": media})
    rows = {tuple(map(str, row)) for row in answer if isinstance(row, ResultRow)}
    folder = path.parent / "graphs"
    assert (f"{GRAPH}entities", (folder / "entities.ttl.gz").as_uri()) in {row[:2] for row in rows}
    assert {(row[0], int(row[2])) for row in rows} == {
        (graph, len(triples)) for graph, triples in by_graph(product(path.parents[1])).items()
    }
    sizes = {size.datatype for size in theirs.objects(None, rdflib.URIRef(f"{DCAT}byteSize"))}  # type: ignore[attr-defined]
    assert sizes == {rdflib.XSD.nonNegativeInteger}


def test_the_same_data_give_the_same_bytes_anywhere(project: Path) -> None:
    for seed, name in (("1", "one"), ("2", "two")):
        assert lfckg("export", "--bulk", name, cwd=project, env={"PYTHONHASHSEED": seed}).code == 0
    assert contents(project / "one") == contents(project / "two") == contents(project / "bulk")
    for path in (project / "one").rglob("*.gz"):
        flags, mtime = path.read_bytes()[3], path.read_bytes()[4:8]
        assert (flags, mtime) == (0, bytes(4))  # no name, no time


@pytest.mark.parametrize(
    "args", [["--article", "tarnbrook-film"], ["--stated-only"], ["--no-evidence"], ["--no-evidence", "--stated-only"]]
)
def test_a_selection_is_that_of_other_formats(project: Path, tmp_path: Path, args: list[str]) -> None:
    assert lfckg("export", "--bulk", tmp_path / "bulk", *args, cwd=project).code == 0
    assert lfckg("export", "-o", tmp_path / "a.nq", *args, cwd=project).code == 0
    lines = gzip.decompress((tmp_path / "bulk" / "lfckg.nq.gz").read_bytes()).splitlines(keepends=True)
    expected = by_graph([(tmp_path / "a.nq").read_bytes()])
    assert by_graph(lines) == expected
    assert {graph["id"] for graph in manifest(tmp_path / "bulk")["graphs"]} == set(expected)


def test_what_is_written_conforms_and_is_asked_like_any_file(project: Path) -> None:
    packed = project / "bulk" / "lfckg.nq.gz"
    assert lfckg("validate", packed, cwd=project).out == "conforms: 0 violations, 0 warnings, 0 notes\n"
    rows = lfckg("query", "trophies", cwd=project).out
    assert "FA Cup" in rows
    assert lfckg("query", "trophies", "--data", packed, cwd=project).out == rows


def test_files_of_graphs_are_told_apart_whatever_the_graphs_are_called(tmp_path: Path) -> None:
    node = NamedNode("http://e/s")
    graphs = ["http://e/a/b", "http://e/a.b", "http://e/A/b", "http://e/ü", f"http://e/{'x' * 500}", "urn:x:../../up"]
    write_bulk([Quad(node, node, node, NamedNode(graph)) for graph in graphs], tmp_path / "bulk", CONTEXT)
    described = manifest(tmp_path / "bulk")["graphs"]
    assert {graph["id"] for graph in described} == set(graphs)
    files = [graph["distribution"]["file"] for graph in described]
    assert len({file.casefold() for file in files}) == len(graphs)
    held = {path.name for path in (tmp_path / "bulk" / "graphs").glob("*.gz")}
    assert {f"graphs/{name}" for name in held} == set(files)


# Where it is written


def test_an_earlier_export_is_replaced_whole(project: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o750)
    (tmp_path / "link").symlink_to("real")
    for args in ([], ["--article", "tarnbrook-film"]):  # into an empty directory, and over another export
        assert lfckg("export", "--bulk", tmp_path / "link", *args, cwd=project).code == 0
    assert {name for name in contents(tmp_path / "real") if name.endswith("facts.ttl.gz")} == {
        "graphs/article.tarnbrook-film.facts.ttl.gz"
    }
    assert {path.name for path in tmp_path.iterdir()} == {"real", "link"}
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o750


def test_a_damaged_export_is_replaced_too(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bulk"
    for _ in range(2):
        assert lfckg("export", "--bulk", folder, cwd=project).code == 0
        assert contents(folder) == contents(project / "bulk")
        (folder / "graphs" / "entities.ttl.gz").unlink()
        (folder / "lfckg.nq.gz").write_bytes(b"half")


def forged(described: object) -> bytes:
    """Give what somebody else calls a manifest."""
    return json.dumps(described).encode()


@pytest.mark.parametrize(
    "files",
    [
        {"notes.txt": b"mine"},
        {"graphs/entities.ttl.gz": b"mine"},
        {"manifest.jsonld": b"mine"},
        {"manifest.jsonld": b"[" * 100_000},
        {"manifest.jsonld": forged([])},
        {"manifest.jsonld": forged({"id": "https://w3id.org/lfckg/dataset", "graphs": []})},
        {"manifest.jsonld": forged({"id": "http://e/other", "graphs": [], "distribution": {"file": "lfckg.nq.gz"}})},
        {"manifest.jsonld": forged({"graphs": {"a": 1}, "distribution": {"file": ["lfckg.nq.gz"]}})},
    ],
)
def test_other_directories_are_refused(project: Path, tmp_path: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (tmp_path / "own" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "own" / name).write_bytes(data)
    run = lfckg("export", "--bulk", tmp_path / "own", cwd=project)
    assert run.code == 1
    assert run.err.endswith("own: holds other files, which would be lost. Name a new or an empty directory.\n")
    assert contents(tmp_path) == {f"own/{name}": data for name, data in files.items()}


@pytest.mark.parametrize("name", ["notes.txt", "graphs/notes.txt", ".hidden", "graphs/entities.ttl"])
def test_an_export_to_which_somebody_added_files_is_refused(project: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "bulk"
    assert lfckg("export", "--bulk", folder, cwd=project).code == 0
    (folder / name).write_text("mine")
    before = contents(folder)
    assert lfckg("export", "--bulk", folder, "--no-evidence", cwd=project).code == 1
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["--bulk", "b", "-f", "nq"], 2, "goes with no --format, --output or --rdf12"),
        (["--bulk", "b", "-o", "b.nq"], 2, "goes with no --format"),
        (["--bulk", "b", "--rdf12"], 2, "goes with no --format"),
        (["--bulk", "-"], 2, "standard output is none"),
        (["--bulk", "."], 1, "you are in it"),
        (["--bulk", ".."], 1, "you are in it"),
        (["--bulk", "/"], 1, "you are in it"),
        (["--bulk", "data/bulk"], 1, "holds sources"),
        (["--bulk", "file"], 1, "file: is no directory. Name another."),
        (["--bulk", "file/bulk"], 1, "file is no directory. Name another."),
        (["--bulk", "/proc/bulk"], 1, "/proc/bulk: can't be written"),
        (["--bulk", "b", "--article", "tarnbrook"], 1, "did you mean tarnbrook-film?"),
    ],
)
def test_bulk_exports_that_cannot_be_made(both: Path, args: list[str], code: int, message: str) -> None:
    (both / "file").write_text("mine")
    before = contents(both)
    run = lfckg("export", *args, cwd=both)
    assert (run.code, run.out) == (code, "")
    assert message in run.err
    assert contents(both) == before
    assert not (both / "b").exists()


def limited(folder: Path, root: Path) -> Run:
    """Export where no file may grow beyond 8 KiB."""
    command = f'ulimit -f 8; exec "{sys.executable}" -m lfckg export --bulk "{folder}"'
    done = subprocess.run(["bash", "-c", command], cwd=root, env=environment(), capture_output=True, check=False)
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_disk_that_takes_no_more_leaves_what_was_there(project: Path, tmp_path: Path) -> None:
    run = limited(tmp_path / "bulk", project)
    assert (run.code, list(tmp_path.iterdir())) == (1, [])
    assert run.err.endswith("bulk: can't be written: File too large.\n")
    assert lfckg("export", "--bulk", tmp_path / "bulk", "--no-evidence", cwd=project).code == 0
    before = contents(tmp_path)
    assert limited(tmp_path / "bulk", project).err.endswith("File too large. What stood there is unchanged.\n")
    assert contents(tmp_path) == before


# Directories that take another's place


def fill(place: Path, text: str, end: type[BaseException] | None = None) -> None:
    """Put a directory in a place, as an export does; `end` ends that before all is written."""
    with replacing_directory(place, lambda _: True) as part:
        (part / "a").write_text(text)
        if end:
            raise end
        (part / "b").write_text(text)


@pytest.mark.parametrize("end", [KeyboardInterrupt, ValueError, OutputError])
def test_an_interruption_leaves_the_old_directory_and_nothing_else(tmp_path: Path, end: type[BaseException]) -> None:
    with pytest.raises(end):
        fill(tmp_path / "place", "new", end)
    assert list(tmp_path.iterdir()) == []
    fill(tmp_path / "place", "old")
    with pytest.raises(end):
        fill(tmp_path / "place", "new", end)
    assert contents(tmp_path) == {"place/a": b"old", "place/b": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


def test_an_interruption_while_the_old_directory_goes_leaves_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "place", "old")
    interruptions = [KeyboardInterrupt()]

    def remove(folder: Path, *, ignore_errors: bool) -> None:
        if folder.suffix == ".old" and interruptions:
            (folder / "a").unlink()
            raise interruptions.pop()
        shutil.rmtree(folder, ignore_errors=ignore_errors)

    monkeypatch.setattr("lfckg.directories.rmtree", remove)
    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "place", "new")
    assert contents(tmp_path) == {"place/a": b"new", "place/b": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


def put_between(place: Path) -> None:
    """Put a directory in a place where somebody else puts files meanwhile."""
    with replacing_directory(place, lambda _: False) as part:
        (part / "a").write_text("new")
        place.mkdir()
        (place / "mine").write_text("mine")


def test_files_that_come_meanwhile_are_not_lost(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="holds other files"):
        put_between(tmp_path / "place")
    assert contents(tmp_path) == {"place/mine": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


@pytest.fixture
def ended() -> str:
    """The number of a process that is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        return str(process.pid)


def test_what_killed_processes_left_is_cleared_and_put_back(tmp_path: Path, ended: str) -> None:
    for kind in ("part", "old"):
        (tmp_path / f".place.{ended}.0123abcd.{kind}").mkdir()
        (tmp_path / f".place.{ended}.0123abcd.{kind}" / "a").write_text(kind)
    (tmp_path / ".place.1.0123abcd.part").mkdir()  # of a process that runs
    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "place", "new", KeyboardInterrupt)
    assert contents(tmp_path) == {"place/a": b"old"}  # the export was killed between two steps
    (tmp_path / f".place.{ended}.0123abcd.old").mkdir()
    fill(tmp_path / "place", "new")
    assert contents(tmp_path) == {"place/a": b"new", "place/b": b"new"}
    assert {path.name for path in tmp_path.iterdir()} == {"place", ".place.1.0123abcd.part"}


def test_a_null_character_is_no_place(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="null character"):
        fill(tmp_path / "a\0b", "new")


# Loaders of stores


def held(store: Store) -> set[str]:
    """Give the quads of a store."""
    return {str(quad) for quad in store}


def expected(project: Path) -> set[str]:
    """Give the quads of the build as Oxigraph keeps them."""
    store = Store()
    store.load(b"".join(product(project)), RdfFormat.N_QUADS)
    return held(store)


def test_oxigraph_loads_the_quads(project: Path, tmp_path: Path) -> None:
    command = [program("oxigraph"), "load", "--location", str(tmp_path / "store")]
    subprocess.run([*command, "--file", str(project / "bulk" / "lfckg.nq.gz")], check=True)
    assert held(Store.read_only(str(tmp_path / "store"))) == expected(project)


def test_oxigraph_loads_graph_by_graph(project: Path, tmp_path: Path) -> None:
    command = [program("oxigraph"), "load", "--location", str(tmp_path / "store")]
    for path in (project / "bulk" / "graphs").glob("*.ttl.gz"):
        graph = path.with_suffix(".graph").read_text("utf-8").strip()
        subprocess.run([*command, "--file", str(path), "--graph", graph], check=True)
    assert held(Store.read_only(str(tmp_path / "store"))) == expected(project)


def test_jena_loads_the_quads(project: Path, tmp_path: Path) -> None:
    jar = BUILD / "servers" / "jena-fuseki-server.jar"
    if not jar.is_file():
        missing(f"{jar.name} (make engines)")
    java = [program("java"), "-cp", str(jar)]
    place = ["--loc", str(tmp_path / "store")]
    subprocess.run([*java, "tdb2.tdbloader", *place, str(project / "bulk" / "lfckg.nq.gz")], check=True)
    dump = subprocess.run([*java, "tdb2.tdbdump", *place], capture_output=True, check=True).stdout
    assert by_graph([dump]) == by_graph(product(project))


def isql(folder: Path, *statements: str) -> str:
    """Have Virtuoso do statements of SQL, as its administrator; what it does not like fails the test."""
    settings = (folder / "virtuoso.ini").read_text("utf-8")
    address = next(line.split(" = ")[1] for line in settings.splitlines() if line.startswith("ServerPort = "))
    command = [program("isql-vt"), address, "dba", "dba", "ERRORS=STDOUT", "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF"]
    done = subprocess.run(
        command,
        input="".join(f"{statement};\n" for statement in statements),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "***" not in done.stdout, done.stdout
    return done.stdout


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with virtuoso(tmp_path) as running:
        yield running


@pytest.mark.parametrize(("folder", "pattern"), [("bulk/graphs", "*.ttl.gz"), ("bulk", "*.nq.gz")])
def test_virtuoso_loads_each_graph_into_its_own(
    server: Server, project: Path, tmp_path: Path, folder: str, pattern: str
) -> None:
    assert lfckg("export", "--bulk", tmp_path / "bulk", cwd=project).code == 0  # Virtuoso reads its own folder alone
    other = "NULL" if "graphs" in folder else "'http://e/other'"  # NULL: no file without .graph
    isql(tmp_path, f"ld_dir('{tmp_path / folder}', '{pattern}', {other})", "rdf_loader_run()", "checkpoint")
    failed = isql(tmp_path, "SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL")
    assert str(tmp_path) not in failed
    ours = f"FILTER (?g = <http://e/other> || STRSTARTS(STR(?g), '{GRAPH}'))"
    query = f"SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }} GROUP BY ?g"
    address = f"{server.query}?{urllib.parse.urlencode({'query': query})}"
    rows = json.loads(send(address, accept="application/sparql-results+json"))["results"]["bindings"]
    assert {row["g"]["value"]: int(row["n"]["value"]) for row in rows} == {
        graph: len(triples) for graph, triples in by_graph(product(project)).items()
    }
