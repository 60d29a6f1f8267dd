"""Who is seen in films, told scene by scene or listed; all sentences are invented."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy", reason="lfckg[extract] is not installed")

from lfckg.extraction.marked import mark_text
from lfckg.extraction.parsing import Clauses
from lfckg.extraction.rules import RuleReader

_FILM = "Low Water, a 90-minute film about Vardal IF by Otter Films, was shown on Netflix in March."
_SEEN = {
    "listed": ("Among the witnesses are Rui Falk and Ada Brandt.", {"rui-falk", "ada-brandt"}),
    "those-who-talk": ("Rui Falk and Ada Brandt are among those who talk.", {"rui-falk", "ada-brandt"}),
    "last-word": ("The last word is left to Rui Falk, the kit man.", {"rui-falk"}),
    "opens-with": (
        "It opens on Rui Falk, asleep, and ends with Ada Brandt locking the gate.",
        {"rui-falk", "ada-brandt"},
    ),
    "several-doings": ("We see Rui Falk feeding his dog and Ada Brandt losing at cards.", {"rui-falk", "ada-brandt"}),
    "let-them-in": ("Rui Falk allowed the crew into his kitchen.", {"rui-falk"}),
    "old-footage": ("Home movies show Rui Falk as a boy.", {"rui-falk"}),
    "voice": ("Rui Falk's voice is heard over the credits.", {"rui-falk"}),
    "talks": ("In it Rui Falk talks about the flood.", {"rui-falk"}),
    "with-a-clause-between": (
        "Rui Falk, who kept goal in those days, and Ada Brandt appear in it.",
        {"rui-falk", "ada-brandt"},
    ),
    "scene": ("In the funniest scene Rui Falk, the goalkeeper, stirs a pan of soup.", {"rui-falk"}),
    "scene-behind-scene": (
        "Rui Falk mends a net on camera. Ada Brandt, the captain, drives a tram.",
        {"rui-falk", "ada-brandt"},
    ),
    "one-of-several": ("Two people carry the film. One is Rui Falk, who sweeps the stand.", {"rui-falk"}),
}


def _seen(reader: RuleReader, words: str) -> set[str]:
    found = reader.read(f"{_FILM} {words} It was made over two years.", "2024-04-14").proposals
    return {one.arguments["person"].value for one in found if one.relation == "features"}


@pytest.mark.parametrize(("words", "persons"), _SEEN.values(), ids=_SEEN)
def test_who_is_seen_in_a_film_is_told(reader: RuleReader, words: str, persons: set[str]) -> None:
    assert _seen(reader, words) == persons


_UNSEEN = {
    "not-in-it": "Rui Falk is not in it.",
    "declined": "Rui Falk declined to appear.",
    "a-critic": "The critic Rui Falk gave it two stars.",
    "who-cut-it": "The film was edited by Rui Falk.",
    "who-directs-it": "The film, directed by Rui Falk, shows him at the wheel of a van.",
    "a-guest-at-the-premiere": "The premiere was attended by Rui Falk and Ada Brandt.",
    "who-saw-it": "Rui Falk, who saw it in Oslo, wept.",
    "the-next-match": "Rui Falk takes his side to Brask on Saturday.",
    "a-question": "Will Rui Falk appear in it?",
    "what-he-says": '"It is too long," says Rui Falk.',
}


@pytest.mark.parametrize("words", _UNSEEN.values(), ids=_UNSEEN)
def test_who_is_not_seen_is_not_told(reader: RuleReader, words: str) -> None:
    assert _seen(reader, words) == set()


def test_nobody_is_seen_where_no_film_is_spoken_of(reader: RuleReader) -> None:
    found = reader.read("Rui Falk mends a net on camera. Ada Brandt drives a tram.", "2024-04-14").proposals
    assert not [one for one in found if one.relation == "features"]


def test_in_it_means_the_film_that_was_spoken_of_last(reader: RuleReader) -> None:
    text = f"Vardal IF won the Norwegian Cup in 1990. {_FILM} Rui Falk appears in it."
    assert {one.arguments["person"].value for one in reader.read(text).proposals if one.relation == "features"} == {
        "rui-falk"
    }


def test_deeds_are_those_of_the_present_tense(reader: RuleReader) -> None:
    text = "She stirs the soup, he has left, they will come and nobody sang."
    deeds = Clauses(mark_text(text, (0, len(text)), []), reader.language).deeds()
    assert [(deed.subjects, deed.verb) for deed in deeds] == [(("she",), "stirs")]
