"""Endpoints: remote services answer as a store does; what is wrong or cut off is an error, never a shorter answer."""

from __future__ import annotations

import gc
import gzip
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path
from traceback import clear_frames

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions, Triple

import servers
from faulty import ROWS, Answer, answering, rows, some_rows
from lfckg.errors import QueryError, ServiceError
from lfckg.namespaces import PREFIXES
from lfckg.services import sessions
from lfckg.services.credentials import Credentials
from lfckg.services.endpoints import Endpoint
from servers import Server, put_graph
from support import environment

SELECT = "SELECT ?x { ?x a lfc:Club }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
XML = "application/sparql-results+xml"
XML_ROWS = (
    b'<?xml version="1.0"?><!-- <a> --><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
    b'<variable name="x"/></head><results><result><binding name="x"><literal>v0</literal></binding></result>'
    b"</results></sparql>\n"
)
RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
RDF_XML = RDF + b'<rdf:Description rdf:about="http://e/s"><e:p>x</e:p></rdf:Description></rdf:RDF>'
TRIPLE = b'<http://e/s> <http://e/p> "x" .\n'


@pytest.fixture(autouse=True)
def _quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sessions, "_FIRST_WAIT", 0.01)


def ask(answer: Answer, text: str = SELECT, *, notes: list[str] | None = None) -> list[str] | bool:
    """Ask a service with one answer: a truth, or rows or triples as text."""
    with answering(answer) as server, Endpoint(server.url, timeout=5) as endpoint:
        found = endpoint.query(text, prefixes=PREFIXES)
        told = bool(found) if isinstance(found, QueryBoolean) else [shown(item) for item in found]
        (notes if notes is not None else []).extend(endpoint.notes)
        return told


def shown(item: object) -> str:
    return str(item) if isinstance(item, Triple) else " ".join(map(str, item if isinstance(item, Iterable) else []))


def fails(answer: Answer, text: str = SELECT) -> str:
    """Ask a service that doesn't answer as it should."""
    with pytest.raises(ServiceError, match=r"^http://127\.0\.0\.1:") as caught:
        ask(answer, text)
    assert caught.value.__context__ is None
    clear_frames(caught.tb)  # an answer must be dropped in the thread that it was made in
    return str(caught.value)


# The request


def test_a_secret_in_an_answer_that_is_none_is_not_quoted() -> None:
    credentials = Credentials("ann", "s3cret", scheme="basic")
    with (
        answering(Answer(b"you are ann, s3cret", "text/plain")) as server,
        Endpoint(server.url, credentials=credentials) as endpoint,
        pytest.raises(ServiceError, match=r"you are ann, …$"),
    ):
        endpoint.query("SELECT * {}")


def test_a_query_is_sent_as_a_form() -> None:
    text = "# clubs & co\nSELECT ?x { ?x a lfc:Club ; rdfs:label '100 % ü' }"
    with (
        answering(Answer(some_rows())) as server,
        Endpoint(server.url, default_graphs=("http://e/1", "http://e/2")) as endpoint,
    ):
        endpoint.query(text, prefixes=PREFIXES)
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/query")
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    declared = f"PREFIX lfc: <{PREFIXES['lfc']}> PREFIX rdfs: <{PREFIXES['rdfs']}> "
    form = urllib.parse.parse_qs(asked.body.decode())
    assert form == {"query": [declared + text], "default-graph-uri": ["http://e/1", "http://e/2"]}


@pytest.mark.parametrize(
    ("text", "first", "answer"),
    [
        (SELECT, ROWS, Answer(some_rows())),
        ("ASK {}", ROWS, Answer(b'{"head":{},"boolean":true}')),
        (CONSTRUCT, "application/n-triples", Answer(TRIPLE, "application/n-triples")),
        ("DESCRIBE <http://e/>", "application/n-triples", Answer(TRIPLE, "application/n-triples")),
    ],
)
def test_what_is_asked_for_goes_with_the_form_of_the_query(text: str, first: str, answer: Answer) -> None:
    with answering(answer) as server, Endpoint(server.url) as endpoint:
        endpoint.query(text)
    assert server.asked[0].headers["Accept"].split(", ")[0] == first


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("INSERT DATA { <http://e/s> <http://e/p> 1 }", "INSERT is an update"),
        ("PREFIX select: <http://e/> drop all", "DROP is an update"),
        ("# SELECT", "no SPARQL query"),
        ("FIND all", "FIND is no SPARQL query"),
    ],
)
def test_what_is_no_query_is_not_sent(text: str, message: str) -> None:
    with answering(Answer()) as server, Endpoint(server.url) as endpoint, pytest.raises(QueryError, match=message):
        endpoint.query(text)
    assert server.asked == []


