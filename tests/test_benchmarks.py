"""Benchmarks: the invented archive is what it says, and the programs that are measured answer alike."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, RdfFormat, Store, parse

from benchmarks.archive import Archive, landmarks, write_archive
from lfckg.engine import RawAnswer, ask
from lfckg.inference import INFERENCES, infer
from lfckg.namespaces import ARTICLE, DCTERMS, LFC, RDF
from lfckg.parameters import bind, find_parameters
from lfckg.queries import Query, list_queries
from lfckg.rules import find_breaches
from lfckg.store import store_quads
from lfckg.validation import validate
from lfckg.workspace import find_workspace
from support import ROOT

WORKSPACE = find_workspace(ROOT)
SIZE = 2000
QUERIES = list_queries(WORKSPACE.queries)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return write_archive(tmp_path_factory.mktemp("archive") / "archive.nq", SIZE)


@pytest.fixture(scope="module")
def quads(archive: Archive) -> list[Quad]:
    return list(parse(path=archive.path, format=RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def store(quads: list[Quad]) -> Store:
    return store_quads(quads)


def bound(query: Query) -> Query:
    names = {parameter.name for parameter in find_parameters(query)}
    return bind(query, {name: value for name, value in landmarks().items() if name in names})


def test_the_same_size_and_seed_give_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    again = write_archive(tmp_path / "again.nq", SIZE)
    packed = [write_archive(tmp_path / f"{name}.nq.gz", SIZE).path.read_bytes() for name in ("one", "two")]
    plain = archive.path.read_bytes()
    assert again.path.read_bytes() == plain
    assert packed[0] == packed[1]
    assert gzip.decompress(packed[0]) == plain
    assert write_archive(tmp_path / "other.nq", SIZE, seed=2).path.read_bytes() != plain
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.nq", "one.nq.gz", "other.nq", "two.nq.gz"]


def test_what_is_told_of_an_archive_is_true(archive: Archive, quads: list[Quad]) -> None:
    claims = {
        quad.subject
        for quad in quads
        if quad.object == NamedNode(f"{LFC}Claim")
        and quad.predicate.value == f"{RDF}type"
        and str(quad.subject).startswith(f"<{ARTICLE}")
    }
    articles = {quad.subject for quad in quads if quad.object == NamedNode(f"{LFC}Article")}
    assert archive.claims == len(claims) >= SIZE
    assert archive.quads == len(quads) == len(set(quads))
    # lfc:Article is also a class that the ontology describes; only articles are subjects of their type.
    assert archive.articles == len({term for term in articles if str(term).startswith(f"<{ARTICLE}")})
    assert 20 < archive.quads / archive.claims < 30


def test_an_archive_conforms_to_the_shapes(tmp_path: Path) -> None:
    small = write_archive(tmp_path / "small.nq", 500)
    assert validate([small.path], workspace=WORKSPACE, trust=True).findings == ()


def test_an_archive_breaks_no_rule(store: Store) -> None:
    assert list(find_breaches(store, WORKSPACE.rules)) == []


def test_short_cuts_are_those_that_the_rules_infer(quads: list[Quad]) -> None:
    told = {quad for quad in quads if quad.graph_name == INFERENCES}
    rest = store_quads(quad for quad in quads if quad.graph_name != INFERENCES)
    assert told == set(infer(rest, WORKSPACE.inferences))
    rules = {
        quad.object.value for quad in told if isinstance(quad.object, Literal) and quad.predicate.value == f"{LFC}rule"
    }
    assert rules == {"has-won", "holds-post", "manages", "plays-for", "relative-time"}


def test_two_articles_tell_some_of_the_same_facts(quads: list[Quad]) -> None:
    facts = Counter(quad.triple for quad in quads if str(quad.graph_name).endswith("/facts>"))
    assert sum(count > 1 for count in facts.values()) > 10
    dated = {
        quad.subject for quad in quads if quad.predicate.value == f"{DCTERMS}issued" and "article" in str(quad.subject)
    }
    assert dated


def test_spans_quote_what_their_sentences_hold(store: Store) -> None:
    rows = store.query(
        """
        PREFIX lfc: <https://w3id.org/lfckg/ontology#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?span WHERE {
          ?span lfc:start ?start ; lfc:end ?end ; lfc:sentence ?number ; oa:hasSource ?article .
          ?sentence a lfc:Sentence ; oa:hasSource ?article ; lfc:sentence ?number ; lfc:start ?first ; lfc:end ?last .
          FILTER (?end <= ?first || ?start >= ?last)
        }
        """
    )
    assert isinstance(rows, QuerySolutions)
    assert list(rows) == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_stored_queries_give_rows(query: Query, store: Store) -> None:
    assert ask(store, bound(query), _count) > 0


def _count(raw: RawAnswer) -> int:
    assert not isinstance(raw, QueryBoolean)
    return sum(1 for _ in raw)
