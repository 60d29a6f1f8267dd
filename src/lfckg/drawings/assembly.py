"""Assembly: statements become a picture of boxes with rows, and lines with labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from lfckg.drawings.pictures import Edge, Link, Node, Parts, Picture, Row
from lfckg.drawings.reductions import bundle, drop_twice_told, limit_nodes, merge_situations
from lfckg.drawings.statements import FACT, LIMIT, PLANNED, SAID, STATES, Statement, Statements, Term
from lfckg.errors import DrawingError
from lfckg.namespaces import LFC, RDF
from lfckg.wording import show_literal

__all__ = ["assemble"]

_MOST_ROWS = 8
_MOST_TOLD = 5
_HIDDEN = {
    f"{RDF}type",
    *(f"{LFC}{name}" for name in ("modality", "extent", "reportingVerb", "opening", "title", "earliest", "latest")),
}


def assemble(
    reader: Statements,
    statements: Sequence[Statement],
    *,
    heading: str,
    subheading: str,
    focus: Iterable[Term] = (),
    also: Iterable[Term] = (),
    limit: int = LIMIT,
) -> Picture:
    """Make a picture of statements, around those things that are in `focus`; raise DrawingError where there are none.

    Things in `also` are drawn even where nothing relates them.
    """
    middle = frozenset(focus)
    parts = _sort_out(reader, statements, middle)
    parts.apart = {*also} - parts.nodes - middle
    drop_twice_told(reader, parts, middle)
    notes = limit_nodes(reader, parts, middle, limit)
    merge_situations(reader, parts, middle)
    nodes = parts.nodes | middle | parts.apart
    if not nodes:
        raise DrawingError(f"{heading}: there is nothing to draw: no relations between things.")
    boxes = {node: _node(reader, parts, node, node in middle) for node in nodes}
    edges = _edges(reader, parts, boxes)
    drawn, lines = bundle([boxes[node] for node in sorted(nodes, key=str)], edges)
    return Picture(heading, subheading, tuple(drawn), tuple(lines), tuple(notes))


def _sort_out(reader: Statements, statements: Sequence[Statement], focus: frozenset[Term]) -> Parts:
    """Divide statements into links between nodes and rows of a node, each triple once."""
    parts = Parts()
    triples: dict[tuple[Term, NamedNode, Term], list[Statement]] = {}
    terms = any(map(_is_term, focus))  # around a term others are things too
    for statement in dict.fromkeys(statements):
        triples.setdefault((statement.subject, statement.predicate, statement.object), []).append(statement)
        _note_state(parts, statement)
    for (subject, predicate, value), made in triples.items():
        made.sort(key=lambda one: (STATES.index(one.state), bool(one.rule), str(one.claim)))
        if predicate.value in _HIDDEN and value not in focus:
            continue
        if _is_value(reader, value) and not (terms and _is_term(value)):
            row = Row(_row_text(reader, made[0]), made[0].state, _tell(reader, made))
            parts.rows.setdefault(subject, []).append(row)
        else:
            parts.links.append(Link(subject, reader.label(predicate), value, made, made[0].state))
    for link in parts.links:  # what has a part in a plan is planned, however surely the article tells of it
        states = [link.state, *(parts.states.get(end, FACT) for end in (link.source, link.target))]
        if reader.is_situation(link.source) or reader.is_situation(link.target):
            link.state = max(states, key=STATES.index)
    return parts


def _note_state(parts: Parts, statement: Statement) -> None:
    """Remember of a situation whether it is planned, or whether there is only somebody's word for it."""
    if statement.predicate.value == f"{RDF}type":
        known = parts.states.get(statement.subject, statement.state)
        if known == PLANNED and statement.state == FACT:
            return
        parts.states[statement.subject] = min(known, statement.state, key=STATES.index)
    elif statement.object == NamedNode(f"{LFC}Planned") and statement.state != SAID:
        parts.states[statement.subject] = PLANNED


def _is_value(reader: Statements, term: Term) -> bool:
    """Whether it is told in a row: a text, a number, a time, a term of the ontology that is no thing of its own."""
    if isinstance(term, Literal):
        return True
    return _is_term(term) or (isinstance(term, NamedNode) and reader.kind(term)[1] == "time")


def _is_term(term: Term) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(LFC)


def _row_text(reader: Statements, statement: Statement) -> str:
    value = statement.object
    shown = reader.label(value)
    if isinstance(value, Literal):
        shown = show_literal(value)
    elif isinstance(value, NamedNode) and reader.kind(value)[1] == "time":
        shown = reader.time(value)
    planned = " (planned)" if statement.state == PLANNED else ""
    return f"{reader.label(statement.predicate)} {shown}{planned}{_besides(reader, statement)}"


def _besides(reader: Statements, statement: Statement) -> str:
    """Tell what qualifies a statement, and whose words it is where it is no fact.

    Of what takes part in a situation that only somebody tells of, the situation's node has the speaker.
    """
    if statement.note:
        return f", {statement.note}"
    if statement.speaker and statement.speaker == reader.teller(statement.subject):
        return ""
    if statement.speaker:
        return f" (says {reader.label(statement.speaker)})"
    return " (the writer’s view)" if statement.state == SAID else ""


def _tell(reader: Statements, statements: Sequence[Statement]) -> str:
    told = [reader.tell(statement) for statement in statements[:_MOST_TOLD]]
    more = len(statements) - len(told)
    return "\n\n".join([*told, *([f"and {more} more"] if more > 0 else [])])


def _node(reader: Statements, parts: Parts, term: Term, focus: bool) -> Node:
    kind, group = reader.kind(term)
    rows = sorted(parts.rows.get(term, []), key=lambda row: (STATES.index(row.state), row.text))
    if len(rows) > _MOST_ROWS and not focus:
        rows = [*rows[: _MOST_ROWS - 1], Row(f"and {len(rows) - _MOST_ROWS + 1} more")]
    if group == "situation":
        state = parts.states.get(term, FACT)
        many = f"{parts.counts[term]} × " if term in parts.counts else ""
        teller = reader.teller(term)
        said = f"says {reader.label(teller)}" if teller else "only said"
        word = {FACT: "", PLANNED: "planned", SAID: said}[state]
        return Node(str(term), f"{many}{kind}", word, group, state, tuple(rows), reader.describe(term), focus)
    return Node(str(term), reader.label(term), kind, group, FACT, tuple(rows), reader.describe(term), focus)


def _edges(reader: Statements, parts: Parts, boxes: Mapping[Term, Node]) -> list[Edge]:
    """Make one line of the relations of one state that lead from one node to another."""
    found: dict[tuple[str, str, str], list[Row]] = {}
    for link in parts.links:
        by_words: dict[str, list[Statement]] = {}  # whose words, or what qualifies it
        for statement in link.statements:
            if statement.state == link.statements[0].state:
                by_words.setdefault(_besides(reader, statement), []).append(statement)
        weaker = [one for one in link.statements if one.state != link.statements[0].state]
        rows = [
            Row(f"{link.label}{words}", link.state, _tell(reader, made + weaker)) for words, made in by_words.items()
        ]
        found.setdefault((boxes[link.source].key, boxes[link.target].key, link.state), []).extend(rows)
    return [Edge(*ends, tuple(sorted(rows, key=lambda row: row.text))) for ends, rows in sorted(found.items())]
