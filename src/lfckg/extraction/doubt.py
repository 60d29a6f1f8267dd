"""Doubt: what a clause rumours, denies, hopes or negates is no fact; what else its sentence says may be one."""

from __future__ import annotations

import re

from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import MarkedText
from lfckg.extraction.parsing import Clauses

__all__ = ["is_doubtful"]

_CLAUSE = re.compile(r"[;:—–]|, (?:and|but|while|who|which|although|though|whose)\b|,? but\b|\bwhen\b|\. ")
_STATEMENT = re.compile(r"[;—–]|, (?:but|and|while|whereas|although|though) (?!(?:will|would|could|may|might)\b)|\. ")
_RELATIVE = re.compile(r"<[A-Z]\d+>(?:'s [\w ]+)?,? (?:who|whom|whose|which|where|when)\b")
_APART = re.compile(r"<[A-Z]\d+>, ")
_TO_COME = re.compile(r"\b(?:will|would|could|may|might|to be|is to|are to|set to|due to|about to)\b|'ll\b")


def is_doubtful(match: re.Match[str], marked: MarkedText, clauses: Clauses, lexicon: Lexicon) -> bool:
    """Tell whether what a pattern matched is said as doubtful, or as not so.

    A rumour or denial reaches over its statement, up to a semicolon, a dash or ", but", and not into a relative
    clause that tells of what has been ("the favourite is X, who won the cup in 1998"). Other words of doubt reach
    from the begin of their clause, weak negations ("no", "without") from the last comma. A question states nothing.
    """
    text, hedges = marked.text, lexicon.hedges
    if text.rstrip().endswith("?") or hedges["sentence"].search(_statement(text, match)):
        return True
    clause = text[_begin(_CLAUSE, text, match.start()) : match.end()]
    if hedges["clause"].search(clause) or hedges["negation"].search(clause):
        return True
    near = text[max(_begin(_CLAUSE, text, match.start()), text.rfind(", ", 0, match.start()) + 1) : match.end()]
    if hedges["weak"].search(near):
        return True
    is_apart = _APART.match(match[0])  # "Aldmere, third in the league, hope for more": what is hoped stands after it
    above = " ".join(
        word
        for place, word in clauses.heads(*match.span())
        if not (is_apart and place >= match.end() and "," in text[match.end() : place])
    )
    return bool(hedges["clause"].search(above))


def _begin(border: re.Pattern[str], text: str, end: int) -> int:
    borders = [one.end() for one in border.finditer(text, 0, end)]
    return borders[-1] if borders else 0


def _statement(text: str, match: re.Match[str]) -> str:
    """Give the words that a rumour or denial must stand among, to reach what was matched."""
    begin = _begin(_STATEMENT, text, match.start())
    after = _STATEMENT.search(text, match.end())
    relative = _begin(_RELATIVE, text, match.start())
    inside = text[relative : match.end()]
    if relative > begin and "," not in inside and not _TO_COME.search(inside):
        after_comma = text.find(",", match.end())
        return text[relative : after_comma if after_comma >= 0 else len(text)]
    return text[begin : after.start() if after else len(text)]
