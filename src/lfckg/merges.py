"""Merges: entities that were found to be one, and articles that a later one corrects.

`:old dcterms:isReplacedBy :new` keeps the old name: whatever says `:old` means `:new`. Of an article so marked only the
text index is kept, and nothing that it said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Triple

from lfckg.claims import Claim
from lfckg.curated import CuratedFile, article_iri
from lfckg.errors import Problem
from lfckg.namespaces import ARTICLE, RDF, REPLACED_BY, SKOS, compact
from lfckg.ontology import Ontology

__all__ = ["merge"]

_TYPE = f"{RDF}type"
_LABELS = {f"{SKOS}prefLabel", f"{SKOS}altLabel"}

_T = TypeVar("_T")


def merge(files: Sequence[CuratedFile], ontology: Ontology) -> Iterator[Problem]:
    """Put the replacement in the place of each entity and withdraw each article that has one; give what is wrong."""
    said = _Said()
    for file in files:
        said.take(file)
    final: dict[object, NamedNode] = {}
    for old in said.pointers:
        chain = [old]
        while (target := said.target(chain[-1])) and len(chain) <= len(said.pointers):
            chain.append(target)
        if objection := said.objection(chain, ontology):
            message = f"{compact(old.value)} {objection}. Mend dcterms:isReplacedBy."
            yield said.homes[old].source.problem(said.homes[old].places[old], message)
        else:
            final[old] = chain[-1]
    if final:
        for file in files:
            _rewrite(file, final)


@dataclass(slots=True)
class _Said:
    """What the files say of entities and articles: what each is replaced by, where it stands, its classes."""

    pointers: dict[NamedNode, list[object]] = field(default_factory=dict)
    homes: dict[NamedNode, CuratedFile] = field(default_factory=dict)
    classes: dict[NamedNode, list[str]] = field(default_factory=dict)

    def take(self, file: CuratedFile) -> None:
        """Take in one file."""
        for triple in (*file.entities, *file.metadata):
            node = triple.subject
            assert isinstance(node, NamedNode)  # noqa: S101  the readers refuse unnamed subjects
            self.homes.setdefault(node, file)
            if triple.predicate.value == REPLACED_BY:
                self.pointers.setdefault(node, []).append(triple.object)
            elif triple.predicate.value == _TYPE and isinstance(triple.object, NamedNode):
                self.classes.setdefault(node, []).append(triple.object.value)

    def target(self, node: NamedNode) -> NamedNode | None:
        """Give the one node that another is replaced by, if there is one and one alone."""
        targets = self.pointers.get(node, [])
        return targets[0] if len(targets) == 1 and isinstance(targets[0], NamedNode) else None

    def objection(self, chain: list[NamedNode], ontology: Ontology) -> str | None:
        """Say why the last of a chain can't stand for the first, if it can't."""
        old, new = chain[0], chain[-1]
        by = f"is replaced by {compact(new.value)}"
        if len(chain) > len(self.pointers) + (new not in self.pointers):
            return "is replaced in a circle"
        if new in self.pointers:
            return "is replaced by more than one thing, or by none that has a name"
        if new not in self.homes:
            return f"{by}, which is declared nowhere"
        if old.value.startswith(ARTICLE) != new.value.startswith(ARTICLE):
            return f"{by}, and only one of them is an article"
        mine, theirs = self.classes.get(old, []), self.classes.get(new, [])
        if mine and not any(ontology.is_a(a, b) or ontology.is_a(b, a) for a in mine for b in theirs):
            return f"{by}, and they are a {compact(mine[0])} and a {compact(theirs[0])}"
        return None


def _rewrite(file: CuratedFile, final: dict[object, NamedNode]) -> None:
    if file.article and article_iri(file.article.slug) in final:
        for list_ in (file.claims, file.mentions, file.citations, file.references):
            list_.clear()
        file.reviews.clear()

    def current(term: _T) -> _T | NamedNode:
        return final.get(term, term)

    file.claims[:] = [_claim(claim, final) for claim in file.claims]
    file.mentions[:] = [replace(mention, entity=final.get(mention.entity, mention.entity)) for mention in file.mentions]
    file.outside[:] = [Triple(triple.subject, triple.predicate, current(triple.object)) for triple in file.outside]
    entities = []
    for triple in file.entities:
        if triple.subject not in final or triple.predicate.value == REPLACED_BY:
            entities.append(triple)
        elif triple.predicate.value in _LABELS and isinstance(triple.object, Literal):  # it may still be called so
            entities.append(Triple(final[triple.subject], NamedNode(f"{SKOS}altLabel"), triple.object))
    file.entities[:] = entities


def _claim(claim: Claim, final: dict[object, NamedNode]) -> Claim:
    triple = claim.triple
    subject, value = final.get(triple.subject, triple.subject), final.get(triple.object, triple.object)
    speaker = final.get(claim.speaker, claim.speaker)
    return replace(claim, triple=Triple(subject, triple.predicate, value), speaker=speaker)
