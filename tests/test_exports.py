"""Exports: the same bytes every time, each read back by two libraries to the same graph."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib.compare import isomorphic

from lfckg.compiler import Compiled, Selection, compile_files
from lfckg.errors import InputError
from lfckg.exports import export
from lfckg.formats import EXPORTS
from lfckg.graphs import graph
from lfckg.namespaces import GRAPH, LFC, RDF
from lfckg.workspace import Workspace, find_workspace
from support import ROOT, edit, environment, lfckg, make_workspace

THEIRS = {"turtle": "turtle", "nt": "nt", "rdfxml": "xml", "jsonld": "json-ld", "nq": "nquads", "trig": "trig"}
WITH_GRAPHS = ("jsonld", "nq", "trig")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = make_workspace(tmp_path_factory.mktemp("w") / "project", both=True)
    # Values in forms of their own must come through as they were written.
    edit(root / "data" / "tarnbrook-film.ttl", '"were sceptical" ;', '"tab\\t \\"quote\\" \\\\ é 🏆 <&>" ;')
    return find_workspace(root)


@pytest.fixture(scope="module")
def compiled(workspace: Workspace) -> Compiled:
    return compile_files(workspace)


@pytest.fixture(scope="module")
def quads(compiled: Compiled) -> frozenset[Quad]:
    return compiled.quads()


def flat(quads: frozenset[Quad]) -> set[str]:
    return {str(quad.triple) for quad in quads}


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_come_back_as_they_were(quads: frozenset[Quad], workspace: Workspace, name: str) -> None:
    data = export(quads, name, workspace.context)
    read = list(parse(data, getattr(RdfFormat, EXPORTS[name])))
    if name in WITH_GRAPHS:
        assert {str(quad) for quad in read} == {str(quad) for quad in quads}
        dataset = rdflib.Dataset()
        dataset.parse(data=data.decode(), format=THEIRS[name])
        nquads = rdflib.Dataset()
        nquads.parse(data="".join(f"{quad} .\n" for quad in quads), format="nquads")
        assert set(dataset.quads()) == set(nquads.quads())
    else:
        assert {quad.graph_name for quad in read} == {DefaultGraph()}
        assert {str(quad.triple) for quad in read} == flat(quads)
        theirs = rdflib.Graph().parse(data=data, format=THEIRS[name])
        ours = rdflib.Graph().parse(data="".join(f"{triple} .\n" for triple in flat(quads)), format="nt")
        assert isomorphic(theirs, ours)


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_have_the_same_bytes_in_every_process(both: Path, name: str) -> None:
    outputs = {lfckg("export", "-f", name, cwd=both, env={"PYTHONHASHSEED": seed}).out for seed in ("1", "2")}
    assert len(outputs) == 1


def test_json_ld_is_compact_and_nested(quads: frozenset[Quad], workspace: Workspace) -> None:
    document = json.loads(export(quads, "jsonld", workspace.context))
    graphs = {member["id"]: member["@graph"] for member in document["@graph"]}
    assert {name.partition(":")[0] for name in graphs} == {"graph"}
    names = {"label": "Liverpool FC", "altLabel": "Liverpool Football Club"}
    entities = {node["id"]: node for node in graphs["graph:entities"]}
    assert entities["entity:liverpool-fc"] == {"id": "entity:liverpool-fc", "type": "Club", **names}
    evidence = {node["id"]: node for node in graphs["graph:article/lfc-documentary/evidence"]}
    claim = evidence["article:lfc-documentary#appointment.date"]
    assert claim["predicate"] == "date"
    assert claim["object"] == {"@type": "xsd:date", "@value": "2015-10-08"}
    assert claim["status"] == "Stated"
    (span,) = [node for node in evidence.values() if node.get("quote") == "October 8, 2015"]
    assert span["start"] == 2309
    assert {selector["type"] for selector in span["selector"]} == {"oa:TextPositionSelector", "oa:TextQuoteSelector"}
    assert "https://w3id.org" not in json.dumps(list(evidence.values()))  # every IRI of ours is shortened


def test_the_context_names_every_property_of_nodes() -> None:
    context = json.loads((ROOT / "ontology" / "context.jsonld").read_text("utf-8"))["@context"]
    ontology = rdflib.Graph().parse(ROOT / "ontology" / "lfckg.ttl")
    for term in ontology.subjects(rdflib.RDF.type, rdflib.OWL.ObjectProperty):
        if str(term).startswith(LFC):
            name = str(term).removeprefix(LFC)
            assert context[name]["@id"] == f"lfc:{name}"


@pytest.mark.parametrize("name", ["turtle", "nt", "nq", "trig"])
def test_rdf_12_turns_back_into_rdf_11(quads: frozenset[Quad], workspace: Workspace, name: str) -> None:
    data = export(quads, name, workspace.context, rdf12=True)
    back: set[Quad] = set()
    count = 0
    for quad in parse(data, getattr(RdfFormat, EXPORTS[name])):
        if quad.predicate == NamedNode(f"{RDF}reifies"):
            assert isinstance(quad.object, Triple)
            count += 1
            for part in ("subject", "predicate", "object"):
                back.add(Quad(quad.subject, NamedNode(RDF + part), getattr(quad.object, part), quad.graph_name))
        else:
            back.add(quad)
    assert count == sum(str(quad.predicate) == f"<{RDF}predicate>" for quad in quads)
    assert flat(frozenset(back)) == flat(quads)
    if name in WITH_GRAPHS:
        assert {str(quad) for quad in back} == {str(quad) for quad in quads}


def test_stated_only_leaves_out_what_is_implied(compiled: Compiled, quads: frozenset[Quad]) -> None:
    stated = compiled.quads(Selection(stated_only=True))
    assert stated < quads
    assert not [quad for quad in stated if quad.object == NamedNode(f"{LFC}Implied") and "article" in str(quad.subject)]
    assert not [quad for quad in stated if str(quad.graph_name) == f"<{GRAPH}inferences>"]
    gone = {str(quad.triple) for quad in quads if str(quad.graph_name).endswith("/facts>")} - flat(stated)
    assert any("competesIn" in triple for triple in gone)
    implied = {claim.triple for claim in compiled.claims if claim.status.value == "Implied" and claim.is_asserted}
    assert gone == {str(triple) for triple in implied}


def test_no_evidence_leaves_facts_entities_and_short_cuts(compiled: Compiled) -> None:
    facts = compiled.quads(Selection(evidence=False))
    assert not [quad for quad in facts if str(quad.object) in {f"<{LFC}Claim>", f"<{LFC}Span>", f"<{LFC}Mention>"}]
    told = {quad.triple for quad in facts if str(quad.graph_name).endswith("/facts>")}
    assert {triple.predicate.value for triple in compiled.facts - told} == {f"{LFC}extent"}  # it points to words
    short = {
        quad.predicate.value.rpartition("#")[2] for quad in facts if str(quad.graph_name) == f"<{GRAPH}inferences>"
    }
    assert short == {"manages", "holdsPost", "hasWon"}


@pytest.mark.parametrize("args", [[], ["--stated-only"], ["--no-evidence"], ["--article", "tarnbrook-film"]])
@pytest.mark.parametrize("name", ["turtle", "nq"])
def test_every_export_conforms_as_it_is(both: Path, tmp_path: Path, args: list[str], name: str) -> None:
    path = tmp_path / ("a.ttl" if name == "turtle" else "a.nq")
    assert lfckg("export", "-f", name, "-o", path, *args, cwd=both).code == 0
    run = lfckg("validate", path, cwd=both)
    assert (run.code, run.out) == (0, "conforms: 0 violations, 0 warnings, 0 notes\n")


def test_rdf_12_of_ours_is_validated_like_rdf_11(both: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    assert lfckg("export", "-f", "turtle", "--rdf12", "-o", path, cwd=both).code == 0
    assert lfckg("validate", path, cwd=both).code == 0
    edit(path, "lfc:status lfc:Stated", "lfc:status lfc:Planned")
    assert "Give the claim one lfc:status" in lfckg("validate", path, cwd=both).out


def test_a_format_that_there_is_not(quads: frozenset[Quad], workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="is none of the formats turtle, nt"):
        export(quads, "pdf", workspace.context)


def test_one_article_alone(compiled: Compiled) -> None:
    quads = compiled.quads(Selection(article="tarnbrook-film"))
    names = {str(quad.graph_name)[1:-1].removeprefix(GRAPH) for quad in quads}
    assert names == {"article/tarnbrook-film/facts", "article/tarnbrook-film/evidence", "entities", "inferences"}
    labelled = {str(quad.subject) for quad in quads if str(quad.predicate).endswith("prefLabel>")}
    assert not [label for label in labelled if "klopp" in label]
    assert [label for label in labelled if "lorton" in label]
    with pytest.raises(InputError, match=r"tarnbrook: no article has this name; did you mean tarnbrook-film\?"):
        compiled.quads(Selection(article="tarnbrook"))


def test_the_command_writes_files_and_pipes(both: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.nt"
    assert lfckg("export", "-f", "nt", "-o", path, cwd=both).out == ""
    assert path.read_text("utf-8") == lfckg("export", "-f", "nt", "-o", "-", cwd=both).out
    command = f"{sys.executable} -m lfckg export -f nt | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=both, env=environment(), capture_output=True, check=False)
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["-f", "pdf"], 2, "'turtle'"),
        ([], 2, "--format"),
        (["-f", "jsonld", "--rdf12"], 2, "triple terms"),
        (["-f", "nt", "--rdf12", "--no-evidence"], 2, "triple terms"),
        (["-f", "nt", "--article", "lfc-documentry"], 1, "did you mean lfc-documentary?"),
        (["-f", "nt", "-o", "/dev/full"], 1, "No space left"),
        (["-f", "nt", "-o", "data/entities.ttl"], 1, "holds sources"),
    ],
)
def test_exports_that_cannot_be_made(both: Path, args: list[str], code: int, message: str) -> None:
    run = lfckg("export", *args, cwd=both)
    assert run.code == code
    assert message in run.err
    assert run.out == ""


def test_the_graph_for_rdflib_is_the_merged_set_or_a_dataset(workspace: Workspace, quads: frozenset[Quad]) -> None:
    assert len(graph(workspace)) == len(flat(quads))
    dataset = graph(workspace, named_graphs=True)
    assert len(set(dataset.quads())) == len(quads)
    query = "SELECT ?c { :ines-okafor lfc:manages ?c }"
    (row,) = graph(workspace).query(query)
    assert str(row[0]).endswith("tarnbrook-rovers")  # type: ignore[index]
