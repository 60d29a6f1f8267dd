"""Write the ontology's page: `python -m ontology_page [OUTPUT]`, or `make docs`."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, VANN, Graph, URIRef
from rdflib.term import Node

import lfckg
from lfckg.errors import DataError, LfckgError, Problem
from lfckg.files import display, read_text, write
from lfckg.namespaces import ARTICLE
from lfckg.turtle import parse_turtle
from lfckg.workspace import Workspace
from ontology_page.claim_diagram import claim_diagram
from ontology_page.class_diagrams import Classes, class_diagrams
from ontology_page.examples import MOST_LINES
from ontology_page.sections import Section, check_terms, make_sections
from ontology_page.terms import local, own_terms

_HERE = Path(__file__).parent
_CLAIM = "lfc-documentary#win-fa-cup.honour"
_METADATA = {
    OWL.versionInfo: "Version",
    DCTERMS.created: "Created",
    DCTERMS.creator: "Creator",
    DCTERMS.license: "Licence",
    VANN.preferredNamespacePrefix: "Prefix",
    VANN.preferredNamespaceUri: "Namespace",
}


def make_page(workspace: Workspace, claim: str) -> str:
    """Make the page of a workspace's ontology; `claim` (ARTICLE#NAME) is the one that is drawn.

    Raises DataError where a term has no definition or the data is wrong.
    """
    text = read_text(workspace.ontology)
    parse_turtle(workspace.ontology, text)  # tells where it is broken, as every command does
    ontology = Graph().parse(data=text, format="turtle")
    check_terms(ontology, display(workspace.ontology))
    header = _header(ontology, workspace.ontology)
    data = lfckg.graph(workspace)
    sections = make_sections(ontology, data)
    classes = Classes(ontology)
    drawn = class_diagrams(classes)
    hierarchies = sum(len(names) > 1 for names in classes.hierarchies())
    return Template((_HERE / "page.html").read_text("utf-8")).substitute(
        title=escape(str(ontology.value(header, DCTERMS.title))),
        description=escape(str(ontology.value(header, DCTERMS.description) or "")),
        style=(_HERE / "page.css").read_text("utf-8"),
        contents=_contents(sections),
        metadata=_metadata(header, ontology),
        classes="\n".join(drawn[:hierarchies]),
        singles="\n".join(drawn[hierarchies:]),
        anywhere=_anywhere(ontology),
        claim=escape(claim),
        evidence=claim_diagram(URIRef(ARTICLE + claim), data),
        sections="\n".join(section.html for section in sections),
        most=MOST_LINES,
    )


def _header(ontology: Graph, path: Path) -> Node:
    header = ontology.value(predicate=RDF.type, object=OWL.Ontology)
    if header is None or ontology.value(header, DCTERMS.title) is None:
        raise DataError([Problem(display(path), 0, 0, "has no owl:Ontology with a dcterms:title. Write its header.")])
    return header


def _contents(sections: Sequence[Section]) -> str:
    lines = []
    for section in sections:
        names = "".join(f"<li>{_link(name, name)}</li>" for name in section.names)
        lines.append(f"<li>{_link(section.anchor, section.title)}<ul>{names}</ul></li>")
    return "\n".join(lines)


def _link(anchor: str, text: str) -> str:
    return f'<a href="#{anchor}">{text}</a>'


def _metadata(header: Node, ontology: Graph) -> str:
    rows = []
    for name, label in _METADATA.items():
        for value in sorted(map(str, ontology.objects(header, name))):
            linked = value.startswith("https://creativecommons.org/")  # our own IRIs lead nowhere
            shown = f'<a href="{escape(value)}">{escape(value)}</a>' if linked else f"<code>{escape(value)}</code>"
            rows.append(f"<div><dt>{label}</dt><dd>{shown}</dd></div>")
    return "\n".join(rows)


def _anywhere(ontology: Graph) -> str:
    """Name the properties that have no domain: they stand in no class's box."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    properties = [term for term in own_terms(ontology) if any((term, RDF.type, kind) in ontology for kind in kinds)]
    placed = {*ontology.subjects(RDFS.domain), *ontology.subjects(SDO.domainIncludes)}
    names = [local(term) for term in properties if term not in placed]
    links = ", ".join(_link(name, name) for name in names)
    return f"<p>Of no class alone: {links}.</p>" if links else ""


def _main() -> int:
    parser = argparse.ArgumentParser(prog="ontology_page", description="Write the ontology's page.")
    parser.add_argument("output", nargs="?", type=Path, default=Path("build", "docs", "index.html"))
    parser.add_argument("--claim", default=_CLAIM, help="the claim that is drawn, as ARTICLE#NAME")
    arguments = parser.parse_args()
    logging.getLogger().setLevel(logging.WARNING)  # pyLODE has set it to tell everything
    try:
        workspace = lfckg.find_workspace()
        workspace.check_output(arguments.output)
        page = make_page(workspace, arguments.claim).encode()
        write(arguments.output, [page])
    except LfckgError as exc:
        print(f"ontology_page: {exc}", file=sys.stderr)
        return 1
    print(f"{display(arguments.output)}: {len(page) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(_main())
