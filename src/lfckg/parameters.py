"""Parameters of stored queries: a line `VALUES ?day { … }` with its default, named in the query's header.

The header says `#+ param day: The day to ask about.`; a value is written into the line as one serialised term of the
parameter's type, so that the file runs unchanged in any tool, and no value can become a part of the query. A line
`VALUES ?day { UNDEF }` has no default: such a parameter must be given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from lfckg.choices import (
    Choice,
    complete_choices,
    find_choices,
    is_choice,
    nearest_choice,
    pick_choice,
    prologue,
    write_term,
)
from lfckg.errors import NotFoundError, QueryError, nearest
from lfckg.namespaces import ENTITY, PREFIXES, RDF, XSD, compact
from lfckg.ontology import check_lexical
from lfckg.queries import Query
from lfckg.sources import Source, select
from lfckg.terminal import harmless
from lfckg.things import find_thing
from lfckg.tokens import without_escapes

__all__ = ["Parameter", "bind", "complete_values", "find_parameters", "type_of"]

_PLAIN = {f"{XSD}string": "text", f"{RDF}langString": "text", f"{XSD}integer": "integer"}
_IRIS = {"entity", "iri"}
# Texts in three quotes, and short ones before which no such text begins.
_QUOTES = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*"')
_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: what it is called and means, its default if it has one, and the type that its header declares."""

    name: str
    description: str
    default: NamedNode | Literal | None
    declared: str = ""

    @property
    def type(self) -> str:
        """What it takes, for people: `entity`, `iri`, `text`, `integer`, `xsd:date`; empty where its file is silent."""
        if self.declared:
            return _PLAIN.get(self.declared.replace("xsd:", XSD), self.declared)
        return type_of(self.default) if self.default is not None else ""

    def parse(self, value: str, model: NamedNode | Literal | None = None) -> NamedNode | Literal:
        """Read a value as users write it; raise ValueError where it is not of the parameter's type.

        Where it takes IRIs, a name without a prefix is one of the default's namespace. Without a default it is read
        like `model`, and without that, what is written like an IRI is one.
        """
        model = self.default if self.default is not None else model
        kind = self.type or (type_of(model) if model is not None else "")
        if kind in _IRIS or (not kind and _looks_like_iri(value)):
            namespace = re.split(r"[^#/]*$", model.value)[0] if isinstance(model, NamedNode) else ENTITY
            return _parse_iri(value, namespace)
        if self.declared:
            literal = Literal(value, datatype=NamedNode(self.declared.replace("xsd:", XSD)))
        elif isinstance(model, Literal) and not model.language:
            literal = Literal(value, datatype=model.datatype)
        else:
            return Literal(value, language=model.language if isinstance(model, Literal) else None)
        if message := check_lexical(literal):
            raise ValueError(message.removesuffix(" Mend the value.").removesuffix("."))
        return literal


def find_parameters(query: Query) -> list[Parameter]:
    """Give the parameters that a query's header names; raise QueryError where their lines are missing or broken."""
    header = query.header
    return [_parameter(query, name, description) for name, description in header.parameters.items()]


def bind(query: Query, values: Mapping[str, str], source: Source | None = None) -> Query:
    """Write values into a query; raise QueryError for a parameter that is unknown or missing, and for a wrong value.

    With a `source` to ask, a parameter that takes an entity takes any of its names and nothing that is not there
    (NotFoundError), and one with a values query only what that gives; where it gives nothing, whatever fits the type.
    """
    parameters = {parameter.name: parameter for parameter in find_parameters(query)}
    for name in values:
        if name not in parameters:
            there = f"It has {', '.join(parameters)}." if parameters else "It has none."
            hint = nearest(name, list(parameters)) or "."
            raise QueryError(f"{query.name}: has no parameter {harmless(name)}{hint} {there}")
    for parameter in parameters.values():
        if parameter.default is None and parameter.name not in values:
            raise _missing(query, parameter, source)
    text = query.text
    for name, value in values.items():
        term = _read(query, parameters[name], unicodedata.normalize("NFC", value), source)
        line = _line(name).search(text)
        assert line  # noqa: S101  find_parameters has seen it
        text = f"{text[: line.end(1)]}{{ {without_escapes(str(term))} }}{text[line.end() :]}"
    return query._replace(text=text)


def complete_values(query: Query, name: str, prefix: str, source: Source) -> list[tuple[str, str]]:
    """Give the values that a parameter takes and that begin with `prefix`, as a shell completes them, and their labels.

    An entity is found by its label too, and written as its slug unless `prefix` begins with a colon.
    """
    return complete_choices(find_choices(query, name, source), prefix)


def type_of(term: NamedNode | Literal) -> str:
    """Give the type of a term for people: `entity`, `iri`, `text`, `integer`, `xsd:date`."""
    if isinstance(term, NamedNode):
        return "entity" if term.value.startswith(ENTITY) else "iri"
    return _PLAIN.get(term.datatype.value) or compact(term.datatype.value)


def _read(query: Query, parameter: Parameter, value: str, source: Source | None) -> NamedNode | Literal:
    if source is not None and parameter.name in query.header.values:
        term = _choose(query, parameter, value, source)
        if term is not None:
            return term
    if source is not None and parameter.type == "entity":
        return find_thing(source, value).iri
    try:
        return parameter.parse(value)
    except ValueError as exc:
        as_in = f" Write it as in {_example(parameter, ())}." if parameter.default is not None else ""
        raise QueryError(f"{query.name}: parameter {parameter.name}: {exc}.{as_in}") from exc


