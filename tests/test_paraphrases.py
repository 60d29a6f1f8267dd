"""Paraphrases: what blocks say is told in plain English, all of it, whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from lfckg.doubts import Names
from lfckg.errors import InputError
from lfckg.namespaces import ARTICLE
from lfckg.paraphrases import Paraphrase, Paraphraser, Reference, read_sentences
from lfckg.proposals import read_proposals
from lfckg.workspace import Workspace, find_workspace
from support import edit

HEAD = """\
@prefix : <https://w3id.org/lfckg/id/> .
@prefix art: <https://w3id.org/lfckg/id/article/odd#> .
@prefix lfc: <https://w3id.org/lfckg/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
art:p a lfc:Proposal ; lfc:decision lfc:Undecided .
art:other a lfc:Departure ; lfc:person :drew-crisp ; lfc:club :liverpool-fc .
art:said a lfc:Quotation ; lfc:speaker :drew-crisp ; lfc:extent [ lfc:start 100 ; lfc:end 200 ] .
"""

Tell = Callable[[str], list[Paraphrase]]


@pytest.fixture
def paraphraser(root: Path) -> Callable[[str], Paraphraser]:
    """Give what tells blocks, of a text that is all of x."""
    workspace = find_workspace(root)
    names = Names()
    names.take(workspace.ontology)
    names.take(root / "data" / "entities.ttl")

    def paraphraser(blocks: str) -> Paraphraser:
        path = root / "data" / "odd.ttl"
        path.write_text(HEAD + blocks, "utf-8")
        file = read_proposals(path)
        assert file
        found = file.find(NamedNode(f"{ARTICLE}odd#p"))
        assert found
        return Paraphraser(found, names, read_sentences(workspace), lambda span: None if span.quote else "x y " * 20)

    return paraphraser


def block(text: str) -> str:
    return f"{text} ; lfc:proposal art:p ; lfc:span [ lfc:start 0 ; lfc:end 3 ] .\n"


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        (
            "art:a a lfc:Tenure ; lfc:person :jurgen-klopp ; lfc:club :liverpool-fc",
            "Jürgen Klopp manages or managed Liverpool FC",
        ),
        (
            "art:a a lfc:TrophyWin ; lfc:honour :fa-cup-title ; lfc:winner :liverpool-fc ; lfc:count 7",
            "Liverpool FC won FA Cup, 7 times",
        ),
        ("art:a a lfc:TrophyWin ; lfc:honour :fa-cup-title", "trophy win: for honour FA Cup"),
        ("art:a a lfc:PostHolding ; lfc:person :drew-crisp ; lfc:title \"CEO\"", "Drew Crisp is “CEO”"),
        (
            "art:a a lfc:Announcement ; lfc:announcer :liverpool-fc ; lfc:announces art:other",
            "Liverpool FC announces that Drew Crisp leaves Liverpool FC",
        ),
        (
            "art:a a lfc:Quotation ; lfc:speaker :drew-crisp ; lfc:extent [ lfc:start 5 ; lfc:quote \"So it is\" ]",
            "Drew Crisp is quoted: “So it is”",
        ),
        (
            "art:a a lfc:Quotation ; lfc:speaker :drew-crisp ; lfc:extent [ lfc:start 5 ; lfc:end 500 ]",
            "Drew Crisp is quoted: “x y x y x y x y x y x y x y x … y x y x y x y x y x y x y x y”",
        ),
        (":rooney a lfc:Documentary", "ROONEY is a documentary"),
        (":rooney lfc:about :liverpool-fc", "ROONEY is about Liverpool FC"),
        (":new-film lfc:director :somebody", ":new-film is directed by :somebody"),
        ("art:a a lfc:Claim ; rdf:subject art:other ; rdf:predicate lfc:phase ; rdf:object art:other",
         "(Drew Crisp leaves Liverpool FC) phase (Drew Crisp leaves Liverpool FC)"),
        ("art:a a lfc:Claim", "a claim without its subject, predicate or object"),
        ("art:a a lfc:Claim ; rdf:subject :rooney ; rdf:predicate skos:note ; rdf:object 7",
         "ROONEY skos:note 7"),
        ("art:a a lfc:RelativeTime ; lfc:expression \"last year\" ; lfc:shift -1",
         "relative time: expression “last year”; shift -1"),
        ("art:a skos:prefLabel \"{x} [y]\"", "thing: skos:prefLabel “{x} [y]”"),
    ],
)  # fmt: skip
def test_what_a_block_says(paraphraser: Callable[[str], Paraphraser], blocks: str, told: str) -> None:
    assert [each.text for each in paraphraser(block(blocks)).paraphrases()] == [told]


def test_a_sentence_takes_dates_and_times_from_what_it_points_to(paraphraser: Callable[[str], Paraphraser]) -> None:
    tenure = block("art:a a lfc:Tenure ; lfc:person :jurgen-klopp ; lfc:club :liverpool-fc ; lfc:startedBy art:b ; "
                   "lfc:endedBy art:c ; lfc:phase art:d")  # fmt: skip
    more = (
        'art:b a lfc:Appointment ; lfc:date "2015-10-08"^^xsd:date .\n'
        "art:c a lfc:Departure ; lfc:person :jurgen-klopp ; lfc:time art:d .\n"
        'art:d a lfc:RelativeTime ; lfc:expression "at the end of the season" .\n'
    )
    (told,) = paraphraser(tenure + more).paraphrases()
    assert told.text == "Jürgen Klopp manages or managed Liverpool FC from 2015-10-08 until “at the end of the season”"
    assert told.details == ("phase “at the end of the season”",)


def test_what_no_sentence_tells_is_told_below(paraphraser: Callable[[str], Paraphraser]) -> None:
    (told,) = paraphraser(
        block('art:a a lfc:Departure ; lfc:person :drew-crisp ; lfc:phase "odd" ; lfc:modality lfc:Planned')
    ).paraphrases()
    assert told == Paraphrase("Drew Crisp leaves", ("phase “odd”",), "stated", "planned", "")


def test_claims_about_a_situation_are_told_with_it(paraphraser: Callable[[str], Paraphraser]) -> None:
    said = "a lfc:Claim ; rdf:subject art:a ; rdf:predicate"
    first, second = paraphraser(
        block(f'art:b {said} lfc:title ; rdf:object "head"')
        + block(f'art:c {said} lfc:phase ; rdf:object "odd" ; lfc:modality lfc:Planned')
        + block(f"art:d {said} lfc:date ; rdf:object 2024")
        + block("art:a a lfc:PostHolding ; lfc:person :drew-crisp ; lfc:post :new-post")
        + block("art:e a lfc:Claim ; rdf:subject :new-post ; rdf:predicate lfc:organisation ; rdf:object :rooney")
    ).paraphrases()
    assert first.text == "Drew Crisp is “head” of ROONEY"
    assert first.details == ("phase “odd”  [stated, planned]", "date 2024")
    assert first.state == "stated"
    assert second.text == ":new-post is of ROONEY"


def test_situations_that_point_at_each_other_are_told(paraphraser: Callable[[str], Paraphraser]) -> None:
    ring = block("art:a a lfc:Announcement ; lfc:announces art:b") + block(
        "art:b a lfc:Announcement ; lfc:announces art:a"
    )
    assert [each.text for each in paraphraser(ring).paraphrases()] == [
        "it is announced that it is announced that it is announced that b",
        "it is announced that it is announced that it is announced that a",
    ]


@pytest.mark.parametrize(
    ("status", "place", "speaker"),
    [
        ("lfc:Opinion", "lfc:start 120 ; lfc:end 130", "Drew Crisp"),
        ("lfc:QuotedFact ; lfc:speaker :jurgen-klopp", "lfc:start 120 ; lfc:end 130", "Jürgen Klopp"),
        ("lfc:Opinion", "lfc:start 190 ; lfc:end 230", ""),
        ("lfc:Implied", "lfc:start 120 ; lfc:end 130", ""),
    ],
)
def test_the_speaker_is_that_of_the_quotation_around_the_words(
    paraphraser: Callable[[str], Paraphraser], status: str, place: str, speaker: str
) -> None:
    (told,) = paraphraser(
        f'art:a a lfc:Claim ; lfc:proposal art:p ; rdf:subject :liverpool-fc ; rdf:predicate lfc:describedAs ; '
        f'rdf:object "great" ; lfc:status {status} ; lfc:span [ {place} ] .'
    ).paraphrases()  # fmt: skip
    assert told.text == "Liverpool FC is described as “great”"
    assert told.speaker == speaker


def test_mentions_are_told_apart(paraphraser: Callable[[str], Paraphraser]) -> None:
    teller = paraphraser(
        'art:m a lfc:Mention ; lfc:proposal art:p ; lfc:refersTo :jurgen-klopp ; lfc:mentionType lfc:Pronoun ;\n'
        '  lfc:span [ lfc:start 5 ; lfc:quote "he" ] .\n'
        'art:n a lfc:Mention ; lfc:proposal art:p ; lfc:refersTo :rooney ; lfc:span [ lfc:start 5 ; lfc:quote "R" ] .'
    )  # fmt: skip
    assert list(teller.paraphrases()) == []
    assert list(teller.references()) == [
        Reference("“he”", "Jürgen Klopp", "pronoun"),
        Reference("“R”", "ROONEY", "name"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[situations]", "[situations", "paraphrases.toml: is no TOML"),
        ("[properties]", "[property]", "must have tables [situations] and [properties]"),
        ('about = "is about"', "", ""),
    ],
)
def test_sentences_that_cannot_be_read(root: Path, old: str, new: str, message: str) -> None:
    workspace: Workspace = find_workspace(root)
    edit(workspace.extraction / "paraphrases.toml", old, new)
    if not message:
        assert "about" not in read_sentences(workspace).properties
        return
    with pytest.raises(InputError) as caught:
        read_sentences(workspace)
    assert message in str(caught.value)


def test_every_sentence_names_terms_of_the_ontology() -> None:
    workspace = find_workspace()
    names = Names()
    names.take(workspace.ontology)
    sentences = read_sentences(workspace)
    used = {
        name for texts in sentences.situations.values() for text in texts for name in re.findall(r"[{.](\w+)", text)
    }
    for name in used | set(sentences.situations) | set(sentences.properties):
        assert names.called(f"https://w3id.org/lfckg/ontology#{name}"), name
