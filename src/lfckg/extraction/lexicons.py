"""The lexicon: classes of words and well-known names, from the files in `ontology/extraction/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Lexicon", "alternatives", "read_lexicon", "singular"]

_KNOWN = ("Place", "Broadcaster", "Competition", "Club")  # a later one's names go before an earlier one's
_FEW = 2  # clubs that a part of a name, such as "Frontale", may mean
_GROUP = re.compile(r"(?<!\\)\((?!\?)")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and names.

    `words` gives a regular expression for each class of words; `names` the kind and the canonical form of a
    well-known name, `meanings` the canonical forms of all that a name may mean ("the Blues"); `marks` the words that
    make a name one of a kind; `adjectives` and `people` the words for a nation's people ("Scottish", "Scot"), `nations`
    the country of each; `given` tells of a given name whether it is a "he" or a "she" ("" where it may be both);
    `capitals` the words by which stretches of capitals are told apart; `homes` the cities and the adjectives of the
    countries of well-known clubs.
    """

    words: Mapping[str, str]
    hedges: Mapping[str, re.Pattern[str]]
    names: Mapping[str, tuple[str, str]]
    marks: Mapping[str, frozenset[str]]
    endings: tuple[str, ...]
    adjectives: frozenset[str]
    people: frozenset[str]
    countries: frozenset[str]
    nations: Mapping[str, str]
    meanings: Mapping[str, frozenset[str]]
    given: Mapping[str, str]
    capitals: Mapping[str, frozenset[str]]
    homes: Mapping[str, frozenset[str]]


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
    classes["posts"] = rf"(?i:(?>{classes['post']}(?: and {classes['post']})?))"  # whole, not "head of women's"
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
        nations={word: nation[0] for nation in nations for word in [*_listed(nation[1]), *_listed(nation[2])]},
        meanings=_meanings(names),
        given=_given(names["Person"]),
        homes=_homes(names["Homes"]["clubs"]),
        capitals={name: frozenset(words) for name, words in names["Capitals"].items()},
    )


def alternatives(entries: Iterable[str]) -> str:
    """Make one expression of many, the longest first; plain brackets capture nothing.

    >>> alternatives(["boss", "(head )?coach"])
    '(?:(?:head )?coach|boss)'
    """
    return f"(?:{'|'.join(_GROUP.sub('(?:', entry) for entry in sorted(entries, key=lambda word: (-len(word), word)))})"


def singular(word: str) -> str:
    """Give a word without the sign of the plural.

    >>> singular("Trophies"), singular("Shields")
    ('Trophy', 'Shield')
    """
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def _known(names: Mapping[str, Mapping[str, list[str]]]) -> Iterable[tuple[str, tuple[str, str]]]:
    for kind in _KNOWN:
        for canonical, *others in _forms(names, kind):
            for name in [canonical, *others]:
                yield name, (kind, canonical)


def _meanings(names: Mapping[str, Mapping[str, list[str]]]) -> dict[str, frozenset[str]]:
    meant: dict[str, set[str]] = {}
    for kind in _KNOWN[1:]:
        for canonical, *others in _forms(names, kind):
            for name in [canonical, *others]:
                meant.setdefault(name, set()).add(canonical)
    parts: dict[str, set[str]] = {}
    for canonical, *_ in _forms(names, "Club"):
        for part in canonical.split() if " " in canonical else ():
            parts.setdefault(part, set()).add(canonical)
    meant |= {part: clubs for part, clubs in parts.items() if len(clubs) <= _FEW and part not in meant}
    return {name: frozenset(canonical) for name, canonical in meant.items()}


def _forms(names: Mapping[str, Mapping[str, list[str]]], kind: str) -> Iterable[list[str]]:
    for entry in names[kind]["names"]:
        yield [part.strip() for part in entry.split(";")]


def _homes(entries: Iterable[str]) -> dict[str, frozenset[str]]:
    homes: dict[str, set[str]] = {}
    for entry in entries:
        nation, city, clubs = (part.strip() for part in entry.split(";"))
        for club in _listed(clubs):
            homes.setdefault(club, set()).update((nation, city))
    return {club: frozenset(places) for club, places in homes.items()}


def _given(table: Mapping[str, list[str]]) -> dict[str, str]:
    women, men = ({name for line in table[kind] for name in _listed(line)} for kind in ("women", "men"))
    return {name: "" if name in women & men else "she" if name in women else "he" for name in women | men}


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]