# Rows


@pytest.mark.parametrize(
    "answer",
    [
        Answer(some_rows()),
        Answer(some_rows(), f"{ROWS};charset=utf-8"),
        Answer(some_rows(), "application/json"),
        Answer(some_rows(), ""),
        Answer(rows(2), chunked=True),
        Answer(rows(2)),  # as long as the connection lasts
        Answer(gzip.compress(some_rows()), headers={"Content-Encoding": "gzip"}),
        Answer(b'?x\n"v0"\n"v1"\n', "text/tab-separated-values; charset=utf-8"),
        Answer(b'{"results":{"bindings":[{"x":{"type":"literal","value":"v0"}},{"x":{"type":"literal","value":"v1"}}]},'
               b'"head":{"vars":["x"]}}'),
    ],
)  # fmt: skip
def test_rows_are_read_in_each_format(answer: Answer) -> None:
    notes: list[str] = []
    assert ask(answer, notes=notes) == ['"v0"', '"v1"']
    assert notes == []


@pytest.mark.parametrize("media", [XML, "application/xml", "text/xml"])
def test_rows_are_read_in_xml(media: str) -> None:
    assert ask(Answer(XML_ROWS, media)) == ['"v0"']


def test_rows_are_those_of_a_store() -> None:
    with answering(Answer(some_rows(1))) as server, Endpoint(server.url) as endpoint:
        found = endpoint.query(SELECT, prefixes=PREFIXES)
        assert isinstance(found, QuerySolutions)
        assert [name.value for name in found.variables] == ["x"]
        assert [str(row["x"]) for row in found] == ['"v0"']


def test_no_rows_are_no_error() -> None:
    assert ask(Answer(b'{"head":{"vars":["x"]},"results":{"bindings":[]}}')) == []


def test_rows_come_before_the_answer_is_whole() -> None:
    with answering(Answer(rows(10**6, "v" * 100), chunked=True)) as server, Endpoint(server.url) as endpoint:
        found = endpoint.query(SELECT, prefixes=PREFIXES)
        assert isinstance(found, QuerySolutions)
        for _ in range(100):
            next(found)
        # the rest waits at the other end, but for what the buffers of this machine's network hold
        assert server.sent < 20 * 10**6
        del found
        gc.collect()


def test_triples_come_before_the_answer_is_whole() -> None:
    pieces = (b'<http://e/%d> <http://e/p> "%s" .\n' % (number, b"v" * 100) for number in range(10**6))
    with (
        answering(Answer(pieces, "application/n-triples", chunked=True)) as server,
        Endpoint(server.url) as endpoint,
    ):
        found = endpoint.query(CONSTRUCT)
        assert isinstance(found, Iterator)
        assert [str(next(found)).split(" ")[0] for _ in range(2)] == ["<http://e/0>", "<http://e/1>"]
        assert server.sent < 20 * 10**6
        del found
        gc.collect()


def test_many_rows_need_no_memory() -> None:
    code = (
        "import resource, sys; from lfckg.services.endpoints import Endpoint\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "rows = Endpoint(sys.argv[1]).query('SELECT ?x { ?x ?y ?z }'); next(rows); before = peak()\n"
        "print(sum(1 for _ in rows), peak() - before)"
    )
    pieces = (b"".join(part) for part in _parts(rows(300_000, "v" * 300)))
    with answering(Answer(pieces, chunked=True)) as server:
        done = subprocess.run(
            [sys.executable, "-c", code, server.url], env=environment(), capture_output=True, check=True, timeout=60
        )
        count, kilobytes = map(int, done.stdout.split())
        assert server.sent > 100 * 10**6
    assert count == 299_999
    assert kilobytes < 20_000


def _parts(pieces: Iterator[bytes]) -> Iterator[list[bytes]]:
    while part := [piece for _, piece in zip(range(1000), pieces, strict=False)]:
        yield part


