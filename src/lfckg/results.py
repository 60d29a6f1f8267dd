"""Results: answers written out in the W3C's formats, and as tables for people, row by row as they come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Triple,
    Variable,
    parse_query_results,
    serialize,
)

from lfckg.engine import ask
from lfckg.errors import QueryError
from lfckg.files import as_stream
from lfckg.formats import GRAPHS, ROWS, TABLES
from lfckg.namespaces import PREFIXES, XSD, article_prefixes, compact
from lfckg.queries import CLAIM, Query
from lfckg.terminal import harmless

if TYPE_CHECKING:
    from lfckg.labels import Labels
    from lfckg.passages import Passages
    from lfckg.sources import RawAnswer, Source
    from lfckg.tables import Cell

__all__ = ["Style", "Written", "write_answer"]

Term = NamedNode | BlankNode | Literal | Triple | None
Item = TypeVar("Item")

_XML_NAME = re.compile(r"[A-Za-z_][\w.-]*$")  # what an XML element may be called
_SORTED = 100_000  # triples; more of them come as the engine gives them
_OPEN_ENDED = {"json", "xml", "jsonld", "rdfxml"}
_AT_ONCE = 500  # rows whose labels and passages are looked up together
_NUMBERS = {
    XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger")
}


class Style(NamedTuple):
    """How an answer is written.

    `format` is one of `lfckg.formats.ALL_RESULTS`; none: a table on a terminal (that is, where `columns` are given),
    else TSV; graphs as Turtle. `limit` is the most rows or triples that are written. Tables show labels in place of
    `iris`, and fit into `columns`.
    """

    format: str | None = None
    columns: int | None = None
    iris: bool = False
    limit: int | None = None


class Written(NamedTuple):
    """What was written: how many rows, where they were counted; whether there were more; whether they have claims."""

    rows: int | None
    is_cut: bool
    has_claims: bool


def write_answer(
    source: Source,
    query: Query,
    stream: BinaryIO,
    style: Style = Style(),  # noqa: B008  it can't change
    *,
    evidence: Passages | None = None,
    timeout: float | None = None,
) -> Written:
    """Answer a query into a stream.

    The column `claim` of a stored query is hidden, unless it is the only one; with `evidence` it is shown, and the
    words, the numbers of the sentences and where texts are at hand the sentences are added. Raises QueryError for a
    broken query, one that takes more than `timeout` seconds, and for a format that does not fit the kind of query.
    """
    writer = _Writer(source, query, stream, style, evidence)
    return ask(source, query if evidence else query.without_claims, writer.write, timeout=timeout)


class _Writer:
    """Writes one answer."""

    def __init__(self, source: Source, query: Query, stream: BinaryIO, style: Style, evidence: Passages | None) -> None:
        self.source, self.query, self.stream, self.style, self.evidence = source, query, stream, style, evidence
        self.rows: int | None = None
        self.is_cut = False

    def write(self, raw: RawAnswer) -> Written:
        has_claims = True
        if isinstance(raw, QuerySolutions):
            has_claims = self.evidence is None or Variable(CLAIM) in raw.variables
            self._write_rows(raw, self._checked_rows())
        elif isinstance(raw, QueryBoolean):
            self._write_truth(raw, self._checked_rows())
        else:
            has_claims = self.evidence is None
            self._write_graph(raw, self._checked(GRAPHS, "turtle", "CONSTRUCT and DESCRIBE give a graph"))
        return Written(self.rows, self.is_cut, has_claims)

    def _checked_rows(self) -> str:
        default = "table" if self.style.columns else "tsv"
        return self._checked((*TABLES, *ROWS), default, "SELECT and ASK give no graph")

    def _checked(self, allowed: Iterable[str], default: str, why: str) -> str:
        name = self.style.format or default
        if name not in allowed:
            formats = "|".join(allowed)
            raise QueryError(f"{self.query.name}: {why}; it can't be written as {name}. Use --format {formats}.")
        return name

    def _write_truth(self, raw: QueryBoolean, name: str) -> None:
        if name in {"json", "xml"}:
            raw.serialize(self.stream, getattr(QueryResultsFormat, ROWS[name]))
            self._end(name)
        else:
            self.stream.write(b"true\n" if raw else b"false\n")  # CSV and TSV have no form for it

    def _end(self, name: str) -> None:
        """End the last line, which the engine leaves open in some formats."""
        self.stream.write(b"\n" if name in _OPEN_ENDED else b"")

    def _write_rows(self, raw: QuerySolutions, name: str) -> None:
        names = [variable.value for variable in raw.variables]
        solutions = raw if self.style.limit is None else self._limited(raw, self.style.limit)
        rows: Iterable[Sequence[Term]] = solutions
        if self.evidence and CLAIM in names:
            names, rows = _with_evidence(names, solutions, self.evidence)
        if name in TABLES:
            self._write_table(names, rows, markdown=name == "markdown")
            return
        answer = raw if rows is raw else _solutions(names, rows)
        answer.serialize(self.stream, getattr(QueryResultsFormat, ROWS[name]))
        self._end(name)

    def _write_table(self, names: Sequence[str], rows: Iterable[Sequence[Term]], *, markdown: bool) -> None:
        from lfckg.tables import lay_out, lay_out_markdown  # noqa: PLC0415  only tables pay for it

        self.rows = 0
        cells = self._cells(rows)
        if not names:  # SELECT * of a pattern without variables
            self.rows = sum(1 for _ in cells)
            return
        lines = lay_out_markdown(names, cells) if markdown else lay_out(names, cells, self.style.columns)
        self.stream.writelines(f"{line}\n".encode() for line in lines)

    def _cells(self, rows: Iterable[Sequence[Term]]) -> Iterator[list[Cell]]:
        """Give rows as they are shown, and count them."""
        from lfckg.labels import Labels  # noqa: PLC0415  only tables pay for it
        from lfckg.tables import Cell  # noqa: PLC0415

        labels = Labels(self.source)
        rest = iter(rows)
        while some := list(islice(rest, _AT_ONCE)):
            if not self.style.iris:
                labels.find(term.value for row in some for term in row if isinstance(term, NamedNode))
            for row in some:
                self.rows = (self.rows or 0) + 1
                yield [Cell(_shown(term, labels), _is_number(term)) for term in row]

    def _limited(self, items: Iterable[Item], limit: int) -> Iterator[Item]:
        rest = iter(items)
        yield from islice(rest, limit)
        self.is_cut = next(rest, None) is not None

    def _write_graph(self, raw: Iterable[Triple], name: str) -> None:
        """Write triples: sorted and each once, or where they are very many as the engine gives them."""
        rest = iter(raw) if self.style.limit is None else self._limited(raw, self.style.limit)
        first = list(islice(rest, _SORTED))
        triples = sorted(set(first), key=str)
        more = next(rest, None) if len(first) == _SORTED else None
        used = {iri for triple in triples for iri in _iris(triple)}
        known = PREFIXES | article_prefixes(used)
        prefixes = {key: known[key] for key in sorted(known) if any(iri.startswith(known[key]) for iri in used)}
        odd = next((iri for triple in triples if not _XML_NAME.search(iri := triple.predicate.value)), None)
        if name == "rdfxml" and odd:
            message = f"RDF/XML has no way to write the property <{odd}>. Use another format."
            raise QueryError(f"{self.query.name}: {message}")
        try:
            written = triples if more is None else chain(triples, [more], rest)
            serialize(written, self.stream, getattr(RdfFormat, GRAPHS[name]), prefixes=prefixes)
            self._end(name)
        except ValueError as exc:
            raise QueryError(f"{self.query.name}: can't be written as {name}: {exc}. Use another format.") from exc


def _with_evidence(
    variables: Sequence[str], solutions: Iterable[QuerySolution], passages: Passages
) -> tuple[list[str], Iterator[Sequence[Term]]]:
    """Put behind each row its claim, the words it rests on, the numbers of their sentences, and the sentences."""
    names = [name for name in variables if name != CLAIM]
    told = ["words", "sentences", *(["text"] if passages.texts else [])]
    added = [name for name in told if name not in names]

    def rows() -> Iterator[Sequence[Term]]:
        rest = iter(solutions)
        while some := list(islice(rest, _AT_ONCE)):
            passages.find(claim for row in some if isinstance(claim := row[CLAIM], NamedNode))
            yield from map(with_evidence, some)

    def with_evidence(row: QuerySolution) -> Sequence[Term]:
        claim = row[CLAIM]
        found = passages.of(claim) if isinstance(claim, NamedNode) else ()
        values = {
            "words": " / ".join(passage.words for passage in found),
            "sentences": " / ".join(", ".join(map(str, passage.sentences)) for passage in found),
            "text": " / ".join(text for passage in found for _, text, _ in passages.read(passage)),
        }
        return [*(row[name] for name in names), claim, *(Literal(values[name]) if found else None for name in added)]

    return [*names, CLAIM, *added], rows()


def _solutions(names: Sequence[str], rows: Iterable[Sequence[Term]]) -> QuerySolutions:
    """Make solutions of rows, by way of the W3C's TSV, which the engine reads as it is read."""
    lines = chain(
        ["\t".join(f"?{name}" for name in names)],
        ("\t".join(map(_in_tsv, row)) for row in rows),
    )
    parsed = parse_query_results(as_stream(f"{line}\n".encode() for line in lines), QueryResultsFormat.TSV)
    assert isinstance(parsed, QuerySolutions)  # noqa: S101  TSV has no other
    return parsed


def _in_tsv(term: Term) -> str:
    if term is None:
        return ""
    text = str(term).replace("\t", "\\t")
    return f"<<( {text} )>>" if isinstance(term, Triple) else text


def _iris(triple: Triple) -> list[str]:
    terms = [term for term in triple if isinstance(term, NamedNode)]
    datatype = [triple.object.datatype] if isinstance(triple.object, Literal) else []
    return [term.value for term in terms + datatype]


def _shown(term: Term, labels: Labels) -> str:
    """Give a term for people to read; control characters are shown, not sent to the terminal."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return harmless(labels.of(term.value) or compact(term.value))
    return harmless(term.value if isinstance(term, Literal) else str(term))


def _is_number(term: Term) -> bool:
    return isinstance(term, Literal) and term.datatype.value in _NUMBERS
