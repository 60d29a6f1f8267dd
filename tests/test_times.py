"""Times: worked out by rule from a date with a source, and never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, QuerySolutions

from lfckg.builder import build
from lfckg.datasets import open_store
from lfckg.errors import DataError
from lfckg.namespaces import PREFIXES
from lfckg.workspace import find_workspace
from support import ROOT, add_low_tide, edit, make_small_workspace, make_workspace

BOUNDS = """SELECT ?name ?bound ?day ?rule WHERE {
  ?claim lfc:rule ?rule ; rdf:subject ?what ; rdf:predicate ?property ; rdf:object ?day .
  FILTER (DATATYPE(?day) = xsd:date)
  BIND (STRAFTER(STR(?what), "#") AS ?name) BIND (STRAFTER(STR(?property), "#") AS ?bound)
} ORDER BY ?name ?bound"""
TIME = """
art:t a lfc:RelativeTime ; lfc:expression "Last month" ; lfc:anchor ANCHOR ; lfc:unit lfc:UNIT ; lfc:shift SHIFT ;
    lfc:span [ lfc:start 516 ; lfc:quote "Last month" ] .
"""


def bounds(root: Path) -> dict[tuple[str, str], str]:
    rows = open_store(find_workspace(root)).query(BOUNDS, prefixes=PREFIXES)
    assert isinstance(rows, QuerySolutions)
    found = {}
    for row in rows:
        name, bound, day = (term.value for term in list(row)[:3] if isinstance(term, Literal))
        assert (name, bound) not in found
        found[name, bound] = day
    return found


@pytest.fixture
def low_tide(tmp_path: Path) -> Path:
    return add_low_tide(make_small_workspace(tmp_path / "project"))


def add(root: Path, block: str) -> Path:
    path = root / "data" / "low-tide.ttl"
    text = path.read_text("utf-8")
    start = text.index('lfc:quote "Last month"')
    offset = text[text.rindex("lfc:start", 0, start) :].split()[1]
    path.write_text(text + block.replace("516", offset), "utf-8")
    return root


@pytest.mark.parametrize(
    ("issued", "unit", "shift", "first", "last"),
    [
        ("2024-03-11", "Day", 0, "2024-03-11", "2024-03-11"),  # a Monday
        ("2024-03-11", "Day", -1, "2024-03-10", "2024-03-10"),
        ("2024-02-28", "Day", 2, "2024-03-01", "2024-03-01"),
        ("2024-03-11", "Week", 0, "2024-03-11", "2024-03-17"),
        ("2024-03-17", "Week", 0, "2024-03-11", "2024-03-17"),  # a Sunday
        ("2024-03-11", "Week", -1, "2024-03-04", "2024-03-10"),
        ("2024-12-31", "Week", 1, "2025-01-06", "2025-01-12"),
        ("2024-03-31", "Month", -1, "2024-02-01", "2024-02-29"),
        ("2023-03-31", "Month", -1, "2023-02-01", "2023-02-28"),
        ("2024-01-31", "Month", 1, "2024-02-01", "2024-02-29"),
        ("2024-01-01", "Month", -1, "2023-12-01", "2023-12-31"),
        ("2024-03-11", "Year", -1, "2023-01-01", "2023-12-31"),
        ("2024-02-29", "Year", 1, "2025-01-01", "2025-12-31"),
    ],
)
def test_relative_times(low_tide: Path, issued: str, unit: str, shift: int, first: str, last: str) -> None:
    edit(low_tide / "data" / "low-tide.ttl", 'dcterms:issued "2024-03-11"', f'dcterms:issued "{issued}"')
    block = TIME.replace("ANCHOR", "lfc:ArticleDate").replace("UNIT", unit).replace("SHIFT", str(shift))
    found = bounds(add(low_tide, block))
    assert (found["t", "earliest"], found["t", "latest"]) == (first, last)


def test_times_are_counted_from_situations_too(low_tide: Path) -> None:
    found = bounds(add(low_tide, TIME.replace("ANCHOR", "art:release").replace("UNIT", "Day").replace("SHIFT", "-2")))
    assert (found["t", "earliest"], found["t", "latest"]) == ("2024-04-30", "2024-04-30")


@pytest.mark.parametrize("unit", ["Season", "Week"])
def test_without_a_rule_or_a_date_no_interval_is_made(low_tide: Path, unit: str) -> None:
    anchor = "lfc:ArticleDate" if unit == "Season" else "art:announcement"  # which has no date of its own
    found = bounds(add(low_tide, TIME.replace("ANCHOR", anchor).replace("UNIT", unit).replace("SHIFT", "0")))
    assert ("t", "earliest") not in found


def test_without_the_date_of_the_article_nothing_is_resolved(low_tide: Path) -> None:
    edit(low_tide / "data" / "low-tide.ttl", 'dcterms:issued "2024-03-11"^^xsd:date ;', "")
    assert bounds(low_tide) == {}


def test_the_first_article_has_no_interval(root: Path) -> None:
    assert bounds(root) == {}


@pytest.mark.parametrize(
    ("approximation", "first", "last"),
    [
        ("JustUnder", "2021-03-11", "2022-03-11"),
        ("Rounded", "2020-09-11", "2021-09-11"),
        ("JustOver", "2020-03-11", "2021-03-11"),
    ],
)
def test_how_long_tells_since_when(low_tide: Path, approximation: str, first: str, last: str) -> None:
    edit(low_tide / "data" / "low-tide.ttl", "lfc:JustOver", f"lfc:{approximation}")
    found = bounds(low_tide)
    assert (found["tenure", "earliestStart"], found["tenure", "latestStart"]) == (first, last)


def test_nearly_nine_years_from_a_known_day_tell_the_end(root: Path) -> None:
    """The planned end lies behind the article's date, and before nine years are full."""
    path = root / "data" / "lfc-documentary.ttl"
    edit(path, "@prefix lfc:", "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix lfc:")
    date = 'dcterms:issued "2024-02-02"^^xsd:date ; dcterms:source "assumed by this test" ;'
    edit(path, "a lfc:Article ;", f"a lfc:Article ; {date}")
    assert bounds(root) == {
        ("announcement-time", "earliest"): "2024-01-22",
        ("announcement-time", "latest"): "2024-01-28",
        ("tenure", "earliestEnd"): "2024-02-02",
        ("tenure", "latestEnd"): "2024-10-08",
    }
    edit(path, "2024-02-02", "2025-02-02")  # the words and this date don't go together
    with pytest.raises(DataError, match="it ends before it starts"):
        build(find_workspace(root))


