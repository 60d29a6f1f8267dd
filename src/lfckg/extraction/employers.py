"""Employers: at which club somebody has a post or plays, where the words beside the name don't say it."""

from __future__ import annotations

import re

from lfckg.extraction.coreference import Referent
from lfckg.extraction.descriptions import Resolver

__all__ = ["employer"]

_KIND = "Club"
_PAST = re.compile(r"\b(?:former|ex|old|one-time|formerly|previously|once) ?-?$", re.I)
_PLACE = re.compile(r"\b(?:at|of) (?:the )?$")
_BEFORE = 16  # characters before a name that tell that somebody was there
_OPENING = 5  # characters, such as "The ", that may stand before what begins a sentence


def employer(person: Referent | None, owner: Referent | None, at: int, resolver: Resolver) -> Referent | None:
    """Give the club of somebody who is named at an offset.

    That is the club of whose man he is called ("his assistant"), else the one where he is known to be, else the one that
    begins the sentence, else what the paragraph speaks of: the article's main club, if that is among others.
    """
    if owner is not None:
        return _home(owner, resolver) or _around(at, resolver)
    return (_home(person, resolver) if person else None) or _around(at, resolver)


def _home(person: Referent, resolver: Resolver) -> Referent | None:
    main = resolver.main(_KIND)
    if main and main.number in person.homes:
        return main
    return resolver.referents[person.homes[0]] if person.homes else None


def _around(at: int, resolver: Resolver) -> Referent | None:
    number = resolver.sentence_of(at)
    first = number - resolver.since_paragraph(at)
    near = [
        (extent, referent)
        for extent, referent in resolver.within(resolver.sentences[first][0], at)
        if referent.kind == _KIND and not resolver.speech.holds(extent[0]) and not _is_past(extent[0], resolver)
    ]
    begin, end = resolver.sentences[number]
    for extent, referent in resolver.within(begin, at)[:1]:
        if extent[0] - begin <= _OPENING and referent.kind in (_KIND, ""):  # "Aldmere", "The Reds", what is unknown
            return referent if referent.kind else None
    main = resolver.main(_KIND)
    if later := _named_after(at, end, resolver):
        if main is None or main.first >= end or _is_only_beside(main, resolver):
            return later
    elif main is not None and _is_only_beside(main, resolver):
        return None
    clubs = [referent for extent, referent in near if not resolver.is_beside(extent[0])]
    if main is None or main in clubs or not clubs or resolver.dominates(_KIND):
        return main
    return clubs[-1]


def _named_after(at: int, end: int, resolver: Resolver) -> Referent | None:
    """Give the club that the rest of a sentence names as the place of what it tells: "at Aldmere's meeting"."""
    text = resolver.text
    clubs = ((extent[0], one) for extent, one in resolver.within(at, end) if one.kind == _KIND)
    return next((club for start, club in clubs if _PLACE.search(text, max(at, start - _BEFORE), start)), None)


def _is_only_beside(club: Referent, resolver: Resolver) -> bool:
    return all(resolver.is_beside(reference.extent[0]) for reference in club.references)


def _is_past(start: int, resolver: Resolver) -> bool:
    return bool(_PAST.search(resolver.text[max(0, start - _BEFORE) : start]))
