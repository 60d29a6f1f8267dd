"""Builds: the same bytes, one atomic step, and never a stale answer."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import DefaultGraph

from lfckg.builder import build
from lfckg.datasets import open_store
from lfckg.errors import DataError, InputError, OutputError
from lfckg.workspace import find_workspace
from support import ARTICLES, ROOT, SHARED_ARTICLES, edit, environment, lfckg

NAME = "tarnbrook-film"


def ask(root: Path, pattern: str) -> bool:
    store = open_store(find_workspace(root))
    return bool(
        store.query(
            f"PREFIX : <https://w3id.org/lfckg/id/> PREFIX lfc: <https://w3id.org/lfckg/ontology#> ASK {{ {pattern} }}"
        )
    )


def test_the_product_is_sorted_nquads_that_two_libraries_read_alike(both: Path) -> None:
    done = build(find_workspace(both))
    content = done.path.read_bytes()
    lines = content.splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert len(lines) == done.quads + 1
    dataset = rdflib.Dataset()
    dataset.parse(data=content.decode(), format="nquads")
    assert len(set(dataset.quads())) == done.quads == len(list(pyoxigraph.parse(content, pyoxigraph.RdfFormat.N_QUADS)))
    assert (done.articles, done.claims > done.facts > 0) == (2, True)


def test_the_same_input_gives_the_same_bytes_in_every_process_and_place(both: Path, tmp_path: Path) -> None:
    contents = set()
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.nq"
        run = lfckg("build", "-o", path, cwd=both, env={"PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"})
        assert run.code == 0, run.err
        contents.add(path.read_bytes())
    moved = both.rename(tmp_path / "elsewhere")
    for path in moved.rglob("*.ttl"):
        os.utime(path, (1, 1))
    build(find_workspace(moved))
    contents.add((moved / "build" / "lfckg.nq").read_bytes())
    assert len(contents) == 1


def test_an_edit_is_seen_at_once_with_and_without_a_build(both: Path) -> None:
    data = both / "data" / f"{NAME}.ttl"
    before, after = ":ines-okafor lfc:manages :tarnbrook-rovers", ":tarnbrook-film lfc:about :tarnbrook-rovers"
    for built in (False, True):
        if built:
            build(find_workspace(both))
        assert ask(both, before)
    state = data.stat()
    edit(
        data,
        ":ines-okafor ; lfc:club :tarnbrook-rovers ; lfc:startedBy",
        ":ines-okafor ; lfc:club :liverpool-fc     ; lfc:startedBy",
    )
    os.utime(data, ns=(state.st_atime_ns, state.st_mtime_ns))  # same size, same time
    assert data.stat().st_size == state.st_size
    assert not ask(both, before)
    assert ask(both, after)
    data.unlink()
    assert not ask(both, after)


@pytest.mark.parametrize("change", ["ontology/lfckg.ttl", "ontology/inference/manages.rq", "data/entities.ttl"])
def test_a_change_of_any_input_makes_a_build_stale(root: Path, change: str) -> None:
    workspace = find_workspace(root)
    build(workspace)
    nquads = workspace.product.read_bytes()
    path = root / change
    path.write_text(path.read_text("utf-8") + "\n# a comment\n", "utf-8")
    build(workspace)
    assert workspace.product.read_bytes().split(b"\n", 1)[0] != nquads.split(b"\n", 1)[0]
    assert workspace.product.read_bytes().split(b"\n", 1)[1] == nquads.split(b"\n", 1)[1]


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[: len(data) // 2], lambda data: data.replace(b"2015-10-08", b"2015-10-09"), lambda _: b""],
)
def test_a_damaged_build_is_not_believed(root: Path, damage: Callable[[bytes], bytes]) -> None:
    workspace = find_workspace(root)
    build(workspace)
    workspace.product.write_bytes(damage(workspace.product.read_bytes()))
    assert ask(root, '?x lfc:date "2015-10-08"^^<http://www.w3.org/2001/XMLSchema#date>')


def test_the_default_graph_is_the_same_with_and_without_named_graphs(both: Path) -> None:
    workspace = find_workspace(both)
    build(workspace)
    stores = [open_store(workspace, named_graphs=named) for named in (True, False)]
    whole, flat = (
        {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())} for store in stores
    )
    assert whole == flat
    assert [bool(list(store.named_graphs())) for store in stores] == [True, False]


def test_a_true_build_is_used(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(find_workspace(root))
    monkeypatch.setattr("lfckg.compiler.compile_files", None)
    assert ask(root, ":jurgen-klopp lfc:manages :liverpool-fc")


def test_killed_at_any_moment_the_old_build_stays_whole(both: Path) -> None:
    workspace = find_workspace(both)
    build(workspace)
    old = workspace.product.read_bytes()
    data = both / "data" / f"{NAME}.ttl"
    edit(data, "2021-07-04", "2021-07-05")
    edit(data, "2021", "2021")
    wanted = lfckg("build", "-o", both / "wanted.nq", cwd=both)
    assert wanted.code == 0
    new = (both / "wanted.nq").read_bytes()
    assert new != old
    chance = random.Random(7)  # noqa: S311  the same moments at each run
    outcomes = set()
    for _ in range(25):
        workspace.product.write_bytes(old)
        with subprocess.Popen(
            [sys.executable, "-m", "lfckg", "build"], cwd=both, env=environment(), stderr=subprocess.PIPE
        ) as process:
            time.sleep(chance.uniform(0.02, 0.4))
            process.send_signal(signal.SIGKILL)
        content = workspace.product.read_bytes()
        assert content in {old, new}
        outcomes.add(content == new)
    assert lfckg("build", cwd=both).code == 0
    left = {path.name for path in workspace.product.parent.iterdir()}
    assert left == {"lfckg.nq", "stores"}  # what was killed left nothing
    assert not list(workspace.cache.glob("*.part"))


def test_with_texts_every_selector_is_checked(small: Path) -> None:
    done = build(find_workspace(small), texts=ARTICLES)
    assert (done.quotes, done.borders, done.without_text) == (10, 1, ())


def test_texts_may_come_from_the_environment(small: Path) -> None:
    err = lfckg("build", cwd=small, env={"LFCKG_TEXTS": str(ARTICLES)}).err
    assert "10 quotes found in the texts; of 1 span without quote only the borders are checked" in err


def test_an_article_without_text_is_named(both: Path) -> None:
    assert build(find_workspace(both), texts=ARTICLES).without_text == ("lfc-documentary",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "lfc:start 316",
            "lfc:start 317",
            r"#appointment: the quote 'took charge on 4 July 2021' stands at 316, not at 317",
        ),
        (
            '"took charge on 4',
            '"Took charge on 4',
            "#appointment: the quote 'Took charge on 4 July 2021' is not in the text",
        ),
        ('lfc:sha256 "', 'lfc:sha256 "0', "64 hexadecimal digits"),
        ("lfc:start 91", "lfc:start 92", "#quotation: the span at 92 begins or ends within a word"),
        ("lfc:end 214", "lfc:end 212", "#quotation: the span at 91 begins or ends within a word"),
        ("lfc:wordCount 1", "lfc:wordCount 2", "the length or the number of words in the text index is wrong"),
    ],
)
def test_a_wrong_selector_names_the_claim_and_the_right_offset(small: Path, old: str, new: str, message: str) -> None:
    edit(small / "data" / f"{NAME}.ttl", old, new)
    with pytest.raises(DataError, match=message):
        build(find_workspace(small), texts=ARTICLES)
    assert not (small / "build").exists()


@pytest.mark.parametrize("output", ["data/entities.ttl", "ontology/lfckg.ttl", "queries/new.nq"])
def test_a_build_never_overwrites_a_source(small: Path, output: str) -> None:
    before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    with pytest.raises(OutputError, match="which holds sources"):
        build(find_workspace(small), output=small / output)
    assert {path: path.read_bytes() for path in small.rglob("*") if path.is_file()} == before


def test_files_that_editors_leave_in_data_are_passed_over(small: Path) -> None:
    (small / "data" / ".#entities.ttl").symlink_to("nobody@nowhere.123")
    (small / "data" / "._x.ttl").write_bytes(b"\x00\x05")
    (small / "data" / "dir.ttl").mkdir()
    assert build(find_workspace(small)).articles == 1


def test_a_breach_of_a_rule_is_told_with_its_place(small: Path) -> None:
    edit(small / "data" / f"{NAME}.ttl", "lfc:winner :tarnbrook-rovers", "lfc:winner :ines-okafor")
    told = r"film\.ttl:\d+:\d+: tarnbrook-film#win-bracken-cup\.winner: The object of a claim"
    with pytest.raises(DataError, match=told):
        build(find_workspace(small))


def test_a_text_that_has_changed_is_told_with_what_to_do(small: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    text = (ARTICLES / f"{NAME}.txt").read_text("utf-8")
    (texts / f"{NAME}.txt").write_text(text.replace("the gates", "the old gates"), "utf-8")
    with pytest.raises(DataError) as caught:
        build(find_workspace(small), texts=texts)
    assert "has changed since its text index was made. Run `lfckg new --update" in str(caught.value)
    assert "#win-bracken-cup: the quote 'won the Bracken Cup with Rovers' stands at" in str(caught.value)


@pytest.mark.parametrize("ends", ["\r\n", "bom"])
def test_a_text_in_another_encoding_is_no_change(small: Path, tmp_path: Path, ends: str) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    text = (ARTICLES / f"{NAME}.txt").read_text("utf-8")
    text = f"\ufeff{text}" if ends == "bom" else text.replace("\n", ends)
    (texts / f"{NAME}.txt").write_text(text, "utf-8", newline="")
    assert build(find_workspace(small), texts=texts).quotes == 10


def test_texts_that_are_not_there_are_told(small: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no directory"):
        build(find_workspace(small), texts=tmp_path / "none")
    with pytest.raises(InputError, match=r"holds no text of any article. Put tarnbrook-film\.txt there"):
        build(find_workspace(small), texts=tmp_path)


@pytest.mark.skipif(not SHARED_ARTICLES.is_dir(), reason="the article's text is its publisher's, and not at hand here")
def test_every_selector_of_the_first_article_stands_in_its_text(tmp_path: Path) -> None:
    done = build(find_workspace(ROOT), output=tmp_path / "out.nq", texts=SHARED_ARTICLES)
    assert done.quotes > 70
    assert done.without_text == ()
