"""`lfckg draw`: the right part of the graph, told by colour, line and word; legible, harmless, the same each time."""

from __future__ import annotations

import os
import pty
import random
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from drawings import (
    LONGEST,
    NAMES,
    SVG,
    Invented,
    classes_of,
    literal,
    measure,
    parse,
    texts_of,
    titles_of,
)
from lfckg.datasets import open_ontology, open_store
from lfckg.drawings.canvas import number
from lfckg.drawings.layouts import draw
from lfckg.drawings.lettering import cut, letters, text_width, wrap
from lfckg.errors import DrawingError
from lfckg.namespaces import ENTITY
from lfckg.queries import Query, find_query
from lfckg.things import find_thing
from lfckg.workspace import find_workspace
from support import ARTICLES, ROOT, add_low_tide, environment, lfckg, make_workspace, program

STORE = open_store(find_workspace(ROOT), named_graphs=False)

pytestmark = pytest.mark.usefixtures("_graphviz")


@pytest.fixture
def _graphviz() -> None:
    program("graphviz-pure")


def picture(name: str, depth: int = 1, limit: int = 60) -> str:
    return draw(STORE, find_thing(STORE, name), depth=depth, limit=limit).svg


def of_query(text: str) -> str:
    return draw(STORE, Query("test", text)).svg


def joined(svg: str) -> str:
    """Give all lettering in one line: names are divided among lines."""
    return " ".join(texts_of(svg))


def states(svg: str, kind: str) -> set[str]:
    """Give the states of all edges or nodes."""
    found = [names for names in classes_of(svg) if kind in names]
    return {state for names in found for state in names & {"fact", "planned", "said"}}


def test_the_overview_has_entities_with_what_articles_tell() -> None:
    drawing = draw(STORE)
    drawn = joined(drawing.svg)
    for name in ("Jürgen Klopp", "Liverpool FC", "Lorton Entertainment", "UEFA Super Cup", "manages", "has won"):
        assert name in drawn
    assert drawing.notes == ()
    assert states(drawing.svg, "edge") == {"fact", "planned"}  # nothing that somebody only says
    assert "says" not in drawn
    assert "7 × honour" in texts_of(drawing.svg)


def test_a_plan_is_dashed_and_no_fact() -> None:
    told = [title for title in titles_of(draw(STORE).svg) if "producer" in title]
    assert told
    edges = [element for element in parse(draw(STORE).svg).iter(f"{SVG}g") if "edge" in (element.get("class") or "")]
    for edge in edges:
        if "producer" in (edge.findtext(f"{SVG}title") or ""):
            assert "planned" in edge.get("class", "").split()


def test_a_thing_is_drawn_with_its_situations_and_who_is_in_them() -> None:
    svg = picture("Jürgen Klopp")
    lines = texts_of(svg)
    for name in ("tenure", "appointment", "departure", "7 × trophy win", "planned", "date 2015-10-08", "Liverpool FC"):
        assert name in lines
    assert "nationality “German”" in lines
    assert "time “at the end of this season”" in lines
    assert states(svg, "edge") == {"fact", "planned", "said"}
    assert "backs (says Drew Crisp)" in joined(svg)
    assert "(the writer’s view)" in joined(svg)
    assert sum("focus" in names for names in classes_of(svg)) == 1


def test_a_short_cut_and_its_situation_are_not_both_drawn() -> None:
    assert "manages" not in texts_of(picture("Jürgen Klopp"))  # the tenure tells more
    assert "holds post" in texts_of(picture("Drew Crisp"))  # and the post holding tells no more
    assert "post holding" not in texts_of(picture("Drew Crisp"))
    assert "post holding" not in texts_of(draw(STORE, find_query("executives", ROOT / "queries")).svg)


def test_more_depth_draws_more() -> None:
    near, far = (len(texts_of(picture("Drew Crisp", depth))) for depth in (1, 2))
    assert near < far


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lfc-documentary", "Julian Bird"),
        ("lfc-documentary#tenure", "“just under nine years”"),
        ("lfc-documentary#win-fa-cup.honour", "words “the German won … FA Cup”"),
        ("<https://w3id.org/lfckg/id/inference/manages/jurgen-klopp.liverpool-fc>", "manages"),
        ("lfc:Tenure", "final season"),
        ("lfc:backs", "backs (says Drew Crisp)"),
        ("lfc:Planned", "only said or judged by somebody"),
        ("premier-league", "competes in"),
    ],
)
def test_whatever_show_finds_can_be_drawn(name: str, expected: str) -> None:
    assert expected in joined(picture(name))


