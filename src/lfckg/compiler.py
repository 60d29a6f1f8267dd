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
from lfckg.claims import Claim, Mention, Review, Status
from lfckg.curated import CuratedFile, span_iri
from lfckg.entities import withdraw_unnamed
from lfckg.errors import DataError, InputError, Problem, nearest
from lfckg.evidence import Span, join_words
from lfckg.files import display, read_text
from lfckg.inference import INFERENCES, infer
from lfckg.merges import merge
from lfckg.namespaces import ARTICLE, ENTITY, GRAPH, LFC, OA, PROV, RDF, XSD, article_graphs, compact
from lfckg.ontology import Ontology
from lfckg.reader import read_curated
from lfckg.store import store_quads
from lfckg.turtle import parse_turtle
from lfckg.workspace import Workspace

__all__ = ["Compiled", "Selection", "compile_files"]

_MOST_HINTS = 20
_INTEGER = NamedNode(f"{XSD}integer")
_ONTOLOGY = NamedNode(f"{GRAPH}ontology")
_SHAPES = NamedNode(f"{GRAPH}shapes")
_ENTITIES = NamedNode(f"{GRAPH}entities")
_REFERENCE = NamedNode(f"{GRAPH}reference")


@dataclass(frozen=True, slots=True)
class Selection:
    """What of the data to give: without implied facts and their claims, without evidence, one article (slug) alone."""

    stated_only: bool = False
    evidence: bool = True
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """Curated files that have been checked, with the ontology, the shapes and the rules that go with them."""

    files: tuple[CuratedFile, ...]
    schema: tuple[Quad, ...]
    rules: tuple[Path, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, by file."""
        return tuple(file.article for file in self.files if file.article)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of all articles; what rules infer is not among them."""
        return tuple(claim for file in self.files for claim in file.claims)

    @property
    def facts(self) -> frozenset[Triple]:
        """The distinct triples that claims assert."""
        return frozenset(claim.triple for claim in self.claims if claim.is_asserted)

    def quads(self, selection: Selection | None = None) -> frozenset[Quad]:
        """Make the dataset, or a selection of it; raise InputError for an article that is not there."""
        chosen = selection or Selection()
        files = _of_article(self.files, chosen.article) if chosen.article else self.files
        quads = {quad for file in files for quad in _file_quads(file, stated_only=chosen.stated_only)}
        if not chosen.stated_only:  # what rules infer is implied
            quads.update(infer(store_quads([*quads, *self.schema]), self.rules))
        if not chosen.evidence:
            quads = {quad for quad in quads if _is_fact(quad)}
        if chosen.article:
            own = {quad for quad in quads if quad.graph_name not in {_ENTITIES, _REFERENCE}}
            used = {term for quad in own for term in (quad.subject, quad.object)}
            quads = own | {quad for quad in quads if quad.graph_name == _ENTITIES and quad.subject in used}
        elif chosen.evidence:
            quads.update(self.schema)
        return frozenset(quads)


def compile_files(workspace: Workspace, extra: Sequence[Path] = (), *, without: Sequence[Path] = ()) -> Compiled:
    """Read and check a workspace's curated files but those in `without`, and `extra` ones.

    Raises DataError with all problems found, or InputError for a file that can't be read.
    """
    data = [*(path for path in workspace.data if path not in without), *extra]
    if not data:
        where = display(workspace.root / "data")
        raise InputError(f"{where}: holds no curated files (*.ttl). Write one: lfckg new TEXT.")
    ontology = _read_schema(workspace.ontology, _ONTOLOGY)
    shapes = _read_schema(workspace.shapes, _SHAPES)
    terms = Ontology.of(quad.triple for quad in ontology)
    files: list[CuratedFile] = []
    problems: list[Problem] = []
    for path in data:
        try:
            files.append(read_curated(path, terms))
        except DataError as exc:
            problems.extend(exc.problems)
    problems.extend(problem for file in files for problem in file.problems)
    problems.extend(_check_names(files))
    if len(files) == len(data):  # what a broken file declares is not known, and would only hide its fault
        problems.extend(_check_declared(files))
    withdraw_unnamed(files)
    problems.extend(merge(files, terms))
    if problems:
        raise DataError(problems)
    return Compiled(tuple(files), (*ontology, *shapes), tuple(workspace.inferences))


def _read_schema(path: Path, graph: NamedNode) -> list[Quad]:
    triples = parse_turtle(path, read_text(path))
    if any(isinstance(term, BlankNode) for triple in triples for term in triple):
        raise DataError([Problem(display(path), 0, 0, "has blank nodes; what we publish has none. Name them.")])
    return [_quad(triple, graph) for triple in triples]


def _of_article(files: Sequence[CuratedFile], slug: str) -> list[CuratedFile]:
    slugs = [file.article.slug for file in files if file.article]
    if slug not in slugs:
        hint = nearest(slug, slugs) or f". There is {', '.join(slugs) or 'none'}."
        raise InputError(f"{slug}: no article has this name{hint}")
    return [file for file in files if file.article is None or file.article.slug == slug]


def _is_fact(quad: Quad) -> bool:
    """Tell facts from evidence: triples of facts graphs and entities, and inferred ones without their claims."""
    assert isinstance(quad.graph_name, NamedNode)  # noqa: S101  we name every graph
    if quad.graph_name == INFERENCES:
        return not str(quad.subject).startswith(f"<{ENTITY}inference/")
    if isinstance(quad.object, NamedNode) and "#char=" in quad.object.value:
        return False  # what points to words is evidence
    return quad.graph_name == _ENTITIES or quad.graph_name.value.endswith("/facts")


def _check_names(files: Sequence[CuratedFile]) -> Iterator[Problem]:
    """Find names that are used twice, over all files."""
    first: dict[NamedNode, CuratedFile] = {}
    for file in files:
        own = [claim.iri for claim in file.claims]
        subjects = [NamedNode(ARTICLE + file.article.slug)] if file.article else list(file.places)
        if file.article and subjects[0] in first:
            own = []  # of an article that is there twice every claim is
        for iri in dict.fromkeys(own + subjects):
            if iri in first:
                where = first[iri].where(iri)
                yield file.source.problem(
                    file.places[iri], f"{compact(iri.value)} stands twice, first at {where}. Keep one."
                )
            first.setdefault(iri, file)


def _check_declared(files: Sequence[CuratedFile]) -> Iterator[Problem]:
    """Find entities that nobody declares."""
    declared = {iri for file in files if not file.article and not file.outside for iri in file.places}
    names = [compact(iri.value) for iri in declared]
    hints: dict[NamedNode, str] = {}
    for file in files:
        for reference in file.references:
            if reference.entity not in declared:
                name = compact(reference.entity.value)
                if reference.entity not in hints:
                    near = nearest(name, names) if len(hints) < _MOST_HINTS else ""
                    hints[reference.entity] = near or ". Add it with its type and label."
                hint = hints[reference.entity]
                yield file.source.problem(reference.place, f"{name} is not declared among the entities{hint}")


def _file_quads(file: CuratedFile, *, stated_only: bool) -> Iterator[Quad]:
    if file.article is None:
        yield from (_quad(triple, _ENTITIES) for triple in file.entities)
        yield from (_quad(triple, _REFERENCE) for triple in file.outside)
        return
    claims = [claim for claim in file.claims if not (stated_only and claim.status is Status.IMPLIED)]
    facts, evidence = (NamedNode(name) for name in article_graphs(file.article.slug))
    yield from (_quad(claim.triple, facts) for claim in claims if claim.is_asserted)
    yield from (_quad(triple, evidence) for triple in _evidence(file, file.article, claims))


def _evidence(file: CuratedFile, article: Article, claims: Sequence[Claim]) -> Iterator[Triple]:
    yield from file.metadata
    for claim in claims:
        yield from _claim_triples(claim, article)
    for mention in file.mentions:
        yield from _mention_triples(mention, article)
    borders = (("Paragraph", article.index.paragraphs), ("Sentence", article.index.sentences))
    for kind, extents in borders:
        for start, end in extents:
            span = Span(start, end)
            yield _say(span_iri(article.slug, span), RDF, "type", NamedNode(LFC + kind))
            yield from _span_triples(span, article)
    reviews = {review for claim in claims for review in claim.reviews}
    reviews |= {review for mention in file.mentions for review in mention.reviews}
    for review in reviews:
        yield from _review_triples(review)
    cited = {span for claim in claims for span in claim.spans} | {span for item in file.mentions for span in item.spans}
    objects = {claim.object for claim in claims}
    cited.update(found.span for found in file.citations if span_iri(article.slug, found.span) in objects)
    for span in cited:
        yield from _span_triples(span, article)


def _claim_triples(claim: Claim, article: Article) -> Iterator[Triple]:
    iri = claim.iri
    yield _say(iri, RDF, "type", NamedNode(f"{LFC}Claim"))
    if claim.is_asserted:
        yield _say(iri, RDF, "type", NamedNode(f"{LFC}Assertion"))
    yield _say(iri, RDF, "subject", claim.subject)
    yield _say(iri, RDF, "predicate", claim.triple.predicate)
    yield _say(iri, RDF, "object", claim.object)
    yield _say(iri, LFC, "status", claim.status.iri)
    yield _say(iri, LFC, "modality", claim.modality.iri)
    yield _say(iri, PROV, "wasDerivedFrom", NamedNode(ARTICLE + article.slug))
    if claim.speaker:
        yield _say(iri, LFC, "speaker", claim.speaker)
    yield from (_say(iri, PROV, "wasGeneratedBy", review.proposal) for review in claim.reviews)
    yield from _cited(iri, claim.spans, article)


def _mention_triples(mention: Mention, article: Article) -> Iterator[Triple]:
    yield _say(mention.iri, RDF, "type", NamedNode(f"{LFC}Mention"))
    yield _say(mention.iri, LFC, "mentionType", mention.type.iri)
    if mention.entity:
        yield _say(mention.iri, LFC, "refersTo", mention.entity)
    yield _say(mention.iri, PROV, "wasDerivedFrom", NamedNode(ARTICLE + article.slug))
    yield from (_say(mention.iri, PROV, "wasGeneratedBy", review.proposal) for review in mention.reviews)
    yield from _cited(mention.iri, mention.spans, article)


def _review_triples(review: Review) -> Iterator[Triple]:
    yield _say(review.proposal, RDF, "type", NamedNode(f"{LFC}Proposal"))
    yield _say(review.proposal, LFC, "proposedBy", Literal(review.source))
    yield _say(review.proposal, LFC, "confidence", review.confidence)
    yield _say(review.proposal, LFC, "decision", review.decision.iri)
    if review.reviewer and review.time:
        yield _say(review.proposal, LFC, "reviewer", Literal(review.reviewer))
        yield _say(review.proposal, LFC, "reviewedAt", review.time)


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
