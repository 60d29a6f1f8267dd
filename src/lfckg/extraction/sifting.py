"""Sifting: what of a reading can be proposed, and why the rest can't."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lfckg.article import Extent
from lfckg.claims import Status
from lfckg.extraction.readings import Proposal, Reading
from lfckg.extraction.relations import Relations

__all__ = ["sift", "speaker_of"]

_OWN_VOICE = {Status.STATED, Status.EVALUATION}
_SAID = {Status.QUOTED_FACT, Status.OPINION}


def sift(reading: Reading, relations: Relations) -> tuple[Reading, tuple[str, ...]]:
    """Give a reading with what can be proposed of it alone, each thing once, and the objections to the rest."""
    kept: dict[object, Proposal] = {}
    objections = []
    for proposal in reading.proposals:
        message = relations.objection(proposal, reading.entities, reading.text) or _misattributed(proposal, reading)
        if message:
            objections.append(message)
            continue
        key = _key(proposal)
        if key not in kept or kept[key].confidence < proposal.confidence:
            kept[key] = proposal
    return replace(reading, proposals=tuple(kept.values())), tuple(objections)


def speaker_of(proposal: Proposal, reading: Reading) -> str | None:
    """Give the key of who says what is proposed: the speaker of the quotation that all its words stand in."""
    return next((key for key, extent in _quotations(reading) if _holds(extent, proposal)), None)


def _misattributed(proposal: Proposal, reading: Reading) -> str | None:
    if proposal.relation == "quoted":
        return None
    speaker = speaker_of(proposal, reading)
    if speaker is None and proposal.status in _SAID:
        return f"{proposal.relation} is said by somebody, and stands in no quotation with a speaker"
    if speaker and proposal.status in _OWN_VOICE:
        return f"{proposal.relation} is only said in a quotation, and told as the article's own"
    return None


def _quotations(reading: Reading) -> Iterator[tuple[str, Extent]]:
    for proposal in reading.proposals:
        if proposal.relation == "quoted" and {"speaker", "extent"} <= proposal.arguments.keys():
            extent = proposal.arguments["extent"].extent
            if extent:
                yield proposal.arguments["speaker"].value, extent


def _holds(extent: Extent, proposal: Proposal) -> bool:
    return all(extent[0] <= start and end <= extent[1] for start, end in proposal.spans)


def _key(proposal: Proposal) -> object:
    """Give what makes two proposals the same: the relation and what fills its roles; of quotations their place."""
    arguments = {
        role: argument.extent if role == "extent" else argument.value for role, argument in proposal.arguments.items()
    }
    return proposal.relation, tuple(sorted(arguments.items(), key=str)), proposal.status, proposal.modality