# Truths


@pytest.mark.parametrize(
    ("body", "media", "truth"),
    [
        (b'{"head":{},"boolean":true}', ROWS, True),
        (b'{"boolean":false}', "application/json", False),
        (b'{"head":{},"boolean":"true"}', ROWS, True),
        (b'{"head":{},"boolean":0}', ROWS, False),
        (b"true", ROWS, True),
        (b"false\n", "text/boolean", False),
        (b"TRUE", "text/plain", True),
        (b"0", "text/html", False),
        (b"true", "", True),
        (b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>', XML, True),
        (b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>0</boolean></sparql>', XML, False),
        (
            b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[{"__ASK_RETVAL":{"type":"typed-literal",'
            b'"datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"1"}}]}}',
            ROWS,
            True,
        ),
        (
            b'{"head":{"vars":["__ask_retval"]},"results":{"bindings":[{"__ask_retval":{"type":"literal","value":"0"}}]}}',
            ROWS,
            False,
        ),
    ],
)
def test_a_truth_is_read_in_each_form_that_services_have(body: bytes, media: str, truth: bool) -> None:
    assert ask(Answer(body, media), "ASK {}") is truth


@pytest.mark.parametrize(
    "body",
    [b"", b"maybe", some_rows(0), some_rows(1), some_rows(2), b'{"boolean":null}', b'{"head":{},"boolean":true', b"[]"],
)
def test_what_is_no_truth_is_refused(body: bytes) -> None:
    assert "where true or false were asked for" in fails(Answer(body), "ASK {}")


# Triples


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (TRIPLE, "application/n-triples; charset=UTF-8"),
        (TRIPLE, "text/plain"),
        (TRIPLE, ""),
        (b'@prefix e: <http://e/> . e:s e:p "x" .', "text/turtle"),
        (b'@prefix e: <http://e/> . e:s e:p "x" .', "text/rdf+n3"),
        (RDF_XML, "application/rdf+xml"),
        (RDF_XML, "application/xml"),
        (b'{"@id":"http://e/s","http://e/p":"x"}', "application/ld+json"),
        (b'<http://e/s> <http://e/p> "x" <http://e/g> .', "application/n-quads"),
    ],
)
@pytest.mark.parametrize("text", [CONSTRUCT, "DESCRIBE <http://e/s>"])
def test_triples_are_read_in_each_format(body: bytes, media: str, text: str) -> None:
    assert ask(Answer(body, media), text) == ['<http://e/s> <http://e/p> "x"']


@pytest.mark.parametrize("media", ["application/n-triples", "text/turtle"])
def test_no_triples_are_no_error(media: str) -> None:
    assert ask(Answer(b"", media), CONSTRUCT) == []
    assert ask(Answer(RDF + b"</rdf:RDF>", "application/rdf+xml"), CONSTRUCT) == []
    assert ask(Answer(RDF.replace(b">", b"/>"), "application/rdf+xml"), CONSTRUCT) == []


# What is cut off


@pytest.mark.parametrize("cut", range(0, len(some_rows(3)), 7))
def test_rows_that_are_cut_off_are_an_error(cut: int) -> None:
    body = some_rows(3)
    for answer in (
        Answer(body[:cut]),
        Answer([body[:cut]]),
        Answer(body[:cut], length=str(len(body))),
        Answer([body[:cut] or b" "], chunked=True, cut=True),
    ):
        assert "cut off" in fails(answer)


@pytest.mark.parametrize("cut", [1, 2, 9, 10, 20, 60])
def test_xml_that_is_cut_off_is_an_error(cut: int) -> None:
    fails(Answer(XML_ROWS[: -cut - 1], XML))
    fails(Answer(RDF_XML[:-cut], "application/rdf+xml"), CONSTRUCT)


@pytest.mark.parametrize(
    ("text", "media", "line"),
    [(SELECT, "text/tab-separated-values", b"?x\n"), (CONSTRUCT, "application/n-triples", TRIPLE)],
)
def test_lines_that_are_cut_off_are_an_error_where_it_can_be_told(text: str, media: str, line: bytes) -> None:
    for answer in (
        Answer(line, media, length=str(len(line) + 1)),
        Answer([line], media, chunked=True, cut=True),
        Answer(gzip.compress(line * 9)[:-15], media, length="1000", headers={"Content-Encoding": "gzip"}),
    ):
        assert "cut off" in fails(answer, text)
    notes: list[str] = []
    ask(Answer([line], media, chunked=True), text, notes=notes)
    ask(Answer(line, media), text, notes=notes)
    assert notes == []
    ask(Answer([line], media), text, notes=notes)
    assert "can't be told whether it is whole" in notes[0]


def test_a_long_answer_that_is_cut_off_gives_its_rows_and_then_the_error() -> None:
    body = some_rows(5000)
    with (
        answering(Answer(body[: len(body) // 2], length=str(len(body)))) as server,
        Endpoint(server.url) as endpoint,
    ):
        found = endpoint.query(SELECT, prefixes=PREFIXES)
        assert isinstance(found, QuerySolutions)
        with pytest.raises(ServiceError, match=r"cut off after \d+ bytes"):
            list(found)


def stopping(start: bytes, goes_on: threading.Event) -> Iterator[bytes]:
    """Give the start of some rows in two pieces, and the rest when the time has come."""
    yield start
    yield b',{"x":{"type":"literal","value":"second"}}'
    goes_on.wait(20)
    yield b"]}}"


def test_an_answer_that_stops_is_left_in_time() -> None:
    goes_on = threading.Event()
    with (
        answering(Answer(stopping(some_rows(5000)[:-3], goes_on), chunked=True)) as server,
        Endpoint(server.url, timeout=0.5) as endpoint,
        pytest.raises(ServiceError, match=r"not whole: it stopped for 0\.5 s"),
    ):
        list(endpoint.query(SELECT, prefixes=PREFIXES))  # type: ignore[arg-type]
    goes_on.set()


def test_the_first_rows_of_a_slow_answer_are_there_before_the_others() -> None:
    goes_on = threading.Event()
    with (
        answering(Answer(stopping(some_rows(3)[:-3], goes_on), chunked=True)) as server,
        Endpoint(server.url, timeout=5) as endpoint,
    ):
        found = endpoint.query(SELECT, prefixes=PREFIXES)
        assert isinstance(found, QuerySolutions)
        assert shown(next(found)) == '"v0"'
        goes_on.set()
        assert [shown(row) for row in found] == ['"v1"', '"v2"', '"second"']


def test_an_answer_may_take_longer_than_its_head() -> None:
    pieces = list(rows(9))
    with answering(Answer(pieces, pause=0.1)) as server, Endpoint(server.url, timeout=0.8) as endpoint:
        assert len(list(endpoint.query(SELECT, prefixes=PREFIXES))) == 9  # type: ignore[arg-type]


@pytest.mark.parametrize("chunked", [True, False])
def test_an_answer_that_drips_is_left_at_the_deadline(chunked: bool) -> None:
    pieces = (b"%c" % byte for byte in some_rows(1000))
    with (
        answering(Answer(pieces, chunked=chunked, pause=0.1)) as server,
        Endpoint(server.url, timeout=5, deadline=1) as endpoint,
        pytest.raises(ServiceError, match="took more than 1 s"),
    ):
        list(endpoint.query(SELECT, prefixes=PREFIXES))  # type: ignore[arg-type]


# What is wrong


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(b"<html><title>Log in</title>", "text/html"), "gives an HTML page: Log in. Is this the address"),
        (Answer(b"<!DOCTYPE html><title>a\x1b[1m</title>", "text/html; charset=x"), r"HTML page: a\x1b[1m."),
        (Answer(b"<html><title>Log in</title>", ROWS), "HTML page: Log in"),
        (Answer(b"<!doctype html><title>Log in</title>", XML), "HTML page: Log in"),
        (Answer(b"x\nv0\n", "text/csv"), "gives CSV"),
        (Answer(b"hello", "text/plain"), "answers with text/plain, where rows were asked for"),
        (Answer(b"\x89PNG", "image/\x1bpng"), r"image/\x1bpng"),
        (Answer(b'{"a":1}', ROWS), "can't be read as application/sparql-results+json"),
        (Answer(b"[1]", ROWS), "can't be read as"),
        (
            Answer(b'{"head":{"vars":["x"]},"results":{"bindings":[{"y":{"type":"literal","value":"1"}}]}}'),
            "variable y",
        ),
        (Answer(b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"a b"}}]}}'), "be read as"),
        (Answer(b'{"head":{},"boolean":true}'), "answers rows with true or false"),
        (Answer(some_rows(), XML), "can't be read as"),
        (Answer(XML_ROWS, ROWS), "can't be read as"),
        (Answer(b'"s"\n"http://e/"\n', "text/tab-separated-values"), "can't be read as"),
        (Answer(b"\x00\x01", headers={"Content-Encoding": "gzip"}), "can't be decompressed"),
        (Answer(b"", status=204), "cut off"),
    ],
)
def test_what_are_no_rows_is_told(answer: Answer, message: str) -> None:
    assert message in fails(answer)


