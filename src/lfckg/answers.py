"""Answers as typed values, for programs."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from lfckg.engine import ask
from lfckg.queries import Query
from lfckg.sources import RawAnswer, Source

__all__ = ["Answer", "Graph", "Solutions", "Truth", "run_query"]

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: variables without their question marks, and rows with None where one is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to an ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to a CONSTRUCT or DESCRIBE: distinct triples, sorted."""

    triples: tuple[Triple, ...]


Answer = Solutions | Truth | Graph


def run_query(source: Source, query: Query, *, timeout: float | None = None) -> Answer:
    """Answer a query, with the project's prefixes known.

    Raises QueryError where it is broken or not allowed, or takes more than `timeout` seconds.
    """
    return ask(source, query, _materialise, timeout=timeout)


def _materialise(raw: RawAnswer) -> Answer:
    if isinstance(raw, QueryBoolean):
        return Truth(bool(raw))
    if isinstance(raw, QuerySolutions):
        return Solutions(tuple(name.value for name in raw.variables), tuple(tuple(solution) for solution in raw))
    return Graph(tuple(sorted(set(raw), key=str)))
