"""Stored queries: each gives the rows that a reader has worked out from the text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest

from lfckg.choices import find_choices, is_choice
from lfckg.compiler import Compiled, Selection, compile_files
from lfckg.datasets import open_store
from lfckg.inference import INFERENCES
from lfckg.parameters import find_parameters
from lfckg.queries import Query, find_query, list_queries
from lfckg.results import Style, write_answer
from lfckg.workspace import find_workspace
from support import ROOT, TESTS, add_low_tide, make_workspace

QUERIES = list_queries(ROOT / "queries")
EXPECTED = sorted((TESTS / "expected").glob("*.csv"))
OF_THE_ENCODING = {"graphs", "mention-counts", "statuses"}  # they count claims, mentions and triples, not what is told
GRAPHS = {"club", "relations"}
KEYS = ("summary", "description", "tags", "param", "values", "type", "column")
WORKSPACE = find_workspace(ROOT)


def rows_of(query: Query, workspace: Path = ROOT) -> list[list[str]]:
    """Give the rows of a query as `lfckg query --format csv` writes them, with the header."""
    stream = io.BytesIO()
    write_answer(open_store(find_workspace(workspace)), query, stream, Style("csv"))
    return list(csv.reader(io.StringIO(stream.getvalue().decode(), newline="")))


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return compile_files(WORKSPACE)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_rows_are_those_that_a_reader_finds(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    assert rows_of(find_query(path.stem, ROOT / "queries")) == expected


def test_every_query_has_title_description_and_a_test() -> None:
    assert len(QUERIES) >= 40
    assert {query.name for query in QUERIES} == {path.stem for path in EXPECTED} | OF_THE_ENCODING | GRAPHS
    assert [query.name for query in QUERIES if not query.title or not query.description] == []
    assert [query.name for query in QUERIES if any(len(line) > 300 for line in query.text.splitlines())] == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_headers_are_full_and_of_one_form(query: Query) -> None:
    header = query.header
    assert 1 <= len(header.tags) <= 3
    assert bool(header.columns) is (query.name not in GRAPHS)
    lines = [line for line in query.text.splitlines() if line.startswith("#+")]
    assert lines == query.text.splitlines()[: len(lines)]
    assert [line for line in lines if len(line) > 120] == []
    keys = [KEYS.index(key.partition(" ")[0]) for key in sorted(header.lines, key=lambda key: header.lines[key])]
    about_parameters = {KEYS.index("param"), KEYS.index("values"), KEYS.index("type")}
    assert keys[:3] == [0, 1, 2]
    assert [3 if key in about_parameters else key for key in keys] == sorted(
        3 if k in about_parameters else k for k in keys
    )
    for name, text in header.values.items():
        assert header.lines[f"values {name}"] == header.lines[f"param {name}"] + 1
        assert "ORDER BY" in text, name
        assert re.search(r"[\w)>][*+]", text) is None, name  # Virtuoso loses rows of such paths


def test_tags_are_those_that_the_docs_explain() -> None:
    page = (ROOT / "docs" / "stored-queries.md").read_text("utf-8")
    vocabulary = page.partition("| tag |")[2].partition("\n\n")[0]
    explained = re.findall(r"^\| `([a-z-]+)` \| [A-Z].*[^ ] \|$", vocabulary, re.MULTILINE)
    assert explained == sorted({tag for query in QUERIES for tag in query.tags})


def test_every_default_is_among_the_values_that_its_parameter_takes() -> None:
    store = open_store(WORKSPACE)
    for query in QUERIES:
        for parameter in find_parameters(query):
            if parameter.name in query.header.values:
                choices = find_choices(query, parameter.name, store)
                assert parameter.default in {choice.term for choice in choices}, query.name
                assert all(is_choice(query, parameter.name, choice.term, store) for choice in choices)


def test_statuses_are_counted(compiled: Compiled) -> None:
    inferred = {
        quad.subject for quad in compiled.quads() if quad.graph_name == INFERENCES and "inference/" in str(quad)
    }
    counts = Counter((claim.status.value, claim.modality.value) for claim in compiled.claims)
    counts["Implied", "Actual"] += len(inferred & {quad.subject for quad in compiled.quads() if "Claim>" in str(quad)})
    names = {"QuotedFact": "quoted fact"}
    expected = {(names.get(status, status.lower()), mode.lower()): n for (status, mode), n in counts.items()}
    told = {(status, mode): int(n) for status, mode, n in rows_of(find_query("statuses", ROOT / "queries"))[1:]}
    assert told == expected


def test_mentions_are_counted(compiled: Compiled) -> None:
    labels = {
        str(triple.subject): triple.object
        for file in compiled.files
        for triple in file.entities
        if triple.predicate.value.endswith("#prefLabel")
    }
    mentions = [mention for file in compiled.files for mention in file.mentions if str(mention.entity) in labels]
    expected = Counter((str(getattr(labels[str(m.entity)], "value", "")), m.type.value.lower()) for m in mentions)
    rows = rows_of(find_query("mention-counts", ROOT / "queries"))[1:]
    assert {(entity, kind): int(n) for entity, kind, n in rows} == expected


def test_triples_of_named_graphs_are_counted(compiled: Compiled) -> None:
    expected = Counter(str(quad.graph_name).strip("<>") for quad in compiled.quads(Selection()))
    assert {graph: int(n) for graph, n in rows_of(find_query("graphs", ROOT / "queries"))[1:]} == expected


def test_times_are_resolved_where_the_date_of_an_article_is_known(tmp_path: Path) -> None:
    root = add_low_tide(make_workspace(tmp_path / "project"))
    article = "https://w3id.org/lfckg/id/article/low-tide"
    assert rows_of(find_query("resolved-times", ROOT / "queries"), root)[1:] == [
        [f"{article}#last-month", "Last month", "earliest", "2024-02-01", "relative-time"],
        [f"{article}#last-month", "Last month", "latest", "2024-02-29", "relative-time"],
        [f"{article}#tenure", "", "earliest start", "2020-03-11", "duration-start"],
        [f"{article}#tenure", "", "latest start", "2021-03-11", "duration-start"],
    ]
