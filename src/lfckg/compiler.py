"""The compiler: curated files in, a dataset out, in which every fact has a claim and every claim its words.

It only adds to what people write: asserted facts, defaults, span nodes with sentence and paragraph, provenance,
inferences. The same input gives the same quads, without blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from lfckg.article import Article
from lfckg.claims import Claim, Mention
from lfckg.curated import CuratedFile, span_iri
from lfckg.errors import DataError, InputError, Problem, nearest
from lfckg.evidence import Span, join_words
from lfckg.files import display, read_text
from lfckg.inference import infer
from lfckg.namespaces import ARTICLE, GRAPH, LFC, OA, PROV, RDF, XSD, article_graphs, compact
from lfckg.ontology import Ontology
from lfckg.reader import read_curated
from lfckg.store import store_quads
from lfckg.turtle import parse_turtle

__all__ = ["Compiled", "compile_files"]

_INTEGER = NamedNode(f"{XSD}integer")
_ONTOLOGY = NamedNode(f"{GRAPH}ontology")
_ENTITIES = NamedNode(f"{GRAPH}entities")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A dataset and the files it was made of; `facts` counts the distinct asserted triples of articles."""

    quads: frozenset[Quad]
    files: tuple[CuratedFile, ...]
    claims: int
    facts: int

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, by file."""
        return tuple(file.article for file in self.files if file.article)


def compile_files(ontology: Path, data: Sequence[Path], rules: Sequence[Path]) -> Compiled:
    """Compile curated files; raise DataError with all problems found, or InputError for a file that can't be read."""
    if not data:
        raise InputError(
            f"{display(ontology.parents[1] / 'data')}: holds no curated files (*.ttl). Write one: lfckg new TEXT."
        )
    schema = _read_ontology(ontology)
    terms = Ontology.of(schema)
    files: list[CuratedFile] = []
    problems: list[Problem] = []
    for path in data:
        try:
            files.append(read_curated(path, terms))
        except DataError as exc:
            problems.extend(exc.problems)
    problems.extend(problem for file in files for problem in file.problems)
    problems.extend(_check_together(files))
    if problems:
        raise DataError(problems)
    quads = {_quad(triple, _ONTOLOGY) for triple in schema}
    for file in files:
        quads.update(_file_quads(file))
    quads.update(infer(store_quads(quads), rules))
    claims = [claim for file in files for claim in file.claims]
    facts = {claim.triple for claim in claims if claim.is_asserted}
    return Compiled(frozenset(quads), tuple(files), len(claims), len(facts))


def _read_ontology(path: Path) -> list[Triple]:
    triples = parse_turtle(path, read_text(path))
    if any(isinstance(term, BlankNode) for triple in triples for term in triple):
        raise DataError([Problem(display(path), 0, 0, "has blank nodes; what we publish has none. Name them.")])
    return triples


def _check_together(files: Sequence[CuratedFile]) -> Iterator[Problem]:
    """Check what one file alone can't tell: names used twice, entities that nobody declares."""
    first: dict[NamedNode, CuratedFile] = {}
    for file in files:
        own = [claim.iri for claim in file.claims]
        subjects = [NamedNode(ARTICLE + file.article.slug)] if file.article else list(file.places)
        for iri in dict.fromkeys(own + subjects):
            if iri in first:
                where = first[iri].where(iri)
                yield file.source.problem(
                    file.places[iri], f"{compact(iri.value)} stands twice, first at {where}. Keep one."
                )
            first.setdefault(iri, file)
    declared = {iri for file in files if not file.article for iri in file.places}
    names = [compact(iri.value) for iri in declared]
    for file in files:
        for reference in file.references:
            if reference.entity not in declared:
                name = compact(reference.entity.value)
                hint = nearest(name, names) or ". Add it with its type and label."
                yield file.source.problem(reference.place, f"{name} is not declared among the entities{hint}")


def _file_quads(file: CuratedFile) -> Iterator[Quad]:
    if file.article is None:
        yield from (_quad(triple, _ENTITIES) for triple in file.entities)
        return
    facts, evidence = (NamedNode(name) for name in article_graphs(file.article.slug))
    yield from (_quad(claim.triple, facts) for claim in file.claims if claim.is_asserted)
    yield from (_quad(triple, evidence) for triple in _evidence(file, file.article))


