"""The ontology as the checks of data see it; tests/checks/ checks the ontology itself."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from lfckg.namespaces import LFC, XSD
from lfckg.ontology import Ontology, check_lexical
from support import ROOT

PATH = ROOT / "ontology" / "lfckg.ttl"
ONTOLOGY = Ontology.of(quad.triple for quad in parse(path=str(PATH), format=RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("datatype", "value", "right"),
    [
        ("date", "2015-10-08", True),
        ("date", "2015-10-32", False),
        ("date", "2015-02-29", False),
        ("date", "2016-02-29", True),
        ("date", "8 October 2015", False),
        ("gYear", "2015", True),
        ("gYear", "15", False),
        ("gYearMonth", "2015-10", True),
        ("gYearMonth", "2015-13", False),
        ("dateTime", "2015-10-08T12:00:00Z", True),
        ("dateTime", "2015-10-08T25:00:00Z", False),
        ("integer", "+7", True),
        ("integer", "7.0", False),
        ("integer", "٣", False),
        ("boolean", "yes", False),
        ("string", "anything", True),
    ],
)
def test_lexical_forms(datatype: str, value: str, right: bool) -> None:
    assert (check_lexical(Literal(value, datatype=NamedNode(XSD + datatype))) is None) is right


@pytest.mark.parametrize(
    ("predicate", "value", "message"),
    [
        ("date", Literal("2015-10-08"), "xsd:string. Write it with the right datatype"),
        ("date", Literal("2015-10-32", datatype=NamedNode(f"{XSD}date")), "there is no such day"),
        ("date", NamedNode(f"{LFC}Stated"), "takes an xsd:date or an xsd:gYearMonth or an xsd:gYear, not the node"),
        ("person", Literal("Klopp"), "takes a node, not the text"),
        ("years", Literal("9"), "takes an xsd:integer"),
    ],
)
def test_values_that_do_not_fit_a_property(predicate: str, value: NamedNode | Literal, message: str) -> None:
    assert message in (ONTOLOGY.check_value(LFC + predicate, value) or "")


def test_misspelt_terms_get_the_nearest() -> None:
    assert "did you mean lfc:Appointment?" in (ONTOLOGY.check_class(f"{LFC}Apointment") or "")
    assert "did you mean lfc:announcer?" in (ONTOLOGY.check_property(f"{LFC}anouncer") or "")
    assert "is a class, not a property" in (ONTOLOGY.check_property(f"{LFC}Club") or "")
    assert ONTOLOGY.check_property(f"{LFC}club") is None
