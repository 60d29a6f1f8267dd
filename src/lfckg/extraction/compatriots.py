"""Compatriots: whom "the Scot" may mean where no nation is told of anybody before."""

from __future__ import annotations

import re

from lfckg.extraction.coreference import Referent, Referents

__all__ = ["lately"]

_SENTENCES = 3
_OWNER = re.compile(r"his|her", re.I)
_TURN = re.compile(r"(?:, (?:and|but|while)|;) $")


def lately(referents: Referents, at: int) -> list[Referent]:
    """Give the persons of a sentence before an offset, then those of the sentences before; who has an office comes last.

    Of a sentence before, whom its last clause begins with comes first: "Finch lost, and Lee wept. The Scot ...". Who has
    left in the sentence itself is not meant: "Finch was sacked, and the Scot took over".
    """
    text, words = referents.text, referents.lexicon.words
    left = re.compile(rf"(?: (?:was|were|has|had|been))* {words['gone']}\b")
    number = referents.sentence_of(at)
    found: dict[int, Referent] = {}
    for one in range(number, max(-1, number - _SENTENCES - 1), -1):
        begin, end = referents.sentences[one]
        named = [
            (extent, r)
            for extent, r in referents.within(begin, min(end, at))
            if r.kind == "Person" and not referents.speech.holds(extent[0]) and not _OWNER.fullmatch(text, *extent)
        ]
        turned = [r for extent, r in named if one < number and _TURN.search(text, begin, extent[0])]
        staying = [r for extent, r in named if one < number or not left.match(text, extent[1], at)]
        for person in [*turned[-1:], *staying]:
            found.setdefault(person.number, person)
    office = re.compile(words["post"])
    return sorted(found.values(), key=lambda r: any(office.fullmatch(role) for role in r.roles))
