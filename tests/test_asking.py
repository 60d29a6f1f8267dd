"""Asking: the real command, from any question to its answer in a pipe, a file, a terminal or nowhere."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from wcwidth import width

import servers
from faulty import Answer, answering
from servers import put_graph
from support import ROOT, environment, lfckg
from terminals import Terminal

EVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MANY = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NASTY = 'SELECT ?l { VALUES ?l { "\\u001B[31mred\\u0007\\u202Eturned\\rover" } }'


def command(*args: str | Path, cwd: Path = ROOT) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "lfckg", *map(str, args)]
    return subprocess.Popen(line, cwd=cwd, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("name", ["trophies", "queries/trophies.rq", "club", "nix", "queries/nix.rq"])
def test_the_commonest_call_is_answered_as_by_the_option_parser(name: str) -> None:
    short, parsed = lfckg("query", name), lfckg("query", "--limit", "1000000", name)
    assert short == parsed
    assert short.code == (0 if name in {"trophies", "queries/trophies.rq", "club"} else 1)


def test_a_text_and_standard_input_are_queries() -> None:
    text = "SELECT ?label { :liverpool-fc skos:prefLabel ?label }"
    expected = '?label\n"Liverpool FC"@en\n'
    assert lfckg("query", "-e", text).out == expected
    assert lfckg("query", "-", stdin=f"\ufeff{text}").out == expected
    assert lfckg("query", "--execute", "ASK {}", "-f", "json").out == '{"head":{},"boolean":true}\n'


@pytest.mark.parametrize(
    ("args", "stdin", "code", "message"),
    [
        (["-"], "", 1, "standard input: is empty"),
        (["-e", " "], "", 1, "query: is empty"),
        (["-e", "SELEC"], "", 1, "query:1:5: SPARQL can't be read"),
        (["-e", "ASK {}", "trophies"], "", 2, "trophies and -e name two queries"),
        (["trophies", "managers"], "", 2, "One QUERY at a time"),
        ([], "", 2, "Name a QUERY"),
        (["trophies", "--limit", "-1"], "", 2, "--limit"),
        (["trophies", "--timeout", "0"], "", 2, "--timeout"),
        (["trophies", "--data", "none.ttl"], "", 1, "none.ttl: no such file"),
        (["trophies", "--data", "README.md"], "", 1, "README.md: what RDF is this?"),
        (["trophies", "--data", "x.ttl", "--endpoint", "http://127.0.0.1"], "", 2, "name two sources"),
        (["trophies", "--user", "ann"], "", 2, "want its --endpoint"),
        (["trophies", "-o", "queries/new.csv"], "", 1, "holds sources"),
        (["trophies", "-o", "build"], "", 1, "is a directory"),
        (["trophies", "-o", "x.csv.gz"], "", 1, "x.csv.gz: .gz tells no format"),
        (["--list", "zzz"], "", 1, "no stored query has this"),
        (["--list", "--tag", "trophy"], "", 1, "did you mean trophies?"),
    ],
)
def test_wrong_questions_are_told(args: list[str], stdin: str, code: int, message: str) -> None:
    run = lfckg("query", *args, stdin=stdin)
    assert (run.code, run.out) == (code, "")
    assert message in run.err
    assert "Traceback" not in run.err


def test_what_is_not_utf8_is_told() -> None:
    for args in (["query", "-"], ["query", "-e", b"ASK {} # \xff"]):
        line = [sys.executable, "-m", "lfckg", *args]
        done = subprocess.run(line, input=b"\xff", env=environment(), capture_output=True, check=False)
        assert done.returncode == 1
        assert b"is not UTF-8" in done.stderr


def test_any_rdf_is_asked_alone_or_together(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> 1 .")
    (tmp_path / "b.nq.gz").write_bytes(gzip.compress(b"<http://e/b> <http://e/p> <http://e/a> <http://e/g> ."))
    both: list[str | Path] = ["--data", tmp_path / "a.ttl", "-d", tmp_path / "b.nq.gz", "-f", "csv"]
    run = lfckg("query", "-e", "SELECT ?s { ?s ?p ?o } ORDER BY ?s", *both)
    assert (run.code, run.out) == (0, "s\r\nhttp://e/a\r\nhttp://e/b\r\n")
    assert lfckg("query", "graphs", *both).out == "graph,triples\r\nhttp://e/g,1\r\n"
    described = lfckg("query", "-e", "DESCRIBE <http://e/b>", *both[:-1], "nt")
    assert described.out == "<http://e/b> <http://e/p> <http://e/a> .\n"
    path = "SELECT (SUM(?n) AS ?sum) { <http://e/b> <http://e/p>/<http://e/p> ?n . FILTER EXISTS { ?x ?y ?n } }"
    assert lfckg("query", "-e", path, *both).out == "sum\r\n1\r\n"


def test_our_own_export_answers_as_the_graph(tmp_path: Path) -> None:
    assert lfckg("export", "-o", tmp_path / "graph.ttl").code == 0
    for args in (["trophies", "--evidence", "-f", "csv"], ["club"], ["manager-on-day", "-p", "club=liverpool fc"]):
        assert lfckg("query", *args, "--data", tmp_path / "graph.ttl").out == lfckg("query", *args).out


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.csv", "trophy,words"),
        ("x.tsv", "?trophy\t"),
        ("x.json", '{"head"'),
        ("x.SRX", "<?xml"),
        ("x.md", "| trophy"),
    ],
)
def test_a_file_is_written_as_its_name_tells(name: str, begins: str, tmp_path: Path) -> None:
    run = lfckg("query", "trophies", "-o", tmp_path / name)
    assert (run.code, run.out) == (0, "")
    assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert lfckg("export", "-o", tmp_path / "x.svg").code == 2


def test_a_failure_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "x.csv"
    target.write_text("old")
    assert lfckg("query", "-e", MANY, "-o", target, "--timeout", "0.5").code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
    assert target.read_text() == "old"


def test_tables_show_labels_and_iris_on_request() -> None:
    text = "SELECT ?club ?n { ?club a lfc:Club . BIND (1 AS ?n) }"
    assert "│ Liverpool FC │ 1 │" in lfckg("query", "-e", text, "-f", "table").out
    assert "│ :liverpool-fc │ 1 │" in lfckg("query", "-e", text, "-f", "table", "--iris").out
    assert lfckg("query", "-e", text, "-f", "csv").out == "club,n\r\nhttps://w3id.org/lfckg/id/liverpool-fc,1\r\n"


def test_count_and_time_stand_beside_the_table() -> None:
    run = lfckg("query", "trophies", "-f", "table")
    assert re.fullmatch(r"7 rows, \d+ ms\n", run.err)
    assert "rows" not in run.out
    run = lfckg("query", "trophies", "-f", "table", "--limit", "3")
    assert run.out.count("│\n") == 4
    assert re.fullmatch(r"3 rows, \d+ ms\nThere are more; --limit 3 ends here\.\n", run.err)


@pytest.mark.parametrize("format_", ["csv", "tsv", "json", "xml"])
def test_a_limit_ends_rows_in_every_format(format_: str) -> None:
    whole, part = lfckg("query", "trophies", "-f", format_), lfckg("query", "trophies", "-f", format_, "--limit", "2")
    assert part.err == "There are more; --limit 2 ends here.\n"
    assert part.out.count("the German won") == 2
    assert lfckg("query", "trophies", "-f", format_, "--limit", "7") == whole
    if format_ == "json":
        assert json.loads(part.out)["results"]["bindings"] == json.loads(whole.out)["results"]["bindings"][:2]


def test_a_limit_ends_rows_with_triples_in_them() -> None:
    text = 'SELECT ?t { VALUES ?t { <<( lfc:a lfc:b "\\t" )>> 2 } }'
    whole, part = lfckg("query", "-e", text, "-f", "tsv"), lfckg("query", "-e", text, "-f", "tsv", "--limit", "1")
    assert part.out.splitlines() == whole.out.splitlines()[:2]
    assert part.err == "There are more; --limit 1 ends here.\n"


def test_spans_that_are_none_and_texts_without_index_are_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text(
        "@prefix lfc: <https://w3id.org/lfckg/ontology#> . @prefix oa: <http://www.w3.org/ns/oa#> .\n"
        "<http://e/c> a lfc:Claim ; lfc:span <http://e/s>, <http://e/t> .\n"
        "<http://e/s> oa:hasSource <http://e/a> ; lfc:start 9 ; lfc:end 7 .\n"
        "<http://e/t> oa:hasSource <http://e/a> ; lfc:start 'x' ; lfc:end 7 .\n"
    )
    asked = ["query", "-e", "SELECT ?claim { ?claim a lfc:Claim }", "--evidence", "-f", "csv"]
    run = lfckg(*asked, "--data", tmp_path / "x.ttl")
    assert (run.code, run.out.splitlines()[1:]) == (0, ["http://e/c,,"])


def test_a_limit_ends_triples() -> None:
    run = lfckg("query", "-e", "CONSTRUCT WHERE { ?s ?p ?o }", "-f", "nt", "--limit", "5")
    assert run.out.count(" .\n") == 5
    assert "There are more" in run.err


def test_rows_with_evidence_come_as_they_are_found() -> None:
    text = "#+ summary: All pairs\nSELECT ?a ?claim { ?claim a lfc:Claim . ?a ?b ?c . ?d ?e ?f }"
    with command("query", "-e", text, "--evidence", "-f", "csv") as process:
        assert process.stdout
        assert process.stdout.readline() == b"a,claim,words,sentences\r\n"
        assert len(process.stdout.readline()) > 10
        process.stdout.close()
        assert process.wait(30) == 1  # its reader has seen enough


@pytest.mark.parametrize(
    "args", [["-e", EVER], ["-e", MANY], ["-e", MANY, "-f", "table"], ["-e", EVER, "--data", "x.nt"]]
)
def test_a_timeout_ends_a_query_that_runs_for_ever(args: list[str], tmp_path: Path) -> None:
    triples = (f'<http://e/{number}> <http://e/p> "{number}" .\n' for number in range(3000))
    (tmp_path / "x.nt").write_text("".join(triples))
    with command("query", *args, "--timeout", "1", cwd=tmp_path) as process:
        _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert b"query: took more than 1 s and was ended. Ask for less, or allow more with --timeout.\n" in err
    assert b"Traceback" not in err


@pytest.mark.parametrize("text", [EVER, MANY])
def test_control_c_ends_a_query_at_once(text: str) -> None:
    with command("query", "-e", text) as process:
        if text == MANY:
            assert process.stdout
            process.stdout.readline()
        else:
            time.sleep(1.5)  # nothing can be seen from outside while it counts
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)
    assert process.returncode == 1
    assert err.decode().strip() == "lfckg: interrupted"


@pytest.mark.parametrize("format_", ["tsv", "csv", "json", "xml", "table", "markdown"])
def test_ten_thousand_million_rows_go_into_head(format_: str) -> None:
    with command("query", "-e", MANY, "-f", format_) as process:
        assert process.stdout
        assert process.stdout.read(10)
        process.stdout.close()
        assert process.wait(30) == 1
        assert process.stderr
        assert process.stderr.read() == b""


def test_control_characters_are_shown_in_tables_and_kept_in_the_formats_of_the_w3c() -> None:
    shown = lfckg("query", "-e", NASTY, "-f", "table").out
    assert "│ \\x1b[31mred\\x07\\u202eturned\\rover │" in shown
    (_, (value,)) = csv.reader(io.StringIO(lfckg("query", "-e", NASTY, "-f", "csv").out, newline=""))
    assert value == "\x1b[31mred\x07\u202eturned\rover"


def test_a_required_parameter_is_asked_for(root: Path) -> None:
    (root / "queries" / "of-club.rq").write_text(
        "#+ summary: Of a club\n#+ param club: The club.\n"
        "#+ values club: SELECT ?c ?l { ?c a lfc:Club ; skos:prefLabel ?l }\n"
        "SELECT ?club WHERE {\n  VALUES ?club { UNDEF }\n}\n"
    )
    run = lfckg("query", "of-club", cwd=root)
    assert (run.code, run.out) == (1, "")
    assert "club" in run.err
    assert ":liverpool-fc (Liverpool FC)" in run.err
    assert lfckg("query", "of-club", "-p", "club=Liverpool FC", "-f", "csv", cwd=root).out.startswith("club\r\nhttps")
    wrong = lfckg("query", "of-club", "-p", "club=Liverpol FC", cwd=root)
    assert "did you mean" in wrong.err or ":liverpool-fc" in wrong.err


def test_help_of_a_query_tells_what_it_asks_and_takes() -> None:
    run = lfckg("query", "trophies", "--help")
    assert run.code == 0
    for word in ("Trophies won under a manager", "manager", ":jurgen-klopp", "trophy", "Tags: ", "Example:"):
        assert word in run.out
    assert lfckg("query", "-h", "trophies").out == run.out
    assert "Usage: " in lfckg("query", "--help").out


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The graph in a SPARQL service."""
    folder = tmp_path_factory.mktemp("service")
    assert lfckg("export", "-o", folder / "graph.ttl").code == 0
    with servers.oxigraph(folder) as server:
        put_graph(server, (folder / "graph.ttl").read_bytes(), None)
        yield server.query


