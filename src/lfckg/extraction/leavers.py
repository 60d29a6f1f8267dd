"""Leavers: whom a sentence says to have left, so that a post or a place in a team is no more theirs."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["has_left"]

_APART = r"(?:, (?:[^,;.<]|<[A-Z]\d+>){1,80},)?"
_WHO = rf"<P\d+>{_APART}(?:,? and <P\d+>{_APART})?,?(?: who)?"
_AUXILIARIES = (
    r"(?: (?:has|have|had|was|were|been|also|already|both|then|since|duly|himself|herself|(?:on |in )?<T\d+>),?){0,5}"
)
_BESIDE = r"(?: (?:[a-z-]+|<C\d+>'s?)){0,5},?"


def has_left(text: str, person: str, gone: str, parted: str) -> bool:
    """Tell whether a marked sentence says that a person, "P3", has left; who will leave has not.

    `gone` is a pattern of what leavers do, `parted` of what is done to them.

    >>> has_left("Secretary <P1> has resigned.", "P1", "resigned", "sacked")
    True
    >>> has_left("Secretary <P1> will be sacked.", "P1", "resigned", "sacked")
    False
    """
    return any(f"<{person}>" in match["who"] for way in _leaving(gone, parted) for match in way.finditer(text))


@lru_cache(maxsize=4)
def _leaving(gone: str, parted: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"(?P<who>{_WHO}){_AUXILIARIES} {gone}\b"),
        re.compile(rf"\b{parted}{_BESIDE} (?P<who><P\d+>)"),
    )
