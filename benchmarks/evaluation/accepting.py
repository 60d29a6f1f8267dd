"""Accepting: what was read in an article goes the way of all proposals, and every one of them is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.evaluation.corpora import Item
from benchmarks.evaluation.mapping import sheet_of
from benchmarks.evaluation.sheets import Sheet
from lfckg.article import slugify
from lfckg.claims import Decision
from lfckg.compiler import compile_files
from lfckg.curated import find_article
from lfckg.datasets import open_store
from lfckg.errors import DataError
from lfckg.extraction.acquaintances import Acquaintances
from lfckg.extraction.gazetteers import read_gazetteer
from lfckg.extraction.proposing import Article, propose
from lfckg.extraction.readings import Reading
from lfckg.extraction.relations import read_relations
from lfckg.proposals import decided, read_proposals
from lfckg.store import store_quads
from lfckg.turtle import read_turtle
from lfckg.workspace import Workspace

__all__ = ["Accepted", "accept_all"]

_REVIEWER, _TIME = "evaluation", "2000-01-01T00:00:00Z"  # nobody sees them
_SOURCE = "the corpus"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of the articles: their sheets, and by name what could not be proposed or built, and why."""

    sheets: Mapping[str, Sheet]
    objections: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A reader that has read already."""

    reading: Reading
    name: str = "rules"

    def read(self, text: str, issued: str | None = None) -> Reading:  # noqa: ARG002  as the reader's
        return self.reading


def accept_all(items: tuple[Item, ...], readings: Mapping[str, Reading], workspace: Workspace) -> Accepted:
    """Write each reading as a curated file, accept all of it, compile that, and map it to the corpus' relations.

    The files lie in a temporary directory. Articles of the workspace are left out, and no article knows the entities
    of another one; those that the workspace declares are known to all.
    """
    relations = read_relations(workspace)
    gazetteer = read_gazetteer(open_store(workspace))
    articles = [path for path in workspace.data if _is_article(path)]
    sheets: dict[str, Sheet] = {}
    objections: dict[str, tuple[str, ...]] = {}
    with TemporaryDirectory() as directory:
        for item in items:
            slug = slugify(item.name) or "article"
            article = Article(
                item.text, slug, Path(directory) / slug, item.published, _SOURCE if item.published else None
            )
            article.directory.mkdir()
            known = Acquaintances.of(gazetteer, workspace.data)
            outcome = propose(article, _Kept(readings[item.name]), relations, known)
            _accept(article.path)
            files = [path for path in (article.entities, article.path) if path.exists()]
            objections[item.name] = outcome.objections
            try:
                quads = compile_files(workspace, files, without=articles).quads()
            except DataError as exc:
                sheets[item.name] = Sheet({}, (), item.published)
                objections[item.name] += (f"not built: {exc}",)
                continue
            sheets[item.name] = sheet_of(store_quads(quads), slug, item.text, workspace.queries, item.published)
    return Accepted(sheets, objections)


def _is_article(path: Path) -> bool:
    return find_article(read_turtle(path)) is not None


def _accept(path: Path) -> None:
    reviewed = read_proposals(path)
    text = path.read_text("utf-8")
    for proposal in reviewed.proposals if reviewed else ():
        after = decided(proposal, Decision.ACCEPTED, _REVIEWER, _TIME)
        text = text.replace(proposal.statement.text, after)
    path.write_text(text, "utf-8")
