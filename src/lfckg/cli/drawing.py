"""The command for those who look: draw."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lfckg.cli.options import OUTPUT, PARAM, TEXTS, assignments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Store

    from lfckg.drawings.layouts import Drawing
    from lfckg.queries import Query
    from lfckg.things import Thing
    from lfckg.workspace import Workspace

__all__ = ["draw"]


@click.command("draw")
@click.argument("wanted", required=False, metavar="[ENTITY|QUERY]")
@OUTPUT
@click.option("--timeline", is_flag=True, help="Draw what is dated, planned and going on along an axis of time.")
@click.option("--depth", type=click.IntRange(1, 5), help="How many steps to go from ENTITY. Default: 1.")
@click.option("--limit", type=click.IntRange(2), help="Draw so many things at most. Default: 60.")
@PARAM
@TEXTS
def draw(
    wanted: str | None,
    output: Path | None,
    timeline: bool,
    depth: int | None,
    limit: int | None,
    params: tuple[str, ...],
    texts: Path | None,
) -> None:
    """Draw the graph, what is around ENTITY, or what QUERY gives, as one SVG file for light and dark.

    ENTITY is whatever `lfckg show` finds: by label, alias, nickname, slug or IRI. QUERY is the name of a stored query
    or a file that ends in .rq. Where one points, the picture tells the words behind what is drawn; with the texts at
    hand, whole sentences.

    \b
    Examples:
      lfckg draw -o graph.svg
      lfckg draw "Jürgen Klopp" --depth 2 -o klopp.svg
      lfckg draw planned -o planned.svg
      lfckg draw --timeline -o timeline.svg
    """
    from lfckg.workspace import find_workspace  # noqa: PLC0415

    _check_output(output)
    workspace = find_workspace()
    if output:
        workspace.check_output(output)
    drawing = _draw(workspace, wanted, depth, limit, params, texts, timeline=timeline)
    if output is None:
        sys.stdout.buffer.write(drawing.svg.encode())
    else:
        from lfckg.files import write  # noqa: PLC0415

        write(output, [drawing.svg.encode()])
    for note in drawing.notes:
        click.echo(note, err=True)


def _check_output(output: Path | None) -> None:
    if output is None:
        if sys.stdout.isatty():
            raise click.UsageError("A picture is nothing to read on a terminal: name a file for it with -o FILE.svg.")
        return
    is_device = output.exists() and not output.is_file()
    if output.suffix.lower() != ".svg" and not is_device:
        message = f"{str(output)!r}: pictures are SVG. Name a file that ends in .svg; browsers show and print it."
        raise click.BadParameter(message, param_hint="'--output'")


def _draw(
    workspace: Workspace,
    wanted: str | None,
    depth: int | None,
    limit: int | None,
    params: Sequence[str],
    texts: Path | None,
    *,
    timeline: bool,
) -> Drawing:
    from lfckg.cli.answering import with_values  # noqa: PLC0415  each command loads what it uses
    from lfckg.datasets import open_store  # noqa: PLC0415
    from lfckg.drawings.statements import LIMIT  # noqa: PLC0415
    from lfckg.texts import texts_directory  # noqa: PLC0415

    query = _find_query(workspace, wanted)
    if params and not query:
        raise click.UsageError("--param sets a parameter of a QUERY: name one.")
    if depth and (query or timeline or wanted is None):
        raise click.UsageError("--depth counts the steps from an ENTITY: name one, without --timeline.")
    if timeline and query:
        raise click.UsageError("--timeline takes an ENTITY, or nothing for all: a query's rows have no times.")
    store = open_store(workspace, named_graphs=bool(query and query.names_graphs))
    thing = _find_thing(workspace, store, wanted) if wanted is not None and not query else None
    directory = texts_directory(texts)
    if timeline:
        from lfckg.drawings.charts import draw_timeline  # noqa: PLC0415

        return draw_timeline(store, thing, limit=limit or LIMIT, texts=directory)
    if query:
        query = with_values(query, assignments(params), store)
    from lfckg.drawings.layouts import draw  # noqa: PLC0415

    return draw(store, query or thing, depth=depth or 1, limit=limit or LIMIT, texts=directory)


def _find_query(workspace: Workspace, wanted: str | None) -> Query | None:
    """Find the query that a name stands for, where it is one's: a stored one's own, or a path that ends in .rq."""
    from lfckg.queries import find_query, query_names  # noqa: PLC0415

    if wanted is None:
        return None
    stored = wanted in query_names(workspace.queries)
    return find_query(wanted, workspace.queries) if stored or wanted.endswith(".rq") else None


def _find_thing(workspace: Workspace, store: Store, wanted: str) -> Thing:
    from lfckg.errors import NotFoundError, nearest  # noqa: PLC0415
    from lfckg.queries import query_names  # noqa: PLC0415
    from lfckg.things import find_thing  # noqa: PLC0415

    try:
        return find_thing(store, wanted)
    except NotFoundError as exc:
        hint = nearest(wanted, query_names(workspace.queries)) or "."
        raise NotFoundError(f"{exc} No stored query has this name either{hint}") from exc
