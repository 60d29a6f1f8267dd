"""Titles of films and series: where they begin and end, and what is none; all sentences are invented."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy", reason="lfckg[extract] is not installed")

from lfckg.claims import MentionType
from lfckg.extraction.lexicons import read_lexicon
from lfckg.extraction.rules import RuleReader
from lfckg.extraction.titles import Titles
from lfckg.workspace import find_workspace


@pytest.fixture(scope="module")
def titles() -> Titles:
    return Titles(read_lexicon(find_workspace().extraction))


_FOUND = {
    "small-words": (
        "A film about that year, Nine Men in the Snow, had its premiere on Monday.",
        "Nine Men in the Snow",
    ),
    "colon": ("A longer portrait, Ada Finch: The Quiet Years, was released in 2018.", "Ada Finch: The Quiet Years"),
    "dash": ("Derry Vale – Inside the Shed, a six-part series, came out in 2021.", "Derry Vale – Inside the Shed"),
    "possessive": ("Their film of the day, The Millers' Sunday, was completed last night.", "The Millers' Sunday"),
    "same-word-twice": ("Corrib, Corrib, a film about the river, came out in 2008.", "Corrib, Corrib"),
    "counted": ("Its first film was cheap. The second, Harbour Nights, was longer.", "Harbour Nights"),
    "said-later": ("Snow Field, which the company announced on Tuesday, will be a film about Vik.", "Snow Field"),
    "other-language": ("He has seen it twice: Ora di ponte, a documentary about the club, is on RAI.", "Ora di ponte"),
    "after-work-on": ("The series goes on. Filming of Slack Tide was completed at the weekend.", "Slack Tide"),
    "year": ("He made a documentary. Stone Boats (2011) was shown at noon.", "Stone Boats"),
    "number": ("A crew is shooting 31 Steps Down, an hour-long film about the ground.", "31 Steps Down"),
    "only-quoted": ("There is a moment in “Wet Grass” when nobody speaks. It is a film of silences.", "Wet Grass"),
    "review-with-stars": (
        "De laatste sluis ★★★★\n\nNothing moves. Ko Bax's first full-length film is slow.",
        "De laatste sluis",
    ),
    "two-alike": (
        "The channel unveiled Black Mud, Long Grass in Pune. The series has six parts.",
        "Black Mud, Long Grass",
    ),
    "first-again": ("He is not watching Rise, Fall, Rise on Monday. The film is too sad.", "Rise, Fall, Rise"),
    "article-behind-a-word": (
        "Six men talk in The Boys of '58, which Ada Finch directed. It is a better film than most.",
        "The Boys of '58",
    ),
    "work-on-it": ("The narrator is ill. Work on Slack Tide goes on, said the crew.", "Slack Tide"),
    "a-surname": ("Old Rui Terro is ill. Viewers saw enough of him in Terro, a four-part series of 2022.", "Terro"),
    "newly-called": ("The series was to have been called Dry Land; it is now called Low Water.", "Low Water"),
}


@pytest.mark.parametrize(("text", "title"), _FOUND.values(), ids=_FOUND)
def test_titles_are_found_whole(titles: Titles, text: str, title: str) -> None:
    assert [text[slice(*extent)] for extent in titles.find(text)] == [title]


_NONE = {
    "a-person": "A documentary about the club's old manager, Bob Hale, was shown on Monday.",
    "whoever-made-it": "Directed by the Ugandan filmmaker Patience Akello, the series has four parts.",
    "a-club": "A film about Halsvik FK is being made by a company from Oslo.",
    "a-nickname": "A series about the Lanterns is being shot this year.",
    "a-day": "A series begins on Sunday, a film director said.",
    "a-country": "An eight-part documentary about the champions of Italy, shown last year, was long.",
    "a-profession": "Leon Bax, a film producer, joined the board of the club.",
    "no-film": "Low Water, a novel about the club, was published in May.",
    "a-company": "Otter Films, a documentary company, has an office in Leeds.",
}


@pytest.mark.parametrize("text", _NONE.values(), ids=_NONE)
def test_other_names_are_no_titles(titles: Titles, text: str) -> None:
    assert [text[slice(*extent)] for extent in titles.find(text)] == []


def test_film_without_a_title_is_named_by_its_description(reader: RuleReader) -> None:
    text = (
        "Cameras have been following Upton United since July. Otter Films is making a six-part series about the club, "
        "which has no title yet. The series is directed by Ada Finch."
    )
    reading = reader.read(text, "2024-03-14")
    work = next(entity for entity in reading.entities if entity.type == "Documentary")
    assert work.label == "a six-part series"
    assert {reference.type for reference in work.references} == {MentionType.DESCRIPTION}
    assert {one.relation for one in reading.proposals} >= {"about", "directed_by", "form", "produced_by"}


def test_plan_for_a_film_is_no_film(reader: RuleReader) -> None:
    text = "Upton United lost again. The owners would like a statue, and perhaps a series about the club one day."
    assert not any(entity.type == "Documentary" for entity in reader.read(text, "2024-03-14").entities)
