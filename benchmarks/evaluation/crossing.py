"""Crossing: what each rule is worth, and how an article is read with what the other articles tell of the rules.

Rules are written by hand; what can be learned from facts is how often a rule is right. An article's own facts say
nothing about the rules that are used for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from benchmarks.evaluation.linking import Share
from benchmarks.evaluation.scoring import Judgement, judge
from benchmarks.evaluation.sheets import Sheet

__all__ = ["Record", "count_general", "cross", "keep_records"]

_LEAST = 0.7  # of what a rule finds must be right
_WRONG = 2  # so many mistakes tell something


@dataclass(frozen=True, slots=True)
class Record:
    """How often a rule was right in one article, and how often it was wrong."""

    right: int = 0
    wrong: int = 0

    def __add__(self, other: Record) -> Record:
        return Record(self.right + other.right, self.wrong + other.wrong)

    @property
    def is_bad(self) -> bool:
        """Whether the rule is better not used.

        >>> Record(2, 2).is_bad, Record(0, 1).is_bad, Record(7, 2).is_bad
        (True, False, False)
        """
        return self.wrong >= _WRONG and self.right < _LEAST * (self.right + self.wrong)


def keep_records(judgements: Mapping[str, Judgement]) -> dict[str, dict[str, Record]]:
    """Give the records of each rule by article, from what was judged right and wrong; rules by name."""
    records: dict[str, dict[str, Record]] = {}
    for name, judgement in judgements.items():
        found = [(match.found.source, Record(right=1)) for match in judgement.matches]
        found += [(fact.source, Record(wrong=1)) for fact in judgement.wrong]
        for rule, one in found:
            own = records.setdefault(rule, {})
            own[name] = own.get(name, Record()) + one
    return dict(sorted(records.items()))


def cross(golds: Mapping[str, Sheet], founds: Mapping[str, Sheet]) -> dict[str, Judgement]:
    """Judge each article without the rules that are bad in the others."""
    records = keep_records({name: judge(gold, founds[name]) for name, gold in golds.items()})
    judgements = {}
    for name, gold in golds.items():
        bad = {
            rule
            for rule, by_article in records.items()
            if _sum(record for article, record in by_article.items() if article != name).is_bad
        }
        kept = tuple(fact for fact in founds[name].facts if fact.source not in bad)
        judgements[name] = judge(gold, replace(founds[name], facts=kept))
    return judgements


def count_general(records: Mapping[str, Mapping[str, Record]]) -> Share:
    """Count the right facts that come from rules which are right in two articles or more; others may be fitted."""
    right = {rule: [record.right for record in own.values() if record.right] for rule, own in records.items()}
    return Share(
        sum(sum(counts) for counts in right.values() if len(counts) > 1), sum(sum(counts) for counts in right.values())
    )


def _sum(records: Iterable[Record]) -> Record:
    return sum(records, Record())
