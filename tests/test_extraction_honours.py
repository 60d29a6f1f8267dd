"""Reading by rules: what clubs won, when, how often and under whom, and what they play in."""

from __future__ import annotations

import pytest

from lfckg.extraction.honours import read_honours
from lfckg.extraction.rules import RuleReader

HEAD = "Leeds United manager Alan Carter spoke to the press. "


def said(reader: RuleReader, text: str) -> set[str]:
    """Give what a text says, short: "leeds-united fa-cup date=1998 manager=alan-carter"."""
    facts = set()
    for proposal in reader.read(text, "2023-05-17").proposals:
        if proposal.relation in ("won", "competes_in"):
            values = {role: argument.value for role, argument in proposal.arguments.items()}
            named = [values.pop("club"), values.pop("competition")]
            first = [] if proposal.relation == "won" else ["in"]
            facts.add(" ".join([*first, *named, *(f"{role}={values[role]}" for role in sorted(values))]))
    return facts


CUP, CARTER = "leeds-united fa-cup", "manager=alan-carter"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Leeds United won the FA Cup in 1998.", {f"{CUP} date=1998"}),
        ("Leeds United won the FA Cup in 1998 and again in 2001.", {f"{CUP} date=1998", f"{CUP} date=2001"}),
        ("Leeds United have won the FA Cup three times.", {f"{CUP} count=3"}),
        ("Leeds United won the FA Cup twice, in 1998 and 2001.", {f"{CUP} date=1998", f"{CUP} date=2001"}),
        (
            "Leeds United have won the FA Cup four times in all, most recently in 1998.",
            {f"{CUP} count=4", f"{CUP} date=1998"},
        ),
        (
            "Leeds United won the FA Cup in 1998, their sixth triumph in the competition.",
            {f"{CUP} date=1998", f"{CUP} count=6"},
        ),
        (
            "Leeds United have lifted the FA Cup (1998 and 2001), two League Cups and, last spring, the Super Cup.",
            {
                f"{CUP} date=1998",
                f"{CUP} date=2001",
                "leeds-united league-cups count=2",
                "leeds-united super-cup date=2022",
            },
        ),
        ("The FA Cup went to Leeds United in 1998.", {f"{CUP} date=1998"}),
        ("In 1998 the FA Cup was won by Leeds United.", {f"{CUP} date=1998"}),
        ("Leeds United beat Chelsea 2-1 in the 1998 FA Cup final.", {f"{CUP} date=1998"}),
        ("Chelsea were beaten in the FA Cup final by Leeds United in 1998.", {f"{CUP} date=1998"}),
        ("Chelsea lost the 1998 FA Cup final to Leeds United.", {f"{CUP} date=1998"}),
        ("Leeds United beat Chelsea to win the FA Cup in 1998.", {f"{CUP} date=1998"}),
        ("Leeds United were crowned champions of Serie A in 1998.", {"leeds-united serie-a date=1998"}),
        ("Leeds United, six times winners of the FA Cup, were late.", {f"{CUP} count=6"}),
        ("Leeds United, winning the FA Cup in 1998, surprised even themselves.", {f"{CUP} date=1998"}),
        (
            "Leeds United play in Serie A. They won the league in 1998.",
            {"in leeds-united serie-a", "leeds-united serie-a date=1998"},
        ),
    ],
)
def test_clubs_win(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "Leeds United won the FA Cup in 1998 under Alan Carter.",
        "Under Alan Carter, Leeds United won the FA Cup in 1998.",
        "Alan Carter's Leeds United won the FA Cup in 1998.",
        "Leeds United won the FA Cup in 1998 with Alan Carter in charge.",
        HEAD + "Carter led Leeds United to the FA Cup in 1998.",
        HEAD + "Carter won the FA Cup with Leeds United in 1998.",
        HEAD + "Carter's side won the FA Cup in 1998.",
        HEAD + "Carter delivered the FA Cup in 1998.",
        HEAD + "Carter brought the club the FA Cup in 1998.",
    ],
)
def test_managers_win(reader: RuleReader, text: str) -> None:
    assert said(reader, text) == {f"{CUP} date=1998 {CARTER}"}


def test_a_year_is_of_him_who_was_in_charge_then(reader: RuleReader) -> None:
    text = "Alan Carter managed Leeds United from 1990 until 1996. Leeds United won the FA Cup in 1993 and 1999."
    assert said(reader, text) == {f"{CUP} date=1993 {CARTER}", f"{CUP} date=1999"}


