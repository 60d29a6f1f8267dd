"""Linking: which entity of the graph an article's entity is, is not, or may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lfckg.article import fold
from lfckg.claims import MentionType
from lfckg.extraction.gazetteers import Known
from lfckg.extraction.readings import Entity, Proposal, Reading
from lfckg.extraction.relations import Relations

__all__ = ["link"]

_CLASSES = {
    "Documentary": {"Documentary", "DocumentarySeries", "FeatureDocumentary"},
    "Competition": {"Competition", "Honour"},
    "Broadcaster": {"Broadcaster", "Brand"},
}
_ARTICLES = ("the-", "los-", "les-", "die-")


def link(reading: Reading, known: Sequence[Known], relations: Relations) -> Reading:
    """Give a reading's entities the IRIs of those that the graph knows, and keys that no other entity of it has.

    A full name that one entity alone has tells which it is. A single word for a person, a nickname alone, or a name
    that several have leaves it in doubt: then these are the candidates.
    """
    index: dict[str, list[Known]] = defaultdict(list)
    for entity in known:
        for name in (entity.label, *entity.names):
            if entity not in index[_bare(name)]:
                index[_bare(name)].append(entity)
    linked = [_link(entity, reading.text, index) for entity in reading.entities]
    keys = _keys(linked, {entity.key for entity in known})
    entities = tuple(replace(entity, key=keys[entity.key]) for entity in _unshared(linked))
    return replace(
        reading, entities=entities, proposals=tuple(_renamed(one, keys, relations) for one in reading.proposals)
    )


def _link(entity: Entity, text: str, index: Mapping[str, list[Known]]) -> Entity:
    classes = _CLASSES.get(entity.type, {entity.type})
    names = {text[slice(*reference.extent)] for reference in entity.references if reference.type is MentionType.NAME}
    sure = _fitting({name for name in {entity.label, *names} if _is_full(name, entity.type)}, classes, index)
    fitting = sure or _fitting({entity.label, *names}, classes, index)
    if len(fitting) == 1 and sure:
        return replace(entity, iri=fitting[0].iri, candidates=())
    return replace(entity, iri=None, candidates=tuple(one.iri for one in fitting))


def _fitting(names: Iterable[str], classes: set[str], index: Mapping[str, list[Known]]) -> list[Known]:
    """Give whom these names may mean, competitions before the honours that are called after them."""
    found = {one.iri.value: one for name in names for one in index.get(_bare(name), ()) if one.type in classes}
    kinds = {one.type for one in found.values()}
    kept = [one for one in found.values() if not ({"Competition", "Honour"} <= kinds and one.type == "Honour")]
    return sorted(kept, key=lambda one: one.key)


def _is_full(name: str, kind: str) -> bool:
    return (" " in name or kind != "Person") and not name.lower().startswith("the ")


def _bare(name: str) -> str:
    folded = fold(name)
    return next((folded.removeprefix(article) for article in _ARTICLES if folded.startswith(article)), folded)


def _unshared(entities: Sequence[Entity]) -> list[Entity]:
    """Leave in doubt what two of an article's entities would both be."""
    taken: dict[str, int] = defaultdict(int)
    for entity in entities:
        if entity.iri:
            taken[entity.iri.value] += 1
    return [
        replace(entity, iri=None, candidates=(entity.iri,)) if entity.iri and taken[entity.iri.value] > 1 else entity
        for entity in entities
    ]


def _keys(entities: Sequence[Entity], known: set[str]) -> dict[str, str]:
    """Give each entity's key: its slug in the graph, else its own, with a number where that is another's."""
    keys = {entity.key: entity.iri.value.rsplit("/", 1)[-1] for entity in _unshared(entities) if entity.iri}
    used = known | set(keys.values())
    for entity in entities:
        if entity.key in keys:
            continue
        key, number = entity.key, 2
        while key in used:
            key, number = f"{entity.key}-{number}", number + 1
        keys[entity.key] = key
        used.add(key)
    return keys


def _renamed(proposal: Proposal, keys: Mapping[str, str], relations: Relations) -> Proposal:
    roles = relations.known[proposal.relation].roles
    arguments = {
        role: replace(argument, value=keys[argument.value]) if roles[role].form == "entity" else argument
        for role, argument in proposal.arguments.items()
    }
    return replace(proposal, arguments=arguments)
