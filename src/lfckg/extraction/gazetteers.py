"""The gazetteer: entities of the graph with all their names, by which what an article names is known again."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from lfckg.namespaces import ENTITY, LFC, REPLACED_BY
from lfckg.sources import Source, select

__all__ = ["Known", "read_gazetteer"]

_ENTITIES = f"""
SELECT ?thing ?class ?name ?rank WHERE {{
  {{ ?thing skos:prefLabel ?name BIND (1 AS ?rank) }}
  UNION {{ ?thing skos:altLabel ?name BIND (2 AS ?rank) }}
  UNION {{
    ?mention a lfc:Mention ; lfc:words ?name ; lfc:refersTo ?thing ; lfc:mentionType ?type . BIND (3 AS ?rank)
    FILTER (?type IN (lfc:Name, lfc:Nickname))
  }}
  ?thing a ?class . FILTER (STRSTARTS(STR(?thing), "{ENTITY}") && STRSTARTS(STR(?class), "{LFC}"))
  FILTER NOT EXISTS {{ ?thing <{REPLACED_BY}> ?other }}
}}
"""


@dataclass(frozen=True, slots=True)
class Known:
    """An entity of the graph that an article may speak of: a key to name it by, its class, its label, other names."""

    key: str
    type: str
    label: str
    iri: NamedNode
    names: tuple[str, ...] = ()


def read_gazetteer(source: Source) -> tuple[Known, ...]:
    """Give the entities of a graph by their IRIs, each with its names: its own label first, then others."""
    rows = set()
    for thing, kind, name, rank in select(source, _ENTITIES):
        if isinstance(thing, NamedNode) and isinstance(kind, NamedNode) and isinstance(name, Literal):
            rows.add((thing.value, kind.value.removeprefix(LFC), str(getattr(rank, "value", "")), name.value))
    found: dict[str, tuple[str, list[str]]] = {}
    for iri, kind, _, name in sorted(rows, key=lambda row: (row[0], row[2], row[3], row[1])):
        names = found.setdefault(iri, (kind, []))[1]
        if name not in names:
            names.append(name)
    return tuple(
        Known(iri.removeprefix(ENTITY), kind, names[0], NamedNode(iri), tuple(names[1:]))
        for iri, (kind, names) in found.items()
    )
