"""Proposals: decisions change their own statements alone, and only what still stands as it was seen."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from lfckg.claims import Decision
from lfckg.doubts import Names, choose
from lfckg.edits import Change, rewrite, spell
from lfckg.errors import ChangedError, DataError, InputError, OutputError
from lfckg.namespaces import ARTICLE, ENTITY
from lfckg.proposals import Proposal, decide, read_proposals, undo
from support import add_proposals, edit

NOW = datetime(2026, 11, 25, 12, 0, 7, tzinfo=UTC)
MANAGES = NamedNode(f"{ARTICLE}marsh-lane#manages-dora-quill-marsh-lane")
WON = NamedNode(f"{ARTICLE}marsh-lane#won-tarnbrook-bracken-cup")
TARNBROOK, OKAFOR = NamedNode(f"{ENTITY}tarnbrook"), NamedNode(f"{ENTITY}okafor")
HERON_PARK = NamedNode(f"{ENTITY}heron-park")


@pytest.fixture
def path(small: Path) -> Path:
    return add_proposals(small)


def proposal(path: Path, iri: NamedNode = MANAGES) -> Proposal:
    file = read_proposals(path)
    assert file
    found = file.find(iri)
    assert found
    return found


def test_a_file_gives_its_proposals_with_their_blocks(path: Path) -> None:
    file = read_proposals(path)
    assert file
    assert file.slug == "marsh-lane"
    assert [len(each.blocks) for each in file.proposals] == [3, 2, 1]
    first = file.proposals[0]
    assert (first.iri, first.by, first.confidence) == (MANAGES, "manages/took-charge", 0.93)
    assert (first.decision, first.reviewer, first.time) == (Decision.UNDECIDED, "", "")
    assert [span.start for span in first.spans] == [0, 16, 84]  # not that of the mention


def test_a_file_that_people_wrote_has_none(small: Path) -> None:
    assert read_proposals(small / "data" / "tarnbrook-film.ttl") is None


@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.REJECTED])
def test_a_decision_changes_the_proposal_alone(path: Path, decision: Decision) -> None:
    before = path.read_text("utf-8")
    decide(proposal(path), decision, 'Ann "Bee" Lee', NOW)
    written = (
        f'lfc:decision lfc:{decision.value} ;\n    lfc:reviewer "Ann \\"Bee\\" Lee" ;\n'
        '    lfc:reviewedAt "2026-11-25T12:00:07Z"^^xsd:dateTime .   # one tenure'
    )
    assert path.read_text("utf-8") == before.replace("lfc:decision lfc:Undecided .   # one tenure", written)
    found = proposal(path)
    assert (found.decision, found.reviewer, found.time) == (decision, 'Ann "Bee" Lee', "2026-11-25T12:00:07Z")


@pytest.mark.parametrize(
    "statement",
    [
        "art:p a lfc:Proposal ; lfc:proposedBy 'x; .' ; # said ; so .\n lfc:decision lfc:Undecided ; .",
        "art:p a lfc:Proposal .",
        'art:p lfc:decision lfc:Undecided ; a lfc:Proposal ; skos:note """a\n. ; b""" . # more',
        "art:p\n  a lfc:Proposal\n; lfc:decision <https://w3id.org/lfckg/ontology#Undecided>\n.",
        "art:p lfc:reviewer 'A' ; lfc:reviewedAt '2020' ; a lfc:Proposal ; lfc:decision lfc:Rejected .",
        "art:p lfc:reviewedAt '2020' ;\n # when\n lfc:reviewer 'A' ; lfc:decision lfc:Accepted ; a lfc:Proposal .",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("decision", list(Decision))
def test_whatever_the_layout_undoing_gives_back_every_byte(
    tmp_path: Path, statement: str, line_end: str, decision: Decision
) -> None:
    path = tmp_path / "odd.ttl"
    text = (
        "\ufeff@prefix art: <https://w3id.org/lfckg/id/article/odd#> .\n"
        "@prefix lfc: <https://w3id.org/lfckg/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f"# before\n{statement}\nart:b a lfc:Tenure ; lfc:proposal art:p . # behind\n"
    ).replace("\n", line_end)
    path.write_bytes(text.encode())
    iri = NamedNode(f"{ARTICLE}odd#p")
    change = decide(proposal(path, iri), decision, "Ann", NOW)
    found = proposal(path, iri)
    assert found.decision is decision
    assert (found.reviewer, found.time) == (
        ("", "") if decision is Decision.UNDECIDED else ("Ann", "2026-11-25T12:00:07Z")
    )
    assert path.read_bytes().startswith(text.partition(statement[:5])[0].encode())
    assert path.read_bytes().endswith(f"# behind{line_end}".encode())
    undo(path, [change], iri)
    assert path.read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lfc:club :marsh-lane ; lfc:startedBy", "lfc:club :heron-park ; lfc:startedBy"),
        ("lfc:decision lfc:Undecided .   # one", "lfc:decision lfc:Rejected .   # one"),
        ("lfc:confidence 0.93", "lfc:confidence 0.1"),
    ],
)
def test_what_was_changed_since_it_was_shown_is_not_decided(path: Path, old: str, new: str) -> None:
    seen = proposal(path)
    edit(path, old, new)
    before = path.read_bytes()
    with pytest.raises(ChangedError, match=r"has been changed meanwhile\. Nothing was written"):
        decide(seen, Decision.ACCEPTED, "Ann", NOW)
    assert path.read_bytes() == before


def test_what_was_changed_elsewhere_is_kept(path: Path) -> None:
    seen = proposal(path)
    edit(path, "# What was proposed.", "# What a program proposed.\nart:new a lfc:Tenure ; lfc:person :dora-quill .")
    edit(path, 'lfc:proposedBy "won/list"', 'lfc:proposedBy "won/other"')
    decide(seen, Decision.ACCEPTED, "Ann", NOW)
    text = path.read_text("utf-8")
    assert "art:new" in text
    assert "won/other" in text
    assert "lfc:Accepted" in text


def test_two_who_decide_at_once_lose_nothing(path: Path) -> None:
    head = path.read_text("utf-8").partition("# What was proposed.")[0]
    blocks = "".join(
        f"art:p{n} a lfc:Proposal ; lfc:decision lfc:Undecided .\nart:t{n} a lfc:Tenure ; lfc:proposal art:p{n} .\n"
        for n in range(40)
    )
    path.write_text(head + blocks, "utf-8")
    file = read_proposals(path)
    assert file

    def work(part: tuple[Proposal, ...]) -> None:
        for each in part:
            decide(each, Decision.ACCEPTED, "Ann", NOW)

    threads = [threading.Thread(target=work, args=(file.proposals[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_text("utf-8").count("lfc:Accepted") == 40
    assert [left.name for left in path.parent.iterdir() if left.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "lfc:Undecided",
            "lfc:Perhaps",
            "a proposal has one lfc:decision, and it is one of lfc:Undecided, lfc:Accepted",
        ),
        ("lfc:Undecided", "lfc:Undecided , lfc:Rejected", "a proposal has one lfc:decision"),
        ("lfc:Undecided", 'lfc:Rejected ; lfc:reviewer "A" , "B"', "a proposal has one lfc:reviewer"),
        ("art:won-tarnbrook-bracken-cup a", "art:manages-dora-quill-marsh-lane a", "this proposal stands twice"),
        ("lfc:Undecided .", "lfc:Undecided", "Mend the Turtle"),
    ],
)
def test_a_file_with_a_mistake_is_told_with_its_place(path: Path, old: str, new: str, message: str) -> None:
    edit(path, old, new)
    with pytest.raises(DataError, match=re.escape(message)) as caught:
        read_proposals(path)
    assert caught.value.problems[0].line > 1


def test_a_read_only_file_stays_as_it_is(path: Path) -> None:
    seen = proposal(path)
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(OutputError, match=r"is read-only\. To write to it, run `chmod u\+w "):
        decide(seen, Decision.ACCEPTED, "Ann", NOW)
    assert path.read_bytes() == before


def test_a_file_that_is_gone(path: Path) -> None:
    seen = proposal(path)
    path.unlink()
    with pytest.raises(InputError, match="No such file"):
        decide(seen, Decision.ACCEPTED, "Ann", NOW)
    assert not path.exists()


def test_a_file_behind_a_link_is_changed_and_the_link_stays(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.ttl"
    link.symlink_to(path)
    decide(proposal(link), Decision.ACCEPTED, "Ann", NOW)
    assert link.is_symlink()
    assert proposal(path).decision is Decision.ACCEPTED


def test_permissions_stay(path: Path) -> None:
    path.chmod(0o640)
    decide(proposal(path), Decision.ACCEPTED, "Ann", NOW)
    assert path.stat().st_mode & 0o777 == 0o640


def names(path: Path) -> Names:
    found = Names()
    for each in sorted(path.parent.glob("*.ttl")):
        found.take(each)
    return found


def test_entities_that_may_be_others_are_those_of_the_proposal(path: Path) -> None:
    found = names(path)
    assert found.doubts(proposal(path)) == []
    assert found.doubts(proposal(path, WON)) == [TARNBROOK, OKAFOR]
    assert found.candidates[TARNBROOK.value] == (NamedNode(f"{ENTITY}tarnbrook-rovers"), HERON_PARK)


@pytest.mark.parametrize(
    ("entity", "other", "written"),
    [
        (
            TARNBROOK,
            HERON_PARK,
            "lfc:candidate :tarnbrook-rovers , :heron-park ;\n    dcterms:isReplacedBy :heron-park .",
        ),
        (
            TARNBROOK,
            None,
            ':tarnbrook a lfc:Club ; skos:prefLabel "Tarnbrook"@en ; lfc:proposedIn article:marsh-lane .\n',
        ),
        (OKAFOR, None, "lfc:proposedIn article:marsh-lane .   # of one surname"),
    ],
)
def test_a_choice_is_written_to_the_entity_and_can_be_undone(
    path: Path, entity: NamedNode, other: NamedNode | None, written: str
) -> None:
    home = path.with_name("marsh-lane-entities.ttl")
    before = home.read_bytes()
    change = choose(home, entity, other)
    assert written in home.read_text("utf-8")
    found = names(path)
    assert entity not in found.doubts(proposal(path, WON))
    assert found.label(entity) == ("Heron Park" if other else found.labels[entity.value])
    with pytest.raises(ChangedError, match="is no more in doubt"):
        choose(home, entity, None)
    undo(home, [change], entity)
    assert home.read_bytes() == before
    found.take(home)
    assert entity in found.doubts(proposal(path, WON))


def test_statements_are_added_and_removed(path: Path) -> None:
    before = path.read_text("utf-8")
    win = NamedNode(f"{ARTICLE}marsh-lane#won-tarnbrook-bracken-cup-win")
    text = next(block.text for block in proposal(path, WON).blocks if block.iri == win)
    new = NamedNode(f"{ARTICLE}marsh-lane#new")
    added = "art:new a lfc:TrophyWin ; lfc:proposal art:won-tarnbrook-bracken-cup ."
    rewrite(path, [Change(win, text, None), Change(new, None, added)], behind=WON)
    anchor = "lfc:confidence 0.5 ; lfc:decision lfc:Undecided ."
    assert path.read_text("utf-8") == before.replace(f"{text}\n", "").replace(anchor, f"{anchor}\n{added}")
    with pytest.raises(ChangedError):
        rewrite(path, [Change(new, None, added)], behind=WON)
    with pytest.raises(ChangedError, match="is gone"):
        rewrite(path, [Change(win, None, text)], behind=HERON_PARK)


def test_names_are_spelled_as_the_file_does() -> None:
    assert spell("@prefix l: <http://e/> .", "http://e/", "x") == "l:x"
    assert spell("prefix\t: <http://e/>", "http://e/", "x") == ":x"
    assert spell("# none", "http://e/", "x") == "<http://e/x>"
