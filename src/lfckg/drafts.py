"""Drafts: the skeleton of a curated file, and its offsets kept in step with the text.

`update` edits the file's own characters, so that comments and layout stay as their author left them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from pyoxigraph import Literal

from lfckg.article import TextIndex, format_extents, index_text, slugify
from lfckg.curated import find_article, read_index
from lfckg.errors import DataError, InputError, Problem
from lfckg.evidence import occurrences
from lfckg.files import display, read_article, write
from lfckg.namespaces import ARTICLE, LFC, PREFIXES
from lfckg.turtle import Node, Object, Place, TurtleFile, read_turtle

__all__ = ["Update", "draft", "update"]

_INDEX = ("length", "wordCount", "sha256", "paragraphs", "sentences")
_SKELETON = """\
{prefixes}

# The text index: numbers, no words. `lfckg new --update` keeps it in step with the text.
article:{slug} a lfc:Article ;
{index} .

# Write here what the article says, one block for each thing, and quote the words that say it: names and cue words,
# no whole sentences. For example:
#
#   art:appointment a lfc:Appointment ; lfc:person :jane-doe ; lfc:club :example-fc ;
#       lfc:span [ lfc:quote "appointed" ] .
#
# People, clubs and whatever else other articles may name too are declared in entities.ttl. Then run:
#
#   lfckg new --update {path} --texts DIR      (fills in the offsets)
#   lfckg build --texts DIR
"""

Edit = tuple[Place, str]


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did: spans whose offsets were filled in, spans that were moved, and whether the file changed."""

    path: Path
    filled: int
    moved: int
    changed: bool


def draft(text: Path, *, slug: str | None = None, path: str = "FILE") -> str:
    """Write the skeleton of a curated file for a text; `path` is where its comments say that it lies.

    Raises InputError where the text can't be read or no slug can be made of its name.
    """
    index = index_text(read_article(text))
    name = slug or slugify(text.stem)
    if not name or name != slugify(name):
        wanted = f"use {slugify(name)}" if slugify(name) else "name it with --slug, in a-z, 0-9 and -"
        raise InputError(f"{name or display(text)!r} makes no slug: {wanted}.")
    prefixes = {"art": f"{ARTICLE}{name}#"} | {key: PREFIXES[key] for key in ("", "article", "lfc", "rdf", "xsd")}
    lines = [f"    lfc:{key} {value}" for key, value in _index_values(index).items()]
    return _SKELETON.format(
        prefixes="\n".join(f"@prefix {key}: <{iri}> ." for key, iri in sorted(prefixes.items())),
        slug=name,
        index=" ;\n".join(lines),
        path=path,
    )


def update(path: Path, texts: Path) -> Update:
    """Bring a curated file in step with its text in the directory `texts`: fill in offsets, move those that have moved.

    Raises DataError with every span that can't be placed; then the file is as it was.
    """
    source = read_turtle(path)
    node = find_article(source)
    if node is None:
        raise InputError(f"{display(path)}: describes no lfc:Article, so it cites no text. Name an article's file.")
    slug = str(node.term.value).removeprefix(ARTICLE)
    text = read_article(texts / f"{slug}.txt")
    index = index_text(text)
    spans = _Spans(source, text, _shift(_old_index(node, index), index))
    edits = [*_index_edits(source, node, index), *spans.edits()]
    if spans.problems:
        raise DataError(spans.problems)
    new = source.text
    for place, replacement in sorted(edits, key=lambda edit: edit[0].start, reverse=True):
        new = new[: place.start] + replacement + new[place.end :]
    if new != source.text:
        write(path, [new.encode("utf-8")])
    return Update(path, spans.filled, spans.moved, new != source.text)


def _index_values(index: TextIndex) -> dict[str, str]:
    """Give the text index as Turtle terms, by property."""
    values = (str(index.length), str(index.words), f'"{index.sha256}"')
    extents = (f'"{format_extents(extents)}"' for extents in (index.paragraphs, index.sentences))
    return dict(zip(_INDEX, (*values, *extents), strict=True))


def _old_index(node: Node, new: TextIndex) -> TextIndex | None:
    """Give the index that the file's offsets refer to, None where it is broken; a file without one is taken as new."""
    if not any(True for name in _INDEX for _ in node.objects(LFC + name)):
        return new
    try:
        return read_index(node)
    except ValueError:
        return None


