"""The lexicon: classes of words and well-known names, from the files in `ontology/extraction/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Lexicon", "alternatives", "read_lexicon"]

_GROUP = re.compile(r"(?<!\\)\((?!\?)")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and names.

    `words` gives a regular expression for each class of words; `names` the kind and the canonical form of a
    well-known name; `marks` the words that make a name one of a kind; `adjectives` and `people` the words for a
    nation's people ("Scottish", "Scot").
    """

    words: Mapping[str, str]
    hedges: Mapping[str, re.Pattern[str]]
    names: Mapping[str, tuple[str, str]]
    marks: Mapping[str, frozenset[str]]
    endings: tuple[str, ...]
    adjectives: frozenset[str]
    people: frozenset[str]
    countries: frozenset[str]


def read_lexicon(directory: Path) -> Lexicon:
    """Read `words.toml` and `names.toml`."""
    words = tomllib.loads((directory / "words.toml").read_text("utf-8"))
    names = tomllib.loads((directory / "names.toml").read_text("utf-8"))
    hedges = {
        name: re.compile(rf"(?<![\w’'-]){alternatives(entries)}(?![\w-])", re.I)
        for name, entries in words.pop("hedges").items()
    }
    nations = [[part.strip() for part in entry.split(";")] for entry in names["Nation"]["nations"]]
    people = frozenset(word for nation in nations for word in _listed(nation[2]))
    adjectives = frozenset(word for nation in nations for word in _listed(nation[1]))
    classes = {name: alternatives(entries) for name, entries in words.items()}
    classes["posts"] = rf"(?i:{classes['post']}(?: and {classes['post']})?)"
    classes["demonym"] = alternatives(adjectives | people)
    classes["adjective"] = alternatives(adjectives)
    classes["people"] = alternatives(people)
    return Lexicon(
        words=classes,
        hedges=hedges,
        names=dict(_known(names)),
        marks={kind: frozenset(table["words"]) for kind, table in names.items() if "words" in table},
        endings=tuple(names["Competition"]["endings"]),
        adjectives=adjectives,
        people=people,
        countries=frozenset(nation[0].removeprefix("the ") for nation in nations),
    )


def alternatives(entries: Iterable[str]) -> str:
    """Make one expression of many, the longest first; plain brackets capture nothing.

    >>> alternatives(["boss", "(head )?coach"])
    '(?:(?:head )?coach|boss)'
    """
    return f"(?:{'|'.join(_GROUP.sub('(?:', entry) for entry in sorted(entries, key=lambda word: (-len(word), word)))})"


def _known(names: Mapping[str, Mapping[str, list[str]]]) -> Iterable[tuple[str, tuple[str, str]]]:
    for kind in ("Place", "Broadcaster", "Competition"):
        for name in names[kind]["names"]:
            yield name, (kind, name)
    for entry in names["Club"]["clubs"]:
        canonical, *others = [part.strip() for part in entry.split(";")]
        for name in [canonical, *others]:
            yield name, ("Club", canonical)


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]