def test_a_total_is_no_managers_alone(reader: RuleReader) -> None:
    text = "Under Alan Carter, Leeds United won the FA Cup in 1998, their sixth triumph in the competition."
    assert said(reader, text) == {f"{CUP} date=1998 {CARTER}", f"{CUP} count=6"}


def test_a_list_is_won_under_one_manager(reader: RuleReader) -> None:
    text = "Leeds United won the FA Cup under Alan Carter in 1998, and the League Cup five times."
    assert said(reader, text) == {f"{CUP} date=1998 {CARTER}", f"leeds-united league-cup count=5 {CARTER}"}


def test_players_win_as_no_managers(reader: RuleReader) -> None:
    text = "The striker Alan Carter won the FA Cup with Leeds United in 1998."
    assert said(reader, text) == {f"{CUP} date=1998"}


@pytest.mark.parametrize(
    "text",
    [
        "Leeds United hope to win the FA Cup.",
        "Leeds United have never won the FA Cup.",
        "Leeds United could yet win the FA Cup this spring.",
        "If Leeds United win the FA Cup, the town will celebrate.",
        "Reports that Leeds United won the FA Cup in 1998 were denied.",
        "Leeds United reached the FA Cup final in 1998.",
        "Leeds United won their FA Cup semi-final in 1998.",
        "Leeds United won the FA Cup tie.",
        "Alan Carter led Leeds United to the FA Cup final.",
    ],
)
def test_what_is_hoped_denied_or_less_than_the_cup_is_not_won(reader: RuleReader, text: str) -> None:
    assert not said(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "The owner denied the rumours, but Leeds United won the FA Cup in 1998.",
        "The favourite for the post is Bob Stone; Leeds United won the FA Cup in 1998.",
        "With no money and no pitch, Leeds United won the FA Cup in 1998.",
        "Nobody has spoken to Leeds United, who won the FA Cup in 1998.",
    ],
)
def test_doubt_reaches_no_further_than_its_clause(reader: RuleReader, text: str) -> None:
    assert said(reader, text) == {f"{CUP} date=1998"}


LEAGUE = "in leeds-united serie-a"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Leeds United are third in Serie A.", {LEAGUE}),
        ("Leeds United, bottom of Serie A, were dreadful.", {LEAGUE}),
        ("Leeds United stand two points clear of the bottom three in Serie A.", {LEAGUE}),
        ("Leeds United are third in Serie A, ten points behind Chelsea.", {LEAGUE, "in chelsea serie-a"}),
        ("Leeds United open the Serie A season at Chelsea.", {LEAGUE, "in chelsea serie-a"}),
        ("Leeds United have been promoted to Serie A.", {LEAGUE}),
        ("Leeds United meet Chelsea in the last 16 of the FA Cup.", {f"in {CUP}", "in chelsea fa-cup"}),
        ("Leeds United will spend another year in Serie A.", {LEAGUE}),
        ("Leeds United hope to play in Serie A.", set()),
        ("Leeds United were once third in Serie A.", set()),
        ("In 1998 Leeds United were third in Serie A.", set()),
        ("Leeds United won the FA Cup in 1998.", {f"{CUP} date=1998"}),
    ],
)
def test_clubs_compete(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts


def test_long_lists_are_read_whole(reader: RuleReader) -> None:
    years = [str(year) for year in range(1900, 2000)]
    titles = f"Leeds United won the FA Cup in {', '.join(years)}, the League Cup and, in 2001, the Super Cup."
    assert {f"{CUP} date={year}" for year in years} <= said(reader, titles)


def test_honours_are_read_with_what_is_said_of_each() -> None:
    text = "won the <K1> in <T1> and <T2>, two <K2> and, under <P1>, the <K3> of <T3>."
    read = [(one.mark, one.times, one.count, one.manager) for one in read_honours(text, 4, len(text))]
    assert read == [("K1", (1, 2), None, ""), ("K2", (), 2, ""), ("K3", (3,), None, "P1")]


def test_a_third_title_in_a_row_is_no_total() -> None:
    text = "their third straight <K1> in <T1>"
    (honour,) = read_honours(text, 0, len(text))
    assert (honour.count, honour.is_total) == (3, False)


# --- other ways of saying ---


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Leeds United thumped Chelsea 3-0 in the final of the 1998 FA Cup.", {f"{CUP} date=1998"}),
        ("In the 1998 FA Cup final, where Leeds United beat Chelsea, it rained.", {f"{CUP} date=1998"}),
        ("Chelsea reached the FA Cup final in 1998 and lost it to Leeds United.", {f"{CUP} date=1998"}),
        ("The FA Cup, which Leeds United won in 1998, stands in the hall.", {f"{CUP} date=1998"}),
        ("The FA Cup passed to Leeds United in 1998.", {f"{CUP} date=1998"}),
        ("Leeds United won the FA Cup in 1998 and held on to it in 1999.", {f"{CUP} date=1998", f"{CUP} date=1999"}),
        ("Leeds United won the FA Cup in 1998; the last had come in 1972.", {f"{CUP} date=1998", f"{CUP} date=1972"}),
        ("Leeds United have won nothing since the FA Cup of 1998.", {f"{CUP} date=1998"}),
        ("Leeds United won the FA Cup for a fourth time in 2021.", {f"{CUP} count=4", f"{CUP} date=2021"}),
        (
            "It was Leeds United's third FA Cup, after those of 1972 and 1998.",
            {f"{CUP} count=3", f"{CUP} date=1972", f"{CUP} date=1998"},
        ),
        (
            "Leeds United won the FA Cup three times running, 1996 to 1998.",
            {f"{CUP} date=1996", f"{CUP} date=1997", f"{CUP} date=1998"},
        ),
        (
            "Leeds United honours: FA Cup 1972, 1998; League Cup (2) 1999, 2003.",
            {
                f"{CUP} date=1972",
                f"{CUP} date=1998",
                "leeds-united league-cup count=2",
                "leeds-united league-cup date=1999",
                "leeds-united league-cup date=2003",
            },
        ),
        (
            "Leeds United won the League Cup and the FA Cup in 1998.",
            {f"{CUP} date=1998", "leeds-united league-cup date=1998"},
        ),
        ("Leeds United got their hands on the FA Cup in 1998.", {f"{CUP} date=1998"}),
        ("A late goal made Leeds United champions of Serie A in 1998.", {"leeds-united serie-a date=1998"}),
    ],
)
def test_wins_are_told_in_other_ways(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "Alan Carter, an FA Cup winner with Leeds United in 1998, was late.",
        "Under Alan Carter Leeds United got their hands on the FA Cup in 1998.",
        "Leeds United, whose manager was Alan Carter, beat Chelsea in the 1998 FA Cup final.",
    ],
)
def test_who_was_in_charge_is_told_in_other_ways(reader: RuleReader, text: str) -> None:
    assert said(reader, text) == {f"{CUP} date=1998 {CARTER}"}


