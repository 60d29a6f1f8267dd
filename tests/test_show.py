"""`lfckg show`: things found by any of their names, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfckg.datasets import open_store
from lfckg.errors import NotFoundError
from lfckg.passages import Passages
from lfckg.profiles import Profile, profile_of, summarise
from lfckg.things import find_thing
from lfckg.workspace import find_workspace
from support import ARTICLES, ROOT, lfckg
from terminals import Terminal

STORE = open_store(find_workspace(ROOT))


def profile(name: str) -> Profile:
    return profile_of(STORE, find_thing(STORE, name), Passages(STORE))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Jürgen Klopp", "jurgen-klopp"),
        ("jurgen klopp", "jurgen-klopp"),
        ("KLOPP", "jurgen-klopp"),
        ("the German", "jurgen-klopp"),
        ("Reds boss", "jurgen-klopp"),
        ("reds", "liverpool-fc"),
        ("LFC", "liverpool-fc"),
        ("Liverpool Football Club", "liverpool-fc"),
        ("liverpool-fc", "liverpool-fc"),
        (":liverpool-fc", "liverpool-fc"),
        ("https://w3id.org/lfckg/id/liverpool-fc", "liverpool-fc"),
        ("<https://w3id.org/lfckg/id/liverpool-fc>", "liverpool-fc"),
        ("super cup", "uefa-super-cup-title"),
        ("lfc-documentary", "article/lfc-documentary"),
        ("article:lfc-documentary", "article/lfc-documentary"),
        ("lfc-documentary#win-fa-cup.honour", "article/lfc-documentary#win-fa-cup.honour"),
        ("lfc-documentary#win-fa-cup", "article/lfc-documentary#win-fa-cup"),
        ("art:win-fa-cup", "article/lfc-documentary#win-fa-cup"),
    ],
)
def test_things_are_found_by_any_name(name: str, slug: str) -> None:
    assert find_thing(STORE, name).iri.value == f"https://w3id.org/lfckg/id/{slug}"


@pytest.mark.parametrize("name", ["lfc:Tenure", "Tenure", "tenure"])
def test_terms_are_found(name: str) -> None:
    assert find_thing(STORE, name).iri.value == "https://w3id.org/lfckg/ontology#Tenure"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("premier league", r"may be one of several: :premier-league-title \(honour.*:premier-league \(competition"),
        ("kloop", r"nothing in the graph is called so; did you mean Klopp\?"),
        ("zzzzzzzz", "nothing in the graph is called so. `lfckg show` lists what there is"),
        ("", "nothing in the graph"),
        ("( [", "nothing in the graph"),
        ("%s", "nothing in the graph"),
        ("he", "nothing in the graph"),
        ("lfc-documentary#nothing", "nothing in the graph"),
        ("<http://a b>", "nothing in the graph"),
    ],
)
def test_doubtful_names_are_told(name: str, message: str) -> None:
    with pytest.raises(NotFoundError, match=message):
        find_thing(STORE, name)


def test_an_entity_is_told_with_statuses_and_speakers() -> None:
    groups = profile("klopp").groups
    lines = {line.text: (line.status, line.modality, line.speaker) for group in groups for line in group.lines}
    assert lines["nationality “German”"] == ("implied", "actual", None)
    assert lines["manages Liverpool FC"] == ("inferred", "actual", None)
    assert lines["described as “one of the most successful managers”"] == ("evaluation", "planned", None)
    assert lines["backs Liverpool documentary series"] == ("quoted fact", "actual", "Drew Crisp")
    assert lines["Liverpool FC described as “great”"] == ("opinion", "actual", "Jürgen Klopp")
    headings = [group.heading for group in groups]
    assert headings[0] == ""
    assert headings[-1] == "Jürgen Klopp says"
    assert "departure, planned · lfc-documentary#departure" in headings
    assert sum(heading.startswith("trophy win") for heading in headings) == 7


def test_names_and_outside_knowledge_are_told() -> None:
    notes = dict(profile("jurgen-klopp").notes)
    assert notes["names"].startswith("Jürgen Klopp, Jurgen Klopp, ")
    assert "the German" in notes["descriptions"]
    club = profile(":liverpool-fc")
    assert ("also", "Liverpool Football Club") in club.notes
    assert any(
        "Q1130849" in text and "wikidata.org/wiki" in text for name, text in club.notes if name == "from outside"
    )
    assert ("nicknames", "Reds") in club.notes


def test_claims_articles_and_terms_are_told() -> None:
    claim = profile("lfc-documentary#klopp-german")
    assert ("spans", "lfc-documentary, characters 2429 to 2443") in claim.notes
    assert [line.text for group in claim.groups for line in group.lines] == ["Jürgen Klopp nationality “German”"]
    article = profile("lfc-documentary")
    assert [group.heading for group in article.groups] == [f"Sentence {number}" for number in range(1, 18)]
    term = profile("lfc:Insight")
    assert "understand" in dict(term.notes)["definition"]
    assert any(line.text.endswith("is an insight") for group in term.groups for line in group.lines)
    inferred = profile("<https://w3id.org/lfckg/id/inference/manages/jurgen-klopp.liverpool-fc>")
    assert ("rule", "manages") in inferred.notes


def test_without_a_thing_it_tells_what_there_is() -> None:
    parts = dict(summarise(STORE))
    assert parts["Articles"] == ["lfc-documentary"]
    assert parts["Person"] == ["Drew Crisp", "Julian Bird", "Jürgen Klopp"]
    assert parts["In all"][0] == "1 article"


def test_sentences_are_shown_with_the_words_marked(small: Path) -> None:
    run = lfckg("show", "bracken cup", "--texts", ARTICLES, cwd=small)
    assert run.code == 0
    assert "has »won the Bracken Cup with Rovers«." in " ".join(run.out.split())
    assert "\x1b" not in run.out


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_come_on_a_terminal(small: Path, env: dict[str, str], coloured: bool) -> None:
    env = {"NO_COLOR": "", **env}
    with Terminal("show", "bracken cup", "--texts", ARTICLES, cwd=small, env=env) as terminal:
        assert terminal.end() == 0
    shown = terminal.raw.decode()
    assert ("\x1b[30m\x1b[43mwon the Bracken Cup" in shown) is coloured
    assert "won the Bracken Cup with" in shown


def test_messages_are_one_line_and_exit_code_1() -> None:
    run = lfckg("show", "nothing such")
    assert (run.code, run.out, run.err.count("\n")) == (1, "", 1)


def test_control_characters_are_shown_harmless(small: Path) -> None:
    path = small / "data" / "tarnbrook-entities.ttl"
    path.write_text(path.read_text("utf-8").replace('"Ines Okafor"', '"Ines \\u001b[31mOkafor\\u0007"'), "utf-8")
    run = lfckg("show", "ines-okafor", cwd=small)
    assert run.code == 0
    assert "\x1b" not in run.out
    assert "\x07" not in run.out
    assert "Ines \\x1b[31mOkafor\\x07" in run.out


def test_what_no_claim_is_about_is_told_too() -> None:
    assert ("refers to", "Team of Liverpool FC") in profile("lfc-documentary#m5").notes
    assert ("rdf:predicate", "skos:exactMatch") in profile("ref:liverpool-fc-wikidata").notes
    assert dict(profile("lfc:Part").notes)["values"] == "lfc:Beginning, lfc:Ending"


def test_terms_are_told_while_an_article_is_being_written(small: Path) -> None:
    with (small / "data" / "tarnbrook-film.ttl").open("a") as file:
        file.write('art:new a lfc:Filming ; lfc:work :tarnbrook-film ; lfc:span [ lfc:quote "shooting" ] .\n')
        file.write('art:new2 a lfc:Filming ; lfc:work :tarnbrook-film ; lfc:span [ lfc:quote "shooting" ] .\n')
    run = lfckg("show", "lfc:Filming", cwd=small)
    assert (run.code, run.err) == (0, "")
    run = lfckg("show", "tarnbrook", cwd=small)
    assert run.code == 1
    assert run.err.count("\n") == 1
    assert "the span of art:new has no lfc:start, nor has another. Run `lfckg new --update" in run.err


def test_an_article_of_the_same_name_is_told(small: Path) -> None:
    assert "also the name of an article: article:tarnbrook-film" in lfckg("show", "tarnbrook-film", cwd=small).out


def test_names_in_other_scripts_are_found(small: Path) -> None:
    path = small / "data" / "tarnbrook-entities.ttl"
    path.write_text(path.read_text("utf-8").replace('"Ines Okafor"@en', '"Ines Okafor"@en , "大阪"@ja'), "utf-8")
    assert lfckg("show", "大阪", cwd=small).out.startswith(("Ines Okafor", "大阪"))
    assert lfckg("show", "???", cwd=small).code == 1
    assert lfckg("show", "", cwd=small).code == 1


@pytest.mark.parametrize(
    ("value", "shown"), [('"2021-07"^^xsd:gYearMonth', "date 2021-07"), ('"2021"^^xsd:gYear', "date 2021")]
)
def test_dates_of_any_precision_stand_without_quotes(small: Path, value: str, shown: str) -> None:
    path = small / "data" / "tarnbrook-film.ttl"
    path.write_text(path.read_text("utf-8").replace('"2021-07-04"^^xsd:date', value), "utf-8")
    assert f"  {shown}  [stated]" in lfckg("show", "tarnbrook-film#appointment", cwd=small).out
