"""Sections: what pyLODE makes of the terms, given the ontology with examples and alignments in a form that it shows.

pyLODE describes each term in a table and links them: what is above and below a class, which properties it takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dominate.tags import dom_tag, th
from pylode import OntPub
from pylode.rdf_elements import ONTDOC
from pylode.utils import section_html
from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from lfckg.errors import DataError, Problem
from lfckg.namespaces import PREFIXES
from ontology_page.examples import find_example
from ontology_page.terms import is_own, local, own_terms, show

__all__ = ["Section", "check_terms", "make_sections"]

_PAGE = Namespace("urn:lfckg:page:")  # what pyLODE knows no property for
_ROWS = {  # what a term's table tells, in this order
    _PAGE.label: "Label",
    DCTERMS.description: "Definition",
    SKOS.scopeNote: "Scope",
    SKOS.note: "Note",
    _PAGE.instance: "For instance",
    SKOS.example: "In the data",
    _PAGE.alignment: "Alignment",
    _PAGE.kind: "Individual of",
    _PAGE.trait: "Characteristics",
    RDFS.subClassOf: "Subclass of",
    ONTDOC.superClassOf: "Superclass of",
    OWL.equivalentClass: "Same as",
    RDFS.subPropertyOf: "Subproperty of",
    ONTDOC.superPropertyOf: "Superproperty of",
    OWL.inverseOf: "Inverse of",
    RDFS.domain: "Domain",
    SDO.domainIncludes: "Domain includes",
    RDFS.range: "Range",
    SDO.rangeIncludes: "Range includes",
    ONTDOC.inDomainOf: "Takes",
    ONTDOC.inDomainIncludesOf: "May take",
    ONTDOC.inRangeOf: "Value of",
    ONTDOC.inRangeIncludesOf: "May be value of",
    ONTDOC.hasMember: "Individuals",
}
_KINDS = (  # anchors with hyphens, which no term's name has
    ("all-classes", "Classes", OWL.Class),
    ("all-object-properties", "Object properties", OWL.ObjectProperty),
    ("all-data-properties", "Data properties", OWL.DatatypeProperty),
    ("all-annotation-properties", "Annotation properties", OWL.AnnotationProperty),
    ("all-individuals", "Individuals", OWL.NamedIndividual),
)
_ALIGNMENTS = {
    RDFS.subClassOf: "subclass of",
    RDFS.subPropertyOf: "subproperty of",
    OWL.equivalentClass: "equivalent to",
    OWL.equivalentProperty: "equivalent to",
    SKOS.exactMatch: "exact match of",
    SKOS.closeMatch: "close match of",
    SKOS.broadMatch: "narrower than",
    SKOS.narrowMatch: "broader than",
    SKOS.relatedMatch: "related to",
    RDFS.seeAlso: "see also",
}
_TRAITS = (
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.TransitiveProperty,
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.ReflexiveProperty,
    OWL.IrreflexiveProperty,
)
_RENAMED = {SKOS.example: _PAGE.instance, SKOS.editorialNote: SKOS.note}  # pyLODE sets examples as code
_SILENT = {RDFS.label, RDFS.isDefinedBy, OWL.disjointWith}  # told otherwise, or of every term


@dataclass(frozen=True, slots=True)
class Section:
    """The terms of one kind: an anchor, a heading, the names of the terms, and pyLODE's HTML."""

    anchor: str
    title: str
    names: tuple[str, ...]
    html: str


def check_terms(ontology: Graph, path: str) -> None:
    """Refuse an ontology that leaves a term of its own without definition or kind; raise DataError with all of them."""
    kinds = {kind for _, _, kind in _KINDS}
    problems = []
    for term in own_terms(ontology):
        if not any(str(text).strip() for text in ontology.objects(term, SKOS.definition)):
            problems.append(f"{show(term)} has no definition. Write one: skos:definition.")
        if kinds.isdisjoint(ontology.objects(term, RDF.type)):
            problems.append(f"{show(term)} is neither class, property nor individual. Declare what it is.")
    if problems:
        raise DataError([Problem(path, 0, 0, message) for message in problems])


