"""What is proposed stands in the curated form: each of the 17 relations, accepted, comes back as it was read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lfckg.answers import Graph, run_query
from lfckg.builder import build
from lfckg.claims import Decision, MentionType, Modality, Status
from lfckg.compiler import compile_files
from lfckg.datasets import open_store
from lfckg.extraction.relations import read_relations
from lfckg.namespaces import ENTITY, RDF, RELATIONS
from lfckg.queries import find_query
from lfckg.validation import validate
from lfckg.workspace import find_workspace
from proposing import Finder, Hand, decide_all, names_in, put
from support import ROOT, TESTS, make_small_workspace

TEXT = (TESTS / "relations" / "low-tide.txt").read_text("utf-8")
DAY = {"issued": "2024-03-11", "source": "written for the tests"}


def read_all(finder: Finder) -> None:
    """Read what stands in tests/relations/low-tide.txt, and some that does not."""
    for key, type_, label in (
        ("calder-vale", "Club", "Calder Vale"),
        ("low-tide", "Documentary", "Low Tide"),
        ("brightwater", "Broadcaster", "Brightwater"),
        ("stillwell-pictures", "ProductionCompany", "Stillwell Pictures"),
        ("marek-sobol", "Person", "Marek Sobol"),
        ("una-fell", "Person", "Una Fell"),
        ("teo-brandt", "Person", "Teo Brandt"),
        ("ruth-adair", "Person", "Ruth Adair"),
        ("oskar-lind", "Person", "Oskar Lind"),
        ("fells-trophy", "Competition", "Fells Trophy"),
        ("border-league", "Competition", "Border League"),
        ("northern-division", "Competition", "Northern Division"),
    ):
        finder.entity(key, type_, label, label)
    finder.entity("low-tide", "Documentary", "Low Tide", "the series", kind=MentionType.DESCRIPTION)
    film: dict[str, Any] = {"work": "low-tide"}
    finder.add("about", "Low Tide, a four-part series about the club", club="calder-vale", **film)
    finder.add("form", "a four-part series", form="series", episodes="4", **film)
    finder.add("status", "finished work on Low Tide", status="completed", **film)
    finder.add("available_on", "which Brightwater will show", platform="brightwater", **film)
    finder.add("release", "will show from 2 May 2024", date="2024-05-02", **film)
    finder.add("produced_by", "Stillwell Pictures made it", company="stillwell-pictures", **film)
    finder.add("directed_by", "Marek Sobol directed the series", person="marek-sobol", **film)
    finder.add("narrated_by", "Una Fell tells the story", person="una-fell", **film)
    finder.add("features", "Much of it follows Teo Brandt", person="teo-brandt", **film)
    finder.add("nationality", "the Danish winger", person="teo-brandt", nationality="=Danish")
    finder.add("plays_for", "Danish winger of Calder Vale", person="teo-brandt", club="calder-vale")
    tenure: dict[str, Any] = {"person": "ruth-adair", "club": "calder-vale"}
    finder.add("manages", "Ruth Adair, who has managed the side", start="2021", end="2024-06", **tenure)
    won: dict[str, Any] = {"club": "calder-vale", "manager": "ruth-adair"}
    finder.add("won", ["won", "Fells Trophy in 2022"], competition="fells-trophy", date="2022", **won)
    finder.add("won", ["won", "Border League in 2022-23"], competition="border-league", season="2022-23", **won)
    finder.add("won", ["Border League", "the third"], club="calder-vale", competition="border-league", count="3")
    quoted = "=Nobody asked us to smile once"
    finder.add("quoted", [quoted[1:], "said Adair"], speaker="ruth-adair", extent=quoted, verb="=said")
    finder.add(
        "competes_in", "Calder Vale play in the Northern Division", club="calder-vale", competition="northern-division"
    )
    post: dict[str, Any] = {"person": "oskar-lind", "organisation": "calder-vale"}
    finder.add("holds_post", "Oskar Lind, head of media at Calder Vale", title="=head of media", **post)
    finder.add("departure_announced", "announced that he would leave the club", date="2024-02", **post)


FLAT = {
    ("low-tide", "about", "calder-vale"): {},
    ("low-tide", "form", "series"): {"episodes": "4"},
    ("low-tide", "status", "completed"): {},
    ("low-tide", "available_on", "brightwater"): {},
    ("low-tide", "release", "2024-05-02"): {},
    ("low-tide", "produced_by", "stillwell-pictures"): {},
    ("low-tide", "directed_by", "marek-sobol"): {},
    ("low-tide", "narrated_by", "una-fell"): {},
    ("low-tide", "features", "teo-brandt"): {},
    ("teo-brandt", "nationality", "Danish"): {},
    ("teo-brandt", "plays_for", "calder-vale"): {},
    ("ruth-adair", "manages", "calder-vale"): {"start": "2021", "end": "2024-06"},
    ("calder-vale", "won", "fells-trophy-title"): {"year": "2022", "manager": "ruth-adair"},
    ("calder-vale", "won", "border-league-title"): {"season": "2022-23", "manager": "ruth-adair"},
    ("calder-vale", "won", "border-league-title", "again"): {"count": "3"},
    ("ruth-adair", "quoted", "Nobody asked us to smile"): {},
    ("calder-vale", "competes_in", "northern-division"): {},
    ("oskar-lind", "holds_post", "calder-vale"): {"title": "head of media"},
    ("oskar-lind", "departure_announced", "calder-vale"): {"date": "2024-02"},
}


def short(term: object) -> str:
    text = str(getattr(term, "value", term))
    return text.removeprefix(ENTITY).removeprefix(RELATIONS).removeprefix(RDF)


def flat(root: Path, slug: str) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    """Give the relations of an article with their qualifiers, as the stored query maps them."""
    answer = run_query(open_store(find_workspace(root)), find_query("relations", ROOT / "queries"))
    assert isinstance(answer, Graph)
    claims: dict[str, dict[str, str]] = {}
    for triple in answer.triples:
        claims.setdefault(short(triple.subject), {})[short(triple.predicate)] = short(triple.object)
    found = []
    for name, told in claims.items():
        if name.startswith(f"article/{slug}#"):
            core = tuple(told.pop(part) for part in ("subject", "predicate", "object"))
            found.append((core, told))
    return sorted(found, key=str)


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_small_workspace(tmp_path_factory.mktemp("w") / "project")
    outcome = put(root, "low-tide", TEXT, Hand(read_all), **DAY)
    assert outcome.objections == ()
    decide_all(root / "data" / "low-tide.ttl")
    return root


@pytest.fixture(scope="module")
def found(accepted: Path) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    return flat(accepted, "low-tide")


@pytest.mark.parametrize("core", FLAT, ids=lambda core: "-".join(core[1:]))
def test_each_relation_comes_back_as_it_was_read(
    found: list[tuple[tuple[str, ...], dict[str, str]]], core: tuple[str, ...]
) -> None:
    assert (core[:3], FLAT[core]) in found


def test_nothing_else_comes_back(found: list[tuple[tuple[str, ...], dict[str, str]]]) -> None:
    assert found == sorted(((core[:3], told) for core, told in FLAT.items()), key=str)
    assert {core[1] for core, _ in found} == set(read_relations(find_workspace(ROOT)).known)


def test_what_is_accepted_conforms_and_quotes_what_stands_in_the_text(accepted: Path, tmp_path: Path) -> None:
    report = validate(workspace=find_workspace(accepted))
    assert [finding for finding in report.findings if finding.severity != "Info"] == []
    (tmp_path / "low-tide.txt").write_text(TEXT, "utf-8")
    assert build(find_workspace(accepted), texts=tmp_path).borders > 30


def test_nothing_is_published_before_somebody_accepts_it(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")
    before = {quad for quad in compile_files(find_workspace(root)).quads() if "low-tide" in str(quad)}
    outcome = put(root, "low-tide", TEXT, Hand(read_all), **DAY)
    assert outcome.added == outcome.waiting == len(FLAT)
    assert before == set()
    after = {quad for quad in compile_files(find_workspace(root)).quads() if "low-tide" in str(quad)}
    assert not any("Claim" in str(quad) or "facts" in str(quad) for quad in after)
    assert not any(f"{ENTITY}teo-brandt" in str(quad) for quad in after)


def test_names_are_readable_and_the_same_each_time(tmp_path: Path) -> None:
    texts = []
    for number in range(2):
        root = make_small_workspace(tmp_path / str(number))
        put(root, "low-tide", TEXT, Hand(read_all), **DAY)
        texts.append((root / "data" / "low-tide.ttl").read_text("utf-8"))
    assert texts[0] == texts[1]
    names = names_in(tmp_path / "0" / "data" / "low-tide.ttl")
    assert "manages-ruth-adair-calder-vale" in names
    assert "won-calder-vale-border-league" in names
    assert "won-calder-vale-border-league-3" in names
    assert "holds-post-oskar-lind-calder-vale" in names
    assert len(names) == len(set(names)) == len(FLAT)


def written(tmp_path: Path, read: Hand, text: str = TEXT, **day: str) -> str:
    root = make_small_workspace(tmp_path / "project")
    put(root, "low-tide", text, read, **day)
    return (root / "data" / "low-tide.ttl").read_text("utf-8")


def one(relation: str, **arguments: Any) -> Hand:
    def make(finder: Finder) -> None:
        finder.entity("ruth-adair", "Person", "Ruth Adair", "Ruth Adair")
        finder.entity("calder-vale", "Club", "Calder Vale", "Calder Vale")
        finder.entity("low-tide", "Documentary", "Low Tide", "Low Tide")
        finder.add(relation, "Ruth Adair, who has managed the side", **arguments)

    return Hand(make)


def test_an_end_behind_the_articles_day_is_planned(tmp_path: Path) -> None:
    hand = one("manages", person="ruth-adair", club="calder-vale", end="2024-06")
    text = written(tmp_path, hand, **DAY)
    assert "lfc:endedBy" in text
    assert text.count("lfc:modality lfc:Planned") == 2  # the departure, and that it ends the tenure
    assert "2024-06" in text


def test_an_end_before_it_is_not(tmp_path: Path) -> None:
    hand = one("manages", person="ruth-adair", club="calder-vale", end="2024-02")
    assert "lfc:Planned" not in written(tmp_path, hand, **DAY)


def test_without_a_day_nothing_is_taken_for_planned(tmp_path: Path) -> None:
    hand = one("manages", person="ruth-adair", club="calder-vale", end="2034")
    text = written(tmp_path, hand)
    assert "lfc:Planned" not in text
    assert "dcterms:issued" not in text


def test_what_is_planned_is_no_fact(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")

    def make(finder: Finder) -> None:
        read_all(finder)
        finder.proposals = [one for one in finder.proposals if one.relation in {"manages", "directed_by", "plays_for"}]
        finder.proposals = [replace(one, modality=Modality.PLANNED) for one in finder.proposals]

    put(root, "low-tide", TEXT, Hand(make))
    decide_all(root / "data" / "low-tide.ttl")
    assert {core[1] for core, _ in flat(root, "low-tide")} == {"directed_by"}  # told, and planned
    facts = {str(triple.predicate.value).rpartition("#")[2] for triple in compile_files(find_workspace(root)).facts}
    assert "director" not in facts
    assert "manages" not in {
        str(quad.predicate).rpartition("#")[2][:-1]
        for quad in open_store(find_workspace(root))
        if "ruth-adair" in str(quad.subject)
    }


def test_what_a_release_is_told_in_words_is_a_time(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")

    def make(finder: Finder) -> None:
        finder.entity("low-tide", "Documentary", "Low Tide", "Low Tide")
        finder.add("release", "would leave the club in June", work="low-tide", words="=in June")

    put(root, "low-tide", TEXT, Hand(make))
    decide_all(root / "data" / "low-tide.ttl")
    assert flat(root, "low-tide") == [(("low-tide", "release", "in June"), {})]


def test_an_implied_claim_says_so(tmp_path: Path) -> None:
    def make(finder: Finder) -> None:
        finder.entity("calder-vale", "Club", "Calder Vale", "Calder Vale")
        finder.entity("low-tide", "Documentary", "Low Tide", "Low Tide")
        finder.add("about", "Low Tide, a four-part series", work="low-tide", club="calder-vale", how=Status.IMPLIED)

    assert "lfc:status lfc:Implied" in written(tmp_path, Hand(make))


def quoting(finder: Finder, status: Status) -> None:
    finder.entity("ruth-adair", "Person", "Ruth Adair", "Ruth Adair")
    finder.entity("calder-vale", "Club", "Calder Vale", "Calder Vale")
    finder.add("quoted", "said Adair", speaker="ruth-adair", extent="=Nobody asked us to smile once")
    finder.add("manages", "asked us to smile", person="ruth-adair", club="calder-vale", how=status)


def test_what_is_only_said_has_its_speaker(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")
    put(root, "low-tide", TEXT, Hand(lambda finder: quoting(finder, Status.QUOTED_FACT)))
    path = root / "data" / "low-tide.ttl"
    decide_all(path, Decision.ACCEPTED, "manages-ruth-adair-calder-vale")
    decide_all(path, Decision.REJECTED, "quoted-ruth-adair")
    claims = [claim for claim in compile_files(find_workspace(root)).claims if "manages-ruth" in claim.iri.value]
    assert {str(claim.speaker) for claim in claims} == {f"<{ENTITY}ruth-adair>"}


def test_what_is_only_said_is_never_told_as_the_articles_own(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")
    outcome = put(root, "low-tide", TEXT, Hand(lambda finder: quoting(finder, Status.STATED)))
    assert outcome.added == 1
    assert outcome.objections == ("manages is only said in a quotation, and told as the article's own",)


def test_a_quotation_cites_who_says_it_and_not_what_is_said(tmp_path: Path) -> None:
    def make(finder: Finder) -> None:
        finder.entity("ruth-adair", "Person", "Ruth Adair", "Ruth Adair")
        finder.add(
            "quoted",
            "Nobody asked us to smile once,” said Adair",
            speaker="ruth-adair",
            extent="=Nobody asked us to smile once",
        )

    text = written(tmp_path, Hand(make))
    start = TEXT.index("said Adair")
    assert f"lfc:span [ lfc:start {start} ; lfc:end {start + len('said Adair')} ] ." in text


def test_no_more_is_quoted_than_the_curated_form_allows(tmp_path: Path) -> None:
    text = "“We won the big cup,” said Ann Lee. “We won it again today,” she said.\n"
    root = make_small_workspace(tmp_path / "project")

    def make(finder: Finder) -> None:
        finder.entity("ann-lee", "Person", "Ann Lee", "Ann Lee")
        finder.add("quoted", "said Ann Lee", speaker="ann-lee", extent="=We won the big cup")
        finder.add("quoted", "she said", speaker="ann-lee", extent="=We won it again today")

    put(root, "short", text, Hand(make))
    decide_all(root / "data" / "short.ttl")
    assert validate(workspace=find_workspace(root)).of("Warning") == ()
    assert (root / "data" / "short.ttl").read_text("utf-8").count("lfc:opening") < 2


def test_no_text_of_the_article_stands_in_the_file_but_what_is_quoted(tmp_path: Path) -> None:
    text = written(tmp_path, Hand(read_all), **DAY)
    for sentence in TEXT.split("."):
        assert len(sentence.strip()) < 20 or sentence.strip() not in text


def test_a_known_entity_keeps_its_name_and_is_not_declared_again(tmp_path: Path) -> None:
    text = "Ines Okafor, who took charge of Tarnbrook Rovers, won the Bracken Cup and the Fells Trophy.\n"
    root = make_small_workspace(tmp_path / "project")

    def make(finder: Finder) -> None:
        finder.entity("okafor", "Person", "Ines Okafor", "Ines Okafor")
        finder.entity("rovers", "Club", "Tarnbrook Rovers", "Tarnbrook Rovers")
        finder.entity("bracken-cup", "Competition", "Bracken Cup", "Bracken Cup")
        finder.entity("fells", "Competition", "Fells Trophy", "Fells Trophy")
        finder.add("manages", "who took charge of Tarnbrook Rovers", person="okafor", club="rovers")
        finder.add("won", "won the Bracken Cup", club="rovers", competition="bracken-cup", manager="okafor")
        finder.add("won", ["won", "the Fells Trophy"], club="rovers", competition="fells", manager="okafor")
        finder.add("competes_in", "the Bracken Cup", club="rovers", competition="bracken-cup")

    outcome = put(root, "new", text, Hand(make))
    article = (root / "data" / "new.ttl").read_text("utf-8")
    entities = (root / "data" / "new-entities.ttl").read_text("utf-8")
    assert ":ines-okafor" in article
    assert ":ines-okafor" not in entities
    assert "lfc:honour :bracken-cup-title" in article  # what the graph knows is an honour
    assert ":bracken-cup a lfc:Competition" in entities  # which is not played in
    assert ':fells-title a lfc:Honour ; skos:prefLabel "Fells Trophy"@en' in entities
    assert ":fells a " not in entities  # nothing names the competition
    assert "lfc:refersTo :fells-title" in article
    assert {entity.iri.value.removeprefix(ENTITY) for entity in outcome.new} == {"fells-title", "bracken-cup"}
    assert outcome.known == 3
    decide_all(root / "data" / "new.ttl")
    assert validate(workspace=find_workspace(root)).conforms


def test_a_doubtful_entity_is_new_and_has_its_candidates(tmp_path: Path) -> None:
    text = "Okafor took charge of Tarnbrook Rovers.\n"
    root = make_small_workspace(tmp_path / "project")
    known = root / "data" / "tarnbrook-entities.ttl"
    known.write_text(known.read_text("utf-8") + ':okafor a lfc:Person ; skos:prefLabel "Okafor"@en .\n', "utf-8")

    def make(finder: Finder) -> None:
        finder.entity("okafor", "Person", "Okafor", "Okafor")
        finder.entity("rovers", "Club", "Tarnbrook Rovers", "Tarnbrook Rovers")
        finder.add("manages", "Okafor took charge", person="okafor", club="rovers")

    outcome = put(root, "new", text, Hand(make))
    assert [entity.iri.value for entity in outcome.doubtful] == [f"{ENTITY}okafor-2"]
    entities = (root / "data" / "new-entities.ttl").read_text("utf-8")
    assert ":okafor-2 a lfc:Person" in entities
    assert "lfc:candidate :okafor" in entities


def test_what_was_proposed_in_one_article_is_known_in_the_next(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")

    def make(finder: Finder) -> None:
        finder.entity("ann-lee", "Person", "Ann Lee", "Ann Lee")
        finder.entity("moor-town", "Club", "Moor Town", "Moor Town")
        finder.add("manages", "Ann Lee took charge of Moor Town", person="ann-lee", club="moor-town")

    assert len(put(root, "first", "Ann Lee took charge of Moor Town.\n", Hand(make)).new) == 2
    second = put(root, "second", "It rained. Ann Lee took charge of Moor Town.\n", Hand(make))
    assert (len(second.new), second.known) == (0, 2)
    decide_all(root / "data" / "second.ttl")
    assert any(f"<{ENTITY}ann-lee>" in str(quad.subject) for quad in compile_files(find_workspace(root)).quads())


@pytest.mark.parametrize("label", ["Zoë “Zed” O’Neil", 'A "quoted" name', "Ж", "back\\slash", "山田"])
def test_any_name_can_be_written(tmp_path: Path, label: str) -> None:
    root = make_small_workspace(tmp_path / "project")

    def make(finder: Finder) -> None:
        finder.entity("entity", "Person", label, label)
        finder.entity("moor-town", "Club", "Moor Town", "Moor Town")
        finder.add("manages", "took charge of Moor Town", person="entity", club="moor-town")

    put(root, "names", f"{label} took charge of Moor Town.\n", Hand(make))
    decide_all(root / "data" / "names.ttl")
    store = open_store(find_workspace(root))
    assert any(label == getattr(quad.object, "value", "") for quad in store)
