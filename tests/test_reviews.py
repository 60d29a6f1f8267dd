"""Proposals in curated files: what is accepted is published with who accepted it, the rest is checked and withheld."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from lfckg.builder import build
from lfckg.compiler import compile_files
from lfckg.datasets import open_store
from lfckg.errors import DataError
from lfckg.namespaces import ARTICLE, ENTITY, PREFIXES
from lfckg.validation import validate
from lfckg.workspace import find_workspace
from support import ROOT, TESTS, edit, lfckg

ACCEPTED = 'lfc:decision lfc:Accepted ; lfc:reviewer "Ann Lee" ; lfc:reviewedAt "2026-11-25T12:00:00Z"^^xsd:dateTime'
REJECTED = ACCEPTED.replace("Accepted", "Rejected")
UNDECIDED = "lfc:decision lfc:Undecided"
BLOCKS = """
art:manages-mo-reid a lfc:Proposal ; lfc:proposedBy "rules/manages" ; lfc:confidence 0.930 ; DECISION .

art:manages-mo-reid-tenure a lfc:Tenure ; lfc:proposal art:manages-mo-reid ;
    lfc:person :mo-reid ; lfc:club :tarnbrook-rovers ; lfc:startedBy art:manages-mo-reid-appointment ;
    lfc:span [ lfc:start 304 ; lfc:end 327 ] .

art:manages-mo-reid-appointment a lfc:Appointment ; lfc:proposal art:manages-mo-reid ;
    lfc:person :mo-reid ; lfc:club :tarnbrook-rovers ; lfc:date "2021"^^xsd:gYear ;
    lfc:span [ lfc:start 316 ; lfc:end 327 ] .

art:plays-in a lfc:Proposal ; lfc:proposedBy "rules/competes_in" ; lfc:confidence 1.0 ; lfc:decision lfc:Undecided .
art:plays-in-1 a lfc:Claim ; lfc:proposal art:plays-in ;
    rdf:subject :tarnbrook-rovers ; rdf:predicate lfc:competesIn ; rdf:object :nowhere-league ;
    lfc:span [ lfc:start 348 ; lfc:end 351 ] .

art:mo-reid-m1 a lfc:Mention ; lfc:refersTo :mo-reid ; lfc:proposal art:manages-mo-reid , art:plays-in ;
    lfc:span [ lfc:start 304 ; lfc:end 310 ] .
"""
ENTITIES = """@prefix : <https://w3id.org/lfckg/id/> .
@prefix article: <https://w3id.org/lfckg/id/article/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix lfc: <https://w3id.org/lfckg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

:mo-reid a lfc:Person ; skos:prefLabel "Mo Reid"@en ; lfc:proposedIn article:tarnbrook-film ;
    lfc:candidate :ines-okafor .
:nowhere-league a lfc:Competition ; skos:prefLabel "Nowhere League"@en ; lfc:proposedIn article:tarnbrook-film .
"""
PROPOSAL = NamedNode(f"{ARTICLE}tarnbrook-film#manages-mo-reid")
MO = NamedNode(f"{ENTITY}mo-reid")
PATH = Path("data", "tarnbrook-film.ttl")


def propose(root: Path, decision: str, *changes: tuple[str, str]) -> Path:
    """Add the proposals to the article's file, with one decided, and the entities that they name."""
    blocks = BLOCKS.replace("DECISION", decision)
    for old, new in changes:
        assert old in blocks
        blocks = blocks.replace(old, new, 1)
    with (root / PATH).open("a", encoding="utf-8") as file:
        file.write(blocks)
    (root / "data" / "tarnbrook-film-entities.ttl").write_text(ENTITIES, "utf-8")
    return root


def ask(store: Store, pattern: str) -> bool:
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES | {"art": f"{ARTICLE}tarnbrook-film#"}))


def names(store: Store) -> set[str]:
    return {str(term.value) for quad in store for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}


