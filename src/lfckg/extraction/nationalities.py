"""Nationalities: whoever is called "the Scot" is Scottish."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lfckg.article import Extent
from lfckg.claims import Status
from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.readings import Argument, Proposal
from lfckg.extraction.stretches import Stretches

__all__ = ["nationalities"]


def nationalities(text: str, quoted: Sequence[Extent], resolver: Resolver, lexicon: Lexicon) -> Iterator[Proposal]:
    """Give the nationality of the persons of a text that it calls by one, but for what is said in quotations."""
    said = Stretches(quoted)
    demonym = re.compile(rf"\b{lexicon.words['demonym']}\b")
    for extent, referent in resolver.by_extent.items():
        if referent.kind != "Person" or said.holds(extent[0]):
            continue
        if match := demonym.search(text[slice(*extent)]):
            where = (extent[0] + match.start(), extent[0] + match.end())
            arguments = {"person": Argument(f"P{referent.number}", extent), "nationality": Argument(match[0], where)}
            yield Proposal("nationality", arguments, (extent,), "nationality/description", 0.9, Status.IMPLIED)
