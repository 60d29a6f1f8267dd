"""Rules are read from files: what a pattern needs, and what is said of files that are broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lfckg.errors import InputError
from lfckg.extraction.lexicons import read_lexicon
from lfckg.extraction.marked import Mark, mark_text
from lfckg.extraction.matching import read_rules
from lfckg.extraction.patterns import Patterns

FILES = Path(__file__).parents[1] / "ontology" / "extraction"
MACROS = {"age": r"(?:, \d\d,)?", "who": r"<P\d+>(?: and <P\d+>)?"}


@pytest.mark.parametrize(
    ("written", "marks"),
    [
        ("{person} coaches {club}", {"P", "C"}),
        ("{person}{age} coaches", {"P"}),
        ("(?:{person}|{club}) won", set()),
        ("(?:{person} of|{person} at) {club}", {"P", "C"}),
        ("{club}|{competition}", set()),
        ("(?:in {date})? {club}", {"C"}),
        (r"(?<!{club} ){person}", {"P"}),
        ("{who} of {organisation}", {"P", "CO"}),
        (r"[({club}] <(?P<club>C\d+)>{0,1} <[CP]\d+>", {"CP"}),
        ("{title=post} of {club}", {"C"}),
    ],
)
def test_patterns_tell_what_a_sentence_must_have(written: str, marks: set[str]) -> None:
    assert Patterns(MACROS, {"post": "chairman"}).read(written, "here").requirement.marks == marks


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{person} coaches {club}", {" coaches "}),
        ("{person} (?:coaches|has led) {club}", {"coaches", "has led"}),
        ("{person} (?:coaches|led|is) {club}", set()),
        (r"\b[Cc]oach(?:es)? of", {"oach"}),
        ("{post}, who left", {", who left"}),
        ("{post}s? of", {"chairman", "treasurer"}),
        ("(?:the board )?of <C\\d+>", set()),
        ("(?i:The Board) of", {"the board"}),
        (r"(?<!the board )of", set()),
        ("led?(?! by the board)", set()),
        ("signed{0,1} by", {"signe"}),
    ],
)
def test_patterns_tell_which_words_a_sentence_must_have(written: str, words: set[str]) -> None:
    words_of_posts = {"post": "(?:(?:vice-)?chairman|treasurer)"}
    assert Patterns(MACROS, words_of_posts).read(written, "here").requirement.words == words


def test_a_pattern_matches_where_it_would_without_looking_at_marks_first() -> None:
    pattern = Patterns(MACROS, {}).read("{who} joined {club}", "here")
    text = "Ann and Bea joined Hexley."
    names = [Mark((0, 3), "P", 0), Mark((8, 11), "P", 1), Mark((19, 25), "C", 2)]
    assert [match["club"] for match in pattern.finditer(mark_text(text, (0, len(text)), names))] == ["C2"]
    assert not list(pattern.finditer(mark_text(text, (0, len(text)), names[:2])))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[rule]\n", r"broken\.toml: is no TOML"),
        ('[[rule]]\nrelation = "won"\nname = "a"\n', r"broken\.toml: rule 1 has no 'patterns'"),
        ('[[rule]]\nrelation = "owns"\nname = "a"\npatterns = []\n', "'owns' is none of relations.toml"),
        ('[[rule]]\nrelation = "won"\nname = "a"\npatterns = ["{clubb}"]\n', "{clubb} is no role"),
        ('[[rule]]\nrelation = "won"\nname = "a"\npatterns = "x"\n', "is no list of strings"),
        ('[[rule]]\nrelation = "won"\nname = "a"\npatterns = ["x"]\nneeds = "luck"\n', "'luck' is none of near"),
        ('[[rule]]\nrelation = "won"\nname = "a"\npatterns = ["x"]\nhegded = true\n', "'hegded' is nothing"),
        (
            '[[rule]]\nrelation = "won"\nname = "a"\npatterns = ["x"]\nconfidence = 1.5\n',
            "1.5 is no number",
        ),
        ('[[rule]]\nrelation = "won"\nname = "a"\npatterns = ["x"]\nconfidence = "high"\n', "'high' is no number"),
        (
            '[[rule]]\nrelation = "won"\nname = "a"\npatterns = ["x"]\nfocus = { club = "Q" }\n',
            "'Q' . is no letter",
        ),
    ],
)
def test_broken_files_of_rules_are_told(tmp_path: Path, content: str, message: str) -> None:
    shutil.copy(FILES / "rules" / "macros.toml", tmp_path)
    (tmp_path / "broken.toml").write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        read_rules(tmp_path, read_lexicon(FILES), ["won"])


def test_an_expression_that_is_none_is_told_with_its_place() -> None:
    with pytest.raises(InputError, match=r"a\.toml: rule 3, pattern 1: is no regular expression: .*unterminated"):
        _ = Patterns({}, {}).read("(x", "a.toml: rule 3, pattern 1").compiled
