"""The archive: N-Quads of any number of claims, shaped as `lfckg build` writes them, of clubs that there are not.

The same size and seed give the same bytes. One club is held at a time, so that memory does not grow with the archive.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import BinaryIO, cast

from pyoxigraph import RdfFormat, parse

from benchmarks.articles import ArticleWriter
from benchmarks.events import EVENTS
from benchmarks.sayings import quotation
from benchmarks.shortcuts import Shortcuts
from benchmarks.stories import Story, World, tell_story, world_lines
from lfckg.namespaces import ENTITY, GRAPH
from lfckg.workspace import find_workspace

__all__ = ["Archive", "landmarks", "write_archive"]

_SMALLEST, _USUAL, _LARGEST = 60, 150, 255  # claims of an article
_FEWEST, _MOST = 4, 8  # articles of a club


@dataclass(frozen=True, slots=True)
class Archive:
    """What was written. `quads` are counted as lines."""

    path: Path
    clubs: int
    articles: int
    claims: int
    quads: int


def write_archive(path: Path, claims: int, seed: int = 1) -> Archive:
    """Write an archive of at least so many claims, compressed where the name ends in `.gz`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    clubs = articles = written = quads = 0
    with ExitStack() as stack:
        stream: BinaryIO = stack.enter_context(part.open("wb"))
        if path.suffix == ".gz":  # without time and name: they would differ from run to run
            packed = gzip.GzipFile("", "wb", compresslevel=1, fileobj=stream, mtime=0)
            stream = cast(BinaryIO, stack.enter_context(packed))
        world = World.make()
        for text in (_schema(), "".join(world_lines(world))):
            quads += _write(stream, text)
        while written < claims:
            story = tell_story(world, clubs, seed)
            shortcuts = Shortcuts()
            quads += _write(stream, "".join(story.lines()))
            for article in _articles(world, story, shortcuts, clubs, seed):
                quads += _write(stream, article.finish())
                articles += 1
                written += article.claims
                if written >= claims:
                    break
            quads += _write(stream, "".join(shortcuts.lines()))
            clubs += 1
    part.replace(path)
    return Archive(path, clubs, articles, written, quads)


def landmarks(seed: int = 1) -> dict[str, str]:
    """Give a value for each parameter of the stored queries: things that every archive of this seed tells of."""
    story = tell_story(World.make(), 0, seed)
    manager = story.reigns[-1].manager
    slug = manager.iri[1:-1].removeprefix(ENTITY)
    return {
        "manager": slug,
        "speaker": slug,
        "entity": story.slug,
        "club": story.slug,
        "group": f"{story.slug}-people",
        "name": story.league.label,
        "words": manager.label,
        "article": f"{story.slug}-1",
        "number": "1",
        "day": "2023-06-01",
    }


def _write(stream: BinaryIO, text: str) -> int:
    stream.write(text.encode())
    return text.count("\n")


def _schema() -> str:
    """Give the project's ontology and shapes, so that queries find labels."""
    workspace = find_workspace(Path(__file__).parents[1])
    return "".join(
        f"{quad.triple} <{GRAPH}{name}> .\n"
        for name, path in (("ontology", workspace.ontology), ("shapes", workspace.shapes))
        for quad in parse(path=path, format=RdfFormat.TURTLE)
    )


def _articles(world: World, story: Story, shortcuts: Shortcuts, number: int, seed: int) -> Iterator[ArticleWriter]:
    random = Random(f"articles {number} of {seed}")  # noqa: S311  for repeatable inventions
    for place in range(random.randint(_FEWEST, _MOST)):
        issued = date(2023, 1, 1) + timedelta(random.randrange(1200))
        article = ArticleWriter(f"{story.slug}-{place + 1}", issued if random.random() < 0.5 else None, shortcuts)  # noqa: PLR2004
        size = int(random.triangular(_SMALLEST, _LARGEST, _USUAL))
        # Articles of a club open with other events, and come to the same ones: some facts are told twice.
        for turn in count(3 * place):
            EVENTS[turn % len(EVENTS)](article, story, world, random, turn)
            if article.claims < size:
                quotation(article, story, random, turn)
            if article.claims >= size:
                break
        yield article
