"""Targets: the store behind an address, and how graphs get into it; found out by asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit, urlunsplit

from lfckg.errors import ServiceError
from lfckg.loading.stores import STORES, KnownStore, known_store
from lfckg.services.addresses import check_url, origin_of, show_url
from lfckg.services.credentials import Credentials
from lfckg.services.endpoints import Endpoint
from lfckg.services.retries import is_transient

__all__ = ["VIAS", "Target", "Via", "find_target"]

Via = Literal["auto", "gsp", "update"]
VIAS: tuple[Via, ...] = ("auto", "gsp", "update")
"""By which protocol: the Graph Store Protocol, Update, or each for what it does best."""

_SILENT = 0  # the status of an error that came with no answer
_UNAUTHORISED = 401


@dataclass(frozen=True, slots=True)
class Target:
    """A store, ready to be written to: its endpoint for queries, and addresses for the rest.

    `quads` takes N-Quads of several graphs at once, `graphs` speaks the Graph Store Protocol, `update` SPARQL Update;
    None is what it doesn't have, or what `via` leaves out.
    """

    store: KnownStore
    endpoint: Endpoint
    update: str | None
    graphs: str | None
    quads: str | None

    @property
    def shown(self) -> str:
        """Its address as messages have it."""
        return show_url(self.endpoint.session.url)

    def address_of(self, graph: str) -> str:
        """Give the address of a graph by the Graph Store Protocol (section 4.2, indirect identification)."""
        assert self.graphs is not None  # noqa: S101  callers ask for it first
        sign = "&" if "?" in self.graphs else "?"
        return f"{self.graphs}{sign}graph={quote(graph, safe='')}"


def find_target(
    url: str,
    *,
    profile: str | None = None,
    via: Via = "auto",
    update_url: str | None = None,
    graphs_url: str | None = None,
    credentials: Credentials | None = None,
    timeout: float = 300.0,
) -> Target:
    """Find the store behind the address of any of its services; `profile` names one of `STORES`.

    Without a profile, addresses are asked until one answers a query. Raises ServiceError where none does, or where
    `via` wants a protocol that there is not.
    """
    url = check_url(url)
    named = _named(profile) if profile else None
    for address in (update_url, graphs_url):
        if address is not None and origin_of(check_url(address)) != origin_of(url):
            raise ServiceError(f"{show_url(address)}: is another server than {show_url(url)}. Give addresses of one.")
    failures: list[ServiceError] = []
    for store, address in _candidates(url, named):
        endpoint = Endpoint(address, credentials=credentials, timeout=timeout, whole=True)
        try:
            headers = endpoint.greet()
        except ServiceError as exc:
            endpoint.close()
            if exc.status in {_SILENT, _UNAUTHORISED} or is_transient(exc.status):  # no other address would do
                raise
            failures.append(exc)
            continue
        found = _recognised(headers, store)
        if named and found.mark and found is not named and named.name != "standard":
            endpoint.close()
            raise ServiceError(f"{show_url(address)}: is {found.title}, and no {named.title}. Leave the profile out.")
        found = named or found
        root = _root(url, found)
        if found.name == "standard":
            root = address
        elif (own := root + found.query) != address:
            endpoint.close()
            endpoint = Endpoint(own, credentials=credentials, timeout=timeout, whole=True)
        return _target(found, endpoint, root, via, update_url, graphs_url)
    raise _unanswered(url, failures)


def _named(profile: str) -> KnownStore:
    try:
        return known_store(profile)
    except KeyError:
        names = ["graphdb", *(store.name for store in STORES)]
        raise ServiceError(f"{profile}: no such profile. It is one of {', '.join(sorted(names))}.") from None


def _candidates(url: str, named: KnownStore | None) -> list[tuple[KnownStore, str]]:
    """Give addresses that may answer queries, each with a store that has it there; the likeliest first."""
    if named:
        return [(named, _root(url, named) + named.query)]
    path = urlsplit(url).path
    found: dict[str, KnownStore] = {}
    stores = [store for store in STORES if store.root is not None and store.root in path]
    for store in stores or [store for store in STORES if store.mark or store.name == "standard"]:
        found.setdefault(_root(url, store) + store.query, store)
    return [(store, address) for address, store in found.items()]


def _recognised(headers: dict[str, str], store: KnownStore) -> KnownStore:
    """Give the store whose mark the headers bear; else what was asked for by its path, or one that is not known."""
    for known in STORES:
        name, beginning = known.mark or ("", "")
        if (value := headers.get(name.lower())) is not None and value.startswith(beginning):
            return known
    return store if store.root is not None else known_store("standard")


def _root(url: str, store: KnownStore) -> str:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    for tail in sorted(store.tails, key=len, reverse=True):
        if path.endswith(tail):
            path = path.removesuffix(tail)
            break
    return urlunsplit(parts._replace(path=path, query="" if store.tails else parts.query))


def _target(
    store: KnownStore, endpoint: Endpoint, root: str, via: Via, update_url: str | None, graphs_url: str | None
) -> Target:
    update = update_url or root + store.update
    graphs = graphs_url or (None if store.graphs is None else root + store.graphs)
    quads = None if store.quads is None or graphs_url else root + store.quads
    if via == "gsp" and graphs is None:
        endpoint.close()
        raise ServiceError(
            f"{show_url(root)}: is not known to speak the Graph Store Protocol. Name the address where it does with"
            " --graphs-url, the kind of store with --profile, or load by update."
        )
    return Target(
        store,
        endpoint,
        update=None if via == "gsp" else update,
        graphs=None if via == "update" else graphs,
        quads=None if via == "update" else quads,
    )


def _unanswered(url: str, failures: list[ServiceError]) -> ServiceError:
    told = "".join(f"\n    {failure}" for failure in failures)
    return ServiceError(
        f"{show_url(url)}: no SPARQL service answers there. Give the address of a dataset or repository (Fuseki:"
        " /DATASET, RDF4J and GraphDB: /repositories/NAME), or the profile of the store. What was asked:" + told,
        failures[-1].status,
    )
