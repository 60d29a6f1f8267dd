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

_NAMED = re.compile(r"(?!The )[A-ZÀ-Þ]")  # "Ann Finn" is no Finn for that
_NEAR = 250  # characters


def nationalities(text: str, quoted: Sequence[Extent], resolver: Resolver, lexicon: Lexicon) -> Iterator[Proposal]:
    """Give the nationality of the persons of a text that it calls by one, but for what is said in quotations."""
    said = Stretches(quoted)
    demonym = re.compile(rf"\b{lexicon.words['demonym']}\b")
    for extent, referent in resolver.by_extent.items():
        if referent.kind != "Person" or said.holds(extent[0]) or _NAMED.match(text, *extent):
            continue
        match = demonym.search(text[slice(*extent)])
        if match and not _is_unnamed(match[0], text[max(0, extent[0] - _NEAR) : extent[0]]):
            where = (extent[0] + match.start(), extent[0] + match.end())
            arguments = {"person": Argument(f"P{referent.number}", extent), "nationality": Argument(match[0], where)}
            yield Proposal("nationality", arguments, (extent,), "nationality/description", 0.9, Status.IMPLIED)


def _is_unnamed(people: str, before: str) -> bool:
    """Tell whether words speak of somebody of a nation without a name, so that "the Scot" is them: "a Scottish buyer"."""
    return bool(re.search(rf"\b[Aa]n? (?:[a-z-]+ )?{people} [a-z]+(?!,)", before))
