"""Passages: the words and sentences that claims and mentions rest on, from the graph and the texts at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from lfckg.article import Extent, digest_text, parse_extents
from lfckg.errors import InputError
from lfckg.evidence import ELLIPSIS, Span, by_place
from lfckg.files import display, read_article
from lfckg.namespaces import ARTICLE
from lfckg.sources import Source, select

__all__ = ["Passage", "Passages", "mark_words"]

_SPANS = """
SELECT ?node ?source ?start ?end ?quote ?sentence WHERE {{
  VALUES ?node {{ {nodes} }}
  ?node lfc:span ?span .
  ?span oa:hasSource ?source ; lfc:start ?start ; lfc:end ?end .
  OPTIONAL {{ ?span lfc:quote ?quote }}
  OPTIONAL {{ ?span lfc:sentence ?sentence }}
}}
"""
_MOST_KEPT = 100_000
_AT_ONCE = 100  # a query that is longer is refused by some services


@dataclass(frozen=True, slots=True)
class Passage:
    """Spans of one article (slug), in text order, and the numbers of the sentences that they touch."""

    article: str
    spans: tuple[Span, ...]
    sentences: tuple[int, ...]

    @property
    def words(self) -> str:
        """The quotes, and the offsets of spans without: `the German won … [2448–2469]`."""
        return ELLIPSIS.join(span.quote or f"[{span.start}–{span.end}]" for span in self.spans)


class Passages:
    """Finds passages in a source that holds the graph; with `texts`, a directory of SLUG.txt, their sentences too."""

    def __init__(self, source: Source, texts: Path | None = None) -> None:
        self.source, self.texts = source, texts
        self._texts: dict[str, str | None] = {}
        self._found: dict[NamedNode, tuple[Passage, ...]] = {}
        self._sentences: dict[str, tuple[Extent, ...]] = {}

    def of(self, node: NamedNode) -> tuple[Passage, ...]:
        """Give what a claim or a mention rests on, by article."""
        self.find([node])
        return self._found[node]

    def find(self, nodes: Iterable[NamedNode]) -> None:
        """Look up what many claims or mentions rest on, many at a time, which takes a quarter of the time."""
        wanted = list(dict.fromkeys(nodes))
        if len(self._found) + len(wanted) > _MOST_KEPT:  # an answer may have any number of claims
            self._found.clear()
        missing = [node for node in wanted if node not in self._found]
        for start in range(0, len(missing), _AT_ONCE):
            self._ask(missing[start : start + _AT_ONCE])

    def _ask(self, nodes: list[NamedNode]) -> None:
        found: dict[str, dict[str, tuple[set[Span], set[int]]]] = {node.value: {} for node in nodes}
        for name, source, start, end, quote, sentence in self._rows(_SPANS.format(nodes=" ".join(map(str, nodes)))):
            spans, sentences = found[name].setdefault(source.removeprefix(ARTICLE), (set(), set()))
            with suppress(ValueError):  # a stranger's graph may have spans that are none
                spans.add(Span(int(start), int(end), quote or None))
                sentences.update([int(sentence)] if sentence else [])
        for node in nodes:
            self._found[node] = tuple(
                Passage(slug, tuple(sorted(spans, key=by_place)), tuple(sorted(sentences)))
                for slug, (spans, sentences) in sorted(found[node.value].items())
            )

    def read(self, passage: Passage) -> Iterator[tuple[int, str, tuple[tuple[int, int], ...]]]:
        """Give the number and the text of each sentence, and where in it the spans stand; nothing without the text.

        Raises InputError where the text is not the one that the graph was made from.
        """
        text = self._text(passage.article)
        if text is None:
            return
        for number in passage.sentences:
            start, end = self._sentence(passage.article, number)
            cut = ((max(span.start, start), min(span.end, end)) for span in passage.spans)
            yield number, text[start:end], tuple((left - start, right - start) for left, right in cut if left < right)

    def text_of(self, passage: Passage) -> str | None:
        """Give the words of all spans from the text, or None without it."""
        text = self._text(passage.article)
        return None if text is None else ELLIPSIS.join(text[span.start : span.end] for span in passage.spans)

    def _sentence(self, slug: str, number: int) -> tuple[int, int]:
        if slug not in self._sentences:
            found = self._of_article(slug, "sentences")
            if len(found) != 1:
                raise InputError(f"{slug}: the graph does not tell where its sentences stand. Leave out --texts.")
            self._sentences[slug] = parse_extents(found[0])
        return self._sentences[slug][number - 1]

    def _text(self, slug: str) -> str | None:
        if self.texts is None:
            return None
        if slug not in self._texts:
            path = self.texts / f"{slug}.txt"
            self._texts[slug] = self._checked(slug, path) if path.exists() else None
        return self._texts[slug]

    def _checked(self, slug: str, path: Path) -> str:
        text = read_article(path)
        if digest_text(text) not in self._of_article(slug, "sha256"):
            raise InputError(
                f"{display(path)}: is not the text that the graph was made from. Run `lfckg new --update`."
            )
        return text

    def _of_article(self, slug: str, name: str) -> list[str]:
        return [value for (value,) in self._rows(f"SELECT ?value WHERE {{ <{ARTICLE}{slug}> lfc:{name} ?value }}")]

    def _rows(self, query: str) -> Iterator[list[str]]:
        """Give rows of plain texts, empty where something is unbound."""
        for row in select(self.source, query):
            yield [term.value if isinstance(term, NamedNode | Literal) else "" for term in row]


def mark_words(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """Put words between guillemets that point inwards.

    >>> mark_words("The German won it.", [(4, 10), (11, 14)])
    'The »German« »won« it.'
    """
    parts, at = [], 0
    for start, end in marks:
        parts += [text[at:start], f"»{text[max(at, start) : end]}«"]
        at = end
    return "".join([*parts, text[at:]])