def test_a_mention_refers_to_what_can_be_drawn() -> None:
    with pytest.raises(DrawingError, match=r"is a mention, .* Name what it refers to"):
        picture("lfc-documentary#m5")


def test_what_one_points_at_tells_its_evidence() -> None:
    told = "\n".join(titles_of(picture("Jürgen Klopp")))
    assert (
        "tenure – concerns person – Jürgen Klopp\nstated · actual\n“Reds boss Jurgen Klopp” (lfc-documentary, " in told
    )
    assert "quoted fact · actual · says Drew Crisp" in told
    assert "inferred by the rule has-won" in "\n".join(titles_of(draw(STORE).svg))


def test_with_the_texts_whole_sentences_are_told(small: Path) -> None:
    run = lfckg("draw", "bracken cup", "--texts", ARTICLES, cwd=small)
    assert (run.code, run.err) == (0, "")
    assert any("has »won the Bracken Cup with Rovers«." in title for title in titles_of(run.out))
    assert not any("»" in title for title in titles_of(lfckg("draw", "bracken cup", cwd=small).out))


def test_the_legend_lists_what_occurs_alone() -> None:
    assert "only said or judged by somebody" not in texts_of(draw(STORE).svg)
    assert "only said or judged by somebody" in texts_of(picture("Jürgen Klopp"))
    of_trophies = texts_of(draw(STORE, find_query("trophies", ROOT / "queries")).svg)
    assert "honour or competition" in of_trophies
    assert "organisation" not in of_trophies


def test_kinds_stand_in_words_and_not_in_colour_alone() -> None:
    svg = draw(STORE).svg
    for node in parse(svg).iter(f"{SVG}g"):
        if "node" in (node.get("class") or "").split():
            lines = [*node.iter(f"{SVG}text")]
            assert len(lines) > 1  # a name and a kind, or a kind and names


@pytest.mark.parametrize("name", ["trophies", "planned", "relations", "executives", "works", "nationalities", "times"])
def test_stored_queries_are_drawn(name: str) -> None:
    run = lfckg("draw", name)
    assert (run.code, run.err) == (0, "")
    assert find_query(name, ROOT / "queries").title in joined(run.out)


def test_parameters_and_paths_work_as_in_query(tmp_path: Path) -> None:
    run = lfckg("draw", "manager-on-day", "--param", "day=2019-06-01")
    assert "Jürgen Klopp" in texts_of(run.out)
    run = lfckg("draw", "manager-on-day", "--param", "day=1999-06-01")
    assert run.code == 1
    assert "gives nothing, so that there is nothing to draw" in run.err
    path = tmp_path / "mine.rq"
    path.write_text("CONSTRUCT { ?s lfc:manages ?o } WHERE { ?s lfc:manages ?o }", "utf-8")
    assert "manages" in texts_of(lfckg("draw", path).out)


def test_constructed_triples_have_the_evidence_of_their_claims() -> None:
    svg = draw(STORE, find_query("relations", ROOT / "queries")).svg
    assert "rel:produced_by" in texts_of(svg)
    assert any("“Reds boss Jurgen Klopp”" in title for title in titles_of(svg))
    assert "rel:start 2015-10-08" in joined(svg)  # what qualifies a claim
    assert "rdf:subject" not in joined(svg)


