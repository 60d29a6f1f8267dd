"""Patches: the difference of two datasets as a SPARQL 1.1 Update, which any store carries out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pyoxigraph import BlankNode, DefaultGraph, Quad

from lfckg.comparison.blanks import part_of
from lfckg.errors import InputError
from lfckg.terminal import escaped
from lfckg.tokens import without_escapes

__all__ = ["LARGEST", "to_update"]

LARGEST = 1000
"""How many triples an operation has at most: a store known to us fails beyond 5,000."""


def to_update(removed: Iterable[Quad], added: Iterable[Quad]) -> Iterator[str]:
    """Give the lines of an update that takes quads from a dataset and puts others in.

    It (https://www.w3.org/TR/sparql11-update/) deletes before it inserts, in sorted order. New blank nodes are
    inserted, those that are tied to each other in one operation. Raises InputError for what SPARQL can't say: which
    blank node to delete, or more than `LARGEST` triples that are tied.
    """
    gone = sorted(removed, key=_order)
    if nameless := sum(part_of(quad) is not None for quad in gone):
        raise InputError(
            f"what is to be deleted has blank nodes ({nameless} of {len(gone)} triples), and no SPARQL update can name "
            "them. Give these nodes IRIs, or load the second dataset whole."
        )
    named: list[Quad] = []
    parts: dict[str, list[Quad]] = {}
    for quad in sorted(added, key=_order):
        part = part_of(quad)
        (named if part is None else parts.setdefault(part, [])).append(quad)
    operations = [("DELETE DATA", batch) for batch in _batches(gone)]
    operations += [("INSERT DATA", batch) for batch in (*_batches(named), *_packed(list(parts.values())))]
    for number, (verb, quads) in enumerate(operations):
        yield f"{verb} {{"
        yield from _graphs(quads)
        yield "} ;" if number + 1 < len(operations) else "}"


def _batches(quads: Sequence[Quad]) -> list[Sequence[Quad]]:
    """Divide sorted quads into operations, each of one graph: of several, Virtuoso keeps texts that have a language."""
    batches: list[Sequence[Quad]] = []
    for _, graph in groupby(quads, key=lambda quad: quad.graph_name):
        found = list(graph)
        batches += [found[start : start + LARGEST] for start in range(0, len(found), LARGEST)]
    return batches


def _packed(parts: Sequence[list[Quad]]) -> list[list[Quad]]:
    """Put parts that are tied by blank nodes into operations, each part whole."""
    packs: list[list[Quad]] = []
    for part in parts:
        if len(part) > LARGEST or any(isinstance(quad.graph_name, BlankNode) for quad in part):
            raise InputError(
                f"the node of {part[0]} is new, and no SPARQL update can insert it: it is tied to more than {LARGEST} "
                "triples, or names a graph. Give it an IRI, or load the second dataset whole."
            )
        if packs and len(packs[-1]) + len(part) <= LARGEST:
            packs[-1] += part
        else:
            packs.append(list(part))
    return [sorted(pack, key=_order) for pack in packs]


def _graphs(quads: Iterable[Quad]) -> Iterator[str]:
    inside: object = DefaultGraph()
    for quad in quads:
        if quad.graph_name != inside:
            if inside != DefaultGraph():
                yield "  }"
            inside = quad.graph_name
            yield f"  GRAPH {inside} {{"
        indent = "  " if inside == DefaultGraph() else "    "
        yield f"{indent}{escaped(without_escapes(str(quad.triple)))} ."
    if inside != DefaultGraph():
        yield "  }"


def _order(quad: Quad) -> tuple[bool, str, str]:
    return quad.graph_name != DefaultGraph(), str(quad.graph_name), str(quad.triple)
