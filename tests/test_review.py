"""`lfckg review`: on a real terminal, and from a pipe."""

from __future__ import annotations

import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support import ROOT, TESTS, Run, add_proposals, edit, environment, lfckg
from terminals import CTRL_C, CTRL_D, Terminal

PROMPT = "[u]ndo [q]uit [?]"
UNDECIDED = "lfc:decision lfc:Undecided"
MANAGES = """\

marsh-lane  1 of 3
  marsh-lane 1: »Marsh Lane« have »named Dora Quill as their new manager«.
  marsh-lane 2: The former Heron Park coach »took charge on 3 June 2024«.

  Dora Quill is appointed at Marsh Lane (2024-06-03)  [stated]
  Dora Quill manages or managed Marsh Lane from 2024-06-03  [stated]
  “The former Heron Park coach” is Dora Quill (description)

  proposed by manages/took-charge, confidence 0.93

"""


@pytest.fixture
def root(small: Path) -> Path:
    add_proposals(small)
    return small


@pytest.fixture
def path(root: Path) -> Path:
    return root / "data" / "marsh-lane.ttl"


def review(root: Path, keys: str = "", *args: str | Path, env: dict[str, str] | None = None) -> Run:
    """Give keys from a pipe, one a line."""
    return lfckg("review", "--reviewer", "Ann Lee", *args, cwd=root, stdin="".join(f"{key}\n" for key in keys), env=env)


def opened(root: Path, *args: str | Path, env: dict[str, str] | None = None, columns: int = 120) -> Terminal:
    """Open a review on a terminal, and wait until a key can be pressed."""
    args = ("review", "--reviewer", "Ann Lee", *args)
    terminal = Terminal(*args, cwd=root, env=env, columns=columns)
    try:
        terminal.expect_prompt(PROMPT)
    except BaseException:
        terminal.__exit__(None, None, None)
        raise
    return terminal


def press(terminal: Terminal, key: str, *answers: str) -> None:
    """Press a key, and wait for its answers and the next prompt."""
    terminal.type(key)
    for answer in answers:
        terminal.expect(answer)
    terminal.expect_prompt(PROMPT)


def decisions(path: Path) -> list[str]:
    return re.findall(r"lfc:decision lfc:(\w+)", path.read_text("utf-8"))


def program(folder: Path, text: str, name: str = "editor") -> str:
    """Write an editor: a Python program that is given the file."""
    path = folder / name
    path.write_text(
        f"#!{sys.executable}\nimport sys, pathlib, os\npath = pathlib.Path(sys.argv[-1])\n{text}\n", "utf-8"
    )
    path.chmod(0o755)
    return str(path)


def replacing(folder: Path, old: str, new: str, name: str = "editor") -> str:
    return program(folder, f"path.write_text(path.read_text().replace({old!r}, {new!r}))", name)


def test_a_proposal_is_shown_with_its_words_and_decided_by_lines(root: Path, path: Path) -> None:
    run = review(root, "ar", "--texts", "texts")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(f"{MANAGES}accepted\n\nmarsh-lane  2 of 3\n")
    assert "She »won the Bracken Cup with Okafor’s Tarnbrook side in 2019«." in run.out
    assert run.out.endswith(
        "\n1 accepted, 1 rejected, 0 skipped; 1 waits for a decision.\n"
        "Next: `lfckg build` takes in what was accepted.\n"
    )
    text = path.read_text("utf-8")
    time = r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"\^\^xsd:dateTime'
    assert re.search(
        rf'lfc:Accepted ;\n    lfc:reviewer "Ann Lee" ;\n    lfc:reviewedAt {time} \.   # one tenure', text
    )
    assert decisions(path) == ["Accepted", "Rejected", "Undecided"]


