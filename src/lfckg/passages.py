"""Passages: the words and sentences that claims and mentions rest on, from the graph and the texts at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from lfckg.article import Extent, digest_text, parse_extents
from lfckg.errors import InputError
from lfckg.evidence import ELLIPSIS, Span, by_place
from lfckg.files import display, read_article
from lfckg.namespaces import ARTICLE, LFC, OA

__all__ = ["Passage", "Passages"]


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
    """Finds passages in a store that holds the graph; with `texts`, a directory of SLUG.txt, their sentences too."""

    def __init__(self, store: Store, texts: Path | None = None) -> None:
        self.store, self.texts = store, texts
        self._texts: dict[str, str | None] = {}
        self._found: dict[NamedNode, tuple[Passage, ...]] = {}
        self._sentences: dict[str, tuple[Extent, ...]] = {}

    def of(self, node: NamedNode) -> tuple[Passage, ...]:
        """Give what a claim or a mention rests on, by article."""
        if node not in self._found:
            self._found[node] = self._find(node)
        return self._found[node]

    def _find(self, node: NamedNode) -> tuple[Passage, ...]:
        found: dict[str, set[Span]] = {}
        sentences: dict[str, set[int]] = {}
        for iri in self._values(node, f"{LFC}span"):
            if not isinstance(iri, NamedNode):
                continue
            article, span = self._span(iri)
            found.setdefault(article, set()).add(span)
            numbers = (int(value.value) for value in self._values(iri, f"{LFC}sentence"))
            sentences.setdefault(article, set()).update(numbers)
        return tuple(
            Passage(slug, tuple(sorted(found[slug], key=by_place)), tuple(sorted(sentences[slug])))
            for slug in sorted(found)
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

    def _span(self, iri: NamedNode) -> tuple[str, Span]:
        (source,) = self._values(iri, f"{OA}hasSource")
        start, end = (int(next(iter(self._values(iri, LFC + name))).value) for name in ("start", "end"))
        quote = next(iter(self._values(iri, f"{LFC}quote")), None)
        return source.value.removeprefix(ARTICLE), Span(start, end, quote.value if quote else None)

    def _sentence(self, slug: str, number: int) -> tuple[int, int]:
        if slug not in self._sentences:
            index = next(iter(self._values(NamedNode(ARTICLE + slug), f"{LFC}sentences")))
            self._sentences[slug] = parse_extents(index.value)
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
        if digest_text(text) not in {value.value for value in self._values(NamedNode(ARTICLE + slug), f"{LFC}sha256")}:
            raise InputError(
                f"{display(path)}: is not the text that the graph was made from. Run `lfckg new --update`."
            )
        return text

    def _values(self, subject: NamedNode, predicate: str) -> set[NamedNode | Literal]:
        quads = self.store.quads_for_pattern(subject, NamedNode(predicate), None, None)
        return {quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)}