def test_a_fault_behind_many_rows_is_a_services_fault() -> None:
    body = some_rows(5000)[:-3] + b',{"x":{"type":"nothing","value":"1"}}]}}'
    assert "can't be read as" in fails(Answer(body))


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(b"<html><title>Log in</title>", "text/html"), "HTML page: Log in"),
        (Answer(some_rows()), "where triples were asked for"),
        (Answer(TRIPLE + b"<http://e/s> nonsense", "application/n-triples"), "can't be read as application/n-triples"),
        (Answer(TRIPLE * 5000 + b"<http://e/s> .", "text/turtle"), "can't be read as text/turtle"),
        (Answer(b'{"@context":"http://e/c","@id":"http://e/s"}', "application/ld+json"), "can't be read as"),
        (Answer(b'<!DOCTYPE x [<!ENTITY a "b">]>' + RDF_XML, "application/rdf+xml"), "declares XML entities"),
    ],
)
def test_what_are_no_triples_is_told(answer: Answer, message: str) -> None:
    assert message in fails(answer, CONSTRUCT)


def nested_json(depth: int) -> bytes:
    uri = b'{"type":"uri","value":"http://e/a"}'
    start = b'{"type":"triple","value":{"subject":%s,"predicate":%s,"object":' % (uri, uri)
    return b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":%s}]}}' % (start * depth + uri + b"}}" * depth)


