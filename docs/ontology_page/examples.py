"""Examples: what the data says with a term, in a few lines, with the words that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from ontology_page.terms import is_own, own, show

__all__ = ["MOST_LINES", "find_example"]

MOST_LINES = 5
_INDENT = "    "
_CITING = {own("span"), own("words")}  # shown as words
_TELLING = (SKOS.prefLabel, RDF.subject, RDF.predicate, RDF.object)


def find_example(term: URIRef, data: Graph) -> str | None:
    """Give an example of a class, a property or an individual, or None where the data has none.

    The same data gives the same example: what says most, and the first by name among equals.
    """
    return _of_property(term, data) or _of_class(term, data) or _of_individual(term, data)


def _of_property(term: URIRef, data: Graph) -> str | None:
    claims = [claim for claim in data.subjects(RDF.predicate, term) if data.value(claim, own("words"))]
    if claims:
        claim = min(claims, key=lambda claim: ((claim, RDF.type, own("Assertion")) not in data, _rank(claim, data)))
        return _lines(_triple(claim, data), _source(claim, data))
    triples = [pair for pair in data.subject_objects(term) if str(pair[0]) != str(pair[1])]
    if not triples:
        return None
    subject, value = min(triples, key=lambda pair: (len(show(pair[0])) + len(show(pair[1])), show(pair[0]), pair[1]))
    return f"{show(subject)} {show(term)} {show(value)}"


def _of_class(term: URIRef, data: Graph) -> str | None:
    """Describe the instance of the class itself of which the data says most, else one of a subclass."""
    for kind in _with_subclasses(term, data):
        found = set(data.subjects(RDF.type, kind))
        if not found:
            continue
        instance = min(found, key=lambda node: _rank(node, data, told=len(list(_properties(node, data)))))
        if (instance, RDFS.isDefinedBy, None) in data:
            return f"{show(instance)} a {show(kind)}"  # an individual of the ontology has its own example
        via = () if kind == term else (f"{_INDENT}and so a {show(term)}",)
        more = [f"{_INDENT}{show(name)} {show(value)}" for name, value in _properties(instance, data)]
        claim = _type_claim(instance, kind, data) or instance
        return _lines(f"{show(instance)} a {show(kind)}", *via, *more[:MOST_LINES], _source(claim, data))
    return None


def _of_individual(term: URIRef, data: Graph) -> str | None:
    uses = [use for use in data.subject_predicates(term) if is_own(use[1])]  # RDFS and OWL: the ontology itself
    if not uses:
        return None
    subject, name = min(uses, key=lambda use: (not data.value(use[0], own("words")), _rank(use[0], data)))
    about = _INDENT + _triple(subject, data) if (subject, RDF.predicate, None) in data else ""
    return _lines(f"{show(subject)} {show(name)} {show(term)}", about, _source(subject, data))


def _with_subclasses(term: URIRef, data: Graph) -> Iterator[URIRef]:
    """Give a class, then those below it, level by level."""
    level, seen = [term], {term}
    while level:
        yield from level
        below = {URIRef(str(kind)) for above in level for kind in data.subjects(RDFS.subClassOf, above)}
        level = sorted(below - seen)
        seen |= below


def _properties(node: Node, data: Graph) -> Iterator[tuple[Node, Node]]:
    """Give what is said of a node: what tells most first, then in our own terms, one value of each property."""
    for name in sorted(set(data.predicates(node)), key=lambda name: (_telling(name), str(name))):
        if _telling(name) < len(_TELLING) or (is_own(name) and name not in _CITING):
            yield name, min(data.objects(node, name), key=str)


def _telling(name: Node) -> int:
    return next((place for place, telling in enumerate(_TELLING) if telling == name), len(_TELLING))


def _triple(claim: Node, data: Graph) -> str:
    return " ".join(show(data.value(claim, part) or RDF.nil) for part in (RDF.subject, RDF.predicate, RDF.object))


def _type_claim(node: Node, kind: URIRef, data: Graph) -> Node | None:
    claims = set(data.subjects(RDF.subject, node)) & set(data.subjects(RDF.object, kind))
    return min(claims, key=str) if claims else None


def _source(claim: Node, data: Graph) -> str:
    """Tell the words that a claim or a mention rests on, the rule that made it, and whether it is no fact."""
    words, rule, status, modality = (data.value(claim, own(name)) for name in ("words", "rule", "status", "modality"))
    told = [f"“{words}”"] if words else []
    told += [f"inferred by the rule {rule}"] if rule else []
    if status and modality and (claim, RDF.type, own("Assertion")) not in data:
        told.append(f"not asserted: {show(status)}, {show(modality)}")
    return _INDENT + ", ".join(told) if told else ""


def _rank(node: Node, data: Graph, *, told: int = 0) -> tuple[bool, int, int, str]:
    """Rank what could be shown: what no rule made first, then of what or about what much is said, then by name."""
    return (node, own("rule"), None) in data, -told, -len(set(data.subjects(None, node))), str(node)


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
