"""Rules that SHACL Core can't say: stored queries that must return nothing, told by their summaries.

Each selects `?focus`, the node to mend, and `?value`. `#+ severity: warning` makes less of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from lfckg.compiler import Compiled
from lfckg.errors import DataError, Problem
from lfckg.files import display, read_text
from lfckg.namespaces import compact, show_term
from lfckg.queries import Query
from lfckg.store import store_quads

__all__ = ["Breach", "check_rules", "find_breaches"]


@dataclass(frozen=True, slots=True)
class Breach:
    """A row that a rule should not have returned: an IRI, and a term in N-Triples' syntax."""

    rule: Query
    focus: str
    value: str

    @property
    def severity(self) -> str:
        """Violation or Warning."""
        return (self.rule.header.severity or "violation").capitalize()


def find_breaches(store: Store, rules: Sequence[Path]) -> Iterator[Breach]:
    """Run rules over a store; raise DataError for one that is broken."""
    for path in rules:
        rule = Query(path.stem, read_text(path))
        try:
            rows = store.query(rule.text)
        except SyntaxError as exc:
            raise DataError([Problem(display(path), 0, 0, f"the rule is no SPARQL: {exc}. Mend it.")]) from exc
        if not isinstance(rows, QuerySolutions) or {name.value for name in rows.variables} != {"focus", "value"}:
            raise DataError([Problem(display(path), 0, 0, "a rule selects ?focus and ?value. Mend its SELECT.")])
        for row in rows:
            yield Breach(rule, str(row["focus"]).strip("<>"), str(row["value"]))


def check_rules(compiled: Compiled, quads: Iterable[Quad], rules: Sequence[Path]) -> None:
    """Raise DataError with the place of each breach of a rule that is no mere warning."""
    problems = []
    for breach in find_breaches(store_quads(quads), rules):
        if breach.severity != "Violation":
            continue
        node = NamedNode(breach.focus)
        file = next((file for file in compiled.files if node in file.places), None)
        message = f"{compact(breach.focus)}: {breach.rule.title} ({show_term(breach.value)})"
        problems.append(
            file.source.problem(file.places[node], message) if file else Problem("the graph", 0, 0, message)
        )
    if problems:
        raise DataError(problems)
