"""The diagram of a claim: the fact that it asserts, the words that it rests on, the article in which they stand."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from lfckg.drawings.drawing import HEAD, box, draw, row
from lfckg.errors import DataError, Problem
from lfckg.namespaces import ARTICLE, OA
from ontology_page.terms import is_own, local, own, show

__all__ = ["claim_diagram"]

_HUE = 210
_DIGITS = 32  # of a digest, in a line


def claim_diagram(claim: URIRef, data: Graph) -> str:
    """Draw a claim: the fact that it asserts, the words that it rests on, and the article in which they stand.

    Raises DataError where the data has no such claim, or it cites no words.
    """
    spans = sorted(data.objects(claim, own("span")), key=lambda span: _number(span, "start", data))
    article = data.value(spans[0], URIRef(f"{OA}hasSource")) if spans else None
    if article is None:
        message = "is no claim with words. Name another for the diagram, with --claim ARTICLE#NAME."
        raise DataError([Problem(show(claim), 0, 0, message)])
    subject, predicate, value = (
        data.value(claim, part) or RDF.nil for part in (RDF.subject, RDF.predicate, RDF.object)
    )
    facts = [
        f"subject [label={_thing(subject, data)}]; object [label={_thing(value, data)}];",
        f'subject -> object [label=" {show(predicate)} ", class="fact", penwidth=2, fontsize=12];',
    ]
    evidence = [
        f"claim [label={_claim(claim, data)}];",
        *(f"span{number} [label={_span(span, data)}];" for number, span in enumerate(spans)),
        f"article [label={_article(article, data)}];",
        'subject -> claim [dir=back, label=" rdf:subject "]; object -> claim [dir=back, label=" rdf:object "];',
    ]
    for number, span in enumerate(spans):
        evidence.append(f'claim -> span{number} [label=" lfc:span "];')
        for sentence in sorted(int(str(value)) for value in data.objects(span, own("sentence"))):
            evidence.append(f"sentence{sentence} [label={_sentence(sentence, article, data)}];")
            evidence.append(f'span{number} -> sentence{sentence} [label=" lfc:sentence "];')
            evidence.append(f'sentence{sentence} -> article [label=" oa:hasSource "];')
    return draw(_clusters(facts, evidence), label=f"The claim {show(claim)} with its evidence", hue=_HUE)


def _clusters(facts: Iterable[str], evidence: Iterable[str]) -> str:
    """Put the fact above its evidence, each in the frame of its named graph."""
    frames = 'fontname="Arial", fontsize=10, labeljust=l, margin=14'
    return (
        f"strict digraph {{ {HEAD} graph [nodesep=0.9, ranksep=0.5, {frames}];"
        f'subgraph cluster_facts {{ label="the graph of facts"; {{ rank=same; {"".join(facts)} }} }}'
        f'subgraph cluster_evidence {{ label="the graph of evidence"; labelloc=b; {"".join(evidence)} }}'
        "}"
    )


def _thing(node: Node, data: Graph) -> str:
    """Describe a subject or an object: its name, its class, and its label where it has one."""
    if isinstance(node, Literal):
        return box([row(show(node), bold=True)])
    label = min(data.objects(node, SKOS.prefLabel), key=str, default=None)  # one, where there are several languages
    rows = [row(f"“{label}”")] if label else []
    kinds = sorted(local(kind) for kind in data.objects(node, RDF.type) if is_own(kind))
    return box([row(show(node), bold=True), *(row("a", muted=f"lfc:{kind}") for kind in kinds)], rows)


def _claim(claim: Node, data: Graph) -> str:
    kinds = sorted(local(kind) for kind in data.objects(claim, RDF.type))
    named = [(f"lfc:{name}", data.value(claim, own(name))) for name in ("status", "modality", "speaker", "rule")]
    named.insert(0, ("rdf:predicate", data.value(claim, RDF.predicate)))
    rows = [_value(name, value) for name, value in named if value is not None]
    head = [row(show(claim), bold=True), row("a", muted=", ".join(f"lfc:{kind}" for kind in kinds))]
    return box(head, [*rows, row("lfc:words", muted=f"“{data.value(claim, own('words'))}”")])


def _value(name: str, value: Node) -> str:
    link = f"#{local(value)}" if is_own(value) else ""
    return row(name, muted=show(value), href=link)


def _span(span: Node, data: Graph) -> str:
    selectors = data.objects(span, URIRef(f"{OA}hasSelector"))
    kinds = sorted(show(kind) for selector in selectors for kind in data.objects(selector, RDF.type))
    quote = data.value(span, own("quote"))
    rows = [*_borders(span, data), *([row("lfc:quote", muted=f"“{quote}”")] if quote else []), *map(row, kinds)]
    return box([row(_extent(span), bold=True), row("a", muted="lfc:Span")], rows)


def _sentence(number: int, article: Node, data: Graph) -> str:
    """Describe the sentence of an article that has a number: the one that is in no other but this."""
    spans = data.subjects(URIRef(f"{OA}hasSource"), article)
    found = (span for span in spans if (span, RDF.type, own("Sentence")) in data)
    span = sorted(found, key=lambda span: _number(span, "start", data))[number - 1]
    return box([row(f"sentence {number}", bold=True), row("a", muted="lfc:Sentence")], _borders(span, data))


def _borders(span: Node, data: Graph) -> list[str]:
    return [row(f"lfc:{name}", muted=str(_number(span, name, data))) for name in ("start", "end")]


def _article(article: Node, data: Graph) -> str:
    digest = str(data.value(article, own("sha256")))
    rows = [
        row("lfc:length", muted=f"{_number(article, 'length', data)} code points"),
        row("lfc:sha256", muted=digest[:_DIGITS]),
        row("", muted=digest[_DIGITS:]),
    ]
    return box([row(show(article), bold=True), row("a", muted="lfc:Article")], rows)


def _extent(span: Node) -> str:
    return f"#{str(span).removeprefix(ARTICLE).partition('#')[2]}"


def _number(node: Node, name: str, data: Graph) -> int:
    value = data.value(node, own(name))
    return int(str(value)) if value is not None else 0
