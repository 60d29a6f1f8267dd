"""RDF files of anybody: read as data, by extension, with nothing fetched and nothing followed."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from lfckg.errors import DataError, InputError, Problem
from lfckg.files import display
from lfckg.namespaces import RDF, XSD

__all__ = ["EXTENSIONS", "check_source", "format_of", "is_packed", "opened", "read_bytes", "read_rdf", "syntax_problem"]

EXTENSIONS = {
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".rdfxml": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
_LONGEST_LITERAL = 1_000_000
_LONGEST_NUMBER = 4_000  # Python refuses to read longer ones
_NUMBER = re.compile(r"[+-]?[0-9.eE+-]+")
_DEEPEST_JSON = 500
_LARGEST_UNPACKED = 1_000_000_000
_CHUNK = 1 << 20
_SENTINEL = "https://relative.invalid/"
_LANGUAGE = re.compile(rb'"@language"\s*:\s*"([^"]*)"')
_TAG = re.compile(rb"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def read_rdf(path: Path, data: bytes | None = None, *, reifiers: bool = False) -> list[Quad]:
    """Read a file, which may be packed with gzip, or its `data` where they are at hand already.

    Reifiers of RDF 1.2 become claims of RDF 1.1, unless `reifiers` keeps them. Raises InputError where the file can't
    be read and DataError, with the place, where it is broken.
    """
    shown = display(path)
    format_ = format_of(path)
    data = read_bytes(path) if data is None else data
    check_source(data, format_, shown)
    base = _SENTINEL if format_ == RdfFormat.JSON_LD else None  # there a relative IRI would be lost without a word
    try:
        quads = list(parse(data, format_, base_iri=base, rename_blank_nodes=True))
    except SyntaxError as exc:
        raise DataError([syntax_problem(shown, exc, format_, data)]) from exc
    if not quads:
        raise InputError(f"{shown}: holds no triple. Is it RDF?")
    for quad in quads:
        _check_quad(quad, shown)
    plain = [part for quad in quads for part in _unreified(quad, shown)]
    return quads if reifiers else plain


def format_of(path: Path) -> RdfFormat:
    """Give the format that a file's name tells; raise InputError where it tells none."""
    plain = path.with_suffix("") if is_packed(path) else path
    if format_ := EXTENSIONS.get(plain.suffix.lower()):
        return format_
    known = ", ".join(EXTENSIONS)
    raise InputError(f"{display(path)}: what RDF is this? Name the file with one of {known}, and .gz if it is packed.")


