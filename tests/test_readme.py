"""README and docs: every command and example in them runs, and prints what stands there."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from lfckg.cli.directives import DIRECTIVES
from support import ROOT, environment, lfckg, make_workspace

ASKING = (ROOT / "docs" / "asking.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
DOCS = sorted((ROOT / "docs").glob("*.md"))


def examples(document: str) -> list[tuple[str, str]]:
    """Give each command of a document's console blocks with the output that stands below it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", document, re.DOTALL):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            found.append((command, output))
    return found


def without_times(output: str) -> str:
    """Leave out how long an answer took."""
    return re.sub(r"(rows?), [\d.]+ m?s$", r"\1", output, flags=re.MULTILINE)


EXAMPLES = [*examples(README), *examples(ASKING)]


@pytest.mark.parametrize(("command", "output"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_commands_print_what_the_docs_show(root: Path, command: str, output: str) -> None:
    name, *args = shlex.split(command)
    assert name == "lfckg"
    run = lfckg(*args, cwd=root)
    assert run.code == 0, run.err
    assert without_times((run.out + run.err).replace("\r\n", "\n")) == without_times(output)  # CSV has CRLF


def test_the_shell_prints_what_the_docs_show(root: Path) -> None:
    (transcript,) = re.findall(r"```text\n(lfckg> .*?)```", ASKING, re.DOTALL)
    typed = re.findall(r"^lfckg> .*(?:\n    -> .*)*", transcript, re.MULTILINE)
    statements = [re.sub(r"^(?:lfckg|    -)> ", "", each, flags=re.MULTILINE) for each in typed]
    shown = "".join(re.split(r"^(?:lfckg|    -)> .*\n", transcript, flags=re.MULTILINE))
    done = subprocess.run(
        [sys.executable, "-m", "lfckg", "shell"],
        input="\n\n".join([".format table", *statements, ""]).encode(),
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert without_times(done.stdout.decode()) == f"rows: table, graphs: turtle\n{without_times(shown)}"


def test_the_docs_tell_all_directives() -> None:
    told = re.findall(r"^\| `(\.[a-z]+)(?: (.*?))?` \| [a-z]", ASKING, re.MULTILINE)
    assert [(name, usage.replace("\\|", "|")) for name, usage in told] == [
        (name, directive.usage) for name, directive in DIRECTIVES.items()
    ]


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert result.attempted >= 4
    assert result.failed == 0


def test_the_readme_stays_short() -> None:
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("path", [ROOT / "README.md", *DOCS], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_guide_to_a_new_article_works(tmp_path: Path) -> None:
    """Do what docs/adding-an-article.md says, step by step, and see what it shows."""
    guide = (ROOT / "docs" / "adding-an-article.md").read_text("utf-8")
    (text,) = re.findall(r"```text\n(.*?)```", guide, re.DOTALL)
    entities, blocks = re.findall(r"```turtle\n(.*?)```", guide, re.DOTALL)
    (new,) = re.findall(r"```sh\n(lfckg new .*?)\n```", guide, re.DOTALL)
    root = make_workspace(tmp_path / "project")
    (root / "texts").mkdir()
    (root / "texts" / "heron-film.txt").write_text(text, "utf-8")
    assert lfckg(*shlex.split(new)[1:], cwd=root).code == 0
    for name, more in (("entities.ttl", entities), ("heron-film.ttl", blocks)):
        with (root / "data" / name).open("a", encoding="utf-8") as file:
            file.write(more)
    for command, output in examples(guide):
        run = lfckg(*shlex.split(command)[1:], cwd=root)
        assert without_times(run.out + run.err) == without_times(output)
    assert lfckg("build", "--texts", "texts", cwd=root).code == 0
    assert "2023-12-31" in lfckg("query", "resolved-times", cwd=root).out


def test_every_module_is_in_the_table_of_layers() -> None:
    table = (ROOT / "docs" / "design.md").read_text("utf-8")
    modules = {path.stem for path in (ROOT / "src" / "lfckg").rglob("*.py")} - {"__init__"}
    assert {name for name in modules if f"`{name}`" not in table} == set()
