"""The ontology as the checks see it: which terms there are, and what each property takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode, Triple

from lfckg.errors import nearest
from lfckg.namespaces import ENTITY, LFC, OWL, RDF, RDFS, SCHEMA, XSD, compact

__all__ = ["Ontology", "Term", "check_lexical", "with_article"]

_KINDS = {
    f"{OWL}Class": "class",
    f"{OWL}ObjectProperty": "object property",
    f"{OWL}DatatypeProperty": "data property",
    f"{OWL}AnnotationProperty": "annotation property",
    f"{OWL}NamedIndividual": "individual",
}
_RANGES = {f"{RDFS}range", f"{SCHEMA}rangeIncludes"}
_BUILT_IN = {f"{RDF}{name}" for name in ("type", "subject", "predicate", "object")}
_LANG_STRING = f"{RDF}langString"


@dataclass(frozen=True, slots=True)
class Term:
    """A declared term: what it is, what a property takes, and the classes of an individual or above a class."""

    iri: str
    kind: str
    ranges: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ontology:
    """All terms that data may use: our own, and the stubs of others'."""

    terms: dict[str, Term]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Ontology:
        """Take the declarations out of the ontology's triples."""
        kinds: dict[str, str] = {}
        ranges: dict[str, list[str]] = {}
        classes: dict[str, list[str]] = {}
        for subject, predicate, value in triples:
            if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode):
                continue
            if predicate.value == f"{RDF}type" and value.value in _KINDS:
                kinds[subject.value] = _KINDS[value.value]
            elif predicate.value in _RANGES:
                ranges.setdefault(subject.value, []).append(value.value)
            elif predicate.value in {f"{RDF}type", f"{RDFS}subClassOf"}:
                classes.setdefault(subject.value, []).append(value.value)
        terms = (
            Term(iri, kind, tuple(ranges.get(iri, ())), tuple(classes.get(iri, ()))) for iri, kind in kinds.items()
        )
        return cls({term.iri: term for term in terms})

    def is_a(self, iri: str, ancestor: str) -> bool:
        """Tell whether a class or an individual is of a class, itself or by its superclasses."""
        if iri == ancestor:
            return True
        term = self.terms.get(iri)
        return term is not None and any(self.is_a(parent, ancestor) for parent in term.classes)

    def check_class(self, iri: str) -> str | None:
        """Say what is wrong with `iri` as a class, if anything."""
        return None if self._kind(iri) == "class" else self._unknown(iri, "a class", {"class"})

    def check_property(self, iri: str) -> str | None:
        """Say what is wrong with `iri` as a property, if anything."""
        kinds = {"object property", "data property", "annotation property"}
        return None if self._kind(iri) in kinds or iri in _BUILT_IN else self._unknown(iri, "a property", kinds)

    def check_value(self, predicate: str, value: NamedNode | Literal) -> str | None:
        """Say what is wrong with a value as the object of a declared property, if anything."""
        term = self.terms.get(predicate)
        if term is None:
            return None
        if isinstance(value, NamedNode):
            if term.kind == "data property":
                return f"{compact(predicate)} takes {self._expected(term)}, not the node {compact(value.value)}."
            return self._check_node(term, value.value)
        if term.kind == "object property":
            return f'{compact(predicate)} takes a node, not the text "{value.value}". Name an entity.'
        return self._check_literal(term, value)

    def _check_node(self, term: Term, iri: str) -> str | None:
        if iri.startswith(LFC):
            if iri not in self.terms:
                return self._unknown(iri, "an individual", {"individual"}) + self._individuals(term)
            fits = not term.ranges or any(self.is_a(iri, wanted) for wanted in term.ranges)
            return None if fits else f"{compact(term.iri)} takes {self._expected(term)}; {compact(iri)} is none."
        if term.kind == "object property" and not iri.startswith(ENTITY) and iri not in self.terms:
            return f"{compact(iri)} is neither an entity ({ENTITY}…) nor a name of this article. Mend the IRI."
        return None

    def _check_literal(self, term: Term, value: Literal) -> str | None:
        datatype = value.datatype.value
        expected = {_LANG_STRING if value.language else datatype, f"{RDFS}Literal"}
        if term.ranges and not expected & set(term.ranges):
            written = f'"{value.value}" is {with_article(compact(datatype))}'
            return f"{compact(term.iri)} takes {self._expected(term)}; {written}. Write it with the right datatype."
        return check_lexical(value)

    def _individuals(self, term: Term) -> str:
        """Name what a property takes, where that is a closed list."""
        names = [
            compact(found.iri)
            for found in self.terms.values()
            if found.kind == "individual" and any(self.is_a(found.iri, wanted) for wanted in term.ranges)
        ]
        return f" {compact(term.iri)} takes {', '.join(names)}." if names else ""

    def _expected(self, term: Term) -> str:
        return " or ".join(with_article(compact(iri)) for iri in term.ranges) or "a literal"

    def _kind(self, iri: str) -> str | None:
        term = self.terms.get(iri)
        return term.kind if term else None

    def _unknown(self, iri: str, wanted: str, kinds: set[str]) -> str:
        known = self._kind(iri)
        if known:
            return f"{compact(iri)} is {with_article(known)}, not {wanted}."
        suggestion = nearest(compact(iri), [compact(term.iri) for term in self.terms.values() if term.kind in kinds])
        where = "ontology/lfckg.ttl" if iri.startswith(LFC) else "the ontology: add a stub for a foreign term"
        return f"{compact(iri)} is not declared in {where}{suggestion or '.'}"


