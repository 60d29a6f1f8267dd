"""What several commands share: options, and what their values become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

__all__ = [
    "CREDENTIALS",
    "DATA",
    "MODEL",
    "OUTPUT",
    "PARAM",
    "PATH",
    "SERVICE",
    "TEXTS",
    "ModelChoice",
    "Service",
    "assignments",
]

PATH = click.Path(path_type=Path)
DATA = click.option(
    "-d",
    "--data",
    multiple=True,
    type=PATH,
    metavar="FILE",
    help="Ask this RDF file (.ttl, .nt, .nq, .trig, .jsonld, .rdf, each with .gz too) in place of our graph; may be "
    "repeated.",
)
Option = Callable[[Callable[..., Any]], Callable[..., Any]]
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
_CREDENTIALS = (
    click.option(
        "--user", metavar="NAME", help="Who asks. The password: LFCKG_PASSWORD, --password-file, netrc or typed."
    ),
    click.option("--password-file", type=PATH, metavar="FILE", help="A file that holds the password."),
    click.option("--token-file", type=PATH, metavar="FILE", help="A file that holds a bearer token, or LFCKG_TOKEN."),
    click.option(
        "--auth",
        type=click.Choice(("auto", "basic", "digest")),
        default="auto",
        help="How the password is given. Default: as the service asks for it.",
    ),
)
_SERVICE = (
    click.option("--endpoint", metavar="URL", help="Ask the SPARQL service at this URL in place of our graph."),
    click.option("--default-graph", "graphs", multiple=True, metavar="IRI", help="Its default graph; may be repeated."),
    *_CREDENTIALS,
)
_MODEL = (
    click.option(
        "--model",
        "choice",
        metavar="URL#NAME",
        help="Have this language model read, at an OpenAI-compatible endpoint: it is sent the articles' texts. Its "
        "key: LFCKG_MODEL_KEY.",
    ),
    click.option(
        "--max-cost",
        type=click.IntRange(min=1),
        metavar="TOKENS",
        help="How many tokens all of it may take, in and out; before more are spent it stops. Default: 100000.",
    ),
    click.option(
        "--max-tokens",
        type=click.IntRange(min=1),
        metavar="TOKENS",
        help="How long one answer of the model may be. Default: 8000.",
    ),
    click.option(
        "--model-timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="How long one answer of the model may take. Default: 300.",
    ),
)
R = TypeVar("R")


def SERVICE(command: Callable[..., R]) -> Callable[..., R]:  # noqa: N802  a decorator, as the options above are
    """Give a command the options that name a SPARQL service; it takes them as one argument, `service`."""

    @wraps(command)
    def with_service(
        *args: object,
        endpoint: str | None,
        graphs: tuple[str, ...],
        user: str | None,
        password_file: Path | None,
        token_file: Path | None,
        auth: str,
        **options: object,
    ) -> R:
        service = None
        if endpoint is not None:
            service = Service(endpoint, graphs, user, password_file, token_file, auth)
        elif graphs or user or password_file or token_file or auth != "auto":
            raise click.UsageError("Options for a service want its --endpoint.")
        if service and options.get("data"):
            raise click.UsageError("--data and --endpoint name two sources: give one of them.")
        return command(*args, service=service, **options)

    return _with_options(with_service, _SERVICE)


def CREDENTIALS(command: Callable[..., R]) -> Callable[..., R]:  # noqa: N802  see above
    """Give a command the options that tell who asks a service; it takes them one by one."""
    return _with_options(command, _CREDENTIALS)


def MODEL(command: Callable[..., R]) -> Callable[..., R]:  # noqa: N802  see above
    """Give a command the options that name a language model; it takes them as one argument, `model`."""

    @wraps(command)
    def with_model(
        *args: object,
        choice: str | None,
        max_cost: int | None,
        max_tokens: int | None,
        model_timeout: float | None,
        **options: object,
    ) -> R:
        limits = (max_cost, max_tokens, model_timeout)
        if choice is None and any(limit is not None for limit in limits):
            raise click.UsageError("--max-cost, --max-tokens and --model-timeout want their --model.")
        return command(*args, model=None if choice is None else ModelChoice(choice, *limits), **options)

    return _with_options(with_model, _MODEL)


def _with_options(command: Callable[..., R], options: Sequence[Option]) -> Callable[..., R]:
    for option in reversed(options):
        command = option(command)
    return command


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


class ModelChoice(NamedTuple):
    """A language model, and what it may take; None is the default."""

    value: str
    most: int | None = None
    most_out: int | None = None
    timeout: float | None = None
