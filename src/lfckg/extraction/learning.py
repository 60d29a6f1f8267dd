"""Learning: roles, nations, ages and genders of persons, who comes and who goes, from what stands beside their names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lfckg.extraction.coreference import Referent, Referents

__all__ = ["MANAGERS", "alike", "learn"]

MANAGERS = ("manager", "coach", "boss", "head coach", "trainer", "gaffer")
_PAST = re.compile(r"\b(?:former|ex|old|retired|one-time)\b", re.I)
_HE = frozenset({"he", "his", "him", "himself"})
_WOMAN = re.compile(r"\b(?:actress|mother|daughter|sister|aunt|niece|wife|widow|[a-z]*woman)\b", re.I)
_MAN = re.compile(r"\b(?:actor|father|son|brother|uncle|nephew|husband|[a-z]*(?<!wo)man)\b", re.I)


def learn(referents: Referents) -> None:
    """Note what the sentences of an article say of persons by the way."""
    words = referents.lexicon.words
    held = "|".join(words[name] for name in ("manager", "post", "player", "artist"))
    role = rf"(?P<role>{held})"
    roles = [
        re.compile(pattern, re.I)
        for pattern in (
            rf"<P(?P<who>\d+)>(?:, \d\d)?,? (?:the |their |its |his |her |a |an |<C(?P<club>\d+)>(?:'s)? )"
            rf"(?:[\w'-]+ |<[CL]\d+>(?:'s)? ){{0,3}}?{role}\b(?! by (?:trade|profession|training)\b)",
            rf"(?<!former )(?<!<P\d> old )(?<!<P\d\d> old )(?<!his old )(?<!her old )(?:<C(?P<club>\d+)>(?:'s)? (?:[a-z]+ )??)?\b{role},? <P(?P<who>\d+)>",
            rf"<P(?P<who>\d+)>, {role}\b(?: of (?:the )?<C(?P<club>\d+)>)?",
            rf"<P(?P<who>\d+)> (?:is|was|has been|as) (?:the |a )?{role}\b(?: of (?:the )?<C(?P<club>\d+)>)?",
            rf"<P(?P<who>\d+)>(?:,[^,.;<]{{1,60}},)?(?: (?:is|was|has|had|been|being|to be))* (?:{words['appoint']})(?: as)?"
            rf"(?: the| their| its)?(?: new| next)?(?: <C(?P<club>\d+)>)? {role}\b",
            rf"\b(?:{words['appoint']}) (?:the )?(?:{words['demonym']} )?<P(?P<who>\d+)> (?:as )?(?:the |their |its )?"
            rf"(?:new |next )?(?P<club>(?!))?{role}\b",
        )
    ]
    nations = [
        re.compile(rf"\b(?P<nation>{words['demonym']})(?: [a-z-]+)?(?: (?:{held}))? <P(?P<who>\d+)>"),
        re.compile(
            rf"<P(?P<who>\d+)>,(?: \d\d,)? (?:the|an?) (?:[\w-]+ )?(?P<nation>{words['demonym']})\b(?! (?:[a-z-]+ )*<P)"
        ),
    ]
    moves = _moves(words)
    for marked in (sentence.text for sentence in referents.marked()):
        if "<P" not in marked:
            continue
        for pattern in roles:
            for match in pattern.finditer(marked):
                if re.fullmatch(words["manager"], match["role"], re.I) or not _PAST.search(match[0]):
                    _note_role(referents.referents[int(match["who"])], match)
        for pattern in nations:
            for match in pattern.finditer(marked):
                who = referents.referents[int(match["who"])]
                who.nation = who.nation or referents.lexicon.nations[match["nation"]]
        for attribute, pattern in moves:
            for match in pattern.finditer(marked):
                setattr(referents.referents[int(match["who"])], attribute, True)
        _learn_age_and_gender(marked, referents)


def _moves(words: Mapping[str, str]) -> list[tuple[str, re.Pattern[str]]]:
    """Give the patterns by which somebody is told to come to a post, or to go."""
    role = rf"(?:{words['manager']}|{words['post']})"
    who, aside = r"<P(?P<who>\d+)>", r"(?:,[^,.;<]{1,60},)?"
    been = r"(?: (?:is|was|are|were|has|have|had|being|been|to be|today|yesterday|then|duly|finally|formally))+"
    new = rf"(?:new|incoming|next) (?:[a-z-]+ ){{0,2}}?{role}"
    gone = r"(?:former|ex-?|departed|departing|outgoing|sacked|dismissed|ousted|deposed|previous)"
    sacked = r"(?:sacked|dismissed|fired|relieved of|removed|ousted|let go|parted (?:company|ways) with)"
    follow = r"(?:succeed(?:s|ed|ing)?|replac(?:es|ed|e|ing)|takes over from|took over from|tak(?:e|ing) over from)"
    comes = (
        rf"\b{new},? {who}",
        rf"{who}{aside},? (?:as |is |was |becomes |became |will be )?(?:the |their |its )?(?:[\w<>']+ )?{new}\b",
        rf"{who}{aside}{been} (?:{words['appoint']})\b",
        rf"\b(?:{words['appoint']}) (?:the )?(?:[\w'-]+ ){{0,3}}?{who}",
        rf"{who}{aside},? (?:who )?(?:will |is to |has |to )?{follow}\b",
        rf"\b(?:succeeded|replaced) by {who}",
    )
    goes = (
        rf"\b{gone} (?:[a-z-]+ ){{0,2}}?{role},? {who}",
        rf"{who}{aside}{been} {sacked}\b",
        rf"\b{sacked} (?:[\w'-]+ ){{0,3}}?{who}",
        rf"{who}{aside},? (?:who )?(?:has |had )?(?:resigned|stepped down|stood down|quit|departed|left)\b",
        rf"\b{follow} (?:[\w'-]+ ){{0,3}}?{who}",
        rf"{who}{aside}{been} (?:succeeded|replaced) by\b",
    )
    told = [*(("comes", pattern) for pattern in comes), *(("goes", pattern) for pattern in goes)]
    return [(attribute, re.compile(pattern)) for attribute, pattern in told]


def _note_role(who: Referent, match: re.Match[str]) -> None:
    who.roles.add(match["role"].lower())
    if match["club"]:
        who.homes.append(int(match["club"]))


def _learn_age_and_gender(marked: str, referents: Referents) -> None:
    for match in re.finditer(r"<P(\d+)>(?:,| is| \(aged?|, (?:a|an|the)) (\d\d)\b", marked):
        referents.referents[int(match[1])].age = match[2]
    for match in re.finditer(r"<P(\d+)>(?P<after>[^<.;]{0,60})", marked):
        who = referents.referents[int(match[1])]
        if who.gender:
            continue
        after = match["after"]
        if own := re.search(
            r"\b(?:he|she|his|her|himself|herself)\b", after.removeprefix(", his ").removeprefix(", her ")
        ):
            who.gender = "he" if own[0] in _HE else "she"
        elif _WOMAN.search(after[:30]):
            who.gender = "she"
        elif _MAN.search(after[:30]):
            who.gender = "he"


def alike(role: str, other: str) -> bool:
    """Tell whether two words for a post mean the same: "manager" and "boss"."""
    return role == other or (role in MANAGERS and other in MANAGERS)
