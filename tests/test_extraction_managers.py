"""Reading by rules: who manages, holds a post or plays where, who leaves, and the times of that."""

from __future__ import annotations

import pytest

from lfckg.extraction.rules import RuleReader

RELATIONS = ("manages", "departure_announced", "holds_post", "plays_for", "nationality")


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


CARTER, DODD = "alan-carter leeds-united", "brian-dodd leeds-united"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # several clubs at once, clubs before, clubs in relative clauses
        (
            "The coach Alan Carter had earlier managed Leeds United, Chelsea and, briefly, Everton.",
            {MANAGES, "manages alan-carter chelsea", "manages alan-carter everton"},
        ),
        ("Leeds United's coach is Alan Carter, formerly of Chelsea.", {MANAGES, "manages alan-carter chelsea"}),
        ("Alan Carter, whom Leeds United hired in 2019, shrugged.", {f"{MANAGES} start=2019"}),
        ("Leeds United, whose coach is Alan Carter, are third.", {MANAGES}),
        ("Alan Carter, under whom Leeds United went up, shrugged.", {MANAGES}),
        # in charge, in other words
        ("Alan Carter is holding the fort at Leeds United.", {MANAGES}),
        ("Alan Carter has been entrusted with Leeds United until the end of the season.", {MANAGES}),
        ("Leeds United have been in the hands of Alan Carter since March.", {f"{MANAGES} start=2023-03"}),
        ("Leeds United lost again. Alan Carter, the man in the dugout, shrugged.", {MANAGES}),
        ("The Leeds United job has gone to Alan Carter.", {MANAGES}),
        ("Hired in May 2021, Alan Carter has kept Leeds United up.", {f"{MANAGES} start=2021-05"}),
        # who follows whom
        (
            "Alan Carter took over from Brian Dodd at Leeds United in May 2021.",
            {f"{MANAGES} start=2021-05", f"manages {DODD} end=2021-05"},
        ),
        ("Leeds United are looking for a successor to Brian Dodd.", {f"manages {DODD}"}),
        # until when a contract runs is not until when somebody stays
        ("Alan Carter has signed a contract as coach of Leeds United until 2025.", {MANAGES}),
        ("Leeds United striker Alan Carter, who joined from Chelsea, scored.", {f"plays_for {CARTER}"}),
        ("Alan Carter led Leeds United out as captain.", set()),
        ("Alan Carter is in the frame to take over at Leeds United.", set()),
        ("Leeds United want Alan Carter to become their coach.", set()),
    ],
)
def test_tenures_in_other_words(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts


LEFT = f"departure_announced {DODD}"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Leeds United have given coach Brian Dodd the boot.", {LEFT, f"manages {DODD}"}),
        (
            "On Monday Leeds United parted company with their coach, Brian Dodd.",
            {f"{LEFT} date=2023-05-15", f"manages {DODD} end=2023-05-15"},
        ),
        (
            "Leeds United and coach Brian Dodd have agreed to go their separate ways.",
            {LEFT, f"manages {DODD}"},
        ),
        (
            "Leeds United coach Brian Dodd was dismissed on Monday.",
            {f"{LEFT} date=2023-05-15", f"manages {DODD} end=2023-05-15"},
        ),
        (
            "Brian Dodd, the Leeds United coach, told his players on Monday that the derby would be his last match.",
            {f"{LEFT} date=2023-05-15", f"manages {DODD}"},
        ),
        (
            "LEEDS, May 15 (Reuters) - Leeds United coach Brian Dodd will step down on June 30, he said on Monday.",
            {f"{LEFT} date=2023-05-15", f"manages {DODD} end=2023-06-30"},
        ),
        ("Leeds United will not renew coach Brian Dodd's contract.", {LEFT, f"manages {DODD}"}),
        (
            "Leeds United's finance director, Brian Dodd, is leaving the club by mutual consent.",
            {LEFT, f"holds_post {DODD} title=finance director"},
        ),
        ("Leeds United dismissed the rumour that coach Brian Dodd would leave.", {f"manages {DODD}"}),
        ("Leeds United deny that coach Brian Dodd will be sacked.", {f"manages {DODD}"}),
        ("Leeds United striker Brian Dodd left the pitch after an hour.", {f"plays_for {DODD}"}),
        ("Brian Dodd, the Leeds United coach, is married to a retired teacher.", {f"manages {DODD}"}),
    ],
)
def test_departures_in_other_words(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts


def test_a_new_manager_is_of_the_club_that_his_paragraph_speaks_of(reader: RuleReader) -> None:
    facts = said(
        reader,
        "Leeds United beat Everton. Leeds United go up, and Leeds United will dance.\n\n"
        "Chelsea finished ninth. Alan Carter, who took over in March, has lost twice.",
    )
    assert {fact for fact in facts if "alan-carter" in fact} == {"manages alan-carter chelsea start=2023-03"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Leeds United are unbeaten. Alan Carter made four changes.", {MANAGES}),
        ("Leeds United drew. Alan Carter's half-time talk had been short.", {MANAGES}),
        ("Alan Carter had Leeds United in his care.", {MANAGES}),
        ("Leeds United have made Alan Carter head coach.", {MANAGES}),
        ("Leeds United told Alan Carter to mind the shop.", {MANAGES}),
        ("Leeds United have given Alan Carter the task of rebuilding the team.", {MANAGES}),
        ("Leeds United, remodelled since then by Alan Carter, are third.", {MANAGES}),
        ("Leeds United gave way. The 1992 Premier League was Alan Carter's doing.", {MANAGES}),
        ("The Yorkshire side Leeds United were bottom. Alan Carter stepped into his predecessor's shoes.", set()),
        ("Leeds United were bottom. The lot fell on Alan Carter.", {MANAGES}),
        (
            "Leeds United manager Alan Carter was lured from Everton in May 2021.",
            {MANAGES, "manages alan-carter everton end=2021-05"},
        ),
        ("Alan Carter coached Leeds United from 1968 until his death in 1974.", {f"{MANAGES} end=1974 start=1968"}),
        ("Leeds United midfielder Alan Carter made four changes of clothes.", {f"plays_for {CARTER}"}),
        ("Leeds United drew. Visiting manager Alan Carter shrugged.", set()),
        ("Leeds United were not told by Alan Carter to mind the shop.", set()),
    ],
)
def test_tenures_that_are_told_by_the_way(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "Leeds United have sacked Brian Dodd. The board decided on Monday.",
            {f"{LEFT} date=2023-05-15", f"manages {DODD} end=2023-05-15"},
        ),
        (
            "Leeds United confirm that Brian Dodd has been relieved of his duties with immediate effect.",
            {f"{LEFT} date=2023-05-17", f"manages {DODD} end=2023-05-17"},
        ),
        # neither another paragraph's day, nor one to come, nor one that tells of something else
        ("Leeds United have sacked Brian Dodd.\n\nThe board met on Monday.", {LEFT, f"manages {DODD}"}),
        ("Leeds United have sacked Brian Dodd. The board will meet from Friday.", {LEFT, f"manages {DODD}"}),
        ("Leeds United have sacked Brian Dodd. On Sunday it rained.", {LEFT, f"manages {DODD}"}),
    ],
)
def test_the_day_of_a_departure_stands_in_another_sentence(reader: RuleReader, text: str, facts: set[str]) -> None:
    assert said(reader, text) == facts


def test_a_fallback_is_the_club_that_begins_the_sentence(reader: RuleReader) -> None:
    facts = said(
        reader,
        "Leeds United beat Everton. Leeds United go up, and Leeds United will dance.\n\n"
        "Chelsea were dreadful: Alan Carter made nine changes.",
    )
    assert {fact for fact in facts if "alan-carter" in fact} == {"manages alan-carter chelsea"}