def test_what_is_accepted_is_published_with_its_proposal(small: Path) -> None:
    store = open_store(find_workspace(propose(small, ACCEPTED)))
    assert ask(store, ":mo-reid lfc:manages :tarnbrook-rovers")
    assert ask(
        store,
        """?claim rdf:subject art:manages-mo-reid-tenure ; rdf:predicate lfc:person ; prov:wasGeneratedBy ?proposal .
        ?proposal a lfc:Proposal ; lfc:proposedBy "rules/manages" ; lfc:confidence 0.93 ; lfc:decision lfc:Accepted ;
            lfc:reviewer "Ann Lee" ; lfc:reviewedAt "2026-11-25T12:00:00Z"^^xsd:dateTime""",
    )
    assert ask(store, "art:mo-reid-m1 a lfc:Mention ; prov:wasGeneratedBy art:manages-mo-reid")
    assert not ask(store, "art:mo-reid-m1 prov:wasGeneratedBy art:plays-in")
    assert not ask(store, "art:win-bracken-cup.winner prov:wasGeneratedBy ?any")


@pytest.mark.parametrize("decision", [UNDECIDED, REJECTED])
def test_what_nobody_accepted_changes_nothing_in_the_graph(small: Path, decision: str) -> None:
    before = compile_files(find_workspace(small)).quads()
    assert compile_files(find_workspace(propose(small, decision))).quads() == before


def test_an_entity_is_published_where_something_published_names_it(small: Path) -> None:
    store = open_store(find_workspace(propose(small, ACCEPTED)))
    assert ask(store, ':mo-reid a lfc:Person ; skos:prefLabel "Mo Reid"@en')
    assert not ask(store, ":mo-reid ?p ?o FILTER (?p IN (lfc:proposedIn, lfc:candidate))")
    assert f"{ENTITY}nowhere-league" not in names(store)


def test_one_that_somebody_names_by_hand_is_published_too(small: Path) -> None:
    propose(small, UNDECIDED)
    edit(
        small / PATH, "art:m2 a lfc:Mention ; lfc:refersTo :ines-okafor", "art:m2 a lfc:Mention ; lfc:refersTo :mo-reid"
    )
    store = open_store(find_workspace(small))
    assert ask(store, "art:m2 lfc:refersTo :mo-reid . :mo-reid a lfc:Person")


def test_an_entity_that_is_another_takes_its_place(small: Path) -> None:
    propose(small, ACCEPTED)
    edit(small / "data" / "tarnbrook-film-entities.ttl", "lfc:candidate :ines", "dcterms:isReplacedBy :ines")
    store = open_store(find_workspace(small))
    assert ask(store, "art:manages-mo-reid-tenure lfc:person :ines-okafor")
    assert ask(store, ':ines-okafor skos:altLabel "Mo Reid"@en . :mo-reid dcterms:isReplacedBy :ines-okafor')


def test_what_replaces_a_named_entity_is_published_with_it(small: Path) -> None:
    propose(small, ACCEPTED)
    path = small / "data" / "tarnbrook-film-entities.ttl"
    edit(path, "lfc:candidate :ines-okafor", "dcterms:isReplacedBy :mo-reid-2")
    more = ':mo-reid-2 a lfc:Person ; skos:prefLabel "M. Reid"@en ; lfc:proposedIn article:tarnbrook-film .\n'
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    assert ask(open_store(find_workspace(small)), "art:manages-mo-reid-tenure lfc:person :mo-reid-2 . :mo-reid-2 a ?x")


def test_an_entity_of_what_is_undecided_need_not_be_declared(small: Path) -> None:
    propose(small, UNDECIDED)
    (small / "data" / "tarnbrook-film-entities.ttl").unlink()
    assert compile_files(find_workspace(small)).quads()


def test_what_is_accepted_conforms_and_stands_in_the_text(small: Path) -> None:
    root = propose(small, ACCEPTED)
    assert validate(workspace=find_workspace(root)).conforms
    assert build(find_workspace(root), texts=TESTS / "articles").quotes > 5


def test_an_undecided_span_is_held_against_the_text_too(small: Path) -> None:
    root = propose(small, UNDECIDED, ("lfc:end 351", "lfc:end 350"))
    with pytest.raises(DataError, match="begins or ends within a word"):
        build(find_workspace(root), texts=TESTS / "articles")


