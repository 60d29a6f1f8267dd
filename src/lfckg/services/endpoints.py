"""Endpoints: remote SPARQL services, which answer queries in the shape of pyoxigraph's own store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from pyoxigraph import QueryBoolean, QuerySolutions, Triple

from lfckg.errors import QueryError, ServiceError
from lfckg.services.addresses import show_url
from lfckg.services.credentials import Credentials
from lfckg.services.replies import read_boolean, read_solutions, read_triples
from lfckg.services.sessions import Reply, Session
from lfckg.tokens import UPDATES, declare, form_of

__all__ = ["Endpoint"]

_ROWS = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, text/tab-separated-values;q=0.5,"
    " application/json;q=0.3, application/xml;q=0.2"
)
_GRAPHS = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8"
# What has no other truth: GraphDB and its kin have a media type of their own for it.
_TRUTHS = f"{_ROWS}, text/boolean;q=0.4"
_ACCEPT = {"SELECT": _ROWS, "ASK": _TRUTHS, "CONSTRUCT": _GRAPHS, "DESCRIBE": _GRAPHS}


class Endpoint:
    """A SPARQL service at a URL: `query` is of the same shape as pyoxigraph's `Store.query`, and answers as they come.

    `timeout` (seconds) is for the head of an answer and for each piece of its body, `deadline` for all of it; `notes`
    gathers what its user should know, such as rows that the service kept back. With `whole`, answers are held in memory
    before they are given, so that what breaks off is asked for again. Raises ServiceError for a URL that is none, or
    that holds a password.
    """

    def __init__(
        self,
        url: str,
        *,
        credentials: Credentials | None = None,
        timeout: float = 60.0,
        default_graphs: tuple[str, ...] = (),
        deadline: float | None = None,
        whole: bool = False,
    ) -> None:
        self.session = Session(url, credentials=credentials, timeout=timeout, deadline=deadline)
        self.default_graphs, self._whole = default_graphs, whole

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connections."""
        self.session.close()

    @property
    def notes(self) -> list[str]:
        """What its user should know of the answers so far."""
        return self.session.notes

    def query(
        self, text: str, *, prefixes: Mapping[str, str] | None = None
    ) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
        """Answer a query; those of `prefixes` that it uses and doesn't declare are known.

        Rows and triples are read as they come. Raises QueryError for what is no query, and ServiceError where the
        service can't be reached or doesn't answer as it should; while rows are read, too.
        """
        form = form_of(text)
        if form not in _ACCEPT:
            what = (
                f"{form} is an update; queries only read" if form in UPDATES else f"{form or 'it'} is no SPARQL query"
            )
            raise QueryError(f"{what}. Ask with SELECT, ASK, CONSTRUCT or DESCRIBE.")
        reply = self._ask(declare(text, prefixes or {}), _ACCEPT[form])
        self._note_limits(reply)
        if form == "ASK":
            return read_boolean(reply)
        if form == "SELECT":
            return read_solutions(reply, self.notes)
        return read_triples(reply, self.notes)

    def greet(self) -> dict[str, str]:
        """Ask what has one answer everywhere, and give the headers of that, their names in small letters.

        Raises ServiceError where it is not answered as SPARQL services do.
        """
        reply = self._ask("ASK {}", _ACCEPT["ASK"])
        read_boolean(reply)
        return {name.lower(): value for name, value in reply.headers.items()}

    def note_silence(self) -> None:
        """Note where there is nothing in the default graph, in which queries without GRAPH look."""
        if self.default_graphs:
            return
        try:
            found = bool(self.query("ASK { ?s ?p ?o }"))
        except ServiceError:  # it has answered what it was asked
            return
        if not found:
            self.session.note(
                f"{show_url(self.session.url)}: its default graph is empty, so that queries without GRAPH find nothing."
                " Name graphs with --default-graph, or have the service merge them (Oxigraph: --union-default-graph,"
                " Fuseki: tdb2:unionDefaultGraph)."
            )

    def _ask(self, text: str, accept: str) -> Reply:
        """Send a query as a form: Virtuoso hangs on the media type of its own, and a URL may be too short for it."""
        fields = [("query", text), *(("default-graph-uri", graph) for graph in self.default_graphs)]
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        return self.session.request("POST", data=urlencode(fields).encode("ascii"), headers=headers, whole=self._whole)

    def _note_limits(self, reply: Reply) -> None:
        """Note what Virtuoso says in headers alone."""
        shown = show_url(reply.url)
        if (most := reply.headers.get("X-SPARQL-MaxRows", "")).isdecimal():
            self.session.note(
                f"{shown}: gives {most} rows at most, and gave as many: the answer may be cut off. Ask with ORDER BY,"
                " LIMIT and OFFSET for a part at a time."
            )
        if "S1TAT" in reply.headers.get("X-SQL-State", ""):
            self.session.note(f"{shown}: ran out of time and gave what it had: the answer is not whole. Ask for less.")
