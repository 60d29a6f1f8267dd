"""Profiles: all that the graph says of a thing, claim by claim, with status, speaker and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions

from lfckg.labels import Labels
from lfckg.namespaces import ARTICLE, ENTITY, LFC, RDF, compact
from lfckg.passages import Passage, Passages
from lfckg.plurals import count
from lfckg.sources import Source, select
from lfckg.things import Thing
from lfckg.wording import predicate_phrase, short_name, show_literal

__all__ = ["Group", "Line", "Profile", "profile_of", "summarise"]

_CLAIMS = """
SELECT ?claim ?subject ?predicate ?object ?status ?modality ?speaker ?rule WHERE {{
  {where}
  ?claim a lfc:Claim ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
    lfc:status/rdfs:label ?status ; lfc:modality/rdfs:label ?modality .
  OPTIONAL {{ ?claim lfc:speaker ?speaker }}
  OPTIONAL {{ ?claim lfc:rule ?rule }}
}}
"""
_FOLDED = {f"{RDF}type", f"{LFC}modality"}  # of a situation its heading tells them
_STATUSES = ("stated", "implied", "inferred", "evaluation", "quoted fact", "opinion")


@dataclass(frozen=True, slots=True)
class Line:
    """One claim: what it says in words, how it stands, and the passages that it rests on."""

    claim: NamedNode
    text: str
    status: str
    modality: str
    speaker: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that belong together under a heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A thing with facts about it that are no claims (`notes`: label and text), and its claims in groups."""

    thing: Thing
    notes: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]


_Rows = tuple[str, NamedNode | None, list["_Row"]]
"""What becomes a group: its heading, the node that it is about, its claims."""


@dataclass(frozen=True, slots=True)
class _Row:
    claim: NamedNode
    subject: NamedNode
    predicate: NamedNode
    object: NamedNode | Literal
    status: str
    modality: str
    speaker: NamedNode | None


def profile_of(store: Source, thing: Thing, passages: Passages) -> Profile:
    """Tell all that is said of an entity, a situation, a claim, an article or a term of the ontology."""
    teller = _Teller(store, passages)
    if thing.kind == "article":
        return teller.article(thing)
    if thing.kind in {"claim", "assertion"}:
        return teller.claim(thing)
    if thing.iri.value.startswith(LFC):
        return teller.term(thing)
    return teller.entity(thing)


def summarise(store: Source) -> list[tuple[str, list[str]]]:
    """Tell what is in the graph: articles, entities by class, claims by status; headings with their rows."""
    graph = _Graph(store)
    entities: dict[str, list[str]] = {}
    for kind, label in graph.texts(
        "SELECT ?kind ?label WHERE { ?e skos:prefLabel ?label ; a/rdfs:label ?kind } ORDER BY ?kind ?label"
    ):
        entities.setdefault(kind, []).append(label)
    counting = "SELECT (COUNT(?x) AS ?n) WHERE {{ ?x a lfc:{} }}"
    totals = {noun: int(graph.texts(counting.format(noun.capitalize()))[0][0]) for noun in _COUNTED}
    counts = [count(noun, number) for noun, number in totals.items()]
    statuses = graph.texts(
        "SELECT ?status ?n WHERE { ?state rdfs:label ?status "
        "{ SELECT ?state (COUNT(?c) AS ?n) WHERE { ?c a lfc:Claim ; lfc:status ?state } GROUP BY ?state } }"
    )
    by_status = sorted(statuses, key=lambda row: _STATUSES.index(row[0]))
    articles = graph.texts("SELECT ?a WHERE { ?a a lfc:Article } ORDER BY ?a")
    return [
        ("Articles", [iri.removeprefix(ARTICLE) for (iri,) in articles]),
        *((kind.capitalize(), labels) for kind, labels in sorted(entities.items())),
        ("Claims", [f"{number} {status}" for status, number in by_status]),
        ("In all", counts),
    ]


_COUNTED = ("article", "claim", "mention", "sentence")


class _Graph:
    """Asks a store with the project's prefixes."""

    def __init__(self, store: Source) -> None:
        self.store = store

    def rows(self, query: str) -> QuerySolutions:
        return select(self.store, query)

    def texts(self, query: str) -> list[tuple[str, ...]]:
        """Give rows of plain texts; a row with something unbound is left out."""
        rows = ([term.value for term in row if isinstance(term, NamedNode | Literal)] for row in self.rows(query))
        return [tuple(row) for row in rows if row]


