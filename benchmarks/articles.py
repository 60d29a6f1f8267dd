"""Articles: a text that is made up as it is cited, and the quads of its claims, mentions and spans.

The texts are never stored, but they are there while an article is written: offsets, quotes and digests are true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from benchmarks.shortcuts import Cited, Shortcuts
from benchmarks.terms import (
    CLAIM,
    DERIVED,
    OBJECT,
    PREDICATE,
    SUBJECT,
    TYPE,
    dcterms,
    integer,
    iri,
    lfc,
    oa,
    on_day,
    text,
)
from lfckg.article import count_words, digest_sentence, digest_text
from lfckg.namespaces import ARTICLE, article_graphs

__all__ = ["ArticleWriter", "Words"]

_ASSERTION = lfc("Assertion")


class Words(NamedTuple):
    """A stretch of the text, with the first and the last of the sentences and the paragraphs that it touches."""

    start: int
    end: int
    quote: str | None
    sentences: tuple[int, int]
    paragraphs: tuple[int, int]


class ArticleWriter:
    """Writes one article, by sentences and by claims that cite pieces of them."""

    def __init__(self, slug: str, issued: date | None, shortcuts: Shortcuts) -> None:
        self.slug = slug
        self.issued = issued
        self.shortcuts = shortcuts
        self.claims = 0
        self.node_names: dict[str, str] = {}  # of tenures and quotations that later passages speak of again
        self._article = iri(f"{ARTICLE}{slug}")
        self._base = f"<{ARTICLE}{slug}#"
        self._facts, self._evidence = (f" {iri(graph)} .\n" for graph in article_graphs(slug))
        self._lines: list[str] = []
        self._asserted: set[str] = set()
        self._text: list[str] = []
        self._length = 0
        self._sentences: list[tuple[int, int]] = []
        self._paragraphs: list[tuple[int, int]] = []
        self._is_new = True
        self._spans: dict[tuple[int, int], Words] = {}
        self._mentions = 0

    def paragraph(self) -> None:
        """Begin a new paragraph with the next sentence."""
        self._is_new = True

    def sentence(self, *pieces: str, before: str = "", after: str = ".") -> list[Words]:
        """Write a sentence, and give its pieces to be cited; a piece that opens with `~` is cited by offsets alone."""
        gap = "" if not self._text else "\n\n" if self._is_new else " "
        start = self._length + len(gap)
        if self._is_new:
            self._paragraphs.append((start, start))
        numbers = (len(self._sentences) + 1, len(self._sentences) + 1)
        paragraphs = (len(self._paragraphs), len(self._paragraphs))
        at, found, plain = start + len(before), [], []
        for piece in pieces:
            words = piece.removeprefix("~")
            quote = None if piece.startswith("~") else words
            found.append(Words(at, at + len(words), quote, numbers, paragraphs))
            plain.append(words)
            at += len(words) + 1
        body = f"{gap}{before}{' '.join(plain)}{after}"
        self._text.append(body)
        self._length += len(body)
        self._sentences.append((start, self._length))
        self._paragraphs[-1] = (self._paragraphs[-1][0], self._length)
        self._is_new = False
        return found

    def iri(self, name: str) -> str:
        """Give a node of this article."""
        return f"{self._base}{name}>"

    def cite(self, words: Words) -> str:
        """Give the span of words."""
        self._spans.setdefault(words[:2], words)
        return f"{self._base}char={words.start},{words.end}>"

    def claim(
        self,
        name: str,
        triple: tuple[str, str, str],
        words: Sequence[Words],
        *,
        status: str = "Stated",
        modality: str = "Actual",
        speaker: str | None = None,
    ) -> Cited:
        """Write a claim, and the fact that it asserts."""
        claim, (subject, predicate, value), lines, graph = self.iri(name), triple, self._lines, self._evidence
        self.claims += 1
        lines.append(
            f"{claim} {TYPE} {CLAIM}{graph}{claim} {SUBJECT} {subject}{graph}{claim} {PREDICATE} {predicate}{graph}"
            f"{claim} {OBJECT} {value}{graph}{claim} {lfc('status')} {lfc(status)}{graph}"
            f"{claim} {lfc('modality')} {lfc(modality)}{graph}{claim} {DERIVED} {self._article}{graph}"
        )
        if status in {"Stated", "Implied"} and modality != "Planned":
            lines.append(f"{claim} {TYPE} {_ASSERTION}{graph}")
            fact = f"{subject} {predicate} {value}{self._facts}"
            if fact not in self._asserted:
                self._asserted.add(fact)
                lines.append(fact)
        if speaker:
            lines.append(f"{claim} {lfc('speaker')} {speaker}{graph}")
        spans = self._cite(claim, words)
        return Cited(claim, tuple((span, self._article, cited.start, cited.quote) for span, cited in spans))

    def node(
        self,
        name: str,
        values: Mapping[str, str],
        words: Sequence[Words],
        *,
        subject: str | None = None,
        status: str = "Stated",
        speaker: str | None = None,
    ) -> dict[str, Cited]:
        """Write a claim for each value of a node of this article, or of `subject`; `type` is one of them."""
        about = subject or self.iri(name)
        return {
            key: self.claim(f"{name}.{key}", (about, lfc(key), value), words, status=status, speaker=speaker)
            for key, value in values.items()
        }

    def mention(self, thing: str, kind: str, words: Words) -> None:
        """Write a mention: a Name, a Nickname, a Description or a Pronoun."""
        self._mentions += 1
        mention, graph = self.iri(f"m{self._mentions}"), self._evidence
        self._lines.append(
            f"{mention} {TYPE} {lfc('Mention')}{graph}{mention} {lfc('mentionType')} {lfc(kind)}{graph}"
            f"{mention} {lfc('refersTo')} {thing}{graph}{mention} {DERIVED} {self._article}{graph}"
        )
        self._cite(mention, [words])

    def extent(self, first: Words, last: Words) -> Words:
        """Give the stretch from the first to the last of some words, and the full stop behind them."""
        sentences, paragraphs = (first.sentences[0], last.sentences[1]), (first.paragraphs[0], last.paragraphs[1])
        return Words(first.start, last.end + 1, None, sentences, paragraphs)

    def finish(self) -> str:
        """Write the text index and the spans, and give the quads of the article."""
        self._describe()
        for number, (start, end) in enumerate(self._paragraphs, 1):
            inside = [n for n, (first, _) in enumerate(self._sentences, 1) if start <= first < end]
            words = Words(start, end, None, (inside[0], inside[-1]), (number, number))
            self._lines.append(f"{self.cite(words)} {TYPE} {lfc('Paragraph')}{self._evidence}")
            for n in inside:
                words = Words(*self._sentences[n - 1], None, (n, n), (number, number))
                self._lines.append(f"{self.cite(words)} {TYPE} {lfc('Sentence')}{self._evidence}")
        for words in self._spans.values():
            self._describe_span(words)
        return "".join(self._lines)

    def _cite(self, node: str, words: Sequence[Words]) -> list[tuple[str, Words]]:
        spans = [(self.cite(cited), cited) for cited in sorted(set(words), key=lambda cited: cited[:2])]
        self._lines += [f"{node} {lfc('span')} {span}{self._evidence}" for span, _ in spans]
        quoted = [cited.quote for _, cited in spans if cited.quote]
        if quoted:
            self._lines.append(f"{node} {lfc('words')} {text(' … '.join(quoted))}{self._evidence}")
        return spans

    def _describe(self) -> None:
        written = "".join(self._text)
        values = {
            TYPE: lfc("Article"),
            lfc("length"): integer(len(written)),
            lfc("wordCount"): integer(count_words(written)),
            lfc("sha256"): text(digest_text(written)),
            lfc("paragraphs"): text(" ".join(f"{start},{end}" for start, end in self._paragraphs)),
            lfc("sentences"): text(" ".join(f"{start},{end}" for start, end in self._sentences)),
            lfc("sentenceDigests"): text(" ".join(digest_sentence(written[slice(*pair)]) for pair in self._sentences)),
        }
        if self.issued:
            values |= {dcterms("issued"): on_day(self.issued), dcterms("source"): text("invented with the article")}
        self._lines += [f"{self._article} {key} {value}{self._evidence}" for key, value in values.items()]

    def _describe_span(self, words: Words) -> None:
        """Describe a span as the compiler does, in our terms and as selectors of Web Annotation."""
        place, graph = f"{words.start},{words.end}", self._evidence
        span, position = f"{self._base}char={place}>", f"{self._base}position={place}>"
        start, end = integer(words.start), integer(words.end)
        self._lines.append(
            f"{span} {TYPE} {lfc('Span')}{graph}{span} {oa('hasSource')} {self._article}{graph}"
            f"{span} {lfc('start')} {start}{graph}{span} {lfc('end')} {end}{graph}"
            f"{span} {oa('hasSelector')} {position}{graph}{position} {TYPE} {oa('TextPositionSelector')}{graph}"
            f"{position} {oa('start')} {start}{graph}{position} {oa('end')} {end}{graph}"
        )
        for name, (first, last) in (("sentence", words.sentences), ("paragraph", words.paragraphs)):
            self._lines += [f"{span} {lfc(name)} {integer(n)}{graph}" for n in range(first, last + 1)]
        if words.quote:
            selector, quote = f"{self._base}quote={place}>", text(words.quote)
            self._lines.append(
                f"{span} {lfc('quote')} {quote}{graph}{span} {oa('hasSelector')} {selector}{graph}"
                f"{selector} {TYPE} {oa('TextQuoteSelector')}{graph}{selector} {oa('exact')} {quote}{graph}"
            )
