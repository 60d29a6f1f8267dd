"""The command for those who compare: diff."""

from __future__ import annotations

from pathlib import Path

import click

from lfckg.cli.options import OUTPUT, PATH

__all__ = ["diff"]


@click.command()
@click.argument("before", metavar="A", type=PATH)
@click.argument("after", metavar="[B]", type=PATH, required=False)
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(("text", "json", "update")),
    default="text",
    help="How to tell it. Default: text.",
)
@OUTPUT
@click.option("--article", metavar="SLUG", help="Compare the two graphs of this article alone.")
@click.option("--merged", is_flag=True, help="Compare the merged sets of all graphs, as flat files have them.")
@click.option("--summary", is_flag=True, help="Give the counts alone (text, json).")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where they differ.")
@click.option("--trust", is_flag=True, help="Compare files with blank nodes without limits of time and memory.")
def diff(
    before: Path,
    after: Path | None,
    format_: str,
    output: Path | None,
    article: str | None,
    merged: bool,
    summary: bool,
    exit_code: bool,
    trust: bool,
) -> None:
    """Tell what the graph B has that A has not, and the other way round: claims, names, entities, triples.

    A and B are builds, RDF files (packed with gzip too), curated files or workspaces. B is the present workspace
    where it is left out. A curated file stands for the workspace with this file in place of its own.

    Claims and entities are told in words: + added, - removed, ~ changed, > only moved with the text. json tells the
    same to programs; update is a SPARQL 1.1 Update that makes B of a store that holds A.

    \b
    Examples:
      lfckg diff old/lfckg.nq
      lfckg diff before.ttl data/cup-win.ttl --summary
      lfckg diff old.nq.gz build/lfckg.nq --format update -o patch.ru
      lfckg diff build/lfckg.nq --exit-code > changes.txt
    """
    if summary and format_ == "update":
        raise click.UsageError("--summary counts, and an update has no counts: it goes with text and json.")
    from lfckg.cli.paging import write_lines  # noqa: PLC0415  each command loads what it uses
    from lfckg.comparison import comparisons  # noqa: PLC0415
    from lfckg.files import write  # noqa: PLC0415
    from lfckg.workspace import find_workspace  # noqa: PLC0415

    workspace = find_workspace()
    if output:
        workspace.check_output(output)
        if output.resolve() in {path.resolve() for path in (before, after) if path is not None}:
            raise click.BadParameter(f"{output} is one of the two that are compared.", param_hint="'--output'")
    found = comparisons.diff(
        before,
        after,
        workspace=workspace,
        article=article,
        merged=merged,
        exact=format_ == "update",
        trust=trust,
    )
    if format_ == "update":
        from lfckg.comparison.patches import to_update  # noqa: PLC0415

        lines = list(to_update(found.removed, found.added))
    else:
        from lfckg.cli.telling import tell, to_json  # noqa: PLC0415
        from lfckg.comparison.explanations import explain  # noqa: PLC0415

        lines = list((to_json if format_ == "json" else tell)(found, explain(found), summary=summary))
    if output:
        write(output, [f"{click.unstyle(line)}\n".encode() for line in lines])
    else:
        write_lines(lines)
    if found and found.before.has_graphs != found.after.has_graphs:
        click.echo("Only one of them has named graphs: --merged compares the triples alone.", err=True)
    if exit_code and found:
        click.get_current_context().exit(1)