def _choose(query: Query, parameter: Parameter, value: str, source: Source) -> NamedNode | Literal | None:
    """Find what a value stands for among those that a parameter takes; None where the data has none of them."""
    term = _try(parameter, value, None)
    # The default is always taken: other data may lack it. Asking for one term is quick where listing all is not.
    if term is not None and (term == parameter.default or is_choice(query, parameter.name, term, source)):
        return term
    choices = find_choices(query, parameter.name, source)
    if not choices:
        return None
    known = {choice.term for choice in choices}
    term = _try(parameter, value, choices[0].term)
    if term in known:
        return term
    if chosen := pick_choice(choices, value):
        return chosen.term
    reason = f"{value!r} is none of its values"
    if (parameter.type or type_of(choices[0].term)) == "entity":
        try:
            thing = find_thing(source, value)
        except NotFoundError as exc:
            reason = str(exc)
        else:
            if thing.iri in known:
                return thing.iri
            reason = f"{thing.label} ({thing.kind}) is none of its values"
    if chosen := pick_choice(choices, value, parts=True):
        return chosen.term
    raise _refusal(query, parameter, choices, value, reason)


def _try(parameter: Parameter, value: str, model: NamedNode | Literal | None) -> NamedNode | Literal | None:
    try:
        return parameter.parse(value, model)
    except ValueError:
        return None


def _refusal(query: Query, parameter: Parameter, choices: Sequence[Choice], value: str, reason: str) -> QueryError:
    near = nearest_choice(choices, value)
    told = f"{value!r} is none of its values; did you mean {near}?" if near else f"{reason.removesuffix('.')}."
    return QueryError(f"{query.name}: parameter {parameter.name}: {told} {_takes(query, choices)}")


def _missing(query: Query, parameter: Parameter, source: Source | None) -> QueryError:
    choices = find_choices(query, parameter.name, source) if source is not None else ()
    told = f"{query.name}: the parameter {parameter.name} has no default. {parameter.description}"
    give = f"Give it: --param {_example(parameter, choices)}."
    return QueryError(" ".join([told, give, *([_takes(query, choices)] if choices else [])]))


def _takes(query: Query, choices: Sequence[Choice]) -> str:
    told = "; ".join(map(str, choices[:_MOST_TOLD]))
    more = len(choices) - _MOST_TOLD
    rest = f"; and {more} more, which `lfckg query {query.name} --help` shows" if more > 0 else ""
    return f"It takes {told}{rest}."


def _example(parameter: Parameter, choices: Sequence[Choice]) -> str:
    """Show how a parameter is set, with its type where the value doesn't tell it."""
    term = parameter.default if parameter.default is not None else choices[0].term if choices else None
    kind = parameter.type or (type_of(term) if term is not None else "")
    shown = harmless(write_term(term)) if term is not None else "VALUE"
    told = kind if term is None or (isinstance(term, Literal) and kind != "text") else ""
    return f"{parameter.name}={shown}" + (f" ({told})" if told else "")


def _parameter(query: Query, name: str, description: str) -> Parameter:
    header = query.header
    lines = list(_line(name).finditer(query.text))
    if len(lines) != 1:
        count = "no" if not lines else "more than one"
        mend = f"Give its default in a line of its own: VALUES ?{name} {{ … }}"
        raise header.error(
            f"param {name}", f"names the parameter {name}, and the query has {count} line for it. {mend}"
        )
    if {'"""', "'''"} & set(_QUOTES.findall(query.text)):  # the line may stand in a text, where a value could end it
        raise header.error(f"param {name}", "a query with parameters has no texts in three quotes. Write \\n in one.")
    declared = header.types.get(name, "")
    default = _default(query, name, lines[0][0])
    if default is None and not declared and name not in header.values:
        mend = f"Add `#+ type {name}: …` or `#+ values {name}: SELECT …`"
        raise header.error(f"param {name}", f"the parameter {name} has no default, and nothing tells its type. {mend}.")
    parameter = Parameter(name, description, default, declared)
    if default is not None and declared and not _fits(declared, default):
        message = f"the default of {name} is of another type ({type_of(default)}). Mend one of them."
        raise header.error(f"type {name}", message)
    return parameter


def _default(query: Query, name: str, line: str) -> NamedNode | Literal | None:
    try:
        terms = [term for (term,) in select(Store(), f"{prologue(query)}\nSELECT ?{name} WHERE {{ {line} }}")]
    except SyntaxError:
        terms = []
    term = terms[0] if len(terms) == 1 else BlankNode()
    if term is None or isinstance(term, NamedNode | Literal):
        return term
    message = f"the default of {name} is not one IRI or literal, nor UNDEF. Mend its VALUES line."
    raise query.header.error(f"param {name}", message)


def _fits(declared: str, default: NamedNode | Literal) -> bool:
    if isinstance(default, NamedNode):
        return declared in _IRIS
    return declared.replace("xsd:", XSD) == default.datatype.value


def _line(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"^([ \t]*VALUES[ \t]+\?{re.escape(name)}[ \t]*)\{{(?:[^{{}}\"\n]|\"(?:[^\"\\\n]|\\.)*\")*\}}(?=[ \t\r]*$)",
        re.IGNORECASE | re.MULTILINE,
    )


def _looks_like_iri(value: str) -> bool:
    prefix, colon, _ = value.partition(":")
    return value.startswith("<") or (bool(colon) and prefix in PREFIXES)


def _parse_iri(value: str, namespace: str) -> NamedNode:
    text = value.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        text = PREFIXES[prefix] + local
    elif re.fullmatch(r"[\w.-]+", text):
        text = namespace + text
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise ValueError(f"{value!r} is no IRI and no name")
    try:
        return NamedNode(text)
    except ValueError as exc:
        raise ValueError(f"{value!r} is no IRI and no name") from exc