def test_keys_of_a_terminal(root: Path, path: Path) -> None:
    before = path.read_bytes()
    with opened(root, "--texts", "texts") as terminal:
        assert "»took charge on 3 June 2024«" in terminal.text
        assert "\x1b[30m\x1b[43mtook charge" in terminal.raw.decode()
        press(terminal, "?", "a  accept: the words say so")
        press(terminal, "x", "x does nothing here")
        press(terminal, "\x1b[A")
        press(terminal, "u", "There is nothing to undo.", "1 of 3")
        press(terminal, "a", "accepted", "2 of 3", "which is it? [1]–[2]")
        assert decisions(path) == ["Accepted", "Undecided", "Undecided"]
        press(terminal, "u", "undone", "1 of 3")
        assert path.read_bytes() == before
        press(terminal, "R", "rejected", "2 of 3")
        press(terminal, "s", "3 of 3", "Lee Abara is quoted: “We are a stubborn club,”")
        press(terminal, "u", "undone", "1 of 3")
        press(terminal, "s", "2 of 3")
        press(terminal, "r", "rejected", "3 of 3")
        terminal.type("a")
        terminal.expect("1 accepted, 1 rejected, 1 skipped; 1 waits for a decision.")
        assert terminal.end() == 0
    assert decisions(path) == ["Undecided", "Rejected", "Accepted"]


@pytest.mark.parametrize("key", ["q", CTRL_C, CTRL_D])
def test_leaving_a_terminal(root: Path, path: Path, key: str) -> None:
    with opened(root) as terminal:
        press(terminal, "a", "accepted")
        terminal.type(key)
        terminal.expect("1 accepted, 0 rejected, 0 skipped; 2 wait for a decision.")
        assert terminal.end() == 0
    assert decisions(path) == ["Accepted", "Undecided", "Undecided"]


def test_what_is_typed_before_a_proposal_is_shown_does_not_decide_on_it(root: Path, path: Path) -> None:
    with opened(root) as terminal:
        terminal.type("aaaaa")
        terminal.expect("accepted")
        terminal.expect_prompt(PROMPT)
        terminal.type("q")
        assert terminal.end() == 0
    assert decisions(path) == ["Accepted", "Undecided", "Undecided"]


def test_a_kill_loses_no_decision(root: Path, path: Path) -> None:
    with opened(root) as terminal:
        press(terminal, "a", "accepted", "2 of 3")
        terminal.process.send_signal(signal.SIGKILL)
        terminal.process.wait()
    assert decisions(path) == ["Accepted", "Undecided", "Undecided"]
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []
    assert "1 of 2" in review(root, "").out


def test_who_it_is_is_asked_before_the_decision(root: Path, path: Path) -> None:
    home = path.with_name("marsh-lane-entities.ttl")
    before = home.read_bytes()
    with opened(root, "--order", "confidence", "--min-confidence", "0.5", "--texts", "texts") as terminal:
        for _ in range(2):
            press(terminal, "s")
        shown = terminal.text.rpartition("3 of 3")[2]
        assert "Tarnbrook is a new club, or one that is known:" in shown
        assert "1  Tarnbrook Rovers  club  :tarnbrook-rovers" in shown
        assert "2  Heron Park  club  :heron-park" in shown
        press(terminal, "9", "9 does nothing here")
        press(terminal, "a", "a does nothing here")
        press(terminal, "?", "1  it is the first of these")
        press(terminal, "1", "Tarnbrook is Tarnbrook Rovers", "Okafor is a new person, or one that is known:")
        assert "Tarnbrook Rovers won Bracken Cup (2019), under Okafor" in terminal.text.rpartition("3 of 3")[2]
        press(terminal, "u", "undone", "Tarnbrook is a new club")
        assert home.read_bytes() == before
        press(terminal, "2", "Tarnbrook is Heron Park", "Okafor is a new person")
        press(terminal, "n", "Okafor is new", "Heron Park won Bracken Cup (2019), under Okafor", "[a]ccept")
        terminal.type("a")
        terminal.expect("1 accepted, 0 rejected, 2 skipped; 2 wait")
        assert terminal.end() == 0
    text = home.read_text("utf-8")
    assert "lfc:candidate :tarnbrook-rovers , :heron-park ;\n    dcterms:isReplacedBy :heron-park ." in text
    assert '"Okafor"@en ; lfc:proposedIn article:marsh-lane .   # of one surname' in text
    assert decisions(path) == ["Undecided", "Accepted", "Undecided"]


