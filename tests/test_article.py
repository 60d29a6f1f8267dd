"""Articles: normal form, text index, borders of sentences and paragraphs."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from lfckg.article import TextIndex, count_words, format_extents, index_text, parse_extents, slugify
from lfckg.files import read_article
from support import ARTICLES


def cut(text: str, extents: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in extents]


def test_sentences_inside_quotations_are_told_apart() -> None:
    text = "“It is late. Go home,” she said. “Now!” He left. “Well.”\n\n“So it goes."
    assert cut(text, index_text(text).sentences) == [
        "“It is late.",
        "Go home,” she said.",
        "“Now!”",
        "He left.",
        "“Well.”",
        "“So it goes.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Smith of F.C. Ost won. He left.", ["Mr. Smith of F.C. Ost won.", "He left."]),
        ('"Is it over?" asked Jones. "No."', ['"Is it over?"', "asked Jones.", '"No."']),
        ("«Allez.» Il rit.", ["«Allez.»", "Il rit."]),
        ("It cost 3.5 million. Cheap 🏆!", ["It cost 3.5 million.", "Cheap 🏆!"]),
        ("No full stop", ["No full stop"]),
        ("A line\nthat goes on. Next.", ["A line\nthat goes on.", "Next."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text, index_text(text).sentences) == expected


def test_paragraphs_are_divided_by_blank_lines() -> None:
    text = "\n One.\nStill one. \n \n\nTwo.\n"
    assert cut(text, index_text(text).paragraphs) == ["One.\nStill one.", "Two."]


def test_every_character_but_blanks_is_in_a_sentence_and_a_paragraph() -> None:
    text = read_article(ARTICLES / "tarnbrook-film.txt")
    index = index_text(text)
    for extents in (index.sentences, index.paragraphs):
        inside = {place for start, end in extents for place in range(start, end)}
        assert not "".join(char for place, char in enumerate(text) if place not in inside).strip()


def test_index_holds_length_words_and_digest() -> None:
    text = "Tarnbrook’s cup-winning 🏆 side."
    index = index_text(text)
    assert (index.length, index.words) == (31, 3)
    assert index.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_numbers_of_touched_sentences_and_paragraphs() -> None:
    index = index_text("One. Two.\n\nThree.")
    assert list(index.sentences_of(0, 4)) == [1]
    assert list(index.sentences_of(3, 6)) == [1, 2]
    assert list(index.sentences_of(5, 17)) == [2, 3]
    assert list(index.sentences_of(9, 11)) == []
    assert list(index.paragraphs_of(8, 12)) == [1, 2]


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "abc"},
        {"sentences": ()},
        {"digests": ()},
        {"sentences": ((4, 2),)},
        {"sentences": ((0, 5), (3, 9))},
        {"paragraphs": ((0, 99),)},
    ],
)
def test_an_index_that_no_text_can_have_is_refused(change: dict[str, Any]) -> None:
    values: dict[str, Any] = {
        "length": 10,
        "words": 2,
        "sha256": "0" * 64,
        "paragraphs": ((0, 10),),
        "sentences": ((0, 10),),
        "digests": ("00000000",),
    }
    with pytest.raises(ValueError, match=r"sha256|in order|one digest"):
        TextIndex(**(values | change))


def test_extents_go_both_ways() -> None:
    extents = ((0, 5), (7, 123))
    assert parse_extents(format_extents(extents)) == extents


@pytest.mark.parametrize("value", ["", "0", "0-5", "0,5,7", "0,5  7,9", "a,b"])
def test_wrong_extents_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match="form"):
        parse_extents(value)


def test_words_are_counted_as_a_reader_does() -> None:
    assert count_words("In his nine-year reign, Lorton’s boss won 3 cups – all.") == 10


@pytest.mark.parametrize(
    ("name", "slug"), [("Jürgen Klopp", "jurgen-klopp"), ("  A – B! ", "a-b"), ("日本", ""), ("É_2", "e-2")]
)
def test_slugs(name: str, slug: str) -> None:
    assert slugify(name) == slug


def test_the_number_of_a_league_ends_no_sentence() -> None:
    assert len(index_text("They are third in the 2. Bundesliga. They were 2. Nobody else was.").sentences) == 3
