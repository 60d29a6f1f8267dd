"""`lfckg draw --timeline`: what is dated, planned and going on, with nothing guessed and nothing on top of another."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from drawings import NAMES, SVG, Invented, literal, measure, parse, texts_of, titles_of
from lfckg.datasets import open_store
from lfckg.drawings.charts import draw_timeline
from lfckg.drawings.days import Days, show_days
from lfckg.drawings.statements import PLANNED, Statements
from lfckg.drawings.timelines import HAPPENED, ONGOING, Item, timeline_of
from lfckg.namespaces import ARTICLE, ENTITY, LFC
from lfckg.things import find_thing
from lfckg.workspace import find_workspace
from support import ARTICLES, ROOT, add_low_tide, lfckg, make_small_workspace, make_workspace

STORE = open_store(find_workspace(ROOT), named_graphs=False)
CLUB = NamedNode(f"{ENTITY}liverpool-fc")


@pytest.fixture(scope="module")
def low_tide(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The dated article of an invented club, and another without a date."""
    root = add_low_tide(make_small_workspace(tmp_path_factory.mktemp("low") / "project"))
    return open_store(find_workspace(root), named_graphs=False)


def items(store: Store, name: str = "", limit: int = 60) -> dict[tuple[str, str], Item]:
    """Give the rows of a timeline by label and kind."""
    timeline = timeline_of(Statements(store), find_thing(store, name) if name else None, limit=limit)
    return {(item.label, item.kind): item for item in timeline.items}


def days(text: str) -> Days:
    parsed = Days.parse(text)
    assert parsed
    return parsed


def test_dates_of_any_precision_have_their_place(low_tide: Store) -> None:
    found = items(low_tide)
    assert found["Low Tide", "release"].start == days("2024-05-02")
    assert found["Fells Trophy", "trophy win"].start == days("2022")
    assert found["Fells Trophy", "trophy win"].when == "2022"
    assert found["low-tide", "article"].start == days("2024-03-11")
    assert found["Ines Okafor", "appointment"].start == days("2021-07-04")


def test_relative_times_stand_where_a_rule_has_worked_them_out(low_tide: Store) -> None:
    told = items(low_tide)["Oskar Lind", "announcement"]
    assert told.start == days("2024-02")
    assert told.when == "“Last month”, Feb 2024"


def test_what_goes_on_is_open_and_loose_where_the_words_are(low_tide: Store) -> None:
    tenure = items(low_tide)["Ruth Adair", "tenure"]
    assert (tenure.state, tenure.end, tenure.seen) == (ONGOING, None, days("2024-03-11"))
    assert tenure.start == Days(days("2020-03-11").first, days("2021-03-11").last)
    assert "“just over three years”" in tenure.when
    other = items(low_tide)["Ines Okafor", "tenure"]
    assert (other.state, other.start, other.seen, other.when) == (ONGOING, days("2021-07-04"), None, "since 4 Jul 2021")


def test_a_length_from_a_known_day_gives_a_loose_end() -> None:
    tenure = items(STORE)["Jürgen Klopp", "tenure"]
    assert tenure.start == days("2015-10-08")
    assert tenure.end == Days(days("2023-10-08").first, days("2024-10-08").last)  # just under nine years
    assert tenure.when.startswith("since 8 Oct 2015, “just under nine years”, “nine-year”")


def test_plans_lie_ahead_and_are_dashed(low_tide: Store) -> None:
    release = items(low_tide)["Low Tide", "release"]
    assert release.state == PLANNED
    svg = draw_timeline(low_tide).svg
    (planned,) = (
        element
        for element in parse(svg).iter(f"{SVG}g")
        if "item" in (element.get("class") or "") and "Brightwater" in "".join(element.itertext())
    )
    assert "planned" in planned.get("class", "").split()
    circle = planned.find(f"{SVG}circle")
    line = next(path for path in parse(svg).iter(f"{SVG}path") if path.get("class") == "today")
    assert circle is not None
    assert float(circle.get("cx", 0)) > float(line.get("d", "").removeprefix("M").split()[0])


