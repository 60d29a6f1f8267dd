"""The command for those who keep triple stores: load."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lfckg.cli.options import CREDENTIALS, PATH
from lfckg.errors import InputError

if TYPE_CHECKING:
    from lfckg.loading.loads import Verification
    from lfckg.loading.targets import Via

__all__ = ["load"]

_MEGABYTE = 10**6
_PROFILES = ("fuseki", "graphdb", "neptune", "oxigraph", "qlever", "rdf4j", "standard", "stardog", "virtuoso")


@click.command()
@click.argument("url")
@click.option(
    "-d",
    "--data",
    multiple=True,
    type=PATH,
    metavar="FILE",
    help="Load this file with named graphs (.nq, .trig, .jsonld, each with .gz too) in place of our graph; may be "
    "repeated.",
)
@click.option("--profile", type=click.Choice(_PROFILES), help="The kind of store, where it can't be found out.")
@click.option(
    "--via",
    type=click.Choice(("auto", "gsp", "update")),
    default="auto",
    help="The Graph Store Protocol, SPARQL Update, or (auto) each for what it does best.",
)
@click.option("--update-url", metavar="URL", help="Where it takes updates, if not where its profile says.")
@click.option("--graphs-url", metavar="URL", help="Where it speaks the Graph Store Protocol, likewise.")
@click.option("--append", is_flag=True, help="Add to the graphs that are there in place of replacing them.")
@click.option("--prune", is_flag=True, help="Remove graphs of earlier loads that are not in what is loaded now.")
@click.option("-n", "--dry-run", is_flag=True, help="Compare, and tell what would be sent; write nothing.")
@click.option(
    "--verify",
    type=click.Choice(("count", "full", "none")),
    default="count",
    help="How it is proven: triples are counted, the store reckons sums over all of them too, or not.",
)
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(("table", "tsv", "json")),
    help="How to report. Default: table on a terminal, else tsv.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300.0,
    metavar="SECONDS",
    help="How long one request may take. Default: 300.",
)
@click.option(
    "--largest",
    type=click.FloatRange(min=0.001),
    metavar="MB",
    help="How much one request may hold. Default: 16, Virtuoso: 4; less where the server wants less.",
)
@CREDENTIALS
def load(
    url: str,
    data: tuple[Path, ...],
    profile: str | None,
    via: Via,
    update_url: str | None,
    graphs_url: str | None,
    append: bool,
    prune: bool,
    dry_run: bool,
    verify: Verification,
    format_: str | None,
    timeout: float,
    largest: float | None,
    user: str | None,
    password_file: Path | None,
    token_file: Path | None,
    auth: str,
) -> None:
    """Put the graph into the triple store at URL, and prove that it is there.

    URL is that of the store, of its dataset or repository, or of its SPARQL service. Each named graph is replaced
    whole, an article's two graphs at once; what the store holds in the same state is not sent again. After a failure or
    an interruption the same command goes on. docs/triple-stores.md tells of each store.

    Oxigraph, Fuseki, Virtuoso, RDF4J and GraphDB are found out by asking; other stores want a --profile. Of these
    standard is any that takes queries and updates at one address.

    \b
    Examples:
      lfckg load http://localhost:7878 --dry-run
      lfckg load http://localhost:3030/ds --prune --verify full
      lfckg load http://localhost:8890 --user dba --password-file secret
      lfckg load http://localhost:7878 --data archive.nq.gz --format json
    """
    _check_address(url)
    if append and prune:
        raise click.UsageError("--append takes nothing away, and --prune does: give one of them.")
    from lfckg.cli.answering import password_prompt, say, tell_notes  # noqa: PLC0415  each command loads what it uses
    from lfckg.cli.paging import write_lines  # noqa: PLC0415
    from lfckg.cli.progress import Progress  # noqa: PLC0415
    from lfckg.cli.reporting import report, tell_outcome  # noqa: PLC0415
    from lfckg.loading import loads  # noqa: PLC0415
    from lfckg.services.credentials import find_credentials  # noqa: PLC0415

    credentials = find_credentials(
        url, user=user, password_file=password_file, token_file=token_file, scheme=auth, ask=password_prompt(url)
    )
    progress = Progress()
    try:
        result = loads.load(
            url,
            data=data,
            profile=profile,
            via=via,
            update_url=update_url,
            graphs_url=graphs_url,
            append=append,
            prune=prune,
            dry_run=dry_run,
            verify=verify,
            credentials=credentials,
            timeout=timeout,
            largest=None if largest is None else int(largest * _MEGABYTE),
            started=progress.start,
            progress=progress.advance,
        )
    except KeyboardInterrupt:
        progress.end()
        if progress.load:
            say(f"lfckg: {progress.load.standing()}")
        raise
    finally:
        progress.end()
        if progress.load:
            tell_notes(progress.load.notes)
    if lines := list(report(result, format_ or ("table" if sys.stdout.isatty() else "tsv"))):
        write_lines(lines)
    for line in tell_outcome(result):
        say(line)
    if not result.is_proven:
        click.get_current_context().exit(1)


def _check_address(url: str) -> None:
    """Refuse what is no address of a service, and say what files are for."""
    if re.match(r"https?://", url, re.IGNORECASE):
        return
    if _is_file(url):
        raise click.BadParameter(
            f"{url} is a file, and load wants the address of a triple store. To ask a file: lfckg query QUERY --data"
            f" {url}. To put it into a store: lfckg load URL --data {url}.",
            param_hint="'URL'",
        )
    raise click.BadParameter(
        f"{url} is no address of a triple store. Write it as in http://localhost:7878.", param_hint="'URL'"
    )


def _is_file(name: str) -> bool:
    from lfckg.rdf import format_of  # noqa: PLC0415  only a mistake pays for it

    try:
        return bool(name) and "://" not in name and (Path(name).exists() or bool(format_of(Path(name))))
    except InputError:
        return False