def test_what_is_known_of_a_candidate_is_told(root: Path) -> None:
    run = review(root, "s")
    assert "  1  Ines Okafor  person  :ines-okafor\n       manages Tarnbrook Rovers\n" in review(root, "s1").out
    assert "1  Tarnbrook Rovers  club  :tarnbrook-rovers\n       " in run.out


def test_an_edit_is_saved_and_decided_on_afterwards(root: Path, path: Path, tmp_path: Path) -> None:
    before = path.read_text("utf-8")
    env = {"VISUAL": replacing(tmp_path, "2024-06-03", "2024-06-02"), "EDITOR": "false"}
    with opened(root, "--texts", "texts", env=env) as terminal:
        press(terminal, "e", "edited; decide on it as it is now", "1 of 3", "(2024-06-02)")
        assert path.read_text("utf-8") == before.replace("2024-06-03", "2024-06-02")
        press(terminal, "u", "undone", "(2024-06-03)")
        assert path.read_text("utf-8") == before
        press(terminal, "e", "(2024-06-02)")
        press(terminal, "a", "accepted", "2 of 3")
        press(terminal, "u", "(2024-06-02)")
        press(terminal, "u", "(2024-06-03)")
        terminal.type("q")
        terminal.expect("0 accepted, 0 rejected, 0 skipped; 3 wait")
        assert terminal.end() == 0
    assert path.read_text("utf-8") == before


def test_a_mistake_in_an_edit_is_told_and_the_editor_opened_again(root: Path, path: Path, tmp_path: Path) -> None:
    steps = (
        "text = path.read_text()\n"
        "if 'lfc:persn' in text: text = text.replace('lfc:persn', 'lfc:person').replace('06-03', '06-01')\n"
        "else: text = text.replace('lfc:person', 'lfc:persn', 1)\n"
        "path.write_text(text)"
    )
    with opened(root, env={"EDITOR": program(tmp_path, steps)}) as terminal:
        terminal.type("e")
        terminal.expect(":14:5: lfc:persn is not declared in ontology/lfckg.ttl; did you mean lfc:person?")
        terminal.expect_prompt("[l]eave all as it was ")
        press(terminal, "e", "edited; decide on it as it is now", "(2024-06-01)")
        terminal.type("e")
        terminal.expect("lfc:persn is not declared")
        terminal.expect_prompt("[l]eave all as it was ")
        press(terminal, "l", "left as it was", "(2024-06-01)")
        terminal.type("q")
        assert terminal.end() == 0
    assert path.read_text("utf-8").count("lfc:persn") == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("lfc:end 110 ] .", "lfc:end 110 ]", "Mend the Turtle here or just before."),
        ("lfc:club", "lfc:clb", "lfc:clb is not declared in ontology/lfckg.ttl; did you mean lfc:club?"),
        ("lfc:club :marsh-lane", "lfc:club :marsh-lan", ":marsh-lan is not declared among the entities"),
        ("lfc:club :marsh-lane", "lfc:club :dora-quill", "is of a class that its property does not take"),
        ("lfc:start 84", "lfc:start 8", "begins or ends within a word"),
        ("lfc:end 110", "lfc:end 9000", "no sentence of the text holds characters 84 to 9000"),
        ("lfc:end 110", 'lfc:quote "took over on 3 June 2024"', "is not in the text. Copy it letter by letter."),
        ("2024-06-03", "2024-06-31", "there is no such day"),
        ("art:dora-quill-m1", "art:won-tarnbrook-bracken-cup-win", "stands elsewhere in data/marsh-lane.ttl"),
        ("lfc:proposal art:manages-dora-quill-marsh-lane ;", "", "must keep its lfc:proposal"),
        ("art:dora-quill-m1 a", "art:manages-dora-quill-marsh-lane-tenure a", "stands twice"),
        ("@prefix art: <https", "@prefix art: <http", "the prefix art: is not the file's own"),
        ("a lfc:Mention", "a lfc:Proposal", "is a proposal. Keep to the blocks of this one."),
    ],
)
def test_an_edit_that_is_wrong_changes_nothing(
    root: Path, path: Path, tmp_path: Path, old: str, new: str, message: str
) -> None:
    before = path.read_bytes()
    run = review(root, "ea", "--texts", "texts", env={"EDITOR": replacing(tmp_path, old, new)})
    assert run.code == 1
    assert message in run.err
    assert re.search(r"^lfckg: \S+/marsh-lane.ttl:\d+:\d+: ", run.err, re.MULTILINE)
    assert "Traceback" not in run.err
    assert path.read_bytes() == before


