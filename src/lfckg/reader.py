"""Read the curated form: blocks of claims, mentions and nodes with spans.

Reading goes on after a mistake, so that a curator sees all of them at once.
"""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from lfckg.article import Article, is_slug
from lfckg.blocks import check_properties, choose, only
from lfckg.claims import Claim, Mention, MentionType, Modality, Review, Status
from lfckg.curated import CuratedFile, Reference, find_article, has_type, read_index, span_iri
from lfckg.entities import read_entities
from lfckg.errors import nearest
from lfckg.namespaces import ARTICLE, DCTERMS, ENTITY, LFC, RDF, SKOS, XSD, compact
from lfckg.ontology import Ontology
from lfckg.outside import is_reference_data, read_reference_data
from lfckg.quotations import attribute
from lfckg.reviews import PROPOSAL, reviews_of, take_reviews
from lfckg.spans import SpanReader
from lfckg.terms import check_terms
from lfckg.turtle import Node, Object, Place, read_turtle

__all__ = ["read_curated"]

_TYPE = NamedNode(f"{RDF}type")
_CLAIM, _MENTION, _PROPOSAL_CLASS = f"{LFC}Claim", f"{LFC}Mention", f"{LFC}Proposal"
_SPAN, _STATUS, _MODALITY, _SPEAKER = f"{LFC}span", f"{LFC}status", f"{LFC}modality", f"{LFC}speaker"
_MENTION_TYPE, _NOTE = f"{LFC}mentionType", f"{SKOS}note"
_CLAIM_PROPERTIES = {f"{RDF}{name}" for name in ("type", "subject", "predicate", "object")} | {
    _SPAN,
    _STATUS,
    _MODALITY,
    _SPEAKER,
    _NOTE,
    PROPOSAL,
}
_ABOUT_CLAIMS = {_SPAN, _STATUS, _NOTE, PROPOSAL}
_MENTION_PROPERTIES = {_TYPE.value, f"{LFC}refersTo", _MENTION_TYPE, _SPAN, _NOTE, PROPOSAL}
_ISSUED, _DATE = f"{DCTERMS}issued", NamedNode(f"{XSD}date")
_LOCAL_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")


def read_curated(path: Path, ontology: Ontology) -> CuratedFile:
    """Read one file of `data/`; raise InputError or DataError only where it can't be read as Turtle."""
    source = read_turtle(path)
    node = find_article(source)
    found = CuratedFile(source)
    check_terms(found, ontology)
    if node is None and is_reference_data(source):
        read_reference_data(found)
    elif node is None:
        read_entities(found, ontology)
    else:
        _ArticleReader(found, node, ontology).read()
    return found


