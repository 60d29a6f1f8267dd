"""Proposals as a reviewer sees them: the sentences with their words marked, what they are taken to say, and by whom."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import click
from pyoxigraph import NamedNode, Store

from lfckg.article import Extent, digest_text
from lfckg.cli.rendering import plain
from lfckg.datasets import open_store
from lfckg.doubts import Names
from lfckg.errors import InputError, LfckgError
from lfckg.evidence import Span
from lfckg.files import display, read_article
from lfckg.namespaces import compact
from lfckg.paraphrases import Paraphrase, Paraphraser, Sentences
from lfckg.passages import Passages
from lfckg.profiles import profile_of
from lfckg.proposals import Proposal, Reviewed
from lfckg.things import Thing
from lfckg.workspace import Workspace

__all__ = ["Presenter"]

_WIDEST = 100  # longer lines are hard to read
_FAR = 300  # characters of a sentence around what is marked in it
_MOST_SENTENCES = 8
_MOST_TOLD = 3
_OPEN, _CLOSE = "\x02", "\x03"  # stand in for marks while lines are wrapped; those of a text have been escaped
_LOOSE = {"pronoun", "description"}


@dataclass(slots=True)
class Presenter:
    """Tells proposals in lines for a terminal; `texts` is the directory of the articles' texts.

    `notes` are what is to be told once: which text is not at hand, and why.
    """

    workspace: Workspace
    names: Names
    sentences: Sentences
    texts: Path | None
    notes: list[str] = field(default_factory=list)
    _texts: dict[str, str | None] = field(default_factory=dict)
    _known: Store | None = None

    def lines(self, file: Reviewed, proposal: Proposal) -> Iterator[str]:
        """Give all that is to be known for a decision."""
        text = self._text(file)
        teller = self._teller(proposal, text)
        references = list(teller.references())
        loose = any(reference.kind in _LOOSE for reference in references)
        yield from self._evidence(file, proposal.spans, text, before=loose)
        yield ""
        for paraphrase in teller.paraphrases():
            yield from _wrapped("  ", _stated(paraphrase))
            for detail in paraphrase.details:
                yield from _wrapped("      ", plain(detail))
        for reference in references:
            if reference.kind == "name" and reference.words == f"“{reference.entity}”":
                continue  # nothing is to be decided there
            yield from _wrapped("  ", plain(f"{reference.words} is {reference.entity} ({reference.kind})"))
        yield ""
        yield from _wrapped("  ", plain(_origin(proposal)))

    def line(self, found: tuple[Reviewed, Proposal] | None) -> str:
        """Give a proposal in one line; nothing of one that is gone."""
        if found is None:
            return ""
        file, proposal = found
        teller = self._teller(proposal, self._text(file))
        said = "; ".join(plain(paraphrase.text) for paraphrase in teller.paraphrases())
        where = file.source.problem(proposal.statement.node.place, "")
        confidence = "    " if proposal.confidence is None else f"{proposal.confidence:.2f}"
        return f"{plain(where.path)}:{where.line}  {confidence}  {said or 'says nothing'}"

    def candidates(self, entity: NamedNode, others: Sequence[NamedNode]) -> Iterator[str]:
        """Give who an entity may be, with what is known of each, by number."""
        kind = self.names.kind(entity) or "thing"
        yield from _wrapped("  ", plain(f"{self.names.label(entity)} is a new {kind}, or one that is known:"))
        for number, other in enumerate(others, start=1):
            name = compact(other.value)
            yield from _wrapped(f"  {number}  ", plain(f"{self.names.label(other)}  {self.names.kind(other)}  {name}"))
            for line in self._told(other):
                yield from _wrapped("       ", plain(line))

    def _told(self, entity: NamedNode) -> list[str]:
        """Give some of what the graph says of an entity; nothing where there is no graph to ask."""
        with suppress(LfckgError):
            self._known = self._known or open_store(self.workspace)
            thing = Thing(entity, self.names.label(entity), self.names.kind(entity))
            groups = profile_of(self._known, thing, Passages(self._known)).groups
            return list(dict.fromkeys(line.text for group in groups[:1] for line in group.lines))[:_MOST_TOLD]
        return []

    def _teller(self, proposal: Proposal, text: str | None) -> Paraphraser:
        def words(span: Span) -> str | None:
            return None if text is None else text[span.start : span.end]

        return Paraphraser(proposal, self.names, self.sentences, words)

    def _text(self, file: Reviewed) -> str | None:
        """Give the article's text where it is at hand, and the one that the file is about."""
        if file.slug not in self._texts:
            self._texts[file.slug] = self._read(file)
        return self._texts[file.slug]

    def _read(self, file: Reviewed) -> str | None:
        name = display(file.source.path)
        if self.texts is None:
            note = "the texts are not at hand, so offsets stand for sentences: give --texts DIR, or LFCKG_TEXTS."
            if note not in self.notes:
                self.notes.append(note)
            return None
        path = self.texts / f"{file.slug}.txt"
        if file.index is None:
            self.notes.append(f"{name}: has no text index that can be read. Run `lfckg validate {name}`.")
            return None
        try:
            text = read_article(path)
        except InputError as exc:
            self.notes.append(f"{exc} Offsets stand for its sentences.")
            return None
        if digest_text(text) == file.index.sha256:
            return text
        mend = f"Run `lfckg new --update {name} --texts {display(self.texts)}`."
        self.notes.append(f"{display(path)}: is not the text that {name} was made from. {mend}")
        return None

    def _evidence(self, file: Reviewed, spans: Sequence[Span], text: str | None, *, before: bool) -> Iterator[str]:
        if text is None or file.index is None:
            for span in spans:
                yield from _wrapped("  ", plain(f"{_quote(span)}{_sentences_of(file, span)}"))
            return
        numbers = sorted({number for span in spans for number in file.index.sentences_of(span.start, span.end)})
        if before and numbers and numbers[0] > 1:
            words = text[slice(*file.index.sentences[numbers[0] - 2])]
            yield from _wrapped(f"  {file.slug} {numbers[0] - 1}: ", plain(words[-_FAR:]))
        skipped = numbers[_MOST_SENTENCES // 2 : -_MOST_SENTENCES // 2] if len(numbers) > _MOST_SENTENCES else []
        for number in numbers:
            if number not in skipped:
                marked = _marked(text, file.index.sentences[number - 1], _joined(spans))
                yield from _wrapped(f"  {file.slug} {number}: ", marked)
            elif number == skipped[0]:
                yield f"  … {len(skipped)} more sentences"


def _joined(spans: Sequence[Span]) -> list[Extent]:
    """Give what is marked: stretches in order, none of which touches another."""
    found: list[Extent] = []
    for span in spans:
        if found and span.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], span.end))
        else:
            found.append((span.start, span.end))
    return found