def _index_edits(source: TurtleFile, node: Node, index: TextIndex) -> Iterator[Edit]:
    """Replace the values of the text index; add those that are missing behind the article's last value."""
    missing = []
    for name, value in _index_values(index).items():
        found = next(node.objects(LFC + name), None)
        if found is None:
            missing.append(f" ;\n    lfc:{name} {value}")
        elif source.text[found.place.start : found.place.end] != value:
            yield found.place, value
    if missing:
        end = node.properties[-1][2].place.end
        yield Place(end, end), "".join(missing)


def _shift(old: TextIndex | None, new: TextIndex) -> Callable[[int], int | None]:
    """Give a function from old offsets to new ones, None where it can't tell.

    Sentences are told again by their lengths, in order; where as many sentences stand between two that are known,
    their borders are known too.
    """
    if old is None:
        return lambda _: None
    if old.sha256 == new.sha256:
        return lambda offset: offset
    before, after = ([end - start for start, end in index.sentences] for index in (old, new))
    known: dict[int, int] = {}
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if i2 - i1 != j2 - j1:
            continue
        for (start, end), (new_start, new_end) in zip(old.sentences[i1:i2], new.sentences[j1:j2], strict=True):
            known |= {start: new_start, end: new_end}
            if tag == "equal":
                known |= {start + step: new_start + step for step in range(end - start)}
    return known.get


class _Spans:
    """Places every span of a file in the text, and counts."""

    def __init__(self, source: TurtleFile, text: str, shift: Callable[[int], int | None]) -> None:
        self.source, self.text, self.shift = source, text, shift
        self.problems: list[Problem] = []
        self.filled = self.moved = 0

    def edits(self) -> list[Edit]:
        nodes = [value.node for node in self.source.nodes for _, _, value in node.properties if value.node]
        return [edit for node in nodes for edit in self._span(node)]

    def _span(self, node: Node) -> list[Edit]:
        start, end, quote = (next(node.objects(LFC + name), None) for name in ("start", "end", "quote"))
        old = self._number(start)
        if quote is None:
            return self._unquoted(node, start, end)
        words = unicodedata.normalize("NFC", str(quote.term.value))
        found = self._find(node, words, old)
        if found is None:
            return []
        edits = self._move(start, old, found) + self._move(end, self._number(end), found + len(words))
        if start is None:
            predicate = node.predicate(f"{LFC}quote")
            name = self._at(predicate).replace("quote", "start")
            edits.append((Place(predicate.start, predicate.start), f"{name} {found} ; "))
            self.filled += 1
        elif old != found:
            self.moved += 1
        if words != quote.term.value:
            edits.append((quote.place, unicodedata.normalize("NFC", self._at(quote.place))))
        return edits

    def _unquoted(self, node: Node, start: Object | None, end: Object | None) -> list[Edit]:
        old_start, old_end = self._number(start), self._number(end)
        if old_start is None or old_end is None:
            self._note(node, "a span without lfc:quote needs lfc:start and lfc:end. Add what is missing.")
            return []
        new_start, new_end = self.shift(old_start), self.shift(old_end)
        if new_start is None or new_end is None or not 0 <= new_start < new_end <= len(self.text):
            self._note(
                node, f"the text around {old_start} to {old_end} has changed. Set lfc:start and lfc:end by hand."
            )
            return []
        self.moved += (old_start, old_end) != (new_start, new_end)
        return self._move(start, old_start, new_start) + self._move(end, old_end, new_end)

    def _find(self, node: Node, words: str, old: int | None) -> int | None:
        """Tell where a quote stands: where the text around it has moved to, or where alone it stands."""
        places = occurrences(words, self.text) if words else ()
        expected = self.shift(old) if old is not None else None
        if expected in places:
            return expected
        if len(places) == 1:
            return places[0]
        if not places:
            self._note(node, f"the quote {words!r} is not in the text. Copy it letter by letter.")
        else:
            choices = ", ".join(map(str, places))
            self._note(
                node, f"the quote {words!r} stands at {choices}. Choose one as lfc:start, or lengthen the quote."
            )
        return None

    def _move(self, value: Object | None, old: int | None, new: int) -> list[Edit]:
        return [(value.place, str(new))] if value and old != new else []

    def _number(self, value: Object | None) -> int | None:
        text = value.term.value if value and isinstance(value.term, Literal) else ""
        return int(text) if text.isdecimal() else None

    def _at(self, place: Place) -> str:
        return self.source.text[place.start : place.end]

    def _note(self, node: Node, message: str) -> None:
        self.problems.append(self.source.problem(node.place, message))