class _Teller(_Graph):
    """Makes profiles."""

    def __init__(self, store: Source, passages: Passages) -> None:
        super().__init__(store)
        self.passages = passages
        self.labels = Labels(store)

    def entity(self, thing: Thing) -> Profile:
        """Tell of a thing: what is said of itself, what of situations that it has a part in, and what it says."""
        iri = thing.iri
        own = self._claims(f"VALUES ?subject {{ {iri} }}")
        other = self._claims(f"VALUES ?object {{ {iri} }}")
        nodes = {row.subject: None for row in other if not self._is_entity(row.subject)}
        direct = [*own, *(row for row in other if row.subject not in nodes)]
        folded = _FOLDED if not self._is_entity(iri) else set()
        said = self._claims(f"VALUES ?speaker {{ {iri} }} ?claim lfc:speaker ?speaker .")
        groups: list[_Rows] = [("", iri, [row for row in direct if row.predicate.value not in folded])]
        situations = [(node, self._claims(f"VALUES ?subject {{ {node} }}")) for node in nodes]
        for node, rows in sorted(situations, key=lambda item: min(map(self._places, (row.claim for row in item[1])))):
            told = [row for row in rows if row.predicate.value not in _FOLDED]
            groups.append((self._heading(node), node, told))
        groups.append((f"{thing.label} says", None, [row for row in said if row not in direct]))
        notes = [*self._names(iri), *self._outside(iri)]
        article = NamedNode(iri.value.replace(ENTITY, ARTICLE, 1))
        if self.texts(f"SELECT ?c WHERE {{ {article} a ?c }}"):
            notes.append(("also the name of an article", compact(article.value)))
        made = self._groups(groups)
        return Profile(thing, tuple(notes) if made or notes else self._properties(iri), made)

    def _properties(self, iri: NamedNode) -> tuple[tuple[str, str], ...]:
        """Tell what stands at a node that is no claim, and that no claim is about: a mention, a span, a reference."""
        rows = self.rows(f"SELECT ?p ?o WHERE {{ {iri} ?p ?o }} ORDER BY ?p ?o")
        pairs = ((row[0], row[1]) for row in rows)
        return tuple(
            (self._show(name), self._show(value))
            for name, value in pairs
            if isinstance(name, NamedNode) and isinstance(value, NamedNode | Literal)
        )

    def claim(self, thing: Thing) -> Profile:
        """Tell of one claim: its triple, how it stands, where it comes from, and where its words stand."""
        (row,) = self._claims(f"VALUES ?claim {{ {thing.iri} }}")
        found = self.texts(f"SELECT ?from WHERE {{ {thing.iri} prov:wasDerivedFrom ?from }} ORDER BY ?from")
        rule = self.texts(f"SELECT ?rule WHERE {{ {thing.iri} lfc:rule ?rule }}")
        spans = [
            f"{passage.article}, characters {span.start} to {span.end}"
            for passage in self.passages.of(thing.iri)
            for span in passage.spans
        ]
        notes = [("subject", self._show(row.subject)), ("predicate", self._show(row.predicate))]
        notes += [("object", self._show(row.object)), ("derived from", ", ".join(compact(iri) for (iri,) in found))]
        notes += [("rule", rule[0][0])] if rule else []
        notes += [("spans", "; ".join(spans))] if spans else []
        return Profile(thing, tuple(notes), self._groups([("", None, [row])]))

    def article(self, thing: Thing) -> Profile:
        """Tell of an article: its claims by sentence."""
        names = {"lfc:length": "characters", "lfc:wordCount": "words", "dcterms:issued": "published"}
        names |= {"dcterms:source": "source", "lfc:sha256": "sha256", "dcterms:isReplacedBy": "replaced by"}
        notes = [
            (name, value)
            for key, name in names.items()
            for (value,) in self.texts(f"SELECT ?v WHERE {{ {thing.iri} {key} ?v }}")
        ]
        rows = self._claims(f"?claim prov:wasDerivedFrom {thing.iri} .")
        notes.append(("claims", ", ".join(f"{n} {s}" for s, n in Counter(row.status for row in rows).most_common())))
        by_sentence: dict[int, list[_Row]] = {}
        for row in sorted(rows, key=lambda row: self._places(row.claim)):
            numbers = [number for passage in self.passages.of(row.claim) for number in passage.sentences]
            by_sentence.setdefault(min(numbers, default=0), []).append(row)
        groups: list[_Rows] = [(f"Sentence {number}", None, by_sentence[number]) for number in sorted(by_sentence)]
        return Profile(thing, tuple(notes), self._groups(groups, sort=False))

    def term(self, thing: Thing) -> Profile:
        """Tell of a term: its definition and place in the ontology, and the claims that use it."""
        names = {"skos:definition": "definition", "skos:scopeNote": "note", "skos:example": "example"}
        names |= {"rdf:type": "kind", "rdfs:subClassOf": "subclass of", "rdfs:domain": "domain", "rdfs:range": "range"}
        notes = [
            (name, compact(value) if value.startswith("http") else value)
            for key, name in names.items()
            for (value,) in self.texts(f"SELECT ?v WHERE {{ {thing.iri} {key} ?v }} ORDER BY ?v")
        ]
        values = self.texts(f"SELECT ?v WHERE {{ ?v a {thing.iri} ; rdfs:isDefinedBy ?ontology }} ORDER BY ?v")
        notes += [("values", ", ".join(compact(iri) for (iri,) in values))] if values else []
        where = f"VALUES ?used {{ {thing.iri} }} {{ ?claim rdf:predicate ?used }} UNION {{ ?claim rdf:object ?used }}"
        return Profile(thing, tuple(notes), self._groups([("", None, self._claims(where))]))

    def _claims(self, where: str) -> list[_Row]:
        found = []
        for claim, subject, predicate, value, status, modality, speaker, rule in self.rows(_CLAIMS.format(where=where)):
            assert isinstance(claim, NamedNode)  # noqa: S101  what we publish has no blank nodes
            assert isinstance(subject, NamedNode)  # noqa: S101
            assert isinstance(predicate, NamedNode)  # noqa: S101
            assert isinstance(value, NamedNode | Literal)  # noqa: S101
            assert isinstance(status, Literal)  # noqa: S101  a label
            assert isinstance(modality, Literal)  # noqa: S101
            who = speaker if isinstance(speaker, NamedNode) else None
            how = "inferred" if rule else status.value
            found.append(_Row(claim, subject, predicate, value, how, modality.value, who))
        self.passages.find(row.claim for row in found)
        return list(dict.fromkeys(found))

    def _groups(self, groups: Sequence[_Rows], *, sort: bool = True) -> tuple[Group, ...]:
        """Make groups; the subject that one is about stands in its heading, and not in its lines."""
        made = []
        for heading, about, rows in groups:
            ordered = sorted(rows, key=self._by_status) if sort else rows
            if rows:
                made.append(Group(heading, tuple(self._line(row, about) for row in ordered)))
        return tuple(made)

    def _line(self, row: _Row, about: NamedNode | None) -> Line:
        subject = "" if row.subject == about else f"{self._show(row.subject)} "
        text = f"{subject}{predicate_phrase(row.predicate, self._show(row.predicate), self._show(row.object))}"
        speaker = self._show(row.speaker) if row.speaker else None
        return Line(row.claim, text, row.status, row.modality, speaker, self.passages.of(row.claim))

    def _by_status(self, row: _Row) -> tuple[object, ...]:
        return _STATUSES.index(row.status), self._places(row.claim), row.claim.value

    def _places(self, node: NamedNode) -> list[tuple[str, int]]:
        """Give where the words of a claim or a mention stand, to sort by."""
        return [(passage.article, span.start) for passage in self.passages.of(node) for span in passage.spans]

    def _names(self, iri: NamedNode) -> list[tuple[str, str]]:
        mentions = self.rows(
            f"SELECT ?m ?type WHERE {{ ?m a lfc:Mention ; lfc:mentionType/rdfs:label ?type ; lfc:refersTo {iri} }}"
        )
        by_type: dict[str, list[str]] = {}
        kinds = {mention: kind for mention, kind in mentions if isinstance(mention, NamedNode)}
        self.passages.find(kinds)
        for mention in sorted(kinds, key=self._places):
            kind = kinds[mention]
            assert isinstance(kind, Literal)  # noqa: S101  a label
            for passage in self.passages.of(mention):
                by_type.setdefault(kind.value, []).append(self.passages.text_of(passage) or passage.words)
        aliases = self.texts(f"SELECT ?l WHERE {{ {iri} skos:altLabel ?l }} ORDER BY ?l")
        told = [("also", ", ".join(label for (label,) in aliases))] if aliases else []
        for kind in ("name", "nickname", "description", "pronoun"):
            if words := by_type.get(kind):
                counted = (f"{word} ({n})" if n > 1 else word for word, n in Counter(words).items())
                told.append((f"{kind}s", ", ".join(counted)))
        return told

    def _outside(self, iri: NamedNode) -> list[tuple[str, str]]:
        rows = self.texts(
            "SELECT ?p ?o ?s WHERE { ?r a lfc:Reference ; rdf:predicate ?p ; rdf:object ?o ; dcterms:source ?s ; "
            f"rdf:subject {iri} }} ORDER BY ?p ?o"
        )
        return [("from outside", f"{compact(name)} {value}, by {source}") for name, value, source in rows]

    def _heading(self, node: NamedNode) -> str:
        where = f"?c rdf:subject {node} ; rdf:predicate rdf:type ; rdf:object/rdfs:label ?kind"
        kind = self.texts(f"SELECT ?kind WHERE {{ {where} }} ORDER BY ?kind")
        state = self.texts(
            f"SELECT ?m WHERE {{ ?c rdf:subject {node} ; rdf:predicate lfc:modality ; rdf:object/rdfs:label ?m }}"
        )
        return ", ".join([*(text for (text,) in kind[:1] + state[:1])]) + f" · {compact(node.value)}"

    def _show(self, term: NamedNode | Literal) -> str:
        if isinstance(term, Literal):
            return show_literal(term)
        return self.labels.get(term.value) or short_name(term)

    def _is_entity(self, iri: NamedNode) -> bool:
        return iri.value.startswith(ENTITY) and not iri.value.startswith(ARTICLE)
