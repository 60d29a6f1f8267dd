"""What several commands share: options, and how counts are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import click

__all__ = ["DATA", "OUTPUT", "PARAM", "PATH", "SERVICE", "TEXTS", "Service", "assignments", "count", "service_of"]

PATH = click.Path(path_type=Path)
TEXTS = click.option(
    "--texts",
    type=PATH,
    metavar="DIR",
    help="Directory with the articles' texts, SLUG.txt each. Default: LFCKG_TEXTS.",
)

OUTPUT = click.option(
    "-o",
    "--output",
    type=PATH,
    callback=lambda _context, _param, path: None if path == Path("-") else path,
    metavar="FILE",
    help="Where to write. Default: standard output, as is -.",
)
PARAM = click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a parameter of the query; may be repeated.",
)
DATA = click.option(
    "-d",
    "--data",
    multiple=True,
    type=PATH,
    metavar="FILE",
    help="Ask this RDF file (.ttl, .nt, .nq, .trig, .jsonld, .rdf, each with .gz too) in place of our graph; may be "
    "repeated.",
)
_SERVICE = (
    click.option("--endpoint", metavar="URL", help="Ask the SPARQL service at this URL in place of our graph."),
    click.option("--default-graph", "graphs", multiple=True, metavar="IRI", help="Its default graph; may be repeated."),
    click.option("--user", metavar="NAME", help="Who asks. The password: LFCKG_PASSWORD, --password-file or netrc."),
    click.option("--password-file", type=PATH, metavar="FILE", help="A file that holds the password."),
    click.option("--token-file", type=PATH, metavar="FILE", help="A file that holds a bearer token, or LFCKG_TOKEN."),
    click.option(
        "--auth",
        type=click.Choice(("auto", "basic", "digest")),
        default="auto",
        help="How the password is given. Default: as the service asks for it.",
    ),
)
F = TypeVar("F", bound=Callable[..., object])


def SERVICE(command: F) -> F:  # noqa: N802  a decorator, as the options above are
    """Give a command the options that name a SPARQL service; `service_of` takes their values."""
    for option in reversed(_SERVICE):
        command = option(command)
    return command


def service_of(
    endpoint: str | None,
    graphs: Sequence[str],
    user: str | None,
    password_file: Path | None,
    token_file: Path | None,
    auth: str,
) -> Service | None:
    """Give the service that is named, if one is; raise click.UsageError where options for one stand alone."""
    if endpoint is None:
        if graphs or user or password_file or token_file or auth != "auto":
            raise click.UsageError("Options for a service want its --endpoint.")
        return None
    return Service(endpoint, tuple(graphs), user, password_file, token_file, auth)


def assignments(params: Sequence[str]) -> dict[str, str]:
    """Read values of parameters, NAME=VALUE each; raise click.BadParameter for what is not of this form."""
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


class Service(NamedTuple):
    """A SPARQL service, and who asks it."""

    url: str
    graphs: tuple[str, ...] = ()
    user: str | None = None
    password_file: Path | None = None
    token_file: Path | None = None
    auth: str = "auto"


def count(noun: str, number: int) -> str:
    """Give a number with its noun.

    >>> count("claim", 2)
    '2 claims'
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
