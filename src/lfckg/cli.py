"""The command line: parses, calls one function of the library, prints."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lfckg import __version__
from lfckg.errors import DataError, OutputError, QueryError
from lfckg.formats import ALL_RESULTS, EXPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import Store

    from lfckg.passages import Passages
    from lfckg.validation import Finding, Report

__all__ = ["cli"]

_PATH = click.Path(path_type=Path)
_TEXTS = click.option(
    "--texts",
    type=_PATH,
    metavar="DIR",
    help="Directory with the articles' texts, SLUG.txt each. Default: LFCKG_TEXTS.",
)
_SEVERITIES = {"Violation": "violation", "Warning": "warning", "Info": "note"}


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="lfckg %(version)s")
def cli() -> None:
    """Football-club news as a knowledge graph in which every fact cites the words it rests on.

    Data, ontology and queries are those of the checkout you stand in, or of the directory that LFCKG_WORKSPACE names;
    what such a directory does not have is the package's own.
    """


@cli.command()
@click.argument("text", type=_PATH, required=False)
@click.option("--slug", help="The article's name in IRIs. Default: made of the file's name.")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Where to write. Default: data/SLUG.ttl; - is stdout.")
@click.option("--issued", metavar="DATE", help="The day on which the article was published, as 2024-05-01.")
@click.option("--source", metavar="TEXT", help="Where that day is known from: an address, or words.")
@click.option("--update", "outdated", type=_PATH, metavar="FILE", help="Bring this curated file in step with its text.")
@_TEXTS
def new(
    text: Path | None,
    slug: str | None,
    output: Path | None,
    issued: str | None,
    source: str | None,
    outdated: Path | None,
    texts: Path | None,
) -> None:
    """Write the skeleton of a curated file for the article TEXT, or update one.

    The skeleton holds the text index: length, digest, and the borders of sentences and paragraphs; no words.
    --update fills in the offsets of quotes, moves them where the text has changed, and keeps comments and layout.

    \b
    Examples:
      lfckg new texts/cup-win.txt
      lfckg new texts/cup-win.txt --issued 2024-05-01 --source https://example.org/news/cup-win
      lfckg new --update data/cup-win.ttl --texts texts
    """
    if (text is None) == (outdated is None):
        raise click.UsageError("Name a TEXT to begin with, or a curated file with --update FILE.")
    if outdated is not None:
        if slug is not None or output or issued or source:
            raise click.UsageError("--update edits FILE in place, by the text alone: no other option goes with it.")
        _update(outdated, texts)
    elif text is not None:
        _draft(text, slug, output, issued, source)


def _count(noun: str, number: int) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _update(path: Path, texts: Path | None) -> None:
    from lfckg.texts import texts_directory  # noqa: PLC0415
    from lfckg.updates import update  # noqa: PLC0415  each command loads what it uses

    directory = texts_directory(texts)
    if directory is None:
        raise click.UsageError("Say where the texts are: --texts DIR, or LFCKG_TEXTS.")
    done = update(path, directory)
    state = f"{_count('offset', done.filled)} filled in, {done.moved} moved" if done.changed else "is up to date"
    click.echo(f"{path}: {state}")
    for check in done.checks:
        click.echo(f"look at {check}", err=True)


def _draft(text: Path, slug: str | None, output: Path | None, issued: str | None, source: str | None) -> None:
    from lfckg.article import slugify  # noqa: PLC0415
    from lfckg.drafts import draft  # noqa: PLC0415
    from lfckg.files import display, write  # noqa: PLC0415
    from lfckg.workspace import find_workspace  # noqa: PLC0415

    if output is None:
        workspace = find_workspace()
        if workspace.is_packaged:
            raise click.UsageError("There is no workspace here to put the file into: name one with --output FILE.")
        output = workspace.root / "data" / f"{slugify(text.stem) if slug is None else slug}.ttl"
    to_stdout = str(output) == "-"
    path = "FILE" if to_stdout else display(output)
    skeleton = draft(text, slug=slug, path=path, issued=issued, source=source)
    if to_stdout:
        click.echo(skeleton, nl=False)
        return
    if output.is_file():
        raise OutputError(f"{display(output)}: exists already. To bring it in step with its text, use --update.")
    write(output, [skeleton.encode()])
    click.echo(f"{display(output)}: written. Add what the article says, then run:")
    click.echo(f"lfckg new --update {display(output)} --texts {display(text.parent)}")
    name = f"{slugify(text.stem) if slug is None else slug}.txt"
    if text.name != name:
        click.echo(f"The text must be called {name} for that: it is found by the article's slug.", err=True)


@cli.command("build")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Where to write. Default: build/lfckg.nq.")
@_TEXTS
def build_(output: Path | None, texts: Path | None) -> None:
    """Compile data/ into one sorted N-Quads file, replaced in one step.

    With the texts at hand every selector is checked against them.

    \b
    Examples:
      lfckg build
      lfckg build --texts texts -o /tmp/graph.nq
    """
    from lfckg.builder import build  # noqa: PLC0415
    from lfckg.files import display  # noqa: PLC0415

    done = build(output=Path("/dev/stdout") if str(output) == "-" else output, texts=texts)
    counts = {"article": done.articles, "claim": done.claims, "fact": done.facts, "quad": done.quads}
    click.echo(f"{display(done.path)}: {', '.join(_count(*item) for item in counts.items())}", err=True)
    if done.quotes or done.borders:
        borders = (
            f"; of {_count('span', done.borders)} without quote only the borders are checked" if done.borders else ""
        )
        click.echo(f"{_count('quote', done.quotes)} found in the texts{borders}", err=True)
    for slug in done.without_text:
        click.echo(f"no text of {slug}: its selectors are not checked", err=True)


@cli.command()
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
@_TEXTS
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


@cli.command()
@click.argument("thing", required=False)
@_TEXTS
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
    from lfckg.profiles import profile_of, summarise  # noqa: PLC0415
    from lfckg.renderings import render_profile, render_summary  # noqa: PLC0415
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
    click.echo("\n".join(lines), color=None if not os.environ.get("NO_COLOR") else False)


@cli.command()
@click.argument("files", nargs=-1, type=_PATH)
@click.option(
    "--shapes", type=_PATH, multiple=True, metavar="FILE", help="SHACL shapes to check against, in place of ours."
)
@click.option(
    "-f", "--format", "format_", type=click.Choice(("text", "turtle", "json")), default="text", show_default=True
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--trust", is_flag=True, help="Check other RDF without limits of time and memory.")
@_TEXTS
def validate(
    files: tuple[Path, ...], shapes: tuple[Path, ...], format_: str, strict: bool, trust: bool, texts: Path | None
) -> None:
    """Check the graph, or FILES, against shapes and rules, and tell what is missing.

    A curated file is compiled first, together with the rest of data/; other RDF is checked as it is, by its
    extension. With the texts at hand every selector is held against them. Exit code 1 on violations, 0 with warnings.

    \b
    Examples:
      lfckg validate
      lfckg validate data/cup-win.ttl --strict
      lfckg validate graph.ttl --shapes shapes.ttl --format turtle
    """
    from lfckg.texts import texts_directory  # noqa: PLC0415
    from lfckg.validation import validate as validate_files  # noqa: PLC0415

    report = validate_files(files, shapes=shapes, trust=trust, texts=texts_directory(texts))
    if format_ == "turtle":
        click.echo(report.to_turtle(), nl=False)
    elif format_ == "json":
        click.echo(_report_json(report))
    else:
        click.echo(_report_text(report), nl=False)
    failed = not report.conforms or (strict and bool(report.of("Warning")))
    click.get_current_context().exit(1 if failed else 0)


def _report_json(report: Report) -> str:
    import json  # noqa: PLC0415
    from dataclasses import asdict  # noqa: PLC0415

    findings = [asdict(finding) for finding in report.findings]
    return json.dumps({"conforms": report.conforms, "findings": findings}, ensure_ascii=False, indent=2)


def _report_text(report: Report) -> str:
    """Group findings by severity and message, each with its places."""
    lines: list[str] = []
    counts = [_count(word, len(report.of(kind))) for kind, word in _SEVERITIES.items()]
    for kind in _SEVERITIES:
        groups: dict[str, list[Finding]] = {}
        for finding in report.of(kind):
            groups.setdefault(finding.message, []).append(finding)
        for message, findings in groups.items():
            lines += [f"{kind}: {message} ({len(findings)})", *_findings_text(findings), ""]
    verdict = "conforms" if report.conforms else "does not conform"
    return "\n".join([*lines, f"{verdict}: {', '.join(counts)}\n"])


def _findings_text(findings: Sequence[Finding]) -> Iterator[str]:
    """Give a line for each place, node and property, with all values that are wrong there."""
    from lfckg.namespaces import compact, show_term  # noqa: PLC0415

    values: dict[tuple[str, ...], list[str]] = {}
    for finding in findings:
        path = compact(finding.path) if finding.path else ""
        shown = values.setdefault(
            (
                finding.place or "",
                show_term(finding.focus if finding.focus.startswith("_:") else f"<{finding.focus}>"),
                path,
            ),
            [],
        )
        shown += [show_term(finding.value)] if finding.value else []
    for key, shown in values.items():
        yield "  " + "  ".join(part for part in (*key, ", ".join(shown)) if part)


@cli.command("export")
@click.option("-f", "--format", "format_", type=click.Choice(tuple(EXPORTS)), required=True, help="What to write.")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Where to write. Default: standard output, as is -.")
@click.option("--article", metavar="SLUG", help="One article: its two graphs, what follows from it, and its entities.")
@click.option("--stated-only", is_flag=True, help="Leave out implied claims and facts, and what rules infer.")
@click.option("--no-evidence", is_flag=True, help="Facts, entities and inferred triples alone.")
@click.option("--rdf12", is_flag=True, help="Claims as RDF 1.2 reifiers of triple terms (turtle, nt, nq, trig).")
def export_(
    format_: str, output: Path | None, article: str | None, stated_only: bool, no_evidence: bool, rdf12: bool
) -> None:
    """Write the graph as a file that anyone can use, the same bytes every time.

    nq, trig and jsonld keep the named graphs; turtle, nt and rdfxml get the merged set of all of them, in which only
    the claims tell what is stated and what is implied. The whole graph brings its ontology and shapes; --article and
    --no-evidence leave them out.

    \b
    Examples:
      lfckg export --format turtle -o graph.ttl
      lfckg export --format jsonld --article lfc-documentary | jq .
      lfckg export --format nt --no-evidence --stated-only
    """
    from lfckg.compiler import Selection, compile_files  # noqa: PLC0415
    from lfckg.exports import export  # noqa: PLC0415
    from lfckg.files import write  # noqa: PLC0415
    from lfckg.workspace import find_workspace  # noqa: PLC0415

    if rdf12 and (no_evidence or format_ in {"jsonld", "rdfxml"}):
        raise click.UsageError(
            "--rdf12 writes claims as triple terms: it goes with turtle, nt, nq and trig, and evidence."
        )
    workspace = find_workspace()
    quads = compile_files(workspace).quads(Selection(stated_only, not no_evidence, article))
    data = export(quads, format_, workspace.context, rdf12=rdf12)
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(data)
    else:
        workspace.check_output(output)
        write(output, [data])
