"""Gaps: what is missing in curated files, and quotes that cover too much of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from lfckg.article import Article, count_words
from lfckg.curated import CuratedFile, article_iri, span_iri
from lfckg.evidence import Span
from lfckg.namespaces import REPLACED_BY
from lfckg.turtle import Place

__all__ = ["LARGEST_SHARE", "LONGEST_RUN", "Gap", "find_gaps", "quoted_runs"]

LONGEST_RUN = 12
"""How many words of a text may be quoted in a row."""
LARGEST_SHARE = 0.30
"""How much of a text's words may be quoted."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a curator should look at: `node` is what, `value` where in it, `place` where in the file."""

    kind: str
    file: CuratedFile
    place: Place
    node: NamedNode
    value: str
    is_warning: bool


def find_gaps(files: Sequence[CuratedFile]) -> Iterator[Gap]:
    """Find sentences that no claim cites, mentions without entity, entities without claim, and too long quotes."""
    for file in files:
        if file.article and not _replaced(file.metadata):
            yield from _uncited(file, file.article)
            yield from _unresolved(file)
            yield from _overquoted(file, file.article)
    claimed = {term for file in files for claim in file.claims for term in (claim.subject, claim.object)}
    for file in files:
        replaced = _replaced(file.entities)
        for entity in dict.fromkeys(triple.subject for triple in file.entities):
            if entity not in claimed and entity not in replaced and isinstance(entity, NamedNode):
                yield Gap("entity-without-claim", file, file.places[entity], entity, "", is_warning=False)


def _replaced(triples: Sequence[Triple]) -> set[object]:
    """Give what was found to be another, or corrected by another."""
    return {triple.subject for triple in triples if triple.predicate.value == REPLACED_BY}


def quoted_runs(file: CuratedFile) -> list[Span]:
    """Give the stretches of an article's text that are quoted, with spans that touch or overlap merged."""
    quoted: dict[int, str] = {}
    for citation in file.citations:
        if citation.span.quote:
            quoted |= dict(enumerate(citation.span.quote, start=citation.span.start))
    runs: list[list[int]] = []
    for place in sorted(quoted):
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [Span(run[0], run[-1] + 1, "".join(quoted[place] for place in run)) for run in runs]


def _uncited(file: CuratedFile, article: Article) -> Iterator[Gap]:
    cited = {
        number
        for claim in file.claims
        for span in claim.spans
        for number in article.index.sentences_of(span.start, span.end)
    }
    for number, _ in enumerate(article.index.sentences, start=1):
        if number not in cited:
            yield Gap("uncited-sentence", file, _head(file), article_iri(article.slug), str(number), is_warning=False)


def _unresolved(file: CuratedFile) -> Iterator[Gap]:
    for mention in file.mentions:
        if mention.entity is None:
            words = mention.spans[0].quote or ""
            yield Gap("mention-without-entity", file, file.places[mention.iri], mention.iri, words, is_warning=False)


def _overquoted(file: CuratedFile, article: Article) -> Iterator[Gap]:
    runs = quoted_runs(file)
    for run in runs:
        words = count_words(run.quote or "")
        if words > LONGEST_RUN:
            place = next(item.place for item in file.citations if item.span.start >= run.start)
            yield Gap("long-quote", file, place, span_iri(article.slug, run), f"{words} words", is_warning=True)
    share = sum(count_words(run.quote or "") for run in runs) / article.index.words
    if share > LARGEST_SHARE:
        node = article_iri(article.slug)
        yield Gap("large-share-quoted", file, _head(file), node, f"{share:.0%} of the words", is_warning=True)


def _head(file: CuratedFile) -> Place:
    return next(iter(file.places.values()))