def test_what_has_no_date_has_the_words_of_the_article() -> None:
    found = items(STORE)
    assert found["Jürgen Klopp", "departure"].when == "“at the end of this season”"
    assert found["Jürgen Klopp", "announcement"].when == "“Last week”"  # the article has no date
    assert not any(item.is_dated for item in found.values() if item.state == PLANNED)
    wins = next(item for (_, kind), item in found.items() if kind == "7 × trophy win")
    assert "FA Cup" in wins.label
    assert (wins.when, wins.state) == ("no time told", HAPPENED)
    lines = texts_of(draw_timeline(STORE).svg)
    assert {"No date · planned", "No date · going on", "No date · has happened"} <= set(lines)


def test_a_season_by_its_name_is_no_date(low_tide: Store) -> None:
    told = next(item for item in items(low_tide).values() if item.when == "season 2022-23")
    assert not told.is_dated


def test_what_only_somebody_says_is_left_out_without_a_time() -> None:
    assert not any(kind == "insight" for _, kind in items(STORE))
    assert not any(kind == "quotation" for _, kind in items(STORE))


def test_a_date_that_only_somebody_says_is_told_apart() -> None:
    graph = Invented()
    graph.article("x")
    node = NamedNode(f"{ARTICLE}x#said")
    graph.tell(node, "type", NamedNode(f"{LFC}Release"), status="QuotedFact")
    graph.tell(node, "date", literal("2031-01-01", "date"), status="QuotedFact")
    graph.tell(node, "work", graph.entity("w", "Work of hearsay", "Work"), status="QuotedFact")
    said = items(graph.store)["Work of hearsay", "release"]
    assert (said.state, said.start) == ("said", days("2031-01-01"))
    assert "only said by somebody" in texts_of(draw_timeline(graph.store).svg)


def test_the_timeline_of_a_thing_has_what_it_has_a_part_in(low_tide: Store) -> None:
    found = items(low_tide, "Ruth Adair")
    assert ("Ruth Adair", "tenure") in found
    assert ("Low Tide", "release") not in found
    run = lfckg("draw", "Jürgen Klopp", "--timeline")
    assert (run.code, run.out.count("<svg")) == (0, 1)
    assert "Drew Crisp" not in texts_of(run.out)
    assert "Julian Bird" in texts_of(lfckg("draw", "lfc-documentary", "--timeline").out)


@pytest.mark.parametrize("name", ["disney-plus", "lfc:Part", "lfc-documentary#klopp-german"])
def test_things_without_times_have_no_timeline(name: str) -> None:
    run = lfckg("draw", name, "--timeline")
    assert (run.code, run.out) == (1, "")
    assert run.err.endswith("nothing in it is dated, planned or going on, so that there is no timeline.\n")


def test_a_missing_date_of_an_article_is_told() -> None:
    run = lfckg("draw", "--timeline")
    assert "The date of lfc-documentary is not known" in run.err
    assert "The date of lfc-documentary is not known" in " ".join(texts_of(run.out))


def test_what_one_points_at_tells_the_evidence(small: Path) -> None:
    told = "\n".join(titles_of(draw_timeline(STORE).svg))
    assert "appointment – date – “2015-10-08”\nstated · actual\n“" in told
    run = lfckg("draw", "--timeline", "--texts", ARTICLES, cwd=small)
    assert any("»" in title for title in titles_of(run.out))


def test_graphviz_is_not_needed(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lfckg.drawings.drawing._run", lambda *_: pytest.fail("ran Graphviz"))
    assert "Ines Okafor" in texts_of(draw_timeline(open_store(find_workspace(small))).svg)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900", "1900-01-01", "1900-12-31"),
        ("2024-02-29Z", "2024-02-29", "2024-02-29"),
        ("2024+02:00", "2024-01-01", "2024-12-31"),
    ],
)
def test_dates_are_read(text: str, first: str, last: str) -> None:
    assert Days.parse(text) == Days(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())


