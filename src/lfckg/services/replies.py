"""Replies to queries: rows, truths and triples, read by what the service says that they are."""

from __future__ import annotations

import io
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import IO, cast

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from lfckg.errors import ServiceError
from lfckg.services.addresses import show_url
from lfckg.services.failures import explain_page, said
from lfckg.services.sessions import Reply
from lfckg.services.watches import JsonWatch, TextWatch, Watch, XmlWatch
from lfckg.terminal import harmless

__all__ = ["read_boolean", "read_solutions", "read_triples"]

_ROWS = {
    "": QueryResultsFormat.JSON,  # what doesn't say is taken for what was asked for
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "": RdfFormat.N_TRIPLES,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/ntriples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,  # its name before 2014
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "text/n3": RdfFormat.TURTLE,
    "text/rdf+n3": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/json": RdfFormat.JSON_LD,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
}
_LONGEST_TRUTH = 64 * 1024  # bytes
_VIRTUOSO = "__ask_retval"
"""The variable of a SELECT that Virtuoso makes of an ASK: one row with 1, or none or 0."""
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def read_solutions(reply: Reply, notes: list[str]) -> QuerySolutions:
    """Give the rows of a SELECT, read as they are asked for; what goes wrong with them then is a ServiceError."""
    media = _media(reply)
    if media not in _ROWS:
        raise _wrong_media(reply, media, "rows")
    format_ = _ROWS[media]
    _note_no_end(reply, notes, has_end=format_ != QueryResultsFormat.TSV)
    found = parse_query_results(cast("IO[bytes]", _Scouted(reply, format_)), format_)
    if isinstance(found, QueryBoolean):
        raise ServiceError(f"{show_url(reply.url)}: answers rows with true or false. Is it a SPARQL service?")
    return found


def read_triples(reply: Reply, notes: list[str]) -> Iterator[Triple]:
    """Give the triples of a CONSTRUCT or DESCRIBE, as they come; what goes wrong with them then is a ServiceError."""
    media = _media(reply)
    if media not in _GRAPHS:
        raise _wrong_media(reply, media, "triples")
    format_ = _GRAPHS[media]
    _note_no_end(reply, notes, has_end=format_ in {RdfFormat.RDF_XML, RdfFormat.JSON_LD})
    reply.body.watch_by(_watch_for(format_))
    return _triples(reply, format_)


def read_boolean(reply: Reply) -> QueryBoolean:
    """Give the truth that answers an ASK, in whichever of the forms that services have for it."""
    media = _media(reply)
    data = reply.body.read_most(_LONGEST_TRUTH)
    reply.body.close()
    truth = _TRUTHS.get(data.decode("utf-8", "replace").strip().lower())
    if truth is None and media in _ROWS:
        truth = _parsed_truth(data, _ROWS[media])
    if truth is None:
        raise _wrong_media(reply, media, "true or false", data)
    made = parse_query_results(json.dumps({"head": {}, "boolean": truth}), QueryResultsFormat.JSON)
    assert isinstance(made, QueryBoolean)  # noqa: S101  of a truth
    return made


def _parsed_truth(data: bytes, format_: QueryResultsFormat) -> bool | None:
    watch = _watch_for(format_)
    if watch.see(data) or watch.end():  # the parser takes a truth before it comes to the end
        return None
    try:
        found = parse_query_results(data, format_)
        if isinstance(found, QueryBoolean):
            return bool(found)
        terms = [row[0] for row in found] if len(found.variables) == 1 else []
    except SyntaxError:  # 1, "true" and the like where true should stand
        told = re.search(rb'"boolean"\s*:\s*"?(\w+)|<boolean>\s*(\w+)\s*</', data)
        return _TRUTHS.get((told[1] or told[2]).decode("utf-8", "replace").lower()) if told else None
    if not found.variables or found.variables[0].value.lower() != _VIRTUOSO:
        return None
    return any(isinstance(term, Literal) and _TRUTHS.get(term.value, False) for term in terms)


