"""Answers in one form, whoever gave them."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import pyoxigraph

from lfckg.answers import Graph, Solutions, run_query
from lfckg.namespaces import XSD
from lfckg.queries import Query
from lfckg.sources import Source

_NUMBERS = {
    XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "decimal", "double", "float")
}
Value = tuple[str, ...] | None
Answer = list[tuple[Value, ...]] | set[str] | bool
Engine = Callable[[Query], Answer]


# Values are compared, not their forms: stores write 01 as 1 and @en-GB as @en-gb. All else must agree. A query that
# computes a truth in SELECT fails, since Virtuoso makes an integer of it.
def value(term: dict[str, str] | None) -> Value:
    """Give a term of a SPARQL JSON result in one form."""
    if term is None:
        return None
    if term["type"] == "uri":
        return ("iri", term["value"])
    assert term["type"] in {"literal", "typed-literal"}, term
    if "xml:lang" in term:
        return ("text", term["value"], term["xml:lang"].lower())
    datatype = term.get("datatype", f"{XSD}string")
    if datatype in _NUMBERS:
        return ("number", str(Decimal(term["value"]).normalize()))
    return ("literal", term["value"], datatype)


def answer(data: str | bytes) -> Answer:
    """Read a SPARQL JSON result: rows in their order, or a truth."""
    document = json.loads(data)
    if "boolean" in document:
        return bool(document["boolean"])
    names = document["head"]["vars"]
    rows = [tuple(value(row.get(name)) for name in names) for row in document["results"]["bindings"]]
    if names == ["__ASK_RETVAL"]:  # Virtuoso's way to answer an ASK
        return rows == [(("number", "1"),)]
    return rows


def triples(data: str | bytes) -> set[str]:
    """Read N-Triples: each triple in one form."""
    return {str(quad.triple) for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES)}


def in_source(source: Source) -> Engine:
    """Ask a store or a service as `lfckg query` does."""

    def ask(query: Query) -> Answer:
        given = run_query(source, query)
        if isinstance(given, Graph):
            return {str(triple) for triple in given.triples}
        if not isinstance(given, Solutions):
            return given.value
        return [tuple(None if term is None else value(_as_json(term)) for term in row) for row in given.rows]

    return ask


def _as_json(term: object) -> dict[str, str]:
    if isinstance(term, pyoxigraph.NamedNode):
        return {"type": "uri", "value": term.value}
    assert isinstance(term, pyoxigraph.Literal)
    language = {"xml:lang": term.language} if term.language else {}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value} | language
