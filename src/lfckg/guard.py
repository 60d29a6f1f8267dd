"""What is refused before the engine sees it, and what its refusals mean."""

from __future__ import annotations

import re

from lfckg.errors import QueryError
from lfckg.queries import Query
from lfckg.tokens import PROLOGUE, TOKEN, UPDATES

__all__ = ["refuse", "syntax_error"]

_PARTS = {"UNION", "OPTIONAL", "FILTER", "BIND", "MINUS", "EXISTS", "GRAPH", "SELECT"}
# The engine recurses over a query; these limits stay far below what its thread's stack holds.
_DEEPEST = 200
_MOST_PARTS = 4000

_HINTS = {
    "Prefix not found": "the prefix before this place is not declared. Add a PREFIX line.",
    "IRI parsing failed": "the IRI before this place is relative. Write it in full, or use a prefix.",
    "SELECT contains a variable that is unbound": "a variable is neither grouped nor counted. Add it to GROUP BY.",
}
_ANY_HINT = "SPARQL can't be read from here on. Mend it here or just before."


def refuse(query: Query) -> None:
    """Refuse what would change or reach something, and what would end the engine's process."""
    depth = parts = 0
    in_prologue = True
    for token in TOKEN.finditer(query.text):
        word = (token["word"] or "").upper()
        if in_prologue and word and word not in PROLOGUE and ":" not in word:
            in_prologue = False
            if word in UPDATES:
                raise _error(
                    query, token.start(), f"{word} is an update; queries only read. Edit data/ and run `lfckg build`."
                )
        if word == "SERVICE":
            raise _error(query, token.start(), "SERVICE asks another server, and that is not allowed here. Remove it.")
        depth += bool(token["open"]) - bool(token["close"])
        parts += bool(token["operator"]) or word in _PARTS
        if depth > _DEEPEST:
            raise _error(query, token.start(), f"is nested more than {_DEEPEST} deep. Simplify it.")
        if parts > _MOST_PARTS:
            raise _error(
                query, token.start(), f"has more than {_MOST_PARTS} parts. Use VALUES for long lists, or split it."
            )


def syntax_error(query: Query, message: str) -> QueryError:
    """Say where a query is broken; the engine lists every token it would have taken, which helps nobody."""
    match = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not match:
        return QueryError(f"{query.name}: {message}")
    line, column = int(match[1]), int(match[2])
    lines = query.text.split("\n")
    offset = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
    if not query.text[offset:].strip():  # at the end: what is missing is missed behind the last word
        offset = max(0, len(query.text.rstrip()) - 1)
    hint = next((hint for words, hint in _HINTS.items() if words in match[3]), _ANY_HINT)
    return _error(query, offset, hint)


def _error(query: Query, offset: int, message: str) -> QueryError:
    line = query.text.count("\n", 0, offset) + 1
    start = query.text.rfind("\n", 0, offset) + 1
    column = offset - start + 1
    text = query.text[start:].split("\n", 1)[0]
    window = max(0, column - 60)
    shown = text[window : window + 100].replace("\t", " ")
    return QueryError(f"{query.name}:{line}:{column}: {message}\n    {shown}\n    {' ' * (column - 1 - window)}^")