def test_a_time_counted_from_itself_is_an_error(low_tide: Path) -> None:
    path = low_tide / "data" / "low-tide.ttl"
    edit(path, "lfc:anchor lfc:ArticleDate", "lfc:anchor art:announcement")
    with pytest.raises(DataError, match=r"low-tide\.ttl:\d+:\d+: .*counted, over one or more others, from itself"):
        build(find_workspace(low_tide))


def test_a_circle_over_two_times_is_an_error(low_tide: Path) -> None:
    edit(low_tide / "data" / "low-tide.ttl", "lfc:anchor lfc:ArticleDate", "lfc:anchor art:departure")
    edit(
        low_tide / "data" / "low-tide.ttl",
        "lfc:post :calder-vale-head-of-media ; lfc:modality",
        "lfc:post :calder-vale-head-of-media ; lfc:time art:t ; lfc:modality",
    )
    with pytest.raises(DataError, match="from itself"):
        build(
            find_workspace(
                add(low_tide, TIME.replace("ANCHOR", "art:announcement").replace("UNIT", "Day").replace("SHIFT", "1"))
            )
        )


def test_a_date_without_source_is_an_error(low_tide: Path) -> None:
    edit(low_tide / "data" / "low-tide.ttl", 'dcterms:source "written for the tests, on this day" ;', "")
    with pytest.raises(DataError, match="The date of an article has no source"):
        build(find_workspace(low_tide))


def test_an_end_before_its_start_is_an_error(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "project")
    path = root / "data" / "lfc-documentary.ttl"
    edit(
        path,
        "lfc:time art:departure-time ; lfc:modality lfc:Planned",
        'lfc:date "2014-05-01"^^xsd:date ; lfc:modality lfc:Planned',
    )
    with pytest.raises(DataError, match=r"lfc-documentary\.ttl:\d+:\d+: .*A tenure ends before it starts"):
        build(find_workspace(root))


def test_words_that_nobody_quotes_are_an_error(low_tide: Path) -> None:
    edit(low_tide / "data" / "low-tide.ttl", 'lfc:expression "Last month"', 'lfc:expression "Lately"')
    with pytest.raises(DataError, match="are not among the quotes of that article"):
        build(find_workspace(low_tide))


def test_every_inference_rule_has_a_summary() -> None:
    for path in (ROOT / "ontology" / "inference").glob("*.rq"):
        assert path.read_text("utf-8").startswith("#+ summary: "), path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lfc:phase art:goes-on ;", "lfc:phase art:goes-on ; lfc:modality lfc:Planned ;"),
        ("lfc:phase art:goes-on ;", ""),  # it may be long over
    ],
)
def test_only_a_tenure_that_goes_on_tells_since_when(low_tide: Path, old: str, new: str) -> None:
    edit(low_tide / "data" / "low-tide.ttl", old, new)
    assert {bound for name, bound in bounds(low_tide) if name == "tenure"} == set()


