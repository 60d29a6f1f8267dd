"""The project's own data: what of a text it quotes, and what it must not say."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import Literal, NamedNode

from lfckg.article import count_words
from lfckg.builder import open_store
from lfckg.compiler import compile_files
from lfckg.curated import CuratedFile
from lfckg.files import read_article
from lfckg.gaps import LARGEST_SHARE, LONGEST_RUN, quoted_runs
from lfckg.namespaces import LFC, SKOS, XSD
from lfckg.workspace import find_workspace
from support import ROOT, SHARED_ARTICLES

WORKSPACE = find_workspace(ROOT)
COMPILED = compile_files(WORKSPACE)
QUADS = COMPILED.quads()
FILES = [file for file in COMPILED.files if file.article]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_quotes_stay_short_and_few(file: CuratedFile) -> None:
    assert file.article
    assert (LONGEST_RUN, LARGEST_SHARE) == (12, 0.30)
    words = [count_words(run.quote or "") for run in quoted_runs(file)]
    assert max(words) <= LONGEST_RUN
    assert sum(words) <= LARGEST_SHARE * file.article.index.words


@pytest.mark.skipif(not SHARED_ARTICLES.is_dir(), reason="the article's text is its publisher's, and not at hand here")
def test_no_run_of_quoted_words_is_long_even_over_punctuation() -> None:
    (file,) = [file for file in FILES if file.article and file.article.slug == "lfc-documentary"]
    text = read_article(SHARED_ARTICLES / "lfc-documentary.txt")
    quoted = {place for c in file.citations if c.span.quote for place in range(c.span.start, c.span.end)}
    longest = run = 0
    for word in re.finditer(r"\w+(?:[’'-]\w+)*", text):
        run = run + 1 if word.start() in quoted else 0
        longest = max(longest, run)
    assert longest <= LONGEST_RUN


def test_the_only_calendar_date_is_that_of_the_appointment() -> None:
    dates = {
        quad.object.value
        for quad in QUADS
        if isinstance(quad.object, Literal) and "/article/" in str(quad.graph_name)
        if quad.object.datatype.value.removeprefix(XSD) in {"date", "gYear", "gYearMonth", "dateTime"}
    }
    assert dates == {"2015-10-08"}


def test_what_is_planned_is_not_asserted_as_done() -> None:
    store = open_store(WORKSPACE)
    prefixes = {"lfc": LFC, "": "https://w3id.org/lfckg/id/"}
    for pattern in (
        ":lorton-entertainment lfc:behind :liverpool-documentary-series",
        ":liverpool-documentary-series lfc:productionStatus lfc:Released",
        "?tenure lfc:endedBy ?departure",
    ):
        assert not store.query(f"ASK {{ {pattern} }}", prefixes=prefixes), pattern
    assert store.query(
        "ASK { ?claim rdf:predicate lfc:endedBy }",
        prefixes=prefixes | {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
    )


def test_nobody_who_is_only_part_of_a_title_is_a_person() -> None:
    labels = {
        quad.object.value
        for quad in QUADS
        if quad.predicate == NamedNode(f"{SKOS}prefLabel") and isinstance(quad.object, Literal)
    }
    people = {quad.subject for quad in QUADS if quad.object == NamedNode(f"{LFC}Person")}
    assert "Jürgen Klopp" in labels
    assert not [person for person in people if "rooney" in str(person)]
