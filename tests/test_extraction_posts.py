"""Reading by rules: whose officer or player somebody is where the words beside the name leave it open."""

from __future__ import annotations

import pytest

from lfckg.extraction.rules import RuleReader

BEGIN = "Leeds United won again on Saturday. Leeds United are third in the Championship. "


def posts(reader: RuleReader, text: str) -> set[tuple[str, str, str]]:
    found = [one.arguments for one in reader.read(text, "2023-05-17").proposals if one.relation == "holds_post"]
    return {(one["person"].value, one["organisation"].value, one["title"].value) for one in found}


def players(reader: RuleReader, text: str) -> set[tuple[str, str]]:
    found = [one.arguments for one in reader.read(text, "2023-05-17").proposals if one.relation == "plays_for"]
    return {(one["person"].value, one["club"].value) for one in found}


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("Ann Barker, the chairwoman, slept.", "chairwoman"),
        ("Ann Barker, who remains the club's head of women's football, slept.", "head of women's football"),
        ("Club treasurer Ann Barker slept.", "Club treasurer"),
        ("The new finance director is Ann Barker.", "finance director"),
        ("Ann Barker, who was club secretary for a day, is the chair.", "chair"),
        ("Treasurer: Ann Barker.", "Treasurer"),
        ("They have a new chairlady in Ann Barker.", "chairlady"),
        ("Ann Barker will be the treasurer until June, and said so.", ""),
        ("Ann Barker, the chairwoman, resigned on Friday.", ""),
        ("Leeds United have accepted the resignation of chairwoman Ann Barker.", ""),
        ("Ann Barker, hitherto chairwoman, slept.", ""),
        ("Ann Barker, the chairman of the choir, slept.", ""),
    ],
)
def test_posts_left_open_are_at_the_club_that_is_spoken_of(reader: RuleReader, told: str, title: str) -> None:
    assert posts(reader, BEGIN + told) == ({("ann-barker", "leeds-united", title)} if title else set())


@pytest.mark.parametrize(
    ("told", "club"),
    [
        ("Arsenal are next. Ann Barker, the chairwoman, slept.", "leeds-united"),
        ("Arsenal were told by Ann Barker, the chairwoman, to wait.", "arsenal"),
        ("A sale of Arsenal is rumoured; Ann Barker, the chairwoman, slept.", "arsenal"),
        ("At Arsenal it rained, said Ann Barker, the chairwoman.", "leeds-united"),
    ],
)
def test_another_club_in_the_sentence_has_its_own_officers(reader: RuleReader, told: str, club: str) -> None:
    text = f"{BEGIN}\n\n{told}"
    assert {organisation for _, organisation, _ in posts(reader, text)} == {club}


@pytest.mark.parametrize(
    "told",
    [
        "Rob Cole, another goalkeeper, slept.",
        "Winger Rob Cole is injured.",
        "A header by Rob Cole was enough.",
        "Rob Cole put the ball in the net.",
        "Rob Cole, who was signed on Monday, slept.",
        "Rob Cole wears the captain's armband.",
        "Rob Cole is a Leeds United player until June.",
        "Rob Cole, borrowed from Arsenal, slept.",
        "Both goals in the 2-0 win came from Rob Cole.",
        "Leeds have kept Rob Cole, the goalkeeper.",
        "Rob Cole has renewed his contract with Leeds United.",
        "Captain Rob Cole has been linked with moves abroad.",
        "Rob Cole has torn a calf muscle.",
        "Rob Cole (Leeds United) pulled out with influenza.",
    ],
)
def test_players_are_told_by_what_they_do_and_by_where_they_come_from(reader: RuleReader, told: str) -> None:
    assert players(reader, BEGIN + told) == {("rob-cole", "leeds-united")}


@pytest.mark.parametrize(
    "told",
    [
        "Ex-winger Rob Cole slept.",
        "Rob Cole, the captain in those days, slept.",
        "Rob Cole, a goalkeeper here in the Nineties, slept.",
        "The header by Rob Cole in 1973 was enough.",
        "\n\nThey won the FA Cup in 1973. The goalkeeper Rob Cole became famous for a day.",
        "Rob Cole, the goalkeeper, has hung up his gloves.",
        "Talk of a bid for the striker Rob Cole was old.",
        "A statue of the goalkeeper Rob Cole was unveiled.",
        "Rob Cole, the visitors' winger, slept.",
    ],
)
def test_who_played_once_plays_no_more(reader: RuleReader, told: str) -> None:
    assert players(reader, BEGIN + told) == set()


