"""Results: the W3C's formats as other libraries read them, and tables for people."""

from __future__ import annotations

import csv
import io
import json

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib.query import Result, ResultRow

from lfckg.errors import QueryError
from lfckg.formats import ALL_RESULTS, GRAPHS
from lfckg.queries import Query
from lfckg.results import Style, write_answer

A = NamedNode("https://w3id.org/lfckg/id/a")
TRICKY = 'tab\t, "quote" | pipe \\ and\nline'
SELECT = "SELECT ?s ?o ?none { ?s ?p ?o } ORDER BY ?o"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"


@pytest.fixture
def store() -> Store:
    store = Store()
    store.add(Quad(A, A, Literal(TRICKY)))
    store.add(Quad(A, A, Literal("Ünï", language="en")))
    store.add(Quad(A, A, Literal("7", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))))
    return store


def written(store: Store, text: str, name: str | None, *, terminal: bool = False) -> bytes:
    stream = io.BytesIO()
    write_answer(store, Query("test", text), stream, Style(name, 80 if terminal else None))
    return stream.getvalue()


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rdflib_reads_the_rows_as_the_w3c_says(store: Store, name: str) -> None:
    result = Result.parse(io.BytesIO(written(store, SELECT, name)), format=name)
    terms = {row[1] for row in result if isinstance(row, ResultRow)}
    values = {str(term) for term in terms}
    assert values == {TRICKY, "Ünï", "7"}
    if name in {"json", "xml"}:
        assert rdflib.Literal("Ünï", lang="en") in terms


def test_csv_and_tsv_have_a_header_and_a_line_for_each_row(store: Store) -> None:
    rows = list(csv.reader(io.StringIO(written(store, SELECT, "csv").decode(), newline="")))
    assert rows[0] == ["s", "o", "none"]
    assert len(rows) == 4
    lines = written(store, SELECT, "tsv").decode().split("\n")
    assert lines[0] == "?s\t?o\t?none"
    assert lines[1].count("\t") == 2


@pytest.mark.parametrize(("name", "expected"), [("table", b"true\n"), ("csv", b"true\n"), ("tsv", b"true\n")])
def test_a_truth_is_a_word(store: Store, name: str, expected: bytes) -> None:
    assert written(store, "ASK { ?s ?p ?o }", name) == expected


def test_a_truth_in_json_and_xml(store: Store) -> None:
    assert json.loads(written(store, "ASK { ?s ?p 8 }", "json"))["boolean"] is False
    assert b"<boolean>true</boolean>" in written(store, "ASK {}", "xml")


@pytest.mark.parametrize(
    ("name", "theirs"), [("turtle", "turtle"), ("nt", "nt"), ("rdfxml", "xml"), ("jsonld", "json-ld")]
)
def test_rdflib_reads_the_graphs(store: Store, name: str, theirs: str) -> None:
    graph = rdflib.Graph()
    graph.parse(data=written(store, CONSTRUCT, name), format=theirs)
    assert {str(value) for value in graph.objects()} == {TRICKY, "Ünï", "7"}


def test_turtle_uses_the_prefixes_that_it_needs(store: Store) -> None:
    turtle = written(store, CONSTRUCT, "turtle").decode()
    assert "@prefix : <https://w3id.org/lfckg/id/> ." in turtle
    assert "oa:" not in turtle


def test_rows_are_a_table_on_a_terminal_and_tsv_elsewhere(store: Store) -> None:
    assert written(store, SELECT, None, terminal=True).decode().startswith("┌")
    assert written(store, SELECT, None) == written(store, SELECT, "tsv")
    assert written(store, CONSTRUCT, None, terminal=True) == written(store, CONSTRUCT, "turtle")


def test_tables_align_wide_characters_and_shorten_iris() -> None:
    store = Store()
    for text in ("日本", "e\u0301", "abc"):
        store.add(Quad(A, A, Literal(text)))
    lines = written(store, "SELECT ?s ?o { ?s ?p ?o }", "table").decode().splitlines()
    assert lines[1] == "│ s  │ o    │"
    assert "│ :a │ 日本 │" in lines
    assert "│ :a │ e\u0301    │" in lines
    assert len(lines) == 7


def test_markdown_escapes_what_would_break_it(store: Store) -> None:
    lines = written(store, SELECT, "markdown").decode().splitlines()
    assert lines[0].split("|")[1].strip() == "s"
    assert len(lines) == 5
    assert any("\\| pipe" in line for line in lines)


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_control_characters_do_not_reach_a_terminal(name: str) -> None:
    store = Store()
    store.add(Quad(A, A, Literal("\x1b[31mred\x07\x9b")))
    assert not set(written(store, "SELECT ?o { ?s ?p ?o }", name).decode()) & {"\x1b", "\x07", "\x9b"}


@pytest.mark.parametrize(
    ("text", "name"), [(CONSTRUCT, "csv"), (SELECT, "turtle"), ("ASK {}", "jsonld"), ("DESCRIBE <a:a>", "table")]
)
def test_a_format_that_does_not_fit_is_told(store: Store, text: str, name: str) -> None:
    with pytest.raises(QueryError, match=rf"can't be written as {name}\. Use --format "):
        written(store, text, name)


def test_a_pattern_without_variables_has_rows_without_columns(store: Store) -> None:
    for text, name, count in (("SELECT * {}", "table", 1), ("SELECT * { <a:a> <b:b> <c:c> }", "markdown", 0)):
        stream = io.BytesIO()
        assert write_answer(store, Query("test", text), stream, Style(name)).rows == count
        assert stream.getvalue() == b""


def test_what_a_format_cannot_say_is_told(store: Store) -> None:
    with pytest.raises(QueryError, match="RDF/XML has no way to write the property <http://e/1>"):
        written(store, "CONSTRUCT { ?s <http://e/1> ?o } { ?s ?p ?o }", "rdfxml")


@pytest.mark.parametrize("slug", ["2024-final", "lfc"])
def test_any_article_has_a_prefix_that_is_one(slug: str) -> None:
    store = Store()
    node = NamedNode(f"https://w3id.org/lfckg/id/article/{slug}#win")
    store.add(Quad(node, NamedNode("https://w3id.org/lfckg/ontology#club"), A))
    for name, theirs in (("turtle", "turtle"), ("rdfxml", "xml")):
        graph = rdflib.Graph()
        graph.parse(data=written(store, CONSTRUCT, name), format=theirs)
        assert [str(subject) for subject in graph.subjects()] == [node.value]
    assert f"article-{slug}:win lfc:club :a" in written(store, CONSTRUCT, "turtle").decode()


@pytest.mark.parametrize("name", ALL_RESULTS)
def test_every_format_gives_the_same_bytes_twice(store: Store, name: str) -> None:
    text = CONSTRUCT if name in GRAPHS else SELECT
    assert written(store, text, name) == written(store, text, name)
