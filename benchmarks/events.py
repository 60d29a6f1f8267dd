"""Events: passages of articles that tell of appointments, departures, honours, players and posts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from benchmarks import names
from benchmarks.articles import ArticleWriter, Words
from benchmarks.series import announcement, making
from benchmarks.stories import Person, Reign, Story, World
from benchmarks.terms import integer, lfc, on_day, text
from benchmarks.times import relative_time

__all__ = ["EVENTS"]

Event = Callable[[ArticleWriter, Story, World, Random, int], None]


def _profile(article: ArticleWriter, story: Story, world: World, random: Random, n: int) -> None:
    """Tell what the club is, and what it plays in."""
    club, team = story.club, story.parts["team"]
    article.paragraph()
    praise = random.choice(names.DESCRIPTIONS)
    name, plays, league, praised = article.sentence(club.label, "~plays in the", story.league.label, f"and is {praise}")
    article.mention(club.iri, "Name", name)
    article.mention(story.league.iri, "Name", league)
    status = random.choice(("Stated", "Implied"))
    article.claim(f"plays-{n}", (club.iri, lfc("competesIn"), story.league.iri), [name, plays, league], status=status)
    article.claim(f"praise-{n}", (club.iri, lfc("describedAs"), text(praise)), [name, praised], status="Evaluation")
    cup = world.contests[6 + n % 6]
    side, enters, drawn = article.sentence("~The side", "also enters the", cup.label)
    article.mention(team.iri, "Description", side)
    article.mention(cup.iri, "Name", drawn)
    article.claim(f"enters-{n}", (club.iri, lfc("competesIn"), cup.iri), [side, enters, drawn])
    article.claim(f"side-{n}", (team.iri, lfc("belongsTo"), club.iri), [side], status="Implied")


def _some_reign(story: Story, random: Random) -> Reign:
    """Choose whose time is told of: as often the manager's who is there as anybody's before."""
    return random.choice((*story.reigns, *story.reigns[-1:] * 2))


def _tenure(article: ArticleWriter, reign: Reign, story: Story, words: list[Words]) -> str:
    """Tell of a tenure, once in an article."""
    name = f"tenure-{story.reigns.index(reign) + 1}"
    if name not in article.node_names:
        article.node_names[name] = article.iri(name)
        manager, club = reign.manager.iri, story.club.iri
        told = article.node(
            name, {"type": lfc("Tenure"), "person": manager, "club": club, "modality": lfc("Actual")}, words
        )
        article.shortcuts.infer("manages", manager, "manages", club, (told["person"], told["club"]))
    return article.node_names[name]


def _appointment(article: ArticleWriter, story: Story, world: World, random: Random, n: int) -> None:  # noqa: ARG001
    reign = _some_reign(story, random)
    manager = reign.manager
    article.paragraph()
    day = _spell(reign.start)
    name, was, club, on = article.sentence(manager.label, "was appointed", f"by {story.club.label}", f"on {day}")
    article.mention(manager.iri, "Name", name)
    article.mention(story.club.iri, "Name", club)
    node = f"appointment-{n}"
    told = {"type": lfc("Appointment"), "person": manager.iri, "club": story.club.iri}
    article.node(node, told | {"date": on_day(reign.start), "modality": lfc("Actual")}, [name, was, club, on])
    tenure = _tenure(article, reign, story, [name, club])
    started = (tenure, lfc("startedBy"), article.iri(node))
    article.claim(f"tenure-start-{n}", started, [was, club], status="Implied")
    who, verb, when = article.sentence(f"~The {manager.nation}", "was announced", "~by the club")
    article.mention(manager.iri, "Description", who)
    article.mention(story.club.iri, "Description", when)
    _nationality(article, manager, n, who)
    announced = {"type": lfc("Announcement"), "announcer": story.club.iri, "announces": article.iri(node)}
    more = {"reportingVerb": text("announced"), "modality": lfc("Actual")}
    article.node(f"announcement-{n}", announced | more, [verb, when])


def _nationality(article: ArticleWriter, manager: Person, n: int, words: Words) -> None:
    triple = (manager.iri, lfc("nationality"), text(manager.nation))
    article.claim(f"nationality-{n}", triple, [words], status="Implied")


def _departure(article: ArticleWriter, story: Story, world: World, random: Random, n: int) -> None:  # noqa: ARG001
    """Tell of an end: dated and with the length of the tenure, or planned and with its season."""
    reign = story.reigns[-1] if n % 16 < 8 else random.choice(story.reigns[:-1])  # noqa: PLR2004  every second time
    manager, node = reign.manager, f"departure-{n}"
    article.paragraph()
    values = {"type": lfc("Departure"), "person": manager.iri, "club": story.club.iri}
    if reign.end:
        who, left, on = article.sentence(manager.surname, f"left {story.club.label}", f"on {_spell(reign.end)}")
        tenure = _tenure(article, reign, story, [who, left])
        article.node(node, values | {"date": on_day(reign.end), "modality": lfc("Actual")}, [who, left, on])
        article.claim(f"tenure-end-{n}", (tenure, lfc("endedBy"), article.iri(node)), [left, on], status="Implied")
        _duration(article, reign, tenure, n)
    else:
        who, leaves, when = article.sentence(
            manager.surname, f"is leaving {story.club.label}", "at the end of this season"
        )
        tenure = _tenure(article, reign, story, [who, leaves])
        time = relative_time(article, f"departure-time-{n}", "at the end of this season", ("Season", 0), when)
        article.node(node, values | {"time": time, "modality": lfc("Planned")}, [who, leaves, when])
        planned = (
            ("tenure-end", (tenure, lfc("endedBy"), article.iri(node))),
            ("final-season", (tenure, lfc("finalSeason"), reign.season.iri)),
        )
        for name, triple in planned:
            article.claim(f"{name}-{n}", triple, [leaves, when], status="Implied", modality="Planned")
        during = (article.iri(node), lfc("duringSeason"), reign.season.iri)
        article.claim(f"departure-season-{n}", during, [when], status="Implied")
        article.mention(reign.season.iri, "Description", when)
        (_, final) = article.sentence("He is in his", "final months")
        phase = {"type": lfc("RelativeTime"), "expression": text("final months"), "anchor": article.iri(node)}
        article.node(f"phase-time-{n}", phase | {"unit": lfc("Month")}, [final])
        article.claim(f"phase-{n}", (tenure, lfc("phase"), article.iri(f"phase-time-{n}")), [final])
    article.mention(manager.iri, "Name", who)


def _duration(article: ArticleWriter, reign: Reign, tenure: str, n: int) -> None:
    """Tell how long a tenure lasted; the departure is dated, so that no rule works anything out."""
    assert reign.end is not None  # noqa: S101  its departure has just been told
    years = max(1, round((reign.end - reign.start).days / 365))
    kind = ("JustUnder", "Rounded", "JustOver")[n % 3]
    long = f"{ {'JustUnder': 'just under ', 'Rounded': '', 'JustOver': 'just over '}[kind] }{years} years".lstrip()
    his, lasted, told = article.sentence("~His reign", "lasted", long)
    article.mention(reign.manager.iri, "Pronoun", his)
    node = f"duration-{n}"
    values = {"type": lfc("ApproximateDuration"), "expression": text(long), "unit": lfc("Year")}
    article.node(node, values | {"years": integer(years), "approximation": lfc(kind)}, [told])
    article.claim(
        f"tenure-duration-{n}",
        (tenure, lfc("duration"), article.iri(node)),
        [his, lasted, told],
        modality="Approximate",
    )


def _honours(article: ArticleWriter, story: Story, world: World, random: Random, n: int) -> None:
    """Tell what was won under a manager; that the club won it is implied."""
    reign = _some_reign(story, random)
    manager, club = reign.manager, story.club.iri
    won = random.sample(world.honours, random.randint(2, 6))
    article.paragraph()
    who, *listed = article.sentence(f"the {manager.nation} won", *(honour.label for honour in won), before="In all ")
    article.mention(manager.iri, "Description", who)
    _nationality(article, manager, n, who)
    for number, (honour, words) in enumerate(zip(won, listed, strict=True)):
        article.mention(honour.iri, "Name", words)
        node = f"win-{n}-{number + 1}"
        values = {"type": lfc("TrophyWin"), "honour": honour.iri, "manager": manager.iri, "modality": lfc("Actual")}
        told = article.node(node, values | _when(reign, number, random), [who, words])
        winner = article.claim(
            f"{node}-winner", (article.iri(node), lfc("winner"), club), [who, words], status="Implied"
        )
        article.shortcuts.infer("has-won", club, "hasWon", honour.iri, (told["honour"], winner))


def _when(reign: Reign, number: int, random: Random) -> dict[str, str]:
    """Tell of some wins their season or number; of most nothing, as articles do."""
    if number % 3 != 1:
        return {}
    year = reign.start.year + random.randrange(1, 4)
    return random.choice(({"season": text(f"{year}/{year % 100 + 1:02}")}, {"count": integer(random.randint(1, 3))}))


def _officers(article: ArticleWriter, story: Story, world: World, random: Random, n: int) -> None:  # noqa: ARG001
    for number, (person, post, title) in enumerate(story.officers):
        owner = story.company if title == "CEO" else story.club
        article.paragraph()
        name, role, at = article.sentence(person.label, title, f"of {owner.label}", after=", was there.")
        article.mention(person.iri, "Name", name)
        article.mention(post.iri, "Name", role)
        article.mention(owner.iri, "Name", at)
        suffix = f"{n}-{number + 1}"
        article.node(f"post-{suffix}", {"type": lfc("Post"), "organisation": owner.iri}, [role, at], subject=post.iri)
        values = {"type": lfc("PostHolding"), "person": person.iri, "post": post.iri, "title": text(title)}
        told = article.node(f"holding-{suffix}", values | {"modality": lfc("Actual")}, [name, role, at])
        article.shortcuts.infer("holds-post", person.iri, "holdsPost", post.iri, (told["person"], told["post"]))


def _transfer(article: ArticleWriter, story: Story, world: World, random: Random, n: int) -> None:  # noqa: ARG001
    """Tell of a player who has come, or of one who has left again."""
    number = n % len(story.players)
    player, club = story.players[number], story.club
    has_left = number == 0
    came = date(2019, 7, 1) + timedelta(number * 30)
    article.paragraph()
    who, joined, when = article.sentence(player.label, f"joined {club.label}", f"on {_spell(came)}")
    article.mention(player.iri, "Name", who)
    article.mention(story.parts["players"].iri, "Description", joined)
    values = {"person": player.iri, "club": club.iri}
    arrival = {"type": lfc("Appointment"), **values, "date": on_day(came), "modality": lfc("Actual")}
    article.node(f"arrival-{n}", arrival, [who, joined, when])
    spell = {"type": lfc("PlayingSpell"), **values, "startedBy": article.iri(f"arrival-{n}"), "modality": lfc("Actual")}
    if has_left:
        again, gone = article.sentence("~and he", "has left since")
        article.mention(player.iri, "Pronoun", again)
        left = {"type": lfc("Departure"), **values, "modality": lfc("Actual")}
        article.node(f"leaving-{n}", left, [again, gone])
        spell["endedBy"] = article.iri(f"leaving-{n}")
    told = article.node(f"spell-{n}", spell, [who, joined])
    if not has_left:
        article.shortcuts.infer("plays-for", player.iri, "playsFor", club.iri, (told["person"], told["club"]))
    praise = random.choice(names.ADJECTIVES)
    their, called = article.sentence(player.surname, f"is called {praise}")
    triple = (player.iri, lfc("describedAs"), text(praise))
    article.claim(f"called-{n}", triple, [their, called], status="Evaluation")


def _spell(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


EVENTS: tuple[Event, ...] = (_profile, _appointment, _honours, announcement, _officers, _departure, making, _transfer)
"""Passages, in the order in which articles come to them."""