def test_a_heading_tells_when_it_was(reader: RuleReader) -> None:
    told = "Rob Cole's header was the only goal that anybody still remembers."
    text = f"\n\nLeeds United beat Arsenal. {told}"
    assert players(reader, "ON THIS DAY, 1973" + text) == set()
    assert players(reader, "ON THIS DAY, 2023" + text) == {("rob-cole", "leeds-united")}


def test_years_tell_nothing_of_what_is_said_of_the_present_after_them(reader: RuleReader) -> None:
    told = "\n\nThey won the FA Cup in 1973. That is long ago. Rob Cole, the goalkeeper, slept."
    assert players(reader, BEGIN + told) == {("rob-cole", "leeds-united")}


def test_a_goal_is_scored_for_the_club_that_it_helps(reader: RuleReader) -> None:
    text = f"{BEGIN}\n\nRob Cole's header after an hour gave Arsenal a 1-0 win over Leeds United."
    assert players(reader, text) == {("rob-cole", "arsenal")}


def test_who_sells_something_has_not_left(reader: RuleReader) -> None:
    told = "Ann Barker, the commercial director, has sold 8,000 tickets."
    assert posts(reader, BEGIN + told) == {("ann-barker", "leeds-united", "commercial director")}


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("Ann Barker, company secretary from 1979 until 1990, slept.", ""),
        ("Ann Barker, president of Leeds United from 1979 to 1990, slept.", ""),
        ("Secretary general Ann Barker slept.", "Secretary general"),
        ("Ann Barker moves across from the shop to become chief operating officer.", "chief operating officer"),
        ("Ann Barker, a dentist, is the new president.", "president"),
    ],
)
def test_posts_of_now_are_told_from_those_of_former_times(reader: RuleReader, told: str, title: str) -> None:
    assert posts(reader, BEGIN + told) == ({("ann-barker", "leeds-united", title)} if title else set())


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("The captain, Rob Finn, slept. Finn woke.", ""),
        ("Leeds had a Russian buyer in the spring. Coach Rob Cole saw him. The Russian went.", ""),
        ("In 1988 the coach was a German priest, Father Rob Cole.", "German"),
        ("Rob Cole, like Ann Barker a Dutchman, slept.", "Dutchman"),
    ],
)
def test_nations_are_those_of_named_persons(reader: RuleReader, text: str, nation: str) -> None:
    found = [one.arguments for one in reader.read(text, "2023-05-17").proposals if one.relation == "nationality"]
    told = {(one["person"].value, one["nationality"].value) for one in found}
    assert told == ({("rob-cole", nation)} if nation else set())


def test_a_managers_men_are_at_his_club(reader: RuleReader) -> None:
    text = "Leeds United lost to Arsenal and to Chelsea. Chelsea manager Jim Hall praised his striker, Rob Cole."
    assert players(reader, text) == {("rob-cole", "chelsea")}


def test_who_moves_is_told_by_whom_the_verb_follows(reader: RuleReader) -> None:
    text = f"{BEGIN}Goalkeeper Rob Cole stays, for winger Sam Hill has moved to Arsenal."
    assert players(reader, text) == {("rob-cole", "leeds-united"), ("sam-hill", "arsenal")}


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Five minutes with Ann Barker.\n\nYour first ball? “A tin. It still rolls.”\n\nAnd then? “Sleep.”",
            {"ann-barker"},
        ),
        ("Rob Cole rowed. Ann Barker was asked when.\n\n“We shall see about that,” she said.", {"ann-barker"}),
        ("Rob Cole rowed.\n\nThe midfielder, Sam Hill, slept.\n\n“I was tired,” said the midfielder.", {"sam-hill"}),
        ("Rob Cole rowed. “He sold our house for that boat,” said his daughter Ann Barker.", {"ann-barker"}),
    ],
)
def test_speakers_are_found_beyond_the_sentence(reader: RuleReader, text: str, speakers: set[str]) -> None:
    found = [one.arguments for one in reader.read(text, "2023-05-17").proposals if one.relation == "quoted"]
    assert {one["speaker"].value for one in found} == speakers
