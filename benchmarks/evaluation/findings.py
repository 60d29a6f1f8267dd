"""Findings: what was found in an article, in our terms, and the sheet of the corpus' form that is made of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.evaluation.evidence import cut
from benchmarks.evaluation.sheets import RELATIONS, Entity, Fact, Sheet
from lfckg.article import Extent, index_text

__all__ = ["Finding", "Thing", "make_sheet"]

_TYPES = {
    "Person": "Person",
    "Club": "Club",
    "ProductionCompany": "ProductionCompany",
    "Broadcaster": "Broadcaster",
    "Documentary": "Documentary",
    "DocumentarySeries": "Documentary",
    "FeatureDocumentary": "Documentary",
    "Work": "Documentary",
    "Competition": "Competition",
    "Honour": "Competition",
}
_EXECUTIVE = re.compile(
    r"\b(?:chair\w*|chief|c[efo]o|director|executive|head of|owner|president|secretary|treasurer|co-?chair\w*"
    r"|co-?owner|vice-?president|general manager)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity: a class of the ontology, its label, where it is named, and where it is described."""

    type: str
    label: str
    named: tuple[Extent, ...] = ()
    described: tuple[Extent, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A relation of the corpus between things, by their keys, with the words behind it and the rule that found it."""

    relation: str
    subject: str
    object: str
    spans: tuple[Extent, ...]
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


def make_sheet(
    text: str, things: Mapping[str, Thing], findings: Iterable[Finding], published: str | None = None
) -> Sheet:
    """Make a sheet of what was found; an honour and a competition of one name are one there."""
    kept = _one_each(text, things)
    found = [_rename(finding, kept) for finding in findings]
    used = {key for finding in found for key in _keys(finding)}
    types = {key: _type_of(key, things[key], found, things) for key in things if key in used}
    names: dict[str, list[str]] = defaultdict(list)
    for key in sorted(things, key=lambda key: kept[key] != key):
        names[kept[key]] += [name for name in _names(text, things[key]) if name not in names[kept[key]]]
    sentences = index_text(text).sentences
    facts = tuple(
        Fact(
            finding.relation,
            finding.subject,
            finding.object,
            cut(text, finding.spans, sentences),
            dict(finding.qualifiers),
            finding.source,
        )
        for finding in found
    )
    return Sheet({key: Entity(types[key], tuple(names[key])) for key in types}, facts, published)


def _one_each(text: str, things: Mapping[str, Thing]) -> dict[str, str]:
    """Give for each thing the key that stands for it: of competitions that share a name, the first's."""
    first: dict[str, str] = {}
    kept = {}
    for key, thing in things.items():
        kept[key] = key
        if _TYPES.get(thing.type) == "Competition":
            names = {thing.label.casefold(), *(text[slice(*extent)].casefold() for extent in thing.named)}
            kept[key] = next((first[name] for name in sorted(names) if name in first), key)
            first |= dict.fromkeys(names - set(first), kept[key])
    return kept


def _rename(finding: Finding, kept: Mapping[str, str]) -> Finding:
    object_ = kept[finding.object] if RELATIONS[finding.relation].object else finding.object
    return replace(finding, subject=kept[finding.subject], object=object_)


def _keys(finding: Finding) -> list[str]:
    keys = [finding.subject, *([finding.object] if RELATIONS[finding.relation].object else [])]
    return keys + ([finding.qualifiers["manager"]] if "manager" in finding.qualifiers else [])


def _type_of(key: str, thing: Thing, findings: Sequence[Finding], things: Mapping[str, Thing]) -> str:
    told = _TYPES.get(thing.type, "Organization")
    if told != "Person":
        return told
    own = [finding for finding in findings if finding.subject == key]
    relations = {finding.relation for finding in own}
    posts = [finding for finding in own if finding.relation == "holds_post"]
    if "manages" in relations or any(finding.qualifiers.get("manager") == key for finding in findings):
        return "Manager"
    if "plays_for" in relations:
        return "Player"
    if any(_is_executive(finding, things) for finding in posts):
        return "Executive"
    return "Manager" if "departure_announced" in relations and not posts else "Person"


def _is_executive(post: Finding, things: Mapping[str, Thing]) -> bool:
    """Tell posts in a club's management from others: the chair of a fans' trust is none of its executives."""
    return things[post.object].type == "Club" and bool(_EXECUTIVE.search(post.qualifiers.get("title", "")))


def _names(text: str, thing: Thing) -> list[str]:
    """Give the surface forms of a thing, the longest name first; its label where the text has that and nothing else."""
    named = sorted({text[slice(*extent)] for extent in thing.named}, key=lambda name: (-len(name), name))
    described = [text[slice(*extent)] for extent in sorted(thing.described)]
    names = list(dict.fromkeys([*named, *described]))
    return names or [thing.label] * (thing.label in text)
