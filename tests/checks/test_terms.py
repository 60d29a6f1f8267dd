"""Checks 5 to 8, 10, 12, 15 and 19: what each term says of itself, as queries that must find nothing."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from checks.graphs import IRI, PATH, found, ontology, ontology_store, own_terms
from lfckg.namespaces import LFC
from support import ROOT, program

_OWN = f"""?term a ?kind . VALUES ?kind {{
    owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty owl:NamedIndividual
}} FILTER (STRSTARTS(STR(?term), "{LFC}"))"""
_PROPERTY = _OWN.replace("owl:Class", "").replace("owl:NamedIndividual", "")
_TOP = f"""?top a owl:Class . FILTER (STRSTARTS(STR(?top), "{LFC}"))
FILTER NOT EXISTS {{ ?top rdfs:subClassOf ?above . FILTER (STRSTARTS(STR(?above), "{LFC}")) }}"""


@dataclass(frozen=True)
class Check:
    """A query for faults, and updates that sow one, each with the names that the query must then give."""

    number: int
    name: str
    query: str
    faults: tuple[tuple[str, set[str]], ...]


def one_of(number: int, name: str, clauses: str, *faults: tuple[str, set[str]]) -> Check:
    return Check(number, name, f"SELECT DISTINCT (?term AS ?fault) {{ {clauses} }}", faults)


CHECKS = [
    one_of(
        5,
        "each own term has a label",
        _OWN + "FILTER NOT EXISTS { ?term rdfs:label ?label }",
        ("DELETE WHERE { lfc:Club rdfs:label ?label }", {"lfc:Club"}),
        ("INSERT DATA { lfc:New a owl:NamedIndividual }", {"lfc:New"}),
    ),
    one_of(
        5,
        "a label has a language, and no blanks around it",
        _OWN + "?term rdfs:label ?label . FILTER (LANG(?label) = '' || REGEX(?label, '^\\\\s|\\\\s$') || ?label = '')",
        ("INSERT DATA { lfc:Club rdfs:label 'club' }", {"lfc:Club"}),
        ("INSERT DATA { lfc:Club rdfs:label ' club'@en-GB }", {"lfc:Club"}),
        ("INSERT DATA { lfc:Club rdfs:label 'club\\n'@en-GB }", {"lfc:Club"}),
    ),
    one_of(
        5,
        "a term has one label for a language",
        _OWN + "?term rdfs:label ?a , ?b . FILTER (STR(?a) < STR(?b) && LANG(?a) = LANG(?b))",
        ("INSERT DATA { lfc:Club rdfs:label 'team'@en }", {"lfc:Club"}),
    ),
    one_of(
        5,
        "no label is that of another term",
        _OWN
        + """?term rdfs:label ?label . ?other rdfs:label ?same .
        FILTER (?other != ?term && LCASE(?label) = LCASE(?same))""",
        (
            "DELETE WHERE { lfc:Club rdfs:label ?x }; INSERT DATA { lfc:Club rdfs:label 'Person'@en }",
            {"lfc:Club", "lfc:Person"},
        ),
    ),
    one_of(
        6,
        "each own term has one English definition",
        _OWN
        + """OPTIONAL { SELECT ?term (COUNT(?text) AS ?count) {
            ?term skos:definition ?text . FILTER (LANG(?text) = "en" && STRLEN(?text) > 9) } GROUP BY ?term }
        FILTER (COALESCE(?count, 0) != 1)""",
        ("DELETE WHERE { lfc:Club skos:definition ?text }", {"lfc:Club"}),
        ("INSERT DATA { lfc:Club skos:definition 'Something else.'@en }", {"lfc:Club"}),
    ),
    one_of(
        6,
        "a definition is no other term's, and not the label again",
        _OWN
        + """?term skos:definition ?text . OPTIONAL { ?other skos:definition ?text . FILTER (?other != ?term) }
        OPTIONAL { ?term rdfs:label ?label }
        FILTER (BOUND(?other) || LCASE(REPLACE(?text, "^(An?|The) |[.]$", "", "i")) = LCASE(?label))""",
        (
            "INSERT { lfc:Club skos:definition ?text } WHERE { lfc:Person skos:definition ?text }",
            {"lfc:Club", "lfc:Person"},
        ),
        ("INSERT DATA { lfc:Club skos:definition 'A club.'@en }", {"lfc:Club"}),
    ),
    one_of(
        6,
        "terms that are taken for each other say what they are not, with an example",
        """VALUES ?term { lfc:Competition lfc:Honour lfc:Post lfc:Tenure }
        FILTER NOT EXISTS { ?term skos:example ?example ; skos:scopeNote ?note . FILTER (STRSTARTS(?note, "Not ")) }""",
        ("DELETE WHERE { lfc:Honour skos:example ?text }", {"lfc:Honour"}),
        ("DELETE WHERE { lfc:Honour skos:scopeNote ?text }", {"lfc:Honour"}),
    ),
    one_of(
        7,
        "each own term is defined by the ontology",
        _OWN
        + f"""FILTER (NOT EXISTS {{ ?term rdfs:isDefinedBy <{IRI}> }}
            || EXISTS {{ ?term rdfs:isDefinedBy ?other . FILTER (?other != <{IRI}>) }})""",
        ("DELETE WHERE { lfc:Club rdfs:isDefinedBy ?o }", {"lfc:Club"}),
        ("INSERT DATA { lfc:Club rdfs:isDefinedBy lfc: }", {"lfc:Club"}),
    ),
    # A stub says of what kind a term is. Its range may stand too: SKOS gives its labels none in RDFS.
    one_of(
        7,
        "no term of others is defined here",
        f"""?term ?property ?value . FILTER (ISIRI(?term) && ?term != <{IRI}> && !STRSTARTS(STR(?term), "{LFC}"))
        FILTER (?property NOT IN (rdf:type, rdfs:range))""",
        ("INSERT DATA { skos:note rdfs:label 'note'@en }", {"http://www.w3.org/2004/02/skos/core#note"}),
        ("INSERT DATA { e:Club rdfs:subClassOf lfc:Club }", {"http://example.org/Club"}),
    ),
    one_of(
        8,
        "a property has one domain and one range at most: several would mean all of them",
        _PROPERTY + "?term ?axiom ?a , ?b . VALUES ?axiom { rdfs:domain rdfs:range } FILTER (STR(?a) < STR(?b))",
        ("INSERT DATA { lfc:club rdfs:domain lfc:Tenure }", {"lfc:club"}),
        ("INSERT DATA { lfc:club rdfs:range lfc:Person }", {"lfc:club"}),
    ),
    one_of(
        8,
        "a property without domain or range says why",
        _PROPERTY
        + """OPTIONAL { ?term rdfs:domain ?domain } OPTIONAL { ?term rdfs:range|schema:rangeIncludes ?range }
        FILTER (!(BOUND(?domain) && BOUND(?range)) && NOT EXISTS { ?term skos:editorialNote ?note })""",
        ("DELETE WHERE { lfc:club rdfs:domain ?x }", {"lfc:club"}),
        ("DELETE WHERE { lfc:club rdfs:range ?x }", {"lfc:club"}),
        ("DELETE WHERE { lfc:about skos:editorialNote ?x }", {"lfc:about"}),
    ),
    one_of(
        12,
        "a deprecated term says what replaces it",
        """?term owl:deprecated true .
        FILTER NOT EXISTS { ?term dcterms:isReplacedBy/rdfs:isDefinedBy ?ontology }""",
        ("INSERT DATA { lfc:Club owl:deprecated true }", {"lfc:Club"}),
        ("INSERT DATA { lfc:Club owl:deprecated true ; dcterms:isReplacedBy lfc:Nothing }", {"lfc:Club"}),
    ),
    one_of(
        12,
        "no axiom of a living term uses a deprecated one",
        """?term ?axiom ?old . ?old owl:deprecated true . FILTER (?axiom != owl:disjointWith)
        FILTER NOT EXISTS { ?term owl:deprecated true }""",
        ("INSERT DATA { lfc:Organisation owl:deprecated true }", {"lfc:behind", "lfc:Club"}),
    ),
    one_of(
        15,
        "no datatype outside OWL 2's map is a range",
        """?term rdfs:range|owl:onDatatype|owl:allValuesFrom|owl:someValuesFrom|owl:onDataRange ?datatype .
        FILTER (STRSTARTS(STR(?datatype), STR(xsd:)) && ?datatype NOT IN (
            xsd:anyURI, xsd:base64Binary, xsd:boolean, xsd:byte, xsd:dateTime, xsd:dateTimeStamp, xsd:decimal,
            xsd:double, xsd:float, xsd:hexBinary, xsd:int, xsd:integer, xsd:language, xsd:long, xsd:Name, xsd:NCName,
            xsd:negativeInteger, xsd:NMTOKEN, xsd:nonNegativeInteger, xsd:nonPositiveInteger, xsd:normalizedString,
            xsd:positiveInteger, xsd:short, xsd:string, xsd:token, xsd:unsignedByte, xsd:unsignedInt,
            xsd:unsignedLong, xsd:unsignedShort))""",
        ("INSERT DATA { lfc:date rdfs:range xsd:date }", {"lfc:date"}),
        ("INSERT DATA { lfc:years rdfs:range xsd:duration }", {"lfc:years"}),
        ("INSERT DATA { lfc:years rdfs:range xsd:gYear }", {"lfc:years"}),
    ),
    one_of(
        19,
        "top classes are disjoint in pairs",
        f"""{_TOP.replace("?top", "?term").replace("?above", "?super")} {_TOP.replace("?top", "?other")}
        FILTER (?term != ?other)
        FILTER NOT EXISTS {{ ?term owl:disjointWith|^owl:disjointWith ?other }}
        FILTER NOT EXISTS {{
            ?all a owl:AllDisjointClasses ; owl:members ?list .
            ?list rdf:rest*/rdf:first ?term . ?list rdf:rest*/rdf:first ?other .
        }}""",
        ("DELETE DATA { lfc:Agent owl:disjointWith lfc:Brand }", {"lfc:Agent", "lfc:Brand"}),
        ("DELETE DATA { lfc:Span owl:disjointWith lfc:Unit }", {"lfc:Span", "lfc:Unit"}),
    ),
]
IDS = [f"{check.number}: {check.name}" for check in CHECKS]


@pytest.mark.parametrize("check", CHECKS, ids=IDS)
def test_the_ontology_passes(check: Check) -> None:
    assert found(ontology_store(), check.query) == set()


@pytest.mark.parametrize("check", CHECKS, ids=IDS)
def test_faults_are_found(check: Check) -> None:
    known = found(ontology_store(), check.query)
    for update, terms in check.faults:
        assert terms <= found(ontology_store(update), check.query) - known, update


def test_6_what_a_note_tells_to_see_is_there() -> None:
    terms = own_terms(ontology())
    for _, property_, note in ontology():
        if property_ in {SKOS.scopeNote, SKOS.editorialNote, SKOS.definition}:
            named = {URIRef(LFC + name) for name in re.findall(r"\blfc:(\w+)", str(note))}
            assert named <= terms, note


# Check 10. The spelling is British. -ise stands in our names and texts, -ize in words that have no other form.
AMERICAN = re.compile(
    r"\b(?!priz|siz|seiz|capsiz)\w*iz(e|es|ed|ing|ation|ations)\b"
    r"|\b(honor|color|favor|labor|rumor)|\b(center|theater|defense|offense|catalog|program)(s|d|ed|ing)?\b",
    re.IGNORECASE,
)
SINGULAR = ("Series", "ss", "us", "is")


def name_faults(graph: Graph) -> set[str]:
    faults = set()
    for term in own_terms(graph):
        name = term.removeprefix(LFC)
        kinds = set(graph.objects(term, RDF.type))
        capital = OWL.Class in kinds or OWL.NamedIndividual in kinds
        if not re.fullmatch(r"([A-Z][a-z0-9]+)+" if capital else r"[a-z][a-z0-9]*([A-Z][a-z0-9]+)*", name):
            faults.add(name)
        if OWL.Class in kinds and name.endswith("s") and not name.endswith(SINGULAR):
            faults.add(name)
        words = [*re.findall(r"[A-Z]?[a-z]+", name)]
        words += [str(text) for text in graph.objects(term) if isinstance(text, Literal) and text.language == "en"]
        faults |= {name for text in words if AMERICAN.search(text)}
    return faults


def test_10_names_follow_the_rules_and_british_spelling() -> None:
    assert name_faults(ontology()) == set()


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("football_Club", OWL.Class, "x"),
        ("footballClub", OWL.Class, "x"),
        ("FootballClubs", OWL.Class, "x"),
        ("PlaysIn", OWL.ObjectProperty, "x"),
        ("plays-in", OWL.ObjectProperty, "x"),
        ("stated", OWL.NamedIndividual, "x"),
        ("Organization", OWL.Class, "x"),
        ("honorWon", OWL.ObjectProperty, "x"),
        ("Kit", OWL.Class, "The colors of a club."),
        ("Body", OWL.Class, "It organizes matches."),
    ],
)
def test_10_a_wrong_name_is_found(name: str, kind: URIRef, text: str) -> None:
    graph = Graph() + ontology()
    graph.add((URIRef(LFC + name), RDF.type, kind))
    graph.add((URIRef(LFC + name), SKOS.definition, Literal(text, lang="en")))
    assert name_faults(graph) == {name}


# Check 12. The first release has none before it; later ones name theirs by owl:priorVersion (check 3), and tag it.
def vanished(old: Graph, new: Graph) -> set[str]:
    return {str(term) for term in own_terms(old) - own_terms(new)}


def test_12_no_published_term_vanishes() -> None:
    prior = ontology().value(URIRef(IRI), OWL.priorVersion)
    if prior is None:
        return
    version = str(prior).rpartition("/")[2]
    old = subprocess.run(
        [program("git"), "show", f"v{version}:{PATH.relative_to(ROOT)}"], cwd=ROOT, capture_output=True, check=True
    )
    assert vanished(Graph().parse(data=old.stdout, format="turtle"), ontology()) == set()


def test_12_a_vanished_term_is_found() -> None:
    graph = Graph() + ontology()
    graph.remove((URIRef(f"{LFC}Club"), RDF.type, None))
    graph.add((URIRef(f"{LFC}Team"), RDF.type, OWL.Class))
    assert vanished(ontology(), graph) == {f"{LFC}Club"}
    assert (URIRef(f"{LFC}Club"), RDFS.label, None) in graph
