"""The command for those who decide on what was proposed: review."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lfckg.cli.options import PATH, TEXTS

if TYPE_CHECKING:
    from lfckg.workspace import Workspace

__all__ = ["review"]


@click.command()
@click.argument("files", nargs=-1, type=PATH)
@TEXTS
@click.option(
    "--reviewer",
    metavar="NAME",
    help="Who decides. Default: LFCKG_REVIEWER, the user.name of git, or the name that you are logged in by.",
)
@click.option(
    "--order",
    type=click.Choice(("text", "confidence")),
    default="text",
    show_default=True,
    help="As the articles have them, or the surest first.",
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="NUMBER", help="Show only what is so sure."
)
@click.option("--again", is_flag=True, help="Show rejected proposals too.")
@click.option("-l", "--list", "listed", is_flag=True, help="List what waits for a decision, and decide nothing.")
def review(
    files: tuple[Path, ...],
    texts: Path | None,
    reviewer: str | None,
    order: str,
    min_confidence: float,
    again: bool,
    listed: bool,
) -> int:
    """Decide on what was proposed, one proposal after the other.

    FILES are curated files; without them, all of data/. Each proposal is shown with its sentence, the words marked, and
    with what it says in plain English. A decision is written into the file at once, with your name and the time. On a
    terminal one key is enough; from a pipe each line is one. Where an entity may be one that is known already, you are
    asked which it is.

    \b
    Keys:
      a accept   r reject   e edit in VISUAL or EDITOR   s skip   u undo   q quit   ? help

    \b
    Examples:
      lfckg review --texts texts
      lfckg review data/cup-win.ttl --order confidence --min-confidence 0.5
      lfckg review --list
    """
    from lfckg.cli.deciding import Review  # noqa: PLC0415  each command loads what it uses
    from lfckg.cli.presenting import Presenter  # noqa: PLC0415
    from lfckg.cli.queueing import Queue  # noqa: PLC0415
    from lfckg.doubts import Names  # noqa: PLC0415
    from lfckg.paraphrases import read_sentences  # noqa: PLC0415
    from lfckg.texts import texts_directory  # noqa: PLC0415
    from lfckg.workspace import find_workspace  # noqa: PLC0415

    workspace = find_workspace()
    name = None if listed else _reviewer(reviewer)
    queue = Queue.of(files or workspace.data, again=again, least=min_confidence)
    queue.sort(by_confidence=order == "confidence")
    presenter = Presenter(workspace, Names(), read_sentences(workspace), texts_directory(texts))
    for path in _named(workspace, files):
        queue.attempt(partial(presenter.names.take, path))
    if name:
        queue.drop_unwritable()
    for message in queue.faults:
        click.echo(f"lfckg: {message}", err=True)
    if not queue.entries and not queue.faults:
        click.echo("Nothing waits for a decision.")
    elif name and queue.entries:
        Review(workspace, queue, presenter, name).run()
    elif not name:
        for line in filter(None, map(presenter.line, map(queue.find, queue.entries))):
            click.echo(line)
    return 1 if queue.faults else 0


def _named(workspace: Workspace, files: tuple[Path, ...]) -> list[Path]:
    """Give the files that tell what things are called: the ontology, the data, and entities beside other files."""
    beside = [path.with_name(f"{path.stem}-entities.ttl") for path in files]
    known = {path.resolve() for path in workspace.data}
    others = [path for path in (*beside, *files) if path.exists() and path.resolve() not in known]
    return [workspace.ontology, *workspace.data, *others]


def _reviewer(named: str | None) -> str:
    """Give the name of who decides; raise click.UsageError where nothing tells it, or it is none."""
    name = named if named is not None else os.environ.get("LFCKG_REVIEWER") or _git_name() or _login()
    if not name.strip() or not name.isprintable():
        raise click.UsageError("Say who decides: --reviewer NAME, or LFCKG_REVIEWER.")
    return name.strip()


def _git_name() -> str:
    with suppress(OSError):
        done = subprocess.run(["git", "config", "user.name"], capture_output=True, check=False)  # noqa: S607
        return done.stdout.decode("utf-8", "replace").strip()
    return ""


def _login() -> str:
    from getpass import getuser  # noqa: PLC0415  the last resort

    with suppress(OSError, KeyError, ImportError):  # a user whom the system does not know
        return getuser()
    return ""
