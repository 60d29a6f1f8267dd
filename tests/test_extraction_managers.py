"""Reading by rules: who manages, holds a post or plays where, who leaves, and the times of that."""

from __future__ import annotations

import pytest

from lfckg.extraction.readers import open_rule_reader
from lfckg.extraction.rules import RuleReader
from lfckg.workspace import find_workspace

RELATIONS = ("manages", "departure_announced", "holds_post", "plays_for", "nationality")


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return open_rule_reader(find_workspace())


def said(reader: RuleReader, text: str) -> set[str]:
    """Give what a text says in these relations, short: "manages alan-carter leeds start=2020"."""
    facts = set()
    for proposal in reader.read(text, "2023-05-17").proposals:
        if proposal.relation in RELATIONS:
            values = {role: argument.value for role, argument in proposal.arguments.items()}
            named = [values.pop(role) for role in ("person", "club", "organisation") if role in values]
            facts.add(" ".join([proposal.relation, *named, *(f"{role}={values[role]}" for role in sorted(values))]))
    return facts


MANAGES = "manages alan-carter leeds-united"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Leeds United manager Alan Carter shrugged.", {MANAGES}),
        ("Alan Carter, the Leeds United head coach, shrugged.", {MANAGES}),
        ("Alan Carter, once manager of Leeds United, shrugged.", {MANAGES}),
        ("The former Leeds United manager Alan Carter shrugged.", {MANAGES}),
        ("Leeds United are coached by Alan Carter these days.", {MANAGES}),
        ("Leeds United won two cups under Alan Carter.", {MANAGES}),
        ("Alan Carter's Leeds United were a joy to watch.", {MANAGES}),
        ("Leeds United were relegated with Alan Carter in the dugout.", {MANAGES}),
        ("Alan Carter guided Leeds United to promotion.", {MANAGES}),
        ("Alan Carter has managed Leeds United since August 2019.", {f"{MANAGES} start=2019-08"}),
        ("Alan Carter managed Leeds United from 1968 until 1974.", {f"{MANAGES} end=1974 start=1968"}),
        ("Alan Carter coached Leeds United between 1968 and 1974.", {f"{MANAGES} end=1974 start=1968"}),
        ("Leeds United appointed Alan Carter as head coach on 3 May 2021.", {f"{MANAGES} start=2021-05-03"}),
        ("Alan Carter was named manager of Leeds United last July.", {f"{MANAGES} start=2022-07"}),
        ("Alan Carter will take charge of Leeds United on 1 July.", {f"{MANAGES} start=2023-07-01"}),
        ("Alan Carter takes over at Leeds United in June.", {f"{MANAGES} start=2023-06"}),
        ("Leeds United have handed the reins to Alan Carter.", {MANAGES}),
        ("The new manager of Leeds United is Alan Carter.", {MANAGES}),
        ("Alan Carter became Leeds United manager in June 2015.", {f"{MANAGES} start=2015-06"}),
        ("Alan Carter returned to Leeds United as manager in 2020.", {f"{MANAGES} start=2020"}),
        (
            "Alan Carter left Leeds United in March after four years in charge.",
            {f"{MANAGES} end=2023-03", "departure_announced alan-carter leeds-united date=2023-03"},
        ),
        ("Alan Carter is in his third season as Leeds United manager.", {MANAGES}),
    ],
)
def test_managers(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "Leeds United sacked manager Alan Carter on Sunday.",
            {f"{MANAGES} end=2023-05-14", "departure_announced alan-carter leeds-united date=2023-05-14"},
        ),
        (
            "Alan Carter, the Leeds United manager, was relieved of his duties on Monday.",
            {f"{MANAGES} end=2023-05-15", "departure_announced alan-carter leeds-united date=2023-05-15"},
        ),
        (
            "Leeds United manager Alan Carter told reporters on Tuesday that he would leave in June.",
            {f"{MANAGES} end=2023-06", "departure_announced alan-carter leeds-united date=2023-05-16"},
        ),
        (
            "Leeds United manager Alan Carter will step down on 30 June, he announced on Tuesday.",
            {f"{MANAGES} end=2023-06-30", "departure_announced alan-carter leeds-united date=2023-05-16"},
        ),
        (
            "Mary Dunne, the Leeds United chief executive, handed in her notice on Monday.",
            {
                "holds_post mary-dunne leeds-united title=chief executive",
                "departure_announced mary-dunne leeds-united date=2023-05-15",
            },
        ),
        (
            "Leeds United manager Alan Carter resigned on Monday and was succeeded by Brian Dodd.",
            {
                f"{MANAGES} end=2023-05-15",
                "departure_announced alan-carter leeds-united date=2023-05-15",
                "manages brian-dodd leeds-united",
            },
        ),
    ],
)
def test_departures(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Mary Dunne, chairwoman of Leeds United, smiled.", {"holds_post mary-dunne leeds-united title=chairwoman"}),
        (
            "Leeds United's head of recruitment, Mary Dunne, smiled.",
            {"holds_post mary-dunne leeds-united title=head of recruitment"},
        ),
        (
            "Leeds United owner and president Mary Dunne smiled.",
            {"holds_post mary-dunne leeds-united title=owner and president"},
        ),
        (
            "Leeds United trained. Co-chairmen Alan Carter and Brian Dodd watched.",
            {
                "holds_post alan-carter leeds-united title=Co-chairmen",
                "holds_post brian-dodd leeds-united title=Co-chairmen",
            },
        ),
        (
            "Leeds United have appointed Mary Dunne as sporting director.",
            {"holds_post mary-dunne leeds-united title=sporting director"},
        ),
        ("Mary Dunne stays on as chairwoman of Leeds United.", {"holds_post mary-dunne leeds-united title=chairwoman"}),
        ("The former Leeds United chairman Alan Carter smiled.", set()),
        ("Leeds United trained. Former chairman Alan Carter watched.", set()),
    ],
)
def test_posts(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts


PLAYS = "plays_for alan-carter leeds-united"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Leeds United striker Alan Carter limped off.", {PLAYS}),
        ("Alan Carter, the Leeds United captain, limped off.", {PLAYS}),
        ("Leeds United drew. The goalkeeper, Alan Carter, limped off.", {PLAYS}),
        ("Alan Carter has signed for Leeds United.", {PLAYS}),
        ("Leeds United have signed the winger Alan Carter.", {PLAYS}),
        (
            "Leeds United's Danish striker Alan Carter limped off.",
            {PLAYS, "nationality alan-carter nationality=Danish"},
        ),
        ("Leeds United drew. Former captain Alan Carter watched.", set()),
    ],
)
def test_players(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "Alan Carter might take charge of Leeds United.",
        "It is rumoured that Alan Carter will replace Brian Dodd at Leeds United.",
        "Leeds United denied that Alan Carter had been sacked.",
        "Alan Carter has never managed Leeds United.",
        "Leeds United hope to appoint Alan Carter as manager.",
        "If Alan Carter joins Leeds United, the town will sing.",
        "Alan Carter has given the narration to Brian Dodd. Leeds United trained.",
        "Alan Carter gave Leeds United the lead.",
        "Alan Carter's Leeds United debut came early.",
        "Brian Dodd was replaced by Alan Carter after an hour. Leeds United lost.",
        "Alan Carter, a candidate to replace Brian Dodd as Leeds United manager, smiled.",
        "The director of photography, Alan Carter, filmed Leeds United at night.",
        "In 1977 the captain, Alan Carter, lifted a cup. Leeds United still talk of it.",
    ],
)
def test_what_is_not_so(reader: RuleReader, text: str) -> None:
    assert said(reader, text) == set()


def test_a_home_goes_before_the_main_club(reader: RuleReader) -> None:
    text = "Leeds United lost. Leeds United have no excuse. Sunderland manager Alan Carter was sacked on Monday."
    assert said(reader, text) == {
        "manages alan-carter sunderland end=2023-05-15",
        "departure_announced alan-carter sunderland date=2023-05-15",
    }


def test_until_then_is_not_since_then(reader: RuleReader) -> None:
    assert said(reader, "Until Monday, when Leeds United appointed Alan Carter as manager, nobody cared.") == {MANAGES}


def test_a_title_is_taken_as_it_stands(reader: RuleReader) -> None:
    text = "Mary Dunne, the head of women’s football at Leeds United, smiled."
    (proposal,) = [p for p in reader.read(text).proposals if p.relation == "holds_post"]
    title = proposal.arguments["title"]
    assert title.extent is not None
    assert (title.value, text[slice(*title.extent)]) == ("head of women’s football",) * 2
