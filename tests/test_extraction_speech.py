"""Quotations in articles: their pieces and extents in every style of marks, and the words that tell who speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfckg.errors import InputError
from lfckg.extraction.attributions import read_speech
from lfckg.extraction.speech import Quoted, find_quotations
from lfckg.marks import find_marked
from lfckg.workspace import Workspace, find_workspace
from support import ROOT

SPEECH = read_speech(find_workspace(ROOT))


def quotations(text: str) -> list[Quoted]:
    found = list(find_quotations(text, SPEECH))
    for quoted in found:
        assert quoted.extent == (quoted.pieces[0][0], quoted.pieces[-1][1])
        for place in (quoted.speaker, quoted.verb):
            assert place is None or any(start <= place[0] < place[1] <= end for start, end in quoted.attributions)
    return found


def pieces(text: str) -> list[list[str]]:
    return [[text[start:end] for start, end in quoted.pieces] for quoted in quotations(text)]


def speakers(text: str) -> list[str | None]:
    return [quoted.speaker and text[slice(*quoted.speaker)] for quoted in quotations(text)]


@pytest.mark.parametrize("marks", ['""', "“”", "''", "‘’", "«»", "»«", "„“", "„”"])
def test_all_marks(marks: str) -> None:
    text = f"{marks[0]}The grass isn’t green, it’s the players’ worry,{marks[1]} said Ann Lee."
    assert pieces(text) == [["The grass isn’t green, it’s the players’ worry,"]]
    assert speakers(text) == ["Ann Lee"]


def test_guillemets_with_blanks_inside() -> None:
    assert pieces("« Nous avons un bateau », said Ann Lee.") == [["Nous avons un bateau"]]


@pytest.mark.parametrize(
    "text",
    [
        "'I don't know the players' names,' said Ann Lee.",
        "'It's rock 'n' roll, and O'Neill's lads can't dance,' said Ann Lee.",
        "‘It’s rock ’n’ roll, and O’Neill’s lads can’t dance,’ said Ann Lee.",
        "'We sang 'til dawn in the '90s,' said Ann Lee.",
        "‘We sang ’til dawn in the ’90s,’ said Ann Lee.",
        "‘The players’ bus was “late” and we’re sorry,’ said Ann Lee.",
    ],
)
def test_apostrophes_are_no_marks(text: str) -> None:
    assert pieces(text) == [[text[1 : text.index(" said") - 1]]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The players' bus left O'Neill's yard, as in the '90s; they don't sing 'til dawn.",
        "The 'special one' said no.",
        "He is “the best of a bad bunch of keepers”.",
        "Ann Lee called it “over” before it began.",
        "Ann Lee called him “The Wall of Dover” in March.",
        'He made "The Long and Winding Road to Nowhere" in 2012.',
        "He read 'The Red Hen' to his sons.",
        "It was “over” before it began.",
        "They play in “Group A” and in ‘Group B’.",
        "A mark ' alone, and \" another",
        "» a list\n» of things",
        "''  \"\" “” «»",
    ],
)
def test_titles_and_single_words_are_no_quotations(text: str) -> None:
    assert pieces(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We lost," said Lee, "and we sang."', [["We lost,", "and we sang."]]),
        ('"We lost," said Lee. "We sang."', [["We lost,", "We sang."]]),
        ('"We lost," Lee, the captain, said at the gate. "We sang."', [["We lost,", "We sang."]]),
        ('"Did we lose?" Lee asked. "We sang," he said.', [["Did we lose?", "We sang,"]]),
        ("‘We lost’, said Lee, ‘and we sang’.", [["We lost", "and we sang"]]),
        ('"We lost," said Lee. Lee added: "We sang."', [["We lost,"], ["We sang."]]),
        ('"We lost," said Lee.\n\n"We sang," said Roe.', [["We lost,"], ["We sang,"]]),
        ('"We lost," said Lee. He went home. Roe said: "We sang."', [["We lost,"], ["We sang."]]),
        ("“We lost.\n\n“We sang.\n\n“We left,” said Lee.", [["We lost.", "We sang.", "We left,"]]),
        ("Lee said: ‘We lost.\n\n‘We’ll sing.’", [["We lost.", "We’ll sing."]]),
        ("“We lost,” said Lee. “We sang.\n\n“We left.”", [["We lost,", "We sang.", "We left."]]),
        ("“We lost.\n\nThen all was still.", []),
    ],
)
def test_pieces_of_one_quotation(text: str, expected: list[list[str]]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("text", "speaker", "verb"),
    [
        ('"No," said club president Ana Ruiz Toro.', "club president Ana Ruiz Toro", "said"),
        ('"No," said Ann Lee, who keeps a shop.', "Ann Lee", "said"),
        ('"No," said Ann Lee in a statement.', "Ann Lee", "said"),
        ('"No," says the Rovers captain.', "the Rovers captain", "says"),
        ('"No," he joked.', "he", "joked"),
        ('"No," she told Radio Sur, "and no."', "she", "told"),
        ('"No," Ann Lee later added with a smile.', "Ann Lee", "added"),
        ('"No," Ann Lee, the head of media, has said.', "Ann Lee", "has said"),
        ('"No," Ann Lee, 44, told reporters.', "Ann Lee", "told"),
        ('Ann Lee, whose “side of steel” won it, said: "No."', "Ann Lee", "said"),
        ('"No," according to Ann Lee, a fan.', "Ann Lee", "according to"),
        ('Ann Lee said: "No."', "Ann Lee", "said"),
        ('Ann Lee, the head of media, added: "No."', "Ann Lee", "added"),
        ('Ann Lee, who is 44, told reporters: "No."', "Ann Lee", "told"),
        ('Ann Lee laughed and said: "No."', "Ann Lee", "said"),
        ('In a note to members she wrote: "No."', "she", "wrote"),
        ('After the match, Ann Lee said: "No."', "Ann Lee", "said"),
        ('It rained on St. Mary\'s. Mr. Lee said, "No."', "Mr. Lee", "said"),
        ('According to Ann Lee, "we are lost, and that is that."', "Ann Lee", "According to"),
        ("ANN LEE SAID: “NO.”", "ANN LEE", "SAID"),
        ("“Nee,” zei hij; “No,” said John van ’t Hof.", "John van ’t Hof", "said"),
        ("For Upton, coach Ann Lee was kinder: “They were better.”", "Ann Lee", "was"),
        ("The chairman's advice was brief: “Win or swim.”", "The chairman", "advice"),
        ("Ann Lee's own verdict? “Dad, we did it.”", "Ann Lee", "verdict"),
        ("“No,” is how their captain, Ann Lee, sums it up.", "Ann Lee", "sums it up"),
        ("According to Ann Lee, of the union, he is “more sinned against than sinning”.", "Ann Lee", "According to"),
        ("“No,” said Ívar Þór Ásgeirsson.", "Ívar Þór Ásgeirsson", "said"),
    ],
)
def test_the_words_that_name_the_speaker(text: str, speaker: str, verb: str) -> None:
    quoted = quotations(text)[-1]
    assert quoted.speaker
    assert quoted.verb
    assert text[slice(*quoted.speaker)] == speaker
    assert text[slice(*quoted.verb)] == verb


def test_attributions_may_stand_before_and_between() -> None:
    text = 'Then Lee said: "We lost," he added, "and we sang."'
    (quoted,) = quotations(text)
    assert [text[slice(*place)] for place in quoted.attributions] == ["Then Lee said", "he added"]


@pytest.mark.parametrize(
    "text",
    [
        "“We have had better days than this.”\n\n“And we have had worse ones too.”",
        'The message was clear: "We have had better days than this."',
        "“We have had better days than this.”",
    ],
)
def test_quotations_without_a_speaker(text: str) -> None:
    assert set(speakers(text)) == {None}


def test_what_somebody_never_said_is_no_quotation() -> None:
    assert pieces("Ann Lee never called the stand “a library with pies” in her life.") == []


def test_what_is_told_of_a_quotation_names_nobody() -> None:
    assert pieces("“No,” was all that Lee would say.") == []


@pytest.mark.parametrize(
    ("text", "quoted", "speaker"),
    [
        ("She called him “the best of a bad bunch of keepers” in March.", "the best of a bad bunch of keepers", "She"),
        ("Ann Lee, in charge since May, calls the squad “too soft”.", "too soft", "Ann Lee"),
        ("The coach, Ann Lee, praised “eleven stubborn women”.", "eleven stubborn women", "Ann Lee"),
        ("Coach Ann Lee said that the pitch was “a bog with goals” and left.", "a bog with goals", "Coach Ann Lee"),
    ],
)
def test_some_words_amid_a_sentence_are_somebodys(text: str, quoted: str, speaker: str) -> None:
    assert (pieces(text), speakers(text)) == ([[quoted]], [speaker])


@pytest.mark.parametrize("told", ["fumed Lee", "Lee frothed", "he frothed, and left"])
def test_verbs_that_no_file_knows_tell_of_speech_by_where_they_stand(told: str) -> None:
    assert len(pieces(f"“Too soft,” {told}.")) == 1


@pytest.mark.parametrize("told", ["and ended", "Lee frothed."])
def test_what_does_not_end_as_speech_is_told_by_known_verbs_alone(told: str) -> None:
    assert pieces(f"They sang “Ten Green Bottles” {told}.") == []


def test_a_sentence_behind_a_quotation_is_no_attribution() -> None:
    text = "“We have had better days than this.” Roe said that he agreed."
    assert speakers(text) == [None]


def test_speech_of_others_is_not_taken_for_that_of_the_paragraph_before() -> None:
    text = 'Ann Lee said no.\n\n"We have had better days," said Roe.'
    assert speakers(text) == ["Roe"]


@pytest.mark.parametrize("text", ["'a " * 60000, "“" * 60000, "‘a s’ " * 40000, "\n\n".join(["“No."] * 20000)])
def test_long_texts_of_nothing_but_marks_end(text: str) -> None:
    assert len(find_quotations(text, SPEECH)) <= 1


def test_marks_of_right_to_left_text() -> None:
    text = "قال: «لدينا فريق جيد جدا هذا العام.»"
    assert pieces(text) == [["لدينا فريق جيد جدا هذا العام."]]


def test_the_outermost_marks_count() -> None:
    (found,) = find_marked("“He said ‘no’ and ‘yes’,” said Lee.")
    assert (found.inner, found.closed) == ((1, 24), True)


@pytest.mark.parametrize(
    ("content", "message"),
    [("verbs = [", "is no TOML"), ("verbs = []", "has no 'pronouns'"), ("verbs = 3\npronouns = 3", "Compare it")],
)
def test_a_broken_vocabulary_is_told(tmp_path: Path, content: str, message: str) -> None:
    folder = tmp_path / "ontology" / "extraction"
    folder.mkdir(parents=True)
    (folder / "speech.toml").write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        read_speech(Workspace(tmp_path, tmp_path / "build" / "x.nq"))
