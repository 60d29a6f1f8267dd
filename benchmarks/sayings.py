"""Sayings: quotations, and what is opinion or fact in them."""

from __future__ import annotations

from random import Random

from benchmarks import names
from benchmarks.articles import ArticleWriter, Words
from benchmarks.stories import Person, Story
from benchmarks.terms import lfc, text

__all__ = ["quotation"]

_VERBS = ("said", "added", "told us", "explained")


def quotation(article: ArticleWriter, story: Story, random: Random, n: int) -> None:
    """Let somebody of the story speak, in a paragraph or two."""
    people = [story.reigns[-1].manager, *(person for person, _, _ in story.officers)]
    speaker = people[n % len(people)]
    verb = random.choice(_VERBS)
    article.paragraph()
    name, said = article.sentence(speaker.label, verb, after=":")
    article.mention(speaker.iri, "Name", name)
    first, last = _speech(article, story, random, (speaker, n))
    node, extent = f"quotation-{n}", article.extent(first, last)
    values = {"type": lfc("Quotation"), "speaker": speaker.iri, "extent": article.cite(extent)}
    values |= {"reportingVerb": text(verb), "modality": lfc("Actual")}
    article.node(node, values, [name, said])
    about = (article.iri(node), lfc("about"), story.series.iri)
    article.claim(f"{node}-about", about, [first], status="Implied")
    if "quotation" in article.node_names and verb == "added":
        added = (article.iri(node), lfc("addsTo"), article.node_names["quotation"])
        article.claim(f"{node}-adds", added, [said], status="Implied")
    article.node_names["quotation"] = article.iri(node)


def _speech(article: ArticleWriter, story: Story, random: Random, who: tuple[Person, int]) -> tuple[Words, Words]:
    """Write what is said, and give its first and its last words."""
    speaker, n = who
    club, parts = story.club.iri, story.parts
    says = {"status": "Opinion", "speaker": speaker.iri}
    tells = {"status": "QuotedFact", "speaker": speaker.iri}
    praise, feeling = random.choice(names.DESCRIPTIONS), random.choice(names.FEELINGS)
    article.paragraph()
    first, ours, special = article.sentence("~We", "~at our club", f"are {praise}", before="“")
    article.mention(club, "Pronoun", first)
    article.mention(club, "Description", ours)
    article.claim(f"special-{n}", (club, lfc("describedAs"), text(praise)), [ours, special], **says)
    we, feel, series, backed = article.sentence(
        "~We are", feeling, "~about this series", "~and all of us stand behind it"
    )
    article.mention(story.series.iri, "Description", series)
    article.claim(f"feeling-{n}", (club, lfc("feels"), text(feeling)), [we, feel], **says)
    article.claim(f"backs-{n}", (speaker.iri, lfc("backs"), story.series.iri), [series, backed], **tells)
    article.claim(f"about-{n}", (story.series.iri, lfc("about"), club), [series], **tells)
    _people(article, story, (speaker, n))
    seen, into, last = article.sentence("~Viewers will see", "~how this place lives", "~day by day", after=".”")
    article.mention(parts["viewers"].iri, "Description", seen)
    article.mention(parts["everyday-life"].iri, "Description", into)
    insight = {"type": lfc("Insight"), "work": story.series.iri, "audience": parts["viewers"].iri}
    insight |= {"insightInto": parts["everyday-life"].iri, "modality": lfc("Planned")}
    article.node(f"insight-{n}", insight, [seen, into], status="QuotedFact", speaker=speaker.iri)
    article.claim(f"sees-{n}", (speaker.iri, lfc("sees"), parts["everyday-life"].iri), [into, last], **tells)
    if speaker == story.reigns[-1].manager and "tenure-4" in article.node_names:
        final = (article.node_names["tenure-4"], lfc("finalSeason"), story.reigns[-1].season.iri)
        article.claim(f"said-final-season-{n}", final, [last], **tells)
    return first, last


def _people(article: ArticleWriter, story: Story, who: tuple[Person, int]) -> None:
    speaker, n = who
    parts, club = story.parts, story.club.iri
    pieces = article.sentence("~Our people", "~the fans", "~the players", "~and the staff", "~make this club")
    article.mention(parts["people"].iri, "Description", pieces[0])
    for part, words in zip(("fans", "players", "staff"), pieces[1:], strict=False):
        article.mention(parts[part].iri, "Description", words)
        included = (parts["people"].iri, lfc("includes"), parts[part].iri)
        article.claim(f"includes-{part}-{n}", included, [words], status="QuotedFact", speaker=speaker.iri)
        owned = (parts[part].iri, lfc("belongsTo"), club)
        article.claim(f"{part}-of-club-said-{n}", owned, [words], status="Implied")
    shapes = (parts["people"].iri, lfc("shapes"), club)
    article.claim(f"shapes-{n}", shapes, [pieces[0], pieces[4]], status="Opinion", speaker=speaker.iri)
    pursued = (parts["staff"].iri, lfc("pursues"), parts["success"].iri)
    article.claim(f"pursues-{n}", pursued, [pieces[3]], status="Opinion", speaker=speaker.iri)
    wanted = (story.company.iri, lfc("wantsToWorkWith"), club)
    article.claim(f"wants-{n}", wanted, [pieces[4]], status="QuotedFact", speaker=speaker.iri)
