"""The real command: what it prints, where, and how it fails."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support import ARTICLES, ROOT, Run, edit, environment, lfckg

NAME = "tarnbrook-film"
TROPHIES = "SELECT * { ?win lfc:honour ?honour }"


def failed(run: Run, code: int = 1) -> str:
    """Give the message of a run that failed as it should: one message, no traceback."""
    assert run.code == code, run
    assert "Traceback" not in run.err
    assert run.err.strip()
    return run.err


def test_trophies_by_name_and_by_path() -> None:
    by_name = lfckg("query", "trophies")
    assert by_name.code == 0
    assert by_name.err == ""
    assert by_name.out.splitlines()[0] == "?trophy\t?words"
    assert lfckg("query", "queries/trophies.rq") == by_name


def test_a_table_on_a_terminal() -> None:
    lead, follow = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "lfckg", "query", "trophies"], cwd=ROOT, env=environment(), stdout=follow
    ) as process:
        os.close(follow)
        shown = b""
        while chunk := _read(lead):
            shown += chunk
        assert process.wait() == 0
    os.close(lead)
    assert "│ FA Cup                │" in shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""


def test_the_list_shows_names_and_titles() -> None:
    lines = lfckg("query", "--list").out.splitlines()
    assert "trophies                     Trophies won under a manager, each with its words" in lines
    assert len(lines) >= 6


def test_new_writes_into_data_and_never_over_a_file(root: Path) -> None:
    (root / "data" / f"{NAME}.ttl").unlink(missing_ok=True)
    run = lfckg("new", ARTICLES / f"{NAME}.txt", cwd=root)
    assert run.code == 0, run.err
    path = root / "data" / f"{NAME}.ttl"
    before = path.read_bytes()
    assert "exists already" in failed(lfckg("new", ARTICLES / f"{NAME}.txt", cwd=root))
    assert path.read_bytes() == before
    assert lfckg("new", ARTICLES / f"{NAME}.txt", "-o", "-", cwd=root).out.startswith("@prefix")


def test_new_says_what_the_text_must_be_called(root: Path, tmp_path: Path) -> None:
    text = tmp_path / "2024 Cup Final.txt"
    text.write_text("Foo won.")
    run = lfckg("new", text, "-o", tmp_path / "any.ttl", cwd=root)
    assert run.code == 0
    assert run.err.startswith("The text must be called 2024-cup-final.txt")
    text = text.rename(tmp_path / "cup.txt")
    run = lfckg("new", text, "-o", tmp_path / "other.ttl", cwd=root)
    assert run.err == ""
    assert run.out.splitlines()[-1] == f"lfckg new --update {tmp_path / 'other.ttl'} --texts {tmp_path}"


def test_new_update_says_what_it_did(small: Path) -> None:
    path = small / "data" / f"{NAME}.ttl"
    edit(path, "lfc:start 0 ; ", "")
    run = lfckg("new", "--update", path, "--texts", ARTICLES, cwd=small)
    assert run.out == f"{path}: 1 offset filled in, 0 moved\n"
    assert lfckg("new", "--update", path, cwd=small, env={"LFCKG_TEXTS": str(ARTICLES)}).out.endswith("up to date\n")


@pytest.mark.parametrize("args", [["query", "trophies"], ["export", "--format", "nq"]])
def test_a_dash_is_standard_output(args: list[str], tmp_path: Path) -> None:
    assert lfckg(*args, "-o", "-", cwd=tmp_path).out == lfckg(*args, cwd=tmp_path).out != ""
    assert list(tmp_path.iterdir()) == []


def test_build_reports_on_stderr(both: Path) -> None:
    run = lfckg("build", "--texts", ARTICLES, cwd=both)
    assert run.out == ""
    assert re.match(r"build/lfckg.nq: 2 articles, \d+ claims, \d+ facts, \d+ quads\n", run.err)
    assert "no text of lfc-documentary" in run.err


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["nonsense"],
        ["query"],
        ["query", "trophies", "--format", "pdf"],
        ["query", "trophies", "--nonsense"],
        ["new"],
        ["new", "a.txt", "--update", "b.ttl"],
        ["new", "--update", "b.ttl", "--slug", "x"],
        ["new", "--update", "data/entities.ttl"],
    ],
)
def test_wrong_usage(args: list[str]) -> None:
    failed(lfckg(*args), code=2)


def test_an_unknown_format_lists_the_known_ones() -> None:
    assert "'markdown'" in failed(lfckg("query", "trophies", "--format", "pdf"), code=2)


@pytest.mark.parametrize("command", [["new"], ["query"], ["new", "--texts", str(ARTICLES), "--update"]])
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.rq", None, "missing.rq: no such file"),
        ("empty.rq", b" \n", "empty.rq: is empty"),
        ("latin.rq", b"a\nb\xe9", "latin.rq:2:2: byte 0xe9 is not UTF-8"),
        (".", None, "is a directory"),
    ],
)
def test_files_that_cannot_be_read(
    root: Path, command: list[str], name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (root / name).write_bytes(content)
    assert message in failed(lfckg(*command, f"./{name}", cwd=root))


@pytest.mark.parametrize("command", [["build"], ["query", "trophies"]])
def test_data_with_mistakes_gives_no_answer_and_no_build(root: Path, command: list[str]) -> None:
    edit(root / "data" / "lfc-documentary.ttl", "a lfc:Filming", "a lfc:Fliming")
    edit(root / "data" / "lfc-documentary.ttl", "2015-10-08", "2015-10-32")
    run = lfckg(*command, cwd=root)
    message = failed(run)
    assert run.out == ""
    assert re.search(
        r"data/lfc-documentary.ttl:\d+:15: lfc:Fliming is not declared .*did you mean lfc:Filming\?", message
    )
    assert "there is no such day" in message
    assert not (root / "build").exists()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { ?s ?p }", "q.rq:1:18: SPARQL can't be read"),
        ("INSERT DATA { <a:a> <a:b> 1 }", "INSERT is an update"),
        ("LOAD <file:///etc/passwd>", "LOAD is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE asks another server"),
        ("SELECT * { FILTER (" + "(" * 20000 + "1" + ")" * 20000 + ") }", "is nested more than"),
    ],
)
def test_queries_that_are_refused(tmp_path: Path, query: str, message: str) -> None:
    path = tmp_path / "q.rq"
    path.write_text(query)
    assert message in failed(lfckg("query", path))


def test_an_unknown_query_gets_the_nearest_name() -> None:
    assert "did you mean trophies?" in failed(lfckg("query", "trophys"))


@pytest.mark.parametrize(
    "output", ["/dev/full", ".", "data/entities.ttl/x", "queries/trophies.rq", "/proc/nothing/x.nq"]
)
def test_output_that_cannot_be_written(root: Path, output: str) -> None:
    before = sorted(root.rglob("*"))
    message = failed(lfckg("build", "-o", output, cwd=root))
    assert re.search("can't be written|is a directory|holds sources", message)
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize(
    "args",
    [["query", "trophies"], ["query", "trophies", "-f", "table"], ["query", "club"], ["query", "--list"], ["--help"]],
)
def test_a_full_disk_behind_stdout(args: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "lfckg", *args],
            cwd=ROOT,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode() == "lfckg: standard output: can't be written: No space left on device.\n"


def test_a_closed_stdout_is_told() -> None:
    command = f"{sys.executable} -m lfckg query trophies >&-"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"lfckg: standard output is closed. Nothing was done.\n")


@pytest.mark.parametrize("format_", ["tsv", "table", "json"])
def test_a_closed_pipe_is_no_error_to_tell(tmp_path: Path, format_: str) -> None:
    path = tmp_path / "many.rq"
    path.write_text("SELECT * { ?s ?p ?o . ?a a lfc:Club }")
    command = f"{sys.executable} -m lfckg query {path} --format {format_} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment(), capture_output=True, timeout=60, check=False
    )
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


@pytest.mark.parametrize("wait", [0.15, 1.5])
def test_ctrl_c_ends_a_query_at_once(tmp_path: Path, wait: float) -> None:
    path = tmp_path / "endless.rq"
    path.write_text("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it is ignored, by children too
    with subprocess.Popen(
        [sys.executable, "-m", "lfckg", "query", path], cwd=ROOT, env=environment(), stderr=subprocess.PIPE
    ) as process:
        signal.signal(signal.SIGINT, usual)
        try:
            time.sleep(wait)
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=5)
        finally:
            process.kill()
    assert process.returncode == 1
    assert err.strip() == b"lfckg: interrupted"


def test_prefixes_need_no_declaration(tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text(TROPHIES)
    assert len(lfckg("query", path).out.splitlines()) == 8


def test_the_workspace_may_be_named(root: Path, tmp_path: Path) -> None:
    edit(root / "data" / "entities.ttl", '"FA Cup"', '"The Cup"')
    assert "The Cup" in lfckg("query", "trophies", cwd=tmp_path, env={"LFCKG_WORKSPACE": str(root)}).out
    assert "is no workspace" in failed(lfckg("query", "trophies", env={"LFCKG_WORKSPACE": str(tmp_path)}))


def test_a_directory_with_data_alone_is_a_workspace(small: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (small / "data").rename(own / "data")
    env = {"LFCKG_WORKSPACE": str(own)}
    assert lfckg("build", "--texts", ARTICLES, cwd=tmp_path, env=env).code == 0
    assert (own / "build" / "lfckg.nq").is_file()
    assert "Ines Okafor" in lfckg("query", "managers", cwd=tmp_path, env=env).out
    assert lfckg("validate", cwd=tmp_path, env=env).code == 0


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    command = f"cd {folder} && rmdir {folder} && {sys.executable} -P -m lfckg query trophies"
    done = subprocess.run(["bash", "-c", command], env=environment(), capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr == b"lfckg: the folder that this command was started in is gone. Change to another.\n"


def test_a_subdirectory_of_a_checkout_is_in_it(root: Path) -> None:
    edit(root / "data" / "entities.ttl", '"FA Cup"', '"The Cup"')
    assert "The Cup" in lfckg("query", "trophies", cwd=root / "queries").out


def test_version_and_help() -> None:
    assert lfckg("--version").out == "lfckg 0.1.0\n"
    for command in ("new", "build", "query"):
        assert "Examples:" in lfckg(command, "--help").out


@pytest.mark.parametrize("command", ["new", "build", "query", "shell", "validate", "show", "export"])
def test_help_shows_examples_line_by_line(command: str) -> None:
    lines = lfckg(command, "--help").out.splitlines()
    start = lines.index("  Examples:")
    assert lines[start + 1].startswith(f"    lfckg {command}")