def nested_xml(depth: int) -> bytes:
    uri = b"<uri>http://e/a</uri>"
    start = b"<triple><subject>%s</subject><predicate>%s</predicate><object>" % (uri, uri)
    return XML_ROWS.replace(b"<literal>v0</literal>", start * depth + uri + b"</object></triple>" * depth)


def nested_text(depth: int) -> bytes:
    start = b"<http://e/s> <http://e/p> "
    return start + (b"<<( " + start) * depth + b'"x"' + b" )>>" * depth + b" .\n"


@pytest.mark.parametrize(
    ("make", "media", "text"),
    [
        (nested_json, ROWS, SELECT),
        (nested_xml, XML, SELECT),
        (nested_text, "application/n-triples", CONSTRUCT),
        (nested_text, "text/turtle", CONSTRUCT),
    ],
)
def test_an_answer_can_not_end_the_process(make: object, media: str, text: str) -> None:
    assert callable(make)
    assert len(ask(Answer(make(5), media), text)) == 1  # type: ignore[arg-type]
    assert "nested more than 200 deep" in fails(Answer(make(20_000), media), text)


def test_depth_is_not_counted_in_strings() -> None:
    value = "{[<<(<triple>" * 300 + '\\"'
    assert ask(
        Answer(
            b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"%s"}}]}}' % value.encode()
        )
    )
    for media in ("application/n-triples", "text/turtle"):
        triple = b'<http://e/s> <http://e/p> "%s" . # %s\n' % (value.encode(), b"<<(" * 300)
        assert len(ask(Answer(triple * 30, media), CONSTRUCT)) == 30  # type: ignore[arg-type]


# Notes


def test_rows_that_a_service_keeps_back_are_noted() -> None:
    notes: list[str] = []
    ask(Answer(some_rows(), headers={"X-SPARQL-MaxRows": "2", "X-SQL-State": "S1TAT"}), notes=notes)
    assert "gives 2 rows at most" in notes[0]
    assert "ran out of time" in notes[1]
    notes.clear()
    ask(Answer(some_rows(), headers={"X-SPARQL-MaxRows": "\x1b[31m"}), notes=notes)
    assert notes == []


# Real services

