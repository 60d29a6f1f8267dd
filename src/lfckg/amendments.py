"""Amendments: the blocks of a proposal edited as Turtle, and checked as if the proposal were accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, RdfFormat, parse

from lfckg.claims import Decision
from lfckg.compiler import compile_files
from lfckg.curated import has_type
from lfckg.edits import Block, Change, block_of, changed_text, rewrite, statement_place
from lfckg.errors import DataError, Problem
from lfckg.files import display
from lfckg.namespaces import LFC, compact
from lfckg.proposals import Proposal, decided
from lfckg.rules import check_rules
from lfckg.texts import check_texts
from lfckg.turtle import Place, TurtleFile, read_turtle
from lfckg.workspace import Workspace

__all__ = ["amend", "draft_amendment"]

_BELONGS = f"{LFC}proposal"
_ABOUT = """\
# The blocks of {name}. Edit, add or remove some; each keeps its lfc:proposal.
# They are checked when you close the editor. To leave all as it was, close it without saving.
"""


def draft_amendment(proposal: Proposal) -> str:
    """Give what is edited: the prefixes of the file, and the blocks of a proposal as they stand there."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _prefixes(proposal.source.text).items())
    blocks = "\n\n".join(block.text for block in proposal.blocks)
    return f"{_ABOUT.format(name=compact(proposal.iri.value))}{prefixes}\n{blocks}\n"


def amend(proposal: Proposal, edited: Path, workspace: Workspace, texts: Path | None = None) -> tuple[Change, ...]:
    """Put the blocks of the file `edited` in the place of a proposal's, and give the changes; undecided it stays.

    They are held against the ontology, the rules, the workspace's other files and, with a directory of `texts`, the
    article. Raises DataError with all that is wrong by its place in `edited`, ChangedError where the file is no longer
    as it was read, and InputError or OutputError where a file can't be read or written; then nothing has changed.
    """
    source = read_turtle(edited)
    blocks = [block_of(source, node) for node in source.nodes]
    if problems := [*_misplaced(proposal, source, blocks)]:
        raise DataError(problems)
    after = {block.iri: block.text for block in blocks}
    changes = [Change(block.iri, block.text, after.pop(block.iri, None)) for block in proposal.blocks]
    changes += [Change(iri, None, text) for iri, text in after.items()]
    if not any(change.before != change.after for change in changes):
        return ()
    if problems := [*_check(proposal, changes, source, workspace, texts)]:
        raise DataError(problems)
    rewrite(proposal.path, changes, behind=proposal.iri, known=proposal.source)
    return tuple(changes)


def _prefixes(text: str) -> dict[str, str]:
    parser = parse(text.removeprefix("\ufeff"), RdfFormat.TURTLE)
    for _ in parser:  # prefixes are known once they have been read
        pass
    return parser.prefixes


def _misplaced(proposal: Proposal, source: TurtleFile, blocks: Sequence[Block]) -> Iterator[Problem]:
    """Find what can't be put into the proposal's file."""
    if not blocks:
        yield source.problem(Place(0, 0), "no block is left. To do without this proposal, reject it.")
    known = _prefixes(proposal.source.text)
    if other := [name for name, iri in _prefixes(source.text).items() if known.get(name) != iri]:
        yield source.problem(
            Place(0, 0), f"the prefix {other[0]}: is not the file's own. Leave the prefixes as they are."
        )
    own = {block.iri for block in proposal.blocks}
    others = {node.term for node in proposal.source.nodes} - own
    seen: set[NamedNode] = set()
    for block in blocks:
        name, place = compact(block.iri.value), block.node.place
        if block.iri in seen:
            yield source.problem(place, f"{name} stands twice. Rename one or join the two.")
        elif block.iri in others:
            yield source.problem(place, f"{name} stands elsewhere in {display(proposal.path)}. Take another name.")
        elif has_type(block.node, f"{LFC}Proposal"):
            yield source.problem(place, f"{name} is a proposal. Keep to the blocks of this one.")
        elif not any(value.term == proposal.iri for value in block.node.objects(_BELONGS)):
            yield source.problem(place, f"{name} must keep its lfc:proposal {compact(proposal.iri.value)}.")
        seen.add(block.iri)


def _check(
    proposal: Proposal, changes: Sequence[Change], edited: TurtleFile, workspace: Workspace, texts: Path | None
) -> Iterator[Problem]:
    """Give what is wrong in the edited blocks, and what the edit makes wrong elsewhere in the file."""
    changed, problems = _compile(proposal, changes, workspace, texts)
    places = _Places(changed, edited)
    elsewhere = []
    for problem in problems:
        if found := places.find(problem):
            yield found
        else:
            elsewhere.append(problem.message)
    before = {problem.message for problem in _compile(proposal, (), workspace, texts)[1]} if elsewhere else set()
    for message in elsewhere:
        if message not in before:
            yield Problem(display(proposal.path), 0, 0, message)


def _compile(
    proposal: Proposal, changes: Sequence[Change], workspace: Workspace, texts: Path | None
) -> tuple[TurtleFile, list[Problem]]:
    """Compile the workspace with a changed file, as if the proposal were accepted; give the file and its problems."""
    accepted = decided(proposal, Decision.ACCEPTED, "nobody", "2000-01-01T00:00:00Z")
    change = Change(proposal.iri, proposal.statement.text, accepted)
    text = changed_text(proposal.source, [*changes, change], proposal.iri)
    own = [path for path in workspace.data if path.resolve() == proposal.path.resolve()]
    with TemporaryDirectory() as folder:
        path = Path(folder) / proposal.path.name
        path.write_bytes(text.encode())
        changed = read_turtle(path)
        try:
            compiled = compile_files(workspace, _beside(proposal.path, own, path), without=own)
            check_rules(compiled, compiled.quads(), workspace.rules)
            file = next(file for file in compiled.files if file.source.path == path)
            if texts and file.article and (texts / f"{file.article.slug}.txt").exists():
                check_texts([file], texts)
        except DataError as exc:
            return changed, [problem for problem in exc.problems if problem.path == display(path)]
        return changed, []


def _beside(home: Path, own: Sequence[Path], path: Path) -> list[Path]:
    """Give what is to be compiled beside a workspace: the changed file, and for a file from elsewhere its entities."""
    entities = home.with_name(f"{home.stem}-entities.ttl")
    return [path, entities] if not own and entities.exists() else [path]


class _Places:
    """Finds problems of a changed file again in what was edited."""

    def __init__(self, changed: TurtleFile, edited: TurtleFile) -> None:
        self._changed, self._edited = changed, edited
        self._starts = {node.term: node.place.start for node in edited.nodes}
        self._lines = [0]
        for line in changed.text.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)

    def find(self, problem: Problem) -> Problem | None:
        """Give a problem by its place in the edited text; None where it is not there."""
        if not problem.line:
            return None
        at = self._lines[problem.line - 1] + problem.column - 1
        for node in self._changed.nodes:
            place = statement_place(self._changed, node)
            if place.start <= at < place.end and node.term in self._starts:
                start = self._starts[node.term] + at - place.start
                return self._edited.problem(Place(start, start), problem.message)
        return None
