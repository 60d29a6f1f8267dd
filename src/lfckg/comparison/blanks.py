"""Blank nodes: named by what is said of them, so that graphs that differ in their names alone are equal.

Nodes that are tied to each other get their names together, by RDF Canonicalization (https://www.w3.org/TR/rdf-canon/),
and apart from all others, so that a change of one leaves the names of the rest. As names can take for ever where many
nodes look alike, this is a process of its own.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from lfckg.limits import STRANGERS, call, serve

__all__ = ["name_blanks", "part_of"]


def name_blanks(quads: Sequence[Quad], what: str, *, trust: bool = False) -> list[Quad]:
    """Give quads with lasting names for blank nodes; `what` they are of is told where the limits don't suffice.

    Raises InputError then; with `trust` there are no limits.
    """
    blank = [quad for quad in quads if any(_blanks(quad))]
    if not blank:
        return list(quads)
    request = {"what": what, "quads": "".join(f"{quad} .\n" for quad in blank)}
    named = call("comparison.blanks", request, None if trust else STRANGERS)["quads"]
    return [*(quad for quad in quads if not any(_blanks(quad))), *parse(named, RdfFormat.N_QUADS)]


def part_of(quad: Quad) -> str | None:
    """Give the part of a graph that a quad with named blank nodes belongs to; None where it has no blank node."""
    node = next(iter(_blanks(quad)), None)
    return node.value.rpartition("n")[0] if node else None


def _blanks(quad: Quad) -> Iterable[BlankNode]:
    return [term for term in (quad.subject, quad.object, quad.graph_name) if isinstance(term, BlankNode)]


def _name(request: dict[str, Any]) -> dict[str, Any]:
    """Name the blank nodes of N-Quads, part by part; parts that are alike are numbered."""
    seen: Counter[str] = Counter()
    lines: list[str] = []
    for part in _parts(list(parse(request["quads"], RdfFormat.N_QUADS))):
        dataset = Dataset(part)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        text = "".join(sorted(f"{quad} .\n" for quad in dataset))
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        seen[digest] += 1
        name = f"b{digest}x{seen[digest]}n"
        lines += [f"{_renamed(quad, name)} .\n" for quad in dataset]
    return {"quads": "".join(lines)}


def _renamed(quad: Quad, prefix: str) -> Quad:
    def name(node: BlankNode) -> BlankNode:
        return BlankNode(node.value.replace("c14n", prefix))

    subject = name(quad.subject) if isinstance(quad.subject, BlankNode) else quad.subject
    value = name(quad.object) if isinstance(quad.object, BlankNode) else quad.object
    graph = name(quad.graph_name) if isinstance(quad.graph_name, BlankNode) else quad.graph_name
    return Quad(subject, quad.predicate, value, graph)


def _parts(quads: Sequence[Quad]) -> list[list[Quad]]:
    """Divide quads into parts that share no blank node."""
    leader: dict[BlankNode, BlankNode] = {}

    def find(node: BlankNode) -> BlankNode:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for quad in quads:
        first, *others = _blanks(quad)
        for other in others:
            leader[find(other)] = find(first)
    parts: dict[BlankNode, list[Quad]] = {}
    for quad in quads:
        parts.setdefault(find(next(iter(_blanks(quad)))), []).append(quad)
    return list(parts.values())


if __name__ == "__main__":
    serve(_name)
