"""Results: answers written out in the W3C's formats, and as tables for people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from lfckg.engine import RawAnswer, ask
from lfckg.errors import QueryError
from lfckg.formats import GRAPHS, ROWS, TABLES
from lfckg.namespaces import PREFIXES, article_prefixes, compact
from lfckg.queries import Query

__all__ = ["write_answer"]

_XML_NAME = re.compile(r"[A-Za-z_][\w.-]*$")  # what an XML element may be called
_CONTROLS = {code: repr(chr(code))[1:-1] for code in (*range(32), *range(127, 160))}


def write_answer(store: Store, query: Query, stream: BinaryIO, format: str | None, *, terminal: bool = False) -> None:  # noqa: A002
    """Answer a query into a stream.

    Without a `format`, rows come as a table on a terminal and as TSV elsewhere, graphs as Turtle. Raises QueryError
    for a broken query and for a format that does not fit the kind of query.
    """

    def work(raw: RawAnswer) -> None:
        if isinstance(raw, QueryTriples):
            name = _checked(query, format or "turtle", GRAPHS, "CONSTRUCT and DESCRIBE give a graph")
            _write_graph(query, raw, stream, name)
            return
        name = _checked(
            query, format or ("table" if terminal else "tsv"), (*TABLES, *ROWS), "SELECT and ASK give no graph"
        )
        if isinstance(raw, QueryBoolean) and name not in {"json", "xml"}:
            stream.write(b"true\n" if raw else b"false\n")  # CSV and TSV have no form for it
        elif name in ROWS:
            raw.serialize(stream, getattr(QueryResultsFormat, ROWS[name]))
            stream.write(b"\n" if name == "json" else b"")
        elif isinstance(raw, QuerySolutions):
            stream.write(_table(raw, markdown=name == "markdown").encode())

    ask(store, query, work)


def _checked(query: Query, name: str, allowed: Iterable[str], why: str) -> str:
    if name not in allowed:
        raise QueryError(f"{query.name}: {why}; it can't be written as {name}. Use --format {'|'.join(allowed)}.")
    return name


def _write_graph(query: Query, raw: QueryTriples, stream: BinaryIO, name: str) -> None:
    triples = sorted(set(raw), key=str)
    used = {iri for triple in triples for iri in _iris(triple)}
    known = PREFIXES | article_prefixes(used)
    prefixes = {key: known[key] for key in sorted(known) if any(iri.startswith(known[key]) for iri in used)}
    if name == "rdfxml" and (odd := next((iri for iri in map(_predicate, triples) if not _XML_NAME.search(iri)), None)):
        raise QueryError(f"{query.name}: RDF/XML has no way to write the property <{odd}>. Use another format.")
    try:
        serialize(triples, stream, getattr(RdfFormat, GRAPHS[name]), prefixes=prefixes)
    except ValueError as exc:
        raise QueryError(f"{query.name}: can't be written as {name}: {exc}. Use another format.") from exc


def _predicate(triple: Triple) -> str:
    return triple.predicate.value


def _iris(triple: Triple) -> list[str]:
    terms = [term for term in triple if isinstance(term, NamedNode)]
    datatype = [triple.object.datatype] if isinstance(triple.object, Literal) else []
    return [term.value for term in terms + datatype]


def _table(solutions: QuerySolutions, *, markdown: bool) -> str:
    from prettytable import PrettyTable, TableStyle  # noqa: PLC0415  only tables pay for it

    names = [variable.value for variable in solutions.variables]
    if not names:  # SELECT * of a pattern without variables
        count = sum(1 for _ in solutions)
        return f"{count} row{'' if count == 1 else 's'}, no variable\n"
    table = PrettyTable(names, align="l")
    table.set_style(TableStyle.MARKDOWN if markdown else TableStyle.SINGLE_BORDER)
    table.add_rows([[_cell(term, markdown=markdown) for term in row] for row in solutions])
    count = len(table.rows)
    return f"{table}\n" + ("" if markdown else f"{count} row{'' if count == 1 else 's'}\n")


def _cell(term: NamedNode | BlankNode | Literal | Triple | None, *, markdown: bool) -> str:
    """Give a term for people to read; control characters are shown, not sent to the terminal."""
    if term is None:
        return ""
    text = compact(term.value) if isinstance(term, NamedNode) else str(getattr(term, "value", term))
    text = text.translate(_CONTROLS)
    return text.replace("\\", "\\\\").replace("|", "\\|") if markdown else text
