"""Corpora: directories of articles NAME.txt, with their gold facts NAME.json where people have found them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.evaluation.sheets import Sheet, load_sheet
from lfckg.errors import InputError
from lfckg.files import read_article

__all__ = ["Item", "load_found", "read_corpus"]


@dataclass(frozen=True, slots=True)
class Item:
    """An article of a corpus, its text in normal form; `published` is its day.

    `gold` is None where no facts are given. Nothing of it may help to read the article.
    """

    name: str
    text: str
    published: str | None = None
    gold: Sheet | None = None


def read_corpus(folder: Path) -> tuple[Item, ...]:
    """Read the articles of a directory, by name; raise InputError where there are none."""
    items = []
    for path in sorted(folder.glob("*.txt")):
        beside = path.with_suffix(".json")
        sheet = load_sheet(beside) if beside.exists() else Sheet({}, (), is_told=False)
        items.append(Item(path.stem, read_article(path), sheet.published, sheet if sheet.is_told else None))
    if not items:
        raise InputError(f"{folder}: no articles. Give a directory of NAME.txt, with NAME.json where facts are known.")
    return tuple(items)


def load_found(folder: Path, items: tuple[Item, ...]) -> Mapping[str, Sheet]:
    """Load what was found in each article; one without a file had nothing found."""
    paths = {item.name: folder / f"{item.name}.json" for item in items}
    if not any(path.exists() for path in paths.values()):
        raise InputError(f"{folder}: no NAME.json for any of the articles. Write them by `make evaluate` first.")
    return {name: load_sheet(path) if path.exists() else Sheet({}, ()) for name, path in paths.items()}
