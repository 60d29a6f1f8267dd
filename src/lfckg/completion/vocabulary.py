"""Vocabulary: the names that a source has for classes, properties and things, looked up once and within bounds.

However large the source, no more than `MOST` names of things are held, and undeclared classes and properties are those
of a sample of its triples. What can't be looked up in time is not offered: completion is a help and no answer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, QuerySolutions

from lfckg.article import fold
from lfckg.engine import ask
from lfckg.errors import LfckgError
from lfckg.namespaces import LFC, XSD
from lfckg.queries import Query
from lfckg.sources import RawAnswer, Source
from lfckg.terminal import harmless

__all__ = ["MOST", "Name", "Vocabulary", "local_name"]

MOST = 100_000
"""How many names of things are held at most."""

_SECONDS = 10.0  # a look-up runs beside the prompt, which waits for none
_SHORTEST = 60  # characters of a definition that are kept
_KINDS = """
    (owl:Class "class") (rdfs:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property")
    (owl:AnnotationProperty "property") (rdf:Property "property") (owl:NamedIndividual "individual")
"""
_DECLARED = f"""
SELECT ?iri ?kind ?label ?definition WHERE {{
  VALUES (?type ?kind) {{ {_KINDS} }}
  ?iri a ?type .
  OPTIONAL {{ ?iri rdfs:label ?label }}
  OPTIONAL {{ ?iri skos:definition ?definition }}
}} LIMIT 20000
"""
_USED = """
SELECT DISTINCT ?iri ?kind WHERE {
  { SELECT ?iri WHERE { %s } LIMIT 200000 }
  BIND ("%s" AS ?kind)
} LIMIT 2000
"""
_CLASSES_USED = _USED % ("?thing a ?iri", "class")
_PROPERTIES_USED = _USED % ("?thing ?iri ?value", "property")
_THINGS = f"""
SELECT ?iri ?kind ?label WHERE {{
  {{ SELECT ?iri ?label WHERE {{
    VALUES ?naming {{ skos:prefLabel skos:altLabel rdfs:label }}
    ?iri ?naming ?label .
  }} LIMIT {MOST} }}
  OPTIONAL {{ ?iri a/rdfs:label ?kind }}
}}
"""
_ARTICLES = 'SELECT ?iri ("article" AS ?kind) WHERE { ?iri a lfc:Article } LIMIT 10000'
_DATATYPES = ("anyURI", "boolean", "date", "dateTime", "decimal", "double", "gYear", "gYearMonth", "integer", "string")


class Name(NamedTuple):
    """A name of something: its IRI, its kind (of things the label of their class), label and definition or nothing."""

    iri: str
    kind: str
    label: str = ""
    definition: str = ""

    @property
    def about(self) -> str:
        """What it is, in a line for people."""
        told = " – ".join(part for part in (self.label, self.definition or self.kind) if part)
        return harmless(told if len(told) <= _SHORTEST else f"{told[: _SHORTEST - 1]}…")


class Vocabulary:
    """The names that a source has."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def terms(self) -> tuple[Name, ...]:
        """Classes, properties and individuals, our own first: those that are declared, and those in use."""
        found = {f"{XSD}{name}": Name(f"{XSD}{name}", "datatype") for name in _DATATYPES}
        for query in (_DECLARED, _CLASSES_USED, _PROPERTIES_USED):
            for name in self._ask(query):
                if name.iri not in found or not found[name.iri].label:
                    found[name.iri] = name
        return tuple(found[iri] for iri in sorted(found, key=lambda iri: (not iri.startswith(LFC), iri)))

    def things(self, beginning: str, most: int) -> list[Name]:
        """Give the things of which a label or slug, or a word in it, begins so; case and accents don't count."""
        wanted = fold(beginning)
        found: dict[str, Name] = {}
        at = bisect_left(self._index, wanted, key=itemgetter(0))
        while at < len(self._index) and len(found) < most:
            key, _, name = self._index[at]
            if not key.startswith(wanted):
                break
            found.setdefault(name.iri, name)
            at += 1
        return list(found.values())

    def begin(self) -> None:
        """Look up all that completion will ask for."""
        _ = self.terms, self._index

    @cached_property
    def _index(self) -> list[tuple[str, str, Name]]:
        """All names and their ends that begin with a word, in order: whole names before those ends."""
        terms = {name.iri for name in self.terms}
        found: dict[tuple[str, str], Name] = {}
        for name in (*self._ask(_ARTICLES), *self._ask(_THINGS)):
            if name.iri in terms:
                continue
            for text in (name.label, local_name(name.iri)):
                for key in _ends(fold(text)):
                    found.setdefault((key, name.iri), name)
        return sorted((key, iri, name) for (key, iri), name in found.items())

    def _ask(self, text: str) -> list[Name]:
        try:
            return ask(self.source, Query("completion", text), _names, timeout=_SECONDS)
        except (LfckgError, OSError, ValueError):  # whatever ails the source is told by the next query
            return []


def local_name(iri: str) -> str:
    """Give the last part of an IRI.

    >>> local_name("https://w3id.org/lfckg/ontology#Club")
    'Club'
    """
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def _names(raw: RawAnswer) -> list[Name]:
    assert isinstance(raw, QuerySolutions)  # noqa: S101  of a SELECT
    found: list[Name] = []
    for row in raw:
        iri, *texts = row
        if isinstance(iri, NamedNode):
            found.append(Name(iri.value, *(text.value if isinstance(text, Literal) else "" for text in texts)))
    return found


def _ends(key: str) -> Iterable[str]:
    yield key
    yield from _later_words(key)


def _later_words(key: str) -> Iterator[str]:
    at = key.find("-")
    while at >= 0:
        yield key[at + 1 :]
        at = key.find("-", at + 1)
