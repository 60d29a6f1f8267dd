"""Drafting: a reading as proposals of the curated form, with the mentions that go with them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lfckg.extraction.blocks import Mentioned, Proposed
from lfckg.extraction.filling import Filler
from lfckg.extraction.naming import Naming
from lfckg.extraction.quoting import Quoter
from lfckg.extraction.readings import Proposal
from lfckg.extraction.relations import Relations
from lfckg.extraction.sifting import speaker_of

__all__ = ["draft_proposals", "find_mentions", "kind_of", "maker_of", "was_made_by"]

_VERSION = re.compile(r",? [0-9a-f]{8}\b.*", re.DOTALL)


def kind_of(reader: str) -> str:
    """Give what a reader's name says besides its version, which begins with a digest of eight hexadecimal digits.

    >>> kind_of("rules 0a1b2c3d, en_core_web_sm 3.8.0"), kind_of("model qwen3 0a1b2c3d")
    ('rules', 'model qwen3')
    """
    return _VERSION.sub("", reader)


def maker_of(source: str, reader: str) -> str:
    """Give what is told as the maker of a proposal: the kind of reader and its rule.

    >>> maker_of("manages/took-charge", "rules 0a1b2c3d"), maker_of("qwen3", "model qwen3 0a1b2c3d")
    ('rules/manages/took-charge', 'model qwen3')
    """
    kind = kind_of(reader)
    return kind if source in {kind, reader, *kind.split()} else f"{kind}/{source}"


def was_made_by(maker: str, reader: str) -> bool:
    """Tell whether a maker is of a reader's kind."""
    return maker == kind_of(reader) or maker.startswith(f"{kind_of(reader)}/")


def draft_proposals(naming: Naming, relations: Relations, quoter: Quoter, base: str, reader: str) -> list[Proposed]:
    """Give the proposals of the naming's reading, in its order, each under a name of its own."""
    reading, names, found = naming.reading, dict[str, Proposal](), []
    for proposal in reading.proposals:
        relation = relations.known[proposal.relation]
        name = naming.proposal(proposal, relation, names)
        names[name] = proposal
        speaker = speaker_of(proposal, reading)
        filler = Filler(
            base, name, proposal, relation, naming, quoter, naming.entity(speaker) if speaker is not None else None
        )
        blocks = tuple(filler.blocks())
        keys = _keys(proposal, relations)
        found.append(Proposed(name, maker_of(proposal.source, reader), proposal.confidence, blocks, keys))
    return found


def find_mentions(naming: Naming, proposals: Sequence[Proposed]) -> list[Mentioned]:
    """Give the mentions of all that proposals speak of, in the order of the text."""
    found: list[Mentioned] = []
    for entity in naming.reading.entities:
        names = tuple(proposal.name for proposal in proposals if entity.key in proposal.keys)
        if names and (iri := naming.used.get(entity.key)):
            found.extend(Mentioned(iri, told.extent, told.type, names) for told in entity.references)
    return sorted(found, key=lambda mention: (mention.extent, mention.entity.value))


def _keys(proposal: Proposal, relations: Relations) -> frozenset[str]:
    roles = relations.known[proposal.relation].roles
    return frozenset(argument.value for role, argument in proposal.arguments.items() if roles[role].form == "entity")
