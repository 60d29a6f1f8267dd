"""Quotation marks: the stretches of a text that stand between them."""

from __future__ import annotations

import re

from lfckg.article import Extent

__all__ = ["marked_stretches"]

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
_OPENING, _CLOSING, _EITHER = "“„«", "”»", '"'


def marked_stretches(text: str) -> tuple[Extent, ...]:
    """Give what stands between double quotation marks; a mark that a paragraph leaves open holds to its end.

    >>> marked_stretches('He said: “No. Never.”')
    ((10, 20),)
    """
    ends = [match.start() for match in _PARAGRAPH_END.finditer(text)]
    found: list[Extent] = []
    opened: int | None = None
    borders = {*ends, len(text)}
    for place, char in enumerate(f"{text}\n"):
        if opened is None and char in _OPENING + _EITHER:
            opened = place + 1
        elif opened is not None and (char in _CLOSING + _EITHER or place in borders):
            found.append((opened, place))
            opened = None
    return tuple(extent for extent in found if extent[0] < extent[1])
