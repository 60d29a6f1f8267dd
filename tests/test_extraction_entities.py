"""Entities: kinds that the words around a name tell, names that are one thing's, and who is meant by a description."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.rules import RuleReader
from resolving import meant, resolve_text

Resolve = Callable[[str], Resolver]


@pytest.fixture(scope="module")
def resolve(reader: RuleReader) -> Resolve:
    """Find what the words of a text that quotes nobody refer to."""
    return partial(resolve_text, reader)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Odd Fenn walked out on Brask Swifts on Monday.", "Brask Swifts", "Club"),
        ("Hollin Dray, who are managed by Odd Fenn, have won it twice.", "Hollin Dray", "Club"),
        ("He was dropped by Vesla Korm in the autumn.", "Vesla Korm", "Club"),
        ("Vesla secretary Alwyn Marl has handed in his notice.", "Vesla", "Club"),
        ("KV Droverberg and Upton Town agreed.", "KV Droverberg", "Club"),
        ("The film was made by Dray Vinter.", "Dray Vinter", "ProductionCompany"),
        ("The film is the work of Hulver, a Brask company.", "Hulver", "ProductionCompany"),
        ("They play in the Danish Cup on Sunday.", "Danish Cup", "Competition"),
        ("They are second in the Dray League One.", "Dray League One", "Competition"),
        ("They won the First Marine League in 2020.", "First Marine League", "Competition"),
        ("Sir Odd Fenn, the chairman, spoke.", "Sir Odd Fenn", "Person"),
        ('Striker Odd "Toffee" Fenn scored twice.', 'Odd "Toffee" Fenn', "Person"),
        ("Manager Ronan Finn took charge of Upton Town.", "Ronan Finn", "Person"),
        ("Upton Town beat St Hilda\u2019s Athletic on Sunday.", "St Hilda\u2019s Athletic", "Club"),
        ("The season, Vesla's second in the Dale League, begins on Sunday.", "Vesla", "Club"),
        ("This time, Odd Fenn call on Robrum in the cup.", "Odd Fenn", "Club"),
        ("It was his first Drayton goal in a year.", "Drayton", "Club"),
        ("They travel to third-placed Vesla 09.", "Vesla 09", "Club"),
        ("\u00cdB\u00cd Vesluvik drew 2-2 on Tuesday.", "\u00cdB\u00cd Vesluvik", "Club"),
        ("They begin at home to Odran III on Sunday.", "Odran III", "Club"),
        ("Nothing was heard of Launder Wharf.", "Launder Wharf", ""),
        ("They are third in the Primera C.", "Primera C", "Competition"),
        ("Vesla won late: the grandson Jelmer headed in.", "Jelmer", "Person"),
        ("It was a double save from Asanto.", "Asanto", "Person"),
        ("Fennick 7: The keeper had nothing to do.", "Fennick", "Person"),
        ("Odd Fenn's goal beat Upton Town.", "Odd Fenn", "Person"),
    ],
)
def test_kinds_are_told_by_what_is_said_of_names(resolve: Resolve, text: str, words: str, kind: str) -> None:
    found = meant(resolve(text), words)

    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "words",
    [
        "A. V. Gromlov",
        "V. I. Sorrel",
        "Jef \u201cden Toren\u201d Nyx",
        "Gerry \u201cthe Vicar\u201d Dray",
        "Bakri al-Tawil",
    ],
)
def test_initials_articles_and_nicknames_are_parts_of_names(resolve: Resolve, words: str) -> None:
    found = meant(resolve(f"On Sunday {words} headed the only goal for Upton Town."), words)

    assert found is not None
    assert (found.kind, found.label) == ("Person", words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Italian Serie A begins in August.", "Italian"),
        ("Upton Town play in the Portuguese Cup. Odd Fenn left.", "Portuguese"),
        ("Odd Fenn spoke. The Portuguese league begins in August.", "The Portuguese"),
        ("Odd Fenn left. The Texas-born coach has signed.", "Texas-born"),
        ("CLUB STATEMENT\n\nUpton Town have won.", "STATEMENT"),
        ("Odd Fenn left the Club on Monday.", "Club"),
    ],
)
def test_words_of_nations_and_plain_words_name_nothing(resolve: Resolve, text: str, words: str) -> None:
    assert meant(resolve(text), words) is None


@pytest.mark.parametrize(
    ("text", "words", "label"),
    [
        (
            "Odd Fenn was appointed. The club sacked Ivo Terlan in May. The new manager starts on Monday.",
            "The new manager",
            "Odd Fenn",
        ),
        (
            "Ivo Terlan was sacked. Odd Fenn was appointed as coach. The former coach has gone.",
            "The former coach",
            "Ivo Terlan",
        ),
        ("Ivo Terlan sang. Ivo Terlan danced. Then came Joe Marl. The Dane was late.", "The Dane", "Joe Marl"),
        ("Odd Fenn sang. Joe Marl headed in a corner, and Max Dray scored. The Dane was late.", "The Dane", "Max Dray"),
        (
            "Les Hock won it in 1974. It rained. It snowed. Doug Hock, no relation, sings. Hock said so.",
            "Hock",
            "Doug Hock",
        ),
        ("Chelsea beat Porto. The London club were lucky.", "The London club", "Chelsea"),
        ("Skarn United won. Odd Fenn left to coach the Boston Shamrocks.", "Boston Shamrocks", "Boston Shamrocks"),
        ("Skarn United won again. The Sponge Divers are top.", "Sponge Divers", "Skarn United"),
        ("Skarn United won the Dale League and the Moor Cup. They lifted the trophy.", "the trophy", "Moor Cup"),
        ("Odd Fenn, \u201cTuttle\u201d in the village, saved it. Tuttle smiled.", "Tuttle", "Odd Fenn"),
        ("It was Odd Fenn, the winger they call Maravilla.", "Maravilla", "Odd Fenn"),
        ("Kawasaki have won again. He left Frontale in May.", "Frontale", "Kawasaki"),
    ],
)
def test_descriptions_and_short_names_mean_what_they_are_said_of(
    resolve: Resolve, text: str, words: str, label: str
) -> None:
    found = meant(resolve(text), words)

    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Odd Fenn is back as the new manager.", "the new manager"),
        ("Ivo Terlan is the coach. Nobody knows the new coach.", "the new coach"),
        ("Porto won. He was dismissed by the London club.", "the London club"),
    ],
)
def test_what_cannot_be_told_refers_to_nothing(resolve: Resolve, text: str, words: str) -> None:
    assert meant(resolve(text), words) is None