def test_a_block_that_others_name_is_not_taken_out(root: Path, path: Path, tmp_path: Path) -> None:
    edit(path, ":dora-quill ; lfc:mentionType", ":dora-quill ; lfc:mentionType", 1)
    text = path.read_text("utf-8")
    path.write_text(f"{text}art:more a lfc:Claim ; rdf:subject :dora-quill ; rdf:predicate lfc:behind ;\n"
                    "  rdf:object art:dora-quill-m1 ; lfc:span [ lfc:start 0 ; lfc:end 10 ] .\n", "utf-8")  # fmt: skip
    cut = "text = path.read_text()\npath.write_text(text[:text.index('art:dora-quill-m1')])"
    run = review(root, "e", env={"EDITOR": program(tmp_path, cut)})
    assert run.code == 1
    assert "data/marsh-lane.ttl: art:dora-quill-m1 is not defined in this file" in run.err


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("true", "left as it was"),
        ("false", "left as it was"),
        ("no-such-editor-at-all", "no such program"),
        ("'", "Mend"),
    ],
)
def test_an_editor_that_does_nothing(root: Path, path: Path, editor: str, said: str) -> None:
    before = path.read_bytes()
    run = review(root, "eq", env={"VISUAL": "", "EDITOR": editor})
    assert said in run.out + run.err
    assert path.read_bytes() == before


def test_the_editor_gets_none_of_the_keys_and_a_file_for_its_user_alone(root: Path, path: Path, tmp_path: Path) -> None:
    report = tmp_path / "report"
    steps = (
        f"pathlib.Path({str(report)!r}).write_text(f'{{sys.stdin.read()!r}} {{path.parent.stat().st_mode:o}} {{path}}')"
    )
    run = review(root, "ea", env={"EDITOR": program(tmp_path, steps)})
    assert "left as it was" in run.out
    assert decisions(path)[0] == "Accepted"
    said, mode, name = report.read_text().split()
    assert (said, stat.S_IMODE(int(mode, 8))) == ("''", 0o700)
    assert not Path(name).exists()


def test_two_reviews_of_one_file(root: Path, path: Path) -> None:
    with opened(root) as first, opened(root) as second:
        press(first, "a", "accepted", "2 of 3")
        second.type("r")
        second.expect("manages-dora-quill-marsh-lane has been changed meanwhile. Nothing was written.")
        second.expect("marsh-lane#manages-dora-quill-marsh-lane was accepted by Ann Lee meanwhile.")
        second.expect_prompt(PROMPT)
        press(second, "r", "rejected", "3 of 3")
        press(first, "s", "3 of 3")
        first.type("a")
        first.expect("2 accepted, 0 rejected, 1 skipped; 0 wait")
        assert first.end() == 0
        second.type("q")
        assert second.end() == 0
    assert decisions(path) == ["Accepted", "Rejected", "Accepted"]


def test_what_an_editor_writes_meanwhile_is_kept_and_shown(root: Path, path: Path) -> None:
    with opened(root) as terminal:
        edit(path, "2024-06-03", "2024-06-04")
        terminal.type("a")
        terminal.expect("has been changed meanwhile")
        terminal.expect("(2024-06-04)")
        terminal.expect_prompt(PROMPT)
        press(terminal, "a", "accepted")
        path.write_text("no Turtle", "utf-8")
        terminal.type("r")
        terminal.expect("Mend the Turtle")
        terminal.type("q")
        assert terminal.end() in {0, 1}
    assert path.read_text("utf-8") == "no Turtle"


