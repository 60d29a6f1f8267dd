"""The lexer: SPARQL cut into words while it is being written, so that half of a text is cut as well as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Token", "tokens_of"]

# What may stand in the local part of a prefixed name; a full stop only where the name goes on behind it.
_LOCAL = r"""(?:[^\s{}()\[\];,.<>"'|/*+?^!=&#$@\\]|\\.|\.(?=[\w:-]))*"""
_TOKEN = re.compile(
    rf"""
      (?P<comment> \#[^\n]* )
    | (?P<text> "{{3}}(?:[^"\\]|\\.|"{{1,2}}(?!"))*"{{3}} | '{{3}}(?:[^'\\]|\\.|'{{1,2}}(?!'))*'{{3}}
              | "(?!"")(?:[^"\\\n]|\\.)*" | '(?!'')(?:[^'\\\n]|\\.)*' )
    | (?P<unclosed> "{{3}}.* | '{{3}}.* | "[^\n]* | '[^\n]* | <[^<>"{{}}|^`\\\s]*\Z )
    | (?P<iri> <[^<>"{{}}|^`\\\x00-\x20]*> )
    | (?P<variable> [?$]\w+ | [?$]\Z )
    | (?P<name> (?:\w(?:[\w-]|\.(?=[\w:-]))*)?:{_LOCAL} )
    | (?P<word> @?\w(?:[\w-]|\.(?=\w))* )
    | (?P<mark> && | \|\| | \^\^ | \S )
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of SPARQL.

    `kind` is comment, text (in quotes), unclosed (a text or an IRI without its end), iri, variable, name (with a
    prefix), word (keywords and numbers) or mark.
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def tokens_of(text: str) -> Iterator[Token]:
    """Cut a text into its tokens.

    >>> [(token.kind, token.text) for token in tokens_of("ASK { ?s a lfc:Club . :x")]  # doctest: +ELLIPSIS
    [('word', 'ASK'), ('mark', '{'), ('variable', '?s'), ('word', 'a'), ('name', 'lfc:Club'), ('mark', '.'), ...]
    """
    for found in _TOKEN.finditer(text):
        yield Token(found.lastgroup or "mark", found[0], found.start())
