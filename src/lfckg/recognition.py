"""Recognition: curated files told from other RDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lfckg.errors import LfckgError
from lfckg.files import read_text
from lfckg.namespaces import ENTITY, LFC, OA
from lfckg.turtle import parse_turtle
from lfckg.workspace import Workspace

__all__ = ["article_of", "curated_among", "is_curated"]

_LARGEST_CURATED = 1_000_000
_INDEX = f"{LFC}sentences"


def curated_among(paths: Sequence[Path], workspace: Workspace) -> list[Path]:
    """Tell curated files from other RDF: they lie in data/, or are of an article with its spans still in brackets.

    Beside such an article, files of entities are curated too.
    """
    known = {path.resolve() for path in workspace.data}
    kinds = {path: "article" if path.resolve() in known else _kind(path) for path in paths}
    wanted = {"article", "entities"} if "article" in kinds.values() else {"article"}
    return [path for path, kind in kinds.items() if kind in wanted]


def is_curated(path: Path, workspace: Workspace) -> bool:
    """Tell whether one file is curated: of an article, or one of entities that has the name of one in data/."""
    return bool(curated_among([path], workspace)) or (
        path.name in {known.name for known in workspace.data} and _kind(path) == "entities"
    )


def article_of(path: Path) -> str | None:
    """Give the IRI of the article that a curated file is of; None for a file of entities, or one that is broken."""
    try:
        triples = parse_turtle(path, read_text(path))
    except LfckgError:
        return None
    return next((str(triple.subject)[1:-1] for triple in triples if triple.predicate.value == _INDEX), None)


def _kind(path: Path) -> str:
    if path.suffix.lower() != ".ttl" or not path.is_file() or path.stat().st_size > _LARGEST_CURATED:
        return "other"
    try:
        triples = parse_turtle(path, read_text(path))
    except LfckgError:
        return "other"  # told by whoever reads it as RDF
    predicates = {triple.predicate.value for triple in triples}
    if _INDEX in predicates:
        return "other" if f"{OA}hasSource" in predicates else "article"
    subjects = [str(triple.subject)[1:] for triple in triples]
    return "entities" if all(iri.startswith(ENTITY) and "/article/" not in iri for iri in subjects) else "other"