class _Scouted(io.RawIOBase):
    """A stream that a parser goes over ahead, so that the one which reads it after that finds nothing wrong.

    pyoxigraph's rows raise SyntaxError wherever they are read, as a query does that is wrong itself; an error of
    the stream passes through them as it is.
    """

    def __init__(self, reply: Reply, format_: QueryResultsFormat) -> None:
        self._reply, self._stream = reply, reply.body
        self._stream.watch_by(_watch_for(format_))
        self._blocks: deque[bytes] = deque()
        self._rest = b""
        self._scout: Iterator[object] | None = None
        wrong = ""
        try:
            scout = parse_query_results(cast("IO[bytes]", _Tap(self._stream, self._blocks)), format_)
        except SyntaxError as exc:
            wrong = str(exc)
        else:
            self._scout = iter(scout) if isinstance(scout, QuerySolutions) else None
        if wrong:
            raise _broken(reply, wrong, b"".join(self._blocks))

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Give of a block that the scout has left behind: it has asked for another, or has come to the end."""
        if not self._rest:
            while self._scout is not None and len(self._blocks) <= 1:
                self._advance(self._scout)
            self._rest = self._blocks.popleft() if self._blocks else b""
        end = len(self._rest) if size < 0 else size
        part, self._rest = self._rest[:end], self._rest[end:]
        return part

    def _advance(self, scout: Iterator[object]) -> None:
        wrong = ""
        try:
            if next(scout, None) is None:
                self._scout = None
                self._stream.close()
        except SyntaxError as exc:
            wrong = str(exc)
        if wrong:
            raise _broken(self._reply, wrong, b"".join(self._blocks))


class _Tap:
    """Keeps what is read through it."""

    def __init__(self, stream: io.RawIOBase, blocks: deque[bytes]) -> None:
        self._stream, self._blocks = stream, blocks

    def read(self, size: int = -1) -> bytes:
        if block := self._stream.read(size) or b"":
            self._blocks.append(block)
        return block


def _triples(reply: Reply, format_: RdfFormat) -> Iterator[Triple]:
    wrong = ""
    with reply.body as body:
        try:
            for quad in parse(cast("IO[bytes]", body), format_, base_iri=show_url(reply.url)):
                yield quad.triple
        except SyntaxError as exc:
            wrong = str(exc)
    if wrong:
        raise _broken(reply, wrong)


def _watch_for(format_: QueryResultsFormat | RdfFormat) -> Watch:
    if format_ in {QueryResultsFormat.JSON, RdfFormat.JSON_LD}:
        return JsonWatch()
    return XmlWatch() if format_ in {QueryResultsFormat.XML, RdfFormat.RDF_XML} else TextWatch()


def _note_no_end(reply: Reply, notes: list[str], *, has_end: bool) -> None:
    note = f"{show_url(reply.url)}: gives its answer without a length, so that it can't be told whether it is whole."
    if not has_end and not reply.body.has_end and note not in notes:
        notes.append(note)


def _media(reply: Reply) -> str:
    return reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _broken(reply: Reply, message: str, data: bytes = b"") -> ServiceError:
    """Tell that an answer is not in the format that it is said to be in, or is cut off."""
    shown = show_url(reply.url)
    if "end of file" in message:
        return ServiceError(f"{shown}: the answer is cut off. Try again, or ask for less.", reply.status)
    if data.lstrip()[:5].lower() in {b"<!doc", b"<html"}:
        return ServiceError(f"{shown}: {explain_page(data)}", reply.status)
    what = _media(reply) or "what was asked for"
    return ServiceError(
        f"{shown}: the answer can't be read as {harmless(what)}: {harmless(message)[:200]}. Is it a SPARQL service?",
        reply.status,
    )


def _wrong_media(reply: Reply, media: str, wanted: str, data: bytes | None = None) -> ServiceError:
    shown = show_url(reply.url)
    if data is None:
        data = reply.body.read_most(_LONGEST_TRUTH)
        reply.body.close()
    if "html" in media or data.lstrip()[:5].lower() in {b"<!doc", b"<html"}:
        return ServiceError(f"{shown}: {explain_page(data)}", reply.status)
    if media == "text/csv":
        told = "gives CSV, which doesn't tell IRIs from texts"
    else:
        told = f"answers with {harmless(media) or 'nothing that is known'}, where {wanted} were asked for"
    start = said(data.decode("utf-8", "replace"), media, reply.secrets)
    return ServiceError(f"{shown}: {told}. Is this the address for queries?{start}", reply.status)
