"""Speakers: who speaks in an article's quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lfckg.article import Extent
from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.readings import Argument, Proposal
from lfckg.extraction.speech import Quoted

__all__ = ["quotations_of"]

_BESIDE = re.compile(r", (?:\w+ )?")
_OWNER = re.compile(r"['’]s?\b")


def quotations_of(text: str, quotations: Iterable[Quoted], resolver: Resolver) -> Iterator[Proposal]:
    """Propose the quotations whose speaker is somebody that the article names; unnamed speakers give none."""
    for quotation in quotations:
        speaker = _speaker(text, quotation.speaker, resolver) if quotation.speaker else None
        if speaker is None:
            continue
        extent, number = speaker
        arguments = {"speaker": Argument(f"P{number}", extent), "extent": Argument("", quotation.extent)}
        spans = [extent, quotation.extent]
        if quotation.verb:
            arguments["verb"] = Argument(text[slice(*quotation.verb)], quotation.verb)
            spans.append(quotation.verb)
        yield Proposal("quoted", arguments, _apart(spans), "quoted/attribution", 0.95)


def _speaker(text: str, words: Extent, resolver: Resolver) -> tuple[Extent, int] | None:
    """Find the person whom words name: one named in apposition ("the captain, Ann Lee") before others in them."""
    persons = sorted(
        (extent, referent.number) for extent, referent in resolver.by_extent.items() if referent.kind == "Person"
    )
    beside = _BESIDE.match(text, words[1])
    named = [one for one in persons if beside and one[0][0] in (beside.end(), words[1] + 2)]
    inside = [
        one for one in persons if words[0] <= one[0][0] and one[0][1] <= words[1] and not _OWNER.match(text, one[0][1])
    ]
    pronouns = re.fullmatch(r"(?:he|she)", text[slice(*words)], re.IGNORECASE)
    if inside and text[slice(*inside[0][0])][:1].isupper() and not text[slice(*inside[0][0])].startswith("The "):
        return inside[0]
    return next(iter(inside if pronouns else [*named, *inside]), None)


def _apart(extents: Iterable[Extent]) -> tuple[Extent, ...]:
    """Give extents in order, those that overlap as one."""
    kept: list[Extent] = []
    for start, end in sorted(set(extents)):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)