@pytest.mark.parametrize("text", ["", "2023-02-29", "0000", "-0044-03-15", "12024", "2024-13", "later", "2024-1-1"])
def test_what_the_calendar_has_not_is_no_date(text: str) -> None:
    assert Days.parse(text) is None


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2024-03-01", "2024-03-31", "Mar 2024"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-03-01", "2024-04-30", "1 Mar 2024 to 30 Apr 2024"),
        ("2023-01-01", "2024-12-31", "1 Jan 2023 to 31 Dec 2024"),
    ],
)
def test_days_are_shown(first: str, last: str, shown: str) -> None:
    assert show_days(Days(days(first).first, days(last).last)) == shown


def test_odd_dates_are_told_in_words() -> None:
    graph = Invented()
    graph.article("x")
    win = graph.situation("old", "TrophyWin")
    graph.tell(win, "date", literal("-0044-03-15", "date"))
    graph.tell(win, "winner", graph.entity("rome", "Rome", "Club"))
    old = items(graph.store)["Rome", "trophy win"]
    assert (old.is_dated, old.when) == (False, "-0044-03-15")


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_the_ends_of_the_calendar_are_drawn(year: str) -> None:
    graph = Invented()
    graph.article("x", f"{year}-12-31")
    tenure = graph.situation("tenure", "Tenure")
    start = graph.situation("start", "Appointment")
    graph.tell(start, "date", literal(year, "gYear"))
    length = NamedNode(f"{ARTICLE}x#length")
    graph.tell(length, "type", NamedNode(f"{LFC}ApproximateDuration"))
    for name, value in (("years", literal("900", "integer")), ("unit", NamedNode(f"{LFC}Year"))):
        graph.tell(length, name, value)
    graph.tell(length, "approximation", NamedNode(f"{LFC}Rounded"))
    graph.tell(tenure, "startedBy", start)
    graph.tell(tenure, "duration", length)
    assert parse(draw_timeline(graph.store, find_thing(graph.store, "x#tenure")).svg) is not None


def crowd(number: int) -> Store:
    """Make a graph with so many situations of all kinds, many years apart, with names that don't fit easily."""
    graph = Invented()
    graph.article("x", "2024-03-11")
    pick = random.Random(number)  # noqa: S311  for variety alone
    for at in range(number):
        kind = ("TrophyWin", "Appointment", "Tenure", "Release", "PlayingSpell", "Departure")[at % 6]
        planned = kind in {"Release", "Departure"}
        node = graph.situation(f"s{at}", kind, planned=planned)
        graph.tell(node, "person", graph.entity(f"e{at}", NAMES[at] if at < len(NAMES) else f"Player {at}"))
        graph.tell(node, "club", CLUB)
        year = 2024 + at % 3 if planned else pick.randint(1892, 2023)
        month, day = pick.randint(4, 12), pick.randint(1, 28)
        text, kind = pick.choice(
            [(f"{year}-{month:02}-{day:02}", "date"), (f"{year}-{month:02}", "gYearMonth"), (f"{year}", "gYear")]
        )
        graph.tell(node, "date", literal(text, kind))
    return graph.store


def test_a_browser_finds_every_text_in_its_place(low_tide: Store, tmp_path: Path) -> None:
    every = open_store(find_workspace(add_low_tide(make_workspace(tmp_path / "all", both=True))), named_graphs=False)
    pictures = [
        draw_timeline(STORE).svg,
        draw_timeline(low_tide).svg,
        draw_timeline(every).svg,
        draw_timeline(STORE, find_thing(STORE, "klopp")).svg,
        draw_timeline(low_tide, find_thing(low_tide, "Brightwater")).svg,
        *(draw_timeline(crowd(number), limit=100).svg for number in (3, 60)),
    ]
    for svg in pictures:
        assert re.match(r'<svg [^>]*width="900"', svg)
    measured = measure(pictures, tmp_path)
    assert measured.faults == []
    assert measured.counts[-1] > 180


def test_too_many_rows_are_limited_with_a_note() -> None:
    store = crowd(60)
    drawing = draw_timeline(store, limit=20)
    assert drawing.notes[0].startswith("20 of ")
    assert drawing.notes[0] in " ".join(texts_of(drawing.svg))
    kept = timeline_of(Statements(store), limit=25).items
    assert len(kept) == 25
    assert sum(item.state == PLANNED for item in kept) >= 20  # what lies ahead is kept first