def test_an_end_that_somebody_expects_tells_no_day(root: Path) -> None:
    path = root / "data" / "lfc-documentary.ttl"
    edit(path, "@prefix lfc:", "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix lfc:")
    date = 'dcterms:issued "2024-02-02"^^xsd:date ; dcterms:source "assumed by this test" ;'
    edit(path, "a lfc:Article ;", f"a lfc:Article ; {date}")
    block = (
        "rdf:subject art:tenure ; rdf:predicate lfc:endedBy ; rdf:object art:departure ;\n    lfc:status lfc:Implied"
    )
    edit(path, block, block.replace("lfc:Implied", "lfc:Opinion ; lfc:speaker :julian-bird"))
    assert {name for name, _ in bounds(root)} == {"announcement-time"}


def test_two_expressions_give_one_interval(low_tide: Path) -> None:
    block = """
art:second a lfc:Claim ; rdf:subject art:tenure ; rdf:predicate lfc:duration ; rdf:object art:about-three ;
    lfc:modality lfc:Approximate ; lfc:span [ lfc:start 516 ; lfc:quote "Last month" ] .
art:about-three a lfc:ApproximateDuration ; lfc:expression "three years" ; lfc:unit lfc:Year ; lfc:years 3 ;
    lfc:approximation lfc:Rounded ; lfc:span [ lfc:start 516 ; lfc:quote "Last month" ] .
"""
    found = bounds(add(low_tide, block))
    assert (found["tenure", "earliestStart"], found["tenure", "latestStart"]) == ("2020-03-11", "2021-03-11")


def test_two_dates_that_do_not_go_together_are_told(low_tide: Path) -> None:
    second = TIME.replace("ANCHOR", "lfc:ArticleDate").replace("UNIT", "Day").replace("SHIFT", "0")
    block = """
art:other a lfc:Claim ; rdf:subject art:t ; rdf:predicate lfc:shift ; rdf:object -1 ;
    lfc:span [ lfc:start 516 ; lfc:quote "Last month" ] .
"""
    with pytest.raises(DataError, match=r"gives both 2024-03-10 and 2024-03-11 for lfc:earliest of low-tide#t"):
        build(find_workspace(add(low_tide, second + block)))


def test_a_shift_out_of_all_bounds_makes_no_interval(low_tide: Path) -> None:
    huge = TIME.replace("ANCHOR", "lfc:ArticleDate").replace("UNIT", "Day").replace("SHIFT", "-99999999999999999999")
    assert ("t", "earliest") not in bounds(add(low_tide, huge))


def test_inferred_days_cite_the_words_of_the_day_that_they_are_counted_from(low_tide: Path) -> None:
    root = add(low_tide, TIME.replace("ANCHOR", "art:release").replace("UNIT", "Day").replace("SHIFT", "-2"))
    query = """SELECT ?words WHERE {
      ?c lfc:rule 'relative-time' ; rdf:subject ?t ; lfc:words ?words . FILTER (STRENDS(STR(?t), '#t'))
    }"""
    rows = open_store(find_workspace(root)).query(query, prefixes=PREFIXES)
    assert isinstance(rows, QuerySolutions)
    assert {"2 May 2024" in str(row[0]) for row in rows} == {True}


def test_a_post_that_somebody_has_left_is_not_held(low_tide: Path) -> None:
    path = low_tide / "data" / "low-tide.ttl"
    held = "ASK { :oskar-lind lfc:holdsPost ?post }"
    assert open_store(find_workspace(low_tide)).query(held, prefixes=PREFIXES)
    edit(path, 'lfc:title "head of media" ;', 'lfc:title "head of media" ; lfc:endedBy art:departure ;')
    edit(path, "lfc:post :calder-vale-head-of-media ; lfc:modality lfc:Planned", "lfc:post :calder-vale-head-of-media")
    assert not open_store(find_workspace(low_tide)).query(held, prefixes=PREFIXES)


def test_an_end_by_a_plan_is_planned(low_tide: Path) -> None:
    path = low_tide / "data" / "low-tide.ttl"
    edit(path, 'lfc:title "head of media" ;', 'lfc:title "head of media" ; lfc:endedBy art:departure ;')
    with pytest.raises(DataError, match="told to have ended by what is only planned"):
        build(find_workspace(low_tide))
