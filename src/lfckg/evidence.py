"""Evidence: the exact words of an article that a claim rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "ELLIPSIS",
    "Mismatch",
    "Span",
    "begins_within_character",
    "by_place",
    "check_span",
    "join_words",
    "near",
    "occurrences",
    "whole_words",
]

ELLIPSIS = " … "
_LONGEST_CHARACTER = 40  # code points; a family emoji has eleven


@dataclass(frozen=True, slots=True)
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
    """A span that does not fit the text.

    Its quote stands elsewhere (`found`, or `near`), or it cuts a word or a character in two.
    """

    quote: str | None
    start: int
    found: tuple[int, ...]
    near: int | None = None
    cuts_character: bool = False

    def __str__(self) -> str:
        """Say what is wrong and what to do."""
        if self.cuts_character:
            return f"the span at {self.start} begins or ends in the midst of a character. Take in the whole of it."
        if self.quote is None:
            return f"the span at {self.start} begins or ends within a word or at a blank. Mend its offsets."
        if not self.found:
            mend = (
                "Copy it letter by letter." if self.near is None else f"But for white space it stands at {self.near}."
            )
            return f"the quote {self.quote!r} is not in the text. {mend}"
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
    start = text.find(quote) if quote else -1
    while start != -1:
        found.append(start)
        start = text.find(quote, start + 1)
    return tuple(found)


def whole_words(quote: str, text: str) -> tuple[int, ...]:
    """Find every offset at which `quote` stands in `text` and cuts no word in two.

    >>> whole_words("Bar", "Barbara met Bar.")
    (12,)
    """
    spans = [Span(place, place + len(quote)) for place in occurrences(quote, text)]
    return tuple(span.start for span in spans if _has_whole_words(span, text))


def check_span(span: Span, text: str) -> Mismatch | None:
    """Hold a span against the normalised text; one without a quote has to begin and end with whole words.

    No span may part what readers see as one character (Unicode Standard Annex #29).
    """
    if span.end <= len(text) and any(_within_character(border, text) for border in (span.start, span.end)):
        return Mismatch(span.quote, span.start, (), cuts_character=True)
    if span.quote is None:
        return None if _has_whole_words(span, text) else Mismatch(None, span.start, ())
    if text[span.start : span.end] == span.quote:
        return None if _has_whole_words(span, text) else Mismatch(None, span.start, ())
    found = occurrences(span.quote, text)
    return Mismatch(span.quote, span.start, found, None if found else near(span.quote, text))


def begins_within_character(quote: str) -> bool:
    r"""Tell whether a quote begins with what belongs to the character before it: an accent, part of an emoji.

    >>> begins_within_character("\u0301e"), begins_within_character("é")
    (True, False)
    """
    return _within_character(1, f"a{quote}")


def _within_character(offset: int, text: str) -> bool:
    if not 0 < offset < len(text) or (text[offset - 1] + text[offset]).isascii():
        return False
    from wcwidth import iter_graphemes  # noqa: PLC0415  only letters beyond ASCII pay for it

    line = text.rfind("\n", 0, offset) + 1
    window = text[max(line, offset - _LONGEST_CHARACTER) : offset + _LONGEST_CHARACTER]
    at, place = max(line, offset - _LONGEST_CHARACTER), offset
    for character in iter_graphemes(window):
        if at >= place:
            break
        at += len(character)
    return at != place


def near(quote: str, text: str) -> int | None:
    """Tell where a quote stands but for its white space, as where the text breaks a line."""
    pattern = r"\s+".join(map(re.escape, quote.split()))
    found = re.search(pattern, text) if pattern else None
    return found.start() if found else None


def _has_whole_words(span: Span, text: str) -> bool:
    words = text[span.start : span.end]
    if len(words) < span.end - span.start or words != words.strip():
        return False
    borders = (text[span.start - 1 : span.start] + words[0], words[-1] + text[span.end : span.end + 1])
    return not any(len(border) == 2 and border.isalnum() for border in borders)  # noqa: PLR2004  two characters


def by_place(span: Span) -> tuple[int, int]:
    """Give what spans of one text are sorted by."""
    return span.start, span.end


def join_words(spans: tuple[Span, ...]) -> str | None:
    """Join the quoted words of spans in text order, or give None where no words are quoted.

    >>> join_words((Span(30, 36, "FA Cup"), Span(4, 18, "the German won")))
    'the German won … FA Cup'
    """
    return ELLIPSIS.join(span.quote for span in sorted(spans, key=by_place) if span.quote is not None) or None
