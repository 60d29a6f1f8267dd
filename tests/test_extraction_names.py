"""Names: what is named, of what kind; which names, descriptions and pronouns mean one thing; odd texts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.names import Name
from lfckg.extraction.rules import RuleReader
from resolving import find_names, meant, resolve_text


@pytest.fixture(scope="module")
def find(reader: RuleReader) -> Callable[[str], list[Name]]:
    """Find the names of a text that quotes nobody."""
    return partial(find_names, reader)


@pytest.fixture(scope="module")
def resolve(reader: RuleReader) -> Callable[[str], Resolver]:
    """Find what the words of a text that quotes nobody refer to."""
    return partial(resolve_text, reader)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Baltan Drova have won at last; their win at Korm Vesla was overdue.", "Baltan Drova", "Club"),
        ("Baltan Drova have won at last; their win at Korm Vesla was overdue.", "Korm Vesla", "Club"),
        ("He spent two years at Quillby before he retired.", "Quillby", "Club"),
        ("The goalkeeper, Wistan, has signed until 2030.", "Wistan", "Person"),
        ("Midfielder Bruggo will miss the final.", "Bruggo", "Person"),
        ("Skarn United beat the Millbrook Wands.", "Skarn United", "Club"),
        ("They have never won the Governor's Cup.", "Governor's Cup", "Competition"),
        ("They finished third in the Dale Second League.", "Dale Second League", "Competition"),
        ("They won three Ferrymen's Trophies in a row.", "Ferrymen's Trophies", "Competition"),
        (
            "Kettle and Thread, a four-part series about Skarn United, is out in May.",
            "Kettle and Thread",
            "Documentary",
        ),
        ("Pale Ferry (cert 12A, 94 minutes)\n\nA film about rain.", "Pale Ferry", "Documentary"),
        ("The film is being made by Hollow Gate, a Leeds company.", "Hollow Gate", "ProductionCompany"),
        ("The series will be shown on Channel North next spring.", "Channel North", "Broadcaster"),
        ("The takeover by Dunlin Meridian, an American fund, is complete.", "Dunlin Meridian", "Organisation"),
        ("She was born in Wexcombe and never left.", "Wexcombe", "Place"),
    ],
)
def test_names_have_the_kinds_that_the_words_around_tell(
    find: Callable[[str], list[Name]], text: str, words: str, kind: str
) -> None:
    assert (words, kind) in [(name.words, name.kind) for name in find(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Supporters sang in the rain.", "Supporters"),
        ("Reading the letter took a minute.", "Reading"),
        ("It took Napoli 33 weeks to sell it.", "Napoli 33"),
        ("Iris Vane, the owner and film producer, wept.", "Vane, the owner"),
        ("KESWOLD, Oct 3 (Quarry News) - Skarn United won.", "KESWOLD"),
        ("Goalkeeper Ada Finch saved it.", "Goalkeeper"),
    ],
)
def test_words_that_name_nothing_are_no_names(find: Callable[[str], list[Name]], text: str, words: str) -> None:
    assert words not in [name.words for name in find(text)]


def test_a_surname_that_begins_a_sentence_is_its_bearers(resolve: Callable[[str], Resolver]) -> None:
    resolver = resolve("The coach of Skarn United is Ivo Terlan. Terlan arrived in May.")

    assert meant(resolver, "Terlan") is meant(resolver, "Ivo Terlan")


@pytest.mark.parametrize(
    ("text", "words", "label"),
    [
        ("Skarn United won again. The Ferrymen are top.", "Ferrymen", "Skarn United"),
        ("Skarn Wanderers met Upton Town at Upton Town. The Wands won.", "Wands", "Skarn Wanderers"),
        ("Ivo Terlan, whom the fans call Cricket, left. Cricket was tired.", "Cricket", "Ivo Terlan"),
        ("Chelsea drew with Skarn United. The Blues were lucky.", "Blues", "Chelsea"),
        ("Skarn United hired Ada Finch. The Scotswoman starts in May.", "The Scotswoman", "Ada Finch"),
        ("Ada Finch is the manager of Skarn United. Ivo Terlan left. The boss smiled.", "The boss", "Ada Finch"),
        (
            "Skarn United won. Ada Finch, 44, danced. Ivo Terlan slept. The 44-year-old sang.",
            "The 44-year-old",
            "Ada Finch",
        ),
        ("Skarn United won the Dale League and the Moor Cup. They love the league.", "the league", "Dale League"),
        ("Skarn United won the Dale League and the Moor Cup. They kept the cup.", "the cup", "Moor Cup"),
        ("Ada Finch met Ivo Terlan. She was late.", "She", "Ada Finch"),
        ("Ivo Terlan smiled at Joe Marl, who was his captain.", "his", "Ivo Terlan"),
        ("Ivo Terlan has gone. Ivo Terlan's brother Max won it.", "Ivo Terlan's brother Max", "Max"),
        ("Skarn United won at Upton Town.\n\nThe club will pay.", "The club", "Skarn United"),
    ],
)
def test_descriptions_nicknames_and_pronouns_mean_what_was_named(
    resolve: Callable[[str], Resolver], text: str, words: str, label: str
) -> None:
    found = meant(resolve(text), words)

    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ivo Terlan, the manager, sat down.", "the manager"),
        ("Skarn United won the league game at last.", "the league"),
        ("It rained. She was late.", "She"),
    ],
)
def test_what_is_said_of_a_name_or_of_nobody_refers_to_nothing(
    resolve: Callable[[str], Resolver], text: str, words: str
) -> None:
    assert meant(resolve(text), words) is None


def test_two_of_one_surname_stay_two(resolve: Callable[[str], Resolver]) -> None:
    resolver = resolve("Ada Finch runs the club. Max Finch, a cousin, sells the tickets. Finch signed the papers.")

    assert meant(resolver, "Max Finch") is not meant(resolver, "Ada Finch")
    assert meant(resolver, "Finch") is meant(resolver, "Ada Finch")


@pytest.mark.parametrize(
    "text",
    [
        ".",
        "SKARN UNITED WON THE DALE LEAGUE UNDER IVO TERLAN.",
        "skarn united won the dale league under ivo terlan.",
        '“” ‘’ "" «» “Yes.”',
        "Arsenal 38 25 8 5 83\nLiverpool 38 24 9 5 81\n",
        "Arsenal\x07 won\x00 the \x1bFA Cup\x7f in 2020.\u200b Ada\u00a0Finch\u2028left.",
        "فاز الأهلي بكأس مصر. \u202eArsenal\u202c won the FA Cup.",
        "🏆 Arsenal 🔴⚪ won the FA Cup 👏 in 2020! 👨‍👩‍👧‍👦 Ada Finch 🇪🇸 wept.",
        "<P1> <C2> said <K3>. <W4>, a film about <C5>.",
        "Finch and Terlan, " * 2000,
        "THE " * 3000,
    ],
)
def test_odd_texts_are_read_to_the_end(reader: RuleReader, text: str) -> None:
    reading = reader.read(text, "2024-05-01")

    assert all(proposal.spans[-1][1] <= len(text) for proposal in reading.proposals)