def make_sections(ontology: Graph, data: Graph) -> list[Section]:
    """Have pyLODE describe all terms of the ontology's own, by kind and name."""
    page = OntPub(_prepare(ontology, data))
    page.back_onts = Graph()  # else others' terms get the label that happens to come first
    labels = {name: {"title": label, "description": "", "ont_title": ""} for name, label in _ROWS.items()}
    fids = {str(term): local(term) for term in own_terms(ontology)}  # an anchor is the term's name
    told = [DCTERMS.title, *_ROWS]
    sections = []
    for anchor, title, kind in _KINDS:
        toc: dict[str, list[tuple[str, list[Node]]]] = {}
        html = section_html(title, page.ont, page.back_onts, page.ns, kind, told, toc, anchor, fids, labels)
        if toc:
            _label_rows(html)
            names = tuple(target.removeprefix("#") for target, _ in toc[anchor])
            sections.append(Section(anchor, title, names, html.render()))
    return sections


def _prepare(ontology: Graph, data: Graph) -> Graph:
    """Give the ontology in the form that pyLODE shows best, its terms by name."""
    prepared = Graph(bind_namespaces="none")
    for prefix, namespace in [*ontology.namespaces(), *PREFIXES.items()]:
        prepared.bind(prefix, namespace, replace=True)
    terms = own_terms(ontology)
    for header in ontology.subjects(RDF.type, OWL.Ontology):
        for name, value in ontology.predicate_objects(header):
            prepared.add((header, name, value))
    for term in terms:
        for name, value in _describe(term, ontology, data):
            prepared.add((term, name, value))
    for node in set(ontology.subjects()) - set(terms) - set(ontology.subjects(RDF.type, OWL.Class)):
        if not isinstance(node, URIRef):
            for name, value in ontology.predicate_objects(node):
                prepared.add((node, name, value))
    return prepared


def _describe(term: URIRef, ontology: Graph, data: Graph) -> Iterator[tuple[Node, Node]]:
    yield DCTERMS.title, Literal(local(term))
    for name, value in sorted(ontology.predicate_objects(term), key=lambda pair: (pair[0], show(pair[1]))):
        if name == RDFS.label:
            yield _PAGE.label, value
        elif name == RDF.type:
            yield from _types(value)
        elif isinstance(name, URIRef) and name in _ALIGNMENTS and isinstance(value, URIRef) and not is_own(value):
            yield _PAGE.alignment, Literal(f"{_ALIGNMENTS[name]} [{_foreign(value, ontology)}]({value})")
        elif isinstance(value, Literal):
            yield _RENAMED.get(URIRef(str(name)), name), Literal(_link(value))
        elif name not in _SILENT:
            yield name, value
    if example := find_example(term, data):
        yield SKOS.example, Literal(example)


def _types(value: Node) -> Iterator[tuple[Node, Node]]:
    if value in _TRAITS:  # pyLODE would list the property once more, under the same anchor
        yield _PAGE.trait, Literal(str(value).partition("#")[2].removesuffix("Property").lower())
        return
    yield RDF.type, value
    if is_own(value):
        yield _PAGE.kind, value


def _link(text: str) -> str:
    """Link the own terms that a text names, in Markdown, which is what pyLODE takes texts for.

    >>> _link("see lfc:Honour.")
    'see [lfc:Honour](#Honour).'
    """
    return re.sub(r"\blfc:(\w+)", r"[lfc:\1](#\1)", text)


def _foreign(term: URIRef, ontology: Graph) -> str:
    """Shorten the IRI of another's term by the prefixes of the ontology's file."""
    try:
        return ":".join(ontology.compute_qname(term, generate=False)[::2])
    except KeyError:
        return str(term)


def _label_rows(section: dom_tag) -> None:
    """Put labels in the place of pyLODE's links to what its properties are defined by: the page is about our terms."""
    for cell in section.get(th):
        (content,) = cell.children
        if name := getattr(content, "attributes", {}).get("href"):
            cell.clear()
            cell.add(_ROWS[URIRef(name)])