def test_any_triples_are_drawn() -> None:
    text = """CONSTRUCT { <https://example.org/a> <https://example.org/p> [ rdfs:comment "x" ] , <javascript:alert(1)> ;
      rdfs:comment "words"@en , 5 } WHERE {}"""
    svg = of_query(text)
    assert {"rdfs:comment 5", "rdfs:comment “words”"} <= set(texts_of(svg))
    assert "href" not in svg
    assert "Jürgen Klopp" in texts_of(of_query("DESCRIBE :jurgen-klopp"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK {}", "answers true, of which there is no picture"),
        ("SELECT (1 AS ?n) {}", "gives no things and no claims in its rows"),
        ("SELECT ?s { ?s lfc:nothing ?o }", "gives nothing"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s lfc:nothing ?o ; ?p ?o }", "gives nothing"),
    ],
)
def test_queries_without_a_picture_are_told(text: str, message: str) -> None:
    with pytest.raises(DrawingError, match=message):
        of_query(text)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("kloop", "nothing in the graph is called so; did you mean Klopp? No stored query has this name either."),
        ("trophis", "No stored query has this name either; did you mean trophies?"),
        ("premier league", "'premier league' may be one of several"),
        ("nothing.rq", "nothing.rq: no such file"),
        ("", "nothing in the graph is called so"),
        ("\x1b[31m", "nothing in the graph is called so"),
    ],
)
def test_unknown_names_are_told_in_one_line(name: str, message: str) -> None:
    run = lfckg("draw", name)
    assert (run.code, run.out, run.err.count("\n")) == (1, "", 1)
    assert message in run.err
    assert "\x1b" not in run.err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["-o", "klopp.png"], "pictures are SVG"),
        (["-o", "klopp"], "pictures are SVG"),
        (["klopp", "-p", "day=1"], "--param sets a parameter of a QUERY"),
        (["trophies", "--depth", "2"], "--depth counts the steps from an ENTITY"),
        (["--depth", "2"], "--depth counts the steps from an ENTITY"),
        (["klopp", "--depth", "0"], "0 is not in the range"),
        (["--limit", "1"], "1 is not in the range"),
        (["trophies", "--timeline"], "--timeline takes an ENTITY"),
        (["klopp", "trophies"], "unexpected extra argument"),
    ],
)
def test_wrong_usage_is_told(args: list[str], message: str, tmp_path: Path) -> None:
    run = lfckg("draw", *args)
    assert (run.code, run.out) == (2, "")
    assert message in run.err
    assert list(tmp_path.iterdir()) == []


def test_pictures_go_to_files_and_pipes_but_not_to_terminals(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "new" / "klopp.SVG"
    run = lfckg("draw", "klopp", "-o", path)
    assert (run.code, run.out, run.err) == (0, "", "")
    assert path.read_text("utf-8") == lfckg("draw", "klopp").out == lfckg("draw", "klopp", "-o", "-").out
    run = lfckg("draw", "-o", root / "data" / "graph.svg", cwd=root)
    assert run.code == 1
    assert "holds sources" in run.err
    main, side = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "lfckg", "draw"],
        cwd=ROOT,
        stdout=side,
        stderr=subprocess.PIPE,
        env=environment(),
        check=False,
    )
    os.close(side)
    os.close(main)
    assert done.returncode == 2
    assert b"name a file for it with -o FILE.svg" in done.stderr


def test_without_the_extra_the_line_that_installs_it_is_told(tmp_path: Path) -> None:
    code = (
        "import runpy, sys, sysconfig; empty = sys.argv[1]; sysconfig.get_path = lambda *args: empty;"
        "sys.argv[1:] = ['draw']; runpy.run_module('lfckg', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], cwd=ROOT, env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "lfckg: graphviz-pure: is not installed, and it lays drawings out: pip install 'lfckg[draw]'"
    ]


def test_the_same_graph_gives_the_same_bytes() -> None:
    for args in (["draw"], ["draw", "klopp", "--depth", "2"], ["draw", "relations"], ["draw", "--timeline"]):
        first, second = (lfckg(*args, env={"PYTHONHASHSEED": seed}).out for seed in ("1", "2"))
        assert first == second
        assert first.endswith("</svg>\n")


def test_pictures_load_nothing_run_nothing_and_lead_nowhere(tmp_path: Path) -> None:
    root = add_low_tide(make_workspace(tmp_path / "project", both=True))
    for args in (["draw"], ["draw", "klopp", "--depth", "2"], ["draw", "--timeline"]):
        svg = lfckg(*args, cwd=root).out
        names = {element.tag.removeprefix(SVG) for element in parse(svg).iter()}
        assert names <= {"svg", "style", "g", "rect", "path", "circle", "text", "title"}
        assert not re.search(r"url\(|@import|href|https?://(?!www\.w3\.org/2000/svg)|\son\w+=", svg)


