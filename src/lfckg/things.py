"""Things: whatever has a name in the graph, found by label, alias, nickname, slug or IRI."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from lfckg.article import slugify
from lfckg.errors import NotFoundError, nearest
from lfckg.namespaces import ARTICLE, ENTITY, LFC, PREFIXES, REPLACED_BY, compact

__all__ = ["Thing", "find_thing"]

_NAMES = """
SELECT ?thing ?name ?kind WHERE {
  { ?thing skos:prefLabel ?name ; a/rdfs:label ?kind . BIND (1 AS ?rank) }
  UNION { ?thing rdfs:label ?name ; rdfs:isDefinedBy ?ontology . BIND ("term" AS ?kind) BIND (1 AS ?rank) }
  UNION {
    ?thing a lfc:Article .
    BIND (STRAFTER(STR(?thing), "/article/") AS ?name) BIND ("article" AS ?kind) BIND (1 AS ?rank)
  }
  UNION { ?thing skos:altLabel ?name ; a/rdfs:label ?kind . BIND (2 AS ?rank) }
  UNION {
    ?mention a lfc:Mention ; lfc:refersTo ?thing ; lfc:words ?name ; lfc:mentionType ?type .
    FILTER (?type != lfc:Pronoun)
    ?thing a/rdfs:label ?kind . BIND (3 AS ?rank)
  }
}
ORDER BY ?rank ?thing ?name ?kind
"""
_MOST_TOLD = 10
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Thing:
    """A node of the graph, with a label for people and what kind of thing it is."""

    iri: NamedNode
    label: str
    kind: str


def find_thing(store: Store, name: str) -> Thing:
    """Find the one thing that a name stands for; raise NotFoundError with the candidates where that is not clear.

    An IRI, a prefixed name, a slug, and a claim's or node's own name (`cup-win#appointment`) stand for themselves.
    Names are compared without case and accents; a part of a name serves where only one thing has it.
    """
    index = _Index(store)
    if thing := index.by_iri(name):
        return thing
    wanted = _fold(name)
    by_label = index.matching(lambda text, preferred: preferred and bool(wanted) and text == wanted)
    by_name = by_label or index.matching(lambda text, _: bool(wanted) and text == wanted)
    part = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    by_part = by_name or index.matching(lambda text, _: len(wanted) >= _SHORTEST_PART and bool(part.search(text)))
    if len(by_part) == 1:
        return by_part[0]
    if by_part:
        told = "; ".join(f"{compact(thing.iri.value)} ({thing.kind}, {thing.label})" for thing in by_part[:_MOST_TOLD])
        more = f"; and {len(by_part) - _MOST_TOLD} more" if len(by_part) > _MOST_TOLD else ""
        raise NotFoundError(f"{name!r} may be one of several: {told}{more}. Name one by its slug.")
    hint = nearest(name, index.names) or ". `lfckg show` lists what there is."
    raise NotFoundError(f"{name!r}: nothing in the graph is called so{hint}")


class _Index:
    """All names in a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.things: dict[NamedNode, Thing] = {}
        self.texts: list[tuple[str, bool, NamedNode]] = []
        self.names: list[str] = []
        rows = store.query(_NAMES, prefixes=PREFIXES)
        assert isinstance(rows, QuerySolutions)  # noqa: S101  of a SELECT
        for iri, name, kind in rows:
            assert isinstance(iri, NamedNode)  # noqa: S101  of the names above
            assert isinstance(name, Literal)  # noqa: S101
            assert isinstance(kind, Literal)  # noqa: S101
            # Preferred labels come first, so that a thing goes by its own where it has one.
            thing = self.things.setdefault(iri, Thing(iri, name.value, kind.value))
            self.texts.append((_fold(name.value), thing.label == name.value, iri))
            self.names.append(name.value)
        self.texts += [(_fold(iri.value.removeprefix(ENTITY)), False, iri) for iri in self.things]

    def by_iri(self, name: str) -> Thing | None:
        """Find what an IRI, a prefixed name or a slug stands for, if the graph says anything of it."""
        articles = [thing.iri.value for thing in self.things.values() if thing.kind == "article"]
        for iri in _readings(name, articles):
            found = self._replacement(iri)
            if found in self.things:
                return self.things[found]
            if next(self.store.quads_for_pattern(found, None, None, None), None):
                return Thing(found, compact(found.value).strip("<>"), self._kind(found))
        return None

    def matching(self, fits: Callable[[str, bool], bool]) -> list[Thing]:
        """Give the things with a name that fits, in the order of their IRIs."""
        found = {iri for text, preferred, iri in self.texts if fits(text, preferred)}
        return [self.things[iri] for iri in sorted(found, key=str)]

    def _kind(self, iri: NamedNode) -> str:
        query = f"SELECT ?kind WHERE {{ {iri} a/rdfs:label ?kind }} ORDER BY DESC(?kind)"
        rows = self.store.query(query, prefixes=PREFIXES)
        assert isinstance(rows, QuerySolutions)  # noqa: S101  of a SELECT
        kinds = [row[0].value for row in rows if isinstance(row[0], Literal)]
        return next((kind for kind in kinds if kind != "assertion"), "node")

    def _replacement(self, iri: NamedNode) -> NamedNode:
        """Follow an entity that was found to be another."""
        replaced_by = NamedNode(REPLACED_BY)
        seen = {iri}
        while quad := next(self.store.quads_for_pattern(iri, replaced_by, None, None), None):
            if not isinstance(quad.object, NamedNode) or quad.object in seen:
                break
            iri = quad.object
            seen.add(iri)
        return iri


def _fold(name: str) -> str:
    """Give a name as it is compared: its slug where it has one, else its letters without case."""
    return slugify(name) or name.strip().casefold()


def _readings(name: str, articles: Iterable[str]) -> Iterable[NamedNode]:
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
        written += [f"{article}#{local}" for article in articles]
    if not colon:
        written += [ENTITY + text, ARTICLE + text, LFC + text]
    for iri in written:
        try:
            yield NamedNode(iri)
        except ValueError:
            continue
