"""Evidence: spans, and quotes that stand where they say."""

from __future__ import annotations

import pytest

from lfckg.evidence import Mismatch, Span, check_span, join_words, occurrences

TEXT = "The boss won. The boss left."


def test_a_span_counts_code_points() -> None:
    text = "🏆 Ünder"
    assert check_span(Span(2, 7, "Ünder"), text) is None


@pytest.mark.parametrize(("start", "end", "quote"), [(3, 3, None), (5, 2, None), (-1, 4, None), (0, 5, "boss")])
def test_impossible_spans_are_refused(start: int, end: int, quote: str | None) -> None:
    with pytest.raises(ValueError, match=r"no character|its end is"):
        Span(start, end, quote)


def test_a_right_quote_and_a_span_without_quote_pass() -> None:
    assert check_span(Span(4, 8, "boss"), TEXT) is None
    assert check_span(Span(0, 28), TEXT) is None


@pytest.mark.parametrize(
    ("span", "found", "message"),
    [
        (Span(0, 4, "left"), (23,), "stands at 23, not at 0"),
        (Span(0, 4, "boss"), (4, 18), "but at 4, 18"),
        (Span(0, 4, "lost"), (), "is not in the text"),
    ],
)
def test_a_wrong_quote_is_told_with_the_right_offset(span: Span, found: tuple[int, ...], message: str) -> None:
    mismatch = check_span(span, TEXT)
    assert mismatch == Mismatch(span.quote or "", span.start, found)
    assert message in str(mismatch)


def test_occurrences_overlap() -> None:
    assert occurrences("aa", "aaaa") == (0, 1, 2)
    assert occurrences("b", "aaaa") == ()


def test_words_are_joined_in_text_order_without_unquoted_spans() -> None:
    assert join_words((Span(9, 12, "won"), Span(0, 3, "The"), Span(14, 28))) == "The … won"
    assert join_words((Span(14, 28),)) is None
    assert join_words((Span(0, 3, "The"), Span(0, 3))) == "The"  # one place cited with its words and without


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("x q\u0307 y", Span(2, 3)),  # a letter and its accent, which has no form in one
        ("x q\u0307 y", Span(3, 6)),
        ("in 👩‍👩‍👧 out", Span(3, 4)),
        ("in 👩‍👩‍👧 out", Span(5, 12)),
        ("for 🇬🇧 fans", Span(4, 5)),
        ("ok 👍🏽 yes", Span(3, 4, "👍")),
    ],
)
def test_no_span_parts_a_character(text: str, span: Span) -> None:
    mismatch = check_span(span, text)
    assert mismatch is not None
    assert "in the midst of a character" in str(mismatch)


@pytest.mark.parametrize("span", [Span(3, 8), Span(3, 8, "👩‍👩‍👧"), Span(0, 2), Span(9, 12)])
def test_whole_characters_are_fine(span: Span) -> None:
    assert check_span(span, "in 👩‍👩‍👧 out") is None
