"""Headers: read as written, and every slip told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from lfckg.descriptions import check_query
from lfckg.errors import QueryError
from lfckg.headers import TYPES, Header, parse_header
from lfckg.namespaces import XSD
from lfckg.ontology import check_lexical
from lfckg.queries import Query
from support import lfckg

FULL = """# A licence may stand above.
#+ summary: One: two
#+ description: A
#+   b
#+\tc
#+ tags: trophies, managers
#+ param day: The day.
#+ type day: xsd:date
#+ param club: The club.
#+ values club: SELECT ?value WHERE {  # a comment
#+   ?value a lfc:Club }

# between
#+ column one: The first.
#+column two: The second.
SELECT ?one ?two WHERE {
  VALUES ?day { UNDEF }
  VALUES ?club { :liverpool-fc }
}
"""


def test_a_full_header_is_read() -> None:
    header = parse_header(FULL, "full.rq")
    assert (header.title, header.description, header.tags) == ("One: two", "A b c", ("trophies", "managers"))
    assert header.parameters == {"day": "The day.", "club": "The club."}
    assert header.types == {"day": "xsd:date"}
    assert header.values == {"club": "SELECT ?value WHERE {  # a comment\n?value a lfc:Club }"}
    assert list(header.columns.items()) == [("one", "The first."), ("two", "The second.")]
    assert header.lines["values club"] == 10
    check_query(Query("full", FULL))


def test_windows_line_ends_change_nothing() -> None:
    text = FULL.replace("\n", "\r\n")
    assert parse_header(text, "full.rq") == parse_header(FULL, "full.rq")
    check_query(Query("full", text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {}",
        "",
        "# no header\nSELECT * {}",
        "\n\n  SELECT ?x { VALUES ?x { '#+ x' } } #+ no header",
        "#",
    ],
)
def test_a_query_without_header_is_fine(text: str) -> None:
    assert parse_header(text, "own.rq") == Header("own.rq")


def test_a_line_ends_where_sparql_ends_it() -> None:
    assert parse_header("#+ summary: a\u2028#+ nonsense\x0b\nASK {}", "x").title == "a\u2028#+ nonsense"


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("#+ sumary: x", r"^x\.rq:1: 'sumary' is no key of a header; did you mean summary\?$"),
        (
            "#+ summary: x\n#+ endpoint: y",
            r"^x\.rq:2: 'endpoint' is no key of a header\. A header has: summary, .*param",
        ),
        ("#+ summary day: x", "1: 'summary day' is no key"),
        ("#+ colum day: x", r"did you mean column\?"),
        ("#+", r"1: goes on with nothing|1: #\+ and no key"),
        ("#+ summary: x\n#+", r"2: #\+ and no key"),
        ("#+ summary: x\n#+   ", "2: goes on with nothing"),
        ("#+   goes on", "1: goes on with nothing"),
        ("#+ summary: x\n#+ goes on", r"2: #\+ and no key.*indent it further"),
        ("#+ : x", "no key"),
        ("#+ summary: x\n# y\n#+ summary: z", "3: 'summary' stands in line 1 too"),
        ("#+ param day: x\n#+ param  day: y", "2: 'param day' stands in line 1 too"),
        ("#+ summary:", "1: 'summary' says nothing"),
        ("#+ values day:\n#+ param day: The day.", "1: 'values day' says nothing"),
        ("#+ param: The day.", "1: param wants the name of a variable"),
        ("#+ param ?day: The day.", "1: param wants the name of a variable, without its question mark"),
        ("#+ column two words: x", "column wants the name"),
        ("#+ values day: SELECT ?x {}", "1: the header names no parameter day. Write `#\\+ param day"),
        ("#+ param day: x\n#+ type dya: xsd:date", r"2: the header names no parameter dya; did you mean day\?"),
        (
            "#+ param day: x\n#+ type day: xsd:dat",
            r"2: 'xsd:dat' is no type that can be checked; did you mean xsd:date\?",
        ),
        ("#+ param day: x\n#+ type day: 7", "is no type that can be checked. Known are entity, iri, xsd:anyURI"),
        ("#+ tags: a, , b", "1: '' is no word"),
        ("#+ tags: a, b,", "1: '' is no word"),
        ("#+ tags: two words", "'two words' is no word"),
        ("#+ tags: a, b, a", "'a' is no word, or stands twice"),
    ],
)
def test_a_broken_header_is_told_with_its_line(header: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_header(f"{header}\nASK {{}}", "x.rq")


@pytest.mark.parametrize("above", ["ASK {}", "PREFIX : <http://e/>\n\n# c"])
def test_a_line_of_a_header_below_the_query_is_told(above: str) -> None:
    with pytest.raises(QueryError, match=rf"^x\.rq:{above.count(chr(10)) + 2}: a header's line stands below"):
        parse_header(f"{above}\n#+ summary: x\nASK {{}}", "x.rq")


def test_every_declared_type_is_checked() -> None:
    for name in (name.removeprefix("xsd:") for name in TYPES if name not in {"entity", "iri", "xsd:string"}):
        assert check_lexical(Literal(" ", datatype=NamedNode(XSD + name)))


PARAM = "#+ param x: X.\n"
LINE = "SELECT ?x ?y {\n  VALUES ?x { 1 }\n}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"#+ column x: X.\n#+ column z: Z.\n{LINE}", r"^x\.rq:2: the query gives no column z\. It gives x, y\.$"),
        (f"#+ column xx: X.\n{LINE}", r"1: the query gives no column xx; did you mean x\?"),
        (f"#+ column x: X.\n{LINE}", r"1: no line tells what the column y holds\. Add `#\+ column y: …`"),
        (f"#+ column y: Y.\n#+ column x: X.\n{LINE}", r"1: the query gives x here\. Write the columns in its order"),
        ("#+ column x: X.\nASK {}", "1: only a SELECT has columns"),
        ("#+ column x: X.\nCONSTRUCT { ?x ?y ?z } { ?x ?y ?z }", "1: only a SELECT has columns"),
        (f"{PARAM}SELECT * {{}}", "1: names the parameter x, and the query has no line for it"),
        (f"{PARAM}#+ values x: SELECT ?v {{\n#+   ?v a }}\n{LINE}", r"x\.rq:3:6: SPARQL can't be read from here on"),
        (f"{PARAM}#+ values x: SELEC ?v {{}}\n{LINE}", r"x\.rq:2:\d+: SPARQL can't be read"),
        (
            f"{PARAM}#+ values x: SELECT ?v {{ ?v a foaf:Person }}\n{LINE}",
            "the prefix before this place is not declared",
        ),
        (f"{PARAM}#+ values x: ASK {{}}\n{LINE}", "2: must be a SELECT of a value and perhaps its label"),
        (f"{PARAM}#+ values x: SELECT ?a ?b ?c {{}}\n{LINE}", "2: must be a SELECT of a value and perhaps its label"),
        (f"{PARAM}#+ values x: INSERT DATA {{ :a :b 1 }}\n{LINE}", "INSERT is an update"),
        (f"{PARAM}#+ values x: SELECT ?v {{ SERVICE <http://127.0.0.1:9/> {{ ?v ?b ?c }} }}\n{LINE}", "SERVICE asks"),
        (f"{PARAM}#+ values x: SELECT ?v {{ FILTER ({'(' * 5000}1{')' * 5000}) }}\n{LINE}", "is nested more than"),
        ("#+ column x: X.\nSELECT ?x { ?x ?y }", "^x:2:19: SPARQL can't be read"),
    ],
)
def test_a_header_that_is_not_true_is_told(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        check_query(Query("x", text, "x.rq"))


def test_a_values_query_knows_the_prefixes_of_its_file() -> None:
    check_query(Query("x", f"{PARAM}#+ values x: SELECT ?v {{ ?v a foaf:Person }}\nPREFIX foaf: <http://e/>\n{LINE}"))


def test_the_command_names_file_and_line(root: Path) -> None:
    (root / "queries" / "mine.rq").write_text("#+ summary: Mine\n#+ titel: x\nASK {}", "utf-8")
    for args in (["mine"], ["queries/mine.rq"], ["--list"]):
        run = lfckg("query", *args, cwd=root)
        assert (run.code, run.out) == (1, "")
        assert run.err.startswith("lfckg: queries/mine.rq:2: 'titel' is no key of a header"), run.err
