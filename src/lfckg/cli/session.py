"""A session: one graph that is asked many times, and how its answers are shown meanwhile."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile, gettempdir
from typing import TYPE_CHECKING, BinaryIO, cast

from lfckg.caches import Cache
from lfckg.cli.answering import note_silence, open_passages, open_source, say, tell, telling_notes, with_values
from lfckg.cli.paging import columns, paged, write_lines
from lfckg.errors import LfckgError, OutputError
from lfckg.queries import Query, find_query, list_queries
from lfckg.results import Style, write_answer
from lfckg.sources import Source
from lfckg.terminal import harmless
from lfckg.tokens import form_of
from lfckg.workspace import find_workspace

if TYPE_CHECKING:
    from lfckg.cli.options import Service
    from lfckg.completion.completions import Completer

__all__ = ["Session", "say_error"]

_IN_MEMORY = 16 * 1024 * 1024  # bytes of an answer; a larger one waits on disk until it is whole
_FIRST_LIMIT = 1000  # rows on a terminal: more than anybody reads
_NAME = re.compile(r"[\w-]+(?:\.rq)?")
_BEGINNINGS = {"ASK", "BASE", "CONSTRUCT", "DESCRIBE", "PREFIX", "SELECT"}
_IN_SHELL = (  # what commands tell to do, and how that is done here
    (re.compile(r"--(evidence|format|iris|limit|timeout)\b"), r".\1"),
    (re.compile(r"--param "), ""),
    (re.compile(r"`lfckg query --list`"), "`.queries`"),
    (re.compile(r"`lfckg query (\S+) --help`"), r"`.help \1`"),
    (re.compile(r"`lfckg show`"), "`.show`"),
)


class Session:
    """A graph with the settings that its answers are shown by, which may be changed.

    `limit` is the most rows or triples shown, `timeout` the most seconds that a query takes; None is no bound.
    """

    def __init__(
        self,
        data: Sequence[Path] = (),
        service: Service | None = None,
        texts: Path | None = None,
        timeout: float | None = None,
    ) -> None:
        self.workspace, self.data, self.service = find_workspace(), data, service
        self.texts, self.timeout = texts, timeout
        self.row_format: str | None = None
        self.graph_format: str | None = None
        self.iris = self.evidence = False
        self.limit = _FIRST_LIMIT if columns() else None
        self.reload()

    def reload(self) -> None:
        """Open the graph as it is now; where that fails the one that was open stays."""
        stamp = self._stamp()
        self._sources = {False: open_source(self.workspace, None, self.data, self.service)}
        self._queries: list[Query] | None = None
        self._completer: Completer | None = None
        self._known = stamp

    @property
    def source(self) -> Source:
        """The graph, without named graphs if it was opened without them."""
        return self._sources[False]

    @property
    def asked(self) -> str:
        """What is asked, for people: files, the address of a service, or the workspace."""
        if self.service:
            from lfckg.services.addresses import show_url  # noqa: PLC0415  most questions are about our own graph

            return show_url(self.service.url)
        return ", ".join(map(str, self.data)) or str(self.workspace.root)

    @property
    def queries(self) -> list[Query]:
        """The stored queries, as they were when they were first looked at."""
        if self._queries is None:
            self._queries = list_queries(self.workspace.queries)
        return self._queries

    def completer(self, directives: Mapping[str, tuple[str, Sequence[str]]]) -> Completer:
        """Give what completes the text of questions to this graph."""
        if self._completer is None:
            from lfckg.completion.completions import Completer  # noqa: PLC0415  a script does without

            self._completer = Completer(self.source, lambda: self.queries, directives)
        return self._completer

    def names_query(self, text: str) -> bool:
        """Tell whether a text is the name of a stored query, rightly written or not, perhaps with parameters."""
        name, *params = text.split(None, 1) or [""]
        if "\n" in text or not _NAME.fullmatch(name) or name.upper() in _BEGINNINGS:
            return False
        return not params or "=" in params[0].split()[0]

    def run(self, name: str, params: Mapping[str, str]) -> None:
        """Answer a stored query, or the file of that path."""
        self.ask(find_query(name, self.workspace.queries), params)

    def ask(self, query: Query, params: Mapping[str, str] | None = None) -> None:
        """Answer a query; the answer is shown once it is whole, so that nothing comes of one that was ended."""
        self._tell_changes()
        began = time.perf_counter()
        source = self._source_for(query)
        with telling_notes(source):
            self._answer(query, params or {}, source, began)

    def _answer(self, query: Query, params: Mapping[str, str], source: Source, began: float) -> None:
        query = with_values(query, params, source)
        passages = open_passages(source, self.texts) if self.evidence else None
        is_graph = form_of(query.text) in {"CONSTRUCT", "DESCRIBE"}
        style = Style(self.graph_format if is_graph else self.row_format, columns(), self.iris, self.limit)
        with SpooledTemporaryFile(_IN_MEMORY) as spool:
            stream = cast("BinaryIO", spool)
            # Its thread can't be stopped where it takes too long; it then finds the spool closed, and shows nothing.
            try:
                written = write_answer(source, query, stream, style, evidence=passages, timeout=self.timeout)
            except OSError as exc:
                message = f"{query.name}: the answer can't be kept until it is whole: {exc.strerror or exc}."
                raise OutputError(f"{message} Make room in {gettempdir()}, or ask for less.") from exc
            seconds = time.perf_counter() - began
            note_silence(source, query, written)
            spool.seek(0)
            self._show(stream)
        tell(query, written, self.limit, seconds, mark=".")

    def show(self, name: str) -> None:
        """Show what is said of a thing, or without a name what is in the graph."""
        from lfckg.cli.rendering import render  # noqa: PLC0415

        self._tell_changes()
        self.write(render(self.source, name or None, open_passages(self.source, self.texts)))

    def write(self, lines: Iterable[str]) -> None:
        """Write lines for people, through a pager where they are many."""
        with _reading_ends():
            write_lines(lines)
        sys.stdout.flush()

    def _show(self, answer: BinaryIO) -> None:
        with _reading_ends(), paged() as (stream, _):
            copyfileobj(answer, stream)
        sys.stdout.flush()

    def _source_for(self, query: Query) -> Source:
        """Give the graph with named graphs for queries that name some: it takes longer to open, and may be large."""
        if self.service:  # it has the graphs that it has
            return self.source
        if query.names_graphs not in self._sources:
            self._sources[True] = open_source(self.workspace, query, self.data)
        return self._sources[query.names_graphs]

    def _stamp(self) -> str:
        if self.service:
            return ""
        files = map(str, self.data) if self.data else self.workspace.inputs
        return Cache(self.workspace.cache).stamp(files)

    def _tell_changes(self) -> None:
        """Say once that the files have changed since they were read."""
        stamp = self._stamp()
        if stamp != self._known:
            self._known = stamp
            say("The data have changed since they were read; .reload reads them anew.")


@contextmanager
def _reading_ends() -> Iterator[None]:
    """Let who has seen enough leave the pager before the end; a closed pipe ends the whole shell."""
    try:
        yield
    except BrokenPipeError:
        if not columns():
            raise


def say_error(error: LfckgError) -> None:
    """Say what went wrong, as commands do; what they tell to do is told in the shell's words."""
    first, *rest = harmless(str(error), keep="\n").split("\n")
    for pattern, words in _IN_SHELL:
        first = pattern.sub(words, first)
    say("\n".join([f"lfckg: {first}", *rest]))
