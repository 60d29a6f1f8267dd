"""Validation as curators meet it: findings with file, line and claim, gaps, formats and exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import rdflib

from lfckg.errors import DataError
from lfckg.validation import Report, validate
from lfckg.workspace import find_workspace
from support import ARTICLES, TESTS, edit, lfckg

NAME = "tarnbrook-film"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def test_our_graph_conforms_and_leaves_no_sentence_uncited(root: Path) -> None:
    assert validate(workspace=find_workspace(root)).findings == ()


def test_uncited_sentences_are_told(small: Path) -> None:
    report = validate(workspace=find_workspace(small))
    assert report.conforms
    uncited = [finding.value for finding in report.of("Info") if finding.source.endswith("/uncited-sentence")]
    assert uncited == ["1", "3", "4", "7", "8", "9", "10"]


def test_a_violation_names_file_line_and_claim(small: Path) -> None:
    path = small / "data" / f"{NAME}.ttl"
    edit(path, "lfc:honour :bracken-cup-title ; ", "")
    line = path.read_text("utf-8").split("art:win-bracken-cup a", maxsplit=1)[0].count("\n") + 1
    report = validate(workspace=find_workspace(small))
    (finding,) = [found for found in report.of("Violation") if found.source.endswith("TrophyWin-honour")]
    assert finding.place is not None
    assert finding.place.endswith(f"data/{NAME}.ttl:{line}")
    assert finding.focus.endswith("#win-bracken-cup")
    run = lfckg("validate", cwd=small)
    assert run.code == 1
    assert f"  data/{NAME}.ttl:{line}  {NAME}#win-bracken-cup  lfc:honour" in run.out
    assert "Violation: Say what was won: one lfc:honour. A competition is played in; " in run.out
    assert run.out.splitlines()[-1].startswith("does not conform: 1 violation")


def test_a_curated_file_that_does_not_compile_is_told_like_in_a_build(small: Path) -> None:
    edit(small / "data" / f"{NAME}.ttl", "a lfc:Production", "a lfc:Prodction")
    with pytest.raises(DataError, match=r"did you mean lfc:Production\?"):
        validate(workspace=find_workspace(small))


def test_only_the_named_file_is_reported(both: Path) -> None:
    edit(both / "data" / f"{NAME}.ttl", "lfc:honour :bracken-cup-title ; ", "")
    workspace = find_workspace(both)
    assert not validate([both / "data" / f"{NAME}.ttl"], workspace=workspace).conforms
    assert validate([both / "data" / "lfc-documentary.ttl"], workspace=workspace).conforms


def test_a_curated_file_outside_data_is_compiled_with_the_rest(both: Path, tmp_path: Path) -> None:
    outside = (both / "data" / f"{NAME}.ttl").rename(tmp_path / "draft.ttl")
    report = validate([outside], workspace=find_workspace(both))
    assert report.conforms
    assert {finding.source.rpartition("/")[2] for finding in report.findings} == {"uncited-sentence"}


def test_a_second_value_is_told_at_its_claim_and_for_the_file_alone(root: Path) -> None:
    path = root / "data" / "lfc-documentary.ttl"
    with path.open("a", encoding="utf-8") as file:
        file.write(
            "art:s2 a lfc:Claim ; rdf:subject :liverpool-documentary-series ; rdf:predicate lfc:productionStatus ; "
            'rdf:object lfc:Released ; lfc:span [ lfc:start 30 ; lfc:quote "filming is underway" ] .\n'
        )
    line = path.read_text("utf-8").count("\n")
    for files in ([], [path]):
        (finding,) = validate(files, workspace=find_workspace(root)).of("Violation")
        assert finding.place is not None
        assert finding.place.endswith(f"lfc-documentary.ttl:{line}")


def test_findings_of_own_shapes_are_never_passed_over(small: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix lfc: <https://w3id.org/lfckg/ontology#> .\n"
        "<http://e/s> a sh:NodeShape ; sh:targetClass lfc:Sentence ; sh:property [\n"
        "    sh:path lfc:about ; sh:minCount 1 ;\n"
        "    sh:message 'zu wenig'@de, 'too few'@en ; sh:severity <http://e/Fatal> ] .\n"
    )
    workspace, path = find_workspace(small), small / "data" / f"{NAME}.ttl"
    report = validate([path], workspace=workspace, shapes=[shapes])
    assert len(report.of("Violation")) > 5  # a severity that nobody knows is one
    assert {finding.message for finding in report.of("Violation")} == {"too few"}
    outputs = {lfckg("validate", path, "--shapes", shapes, "-f", form, cwd=small).out for form in ("json", "json")}
    assert len(outputs) == 1


@pytest.mark.parametrize("change", [("lfc:", "l:"), ("article:tarnbrook-film a ", "article:tarnbrook-film rdf:type ")])
def test_a_curated_file_is_known_by_what_it_says(both: Path, tmp_path: Path, change: tuple[str, str]) -> None:
    outside = (both / "data" / f"{NAME}.ttl").rename(tmp_path / "draft.ttl")
    outside.write_text(outside.read_text("utf-8").replace(*change), "utf-8")
    assert validate([outside], workspace=find_workspace(both)).conforms


def test_entities_beside_a_curated_file_are_compiled_with_it(root: Path) -> None:
    files = [TESTS / "data" / f"{NAME}.ttl", TESTS / "data" / "tarnbrook-entities.ttl"]
    assert validate(files, workspace=find_workspace(root)).conforms


def test_a_value_can_forge_nothing_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(
        "@prefix lfc: <https://w3id.org/lfckg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f'<http://e/a> a lfc:Person ; skos:prefLabel "x\\n\\nconforms: 0\\u001b[31m{"y" * 500}" .\n'
    )
    run = lfckg("validate", path)
    assert run.code == 1
    assert "\x1b" not in run.out
    assert "\nconforms" not in run.out
    assert max(map(len, run.out.splitlines())) < 300


def test_an_export_is_checked_as_it_is(both: Path, tmp_path: Path) -> None:
    for name, format_ in (("a.ttl", "turtle"), ("a.nq", "nq"), ("a.jsonld", "jsonld"), ("a.rdf", "rdfxml")):
        path = tmp_path / name
        assert lfckg("export", "-f", format_, "-o", path, cwd=both).code == 0
        run = lfckg("validate", path, cwd=both)
        assert (run.code, run.out) == (0, "conforms: 0 violations, 0 warnings, 0 notes\n"), name
    path = tmp_path / "a.ttl"
    edit(path, "lfc:manager :jurgen-klopp", "lfc:manager :liverpool-fc")
    run = lfckg("validate", path, cwd=both)
    assert run.code == 1
    assert "The lfc:manager under whom it was won is one person." in run.out


def test_gaps_are_told(small: Path) -> None:
    path = small / "data" / f"{NAME}.ttl"
    edit(path, "art:m2 a lfc:Mention ; lfc:refersTo :ines-okafor ;", "art:m2 a lfc:Mention ;")
    with (small / "data" / "tarnbrook-entities.ttl").open("a") as file:
        file.write(':nobody a lfc:Person ; skos:prefLabel "Nobody"@en .\n')
    report = validate(workspace=find_workspace(small))
    told = {(found.source.rpartition("/")[2], found.focus.rpartition("/")[2]) for found in report.of("Info")}
    assert ("mention-without-entity", f"{NAME}#m2") in told
    assert ("entity-without-claim", "nobody") in told
    assert report.conforms


def test_quotes_that_cover_too_much_are_warnings(small: Path) -> None:
    text = (ARTICLES / f"{NAME}.txt").read_text("utf-8")
    long = text[:87].rstrip("\n.")
    with (small / "data" / f"{NAME}.ttl").open("a", encoding="utf-8") as file:
        file.write(
            f'art:m9 a lfc:Mention ; lfc:refersTo :tarnbrook-rovers ; lfc:span [ lfc:start 0 ; lfc:quote "{long}" ] .\n'
        )
    workspace = find_workspace(small)
    told = {found.source.rpartition("/")[2] for found in validate(workspace=workspace).of("Warning")}
    assert told == {"long-quote", "large-share-quoted"}
    assert lfckg("validate", cwd=small).code == 0
    assert lfckg("validate", "--strict", cwd=small).code == 1


def test_own_shapes_are_used_in_place_of_ours(tmp_path: Path, small: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix lfc: <https://w3id.org/lfckg/ontology#> .\n"
        "<http://e/s> a sh:NodeShape ; sh:targetClass lfc:Tenure ; sh:property <http://e/p> .\n"
        "<http://e/p> sh:path lfc:endedBy ; sh:minCount 1 ; sh:message 'When did it end?' ; sh:severity sh:Warning .\n"
    )
    report = validate(workspace=find_workspace(small), shapes=[shapes])
    told = [(found.message, found.focus.rpartition("#")[2]) for found in report.of("Warning")]
    assert told == [("When did it end?", "tenure")]


def test_reports_in_turtle_and_json(small: Path) -> None:
    edit(small / "data" / f"{NAME}.ttl", "lfc:honour :bracken-cup-title ; ", "")
    report = json.loads(lfckg("validate", "--format", "json", cwd=small).out)
    assert report["conforms"] is False
    assert {"severity", "message", "source", "focus", "path", "value", "component", "place"} == set(
        report["findings"][0]
    )
    run = lfckg("validate", "--format", "turtle", cwd=small)
    assert run.code == 1
    graph = rdflib.Graph().parse(data=run.out, format="turtle")
    (top,) = graph.subjects(rdflib.RDF.type, SH.ValidationReport)
    assert graph.value(top, SH.conforms) == rdflib.Literal(False)
    results = list(graph.objects(top, SH.result))
    assert len(results) == len(report["findings"])
    for result in results:
        for name in ("focusNode", "resultSeverity", "resultMessage", "sourceShape"):
            assert graph.value(result, SH[name]) is not None
    assert run.out == lfckg("validate", "--format", "turtle", cwd=small).out


def test_an_empty_report_conforms() -> None:
    assert Report(()).conforms
    assert re.search(r"sh:conforms true", Report(()).to_turtle())


def test_files_that_are_not_there(small: Path) -> None:
    run = lfckg("validate", "none.ttl", cwd=small)
    assert (run.code, run.out) == (1, "")
    assert "none.ttl: no such file" in run.err


def test_selectors_are_held_against_the_texts(small: Path) -> None:
    edit(
        small / "data" / "tarnbrook-film.ttl",
        'lfc:start 348 ; lfc:quote "won the',
        'lfc:start 349 ; lfc:quote "won the',
    )
    workspace = find_workspace(small)
    assert validate(workspace=workspace).conforms
    report = validate(workspace=workspace, texts=ARTICLES)
    (finding,) = report.of("Violation")
    assert "stands at 348, not at 349" in finding.message
    assert (finding.place or "").endswith("tarnbrook-film.ttl:43")
    run = lfckg("validate", "--texts", ARTICLES, cwd=small)
    assert (run.code, "stands at 348, not at 349" in run.out) == (1, True)


def test_what_stands_in_quotation_marks_is_not_the_article_s_word(small: Path) -> None:
    path = small / "data" / "tarnbrook-film.ttl"
    text = path.read_text("utf-8").replace("lfc:status lfc:Opinion ;", "")
    start = text.index("art:quotation a lfc:Quotation")
    path.write_text(text[:start] + text[text.index("# A view in the quotation") :], "utf-8")
    report = validate(workspace=find_workspace(small), texts=ARTICLES)
    (finding,) = report.of("Warning")
    assert finding.focus.endswith("#sceptical")
    assert "stand in quotation marks" in finding.message


def test_articles_without_a_text_are_named(both: Path) -> None:
    report = validate(workspace=find_workspace(both), texts=ARTICLES)
    assert [f.focus.rpartition("/")[2] for f in report.findings if f.source.endswith("/no-text")] == ["lfc-documentary"]
