"""Tokens of SPARQL: the form of a query, and prefixes declared where they are used."""

from __future__ import annotations

import pytest

from lfckg.tokens import declare, form_of

PREFIXES = {"": "http://e/", "lfc": "http://lfc/", "rdf": "http://rdf/"}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("#+ summary: ASK\nselect * {}", "SELECT"),
        ("BASE <http://e/ASK> PREFIX select: <http://e/> Ask {}", "ASK"),
        ('VERSION "1.2" DESCRIBE <http://e/>', "DESCRIBE"),
        ("PREFIX : <#ASK>\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("PREFIX e: <http://e/> DELETE WHERE { ?s e:p ?o }", "DELETE"),
        ("# nothing", ""),
        ("", ""),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(text: str, form: str) -> None:
    assert form_of(text) == form


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("ASK { ?x a lfc:Club }", ["lfc"]),
        ("ASK { ?x a :a ; ^lfc:b/rdf:c ?y }", ["", "lfc", "rdf"]),
        ("PREFIX lfc: <http://other/> ASK { ?x a lfc:Club }", []),
        ("prefix # a comment\n lfc: <http://other/> ASK { ?x a lfc:Club }", []),
        ("ASK { ?x ?p 'lfc:a', \"rdf:b\", '''\nrdf:c''' , <lfc:d> } # rdf:e", []),
        ("ASK { _:b ?p 'text'@lfc }", []),
        ("ASK { ?x ?p '1'^^rdf:type FILTER(?x<3&&?y>2||?z=lfc:a) }", ["lfc", "rdf"]),
        ("ASK { ?x unknown:p ?lfc }", []),
        ("SELECT * { ?x lfc:a?y }", ["lfc"]),
    ],
)
def test_prefixes_that_are_used_and_known_are_declared(text: str, declared: list[str]) -> None:
    assert declare(text, PREFIXES) == "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in declared) + text


def test_lines_keep_their_numbers() -> None:
    text = "#+ summary: a club\n\nSELECT ?x {\n  ?x a lfc:Club }"
    assert declare(text, PREFIXES).splitlines()[1:] == text.splitlines()[1:]
