"""Differences: which quads two datasets don't share, found line by line and not by parsing both whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Quad

from lfckg.comparison.quadsets import Dataset
from lfckg.namespaces import ARTICLE, article_graphs

__all__ = ["Difference", "subtract", "within_article"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two datasets, and the quads that one alone has, sorted."""

    before: Dataset
    after: Dataset
    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]

    def __bool__(self) -> bool:
        """Tell whether they differ."""
        return bool(self.removed or self.added)

    def by_graph(self) -> dict[str | None, tuple[int, int]]:
        """Give for each graph that differs (None is the default graph) how many quads were added and removed."""
        found: dict[str | None, list[int]] = {}
        for place, quads in enumerate((self.added, self.removed)):
            for quad in quads:
                name = None if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
                found.setdefault(name, [0, 0])[place] += 1
        return {name: (found[name][0], found[name][1]) for name in sorted(found, key=lambda name: name or "")}


def subtract(before: Dataset, after: Dataset, keep: Callable[[Quad], bool] | None = None) -> Difference:
    """Find what two datasets differ in; of the quads in question those that `keep` holds for."""
    # Parsed before they are compared again: lines may write one term in two ways.
    old = set(before.parsed(before.lines - after.lines))
    new = set(after.parsed(after.lines - before.lines))
    removed, added = ([quad for quad in quads if keep is None or keep(quad)] for quads in (old - new, new - old))
    return Difference(before, after, tuple(sorted(removed, key=str)), tuple(sorted(added, key=str)))


def within_article(slug: str) -> Callable[[Quad], bool]:
    """Give what holds for the quads of an article: of its graphs, and of its nodes in a default graph."""
    graphs = {NamedNode(name) for name in article_graphs(slug)}
    node = f"<{ARTICLE}{slug}"

    def keep(quad: Quad) -> bool:
        if quad.graph_name == DefaultGraph():
            return str(quad.subject).startswith((f"{node}>", f"{node}#"))
        return quad.graph_name in graphs

    return keep
