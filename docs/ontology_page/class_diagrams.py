"""The diagrams of the classes: what is below what, which properties each class has, and which individuals.

Each hierarchy of classes is a drawing of its own, so that a page can put them side by side or one below the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, SDO, Graph, URIRef
from rdflib.term import Node

from lfckg.drawings.drawing import HEAD, box, draw, row
from ontology_page.terms import is_own, local, own_terms

__all__ = ["Classes", "class_diagrams"]

_HUES = (210, 150, 28, 275, 345, 185, 55, 120)


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of an ontology's own, with what the diagram says of each."""

    ontology: Graph

    @property
    def names(self) -> list[URIRef]:
        """All of them, by name."""
        return [term for term in own_terms(self.ontology) if (term, RDF.type, OWL.Class) in self.ontology]

    def parents(self, name: URIRef) -> list[URIRef]:
        """Give the own classes just above one."""
        return _sorted_own(self.ontology.objects(name, RDFS.subClassOf))

    def hierarchies(self) -> list[list[URIRef]]:
        """Give the classes that hang together, largest hierarchy first; a class on its own is one too.

        >>> from rdflib import Graph
        >>> Classes(Graph()).hierarchies()
        []
        """
        found: list[set[URIRef]] = []
        for name in self.names:
            joined = [group for group in found if group & {name, *self.parents(name)}]
            found = [group for group in found if group not in joined]
            found.append({name, *self.parents(name)}.union(*joined))
        return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))

    def rows(self, kind: URIRef) -> Iterator[str]:
        """Give what a class's box lists: its properties with what they take, and its individuals."""
        properties = {*self.ontology.subjects(RDFS.domain, kind), *self.ontology.subjects(SDO.domainIncludes, kind)}
        for term in sorted(_sorted_own(properties), key=self._is_data):  # those that lead to other classes first
            yield row(local(term), href=f"#{local(term)}", muted=self._range(term))
        for term in _sorted_own(self.ontology.subjects(RDF.type, kind)):
            yield row(local(term), href=f"#{local(term)}")

    def _is_data(self, term: Node) -> bool:
        return (term, RDF.type, OWL.DatatypeProperty) in self.ontology

    def _range(self, term: Node) -> str:
        """Tell what a property takes: a class behind an arrow, a datatype behind a colon."""
        ranges = [*self.ontology.objects(term, RDFS.range), *self.ontology.objects(term, SDO.rangeIncludes)]
        names = " | ".join(sorted(local(kind) for kind in ranges))
        if self._is_data(term):
            return f": {names}" if names else ""
        return f"→ {names or 'anything'}"


def class_diagrams(classes: Classes) -> list[str]:
    """Draw each hierarchy of classes, largest first: a class stands right of those that it is a subclass of."""
    hierarchies = classes.hierarchies()
    hues = iter(_HUES * len(hierarchies))
    drawn = []
    for names in hierarchies:
        head = f"digraph {{ rankdir=LR; {HEAD} edge [dir=back, arrowtail=empty];"
        boxes = (f'"{local(name)}" [label={_box(name, classes)}];' for name in names)
        edges = (f'"{local(parent)}" -> "{local(name)}";' for name in names for parent in classes.parents(name))
        root = local(min(names, key=lambda name: (len(classes.parents(name)), name)))
        label = f"{root} and its subclasses" if len(names) > 1 else f"The class {root}"
        dot = f"{head} {''.join(boxes)} {''.join(edges)} }}"
        drawn.append(draw(dot, label=label, hue=next(hues) if len(names) > 1 else None))
    return drawn


def _sorted_own(terms: Iterable[Node]) -> list[URIRef]:
    return sorted({URIRef(str(term)) for term in terms if is_own(term)})


def _box(name: URIRef, classes: Classes) -> str:
    return box([row(local(name), href=f"#{local(name)}", bold=True)], classes.rows(name))
