"""README and docs: every command and example in them runs, and prints what stands there."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from lfckg.builder import open_store
from lfckg.updates import update
from lfckg.workspace import find_workspace
from support import ROOT, lfckg, make_workspace

README = (ROOT / "README.md").read_text("utf-8")
DOCS = sorted((ROOT / "docs").glob("*.md"))


def examples() -> list[tuple[str, str]]:
    """Give each command of the README's console blocks with the output that stands below it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            found.append((command, output))
    return found


@pytest.mark.parametrize(("command", "output"), examples(), ids=[command for command, _ in examples()])
def test_commands_print_what_the_readme_shows(root: Path, command: str, output: str) -> None:
    name, *args = shlex.split(command)
    assert name == "lfckg"
    run = lfckg(*args, cwd=root)
    assert run.code == 0, run.err
    assert (run.out + run.err).replace("\r\n", "\n") == output  # CSV has CRLF


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


def test_the_steps_for_a_new_article_work(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "project")
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "cup-win.txt").write_text("Jane Doe took charge on May 1, 2024.\n")
    assert lfckg("new", texts / "cup-win.txt", cwd=root).code == 0
    (turtle,) = re.findall(r"```turtle\n(.*?)```", README, re.DOTALL)
    path = root / "data" / "cup-win.ttl"
    path.write_text(path.read_text("utf-8") + turtle, "utf-8")
    with (root / "data" / "entities.ttl").open("a") as entities:
        entities.write(':jane-doe a lfc:Person ; skos:prefLabel "Jane Doe"@en .\n')
        entities.write(':example-fc a lfc:Club ; skos:prefLabel "Example FC"@en .\n')
    assert update(path, texts).filled == 1
    assert lfckg("build", "--texts", texts, cwd=root).code == 0
    assert open_store(find_workspace(root)).query(
        'ASK { ?x <https://w3id.org/lfckg/ontology#date> "2024-05-01"^^<http://www.w3.org/2001/XMLSchema#date> }'
    )


def test_every_module_is_in_the_table_of_layers() -> None:
    table = (ROOT / "docs" / "design.md").read_text("utf-8")
    modules = {path.stem for path in (ROOT / "src" / "lfckg").glob("*.py")} - {"__init__"}
    assert {name for name in modules if f"`{name}`" not in table} == set()
