"""Descriptions: what `lfckg query NAME --help` tells of a query, and whether its header is true."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from pyoxigraph import QuerySolutions, Store

from lfckg.choices import check_choices, find_choices, write_term
from lfckg.engine import ask
from lfckg.errors import nearest
from lfckg.parameters import Parameter, find_parameters, type_of
from lfckg.queries import Query
from lfckg.sources import RawAnswer, Source
from lfckg.terminal import harmless

__all__ = ["Description", "ParameterDescription", "check_query", "describe_query", "render_description"]

_MOST_VALUES = 30
_WIDTH = 80


@dataclass(frozen=True, slots=True)
class ParameterDescription:
    """A parameter as users see it.

    `default` is None where it must be given; `values` are the first of those that it takes, `more` counts the others;
    where there are none it takes whatever fits its type.
    """

    name: str
    description: str
    type: str
    default: str | None
    values: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Description:
    """A query as users see it; `columns` with the text of each, which may be empty, none of a graph or a truth."""

    name: str
    title: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[ParameterDescription, ...]
    columns: tuple[tuple[str, str], ...]
    example: str


def check_query(query: Query) -> None:
    """Hold a query's header against the query; raise QueryError with the line where they differ.

    Columns must be those of the SELECT in their order, and each values query must be one. Nothing is asked of data.
    """
    header = query.header
    find_parameters(query)
    for name in header.values:
        check_choices(query, name)
    if not header.columns:
        return
    columns = _columns(query)
    if columns is None:
        raise header.error(f"column {next(iter(header.columns))}", "only a SELECT has columns. Remove the line.")
    for name in header.columns:
        if name not in columns:
            hint = nearest(name, columns) or f". It gives {', '.join(columns)}."
            raise header.error(f"column {name}", f"the query gives no column {name}{hint}")
    for name in columns:
        if name not in header.columns:
            last = f"column {list(header.columns)[-1]}"
            raise header.error(last, f"no line tells what the column {name} holds. Add `#+ column {name}: …`.")
    for name, column in zip(header.columns, columns, strict=True):
        if name != column:
            raise header.error(f"column {name}", f"the query gives {column} here. Write the columns in its order.")


def describe_query(query: Query, source: Source | None = None, *, most: int = _MOST_VALUES) -> Description:
    """Describe a query for users; raise QueryError where it is broken or its header is not true.

    With a `source` to ask, the values that each parameter takes are told, `most` of them at most.
    """
    check_query(query)
    parameters = find_parameters(query)
    columns = query.header.columns or dict.fromkeys(_columns(query) or (), "")
    described = tuple(_describe(query, parameter, source, most) for parameter in parameters)
    return Description(
        query.name,
        query.title,
        query.description,
        query.tags,
        described,
        tuple(columns.items()),
        _example(query, parameters, source),
    )


def render_description(description: Description) -> list[str]:
    """Give a description as lines of text, without anything that a terminal obeys."""
    title = f"{description.name}: {description.title}" if description.title else description.name
    lines = [*_wrap(title, ""), *(["", *_wrap(description.description, "")] if description.description else [])]
    if description.parameters:
        lines += ["", "Parameters:"]
    width = max((len(parameter.name) for parameter in description.parameters), default=0)
    for parameter in description.parameters:
        lines += _render_parameter(parameter, width)
    if description.columns:
        lines += ["", "Columns:"]
    width = max((len(name) for name, _ in description.columns), default=0)
    for name, text in description.columns:
        lines += _wrap(text, f"  {name:<{width}}  ")
    if description.tags:
        lines += ["", f"Tags: {', '.join(description.tags)}"]
    lines += ["", "Example:", f"  {description.example}"]
    return [harmless(line).rstrip() for line in lines]


def _render_parameter(parameter: ParameterDescription, width: int) -> list[str]:
    default = "must be given" if parameter.default is None else f"default {parameter.default}"
    kind = f"{parameter.type}, " if parameter.type else ""
    lines = [f"  {parameter.name:<{width}}  {kind}{default}", *_wrap(parameter.description, " " * (width + 4))]
    if parameter.values:
        more = f"; and {parameter.more} more" if parameter.more else ""
        lines += _wrap(f"Takes {'; '.join(parameter.values)}{more}", " " * (width + 4))
    return lines


def _wrap(text: str, start: str) -> list[str]:
    from textwrap import TextWrapper  # noqa: PLC0415  only help pays for it

    wrapper = TextWrapper(_WIDTH, start, " " * len(start), break_long_words=False, break_on_hyphens=False)
    return wrapper.wrap(text) or [start]


def _columns(query: Query) -> list[str] | None:
    """Give the variables that a query selects, or None where it is no SELECT; an empty store answers at once."""

    def names(raw: RawAnswer) -> list[str] | None:
        return [variable.value for variable in raw.variables] if isinstance(raw, QuerySolutions) else None

    return ask(Store(), query, names)


def _describe(query: Query, parameter: Parameter, source: Source | None, most: int) -> ParameterDescription:
    choices = find_choices(query, parameter.name, source) if source is not None else ()
    default = None
    if parameter.default is not None:
        labelled = [str(choice) for choice in choices if choice.term == parameter.default]
        default = labelled[0] if labelled else harmless(write_term(parameter.default))
    kind = parameter.type or (type_of(choices[0].term) if choices else "")
    shown = tuple(map(str, choices[:most]))
    return ParameterDescription(parameter.name, parameter.description, kind, default, shown, len(choices) - len(shown))


def _example(query: Query, parameters: list[Parameter], source: Source | None) -> str:
    words = ["lfckg", "query", query.name]
    for parameter in parameters:
        term = parameter.default
        if term is None and source is not None:
            term = next((choice.term for choice in find_choices(query, parameter.name, source)), None)
        words += ["--param", f"{parameter.name}={write_term(term) if term is not None else 'VALUE'}"]
    return harmless(shlex.join(words))
