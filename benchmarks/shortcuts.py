"""Short cuts: what the rules of `ontology/inference/` infer from a story's articles, each with its claim.

All articles of a club come one after the other, so that no more than one club's short cuts are held at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.terms import CLAIM, DERIVED, INFERENCES, OBJECT, PREDICATE, SUBJECT, TYPE, lfc, text
from lfckg.namespaces import ENTITY, LFC

__all__ = ["Cited", "Shortcuts"]

_GRAPH = f" {INFERENCES} .\n"


@dataclass(frozen=True, slots=True)
class Cited:
    """A claim that something follows from: its IRI, and per span the IRI, the article's, the start and the quote."""

    claim: str
    spans: tuple[tuple[str, str, int, str | None], ...]


@dataclass(slots=True)
class Shortcuts:
    """Collects the premises of each inferred triple."""

    _premises: dict[tuple[str, str, str, str], dict[str, Cited]] = field(default_factory=dict)

    def infer(self, rule: str, subject: str, name: str, value: str, premises: tuple[Cited, ...]) -> None:
        """Note that by a rule a triple (`name` is that of the property) follows from claims."""
        known = self._premises.setdefault((rule, subject, name, value), {})
        known.update((premise.claim, premise) for premise in premises)

    def lines(self) -> Iterator[str]:
        """Write all that was inferred."""
        for (rule, subject, name, value), premises in self._premises.items():
            end = _key(value) if value.startswith("<") else name
            claim = f"<{ENTITY}inference/{rule}/{_key(subject)}.{end}>"
            yield f"{subject} <{LFC}{name}> {value}{_GRAPH}"
            yield f"{claim} {TYPE} {CLAIM}{_GRAPH}"
            yield f"{claim} {TYPE} {lfc('Assertion')}{_GRAPH}"
            yield f"{claim} {SUBJECT} {subject}{_GRAPH}"
            yield f"{claim} {PREDICATE} <{LFC}{name}>{_GRAPH}"
            yield f"{claim} {OBJECT} {value}{_GRAPH}"
            yield f"{claim} {lfc('status')} {lfc('Implied')}{_GRAPH}"
            yield f"{claim} {lfc('modality')} {lfc('Actual')}{_GRAPH}"
            yield f"{claim} {lfc('rule')} {text(rule)}{_GRAPH}"
            yield from (f"{claim} {DERIVED} {premise}{_GRAPH}" for premise in premises)
            spans = dict.fromkeys(span for premise in premises.values() for span in premise.spans)
            yield from (f"{claim} {lfc('span')} {span}{_GRAPH}" for span, _, _, _ in spans)
            quoted = sorted({(article, start, quote) for _, article, start, quote in spans if quote})
            if quoted:
                yield f"{claim} {lfc('words')} {text(' … '.join(quote for _, _, quote in quoted))}{_GRAPH}"


def _key(node: str) -> str:
    return node[1:-1].removeprefix(ENTITY).removeprefix("article/").replace("#", ".")
