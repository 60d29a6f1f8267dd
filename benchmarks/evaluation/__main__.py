"""Evaluate the reading of articles: `python -m benchmarks.evaluation read CORPUS OUT`, or `make evaluate`."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.evaluation.accepting import accept_all
from benchmarks.evaluation.corpora import Item, load_found, read_corpus
from benchmarks.evaluation.crossing import cross, keep_records
from benchmarks.evaluation.mapping import sheet_of
from benchmarks.evaluation.readers import Reader, read_all
from benchmarks.evaluation.reports import list_facts, list_rules, list_scores, list_shares
from benchmarks.evaluation.scoring import Judgement, judge, tally
from benchmarks.evaluation.sheets import Sheet, to_json
from lfckg.datasets import open_store
from lfckg.errors import LfckgError
from lfckg.files import read_article
from lfckg.plurals import count
from lfckg.workspace import Workspace, find_workspace

__all__ = ["main"]

_READER = "lfckg.extraction.readers:open_rule_reader"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked for, and print its tables."""
    parser = argparse.ArgumentParser(prog="benchmarks.evaluation", description="Evaluate the reading of articles.")
    commands = parser.add_subparsers(required=True)
    read = commands.add_parser("read", help="read a corpus, write what is found, and score it")
    read.add_argument("corpus", type=Path, help="NAME.txt, and NAME.json where the facts are known")
    read.add_argument("out", type=Path, help="where NAME.json go; made if it is not there")
    read.set_defaults(do=_read)
    score = commands.add_parser("score", help="score facts that were found before")
    score.add_argument("corpus", type=Path, help="NAME.txt and NAME.json")
    score.add_argument("found", type=Path, help="what was found: NAME.json")
    score.set_defaults(do=_score)
    compare = commands.add_parser("compare", help="score what is read in an article against its curated claims")
    compare.add_argument("slug", help="the article's name in the graph")
    compare.add_argument("text", type=Path, help="its text")
    compare.add_argument("--published", help="its day, an ISO date")
    compare.set_defaults(do=_compare)
    for command in (read, compare):
        command.add_argument("--workspace", type=Path, help="whose rules and entities are used (default: this one)")
        command.add_argument("--reader", default=_READER, help="MODULE:FUNCTION that gives a workspace's reader")
    for command in (read, score, compare):
        command.add_argument("--verbose", action="store_true", help="list what was missed and what is wrong")
    chosen = parser.parse_args(arguments)
    try:
        for line in chosen.do(chosen):
            print(line, flush=True)
    except LfckgError as exc:
        print(f"Error: {exc}", file=sys.stderr)
        return 1
    return 0


def _read(chosen: argparse.Namespace) -> Iterator[str]:
    items, workspace = read_corpus(chosen.corpus), find_workspace(chosen.workspace)
    readings, costs = read_all(_loader(chosen.reader, workspace), items)
    accepted = accept_all(items, readings, workspace)
    found = accepted.sheets
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name, sheet in found.items():
        (chosen.out / f"{name}.json").write_text(to_json(sheet), "utf-8")
    facts = sum(len(sheet.facts) for sheet in found.values())
    yield f"{count('article', len(found))} read, {count('fact', facts)} found: {chosen.out}"
    yield from (f"{name}: not proposed: {why}" for name, told in accepted.objections.items() for why in told)
    golds = {item.name: item.gold for item in items if item.gold}
    if golds:
        judgements = {name: judge(gold, found[name]) for name, gold in golds.items()}
        yield from _report(items, found, judgements, verbose=chosen.verbose)
        yield f"\n## Rules\n\n{list_rules(keep_records(judgements))}"
        crossed = list_scores(tally(cross(golds, found).values()))
        yield f"\n## Scores without the rules that are bad in other articles\n\n{crossed}"
    yield f"\n## Costs\n\n{costs}"


def _compare(chosen: argparse.Namespace) -> Iterator[str]:
    workspace, text = find_workspace(chosen.workspace), read_article(chosen.text)
    gold = sheet_of(open_store(workspace), chosen.slug, text, workspace.queries)
    items = (Item(chosen.slug, text, chosen.published, gold),)
    readings, _ = read_all(_loader(chosen.reader, workspace), items)
    found = accept_all(items, readings, workspace).sheets
    yield from _report(items, found, {chosen.slug: judge(gold, found[chosen.slug])}, verbose=chosen.verbose)


def _loader(name: str, workspace: Workspace) -> Callable[[], Reader]:
    def load() -> Reader:
        module, _, function = name.partition(":")
        reader: Reader = getattr(importlib.import_module(module), function)(workspace)
        return reader

    return load


def _score(chosen: argparse.Namespace) -> Iterator[str]:
    items = read_corpus(chosen.corpus)
    found = load_found(chosen.found, items)
    judgements = {item.name: judge(item.gold, found[item.name]) for item in items if item.gold}
    yield from _report(items, found, judgements, verbose=chosen.verbose)


def _report(
    items: tuple[Item, ...], found: Mapping[str, Sheet], judgements: Mapping[str, Judgement], *, verbose: bool
) -> Iterator[str]:
    if verbose:
        for item in items:
            if item.name in judgements:
                yield from list_facts(item, found[item.name], judgements[item.name])
    yield f"\n## Scores\n\n{list_scores(tally(judgements.values()))}\n"
    yield list_shares(items, found, judgements)


if __name__ == "__main__":
    sys.exit(main())