def test_a_read_only_file_is_not_reviewed_and_others_are(root: Path, path: Path) -> None:
    copy = path.with_name("other.ttl")
    text = path.read_text("utf-8").replace("article/marsh-lane#", "article/other#").replace(":marsh-lane a", ":other a")
    copy.write_text(text, "utf-8")
    path.chmod(0o444)
    run = review(root, "a")
    assert run.code == 1
    assert "lfckg: data/marsh-lane.ttl: is read-only. To write to it, run `chmod u+w data/marsh-lane.ttl`." in run.err
    assert "other  1 of 3" in run.out
    assert decisions(copy)[0] == "Accepted"
    assert "Accepted" not in decisions(path)
    assert review(root, "", "--list").code == 0


def test_a_file_with_a_mistake_is_told_and_others_are_reviewed(root: Path, path: Path) -> None:
    broken = path.with_name("broken.ttl")
    broken.write_text("art:Proposal a", "utf-8")
    run = review(root, "a")
    assert run.code == 1
    assert run.err.count("lfckg: data/broken.ttl:1:") == 1
    assert decisions(path)[0] == "Accepted"
    alone = review(root, "a", "data/broken.ttl")
    assert alone.code == 1
    assert "Nothing waits" not in alone.out


@pytest.mark.parametrize(
    ("args", "out", "err", "code"),
    [
        (["data/tarnbrook-film.ttl"], "Nothing waits for a decision.\n", "", 0),
        (["data/entities.ttl", "--list"], "Nothing waits for a decision.\n", "", 0),
        (["--min-confidence", "1"], "Nothing waits for a decision.\n", "", 0),
        (["data/nothing.ttl"], "", "lfckg: data/nothing.ttl: no such file. Check the path.\n", 1),
        (["data"], "", "lfckg: data: is a directory. Name a file in it.\n", 1),
    ],
)
def test_an_empty_queue(root: Path, args: list[str], out: str, err: str, code: int) -> None:
    assert review(root, "a", *args) == Run(code, out, err)


def test_the_list_decides_nothing(root: Path, path: Path) -> None:
    before = path.read_bytes()
    run = lfckg("review", "--list", "--order", "confidence", "--texts", "texts", cwd=root)
    assert run.code == 0
    lines = run.out.splitlines()
    assert lines[0].endswith("  0.99  Lee Abara is quoted: “We are a stubborn club,”")
    assert re.match(
        r"data/marsh-lane\.ttl:\d+  0\.93  Dora Quill is appointed at Marsh Lane \(2024-06-03\); Dora", lines[1]
    )
    assert len(lines) == 3
    assert path.read_bytes() == before


def test_rejected_ones_are_shown_again_where_that_is_wanted(root: Path, path: Path) -> None:
    review(root, "r")
    assert "1 of 2" in review(root, "").out
    run = review(root, "a", "--again")
    assert "1 of 3" in run.out
    assert "confidence 0.93, rejected by Ann Lee at 20" in run.out
    assert decisions(path)[0] == "Accepted"


@pytest.mark.parametrize("key", ["x", "accept", "\x1b[31m", "1", "é"])
def test_a_line_that_is_no_key_ends_all(root: Path, path: Path, key: str) -> None:
    run = lfckg("review", "--reviewer", "A", cwd=root, stdin=f"\nr\n{key}\na\n")
    assert run.code == 1
    if key != "1":  # it is an answer where one is asked who it is
        assert "lfckg: standard input:3: " in run.err
        assert "Nothing more was decided." in run.err
        assert "0 accepted, 1 rejected" in run.out
    assert "\x1b" not in run.err
    assert decisions(path)[0] == "Rejected"
    assert "Accepted" not in decisions(path)


