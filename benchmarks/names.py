"""Invented names: clubs, people, companies, honours and works, each number with a name of its own.

The syllables are chosen so that no name is a club or a person that we know of.
"""

from __future__ import annotations

from itertools import product

__all__ = ["ADJECTIVES", "BRANDS", "BROADCASTERS", "CONTESTS", "DESCRIPTIONS", "FEELINGS", "NATIONS", "club", "person"]

_PLACES = [
    f"{first}{last}"
    for last, first in product(
        ("bury", "combe", "dale", "garth", "holm", "leigh", "mere", "nock", "port", "stow", "thorpe", "wick"),
        (
            *("Brev", "Cald", "Drun", "Elm", "Fenn", "Gorr", "Hask", "Ilt", "Jarr", "Kelv", "Lorn"),
            *("Morv", "Nesk", "Orl", "Prin", "Quar", "Rusk", "Selv", "Tarv", "Ulv", "Varn", "Wend"),
        ),
    )
]
_SUFFIXES = ("Rovers", "Athletic", "Harriers", "Albion", "Wanderers", "Victoria", "Corinthians")
_FIRST = (
    *(
        "Alvo",
        "Bresh",
        "Cassim",
        "Delph",
        "Edra",
        "Fenno",
        "Garrit",
        "Hessa",
        "Ivo",
        "Jorun",
        "Kesh",
        "Linnet",
        "Mardo",
    ),
    *(
        "Nerys",
        "Ottar",
        "Pella",
        "Quin",
        "Rosk",
        "Sunniva",
        "Tovik",
        "Ulla",
        "Vesk",
        "Wilmar",
        "Xanth",
        "Yorick",
        "Zenna",
    ),
)
_LAST = [
    f"{first}{last}"
    for last, first in product(
        ("ander", "brask", "ell", "ermoor", "ian", "ilow", "ick", "okk", "osen", "quist", "und", "ysh"),
        (
            *("Ab", "Bel", "Cor", "Dor", "Fal", "Gan", "Hol", "Jes", "Kar", "Lum", "Mor"),
            *("Nav", "Ost", "Per", "Rav", "Sal", "Tam", "Ven", "Wol", "Yar", "Zem"),
        ),
    )
]

CONTESTS = tuple(
    f"{first} {kind}"
    for kind, first in product(
        ("League", "Cup", "Shield", "Trophy"), ("Amber", "Crown", "Granite", "Harbour", "Lantern", "Meridian")
    )
)
"""Competitions; the honour of winning one has the same name."""

BRANDS = ("Blue Kite", "Corvid Original", "Halo Reel", "Nightjar", "Oxbow+", "Saltbox", "Tern Presents", "Wickerlight")
BROADCASTERS = ("Channel Ostler", "Fathom TV", "Gablevision", "Lodestar", "Plover Stream", "Quayside One")
NATIONS = ("Aldrian", "Borvian", "Castrese", "Dunmarch", "Estovan", "Ferrish", "Galdoran", "Hestian", "Ivarnese")
ADJECTIVES = ("brave", "calm", "gifted", "honest", "intense", "loyal", "patient", "restless", "shrewd", "tireless")
DESCRIPTIONS = (
    "a club like no other",
    "a place of work and wit",
    "hard to beat",
    "one of the proudest clubs",
    "remarkable",
    "special",
    "stubborn",
    "the heart of the town",
    "unrivalled",
)
FEELINGS = ("anxious", "delighted", "eager", "grateful", "hopeful", "proud", "relieved", "thrilled")


def club(number: int) -> str:
    """Name a club.

    >>> club(0), club(1)
    ('Brevbury Rovers', 'Caldbury Rovers')
    """
    turn, place = divmod(number, len(_PLACES))
    again, suffix = divmod(turn, len(_SUFFIXES))
    return f"{_PLACES[place]} {_SUFFIXES[suffix]}" + (f" {again + 1}" if again else "")


def person(number: int) -> tuple[str, str]:
    """Give somebody's first name and surname.

    >>> person(0), person(1)
    (('Alvo', 'Abander'), ('Bresh', 'Ganander'))
    """
    turn, place = divmod(number, len(_FIRST) * len(_LAST))
    first = place % len(_FIRST)
    last = (place // len(_FIRST) + 5 * first) % len(_LAST)
    return _FIRST[first], _LAST[last] + (f" {turn + 1}" if turn else "")
