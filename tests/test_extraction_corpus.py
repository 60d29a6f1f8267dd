"""The articles in tests/corpus are read as well as they were, and odd ones without harm."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

pytest.importorskip("spacy", reason="lfckg[extract] is not installed")

from benchmarks.evaluation.accepting import accept_all
from benchmarks.evaluation.corpora import Item, read_corpus
from benchmarks.evaluation.scoring import Tally, judge, tally
from lfckg.extraction.readings import Reading
from lfckg.extraction.relations import read_relations
from lfckg.extraction.rules import RuleReader
from lfckg.workspace import find_workspace

ITEMS = read_corpus(Path(__file__).parent / "corpus")
LEAST = {"precision": 0.95, "f1": 0.9}


@pytest.fixture(scope="module")
def readings(reader: RuleReader) -> Mapping[str, Reading]:
    return {item.name: reader.read(item.text, item.published) for item in ITEMS}


def test_the_corpus_is_read_as_well_as_it_was(readings: Mapping[str, Reading]) -> None:
    sheets = accept_all(ITEMS, readings, find_workspace()).sheets
    counts = tally(judge(item.gold, sheets[item.name]) for item in ITEMS if item.gold)
    precision, _, f1 = sum(counts.values(), Tally()).scores()
    assert (precision or 0) >= LEAST["precision"]
    assert (f1 or 0) >= LEAST["f1"]


@pytest.mark.parametrize("item", ITEMS, ids=[item.name for item in ITEMS])
def test_all_that_is_proposed_is_of_the_ontology_and_of_the_text(item: Item, readings: Mapping[str, Reading]) -> None:
    reading = readings[item.name]
    relations = read_relations(find_workspace())
    assert reading.proposals
    assert [relations.objection(one, reading.entities, item.text) for one in reading.proposals] == [None] * len(
        reading.proposals
    )


def test_the_same_article_is_read_the_same(reader: RuleReader, readings: Mapping[str, Reading]) -> None:
    item = ITEMS[0]
    assert reader.read(item.text, item.published) == readings[item.name]


@pytest.mark.parametrize(
    "text",
    [
        "Rovers won.",
        "“Nothing,” she said. “Nothing at all, and I would not tell you if there were anything.”",
        "ODD FENN HAS BEEN APPOINTED MANAGER OF BRASK ROVERS.\n\nHE STARTS ON MONDAY.",
        "odd fenn has been appointed manager of brask rovers. he starts on monday.",
        "Brask 2-1 Fell\nHolm 0-0 Vale\n\nP W D L\n1. Brask 3 2 1 0\n2. Fell 3 2 0 1",
        "Odd\x01Fenn\x07 left \u200fשלום\u200e Brask Rovers \U0001f3c6\U0001f3c6 in June <P3> <C1>.",
        "Zoe\u0301 Fenn, the Brask Rovers captain, said: \u201cNo.",
        "\u201c" * 40 + "Fenn" + "\u2019" * 40,
    ],
)
def test_odd_texts_are_read_without_harm(reader: RuleReader, text: str) -> None:
    reading = reader.read(text, "2024-05-01")
    relations = read_relations(find_workspace())
    assert all(relations.objection(one, reading.entities, text) is None for one in reading.proposals)


def test_a_page_of_quotations_alone_gives_no_facts_of_the_article(reader: RuleReader) -> None:
    text = "“Brask Rovers won the Amber Cup in 2020.”\n\n“Odd Fenn took charge of Brask Rovers in 2019.”"
    assert reader.read(text, "2024-05-01").proposals == ()