def test_without_texts_offsets_stand_for_sentences(root: Path, path: Path) -> None:
    edit(path, "[ lfc:start 84 ; lfc:end 110 ]", '[ lfc:start 84 ; lfc:quote "took charge on 3 June 2024" ]')
    run = review(root, "", env={})
    assert "  characters 0–10  marsh-lane 1\n" in run.out
    assert "  “took charge on 3 June 2024” at 84–110  marsh-lane 2\n" in run.out
    assert "  [56–83] is Dora Quill (description)\n" in run.out
    assert run.err == (
        "lfckg: the texts are not at hand, so offsets stand for sentences: give --texts DIR, or LFCKG_TEXTS.\n"
    )
    assert "»Marsh Lane«" in review(root, "", env={"LFCKG_TEXTS": str(root / "texts")}).out


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (Path.unlink, "texts/marsh-lane.txt: no such file. Check the path. Offsets stand for its sentences."),
        (lambda text: text.write_text("Other."),
         "texts/marsh-lane.txt: is not the text that data/marsh-lane.ttl was made from. Run `lfckg new --update "),
        (lambda text: text.write_bytes(b"\xff"), "texts/marsh-lane.txt:1:1: byte 0xff is not UTF-8."),
    ],
)  # fmt: skip
def test_a_text_that_is_not_the_right_one(root: Path, change: Callable[[Path], object], note: str) -> None:
    change(root / "texts" / "marsh-lane.txt")
    run = review(root, "rs", "--texts", "texts")
    assert run.code == 0
    assert run.err.count(f"lfckg: {note}") == 1
    assert "  characters 0–10  marsh-lane 1\n" in run.out


def test_nothing_in_an_article_is_obeyed_by_the_terminal(root: Path, path: Path) -> None:
    text = root / "texts" / "marsh-lane.txt"
    text.write_text("Dora \x1b[31mQuill\x07 \u202e»has« \x02left\x03 [it]. نادي هيرون بارك فاز بالكأس.\n", "utf-8")
    path.unlink()
    assert lfckg("new", "texts/marsh-lane.txt", cwd=root).code == 0
    with path.open("a", encoding="utf-8") as file:
        file.write(
            'art:p a lfc:Proposal ; lfc:proposedBy "r\\u001B[2J" ; lfc:decision lfc:Undecided .\n'
            'art:b a lfc:Tenure ; lfc:proposal art:p ; lfc:person :dora-quill ; lfc:phase "\\u0007" ;\n'
            "  lfc:span [ lfc:start 0 ; lfc:end 10 ] , [ lfc:start 41 ; lfc:end 55 ] .\n"
        )
    with opened(root, "--texts", "texts", "data/marsh-lane.ttl", env={"NO_COLOR": "1"}) as terminal:
        shown = terminal.raw.decode()
        terminal.type("q")
        assert terminal.end() == 0
    assert not set("\x07\x02\x03\u202e") & set(shown)
    assert "\x1b" not in shown
    assert r"»Dora \x1b[31m«Quill\x07 \u202e" in shown
    assert "نادي" in shown
    assert r"proposed by r\x1b[2J" in shown


