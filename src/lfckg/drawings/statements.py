"""Statements: claims as pictures need them: what they connect, how they stand to the world, what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple

from lfckg.labels import Labels
from lfckg.namespaces import ARTICLE, ENTITY, LFC, OWL, PROV, RDF, RDFS, SKOS, compact
from lfckg.passages import Passage, Passages, mark_words
from lfckg.sources import select
from lfckg.wording import short_name

__all__ = ["FACT", "LIMIT", "PLANNED", "SAID", "STATES", "Statement", "Statements"]

FACT, PLANNED, SAID = "fact", "planned", "said"
LIMIT = 60
"""How many things are drawn at most, unless more are asked for."""
STATES = (FACT, PLANNED, SAID)
"""How what is drawn stands to the world, the strongest first; `said` is what somebody says or judges."""

Term = NamedNode | BlankNode | Literal | Triple

_CLAIMS = """
SELECT ?claim ?subject ?predicate ?object ?status ?modality ?speaker ?rule WHERE {{
  {where}
  ?claim a lfc:Claim ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
    lfc:status ?status ; lfc:modality ?modality .
  OPTIONAL {{ ?claim lfc:speaker ?speaker }}
  OPTIONAL {{ ?claim lfc:rule ?rule }}
}}
ORDER BY ?claim ?speaker ?rule
"""
_GROUPS = {
    "Person": "person",
    "Group": "group",
    "Club": "club",
    "Agent": "organisation",
    "Work": "work",
    "Brand": "work",
    "Competition": "honour",
    "Honour": "honour",
    "Post": "post",
    "Situation": "situation",
    "TimeExpression": "time",
    "Article": "source",
    "Claim": "source",
    "Mention": "source",
    "Span": "source",
    "Reference": "source",
}
_OTHER = "topic"
_WORDS = {  # for terms of others, which the graph has no labels of
    f"{RDF}type": "is a",
    f"{RDF}subject": "subject",
    f"{RDF}object": "object",
    f"{RDFS}subClassOf": "subclass of",
    f"{RDFS}domain": "domain",
    f"{RDFS}range": "range",
    f"{OWL}Class": "class",
    f"{OWL}ObjectProperty": "property",
    f"{OWL}DatatypeProperty": "property",
    f"{PROV}wasDerivedFrom": "derived from",
    f"{PROV}wasGeneratedBy": "proposed as",
}
_ASSERTED = {f"{LFC}Stated", f"{LFC}Implied"}
_MOST_SENTENCES = 6


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple that is drawn, with its state, the claim that makes it (if one does), and whose words it is."""

    subject: NamedNode | BlankNode
    predicate: NamedNode
    object: Term
    state: str = FACT
    claim: NamedNode | None = None
    status: NamedNode | None = None
    modality: NamedNode | None = None
    speaker: NamedNode | None = None
    rule: str = ""
    note: str = ""

    @property
    def ends(self) -> tuple[NamedNode | BlankNode, Term]:
        """What it connects."""
        return self.subject, self.object


