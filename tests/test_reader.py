"""The curated form: what it means, and every mistake told with its place and its mend."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from lfckg.claims import Claim, Modality, Status
from lfckg.curated import CuratedFile
from lfckg.errors import DataError, InputError
from lfckg.evidence import Span
from lfckg.namespaces import compact
from lfckg.ontology import Ontology
from lfckg.reader import read_curated
from support import ROOT, edit

HEAD = """@prefix : <https://w3id.org/lfckg/id/> .
@prefix art: <https://w3id.org/lfckg/id/article/cup#> .
@prefix article: <https://w3id.org/lfckg/id/article/> .
@prefix lfc: <https://w3id.org/lfckg/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
article:cup a lfc:Article ;
    lfc:length 100 ; lfc:wordCount 20 ; lfc:paragraphs "0,50 52,100" ; lfc:sentences "0,20 21,50 52,100" ;
    lfc:sentenceDigests "00000000 11111111 22222222" ;
    lfc:sha256 "0000000000000000000000000000000000000000000000000000000000000000" .
"""
LINES = HEAD.count("\n")


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    quads = parse(path=str(ROOT / "ontology" / "lfckg.ttl"), format=RdfFormat.TURTLE)
    return Ontology.of(quad.triple for quad in quads)


def read(tmp_path: Path, ontology: Ontology, body: str, head: str = HEAD) -> CuratedFile:
    path = tmp_path / "cup.ttl"
    path.write_text(head + body, "utf-8")
    return read_curated(path, ontology)


def claims(found: CuratedFile) -> dict[str, Claim]:
    assert found.problems == []
    return {claim.iri.value.partition("#")[2]: claim for claim in found.claims}


def test_a_node_gives_a_claim_for_each_of_its_triples(tmp_path: Path, ontology: Ontology) -> None:
    found = read(
        tmp_path,
        ontology,
        """art:start a lfc:Appointment ; lfc:person :jo ; lfc:date "2020-02-29"^^xsd:date ; lfc:status lfc:Implied ;
           lfc:span [ lfc:start 30 ; lfc:quote "on Feb 29" ] , [ lfc:start 0 ; lfc:end 20 ] .""",
    )
    made = claims(found)
    assert set(made) == {"start.type", "start.person", "start.date", "start.modality"}
    assert {claim.spans for claim in made.values()} == {(Span(0, 20), Span(30, 39, "on Feb 29"))}
    assert {claim.status for claim in made.values()} == {Status.IMPLIED}
    assert compact(made["start.person"].object.value) == ":jo"


def test_a_claim_of_its_own_has_its_own_status_and_modality(tmp_path: Path, ontology: Ontology) -> None:
    found = read(
        tmp_path,
        ontology,
        """art:c1 a lfc:Claim ; rdf:subject :jo ; rdf:predicate lfc:manages ; rdf:object :club ;
           lfc:modality lfc:Planned ; lfc:span [ lfc:start 0 ; lfc:quote "will" ] .""",
    )
    claim = claims(found)["c1"]
    assert (claim.status, claim.modality, claim.is_asserted) == (Status.STATED, Modality.PLANNED, False)


def test_entities_may_be_described_in_an_article(tmp_path: Path, ontology: Ontology) -> None:
    found = read(tmp_path, ontology, ':club lfc:competesIn :league ; lfc:span [ lfc:start 0 ; lfc:quote "league" ] .')
    assert set(claims(found)) == {"club.competesIn"}
    assert sorted(reference.entity.value.rpartition("/")[2] for reference in found.references) == ["club", "league"]


def test_mentions_are_read(tmp_path: Path, ontology: Ontology) -> None:
    found = read(
        tmp_path, ontology, 'art:m1 a lfc:Mention ; lfc:refersTo :jo ; lfc:span [ lfc:start 5 ; lfc:quote "she" ] .'
    )
    assert found.problems == []
    assert [mention.spans for mention in found.mentions] == [(Span(5, 8, "she"),)]


QUOTATION = """art:q a lfc:Quotation ; lfc:speaker :jo ; lfc:extent [ lfc:start 10 ; lfc:end 45 ] ;
    lfc:span [ lfc:start 5 ; lfc:quote "said" ] .
art:view a lfc:Claim ; rdf:subject :jo ; rdf:predicate skos:note ; rdf:object "fun" ; lfc:status lfc:Opinion ;
    lfc:span [ lfc:start START ; lfc:quote "fun" ] .