@pytest.mark.parametrize(
    ("args", "env", "name"),
    [
        (["--reviewer", "  Zoë  O'Neill "], {"LFCKG_REVIEWER": "Other"}, "Zoë  O'Neill"),
        ([], {"LFCKG_REVIEWER": "Bo"}, "Bo"),
        ([], {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Cy Git"}, "Cy Git"),
        ([], {"PATH": "/nowhere", "LOGNAME": "dee"}, "dee"),
    ],
)
def test_who_decides(root: Path, path: Path, args: list[str], env: dict[str, str], name: str) -> None:
    run = lfckg("review", *args, cwd=root, stdin="a\n", env=env)
    assert run.code == 0
    assert f'lfc:reviewer "{name}"' in path.read_text("utf-8")


@pytest.mark.parametrize("name", ["", " ", "a\x1bb", "a\nb"])
def test_a_reviewer_without_a_name(root: Path, path: Path, name: str) -> None:
    run = lfckg("review", "--reviewer", name, cwd=root, stdin="a\n")
    assert run.code == 2
    assert "Say who decides: --reviewer NAME, or LFCKG_REVIEWER." in run.err
    assert decisions(path) == ["Undecided"] * 3


def test_a_closed_standard_input(root: Path) -> None:
    command = f"{sys.executable} -m lfckg review --reviewer A <&-"
    done = subprocess.run(["bash", "-c", command], cwd=root, env=environment(), capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr == b"lfckg: standard input is closed. Nothing was decided.\n"


def test_a_narrow_terminal_wraps_and_marks_go_on(root: Path) -> None:
    with opened(root, "--texts", "texts", columns=40) as terminal:
        terminal.type("q")
        assert terminal.end() == 0
        assert max(map(len, terminal.text.partition("proposed")[0].splitlines())) <= 40


def test_very_long_sentences_are_shown_around_their_words(root: Path, path: Path) -> None:
    text = root / "texts" / "marsh-lane.txt"
    text.write_text(f"{'word ' * 4000}Dora left {'word ' * 4000}end.\n", "utf-8")
    path.unlink()
    assert lfckg("new", "texts/marsh-lane.txt", cwd=root).code == 0
    with path.open("a", encoding="utf-8") as file:
        file.write(
            "art:p a lfc:Proposal .\nart:b a lfc:Departure ; lfc:proposal art:p ; lfc:person :dora-quill ;\n"
            "  lfc:span [ lfc:start 20000 ; lfc:end 20009 ] .\n"
        )
    run = review(root, "", "--texts", "texts")
    assert "»Dora left«" in run.out
    assert len(run.out) < 1500


def test_a_proposal_that_says_nothing_can_be_rejected(root: Path, path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("art:empty a lfc:Proposal ; lfc:decision lfc:Undecided .\n")
    run = review(root, "rrrr")
    assert run.code == 0
    assert "\nmarsh-lane  4 of 4\n" in run.out
    assert decisions(path) == ["Rejected"] * 4


def test_help_of_others_is_not_paid_for() -> None:
    code = "import sys, lfckg.cli.commands; print('lfckg.amendments' in sys.modules, 'lfckg.compiler' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=TESTS, env=environment(), check=True)
    assert done.stdout == b"False False\n"


def test_the_guide_to_reviewing_shows_what_is_shown(root: Path) -> None:
    guide = (ROOT / "docs" / "reviewing.md").read_text("utf-8")
    examples = [
        example.partition("\n")
        for block in re.findall(r"```console\n\$ (.*?)```", guide, re.DOTALL)
        for example in block.split("\n$ ")
    ]
    assert len(examples) == 3
    for command, _, output in examples:
        line = command.replace("lfckg", f"{sys.executable} -m lfckg")
        done = subprocess.run(["bash", "-c", line], cwd=root, env=environment(), capture_output=True, check=False)
        assert (done.stdout + done.stderr).decode().strip("\n") == output.strip("\n")


def test_ctrl_z_leaves_the_terminal_to_the_shell_for_a_while(root: Path, path: Path) -> None:
    with Terminal("--norc", "-i", cwd=root, env={"PS1": "shell> "}, program=["bash"]) as terminal:
        terminal.expect("shell> ")
        terminal.type(f"{sys.executable} -m lfckg review --reviewer A\r")
        terminal.expect_prompt(PROMPT)
        terminal.type("\x1a")
        terminal.expect("Stopped")
        terminal.expect("shell> ")
        terminal.type("fg\r")
        terminal.expect_prompt(PROMPT)
        press(terminal, "a", "accepted")
        terminal.type("q")
        terminal.expect("shell> ")
        terminal.type("echo seen\r")
        terminal.expect("echo seen")  # what one types is shown again
    assert decisions(path)[0] == "Accepted"


def test_what_was_accepted_is_built_with_who_accepted_it(root: Path) -> None:
    assert review(root, "r1na").code == 0
    assert lfckg("build", "--texts", "texts", cwd=root).code == 0
    query = (
        "SELECT ?winner ?manager ?reviewer { ?win a lfc:TrophyWin ; lfc:winner ?winner ; lfc:manager ?manager .\n"
        "  ?claim rdf:subject ?win ; rdf:predicate lfc:winner ; prov:wasGeneratedBy/lfc:reviewer ?reviewer }"
    )
    shown = lfckg("query", "-e", query, "--format", "csv", cwd=root)
    assert "id/tarnbrook-rovers,https://w3id.org/lfckg/id/okafor,Ann Lee" in shown.out, shown.err
    assert "Dora Quill" not in lfckg("show", "marsh-lane", cwd=root).out
