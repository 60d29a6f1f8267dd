"""Turtle with places."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfckg.errors import DataError, InputError
from lfckg.turtle import Node, TurtleFile, read_turtle

TRICKY = """\ufeff# a comment . with [ marks ] and "quotes
@prefix : <http://e/> .
PREFIX x: <http://x/#>
@base <http://b/>.
:s a :T , :U ; # another . comment
   :p [ :q "one" ] , [ :c 1.50 , 'q'@en-GB ; :d "z" ] ; ; :z \"\"\"mu"l\\"t
i\"\"\", "a.b # no"^^x:dt .
:s.4 :last x:a.b.
x:s4 :last 2.78 ;.
:a\\,b :d x:e.f,<g#h> , -1e5, +.5 , .5, true .
"""


def shown(source: TurtleFile, node: Node) -> list[tuple[str, str, str]]:
    """Give predicate, object and value of each property as the file writes them."""
    text = source.text
    rows = []
    for _, predicate, value in node.properties:
        written = text[predicate.start : predicate.end], text[value.place.start : value.place.end]
        rows.append((*written, str(getattr(value.term, "value", ""))))
    return rows


def read(tmp_path: Path, text: str) -> TurtleFile:
    path = tmp_path / "x.ttl"
    path.write_text(text, "utf-8")
    return read_turtle(path)


def test_each_triple_is_laid_beside_its_tokens(tmp_path: Path) -> None:
    source = read(tmp_path, TRICKY)
    assert [source.text[node.place.start : node.place.end] for node in source.nodes] == [":s", ":s.4", "x:s4", ":a\\,b"]
    rows = shown(source, source.nodes[0])
    assert [row[:2] for row in rows] == [
        ("a", ":T"),
        ("a", ":U"),
        (":p", '[ :q "one" ]'),
        (":p", "[ :c 1.50 , 'q'@en-GB ; :d \"z\" ]"),
        (":z", '"""mu"l\\"t\ni"""'),
        (":z", '"a.b # no"^^x:dt'),
    ]
    assert rows[4][2] == 'mu"l"t\ni'
    inner = [shown(source, value.node) for _, _, value in source.nodes[0].properties if value.node]
    assert inner == [
        [(":q", '"one"', "one")],
        [(":c", "1.50", "1.50"), (":c", "'q'@en-GB", "q"), (":d", '"z"', "z")],
    ]
    assert shown(source, source.nodes[1]) == [(":last", "x:a.b", "http://x/#a.b")]
    assert shown(source, source.nodes[2]) == [(":last", "2.78", "2.78")]
    assert [row[1:] for row in shown(source, source.nodes[3])] == [
        ("x:e.f", "http://x/#e.f"),
        ("<g#h>", "http://b/g#h"),
        ("-1e5", "-1e5"),
        ("+.5", "+.5"),
        (".5", ".5"),
        ("true", "true"),
    ]


def test_places_are_told_in_lines_and_columns(tmp_path: Path) -> None:
    source = read(tmp_path, "@prefix : <http://e/> .\n:a\n    :b 1 .\n")
    place = source.nodes[0].properties[0][2].place
    assert str(source.problem(place, "wrong")).endswith("x.ttl:3:8: wrong")


@pytest.mark.parametrize(
    "text",
    [
        "@prefix : <http://e/> . :a :b 5.:c :d 6 .",
        '@prefix : <http://e/> . :a :b "x"@en.:c :d 6 .',
        'VERSION "1.2"\n@version "1.2" .\n@prefix : <http://e/> . :a :b 5 . :c :d 6.5e-3 .',
    ],
)
def test_tokens_without_blanks_between(tmp_path: Path, text: str) -> None:
    source = read(tmp_path, text)
    assert [shown(source, node)[0][0] for node in source.nodes] == [":b", ":d"]


@pytest.mark.parametrize("text", [":a :b :c {| :d :e |} .", ":a :b :c ~ :r .", ":a :b <<( :c :d :e )>> ."])
def test_turtle_of_rdf_12_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"x\.ttl:2:\d+: "):
        read(tmp_path, f"@prefix : <http://e/> .\n{text}")


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_other_line_ends_are_read(tmp_path: Path, ends: str) -> None:
    source = read(tmp_path, TRICKY.replace("\n", ends))
    assert len(source.nodes) == 4


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("@prefix : <http://e/> .\n:s :p ;\n", "2:7"),
        (":s :p 1 .", "1:1"),
        ("@prefix : <http://e/> .\n:s :p <http://a b> .", "2:7"),
        ("@prefix : <http://e/> .\n:s :p <relative> .", "2:7"),
        ("@prefix : <http://e/> .\n:s :p [ :x 1 .", "2:14"),
        ("@prefix : <http://e/> .\n:s :p 1", "2:8"),
    ],
)
def test_broken_turtle_is_told_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, text)
    assert f"x.ttl:{place}: " in str(caught.value)


@pytest.mark.parametrize(
    "statement",
    [
        "[ :a 1 ] :p 2 .",
        ":s :p ( 1 2 ) .",
        "_:b :p 1 .",
        ":s :p _:b .",
        ":s :p [ :q [ :r 1 ] ] .",
        ":s :p " + "[ :p " * 3000 + "1" + "]" * 3000 + ".",
    ],
    ids=["subject", "collection", "labelled subject", "labelled object", "brackets in brackets", "deep"],
)
def test_unnamed_nodes_are_refused(tmp_path: Path, statement: str) -> None:
    with pytest.raises(DataError, match=r"x\.ttl:2:\d+: .*Give it a name"):
        read(tmp_path, f"@prefix : <http://e/> .\n{statement}")


def test_a_file_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is empty"):
        read(tmp_path, " \n\ufeff")
