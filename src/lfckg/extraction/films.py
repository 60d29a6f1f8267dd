"""Films: what an article tells of its films and series without a sentence of its own for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lfckg.claims import MentionType, Status
from lfckg.extraction.coreference import Referent
from lfckg.extraction.honours import read_number
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.readings import Argument, Proposal

__all__ = [
    "EARLY",
    "about_by_article",
    "about_by_title",
    "forms_by_description",
    "later_release",
    "released_by_now",
    "titled",
    "without_directors",
]

EARLY = 0.35
"""A work that is first named within this part of an article is what the article is about."""

_SHORT = 3
_TOLD = 3  # times that an article must speak of a club to be about it
_PARTS = re.compile(r"\b(\w+)-(?:part|episode)\b")


def forms_by_description(text: str, works: Iterable[Referent], lexicon: Lexicon) -> Iterator[Proposal]:
    """Give the form of what is called "the film" or "the six-part series"."""
    forms = {form: re.compile(rf"\b{lexicon.words[form]}$") for form in ("series", "film")}
    for work in works:
        for reference in work.references:
            if reference.type is not MentionType.DESCRIPTION:
                continue
            told = text[slice(*reference.extent)]
            form = next((form for form, words in forms.items() if words.search(told)), None)
            parts = _PARTS.search(told)
            count = read_number(parts[1].lower()) if parts else None
            if form or count:
                arguments = {"work": Argument(f"W{work.number}", reference.extent)}
                arguments["form"] = Argument("series" if count else form or "film")
                if count:
                    arguments["episodes"] = Argument(str(count), reference.extent)
                yield Proposal("form", arguments, (reference.extent,), "form/description", 0.8 if count else 0.7)


def released_by_now(found: Iterable[Proposal], issued: str | None) -> Iterator[Proposal]:
    """Give as released the works that came out before the day of an article, if that is known."""
    for one in found:
        day = one.arguments.get("date")
        if one.relation == "release" and issued and day and day.value < issued[: len(day.value)]:
            arguments = {"work": one.arguments["work"], "status": Argument("released", day.extent)}
            yield Proposal("status", arguments, one.spans, "status/by-date", one.confidence, Status.IMPLIED)


def about_by_title(works: Sequence[Referent], clubs: Mapping[str, Iterable[str]]) -> Iterator[Proposal]:
    """Give the works whose titles name a club as about it; `clubs` are the names by mark."""
    by_mark = {f"W{work.number}": work for work in works}
    for mark, club in titled({mark: work.label for mark, work in by_mark.items()}, clubs):
        yield _about(by_mark[mark], club, "about/title", 0.8)


def about_by_article(
    works: Iterable[Referent], club: Referent, found: Sequence[Proposal], length: int
) -> Iterator[Proposal]:
    """Give the works that an article of some length about one club speaks of from its begin as about that club.

    Works of which nothing else was found, or which are said to be about a club, are left out.
    """
    if len(club.references) < _TOLD:
        return
    spoken = {one.arguments["work"].value for one in found if "work" in one.arguments}
    told = {one.arguments["work"].value for one in found if one.relation == "about"}
    for work in works:
        if f"W{work.number}" in spoken - told and work.first < length * EARLY:
            yield _about(work, f"C{club.number}", "about/article", 0.6)


def titled(labels: Mapping[str, str], clubs: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Give works with the clubs that their titles name: "Welcome to Wrexham" is about Wrexham.

    Labels are by the works' marks, names by the clubs' marks; the longest name that stands in a title counts.

    >>> list(titled({"W1": "Inside Derby"}, {"C2": ["Derby County", "Derby"], "C3": ["Leeds"]}))
    [('W1', 'C2')]
    """
    for work, label in labels.items():
        fitting = [
            (len(name), club)
            for club, names in clubs.items()
            for name in names
            if len(name) > _SHORT and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", label)
        ]
        if fitting:
            yield work, max(fitting)[1]


def without_directors(found: Iterable[Proposal]) -> list[Proposal]:
    """Leave out that whoever directs a film is seen in it: what says so mostly means somebody else."""
    found = list(found)
    directed = {
        (one.arguments["work"].value, one.arguments["person"].value) for one in found if one.relation == "directed_by"
    }
    return [
        one
        for one in found
        if one.relation != "features" or (one.arguments["work"].value, one.arguments["person"].value) not in directed
    ]


def later_release(proposal: Proposal) -> tuple[float, str]:
    """Order what is said of one work's release: the surer comes first, then the earlier, words last."""
    day = proposal.arguments.get("date")
    return -proposal.confidence, day.value if day else "words"


def _about(work: Referent, club: str, source: str, confidence: float) -> Proposal:
    extent = work.references[0].extent
    arguments = {"work": Argument(f"W{work.number}", extent), "club": Argument(club)}
    return Proposal("about", arguments, (extent,), source, confidence, Status.IMPLIED)
