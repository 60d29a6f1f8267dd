"""Commands for those who ask and read: query, show."""

from __future__ import annotations

from pathlib import Path

import click

from lfckg.cli.options import DATA, OUTPUT, PARAM, SERVICE, TEXTS, Service, assignments
from lfckg.errors import DataError
from lfckg.formats import ALL_RESULTS

__all__ = ["query", "show"]


@click.command(add_help_option=False)
@click.argument("words", metavar="[QUERY]", nargs=-1)
@click.option("-e", "--execute", "text", metavar="SPARQL", help="Answer this text in place of QUERY.")
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(ALL_RESULTS),
    help="Default: a table on a terminal, else TSV; graphs: Turtle.",
)
@OUTPUT
@click.option(
    "-l",
    "--list",
    "is_list",
    is_flag=True,
    help="Show the stored queries, or those with all words in name, title, tags or description.",
)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="With --list: those with this tag; may be repeated.")
@PARAM
@click.option(
    "--evidence", is_flag=True, help="Add to each row its claim, its words, and the numbers of their sentences."
)
@TEXTS
@click.option("--iris", is_flag=True, help="Show IRIs in tables, not labels.")
@click.option("--limit", type=click.IntRange(0), metavar="N", help="Write N rows or triples at most.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="End it after so long.")
@DATA
@SERVICE
@click.option("-h", "--help", "helped", is_flag=True, help="Show this message; with QUERY, what that asks and takes.")
@click.pass_context
def query(
    context: click.Context,
    words: tuple[str, ...],
    text: str | None,
    format_: str | None,
    output: Path | None,
    is_list: bool,
    tags: tuple[str, ...],
    params: tuple[str, ...],
    evidence: bool,
    texts: Path | None,
    iris: bool,
    limit: int | None,
    timeout: float | None,
    data: tuple[Path, ...],
    service: Service | None,
    helped: bool,
) -> None:
    """Answer a stored query, a SPARQL file or a text.

    QUERY is the name of a stored query, a file, or - for standard input. SELECT and ASK are written as table, markdown,
    csv, tsv, json or xml; CONSTRUCT and DESCRIBE as turtle, nt, rdfxml or jsonld. It needs no build, and never gives a
    stale answer. With --evidence and --texts the sentences come too.

    \b
    Examples:
      lfckg query trophies
      lfckg query queries/trophies.rq --format csv
      lfckg query manager-on-day --param day=2019-06-01 --evidence
      lfckg query -e 'SELECT ?club { ?club a lfc:Club }'
      lfckg query -e 'ASK { ?s ?p ?o }' --data other.ttl --data archive.nq.gz
      lfckg query trophies --endpoint http://127.0.0.1:7878/query
    """
    from lfckg.cli.answering import answer, explain, listed  # noqa: PLC0415
    from lfckg.results import Style  # noqa: PLC0415

    if is_list or tags:
        click.echo("\n".join(listed(words, tags)))
        return
    if helped:
        click.echo("\n".join(explain(words[0], data, service)) if words else context.get_help())
        return
    if len(words) > 1:
        raise click.UsageError(f"One QUERY at a time: {' and '.join(words[:2])} are two.")
    if words and text is not None:
        raise click.UsageError(f"{words[0]} and -e name two queries: give one of them.")
    if not words and text is None:
        raise click.UsageError("Name a QUERY, or give its text with -e; --list shows the stored ones.")
    if texts and not evidence:
        raise click.UsageError("--texts shows the sentences of --evidence: give both.")
    answer(
        words[0] if words else "",
        text=text,
        style=Style(format_, None, iris, limit),
        params=assignments(params),
        evidence=evidence,
        texts=texts,
        data=data,
        service=service,
        timeout=timeout,
        output=output,
    )


@click.command()
@click.argument("thing", required=False)
@TEXTS
def show(thing: str | None, texts: Path | None) -> None:
    """Tell what is said of THING and by which words.

    Without a THING it tells what is in the graph. THING is an entity, a claim or another node of an article, an
    article, or a term of the ontology: by label, alias, nickname, slug or IRI. With the texts at hand each sentence is
    shown, its words marked.

    \b
    Examples:
      lfckg show
      lfckg show "Jürgen Klopp"
      lfckg show lfc-documentary#win-fa-cup --texts texts
      lfckg show lfc:Tenure
    """
    from lfckg.cli.answering import open_passages  # noqa: PLC0415
    from lfckg.cli.paging import write_lines  # noqa: PLC0415
    from lfckg.cli.rendering import render  # noqa: PLC0415
    from lfckg.datasets import open_ontology, open_store  # noqa: PLC0415
    from lfckg.workspace import find_workspace  # noqa: PLC0415

    workspace = find_workspace()
    try:
        store = open_store(workspace, named_graphs=False)
    except DataError:
        if thing is None or not thing.startswith("lfc:"):
            raise
        store = open_ontology(workspace)  # while an article is written its terms can be looked up
    write_lines(render(store, thing, open_passages(store, texts)))
