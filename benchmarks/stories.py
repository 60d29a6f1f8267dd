"""Stories: the club that a run of articles is about, with its people, works and honours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from benchmarks import names
from benchmarks.terms import (
    ENTITIES,
    OBJECT,
    PREDICATE,
    REFERENCES,
    SUBJECT,
    TYPE,
    entity,
    label,
    lfc,
    schema,
    skos,
    text,
)
from lfckg.article import slugify
from lfckg.namespaces import REFERENCE

__all__ = ["PARTS", "Person", "Reign", "Story", "Thing", "World", "tell_story", "world_lines"]

_PEOPLE = 14  # of each club
_LEAGUES = 6
PARTS = {
    "team": ("Group", "Team of"),
    "fans": ("Group", "Fans of"),
    "players": ("Group", "Players of"),
    "staff": ("Group", "Staff of"),
    "people": ("Group", "People of"),
    "viewers": ("Group", "Viewers of the series about"),
    "history": ("Topic", "History of"),
    "success": ("Topic", "Success of"),
    "stories": ("Topic", "Human stories around"),
    "everyday-life": ("Topic", "Everyday life at"),
    "reasons": ("Topic", "What makes succeed"),
}
"""What a club has: class, and the words that its label opens with."""


class Thing(NamedTuple):
    """An entity, with its label and its class."""

    iri: str
    label: str
    kind: str


class Person(NamedTuple):
    """A person, called by surname too; `nation` is the adjective."""

    iri: str
    label: str
    kind: str
    surname: str
    nation: str


class Reign(NamedTuple):
    """A manager's time at a club; without an end it goes on, and is to end with the season."""

    manager: Person
    start: date
    end: date | None
    season: Thing


@dataclass(frozen=True, slots=True)
class World:
    """What all clubs share."""

    contests: tuple[Thing, ...]
    honours: tuple[Thing, ...]
    brands: tuple[Thing, ...]
    broadcasters: tuple[Thing, ...]

    @classmethod
    def make(cls) -> World:
        """Make the one world that there is."""
        return cls(
            tuple(_thing(name, "Competition") for name in names.CONTESTS),
            tuple(Thing(entity(f"{slugify(name)}-title"), name, "Honour") for name in names.CONTESTS),
            tuple(_thing(name, "Brand") for name in names.BRANDS),
            tuple(_thing(name, "Broadcaster") for name in names.BROADCASTERS),
        )


@dataclass(frozen=True, slots=True)
class Story:
    """A club and what belongs to it."""

    slug: str
    club: Thing
    founded: int
    league: Thing
    reigns: tuple[Reign, ...]
    players: tuple[Person, ...]
    officers: tuple[tuple[Person, Thing, str], ...]  # with their posts, and the titles of those
    makers: tuple[Person, Person]  # director and narrator
    company: Thing
    parts: dict[str, Thing]
    earlier: tuple[tuple[Thing, Thing], ...]  # works with their brands
    series: Thing
    episodes: int
    stage: str

    def lines(self) -> Iterator[str]:
        """Declare the entities of the story, and what is known from elsewhere."""
        people = [reign.manager for reign in self.reigns] + [*self.players, *self.makers]
        people += [person for person, _, _ in self.officers]
        things = [self.club, self.company, self.series, *self.parts.values()]
        things += [reign.season for reign in self.reigns] + [post for _, post, _ in self.officers]
        things += [work for work, _ in self.earlier]
        yield from _declarations([*things, *people])
        reference, graph = f"<{REFERENCE}{self.slug}-founding>", f" {REFERENCES} .\n"
        yield f"{reference} {TYPE} {lfc('Reference')}{graph}"
        yield f"{reference} {SUBJECT} {self.club.iri}{graph}"
        yield f"{reference} {PREDICATE} {schema('foundingDate')}{graph}"
        yield f'{reference} {OBJECT} "{self.founded}"^^<http://www.w3.org/2001/XMLSchema#gYear>{graph}'
        yield f"{reference} <http://purl.org/dc/terms/source> {text('an invented almanac')}{graph}"


def world_lines(world: World) -> Iterator[str]:
    """Declare what all clubs share."""
    return _declarations([*world.contests, *world.honours, *world.brands, *world.broadcasters])


def tell_story(world: World, number: int, seed: int) -> Story:
    """Make up the club of a number: the same number and seed give the same story."""
    random = Random(f"story {number} of {seed}")  # noqa: S311  for repeatable inventions
    name = names.club(number)
    slug, club = slugify(name), _thing(name, "Club")
    people = [_person(number * _PEOPLE + n, random) for n in range(_PEOPLE)]
    managers, players, others = people[:4], people[4:9], people[9:]
    company = _thing(f"{others[0].label} Pictures", "ProductionCompany")
    titles = (("Head of Media", club), ("Finance Director", club), ("CEO", company))
    posts = [
        (person, Thing(entity(f"{slugify(owner.label)}-{slugify(title)}"), f"{title}, {owner.label}", "Post"), title)
        for person, (title, owner) in zip(others[:3], titles, strict=True)
    ]
    reigns = tuple(_reigns(managers, name, random))
    first = f"{name.split()[0]} {random.choice(('Nights', 'Rising', 'Tales'))} {number}"
    second = f"The {name} Film"
    return Story(
        slug=slug,
        club=club,
        founded=random.randrange(1870, 1930),
        league=world.contests[random.randrange(_LEAGUES)],
        reigns=reigns,
        players=tuple(players),
        officers=tuple(posts),
        makers=(others[3], others[4]),
        company=company,
        parts={part: Thing(entity(f"{slug}-{part}"), f"{words} {name}", kind) for part, (kind, words) in PARTS.items()},
        earlier=(
            (_thing(first, "DocumentarySeries"), random.choice(world.brands)),
            (_thing(second, "FeatureDocumentary"), random.choice(world.brands)),
        ),
        series=Thing(entity(f"{slug}-documentary-series"), f"{name} documentary series", "DocumentarySeries"),
        episodes=random.randrange(3, 9),
        stage=random.choice(("Announced", "InFilming", "InFilming", "Completed", "Released")),
    )


def _reigns(managers: list[Person], club: str, random: Random) -> Iterator[Reign]:
    start = date(2004, 6, 1) + timedelta(random.randrange(200))
    for manager in managers:
        name = f"Final season of {manager.label} at {club}"
        season = _thing(name, "FootballSeason")
        end = start + timedelta(random.randrange(700, 1900))
        yield Reign(manager, start, end if manager is not managers[-1] else None, season)
        start = end + timedelta(random.randrange(1, 60))


def _thing(name: str, kind: str) -> Thing:
    return Thing(entity(slugify(name.replace("+", " plus"))), name, kind)


def _person(number: int, random: Random) -> Person:
    first, surname = names.person(number)
    name = f"{first} {surname}"
    return Person(entity(slugify(name)), name, "Person", surname, random.choice(names.NATIONS))


def _declarations(things: list[Thing | Person]) -> Iterator[str]:
    graph = f" {ENTITIES} .\n"
    for thing in things:
        yield f"{thing.iri} {TYPE} {lfc(thing.kind)}{graph}{thing.iri} {skos('prefLabel')} {label(thing.label)}{graph}"
