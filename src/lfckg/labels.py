"""Labels: what IRIs are called, looked up some hundred at a time."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from lfckg.sources import Source, select

__all__ = ["Labels"]

_LABELS = """
SELECT ?iri ?label ?rank WHERE {{
  VALUES ?iri {{ {iris} }}
  {{ ?iri skos:prefLabel ?label . BIND (1 AS ?rank) }} UNION {{ ?iri rdfs:label ?label . BIND (2 AS ?rank) }}
}}
"""
_AT_ONCE = 200  # a query that is longer is refused by some services
_MOST_KEPT = 100_000


class Labels:
    """Finds labels in a source and keeps them."""

    def __init__(self, source: Source, language: str = "en") -> None:
        self.source, self.language = source, language
        self._found: dict[str, str | None] = {}

    def of(self, iri: str) -> str | None:
        """Give the label of an IRI that `find` has been asked for; None where it has none."""
        return self._found.get(iri)

    def get(self, iri: str) -> str | None:
        """Look up the label of one IRI; None where it has none."""
        self.find([iri])
        return self.of(iri)

    def find(self, iris: Iterable[str]) -> None:
        """Look up the labels of IRIs: preferred ones before others, those of the language before others."""
        wanted = list(dict.fromkeys(iris))
        if len(self._found) + len(wanted) > _MOST_KEPT:
            self._found.clear()
        missing = [iri for iri in wanted if iri not in self._found]
        for start in range(0, len(missing), _AT_ONCE):
            self._ask(missing[start : start + _AT_ONCE])

    def _ask(self, iris: list[str]) -> None:
        best: dict[str, tuple[int, bool, str]] = {}
        for iri, label, rank in select(self.source, _LABELS.format(iris=" ".join(f"<{iri}>" for iri in iris))):
            if isinstance(iri, NamedNode) and isinstance(label, Literal) and isinstance(rank, Literal):
                key = (int(rank.value), label.language != self.language, label.value)
                best[iri.value] = min(best.get(iri.value, key), key)
        self._found |= {iri: best[iri][2] if iri in best else None for iri in iris}
