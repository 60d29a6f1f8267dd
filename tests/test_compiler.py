"""The compiler: every fact has a claim, every claim its words, and two articles go together."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, NamedNode, Quad
from rdflib.namespace import RDF

from lfckg.compiler import Compiled, compile_files
from lfckg.errors import DataError, InputError
from lfckg.namespaces import ENTITY, GRAPH, LFC
from lfckg.workspace import Workspace, find_workspace
from support import edit, make_workspace

LFC_ = rdflib.Namespace(LFC)
OA_ = rdflib.Namespace("http://www.w3.org/ns/oa#")


def compile_workspace(workspace: Workspace) -> Compiled:
    return compile_files(workspace)


def as_dataset(compiled: Compiled) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data="".join(f"{quad} .\n" for quad in compiled.quads()), format="nquads")
    return dataset


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return compile_workspace(find_workspace(make_workspace(tmp_path_factory.mktemp("w") / "project", both=True)))


@pytest.fixture(scope="module")
def dataset(compiled: Compiled) -> rdflib.Dataset:
    return as_dataset(compiled)


def facts(dataset: rdflib.Dataset) -> set[tuple[object, ...]]:
    return {
        triple
        for graph in dataset.graphs()
        if str(graph.identifier).endswith("/facts")
        for triple in graph.triples((None, None, None))
    }


def test_each_article_has_two_graphs_and_the_rest_their_own(dataset: rdflib.Dataset) -> None:
    names = {str(graph.identifier).removeprefix(GRAPH) for graph in dataset.graphs() if len(graph)}
    assert names == {
        "article/lfc-documentary/facts",
        "article/lfc-documentary/evidence",
        "article/tarnbrook-film/facts",
        "article/tarnbrook-film/evidence",
        "entities",
        "inferences",
        "ontology",
        "reference",
        "shapes",
    }


def test_there_is_no_blank_node(compiled: Compiled) -> None:
    assert not [quad for quad in compiled.quads() if any(isinstance(term, BlankNode) for term in quad)]


def test_every_fact_is_claimed_and_every_asserting_claim_is_a_fact(dataset: rdflib.Dataset) -> None:
    claimed = {
        tuple(dataset.value(claim, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        for claim in dataset.subjects(RDF.type, LFC_.Claim)
        if dataset.value(claim, LFC_.status) in {LFC_.Stated, LFC_.Implied}
        if dataset.value(claim, LFC_.modality) in {LFC_.Actual, LFC_.Approximate}
        if not dataset.value(claim, LFC_.rule)
    }
    assert facts(dataset) == claimed


def test_every_claim_and_mention_cites_a_span_with_sentence_and_selectors(dataset: rdflib.Dataset) -> None:
    for kind in (LFC_.Claim, LFC_.Mention):
        for node in dataset.subjects(RDF.type, kind):
            spans = list(dataset.objects(node, LFC_.span))
            assert spans, node
            for span in spans:
                assert list(dataset.objects(span, LFC_.sentence)), span
                assert list(dataset.objects(span, LFC_.paragraph)), span


def test_spans_are_named_by_their_characters_and_say_the_same_as_their_selectors(dataset: rdflib.Dataset) -> None:
    for span in dataset.subjects(RDF.type, LFC_.Span):
        start, end = (dataset.value(span, name) for name in (LFC_.start, LFC_.end))
        assert str(span).endswith(f"#char={start},{end}")
        selectors = {dataset.value(node, RDF.type): node for node in dataset.objects(span, OA_.hasSelector)}
        position = selectors[OA_.TextPositionSelector]
        assert [dataset.value(position, name) for name in (OA_.start, OA_.end)] == [start, end]
        quote = dataset.value(span, LFC_.quote)
        if quote is None:
            assert OA_.TextQuoteSelector not in selectors
        else:
            assert dataset.value(selectors[OA_.TextQuoteSelector], OA_.exact) == quote


def test_an_opinion_has_its_speaker_and_is_no_fact(dataset: rdflib.Dataset) -> None:
    claim = rdflib.URIRef(f"{ENTITY}article/tarnbrook-film#sceptical")
    assert dataset.value(claim, LFC_.speaker) == rdflib.URIRef(f"{ENTITY}ines-okafor")
    subject, predicate, value = (dataset.value(claim, part) for part in (RDF.subject, RDF.predicate, RDF.object))
    assert (subject, predicate, value) not in facts(dataset)
    assert not list(dataset.triples((subject, predicate, value)))


def test_inferred_triples_have_a_claim_with_rule_premises_and_their_words(dataset: rdflib.Dataset) -> None:
    claim = rdflib.URIRef(f"{ENTITY}inference/manages/jurgen-klopp.liverpool-fc")
    assert str(dataset.value(claim, LFC_.rule)) == "manages"
    assert str(dataset.value(claim, LFC_.words)) == "Reds boss Jurgen Klopp"
    premises = {str(node).partition("#")[2] for node in dataset.objects(claim, rdflib.PROV.wasDerivedFrom)}
    assert premises == {"tenure.person", "tenure.club"}
    inferred = dataset.graph(rdflib.URIRef(f"{GRAPH}inferences"))
    for node in inferred.subjects(RDF.type, LFC_.Claim):
        subject, predicate, value = (inferred.value(node, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        assert (subject, predicate, value) in inferred


def test_what_is_planned_gives_no_short_cut(root: Path) -> None:
    block = "art:tenure a lfc:Tenure ;\n    lfc:person :jurgen-klopp ; lfc:club :liverpool-fc ; lfc:modality "
    edit(root / "data" / "lfc-documentary.ttl", f"{block}lfc:Actual", f"{block}lfc:Planned")
    quads = compile_workspace(find_workspace(root)).quads()
    assert not [quad for quad in quads if quad.predicate == NamedNode(f"{LFC}manages")]


def test_compiling_twice_gives_the_same(workspace: Workspace, compiled: Compiled) -> None:
    assert compile_workspace(workspace).quads() == compiled.quads()


def test_taking_an_article_away_takes_its_two_graphs_and_unlabels_nobody(both: Path, compiled: Compiled) -> None:
    (both / "data" / "tarnbrook-film.ttl").unlink()
    left = compile_workspace(find_workspace(both)).quads()

    def others(quads: frozenset[Quad]) -> set[Quad]:
        return {quad for quad in quads if "tarnbrook-film" not in str(quad) and not str(quad).endswith("inferences>")}

    gone = {quad for quad in compiled.quads() if "article/tarnbrook-film/" in str(quad.graph_name)}
    assert others(left) == others(compiled.quads() - gone)
    assert any("tarnbrook-rovers" in str(quad) for quad in left)


def test_an_entity_that_nobody_declares_is_told_with_the_nearest(root: Path) -> None:
    edit(
        root / "data" / "lfc-documentary.ttl", "lfc:producer :lorton-entertainment", "lfc:producer :lorton-entertainmnt"
    )
    with pytest.raises(
        DataError, match=r"documentary\.ttl:\d+:\d+: :lorton-entertainmnt is not declared.*did you mean :lorton-ent"
    ):
        compile_workspace(find_workspace(root))


def test_an_article_in_two_files_is_an_error_that_is_told_once(root: Path) -> None:
    article = root / "data" / "lfc-documentary.ttl"
    (root / "data" / "copy.ttl").write_text(article.read_text("utf-8"), "utf-8")
    with pytest.raises(DataError) as caught:
        compile_workspace(find_workspace(root))
    (problem,) = caught.value.problems
    assert "article:lfc-documentary stands twice, first at " in problem.message
    assert "copy.ttl:12. Keep one" in problem.message


def test_one_entity_in_two_files_is_an_error(root: Path) -> None:
    (root / "data" / "more.ttl").write_text(
        "@prefix : <https://w3id.org/lfckg/id/> .\n@prefix lfc: <https://w3id.org/lfckg/ontology#> .\n"
        '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n:rooney a lfc:Work ; skos:prefLabel "R"@en .\n'
    )
    with pytest.raises(DataError, match=r"more\.ttl:4:1: :rooney stands twice, first at .*entities\.ttl:\d+"):
        compile_workspace(find_workspace(root))


def test_problems_of_all_files_are_told_at_once(both: Path) -> None:
    edit(both / "data" / "lfc-documentary.ttl", "lfc:Filming", "lfc:Filmin")
    edit(both / "data" / "tarnbrook-film.ttl", "lfc:Production", "lfc:Producton")
    edit(both / "data" / "entities.ttl", ":rooney a lfc:FeatureDocumentary", ":rooney lfc:a")
    with pytest.raises(DataError) as caught:
        compile_workspace(find_workspace(both))
    places = [Path(problem.path).name for problem in caught.value.problems]
    assert set(places) == {"entities.ttl", "lfc-documentary.ttl", "tarnbrook-film.ttl"}
    assert len(places) == 5  # and none for each entity that the broken file declares


def test_a_workspace_without_data_is_told(root: Path) -> None:
    for path in (root / "data").iterdir():
        path.unlink()
    with pytest.raises(InputError, match="holds no curated files"):
        compile_workspace(find_workspace(root))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("SELECT ?subject", "SELEC ?subject", "the rule is no SPARQL"),
        (" ?premise WHERE", " WHERE", "a rule selects"),
    ],
)
def test_a_broken_rule_is_told(root: Path, old: str, new: str, message: str) -> None:
    edit(root / "ontology" / "inference" / "manages.rq", old, new)
    with pytest.raises(DataError, match=rf"manages\.rq: {message}"):
        compile_workspace(find_workspace(root)).quads()


@pytest.mark.parametrize(
    ("text", "message"),
    [("\n[] a lfc:Status .\n", "has blank nodes"), ("\nlfc:x a\n", r"lfckg\.ttl:\d+:\d+: ")],
)
def test_a_broken_ontology_is_told(root: Path, text: str, message: str) -> None:
    path = root / "ontology" / "lfckg.ttl"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    with pytest.raises(DataError, match=message):
        compile_workspace(find_workspace(root))
