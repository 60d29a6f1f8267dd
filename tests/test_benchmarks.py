"""Benchmarks: the invented archive is what it says, and the programs that are measured answer alike."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, RdfFormat, Store, parse

from benchmarks.__main__ import main
from benchmarks.archive import Archive, landmarks, write_archive
from benchmarks.builds import Build, archive_build
from benchmarks.engines import QUERIES as QUERIES_ASKED
from benchmarks.engines import same_rows
from benchmarks.flat import open_flat
from benchmarks.loading import faults
from benchmarks.measuring import Run as Measured
from benchmarks.measuring import ours, read_rows, run, run_rounds, summarise
from lfckg.compiler import compile_files
from lfckg.engine import ask
from lfckg.inference import INFERENCES, infer
from lfckg.namespaces import ARTICLE, DCTERMS, LFC, RDF
from lfckg.parameters import bind, find_parameters
from lfckg.products import as_nquads, quads_of
from lfckg.queries import Query, list_queries
from lfckg.rules import find_breaches
from lfckg.sources import RawAnswer
from lfckg.store import store_quads
from lfckg.validation import validate
from lfckg.workspace import find_workspace
from support import ROOT, environment, program

WORKSPACE = find_workspace(ROOT)
SIZE = 2000
QUERIES = list_queries(WORKSPACE.queries)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return write_archive(tmp_path_factory.mktemp("archive") / "archive.nq", SIZE)


@pytest.fixture(scope="module")
def quads(archive: Archive) -> list[Quad]:
    return list(parse(path=archive.path, format=RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def store(quads: list[Quad]) -> Store:
    return store_quads(quads)


def bound(query: Query) -> Query:
    names = {parameter.name for parameter in find_parameters(query)}
    return bind(query, {name: value for name, value in landmarks().items() if name in names})


def test_the_same_size_and_seed_give_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    again = write_archive(tmp_path / "again.nq", SIZE)
    packed = [write_archive(tmp_path / f"{name}.nq.gz", SIZE).path.read_bytes() for name in ("one", "two")]
    plain = archive.path.read_bytes()
    assert again.path.read_bytes() == plain
    assert packed[0] == packed[1]
    assert gzip.decompress(packed[0]) == plain
    assert write_archive(tmp_path / "other.nq", SIZE, seed=2).path.read_bytes() != plain
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.nq", "one.nq.gz", "other.nq", "two.nq.gz"]


def test_what_is_told_of_an_archive_is_true(archive: Archive, quads: list[Quad]) -> None:
    claims = {
        quad.subject
        for quad in quads
        if quad.object == NamedNode(f"{LFC}Claim")
        and quad.predicate.value == f"{RDF}type"
        and str(quad.subject).startswith(f"<{ARTICLE}")
    }
    articles = {quad.subject for quad in quads if quad.object == NamedNode(f"{LFC}Article")}
    assert archive.claims == len(claims) >= SIZE
    assert archive.quads == len(quads) == len(set(quads))
    # lfc:Article is also a class that the ontology describes; only articles are subjects of their type.
    assert archive.articles == len({term for term in articles if str(term).startswith(f"<{ARTICLE}")})
    assert 20 < archive.quads / archive.claims < 30


def test_an_archive_conforms_to_the_shapes(tmp_path: Path) -> None:
    small = write_archive(tmp_path / "small.nq", 500)
    assert validate([small.path], workspace=WORKSPACE, trust=True).findings == ()


def test_an_archive_breaks_no_rule(store: Store) -> None:
    assert list(find_breaches(store, WORKSPACE.rules)) == []


def test_short_cuts_are_those_that_the_rules_infer(quads: list[Quad]) -> None:
    told = {quad for quad in quads if quad.graph_name == INFERENCES}
    rest = store_quads(quad for quad in quads if quad.graph_name != INFERENCES)
    assert told == set(infer(rest, WORKSPACE.inferences))
    rules = {
        quad.object.value for quad in told if isinstance(quad.object, Literal) and quad.predicate.value == f"{LFC}rule"
    }
    assert rules == {"has-won", "holds-post", "manages", "plays-for", "relative-time"}


def test_two_articles_tell_some_of_the_same_facts(quads: list[Quad]) -> None:
    facts = Counter(quad.triple for quad in quads if str(quad.graph_name).endswith("/facts>"))
    assert sum(count > 1 for count in facts.values()) > 10
    dated = {
        quad.subject for quad in quads if quad.predicate.value == f"{DCTERMS}issued" and "article" in str(quad.subject)
    }
    assert dated


def test_spans_quote_what_their_sentences_hold(store: Store) -> None:
    rows = store.query(
        """
        PREFIX lfc: <https://w3id.org/lfckg/ontology#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?span WHERE {
          ?span lfc:start ?start ; lfc:end ?end ; lfc:sentence ?number ; oa:hasSource ?article .
          ?sentence a lfc:Sentence ; oa:hasSource ?article ; lfc:sentence ?number ; lfc:start ?first ; lfc:end ?last .
          FILTER (?end <= ?first || ?start >= ?last)
        }
        """
    )
    assert isinstance(rows, QuerySolutions)
    assert list(rows) == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_stored_queries_give_rows(query: Query, store: Store) -> None:
    assert ask(store, bound(query), _count) > 0


def _count(raw: RawAnswer) -> int:
    assert not isinstance(raw, QueryBoolean)
    return sum(1 for _ in raw)


@pytest.mark.parametrize("name", ["archive.nq", "archive.nq.gz"])
def test_flat_triples_are_those_of_the_archive(name: str, tmp_path: Path) -> None:
    small = write_archive(tmp_path / name, 100)
    with open_flat(small.path) as stream:
        told = list(parse(stream, format=RdfFormat.N_TRIPLES))
    packed = small.path.read_bytes()
    plain = gzip.decompress(packed) if name.endswith(".gz") else packed
    expected = [quad.triple for quad in parse(plain, format=RdfFormat.N_QUADS)]
    assert [quad.triple for quad in told] == expected


def test_a_run_tells_how_a_program_ends(tmp_path: Path) -> None:
    code = "import sys; print('out'); print('first', 'last', sep='\\n', file=sys.stderr); sys.exit(int(sys.argv[1]))"
    fine, failed = (run([sys.executable, "-c", code, end], tmp_path / f"{end}.out") for end in ("0", "3"))
    assert (fine.code, fine.error, fine.output.read_text("utf-8")) == (0, "", "out\n")
    assert (failed.code, failed.error) == (3, "last")
    stopped = run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "slow.out", limit=0.2)
    assert stopped.code == -signal.SIGKILL
    assert stopped.error == f"ended with code {stopped.code}"


def test_a_peak_is_that_of_the_program_and_not_of_who_starts_it(tmp_path: Path) -> None:
    held = bytearray(b"x" * 200_000_000)
    small, large = (
        run([sys.executable, "-c", f"held = bytearray(b'x' * {size})"], tmp_path / "out") for size in (1, 100_000_000)
    )
    assert len(held) == 200_000_000
    assert small.megabytes < 50
    assert 100 < large.megabytes < 250


def test_rounds_take_programs_in_turn_and_a_failing_one_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = f"import sys; open({str(log)!r}, 'a').write(sys.argv[1]); sys.exit(sys.argv[1] == 'c')"
    commands = {name: [sys.executable, "-c", code, name] for name in "abc"}
    runs = run_rounds(commands, 3, tmp_path / "runs")
    assert {name: len(done) for name, done in runs.items()} == {"a": 3, "b": 3, "c": 1}
    assert log.read_text("utf-8") == "abcbaab"  # a b c, then b (c) a, then (c) a b
    assert summarise(runs["c"]) is None
    found = summarise(runs["a"])
    assert found == (sorted(done.seconds for done in runs["a"])[1], max(done.megabytes for done in runs["a"]))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("?a\t?b\n1\t2\n3\t4\n", "?a\t?b\n3\t4\n1\t2\n", True),
        ("?a\n1\n", '?a\n"1"^^<http://www.w3.org/2001/XMLSchema#integer>\n', True),
        ("?a\n1\n1\n", "?a\n1\n", False),
        ("?a\n1\n", "?a\n2\n", False),
        ("?a\n1\n", "?b\n1\n", False),
        ("?a\t?claim\n1\t<c:1>\n1\t<c:2>\n", "?a\n1\n", True),
        ("?a\t?claim\n1\t<c:1>\n2\t<c:2>\n", "?a\n1\n", False),
        ("?a\t?b\n1\t2\n", "?a\n1\n", False),
    ],
)
def test_rows_are_compared(one: str, other: str, expected: bool, tmp_path: Path) -> None:
    paths = tmp_path / "one.tsv", tmp_path / "other.tsv"
    for path, text in zip(paths, (one, other), strict=True):
        path.write_text(text, "utf-8")
    assert same_rows(*paths) is expected


def test_rdflib_is_stopped_at_its_limit(archive: Archive, tmp_path: Path) -> None:
    pairs, one = tmp_path / "pairs.rq", tmp_path / "one.rq"
    pairs.write_text("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }", "utf-8")
    one.write_text("SELECT * WHERE { ?a <https://w3id.org/lfckg/ontology#length> ?b } LIMIT 1", "utf-8")
    done = run(ours("rdflib_queries", archive.path, tmp_path, "0.3", pairs, one), tmp_path / "out")
    told = dict(line.split() for line in done.output.read_text("utf-8").splitlines())
    assert done.error == ""
    assert list(told) == ["parsing", "pairs", "one"]
    assert told["pairs"] == "-"
    assert float(told["one"]) > 0
    assert len(read_rows(tmp_path / "one.tsv")[1]) == 1


def benchmark(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--claims", "200", "--rounds", "1", "--folder", folder, *arguments],
        cwd=ROOT,
        env=environment(env),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_benchmark_runs_and_all_rows_are_equal(tmp_path: Path) -> None:
    told = benchmark(tmp_path, "--only", "cold", "--only", "queries", "--only", "memory")
    rows = [_cells(line) for line in told.splitlines() if line.startswith("|")]
    asked = {row[0]: row[-1] for row in rows if row[-1] in {"yes", "same"}}
    assert {"lfckg query trophies", "pyoxigraph on disk, read only", "rdflib, from Turtle"} <= set(asked)
    assert set(QUERIES_ASKED) <= set(asked)
    assert not any(word in told for word in ("DIFFERENT", "NOT", "FAILED"))
    assert "1,000,000 rows as CSV" in told


def test_loads_are_measured_and_proven(tmp_path: Path) -> None:
    program("curl")
    told = benchmark(tmp_path, "--only", "loading", "--store", "oxigraph")
    titles = [line for line in told.splitlines() if line.startswith("#")]
    names, _, project, _, _, archive = (_cells(line) for line in told.splitlines() if line.startswith("|"))
    assert titles == ["## Loads of the project's build", "## Loads of an archive of 200 claims"]
    quads = len(compile_files(WORKSPACE).quads())
    written = write_archive(tmp_path / "again.nq", 200).quads
    for row, expected in ((project, quads), (archive, written)):
        told_of = dict(zip(names, row, strict=True))
        assert told_of["median of 1"] == "oxigraph"
        assert told_of["quads"] == f"{expected:,}"
        assert told_of["proven"] == "yes"
        assert "–" not in row


def test_a_store_that_is_not_installed_is_told_of(tmp_path: Path) -> None:
    nothing = {"PATH": str(tmp_path), "CI": ""}
    told = benchmark(tmp_path, "--only", "loading", "--store", "virtuoso", env=nothing)
    rows = [_cells(line) for line in told.splitlines() if line.startswith("| virtuoso")]
    assert [row[-1] for row in rows] == ["virtuoso-t is not installed"] * 2


def test_a_build_of_an_archive_is_one_and_its_graphs_are_its_quads(tmp_path: Path) -> None:
    build = archive_build(tmp_path / "build", 100)
    archive = write_archive(tmp_path / "archive.nq", 100)
    expected = Counter(parse(path=archive.path, format=RdfFormat.N_QUADS))
    with_header = build.path.read_bytes()
    assert quads_of(with_header) == as_nquads(expected)
    assert Counter(parse(with_header, format=RdfFormat.N_QUADS)) == expected
    assert build.quads == archive.quads
    graphs = [
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph))
        for graph, path in build.graphs.items()
        for triple in parse(path=path, format=RdfFormat.N_TRIPLES)
    ]
    assert Counter(graphs) == expected


@pytest.mark.parametrize(
    ("graphs", "expected"),
    [
        ([("added", 4, True), ("added", 6, True)], []),
        ([("added", 4, True), ("added", 6, False)], ["load: 4 QUADS added"]),
        ([("added", 4, True), ("kept", 6, True)], ["load: 4 QUADS added"]),
        ([], ["load: 0 QUADS added"]),
    ],
)
def test_what_a_load_says_is_compared(graphs: list[tuple[str, int, bool]], expected: list[str], tmp_path: Path) -> None:
    report = [{"action": action, "triples": triples, "proven": proven} for action, triples, proven in graphs]
    output = tmp_path / "report"
    output.write_text(json.dumps({"graphs": report}), "utf-8")
    build = Build(tmp_path, 10, {})
    assert faults(Measured(0.1, 1, 0, output), build, "added") == expected
    Path(f"{output}.err").write_text("first\nit is not there\n", "utf-8")
    assert faults(Measured(0.1, 1, 3, output), build, "added") == ["load FAILED: it is not there"]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize("wrong", [["--claims", "0"], ["--rounds", "-1"], ["--only", "nothing"], ["--store", "no"]])
def test_wrong_usage_is_told(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(wrong)
    assert end.value.code == 2
