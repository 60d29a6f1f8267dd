"""Read the spans of a curated file: the brackets that say where in the text the words of a claim stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from lfckg.article import TextIndex
from lfckg.curated import Citation, CuratedFile, whole_number
from lfckg.evidence import Span, begins_within_character, by_place
from lfckg.files import normalise
from lfckg.namespaces import LFC
from lfckg.turtle import Node, Place

__all__ = ["SpanReader"]

_SPAN, _START, _END, _QUOTE = f"{LFC}span", f"{LFC}start", f"{LFC}end", f"{LFC}quote"


@dataclass(slots=True)
class SpanReader:
    """Reads spans into `found`, and notes what is to be mended in them; `index` is None where it is broken."""

    found: CuratedFile
    index: TextIndex | None = None
    quotes: dict[tuple[int, int], str | None] = field(default_factory=dict)
    unplaced: list[tuple[Place, NamedNode]] = field(default_factory=list)

    def spans_of(self, node: Node) -> tuple[Span, ...]:
        """Read the spans that a node cites, in text order; a problem is noted where it cites none."""
        owner = node.term
        assert isinstance(owner, NamedNode)  # noqa: S101  read_turtle refuses unnamed subjects
        values = list(node.objects(_SPAN))
        if not values:
            self.found.note(node.place, f'{self.found.short(owner)} cites no words. Add lfc:span [ lfc:quote "…" ].')
        spans: set[Span] = set()
        for value in values:
            if value.node is None:
                message = 'a span is written in brackets: lfc:span [ lfc:start 0 ; lfc:quote "…" ].'
                self.found.note(value.place, message)
            elif span := self.read(value.node, value.place, owner):
                for other in spans:
                    if span.start < other.end and other.start < span.end:
                        places = f"{other.start} to {other.end} and {span.start} to {span.end}"
                        self.found.note(value.place, f"the spans {places} overlap. Make one span of them.")
                spans.add(span)
        return tuple(sorted(spans, key=by_place))

    def read(self, node: Node, place: Place, owner: NamedNode) -> Span | None:
        """Read the brackets of one span."""
        values: dict[str, Literal] = {}
        for predicate, at, value in node.properties:
            if predicate.value not in {_START, _END, _QUOTE} or predicate.value in values:
                message = "a span has one lfc:start, and lfc:end or lfc:quote or both. Remove the rest."
                self.found.note(at, message)
            elif isinstance(value.term, Literal):
                values[predicate.value] = value.term
        quote = values[_QUOTE].value if _QUOTE in values else None
        if quote is not None and quote != normalise(quote):
            self.found.note(place, f"the quote {quote!r} is not in normal form (NFC, LF). {self.found.run_update}")
            return None
        try:
            start = whole_number(values[_START].value) if _START in values else None
            end = whole_number(values[_END].value) if _END in values else None
        except ValueError:
            self.found.note(place, "lfc:start and lfc:end take whole numbers. Count the characters from 0.")
            return None
        name = self.found.short(owner)
        if start is None:
            self.unplaced.append((place, owner))
        elif end is None and quote is None:
            self.found.note(place, f"the span of {name} has no end. Give lfc:quote or lfc:end.")
        else:
            return self._checked(start, end, quote, place, owner)
        return None

    def note_unplaced(self) -> None:
        """Note, once for all of them, the spans that have no offsets yet."""
        place, owner = self.unplaced[0]
        others = len(self.unplaced) - 1
        more = f", nor have {others} others" if others > 1 else ", nor has another" if others else ""
        what = f"the span of {self.found.short(owner)} has no lfc:start{more}"
        self.found.note(place, f"{what}. {self.found.run_update}")

    def _checked(self, start: int, end: int | None, quote: str | None, place: Place, owner: NamedNode) -> Span | None:
        try:
            span = Span(start, start + len(quote or "") if end is None else end, quote)
        except ValueError as exc:
            self.found.note(place, f"{exc}. Mend the offsets of {self.found.short(owner)}.")
            return None
        if quote and begins_within_character(quote):
            self.found.note(place, f"the quote {quote!r} begins in the midst of a character. Begin it where that does.")
            return None
        if self.index and (span.end > self.index.length or not self.index.sentences_of(span.start, span.end)):
            message = f"no sentence of the text holds characters {span.start} to {span.end}. Mend the offsets."
            self.found.note(place, message)
            return None
        quoted = self.quotes.setdefault((span.start, span.end), span.quote) if span.quote else span.quote
        if quoted != span.quote:
            where = f"at {span.start} stands {quoted!r} in one place of this file"
            self.found.note(place, f"{where} and {span.quote!r} in another.")
        self.found.citations.append(Citation(owner, span, place))
        return span
