"""Series: passages of articles that tell of works, who makes them and what they will show."""

from __future__ import annotations

from random import Random

from benchmarks.articles import ArticleWriter
from benchmarks.stories import Story, World
from benchmarks.terms import integer, lfc, text
from benchmarks.times import relative_time

__all__ = ["announcement", "making"]

_WEEKS = (("last week", ("Week", -1)), ("this week", ("Week", 0)), ("last month", ("Month", -1)))
_RELEASES = (("next month", ("Month", 1)), ("in two months", ("Month", 2)), ("at the end of the season", ("Season", 0)))


def announcement(article: ArticleWriter, story: Story, world: World, random: Random, n: int) -> None:
    """Tell that the club has announced the filming and the release of its series."""
    club, series, team = story.club, story.series, story.parts["team"]
    article.paragraph()
    said, week = random.choice(_WEEKS)
    who, announced, when, filming, what = article.sentence(
        club.label, "announced", said, "the filming", f"~of a new {series.kind.lower()} behind the scenes"
    )
    article.mention(club.iri, "Name", who)
    article.mention(series.iri, "Description", what)
    article.claim(f"new-{n}", (series.iri, lfc("describedAs"), text("announced")), [announced, what])
    article.node(f"series-{n}", {"type": lfc(series.kind), "about": club.iri}, [what], subject=series.iri)
    article.claim(f"stage-{n}", (series.iri, lfc("productionStatus"), lfc(story.stage)), [filming, what])
    follows = {"type": lfc("Filming"), "work": series.iri, "follows": team.iri, "modality": lfc("Actual")}
    article.node(f"filming-{n}", follows, [filming, what])
    article.mention(article.iri(f"filming-{n}"), "Description", filming)
    comes, month = random.choice(_RELEASES)
    it, out, shown = article.sentence("~It", "will be shown", comes)
    article.mention(series.iri, "Pronoun", it)
    time = relative_time(article, f"release-time-{n}", comes, month, shown)
    release = {"type": lfc("Release"), "work": series.iri, "time": time, "modality": lfc("Planned")}
    if random.random() < 0.5:  # noqa: PLR2004  of every second the channel is told
        channel = random.choice(world.broadcasters)
        (on,) = article.sentence(f"~It goes to {channel.label}")
        article.mention(channel.iri, "Name", on)
        release["platform"] = channel.iri
    article.node(f"release-{n}", release, [it, out, shown])
    season = story.reigns[-1].season.iri
    during = (article.iri(f"release-{n}"), lfc("duringSeason"), season)
    article.claim(f"release-season-{n}", during, [shown], status="Implied")
    time = relative_time(article, f"announcement-time-{n}", said, week, when)
    told = {"type": lfc("Announcement"), "announcer": club.iri, "announces": article.iri(f"filming-{n}"), "time": time}
    words = [who, announced, when, filming]
    article.node(f"announcing-{n}", told | {"reportingVerb": text("announced"), "modality": lfc("Actual")}, words)
    also = (article.iri(f"announcing-{n}"), lfc("announces"), article.iri(f"release-{n}"))
    article.claim(f"announcing-release-{n}", also, [who, announced, shown])


def making(article: ArticleWriter, story: Story, world: World, random: Random, n: int) -> None:  # noqa: ARG001
    """Tell who makes the series, what they have made before, and what it will show."""
    company, series = story.company, story.series
    article.paragraph()
    maker, makes, work = article.sentence(company.label, "will create", f"~the {series.label}")
    article.mention(company.iri, "Name", maker)
    article.mention(series.iri, "Description", work)
    production = {"type": lfc("Production"), "work": series.iri, "producer": company.iri, "modality": lfc("Planned")}
    article.node(f"production-{n}", production, [maker, makes, work])
    for number, (earlier, brand) in enumerate(story.earlier):
        behind, under, title = article.sentence("~The company is behind", f"the {brand.label}", earlier.label)
        article.mention(company.iri, "Description", behind)
        article.mention(brand.iri, "Name", under)
        article.mention(earlier.iri, "Name", title)
        name = f"earlier-{n}-{number + 1}"
        article.node(name, {"type": lfc(earlier.kind), "brand": brand.iri}, [under, title], subject=earlier.iri)
        article.claim(f"behind-{n}-{number + 1}", (company.iri, lfc("behind"), earlier.iri), [behind, title])
    director, narrator = story.makers
    by, told_by, count = article.sentence(
        f"{director.label} directs", f"and {narrator.label} narrates", f"the {story.episodes} episodes"
    )
    article.mention(director.iri, "Name", by)
    article.mention(narrator.iri, "Name", told_by)
    article.claim(f"director-{n}", (series.iri, lfc("director"), director.iri), [by])
    article.claim(f"narrator-{n}", (series.iri, lfc("narrator"), narrator.iri), [told_by])
    article.claim(f"episodes-{n}", (series.iri, lfc("episodes"), integer(story.episodes)), [count])
    _aims(article, story, n)


def _aims(article: ArticleWriter, story: Story, n: int) -> None:
    parts = story.parts
    aims = (("explores", "history"), ("shows", "stories"), ("explores", "success"), ("features", "team"))
    pieces = article.sentence("~It will go into", *(f"~the {part} of the club" for _, part in aims))
    for (name, part), words in zip(aims, pieces[1:], strict=True):
        triple = (story.series.iri, lfc(name), parts[part].iri)
        article.claim(f"{name}-{part}-{n}", triple, [pieces[0], words], modality="Planned")
        article.mention(parts[part].iri, "Description", words)
        owned = (parts[part].iri, lfc("belongsTo"), story.club.iri)
        article.claim(f"{part}-of-club-{n}", owned, [words], status="Implied")
