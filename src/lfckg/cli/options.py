"""What several commands share: options, and how counts are told."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["DATA", "PATH", "TEXTS", "count"]

PATH = click.Path(path_type=Path)
DATA = click.option(
    "-d",
    "--data",
    multiple=True,
    type=PATH,
    metavar="FILE",
    help="Ask this RDF file (.ttl, .nt, .nq, .trig, .jsonld, .rdf, each with .gz too) in place of our graph; may be "
    "repeated.",
)
TEXTS = click.option(
    "--texts",
    type=PATH,
    metavar="DIR",
    help="Directory with the articles' texts, SLUG.txt each. Default: LFCKG_TEXTS.",
)


def count(noun: str, number: int) -> str:
    """Give a number with its noun.

    >>> count("claim", 2)
    '2 claims'
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
