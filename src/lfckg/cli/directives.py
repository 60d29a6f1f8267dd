"""Directives: lines that begin with a full stop and speak to the shell; one table for what they do and take."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lfckg.cli.answering import listed, say
from lfckg.cli.options import assignments
from lfckg.cli.session import Session
from lfckg.errors import QueryError, nearest
from lfckg.formats import ALL_RESULTS, GRAPHS
from lfckg.namespaces import PREFIXES

__all__ = ["DIRECTIVES", "obey", "run_named", "translate"]

_SWITCH = {"on": True, "off": False}
_ALIASES = {"help": ".help", "?": ".help", "exit": ".quit", "quit": ".quit", "\\q": ".quit", ".exit": ".quit"}


class Directive(NamedTuple):
    """What a directive is told with, what it does in words and in deed, and what completion offers behind it."""

    usage: str
    about: str
    act: Callable[[Session, str], None]
    takes: Sequence[str] = ()


def translate(text: str) -> str:
    """Give the directive that people of other shells mean by `quit` or `help`; any other text as it is."""
    return _ALIASES.get(text.strip(), text)


def obey(session: Session, line: str) -> None:
    """Do what a directive says; raise QueryError for one that is unknown or wrong, and EOFError where it ends all."""
    name, _, rest = line.partition(" ")
    if name not in DIRECTIVES:
        raise QueryError(f"{name}: is no directive{nearest(name, list(DIRECTIVES)) or '.'} `.help` shows them all.")
    DIRECTIVES[name].act(session, rest.strip())


def run_named(session: Session, text: str) -> None:
    """Answer a stored query that is given by its name and its parameters: `trophies manager=jurgen-klopp`."""
    try:
        name, *params = shlex.split(text)
    except ValueError as exc:
        raise QueryError(f"{text}: a quotation mark is not closed. Close it.") from exc
    session.run(name, _assignments(params))


def _assignments(params: Sequence[str]) -> Mapping[str, str]:
    from click import BadParameter  # noqa: PLC0415  loaded by the command itself

    try:
        return assignments(params)
    except BadParameter as exc:
        raise QueryError(f"{exc.message} Put a value with spaces into quotes.") from exc


def _help(session: Session, name: str) -> None:
    if name:
        from lfckg.descriptions import describe_query, render_description  # noqa: PLC0415
        from lfckg.queries import find_query  # noqa: PLC0415

        query = find_query(name, session.workspace.queries)
        session.write(render_description(describe_query(query, session.source)))
        return
    width = max(len(f"{name} {each.usage}") for name, each in DIRECTIVES.items())
    lines = [f"{f'{name} {each.usage}':<{width}}  {each.about}" for name, each in DIRECTIVES.items()]
    session.write([_INTRODUCTION, "", *lines])


def _prefixes(session: Session, _: str) -> None:
    width = max(map(len, PREFIXES)) + 1
    session.write(f"{f'{prefix}:':<{width}}  {namespace}" for prefix, namespace in PREFIXES.items())


def _queries(session: Session, words: str) -> None:
    session.write(listed(words.split()))


def _run(session: Session, text: str) -> None:
    if not text:
        raise QueryError(".run: names no query. Write `.run NAME`; `.queries` shows the names.")
    run_named(session, text)


def _format(session: Session, name: str) -> None:
    if name == "default":
        session.row_format = session.graph_format = None
    elif name in GRAPHS:
        session.graph_format = name
    elif name in ALL_RESULTS:
        session.row_format = name
    elif name:
        known = f"Known are {', '.join(ALL_RESULTS)} and default."
        raise QueryError(f".format: {name}: is no format{nearest(name, ALL_RESULTS) or '.'} {known}")
    say(f"rows: {session.row_format or 'default'}, graphs: {session.graph_format or 'turtle'}")


def _limit(session: Session, value: str) -> None:
    if value:
        session.limit = None if value == "off" else int(_number(".limit", value))
    say(f"limit: {'off' if session.limit is None else session.limit}")


def _timeout(session: Session, value: str) -> None:
    if value:
        seconds = None if value == "off" else _number(".timeout", value)
        if seconds == 0:
            raise QueryError(".timeout: 0 s answer nothing. Allow more, or write `.timeout off`.")
        session.timeout = seconds
    say("timeout: off" if session.timeout is None else f"timeout: {session.timeout:g} s")


def _number(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1
    if not 0 <= number < float("inf") or (name == ".limit" and number != int(number)):
        raise QueryError(f"{name}: {value}: is no number that fits. Write a number, or off.")
    return number


def _iris(session: Session, value: str) -> None:
    session.iris = _switched(".iris", value, session.iris)


def _evidence(session: Session, value: str) -> None:
    session.evidence = _switched(".evidence", value, session.evidence)


def _switched(name: str, value: str, before: bool) -> bool:
    if value and value not in _SWITCH:
        raise QueryError(f"{name}: {value}: is neither on nor off.")
    after = _SWITCH.get(value, before)
    say(f"{name.removeprefix('.')}: {'on' if after else 'off'}")
    return after


def _reload(session: Session, _: str) -> None:
    session.reload()
    say("The data have been read anew.")


def _quit(_: Session, __: str) -> None:
    raise EOFError


_INTRODUCTION = """\
Type SPARQL; Enter sends it once it is complete, an empty line sends it at once, Alt-Enter begins a line at any rate.
The name of a stored query asks that. Tab completes, Ctrl-R searches what was typed before, Ctrl-C ends a query."""

DIRECTIVES: Mapping[str, Directive] = {
    ".help": Directive("[QUERY]", "this text; with QUERY what that stored query asks and takes", _help, ("queries",)),
    ".prefixes": Directive("", "the prefixes that need no declaration", _prefixes),
    ".queries": Directive("[WORD…]", "the stored queries, or those with all words", _queries),
    ".run": Directive("QUERY [NAME=VALUE…]", "answer a stored query or a SPARQL file", _run, ("query",)),
    ".show": Directive(
        "[THING]", "what is said of a thing and by which words", lambda s, text: s.show(text), ("thing",)
    ),
    ".format": Directive("[FORMAT]", "how rows or graphs are written", _format, (*ALL_RESULTS, "default")),
    ".limit": Directive("[N|off]", "how many rows or triples are shown at most", _limit, ("off",)),
    ".iris": Directive("[on|off]", "whether tables show IRIs in place of labels", _iris, tuple(_SWITCH)),
    ".evidence": Directive("[on|off]", "whether rows come with claim, words and sentences", _evidence, tuple(_SWITCH)),
    ".timeout": Directive("[SECONDS|off]", "how long a query may take", _timeout, ("off",)),
    ".reload": Directive("", "read data and queries anew", _reload),
    ".quit": Directive("", "leave; Ctrl-D does too", _quit),
}
"""What the shell obeys, by name."""
