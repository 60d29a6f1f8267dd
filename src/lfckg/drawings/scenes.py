"""Scenes: which part of the graph a picture shows: all of it, a thing with what is around it, what a query finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import BlankNode, Literal, NamedNode

from lfckg.answers import Graph, Solutions, Truth, run_query
from lfckg.drawings.assembly import assemble
from lfckg.drawings.pictures import Picture
from lfckg.drawings.statements import FACT, LIMIT, PLANNED, SAID, STATES, Statement, Statements, Term
from lfckg.errors import DrawingError
from lfckg.namespaces import ARTICLE, ENTITY, LFC, PROV, RDF, RDFS, SKOS
from lfckg.plurals import count
from lfckg.queries import Query
from lfckg.things import Thing

__all__ = ["overview", "scene_of_query", "scene_of_thing"]

_BETWEEN_ENTITIES = " ".join(
    f'FILTER (ISIRI(?{end}) && STRSTARTS(STR(?{end}), "{ENTITY}") && !STRSTARTS(STR(?{end}), "{ARTICLE}"))'
    for end in ("subject", "object")
)
_PAIRS = (
    ("work", "?any", ("producer", "platform", "follows")),
    ("person", "lfc:Departure", ("club", "organisation", "post")),
)
_PARTS = {f"{RDF}{name}" for name in ("subject", "predicate", "object")}
_OWN = f'FILTER (STRSTARTS(STR(?s), "{LFC}") && STRSTARTS(STR(?v), "{LFC}"))'
_SOURCE = f"{PROV}wasDerivedFrom"
_NAMING = {f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{RDFS}label"}
_MOST_EXPANDED = 400  # things whose own relations are looked up at each step


def overview(reader: Statements, *, limit: int = LIMIT, heading: str = "The graph") -> Picture:
    """Show entities with what articles tell of their relations, and what rules infer; plans are told apart."""
    statements = _told(reader.where(_BETWEEN_ENTITIES)) + _pairs(reader)
    articles = len(reader.pairs("SELECT ?a ?n WHERE { ?a a lfc:Article ; lfc:length ?n }"))
    below = f"Entities and what {count('article', articles)} {'tells' if articles == 1 else 'tell'} of their relations"
    return assemble(reader, statements, heading=heading, subheading=below, limit=limit)


def scene_of_thing(reader: Statements, thing: Thing, *, depth: int = 1, limit: int = LIMIT) -> Picture:
    """Show a thing with all that is said of it, and `depth` steps around it."""
    kind, group = reader.kind(thing.iri)
    if thing.kind == "article":
        return _scene_of_article(reader, thing, limit)
    if thing.iri.value.startswith(LFC):
        return _scene_of_term(reader, thing, limit)
    if thing.kind in {"claim", "assertion"}:
        return _scene_of_claim(reader, thing, limit)
    if group == "source":
        message = f"is a {kind}, around which there is nothing to draw. Name what it refers to."
        raise DrawingError(f"{thing.label}: {message}")
    statements = _around(reader, thing.iri, depth)
    name = reader.label(thing.iri) if group != "situation" else kind.capitalize()
    which = thing.label if group == "situation" else kind or thing.kind
    below = f"{which} · what is said of it" + (f", and {depth} steps around it" if depth > 1 else "")
    return assemble(reader, statements, heading=name, subheading=below, focus=[thing.iri], limit=limit)


def scene_of_query(reader: Statements, query: Query, *, limit: int = LIMIT) -> Picture:
    """Show the graph that a query gives, or what relates the things in its rows; raise DrawingError for none."""
    answer = run_query(reader.store, query)
    if isinstance(answer, Truth):
        raise DrawingError(f"{query.name}: answers {str(answer.value).lower()}, of which there is no picture. Run it.")
    if isinstance(answer, Graph):
        made = _constructed(reader, answer)
        seeds: list[Term] = [one.subject for one in made]
    else:
        made, seeds = _of_rows(reader, answer)
    if not made and not seeds:
        none = "nothing" if isinstance(answer, Graph) or not answer.rows else "no things and no claims in its rows"
        raise DrawingError(
            f"{query.name}: gives {none}, so that there is nothing to draw. `lfckg query` shows answers."
        )
    below = f"query {query.name}" if query.title else "what the query gives"
    heading = query.title or query.name
    return assemble(reader, made, heading=heading, subheading=below, also=seeds, limit=limit)


def _told(statements: Iterable[Statement]) -> list[Statement]:
    return [statement for statement in statements if statement.state != SAID]


def _pairs(reader: Statements, about: str = "") -> list[Statement]:
    """Give situations that no rule makes a short cut of as relations: whom a work is made by, whom somebody leaves."""
    made = []
    for whole, kind, roles in _PAIRS:
        values = " ".join(f"lfc:{role}" for role in roles)
        found = reader.where(f"VALUES ?predicate {{ {values} }} {about} ?subject a {kind} .")
        wholes: dict[str, list[str]] = {}
        for node, owner in reader.pairs(f"SELECT ?n ?w WHERE {{ ?n lfc:{whole} ?w }}"):
            wholes.setdefault(node, []).append(owner)
        for statement in _told(found):
            assert isinstance(statement.subject, NamedNode)  # noqa: S101  we publish no blank nodes
            state = PLANNED if reader.is_planned(statement.subject) else statement.state
            predicate = statement.predicate if whole == "work" else NamedNode(f"{LFC}Departure")
            owners = map(NamedNode, wholes.get(statement.subject.value, ()))
            made += [replace(statement, subject=owner, predicate=predicate, state=state) for owner in owners]
    return made


def _around(reader: Statements, middle: NamedNode, depth: int) -> list[Statement]:
    """Give what is said of a thing, of the situations that it has a part in, and so on from those in them."""
    found: dict[Statement, None] = {}
    seen: set[Term] = set()
    frontier = [middle]
    for _ in range(depth):
        seen |= set(frontier)
        fresh = reader.about(frontier, "subject", "object")
        met = _situations(reader, fresh, seen)
        for _ in range(2):  # a situation may name another, such as the departure that ends a tenure
            seen |= set(met)
            fresh += reader.about(met, "subject")
            met = _situations(reader, fresh, seen)
        found |= dict.fromkeys(fresh)
        ends = {end for statement in fresh for end in statement.ends if reader.is_entity(end)}
        frontier = sorted((end for end in ends - seen if isinstance(end, NamedNode)), key=str)[:_MOST_EXPANDED]
    return _with_kinds(reader, found)


def _with_kinds(reader: Statements, statements: Iterable[Statement]) -> list[Statement]:
    """Add to statements about situations what tells whether these are planned, or only said."""
    made = list(statements)
    told = reader.about([node for node in _nodes(made) if reader.is_situation(node)], "subject")
    return [*made, *(one for one in told if one.predicate.value in {f"{RDF}type", f"{LFC}modality"})]


def _situations(reader: Statements, statements: Iterable[Statement], seen: set[Term]) -> list[NamedNode]:
    ends = {end for statement in statements for end in statement.ends if isinstance(end, NamedNode)}
    return sorted((end for end in ends - seen if reader.is_situation(end)), key=str)


def _nodes(statements: Iterable[Statement]) -> list[NamedNode]:
    return sorted({end for one in statements for end in one.ends if isinstance(end, NamedNode)}, key=str)


def _scene_of_article(reader: Statements, thing: Thing, limit: int) -> Picture:
    """Show the entities of an article with the relations that it tells of."""
    source = f"?claim prov:wasDerivedFrom {thing.iri} ."
    flat = reader.where(f"{source} {_BETWEEN_ENTITIES}")
    premises = f"?claim prov:wasDerivedFrom/prov:wasDerivedFrom {thing.iri} ."
    statements = _told([*flat, *reader.where(f"{premises} {_BETWEEN_ENTITIES}")]) + _pairs(reader, source)
    below = "article · entities and what it tells of their relations"
    return assemble(reader, statements, heading=reader.label(thing.iri), subheading=below, limit=limit)


def _scene_of_claim(reader: Statements, thing: Thing, limit: int) -> Picture:
    """Show a claim's triple and its article, with the words that it rests on."""
    (statement,) = reader.about([thing.iri], "claim")
    made = [statement, *reader.about([node for node in _nodes([statement]) if reader.is_situation(node)], "subject")]
    for name in (*(f"{LFC}{part}" for part in ("status", "modality", "speaker", "words", "rule")), _SOURCE):
        made += _plain(reader, f"SELECT ?s ?v WHERE {{ BIND ({thing.iri} AS ?s) ?s <{name}> ?v }}", name)
    made.append(Statement(thing.iri, NamedNode(f"{RDF}subject"), statement.subject))
    if isinstance(statement.object, NamedNode):
        made.append(Statement(thing.iri, NamedNode(f"{RDF}object"), statement.object))
    below = "claim · what it says, and what it rests on"
    return assemble(reader, made, heading=thing.label, subheading=below, focus=[thing.iri], limit=limit)