def is_packed(path: Path) -> bool:
    """Tell whether a file's name says that it is packed with gzip."""
    return path.suffix.lower() == ".gz"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read what it holds, unpacked; raise InputError where that fails, now or while it is read."""
    shown = display(path)
    try:
        with cast("BinaryIO", gzip.open(path)) if is_packed(path) else path.open("rb") as stream:
            yield stream
    except FileNotFoundError as exc:
        raise InputError(f"{shown}: no such file. Check the path.") from exc
    except (gzip.BadGzipFile, zlib.error, EOFError) as exc:
        raise InputError(f"{shown}: can't be unpacked: it is damaged or no gzip file. Get it anew.") from exc
    except (OSError, ValueError) as exc:
        raise InputError(f"{shown}: can't be read: {getattr(exc, 'strerror', None) or exc}. Check the path.") from exc


def read_bytes(path: Path) -> bytes:
    """Read what a file holds, unpacked where its name ends in .gz; raise InputError where that fails or is nothing."""
    shown = display(path)
    with opened(path) as stream:
        # Asked for all at once, gzip makes room for as much as it may give, whatever there is.
        data = b"".join(_chunks(stream, _LARGEST_UNPACKED)) if is_packed(path) else stream.read()
    if len(data) > _LARGEST_UNPACKED:
        raise InputError(f"{shown}: unpacks to more than {_LARGEST_UNPACKED // 10**9} GB. Divide it.")
    if not data.strip():
        raise InputError(f"{shown}: is empty. Nothing can be read from it.")
    return data


def _chunks(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """Read a file in parts, as far as a part behind so many bytes."""
    size = 0
    while size <= most and (chunk := stream.read(_CHUNK)):
        size += len(chunk)
        yield chunk


def check_source(data: bytes, format_: RdfFormat, shown: str) -> None:
    """Refuse what a parser would crash on, grow from, or pass over in silence."""
    if format_ == RdfFormat.JSON_LD:
        _check_json_depth(data, shown)
        if wrong := next((tag for tag in _LANGUAGE.findall(data) if not _TAG.fullmatch(tag)), None):
            raise InputError(
                f"{shown}: {wrong.decode(errors='replace')!r} is no language tag. Write it as en or en-GB."
            )
    elif format_ == RdfFormat.RDF_XML and b"<!ENTITY" in data:
        raise InputError(
            f"{shown}: declares XML entities, which can reach other files or grow without end. Expand them."
        )


def _check_quad(quad: Quad, shown: str) -> None:
    if isinstance(quad.object, Literal):
        _check_literal(quad.object, quad, shown)
    if any(str(term).startswith(f"<{_SENTINEL}") for term in (quad.subject, quad.predicate, quad.object)):
        raise InputError(f"{shown}: has a relative IRI. Write it in full: a file's own address says nothing elsewhere.")


def _unreified(quad: Quad, shown: str) -> list[Quad]:
    """Turn a reifier of RDF 1.2 into the three properties of RDF 1.1 that our claims have."""
    if not isinstance(quad.object, Triple):
        return [quad]
    term = quad.object
    if quad.predicate.value != f"{RDF}reifies" or isinstance(term.object, Triple):
        raise InputError(
            f"{shown}: has a triple term that is not reified. Only RDF 1.1, and our --rdf12, can be checked."
        )
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return [Quad(quad.subject, NamedNode(RDF + name), part, quad.graph_name) for name, part in parts.items()]


def _check_json_depth(data: bytes, shown: str) -> None:
    """Refuse JSON whose depth would end the parser's process."""
    depth, in_string, escaped = 0, False, False
    for byte in data:
        if in_string:
            in_string = escaped or byte != ord('"')
            escaped = not escaped and byte == ord("\\")
        elif byte == ord('"'):
            in_string = True
        elif byte in b"[{":
            depth += 1
            if depth > _DEEPEST_JSON:
                raise InputError(f"{shown}: is nested more than {_DEEPEST_JSON} deep. Flatten it.")
        elif byte in b"]}":
            depth -= 1


def syntax_problem(shown: str, exc: SyntaxError, format_: RdfFormat, data: bytes = b"") -> Problem:
    """Tell what is wrong with a file and where; of `data`, where they are at hand, more can be told."""
    message = exc.msg.partition(": ")[2] if exc.msg.startswith("Parser error") else exc.msg
    line = data.split(b"\n")[exc.lineno - 1] if data and exc.lineno else b""
    mend = f"Mend it; it was read as {format_.name} because of its extension."
    if "LoadDocumentCallback" in message:
        message, mend = (
            "names a context in another file, and nothing is fetched here",
            "Write the context into the file.",
        )
    elif "No scheme found" in message:
        message, mend = "has a relative IRI", "Write it in full: a file's own address says nothing elsewhere."
    elif re.search(rb"[\"']@[\w-]*$", line[: (exc.offset or 1) - 1]):
        message, mend = "is no language tag", "Write it as in @en or @en-GB."
    return Problem(shown, exc.lineno or 0, exc.offset or 0, f"{message}. {mend}")


def _check_literal(literal: Literal, quad: Quad, shown: str) -> None:
    if getattr(literal, "direction", None) is not None:
        raise InputError(f"{shown}: has a text with a base direction (RDF 1.2). Only RDF 1.1 can be checked.")
    length = len(literal.value)
    is_number = literal.datatype.value != f"{XSD}string" and _NUMBER.fullmatch(literal.value[: _LONGEST_NUMBER + 1])
    longest = _LONGEST_NUMBER if is_number else _LONGEST_LITERAL
    if length > longest:
        where = f"{quad.subject} {quad.predicate}"
        raise InputError(f"{shown}: a value of {length:,} characters at {where}; {longest:,} is the most. Shorten it.")
