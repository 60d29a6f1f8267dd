"""Where ontology, data and queries are: a checkout, or the copy inside the installed package."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lfckg.errors import InputError, OutputError

__all__ = ["Workspace", "code", "find_workspace"]

_PACKAGE = Path(__file__).parent
_MARK = Path("ontology", "lfckg.ttl")


class Workspace(NamedTuple):
    """A directory with `data/`, and where it has them `ontology/` and `queries/`: else the package's are used.

    `product` is where its build goes.
    """

    root: Path
    product: Path

    @property
    def is_packaged(self) -> bool:
        """Whether it is the copy that came with the package, and not for editing."""
        return self.product.parent != self.root / "build"

    @property
    def ontology(self) -> Path:
        """The ontology: one Turtle file."""
        return self._home("ontology") / "lfckg.ttl"

    @property
    def inferences(self) -> list[Path]:
        """The inference rules: SPARQL SELECT files, by name."""
        return sorted(Path(name) for name in _files(self._home("ontology") / "inference", ".rq"))

    @property
    def shapes(self) -> Path:
        """The SHACL shapes: one Turtle file."""
        return self._home("ontology") / "shapes.ttl"

    @property
    def context(self) -> Path:
        """The JSON-LD context of exports."""
        return self._home("ontology") / "context.jsonld"

    @property
    def rules(self) -> list[Path]:
        """The rules that SHACL Core can't say: SPARQL queries that must return nothing, by name."""
        return sorted((self._home("ontology") / "rules").glob("*.rq"))

    @property
    def extraction(self) -> Path:
        """The directory of what reading articles goes by."""
        return self._home("ontology") / "extraction"

    @property
    def data(self) -> list[Path]:
        """The curated files, by name; those in subdirectories too, but no hidden ones (editors leave such)."""
        return sorted(Path(name) for name in _files(self.root / "data", ".ttl"))

    @property
    def inputs(self) -> list[str]:
        """The files that the dataset is made from: ontology, shapes, inference rules and data, in a fixed order."""
        ontology = self._home("ontology")
        rules = _files(ontology / "inference", ".rq")
        return [str(self.ontology), str(self.shapes), *sorted(rules), *sorted(_files(self.root / "data", ".ttl"))]

    @property
    def witnesses(self) -> list[str]:
        """The files that tell whether the build is true."""
        return [*self.inputs, *code(), str(self.product)]

    @property
    def cache(self) -> Path:
        """Where finished stores are kept: beside the build in a checkout, else where XDG wants caches."""
        if not self.is_packaged:
            return self.root / "build" / "stores"
        named = Path(os.environ.get("XDG_CACHE_HOME") or "")
        if named.is_absolute():  # XDG wants others to be ignored
            return named / "lfckg"
        try:
            return Path.home() / ".cache" / "lfckg"
        except RuntimeError:  # a user without a home keeps nothing
            return Path(os.devnull) / "lfckg"

    def check_output(self, path: Path) -> None:
        """Refuse to write a result over the workspace's own files; raise OutputError."""
        for name in ("ontology", "data", "queries"):
            if path.resolve().is_relative_to((self.root / name).resolve()):
                raise OutputError(f"{path}: lies in {name}/, which holds sources. Name a file elsewhere.")

    @property
    def queries(self) -> Path:
        """The directory of stored queries."""
        return self._home("queries")

    def _home(self, name: str) -> Path:
        own = self.root / name
        return own if own.is_dir() else _share() / name


def code() -> list[str]:
    """Give the files of the code that compiles data."""
    home = os.path.dirname(__file__)  # noqa: PTH120  paths as strings: this is done for every query
    return [f"{home}/{name}" for name in sorted(os.listdir(home)) if name.endswith(".py")]  # noqa: PTH208


def _files(folder: Path, suffix: str) -> Iterator[str]:
    """Give the files below a folder that have an extension; none that is hidden, or in a hidden folder."""
    folders = [str(folder)]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                folders.append(entry.path)
            elif entry.name.endswith(suffix):
                yield entry.path


def _share() -> Path:
    """Give the copy inside the installed package; an editable install has the checkout two levels up."""
    share = _PACKAGE / "share"
    return share if share.is_dir() else _PACKAGE.parents[1]


def find_workspace(root: Path | None = None) -> Workspace:
    """Find the workspace: `root`, LFCKG_WORKSPACE, the checkout we stand in, or the package's own copy.

    Raises InputError where a directory was named that is no workspace.
    """
    named = root or (Path(value) if (value := os.environ.get("LFCKG_WORKSPACE")) else None)
    if named:
        if not (named / "data").is_dir():
            raise InputError(
                f"{named}: is no workspace: it has no data/. Name a directory with curated files in data/."
            )
        return Workspace(named, named / "build" / "lfckg.nq")
    try:
        here = Path.cwd()
    except OSError as exc:
        raise InputError("the folder that this command was started in is gone. Change to another.") from exc
    for directory in (here, *here.parents):
        if (directory / _MARK).is_file():
            return Workspace(directory, directory / "build" / "lfckg.nq")
    return Workspace(_share(), here / "lfckg.nq")
