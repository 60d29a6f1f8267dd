"""Statements: what blocks say, whatever they are called and whichever words they cite, so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from pyoxigraph import Literal, NamedNode

from lfckg.claims import Modality
from lfckg.curated import has_type
from lfckg.extraction.blocks import Block, Value
from lfckg.namespaces import ARTICLE, LFC, RDF, SKOS
from lfckg.proposals import spans_of
from lfckg.turtle import Node

__all__ = ["Statement", "are_covered", "of_block", "of_node", "own_names"]

Statement = tuple[str, str, str]
"""Subject, predicate and object, as texts."""

_SUBJECT, _PREDICATE, _OBJECT = (f"{RDF}{name}" for name in ("subject", "predicate", "object"))
_CLAIM, _QUOTATION = f"{LFC}Claim", f"{LFC}Quotation"
_MODALITY, _SPEAKER = f"{LFC}modality", f"{LFC}speaker"
_OPENING, _EXTENT = f"{LFC}opening", f"{LFC}extent"
_UNSAID = {f"{LFC}{name}" for name in ("span", "status", "proposal")} | {f"{SKOS}note"}
_NO_SITUATIONS = {f"{LFC}Mention", f"{LFC}Proposal", f"{LFC}Article"}


def of_node(node: Node, replaced: Mapping[str, str]) -> frozenset[Statement]:
    """Give what a statement of a file says; `replaced` are entities that are others, by IRI."""
    if any(has_type(node, kind) for kind in _NO_SITUATIONS) or not isinstance(node.term, NamedNode):
        return frozenset()
    values = [
        (predicate.value, _told(value.term, node, predicate.value, replaced)) for predicate, _, value in node.properties
    ]
    return _statements(replaced.get(node.term.value, node.term.value), values)


def of_block(block: Block, base: str) -> frozenset[Statement]:
    """Give what a block says; `base` is what names of its article begin with."""
    return _statements(base + block.name, [(predicate.value, _text(value)) for predicate, value in block.properties])


def own_names(statements: Iterable[Statement], proposal: str) -> frozenset[Statement]:
    """Give statements with the nodes of a proposal (IRI) named without it, so that two proposals may be compared."""

    def short(name: str) -> str:
        return name.removeprefix(proposal) if name.startswith(f"{proposal}-") else name

    return frozenset((short(subject), predicate, short(value)) for subject, predicate, value in statements)


def are_covered(statements: Set[Statement], by: Set[Statement]) -> bool:
    """Tell whether others say all of it, whatever they call their nodes; `statements` have names of their own.

    A quotation that begins with the same words is the same, wherever its extent is thought to end.
    """
    if any(predicate == _OPENING for _, predicate, _ in statements):
        statements = {statement for statement in statements if statement[1] != _EXTENT}
    own = sorted({subject for subject, _, _ in statements if subject.startswith("-")})
    candidates = {subject for subject, _, _ in by if subject.startswith(ARTICLE)}
    return bool(statements) and _fits(own, {}, statements, by, candidates)


def _fits(
    own: list[str], names: dict[str, str], statements: Set[Statement], by: Set[Statement], candidates: Set[str]
) -> bool:
    """Tell whether nodes can be found for those that have no name yet, such that all is said."""
    known = [
        (names.get(subject, subject), predicate, names.get(value, value))
        for subject, predicate, value in statements
        if not any(part in own and part not in names for part in (subject, value))
    ]
    if not all(statement in by for statement in known):
        return False
    left = [name for name in own if name not in names]
    if not left:
        return True
    return any(_fits(own, {**names, left[0]: candidate}, statements, by, candidates) for candidate in candidates)


def _statements(subject: str, values: list[tuple[str, str]]) -> frozenset[Statement]:
    told = dict(values)
    kind = told.get(f"{RDF}type", "")
    if kind == f"<{_CLAIM}>":
        parts = [told.get(part, "") for part in (_SUBJECT, _PREDICATE, _OBJECT)]
        return frozenset({(parts[0].strip("<>"), parts[1].strip("<>"), _plain(parts[2]))})
    left_out = _UNSAID if kind == f"<{_QUOTATION}>" else _UNSAID | {_SPEAKER}
    statements = {(subject, predicate, _plain(value)) for predicate, value in values if predicate not in left_out}
    if subject.startswith(ARTICLE) and _MODALITY not in told:
        statements.add((subject, _MODALITY, Modality.ACTUAL.iri.value))
    return frozenset(statements)


def _plain(value: str) -> str:
    """Give a node's IRI without brackets, so that a subject and an object are written alike."""
    return value[1:-1] if value.startswith("<") else value


def _told(term: object, node: Node, predicate: str, replaced: Mapping[str, str]) -> str:
    if isinstance(term, NamedNode):
        return f"<{replaced.get(term.value, term.value)}>"
    if isinstance(term, Literal):
        return str(term)
    return next(_extents(node, predicate), "")


def _extents(node: Node, predicate: str) -> Iterator[str]:
    return (f"{span.start},{span.end}" for span in spans_of(node, predicate))


def _text(value: Value) -> str:
    return f"{value[0]},{value[1]}" if isinstance(value, tuple) else str(value)