def _scene_of_term(reader: Statements, thing: Thing, limit: int) -> Picture:
    """Show a term with those beside it in the ontology, and with what the graph uses it for."""
    made: list[Statement] = []
    for name in ("subClassOf", "domain", "range"):
        about = f"?s rdfs:{name} ?v . FILTER (?s = {thing.iri} || ?v = {thing.iri}) {_OWN}"
        made += _plain(reader, f"SELECT ?s ?v WHERE {{ {about} }}", RDFS + name)
    used = reader.about([thing.iri], "predicate")
    members = reader.about([thing.iri], "object")
    made += [one for one in members if one.predicate.value == f"{RDF}type"]
    values = f"SELECT ?s ?v WHERE {{ BIND ({thing.iri} AS ?v) ?s a ?v ; rdfs:isDefinedBy ?ontology }}"
    made += _plain(reader, values, f"{RDF}type")
    made += used or [one for one in members if one.predicate.value != f"{RDF}type"]
    made = _with_kinds(reader, made)
    below = "term of the ontology · where it stands, and what it is used for"
    return assemble(reader, made, heading=reader.label(thing.iri), subheading=below, focus=[thing.iri], limit=limit)


def _plain(reader: Statements, query: str, predicate: str) -> list[Statement]:
    """Make statements of what stands in the graph without a claim."""
    made = []
    for row in reader.rows(query):
        subject, value = row[0], row[1]
        if isinstance(subject, NamedNode) and value is not None:
            made.append(Statement(subject, NamedNode(predicate), value))
    return sorted(made, key=lambda one: (str(one.subject), str(one.object)))


