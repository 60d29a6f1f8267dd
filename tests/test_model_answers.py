"""What models say is sifted: what stands in the article and fits the relations is proposed, all else counted."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from pyoxigraph import NamedNode

from chatting import ENTITIES, TEXT, argument, claim
from lfckg.article import index_text
from lfckg.claims import MentionType, Modality, Status
from lfckg.extraction.answers import sift
from lfckg.extraction.gatherings import Dropped, Gathering
from lfckg.extraction.gazetteers import Known
from lfckg.extraction.places import Places, divide
from lfckg.extraction.prompting import mentioned
from lfckg.extraction.readings import Entity
from lfckg.extraction.relations import Relations, read_relations
from lfckg.workspace import find_workspace
from support import ROOT

ANN = Known("ann-lee", "Person", "Ann Lee", NamedNode("https://w3id.org/lfckg/id/ann-lee"))
ROVERS = Known("rovers", "Club", "Tarnbrook Rovers", NamedNode("https://w3id.org/lfckg/id/rovers"), ("Rovers",))


@pytest.fixture(scope="module")
def relations() -> Relations:
    return read_relations(find_workspace(ROOT))


@pytest.fixture
def sifting(relations: Relations) -> Any:
    def sifted(
        *claims: object, entities: object = ENTITIES, text: str = TEXT, known: tuple[Known, ...] = ()
    ) -> Gathering:
        gathering = Gathering(text)
        places = Places(text, index_text(text), (0, len(text)))
        sift({"entities": entities, "claims": list(claims)}, gathering, places, known, relations, "tiny")
        return gathering

    return sifted


def entity(key: str, type_: str, *names: str, kind: str = "Name") -> dict[str, Any]:
    return {"key": key, "type": type_, "names": [{"words": name, "kind": kind} for name in names]}


def words(gathering: Gathering, found: Entity) -> list[tuple[str, MentionType]]:
    return [(gathering.text[slice(*reference.extent)], reference.type) for reference in found.references]


def test_a_claim_becomes_a_proposal_with_its_words(sifting: Any) -> None:
    gathering = sifting(claim(status="QuotedFact", modality="Planned"))
    (proposal,) = gathering.proposals
    assert (proposal.status, proposal.modality, proposal.source) == (Status.QUOTED_FACT, Modality.PLANNED, "tiny")
    told = {
        role: (filler.value, filler.extent and TEXT[slice(*filler.extent)])
        for role, filler in proposal.arguments.items()
    }
    assert told == {
        "person": ("ann-lee", "Ann Lee"),
        "club": ("tarnbrook-rovers", None),
        "start": ("2019-05", "May 2019"),
    }
    assert gathering.dropped == {}
    ann, rovers = gathering.settled()
    assert words(gathering, ann) == [
        ("Ann Lee", MentionType.NAME),  # and not the Lee in it
        ("Lee", MentionType.NAME),
        ("Lee", MentionType.NAME),
    ]
    assert words(gathering, rovers) == [("Tarnbrook Rovers", MentionType.NAME), ("Rovers", MentionType.NICKNAME)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"relation": "is_rich"}, Dropped.RELATION),
        ({"quote": "took over at Tarnbrook Rovers"}, Dropped.WORDS),
        ({"quote": "ook charge of Tarnbrook"}, Dropped.WORDS),
        ({"quote": ""}, Dropped.WORDS),
        ({"quote": "x" * 10**6}, Dropped.WORDS),
        ({"quote": "Cup"}, Dropped.AMBIGUOUS),
        ({"arguments": [argument("person", "p1"), argument("club", "c9")]}, Dropped.ENTITY),
        ({"arguments": [argument("person", "p1"), argument("club", "k1")]}, Dropped.ARGUMENT),
        ({"arguments": [argument("person", "c1"), argument("club", "c1")]}, Dropped.ARGUMENT),
        ({"arguments": [argument("person", "p1")]}, Dropped.ARGUMENT),
        ({"arguments": [argument("person", "p1"), argument("club", " ")]}, Dropped.ARGUMENT),
        ({"arguments": [argument("person", "p1"), argument("club", "c1"), argument("wage", "9")]}, Dropped.ROLE),
        ({"arguments": [argument("person", "p1"), argument("person", "p1")]}, Dropped.MISFIT),
        ({"arguments": [argument("person", "p1", "Jane"), argument("club", "c1")]}, Dropped.WORDS),
        ({"arguments": [{"role": "person", "value": 7, "words": None}]}, Dropped.MISFIT),
        ({"arguments": [{"role": "person", "value": "p1"}]}, Dropped.MISFIT),
        ({"arguments": [[]]}, Dropped.MISFIT),
        ({"arguments": None}, Dropped.MISFIT),
        ({"status": "True"}, Dropped.MISFIT),
        ({"modality": []}, Dropped.MISFIT),
        ({"quote": {"words": "x"}}, Dropped.MISFIT),
        ({"quote": "\ud800"}, Dropped.WORDS),
    ],
)
def test_what_does_not_hold_is_dropped_and_counted(sifting: Any, changes: dict[str, Any], reason: Dropped) -> None:
    gathering = sifting(claim(**changes))
    assert (gathering.proposals, gathering.dropped) == ([], {reason: 1})
    assert gathering.settled() == ()


@pytest.mark.parametrize(
    ("value", "told", "reason"),
    [
        ("May 2019", "May 2019", Dropped.VALUE),
        ("2019-13", "May 2019", Dropped.VALUE),
        ("2019-02-30", "May 2019", Dropped.VALUE),
        ("2019-05", None, Dropped.WORDS),
        ("2019-05", "in June 2019", Dropped.WORDS),
    ],
)
def test_dates_are_dates_and_come_from_words(sifting: Any, value: str, told: str | None, reason: Dropped) -> None:
    arguments = [*claim()["arguments"][:2], argument("start", value, told)]
    assert sifting(claim(arguments=arguments)).dropped == {reason: 1}


@pytest.mark.parametrize("item", [None, 7, "manages", [], {}, {"relation": "manages"}, True])
def test_what_is_no_claim_and_no_entity_is_counted(sifting: Any, item: object) -> None:
    gathering = sifting(claim(), item, entities=[*ENTITIES, item])
    assert (len(gathering.proposals), gathering.dropped) == (1, {Dropped.MISFIT: 2})


def test_what_is_said_twice_is_proposed_once(sifting: Any) -> None:
    gathering = sifting(claim(), claim(quote="Ann Lee took charge"), entities=[*ENTITIES, ENTITIES[0]])
    assert (len(gathering.proposals), gathering.dropped) == (1, {Dropped.REPEATED: 2})


def test_too_much_is_not_looked_at(sifting: Any) -> None:
    assert sifting(*[claim()] * 1500).dropped == {Dropped.REPEATED: 999, Dropped.MISFIT: 500}


def test_a_quote_that_stands_twice_is_that_of_the_sentence_with_the_names(sifting: Any) -> None:
    text = "Ann Lee won the Cup with Rovers. Others won the Cup too. The Cup was Ann Lee’s."
    entities = [entity("r", "Club", "Rovers"), entity("k", "Competition", "Cup")]
    won = claim("won", arguments=[argument("club", "r"), argument("competition", "k", "Cup")], quote="won the Cup")
    (proposal,) = sifting(won, entities=entities, text=text).proposals
    assert proposal.spans == ((8, 19),)
    assert proposal.arguments["competition"].extent == (16, 19)
    both = text.replace("Others", "Rovers")
    assert sifting(won, entities=entities, text=both).dropped == {Dropped.AMBIGUOUS: 1}


def test_words_and_extents_are_taken_from_the_text(sifting: Any) -> None:
    text = "Ann Lee, sporting\ndirector of Rovers, said: “It is ours.”"
    entities = [entity("a", "Person", "Ann Lee"), entity("r", "Club", "Rovers")]
    holds = claim(
        "holds_post",
        arguments=[argument("person", "a"), argument("organisation", "r"), argument("title", "sporting director")],
        quote="Ann Lee, sporting director of Rovers",
    )
    quoted = claim(
        "quoted", arguments=[argument("speaker", "a"), argument("extent", "“It is ours.”")], quote="Ann Lee, sporting"
    )
    gathering = sifting(holds, quoted, entities=entities, text=text)
    assert gathering.dropped == {}
    post, quotation = gathering.proposals
    assert post.arguments["title"].value == "sporting\ndirector"
    assert text[slice(*post.spans[0])] == "Ann Lee, sporting\ndirector of Rovers"
    assert quotation.arguments["extent"].extent == (44, 57)


def test_choices_and_counts_are_held_against_the_relation(sifting: Any) -> None:
    text = "The film on Rovers, Low Tide, has three episodes."
    film = [entity("f", "Documentary", "Low Tide")]
    there = [argument("work", "f"), argument("form", "series", "episodes")]
    good = claim("form", arguments=[*there, argument("episodes", "3", "three")], quote="has three episodes")
    bad = claim("form", arguments=[*there, argument("episodes", "three", "three")], quote="has three episodes")
    worse = claim("form", arguments=[argument("work", "f"), argument("form", "opera", "film")], quote="The film")
    gathering = sifting(good, bad, worse, entities=film, text=text)
    assert [proposal.arguments["episodes"].value for proposal in gathering.proposals] == ["3"]
    assert gathering.dropped == {Dropped.VALUE: 1, Dropped.ARGUMENT: 1}


# Entities


@pytest.mark.parametrize(
    ("listed", "dropped"),
    [
        (entity("p1", "Person", "Jane Roe"), {Dropped.WORDS: 1, Dropped.NAMELESS: 1}),
        (entity("p1", "Person"), {Dropped.NAMELESS: 1}),
        (entity("p1", "Wizard", "Ann Lee"), {Dropped.MISFIT: 1}),
        (entity("p1", "Person", "Ann Lee", kind="Pronoun"), {Dropped.MISFIT: 1, Dropped.NAMELESS: 1}),
        (entity("p1", "Person", "Rovers", kind="Description"), {Dropped.AMBIGUOUS: 1, Dropped.NAMELESS: 1}),
        ({"key": "p1", "type": "Person", "names": "Ann Lee"}, {Dropped.MISFIT: 1}),
    ],
)
def test_entities_must_have_a_class_and_words(sifting: Any, listed: object, dropped: dict[Dropped, int]) -> None:
    gathering = sifting(claim(), entities=[listed, ENTITIES[1]])
    assert gathering.dropped == {**dropped, Dropped.ENTITY: 1}
    assert gathering.proposals == []


def test_known_entities_go_by_the_keys_that_were_given(sifting: Any) -> None:
    arguments = [argument("person", "ann-lee"), argument("club", "rovers")]
    renamed = entity("ann-lee", "Club", "The Cup", "Lee")  # its class and label are not the model's to change
    gathering = sifting(claim(arguments=arguments), entities=[renamed], known=(ANN, ROVERS))
    ann, rovers = gathering.settled()
    assert (ann.iri, ann.type, ann.label, ann.key) == (ANN.iri, "Person", "Ann Lee", "ann-lee")
    assert (rovers.iri, [text for text, _ in words(gathering, rovers)]) == (ROVERS.iri, ["Tarnbrook Rovers", "Rovers"])


def test_a_key_that_was_not_given_makes_no_known_entity(sifting: Any) -> None:
    arguments = [argument("person", "ann-lee"), argument("club", "c1")]
    gathering = sifting(claim(arguments=arguments), entities=[ENTITIES[1], entity("ann-lee", "Person", "Ann Lee")])
    assert [found.iri for found in gathering.settled()] == [None, None]


def test_a_new_entity_with_a_known_name_is_left_for_a_person(sifting: Any) -> None:
    gathering = sifting(claim(), known=(ANN, ROVERS))
    ann, rovers = gathering.settled()
    assert [(found.iri, found.candidates) for found in (ann, rovers)] == [(None, (ANN.iri,)), (None, (ROVERS.iri,))]


def test_two_people_of_one_surname_stay_two(sifting: Any) -> None:
    text = "Ann Lee runs Rovers. Bob Lee runs Swifts. Lee was glad."
    entities = [
        entity("a", "Person", "Ann Lee", "Lee"),
        entity("b", "Person", "Bob Lee", "Lee"),
        entity("r", "Club", "Rovers"),
        entity("s", "Club", "Swifts"),
    ]
    claims = [
        claim(arguments=[argument("person", "a"), argument("club", "r")], quote="Ann Lee runs Rovers"),
        claim(arguments=[argument("person", "b"), argument("club", "s")], quote="Bob Lee runs Swifts"),
    ]
    gathering = sifting(*claims, entities=entities, text=text)
    named = {found.key: [told for told, _ in words(gathering, found)] for found in gathering.settled()}
    assert named == {"ann-lee": ["Ann Lee"], "bob-lee": ["Bob Lee"], "rovers": ["Rovers"], "swifts": ["Swifts"]}


def test_two_of_one_name_stay_two_and_letters_beyond_ascii_do(sifting: Any) -> None:
    text = "Lee manages Спартак. Another Lee manages Zürich\u0301."
    entities = [
        entity("a", "Person", "Lee"),
        entity("b", "Person", "Lee"),
        entity("s", "Club", "Спартак"),
        entity("z", "Club", "Zürich"),
    ]
    claims = [
        claim(arguments=[argument("person", "a"), argument("club", "s")], quote="Lee manages Спартак"),
        claim(arguments=[argument("person", "b"), argument("club", "s")], quote="Another Lee manages"),
    ]
    gathering = sifting(*claims, entities=entities, text=text)
    assert [found.key for found in gathering.settled()] == ["lee", "lee-2", "club"]
    assert gathering.dropped == {Dropped.WORDS: 1, Dropped.NAMELESS: 1}  # Zürich parts a character


# Places


def test_names_in_another_normal_form_are_found() -> None:
    text = "Jürgen won."
    assert Places(text, index_text(text), (0, len(text))).find("Ju\u0308rgen") == [(0, 6)]


def test_known_entities_are_told_of_where_the_article_names_them() -> None:
    places = Places(TEXT, index_text(TEXT), (0, len(TEXT)))
    others = [
        Known("lee-bob", "Person", "Bob Lee", NamedNode("https://w3id.org/lfckg/id/b")),
        Known("fc", "Club", "Lee FC", NamedNode("https://w3id.org/lfckg/id/fc")),
        Known("rove", "Club", "Rover", NamedNode("https://w3id.org/lfckg/id/rove")),
        Known("blank", "Club", " ", NamedNode("https://w3id.org/lfckg/id/blank")),
    ]
    assert [known.key for known in mentioned([ANN, ROVERS, *others], places)] == ["ann-lee", "rovers", "lee-bob"]


@pytest.mark.parametrize("size", [10, 60, 120, 10_000])
def test_a_text_is_divided_without_loss(size: int) -> None:
    index = index_text(TEXT)
    parts = divide(index, size)
    assert all(one[1] <= other[0] for one, other in pairwise(parts))
    assert " ".join(TEXT[slice(*part)] for part in parts).split() == TEXT.split()
    assert [n for part in parts for n in index.sentences_of(*part)] == list(range(1, len(index.sentences) + 1))


def test_every_reason_is_told_in_the_docs() -> None:
    told = (ROOT / "docs" / "models.md").read_text("utf-8")
    assert all(f"| {reason.value} | " in told for reason in Dropped)
