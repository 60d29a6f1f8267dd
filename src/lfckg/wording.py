"""Wording: how triples are told in words."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from lfckg.namespaces import LFC, RDF, XSD, compact
from lfckg.ontology import with_article

__all__ = ["predicate_phrase", "short_name", "show_literal"]

_TEXTS = {f"{XSD}string", f"{RDF}langString"}


def show_literal(literal: Literal) -> str:
    """Give a text in quotation marks, and any other value without.

    >>> show_literal(Literal("German")), show_literal(Literal(7))
    ('“German”', '7')
    """
    return f"“{literal.value}”" if literal.datatype.value in _TEXTS else literal.value


def short_name(node: NamedNode) -> str:
    """Give what a node without a label goes by; a term of the ontology by the words that its name is made of.

    >>> short_name(NamedNode(f"{LFC}QuotedFact"))
    'quoted fact'
    """
    if node.value.startswith(LFC):
        return re.sub("(?<=[a-z])(?=[A-Z])", " ", node.value.removeprefix(LFC)).lower()
    name = compact(node.value)
    return name.partition("#")[2] if "#" in name and ":" not in name else name


def predicate_phrase(predicate: NamedNode, label: str, value: str) -> str:
    """Give what a triple says of its subject: `manages Liverpool FC`, `is a person`."""
    return f"is {with_article(value)}" if predicate.value == f"{RDF}type" else f"{label} {value}"
