"""Reductions: fewer boxes and lines that tell the same, so that a picture can be read.

What stands alike is drawn once: situations that differ in one participant (seven trophies won under one manager)
become one node, things with the same relations one box with a row for each. What is still too much is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lfckg.drawings.pictures import Edge, Link, Node, Parts, Row
from lfckg.drawings.statements import FACT, STATES, Statements, Term

__all__ = ["bundle", "drop_twice_told", "limit_nodes", "merge_situations"]

_EDGES_PER_NODE = 3
_FEWEST = 3  # of things that become one box
_MOST_MEMBERS = 24


def drop_twice_told(reader: Statements, parts: Parts, focus: frozenset[Term]) -> None:
    """Keep either a situation or the short cut that a rule drew from it: the situation where it tells more."""
    around: dict[Term, list[Link]] = {}
    for link in parts.links:
        for end in (link.source, link.target):
            if reader.is_situation(end):
                around.setdefault(end, []).append(link)
    cuts = {frozenset((link.source, link.target)) for link in parts.links if link.inferred}
    together: set[frozenset[Term]] = set()
    bare: set[Term] = set()
    for situation, links in around.items():
        others = {end for link in links for end in (link.source, link.target)} - {situation}
        if frozenset(others) in cuts and not parts.rows.get(situation) and situation not in focus:
            bare.add(situation)
        else:
            together |= {frozenset((one, other)) for one in others for other in others if one != other}
    parts.links = [
        link
        for link in parts.links
        if not {link.source, link.target} & bare
        and not (link.inferred and frozenset((link.source, link.target)) in together)
    ]


def limit_nodes(reader: Statements, parts: Parts, focus: frozenset[Term], limit: int) -> list[str]:
    """Keep what is nearest, surest and best connected; tell what is left out.

    A situation is kept with all that have a part in it, or not at all.
    """
    nodes = parts.nodes | focus | parts.apart
    relations = len({(link.source, link.target, link.state) for link in parts.links})
    ordered = _by_importance(parts.links, focus)
    kept = _choose(reader, ordered, focus, limit)
    links = [link for link in ordered if {link.source, link.target} <= kept]
    parts.links = sorted(links[: _EDGES_PER_NODE * limit], key=_place)
    room = max(limit - len(parts.nodes | focus), 0)
    parts.apart = set(sorted(parts.apart, key=str)[:room])
    drawn = len(parts.nodes | focus | parts.apart)
    if drawn == len(nodes) and len(links) <= _EDGES_PER_NODE * limit:
        return []
    lines = len({(link.source, link.target, link.state) for link in parts.links})
    which = "the nearest and best connected" if focus else "the best connected"
    return [
        f"{drawn} of {len(nodes)} things and {lines} of {relations} relations are drawn, {which} ones. "
        "A higher --limit draws more."
    ]


def _by_importance(links: Sequence[Link], focus: frozenset[Term]) -> list[Link]:
    away = _distances(links, focus)
    degree = Counter(end for link in links for end in (link.source, link.target))

    def rank(link: Link) -> tuple[object, ...]:
        steps = min(away.get(end, len(away)) for end in (link.source, link.target))
        return steps, STATES.index(link.state), -degree[link.source] - degree[link.target], _place(link)

    return sorted(links, key=rank)


def _choose(reader: Statements, links: Sequence[Link], focus: frozenset[Term], limit: int) -> set[Term]:
    beside: dict[Term, set[Term]] = {}
    for link in links:
        beside.setdefault(link.source, set()).add(link.target)
        beside.setdefault(link.target, set()).add(link.source)
    kept = set(focus)
    for link in links:
        ends = {link.source, link.target}
        unit = ends.union(*(beside[end] for end in ends if end not in focus and reader.is_situation(end)))
        if len(kept | unit) <= limit:
            kept |= unit
    return kept or {end for link in links[:1] for end in (link.source, link.target)}


def merge_situations(reader: Statements, parts: Parts, focus: frozenset[Term]) -> None:
    """Make one node of situations that are alike but for whom or what one role of theirs names."""
    around: dict[Term, list[Link]] = {}
    for link in parts.links:
        for end in (link.source, link.target):
            if reader.is_situation(end) and end not in focus and not parts.rows.get(end):
                around.setdefault(end, []).append(link)
    for role in sorted({link.label for links in around.values() for link in links}):
        alike: dict[object, list[Term]] = {}
        for node, links in around.items():
            differing = [link for link in links if link.label == role and link.source == node]
            if len(differing) != 1 or len(links) < 2:  # noqa: PLR2004  a role besides
                continue
            same = frozenset(
                (link.label, link.source == node, link.target if link.source == node else link.source)
                for link in links
                if link is not differing[0]
            )
            key = (reader.kind(node), parts.states.get(node, FACT), role, same)
            alike.setdefault(key, []).append(node)
        for nodes in alike.values():
            if len(nodes) >= _FEWEST:
                _unite(parts, sorted(nodes, key=str))
                around = {node: links for node, links in around.items() if node not in nodes}


def bundle(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[list[Node], list[Edge]]:
    """Put things of one kind that have the same relations to the same nodes into one box, a row for each."""
    around: dict[str, list[Edge]] = {node.key: [] for node in nodes}
    for edge in edges:
        around[edge.source].append(edge)
        if edge.target != edge.source:
            around[edge.target].append(edge)
    alike: dict[object, list[Node]] = {}
    for node in nodes:
        if not (node.rows or node.focus or node.group == "situation"):
            signature = frozenset(_seen_from(node.key, edge) for edge in around[node.key])
            alike.setdefault((node.kind, node.group, signature), []).append(node)
    inside = {node.key: members for members in alike.values() if len(members) >= _FEWEST for node in members}
    names = {key: inside[key][0].key if key in inside else key for key in around}
    drawn = [node for node in nodes if names[node.key] == node.key]
    drawn = [_box_of(inside[node.key], around) if node.key in inside else node for node in drawn]
    lines: dict[tuple[str, str, str], Edge] = {}
    for edge in edges:
        ends = (names[edge.source], names[edge.target], edge.state)
        lines.setdefault(ends, replace(edge, source=ends[0], target=ends[1]))
    return drawn, list(lines.values())


def _place(link: Link) -> tuple[str, str, str]:
    return str(link.source), link.label, str(link.target)


def _distances(links: Iterable[Link], focus: frozenset[Term]) -> Mapping[Term, int]:
    beside: dict[Term, set[Term]] = {}
    for link in links:
        beside.setdefault(link.source, set()).add(link.target)
        beside.setdefault(link.target, set()).add(link.source)
    away = dict.fromkeys(focus or beside, 0)
    ahead = list(away)
    for node in ahead:  # grows while it is walked
        for other in beside.get(node, ()):
            if other not in away:
                away[other] = away[node] + 1
                ahead.append(other)
    return away


def _unite(parts: Parts, nodes: Sequence[Term]) -> None:
    first, others = nodes[0], set(nodes[1:])
    parts.counts[first] = len(nodes)
    united: dict[tuple[Term, str, Term], Link] = {}
    for link in parts.links:
        source, target = (first if end in others else end for end in (link.source, link.target))
        known = united.get((source, link.label, target))
        if known:
            known.statements += link.statements
        else:
            united[source, link.label, target] = replace(
                link, source=source, target=target, statements=[*link.statements]
            )
    parts.links = list(united.values())


def _seen_from(key: str, edge: Edge) -> tuple[object, ...]:
    other = edge.target if edge.source == key else edge.source
    return other, edge.source == key, edge.state, tuple(row.text for row in edge.rows)


def _box_of(members: Sequence[Node], around: Mapping[str, Sequence[Edge]]) -> Node:
    rows = [
        Row(node.label, told="\n\n".join(row.told for edge in around[node.key] for row in edge.rows))
        for node in sorted(members, key=lambda node: node.label)
    ]
    if len(rows) > _MOST_MEMBERS:
        rows = [*rows[: _MOST_MEMBERS - 1], Row(f"and {len(rows) - _MOST_MEMBERS + 1} more")]
    first = members[0]
    return replace(first, label="", kind=f"{len(members)} × {first.kind or 'thing'}", rows=tuple(rows), told="")
