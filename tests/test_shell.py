"""The shell: typed into on a real terminal, and read from a pipe."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT, TESTS, Run, edit, environment, lfckg
from terminals import ALT_ENTER, CTRL_C, CTRL_D, CTRL_R, ENTER, TAB, Terminal

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
PROMPT = "lfckg>"


def script(text: str, *args: str | Path, cwd: Path = ROOT) -> Run:
    return lfckg("shell", *args, cwd=cwd, stdin=text)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def opened(state: Path, *args: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT) -> Terminal:
    """Open a shell on a terminal, and wait until it can be typed into."""
    terminal = Terminal("shell", *args, env={"XDG_STATE_HOME": str(state)} | (env or {}), cwd=cwd)
    try:
        terminal.expect("Ctrl-D leaves.")
        terminal.expect_prompt(PROMPT)
    except BaseException:
        terminal.__exit__(None, None, None)
        raise
    return terminal


def enter(terminal: Terminal, text: str, *answers: str) -> None:
    """Type a line, wait for its answers in their order, and for the next prompt."""
    terminal.type(text + ENTER)
    for answer in answers:
        terminal.expect(answer)
    terminal.expect_prompt(PROMPT)


def leave(terminal: Terminal) -> None:
    terminal.type(CTRL_D)
    assert terminal.end() == 0


def test_a_question_and_its_answer(state: Path) -> None:
    with opened(state) as terminal:
        assert "claims" in terminal.text
        enter(terminal, "SELECT ?club { ?club a lfc:Club }", "│ Liverpool FC │", "1 row, ")
        enter(terminal, "trophies", "│ FA Cup  ", "7 rows, ")
        enter(terminal, "manager-on-day day=2019-06-01", "│ Jürgen Klopp │", "1 row, ")
        enter(terminal, "ASK { :jurgen-klopp lfc:manages :liverpool-fc }", "true")
        leave(terminal)


def test_lines_go_on_until_the_query_is_complete(state: Path) -> None:
    with opened(state) as terminal:
        for line in ("SELECT ?club {", "?club a lfc:Club"):
            terminal.type(line + ENTER)
            terminal.expect("->")
        enter(terminal, "}", "Liverpool FC", "1 row, ")
        terminal.type(f"SELECT ?club {{ ?club a lfc:Club }}{ALT_ENTER}")
        terminal.expect("->")
        enter(terminal, "LIMIT 0", "0 rows, ")
        leave(terminal)


def test_an_empty_line_sends_so_that_mistakes_show(state: Path) -> None:
    with opened(state) as terminal:
        terminal.type(f"SELECT * {{ ?s ?p }}{ENTER}")
        terminal.expect("->")
        enter(terminal, "", "lfckg: query:1:18: SPARQL can't be read", "    SELECT * { ?s ?p }", "^")
        enter(terminal, "SELECT * { ?s no:such ?o }", "the prefix before this place is not declared")
        enter(terminal, "INSERT DATA { <a:a> <a:b> 1 }", "INSERT is an update")
        enter(terminal, "trophys", "did you mean trophies?")
        enter(terminal, "", "")
        enter(terminal, "ASK { ?s ?p ?o }", "true")
        leave(terminal)


def test_tab_completes(state: Path) -> None:
    with opened(state) as terminal:
        terminal.type("ASK { drew")
        terminal.expect("Drew Crisp – person")  # the menu comes while one types
        terminal.type(f"{TAB} a lfc:Perso")
        terminal.expect("person – ")
        terminal.type(TAB)
        enter(terminal, " }", "true")
        terminal.type(".run execut")
        terminal.expect("Who holds")
        terminal.type(TAB)
        enter(terminal, " ", "│ Drew Crisp  │", "2 rows, ")
        leave(terminal)


def test_ctrl_c_ends_a_query_and_the_shell_goes_on(state: Path) -> None:
    with opened(state) as terminal:
        terminal.type(ENDLESS + ENTER)
        terminal.wait_for_work()
        terminal.type(CTRL_C)
        terminal.expect_prompt(PROMPT)
        enter(terminal, "ASK { ?s ?p ?o }", "true")
        terminal.type(f"SELECT ?nothing {{{CTRL_C}")
        terminal.expect_prompt(PROMPT)
        enter(terminal, "ASK { ?s a lfc:Club }", "true")
        leave(terminal)


def test_the_time_out_ends_a_query_and_the_shell_goes_on(state: Path) -> None:
    with opened(state, "--timeout", "0.3") as terminal:
        enter(terminal, ENDLESS, "took more than 0.3 s and was ended. Ask for less, or allow more with .timeout.")
        enter(terminal, ".timeout 20", "timeout: 20 s")
        enter(terminal, "ASK { ?s ?p ?o }", "true")
        leave(terminal)


def test_nothing_comes_late_of_rows_that_were_ended(state: Path) -> None:
    with opened(state) as terminal:
        enter(terminal, ".limit off", "limit: off")
        enter(terminal, ".timeout 0.5", "timeout: 0.5 s")
        enter(terminal, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "took more than 0.5 s")
        enter(terminal, ".timeout 60", "timeout: 60 s")
        enter(terminal, "trophies", "7 rows, ")
        leave(terminal)
        assert "│ a " not in terminal.text


def test_the_history_outlives_the_shell(state: Path) -> None:
    history = state / "lfckg" / "history"
    with opened(state) as terminal:
        enter(terminal, "ASK { ?s a lfc:Club }", "true")
        terminal.type(f"SELECT ?club {{{ENTER}")
        terminal.expect("->")
        enter(terminal, "?club a lfc:Club }", "1 row, ")
        leave(terminal)
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    with opened(state) as terminal:
        terminal.type("\x1b[A")  # up: the last query, with both of its lines
        terminal.expect("?club a lfc:Club }")
        enter(terminal, "", "Liverpool FC", "1 row, ")
        terminal.type(f"{CTRL_R}ASK")
        terminal.expect("ASK { ?s a lfc:Club }")
        terminal.type(ENTER)
        enter(terminal, "", "true")
        leave(terminal)


@pytest.mark.parametrize("kind", ["file", "loop"])
def test_a_history_that_cannot_be_written_is_none_on_disk(tmp_path: Path, kind: str) -> None:
    state = tmp_path / "state"
    if kind == "file":
        state.write_text("in the way")
    else:
        state.symlink_to(state)
    with opened(state) as terminal:
        enter(terminal, "ASK { ?s a lfc:Club }", "true")
        terminal.type("\x1b[A")
        terminal.expect("ASK { ?s a lfc:Club }")
        enter(terminal, "", "true")
        leave(terminal)


def test_directives_on_a_terminal(state: Path) -> None:
    with opened(state) as terminal:
        enter(terminal, ".help", ".reload", ".quit")
        enter(terminal, ".iris on", "iris: on")
        enter(terminal, "SELECT ?club { ?club a lfc:Club }", ":liverpool-fc")
        enter(terminal, ".limit 2", "limit: 2")
        enter(terminal, "trophies", "2 rows, ", "There are more; .limit 2 ends here.")
        enter(terminal, ".show drew crisp", "Drew Crisp  person")
        enter(terminal, ".nonsense", "is no directive")
        terminal.type(f"quit{ENTER}")
        assert terminal.end() == 0


def test_a_terminal_that_cannot_move_its_cursor_gets_plain_lines(state: Path) -> None:
    with Terminal("shell", env={"XDG_STATE_HOME": str(state), "TERM": "dumb"}) as terminal:
        terminal.expect(PROMPT)
        terminal.type("SELECT ?club {\n")
        terminal.expect("->")
        terminal.type("?club a lfc:Club }\n")
        terminal.expect("│ Liverpool FC │")
        terminal.expect(PROMPT)
        terminal.type(f"{ENDLESS}\n")
        terminal.expect("?l }\r\n")
        terminal.type(CTRL_C)
        terminal.expect(PROMPT)
        terminal.type("SELECT * { ?s ?p }\n\n")
        terminal.expect("can't be read")
        terminal.expect(PROMPT)
        terminal.type(".show drew crisp\n")
        terminal.expect("[stated]")
        terminal.expect(PROMPT)
        leave(terminal)
        assert b"\x1b" not in terminal.raw


def test_no_colours_where_they_are_not_wanted(state: Path) -> None:
    with opened(state, env={"NO_COLOR": "1"}) as terminal:
        enter(terminal, "ASK { ?s a lfc:Club }", "true")
        enter(terminal, ".show drew crisp", "Drew Crisp  person", "[stated]")
        leave(terminal)
        assert b"\x1b[36m" not in terminal.raw
        assert b"\x1b[32m" not in terminal.raw


def test_colours_where_they_are(state: Path) -> None:
    with opened(state) as terminal:
        enter(terminal, ".show drew crisp", "[stated]")
        leave(terminal)
        assert b"\x1b[32m" in terminal.raw


def test_what_a_terminal_would_obey_is_shown_harmless(state: Path, tmp_path: Path) -> None:
    data = tmp_path / "bad.nt"
    data.write_text('<http://x/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "Bad\\u001B[31mred" .\n')
    with opened(state, "--data", data) as terminal:
        enter(terminal, "SELECT ?o { ?s ?p ?o }", "Bad\\x1b[31mred", "1 row, ")
        for format_ in ("csv", "tsv", "json", "xml", "markdown", "turtle"):
            enter(terminal, f".format {format_}", "graphs: ")
            enter(terminal, "SELECT ?o { ?s ?p ?o }", "Bad")
        enter(terminal, "CONSTRUCT WHERE { ?s ?p ?o }", "Bad")
        terminal.type(f"\x1b[200~SELECT * {{ ?s ?p 'Ba\x1b[31m' }} ORDER\x1b[201~{ENTER}")  # it is pasted
        terminal.expect("->")
        enter(terminal, "", "Ba\\x1b[31m", "^")
        leave(terminal)
        assert b"\x1b[31m" not in terminal.raw


def test_the_prompt_does_not_go_where_answers_go(state: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.tsv"
    with (
        answers.open("wb") as out,
        Terminal("shell", env={"XDG_STATE_HOME": str(state)}, stdout=out.fileno()) as terminal,
    ):
        terminal.expect_prompt(PROMPT)
        enter(terminal, "SELECT ?club { ?club a lfc:Club }", "")
        leave(terminal)
    assert answers.read_text() == "?club\n<https://w3id.org/lfckg/id/liverpool-fc>\n"


def test_changed_data_are_told_once_and_read_anew(state: Path, root: Path) -> None:
    with opened(state, cwd=root) as terminal:
        enter(terminal, "ASK { ?s skos:prefLabel 'The Cup'@en }", "false")
        edit(root / "data" / "entities.ttl", '"FA Cup"', '"The Cup"')
        enter(terminal, "ASK { ?s skos:prefLabel 'The Cup'@en }", "have changed", "false")
        enter(terminal, ".reload", "read anew")
        enter(terminal, "ASK { ?s skos:prefLabel 'The Cup'@en }", "true")
        edit(root / "data" / "entities.ttl", "a lfc:Club", "a lfc:Clubb")
        enter(terminal, ".reload", "lfc:Clubb is not declared")
        enter(terminal, "ASK { ?s skos:prefLabel 'The Cup'@en }", "true")
        leave(terminal)
    assert terminal.text.count("have changed") == 2  # once for each change


def test_a_script_is_answered_on_standard_output() -> None:
    run = script(
        "trophies\n\n.format csv\nSELECT ?club {\n\n  ?club a lfc:Club\n}\n\nCONSTRUCT WHERE { ?s a lfc:Club }"
    )
    assert run.code == 0
    assert run.out.startswith("?trophy\t?words\n")
    assert "club\r\nhttps://w3id.org/lfckg/id/liverpool-fc\r\n" in run.out
    assert run.out.endswith(":liverpool-fc a lfc:Club .\n")


def test_a_script_goes_on_after_a_mistake_and_tells_of_it() -> None:
    run = script("ASK {}\n\n\nASK {\n ?s ?p }\n\ntrophys\n.formt csv\nASK { ?s a lfc:Club }\n.quit\nASK {}\n")
    assert run.code == 1
    assert run.out == "true\ntrue\n"
    assert "standard input:5:8: SPARQL can't be read" in run.err
    assert "trophys: no stored query has this name; did you mean trophies? `.queries` shows them all." in run.err
    assert ".formt: is no directive; did you mean .format?" in run.err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (".run", "names no query"),
        (".run nothing-like-it", "no stored query has this name"),
        (".run trophies manager", "'manager' is not of the form NAME=VALUE"),
        (".run trophies manager=a manager=b", "manager is set twice"),
        (".run trophies 'manager=a", "a quotation mark is not closed"),
        (".run trophies boss=a", "has no parameter boss"),
        ("trophies manager=nobody", "parameter manager"),
        (".format pdf", "pdf: is no format"),
        (".limit -1", "is no number that fits"),
        (".limit 1.5", "is no number that fits"),
        (".limit nan", "is no number that fits"),
        (".timeout 0", "allow more, or write `.timeout off`"),
        (".timeout soon", "is no number that fits"),
        (".iris perhaps", "is neither on nor off"),
        (".evidence 1", "is neither on nor off"),
        (".queries zzzz", "no stored query has this"),
        (".show nobody at all", "nothing in the graph is called so"),
        (".help nothing-like-it", "no stored query has this name"),
        (".x\x1b[31m", "is no directive"),
        ("ASK { \x1b[31m", "can't be read"),
        ("DROP ALL", "DROP is an update"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(line: str, message: str) -> None:
    run = script(f"{line}\n")
    assert run.code == 1
    assert run.out == ""
    assert message.casefold() in run.err.casefold()
    assert run.err.startswith("lfckg: ")
    assert "Traceback" not in run.err
    assert "\x1b" not in run.err


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (".prefixes", "lfc:      https://w3id.org/lfckg/ontology#"),
        (".queries trophies", "trophies                Trophies won under a manager"),
        (".help trophies", "Under whom they were won."),
        (".show", "Articles: lfc-documentary"),
        (".show :drew-crisp", "Drew Crisp  person  :drew-crisp"),
        (".run queries/trophies.rq manager=klopp", '"FA Cup"@en'),
        (".evidence on\nmanager-on-day", "2288–2305"),
        (".format table\n.iris on\nSELECT ?c { ?c a lfc:Club }", ":liverpool-fc"),
        (".format nt\nCONSTRUCT WHERE { ?s a lfc:Club }", "<https://w3id.org/lfckg/id/liverpool-fc> <http"),
        (".format csv\n.format default\nSELECT ?c { ?c a lfc:Club }", "?c\n<https"),
        (".limit 1\nSELECT ?s { ?s a lfc:Person }", "?s\n<https"),
        ("SELECT DISTINCT ?g { GRAPH ?g { ?s a lfc:Club } }", "graph/entities"),
        ("#+ summary: Own\nSELECT ?c ?claim { ?c a lfc:Club . ?claim a lfc:Assertion }", "?c\n<https"),
    ],
)
def test_directives_in_a_script(lines: str, shown: str) -> None:
    run = script(f"{lines}\n")
    assert run.code == 0, run.err
    assert shown in run.out


def test_a_script_without_statements_does_nothing() -> None:
    assert script("") == script("\n\n# a comment\n") == Run(0, "", "")


def test_a_script_on_files_of_others() -> None:
    run = script("SELECT ?c { ?c a lfc:Club }", "--data", TESTS / "data" / "tarnbrook-entities.ttl")
    assert run.code == 0
    assert run.out == "?c\n<https://w3id.org/lfckg/id/tarnbrook-rovers>\n"


@pytest.mark.parametrize(
    ("args", "message"),
    [(["--data", "nothing.ttl"], "nothing.ttl: no such file"), (["--data", "."], "what RDF is this")],
)
def test_data_that_cannot_be_read_end_the_shell(args: list[str], message: str) -> None:
    run = script("ASK {}", *args)
    assert run.code == 1
    assert message in run.err


def test_a_script_that_is_no_text() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lfckg", "shell"],
        input=b"ASK {}\n\n\xef\n",
        capture_output=True,
        cwd=ROOT,
        env=environment(),
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == b"true\n"
    assert done.stderr == b"lfckg: standard input:3:1: byte 0xef is not UTF-8. Save it as UTF-8.\n"


def test_a_closed_standard_input() -> None:
    command = f"{sys.executable} -m lfckg shell <&-"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment(), capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr == b"lfckg: standard input is closed. Nothing was asked.\n"


def test_a_closed_pipe_ends_a_script() -> None:
    command = f"(echo 'SELECT * {{ ?s ?p ?o }}'; echo; yes trophies) | {sys.executable} -m lfckg shell | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment(), capture_output=True, timeout=60, check=False
    )
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_an_answer_too_large_to_keep_is_told_and_the_script_goes_on() -> None:
    large = "SELECT * { ?a ?b ?c . ?d a lfc:Club . ?e a lfc:Person . ?f a lfc:Honour }"
    command = f"ulimit -f 1000; printf '{large}\n\nASK {{}}\n' | {sys.executable} -m lfckg shell"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment(), capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (1, b"true\n")
    assert b"the answer can't be kept until it is whole: File too large. Make room in " in done.stderr


def test_ctrl_c_ends_a_script() -> None:
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "-m", "lfckg", "shell"],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        signal.signal(signal.SIGINT, usual)
        try:
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"ASK {{}}\n\n{ENDLESS}\n\nASK {{}}\n\n".encode())
            process.stdin.flush()
            assert os.read(process.stdout.fileno(), 100) == b"true\n"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, out) == (1, b"")
    assert err.endswith(b"lfckg: interrupted\n")


def test_wrong_usage() -> None:
    assert lfckg("shell", "--timeout", "0").code == 2
    assert lfckg("shell", "trophies").code == 2


def test_starting_a_query_loads_no_prompt() -> None:
    code = (
        "import sys; from lfckg.cli.commands import cli; cli.main(['shell'], standalone_mode=False);"
        "print('prompt_toolkit' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"ASK {}", capture_output=True, cwd=ROOT, env=environment(), check=True
    )
    assert done.stdout == b"true\nFalse\n"