class _ArticleReader:
    """Reads the blocks of one article's file into `found`."""

    def __init__(self, found: CuratedFile, node: Node, ontology: Ontology) -> None:
        self.found, self.node, self.ontology = found, node, ontology
        self.slug = str(node.term.value).removeprefix(ARTICLE)
        self.base = f"{ARTICLE}{self.slug}#"
        self.spans = SpanReader(found)
        self.claimed: set[NamedNode] = set()
        self.reviews: tuple[Review, ...] = ()  # of the block that is being read
        self.withheld: set[NamedNode] = set()
        self.named_by_withheld: list[Reference] = []
        found.base = self.base

    def read(self) -> None:
        if not is_slug(self.slug):
            self._note(self.node.place, f"the article's IRI must be {ARTICLE} and a slug of a-z, 0-9 and -.")
            return
        self._read_index()
        take_reviews(self.found)
        for node in self.found.source.nodes:
            self._read_node(node)
        if self.spans.unplaced:  # what stands in a quotation can't be told yet
            self.spans.note_unplaced()
        else:
            attribute(self.found)
        self._check_references()

    def _note(self, place: Place, message: str) -> None:
        self.found.note(place, message)

    def _read_index(self) -> None:
        try:
            index = read_index(self.node)
        except ValueError as exc:
            self._note(self.node.place, f"the text index is broken: {exc}. {self.found.run_update}")
        else:
            self.spans.index = index
            self.found.article = Article(self.slug, index)

    def _read_node(self, node: Node) -> None:
        subject = node.term
        assert isinstance(subject, NamedNode)  # noqa: S101  read_turtle refuses unnamed subjects
        if subject in self.found.places:
            first = self.found.where(subject)
            self._note(
                node.place, f"{self.found.short(subject)} stands twice, first at {first}. Rename one or join the two."
            )
            return
        self.found.places[subject] = node.place
        if node is self.node:
            self._read_metadata(node)
        elif has_type(node, _PROPOSAL_CLASS):
            return  # read before
        elif (reviews := reviews_of(self.found, node)) is None:
            self._withhold(node)
        else:
            self.reviews = reviews
            self._read_named(node)

    def _withhold(self, node: Node) -> None:
        """Check a block whose proposals nobody has accepted, and publish nothing of it."""
        assert isinstance(node.term, NamedNode)  # noqa: S101
        self.reviews = ()
        self.withheld.add(node.term)
        claims, mentions = len(self.found.claims), len(self.found.mentions)
        references = len(self.found.references)
        self._read_named(node)
        self.named_by_withheld += self.found.references[references:]
        del self.found.claims[claims:], self.found.mentions[mentions:], self.found.references[references:]

    def _read_named(self, node: Node) -> None:
        name = self._local_name(node)
        if name is None:
            return
        if has_type(node, _CLAIM):
            self._read_claim(node)
        elif has_type(node, _MENTION):
            self._read_mention(node)
        else:
            self._read_block(node, name)

    def _read_metadata(self, node: Node) -> None:
        only(self.found, node, _ISSUED, required=False)
        for predicate, _, value in node.properties:
            if isinstance(value.term, NamedNode | Literal):
                self.found.metadata.append(Triple(node.term, predicate, value.term))
                if predicate.value == _ISSUED and getattr(value.term, "datatype", None) != _DATE:
                    message = 'the day on which an article was published is written as "2024-05-01"^^xsd:date.'
                    self._note(value.place, message)
            else:
                self._note(
                    value.place, "an article's own description cites no words. Write the claim as a node of its own."
                )

    def _local_name(self, node: Node) -> str | None:
        """Give the name of a subject within the article, for its claims."""
        iri = str(node.term.value)
        if iri.startswith(self.base) and _LOCAL_NAME.fullmatch(name := iri.removeprefix(self.base)):
            return name
        if iri.startswith(ENTITY) and is_slug(name := iri.removeprefix(ENTITY)):
            if not has_type(node, _CLAIM):
                self.found.refer(Object(node.term, node.place))
            return name
        self._note(
            node.place,
            f"{compact(iri)} belongs neither to this article ({self.base}…) nor to the entities. "
            "Name it with a letter and then letters, digits, '-', '_' or '.'.",
        )
        return None

    def _read_block(self, node: Node, name: str) -> None:
        """Make a claim of each triple of a node; a situation is actual where the curator says nothing else."""
        subject = node.term
        assert isinstance(subject, NamedNode)  # noqa: S101
        spans = self.spans.spans_of(node)
        status = choose(self.found, node, Status, _STATUS, Status.STATED)
        types = [str(value.term.value) for value in node.objects(_TYPE.value)]
        # A quotation's speaker is a claim about it; any other block's is who makes its claims.
        is_quotation = f"{LFC}Quotation" in types
        speaker = None if is_quotation else self._node(next(node.objects(_SPEAKER), None))
        is_situation = any(self.ontology.is_a(iri, f"{LFC}Situation") for iri in types)
        triples: dict[NamedNode, tuple[NamedNode | Literal | None, Place]] = {}
        for predicate, place, value in node.properties:
            about_claims = predicate.value in _ABOUT_CLAIMS or (predicate.value == _SPEAKER and not is_quotation)
            if not about_claims and self._may_claim(node, predicate, value, is_situation, predicate in triples):
                triples[predicate] = (self._term(value, subject), place)
        if is_situation:
            triples.setdefault(NamedNode(_MODALITY), (Modality.ACTUAL.iri, node.place))
        for predicate, (term, place) in triples.items():
            if term is not None and spans:
                iri = NamedNode(f"{self.base}{name}.{re.split('[#/]', predicate.value)[-1]}")
                self._add_claim(
                    Claim(iri, Triple(subject, predicate, term), spans, status, speaker=speaker, reviews=self.reviews),
                    place,
                )
        if not triples:
            told = f"{self.found.short(subject)} says nothing but its words. Add what the article says of it."
            self._note(node.place, told)

    def _may_claim(self, node: Node, predicate: NamedNode, value: Object, is_situation: bool, is_second: bool) -> bool:
        name = self.found.short(node.term)
        if predicate.value == _MODALITY and not is_situation:
            message = (
                "is no situation and has no lfc:modality. For a plan write a situation, or a lfc:Claim of its own."
            )
            self._note(value.place, f"{name} {message}")
        elif is_second:
            message = f"has a second {compact(predicate.value)}, and both would be one claim"
            mend = "Write this one as a claim of its own (a lfc:Claim), with its own words."
            self._note(value.place, f"{name} {message}. {mend}")
        else:
            return True
        return False

    def _read_claim(self, node: Node) -> None:
        iri = node.term
        assert isinstance(iri, NamedNode)  # noqa: S101
        check_properties(self.found, node, _CLAIM_PROPERTIES, "a claim")
        parts = [only(self.found, node, RDF + name) for name in ("subject", "predicate", "object")]
        subject, predicate = (self._node(part) for part in parts[:2])
        term = self._term(parts[2], iri) if parts[2] else None
        speaker = self._node(found) if (found := only(self.found, node, _SPEAKER, required=False)) else None
        status = choose(self.found, node, Status, _STATUS, Status.STATED)
        modality = choose(self.found, node, Modality, _MODALITY, Modality.ACTUAL)
        spans = self.spans.spans_of(node)
        if subject and predicate and term and spans:
            self._add_claim(
                Claim(iri, Triple(subject, predicate, term), spans, status, modality, speaker, self.reviews), node.place
            )

    def _read_mention(self, node: Node) -> None:
        iri = node.term
        assert isinstance(iri, NamedNode)  # noqa: S101
        check_properties(self.found, node, _MENTION_PROPERTIES, "a mention")
        value = only(self.found, node, f"{LFC}refersTo", required=False)
        entity = self._node(value)
        if entity and value and entity.value.startswith(LFC):
            self._note(value.place, f"words refer to an entity, and {compact(entity.value)} is a term of the ontology.")
        if spans := self.spans.spans_of(node):
            kind = choose(self.found, node, MentionType, _MENTION_TYPE, MentionType.NAME)
            self.found.mentions.append(Mention(iri, entity, spans, kind, self.reviews))

    def _add_claim(self, claim: Claim, place: Place) -> None:
        iri = claim.iri
        if iri in self.claimed:
            self._note(place, f"the claim {self.found.short(iri)} stands twice. Rename one of the two nodes.")
            return
        self.claimed.add(iri)
        self.found.claims.append(claim)
        self.found.places.setdefault(iri, place)

    def _node(self, value: Object | None) -> NamedNode | None:
        if value is None:
            return None
        if isinstance(value.term, NamedNode):
            self.found.refer(value)
            return value.term
        self._note(value.place, "a node with a name must stand here. Write its IRI.")
        return None

    def _term(self, value: Object, owner: NamedNode) -> NamedNode | Literal | None:
        """Give the object of a claim: brackets are a span of the text, and become its IRI."""
        if value.node:
            span = self.spans.read(value.node, value.place, owner)
            return span_iri(self.slug, span) if span else None
        self.found.refer(value)
        return value.term if isinstance(value.term, NamedNode | Literal) else None

    def _check_references(self) -> None:
        """Refuse names of this article that nothing defines, and those of other articles; leave the entities."""
        names = [self.found.short(iri) for iri in self.found.places]
        for reference in self.found.references:
            if reference.entity in self.withheld and reference.entity.value.startswith(ARTICLE):
                name = self.found.short(reference.entity)
                message = f"{name} is only proposed. Accept its proposal, or name it nowhere else."
                self._note(reference.place, message)
        for reference in [*self.found.references, *self.named_by_withheld]:
            iri = reference.entity
            if iri in self.found.places or not iri.value.startswith(ARTICLE):
                continue
            if iri.value.startswith(self.base):
                message = (
                    f"{self.found.short(iri)} is not defined in this file{nearest(self.found.short(iri), names) or '.'}"
                )
            else:
                name = self.found.short(iri)
                message = f"{name} belongs to another article. Write a claim about it into that article's file."
            self._note(reference.place, message)
        self.found.references = [found for found in self.found.references if not found.entity.value.startswith(ARTICLE)]
