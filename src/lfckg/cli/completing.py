"""Completion of what is written on the command line: which parameter of a command takes what, told by its metavar.

So that a command needs nothing for it but the metavars that all have: `THING`, `SLUG`, `NAME=VALUE`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from lfckg.cli.scripts import SHELLS
from lfckg.completion.candidates import (
    Candidate,
    complete_articles,
    complete_parameters,
    complete_queries,
    complete_tags,
    complete_things,
)
from lfckg.terminal import harmless
from lfckg.workspace import find_workspace

if TYPE_CHECKING:
    from lfckg.cli.scripts import Completion

__all__ = ["complete"]

_MOST = 500
_SECONDS = 2
_LONGEST = 100


def complete(group: click.Group, name: str, variable: str) -> int:
    """Do what the variable asks, as click has it: `bash_source` gives the script, `bash_complete` what it asks for.

    A Tab is in the midst of a line that somebody writes: it never waits long, and no error is told.
    """
    shell, _, instruction = os.environ[variable].partition("_")
    if shell not in SHELLS or instruction not in {"source", "complete"}:
        wanted = ", ".join(f"{shell}_source" for shell in SHELLS)
        raise click.UsageError(f"{variable}={harmless(os.environ[variable])}: is none of {wanted}.")
    completion = SHELLS[shell](group, {}, name, variable)
    if instruction == "source":
        click.echo(completion.source(), nl=False)
        return 0
    _complete_parameters(group)
    found: list[str] = []
    asking = Thread(target=_ask, args=(completion, found), daemon=True)
    asking.start()
    asking.join(_SECONDS)
    if any(found):
        click.echo(found[0].encode(errors="surrogateescape"))  # a file may have any name
    return 0


def _ask(completion: Completion, found: list[str]) -> None:
    try:
        found.append(completion.complete())
    except Exception:  # noqa: BLE001  whatever it is, running the command tells it; here it would tear up the line
        return


class _Known(click.types.StringParamType):
    """A word of which it is known what it may be."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self._kinds = kinds

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """Give what the word may become."""
        if _DIRECTORY in self._kinds:
            return [CompletionItem(incomplete, type="dir")]
        if isinstance(param, click.Argument) and _written(ctx.params.get(str(param.name))):
            return []  # it takes more words only to tell that they are too many
        found: dict[str, str] = {}
        for kind in self._kinds:
            for item in _KINDS[kind](ctx, incomplete):
                found.setdefault(item.value, item.about)
        shown = [value for value in found if value == harmless(value)][:_MOST]
        return [CompletionItem(value, help=harmless(found[value])[:_LONGEST] or None) for value in shown]


def _complete_parameters(command: click.Command) -> None:
    """Let the parameters of a command and those below it complete what their metavars name."""
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _complete_parameters(below)
    for param in command.params:
        metavar = param.metavar or (param.name or "").upper() * isinstance(param, click.Argument)
        kinds = [kind for kind in re.findall(r"[A-Z]+(?:=[A-Z]+)?", metavar) if kind in _KINDS or kind == _DIRECTORY]
        if kinds and isinstance(param.type, click.types.StringParamType | click.Path):
            param.type = _Known(kinds)


def _parameters(context: click.Context, begun: str) -> list[Candidate]:
    """Complete an assignment to a parameter of the query that stands on the line, of the data that stands there."""
    # What click could not parse, since a value is missing at the end, is in args.
    arguments = [param for param in context.command.params if isinstance(param, click.Argument)]
    words = [word for param in arguments for word in _written(context.params.get(str(param.name)))] + context.args
    if not words:
        return []
    data = [Path(path) for path in _written(context.params.get("data"))]
    given = [item.partition("=")[0] for item in _written(context.params.get("params"))]
    return complete_parameters(find_workspace(), words[0], begun, data, given)


def _written(value: object) -> list[str]:
    return [str(item) for item in (value if isinstance(value, tuple) else (value,)) if item is not None]


def _in_workspace(
    find: Callable[..., Sequence[Candidate]],
) -> Callable[[click.Context, str], Sequence[Candidate]]:
    return lambda _, begun: find(find_workspace(), begun)


_DIRECTORY = "DIR"
_KINDS: Mapping[str, Callable[[click.Context, str], Sequence[Candidate]]] = {
    "ENTITY": _in_workspace(complete_things),
    "NAME=VALUE": _parameters,
    "QUERY": _in_workspace(complete_queries),
    "SLUG": _in_workspace(complete_articles),
    "TAG": _in_workspace(complete_tags),
    "THING": _in_workspace(complete_things),
}
