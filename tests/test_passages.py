"""Passages: the words and sentences behind claims, and `query --evidence`, which adds them to rows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from lfckg.datasets import open_store
from lfckg.errors import InputError
from lfckg.evidence import Span
from lfckg.namespaces import ARTICLE
from lfckg.passages import Passage, Passages
from lfckg.workspace import find_workspace
from support import ARTICLES, lfckg

WIN = NamedNode(f"{ARTICLE}tarnbrook-film#win-bracken-cup.honour")
SENTENCE = "Okafor, who took charge on 4 July 2021, has won the Bracken Cup with Rovers."


def test_a_passage_has_words_offsets_and_sentences(small: Path) -> None:
    passages = Passages(open_store(find_workspace(small)))
    (passage,) = passages.of(WIN)
    assert passage == Passage("tarnbrook-film", (Span(348, 379, "won the Bracken Cup with Rovers"),), (6,))
    assert list(passages.read(passage)) == []
    assert Passage("a", (Span(1, 4, "won"), Span(7, 9)), (1,)).words == "won … [7–9]"


def test_with_the_text_sentences_and_marks_are_given(small: Path) -> None:
    passages = Passages(open_store(find_workspace(small)), ARTICLES)
    (passage,) = passages.of(WIN)
    ((number, text, marks),) = passages.read(passage)
    assert (number, text) == (6, SENTENCE)
    assert [text[start:end] for start, end in marks] == ["won the Bracken Cup with Rovers"]
    quotation = passages.of(NamedNode(f"{ARTICLE}tarnbrook-film#sceptical"))[0]
    assert passages.text_of(quotation) == "were sceptical"


def test_another_text_is_refused(small: Path, tmp_path: Path) -> None:
    (tmp_path / "tarnbrook-film.txt").write_text("Another text. It has sentences.")
    passages = Passages(open_store(find_workspace(small)), tmp_path)
    with pytest.raises(InputError, match="is not the text that the graph was made from"):
        list(passages.read(passages.of(WIN)[0]))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_evidence_is_added_to_rows(small: Path) -> None:
    args = ("query", "trophies", "--param", "manager=ines-okafor", "--format", "csv")
    assert rows(lfckg(*args, cwd=small).out) == [{"trophy": "Bracken Cup", "words": "won the Bracken Cup with Rovers"}]
    (row,) = rows(lfckg(*args, "--evidence", cwd=small).out)
    assert row["claim"] == WIN.value
    assert row["sentences"] == "6"
    (row,) = rows(lfckg(*args, "--evidence", "--texts", ARTICLES, cwd=small).out)
    assert row["text"] == SENTENCE


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml", "table", "markdown"])
def test_claims_are_hidden_and_shown_in_every_format(small: Path, name: str) -> None:
    args = ("query", "appointments", "--format", name)
    hidden, shown = lfckg(*args, cwd=small).out, lfckg(*args, "--evidence", cwd=small).out
    assert "claim" not in hidden
    assert "Ines Okafor" in hidden
    assert "2021-07-04" in hidden
    assert "appointment.date" in shown
    assert "took charge on 4 July 2021" in shown


def test_typed_values_stay_typed(small: Path) -> None:
    (row,) = json.loads(lfckg("query", "appointments", "--format", "json", cwd=small).out)["results"]["bindings"]
    assert row["date"]["datatype"].endswith("#date")
    assert row["person"] == {"type": "literal", "value": "Ines Okafor", "xml:lang": "en"}


def test_rows_that_only_their_claims_tell_apart_are_one(small: Path) -> None:
    query = small / "all.rq"
    query.write_text("#+ summary: Kinds\nSELECT ?kind ?claim { ?claim a lfc:Claim ; a ?kind }")
    assert lfckg("query", query, cwd=small).out.count("\n") == 3
    assert lfckg("query", query, "--evidence", cwd=small).out.count("\n") > 40
    query.write_text("SELECT ?kind ?claim { ?claim a lfc:Claim ; a ?kind }")  # no stored query: nothing is hidden
    assert lfckg("query", query, cwd=small).out.count("\n") > 40


def test_a_query_without_claims_says_so(small: Path) -> None:
    run = lfckg("query", "statuses", "--evidence", "--format", "csv", cwd=small)
    assert run.code == 0
    assert rows(run.out) == rows(lfckg("query", "statuses", "--format", "csv", cwd=small).out)
    assert run.err == "statuses: has no column ?claim, so that --evidence has nothing to add.\n"


def test_odd_rows_survive(small: Path) -> None:
    """A claim alone is shown; unbound ones, blank nodes, line ends and tabs come through."""
    query = small / "odd.rq"
    query.write_text("SELECT ?claim { VALUES ?claim { <http://e/x> } }")
    assert lfckg("query", query, cwd=small).out == "?claim\n<http://e/x>\n"
    query.write_text(
        'SELECT ?a ?b ?claim ?c { BIND ("x\\ty\\nz\\\\" AS ?a) BIND (BNODE() AS ?b) OPTIONAL { ?claim a lfc:Nix } '
        "VALUES ?c { UNDEF } }"
    )
    (row,) = json.loads(lfckg("query", query, "-f", "json", "--evidence", cwd=small).out)["results"]["bindings"]
    assert row["a"]["value"] == "x\ty\nz\\"
    assert row["b"]["type"] == "bnode"
    assert set(row) == {"a", "b"}
