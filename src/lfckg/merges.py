"""Merges: entities that were found to be one, and articles that a later one corrects.

`:old dcterms:isReplacedBy :new` keeps the old name: whatever says `:old` means `:new`. Of an article so marked only the
text index is kept, and nothing that it said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Triple

from lfckg.claims import Claim
from lfckg.curated import CuratedFile, article_iri
from lfckg.errors import Problem
from lfckg.namespaces import DCTERMS, SKOS, compact

__all__ = ["merge"]

_REPLACED_BY = f"{DCTERMS}isReplacedBy"
_LABELS = {f"{SKOS}prefLabel", f"{SKOS}altLabel"}

T = TypeVar("T")


def merge(files: Sequence[CuratedFile]) -> Iterator[Problem]:
    """Put the replacement in the place of each entity and withdraw each article that has one; give what is wrong."""
    replacements: dict[NamedNode, tuple[NamedNode, CuratedFile]] = {}
    for file in files:
        for triple in (*file.entities, *file.metadata):
            old, new = triple.subject, triple.object
            if triple.predicate.value == _REPLACED_BY and isinstance(old, NamedNode) and isinstance(new, NamedNode):
                replacements[old] = (new, file)
    known = {iri for file in files for iri in file.places}
    final: dict[object, NamedNode] = {}
    for old, (_, file) in replacements.items():
        chain = [old]
        while chain[-1] in replacements and len(chain) <= len(replacements):
            chain.append(replacements[chain[-1]][0])
        if chain[-1] in replacements or chain[-1] not in known:
            name = compact(chain[-1].value)
            what = "in a circle" if chain[-1] in replacements else f"by {name}, which is declared nowhere"
            message = f"{compact(old.value)} is replaced {what}. Mend dcterms:isReplacedBy."
            yield file.source.problem(file.places[old], message)
        else:
            final[old] = chain[-1]
    if final:
        for file in files:
            _rewrite(file, final)


def _rewrite(file: CuratedFile, final: dict[object, NamedNode]) -> None:
    if file.article and article_iri(file.article.slug) in final:
        for list_ in (file.claims, file.mentions, file.citations, file.references):
            list_.clear()

    def current(term: T) -> T | NamedNode:
        return final.get(term, term)

    file.claims[:] = [_claim(claim, final) for claim in file.claims]
    file.mentions[:] = [replace(mention, entity=final.get(mention.entity, mention.entity)) for mention in file.mentions]
    file.outside[:] = [Triple(triple.subject, triple.predicate, current(triple.object)) for triple in file.outside]
    entities = []
    for triple in file.entities:
        if triple.subject not in final or triple.predicate.value == _REPLACED_BY:
            entities.append(triple)
        elif triple.predicate.value in _LABELS and isinstance(triple.object, Literal):  # it may still be called so
            entities.append(Triple(final[triple.subject], NamedNode(f"{SKOS}altLabel"), triple.object))
    file.entities[:] = entities


def _claim(claim: Claim, final: dict[object, NamedNode]) -> Claim:
    triple = claim.triple
    subject, value = final.get(triple.subject, triple.subject), final.get(triple.object, triple.object)
    speaker = final.get(claim.speaker, claim.speaker)
    return replace(claim, triple=Triple(subject, triple.predicate, value), speaker=speaker)
