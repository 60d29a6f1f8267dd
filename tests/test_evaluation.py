"""Evaluation: facts that are found are scored against those that people found."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.evaluation.__main__ import main
from benchmarks.evaluation.accepting import accept_all
from benchmarks.evaluation.corpora import Item
from benchmarks.evaluation.crossing import Record, count_general, cross, keep_records
from benchmarks.evaluation.evidence import cut
from benchmarks.evaluation.findings import Finding, Thing, make_sheet
from benchmarks.evaluation.linking import Share, count_exact, count_linked
from benchmarks.evaluation.mapping import sheet_of
from benchmarks.evaluation.scoring import align, judge, tally
from benchmarks.evaluation.sheets import RELATIONS, Entity, Sheet, SheetError, read_sheet, to_json
from lfckg.article import Extent
from lfckg.datasets import open_store
from lfckg.workspace import find_workspace
from sample_reader import load_reader
from support import ROOT, TESTS, add_low_tide, make_small_workspace

TEXT = (
    "Odra Fenn took charge of Brask Rovers, the Herons, in 2019. Under Fenn they won the Amber Cup in 2020, 2021.\n\n"
    '"It\'s a long road, and we walk it," said Fenn.\n'
)
ENTITIES = {
    "fenn": {"type": "Manager", "names": ["Odra Fenn", "Fenn"]},
    "brask": {"type": "Club", "names": ["Brask Rovers", "the Herons"]},
    "cup": {"type": "Competition", "names": ["Amber Cup"]},
}
MANAGES = {
    "relation": "manages",
    "subject": "fenn",
    "object": "brask",
    "start": "2019",
    "evidence": "Odra Fenn took charge of Brask Rovers, the Herons, in 2019",
}
QUOTED = {"relation": "quoted", "subject": "fenn", "object": "It's a long road, and", "evidence": "said Fenn"}


def won(**qualifiers: str | int) -> dict[str, Any]:
    return {"relation": "won", "subject": "brask", "object": "cup", "evidence": "won the Amber Cup", **qualifiers}


def sheet(*facts: dict[str, Any], entities: dict[str, Any] | None = None) -> Sheet:
    return read_sheet(json.dumps({"entities": entities or ENTITIES, "facts": facts}), "a.json")


def counts(gold: Sheet, found: Sheet, relation: str) -> tuple[int, int, int, int]:
    told = tally([judge(gold, found)])[relation]
    return told.gold, told.found, told.right, told.strict


def test_a_sheet_scores_full_against_itself() -> None:
    gold = sheet(MANAGES, won(year="2020", manager="fenn"), won(year="2021"), won(count=2), QUOTED)
    judgement = judge(gold, gold)
    assert len(judgement.matches) == 5
    assert all(match.strict for match in judgement.matches)
    assert judgement.missed == judgement.wrong == judgement.ignored == ()
    assert count_linked(gold, gold) == Share(3, 3)


def test_entities_are_paired_by_names_whatever_their_keys() -> None:
    gold = sheet(MANAGES)
    entities = {
        "x": {"type": "Person", "names": ["Fenn"]},
        "y": {"type": "Club", "names": ["the Herons"]},
        "z": {"type": "Club", "names": ["the herons"]},
    }
    found = sheet({**MANAGES, "subject": "x", "object": "y"}, entities=entities)
    assert align(gold.entities, found.entities) == {"x": "fenn", "y": "brask"}
    assert counts(gold, found, "manages") == (1, 1, 1, 1)


def test_most_shared_names_win_then_the_same_type() -> None:
    gold = {"club": Entity("Club", ("Brask", "the club", "Rovers")), "cup": Entity("Competition", ("Brask",))}
    assert align(gold, {"a": Entity("Club", ("Brask",)), "b": Entity("Club", ("Rovers", "the club"))}) == {
        "b": "club",
        "a": "cup",
    }
    assert align(gold, {"a": Entity("Competition", ("Brask",)), "b": Entity("Club", ("Brask",))}) == {
        "a": "cup",
        "b": "club",
    }


@pytest.mark.parametrize(
    "qualifiers", [{"start": "2018"}, {"start": "2019", "end": "2021"}, {}], ids=["other", "one more", "none"]
)
def test_a_wrong_qualifier_is_right_in_the_core_alone(qualifiers: dict[str, str]) -> None:
    found = {key: value for key, value in MANAGES.items() if key != "start"} | qualifiers
    assert counts(sheet(MANAGES), sheet(found), "manages") == (1, 1, 1, 0)


def test_facts_of_one_core_are_matched_once_each_the_same_qualifiers_first() -> None:
    gold = sheet(won(year="2020", manager="fenn"), won(year="2021"), won(count=2))
    assert counts(gold, sheet(won(year="2021"), won(year="2020")), "won") == (3, 2, 2, 1)
    assert counts(gold, sheet(won(count=2), won(year="1999")), "won") == (3, 2, 2, 1)
    many = sheet(*(won(year=str(year)) for year in range(2019, 2024)))
    assert counts(gold, many, "won") == (3, 5, 3, 1)


def test_a_fact_stated_twice_counts_once() -> None:
    twice = sheet(MANAGES, {**MANAGES, "evidence": "Fenn took charge"})
    assert counts(sheet(MANAGES), twice, "manages") == (1, 1, 1, 1)
    assert counts(twice, sheet(MANAGES), "manages") == (1, 1, 1, 1)


def test_another_manager_is_a_wrong_qualifier() -> None:
    entities = {**ENTITIES, "other": {"type": "Manager", "names": ["Alvo Abell"]}}
    gold, found = sheet(won(manager="fenn")), sheet(won(manager="other"), entities=entities)
    assert counts(gold, found, "won") == (1, 1, 1, 0)


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("“It’s a long road, and", 1),
        ("it's a long road and", 1),
        ("It's a long road — and", 1),
        ("It's a long road, but", 0),
        ("a long road, and we", 0),
    ],
)
def test_quotations_are_compared_by_their_first_words_whatever_the_marks(words: str, right: int) -> None:
    assert counts(sheet(QUOTED), sheet({**QUOTED, "object": words}), "quoted") == (1, 1, right, right)


def test_titles_are_compared_whatever_their_case() -> None:
    entities = {**ENTITIES, "abell": {"type": "Executive", "names": ["Alvo Abell"]}}
    post = {"relation": "holds_post", "subject": "abell", "object": "brask", "title": "Chairman", "evidence": "x"}
    gold = sheet(post, entities=entities)
    assert counts(gold, sheet({**post, "title": "chairman"}, entities=entities), "holds_post") == (1, 1, 1, 1)
    assert counts(gold, sheet({**post, "title": "president"}, entities=entities), "holds_post") == (1, 1, 1, 0)


def test_what_would_need_a_second_type_of_somebody_is_not_counted() -> None:
    plays = {**MANAGES, "relation": "plays_for", "evidence": "Fenn"}
    plays.pop("start")
    judgement = judge(sheet(MANAGES), sheet(MANAGES, plays))
    assert [fact.relation for fact in judgement.ignored] == ["plays_for"]
    assert not judgement.wrong


def test_a_club_that_is_taken_for_a_competition_is_wrong() -> None:
    judgement = judge(sheet(MANAGES), sheet({**won(), "subject": "cup", "object": "brask"}))
    assert len(judgement.wrong) == 1


def test_facts_of_entities_that_are_not_there_are_wrong() -> None:
    entities = {**ENTITIES, "fenn": {"type": "Manager", "names": ["Mardo Fenn"]}}
    judgement = judge(sheet(MANAGES), sheet(MANAGES, entities=entities))
    assert len(judgement.wrong) == len(judgement.missed) == 1


def test_entities_merged_of_two_or_split_in_two_are_linked_wrongly() -> None:
    gold = sheet(MANAGES, won())
    merged = {"fenn": ENTITIES["fenn"], "brask": {"type": "Club", "names": ["Brask Rovers", "Amber Cup"]}}
    assert count_linked(gold, sheet(MANAGES, entities=merged)) == Share(1, 2)
    halves = {**ENTITIES, "fenn": {"type": "Manager", "names": ["Odra Fenn"]}}
    halves["half"] = {"type": "Person", "names": ["Fenn"]}
    found = sheet(MANAGES, {**QUOTED, "subject": "half"}, entities=halves)
    assert count_linked(gold, found) == Share(1, 3)


def test_evidence_is_exact_where_it_stands_once() -> None:
    absent, twice = {**MANAGES, "evidence": "Fenn took the charge"}, {**MANAGES, "evidence": "Fenn"}
    assert count_exact(sheet(MANAGES, absent, twice), TEXT) == Share(1, 3)


def test_a_sheet_is_written_as_it_is_read() -> None:
    told = sheet(MANAGES, won(count=2, year="2020"))
    assert read_sheet(to_json(told), "again") == told
    assert json.loads(to_json(told))["facts"][1]["count"] == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not a sheet"),
        ('{"facts": [{"relation": "manages"}]}', "not a sheet"),
        ("[]", "not a sheet"),
        (json.dumps({"entities": ENTITIES, "facts": [{**MANAGES, "relation": "likes"}]}), "no relation 'likes'"),
        (json.dumps({"entities": ENTITIES, "facts": [{**MANAGES, "object": "gone"}]}), "'gone'"),
        (json.dumps({"entities": ENTITIES, "facts": [won(manager="gone")]}), "'gone'"),
    ],
)
def test_what_is_no_sheet_is_named(text: str, told: str) -> None:
    with pytest.raises(SheetError, match=told) as error:
        read_sheet(text, "odd.json")
    assert str(error.value).startswith("odd.json")


def test_two_directories_are_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, found = tmp_path / "gold", tmp_path / "found"
    for folder in (gold, found):
        folder.mkdir()
    (gold / "a.txt").write_text(TEXT, "utf-8")
    (gold / "a.json").write_text(to_json(sheet(MANAGES, won(year="2020"))), "utf-8")
    assert main(["score", str(gold), str(found)]) == 1
    assert "no NAME.json" in capsys.readouterr().err
    (found / "a.json").write_text(to_json(sheet({**MANAGES, "start": "2018"}, QUOTED)), "utf-8")
    assert main(["score", str(gold), str(found), "--verbose"]) == 0
    printed = capsys.readouterr().out
    assert "missed: won(Brask Rovers, Amber Cup; year 2020)" in printed
    assert "wrong: quoted(Odra Fenn, It's a long road, and)" in printed
    assert "wanted start 2019, found start 2018" in printed
    assert "| all                 |    2 |     2 |     1 | 0.50 | 0.50 | 0.50 |      0 |" in printed


def test_a_directory_without_articles_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(tmp_path), str(tmp_path)]) == 1
    assert "no articles" in capsys.readouterr().err


def corpus(folder: Path, clubs: list[str]) -> Path:
    """Write articles that differ in their clubs."""
    folder.mkdir()
    for number, club in enumerate(clubs):
        told = sheet(MANAGES).entities
        names = {key: {"type": one.type, "names": list(one.names)} for key, one in told.items()}
        names["brask"]["names"] = [club, "the Herons"]
        evidence = f"Odra Fenn took charge of {club}, the Herons, in 2019"
        gold = {"published": "2021-06-01", "entities": names, "facts": [{**MANAGES, "evidence": evidence}]}
        (folder / f"a{number}.txt").write_text(f"{evidence}. Nobody else did.\n", "utf-8")
        (folder / f"a{number}.json").write_text(json.dumps(gold), "utf-8")
    return folder


def test_a_corpus_is_read_written_and_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = corpus(tmp_path / "gold", ["Brask Rovers", "Calder Town"])
    (gold / "empty.txt").write_text("Nothing happened. All was well.\n", "utf-8")
    out = tmp_path / "deep" / "out"
    assert main(["read", str(gold), str(out), "--reader", "sample_reader:load_reader"]) == 0
    printed = capsys.readouterr().out
    assert "3 articles read, 4 facts found" in printed
    assert "| manages             |    2 |     2 |     2 | 1.00 | 1.00 | 1.00 |      2 |" in printed
    assert "| nationality         |    0 |     2 |     0 | 0.00 |    – | 0.00 |" in printed
    assert "evidence that stands in the text once: 4 of 4 (1.00)" in printed
    assert "entities linked rightly: 4 of 4 (1.00)" in printed
    assert re.search(r"manages/took-charge +\| +2 \| +2 \| +0 \| +2 \|", printed)
    assert re.search(r"nationality/guess +\| +2 \| +0 \| +2 \| +0 \|", printed)
    assert "two articles or more: 2 of 2 (1.00)" in printed
    assert "start-up: " in printed
    told = json.loads((out / "a1.json").read_text("utf-8"))
    assert {entity["type"] for entity in told["entities"].values()} == {"Manager", "Club"}
    assert sorted(name for entity in told["entities"].values() for name in entity["names"]) == [
        "Calder Town",
        "Odra Fenn",
        "the Herons",
    ]
    assert told["published"] == "2021-06-01"
    assert all(set(fact) <= {"relation", "subject", "object", "start", "evidence"} for fact in told["facts"])
    assert json.loads((out / "empty.json").read_text("utf-8")) == {"entities": {}, "facts": []}


def test_a_corpus_without_facts_is_read_and_not_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = corpus(tmp_path / "gold", ["Brask Rovers"])
    (gold / "a0.json").write_text('{"published": "2021-06-01"}', "utf-8")  # its day alone
    (gold / "b.txt").write_text((gold / "a0.txt").read_text("utf-8"), "utf-8")
    assert main(["read", str(gold), str(tmp_path / "out"), "--reader", "sample_reader:load_reader"]) == 0
    assert "Scores" not in capsys.readouterr().out
    told = [json.loads((tmp_path / "out" / f"{name}.json").read_text("utf-8")) for name in ("a0", "b")]
    assert [len(sheet["facts"]) for sheet in told] == [2, 2]
    assert [sheet.get("published") for sheet in told] == ["2021-06-01", None]


def test_what_is_no_proposal_is_told_and_not_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = corpus(tmp_path / "gold", ["Brask Rovers"])
    assert main(["read", str(gold), str(tmp_path / "out"), "--reader", "sample_reader:load_liar"]) == 0
    printed = capsys.readouterr().out
    assert "a0: not proposed: likes is no relation" in printed
    assert "1 article read, 0 facts found" in printed


def test_articles_know_nothing_of_one_another_nor_of_curated_ones() -> None:
    text = "Odra Fenn took charge of Brask Rovers, the Herons, in 2019.\n"
    items = tuple(Item(name, text) for name in ("a", "lfc-documentary"))
    workspace = find_workspace(ROOT)
    reader = load_reader(workspace)
    accepted = accept_all(items, {item.name: reader.read(item.text) for item in items}, workspace)
    assert accepted.objections == {"a": (), "lfc-documentary": ()}
    assert accepted.sheets["a"] == accepted.sheets["lfc-documentary"]
    assert len(accepted.sheets["a"].facts) == 2


def test_rules_that_are_bad_in_other_articles_are_not_used() -> None:
    def found(*sources: tuple[str, dict[str, Any]]) -> Sheet:
        facts = tuple(replace(sheet(fact).facts[0], source=source) for source, fact in sources)
        return replace(sheet(MANAGES), facts=facts)

    golds = {name: sheet(MANAGES, QUOTED) for name in "abc"}
    bad = {**QUOTED, "object": "Nobody said so"}
    founds = {name: found(("good", MANAGES), ("bad", bad)) for name in "ab"}
    founds["c"] = found(("good", MANAGES), ("bad", QUOTED))
    crossed = cross(golds, founds)
    # c's own facts are lost by what a and b tell; in a and b there is one mistake in others, which tells too little
    assert [len(crossed[name].matches) for name in "abc"] == [1, 1, 1]
    assert [len(crossed[name].wrong) for name in "abc"] == [1, 1, 0]
    records = keep_records({name: judge(golds[name], founds[name]) for name in golds})
    assert sum(records["bad"].values(), Record()) == Record(right=1, wrong=2)
    assert count_general(records) == Share(3, 4)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        (((0, 4),), "Fenn won."),  # lengthened until it stands once: "Fenn won" stands twice
        (((10, 15),), "Brask"),
        (((5, 8), (10, 15), (26, 30)), "Brask said that Fenn"),  # the sentence that holds most
        (((0, 48),), "Brask said that Fenn won a cup."),
    ],
)
def test_evidence_is_cut_to_one_sentence(spans: tuple[Extent, ...], expected: str) -> None:
    text = "Fenn won. Brask said that Fenn won a cup."
    assert text.count(cut(text, spans, [(0, 9), (10, 41)])) == 1
    assert cut(text, spans, [(0, 9), (10, 41)]) == expected


def test_honours_and_competitions_of_one_name_are_one() -> None:
    text = "Brask won the Amber Cup. They play in the Amber Cup again."
    things = {
        "brask": Thing("Club", "Brask", ((0, 5),)),
        "amber-cup-title": Thing("Honour", "Amber Cup", ((14, 23),)),
        "amber-cup": Thing("Competition", "Amber Cup", ((42, 51),)),
        "other": Thing("Person", "Nobody"),
    }
    findings = [
        Finding("won", "brask", "amber-cup-title", ((0, 23),)),
        Finding("competes_in", "brask", "amber-cup", ((25, 51),)),
    ]
    made = make_sheet(text, things, findings)
    assert [fact.object for fact in made.facts] == ["amber-cup-title"] * 2
    assert made.entities["amber-cup-title"] == Entity("Competition", ("Amber Cup",))
    assert set(made.entities) == {"brask", "amber-cup-title"}


@pytest.mark.parametrize(
    ("relation", "qualifiers", "expected"),
    [
        ("manages", {}, "Manager"),
        ("plays_for", {}, "Player"),
        ("holds_post", {"title": "Co-chairmen"}, "Executive"),
        ("holds_post", {"title": "head of media"}, "Executive"),
        ("holds_post", {"title": "groundsman"}, "Person"),
        ("departure_announced", {}, "Manager"),
    ],
)
def test_the_type_of_a_person_follows_from_facts(relation: str, qualifiers: dict[str, str], expected: str) -> None:
    things = {"a": Thing("Person", "Fenn", ((0, 4),)), "b": Thing("Club", "Brask", ((5, 10),))}
    made = make_sheet("Fenn Brask.", things, [Finding(relation, "a", "b", ((0, 10),), qualifiers)])
    assert made.entities["a"].type == expected


def test_the_stored_query_gives_the_facts_of_a_curated_article(tmp_path: Path) -> None:
    root = add_low_tide(make_small_workspace(tmp_path / "project"))
    text = (TESTS / "relations" / "low-tide.txt").read_text("utf-8")
    made = sheet_of(open_store(find_workspace(root)), "low-tide", text, ROOT / "queries", "2024-03-01")
    assert {fact.relation for fact in made.facts} == set(RELATIONS)
    assert count_exact(made, text) == Share(len(made.facts), len(made.facts))
    wins = [dict(fact.qualifiers) for fact in made.facts if fact.relation == "won"]
    assert {"manager": "ruth-adair", "year": "2022"} in wins
    assert {"count": "3"} in wins
    assert made.entities["ruth-adair"].type == "Manager"
    assert "Ruth Adair" in made.entities["ruth-adair"].names


def test_a_reading_is_compared_with_a_curated_article(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    root = add_low_tide(make_small_workspace(tmp_path / "project"))
    text = TESTS / "relations" / "low-tide.txt"
    options = ["--reader", "sample_reader:load_reader", "--workspace", str(root), "--verbose"]
    assert main(["compare", "low-tide", str(text), *options]) == 0
    printed = capsys.readouterr().out
    assert "missed: narrated_by(Low Tide, Una Fell)" in printed
    assert "| all                 |   19 |     0 |     0 |" in printed
