"""Statements: where what is typed ends, and how a script is divided."""

from __future__ import annotations

import pytest

from lfckg.completion.lexer import tokens_of
from lfckg.completion.statements import is_complete, is_directive, split_statements


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p ?o }",
        "SELECT * { ?s lfc:club :liverpool-fc . } # done",
        "SELECT * { ?s ?p '}' }",
        'SELECT * { ?s ?p """two\n\n"lines" {""" }',
        "PREFIX x: <http://x/#a> SELECT * { ?s x:p ?o }",
        "#+ summary: A header\nASK {}",
        "INSERT DATA { <a:a> <a:b> 1 }",  # nothing would make these right: they are sent, and refused
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s no:prefix ?o }",
        "SELECT * { <relative> ?p ?o }",
        "SELECT * { FILTER (" + "(" * 300 + "1" + ")" * 300 + ") }",
    ],
)
def test_enter_sends_what_is_complete(text: str) -> None:
    assert is_complete(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# a comment",
        "SELECT",
        "SELECT ?s",
        "SELECT ?s WHERE {",
        "SELECT ?s { ?s ?p ?o } ORDER BY",
        "SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }",  # GROUP BY may follow
        "SELECT * { ?s ?p '}",
        'SELECT * { ?s ?p """}',
        "SELECT * { ?s ?p 'it''s } #",
        "SELECT * { FILTER (1 < 2 }",
        "PREFIX x: <http://x/>",
        "BASE <http://x/>",
        "PREFIX x: <http://x/",
        "SELECT * { ?s ?p <http://",
    ],
)
def test_enter_begins_a_new_line_where_more_is_to_come(text: str) -> None:
    assert not is_complete(text)


def split(text: str) -> list[tuple[str, int]]:
    return [(statement.text, statement.line) for statement in split_statements(text.splitlines(keepends=True))]


def test_blank_lines_and_directives_divide_a_script() -> None:
    assert split("\nASK {}\n \n.format csv\ntrophies\n.quit\n\nASK { }") == [
        ("ASK {}", 2),
        (".format csv", 4),
        ("trophies", 5),
        (".quit", 6),
        ("ASK { }", 8),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX x: <http://x/>\n\n# about\n\nASK { ?s x:p ?o }",
        "ASK {\n\n ?s ?p ?o\n.filter\n}",
        'ASK { ?s ?p """\n\n.quit\n""" }',
        "ASK { ?s ?p '}'\n\n}",
    ],
)
def test_blank_lines_within_a_statement_divide_nothing(text: str) -> None:
    assert split(text) == [(text, 1)]


def test_comments_alone_are_no_statement() -> None:
    assert split("# one\n\n# two\n") == []


def test_an_open_bracket_takes_the_rest_of_a_script_and_no_long_time() -> None:
    (statement,) = split("SELECT * {\n" + "\nASK { ?s ?p ?o }\n" * 20_000)
    assert statement[1] == 1
    assert statement[0].endswith("ASK { ?s ?p ?o }")


@pytest.mark.parametrize("line", [".5", ". ?s ?p ?o", ".", "..", ".Help", "x.help", ""])
def test_what_is_no_directive(line: str) -> None:
    assert not is_directive(line)


@pytest.mark.parametrize(
    "text",
    ["SELECT ?s { ?s lfc:a.b/lfc:c ?o . }", '\'a\\\'b\' """x"y"""', "1.5 @en ^^xsd:date", "<a> < 5", "\\ \x00 ''''"],
)
def test_tokens_leave_nothing_out_but_space(text: str) -> None:
    assert "".join(token.text for token in tokens_of(text)) == "".join(text.split(" "))


def test_tokens_tell_names_from_full_stops_and_paths() -> None:
    texts = [token.text for token in tokens_of("?s lfc:a/^lfc:b :x.y . ?o a lfc:Club.")]
    assert texts == ["?s", "lfc:a", "/", "^", "lfc:b", ":x.y", ".", "?o", "a", "lfc:Club", "."]
