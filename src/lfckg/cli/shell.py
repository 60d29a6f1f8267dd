"""The command for those who ask much: shell."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lfckg.cli.options import DATA, SERVICE, TEXTS, Service
from lfckg.errors import InputError, LfckgError
from lfckg.plurals import count

if TYPE_CHECKING:
    from lfckg.cli.session import Session
    from lfckg.sources import Source

__all__ = ["shell"]

_COUNTING = 1.0  # seconds that the banner waits for a count at most


@click.command()
@DATA
@SERVICE
@TEXTS
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="End a query after so long.",
)
def shell(data: tuple[Path, ...], service: Service | None, texts: Path | None, timeout: float) -> int:
    """Ask the graph in SPARQL, line by line, with completion and history.

    Names of stored queries are answered too; .help tells what else can be typed. From a pipe or a file, statements
    are read that blank lines divide; the exit code is 1 if one of them failed.

    \b
    Examples:
      lfckg shell
      lfckg shell --data other.ttl
      lfckg shell --endpoint http://127.0.0.1:7878/query
      lfckg shell < questions.rq
    """
    from lfckg.cli.session import Session  # noqa: PLC0415

    session = Session(data, service, texts, timeout)
    if sys.stdin and sys.stdin.isatty():
        _converse(session)
        return 0
    return _read_script(session)


def _converse(session: Session) -> None:
    """Answer what is typed until Ctrl-D."""
    from lfckg.cli.answering import say  # noqa: PLC0415
    from lfckg.cli.directives import DIRECTIVES, translate  # noqa: PLC0415
    from lfckg.completion.statements import is_complete  # noqa: PLC0415

    directives = {name: (each.about, each.takes) for name, each in DIRECTIVES.items()}

    def sends(text: str) -> bool:
        return translate(text).startswith(".") or session.names_query(text) or is_complete(text)

    say(_banner(session))
    read: Callable[[], str] = partial(_read_plainly, sends)
    if os.environ.get("TERM", "dumb") != "dumb":
        from lfckg.cli.prompts import Prompt  # noqa: PLC0415

        prompt = Prompt(sends, lambda: session.completer(directives))
        prompt.begin()
        read = prompt.read
    while True:
        try:
            _execute(session, read())
        except LfckgError as exc:
            _say(exc)
        except KeyboardInterrupt:  # of a line or of a query
            continue
        except EOFError:
            return


def _read_plainly(is_complete: Callable[[str], bool]) -> str:
    """Read a statement from a terminal that can't move its cursor; such a one is often an editor, which edits."""
    lines: list[str] = []
    while not lines or (lines[-1].strip() and not is_complete("".join(lines).strip())):
        sys.stderr.write("    -> " if lines else "lfckg> ")
        sys.stderr.flush()
        line = sys.stdin.buffer.readline().decode("utf-8", "replace")
        if not line:
            raise EOFError
        lines.append(line)
    return "".join(lines)


def _read_script(session: Session) -> int:
    """Answer the statements of standard input; give 1 if one of them failed."""
    from lfckg.completion.statements import split_statements  # noqa: PLC0415

    code = 0
    for text, line in split_statements(_lines()):
        try:
            _execute(session, text, line)
        except LfckgError as exc:
            _say(exc)
            code = 1
        except EOFError:
            break
    return code


def _execute(session: Session, text: str, line: int = 0) -> None:
    """Do what a statement says; the line where it begins is counted in what is told of mistakes."""
    from lfckg.cli.directives import obey, run_named, translate  # noqa: PLC0415
    from lfckg.queries import Query  # noqa: PLC0415

    text = translate(text.strip() if "\n" not in text.strip() else text.rstrip())
    if not text.strip():
        return
    if text.startswith("."):
        obey(session, text)
    elif session.names_query(text):
        run_named(session, text)
    elif line:
        session.ask(Query("standard input", "\n" * (line - 1) + text))
    else:
        session.ask(Query("query", text))


def _lines() -> Iterator[str]:
    """Read standard input line by line, as it comes."""
    if not sys.stdin:
        raise InputError("standard input is closed. Nothing was asked.")
    for number, line in enumerate(sys.stdin.buffer, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as exc:
            message = f"standard input:{number}:{exc.start + 1}: byte 0x{line[exc.start]:02x} is not UTF-8."
            raise InputError(f"{message} Save it as UTF-8.") from exc


def _say(error: LfckgError) -> None:
    from lfckg.cli.session import say_error  # noqa: PLC0415

    say_error(error)


def _banner(session: Session) -> str:
    from lfckg import __version__  # noqa: PLC0415

    counted = _counted(session.source, "triple" if session.data else "claim")
    return f"lfckg {__version__} on {session.asked}{counted}\n.help tells what can be typed, Ctrl-D leaves."


def _counted(source: Source, noun: str) -> str:
    """Tell how large a graph is, if that can be told at once."""
    from lfckg.answers import Solutions, run_query  # noqa: PLC0415
    from lfckg.queries import Query  # noqa: PLC0415

    pattern = "?x a lfc:Claim" if noun == "claim" else "?s ?p ?o"
    query = Query("count", f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    try:
        answer = run_query(source, query, timeout=_COUNTING)
    except LfckgError:
        return ""
    assert isinstance(answer, Solutions)  # noqa: S101  of a SELECT
    return f": {count(noun, int(getattr(answer.rows[0][0], 'value', 0)))}"
