"""What a terminal must not obey: characters that control it or turn the direction of text."""

from __future__ import annotations

import re

__all__ = ["escaped", "harmless"]

_HARMFUL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def harmless(text: str, *, keep: str = "") -> str:
    r"""Show control characters as escapes but for those to `keep`, and leave all else as it is.

    >>> harmless("a\tb\x1b[31m")
    'a\\tb\\x1b[31m'
    """
    return _HARMFUL.sub(lambda match: match[0] if match[0] in keep else repr(match[0])[1:-1], text)


def escaped(text: str) -> str:
    r"""Write as `\uXXXX` what a terminal would obey beyond ASCII: JSON and SPARQL read the same of it.

    >>> escaped("Jürgen\u202e")
    'Jürgen\\u202E'
    """
    return _HARMFUL.sub(lambda match: match[0] if match[0] < "\x7f" else rf"\u{ord(match[0]):04X}", text)
