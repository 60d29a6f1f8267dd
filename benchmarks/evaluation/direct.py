"""The direct path from a reading to a sheet, without the graph between."""

from __future__ import annotations

from benchmarks.evaluation.findings import Finding, Thing, make_sheet
from benchmarks.evaluation.sheets import RELATIONS, Sheet
from lfckg.claims import MentionType
from lfckg.extraction.readings import Entity, Proposal, Reading

__all__ = ["sheet_of_reading"]

_SUBJECTS = ("work", "person", "speaker", "club")
_QUALIFIERS = {
    "manages": {"start": "start", "end": "end"},
    "departure_announced": {"date": "date"},
    "won": {"manager": "manager", "date": "year", "season": "season", "count": "count"},
    "holds_post": {"title": "title"},
    "form": {"episodes": "episodes"},
}
_OBJECTS = (
    "organisation", "competition", "club", "person", "company", "platform", "form", "status", "date", "words",
    "extent", "nationality",
)  # fmt: skip
_ASSERTED = {"Stated", "Implied"}


def sheet_of_reading(reading: Reading) -> Sheet:
    """Make the sheet of what a reading proposes as facts."""
    things = {entity.key: _thing(entity) for entity in reading.entities}
    findings = [
        _finding(proposal, reading.text) for proposal in reading.proposals if proposal.status.value in _ASSERTED
    ]
    return make_sheet(reading.text, things, findings, reading.issued)


def _thing(entity: Entity) -> Thing:
    named, described = [], []
    for reference in entity.references:
        if reference.type is MentionType.NAME:
            named.append(reference.extent)
        elif reference.type is not MentionType.PRONOUN:
            described.append(reference.extent)
    return Thing(entity.type, entity.label, tuple(named), tuple(described))


def _finding(proposal: Proposal, text: str) -> Finding:
    arguments = proposal.arguments
    subject = next(role for role in _SUBJECTS if role in arguments)
    object_ = next(role for role in _OBJECTS if role in arguments and role != subject)
    told = arguments[object_]
    value = told.value
    if object_ == "extent" and told.extent:
        value = " ".join(text[slice(*told.extent)].strip("\"'“”‘’«» \n").split()[:5])
    qualifiers = {
        name: arguments[role].value
        for role, name in _QUALIFIERS.get(proposal.relation, {}).items()
        if role in arguments
    }
    if "year" in qualifiers:
        qualifiers["year"] = qualifiers["year"][:4]
    assert proposal.relation in RELATIONS  # noqa: S101
    return Finding(proposal.relation, arguments[subject].value, value, proposal.spans, qualifiers, proposal.source)