def test_hostile_and_long_names_are_shown_harmless() -> None:
    graph = Invented()
    people = [graph.entity(f"p{number}", name) for number, name in enumerate(NAMES)]
    for one, other in pairwise(people):
        graph.tell(one, "describedAs", literal(f"“{NAMES[-1]}” " * 3))
        graph.tell(one, "backs", other)
    svg = draw(graph.store, find_thing(graph.store, ":p9"), depth=3).svg
    assert "<b>&amp;amp;</b>" not in svg
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in svg
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", svg)
    assert "\\x1b[31m" in joined(svg)
    assert "W" * LONGEST not in joined(svg)
    assert f"{'W' * 10}…" in joined(svg)
    assert any("W" * LONGEST in title for title in titles_of(svg))  # whole where one points


def test_a_graph_without_relations_has_no_picture() -> None:
    with pytest.raises(DrawingError, match="The graph: there is nothing to draw: no relations between things"):
        draw(open_ontology(find_workspace(ROOT)))


def test_data_without_articles_are_told_as_everywhere(root: Path) -> None:
    for path in (root / "data").glob("*.ttl"):
        path.unlink()
    run = lfckg("draw", cwd=root)
    assert (run.code, run.out, run.err.count("\n")) == (1, "", 1)


def test_a_large_graph_is_drawn_in_part_and_says_so() -> None:
    graph = Invented()
    nodes = [graph.entity(f"n{number}", f"Thing {number}") for number in range(1000)]
    for at in range(5000):
        graph.tell(nodes[at % 1000], "backs", nodes[(at * at + 7 * at + 1) % 1000])
    drawing = draw(graph.store, limit=40)
    (note,) = drawing.notes
    found = re.match(r"(\d+) of (\d+) things and \d+ of \d+ relations are drawn", note)
    assert found
    assert 30 <= int(found[1]) <= 40
    assert int(found[2]) > 1000
    assert " ".join(note.split()) in joined(drawing.svg)
    boxes = [names for names in classes_of(drawing.svg) if "node" in names]
    assert len(boxes) <= 40
    focused = draw(graph.store, find_thing(graph.store, "Thing 5"), depth=5, limit=10)
    assert "the nearest" in focused.notes[0]
    assert "Thing 5" in texts_of(focused.svg)


def test_a_tangle_is_drawn_in_straight_lines_and_legible(tmp_path: Path) -> None:
    graph = Invented()
    nodes = [graph.entity(f"n{number}", f"Thing {number}") for number in range(120)]
    pick = random.Random(1)  # noqa: S311  for variety alone
    for _ in range(600):
        graph.tell(pick.choice(nodes), "backs", pick.choice(nodes))
    svg = draw(graph.store, limit=120).svg
    assert sum("edge" in names for names in classes_of(svg)) > 200
    assert measure([svg], tmp_path).faults == []


def test_the_limit_is_told_by_the_command() -> None:
    run = lfckg("draw", "--limit", "10")
    assert run.code == 0
    assert re.fullmatch(r"\d+ of \d+ things .* A higher --limit draws more\.\n", run.err)
    assert run.err.strip() in joined(run.out)


def test_a_situation_is_kept_whole_or_not_at_all() -> None:
    seen = set()
    for limit in range(2, 30):
        lines = texts_of(picture("klopp", limit=limit))
        won = any("trophy win" in line for line in lines)
        assert won == ("for honour" in lines) == ("winner" in lines)
        seen.add(won)
    assert seen == {True, False}


