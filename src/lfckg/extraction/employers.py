"""Employers: at which club somebody has a post or plays, where the words beside the name don't say it."""

from __future__ import annotations

import re

from lfckg.extraction.coreference import Referent
from lfckg.extraction.descriptions import Resolver

__all__ = ["employer"]

_KIND = "Club"
_PLACE = re.compile(r"\b(?:at|of) (?:the )?$")
_ASIDE = re.compile(
    r"\b(?:(?:former|ex|one-time|in)[ -]|(?:late|formerly|once|previously|latterly) (?:of |at |with )(?:the )?)$", re.I
)
# Who is spoken of so is another club's, or nobody's.
_WANTED = re.compile(
    r"\b(?:talk (?:of|that)|rumours?|gossip|speculation|bids?|offer(?:ed)? for|interest(?:ed)? in|plans? for|wish(?:es)? for|"
    r"pursuit of|approach(?:ed)?|linked|tracking|want(?:s|ed)?|hop(?:e|es|ed|ing) (?:of|to|for)|covet\w*|ey(?:es|ed|eing)|"
    r"chas(?:e|es|ed|ing)|sound(?:ed)? out|miss(?:ed)? out on|move for|moved for|lost|losing|sold|selling|sale of|"
    r"tried|trying|failed|keen on)\b[^.;:,]{0,60}$|\bstatues?,? of (?:the )?$"
)
_WOULD = re.compile(
    r"[^.;:]{0,30}, the (?:visitors|hosts|guests|opponents|opposition)['’]|[^.;:]{0,80}\b(?:(?:would|could|might|may) (?:be brought|join|come|arrive|follow|be next)|only a (?:wish|dream|rumour))\b"
)
_BEFORE = 20  # characters before a name
_OPENING = 5  # characters, such as "The ", that may stand before what begins a sentence


def employer(person: Referent | None, owner: Referent | None, at: int, resolver: Resolver) -> Referent | None:
    """Give the club of somebody who is named at an offset.

    That is the club of whose man he is called ("his assistant"), else the one where he is known to be, else the one that
    begins the sentence, else what the paragraph speaks of: the article's main club, if that is among others. Of somebody
    whom a club only wants, or has sold, it is none.
    """
    if person is not None and not person.homes and _is_wanted(at, resolver):
        return None
    if owner is not None:
        return _home(owner, resolver) or _around(at, resolver)
    return (_home(person, resolver) if person else None) or _around(at, resolver)


def _is_wanted(at: int, resolver: Resolver) -> bool:
    begin, end = resolver.sentences[resolver.sentence_of(at)]
    return bool(_WANTED.search(resolver.text, begin, at) or _WOULD.match(resolver.text, at, end))


def _home(person: Referent, resolver: Resolver) -> Referent | None:
    main = resolver.main(_KIND)
    if main and main.number in person.homes:
        return main
    return resolver.referents[person.homes[0]] if person.homes else None


def _around(at: int, resolver: Resolver) -> Referent | None:
    number = resolver.sentence_of(at)
    begin, end = resolver.sentences[number]
    if (begun := _begins(number, at, resolver)) is not None:
        return begun if begun.kind else None
    main = resolver.main(_KIND)
    later = _named_after(at, end, resolver)
    if main is None or _is_only_beside(main, resolver) or (later and main.first >= end):
        return later
    first = number - resolver.since_paragraph(at)
    near = {one.number for _, one in resolver.within(resolver.sentences[first][0], at)}
    if main.number in near:
        return main
    own = [
        one for extent, one in resolver.within(begin, at) if one.kind == _KIND and not _is_aside(extent[0], resolver)
    ]
    return own[-1] if own else main


def _is_aside(start: int, resolver: Resolver) -> bool:
    return resolver.is_beside(start) or bool(_ASIDE.search(resolver.text, max(0, start - _BEFORE), start))


def _begins(number: int, at: int, resolver: Resolver) -> Referent | None:
    """Give the club, or the thing of unknown kind, that begins a sentence before an offset: "Aldmere", "The Reds"."""
    begin, end = resolver.sentences[number]
    for extent, referent in resolver.within(begin, min(at, end))[:1]:
        if extent[0] - begin <= _OPENING and referent.kind in (_KIND, "") and not _is_aside(extent[0], resolver):
            return referent if not resolver.speech.holds(extent[0]) else None
    return None


def _named_after(at: int, end: int, resolver: Resolver) -> Referent | None:
    """Give the club that the rest of a sentence names as the place of what it tells: "at Aldmere's meeting"."""
    text = resolver.text
    clubs = ((extent[0], one) for extent, one in resolver.within(at, end) if one.kind == _KIND)
    return next((club for start, club in clubs if _PLACE.search(text, max(at, start - _BEFORE), start)), None)


def _is_only_beside(club: Referent, resolver: Resolver) -> bool:
    return all(resolver.is_beside(reference.extent[0]) for reference in club.references)
