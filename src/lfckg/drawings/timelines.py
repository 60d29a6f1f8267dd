"""Timelines: what is dated, planned and going on, each with the days or the words that tell its time.

Nothing is guessed: what has no calendar date has the article's words, and what is told loosely has a first and a last
day. The one reckoning is that of a length of time from a known beginning, and its result is as loose as the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from lfckg.drawings.days import Days, show_days
from lfckg.drawings.statements import FACT, LIMIT, PLANNED, SAID, STATES, Statement, Statements, Term
from lfckg.errors import DrawingError
from lfckg.namespaces import ARTICLE, DCTERMS, LFC, PROV, RDF
from lfckg.things import Thing

__all__ = ["HAPPENED", "ONGOING", "Item", "Timeline", "timeline_of"]

HAPPENED, ONGOING = "happened", "ongoing"

_LASTING = {f"{LFC}{name}" for name in ("Filming", "Tenure", "PostHolding", "PlayingSpell")}
_SILENT = {f"{LFC}{name}" for name in ("Quotation", "Insight")}  # drawn where they have a time
_ROLES = ("honour", "person", "work", "announcer", "announces", "post", "club", "organisation", "winner", "manager",
          "producer", "platform", "follows", "speaker")  # fmt: skip
_TIMES = ("time", "duration", "phase")
_LOOSE = {"JustUnder": (-12, 0), "Rounded": (-6, 6), "JustOver": (0, 12)}  # months beside the number, as the rules have
_FEWEST = 3  # of like items that share a row


@dataclass(frozen=True, slots=True)
class Item:
    """A row: what it is, how it stands (happened, ongoing, planned, said), when it begins and ends, and in what words.

    Without `start` and `end` it has no date. `rest` are the others in it; on the day `seen` an article tells of it.
    """

    label: str
    kind: str
    state: str
    when: str
    told: str
    start: Days | None = None
    end: Days | None = None
    rest: tuple[str, ...] = ()
    seen: Days | None = None

    @property
    def is_dated(self) -> bool:
        """Whether it has a place on the axis."""
        return self.start is not None or self.end is not None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows in the order of time, the days on which articles were published, and what is left out."""

    heading: str
    subheading: str
    items: tuple[Item, ...]
    articles: tuple[tuple[str, Days], ...]
    notes: tuple[str, ...] = ()


def timeline_of(reader: Statements, thing: Thing | None = None, *, limit: int = LIMIT) -> Timeline:
    """Give the timeline of the graph, or of what a thing has a part in; raise DrawingError where nothing has a time."""
    dates = dict(_articles(reader))
    situations = _situations(reader, thing)
    items = [item for node in situations if (item := _Reading(reader, node, dates).item())]
    found = _share_rows(items)
    slugs = sorted({slug for node in situations for slug in [_slug(node)] if slug in dates} if thing else dates)
    found += [_article(slug, dates[slug]) for slug in slugs]
    heading = reader.label(thing.iri) if thing else "Timeline"
    if not any(item.kind != "article" for item in found):
        raise DrawingError(f"{heading}: nothing in it is dated, planned or going on, so that there is no timeline.")
    kept = sorted(found, key=_weight)[:limit]
    notes = [f"{len(kept)} of {len(found)} rows are drawn, the latest ones. A higher --limit draws more."]
    undated = sorted({_slug(node) for node in situations} - set(dates))
    notes = notes if len(kept) < len(found) else []
    if undated:
        told = ", ".join(undated[:3]) + (f" and {len(undated) - 3} more" if len(undated) > 3 else "")  # noqa: PLR2004
        notes.append(f"The date of {told} is not known, so that “last week” and the like have no place on the axis.")
    below = "What is dated, planned and going on" + (" · what it has a part in" if thing else "")
    articles = tuple((slug, dates[slug]) for slug in slugs)
    return Timeline(heading, below, tuple(sorted(kept, key=_order)), articles, tuple(notes))