class Statements:
    """Reads claims of a store, names and kinds of what they speak of, and the words that they rest on."""

    def __init__(self, store: Store, texts: Path | None = None) -> None:
        self.store = store
        self.passages = Passages(store, texts)
        self.labels = Labels(store)
        self._kinds: dict[NamedNode, tuple[str, str]] = {}
        self._tellers: dict[NamedNode, NamedNode | None] = {}
        pairs = self.pairs("SELECT ?a ?b WHERE { ?a rdfs:subClassOf ?b }")
        self._parents: dict[str, set[str]] = {}
        for child, parent in pairs:
            self._parents.setdefault(child, set()).add(parent)

    def where(self, pattern: str) -> list[Statement]:
        """Give the claims that a graph pattern about ?claim, ?subject, ?predicate and ?object picks, by their IRIs."""
        found: dict[NamedNode, Statement] = {}
        for claim, subject, predicate, value, status, modality, speaker, rule in self.rows(
            _CLAIMS.format(where=pattern)
        ):
            if isinstance(claim, NamedNode) and isinstance(status, NamedNode) and isinstance(modality, NamedNode):
                assert isinstance(subject, NamedNode | BlankNode)  # noqa: S101  a subject is no literal
                assert isinstance(predicate, NamedNode)  # noqa: S101  and a predicate an IRI
                assert value is not None  # noqa: S101  the pattern binds it
                state = FACT if status.value in _ASSERTED else SAID
                if state == FACT and modality.value == f"{LFC}Planned":
                    state = PLANNED
                told = speaker if isinstance(speaker, NamedNode) else None
                by = rule.value if isinstance(rule, Literal) else ""
                statement = Statement(subject, predicate, value, state, claim, status, modality, told, by)
                found.setdefault(claim, statement)
        return list(found.values())

    def about(self, nodes: Iterable[NamedNode], *parts: str) -> list[Statement]:
        """Give the claims that have one of some nodes as a part: "subject", "object", "predicate", "claim"."""
        values = " ".join(sorted(f"{node}" for node in nodes))
        found = [self.where(f"VALUES ?{part} {{ {values} }}") for part in parts] if values else []
        return [statement for statements in found for statement in statements]

    def rows(self, query: str) -> QuerySolutions:
        """Answer a SELECT of the program's own."""
        return select(self.store, query)

    def pairs(self, query: str) -> list[tuple[str, str]]:
        """Answer a SELECT of two columns, as sorted texts."""
        rows = ([term.value for term in row if isinstance(term, NamedNode | Literal)] for row in self.rows(query))
        return sorted((row[0], row[1]) for row in rows if len(row) == 2)  # noqa: PLR2004  two columns

    def called(self, labels: Iterable[Term]) -> list[NamedNode]:
        """Give the things whose preferred labels are among some terms."""
        prefers = NamedNode(f"{SKOS}prefLabel")
        found = (
            quad.subject
            for label in labels
            if isinstance(label, Literal)
            for quad in self.store.quads_for_pattern(None, prefers, label, None)
        )
        return sorted({thing for thing in found if isinstance(thing, NamedNode)}, key=str)

    def label(self, term: Term) -> str:
        """Give what people call a term."""
        if isinstance(term, Literal):
            return term.value
        if not isinstance(term, NamedNode):
            return "…"
        return self.labels.get(term.value) or _WORDS.get(term.value) or short_name(term).strip("<>")

    def kind(self, term: Term) -> tuple[str, str]:
        """Give what a term is an instance of, in words, and the group of kinds that it is drawn in."""
        if not isinstance(term, NamedNode):
            return "", _OTHER
        if term not in self._kinds:
            self._kinds[term] = self._find_kind(term)
        return self._kinds[term]

    def is_entity(self, term: Term) -> bool:
        """Whether it is one of the shared entities."""
        return isinstance(term, NamedNode) and term.value.startswith(ENTITY) and not term.value.startswith(ARTICLE)

    def is_situation(self, term: Term) -> bool:
        """Whether it is an event or a state of affairs of an article."""
        return self.kind(term)[1] == "situation"

    def is_planned(self, term: Term) -> bool:
        """Whether it is a situation that lies ahead."""
        planned = NamedNode(f"{LFC}Planned")
        if not isinstance(term, NamedNode):
            return False
        return next(self.store.quads_for_pattern(term, NamedNode(f"{LFC}modality"), planned, None), None) is not None

    def teller(self, term: Term) -> NamedNode | None:
        """Give who alone tells of a situation."""
        if not isinstance(term, NamedNode) or not self.is_situation(term):
            return None
        if term not in self._tellers:
            found = self.about([term], "subject")
            kinds = [one for one in found if one.predicate.value == f"{RDF}type"]
            speakers = {one.speaker for one in kinds}
            self._tellers[term] = speakers.pop() if len(speakers) == 1 else None
        return self._tellers[term]

    def time(self, term: NamedNode) -> str:
        """Give the words of a time, and the days that a rule has worked out of them."""
        told = dict(self.pairs(f"SELECT ?p ?v WHERE {{ {term} ?p ?v }}"))
        words = told.get(f"{LFC}expression", self.label(term))
        first, last = (told.get(LFC + name) for name in ("earliest", "latest"))
        days = first if first == last else f"{first} to {last}"
        return f"“{words}”, {days}" if first and last else f"“{words}”"

    def describe(self, term: Term) -> str:
        """Tell what a node is, for those who point at it."""
        if not isinstance(term, NamedNode):
            return ""
        kind = self.kind(term)[0]
        name = compact(term.value)
        return f"{self.label(term)}\n{f'{kind} · {name}' if kind else name}"

    def tell(self, statement: Statement) -> str:
        """Tell a statement for those who point at it: in words, how it stands, and what it rests on."""
        value = self.label(statement.object)
        if isinstance(statement.object, Literal):
            value = f"“{value}”"
        lines = [f"{self.label(statement.subject)} – {self.label(statement.predicate)} – {value}"]
        if statement.claim is None:
            return lines[0]
        state = [self.label(part) for part in (statement.status, statement.modality) if part]
        if statement.rule:
            state[0] = f"inferred by the rule {statement.rule}"
        if statement.speaker:
            state.append(f"says {self.label(statement.speaker)}")
        lines.append(" · ".join(state))
        for passage in self.passages.of(statement.claim):
            lines += self._evidence(passage)
        return "\n".join(lines)

    def _evidence(self, passage: Passage) -> list[str]:
        read = list(self.passages.read(passage))[:_MOST_SENTENCES]
        numbers = ", ".join(map(str, passage.sentences))
        place = f"{passage.article}, sentence{'s' if len(passage.sentences) > 1 else ''} {numbers}"
        if not read:
            return [f"“{passage.words}” ({place})"]
        return [f"{mark_words(sentence, marks)} ({passage.article}, sentence {at})" for at, sentence, marks in read]

    def _find_kind(self, term: NamedNode) -> tuple[str, str]:
        types = {value for _, value in self.pairs(f"SELECT ({term} AS ?t) ?c WHERE {{ {term} a ?c }}")}
        if not types:  # what only somebody says has no facts, and its class in a claim
            told = f"?k rdf:subject {term} ; rdf:predicate rdf:type ; rdf:object ?c"
            types = {value for _, value in self.pairs(f"SELECT ({term} AS ?t) ?c WHERE {{ {told} }}")}
        own = {value for value in types if value.startswith(LFC)} or types
        above = {parent for value in own for parent in self._above(value)}
        narrow = sorted(own - above) or sorted(own)
        if not narrow:
            return "", _OTHER
        if term.value.startswith(LFC):
            return self.label(NamedNode(narrow[0])), "source"
        line = [narrow[0], *self._above(narrow[0])]
        names = {value.removeprefix(LFC) for value in line}
        group = next((group for name, group in _GROUPS.items() if name in names), _OTHER)
        return self.label(NamedNode(narrow[0])), group

    def _above(self, kind: str) -> set[str]:
        found: set[str] = set()
        ahead = [kind]
        while ahead:
            for parent in self._parents.get(ahead.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    ahead.append(parent)
        return found - {kind}
