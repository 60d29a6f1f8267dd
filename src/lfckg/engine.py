"""The engine: Oxigraph, asked with the project's prefixes, out of reach of what could end its process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from lfckg.errors import QueryError
from lfckg.namespaces import PREFIXES
from lfckg.queries import Query

__all__ = ["RawAnswer", "ask"]

T = TypeVar("T")
RawAnswer = QuerySolutions | QueryBoolean | QueryTriples

_STACK = 64 * 1024 * 1024
_HARMLESS_LENGTH = 4000  # too short a text to be nested or long beyond what the stack holds


def ask(store: Store, query: Query, work: Callable[[RawAnswer], T]) -> T:
    """Run a query and work on its answer as it comes; raise QueryError where it is broken or not allowed.

    Both happen in a thread with a large stack, since the engine recurses over queries and hears no signals: Ctrl-C
    ends the wait at once.
    """
    if len(query.text) > _HARMLESS_LENGTH or "service" in query.text.lower():
        from lfckg.guard import refuse  # noqa: PLC0415  its patterns take longer to load than most queries to answer

        refuse(query)

    def answer() -> T:
        try:
            return work(store.query(query.text, prefixes=PREFIXES))
        except SyntaxError as exc:
            from lfckg.guard import refuse, syntax_error  # noqa: PLC0415  see above

            refuse(query)  # an update is no SPARQL query, and is told by its name
            raise syntax_error(query, str(exc)) from exc
        except RuntimeError as exc:  # what the engine finds out only while it answers
            raise QueryError(f"{query.name}: can't be answered: {exc}. Mend the query.") from exc

    return _in_thread(answer)


def _in_thread(work: Callable[[], T]) -> T:
    results: list[T] = []
    errors: list[BaseException] = []

    def target() -> None:
        try:
            results.append(work())
        except BaseException as exc:  # noqa: BLE001  raised again below, in the caller's thread
            from traceback import clear_frames  # noqa: PLC0415  only an error pays for it

            clear_frames(exc.__traceback__)  # an answer must be dropped in the thread that it was made in
            errors.append(exc)

    usual = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=target, daemon=True)
        thread.start()
    finally:
        threading.stack_size(usual)
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