class _Reading:
    """Reads one situation: its participants, its state, and all that tells its time."""

    def __init__(self, reader: Statements, node: NamedNode, dates: Mapping[str, Days]) -> None:
        self.reader, self.node = reader, node
        self.issued = dates.get(_slug(node))
        self.claims = reader.about([node], "subject")
        kinds = [one for one in self.claims if one.predicate.value == f"{RDF}type"]
        self.kinds = {one.object.value for one in kinds if isinstance(one.object, NamedNode)}
        self.said = min((one.state for one in kinds), key=STATES.index, default=SAID) == SAID
        # Of what an article tells, what somebody says besides is left out.
        self.told = [one for one in self.claims if self.said or one.state != SAID]

    def values(self, name: str) -> list[Term]:
        """Give what a property is told to have."""
        return sorted({one.object for one in self.told if one.predicate.value == LFC + name}, key=str)

    def item(self) -> Item | None:
        """Give the row, or None for what has no time and of which none is expected."""
        ends = self.values("endedBy")
        over = any(one.predicate.value == f"{LFC}endedBy" and one.state == FACT for one in self.told)
        state = self.state(over=over)
        start, end = self.start(), self.end(ends)
        words = self.words(start, ends, state)
        if not words and not (start or end) and (self.kinds & _SILENT or state == SAID):
            return None
        names = self.names()
        label, rest = (names[0], tuple(names[1:])) if names else (self.reader.label(self.node), ())
        when = ", ".join(words) or {PLANNED: "planned", ONGOING: "going on"}.get(state, "no time told")
        told = "\n\n".join(map(self.reader.tell, self._evidence()))
        return Item(label, self.reader.kind(self.node)[0], state, when, told, start, end, rest, self.issued)

    def state(self, *, over: bool) -> str:
        """Tell whether it has happened, goes on, or lies ahead."""
        if self.said:
            return SAID
        if self.reader.is_planned(self.node):
            return PLANNED
        return ONGOING if self.kinds & _LASTING and not over else HAPPENED

    def start(self) -> Days | None:
        """Give the days on which it happens or begins."""
        own = self._days("date")
        began = own or _first(_date_of(self.reader, node) for node in self.values("startedBy"))
        bounds = self._bounds(self.node, "earliestStart", "latestStart")
        return began or bounds or _first(self._bounds(time, "earliest", "latest") for time in self.values("time"))

    def end(self, ends: Sequence[Term]) -> Days | None:
        """Give the days on which it ends, from its departure, by rule, or by the length that is told."""
        ended = next(filter(None, (_date_of(self.reader, node) for node in ends)), None)
        if ended or (bounds := self._bounds(self.node, "earliestEnd", "latestEnd")):
            return ended or bounds
        began = next(filter(None, (_date_of(self.reader, node) for node in self.values("startedBy"))), None)
        lengths = sorted(
            filter(None, (self._length(node) for node in self.values("duration"))), key=lambda it: it[0] % 12
        )
        return began.later(lengths[0]) if began and lengths else None

    def words(self, start: Days | None, ends: Sequence[Term], state: str) -> list[str]:
        """Give the words that tell the time, those of the article in quotation marks."""
        told = []
        begins = "since " if state == ONGOING else ""
        exact = start and (start.first == start.last or self._days("date"))
        if start and exact:
            told.append(f"{begins}{show_days(start)}")
        for name in _TIMES:
            told += [f"“{words}”" for node in self.values(name) for words in self._texts(node, "expression")]
        if start and not exact:
            told.append(f"began between {show_days(start, ' and ')}" if state == ONGOING else show_days(start))
        for node in ends:
            day = _date_of(self.reader, node)
            after = (
                [show_days(day)]
                if day
                else [
                    f"“{text}”"
                    for time in _linked(self.reader, node, "time")
                    for text in self._texts(time, "expression")
                ]
            )
            told += [f"until {text}" for text in after]
        told += [f"season {value.value}" for value in self.values("season") if isinstance(value, Literal)]
        if not told:
            told += [f"in {self.reader.label(value)}" for value in self.values("duringSeason")]
            told += [value.value for value in self.values("date") if isinstance(value, Literal)]
        return list(dict.fromkeys(told))

    def names(self) -> list[str]:
        """Give who and what takes part, in the order in which people name them."""
        found = [value for role in _ROLES for value in self.values(role)]
        named = (
            f"announces {self.reader.kind(one)[0]}" if self.reader.is_situation(one) else self.reader.label(one)
            for one in found
        )
        return list(dict.fromkeys(named))

    def _evidence(self) -> list[Statement]:
        times = {LFC + name for name in (*_TIMES, "date", "startedBy", "endedBy", "season", "modality")}
        about = [one for one in self.told if one.predicate.value in times]
        return (about or self.told)[:4]

    def _length(self, node: Term) -> tuple[int, int] | None:
        years, units = self._texts(node, "years"), self._texts(node, "unit")
        loose = [_LOOSE.get(text.removeprefix(LFC)) for text in self._texts(node, "approximation")]
        if len(years) != 1 or units != [f"{LFC}Year"] or not loose or loose[0] is None or not years[0].isdigit():
            return None
        return 12 * int(years[0]) + loose[0][0], 12 * int(years[0]) + loose[0][1]

    def _days(self, name: str) -> Days | None:
        return next(
            filter(None, (Days.parse(value.value) for value in self.values(name) if isinstance(value, Literal))), None
        )

    def _bounds(self, node: Term, first: str, last: str) -> Days | None:
        bounds = [Days.parse(text) for name in (first, last) for text in self._texts(node, name)[:1]]
        found = [days for days in bounds if days]
        return Days(found[0].first, max(found[0].first, found[1].last)) if len(found) == 2 else None  # noqa: PLR2004  both

    def _texts(self, node: Term, name: str) -> list[str]:
        return sorted(term.value for term in _linked(self.reader, node, name) if isinstance(term, Literal | NamedNode))