@pytest.mark.parametrize(
    "text",
    [
        "The FA Cup eluded Leeds United again.",
        "Leeds United, beaten finalists in the FA Cup in 1998, were late.",
        "Leeds United went out of the FA Cup in the third round.",
        "Leeds United were knocked out of the FA Cup by Chelsea on Saturday.",
        "Leeds United had never won the FA Cup until 1998.",
        "Leeds United sold their FA Cup tickets in an hour.",
        "Leeds United dream of Serie A.",
        "Leeds United played in Serie A from 1990 to 1998.",
        "Leeds United, then of Serie A, were late.",
    ],
)
def test_trophies_that_are_only_spoken_of_are_neither_won_nor_played_for(reader: RuleReader, text: str) -> None:
    assert said(reader, text) == set()


BOTH = {"in leeds-united serie-a", "in chelsea serie-a"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Leeds United v Chelsea, Serie A, tomorrow", BOTH),
        ("Leeds United and Chelsea, both of Serie A, were late.", BOTH),
        ("Leeds United are at home to Chelsea in Serie A on Sunday.", BOTH),
        ("Leeds United lost 3-0 at Chelsea in Serie A on Saturday.", BOTH),
        ("Saturday's Serie A fixture between Leeds United and Chelsea was called off.", BOTH),
        ("Leeds United were late. A 2-0 defeat at Chelsea left Leeds bottom of Serie A.", BOTH),
        ("Leeds United are top of Serie A, and Chelsea are second in it.", BOTH),
        ("Leeds United were late. The Serie A side had missed the train.", {LEAGUE}),
        ("Leeds United were late. The Serie A season starts on 20 August.", {LEAGUE}),
        ("The film follows Leeds United through their first season in Serie A.", {LEAGUE}),
        ("Leeds United are winter champions of Serie A.", {LEAGUE}),
        ("Leeds United were late. A place in the Champions League is theirs.", {"in leeds-united champions-league"}),
        ("Leeds United and Chelsea contest the FA Cup final on Saturday.", {f"in {CUP}", "in chelsea fa-cup"}),
    ],
)
def test_competing_is_told_in_other_ways(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts
