"""Nicknames: "Upton, known as the Ferrymen", "the Ferrymen, as Upton are known", and those that none explains."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from lfckg.extraction.coreference import Referent, Referents
from lfckg.extraction.lexicons import singular
from lfckg.extraction.marked import MarkedText

__all__ = ["join_nicknames"]

_THE = r"(?:the |el |la |los |les |der |die )?"
_SOME = r"(?:[^,.;<]|<[LX]\d+>){1,40}"
_CALLED = (
    re.compile(
        rf"<[PCX](?P<one>\d+)>(?:,? (?:who |which )?(?:is|are|was|were))?,?(?: {_SOME},)? "
        rf"(?:also |better |widely |long |{_SOME} )?(?:known|nicknamed|dubbed|christened)(?: {_SOME})?(?: as)? {_THE}"
        r"<[PCX](?P<nick>\d+)>",
        re.I,
    ),
    re.compile(rf"(?P<one>)\bnicknamed {_THE}<[PCX](?P<nick>\d+)>", re.I),
    re.compile(
        rf"(?P<one>)\b(?:known|nicknamed|dubbed)(?: {_SOME})? as {_THE}<[PCX](?P<nick>\d+)>, (?:he|she|they)\b",
        re.I,
    ),
    re.compile(
        rf"{_THE}<[PCX](?P<nick>\d+)>, as <[PCX](?P<one>\d+)> (?:is|are|was|were) (?:\w+ )?(?:known|called|nicknamed)",
        re.I,
    ),
    re.compile(
        rf"<[PCX](?P<one>\d+)>,?(?: {_SOME})? (?:(?:whom|that|as) )?"
        r"(?:everyone|everybody|all|fans|supporters|they|the [\w ]{1,20}) "
        rf"call(?:s|ed)? (?:him |her |them )?{_THE}<[PCX](?P<nick>\d+)>",
        re.I,
    ),
    re.compile(
        rf"(?P<one>){_THE}<[PCX](?P<nick>\d+)>,? as (?:everyone|everybody|all|fans|supporters|locals|they|the [\w ]{{1,20}}) "
        r"(?:\w+ )?calls? (?:him|her|them|it)\b",
        re.I,
    ),
    re.compile(
        r"(?P<one>)\b(?:he|she) (?:was|is|became)(?: always| only| simply)? the <[CX](?P<nick>\d+)>(?=[.,;:]|$)", re.I
    ),
    re.compile(rf"(?P<one>){_THE}<[PCX](?P<nick>\d+)>, as the \w+ (?:is|are) (?:\w+ )?(?:known|called)", re.I),
    re.compile(r"<[PCX](?P<one>\d+)> [–—(-] ?(?:the|los|las|les|die) <[PCX](?P<nick>\d+)>(?: [–—-]|\))", re.I),
    re.compile(rf"<P(?P<one>\d+)>,? \(?[\"“‘]{_THE}<[PCX](?P<nick>\d+)>[\"”’] (?:in|to|among|for) "),
    re.compile(rf"<[PCX](?P<one>\d+)>, (?:alias|a\.k\.a\.|aka) {_THE}<[PCX](?P<nick>\d+)>", re.I),
)
_TOLD = re.compile(
    r"known|nicknamed|\b[Hh]e |she |dubbed|call|christened|alias|a\.?k\.?a|[–—(-] ?(?:the|los|las|les|die) <|>,? \(?[\"“‘]",
    re.I,
)
_OFTEN = 4
_STEM = 5  # letters of a part of a word that tells something
_ARTICLE = re.compile(r"\b(?:the|los|las|les|die|his|her|their|our|its) $", re.I)
_BOUND = re.compile(r"\b(?:to coach|to manage|to join|joined|joins|signed for|moved to|from|against|beat|over) the $")
_AGENT = re.compile(r"(?:or|er|man|ist|ian)$")
_PLURAL = re.compile(r"(?:s|men|i|os|as)$")


def join_nicknames(referents: Referents) -> None:
    """Take nicknames for what they are nicknames of: as a sentence says, else the main club's."""
    for marked in referents.marked():
        if not _TOLD.search(marked.text):
            continue
        for one, nick in _explained(marked, referents):
            if one.kind == "" and nick.kind:
                one, nick = nick, one  # noqa: PLW2901  the nickname stands first
            if nick is not one and nick.references and one.kind in ("Person", "Club") and _may_be(nick, one):
                referents.merge(nick, one)
    clubs = [r for r in referents.referents if r.references and r.kind in ("", "Club")]
    nicks = [r for r in clubs if not r.names & r.meant and _unexplained(r, referents)]
    named = [r for r in clubs if r.kind and r not in nicks]
    main, dominates = referents.leading("Club")

    def fits(nick: Referent, club: Referent) -> tuple[bool, bool, bool, bool, float]:
        spoken = club is main if dominates else referents.acting("Club", nick.first) == [club]
        return _shortens(nick, club), club.first < nick.first, spoken, club is main, referents.weight(club)

    for nick in nicks:
        if named:
            referents.merge(nick, max(named, key=functools.partial(fits, nick)))


