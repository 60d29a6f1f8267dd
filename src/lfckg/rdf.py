"""RDF files of anybody: read as data, by extension, with nothing fetched and nothing followed."""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import Literal, Quad, RdfFormat, parse

from lfckg.errors import DataError, InputError, Problem
from lfckg.files import display
from lfckg.namespaces import XSD

__all__ = ["EXTENSIONS", "read_rdf"]

EXTENSIONS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
_LONGEST_LITERAL = 1_000_000
_LONGEST_NUMBER = 4_000  # Python refuses to read longer ones
_NUMBER = re.compile(r"[+-]?[0-9.eE+-]+")
_DEEPEST_JSON = 500


def read_rdf(path: Path) -> list[Quad]:
    """Read a file; raise InputError where it can't be read and DataError, with the place, where it is broken."""
    shown = display(path)
    format_ = EXTENSIONS.get(path.suffix.lower())
    if format_ is None:
        raise InputError(f"{shown}: what RDF is this? Name the file with one of {', '.join(EXTENSIONS)}.")
    try:
        data = path.read_bytes()
    except FileNotFoundError as exc:
        raise InputError(f"{shown}: no such file. Check the path.") from exc
    except (OSError, ValueError) as exc:
        raise InputError(f"{shown}: can't be read: {getattr(exc, 'strerror', None) or exc}. Check the path.") from exc
    if not data.strip():
        raise InputError(f"{shown}: is empty. Nothing can be read from it.")
    if format_ == RdfFormat.JSON_LD:
        _check_json_depth(data, shown)
    elif format_ == RdfFormat.RDF_XML and b"<!ENTITY" in data:
        raise InputError(
            f"{shown}: declares XML entities, which can reach other files or grow without end. Expand them."
        )
    try:
        quads = list(parse(data, format_, rename_blank_nodes=True))
    except SyntaxError as exc:
        raise DataError([_syntax_problem(shown, data, exc, format_)]) from exc
    for quad in quads:
        if isinstance(quad.object, Literal):
            _check_literal(quad.object, quad, shown)
    return quads


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


def _syntax_problem(shown: str, data: bytes, exc: SyntaxError, format_: RdfFormat) -> Problem:
    message = exc.msg.partition(": ")[2] if exc.msg.startswith("Parser error") else exc.msg
    mend = f"Mend it; it was read as {format_.name} because of its extension."
    if "LoadDocumentCallback" in message:
        message, mend = (
            "names a context in another file, and nothing is fetched here",
            "Write the context into the file.",
        )
    elif "No scheme found" in message:
        message, mend = "has a relative IRI", "Write it in full: a file's own address says nothing elsewhere."
    elif exc.lineno and re.search(rb"[\"']@[\w-]*$", data.split(b"\n")[exc.lineno - 1][: (exc.offset or 1) - 1]):
        message, mend = "is no language tag", "Write it as in @en or @en-GB."
    return Problem(shown, exc.lineno or 0, exc.offset or 0, f"{message}. {mend}")


def _check_literal(literal: Literal, quad: Quad, shown: str) -> None:
    length = len(literal.value)
    is_number = literal.datatype.value != f"{XSD}string" and _NUMBER.fullmatch(literal.value[: _LONGEST_NUMBER + 1])
    longest = _LONGEST_NUMBER if is_number else _LONGEST_LITERAL
    if length > longest:
        where = f"{quad.subject} {quad.predicate}"
        raise InputError(f"{shown}: a value of {length:,} characters at {where}; {longest:,} is the most. Shorten it.")