def _marked(text: str, sentence: Extent, marks: Sequence[Extent]) -> str:
    """Give a sentence, or of a very long one what is around its marks, between stand-ins for marks."""
    inside = [(max(start, sentence[0]), min(end, sentence[1])) for start, end in marks]
    inside = [(start, end) for start, end in inside if start < end]
    first, last = max(sentence[0], inside[0][0] - _FAR), min(sentence[1], inside[-1][1] + _FAR)
    parts, at = ["… " if first > sentence[0] else ""], first
    for start, end in inside:
        parts += [plain(text[at:start]), _OPEN, _shortened(text[start:end]), _CLOSE]
        at = end
    return "".join([*parts, plain(text[at:last]), " …" if last < sentence[1] else ""])


def _shortened(words: str) -> str:
    return plain(words) if len(words) <= 4 * _FAR else f"{plain(words[:_FAR])} … {plain(words[-_FAR:])}"


def _stated(paraphrase: Paraphrase) -> str:
    return f"{plain(paraphrase.text)}  [{plain(paraphrase.state)}]"


def _origin(proposal: Proposal) -> str:
    """Tell what made a proposal, how sure it was, and what was decided before."""
    parts = [f"proposed by {proposal.by}" if proposal.by else "proposed"]
    parts += [] if proposal.confidence is None else [f"confidence {proposal.confidence:.2f}"]
    if proposal.reviewer:
        parts.append(f"{proposal.decision.value.lower()} by {proposal.reviewer} at {proposal.time}")
    return ", ".join(parts)


def _quote(span: Span) -> str:
    return f"“{span.quote}” at {span.start}–{span.end}" if span.quote else f"characters {span.start}–{span.end}"


def _sentences_of(file: Reviewed, span: Span) -> str:
    numbers = file.index.sentences_of(span.start, span.end) if file.index else ()
    return f"  {file.slug} {', '.join(map(str, numbers))}" if numbers else f"  {file.slug}"


def _wrapped(indent: str, text: str) -> Iterator[str]:
    """Wrap text behind an indent; marks are guillemets that point inwards, in colour too where these are shown."""
    columns = max(20, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns) - len(indent))
    is_marked = False
    for number, row in enumerate(textwrap.wrap(text, columns, break_on_hyphens=False) or [""]):
        shown = ""
        for part in filter(None, re.split(f"([{_OPEN}{_CLOSE}])", row)):
            is_marked = part == _OPEN or (is_marked and part != _CLOSE)
            words = {_OPEN: "»", _CLOSE: "«"}.get(part, part)
            shown += click.style(words, fg="black", bg="yellow") if is_marked or part == _CLOSE else words
        yield f"{indent if number == 0 else ' ' * len(indent)}{shown}"