def _may_be(nick: Referent, one: Referent) -> bool:
    """Tell whether something may be called so: "the Professor" looks like a club's nickname, but is said of a person."""
    return nick.kind in ("", one.kind) or (nick.kind == "Club" and not nick.meant and len(nick.references) < _OFTEN)


def _shortens(nick: Referent, club: Referent) -> bool:
    """Tell whether a nickname is short for a word of a club's name: "the Wands" of Upton Wanderers."""
    stems = {singular(name.split()[-1]).lower() for name in nick.names}
    stems |= {stem.removesuffix("er") for stem in stems if len(stem) > _STEM}
    words = {word.lower() for name in club.names for word in name.split()}
    return any(word.startswith(stem) or (len(stem) >= _STEM and stem in word) for stem in stems for word in words)


def _explained(marked: MarkedText, referents: Referents) -> Iterator[tuple[Referent, Referent]]:
    for pattern in _CALLED:
        for match in pattern.finditer(marked.text):
            nick = referents.referents[int(match["nick"])]
            if match["one"]:
                yield referents.referents[int(match["one"])], nick
                continue
            at = marked.extent(match.start(), match.start() + 1)[0]
            person = nick.kind != "Club" or re.match(r"s?he ", match[0], re.I)
            for kind in ("Person", "Club") if person else ("Club", "Person"):
                if recent := referents.history(at, kind):
                    yield recent[0], nick
                    break


def _has_office(referent: Referent, referents: Referents) -> bool:
    """Tell whether an article before a name belongs to what stands behind: "the Upton coach"."""
    words = referents.lexicon.words
    held = re.compile(
        rf"(?:['’]s?)? (?:\w+ )?(?:{words['manager']}|{words['post']}|{words['player']}|{words['club_noun']})\b"
    )
    return any(held.match(referents.text, reference.extent[1]) for reference in referent.references)


def _unexplained(referent: Referent, referents: Referents) -> bool:
    """Tell whether all that something is called looks like a nickname: "the Ferrymen", "los Millonarios"."""
    if referent.meant and all(referents.is_against(reference.extent[0]) for reference in referent.references):
        return False  # "lost to the Blues" speaks of another club
    for name in referent.names:
        if name.count(" ") > 1 or (" " in name and _is_own(name, referent, referents)):
            return False
        if not _PLURAL.search(name) and (not referent.kind or _AGENT.search(name) or _has_office(referent, referents)):
            return False
    before = [referents.text[max(0, r.extent[0] - 6) : r.extent[0]] for r in referent.references]
    return all(_ARTICLE.search(text) for text in before)


def _is_own(name: str, referent: Referent, referents: Referents) -> bool:
    """Tell whether two words are a club's own name: "left to coach the Boston Shamrocks", but not "the Red Castle"."""
    if not _PLURAL.search(name) and name.split(maxsplit=1)[0] not in referents.lexicon.marks["Nicknames"]:
        return True
    before = [referents.text[max(0, r.extent[0] - 20) : r.extent[0]] for r in referent.references]
    return any(_BOUND.search(text) for text in before)
