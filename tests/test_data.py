"""The project's own data: what of a text it quotes, and what it must not say."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from pyoxigraph import Literal, NamedNode

from lfckg.article import count_words
from lfckg.compiler import compile_files
from lfckg.curated import CuratedFile
from lfckg.datasets import open_store
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


def texts_of(*properties: str) -> set[str]:
    """Give the literals that claims of the first article have for some properties."""
    claims = [claim for file in FILES for claim in file.claims]
    wanted = {LFC + name for name in properties}
    return {claim.object.value for claim in claims if claim.triple.predicate.value in wanted}


def test_no_trophy_has_a_year_a_season_or_a_count() -> None:
    assert texts_of("season", "count", "episodes") == set()
    wins = [c for file in FILES for c in file.claims if str(c.object).endswith("#TrophyWin>")]
    assert len(wins) == 7
    about = {claim.triple.predicate.value for file in FILES for claim in file.claims if "#win-" in claim.subject.value}
    assert {name.rpartition("#")[2] for name in about} == {"type", "honour", "manager", "modality", "winner"}


def test_the_new_series_has_no_platform_title_director_or_number_of_episodes() -> None:
    series = "https://w3id.org/lfckg/id/liverpool-documentary-series"
    used = {
        claim.triple.predicate.value.rpartition("#")[2]
        for file in FILES
        for claim in file.claims
        if series in {claim.subject.value, str(getattr(claim.object, "value", ""))}
    }
    assert not used & {"platform", "director", "narrator", "episodes", "brand", "title", "behind"}
    used_in_all = {claim.triple.predicate.value.rpartition("#")[2] for file in FILES for claim in file.claims}
    assert not used_in_all & {"platform", "director", "narrator"}


def test_no_season_has_a_name_made_of_years() -> None:
    said = {
        quad.object.value
        for quad in QUADS
        if isinstance(quad.object, Literal) and "graph/shapes" not in str(quad) and "graph/ontology" not in str(quad)
    }
    assert not [text for text in said if re.search(r"\b(19|20)\d\d[-/–]\d\d(\d\d)?\b(?!-)", text)]


def test_nobody_commissions_anything_and_no_interval_is_made() -> None:
    names = {quad.predicate.value.rpartition("#")[2] for quad in QUADS} | {str(quad.object) for quad in QUADS}
    assert not [name for name in names if "ommission" in name]
    bounds = {"earliest", "latest", "earliestStart", "latestStart", "earliestEnd", "latestEnd"}
    assert not {quad.predicate.value.rpartition("#")[2] for quad in QUADS} & bounds


def test_views_and_what_is_said_are_no_facts() -> None:
    store = open_store(WORKSPACE)
    prefixes = {"lfc": LFC, "": "https://w3id.org/lfckg/id/"}
    for pattern in (
        "?someone lfc:backs ?work",
        "?someone lfc:feels ?how",
        "?someone lfc:wantsToWorkWith ?club",
        ":liverpool-fc lfc:describedAs ?words",
        ":jurgen-klopp lfc:describedAs ?words",
        "?what lfc:shapes ?club",
        "?work lfc:explores ?topic",
        "?work lfc:features ?who",
        "?insight a lfc:Insight",
        "?tenure lfc:finalSeason ?season",
    ):
        assert not store.query(f"ASK {{ {pattern} }}", prefixes=prefixes), pattern


def test_the_whole_article_is_in_the_graph() -> None:
    """About 42 entities, 125 mentions, and every sentence; two evaluations, and claims of all statuses."""
    (file,) = FILES
    assert file.article
    entities = {m.entity for m in file.mentions if m.entity and "/article/" not in m.entity.value}
    assert len(entities) >= 40
    assert len(file.mentions) >= 120
    cited = {n for c in file.claims for s in c.spans for n in file.article.index.sentences_of(s.start, s.end)}
    assert cited == set(range(1, 18))
    statuses = Counter(claim.status.value for claim in file.claims)
    assert statuses["Evaluation"] == 2
    assert min(statuses.values()) >= 2
    assert set(statuses) == {"Stated", "Implied", "QuotedFact", "Opinion", "Evaluation"}
    speakers = {claim.speaker for claim in file.claims if claim.status.value in {"QuotedFact", "Opinion"}}
    assert {str(speaker).rpartition("/")[2] for speaker in speakers} == {"jurgen-klopp>", "drew-crisp>", "julian-bird>"}


def test_nobody_who_is_only_part_of_a_title_is_a_person() -> None:
    labels = {
        quad.object.value
        for quad in QUADS
        if quad.predicate == NamedNode(f"{SKOS}prefLabel") and isinstance(quad.object, Literal)
    }
    people = {quad.subject for quad in QUADS if quad.object == NamedNode(f"{LFC}Person")}
    assert "Jürgen Klopp" in labels
    assert not [person for person in people if "rooney" in str(person)]
