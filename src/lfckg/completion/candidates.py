"""Candidates: what a word that somebody has begun to write may become, for shells, which ask at every Tab.

Nothing here takes long: a store is asked only where it is at hand, and what a large one gives is cut.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from lfckg.errors import LfckgError
from lfckg.queries import Query, find_query, query_files
from lfckg.sources import RawAnswer, Source
from lfckg.workspace import Workspace

__all__ = [
    "Candidate",
    "complete_articles",
    "complete_parameters",
    "complete_queries",
    "complete_tags",
    "complete_things",
]

_SUFFIX = ".rq"
_SECONDS = 0.3
_MOST_FOUND = 20_000  # of more nobody wants to see all, and to compare labels takes longer than to find them
_MOST_ENTRIES = 5000
_ENTITIES = """
SELECT ?thing ?label WHERE {{ ?thing skos:prefLabel ?label . FILTER (STRSTARTS(STR(?thing), {start})) }}
"""
_ARTICLES = """
SELECT ?article WHERE {{ ?article a lfc:Article . FILTER (STRSTARTS(STR(?article), {start})) }}
"""
_TERMS = """
SELECT ?term ?label WHERE {{ ?term rdfs:isDefinedBy ?ontology ; rdfs:label ?label
  FILTER (STRSTARTS(STR(?term), {start})) }}
