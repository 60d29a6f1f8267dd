"""Evaluate readers of articles: `python -m benchmarks.evaluation score GOLD FOUND`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.evaluation.corpora import Item, load_found, read_corpus
from benchmarks.evaluation.reports import list_facts, list_scores, list_shares
from benchmarks.evaluation.scoring import judge, tally
from benchmarks.evaluation.sheets import Sheet
from lfckg.errors import LfckgError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked for, and print its tables."""
    parser = argparse.ArgumentParser(prog="benchmarks.evaluation", description="Evaluate readers of articles.")
    commands = parser.add_subparsers(required=True)
    score = commands.add_parser("score", help="score facts that were found before")
    score.add_argument("gold", type=Path, help="a corpus: NAME.txt and NAME.json")
    score.add_argument("found", type=Path, help="what was found: NAME.json")
    score.add_argument("--verbose", action="store_true", help="list what was missed and what is wrong")
    score.set_defaults(do=_score)
    chosen = parser.parse_args(arguments)
    try:
        for line in chosen.do(chosen):
            print(line, flush=True)
    except LfckgError as exc:
        print(f"Error: {exc}", file=sys.stderr)
        return 1
    return 0


def _score(chosen: argparse.Namespace) -> Iterator[str]:
    items = read_corpus(chosen.gold)
    yield from _report(items, load_found(chosen.found, items), verbose=chosen.verbose)


def _report(items: tuple[Item, ...], found: Mapping[str, Sheet], *, verbose: bool) -> Iterator[str]:
    judgements = {item.name: judge(item.gold, found[item.name]) for item in items if item.gold}
    if verbose:
        for item in items:
            if item.gold:
                yield from list_facts(item, found[item.name], judgements[item.name])
    yield f"\n## Scores\n\n{list_scores(tally(judgements.values()))}\n"
    yield list_shares(items, found, judgements)


if __name__ == "__main__":
    sys.exit(main())