@pytest.mark.parametrize(
    ("decision", "change", "message"),
    [
        (f'{UNDECIDED} ; lfc:reviewer "Ann Lee"', None, "is undecided and has a reviewer"),
        ("lfc:decision lfc:Accepted", None, "is accepted, and it is not told by whom and when"),
        (
            'lfc:decision lfc:Rejected ; lfc:reviewer "Ann Lee"',
            None,
            "is rejected, and it is not told by whom and when",
        ),
        (f"{UNDECIDED} , lfc:Accepted", None, "more than one lfc:decision"),
        ("lfc:decision lfc:Stated", None, "lfc:decision takes a lfc:Decision; lfc:Stated is none"),
        ("lfc:decision lfc:Maybe", None, "lfc:Undecided, lfc:Accepted, lfc:Rejected"),
        ('skos:note "?"', None, "art:manages-mo-reid has no decision. Give it lfc:decision lfc:Undecided"),
        (f"{UNDECIDED} ; lfc:person :mo-reid", None, "a proposal has no lfc:person"),
        (UNDECIDED, ("0.93", "1.5"), "is not between 0 and 1"),
        (UNDECIDED, ("0.930", '"high"'), "lfc:confidence takes an xsd:decimal"),
        (UNDECIDED, ('lfc:proposedBy "rules/manages" ;', ""), "art:manages-mo-reid has no lfc:proposedBy"),
        (
            UNDECIDED,
            ("lfc:proposal art:manages-mo-reid ;", "lfc:proposal art:manages-mo-ried ;"),
            "did you mean art:manag",
        ),
        (
            UNDECIDED,
            ("lfc:proposal art:manages-mo-reid ;", "lfc:proposal art:quotation ;"),
            "is no lfc:Proposal of this",
        ),
        (
            UNDECIDED,
            ("lfc:startedBy art:manages-mo-reid-app", "lfc:startedBy art:manages-mo-reid-ap"),
            "is not defined",
        ),
        (UNDECIDED, ("lfc:person :mo-reid", "lfc:persom :mo-reid"), "lfc:persom is not declared"),
        (UNDECIDED, ("lfc:end 310", "lfc:end 9310"), "no sentence of the text holds characters"),
        (
            ACCEPTED,
            ("Proposal ; lfc:proposedBy", "Proposal ; lfc:person :x ; lfc:proposedBy"),
            "a proposal has no lfc:person",
        ),
    ],
)
def test_mistakes_are_told(small: Path, decision: str, change: tuple[str, str] | None, message: str) -> None:
    root = propose(small, decision, *([change] if change else []))
    with pytest.raises(DataError) as caught:
        compile_files(find_workspace(root))
    told = [problem for problem in caught.value.problems if message in problem.message]
    assert told, caught.value
    assert told[0].line > 57  # where it stands


def test_what_a_person_wrote_may_not_rest_on_what_is_only_proposed(small: Path) -> None:
    propose(small, UNDECIDED)
    edit(small / PATH, "lfc:startedBy art:appointment", "lfc:startedBy art:manages-mo-reid-appointment")
    with pytest.raises(DataError, match="art:manages-mo-reid-appointment is only proposed"):
        compile_files(find_workspace(small))


def test_an_accepted_entity_must_be_declared(small: Path) -> None:
    propose(small, ACCEPTED)
    (small / "data" / "tarnbrook-film-entities.ttl").unlink()
    with pytest.raises(DataError, match=":mo-reid is not declared"):
        compile_files(find_workspace(small))


def test_the_exit_code_and_the_message_of_the_command(small: Path) -> None:
    done = lfckg("build", cwd=propose(small, "lfc:decision lfc:Accepted"))
    assert done.code == 1
    assert "data/tarnbrook-film.ttl:" in done.err
    assert (ROOT / "ontology" / "shapes.ttl").read_text("utf-8").count(":Proposal-") > 5


def test_an_article_that_another_corrects_publishes_no_proposal(small: Path) -> None:
    propose(small, ACCEPTED)
    edit(small / PATH, "a lfc:Article ;", "a lfc:Article ; <http://purl.org/dc/terms/isReplacedBy> article:later ;")
    head = (small / PATH).read_text("utf-8").partition("# Lorton")[0]
    later = head.replace("<http://purl.org/dc/terms/isReplacedBy> article:later ;", "").replace(
        "tarnbrook-film", "later"
    )
    (small / "data" / "later.ttl").write_text(later, "utf-8")
    assert PROPOSAL.value not in names(open_store(find_workspace(small)))
