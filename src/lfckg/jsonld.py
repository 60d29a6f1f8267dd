"""JSON-LD: compacted with our context and nested, in the way a web developer would write it by hand.

Every named graph is a node with its own `@graph`. A node that one other node of its graph refers to stands inside it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from lfckg.namespaces import RDF, XSD

__all__ = ["nest"]

_Nodes = dict[str, dict[str, list[NamedNode | Literal]]]
_MOST_DIGITS = 15  # JSON's numbers hold so many exactly


def nest(quads: Sequence[Quad], context: str) -> str:
    """Write quads without blank nodes, in their order, as JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/).

    `context` is the text of a JSON-LD context; it is written into the document, since nobody may fetch it.
    """
    terms = json.loads(context)["@context"]
    graphs: dict[str, _Nodes] = {}
    for quad in quads:
        assert isinstance(quad.graph_name, NamedNode)  # noqa: S101  we name every graph
        assert isinstance(quad.subject, NamedNode)  # noqa: S101  what we publish has no blank nodes
        assert isinstance(quad.object, NamedNode | Literal)  # noqa: S101
        node = graphs.setdefault(quad.graph_name.value, {}).setdefault(quad.subject.value, {})
        node.setdefault(quad.predicate.value, []).append(quad.object)
    compact = _Compactor(terms)
    members = [{"id": compact.iri(name), "@graph": _Graph(nodes, compact).tree()} for name, nodes in graphs.items()]
    return json.dumps({"@context": terms, "@graph": members}, ensure_ascii=False, indent=2) + "\n"


class _Compactor:
    """Shortens IRIs, property names and values as a context allows (JSON-LD API, section 6)."""

    def __init__(self, terms: dict[str, Any]) -> None:
        self.vocab: str = terms["@vocab"]
        self.prefixes = {iri: key for key, iri in terms.items() if isinstance(iri, str) and iri.endswith(("/", "#"))}
        self.prefixes.pop(self.vocab, None)
        self.prefixes[self.vocab] = "lfc"
        self.terms = terms
        self.properties: dict[str, tuple[str, dict[str, str]]] = {}
        for key, value in terms.items():
            definition = value if isinstance(value, dict) else {"@id": value}
            target = str(definition["@id"]) if isinstance(value, dict | str) else ""
            prefix, colon, local = target.partition(":")
            if colon and prefix in terms and not key.startswith("@") and not local.startswith("//"):
                self.properties[str(terms[prefix]) + local] = (key, definition)

    def iri(self, iri: str) -> str:
        """Shorten an IRI with the longest prefix that fits."""
        fitting = [namespace for namespace in self.prefixes if iri.startswith(namespace) and iri != namespace]
        if not fitting:
            return iri
        namespace = max(fitting, key=len)
        local = iri.removeprefix(namespace)
        return iri if local.startswith("//") else f"{self.prefixes[namespace]}:{local}"

    def name(self, iri: str) -> str:
        """Shorten the IRI of a class, a property or a member of the vocabulary."""
        local = iri.removeprefix(self.vocab)
        return local if local != iri and ":" not in local and self._is_free(local, iri) else self.iri(iri)

    def property(self, iri: str) -> tuple[str, dict[str, str]]:
        """Give a property's key, and its definition in the context."""
        return self.properties.get(iri) or (self.name(iri), {})

    def value(self, term: NamedNode | Literal, definition: dict[str, str]) -> object:
        """Give a value as short as its property's definition allows."""
        coerced = definition.get("@type", "")
        if isinstance(term, NamedNode):
            if coerced == "@vocab":
                return self.name(term.value)
            return self.iri(term.value) if coerced == "@id" else {"id": self.iri(term.value)}
        if term.language:
            plain = definition.get("@language") == term.language
            return term.value if plain else {"@language": term.language, "@value": term.value}
        datatype = term.datatype.value
        if datatype == f"{XSD}string":
            return {"@value": term.value} if "@language" in definition or coerced else term.value
        if not definition.get("@language") and not coerced and (native := _native(term.value, datatype)) is not None:
            return native
        return {"@type": self.iri(datatype), "@value": term.value}

    def _is_free(self, local: str, iri: str) -> bool:
        return local not in self.terms or self.properties.get(iri, ("",))[0] == local


def _native(value: str, datatype: str) -> int | bool | None:
    """Give the JSON value that stands for a literal of just this form, or None."""
    if datatype == f"{XSD}boolean" and value in {"true", "false"}:
        return value == "true"
    if datatype == f"{XSD}integer" and len(value) <= _MOST_DIGITS and value.removeprefix("-").isdecimal():
        return int(value) if str(int(value)) == value else None
    return None


class _Graph:
    """The nodes of one named graph, as trees."""

    def __init__(self, nodes: _Nodes, compact: _Compactor) -> None:
        self.nodes, self.compact = nodes, compact
        references = [
            term.value
            for node in nodes.values()
            for terms in node.values()
            for term in terms
            if isinstance(term, NamedNode)
        ]
        self.once = {iri for iri, count in Counter(references).items() if count == 1 and iri in nodes}
        self.written: set[str] = set()

    def tree(self) -> list[dict[str, object]]:
        roots = [iri for iri in self.nodes if iri not in self.once]
        trees = [self._node(iri) for iri in roots]
        return trees + [self._node(iri) for iri in self.nodes if iri not in self.written]  # those in a ring

    def _node(self, iri: str) -> dict[str, object]:
        self.written.add(iri)
        written: dict[str, object] = {"id": self.compact.iri(iri)}
        for predicate, terms in self.nodes[iri].items():
            if predicate == f"{RDF}type":
                key, values = "type", [self.compact.name(str(term.value)) for term in terms]
            else:
                key, definition = self.compact.property(predicate)
                values = [self._value(term, definition) for term in terms]  # type: ignore[misc]
            written[key] = values[0] if len(values) == 1 else values
        return written

    def _value(self, term: NamedNode | Literal, definition: dict[str, str]) -> object:
        if isinstance(term, NamedNode) and term.value in self.once and term.value not in self.written:
            return self._node(term.value)
        return self.compact.value(term, definition)