def _constructed(reader: Statements, answer: Graph) -> list[Statement]:
    """Make statements of the triples of an answer: with the claims that they are of, in the answer or in the graph."""
    parts: dict[object, dict[str, Term]] = {}
    for triple in answer.triples:
        if triple.predicate.value in _PARTS:
            parts.setdefault(triple.subject, {})[triple.predicate.value] = triple.object
    claims = {node: tuple(found[key] for key in sorted(_PARTS)) for node, found in parts.items() if len(found) == 3}  # noqa: PLR2004  parts
    known: dict[tuple[Term, ...], list[Statement]] = {}
    for one in reader.about([node for node in claims if isinstance(node, NamedNode)], "claim"):
        known.setdefault(claims[one.claim], []).append(one)
    notes: dict[object, list[str]] = {}
    for triple in answer.triples:  # what is told of a claim qualifies it
        if triple.subject in claims and triple.predicate.value not in _PARTS:
            told = f"{reader.label(triple.predicate)} {reader.label(triple.object)}"
            notes.setdefault(triple.subject, []).append(told)
    made = []
    for triple in answer.triples:
        if triple.subject in claims or triple.predicate.value in _NAMING:
            continue
        if not isinstance(triple.subject, NamedNode | BlankNode):
            continue  # a triple about a triple
        key = (triple.object, triple.predicate, triple.subject)
        ends = Statement(triple.subject, triple.predicate, triple.object)
        for one in known.get(key) or _known(reader, ends) or [ends]:
            state = PLANNED if one.state == FACT and reader.is_planned(one.subject) else one.state
            named = replace(one, subject=ends.subject, predicate=ends.predicate, object=ends.object)
            made.append(replace(named, state=state, note=", ".join(sorted(notes.get(one.claim, ())))))
    return made


def _known(reader: Statements, ends: Statement) -> list[Statement]:
    """Give the claims of a triple, the surest alone."""
    if not isinstance(ends.subject, NamedNode) or not isinstance(ends.object, NamedNode | Literal):
        return []
    found = reader.where(
        f"?claim rdf:subject {ends.subject} ; rdf:predicate {ends.predicate} ; rdf:object {ends.object} ."
    )
    best = min((STATES.index(one.state) for one in found), default=0)
    return [one for one in found if STATES.index(one.state) == best]


def _of_rows(reader: Statements, answer: Solutions) -> tuple[list[Statement], list[Term]]:
    """Give what relates the things in rows, and these: their claims, and what connects two of them.

    A thing stands in a row as itself or by its preferred label.
    """
    cells = sorted({term for row in answer.rows for term in row if isinstance(term, NamedNode | Literal)}, key=str)
    terms = {term for term in cells if isinstance(term, NamedNode)} | set(reader.called(cells))
    claims = [term for term in terms if reader.kind(term)[1] == "source" and not term.value.startswith(LFC)]
    made = reader.about(claims, "claim")
    seeds = [term for term in terms if reader.is_entity(term) or reader.is_situation(term)]
    situations = _situations(reader, [*made, *(Statement(seed, seed, seed) for seed in seeds)], set())
    made += reader.about(situations, "subject")
    ends = [one.subject for one in made]
    inside = {*seeds, *_nodes(made)}
    made += [one for one in reader.about(seeds, "subject") if one.object in inside]
    return list(dict.fromkeys(made)), sorted({*seeds, *ends}, key=str)
