"""What articles tell of films and series, by the rules; all sentences are invented."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy", reason="lfckg[extract] is not installed")

from lfckg.extraction.lexicons import Lexicon, read_lexicon
from lfckg.extraction.rules import RuleReader
from lfckg.extraction.works import dropped_works, speaks_of_work, work_at, work_introduced
from lfckg.workspace import find_workspace

_FILMS = {
    "about",
    "features",
    "produced_by",
    "available_on",
    "directed_by",
    "narrated_by",
    "form",
    "status",
    "release",
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(find_workspace().extraction)


def _told(reader: RuleReader, text: str) -> set[tuple[str, ...]]:
    """Give what a text, issued on 14 March 2024, tells of films: relation, work and value, further values behind."""
    found = reader.read(text, "2024-03-14").proposals
    return {
        (one.relation, *(one.arguments[role].value for role in sorted(one.arguments, key=_order)))
        for one in found
        if one.relation in _FILMS
    }


def _order(role: str) -> tuple[int, str]:
    return (0 if role == "work" else 2 if role == "episodes" else 1), role


_CASES = {
    "all-in-one": (
        "BBC Two will broadcast The Long Throw, a one-hour documentary about Stoke City, on April 9. Narrated by the "
        "actress Lena Marsh and directed by Omar Tal, it was produced by Otter Films.",
        {
            ("about", "the-long-throw", "stoke-city"),
            ("form", "the-long-throw", "film"),
            ("available_on", "the-long-throw", "bbc-two"),
            ("narrated_by", "the-long-throw", "lena-marsh"),
            ("directed_by", "the-long-throw", "omar-tal"),
            ("produced_by", "the-long-throw", "otter-films"),
            ("release", "the-long-throw", "2024-04-09"),
        },
    ),
    "episodes": (
        "Cold Terraces, a six-part series on Celtic, is being made by Otter Films for Netflix.",
        {
            ("about", "cold-terraces", "celtic"),
            ("form", "cold-terraces", "series", "6"),
            ("produced_by", "cold-terraces", "otter-films"),
            ("available_on", "cold-terraces", "netflix"),
            ("status", "cold-terraces", "filming"),
        },
    ),
    "latest-state": (
        "Cold Terraces, a documentary about Celtic, was announced in 2022. It was completed last month.",
        {
            ("about", "cold-terraces", "celtic"),
            ("form", "cold-terraces", "film"),
            ("status", "cold-terraces", "completed"),
        },
    ),
    "episodes-of-a-description": (
        "Cold Terraces, about Celtic, is on Mubi. The four-part series was directed by Omar Tal.",
        {
            ("about", "cold-terraces", "celtic"),
            ("available_on", "cold-terraces", "mubi"),
            ("status", "cold-terraces", "released"),
            ("form", "cold-terraces", "series", "4"),
            ("directed_by", "cold-terraces", "omar-tal"),
        },
    ),
    "introduced-before-its-title": (
        "Netflix has ordered a six-part series about Celtic. Called Cold Terraces, it will be directed by Omar Tal.",
        {
            ("about", "cold-terraces", "celtic"),
            ("available_on", "cold-terraces", "netflix"),
            ("status", "cold-terraces", "announced"),
            ("form", "cold-terraces", "series", "6"),
            ("directed_by", "cold-terraces", "omar-tal"),
        },
    ),
    "words-where-no-day": (
        "Cold Terraces, a film about Celtic, will be released at the end of next season.",
        {
            ("about", "cold-terraces", "celtic"),
            ("form", "cold-terraces", "film"),
            ("release", "cold-terraces", "at the end of next season"),
        },
    ),
    "cast": (
        "Cold Terraces, a series about Celtic, follows the captain, Ian Hale, the kit man, Rory Quill, and Jo Pine.",
        {
            ("about", "cold-terraces", "celtic"),
            ("form", "cold-terraces", "series"),
            ("features", "cold-terraces", "ian-hale"),
            ("features", "cold-terraces", "rory-quill"),
            ("features", "cold-terraces", "jo-pine"),
        },
    ),
    "title-names-the-club": (
        "Fulham are used to cameras. Inside Fulham, the Netflix series made by Otter Films, came out in 2021.",
        {
            ("about", "inside-fulham", "fulham"),
            ("form", "inside-fulham", "series"),
            ("available_on", "inside-fulham", "netflix"),
            ("produced_by", "inside-fulham", "otter-films"),
            ("status", "inside-fulham", "released"),
            ("release", "inside-fulham", "2021"),
        },
    ),
    "each-work-its-own": (
        "Cold Terraces, a film about Celtic, came out in 2021. Red Dust, a series about Fulham, is on Mubi.",
        {
            ("about", "cold-terraces", "celtic"),
            ("form", "cold-terraces", "film"),
            ("status", "cold-terraces", "released"),
            ("release", "cold-terraces", "2021"),
            ("about", "red-dust", "fulham"),
            ("form", "red-dust", "series"),
            ("available_on", "red-dust", "mubi"),
            ("status", "red-dust", "released"),
        },
    ),
}


@pytest.mark.parametrize(("text", "told"), _CASES.values(), ids=_CASES)
def test_films_are_read(reader: RuleReader, text: str, told: set[tuple[str, ...]]) -> None:
    assert _told(reader, text) == told


@pytest.mark.parametrize(
    "text",
    [
        "Cold Terraces, a film about Celtic by Otter Films for Netflix, was shelved in 2015.",
        "Netflix has cancelled Cold Terraces, its series about Celtic. It was directed by Omar Tal.",
        "A film about Celtic was rumoured last year. Sky is interested in a series on Fulham.",
        "The match will be shown on Sky Sports on Tuesday. Ian Hale was released by Fulham in June.",
    ],
)
def test_what_never_came_and_what_is_no_film_tells_nothing(reader: RuleReader, text: str) -> None:
    assert _told(reader, text) == set()


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("It might be shown on Netflix next year.", "available_on"),
        ("Otter Films hope that Lena Marsh will narrate it.", "narrated_by"),
        ("The captain, Ian Hale, has declined to appear in it.", "features"),
        ("It was not directed by Omar Tal.", "directed_by"),
    ],
)
def test_what_is_hoped_or_denied_of_a_film_is_not_told(reader: RuleReader, words: str, relation: str) -> None:
    found = _told(reader, f"Cold Terraces, a film about Celtic, came out in 2021. {words}")
    assert ("release", "cold-terraces", "2021") in found
    assert relation not in {one[0] for one in found}


def test_a_work_is_looked_for_before_then_behind(lexicon: Lexicon) -> None:
    text = "One film. Then it.\n\nThis, another."
    sentences = [(0, 9), (10, 18), (20, 34)]
    assert work_at(15, [(0, 1), (26, 2)], text, sentences) == 1
    assert work_at(20, [(0, 1), (26, 2)], text, sentences) == 2
    assert work_at(5, [], text, sentences) is None
    assert work_introduced(10, [(0, 1), (26, 2)], sentences) == 2
    assert work_introduced(20, [(0, 1)], sentences) is None
    assert speaks_of_work("", ["it"], lexicon)
    assert not speaks_of_work("", ["purchase"], lexicon)


def test_a_work_is_called_off_unless_it_is_another(lexicon: Lexicon) -> None:
    sentences = [
        "<W1>, a film, was shelved.",
        "Netflix has cancelled <W2>.",
        "<W3> is no remake of a film of the same title that was abandoned.",
        "<W4> goes on, but the tour was scrapped.",
    ]
    assert dropped_works(sentences, lexicon) == {"W1", "W2"}