def _evidence(file: CuratedFile, article: Article) -> Iterator[Triple]:
    yield from file.metadata
    for claim in file.claims:
        yield from _claim_triples(claim, article)
    for mention in file.mentions:
        yield from _mention_triples(mention, article)
    borders = (("Paragraph", article.index.paragraphs), ("Sentence", article.index.sentences))
    for kind, extents in borders:
        for number, (start, end) in enumerate(extents, start=1):
            span = Span(start, end)
            yield _say(span_iri(article.slug, span), RDF, "type", NamedNode(LFC + kind))
            yield _say(span_iri(article.slug, span), LFC, "number", _number(number))
            yield from _span_triples(span, article)
    for citation in file.citations:
        yield from _span_triples(citation.span, article)


def _claim_triples(claim: Claim, article: Article) -> Iterator[Triple]:
    iri = claim.iri
    yield _say(iri, RDF, "type", NamedNode(f"{LFC}Claim"))
    yield _say(iri, RDF, "subject", claim.subject)
    yield _say(iri, RDF, "predicate", claim.triple.predicate)
    yield _say(iri, RDF, "object", claim.object)
    yield _say(iri, LFC, "status", claim.status.iri)
    yield _say(iri, LFC, "modality", claim.modality.iri)
    yield _say(iri, PROV, "wasDerivedFrom", NamedNode(ARTICLE + article.slug))
    if claim.speaker:
        yield _say(iri, LFC, "speaker", claim.speaker)
    yield from _cited(iri, claim.spans, article)


def _mention_triples(mention: Mention, article: Article) -> Iterator[Triple]:
    yield _say(mention.iri, RDF, "type", NamedNode(f"{LFC}Mention"))
    yield _say(mention.iri, LFC, "refersTo", mention.entity)
    yield _say(mention.iri, PROV, "wasDerivedFrom", NamedNode(ARTICLE + article.slug))
    yield from _cited(mention.iri, mention.spans, article)


def _cited(iri: NamedNode, spans: tuple[Span, ...], article: Article) -> Iterator[Triple]:
    yield from (_say(iri, LFC, "span", span_iri(article.slug, span)) for span in spans)
    if words := join_words(spans):
        yield _say(iri, LFC, "words", Literal(words))


def _span_triples(span: Span, article: Article) -> Iterator[Triple]:
    """Describe a span twice: in our terms for short queries, as Web Annotation selectors for everybody's tools."""
    iri = span_iri(article.slug, span)
    source = NamedNode(ARTICLE + article.slug)
    position = NamedNode(f"{source.value}#position={span.start},{span.end}")
    yield _say(iri, RDF, "type", NamedNode(f"{LFC}Span"))
    yield _say(iri, OA, "hasSource", source)
    yield _say(iri, LFC, "start", _number(span.start))
    yield _say(iri, LFC, "end", _number(span.end))
    yield from (_say(iri, LFC, "sentence", _number(n)) for n in article.index.sentences_of(span.start, span.end))
    yield from (_say(iri, LFC, "paragraph", _number(n)) for n in article.index.paragraphs_of(span.start, span.end))
    yield _say(iri, OA, "hasSelector", position)
    yield _say(position, RDF, "type", NamedNode(f"{OA}TextPositionSelector"))
    yield _say(position, OA, "start", _number(span.start))
    yield _say(position, OA, "end", _number(span.end))
    if span.quote is not None:
        quote = NamedNode(f"{source.value}#quote={span.start},{span.end}")
        yield _say(iri, LFC, "quote", Literal(span.quote))
        yield _say(iri, OA, "hasSelector", quote)
        yield _say(quote, RDF, "type", NamedNode(f"{OA}TextQuoteSelector"))
        yield _say(quote, OA, "exact", Literal(span.quote))


def _say(subject: NamedNode, namespace: str, name: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(namespace + name), value)


def _quad(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=_INTEGER)
