"""Commands for those who write and check articles: new, validate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lfckg.cli.options import PATH, TEXTS
from lfckg.errors import OutputError
from lfckg.plurals import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lfckg.validation import Finding, Report

__all__ = ["new", "validate"]

_SEVERITIES = {"Violation": "violation", "Warning": "warning", "Info": "note"}


@click.command()
@click.argument("text", type=PATH, required=False)
@click.option("--slug", metavar="TEXT", help="The article's name in IRIs. Default: made of the file's name.")
@click.option(
    "-o", "--output", type=PATH, metavar="FILE", help="Where to write. Default: data/SLUG.ttl; - is standard output."
)
@click.option("--issued", metavar="DATE", help="The day on which the article was published, as 2024-05-01.")
@click.option("--source", metavar="TEXT", help="Where that day is known from: an address, or words.")
@click.option("--update", "outdated", type=PATH, metavar="FILE", help="Bring this curated file in step with its text.")
@TEXTS
def new(
    text: Path | None,
    slug: str | None,
    output: Path | None,
    issued: str | None,
    source: str | None,
    outdated: Path | None,
    texts: Path | None,
) -> None:
    """Write the skeleton of a curated file, or update one.

    TEXT is the file of an article's text. The skeleton holds the text index: length, digest, and the borders of
    sentences and paragraphs; no words. --update fills in the offsets of quotes, moves them where the text has changed,
    and keeps comments and layout.

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


def _update(path: Path, texts: Path | None) -> None:
    from lfckg.texts import texts_directory  # noqa: PLC0415
    from lfckg.updates import update  # noqa: PLC0415  each command loads what it uses

    directory = texts_directory(texts)
    if directory is None:
        raise click.UsageError("Say where the texts are: --texts DIR, or LFCKG_TEXTS.")
    done = update(path, directory)
    state = f"{count('offset', done.filled)} filled in, {done.moved} moved" if done.changed else "is up to date"
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


@click.command()
@click.argument("files", nargs=-1, type=PATH)
@click.option(
    "--shapes", type=PATH, multiple=True, metavar="FILE", help="SHACL shapes to check against, in place of ours."
)
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(("text", "turtle", "json")),
    default="text",
    show_default=True,
    help="How to tell what was found; turtle is a SHACL report.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--trust", is_flag=True, help="Check other RDF without limits of time and memory.")
@TEXTS
def validate(
    files: tuple[Path, ...], shapes: tuple[Path, ...], format_: str, strict: bool, trust: bool, texts: Path | None
) -> None:
    """Check the graph, or FILES, against shapes and rules.

    It tells what is missing too. A curated file is compiled first, together with the rest of data/; other RDF is
    checked as it is, by its extension. With the texts at hand every selector is held against them. Exit code 1 on
    violations, 0 with warnings.

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
    counts = [count(word, len(report.of(kind))) for kind, word in _SEVERITIES.items()]
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
