"""What the readers of blocks share: values that stand once, values of closed lists, properties that may stand."""

from __future__ import annotations

from enum import Enum
from typing import TypeVar

from pyoxigraph import NamedNode

from lfckg.curated import CuratedFile
from lfckg.namespaces import LFC, RDF, compact
from lfckg.turtle import Node, Object

__all__ = ["check_properties", "choose", "only"]

_E = TypeVar("_E", bound=Enum)


def only(found: CuratedFile, node: Node, predicate: str, *, required: bool = True) -> Object | None:
    """Give the one value of a property; note where there are several, or none and one is required."""
    values = list(node.objects(predicate))
    if len(values) > 1 or (required and not values):
        count = "more than one" if values else "no"
        place = values[1].place if values else node.place
        found.note(place, f"{found.short(node.term)} has {count} {compact(predicate)}. Give it exactly one.")
    return values[0] if values else None


def choose(found: CuratedFile, node: Node, kind: type[_E], predicate: str, default: _E) -> _E:
    """Give the member of a closed list that a node names, `default` where it names none; note what is no member."""
    value = only(found, node, predicate, required=False)
    if value is None:
        return default
    for member in kind:
        if isinstance(value.term, NamedNode) and value.term.value == LFC + member.value:
            return member
    names = ", ".join(f"lfc:{member.value}" for member in kind)
    found.note(value.place, f"{compact(predicate)} is one of {names}.")
    return default


def check_properties(found: CuratedFile, node: Node, allowed: set[str], what: str) -> None:
    """Note each property that `what` does not have, and a type that does not stand once."""
    for predicate, place, _ in node.properties:
        if predicate.value not in allowed:
            names = ", ".join(sorted(compact(iri) for iri in allowed))
            found.note(place, f"{what} has no {compact(predicate.value)}; it has {names}.")
    only(found, node, f"{RDF}type")
