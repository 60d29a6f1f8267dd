"""Plurals: numbers with their nouns."""

from __future__ import annotations

__all__ = ["count"]


def count(noun: str, number: int) -> str:
    """Give a number with its noun.

    >>> count("claim", 2)
    '2 claims'
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
