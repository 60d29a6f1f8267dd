"""Comparisons: two graphs, builds, files or workspaces read as datasets, and what they differ in."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Quad, Triple

from lfckg.comparison.blanks import name_blanks
from lfckg.comparison.differences import Difference, subtract, within_article
from lfckg.comparison.quadsets import Dataset
from lfckg.datasets import open_nquads
from lfckg.errors import InputError, nearest
from lfckg.files import display
from lfckg.namespaces import ARTICLE, LFC
from lfckg.products import quads_of
from lfckg.rdf import read_bytes, read_rdf
from lfckg.recognition import article_of, is_curated
from lfckg.workspace import Workspace, find_workspace

__all__ = ["diff"]


def diff(
    before: Path,
    after: Path | None = None,
    *,
    workspace: Workspace | None = None,
    article: str | None = None,
    merged: bool = False,
    exact: bool = False,
    trust: bool = False,
) -> Difference:
    """Find what two datasets differ in: builds, RDF files, curated files or workspaces; by default with `workspace`.

    A curated file stands for the workspace with this file in place of its own. With `article` (slug) only the graphs
    of that article are compared, with `merged` the merged sets of all graphs. Blank nodes are named by what is said of
    them, within limits unless `trust` is set. Claims of RDF 1.2 are compared in the form of RDF 1.1; with `exact` they
    are refused. Raises InputError or DataError for what can't be read or compared.
    """
    workspace = workspace or find_workspace()
    second = workspace.root if after is None else Path(after)
    if Path(before).resolve() == second.resolve():
        raise InputError(f"{display(Path(before))}: is compared with itself. Name another file or workspace.")
    sides = [_read(path, workspace, exact=exact, trust=trust) for path in (Path(before), second)]
    if merged:
        sides = [side.merged() for side in sides]
    if article is not None:
        _check_article(article, sides)
    return subtract(sides[0], sides[1], within_article(article) if article is not None else None)


def _read(path: Path, workspace: Workspace, *, exact: bool, trust: bool) -> Dataset:
    shown = display(path)
    if path.is_dir():
        with open_nquads(find_workspace(path)) as nquads:
            return _of_lines(f"workspace {shown}", nquads.read())
    if is_curated(path, workspace):
        return Dataset.of(shown, _compile(path, workspace))
    data = read_bytes(path)
    if (built := quads_of(data)) is not None:
        return _of_lines(shown, built)
    quads = read_rdf(path, data, reifiers=exact)
    if exact and any(isinstance(quad.object, Triple) for quad in quads):
        raise InputError(
            f"{shown}: has triple terms of RDF 1.2, and an update is made of RDF 1.1. Export without --rdf12."
        )
    return Dataset.of(shown, name_blanks(quads, shown, trust=trust))


def _of_lines(name: str, nquads: bytes) -> Dataset:
    """Make a dataset of N-Quads that we wrote ourselves, each line as pyoxigraph writes a quad."""
    return Dataset(name, frozenset(line.removesuffix(b" .") for line in nquads.split(b"\n") if line))


def _compile(path: Path, workspace: Workspace) -> frozenset[Quad]:
    """Compile the workspace with a curated file in place of the one of its article, or of its name."""
    from lfckg.compiler import compile_files  # noqa: PLC0415  two builds are compared without

    known = {other.resolve() for other in workspace.data}
    if path.resolve() in known:
        return compile_files(workspace).quads()
    article = article_of(path)
    replaced = [
        other for other in workspace.data if (article_of(other) == article if article else other.name == path.name)
    ]
    return compile_files(workspace, [path], without=replaced).quads()


def _check_article(slug: str, sides: list[Dataset]) -> None:
    """Refuse an article that neither side knows."""
    if not any(next(side.about([f"<{ARTICLE}{slug}>"]), None) for side in sides):
        prefix = f"<{ARTICLE}"
        known = {
            str(quad.subject)[len(prefix) : -1]
            for side in sides
            for quad in side.saying([f"{LFC}sha256"])
            if str(quad.subject).startswith(prefix)
        }
        raise InputError(f"{slug}: neither side has an article of this name{nearest(slug, sorted(known)) or '.'}")
