"""Settling: what is found several times, or in parts, said once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lfckg.extraction.films import later_release
from lfckg.extraction.readings import Proposal
from lfckg.extraction.stretches import united

__all__ = ["settled"]

_WHOLE = {
    "won": ("club", "competition", "date", "season", "count"),
    "manages": ("person", "club"),
    "departure_announced": ("person", "organisation"),
    "status": ("work",),
    "form": ("work",),
    "release": ("work",),
    "nationality": ("person",),
    "quoted": ("extent",),
}
"""The roles by which two proposals say the same; all of them where none are told."""

_STATES = ("announced", "filming", "completed", "released")


def settled(found: Iterable[Proposal]) -> list[Proposal]:
    """Join what says the same: a tenure's begin and end, a work's latest state, one nation for each person."""
    kept: dict[tuple[str, ...], Proposal] = {}
    for proposal in found:
        key = _key(proposal)
        other = kept.get(key)
        kept[key] = proposal if other is None else _together(other, proposal)
    return list(kept.values())


def _key(proposal: Proposal) -> tuple[str, ...]:
    arguments = proposal.arguments
    roles = _WHOLE.get(proposal.relation) or tuple(sorted(arguments))
    values = (
        str(arguments[role].extent if role == "extent" else arguments[role].value) if role in arguments else ""
        for role in roles
    )
    return proposal.relation, *values


def _together(first: Proposal, second: Proposal) -> Proposal:
    if first.relation == "form" and first.arguments["form"] != second.arguments["form"]:
        return first if first.confidence >= second.confidence else second
    if first.relation == "release":
        return min(first, second, key=later_release)
    if first.relation == "status":
        return max(first, second, key=lambda proposal: _STATES.index(proposal.arguments["status"].value))
    if first.relation in ("manages", "departure_announced", "won", "form"):
        better = first if first.confidence >= second.confidence else second
        other = second if better is first else first
        added = {role: argument for role, argument in other.arguments.items() if role not in better.arguments}
        extents = [*better.spans, *(argument.extent for argument in added.values() if argument.extent)]
        return replace(better, arguments={**better.arguments, **added}, spans=united(extents))
    return first