"""


def test_the_speaker_of_a_quotation_is_that_of_the_claims_in_it(tmp_path: Path, ontology: Ontology) -> None:
    found = read(tmp_path, ontology, QUOTATION.replace("START", "42"))
    view = claims(found)["view"]
    assert view.speaker is not None
    assert compact(view.speaker.value) == ":jo"
    assert not view.is_asserted


MISTAKES = {
    "no span": ("art:a a lfc:Filming ; lfc:work :w .", "1:1", "art:a cites no words"),
    "span without start": (
        'art:a a lfc:Filming ; lfc:span [ lfc:quote "x" ] .',
        "1:32",
        r"the span of art:a has no lfc:start\. Run `lfckg new --update",
    ),
    "span without end": ("art:a a lfc:Filming ; lfc:span [ lfc:start 1 ] .", "1:32", "has no end"),
    "reversed offsets": ("art:a a lfc:Filming ; lfc:span [ lfc:start 9 ; lfc:end 4 ] .", "1:32", "9 to 4 holds no"),
    "quote and end differ": (
        'art:a a lfc:Filming ; lfc:span [ lfc:start 9 ; lfc:quote "ab" ; lfc:end 14 ] .',
        "1:32",
        "its end is 11, not 14",
    ),
    "behind the text": ("art:a a lfc:Filming ; lfc:span [ lfc:start 90 ; lfc:end 140 ] .", "1:32", "no sentence"),
    "between paragraphs": ("art:a a lfc:Filming ; lfc:span [ lfc:start 50 ; lfc:end 52 ] .", "1:32", "no sentence"),
    "start that is no number": (
        'art:a a lfc:Filming ; lfc:span [ lfc:start "x" ; lfc:end 5 ] .',
        "1:32",
        "take whole numbers",
    ),
    "two starts": ("art:a a lfc:Filming ; lfc:span [ lfc:start 1, 2 ; lfc:end 5 ] .", "1:34", "one lfc:start"),
    "span that is a node": ("art:a a lfc:Filming ; lfc:span art:b .", "1:32", "written in brackets"),
    "nothing but a span": ("art:a lfc:span [ lfc:start 1 ; lfc:end 5 ] .", "1:1", "says nothing but its words"),
    "same name twice": (
        "art:a a lfc:Filming ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .\n"
        "art:a lfc:work :w ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "2:1",
        rf"art:a stands twice, first at .*cup\.ttl:{LINES + 1}\.",
    ),
    "a claim's name taken by a node's claim": (
        "art:a a lfc:Filming ; lfc:work :w ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .\n"
        "art:a.work a lfc:Claim ; rdf:subject :x ; rdf:predicate lfc:work ; rdf:object :w ; "
        "lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "2:1",
        "art:a.work stands twice",
    ),
    "two values of one property": (
        "art:a a lfc:Filming ; lfc:work :v, :w ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:36",
        "a second lfc:work, and both would be one claim. Write this one as a claim of its own",
    ),
    "misspelt class": (
        "art:a a lfc:Filmingg ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:9",
        r"did you mean lfc:Filming\?",
    ),
    "misspelt property": (
        "art:a a lfc:Filming ; lfc:wrok :w ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:23",
        r"lfc:wrok is not declared in ontology/lfckg\.ttl; did you mean lfc:work\?",
    ),
    "misspelt value": (
        "art:a a lfc:Filming ; lfc:modality lfc:Planed ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:36",
        r"did you mean lfc:Planned\?",
    ),
    "misspelt predicate of a claim": (
        "art:a a lfc:Claim ; rdf:subject :x ; rdf:predicate lfc:managess ; rdf:object :w ; "
        "lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:52",
        r"did you mean lfc:manages\?",
    ),
    "foreign term": (
        "art:a a lfc:Filming ; rdf:value 1 ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:23",
        "rdf:value is not declared in the ontology",
    ),
    "wrong datatype": (
        'art:a a lfc:Filming ; lfc:date "2015-10-08" ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .',
        "1:32",
        '"2015-10-08" is an xsd:string',
    ),
    "impossible date": (
        'art:a a lfc:Filming ; lfc:date "2015-10-32"^^xsd:date ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .',
        "1:32",
        "there is no such day",
    ),
    "impossible date in a claim": (
        'art:a a lfc:Claim ; rdf:subject :x ; rdf:predicate lfc:date ; rdf:object "2015-02-30"^^xsd:date ; '
        "lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:74",
        "there is no such day",
    ),
    "text for a node": (
        'art:a a lfc:Filming ; lfc:work "w" ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .',
        "1:32",
        "takes a node, not the text",
    ),
    "unknown status": (
        "art:a a lfc:Filming ; lfc:status lfc:Actual ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:34",
        "lfc:status is one of lfc:Stated, lfc:Implied",
    ),
    "two statuses": (
        "art:a a lfc:Filming ; lfc:status lfc:Stated, lfc:Opinion ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:46",
        "more than one lfc:status",
    ),
    "claim without object": (
        "art:a a lfc:Claim ; rdf:subject :x ; rdf:predicate lfc:manages ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:1",
        "art:a has no rdf:object",
    ),
    "claim with more than a claim has": (
        "art:a a lfc:Claim ; rdf:subject :x ; rdf:predicate lfc:manages ; rdf:object :y ; lfc:work :z ; "
        "lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:82",
        "a claim has no lfc:work",
    ),
    "name of this article that nothing defines": (
        "art:a a lfc:Release ; lfc:time art:wen ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .\n"
        "art:when a lfc:RelativeTime ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:32",
        r"art:wen is not defined in this file; did you mean art:when\?",
    ),
    "subject of another article": (
        "<https://w3id.org/lfckg/id/article/other#a> a lfc:Filming ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:1",
        "belongs neither to this article",
    ),
    "object of another article": (
        "art:a a lfc:Release ; lfc:time <https://w3id.org/lfckg/id/article/other#t> ; "
        "lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:32",
        "belongs to another article",
    ),
    "status for a modality": (
        "art:a a lfc:Filming ; lfc:modality lfc:Stated ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:36",
        "lfc:modality takes a lfc:Modality; lfc:Stated is none",
    ),
    "term for an entity": (
        "art:a a lfc:TrophyWin ; lfc:honour lfc:Planned ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:36",
        "lfc:honour takes a lfc:Honour; lfc:Planned is none",
    ),
    "term for what words refer to": (
        "art:a a lfc:Mention ; lfc:refersTo lfc:Club ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:36",
        "lfc:Club is a term of the ontology",
    ),
    "stranger for an entity": (
        "art:a a lfc:TrophyWin ; lfc:winner <https://w3id.org/lfckg/foo> ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:36",
        "is neither an entity",
    ),
    "literal for a class": (
        'art:a a lfc:Claim ; rdf:subject :x ; rdf:predicate rdf:type ; rdf:object "Club" ; '
        "lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:74",
        "a literal can't stand here",
    ),
    "misspelt class in a claim": (
        "art:a a lfc:Claim ; rdf:subject :x ; rdf:predicate rdf:type ; rdf:object lfc:Clubb ; "
        "lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:74",
        r"did you mean lfc:Club\?",
    ),
    "modality of an entity": (
        ":a lfc:competesIn :b ; lfc:modality lfc:Planned ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:37",
        "is no situation and has no lfc:modality",
    ),
    "quote in another normal form": (
        'art:a a lfc:Filming ; lfc:span [ lfc:start 0 ; lfc:quote "Ju\u0308rgen" ] .',
        "1:32",
        "is not in normal form",
    ),
    "quote with a language": (
        'art:a a lfc:Filming ; lfc:span [ lfc:start 0 ; lfc:quote "Jo"@en ] .',
        "1:58",
        "lfc:quote takes an xsd:string",
    ),
    "two quotes at one place": (
        'art:a a lfc:Filming ; lfc:span [ lfc:start 0 ; lfc:quote "Jo" ] .\n'
        'art:b a lfc:Filming ; lfc:span [ lfc:start 0 ; lfc:quote "Al" ] .',
        "2:32",
        "at 0 stands 'Jo' in one place of this file and 'Al' in another",
    ),
    "claim of two classes": (
        "art:a a lfc:Claim, lfc:Filming ; rdf:subject :x ; rdf:predicate lfc:manages ; rdf:object :y ; "
        "lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:20",
        "more than one rdf:type",
    ),
    "start of 5,000 digits": (
        f"art:a a lfc:Filming ; lfc:span [ lfc:start {'9' * 5000} ; lfc:end 5 ] .",
        "1:32",
        "take whole numbers",
    ),
    "overlapping spans": (
        "art:a a lfc:Filming ; lfc:span [ lfc:start 1 ; lfc:end 9 ] , [ lfc:start 5 ; lfc:end 12 ] .",
        "1:62",
        r"the spans 1 to 9 and 5 to 12 overlap\. Make one span of them",
    ),
    "quote that begins in a character": (
        'art:a a lfc:Filming ; lfc:span [ lfc:start 0 ; lfc:quote "\u20e3 x" ] .',
        "1:32",
        "begins in the midst of a character",
    ),
    "opinion written as a fact": (
        QUOTATION.replace("START", "42").replace("lfc:status lfc:Opinion ;", ""),
        "3:1",
        r"art:view is Stated, and all its words stand in a quotation\. Make its lfc:status",
    ),
    "evaluation in a quotation": (
        QUOTATION.replace("START", "42").replace("lfc:Opinion", "lfc:Evaluation"),
        "3:1",
        "art:view is Evaluation, and all its words stand in a quotation",
    ),
    "fact from two quotations": (
        QUOTATION.replace("START", "42")
        .replace("lfc:status lfc:Opinion ;", "")
        .replace('lfc:quote "fun" ]', 'lfc:quote "fun" ] , [ lfc:start 70 ; lfc:end 75 ]')
        + "art:q2 a lfc:Quotation ; lfc:speaker :al ; lfc:extent [ lfc:start 60 ; lfc:end 90 ] ; "
        "lfc:span [ lfc:start 92 ; lfc:end 95 ] .",
        "3:1",
        "art:view is Stated, and all its words stand in a quotation",
    ),
    "the article's voice with a speaker": (
        QUOTATION.replace("START", "60").replace("lfc:status lfc:Opinion ;", "lfc:speaker :jo ;"),
        "3:1",
        "art:view is Stated, in the article's own voice, and has a speaker",
    ),
    "quotation without speaker": (
        "art:q a lfc:Quotation ; lfc:extent [ lfc:start 30 ; lfc:end 50 ] ; lfc:span [ lfc:start 21 ; lfc:end 25 ] .",
        "1:7",
        r"art:q is a quotation without speaker\. Add lfc:speaker",
    ),
    "quotation without extent": (
        "art:q a lfc:Quotation ; lfc:speaker :jo ; lfc:span [ lfc:start 21 ; lfc:end 25 ] .",
        "1:7",
        r"art:q is a quotation without extent\. Add lfc:extent",
    ),
    "another article's claim": (
        "<https://w3id.org/lfckg/id/article/other#a> a lfc:Filming ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:1",
        r"other#a belongs neither to this article \(https://w3id\.org/lfckg/id/article/cup#",
    ),
    "another article's node": (
        "art:a a lfc:Claim ; rdf:subject <https://w3id.org/lfckg/id/article/other#x> ; rdf:predicate lfc:work ; "
        "rdf:object :w ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:33",
        "other#x belongs to another article",
    ),
    "unknown type of mention": (
        "art:m a lfc:Mention ; lfc:refersTo :jo ; lfc:mentionType lfc:Stated ; lfc:span [ lfc:start 1 ; lfc:end 5 ] .",
        "1:58",
        "lfc:mentionType is one of lfc:Name, lfc:Nickname, lfc:Description, lfc:Pronoun",
    ),
    "opinion outside quotations": (
        QUOTATION.replace("START", "60"),
        "3:1",
        "art:view stands in no quotation with a speaker",
    ),
}


@pytest.mark.parametrize(("body", "place", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, ontology: Ontology, body: str, place: str, message: str
) -> None:
    problems = read(tmp_path, ontology, body).problems
    line, column = map(int, place.split(":"))
    told = [str(problem) for problem in problems if (problem.line, problem.column) == (LINES + line, column)]
    assert any(re.search(message, text) for text in told), [str(problem) for problem in problems]


def test_a_situation_is_actual_where_nothing_else_is_said(tmp_path: Path, ontology: Ontology) -> None:
    body = "art:a a lfc:Tenure ; lfc:person :jo ; lfc:span [ lfc:start 1 ; lfc:end 5 ] ."
    made = claims(read(tmp_path, ontology, body))
    assert made["a.modality"].triple.object == Modality.ACTUAL.iri
    planned = claims(read(tmp_path, ontology, body.replace("lfc:person", "lfc:modality lfc:Planned ; lfc:person")))
    assert planned["a.modality"].triple.object == Modality.PLANNED.iri


def test_the_speaker_of_a_block_makes_its_claims(tmp_path: Path, ontology: Ontology) -> None:
    body = ":club lfc:about :jo ; lfc:status lfc:QuotedFact ; lfc:speaker :jo ; lfc:span [ lfc:start 1 ; lfc:end 5 ] ."
    made = claims(read(tmp_path, ontology, body))
    assert set(made) == {"club.about"}
    assert made["club.about"].speaker is not None


def test_all_mistakes_are_told_at_once(tmp_path: Path, ontology: Ontology) -> None:
    found = read(tmp_path, ontology, "art:a a lfc:Filmng ; lfc:work :w .\nart:b a lfc:Relase ; lfc:work :w .")
    assert len(found.problems) == 4


def test_a_broken_text_index_is_told(tmp_path: Path, ontology: Ontology) -> None:
    found = read(tmp_path, ontology, "", HEAD.replace('"0,50 52,100"', '"0,50 40,100"'))
    assert "the text index is broken: the paragraphs are not in order" in str(found.problems[0])


ENTITIES = {
    "no type": (':a skos:prefLabel "A"@en .', ":a has no type"),
    "no label": (":a a lfc:Club .", ":a has no label"),
    "untagged label": (':a a lfc:Club ; skos:prefLabel "A" .', ":a has no label"),
    "twice": (':a a lfc:Club ; skos:prefLabel "A"@en .\n:a skos:note "x" .', ":a is described twice"),
    "no slug": (':A_b a lfc:Club ; skos:prefLabel "A"@en .', ":A_b is no entity"),
    "foreign": ('<http://e/a> a lfc:Club ; skos:prefLabel "A"@en .', "<http://e/a> is no entity"),
    "empty label": (':a a lfc:Club ; skos:prefLabel " "@en .', ":a has no label"),
    "two labels": (':a a lfc:Club ; skos:prefLabel "A"@en, "B"@en .', ":a has two labels in one language"),
    "claim": (
        ':a a lfc:Club ; skos:prefLabel "A"@en ; lfc:competesIn :b .',
        "lfc:competesIn is a claim without words here",
    ),
    "situation": (':a a lfc:Tenure ; skos:prefLabel "A"@en .', "lfc:Tenure is no class of entities"),
    "span": (':a a lfc:Club ; skos:prefLabel "A"@en ; lfc:span [ lfc:start 1 ] .', "an entity cites no words"),
}


@pytest.mark.parametrize(("body", "message"), ENTITIES.values(), ids=ENTITIES.keys())
def test_mistakes_in_entities(tmp_path: Path, ontology: Ontology, body: str, message: str) -> None:
    head = HEAD[: HEAD.index("article:cup a")]
    assert any(message in str(problem) for problem in read(tmp_path, ontology, body, head).problems)


def test_entities_keep_their_triples(tmp_path: Path, ontology: Ontology) -> None:
    head = HEAD[: HEAD.index("article:cup a")]
    found = read(tmp_path, ontology, ':a a lfc:Club ; skos:prefLabel "Ä"@en ; skos:altLabel "B"@en .', head)
    assert found.problems == []
    assert [triple.object for triple in found.entities][1:] == [
        Literal("Ä", language="en"),
        Literal("B", language="en"),
    ]


def test_files_that_cannot_be_read_raise(tmp_path: Path, ontology: Ontology) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_curated(tmp_path / "none.ttl", ontology)
    path = tmp_path / "cup.ttl"
    path.write_text(HEAD + ":a :b .", "utf-8")
    with pytest.raises(DataError, match=rf"cup\.ttl:{LINES + 1}:7: "):
        read_curated(path, ontology)
    edit(path, ":a :b .", "\x00")
    with pytest.raises(DataError):
        read_curated(path, ontology)


def test_words_inside_an_attribution_are_the_article_s_own(tmp_path: Path, ontology: Ontology) -> None:
    body = """art:q a lfc:Quotation ; lfc:speaker :jo ; lfc:extent [ lfc:start 22 ; lfc:end 100 ] ;
        lfc:span [ lfc:start 30 ; lfc:end 49 ] .
art:t a lfc:Tenure ; lfc:person :jo ; lfc:club :fc ; lfc:span [ lfc:start 35 ; lfc:end 42 ] ."""
    assert read(tmp_path, ontology, body).problems == []


@pytest.mark.parametrize("value", ['"2024-05-01"', '"2024"^^xsd:gYear', '"soon"@en'])
def test_the_date_of_an_article_is_a_day(tmp_path: Path, ontology: Ontology, value: str) -> None:
    dcterms = "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
    head = dcterms + HEAD.replace("a lfc:Article ;", f"a lfc:Article ; dcterms:issued {value} ;")
    (problem,) = read(tmp_path, ontology, "", head).problems
    assert 'is written as "2024-05-01"^^xsd:date' in str(problem)
