"""Lettering: how wide a text is that is set in Arial or a font of its measures, and where its lines break.

A picture is laid out before any browser has seen it. What these tables don't know (other scripts, emoji) is estimated,
and every line is written with the width that was reckoned with (`textLength`), so that it keeps to its place whatever
font a reader has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from wcwidth import iter_graphemes, wcswidth

from lfckg.terminal import harmless

__all__ = ["cut", "letters", "text_width", "wrap"]

_REGULAR = {
    191: "'", 222: "ijl‘’ł", 260: "|", 278: " !,./:;I[\\]ft·ı", 333: "()-`r“”", 334: "{}", 350: "•", 355: '"', 389: "*",
    400: "°", 469: "^", 500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu–»«đŁþ€£§", 584: "+<=>~×", 611: "FTZßø",
    667: "&ABEKPSVXYÞ", 722: "CDHNRUw", 778: "GOQØ", 833: "Mm", 889: "%æ", 944: "Wœ", 1000: "—…→←ÆŒ", 1015: "@",
}  # fmt: skip
_BOLD = {
    238: "'", 278: " ,./I\\ijl‘’·łı", 280: "|", 333: "!()-:;[]`ft", 350: "•", 389: "*r{}", 400: "°", 474: '"',
    500: "z“”", 556: "#$0123456789J_aceksvxy–»«€£§", 584: "+<=>^~×", 611: "?FLTZbdghnopqußøđŁþ", 667: "EPSVXYÞ",
    722: "&ABCDHKNRU", 778: "GOQwØ", 833: "M", 889: "%mæ", 944: "Wœ", 975: "@", 1000: "—…→←ÆŒ",
}  # fmt: skip
_WIDTHS = {
    bold: {letter: width / 1000 for width, letters in table.items() for letter in letters}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}
_UNKNOWN = 0.65  # of the size: a letter of another alphabet
_UNKNOWN_WIDE = 1.0  # an ideograph
_EMOJI = 1.25
_FIRST_EMOJI = 0x1F000
_ELLIPSIS = "…"
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def letters(text: str) -> str:
    r"""Give a text as one line that XML and readers bear: controls as escapes, white space as single spaces.

    >>> letters("Low\n  Tide\x1b")
    'Low Tide\\x1b'
    """
    line = harmless(" ".join(text.split()))
    return _NOT_XML.sub("\ufffd", line)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of a line in the unit of `size`.

    >>> round(text_width("FA Cup", 10), 2), text_width("大阪", 10)
    (33.9, 20.0)
    """
    return size * sum(_width(cluster, bold) for cluster in iter_graphemes(text))


def wrap(text: str, size: float, width: float, *, bold: bool = False, most: int = 4) -> list[str]:
    """Break a text into at most so many lines of at most such a width; what does not fit ends in an ellipsis.

    A word that is too long for a line is divided, as are scripts that have no spaces.

    >>> wrap("Senior Vice President of Digital, Liverpool FC", 10, 120)
    ['Senior Vice President of', 'Digital, Liverpool FC']
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, size, width, bold):
        if line and text_width(f"{line}{piece}".rstrip(), size, bold=bold) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    lines.append(line.rstrip())
    if len(lines) > most:
        lines[most - 1 :] = [cut(f"{lines[most - 1]} {_ELLIPSIS}", size, width, bold=bold)]
    return lines


def cut(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """Give a text that fits into a width: itself, or its beginning with an ellipsis.

    >>> cut("Liverpool documentary series", 10, 60)
    'Liverpool d…'
    """
    if text_width(text, size, bold=bold) <= width:
        return text
    kept = ""
    for cluster in iter_graphemes(text.removesuffix(_ELLIPSIS).rstrip()):
        if text_width(f"{kept}{cluster}{_ELLIPSIS}", size, bold=bold) > width:
            break
        kept += cluster
    return f"{kept.rstrip()}{_ELLIPSIS}"


def _pieces(text: str, size: float, width: float, bold: bool) -> Iterator[str]:
    """Give what a line may be broken between: words with the space behind them, and parts of those too long."""
    for word in text.split(" "):
        part = ""
        for cluster in iter_graphemes(word):
            breakable = wcswidth(cluster) > 1 or text_width(part + cluster, size, bold=bold) > width
            if part and breakable:
                yield part
                part = ""
            part += cluster
        yield f"{part} "


@lru_cache(maxsize=4096)
def _width(cluster: str, bold: bool) -> float:
    """Give the width of what readers see as one character."""
    table = _WIDTHS[bold]
    base = unicodedata.normalize("NFD", cluster)[:1]  # an accent makes no letter wider
    if base in table:
        return table[base]
    cells = max(wcswidth(cluster), 0)
    if cells > 1:
        return _EMOJI if ord(base) >= _FIRST_EMOJI and unicodedata.category(base) == "So" else _UNKNOWN_WIDE
    return _UNKNOWN * cells
