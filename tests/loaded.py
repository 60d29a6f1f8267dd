"""A small dataset in two states, put into real stores by `lfckg load`, and what they then hold: no code of lfckg's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

import servers
from support import Run, lfckg

__all__ = ["NEW", "OLD", "THEIRS", "State", "Store", "load", "load_env", "missing_in", "n_quads", "sent"]

GRAPH = "https://w3id.org/lfckg/graph/"
CATALOGUE = f"{GRAPH}catalogue"
THEIRS = "http://example.org/theirs"
_SIZES = {"facts": 3, "evidence": 20}
_LONG = 300  # triples that are more than a request may hold

State = dict[str, set[tuple[str, str]]]
"""By graph: subjects and the words that they have; all predicates are the same one."""


def _graph(name: str, word: str, size: int) -> State:
    subjects = (f"{GRAPH}{name}/{number}" for number in range(size))
    return {f"{GRAPH}{name}": {(subject, f"{word} {'x' * 20}") for subject in subjects}}


def _state(word: str, articles: str, long: str = "") -> State:
    state = _graph("entities", word, 20) | _graph("inferences", word, 5)
    for article in articles:
        for kind, size in _SIZES.items():
            is_long = article == long and kind == "evidence"
            state |= _graph(f"article/{article}/{kind}", "old" if article == "a" else word, _LONG if is_long else size)
    return state


OLD = _state("old", "abdz")
NEW = _state("new", "abcd", long="d")
"""Article a is as it was; b is another, c is new, d is another and large, and z is gone."""


def n_quads(state: State) -> bytes:
    """Write a state down."""
    lines = (f'<{s}> <http://example.org/p> "{o}" <{graph}> .\n' for graph, pairs in state.items() for s, o in pairs)
    return "".join(sorted(lines)).encode()


class Store(NamedTuple):
    """A running store, and how it is looked into and emptied past lfckg."""

    server: servers.Server

    @property
    def auth(self) -> AuthBase | None:
        """What it is told when something is written."""
        if not self.server.user:
            return None
        return (HTTPDigestAuth if self.server.name == "virtuoso" else HTTPBasicAuth)(*self.server.user)

    def rows(self, query: str) -> list[dict[str, str]]:
        """Ask it: the values of each row by their variables."""
        data = urlencode({"query": query}).encode()
        found = servers.send(self.server.query, "POST", data, accept="application/sparql-results+json")
        return [{name: term["value"] for name, term in row.items()} for row in json.loads(found)["results"]["bindings"]]

    def state(self) -> State:
        """Give all that it holds but for the catalogue."""
        state: State = {}
        for row in self.rows(
            f"SELECT ?g ?s ?o {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{GRAPH}') || ?g = <{THEIRS}>) }}"
        ):
            if row["g"] != CATALOGUE:
                state.setdefault(row["g"], set()).add((row["s"], row["o"]))
        return state

    def entries(self) -> dict[str, list[str]]:
        """Give the numbers of triples that its catalogue has of each graph: one, if all is right."""
        entries: dict[str, list[str]] = {}
        query = f"SELECT ?g ?n {{ GRAPH <{CATALOGUE}> {{ ?g <http://rdfs.org/ns/void#triples> ?n }} }}"
        for row in self.rows(query):
            entries.setdefault(row["g"], []).append(row["n"])
        return entries

    def begin(self, data: Path) -> None:
        """Have it hold the old state, and a graph of somebody else's."""
        for row in self.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"):
            if row["g"].startswith(GRAPH):
                address = f"{self.server.graphs}?graph={quote(row['g'], safe='')}"
                servers.send(address, "DELETE", auth=self.auth)
        servers.put_graph(self.server, f"<{THEIRS}> <{THEIRS}> 'whole' .".encode(), THEIRS)
        data.write_bytes(n_quads(OLD))
        run = load(self.server.url, data, user=self.server.user)
        assert run.code == 0, run.err

    def check_whole(self, *, article_at_once: bool = True) -> set[str]:
        """Find each graph old or new, and an article's two alike; give those that are as they should be."""
        state = self.state()
        assert state.pop(THEIRS) == {(THEIRS, "whole")}
        done = set()
        for graph in sorted(OLD | NEW):
            there, old, new = (graphs.get(graph, set()) for graphs in (state, OLD, NEW))
            assert there in (old, new), f"{graph} is neither old nor new: {len(there)} triples"
            done |= {graph} if there == new else set()
        if article_at_once:
            for article in "abcdz":
                both = [f"{GRAPH}article/{article}/{kind}" in done for kind in _SIZES]
                assert all(both) or not any(both), f"article {article} is half new"
        return done

    def check_new(self) -> None:
        """Find the new state and the entries of it, once each, and nothing else."""
        state = self.state()
        assert state.pop(THEIRS) == {(THEIRS, "whole")}
        assert state == NEW  # with no staging graph left
        assert self.entries() == {graph: [str(len(pairs))] for graph, pairs in NEW.items()}
        left = f"SELECT ?s {{ GRAPH <{CATALOGUE}> {{ ?s ?p ?o FILTER(CONTAINS(STR(?s), 'staging')) }} }}"
        assert self.rows(left) == []


def load_env(user: tuple[str, str] | None) -> dict[str, str]:
    """Give the variables that a load as a user needs."""
    return dict(zip(("LFCKG_USER", "LFCKG_PASSWORD"), user, strict=True)) if user else {}


def load(
    url: str, data: Path, *args: str | Path, user: tuple[str, str] | None = None, env: dict[str, str] | None = None
) -> Run:
    """Run the real command; `--largest` makes several requests of the small dataset."""
    return lfckg("load", url, "--data", data, "--largest", "0.02", *args, env=load_env(user) | (env or {}))


def missing_in(message: str) -> set[str]:
    """Read which graphs are said to be not in yet."""
    return {line.strip() for line in message.splitlines() if line.startswith(f"    {GRAPH}")}


def sent(run: Run) -> set[str]:
    """Read the report: the graphs that were not kept."""
    rows: Iterable[list[str]] = (line.split("\t") for line in run.out.splitlines()[1:])
    return {row[0] for row in rows if row[3] != "kept"}
