"""The engine: a source is asked with the project's prefixes, out of reach of what could end the process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import Store

from lfckg.errors import QueryError, ServiceError
from lfckg.namespaces import PREFIXES
from lfckg.queries import Query

if TYPE_CHECKING:
    from lfckg.sources import RawAnswer, Source

__all__ = ["ask"]

T = TypeVar("T")

_STACK = 64 * 1024 * 1024
_REFUSED = 400  # what services say to a query that they can't read
_HARMLESS_LENGTH = 4000  # too short a text to be nested or long beyond what the stack holds


def ask(source: Source, query: Query, work: Callable[[RawAnswer], T], *, timeout: float | None = None) -> T:
    """Run a query and work on its answer as it comes; raise QueryError where it is broken or not allowed.

    Both happen in a thread with a large stack, since the engine recurses over queries and hears no signals: Ctrl-C
    ends the wait at once, and so does a `timeout` in seconds, with a QueryError. Oxigraph can't be told to stop: the
    thread goes on until it is done or the process ends, as the command does.
    """
    embedded = isinstance(source, Store)
    if embedded and (len(query.text) > _HARMLESS_LENGTH or "service" in query.text.lower()):
        from lfckg.guard import refuse  # noqa: PLC0415  its patterns take longer to load than most queries to answer

        refuse(query)

    def answer() -> T:
        try:
            return work(source.query(query.text, prefixes=PREFIXES))
        except SyntaxError as exc:
            from lfckg.guard import refuse, syntax_error  # noqa: PLC0415  see above

            refuse(query)  # an update is no SPARQL query, and is told by its name
            raise syntax_error(query, str(exc)) from exc
        except (QueryError, ServiceError) as exc:
            if not embedded and getattr(exc, "status", _REFUSED) == _REFUSED:
                _check_form(query)  # its place is known better here
            raise
        except RuntimeError as exc:  # what the engine finds out only while it answers
            raise QueryError(f"{query.name}: can't be answered: {exc}. Mend the query.") from exc

    done = _in_thread(answer, timeout)
    if done is None:
        mend = "Ask for less, or allow more with --timeout."
        raise QueryError(f"{query.name}: took more than {timeout:g} s and was ended. {mend}")
    return done[0]


def _check_form(query: Query) -> None:
    try:
        Store().query(query.text, prefixes=PREFIXES)
    except SyntaxError as exc:
        from lfckg.guard import syntax_error  # noqa: PLC0415  only a mistake pays for it

        raise syntax_error(query, str(exc)) from exc


def _in_thread(work: Callable[[], T], timeout: float | None) -> list[T] | None:
    """Give the result in a list, or None where it takes too long."""
    results: list[T] = []
    errors: list[BaseException] = []

    def target() -> None:
        try:
            results.append(work())
        except BaseException as exc:  # noqa: BLE001  raised again below, in the caller's thread
            _drop_frames(exc)
            errors.append(exc)

    usual = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=target, daemon=True)
        thread.start()
    finally:
        threading.stack_size(usual)
    thread.join(timeout)
    if errors:
        error = errors.pop()
        try:
            raise error
        finally:
            del error  # a cycle with its own traceback would keep the answer until another thread drops it
    return results or None


def _drop_frames(error: BaseException) -> None:
    """Empty the frames of an error and of its causes: an answer must be dropped in the thread that it was made in."""
    from traceback import clear_frames  # noqa: PLC0415  only an error pays for it

    each: BaseException | None = error
    while each is not None:
        clear_frames(each.__traceback__)
        each = each.__cause__ or each.__context__