@pytest.mark.parametrize(
    "args",
    [
        ["trophies"],
        ["trophies", "-f", "table"],
        ["trophies", "-f", "json", "--evidence"],
        ["trophies", "-p", "manager=the german", "--limit", "3"],
        ["club"],
        ["opinions", "-f", "xml"],
        ["trophies", "--help"],
        ["-e", "ASK { :liverpool-fc a lfc:Club }", "-f", "json"],
        ["trophies", "-p", "manager=nobody"],
    ],
)
def test_a_service_answers_as_the_graph_itself(service: str, args: list[str]) -> None:
    here, there = lfckg("query", *args), lfckg("query", *args, "--endpoint", service)
    assert (there.code, there.out) == (here.code, here.out)
    without = re.compile(r", \d+ ms")
    assert without.sub("", there.err) == without.sub("", here.err)


def test_an_empty_default_graph_is_told(tmp_path: Path) -> None:
    with servers.oxigraph(tmp_path) as server:
        put_graph(server, b"<http://e/a> <http://e/b> <http://e/c> .", "http://e/graph")
        run = lfckg("query", "trophies", "--endpoint", server.query)
        assert (run.code, run.out) == (0, "?trophy\t?words\n")
        assert "its default graph is empty" in run.err
        assert "--default-graph" in run.err
        asked = lfckg("shell", "--endpoint", server.query, stdin="trophies\n\ngraphs\n")
        assert (asked.code, asked.out.splitlines()[0]) == (0, "?trophy\t?words")
        assert asked.err.count("its default graph is empty") == 1
        assert lfckg("query", "graphs", "--endpoint", server.query).err == ""


