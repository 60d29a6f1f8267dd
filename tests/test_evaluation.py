"""Evaluation: facts that are found are scored against those that people found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.evaluation.__main__ import main
from benchmarks.evaluation.linking import Share, count_exact, count_linked
from benchmarks.evaluation.scoring import align, judge, tally
from benchmarks.evaluation.sheets import Entity, Sheet, SheetError, read_sheet, to_json

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


def test_a_fact_found_twice_counts_once() -> None:
    twice = sheet(MANAGES, {**MANAGES, "evidence": "Fenn took charge"})
    assert counts(sheet(MANAGES), twice, "manages") == (1, 1, 1, 1)


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