"""


class Candidate(NamedTuple):
    """What a word may become, and what that is, for people; the latter may be empty."""

    value: str
    about: str = ""


def complete_queries(workspace: Workspace, begun: str) -> list[Candidate]:
    """Give stored queries with their titles, files of queries, and the folders on the way to such files."""
    stored = [] if "/" in begun else [Candidate(query.name, query.title) for query in _stored(workspace)]
    return [*(item for item in stored if item.value.startswith(begun)), *_paths(begun)]


def complete_tags(workspace: Workspace, begun: str) -> list[Candidate]:
    """Give the tags of stored queries, with how many queries have each."""
    counts: dict[str, int] = {}
    for query in _stored(workspace):
        for tag in query.tags:
            counts[tag] = counts.get(tag, 0) + 1
    told = (Candidate(tag, f"{number} quer{'y' if number == 1 else 'ies'}") for tag, number in sorted(counts.items()))
    return [item for item in told if item.value.startswith(begun)]


def complete_parameters(
    workspace: Workspace, name: str, begun: str, data: Sequence[Path] = (), given: Collection[str] = ()
) -> list[Candidate]:
    """Give `PARAMETER=` for each parameter of a query that is not `given`, or behind that the values that it takes.

    Raises LfckgError where the query is unknown or broken.
    """
    query = find_query(name, workspace.queries)
    parameter, sign, value = begun.partition("=")
    if not sign:
        known = query.header.parameters.items()
        return [
            Candidate(f"{known_name}=", about)
            for known_name, about in known
            if known_name.startswith(begun) and known_name not in given
        ]
    return [
        item._replace(value=f"{parameter}={item.value}") for item in _values(workspace, query, parameter, value, data)
    ]


def complete_things(workspace: Workspace, begun: str) -> list[Candidate]:
    """Give entities and articles by slug, and terms behind `lfc:`; where no slug begins so, entities by label."""
    from lfckg.datasets import open_at_hand  # noqa: PLC0415  stored queries do without
    from lfckg.namespaces import ARTICLE, ENTITY, LFC  # noqa: PLC0415

    store = open_at_hand(workspace)
    if store is None:
        return []
    if begun.startswith("lfc:"):
        return sorted(_named(store, _TERMS, LFC, begun.removeprefix("lfc:"), "lfc:"))
    colon = ":" if begun.startswith(":") else ""
    slug = begun.removeprefix(":")
    found = sorted(_named(store, _ENTITIES, ENTITY, slug, colon))
    articles = [] if colon else sorted(_named(store, _ARTICLES, ARTICLE, slug))
    if found or articles:
        return [*found, *(item._replace(about="article") for item in articles)]
    known = _named(store, _ENTITIES, ENTITY, "", colon)
    return _by_label(slug, known) if len(known) < _MOST_FOUND else []


def complete_articles(workspace: Workspace, begun: str) -> list[Candidate]:
    """Give the slugs of articles."""
    from lfckg.datasets import open_at_hand  # noqa: PLC0415  stored queries do without
    from lfckg.namespaces import ARTICLE  # noqa: PLC0415

    store = open_at_hand(workspace)
    return sorted(_named(store, _ARTICLES, ARTICLE, begun)) if store is not None else []


def _stored(workspace: Workspace) -> Iterator[Query]:
    """Give the stored queries by name, without those that are broken: they have their errors elsewhere."""
    for path in sorted(query_files(workspace.queries), key=lambda path: path.stem):
        with suppress(LfckgError):
            yield find_query(os.path.abspath(path), workspace.queries)._replace(name=path.stem)  # noqa: PTH100


def _paths(begun: str) -> Iterator[Candidate]:
    """Give files of queries and folders; of the working directory folders only once their names are begun."""
    folder, _, name = begun.rpartition("/")
    home = f"{folder}/" if "/" in begun else ""
    with suppress(OSError), os.scandir(os.path.expanduser(home) or ".") as scanned:  # noqa: PTH111  `~` stays as written
        for entry in sorted(islice(scanned, _MOST_ENTRIES), key=lambda entry: entry.name):
            if not entry.name.startswith(name) or (entry.name.startswith(".") and not name):
                continue
            if entry.is_dir():
                if begun:
                    yield Candidate(f"{home}{entry.name}/")
            elif entry.name.endswith(_SUFFIX):
                yield Candidate(f"{home}{entry.name}")


def _values(workspace: Workspace, query: Query, name: str, begun: str, data: Sequence[Path]) -> list[Candidate]:
    """Give the values that a parameter takes; where nothing lists them, entities or its default."""
    from lfckg.choices import write_term  # noqa: PLC0415  most completions do without
    from lfckg.datasets import open_at_hand  # noqa: PLC0415
    from lfckg.parameters import complete_values, find_parameters  # noqa: PLC0415

    parameter = next((parameter for parameter in find_parameters(query) if parameter.name == name), None)
    if parameter is None:
        return []
    if name in query.header.values:
        source = open_at_hand(workspace, data)
        colon = begun[:1] if begun.startswith(":") else ""
        found = [] if source is None else [Candidate(*pair) for pair in complete_values(query, name, colon, source)]
        slugs = [item for item in found if item.value.startswith(begun)]
        return slugs or _by_label(begun, found)
    if parameter.type == "entity" and not data:
        return complete_things(workspace, begun)
    default = write_term(parameter.default) if parameter.default is not None else ""
    return [Candidate(default, "default")] if default and default.startswith(begun) else []


def _by_label(begun: str, found: Iterable[Candidate]) -> list[Candidate]:
    """Give the candidates with a word in their labels that begins so, unless they have too little in common.

    Shells put what all candidates have in common in place of what was written: that must tell as much.
    """
    from lfckg.article import fold  # noqa: PLC0415  slugs do without

    wanted = fold(begun)
    named = [item for item in found if wanted and f"-{wanted}" in f"-{fold(item.about)}"]
    common = os.path.commonprefix([item.value.removeprefix(":") for item in named])  # noqa: RUF071  letters are meant
    return named if len(named) == 1 or f"-{wanted}" in f"-{common}" else []


def _named(store: Source, text: str, namespace: str, begun: str, prefix: str = "") -> list[Candidate]:
    """Give what a query tells of IRIs that begin so, in time."""
    from pyoxigraph import Literal, NamedNode, QuerySolutions  # noqa: PLC0415  stored queries do without

    from lfckg.engine import ask  # noqa: PLC0415

    ends = time.monotonic() + _SECONDS
    found: dict[str, str] = {}

    def gather(raw: RawAnswer) -> None:
        assert isinstance(raw, QuerySolutions)  # noqa: S101  of a SELECT
        for iri, *labels in raw:
            slug = iri.value.removeprefix(namespace) if isinstance(iri, NamedNode) else ""
            if slug and "/" not in slug:
                found.setdefault(slug, labels[0].value if labels and isinstance(labels[0], Literal) else "")
            if len(found) >= _MOST_FOUND or time.monotonic() > ends:
                return

    with suppress(LfckgError):  # out of time
        start = Literal(namespace + begun)
        ask(store, Query("completion", text.format(start=start)), gather, timeout=_SECONDS)
    return [Candidate(prefix + slug, label) for slug, label in list(found.items())]
