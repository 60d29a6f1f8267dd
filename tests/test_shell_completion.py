"""Completion: what a Tab makes of a word in the real shells, and that it never disturbs a line."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import lfckg as library
from lfckg import caches, datasets
from lfckg.completion.candidates import (
    Candidate,
    complete_articles,
    complete_parameters,
    complete_queries,
    complete_things,
)
from lfckg.workspace import find_workspace
from support import ROOT, edit, environment, lfckg, make_workspace, program

SHELLS = {
    "bash": ["--norc", "--noprofile"],
    "zsh": ["-f"],
    "fish": ["--no-config"],
}
SETUP = {
    "bash": 'eval "$(_LFCKG_COMPLETE=bash_source lfckg)"',
    "zsh": 'autoload -Uz compinit; compinit -u -D; eval "$(_LFCKG_COMPLETE=zsh_source lfckg)"',
    "fish": "_LFCKG_COMPLETE=fish_source lfckg | source",
}
ODD_FILE = "it's mine & yours.rq"
ODD_VALUE = 'Heron Park: "Co", one & all'
ODD_QUERY = f"""#+ summary: A query, with a comma: and a colon
#+ param name: A name.
#+ type name: xsd:string
#+ values name: SELECT ?value {{ VALUES ?value {{ {ODD_VALUE!r} }} }}
#+ column name: That name.
SELECT ?name {{
  VALUES ?name {{ UNDEF }}
}}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built workspace, and in `bin` a command lfckg that completes, and else prints the words it is given."""
    home = make_workspace(tmp_path_factory.mktemp("shells") / "project")
    (home / "queries" / "odd.rq").write_text(ODD_QUERY)
    (home / ODD_FILE).write_text("ASK {}")
    (home / "texts").mkdir()
    library.build(find_workspace(home))
    command = home / "bin" / "lfckg"
    command.parent.mkdir()
    show = "printf 'words: '; printf '[%s]' \"$@\"; echo ' end'; exit"
    command.write_text(f'#!/bin/sh\n[ -n "$_LFCKG_COMPLETE" ] || {{ {show}; }}\nexec {sys.executable} -m lfckg "$@"\n')
    command.chmod(0o755)
    return home


def surroundings(home: Path) -> dict[str, str]:
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return environment(
        {"PATH": path, "HOME": str(home), "TERM": "dumb", "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}
    )


class Terminal:
    """A real shell on a terminal of its own."""

    def __init__(self, shell: str, home: Path) -> None:
        arguments = [program(shell), *SHELLS[shell]]
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            os.chdir(home)
            os.execve(arguments[0], arguments, surroundings(home))  # noqa: S606  the shell is what is tested
        self.type(f"{SETUP[shell]}; echo rea''dy\r", r"(?<!echo )ready")

    def type(self, keys: str, wanted: str) -> str:
        """Type keys and give what is shown, up to what is wanted."""
        os.write(self._terminal, keys.encode())
        shown = b""
        ends = time.monotonic() + 30
        while not re.search(wanted, shown.decode(errors="replace")):
            if not select.select([self._terminal], [], [], max(0, ends - time.monotonic()))[0]:
                pytest.fail(f"{wanted} does not come; the terminal shows {shown!r}")
            shown += os.read(self._terminal, 65536)
        return shown.decode(errors="replace")

    def close(self) -> None:
        os.kill(self._child, signal.SIGKILL)
        os.close(self._terminal)
        os.waitpid(self._child, 0)


@pytest.fixture(scope="module")
def terminals(home: Path) -> Iterator[Callable[[str], Terminal]]:
    """A terminal for each shell, for all tests: they write whole lines."""
    opened: dict[str, Terminal] = {}

    def terminal(shell: str) -> Terminal:
        if shell not in opened:
            opened[shell] = Terminal(shell, home)
        return opened[shell]

    yield terminal
    for each in opened.values():
        each.close()


def candidates(word: str, *before: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> dict[str, str]:
    """Ask as fish does; what comes beside values is no part of it."""
    asked = {"_LFCKG_COMPLETE": "fish_complete", "COMP_WORDS": "\n".join(("lfckg", *before)), "COMP_CWORD": word}
    run = lfckg(cwd=cwd, env=asked | (env or {}))
    assert (run.code, run.err) == (0, "")
    lines = [line.partition(",")[2].partition("\t") for line in run.out.splitlines()]
    return {value: about for value, _, about in lines}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("qu\t", ["query"]),
        ("query --evid\t", ["query", "--evidence"]),
        ("query trophi\t", ["query", "trophies"]),
        ("query trophi\t--evidence", ["query", "trophies", "--evidence"]),
        ("query queries/trophi\t", ["query", "queries/trophies.rq"]),
        ("query que\ttrophi\t", ["query", "queries/trophies.rq"]),
        ("query ./it\t", ["query", f"./{ODD_FILE}"]),
        ("query trophies -p man\tjur\t", ["query", "trophies", "-p", "manager=jurgen-klopp"]),
        ("query trophies -p manager=:jur\t", ["query", "trophies", "-p", "manager=:jurgen-klopp"]),
        ('query trophies -p "manager=jur\t', ["query", "trophies", "-p", "manager=jurgen-klopp"]),
        ("query trophies --param=manager=jur\t", ["query", "trophies", "--param=manager=jurgen-klopp"]),
        ('query odd -p "name=Her\t', ["query", "odd", "-p", f"name={ODD_VALUE}"]),
        ("query odd -p 'name=Her\t", ["query", "odd", "-p", f"name={ODD_VALUE}"]),
        ("query './it\t", ["query", f"./{ODD_FILE}"]),
        ('query "./it\t', ["query", f"./{ODD_FILE}"]),
        ("query odd -p name=Her\t", ["query", "odd", "-p", f"name={ODD_VALUE}"]),
        (
            "query manager-on-day -p day=\t-p club=l\t",
            ["query", "manager-on-day", "-p", "day=2019-06-01", "-p", "club=liverpool-fc"],
        ),
        ("query --list --tag troph\t", ["query", "--list", "--tag", "trophies"]),
        ("query trophies --format mark\t", ["query", "trophies", "--format", "markdown"]),
        ("query trophies --texts te\tmore", ["query", "trophies", "--texts", "texts/more"]),
        ("query trophies -d data/ent\t", ["query", "trophies", "-d", "data/entities.ttl"]),
        ("export --format=turt\t", ["export", "--format=turtle"]),
        ("export --article lfc-d\t", ["export", "--article", "lfc-documentary"]),
        ("show uefa-s\t", ["show", "uefa-super-cup-title"]),
        ("show :uefa-s\t", ["show", ":uefa-super-cup-title"]),
        ("show lfc:Tenu\t", ["show", "lfc:Tenure"]),
        ("validate data/lfc-d\t", ["validate", "data/lfc-documentary.ttl"]),
    ],
)
def test_a_word_is_completed(shell: str, line: str, words: list[str], terminals: Callable[[str], Terminal]) -> None:
    shown = terminals(shell).type(f"lfckg {line}\r", r"words: .* end")
    assert "".join(f"[{word}]" for word in words) in shown, shown


@pytest.mark.parametrize(
    ("shell", "line"),
    [("bash", "show 'Super C\t"), ("bash", 'show "Super C\t'), ("zsh", "show 'Super C\t"), ("zsh", "show Super\\ C\t")],
)
def test_a_label_is_completed_to_its_slug(shell: str, line: str, terminals: Callable[[str], Terminal]) -> None:
    assert "words: [show][uefa-super-cup-title] end" in terminals(shell).type(f"lfckg {line}\r", r"words: .* end")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "line", ["show nobody-at-all\t", "query trophies --param manager=nobody\t", "query nonsense -p x\t", "nonsense\t"]
)
def test_what_nobody_knows_stays_as_it_is(shell: str, line: str, terminals: Callable[[str], Terminal]) -> None:
    shown = terminals(shell).type(f"lfckg {line}\r", r"words: .* end")
    words = "".join(f"[{word}]" for word in line.split())
    assert f"words: {words} end" in shown
    assert "rror" not in shown


def test_zsh_shows_titles(terminals: Callable[[str], Terminal]) -> None:
    shown = terminals("zsh").type("lfckg query troph\t\t", r"(?s)trophies.*different honours")
    assert "Trophies won under a manager, each with its words" in shown
    terminals("zsh").type("\x15echo do''ne\r", r"(?<!echo )done")  # empties the line for other tests


def test_fish_tells_titles_and_labels_whole(home: Path) -> None:
    lines = ["lfckg query odd", "lfckg query trophies -p manager=k", "lfckg query trophies -p "]
    script = "; ".join([SETUP["fish"], *(f'complete -C "{line}"' for line in lines)])
    done = subprocess.run(
        [program("fish"), *SHELLS["fish"], "-c", script],
        cwd=home,
        env=surroundings(home),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().splitlines() == [
        "odd\tA query, with a comma: and a colon",
        "manager=jurgen-klopp\tJürgen Klopp",
        "manager=\tUnder whom they were won.",
    ]


def test_the_docs_tell_how_it_is_switched_on() -> None:
    page = (ROOT / "docs" / "shell-completion.md").read_text("utf-8").replace(r"\|", "|")
    for setup in SETUP.values():
        assert f"`{setup.removeprefix('autoload -Uz compinit; compinit -u -D; ')}`" in page
    assert 'eval "$(_LFCKG_COMPLETE=bash_source lfckg)"' in " ".join(lfckg("--help").out.split())


def test_several_candidates() -> None:
    assert list(candidates("tro", "query")) == ["trophies", "trophy-counts"]
    assert candidates("", "export", "--article") == {"lfc-documentary": ""}
    assert candidates("troph", "query", "--tag").keys() == {"trophies"}
    assert {"build", "query", "show", "validate"} <= candidates("").keys()
    assert candidates("", "query", "manager-on-day", "-p").keys() == {"day=", "club="}
    assert candidates("", "query", "manager-on-day", "-p", "day=2019-06-01", "-p").keys() == {"club="}
    assert candidates("", "query", "trophies") == {}


def test_a_label_leads_to_slugs_that_tell_as_much() -> None:
    assert candidates("Super C", "show") == {"uefa-super-cup-title": "UEFA Super Cup"}
    assert candidates("klopp", "show").keys() >= {"jurgen-klopp"}
    assert candidates("cup", "show") == {}, "they begin in different ways: a shell would put nothing in its place"
    assert candidates("klopp", "query", "trophies", "-p").keys() == set()
    assert candidates("manager=klopp", "query", "trophies", "-p") == {"manager=jurgen-klopp": "Jürgen Klopp"}


def test_outside_a_checkout(tmp_path: Path) -> None:
    assert list(candidates("trophi", "query", cwd=tmp_path)) == ["trophies"]
    assert candidates("manager=", "query", "trophies", "-p", cwd=tmp_path).keys() == {"manager=jurgen-klopp"}
    assert candidates("", "export", "--article", cwd=tmp_path).keys() == {"lfc-documentary"}


def test_values_come_from_the_data_that_is_asked(small: Path, tmp_path: Path) -> None:
    library.build(find_workspace(small), output=tmp_path / "small.nq")
    known = candidates("manager=", "query", "managers", "-d", str(tmp_path / "small.nq"), "trophies", "-p")
    assert known == {}
    known = candidates("manager=", "query", "trophies", "-d", str(tmp_path / "small.nq"), "-p")
    assert "manager=jurgen-klopp" not in known
    assert known


def test_what_is_broken_is_passed_over_in_silence(root: Path, tmp_path: Path) -> None:
    (root / "queries" / "broken.rq").write_text("#+ summry: x\nASK {}")
    (root / "queries" / "latin.rq").write_bytes(b"ASK {} # \xe9")
    assert candidates("tro", "query", cwd=root).keys() == {"trophies", "trophy-counts"}
    assert candidates("broken", "query", cwd=root) == {}
    edit(root / "data" / "lfc-documentary.ttl", "a lfc:Filming", "a lfc:Fliming")
    for words in (("show",), ("export", "--article"), ("query", "trophies", "-p")):
        assert candidates("j=", *words, cwd=root) == {}
    assert candidates("", "show", env={"LFCKG_WORKSPACE": str(tmp_path / "nowhere")}) == {}
    assert candidates("tro", "query", env={"LFCKG_WORKSPACE": str(tmp_path / "nowhere")}) == {}
    assert candidates("", "query", "./no/such.rq", "-p") == {}
    assert candidates("./no/such/", "query") == {}
    assert candidates("'\"", "show") == {}
    assert candidates("x=", "query", "trophies", "-d", "/dev/null", "-p") == {}


@pytest.mark.parametrize(
    "asked",
    [
        {"_LFCKG_COMPLETE": "bash_complete"},
        {"_LFCKG_COMPLETE": "zsh_complete", "COMP_WORDS": "lfckg\nshow", "COMP_CWORD": "x"},
        {"_LFCKG_COMPLETE": "zsh_complete", "COMP_WORDS": "", "COMP_CWORD": "7"},
        {"_LFCKG_COMPLETE": "bash_complete", "COMP_LINE": "", "COMP_WORD": ""},
        {"_LFCKG_COMPLETE": "fish_complete", "COMP_CWORD": "show"},
    ],
)
def test_a_shell_that_asks_wrongly_is_told_nothing(asked: dict[str, str]) -> None:
    run = lfckg(env=asked)
    assert (run.code, run.err) == (0, "")


@pytest.mark.parametrize("asked", ["tcsh_source", "bash_", "bash_nonsense", "\x1b[31m"])
def test_an_unknown_shell_is_told(asked: str) -> None:
    run = lfckg(env={"_LFCKG_COMPLETE": asked})
    assert (run.code, run.out) == (2, "")
    assert "is none of bash_source, zsh_source, fish_source" in run.err
    assert "\x1b" not in run.err


def test_nothing_that_a_terminal_obeys(root: Path) -> None:
    with (root / "data" / "entities.ttl").open("a", encoding="utf-8") as file:
        file.write('\n:evil-club a lfc:Club ; skos:prefLabel "Evil \\u001b[31m\\u202eClub"@en .\n')
    (root / "evil\x1b.rq").write_text("ASK {}")
    (root / "evil\nfile.rq").write_text("ASK {}")
    (root / "evil.rq").write_text("ASK {}")
    assert candidates("evil", "show", cwd=root) == {"evil-club": r"Evil \x1b[31m\u202eClub"}
    assert candidates("evil", "query", cwd=root).keys() == {"evil.rq"}


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    Path(os.fsdecode(bytes(tmp_path) + b"/latin-\xe9.rq")).write_text("ASK {}")
    done = subprocess.run(
        [sys.executable, "-m", "lfckg"],
        cwd=tmp_path,
        env=environment({"_LFCKG_COMPLETE": "fish_complete", "COMP_WORDS": "lfckg\nquery", "COMP_CWORD": "latin"}),
        capture_output=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (b"plain,latin-\xe9.rq\n", b"")


def test_a_long_list_is_cut(root: Path) -> None:
    with (root / "data" / "entities.ttl").open("a", encoding="utf-8") as file:
        file.writelines(f':club-{number} a lfc:Club ; skos:prefLabel "Club {number}"@en .\n' for number in range(600))
    assert len(candidates("club-", "show", cwd=root)) == 500
    assert candidates("club-59", "show", cwd=root).keys() == {"club-59", *(f"club-59{number}" for number in range(10))}


def test_the_clock_cuts_what_a_store_gives(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = find_workspace(root)
    assert len(complete_things(workspace, "")) > 30
    monkeypatch.setattr("lfckg.completion.candidates._MOST_FOUND", 5)
    assert len(complete_things(workspace, "")) == 6, "five entities and an article"
    assert complete_things(workspace, "Super C") == []


def test_a_store_that_is_not_at_hand_is_not_made(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    workspace = find_workspace(root)
    path = tmp_path / "graph.nq"
    library.build(workspace, output=path)
    monkeypatch.setattr(datasets, "_LITTLE", 0)
    monkeypatch.setattr(datasets, "LARGE", 0)
    assert datasets.open_at_hand(workspace) is None
    assert datasets.open_at_hand(workspace, [path]) is None
    assert complete_articles(workspace, "") == []
    assert complete_parameters(workspace, "trophies", "manager=", [path]) == []
    assert not workspace.cache.exists()
    monkeypatch.setattr(caches, "_DOUBT", 0)
    datasets.open_files([path], workspace.cache, named_graphs=False)
    assert datasets.open_at_hand(workspace, [path]) is not None
    assert complete_parameters(workspace, "trophies", "manager=", [path]) == [
        Candidate("manager=jurgen-klopp", "Jürgen Klopp")
    ]


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.nq"
    os.mkfifo(pipe)
    assert datasets.open_at_hand(find_workspace(ROOT), [pipe]) is None


def test_paths_of_queries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = find_workspace(ROOT)
    (tmp_path / "sub").mkdir()
    for name in ("a.rq", "b.txt", ".hidden.rq", "sub/c.rq"):
        (tmp_path / name).write_text("ASK {}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    values = [item.value for item in complete_queries(workspace, "")]
    assert "trophies" in values
    assert values[-1] == "a.rq"
    assert [item.value for item in complete_queries(workspace, "./")] == ["./a.rq", "./sub/"]
    assert [item.value for item in complete_queries(workspace, "sub/")] == ["sub/c.rq"]
    assert [item.value for item in complete_queries(workspace, "~/sub/")] == ["~/sub/c.rq"]
    assert [item.value for item in complete_queries(workspace, ".hid")] == [".hidden.rq"]