def colours(svg: str, *, dark: bool) -> dict[str, tuple[str, str]]:
    """Read fill and stroke of each selector in the style sheet, for light or dark."""
    style = parse(svg).findtext(f"{SVG}style") or ""
    light, dark_rules = style.split("@media (prefers-color-scheme:dark)")
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", dark_rules.strip("{") if dark else light)
    found: dict[str, tuple[str, str]] = {}
    for selectors, body in rules:
        values = dict(part.split(":", 1) for part in body.split(";") if ":" in part)
        for selector in selectors.strip().split(","):
            fill, stroke = found.get(selector, ("", ""))
            found[selector] = values.get("fill", fill), values.get("stroke", stroke)
    return found


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_lines_have_enough_contrast(dark: bool) -> None:
    found = colours(draw(STORE).svg, dark=dark)
    paper, band = found[".paper"][0], found[".band"][0]
    for kind in (".ink", ".muted", ".accent"):
        for ground in (paper, band):
            assert contrast(found[kind][0], ground) >= 4.5, kind
    boxes = {selector: pair for selector, pair in found.items() if selector.endswith(" .box") and all(pair)}
    assert len(boxes) > 10
    for selector, (fill, border) in boxes.items():
        for kind in (".ink", ".muted", ".accent"):
            assert contrast(found[kind][0], fill) >= 4.5, (selector, kind)
        assert contrast(border, paper) >= 3, selector  # what is no text
    assert contrast(found[".stroke"][1], paper) >= 3


def test_a_browser_finds_every_text_in_its_place(tmp_path: Path) -> None:
    graph = Invented()
    people = [
        graph.entity(f"p{at}", name, kind)
        for at, (name, kind) in enumerate(zip(NAMES, ["Person", "Club"] * 9, strict=False))
    ]
    club = graph.entity("club", "Club of 大阪 and القاهرة", "Club")
    for one, other in pairwise(people):
        graph.tell(one, "backs", other, modality="Planned")
        graph.tell(other, "wantsToWorkWith", one, status="Opinion")
        graph.tell(one, "describedAs", literal(NAMES[1] * 4))
        graph.tell(one, "belongsTo", club)
    low = open_store(find_workspace(add_low_tide(make_workspace(tmp_path / "project", both=True))), named_graphs=False)
    pictures = [
        draw(STORE).svg,
        picture("klopp"),
        picture("klopp", 2),
        picture("liverpool-fc"),
        picture("lfc:Tenure"),
        picture("lfc-documentary#win-fa-cup.honour"),
        draw(STORE, find_query("relations", ROOT / "queries")).svg,
        draw(STORE, limit=10).svg,
        draw(low).svg,
        draw(graph.store, find_thing(graph.store, "club"), depth=2).svg,
    ]
    measured = measure(pictures, tmp_path)
    assert measured.faults == []
    assert min(measured.counts) > 8
    plain = [(text, reckoned, true) for text, reckoned, true in measured.widths if text.isascii()]
    assert len(plain) > 200
    for text, reckoned, true in plain:
        assert reckoned == pytest.approx(true, rel=0.04, abs=1.0), text


def test_the_browser_sees_faults(tmp_path: Path) -> None:
    svg = picture("lfc:backs")
    assert measure([svg], tmp_path).faults == []
    wider = re.sub(r'textLength="[\d.]+"', 'textLength="400"', svg)
    faults = " ".join(measure([wider], tmp_path).faults)
    for fault in ("leaves its box", "lies on a box", "stands outside", "lies on "):
        assert fault in faults


@pytest.mark.parametrize("text", [*NAMES, "", " ", "one two  three", "a-b", "…"])
@pytest.mark.parametrize("width", [20.0, 130.0])
def test_lines_are_never_too_wide(text: str, width: float) -> None:
    lines = wrap(letters(text), 12, width, most=3)
    assert 1 <= len(lines) <= 3
    assert all(text_width(line, 12) <= width + 0.01 for line in lines)
    assert text_width(cut(letters(text), 12, width), 12) <= width + 0.01


def test_nothing_is_lost_where_all_lines_fit() -> None:
    assert "".join(wrap(NAMES[0], 12, 60, most=9)) == NAMES[0]
    assert " ".join(wrap("one two three four", 12, 50, most=9)) == "one two three four"


def test_numbers_are_short_and_never_in_powers_of_ten() -> None:
    assert [number(value) for value in (0.04, 123456.78, 1e7, 1.25)] == ["0", "123457", "10000000", "1.2"]


def test_entities_of_no_known_kind_are_drawn() -> None:
    graph = Invented()
    one, other = (NamedNode(f"{ENTITY}{slug}") for slug in ("nameless", "unknown"))
    graph.tell(one, "backs", other)
    assert {":nameless", ":unknown"} <= set(texts_of(draw(graph.store, find_thing(graph.store, "nameless")).svg))
