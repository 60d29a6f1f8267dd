"""Things: whatever has a name in the graph, found by label, alias, nickname, slug or IRI."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from lfckg.article import fold
from lfckg.errors import NotFoundError, nearest
from lfckg.namespaces import ARTICLE, ENTITY, LFC, PREFIXES, REPLACED_BY, compact
from lfckg.sources import Source, select

__all__ = ["Thing", "find_thing"]

_NAMES = """
SELECT ?thing ?name ?kind ?rank WHERE {{
  {{ {given} ?thing skos:prefLabel ?name ; a/rdfs:label ?kind . BIND (1 AS ?rank) }}
  UNION {{
    {given} ?thing rdfs:label ?name ; rdfs:isDefinedBy ?ontology . BIND ("term" AS ?kind) BIND (1 AS ?rank)
  }}
  UNION {{
    ?thing a lfc:Article . BIND (STRAFTER(STR(?thing), "/article/") AS ?name) {given}
    BIND ("article" AS ?kind) BIND (1 AS ?rank)
  }}
  UNION {{ {given} ?thing skos:altLabel ?name ; a/rdfs:label ?kind . BIND (2 AS ?rank) }}
  UNION {{
    {{
      SELECT DISTINCT ?thing ?name ?kind WHERE {{
        {given} ?mention a lfc:Mention ; lfc:words ?name ; lfc:refersTo ?thing ; lfc:mentionType ?type .
        FILTER (?type != lfc:Pronoun)
        ?thing a/rdfs:label ?kind .
      }}
    }}
    BIND (3 AS ?rank)
  }}
}}
"""
_OF_ARTICLES = """
SELECT ?node WHERE {{
  ?article a lfc:Article . BIND (IRI(CONCAT(STR(?article), {fragment})) AS ?node)
  FILTER EXISTS {{ ?node ?property ?value }}
}}
"""
_MOST_TOLD = 10
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Thing:
    """A node of the graph, with a label for people and what kind of thing it is."""

    iri: NamedNode
    label: str
    kind: str


def find_thing(source: Source, name: str) -> Thing:
    """Find the one thing that a name stands for; raise NotFoundError with the candidates where that is not clear.

    An IRI, a prefixed name, a slug, and a claim's or node's own name (`cup-win#appointment`) stand for themselves. A
    label as it is written comes before all other names; these are compared without case and accents. A part of a name
    serves where only one thing has it.
    """
    if thing := _by_iri(source, name):
        return thing
    found = _exact(source, name)
    names: list[str] = []
    if not found:
        index = _Index(source)
        found, names = index.matching(fold(name)), index.names
    if len(found) == 1:
        return found[0]
    if found:
        told = "; ".join(f"{compact(thing.iri.value)} ({thing.kind}, {thing.label})" for thing in found[:_MOST_TOLD])
        more = f"; and {len(found) - _MOST_TOLD} more" if len(found) > _MOST_TOLD else ""
        raise NotFoundError(f"{name!r} may be one of several: {told}{more}. Name one by its slug.")
    hint = nearest(name, names) or ". `lfckg show` lists what there is."
    raise NotFoundError(f"{name!r}: nothing in the graph is called so{hint}")


def _exact(source: Source, name: str) -> list[Thing]:
    """Give the things with this very label: no other name is read for that."""
    text = str(Literal(name.strip()))
    rows = _named(source, f"VALUES ?name {{ {text} {text}@en }}")
    return list({iri: Thing(iri, label, kind) for iri, label, kind, rank in rows if rank == "1"}.values())


class _Index:
    """All names in a source."""

    def __init__(self, source: Source) -> None:
        self.things: dict[NamedNode, Thing] = {}
        self.texts: list[tuple[str, bool, NamedNode]] = []
        self.names: list[str] = []
        for iri, name, kind, _ in _named(source):
            # Preferred labels come first, so that a thing goes by its own where it has one.
            thing = self.things.setdefault(iri, Thing(iri, name, kind))
            self.texts.append((fold(name), thing.label == name, iri))
            self.names.append(name)
        self.texts += [(fold(iri.value.removeprefix(ENTITY)), False, iri) for iri in self.things]

    def matching(self, wanted: str) -> list[Thing]:
        """Give the things with this label, else with this name, else with this part of a name, by their IRIs."""
        part = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
        return (
            self._those(lambda text, preferred: preferred and bool(wanted) and text == wanted)
            or self._those(lambda text, _: bool(wanted) and text == wanted)
            or self._those(lambda text, _: len(wanted) >= _SHORTEST_PART and bool(part.search(text)))
        )

    def _those(self, fits: Callable[[str, bool], bool]) -> list[Thing]:
        found = {iri for text, preferred, iri in self.texts if fits(text, preferred)}
        return [self.things[iri] for iri in sorted(found, key=str)]


def _by_iri(source: Source, name: str) -> Thing | None:
    """Find what an IRI, a prefixed name or a slug stands for, if the graph says anything of it."""
    for written in _readings(source, name):
        iri = _replacement(source, written)
        if rows := _named(source, f"VALUES ?thing {{ {iri} }}"):
            _, label, kind, _ = rows[0]
            return Thing(iri, label, kind)
        kinds = list(select(source, f"SELECT ?p ?kind WHERE {{ {iri} ?p ?o OPTIONAL {{ {iri} a/rdfs:label ?kind }} }}"))
        if kinds:
            labels = sorted({kind.value for _, kind in kinds if isinstance(kind, Literal)}, reverse=True)
            kind = next((label for label in labels if label != "assertion"), "node")
            return Thing(iri, compact(iri.value).strip("<>"), kind)
    return None


def _replacement(source: Source, iri: NamedNode) -> NamedNode:
    """Follow an entity that was found to be another."""
    seen = {iri}
    while True:
        others = [other for (other,) in select(source, f"SELECT ?other WHERE {{ {iri} <{REPLACED_BY}> ?other }}")]
        if not others or not isinstance(others[0], NamedNode) or others[0] in seen:
            return iri
        iri = others[0]
        seen.add(iri)


def _named(source: Source, given: str = "") -> list[tuple[NamedNode, str, str, str]]:
    """Give things with name, kind and rank, each row once, by rank; engines take longer to sort them."""
    rows = set()
    for iri, *texts in select(source, _NAMES.format(given=given)):
        name, kind, rank = (str(getattr(text, "value", "")) for text in texts)
        assert isinstance(iri, NamedNode)  # noqa: S101  what has a name
        rows.add((iri, name, kind, rank))
    return sorted(rows, key=lambda row: (row[3], row[0].value, row[1], row[2]))


def _readings(source: Source, name: str) -> Iterator[NamedNode]:
    """Give the IRIs that a name may stand for, the likeliest first."""
    text = name.strip()
    prefix, colon, local = text.partition(":")
    written = [text[1:-1]] if text.startswith("<") and text.endswith(">") else []
    if colon and prefix in PREFIXES:
        written.append(PREFIXES[prefix] + local)
    if colon and local.startswith("//"):
        written.append(text)
    if "#" in text and not colon:
        written.append(ARTICLE + text)
    if prefix == "art":  # as a curator writes it in an article's file
        nodes = (node for (node,) in select(source, _OF_ARTICLES.format(fragment=Literal(f"#{local}"))))
        written += [node.value for node in nodes if isinstance(node, NamedNode)]
    if not colon:
        written += [ENTITY + text, ARTICLE + text, LFC + text]
    for iri in written:
        try:
            yield NamedNode(iri)
        except ValueError:
            continue
