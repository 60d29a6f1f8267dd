"""Tokens of SPARQL: enough of its grammar to tell words from strings, comments and IRIs."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["PROLOGUE", "TOKEN", "UPDATES", "declare", "form_of", "without_escapes"]

TOKEN = re.compile(
    r"""
      \#[^\n\r]*
    | "{3}(?:[^"\\]|\\.|"{1,2}(?!"))*"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
    | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
    | <[^<>"{}|^`\\\x00-\x20]*>
    | (?P<word> [?$@]?\w(?:[\w-]|\.(?=[\w:-]))*(?::[^\s{}()\[\];,<>"'|/*+?^!=&]*)? | :[^\s{}()\[\];,<>"'|/*+?^!=&]* )
    | (?P<open> [({\[] )
    | (?P<close> [)}\]] )
    | (?P<operator> && | \|\| | [!+*/|^.;=-] )
    """,
    re.VERBOSE | re.DOTALL,
)
"""A token; words, brackets and operators are named groups."""

_ESCAPE = re.compile(r"(\\\\)([uU])?|\\.")

PROLOGUE = {"PREFIX", "BASE", "VERSION"}
"""The words that may stand before a query's form."""

UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
"""The words that an update opens with."""


def form_of(text: str) -> str:
    r"""Give the first word after the prologue in capitals: SELECT, ASK, CONSTRUCT, DESCRIBE, or that of an update.

    >>> form_of("# SELECT\nPREFIX ask: <http://example.org/DESCRIBE> construct { } WHERE { }")
    'CONSTRUCT'
    """
    words = (token["word"].upper() for token in TOKEN.finditer(text) if token["word"])
    return next((word for word in words if word not in PROLOGUE and ":" not in word), "")


def declare(text: str, prefixes: Mapping[str, str]) -> str:
    """Declare the known prefixes that a query uses and doesn't declare, on its first line, so that lines keep numbers.

    >>> declare("ASK { ?x a lfc:Club ; rdfs:label 'rdf:type' } # owl:Thing", {"lfc": "http://e/", "owl": "http://o/"})
    "PREFIX lfc: <http://e/> ASK { ?x a lfc:Club ; rdfs:label 'rdf:type' } # owl:Thing"
    """
    used: set[str] = set()
    declared: set[str] = set()
    before = ""
    for token in TOKEN.finditer(text):
        if token[0].startswith("#"):
            continue
        word = token["word"] or ""
        if ":" in word and word[0] not in "?$@":
            (declared if before == "PREFIX" else used).add(word.partition(":")[0])
        before = word.upper()
    missing = sorted(name for name in used - declared if name in prefixes)
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in missing) + text


def without_escapes(term: str) -> str:
    r"""Write N-Triples as SPARQL in which no \u comes of a value's own text: some engines expand them before they read.

    >>> print(without_escapes(r'"a\\u0022"'))
    "a\\\U000000750022"
    """
    return _ESCAPE.sub(lambda match: rf"{match[1]}\U{ord(match[2]):08X}" if match[2] else match[0], term)
