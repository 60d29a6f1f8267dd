"""Commands that make files of the graph: build, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lfckg.cli.options import OUTPUT, PATH, TEXTS
from lfckg.formats import EXPORTS, EXPORTS_BY_EXTENSION
from lfckg.plurals import count

if TYPE_CHECKING:
    from lfckg.compiler import Selection

__all__ = ["build", "export"]


@click.command("build")
@click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="FILE",
    help="Where to write. Default: build/lfckg.nq, outside a checkout lfckg.nq.",
)
@TEXTS
def build(output: Path | None, texts: Path | None) -> None:
    """Compile data/ into one sorted N-Quads file.

    It is replaced in one step. With the texts at hand every selector is checked against them.

    \b
    Examples:
      lfckg build
      lfckg build --texts texts -o graph.nq
    """
    from lfckg import builder  # noqa: PLC0415  each command loads what it uses
    from lfckg.files import display  # noqa: PLC0415

    done = builder.build(output=Path("/dev/stdout") if str(output) == "-" else output, texts=texts)
    counts = {"article": done.articles, "claim": done.claims, "fact": done.facts, "quad": done.quads}
    click.echo(f"{display(done.path)}: {', '.join(count(*item) for item in counts.items())}", err=True)
    if done.quotes or done.borders:
        borders = (
            f"; of {count('span', done.borders)} without quote only the borders are checked" if done.borders else ""
        )
        click.echo(f"{count('quote', done.quotes)} found in the texts{borders}", err=True)
    for slug in done.without_text:
        click.echo(f"no text of {slug}: its selectors are not checked", err=True)


@click.command("export")
@click.option(
    "-f", "--format", "format_", type=click.Choice(tuple(EXPORTS)), help="What to write. Default: as FILE's name tells."
)
@OUTPUT
@click.option(
    "--bulk",
    type=PATH,
    metavar="DIR",
    help="Write a directory for loaders of stores: lfckg.nq.gz, Turtle of each graph, and a manifest.",
)
@click.option("--article", metavar="SLUG", help="One article: its two graphs, what follows from it, and its entities.")
@click.option("--stated-only", is_flag=True, help="Leave out implied claims and facts, and what rules infer.")
@click.option("--no-evidence", is_flag=True, help="Facts, entities and inferred triples alone.")
@click.option("--rdf12", is_flag=True, help="Claims as RDF 1.2 reifiers of triple terms (turtle, nt, nq, trig).")
def export(
    format_: str | None,
    output: Path | None,
    bulk: Path | None,
    article: str | None,
    stated_only: bool,
    no_evidence: bool,
    rdf12: bool,
) -> None:
    """Write the graph as a file that anyone can use.

    The same data give the same bytes. nq, trig and jsonld keep the named graphs; turtle, nt and rdfxml get the merged
    set of all of them, in which only the claims tell what is stated and what is implied. The whole graph brings its
    ontology and shapes; --article and --no-evidence leave them out.

    --bulk DIR replaces what an earlier export wrote there, and no other files; docs/triple-stores.md tells what to do
    with it in which store.

    \b
    Examples:
      lfckg export -o graph.ttl
      lfckg export --format jsonld --article lfc-documentary | jq .
      lfckg export --format nt --no-evidence --stated-only
      lfckg export --bulk build/bulk
    """
    from lfckg import exports  # noqa: PLC0415
    from lfckg.compiler import Selection, compile_files  # noqa: PLC0415
    from lfckg.files import write  # noqa: PLC0415
    from lfckg.workspace import find_workspace  # noqa: PLC0415

    selection = Selection(stated_only, not no_evidence, article)
    if bulk is not None:
        if format_ or output or rdf12:
            raise click.UsageError("--bulk writes files of its own: it goes with no --format, --output or --rdf12.")
        if str(bulk) == "-":
            raise click.UsageError("--bulk makes a directory, and standard output is none: name one.")
        _export_bulk(bulk, selection)
        return
    format_ = format_ or EXPORTS_BY_EXTENSION.get(output.suffix.lower() if output else "")
    if format_ is None:
        raise click.UsageError(f"Name a --format: {', '.join(EXPORTS)}; or a FILE whose name tells it.")
    if rdf12 and (no_evidence or format_ in {"jsonld", "rdfxml"}):
        raise click.UsageError(
            "--rdf12 writes claims as triple terms: it goes with turtle, nt, nq and trig, and evidence."
        )
    workspace = find_workspace()
    quads = compile_files(workspace).quads(selection)
    data = exports.export(quads, format_, workspace.context, rdf12=rdf12)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        workspace.check_output(output)
        write(output, [data])


def _export_bulk(path: Path, selection: Selection) -> None:
    from lfckg.bulk import write_bulk  # noqa: PLC0415  see above
    from lfckg.compiler import compile_files  # noqa: PLC0415
    from lfckg.files import display  # noqa: PLC0415
    from lfckg.workspace import find_workspace  # noqa: PLC0415

    workspace = find_workspace()
    workspace.check_output(path)
    done = write_bulk(compile_files(workspace).quads(selection), path, workspace.context)
    click.echo(f"{display(done.path)}: {count('graph', len(done.files))}, {count('quad', done.quads)}", err=True)
