"""Reviews: the proposals of an article's file, what was decided on each, and which blocks are published with them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from lfckg.blocks import check_properties, choose, only
from lfckg.claims import Decision, Review
from lfckg.curated import CuratedFile, has_type
from lfckg.errors import nearest
from lfckg.namespaces import LFC, RDF, SKOS, XSD
from lfckg.turtle import Node

__all__ = ["PROPOSAL", "reviews_of", "take_reviews"]

PROPOSAL = f"{LFC}proposal"
"""The property by which a block belongs to a proposal."""

_CLASS = f"{LFC}Proposal"
_MAKER, _CONFIDENCE, _DECISION = f"{LFC}proposedBy", f"{LFC}confidence", f"{LFC}decision"
_REVIEWER, _TIME = f"{LFC}reviewer", f"{LFC}reviewedAt"
_PROPERTIES = {f"{RDF}type", f"{SKOS}note", _MAKER, _CONFIDENCE, _DECISION, _REVIEWER, _TIME}
_DECIMAL = NamedNode(f"{XSD}decimal")


def take_reviews(found: CuratedFile) -> None:
    """Read every proposal of an article's file, before its blocks, and note what is to be mended in them."""
    for node in found.source.nodes:
        if has_type(node, _CLASS) and isinstance(node.term, NamedNode):
            check_properties(found, node, _PROPERTIES, "a proposal")
            found.reviews.setdefault(node.term, _review(found, node, node.term))


def reviews_of(found: CuratedFile, node: Node) -> tuple[Review, ...] | None:
    """Give the reviews of the accepted proposals of a block, None where it has proposals and none is accepted.

    A block without proposals, which a person wrote, has no reviews and is published.
    """
    values = list(node.objects(PROPOSAL))
    accepted = []
    for value in values:
        review = found.reviews.get(value.term) if isinstance(value.term, NamedNode) else None
        if review is None:
            name = found.short(value.term) if isinstance(value.term, NamedNode) else "this"
            hint = nearest(name, [found.short(iri) for iri in found.reviews])
            found.note(value.place, f"{name} is no lfc:Proposal of this file{hint or '. Take it out.'}")
        elif review.decision is Decision.ACCEPTED:
            accepted.append(review)
    return None if values and not accepted else tuple(accepted)


def _review(found: CuratedFile, node: Node, iri: NamedNode) -> Review:
    name = found.short(iri)
    if not iri.value.startswith(found.base):
        found.note(node.place, f"{name} is a proposal and belongs to no other article. Name it art:….")
    decision = choose(found, node, Decision, _DECISION, Decision.UNDECIDED)
    decided = decision is not Decision.UNDECIDED
    maker, confidence = (_literal(found, node, predicate, required=True) for predicate in (_MAKER, _CONFIDENCE))
    reviewer, time = (_literal(found, node, predicate, required=False) for predicate in (_REVIEWER, _TIME))
    if next(node.objects(_DECISION), None) is None:
        found.note(node.place, f"{name} has no decision. Give it lfc:decision lfc:Undecided.")
    elif decided and (reviewer is None or time is None):
        what = f"{name} is {decision.value.lower()}, and it is not told by whom and when"
        found.note(node.place, f"{what}. Add lfc:reviewer and lfc:reviewedAt, or make it lfc:Undecided.")
    elif not decided and (reviewer or time):
        found.note(node.place, f"{name} is undecided and has a reviewer. Take out lfc:reviewer and lfc:reviewedAt.")
    if confidence and confidence.datatype == _DECIMAL and not _is_share(confidence.value):
        found.note(node.place, f"the confidence of {name} is not between 0 and 1. Mend it.")
    return Review(
        iri,
        maker.value if maker else "",
        _canonical(confidence) if confidence else Literal("0", datatype=_DECIMAL),
        decision,
        reviewer.value if reviewer else None,
        time,
    )


def _literal(found: CuratedFile, node: Node, predicate: str, *, required: bool) -> Literal | None:
    value = only(found, node, predicate, required=required)
    return value.term if value and isinstance(value.term, Literal) else None


def _canonical(number: Literal) -> Literal:
    """Give a decimal in the form that all stores keep: 0.9 for 0.90."""
    try:
        return Literal(f"{Decimal(number.value).normalize():f}", datatype=number.datatype)
    except InvalidOperation:  # that it is no number is told where values are held against the ontology
        return number


def _is_share(number: str) -> bool:
    try:
        return 0 <= float(number) <= 1
    except ValueError:  # that it is no number is told where values are held against the ontology
        return True
