"""Commands for those who ask and read: query, show."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lfckg.cli.options import TEXTS
from lfckg.errors import DataError, QueryError
from lfckg.formats import ALL_RESULTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Store

    from lfckg.passages import Passages

__all__ = ["query", "show"]


@click.command()
@click.argument("query", required=False)
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(ALL_RESULTS),
    help="Default: a table on a terminal, else TSV; graphs: Turtle.",
)
@click.option(
    "-l", "--list", "listed", is_flag=True, help="Show the stored queries, or those with QUERY in their name or title."
)
@click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a parameter of the query; may be repeated.",
)
@click.option(
    "--evidence", is_flag=True, help="Add to each row its claim, its words, and the numbers of their sentences."
)
@TEXTS
def query(
    query: str | None,
    format_: str | None,
    listed: bool,
    params: tuple[str, ...],
    evidence: bool,
    texts: Path | None,
) -> None:
    """Answer QUERY, a SPARQL file or the name of a stored query.

    SELECT and ASK are written as table, markdown, csv, tsv, json or xml; CONSTRUCT and DESCRIBE as turtle, nt,
    rdfxml or jsonld. It needs no build, and never gives a stale answer. With --evidence and --texts the sentences
    come too.

    \b
    Examples:
      lfckg query trophies
      lfckg query queries/trophies.rq --format csv
      lfckg query manager-on-day --param day=2019-06-01 --evidence
    """
    from lfckg.queries import find_query, list_queries  # noqa: PLC0415
    from lfckg.workspace import find_workspace  # noqa: PLC0415

    workspace = find_workspace()
    if listed:
        wanted = (query or "").lower()
        stored = [item for item in list_queries(workspace.queries) if wanted in f"{item.name} {item.title}".lower()]
        if not stored:
            raise QueryError(f"{query}: no stored query has this in its name or title. `lfckg query --list` shows all.")
        width = max((len(item.name) for item in stored), default=0)
        for item in stored:
            click.echo(f"{item.name:<{width}}  {item.title}")
        return
    if query is None:
        raise click.UsageError("Name a QUERY; --list shows the stored ones.")
    from lfckg.builder import open_store  # noqa: PLC0415
    from lfckg.results import write_answer  # noqa: PLC0415

    if texts and not evidence:
        raise click.UsageError("--texts shows the sentences of --evidence: give both.")
    found = find_query(query, workspace.queries)
    store = open_store(workspace, named_graphs=found.names_graphs)
    if params:
        from lfckg.parameters import bind  # noqa: PLC0415

        found = bind(found, _assignments(params), store)
    passages = _passages(store, texts) if evidence else None
    told = write_answer(store, found, sys.stdout.buffer, format_, terminal=sys.stdout.isatty(), evidence=passages)
    if not told:
        click.echo(f"{found.name}: has no column ?claim, so that --evidence has nothing to add.", err=True)


def _assignments(params: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for param in params:
        name, sign, value = param.partition("=")
        name = name.strip().removeprefix("?")
        if not sign or not name:
            raise click.BadParameter(f"{param!r} is not of the form NAME=VALUE.", param_hint="'--param'")
        if name in values:
            raise click.BadParameter(f"{name} is set twice.", param_hint="'--param'")
        if not value.isprintable() and any("\udc80" <= char <= "\udcff" for char in value):
            raise click.BadParameter(f"the value of {name} is not UTF-8.", param_hint="'--param'")
        values[name] = value
    return values


def _passages(store: Store, texts: Path | None) -> Passages:
    from lfckg.passages import Passages  # noqa: PLC0415
    from lfckg.texts import texts_directory  # noqa: PLC0415

    return Passages(store, texts_directory(texts))


@click.command()
@click.argument("thing", required=False)
@TEXTS
def show(thing: str | None, texts: Path | None) -> None:
    """Tell what is said of THING and by which words, or without a THING what is in the graph.

    THING is an entity, a claim or another node of an article, an article, or a term of the ontology: by label, alias,
    nickname, slug or IRI. With the texts at hand each sentence is shown, its words marked.

    \b
    Examples:
      lfckg show
      lfckg show "Jürgen Klopp"
      lfckg show lfc-documentary#win-fa-cup --texts texts
      lfckg show lfc:Tenure
    """
    from lfckg.builder import open_ontology, open_store  # noqa: PLC0415
    from lfckg.cli.rendering import render_profile, render_summary  # noqa: PLC0415
    from lfckg.profiles import profile_of, summarise  # noqa: PLC0415
    from lfckg.things import find_thing  # noqa: PLC0415
    from lfckg.workspace import find_workspace  # noqa: PLC0415

    workspace = find_workspace()
    try:
        store = open_store(workspace, named_graphs=False)
    except DataError:
        if thing is None or not thing.startswith("lfc:"):
            raise
        store = open_ontology(workspace)  # while an article is written its terms can be looked up
    if thing is None:
        lines = render_summary(summarise(store))
    else:
        passages = _passages(store, texts)
        lines = render_profile(profile_of(store, find_thing(store, thing), passages), passages)
    click.echo("\n".join(lines), color=False if os.environ.get("NO_COLOR") else None)
