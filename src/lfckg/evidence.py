"""Evidence: the exact words of an article that a claim rests on."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ELLIPSIS", "Mismatch", "Span", "check_span", "join_words", "occurrences"]

ELLIPSIS = " … "


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's normalised text, in Unicode code points, the end exclusive (RFC 5147).

    `quote` holds its words where they are names or cue words; long spans have none.
    """

    start: int
    end: int
    quote: str | None = None

    def __post_init__(self) -> None:
        """Refuse offsets that fit no text, or not the quote."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span from {self.start} to {self.end} holds no character")
        if self.quote is not None and len(self.quote) != self.end - self.start:
            expected = self.start + len(self.quote)
            raise ValueError(f"the quote has {len(self.quote)} characters: its end is {expected}, not {self.end}")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A quote that does not stand where its span says; `found` lists where it does stand."""

    quote: str
    start: int
    found: tuple[int, ...]

    def __str__(self) -> str:
        """Say what is wrong and what to do."""
        if not self.found:
            return f"the quote {self.quote!r} is not in the text. Copy it letter by letter."
        if len(self.found) == 1:
            place = self.found[0]
            return f"the quote {self.quote!r} stands at {place}, not at {self.start}. Write lfc:start {place}."
        places = ", ".join(map(str, self.found))
        return f"the quote {self.quote!r} does not stand at {self.start} but at {places}. Choose one as lfc:start."


def occurrences(quote: str, text: str) -> tuple[int, ...]:
    """Find every offset at which `quote` stands in `text`, overlapping ones too.

    >>> occurrences("ana", "banana")
    (1, 3)
    """
    found = []
    start = text.find(quote)
    while start != -1:
        found.append(start)
        start = text.find(quote, start + 1)
    return tuple(found)


def check_span(span: Span, text: str) -> Mismatch | None:
    """Hold a span against the normalised text; a span without a quote only has to lie within it."""
    if span.quote is None or text[span.start : span.end] == span.quote:
        return None
    return Mismatch(span.quote, span.start, occurrences(span.quote, text))


def join_words(spans: tuple[Span, ...]) -> str | None:
    """Join the quoted words of spans in text order, or give None where no words are quoted.

    >>> join_words((Span(30, 36, "FA Cup"), Span(4, 18, "the German won")))
    'the German won … FA Cup'
    """
    return ELLIPSIS.join(span.quote for span in sorted(spans) if span.quote is not None) or None
