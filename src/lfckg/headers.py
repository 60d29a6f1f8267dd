"""Headers: what the comment lines at the top of a query tell of it, in the convention of grlc.

`#+ key: value`; a further-indented line goes on with the value before:

    #+ summary: Trophies won under a manager
    #+ tags: trophies, managers
    #+ param manager: Under whom they were won.
    #+ values manager: SELECT DISTINCT ?value ?label WHERE {
    #+   ?tenure a lfc:Tenure ; lfc:person ?value . ?value skos:prefLabel ?label }
    #+ column trophy: The honour that was won.

Every query that is asked passes here, so it is read with plain string operations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from lfckg.errors import QueryError, nearest

__all__ = ["TYPES", "Header", "parse_header"]

TYPES = (
    "entity",
    "iri",
    "xsd:anyURI",
    "xsd:boolean",
    "xsd:date",
    "xsd:dateTime",
    "xsd:decimal",
    "xsd:double",
    "xsd:gYear",
    "xsd:gYearMonth",
    "xsd:integer",
    "xsd:string",
)
"""What a parameter may be declared to take: what can be checked."""

_SINGLE = ("summary", "description", "tags", "severity")
_NAMED = ("param", "values", "type", "column")
_MARK = "#+"
_OF_A_PARAMETER = ("values", "type")


_NONE: Mapping[str, str] = MappingProxyType({})


class Header(NamedTuple):
    """What a query's header tells; empty where it has none.

    `parameters`, `values`, `types` and `columns` are by name and in their order; `lines` has the line of each key.
    """

    place: str = ""
    title: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    severity: str = ""
    parameters: Mapping[str, str] = _NONE
    values: Mapping[str, str] = _NONE
    types: Mapping[str, str] = _NONE
    columns: Mapping[str, str] = _NONE
    lines: Mapping[str, int] = MappingProxyType({})

    def error(self, key: str, message: str) -> QueryError:
        """Give an error at the line of a key (`param day`), or of the whole file."""
        line = f":{self.lines[key]}" if key in self.lines else ""
        return QueryError(f"{self.place}{line}: {message}")


def parse_header(text: str, place: str) -> Header:
    r"""Read the header of a query; raise QueryError with the line where it is broken. `place` names the query.

    >>> parse_header("#+ summary: All\n#+   clubs\n#+ tags: clubs\nSELECT * {}", "clubs.rq").title
    'All clubs'
    """
    pieces: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    key = ""
    for number, content in _header_lines(text, place):
        value = content.strip()
        if not content.startswith(("  ", "\t")):
            key, value = _key(content.strip(), f"{place}:{number}")
            if key in pieces:
                raise QueryError(f"{place}:{number}: {key!r} stands in line {lines[key]} too. Keep one of them.")
            pieces[key], lines[key] = [], number
        elif not key or not value:
            raise QueryError(
                f"{place}:{number}: goes on with nothing. Write `#+ key: value` first, or remove the line."
            )
        pieces[key].append(value)
    return _header(pieces, lines, place)


def _header_lines(text: str, place: str) -> Iterator[tuple[int, str]]:
    """Give number and content of each `#+` line; they stand above the query, where other comments may stand too."""
    start = number = 0
    while start < len(text):
        number += 1
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)].rstrip("\r")
        if line.startswith(_MARK):
            yield number, line[len(_MARK) :]
        elif line.strip() and not line.startswith("#"):
            break
        start = end + 1 if end >= 0 else len(text)
    below = text.find(f"\n{_MARK}", start)
    if below >= 0:
        number = text.count("\n", 0, below) + 2
        raise QueryError(f"{place}:{number}: a header's line stands below the query's first. Move it to the top.")


def _key(content: str, place: str) -> tuple[str, str]:
    key, colon, value = content.partition(":")
    word, _, name = key.strip().partition(" ")
    name = name.strip()
    if not colon or not word:
        hint = "Write `#+ key: value`, or indent it further if it goes on with the line before."
        raise QueryError(f"{place}: {_MARK} and no key. {hint}")
    if word not in (*_SINGLE, *_NAMED) or (word in _SINGLE and name):
        known = ", ".join(f"{key} NAME" if key in _NAMED else key for key in (*_SINGLE, *_NAMED) if key != "severity")
        hint = nearest(word, (*_SINGLE, *_NAMED)) or f". A header has: {known}."
        raise QueryError(f"{place}: {key.strip()!r} is no key of a header{hint}")
    if word in _SINGLE:
        return word, value.strip()
    if not name.isidentifier():
        raise QueryError(
            f"{place}: {word} wants the name of a variable, without its question mark: `#+ {word} day: …`."
        )
    return f"{word} {name}", value.strip()


def _header(pieces: Mapping[str, list[str]], lines: Mapping[str, int], place: str) -> Header:
    texts: dict[str, dict[str, str]] = {word: {} for word in (*_SINGLE, *_NAMED)}
    for key, parts in pieces.items():
        word, _, name = key.partition(" ")
        text = ("\n" if word == "values" else " ").join(parts).strip()
        if not text:
            raise QueryError(f"{place}:{lines[key]}: {key!r} says nothing. Write its value, or remove the line.")
        texts[word][name] = text
    header = Header(
        place,
        texts["summary"].get("", ""),
        texts["description"].get("", ""),
        tuple(tag.strip() for tag in texts["tags"].get("", "").split(",") if texts["tags"]),
        texts["severity"].get("", ""),
        texts["param"],
        texts["values"],
        texts["type"],
        texts["column"],
        lines,
    )
    _check(header)
    return header


def _check(header: Header) -> None:
    for tag in header.tags:
        if not tag.replace("-", "").isalnum() or header.tags.count(tag) > 1:
            raise header.error("tags", f"{tag!r} is no word, or stands twice. Write tags as words with commas between.")
    for word, names in zip(_OF_A_PARAMETER, (header.values, header.types), strict=True):
        for name in names:
            if name not in header.parameters:
                hint = nearest(name, list(header.parameters)) or f". Write `#+ param {name}: …` too."
                raise header.error(f"{word} {name}", f"the header names no parameter {name}{hint}")
    for name, kind in header.types.items():
        if kind not in TYPES:
            hint = nearest(kind, TYPES) or f". Known are {', '.join(TYPES)}."
            raise header.error(f"type {name}", f"{kind!r} is no type that can be checked{hint}")
