"""An article is read again: no decision is lost, nothing is proposed twice, and what people wrote stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lfckg.claims import Decision
from lfckg.compiler import compile_files
from lfckg.datasets import open_store
from lfckg.edits import apply_edits
from lfckg.errors import DataError, InputError
from lfckg.extraction.proposing import Outcome
from lfckg.namespaces import ENTITY, PREFIXES
from lfckg.proposals import read_proposals
from lfckg.turtle import read_turtle
from lfckg.workspace import find_workspace
from proposing import Finder, Hand, decide_all, names_in, put
from support import edit, make_small_workspace

FIRST = "Ann Lee took charge of Moor Town in 2019.\n\n"
SECOND = "Her brother Ben Lee plays for Moor Town, who won the Heron Cup.\n\n"
TEXT = FIRST + SECOND + "It rained all week.\n"
PATH = Path("data", "moor.ttl")
ALL = ["manages-ann-lee-moor-town", "plays-for-ben-lee-moor-town", "won-moor-town-heron-cup"]
MANAGES, PLAYS, WON = ALL
RULES = "rules 0a1b2c3d"


def entities(finder: Finder) -> None:
    finder.entity("ann-lee", "Person", "Ann Lee", *(["Ann Lee"] if "Ann Lee" in finder.text else []))
    finder.entity("ben-lee", "Person", "Ben Lee", *(["Ben Lee"] if "Ben Lee" in finder.text else []))
    finder.entity("moor-town", "Club", "Moor Town", *(["Moor Town"] if "Moor Town" in finder.text else []))
    finder.entity("heron-cup", "Competition", "Heron Cup")


def manages(finder: Finder, **more: Any) -> None:
    words = "Ann Lee took charge of Moor Town"
    if words in finder.text:
        finder.add("manages", words, person="ann-lee", club="moor-town", start="2019", **more)


def plays(finder: Finder) -> None:
    if "Ben Lee plays for Moor Town" in finder.text:
        finder.add("plays_for", "Ben Lee plays for Moor Town", person="ben-lee", club="moor-town")


def won(finder: Finder) -> None:
    if "won the Heron Cup" in finder.text:
        finder.add("won", "won the Heron Cup", club="moor-town", competition="heron-cup")


def reader(*steps: Callable[[Finder], None], name: str = RULES) -> Hand:
    def make(finder: Finder) -> None:
        entities(finder)
        for step in steps:
            step(finder)

    return Hand(make, name)


EVERYTHING = (manages, plays, won)


@pytest.fixture
def moor(tmp_path: Path) -> Path:
    """A workspace with an article that has been read, and three proposals that wait."""
    root = make_small_workspace(tmp_path / "project")
    assert put(root, "moor", TEXT, reader(*EVERYTHING)).added == 3
    return root


def read(root: Path, text: str, *steps: Callable[[Finder], None], name: str = "rules 99999999") -> Outcome:
    return put(root, "moor", text, reader(*steps, name=name))


def text_of(root: Path) -> str:
    return (root / PATH).read_text("utf-8")


def asks(root: Path, pattern: str) -> bool:
    return bool(open_store(find_workspace(root)).query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))


def test_a_text_that_was_read_is_not_read_again(moor: Path) -> None:
    before = text_of(moor)
    again = reader(*EVERYTHING)
    outcome = put(moor, "moor", TEXT, again)
    assert (outcome.was_read, outcome.waiting, again.asked) == (False, 3, 0)
    assert text_of(moor) == before


def test_the_same_found_by_other_rules_changes_nothing_but_the_reader(moor: Path) -> None:
    before = text_of(moor)
    outcome = read(moor, TEXT, *EVERYTHING)
    assert (outcome.was_read, outcome.added, outcome.waiting) == (True, 0, 3)
    assert text_of(moor) == before.replace(RULES, "rules 99999999")
    assert outcome.new == ()


def test_what_rules_find_besides_is_added(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")
    put(root, "moor", TEXT, reader(manages))
    before = text_of(root)
    assert read(root, TEXT, *EVERYTHING).added == 2
    assert names_in(root / PATH) == ALL
    assert text_of(root).startswith(before.partition("art:ann-lee-m1")[0].replace(RULES, "rules 99999999"))
    assert text_of(root).count("a lfc:Mention") == 3  # Moor Town's is one that stood there


def test_what_rules_no_longer_find_goes_and_its_mentions_with_it(moor: Path) -> None:
    outcome = read(moor, TEXT, manages)
    assert (outcome.added, outcome.waiting) == (0, 1)
    assert names_in(moor / PATH) == [MANAGES]
    assert "ben-lee" not in text_of(moor)
    assert "plays-for" not in text_of(moor)
    compile_files(find_workspace(moor))


def test_decisions_stay_whatever_rules_find(moor: Path) -> None:
    decide_all(moor / PATH, Decision.ACCEPTED, MANAGES)
    decide_all(moor / PATH, Decision.REJECTED, PLAYS)
    outcome = read(moor, TEXT)
    assert (outcome.added, outcome.waiting, outcome.withdrawn) == (0, 0, ())
    assert names_in(moor / PATH, Decision.ACCEPTED) == [MANAGES]
    assert names_in(moor / PATH, Decision.REJECTED) == [PLAYS]
    assert asks(moor, ":ann-lee lfc:manages :moor-town")


def test_what_was_rejected_is_not_proposed_again(moor: Path) -> None:
    decide_all(moor / PATH, Decision.REJECTED, *ALL)
    before = text_of(moor)
    outcome = read(moor, TEXT, *EVERYTHING)
    assert (outcome.added, outcome.waiting) == (0, 0)
    assert text_of(moor) == before.replace(RULES, "rules 99999999")


def test_what_was_rejected_is_proposed_where_it_says_something_else(moor: Path) -> None:
    decide_all(moor / PATH, Decision.REJECTED, *ALL)

    def later(finder: Finder) -> None:
        finder.add("manages", "Ann Lee took charge of Moor Town", person="ann-lee", club="moor-town", start="2020")

    assert read(moor, TEXT, later).added == 1
    assert names_in(moor / PATH, Decision.UNDECIDED) == [f"{MANAGES}-2"]


def test_another_kind_of_reader_leaves_what_waits(moor: Path) -> None:
    outcome = read(moor, TEXT, won, name="model tiny 0a1b2c3d")
    assert (outcome.added, outcome.waiting) == (0, 3)
    assert names_in(moor / PATH) == ALL
    assert f'lfc:readBy "{RULES}"' in text_of(moor)
    assert 'lfc:readBy "model tiny 0a1b2c3d"' in text_of(moor)
    assert put(moor, "moor", TEXT, reader(name="model tiny 0a1b2c3d")).was_read is False
    assert read(moor, TEXT, name="model tiny 0a1b2c3e").waiting == 3  # what the rules found


def test_what_a_model_proposed_goes_where_it_no_longer_does(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")
    put(root, "moor", TEXT, reader(plays, name="model tiny 0a1b2c3d"))
    assert read(root, TEXT, manages).waiting == 2
    assert read(root, TEXT, won, name="model tiny ffffffff").waiting == 2
    assert names_in(root / PATH) == [MANAGES, WON]


HAND = """
# Written by hand.
art:win a lfc:TrophyWin ; lfc:honour :heron-cup-title ; lfc:winner :moor-town ;   # in this order
    lfc:manager :ann-lee ; lfc:span [ lfc:start 94 ; lfc:quote "won the Heron Cup" ] .