def test_a_mistake_is_placed_for_a_service_as_for_the_graph(service: str) -> None:
    text = "SELECT *\n{ ?s ?p ?o ; ; ?q }"
    here, there = lfckg("query", "-e", text), lfckg("query", "-e", text, "--endpoint", service)
    assert (there.code, there.err) == (here.code, here.err)
    assert "query:2:" in there.err


def test_what_is_wrong_with_a_service_is_told_and_secrets_are_not(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("s3cret\n")
    html = Answer(b"<html><title>Down for maintenance</title></html>", "text/html")
    asked: list[str | Path] = ["query", "-e", "ASK {}", "--user", "ann", "--password-file", secret, "--auth", "basic"]
    with answering(html) as server:
        run = lfckg(*asked, "--endpoint", server.url)
    assert (run.code, run.out) == (1, "")
    assert "HTML page" in run.err
    assert "s3cret" not in run.err
    run = lfckg("query", "-e", "ASK {}", "--endpoint", f"http://127.0.0.1:{servers.free_port()}/", "--timeout", "2")
    assert run.code == 1
    assert "127.0.0.1" in run.err
    assert "Traceback" not in run.err
    run = lfckg("query", "-e", "ASK {}", "--endpoint", "http://ann:s3cret@127.0.0.1/")
    assert run.code == 1
    assert "s3cret" not in run.err + run.out


def test_a_slow_service_is_given_up() -> None:
    with answering(Answer(b'{"head":{},"boolean":true}', pause=20)) as server:
        run = lfckg("query", "-e", "ASK {}", "--endpoint", server.url, "--timeout", "1", timeout=15)
    assert (run.code, run.out) == (1, "")
    assert "Traceback" not in run.err


def test_the_shell_asks_a_service_and_tells_which(service: str) -> None:
    with Terminal("shell", "--endpoint", service) as terminal:
        assert f"on {service}: 265 claims" in terminal.expect("Ctrl-D leaves")
        terminal.expect_prompt("lfckg>")
        terminal.type("trophies manager=klopp\r")
        assert "FA Cup" in terminal.expect("7 rows")
        terminal.expect_prompt("lfckg>")
        terminal.type("\x04")
        assert terminal.end() == 0


@pytest.mark.parametrize("columns", [20, 60, 120])
@pytest.mark.parametrize("name", ["trophies", "said-by"])
def test_a_table_fits_the_terminal(name: str, columns: int) -> None:
    with Terminal("query", name, columns=columns) as terminal:
        assert terminal.end() == 0
    lines = terminal.text.replace("\r", "").splitlines()
    assert any("trophy" in line or "about" in line for line in lines)
    assert max(width(line) for line in lines[:-1]) <= columns
    assert re.fullmatch(r"\d+ rows, \d+ ms", lines[-1])


def test_a_long_answer_goes_through_the_pager_and_a_short_one_with_it(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "LESS=$LESS"\ncat\necho paged\n')
    pager.chmod(0o755)
    with Terminal("query", "trophies", env={"PAGER": str(pager)}) as terminal:
        assert terminal.end() == 0
    shown = terminal.text.splitlines()
    assert shown[0] == "LESS=FRXK"
    assert "paged" in shown
    for other in (str(tmp_path / "none"), "less '"):
        with Terminal("query", "trophies", env={"PAGER": other}) as terminal:
            assert terminal.end() == 0
        assert "FA Cup" in terminal.text


def test_a_pager_that_is_left_early_ends_the_query() -> None:
    with Terminal("query", "-e", MANY, env={"PAGER": "head -n 3"}) as terminal:
        assert terminal.end() == 1
    assert "Traceback" not in terminal.text


@pytest.mark.parametrize("format_", ["turtle", "nt", "jsonld"])
def test_a_terminal_is_shown_what_it_would_obey_in_a_graph(format_: str) -> None:
    text = 'CONSTRUCT { lfc:a lfc:b "\\u009b31m\\u202Eturned" } {}'
    for args in ((), ("-f", format_)):
        with Terminal("query", "-e", text, *args) as terminal:
            assert terminal.end() == 0
        assert not set(terminal.raw.decode()) & {"\x9b", "\u202e"}
        assert "turned" in terminal.text


@pytest.mark.parametrize("args", [["-e", NASTY], ["-e", NASTY, "-f", "csv"], ["-e", NASTY, "-f", "tsv"]])
def test_a_terminal_is_shown_what_it_would_obey(args: list[str]) -> None:
    with Terminal("query", *args) as terminal:
        assert terminal.end() == 0
    assert not set(terminal.raw.decode()) & {"\x07", "\u202e"}
    assert b"\x1b[31m" not in terminal.raw
    assert "\\x1b[31m" in terminal.text


def test_no_colours_in_pipes_and_with_no_color() -> None:
    assert "\x1b" not in lfckg("show", "super cup").out + lfckg("query", "trophies", "-f", "table").out
    with Terminal("show", "super cup", env={"NO_COLOR": "1"}) as terminal:
        assert terminal.end() == 0
    assert b"\x1b" not in terminal.raw
    with Terminal("show", "super cup", env={"NO_COLOR": ""}) as terminal:
        assert terminal.end() == 0
    assert b"\x1b[1m" in terminal.raw
