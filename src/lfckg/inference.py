"""Inference: short cuts that follow from facts, each with the rule that made it and the claims it rests on.

A rule is a SPARQL SELECT of `ontology/inference/` that gives `?subject ?predicate ?object ?premise`: a triple, and a
claim that it follows from (a row for each).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from lfckg.claims import Modality, Status
from lfckg.errors import DataError, Problem
from lfckg.evidence import ELLIPSIS
from lfckg.files import display, read_text
from lfckg.namespaces import ENTITY, GRAPH, LFC, PREFIXES, PROV, RDF, compact

__all__ = ["INFERENCES", "infer"]

INFERENCES = NamedNode(f"{GRAPH}inferences")
_COLUMNS = ("subject", "predicate", "object", "premise")


def infer(store: Store, rules: Sequence[Path]) -> Iterator[Quad]:
    """Apply each rule once to the merged graph; raise DataError for a rule that is broken."""
    for path in rules:
        premises: dict[Triple, set[NamedNode]] = {}
        for triple, premise in _rows(store, path):
            premises.setdefault(triple, set()).add(premise)
        _check_values(path, premises)
        for triple, claims in premises.items():
            yield Quad(triple.subject, triple.predicate, triple.object, INFERENCES)
            yield from _claim(store, path.stem, triple, claims)


def _check_values(path: Path, triples: Iterable[Triple]) -> None:
    """Refuse two literals for one property of one thing: what they follow from does not go together."""
    values: dict[tuple[object, NamedNode], str] = {}
    for triple in sorted(triples, key=str):
        if not isinstance(triple.object, Literal):
            continue
        first = values.setdefault((triple.subject, triple.predicate), triple.object.value)
        if first != triple.object.value:
            what = f"{compact(triple.predicate.value)} of {compact(str(triple.subject)[1:-1])}"
            message = (
                f"gives both {first} and {triple.object.value} for {what}. Mend the times that the data tell of it."
            )
            raise DataError([Problem(display(path), 0, 0, message)])


def _rows(store: Store, path: Path) -> Iterator[tuple[Triple, NamedNode]]:
    try:
        solutions = store.query(read_text(path), prefixes=PREFIXES)
    except SyntaxError as exc:
        raise DataError([Problem(display(path), 0, 0, f"the rule is no SPARQL: {exc}. Mend it.")]) from exc
    if not isinstance(solutions, QuerySolutions) or tuple(name.value for name in solutions.variables) != _COLUMNS:
        message = f"a rule selects {' '.join(f'?{name}' for name in _COLUMNS)}. Mend its SELECT."
        raise DataError([Problem(display(path), 0, 0, message)])
    for solution in solutions:
        subject, predicate, value, premise = solution
        if not (
            isinstance(subject, NamedNode)
            and isinstance(predicate, NamedNode)
            and isinstance(value, NamedNode | Literal)
            and isinstance(premise, NamedNode)
        ):
            message = "a rule infers triples of nodes, with a node or a literal as object, from claims. Mend it."
            raise DataError([Problem(display(path), 0, 0, message)])
        yield Triple(subject, predicate, value), premise


def _claim(store: Store, rule: str, triple: Triple, premises: set[NamedNode]) -> Iterator[Quad]:
    """Make the claim of an inferred triple: it rests on the spans of its premises."""
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    assert isinstance(subject, NamedNode)  # noqa: S101  _rows gives no other
    assert isinstance(value, NamedNode | Literal)  # noqa: S101
    # One subject may have several nodes by one rule, and one literal for each property.
    end = _key(value) if isinstance(value, NamedNode) else predicate.value.rpartition("#")[2]
    claim = NamedNode(f"{ENTITY}inference/{rule}/{_key(subject)}.{end}")

    def say(namespace: str, name: str, term: NamedNode | Literal) -> Quad:
        return Quad(claim, NamedNode(namespace + name), term, INFERENCES)

    yield say(RDF, "type", NamedNode(f"{LFC}Claim"))
    yield say(RDF, "type", NamedNode(f"{LFC}Assertion"))
    yield say(RDF, "subject", subject)
    yield say(RDF, "predicate", predicate)
    yield say(RDF, "object", value)
    yield say(LFC, "status", Status.IMPLIED.iri)
    yield say(LFC, "modality", Modality.ACTUAL.iri)
    yield say(LFC, "rule", Literal(rule))
    yield from (say(PROV, "wasDerivedFrom", premise) for premise in premises)
    quoted: set[tuple[str, int, str]] = set()
    for span in {span for premise in premises for span in _objects(store, premise, "span")}:
        if not isinstance(span, NamedNode):
            continue
        yield say(LFC, "span", span)
        start = next(iter(_objects(store, span, "start"))).value
        quoted.update(
            (span.value.partition("#")[0], int(start), quote.value) for quote in _objects(store, span, "quote")
        )
    if quoted:
        yield say(LFC, "words", Literal(ELLIPSIS.join(words for _, _, words in sorted(quoted))))


def _objects(store: Store, subject: NamedNode, name: str) -> set[NamedNode | Literal]:
    quads = store.quads_for_pattern(subject, NamedNode(LFC + name), None, None)
    return {quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)}


def _key(node: NamedNode) -> str:
    return node.value.removeprefix(ENTITY).removeprefix("article/").replace("/", ".").replace("#", ".")