GRAPH = "http://e/graph"
TRIPLES = "".join(f'<http://e/{number}> <http://e/p> "v{number}" .\n' for number in range(20)).encode()
ORDERED = "SELECT ?s ?o { ?s <http://e/p> ?o } ORDER BY ?s LIMIT 2"


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        put_graph(server, TRIPLES, GRAPH)
        yield server


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso"), rows=10) as server:
        put_graph(server, TRIPLES, GRAPH)
        yield server


@pytest.fixture(scope="module")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.fuseki(tmp_path_factory.mktemp("fuseki"), user=("ann", "s3cret")) as server:
        put_graph(server, TRIPLES, GRAPH)
        yield server


@pytest.fixture(scope="module")
def rdf4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.rdf4j(tmp_path_factory.mktemp("rdf4j")) as server:
        put_graph(server, TRIPLES, GRAPH)
        yield server


@pytest.mark.parametrize("name", ["fuseki", "oxigraph", "rdf4j", "virtuoso"])
def test_a_real_service_answers_each_form(name: str, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(name)
    credentials = Credentials("ann", "s3cret") if name == "fuseki" else None
    with Endpoint(server.query, default_graphs=(GRAPH,), credentials=credentials) as endpoint:

        def told(text: str) -> list[str]:
            found = endpoint.query(text, prefixes={"e": "http://e/"})
            assert not isinstance(found, QueryBoolean)
            return [shown(item) for item in found]

        assert told(ORDERED) == ['<http://e/0> "v0"', '<http://e/1> "v1"']
        assert told("SELECT * { ?s e:nothing ?o }") == []
        assert told("CONSTRUCT { e:a ?p ?o } WHERE { e:1 ?p ?o }") == ['<http://e/a> <http://e/p> "v1"']
        assert told("DESCRIBE e:1") == ['<http://e/1> <http://e/p> "v1"']
        for text, truth in (("ASK { e:1 e:p ?o }", True), ("ASK { e:1 e:q ?o }", False)):
            found = endpoint.query(text, prefixes={"e": "http://e/"})
            assert isinstance(found, QueryBoolean)
            assert bool(found) is truth
        with pytest.raises(ServiceError, match=r"400: .* it says:\n    ") as caught:
            endpoint.query("SELECT * {\n ?s ?p }")
        assert caught.value.status == 400
        assert endpoint.notes == []


def test_a_wrong_path_of_a_real_service_is_told(oxigraph: Server) -> None:
    with Endpoint(oxigraph.query.replace("query", "nothing")) as endpoint, pytest.raises(ServiceError, match="/query"):
        endpoint.query(ORDERED)


def test_virtuoso_tells_that_it_keeps_rows_back(virtuoso: Server) -> None:
    with Endpoint(virtuoso.query, default_graphs=(GRAPH,)) as endpoint:
        assert len(list(endpoint.query("SELECT * { ?s ?p ?o }"))) == 10  # type: ignore[arg-type]
        assert len(endpoint.notes) == 1
        assert "gives 10 rows at most" in endpoint.notes[0]


@pytest.mark.parametrize("scheme", ["auto", "digest"])
def test_virtuoso_is_told_a_password_by_digest(virtuoso: Server, scheme: str) -> None:
    url = f"{virtuoso.query}-auth"
    with Endpoint(url, default_graphs=(GRAPH,), credentials=Credentials("dba", "dba", scheme=scheme)) as endpoint:
        for _ in range(2):
            assert [shown(row) for row in endpoint.query(ORDERED)] == ['<http://e/0> "v0"', '<http://e/1> "v1"']  # type: ignore[union-attr]
    for credentials, message in (
        (None, "by digest authentication"),
        (Credentials("dba", "wrong", scheme=scheme), "doesn't take this user"),
        (Credentials("dba", "dba", scheme="basic"), "doesn't take this user"),
    ):
        with Endpoint(url, credentials=credentials) as endpoint, pytest.raises(ServiceError, match=message):
            endpoint.query(ORDERED)


def test_fuseki_is_told_a_password_when_it_asks(fuseki: Server) -> None:
    for credentials, message in (
        (None, "by basic authentication"),
        (Credentials("ann", "wrong"), "doesn't take this user"),
    ):
        with Endpoint(fuseki.query, credentials=credentials) as endpoint, pytest.raises(ServiceError, match=message):
            endpoint.query(ORDERED)
