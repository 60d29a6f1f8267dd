"""Results: answers written out in the W3C's formats, and as tables for people."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse_query_results,
    serialize,
)

from lfckg.engine import RawAnswer, ask
from lfckg.errors import QueryError
from lfckg.formats import GRAPHS, ROWS, TABLES
from lfckg.namespaces import PREFIXES, article_prefixes, compact
from lfckg.queries import Query
from lfckg.terminal import harmless

if TYPE_CHECKING:
    from lfckg.passages import Passages

__all__ = ["write_answer"]

Term = NamedNode | BlankNode | Literal | Triple | None

_CLAIM = "claim"
_XML_NAME = re.compile(r"[A-Za-z_][\w.-]*$")  # what an XML element may be called


def write_answer(
    store: Store,
    query: Query,
    stream: BinaryIO,
    format: str | None,  # noqa: A002
    *,
    terminal: bool = False,
    evidence: Passages | None = None,
) -> bool:
    """Answer a query into a stream; tell whether the evidence that was wanted could be given.

    Without a `format`, rows come as a table on a terminal and as TSV elsewhere, graphs as Turtle. The column `claim`
    is hidden, unless it is the only one; with `evidence` it is shown, and the words, the numbers of the sentences and
    where texts are at hand the sentences are added. Raises QueryError for a broken query and for a format that does
    not fit the kind of query.
    """

    def work(raw: RawAnswer) -> bool:
        has_claims = isinstance(raw, QuerySolutions) and Variable(_CLAIM) in raw.variables
        if isinstance(raw, QuerySolutions) and has_claims and (evidence or len(raw.variables) > 1):
            raw = _with_evidence(raw, evidence) if evidence else _without_claims(raw)
        write(raw)
        return has_claims or evidence is None

    def write(raw: RawAnswer) -> None:
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

    return ask(store, query, work)


def _without_claims(raw: QuerySolutions) -> QuerySolutions:
    kept = [number for number, name in enumerate(raw.variables) if name.value != _CLAIM]
    # Rows that only their claims told apart are one: two articles may state one fact.
    rows = dict.fromkeys(tuple(row[number] for number in kept) for row in raw)
    return _solutions([raw.variables[number].value for number in kept], rows)


def _with_evidence(raw: QuerySolutions, passages: Passages) -> QuerySolutions:
    """Put behind each row its claim, the words it rests on, the numbers of their sentences, and the sentences."""
    names = [name.value for name in raw.variables if name.value != _CLAIM]
    told = ["words", "sentences", *(["text"] if passages.texts else [])]
    added = [name for name in told if name not in names]

    def row_of(row: QuerySolution) -> list[Term]:
        claim = row[_CLAIM]
        found = passages.of(claim) if isinstance(claim, NamedNode) else ()
        values = {
            "words": " / ".join(passage.words for passage in found),
            "sentences": " / ".join(", ".join(map(str, passage.sentences)) for passage in found),
            "text": " / ".join(text for passage in found for _, text, _ in passages.read(passage)),
        }
        return [*(row[name] for name in names), claim, *(Literal(values[name]) if found else None for name in added)]

    return _solutions([*names, _CLAIM, *added], map(row_of, raw))


def _solutions(names: Sequence[str], rows: Iterable[Sequence[Term]]) -> QuerySolutions:
    """Make solutions of rows, by way of the W3C's TSV, which the engine reads as it is read."""
    lines = itertools.chain(
        ["\t".join(f"?{name}" for name in names)],
        ("\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in rows),
    )
    parsed = parse_query_results("".join(f"{line}\n" for line in lines).encode(), QueryResultsFormat.TSV)
    assert isinstance(parsed, QuerySolutions)  # noqa: S101  TSV has no other
    return parsed


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


def _cell(term: Term, *, markdown: bool) -> str:
    """Give a term for people to read; control characters are shown, not sent to the terminal."""
    if term is None:
        return ""
    text = compact(term.value) if isinstance(term, NamedNode) else str(getattr(term, "value", term))
    text = harmless(text)
    return text.replace("\\", "\\\\").replace("|", "\\|") if markdown else text
