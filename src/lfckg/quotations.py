"""Quotations: who speaks in them, and that nothing said in them passes for what the article says itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from lfckg.claims import Claim, Status
from lfckg.curated import CuratedFile
from lfckg.evidence import Span
from lfckg.namespaces import LFC, RDF

__all__ = ["attribute"]

_NEEDS_SPEAKER = {Status.QUOTED_FACT, Status.OPINION}
_OWN_VOICE = {Status.STATED, Status.EVALUATION}
_EXTENT = re.compile(r"<[^>]*#char=(\d+),(\d+)>")


@dataclass(frozen=True, slots=True)
class _Quotation:
    """The extent of a quotation; `said` are the words that tell who speaks, which may stand in its midst."""

    node: NamedNode
    start: int
    end: int
    speaker: NamedNode
    said: tuple[Span, ...]

    def holds(self, span: Span) -> bool:
        """Tell whether words are the speaker's own."""
        inside = self.start <= span.start and span.end <= self.end
        return inside and not any(words.start <= span.start and span.end <= words.end for words in self.said)


def attribute(found: CuratedFile) -> None:
    """Give claims from quotations their speaker, and note what is told as a fact and is only said in a quotation."""
    quotations = _quotations(found)
    for number, claim in enumerate(found.claims):
        if claim.status in _OWN_VOICE and _is_quoted(claim, quotations):
            what = f"is {claim.status.value}, and all its words stand in a quotation"
            mend = "Make its lfc:status lfc:QuotedFact or lfc:Opinion, or lfc:Implied where the wording presupposes it."
            found.note(found.places[claim.iri], f"{found.short(claim.iri)} {what}. {mend}")
        elif claim.status in _OWN_VOICE and claim.speaker:
            what = f"is {claim.status.value}, in the article's own voice, and has a speaker"
            message = (
                f"{found.short(claim.iri)} {what}. Make it lfc:QuotedFact or lfc:Opinion, or take the speaker out."
            )
            found.note(found.places[claim.iri], message)
        elif claim.status in _NEEDS_SPEAKER and claim.speaker is None:
            speakers = {quotation.speaker for quotation in quotations if any(map(quotation.holds, claim.spans))}
            if len(speakers) == 1:
                found.claims[number] = replace(claim, speaker=speakers.pop())
                continue
            where = "stands in quotations of several speakers" if speakers else "stands in no quotation with a speaker"
            message = f"{found.short(claim.iri)} {where}. Add lfc:speaker, or mend its words or its lfc:status."
            found.note(found.places[claim.iri], message)


def _is_quoted(claim: Claim, quotations: list[_Quotation]) -> bool:
    """Tell whether a claim rests on speakers' words alone; one about a quotation itself may."""
    about = {quotation.node for quotation in quotations}
    return claim.subject not in about and all(
        any(quotation.holds(span) for quotation in quotations) for span in claim.spans
    )


def _quotations(found: CuratedFile) -> list[_Quotation]:
    said = {(claim.subject, claim.triple.predicate.value): claim.object for claim in found.claims}
    quotations = []
    for claim in found.claims:
        if claim.triple.predicate.value != f"{RDF}type" or claim.object != NamedNode(f"{LFC}Quotation"):
            continue
        speaker = said.get((claim.subject, f"{LFC}speaker"))
        extent = _EXTENT.fullmatch(str(said.get((claim.subject, f"{LFC}extent"))))
        name = found.short(claim.subject)
        if not isinstance(speaker, NamedNode):
            found.note(found.places[claim.iri], f"{name} is a quotation without speaker. Add lfc:speaker.")
        elif extent is None:
            message = (
                f"{name} is a quotation without extent. Add lfc:extent, from behind its first mark to before its last."
            )
            found.note(found.places[claim.iri], message)
        else:
            quotations.append(_Quotation(claim.subject, int(extent[1]), int(extent[2]), speaker, claim.spans))
    return quotations
