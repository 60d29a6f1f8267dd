"""From a question to its answer on standard output, a terminal's pager or a file.

It does without click: `lfckg query NAME`, the commonest call, is answered before an option parser would have loaded.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from pyoxigraph import Store

from lfckg.cli.paging import paged
from lfckg.errors import QueryError
from lfckg.formats import RESULTS_BY_EXTENSION
from lfckg.plurals import count
from lfckg.queries import Query, find_query
from lfckg.results import Style, Written, write_answer
from lfckg.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from lfckg.cli.options import Service
    from lfckg.passages import Passages
    from lfckg.services.endpoints import Endpoint
    from lfckg.sources import Source

__all__ = [
    "answer",
    "explain",
    "listed",
    "note_silence",
    "open_passages",
    "open_source",
    "password_prompt",
    "say",
    "tell",
    "tell_notes",
    "telling_notes",
    "with_values",
]

_PATIENCE = 60.0  # seconds that a service has for each step, where none are given


def answer(
    name: str,
    *,
    text: str | None = None,
    style: Style = Style(),  # noqa: B008  it can't change
    params: Mapping[str, str] | None = None,
    evidence: bool = False,
    texts: Path | None = None,
    data: Sequence[Path] = (),
    service: Service | None = None,
    timeout: float | None = None,
    output: Path | None = None,
) -> None:
    """Answer a stored query, the file of that path, or with a `text` that text."""
    began = time.perf_counter()
    if output and not style.format:
        style = style._replace(format=_format_of(output))
    workspace = find_workspace()
    query = _as_query(name, text, workspace)
    source = open_source(workspace, query, data, service, timeout)
    with telling_notes(source):
        query = with_values(query, params or {}, source)
        passages = open_passages(source, texts) if evidence else None
        with _target(workspace, output, style) as (stream, shown):
            written = write_answer(source, query, stream, shown, evidence=passages, timeout=timeout)
        note_silence(source, query, written)
    tell(query, written, style.limit, time.perf_counter() - began)


def _format_of(output: Path) -> str | None:
    """Give the format that a file's name tells; none where it has no extension."""
    extension = output.suffix.lower()
    if extension and extension not in RESULTS_BY_EXTENSION:
        known = ", ".join(RESULTS_BY_EXTENSION)
        raise QueryError(
            f"{output}: {extension} tells no format. Name a --format, or a file that ends in one of {known}."
        )
    return RESULTS_BY_EXTENSION.get(extension)


def explain(name: str, data: Sequence[Path] = (), service: Service | None = None) -> Iterator[str]:
    """Tell what a query asks, which values its parameters take and what its columns hold."""
    from lfckg.descriptions import describe_query, render_description  # noqa: PLC0415  only --help tells it

    workspace = find_workspace()
    query = _as_query(name, None, workspace)
    source = open_source(workspace, query, data, service)
    with telling_notes(source):
        yield from render_description(describe_query(query, source))


@contextmanager
def _target(workspace: Workspace, output: Path | None, style: Style) -> Iterator[tuple[BinaryIO, Style]]:
    """Give the stream to write to, and the style that suits it."""
    if output is None:
        with paged() as (stream, columns):
            yield stream, style._replace(columns=columns)
        return
    from lfckg.files import replacing  # noqa: PLC0415  few answers go to a file

    workspace.check_output(output)
    with replacing(output) as stream:
        yield stream, style


def _as_query(name: str, text: str | None, workspace: Workspace) -> Query:
    """Give the query that is meant: a text, `-` for standard input, a path, or the name of a stored one."""
    if text is not None:
        return _checked("query", os.fsencode(text))
    if name == "-":
        return _checked("standard input", sys.stdin.buffer.read())
    return find_query(name, workspace.queries)


def _checked(name: str, data: bytes) -> Query:
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as exc:
        raise QueryError(f"{name}: is not UTF-8. Write it as UTF-8.") from exc
    if not text.strip():
        raise QueryError(f"{name}: is empty. Give a query, or the name of a stored one; --list shows them.")
    return Query(name, text)


