"""Reports: scores as tables, and the facts behind them as lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import starmap

from benchmarks.evaluation.corpora import Item
from benchmarks.evaluation.crossing import Record, count_general
from benchmarks.evaluation.linking import Share, count_exact, count_linked
from benchmarks.evaluation.scoring import Judgement, Tally, align
from benchmarks.evaluation.sheets import Fact, Sheet
from benchmarks.tables import table

__all__ = ["list_facts", "list_rules", "list_scores", "list_shares"]

_COLUMNS = ("relation", "gold", "found", "right", "P", "R", "F1", "strict", "P strict", "R strict", "F1 strict")


def list_scores(counts: Mapping[str, Tally]) -> str:
    """Make a table of scores by relation, with all of them together in the last row."""
    rows = [*counts.items(), ("all", sum(counts.values(), Tally()))]
    return table(_COLUMNS, list(starmap(_score_row, rows)))


def _score_row(name: str, tally: Tally) -> list[str]:
    core, strict = map(_figures, (tally.scores(), tally.scores(strict=True)))
    return [name, *map(str, (tally.gold, tally.found, tally.right)), *core, str(tally.strict), *strict]


def _figures(values: tuple[float | None, ...]) -> list[str]:
    return ["–" if value is None else f"{value:.2f}" for value in values]


def list_shares(items: tuple[Item, ...], found: Mapping[str, Sheet], judgements: Mapping[str, Judgement]) -> str:
    """Tell how many pieces of evidence are exact and entities are linked rightly, and how many facts were left out."""
    exact = sum((count_exact(found[item.name], item.text) for item in items), Share())
    linked = sum((count_linked(item.gold, found[item.name]) for item in items if item.gold), Share())
    ignored = sum(len(judgement.ignored) for judgement in judgements.values())
    return (
        f"evidence that stands in the text once: {exact}\n"
        f"entities linked rightly: {linked}\n"
        f"facts that need a second type of somebody, not counted: {ignored}"
    )


def list_rules(records: Mapping[str, Mapping[str, Record]]) -> str:
    """Make a table of rules: what each found, and in how many articles it is right."""
    rows = []
    for rule, by_article in records.items():
        total = sum(by_article.values(), Record())
        articles = sum(record.right > 0 for record in by_article.values())
        rows.append([rule or "–", *map(str, (total.right + total.wrong, total.right, total.wrong, articles))])
    made = table(("rule", "found", "right", "wrong", "articles"), rows)
    return f"{made}\n\nright facts by rules that are right in two articles or more: {count_general(records)}"


def list_facts(item: Item, found: Sheet, judgement: Judgement) -> Iterator[str]:
    """List what was missed, is wrong, differs in a qualifier or was not counted, and entities that are not aligned."""
    gold = item.gold or Sheet({}, ())
    yield f"\n### {item.name}"
    for title, facts, sheet in (
        ("missed", judgement.missed, gold),
        ("wrong", judgement.wrong, found),
        ("not counted", judgement.ignored, found),
    ):
        for fact in facts:
            yield f"{title}: {_line(fact, sheet)}"
    for match in judgement.matches:
        if not match.strict:
            told, wanted = _qualifiers(match.found, found), _qualifiers(match.gold, gold)
            yield f"qualifiers: {_line(match.found, found)}\n    wanted {wanted or 'none'}, found {told or 'none'}"
    aligned = align(gold.entities, found.entities)
    for key, entity in found.entities.items():
        if key not in aligned:
            yield f"no gold entity: {entity.type} {', '.join(entity.names)}"


def _line(fact: Fact, sheet: Sheet) -> str:
    subject, object_ = (_name(key, sheet) for key in (fact.subject, fact.object))
    qualifiers = _qualifiers(fact, sheet)
    return (
        f"{fact.relation}({subject}, {object_}{'; ' if qualifiers else ''}{qualifiers})"
        f"{f' by {fact.source}' if fact.source else ''}\n    “{fact.evidence}”"
    )


def _qualifiers(fact: Fact, sheet: Sheet) -> str:
    return ", ".join(f"{key} {_name(value, sheet)}" for key, value in sorted(fact.qualifiers.items()))


def _name(key: str, sheet: Sheet) -> str:
    entity = sheet.entities.get(key)
    return entity.names[0] if entity and entity.names else key
