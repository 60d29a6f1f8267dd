"""Deciding: a person goes through the proposals that wait, key by key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from pyoxigraph import NamedNode

from lfckg.amendments import amend, draft_amendment
from lfckg.claims import Decision
from lfckg.cli.editing import run_editor
from lfckg.cli.keys import open_keys
from lfckg.cli.paging import has_colours
from lfckg.cli.presenting import Presenter
from lfckg.cli.queueing import Entry, Queue
from lfckg.doubts import choose
from lfckg.edits import Change
from lfckg.errors import LfckgError
from lfckg.proposals import Proposal, Reviewed, decide, undo
from lfckg.terminal import harmless
from lfckg.workspace import Workspace

__all__ = ["Review"]

_PROMPT = "[a]ccept [r]eject [e]dit [s]kip [u]ndo [q]uit [?] "
_HELP = """\
a  accept: the words say so, and the next build publishes it
r  reject: it is not published, and not proposed again
e  edit its blocks as Turtle in VISUAL or EDITOR; it counts only when you accept it then
s  skip: it waits for the next review
u  undo what you did last
q  quit: what you decided is written already
"""
_DOUBT = "which is it? [1]–[{}], [n]ew, [r]eject [s]kip [u]ndo [q]uit [?] "
_DOUBT_HELP = """\
1  it is the first of these; what is said of it is said of that one then
n  it is none of these, but new
r  reject the proposal, whoever it is
s  skip, u undo, q quit
"""
_MOST_CANDIDATES = 9  # one key each
_KEYS = {"a": Decision.ACCEPTED, "r": Decision.REJECTED}


@dataclass(frozen=True, slots=True)
class _Step:
    """Something that can be undone: what was shown, and the changes of one file, new statements behind `behind`."""

    position: int
    path: Path
    changes: tuple[Change, ...]
    behind: NamedNode


class Review:
    """Shows each proposal of a queue, and writes what the reviewer decides."""

    def __init__(self, workspace: Workspace, queue: Queue, presenter: Presenter, reviewer: str) -> None:
        self._workspace, self._queue, self._presenter, self._reviewer = workspace, queue, presenter, reviewer
        self._keys = open_keys()
        self._position = 0
        self._steps: list[_Step] = []
        self._decisions: dict[Entry, Decision] = {}
        self._skipped: set[Entry] = set()

    def run(self) -> None:
        """Go through the queue until its end, q, Ctrl-C or the end of the input, and give the tally."""
        try:
            while self._position < len(self._queue.entries):
                entry = self._queue.entries[self._position]
                if found := self._waiting(entry):
                    self._show(*found)
                    self._answer(entry, found[1])
                else:
                    self._position += 1
        except (KeyboardInterrupt, EOFError):
            if self._keys.is_terminal:  # the prompt's line is still open
                click.echo("")
        finally:
            self._tell_tally()

    def _waiting(self, entry: Entry) -> tuple[Reviewed, Proposal] | None:
        """Give a proposal as it is now, if it still waits; tell where others were quicker."""
        found = self._queue.find(entry)
        if found and found[1].decision in self._queue.wanted:
            return found
        done = f"{found[1].decision.value.lower()} by {found[1].reviewer}" if found else "taken out of its file"
        click.echo(f"\n{entry.name} was {harmless(done)} meanwhile.")
        return None

    def _show(self, file: Reviewed, proposal: Proposal) -> None:
        lines = list(self._presenter.lines(file, proposal))
        while self._presenter.notes:
            click.echo(f"lfckg: {self._presenter.notes.pop(0)}", err=True)
        place = f"{self._position + 1} of {len(self._queue.entries)}"
        _write(["", click.style(f"{file.slug}  {place}", bold=True), *lines, ""])

    def _answer(self, entry: Entry, proposal: Proposal) -> None:
        """Ask for a key, and do it; what can't be done is told on a terminal, and asked again."""
        try:
            doubts = self._presenter.names.doubts(proposal)
            key = self._ask_who(doubts[0]) if doubts else self._ask(_PROMPT, "aresuq", _HELP)
            if key in _KEYS:
                self._decide(entry, proposal, _KEYS[key])
            elif key == "s":
                self._skipped.add(entry)
                self._position += 1
            elif key == "u":
                self._undo()
            elif key == "q":
                raise EOFError
            elif key == "e":
                self._edit(proposal)
            else:
                self._choose(doubts[0], key)
        except LfckgError as exc:
            if not self._keys.is_terminal:  # the lines that follow are meant for what was to be done
                raise
            click.echo(f"lfckg: {exc}", err=True)

    def _ask(self, prompt: str, keys: str, told: str) -> str:
        while (key := self._keys.ask(prompt, (*keys, "?"))) == "?":
            click.echo(told, nl=False)
        return key

    def _ask_who(self, entity: NamedNode) -> str:
        others = self._presenter.names.candidates[entity.value][:_MOST_CANDIDATES]
        _write(self._presenter.candidates(entity, others))
        numbers = "".join(str(number + 1) for number in range(len(others)))
        return self._ask(_DOUBT.format(len(others)), f"{numbers}nrsuq", _DOUBT_HELP)

    def _decide(self, entry: Entry, proposal: Proposal, decision: Decision) -> None:
        change = decide(proposal, decision, self._reviewer)
        self._steps.append(_Step(self._position, proposal.path, (change,), proposal.iri))
        self._decisions[entry] = decision
        click.echo(f"{decision.value.lower()}")
        self._position += 1

    def _choose(self, entity: NamedNode, key: str) -> None:
        names = self._presenter.names
        other = None if key == "n" else names.candidates[entity.value][int(key) - 1]
        path = names.homes[entity.value]
        change = choose(path, entity, other)
        self._steps.append(_Step(self._position, path, (change,), entity))
        click.echo(f"{harmless(names.label(entity))} is {harmless(names.label(other)) if other else 'new'}")
        names.take(path)

    def _edit(self, proposal: Proposal) -> None:
        with TemporaryDirectory(prefix="lfckg-") as folder:
            path = Path(folder) / proposal.path.name
            path.write_bytes(draft_amendment(proposal).encode())
            changes = self._amended(proposal, path)
        if changes:
            self._steps.append(_Step(self._position, proposal.path, changes, proposal.iri))
        click.echo("edited; decide on it as it is now" if changes else "left as it was")

    def _amended(self, proposal: Proposal, path: Path) -> tuple[Change, ...]:
        """Let the reviewer edit until all is right, or until they leave it."""
        while run_editor(path):
            try:
                return amend(proposal, path, self._workspace, self._presenter.texts)
            except LfckgError as exc:
                if not self._keys.is_terminal:
                    raise
                click.echo(f"lfckg: {exc}", err=True)
            if self._keys.ask("[e]dit it again, or [l]eave all as it was ", "el") == "l":
                break
        return ()

    def _undo(self) -> None:
        if not self._steps:
            click.echo("There is nothing to undo.")
            return
        step = self._steps.pop()
        undo(step.path, step.changes, step.behind)
        if step.path in self._presenter.names.homes.values():
            self._presenter.names.take(step.path)
        self._position = step.position
        self._decisions.pop(self._queue.entries[step.position], None)
        click.echo("undone")

    def _tell_tally(self) -> None:
        """Tell how many were decided, how many wait, and what to do next."""
        counts = Counter(self._decisions.values())
        skipped = len(self._skipped - self._decisions.keys())
        waiting = 0
        for entry in self._queue.entries:
            with suppress(LfckgError):  # what is broken by now is told by the next command
                found = self._queue.find(entry)
                waiting += bool(found and found[1].decision is Decision.UNDECIDED)
        done = f"{counts[Decision.ACCEPTED]} accepted, {counts[Decision.REJECTED]} rejected, {skipped} skipped"
        click.echo(f"{done}; {waiting} {'waits' if waiting == 1 else 'wait'} for a decision.")
        if counts[Decision.ACCEPTED]:
            click.echo("Next: `lfckg build` takes in what was accepted.")


def _write(lines: Iterable[str]) -> None:
    text = "\n".join(lines)
    click.echo(text if has_colours() else click.unstyle(text))