def _linked(reader: Statements, node: Term, name: str) -> list[Term]:
    if not isinstance(node, NamedNode):
        return []
    quads = reader.store.quads_for_pattern(node, NamedNode(LFC + name), None, None)
    return sorted({quad.object for quad in quads}, key=str)


def _date_of(reader: Statements, node: Term) -> Days | None:
    values = _linked(reader, node, "date")
    return _first(Days.parse(value.value) for value in values if isinstance(value, Literal))


def _first(found: Iterable[Days | None]) -> Days | None:
    return next((days for days in found if days), None)


def _situations(reader: Statements, thing: Thing | None) -> list[NamedNode]:
    if thing is None:
        found = reader.where("VALUES ?predicate { rdf:type }")
    elif thing.kind == "article":
        found = reader.where(f"VALUES ?predicate {{ rdf:type }} ?claim <{PROV}wasDerivedFrom> {thing.iri} .")
    else:
        found = reader.about([thing.iri], "object", "subject")
    nodes = {end for one in found for end in (one.subject, one.object) if isinstance(end, NamedNode)}
    return sorted((node for node in nodes if reader.is_situation(node) and node.value.startswith(ARTICLE)), key=str)


def _articles(reader: Statements) -> list[tuple[str, Days]]:
    rows = reader.pairs(f"SELECT ?a ?d WHERE {{ ?a a lfc:Article ; <{DCTERMS}issued> ?d ; <{DCTERMS}source> ?source }}")
    return [(iri.removeprefix(ARTICLE), days) for iri, text in rows if (days := Days.parse(text))]


def _article(slug: str, days: Days) -> Item:
    return Item(
        slug, "article", HAPPENED, show_days(days), f"The article {slug} was published on {show_days(days)}.", days
    )


def _slug(node: NamedNode) -> str:
    return node.value.removeprefix(ARTICLE).partition("#")[0]


def _share_rows(items: Sequence[Item]) -> list[Item]:
    """Put items without a date into one row that differ in their first participant alone, such as trophies."""
    alike: dict[object, list[Item]] = {}
    for item in items:
        key = (item.kind, item.state, item.when, item.rest) if not item.is_dated and item.rest else item
        alike.setdefault(key, []).append(item)
    made: list[Item] = []
    for group in alike.values():
        if len(group) < _FEWEST:
            made += group
            continue
        label = ", ".join(sorted(item.label for item in group))
        told = "\n\n".join(item.told for item in group)
        made.append(replace(group[0], label=label, kind=f"{len(group)} × {group[0].kind}", told=told))
    return made


def _weight(item: Item) -> tuple[int, int, str]:
    """Rank items by what is to be kept: what lies ahead, what goes on, then the latest."""
    rank = {PLANNED: 0, ONGOING: 1}.get(item.state, 2 if item.is_dated else 3)
    days = item.start or item.end
    return rank, -days.first if days else 0, item.label


def _order(item: Item) -> tuple[bool, int, int, str, str]:
    days = item.start or item.end
    rank = (HAPPENED, ONGOING, PLANNED, SAID).index(item.state)
    return not item.is_dated, days.first if days else 0, rank, item.kind, item.label
