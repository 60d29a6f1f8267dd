"""Mapping: the facts of an article's dataset in the corpus' relations, by the stored query `relations`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple

from benchmarks.evaluation.findings import Finding, Thing, make_sheet
from benchmarks.evaluation.sheets import Sheet
from lfckg.answers import Graph, run_query
from lfckg.article import Extent
from lfckg.namespaces import ARTICLE, ENTITY, LFC, PREFIXES, RDF, RELATIONS
from lfckg.queries import find_query

__all__ = ["sheet_of"]

_YEAR = 4  # digits
_SPANS = """
SELECT DISTINCT ?claim ?start ?end WHERE {{ ?claim lfc:span ?span ; prov:wasDerivedFrom <{article}> . {kind}
  ?span lfc:start ?start ; lfc:end ?end }} ORDER BY ?start ?end"""
_RULES = "SELECT DISTINCT ?claim ?rule WHERE { ?claim prov:wasGeneratedBy/lfc:proposedBy ?rule } ORDER BY ?rule"
_ENTITIES = "SELECT DISTINCT ?entity ?class ?label WHERE { ?entity a ?class ; skos:prefLabel ?label } ORDER BY ?class"
_MENTIONS = """
SELECT DISTINCT ?entity ?type ?start ?end WHERE {{
  ?mention lfc:refersTo ?entity ; lfc:mentionType ?type ; lfc:span ?span ; prov:wasDerivedFrom <{article}> .
  ?span lfc:start ?start ; lfc:end ?end
}} ORDER BY ?start ?end"""


def sheet_of(store: Store, slug: str, text: str, queries: Path, published: str | None = None) -> Sheet:
    """Make the sheet of an article from a dataset with its facts and their claims; `queries` holds the stored query."""
    answer = run_query(store, find_query("relations", queries))
    assert isinstance(answer, Graph)  # noqa: S101  it is a CONSTRUCT
    spans = _spans(store, slug)
    rules: dict[object, str] = {claim: rule.value for claim, rule in _rows(store, _RULES)}
    findings = []
    for claim, told in _told(answer.triples).items():
        if claim in spans:  # others are of other articles
            findings.append(_finding(told, tuple(spans[claim]), rules.get(claim, "")))
    return make_sheet(text, _things(store, slug), sorted(findings, key=lambda finding: finding.spans), published)


def _told(triples: tuple[Triple, ...]) -> dict[object, dict[str, NamedNode | Literal]]:
    """Give what the query tells of each claim: predicate → object."""
    told: dict[object, dict[str, NamedNode | Literal]] = defaultdict(dict)
    for triple in triples:
        assert isinstance(triple.object, NamedNode | Literal)  # noqa: S101  we publish no blank nodes
        told[triple.subject][triple.predicate.value] = triple.object
    return {claim: values for claim, values in told.items() if f"{RDF}predicate" in values}


def _finding(told: dict[str, NamedNode | Literal], spans: tuple[Extent, ...], rule: str) -> Finding:
    main = {name: _short(told[RDF + name]) for name in ("subject", "predicate", "object")}
    qualifiers = {
        key.removeprefix(RELATIONS): _short(value) for key, value in told.items() if key.startswith(RELATIONS)
    }
    if "year" in qualifiers:  # a win may be dated to the day
        qualifiers["year"] = qualifiers["year"][:_YEAR]
    return Finding(main["predicate"], main["subject"], main["object"], spans, qualifiers, rule)


def _spans(store: Store, slug: str) -> dict[object, list[Extent]]:
    spans: dict[object, list[Extent]] = defaultdict(list)
    for claim, start, end in _rows(store, _SPANS.format(article=f"{ARTICLE}{slug}", kind="?claim a lfc:Claim .")):
        spans[claim].append((int(start.value), int(end.value)))
    return spans


def _things(store: Store, slug: str) -> dict[str, Thing]:
    named: dict[str, list[Extent]] = defaultdict(list)
    described: dict[str, list[Extent]] = defaultdict(list)
    by_type = {"Name": named, "Nickname": described, "Description": described}
    for entity, kind, start, end in _rows(store, _MENTIONS.format(article=f"{ARTICLE}{slug}")):
        extents = by_type.get(kind.value.removeprefix(LFC))
        if extents is not None:
            extents[_short(entity)].append((int(start.value), int(end.value)))
    things: dict[str, Thing] = {}
    for entity, kind, label in _rows(store, _ENTITIES):
        key = _short(entity)
        if key not in things and kind.value.startswith(LFC):
            own = kind.value.removeprefix(LFC)
            things[key] = Thing(own, label.value, tuple(named[key]), tuple(described[key]))
    return things


def _rows(store: Store, query: str) -> Iterator[list[NamedNode | Literal]]:
    answer = store.query(query, prefixes=PREFIXES)
    assert isinstance(answer, QuerySolutions)  # noqa: S101  it is a SELECT
    for solution in answer:
        terms = list(solution)
        assert all(isinstance(term, NamedNode | Literal) for term in terms)  # noqa: S101  we publish no blank nodes
        yield [term for term in terms if isinstance(term, NamedNode | Literal)]


def _short(term: NamedNode | Literal) -> str:
    return term.value.removeprefix(RELATIONS).removeprefix(ENTITY)