"""


def by_hand(root: Path) -> None:
    with (root / PATH).open("a", encoding="utf-8") as file:
        file.write(HAND.replace("94", str(TEXT.index("won the"))))


def test_what_people_wrote_is_not_proposed(moor: Path) -> None:
    read(moor, TEXT, manages, name="rules 11111111")
    by_hand(moor)
    before = text_of(moor)
    outcome = read(moor, TEXT, manages, won)
    assert outcome.added == 0
    assert text_of(moor) == before.replace("rules 11111111", "rules 99999999")


def test_what_says_more_than_people_wrote_is_proposed(moor: Path) -> None:
    read(moor, TEXT, name="rules 11111111")
    by_hand(moor)

    def twice(finder: Finder) -> None:
        finder.add("won", "won the Heron Cup", club="moor-town", competition="heron-cup", count="2")

    assert read(moor, TEXT, twice).added == 1
    assert "# in this order" in text_of(moor)


def test_a_statement_of_a_person_is_not_proposed(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")
    text = "Tarnbrook Rovers play in the Vale League.\n"

    def make(finder: Finder) -> None:
        finder.entity("rovers", "Club", "Tarnbrook Rovers", "Tarnbrook Rovers")
        finder.entity("vale-league", "Competition", "Vale League", "Vale League")
        finder.add("competes_in", text[:-2], club="rovers", competition="vale-league")

    put(root, "vale", text, Hand(make))
    path = root / "data" / "vale.ttl"
    (proposal,) = read_proposals(path).proposals  # type: ignore[union-attr]
    source = read_turtle(path)
    hand = apply_edits(source.text, [])
    hand = hand.replace(f" lfc:proposal art:{proposal.iri.value.partition('#')[2]} ;", "")
    path.write_text(hand.replace(proposal.statement.text, ""), "utf-8")
    assert put(root, "vale", text, Hand(make, "rules 99999999")).added == 0


# --- a text that has changed ---

LONGER = "Good news first.\n\n" + TEXT


def test_offsets_of_what_is_kept_move_with_the_text(moor: Path) -> None:
    decide_all(moor / PATH, Decision.ACCEPTED, *ALL)
    outcome = read(moor, LONGER, *EVERYTHING, name=RULES)
    assert (outcome.was_read, outcome.added, outcome.waiting, outcome.withdrawn) == (True, 0, 0, ())
    assert names_in(moor / PATH, Decision.ACCEPTED) == ALL
    start = LONGER.index("won the Heron Cup")
    assert f"[ lfc:start {start} ; lfc:end {start + len('won the Heron Cup')} ]" in text_of(moor)
    assert asks(moor, ":ann-lee lfc:manages :moor-town . :moor-town lfc:hasWon :heron-cup-title")


def test_undecided_and_rejected_ones_move_too(moor: Path) -> None:
    decide_all(moor / PATH, Decision.REJECTED, MANAGES)
    outcome = read(moor, LONGER, *EVERYTHING)
    assert (outcome.added, outcome.waiting) == (0, 2)
    assert names_in(moor / PATH) == ALL


def test_accepted_ones_whose_words_are_gone_are_told_and_taken_out(moor: Path) -> None:
    decide_all(moor / PATH, Decision.ACCEPTED, *ALL)
    outcome = read(moor, SECOND + "It rained all week.\n", *EVERYTHING)
    assert [lost.standing.iri.partition("#")[2] for lost in outcome.withdrawn] == [MANAGES]
    assert "moor.ttl:" in str(outcome.withdrawn[0].problem)
    assert names_in(moor / PATH, Decision.ACCEPTED) == [PLAYS, WON]
    assert not asks(moor, "?x lfc:manages :moor-town")
    assert "ann-lee-m" not in text_of(moor)


def test_a_changed_sentence_keeps_its_decision_where_it_is_read_alike(moor: Path) -> None:
    decide_all(moor / PATH, Decision.ACCEPTED, MANAGES)
    decide_all(moor / PATH, Decision.REJECTED, WON)
    changed = TEXT.replace("in 2019", "in May 2019").replace("Her brother Ben", "Ben")
    outcome = read(moor, changed, *EVERYTHING)
    assert (outcome.added, outcome.withdrawn) == (1, ())
    assert outcome.carried == (MANAGES,)
    assert names_in(moor / PATH, Decision.ACCEPTED) == [MANAGES]
    assert names_in(moor / PATH, Decision.REJECTED) == [WON]
    assert names_in(moor / PATH, Decision.UNDECIDED) == [PLAYS]
    assert 'lfc:reviewer "Ann Lee"' in text_of(moor)
    start = changed.index("won the")
    assert f"lfc:start {start}" in text_of(moor)
    compile_files(find_workspace(moor))


def test_a_changed_sentence_that_says_something_else_loses_it(moor: Path) -> None:
    decide_all(moor / PATH, Decision.ACCEPTED, MANAGES)
    outcome = read(moor, TEXT.replace("took charge of", "may take charge of"), plays, won)
    assert [lost.standing.iri.partition("#")[2] for lost in outcome.withdrawn] == [MANAGES]
    assert MANAGES not in names_in(moor / PATH)


def test_words_that_a_person_cites_and_that_are_gone_change_nothing(moor: Path) -> None:
    by_hand(moor)
    before = text_of(moor)
    with pytest.raises(DataError, match="won the Heron Cup"):
        read(moor, FIRST, *EVERYTHING)
    assert text_of(moor) == before


def test_a_sentence_that_a_person_cites_and_that_has_changed_is_to_be_looked_at(moor: Path) -> None:
    by_hand(moor)
    outcome = read(moor, TEXT.replace("Her brother Ben", "Ben"), *EVERYTHING)
    assert len(outcome.checks) == 1
    assert "has changed" in outcome.checks[0].message
    assert "# Written by hand." in text_of(moor)
    compile_files(find_workspace(moor))


def test_names_that_were_merged_are_known(moor: Path) -> None:
    decide_all(moor / PATH, Decision.REJECTED, MANAGES)
    path = moor / "data" / "moor-entities.ttl"
    edit(path, 'skos:prefLabel "Ann Lee"@en', 'skos:prefLabel "Ann Lee"@en ; dcterms:isReplacedBy :ines-okafor')
    others = moor / "data" / "tarnbrook-entities.ttl"
    edit(others, '"Ines Okafor"@en', '"Ines Okafor"@en ; skos:altLabel "Ann Lee"@en')
    outcome = read(moor, TEXT, *EVERYTHING)
    assert (outcome.added, outcome.new) == (0, ())


def test_a_doubt_that_was_decided_is_not_raised_again(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")
    known = root / "data" / "tarnbrook-entities.ttl"
    known.write_text(known.read_text("utf-8") + ':ann a lfc:Person ; skos:prefLabel "Ann"@en .\n', "utf-8")
    text = "Ann took charge of Moor Town.\n"

    def make(finder: Finder) -> None:
        finder.entity("ann", "Person", "Ann", "Ann")
        finder.entity("moor-town", "Club", "Moor Town", "Moor Town")
        finder.add("manages", "Ann took charge", person="ann", club="moor-town")

    assert [entity.iri.value for entity in put(root, "moor", text, Hand(make)).doubtful] == [f"{ENTITY}ann-2"]
    assert put(root, "moor", text, Hand(make, "rules 11111111")).new == ()
    path = root / "data" / "moor-entities.ttl"
    edit(path, "lfc:candidate :ann", "dcterms:isReplacedBy :ann")
    outcome = put(root, "moor", text, Hand(make, "rules 22222222"))
    assert (outcome.added, outcome.new, outcome.waiting) == (0, (), 1)
    decide_all(root / PATH)
    assert asks(root, ":ann lfc:manages :moor-town")


def test_what_is_only_proposed_lends_its_other_names_to_nobody(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")

    def first(finder: Finder) -> None:
        finder.entity("moor-town", "Club", "Moor Town", "Moor Town", "Rovers")
        finder.entity("vale", "Competition", "Vale League", "Vale League")
        finder.add("competes_in", "Moor Town play", club="moor-town", competition="vale")

    put(root, "first", "Moor Town play in the Vale League. Rovers won.\n", Hand(first))

    def second(finder: Finder) -> None:
        finder.entity("rovers", "Club", "Tarnbrook Rovers", "Tarnbrook Rovers", "Rovers")
        finder.entity("vale", "Competition", "Vale League", "Vale League")
        finder.add("competes_in", "Tarnbrook Rovers play", club="rovers", competition="vale")

    text = "Tarnbrook Rovers play in the Vale League. Rovers won.\n"
    outcome = put(root, "second", text, Hand(second))
    assert (outcome.new, outcome.known) == ((), 2)


def test_an_edited_proposal_that_was_accepted_is_not_proposed_again(moor: Path) -> None:
    edit(moor / PATH, '"2019"^^xsd:gYear', '"2019-05"^^xsd:gYearMonth')
    decide_all(moor / PATH, Decision.ACCEPTED, MANAGES)
    assert read(moor, TEXT, *EVERYTHING).added == 0


def test_comments_and_layout_of_what_people_wrote_stay(moor: Path) -> None:
    by_hand(moor)
    hand = HAND.replace("94", str(TEXT.index("won the")))
    assert hand in text_of(moor)
    read(moor, LONGER, manages)
    moved = HAND.replace("94", str(LONGER.index("won the")))
    assert moved in text_of(moor)


def test_a_file_of_people_alone_takes_proposals(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")
    path = root / "data" / "tarnbrook-film.ttl"
    before = path.read_text("utf-8")
    text = (Path(__file__).parent / "articles" / "tarnbrook-film.txt").read_text("utf-8")

    def make(finder: Finder) -> None:
        finder.entity("okafor", "Person", "Ines Okafor", "Ines Okafor")
        finder.entity("rovers", "Club", "Tarnbrook Rovers", "Tarnbrook Rovers")
        finder.entity("cup", "Competition", "Bracken Cup", "Bracken Cup")
        tenure = {"person": "okafor", "club": "rovers", "start": "2021-07-04"}
        finder.add("manages", "Okafor, who took charge on 4 July 2021", **tenure)  # type: ignore[arg-type]
        finder.add("won", "won the Bracken Cup with Rovers", club="rovers", competition="cup", manager="okafor")
        finder.add("competes_in", "won the Bracken Cup", club="rovers", competition="cup")

    outcome = put(root, "tarnbrook-film", text, Hand(make))
    assert outcome.added == 1  # the other two stand there
    after = path.read_text("utf-8")
    assert after.startswith(before.partition(" ;\n    lfc:sentenceDigests")[0])
    assert before.partition("# Lorton")[2].strip() in after
    assert after.count("a lfc:Mention") == 3  # of the competition
    decide_all(path)
    assert asks(root, ":tarnbrook-rovers lfc:competesIn :bracken-cup")


# --- days and files ---


def test_the_day_is_written_with_its_source(moor: Path) -> None:
    again = reader(manages, name=RULES)
    put(moor, "moor", TEXT, again, issued="2024-05-01", source="the page itself")
    assert again.asked == 1  # a day that was not known may change what is read
    assert 'dcterms:issued "2024-05-01"^^xsd:date' in text_of(moor)
    assert 'dcterms:source "the page itself"' in text_of(moor)
    put(moor, "moor", TEXT, again, issued="2024-05-01", source="the page itself")
    put(moor, "moor", TEXT, again)
    assert again.asked == 1
    put(moor, "moor", TEXT, again, issued="2024-05-02")
    assert again.asked == 2
    assert text_of(moor).count("dcterms:issued") == 1


@pytest.mark.parametrize("exists", [False, True])
def test_a_day_without_a_source_is_refused_before_anything_is_read(tmp_path: Path, exists: bool) -> None:
    root = make_small_workspace(tmp_path / "project")
    hand = reader(manages)
    if exists:
        put(root, "moor", TEXT, reader())
    with pytest.raises(InputError, match="--source"):
        put(root, "moor", TEXT, hand, issued="2024-05-01")
    assert hand.asked == 0
    with pytest.raises(InputError, match="no such day"):
        put(root, "moor", TEXT, hand, issued="2024-05-32", source="x")
    assert hand.asked == 0


def test_a_file_of_another_article_is_not_touched(moor: Path) -> None:
    (moor / "data" / "else.ttl").write_text(text_of(moor), "utf-8")
    before = (moor / "data" / "else.ttl").read_text("utf-8")
    (moor / PATH).unlink()
    with pytest.raises(InputError, match="is not the file of the article else"):
        put(moor, "else", TEXT, reader(*EVERYTHING))
    assert (moor / "data" / "else.ttl").read_text("utf-8") == before


def test_a_text_without_a_sentence_is_refused(moor: Path) -> None:
    with pytest.raises(InputError, match="holds no sentence"):
        put(moor, "blank", "   \n", reader())
    assert not (moor / "data" / "blank.ttl").exists()


def test_where_nothing_was_found_that_is_kept_too(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path / "project")
    hand = reader()
    assert put(root, "moor", TEXT, hand).added == 0
    assert put(root, "moor", TEXT, hand).was_read is False
    assert not (root / "data" / "moor-entities.ttl").exists()
    compile_files(find_workspace(root))


def test_what_a_reviewer_decides_while_it_is_read_is_kept(moor: Path) -> None:
    def make(finder: Finder) -> None:
        entities(finder)
        for step in EVERYTHING:
            step(finder)
        decide_all(moor / PATH, Decision.ACCEPTED, MANAGES)  # meanwhile

    put(moor, "moor", TEXT, Hand(make, "rules 99999999"))
    assert names_in(moor / PATH, Decision.ACCEPTED) == [MANAGES]


def test_a_reader_that_fails_changes_nothing(moor: Path) -> None:
    def make(finder: Finder) -> None:
        raise RuntimeError(f"the endpoint is down: {len(finder.text)}")

    before = text_of(moor)
    with pytest.raises(RuntimeError):
        put(moor, "moor", LONGER, Hand(make))
    assert text_of(moor) == before


def test_new_entities_join_those_that_stand_there(moor: Path) -> None:
    path = moor / "data" / "moor-entities.ttl"
    before = path.read_text("utf-8")

    def more(finder: Finder) -> None:
        finder.entity("rain-league", "Competition", "Rain League")
        finder.add("competes_in", "It rained all week", club="moor-town", competition="rain-league")

    outcome = read(moor, TEXT, *EVERYTHING, more)
    assert [entity.iri.value for entity in outcome.new] == [f"{ENTITY}rain-league"]
    assert path.read_text("utf-8").startswith(before)
    compile_files(find_workspace(moor))