def listed(words: Sequence[str], tags: Sequence[str] = ()) -> Iterator[str]:
    """Give a line for each stored query with all the words and tags; raise QueryError where there is none."""
    from lfckg.queries import filter_queries, list_queries  # noqa: PLC0415  only the list reads them all

    stored = filter_queries(list_queries(find_workspace().queries), words, tags)
    if not stored:
        wanted = " ".join((*words, *tags))
        raise QueryError(
            f"{wanted}: no stored query has this in name, title, tags or description. `lfckg query --list` shows all."
        )
    width = max(len(item.name) for item in stored)
    for item in stored:
        yield f"{item.name:<{width}}  {item.title}"


def open_source(
    workspace: Workspace,
    query: Query | None,
    data: Sequence[Path] = (),
    service: Service | None = None,
    timeout: float | None = None,
) -> Source:
    """Open what a query is asked of: our own graph, RDF files, or a service; no query is one that names no graphs."""
    if service:
        from lfckg.services.credentials import find_credentials  # noqa: PLC0415  most questions are about our own graph
        from lfckg.services.endpoints import Endpoint  # noqa: PLC0415

        url, graphs, user, password_file, token_file, auth = service
        credentials = find_credentials(
            url, user=user, password_file=password_file, token_file=token_file, scheme=auth, ask=password_prompt(url)
        )
        patience = timeout or _PATIENCE
        return Endpoint(url, credentials=credentials, default_graphs=graphs, timeout=patience, deadline=timeout)
    named_graphs = query is not None and query.names_graphs
    if data:
        from lfckg.datasets import open_files  # noqa: PLC0415  see above

        return open_files(data, workspace.cache, named_graphs=named_graphs)
    from lfckg.datasets import open_store  # noqa: PLC0415  see above

    return open_store(workspace, named_graphs=named_graphs)


def password_prompt(url: str) -> Callable[[str], str] | None:
    """Give what asks a person for a user's password, unseen, where standard input is a terminal."""
    if not sys.stdin or not sys.stdin.isatty():
        return None
    from getpass import getpass  # noqa: PLC0415  few services want one

    from lfckg.services.addresses import show_url  # noqa: PLC0415
    from lfckg.terminal import harmless  # noqa: PLC0415

    def ask(user: str) -> str:
        with suppress(EOFError):  # Ctrl-D, for none
            return getpass(f"Password of {harmless(user)} for {show_url(url)}: ")
        return ""

    return ask


def with_values(query: Query, params: Mapping[str, str], source: Source) -> Query:
    """Write values into a query, where it takes any."""
    if not params and not query.wants_values:
        return query
    from lfckg.parameters import bind  # noqa: PLC0415  few queries have any

    return bind(query, params, source)


@contextmanager
def telling_notes(source: Source) -> Iterator[None]:
    """Tell at the end what a service has noted, once."""
    try:
        yield
    finally:
        if not isinstance(source, Store):
            tell_notes(cast("Endpoint", source).notes)


def tell_notes(notes: list[str]) -> None:
    """Tell what a service has noted, once."""
    while notes:
        say(f"lfckg: {notes.pop(0)}")


def note_silence(source: Source, query: Query, written: Written) -> None:
    """Let a service note why it may have found nothing for a query without GRAPH."""
    if not isinstance(source, Store) and not written.rows and not query.names_graphs:
        cast("Endpoint", source).note_silence()


def open_passages(source: Source, texts: Path | None) -> Passages:
    """Give what finds the words behind claims, and their sentences where texts are at hand."""
    from lfckg.passages import Passages  # noqa: PLC0415  only --evidence asks for them
    from lfckg.texts import texts_directory  # noqa: PLC0415

    return Passages(source, texts_directory(texts))


def tell(query: Query, written: Written, limit: int | None, seconds: float, mark: str = "--") -> None:
    """Say beside the answer what it does not say itself: how much it is, and what is missing.

    `mark` is what options begin with.
    """
    if written.rows is not None:
        rows = count("row", written.rows)
        say(f"{rows}, {seconds * 1000:.0f} ms" if seconds < 1 else f"{rows}, {seconds:.1f} s")
    if written.is_cut:
        say(f"There are more; {mark}limit {limit} ends here.")
    if not written.has_claims:
        say(f"{query.name}: has no column ?claim, so that {mark}evidence has nothing to add.")


def say(line: str) -> None:
    """Say something to a person, on standard error."""
    if sys.stderr:
        os.write(sys.stderr.fileno(), f"{line}\n".encode())
