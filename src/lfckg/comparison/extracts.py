"""Extracts: what a dataset says of some nodes, and what these are called; a store of all of it would take longer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lfckg.comparison.quadsets import Dataset
from lfckg.evidence import Span, by_place
from lfckg.namespaces import ARTICLE, LFC, RDF, RDFS, SKOS, show_term
from lfckg.passages import Passage
from lfckg.wording import short_name, show_literal

__all__ = ["Extract", "Term", "span_of"]

Term = NamedNode | Literal | BlankNode | Triple

_LABELS = (f"{SKOS}prefLabel", f"{RDFS}label")
_SPAN = re.compile(rf"<{re.escape(ARTICLE)}([^#<>]+)#char=([0-9]{{1,9}}),([0-9]{{1,9}})>")
_NUMBER = re.compile("[0-9]{1,9}")


class Extract:
    """What a dataset says of nodes, whichever its graph: of `subjects`, and of what they point to.

    Nodes are terms as N-Quads write them.
    """

    def __init__(self, dataset: Dataset, subjects: Collection[str]) -> None:
        self._said: dict[str, dict[str, dict[Term, None]]] = {}
        self._labels: dict[str, str] = {}
        self._load(dataset, subjects)
        more = {str(term) for said in self._said.values() for terms in said.values() for term in terms}
        self._load(dataset, {name for name in more if not name.startswith('"')} - set(subjects))
        for quad in sorted(dataset.saying(_LABELS), key=str):
            if isinstance(quad.object, Literal):
                self._labels.setdefault(str(quad.subject), quad.object.value)

    def _load(self, dataset: Dataset, subjects: Collection[str]) -> None:
        for quad in dataset.about(subjects):
            self._said.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value, {})[quad.object] = None

    def said(self, node: str) -> dict[str, list[Term]]:
        """Give what is said of a node: for each predicate (IRI) the objects, sorted."""
        said = self._said.get(node, {})
        return {predicate: sorted(said[predicate], key=str) for predicate in sorted(said)}

    def values(self, node: str, predicate: str) -> list[Term]:
        """Give the objects of one property, sorted."""
        return sorted(self._said.get(node, {}).get(predicate, ()), key=str)

    def one(self, node: str, predicate: str) -> Term | None:
        """Give the object of one property, or None where there is none."""
        return next(iter(self.values(node, predicate)), None)

    def is_a(self, node: str, name: str) -> bool:
        """Tell whether a node is said to be of a class of the ontology."""
        return NamedNode(LFC + name) in self._said.get(node, {}).get(f"{RDF}type", ())

    def label(self, term: Term | None) -> str | None:
        """Give what the dataset calls a node, or None."""
        return self._labels.get(str(term))

    def show(self, term: Term | None) -> str:
        """Give a term in words; what is missing is a question mark."""
        if term is None:
            return "?"
        if isinstance(term, Literal):
            return show_literal(term)
        if isinstance(term, NamedNode):
            span = span_of(term)
            return self.label(term) or (f"[{span[1]}–{span[2]}]" if span else short_name(term))
        return self.label(term) or show_term(str(term))

    def passages(self, node: str) -> tuple[Passage, ...]:
        """Give what a claim or a mention rests on, by article, as far as the dataset describes it."""
        spans: dict[str, set[Span]] = {}
        sentences: dict[str, set[int]] = {}
        for term in self.values(node, f"{LFC}span"):
            if not (found := span_of(term)):
                continue
            slug, start, end = found
            spans.setdefault(slug, set()).add(Span(start, end, self._quote(str(term), end - start)))
            sentences.setdefault(slug, set()).update(_numbers(self.values(str(term), f"{LFC}sentence")))
        return tuple(
            Passage(slug, tuple(sorted(spans[slug], key=by_place)), tuple(sorted(sentences[slug])))
            for slug in sorted(spans)
        )

    def _quote(self, span: str, length: int) -> str | None:
        quote = self.one(span, f"{LFC}quote")
        return quote.value if isinstance(quote, Literal) and len(quote.value) == length else None


def span_of(term: Term) -> tuple[str, int, int] | None:
    """Read the IRI of a span: the article's slug, start and end."""
    found = _SPAN.fullmatch(str(term))
    return (found[1], int(found[2]), int(found[3])) if found and int(found[2]) < int(found[3]) else None


def _numbers(terms: Iterable[Term]) -> Iterable[int]:
    return (int(term.value) for term in terms if isinstance(term, Literal) and _NUMBER.fullmatch(term.value))
