"""Reference parts of the docs: written from what the project holds, up to date, and never half written."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lfckg.errors import InputError
from lfckg.queries import list_queries
from lfckg.workspace import find_workspace
from reference.sections import fill_page
from support import ROOT, Run, edit, environment, lfckg

DOCS = ROOT / "docs"
PAGE = (DOCS / "stored-queries.md").read_text("utf-8")
QUERY = PAGE.partition("```sparql\n")[2].partition("```")[0]
WORKSPACE = find_workspace(ROOT)


def reference(*args: str | Path, root: Path = ROOT) -> Run:
    """Run the real command."""
    done = subprocess.run(
        [sys.executable, "-m", "reference", *args],
        env=environment({"PYTHONPATH": f"{DOCS}:{ROOT / 'src'}", "LFCKG_WORKSPACE": str(root)}),
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_the_docs_are_up_to_date(path: Path) -> None:
    text = path.read_text("utf-8")
    assert fill_page(text, WORKSPACE, path.name) == text, "run `python -m reference` in docs/"


def test_the_table_names_every_query() -> None:
    rows = re.findall(
        r"^\| \[`([a-z-]+)`\]\(\.\./queries/\1\.rq\) \| [^|]+ \| [^|]* \| [a-z, ]+ \|$", PAGE, re.MULTILINE
    )
    assert rows == [query.name for query in list_queries(ROOT / "queries")]
    assert "| `day` (xsd:date), `club` (entity) |" in PAGE


def test_the_command_writes_what_has_changed(root: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    shutil.copy(DOCS / "stored-queries.md", docs)
    (docs / "other.md").write_text("# Other\n", "utf-8")
    assert reference("--check", docs, root=root) == Run(0, "", "")
    (root / "queries" / "clubs").mkdir()
    edit(root / "queries" / "trophies.rq", "each with its words", "with a | bar")
    (root / "queries" / "clubs" / "appointments-since.rq").write_text(QUERY, "utf-8")
    run = reference("--check", docs, root=root)
    assert run.code == 1
    assert run.out.endswith("stored-queries.md: is out of date\n")
    assert (docs / "stored-queries.md").read_text("utf-8") == PAGE
    assert reference(docs, root=root).code == 0
    written = (docs / "stored-queries.md").read_text("utf-8")
    assert r"with a \| bar" in written
    assert "(../queries/clubs/appointments-since.rq)" in written
    assert "| `club` (entity), `since` (xsd:date, must be given) |" in written
    assert written.partition("<!-- reference")[0] == PAGE.partition("<!-- reference")[0]
    assert reference(docs, root=root) == Run(0, "", "")
    edit(root / "queries" / "trophies.rq", "#+ column words", "#+ column wrods")
    run = reference(docs, root=root)
    assert (run.code, run.out) == (1, "")
    assert "trophies.rq:11: the query gives no column wrods; did you mean words?" in run.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a\n<!-- reference: stored-querys -->\n<!-- end -->\n",
            r"p\.md:2: no section .* did you mean stored-queries\?",
        ),
        ("<!-- reference: -->\n<!-- end -->\n<!-- reference: x -->", "p.md:2: a section has a mark at both ends"),
        ("<!-- reference: stored-queries -->\n", "p.md: the section stored-queries has no end"),
        ("a\n<!-- end -->\n", "p.md:2: a section has a mark at both ends"),
        (
            "<!-- reference: stored-queries -->\n<!-- reference: stored-queries -->\n<!-- end -->",
            "p.md:2: a section has",
        ),
    ],
)
def test_wrong_marks_are_told(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        fill_page(text, WORKSPACE, "p.md")


def test_text_around_sections_stays() -> None:
    mark = "<!-- reference: stored-queries -->"
    text = f"a\n{mark}\nwhat stood here\n<!-- end -->\nb\n{mark}\n<!-- end -->\nc"
    filled = fill_page(text, WORKSPACE, "p.md")
    assert "what stood here" not in filled
    assert (filled.startswith("a\n<!-- "), filled.endswith(" -->\nc"), filled.count("\nb\n")) == (True, True, 1)
    assert fill_page(filled, WORKSPACE, "p.md") == filled
    assert fill_page("no marks", WORKSPACE, "p.md") == "no marks"


def test_the_example_of_the_page_runs(root: Path) -> None:
    (root / "queries" / "appointments-since.rq").write_text(QUERY, "utf-8")
    block = PAGE.partition("```console\n")[2].partition("```")[0]
    examples = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    assert len(examples) == 5
    for command, output in examples:
        run = lfckg(*shlex.split(command)[1:], cwd=root)
        assert (run.out + run.err).replace("\r\n", "\n") == output


def test_the_python_of_the_page_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(DOCS / "stored-queries.md"), module_relative=False, encoding="utf-8")
    assert result.attempted >= 8
    assert result.failed == 0
