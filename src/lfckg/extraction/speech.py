"""Speech: the quotations of an article, with the words that tell who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lfckg.article import Extent, count_words
from lfckg.extraction.attributions import Attribution, Speech, after, amid, before
from lfckg.marks import Marked, find_marked

__all__ = ["Quoted", "find_quotations"]

_FEWEST_WORDS = 5
_LEAD = 20  # characters before a mark that are looked at
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
_SENTENCE_ENDS = (".", "!", "?", "…")
_BREAKS = (",", "—", "–", "-", "…")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation: its `pieces` without marks, and its `extent` from behind its first mark to before its last.

    `attributions` are the words around the pieces that tell of the speaker; `speaker` are those of them that name
    somebody ("club president Ann Lee", "he"), `verb` is the reporting verb. Both are None where the sentence has none.
    """

    pieces: tuple[Extent, ...]
    extent: Extent
    attributions: tuple[Extent, ...] = ()
    speaker: Extent | None = None
    verb: Extent | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two marks, and what is told of it before and behind."""

    marked: Marked
    before: Attribution | None
    after: Attribution | None


def find_quotations(text: str, speech: Speech) -> tuple[Quoted, ...]:
    """Give the quotations of a normalised text in order.

    Pieces that are parted by their attribution alone ("…," said X. "…") are one quotation, as are paragraphs that each
    begin with a mark, the last of them alone ending with one. What is marked for another reason is none: a title, a
    word that isn't meant as it stands.
    """
    pieces = _pieces(text, speech)
    groups: list[list[_Piece]] = []
    for number, piece in enumerate(pieces):
        if number and _continues(text, pieces[number - 1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(_quoted(group) for group in groups if _is_speech(text, group))


def _pieces(text: str, speech: Speech) -> list[_Piece]:
    found = find_marked(text)
    borders = [0, *(match.end() for match in _PARAGRAPH_END.finditer(text)), len(text)]
    pieces = []
    paragraph = said = 0
    for number, marked in enumerate(found):
        while borders[paragraph + 1] <= marked.outer[0] and paragraph + 2 < len(borders):
            paragraph += 1
        first = max(borders[paragraph], said)
        next_mark = found[number + 1].outer[0] if number + 1 < len(found) else len(text)
        stop = min(borders[paragraph + 1], next_mark)
        ending = text[marked.inner[1] - 1]
        if ending in (*_SENTENCE_ENDS, *_BREAKS):  # not single words amid a sentence
            said = marked.outer[1]
        told_before = before(text, first, marked.outer[0], speech)
        if told_before is None and marked.closed:
            last = found[number - 1].outer[1] if number else 0
            told_before = amid(text, max(first, last), marked.inner, speech)
        told_after = after(text, marked.outer[1], stop, ending, speech) if marked.closed else None
        pieces.append(_Piece(marked, told_before, told_after))
    return pieces


def _continues(text: str, earlier: _Piece, later: _Piece) -> bool:
    """Tell whether a piece goes on with what the one before it says."""
    between = text[earlier.marked.outer[1] : later.marked.outer[0]]
    if not earlier.marked.closed:
        return not between.strip() and earlier.marked.mark == later.marked.mark
    if earlier.after is None or "\n\n" in between or _PARAGRAPH_END.search(between):
        return False
    rest = text[earlier.after.extent[1] : later.marked.outer[0]].strip()
    opens_another = later.before is not None and later.before.verb != earlier.after.verb
    return rest in ("", ".", ",", ":", ";") and not opens_another


def _is_speech(text: str, group: list[_Piece]) -> bool:
    """Tell a quotation from titles and single words between marks."""
    first = group[0].marked
    start, end = first.inner
    if any(piece.after for piece in group) or group[0].before:
        return True
    words = sum(count_words(text[slice(*piece.marked.inner)]) for piece in group)
    lead = text[max(0, first.outer[0] - _LEAD) : first.outer[0]].rstrip(" ")
    stands_alone = not lead or lead.endswith(("\n", ":", *_SENTENCE_ENDS, "”", "’", '"', "»"))
    last = group[-1].marked
    ends_well = text[last.inner[1] - 1] in _SENTENCE_ENDS or text[last.inner[1] - 1] in _BREAKS
    return words >= _FEWEST_WORDS and stands_alone and ends_well and not text[start:end][0].islower()


def _quoted(group: list[_Piece]) -> Quoted:
    told = [group[0].before, *(piece.after for piece in group)]
    known = sorted({attribution for attribution in told if attribution}, key=lambda attribution: attribution.extent)
    best = next((attribution for attribution in known if attribution.speaker), known[0] if known else None)
    pieces = tuple(piece.marked.inner for piece in group)
    return Quoted(
        pieces,
        (pieces[0][0], pieces[-1][1]),
        tuple(attribution.extent for attribution in known),
        best.speaker if best else None,
        best.verb if best else None,
    )
