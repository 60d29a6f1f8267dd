"""Doubt: what a sentence rumours, denies, hopes, supposes or negates is no fact."""

from __future__ import annotations

import re

from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import MarkedText
from lfckg.extraction.parsing import Clauses

__all__ = ["is_doubtful"]

_BORDER = re.compile(r"[;:—–]|, (?:and|but|while|who|which|although|though|whose)\b|,? but\b|\. ")


def is_doubtful(match: re.Match[str], marked: MarkedText, clauses: Clauses, lexicon: Lexicon) -> bool:
    """Tell whether what a pattern matched is said as doubtful or not to be so."""
    text = marked.text
    if lexicon.hedges["sentence"].search(text):
        return True
    borders = [border.end() for border in _BORDER.finditer(text, 0, match.start())]
    begin = borders[-1] if borders else 0
    clause = text[begin : match.end()]
    if lexicon.hedges["clause"].search(clause) or lexicon.hedges["negation"].search(clause):
        return True
    above = " ".join(word for _, word in clauses.heads(*match.span()))
    return bool(lexicon.hedges["clause"].search(above))