def check_lexical(value: Literal) -> str | None:
    """Say why a literal is no value of its datatype: an impossible date, a number with letters.

    Years before 1 and after 9999 and time zones of dates are refused: XSD has them, football news does not.
    """
    reader = _READERS.get(value.datatype.value)
    if reader is None:
        return None
    try:
        reader(value.value)
    except ValueError as exc:
        reason = str(exc) if isinstance(exc, _ImpossibleError) else "has the wrong form"
        return f'"{value.value}" is no {compact(value.datatype.value)}: {reason}. Mend the value.'
    return None


class _ImpossibleError(ValueError):
    """A value that is of the right form and yet impossible."""


def _date(value: str) -> None:
    _match(r"\d{4}-\d\d-\d\d", value)
    try:
        date.fromisoformat(value)
    except ValueError as exc:
        raise _ImpossibleError("there is no such day") from exc


def _datetime(value: str) -> None:
    _match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", value)
    try:
        datetime.fromisoformat(value)
    except ValueError as exc:
        raise _ImpossibleError("there is no such moment") from exc


def _year_month(value: str) -> None:
    _match(r"\d{4}-\d\d", value)
    _date(f"{value}-01")


def _match(pattern: str, value: str) -> None:
    if not re.fullmatch(pattern, value, re.ASCII):
        raise ValueError(value)


_READERS: dict[str, Callable[[str], None]] = {
    f"{XSD}date": _date,
    f"{XSD}dateTime": _datetime,
    f"{XSD}gYearMonth": _year_month,
    f"{XSD}gYear": lambda value: _match(r"(?!0000)\d{4}", value),
    f"{XSD}integer": lambda value: _match(r"[+-]?\d+", value),
    f"{XSD}decimal": lambda value: _match(r"[+-]?(\d+(\.\d*)?|\.\d+)", value),
    f"{XSD}double": lambda value: _match(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|INF|-INF|NaN", value),
    f"{XSD}boolean": lambda value: _match(r"true|false|0|1", value),
    f"{XSD}anyURI": lambda value: _match(r"\S+", value),
}


def with_article(noun: str) -> str:
    """Give a noun with its article.

    >>> with_article("insight"), with_article("unit"), with_article("honour")
    ('an insight', 'a unit', 'an honour')
    """
    return f"an {noun}" if noun.startswith((*"aeio", "honour", "xsd:")) else f"a {noun}"
