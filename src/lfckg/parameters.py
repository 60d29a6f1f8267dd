"""Parameters of stored queries: a line `VALUES ?day { … }` with its default, named in the query's header.

The header says `#+ param day: The day to ask about.`; a value is written into the line as one serialised term of the
default's type, so that the file runs unchanged in any tool, and no value can become a part of the query.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple

from lfckg.errors import QueryError, nearest
from lfckg.namespaces import ENTITY, PREFIXES, XSD, compact
from lfckg.ontology import check_lexical
from lfckg.queries import Query
from lfckg.sources import Source
from lfckg.things import find_thing

__all__ = ["Parameter", "bind", "find_parameters"]

_MARK = "param "
_LANG_STRING = "langString"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: what it is called and means, and its default, whose type its values take."""

    name: str
    description: str
    default: NamedNode | Literal

    def parse(self, value: str) -> NamedNode | Literal:
        """Read a value as users write it; raise ValueError where it is not of the default's type.

        Where the default is an IRI, a name without a prefix is one of the default's namespace.
        """
        if isinstance(self.default, NamedNode):
            return _parse_iri(value, self.default)
        if self.default.language:
            return Literal(value, language=self.default.language)
        literal = Literal(value, datatype=self.default.datatype)
        if message := check_lexical(literal):
            raise ValueError(message.removesuffix(" Mend the value.").removesuffix("."))
        return literal


def find_parameters(query: Query) -> list[Parameter]:
    """Give the parameters that a query's header names; raise QueryError where their lines are missing or broken."""
    keys = [key for key in query.header if key.startswith(_MARK)]
    return [_parameter(query, key.removeprefix(_MARK).strip(), query.header[key]) for key in keys]


def bind(query: Query, values: Mapping[str, str], store: Source | None = None) -> Query:
    """Write values into a query; raise QueryError for an unknown parameter and a value of the wrong type.

    With a `store` of the graph, a parameter that takes an entity takes any of its names, and nothing that is not there
    (NotFoundError).
    """
    known = {parameter.name: parameter for parameter in find_parameters(query)}
    text = query.text
    for name, value in values.items():
        if name not in known:
            there = f". It has {', '.join(known)}." if known else ". It has none."
            raise QueryError(f"{query.name}: has no parameter {name}{nearest(name, list(known)) or there}")
        try:
            written = unicodedata.normalize("NFC", value)
            wants_entity = str(known[name].default).startswith(f"<{ENTITY}")
            term = find_thing(store, written).iri if store is not None and wants_entity else known[name].parse(written)
        except ValueError as exc:
            raise QueryError(f"{query.name}: parameter {name}: {exc}. Write it as in {_show(known[name])}.") from exc
        line = _line(name).search(text)
        assert line  # noqa: S101  find_parameters has seen it
        text = f"{text[: line.end(1)]}{{ {_serialise(term)} }}{text[line.end() :]}"
    return query._replace(text=text)


def _parameter(query: Query, name: str, description: str) -> Parameter:
    lines = list(_line(name).finditer(query.text))
    if len(lines) != 1:
        count = "no" if not lines else "more than one"
        mend = f"Give its default in a line of its own: VALUES ?{name} {{ … }}"
        raise QueryError(f"{query.name}: its header names the parameter {name}, and it has {count} line for it. {mend}")
    prologue = "\n".join(re.findall(r"^\s*PREFIX\s+[^\s:]*:\s*<[^>]*>", query.text, re.IGNORECASE | re.MULTILINE))
    try:
        rows = Store().query(f"{prologue}\nSELECT ?{name} WHERE {{ {lines[0][0]} }}", prefixes=PREFIXES)
        assert isinstance(rows, QuerySolutions)  # noqa: S101  of a SELECT
        terms = [row[0] for row in rows]
    except SyntaxError:
        terms = []
    if len(terms) != 1 or isinstance(terms[0], BlankNode | Triple | None):
        raise QueryError(f"{query.name}: the default of {name} is not one IRI or literal. Mend its VALUES line.")
    return Parameter(name, description, terms[0])


def _line(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"^([ \t]*VALUES[ \t]+\?{re.escape(name)}[ \t]*)\{{(?:[^{{}}\"\n]|\"(?:[^\"\\\n]|\\.)*\")*\}}(?=[ \t]*$)",
        re.IGNORECASE | re.MULTILINE,
    )


def _parse_iri(value: str, default: NamedNode) -> NamedNode:
    text = value.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        text = PREFIXES[prefix] + local
    elif re.fullmatch(r"[\w.-]+", text):
        text = re.split(r"[^#/]*$", default.value)[0] + text
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise ValueError(f"{value!r} is no IRI and no name")
    try:
        return NamedNode(text)
    except ValueError as exc:
        raise ValueError(f"{value!r} is no IRI and no name") from exc


def _serialise(term: NamedNode | Literal) -> str:
    r"""Write a term as SPARQL; some engines expand \u before they read, so none may come out of a value's own text."""
    return re.sub(r"\\\\([uU])", lambda match: rf"\\\U{ord(match[1]):08X}", str(term))


def _show(parameter: Parameter) -> str:
    default = parameter.default
    value = compact(default.value) if isinstance(default, NamedNode) else default.value
    kind = (
        ""
        if isinstance(default, NamedNode) or default.datatype.value.endswith(_LANG_STRING)
        else default.datatype.value
    )
    name = f" ({compact(kind)})" if kind and kind != f"{XSD}string" else ""
    return f"{parameter.name}={value}{name}"
