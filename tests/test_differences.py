"""`lfckg diff`: what two graphs differ in, by claim and by entity, and an update that makes the one of the other."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import urllib.parse
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Store, parse, serialize

import lfckg as package
import servers
from lfckg.comparison.patches import LARGEST, to_update
from lfckg.errors import InputError
from lfckg.namespaces import GRAPH
from lfckg.rdf import EXTENSIONS
from servers import Server, send
from support import ARTICLES, ROOT, Run, edit, lfckg, make_workspace, program
from terminals import Terminal

ARTICLE = "lfc-documentary"
STRANGER = """
@prefix ex: <http://example.org/> .
ex:a ex:p [ ex:q 1 ; ex:r [ ex:s "x" ] ] , [ ex:q 2 ] .
[] a ex:T . [] a ex:T .
ex:b ex:p "x"@en , "back\\\\u0041slash" , "tab\\t\\u202e\\u009b" .
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with its build, `old.nq`, whose data were edited after it."""
    root = make_workspace(tmp_path_factory.mktemp("diff") / "project", both=True)
    assert lfckg("build", "-o", root / "old.nq", cwd=root).code == 0
    data = root / "data" / f"{ARTICLE}.ttl"
    shutil.copy(data, root / "before.ttl")
    shutil.copy(root / "data" / "entities.ttl", root / "entities.ttl")
    edit(data, "rdf:object :liverpool-fc ;\n    lfc:status lfc:Implied ;", "rdf:object :liverpool-fc ;")
    edit(data, 'rdf:object "new"', 'rdf:object "filming"')
    edit(data, '[ lfc:start 56 ; lfc:quote "new" ]', '[ lfc:start 30 ; lfc:quote "filming" ]')
    text = data.read_text("utf-8")
    begin = text.index("art:win-fa-cup-winner a")
    data.write_text(text[:begin] + text[text.index(" .\n", begin) + 3 :], "utf-8")
    with data.open("a", encoding="utf-8") as file:
        file.write(
            "art:tall a lfc:Claim ; rdf:subject :jurgen-klopp ; rdf:predicate lfc:describedAs ; rdf:object "
            '"announced" ; lfc:status lfc:Evaluation ; lfc:span [ lfc:start 15 ; lfc:quote "announced" ] .\n'
            'art:m999 a lfc:Mention ; lfc:refersTo :jurgen-klopp ; lfc:span [ lfc:start 30 ; lfc:quote "filming" ] .\n'
        )
    entities = root / "data" / "entities.ttl"
    edit(entities, '"Liverpool Football Club"@en', '"Liverpool Football Club"@en , "The Club"@en')
    edit(entities, '"Drew Crisp"@en', '"Andrew Crisp"@en')
    with entities.open("a", encoding="utf-8") as file:
        file.write(':heron-park a lfc:Club ; skos:prefLabel "Heron Park"@en ; skos:altLabel "Herons"@en .\n')
        file.write(":new-name dcterms:isReplacedBy :heron-park .\n")
    edit(entities, "@prefix lfc:", "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix lfc:")
    edit(root / "data" / "reference.ttl", "wd:Q1130849", "wd:Q1", 1)
    return root


def diffed(root: Path, *args: str | Path) -> str:
    run = lfckg("diff", *args, cwd=root)
    assert (run.code, run.err) == (0, ""), run
    return run.out


def failed(run: Run, code: int = 1) -> str:
    assert (run.code, run.out) == (code, ""), run
    assert "Traceback" not in run.err
    return run.err


# What is told


def test_claims_are_told_in_words(project: Path) -> None:
    lines = diffed(project, "old.nq").split("\n")
    told = [
        "  + Jürgen Klopp described as “announced”  [evaluation]",
        "      “announced”  lfc-documentary 1",
        "  ~ Liverpool documentary series described as “filming”  [stated]",
        "      object: “new” → “filming”",
        "      words: “new” → “filming”",
        "  ~ Liverpool documentary series about Liverpool FC  [stated]",
        "      status: implied → stated",
        "  trophy win · lfc-documentary#win-fa-cup",
        "    - winner Liverpool FC  [implied]",
        "        “the German won … FA Cup”  lfc-documentary 17",
        "  + “filming” name of Jürgen Klopp",
        "  - Liverpool FC has won FA Cup  [inferred]",
    ]
    places = [lines.index(line) for line in told]
    assert places == sorted(places)
    assert lines[0].startswith("from old.nq, ")
    assert lines[1].startswith("to workspace ., ")
    assert lines[places[0] - 1] == ARTICLE
    assert lines[places[-1] - 1] == "Inferred"


def test_entities_are_told_with_names_and_what_is_known_from_outside(project: Path) -> None:
    told = diffed(project, "old.nq").split("Entities\n")[1].split("\n\n")[0]
    assert told.split("\n") == [
        "  + :new-name  entity  :new-name",
        "      replaced by: + Heron Park",
        "  ~ Andrew Crisp  person  :drew-crisp",
        "      label: “Drew Crisp” → “Andrew Crisp”",
        "  + Heron Park  club  :heron-park",
        "      also: + “Herons”",
        "  ~ Liverpool FC  club  :liverpool-fc",
        "      also: + “The Club”",
        "      from outside: skos:exactMatch <http://www.wikidata.org/entity/Q1130849>, by "
        "<https://www.wikidata.org/wiki/Q1130849> → skos:exactMatch <http://www.wikidata.org/entity/Q1>, by "
        "<https://www.wikidata.org/wiki/Q1130849>",
    ]


def test_counts_come_last_and_alone_with_summary(project: Path) -> None:
    last = (
        "claims: 1 added, 2 removed, 2 changed; mentions: 1 added; entities: 2 added, 2 changed; "
        "quads: 27 added, 47 removed"
    )
    assert diffed(project, "old.nq").split("\n")[-2] == last
    summary = diffed(project, "old.nq", "--summary").split("\n")
    assert summary[-2] == last
    assert "graph article/lfc-documentary/facts: +1 -2" in summary
    assert not any(line.startswith("  ") for line in summary)


def test_the_other_way_round_it_tells_the_contrary(project: Path) -> None:
    told = diffed(project, project, "old.nq")
    assert "  - Jürgen Klopp described as “announced”  [evaluation]\n" in told
    assert "      status: stated → implied\n" in told
    assert "      also: - “The Club”\n" in told
    assert "    + winner Liverpool FC  [implied]\n" in told


def test_words_that_only_moved_are_told_in_a_line(small: Path, tmp_path: Path) -> None:
    data, texts = small / "data" / "tarnbrook-film.ttl", tmp_path / "texts"
    shutil.copy(data, tmp_path / "before.ttl")
    texts.mkdir()
    text = (ARTICLES / "tarnbrook-film.txt").read_text("utf-8")
    (texts / "tarnbrook-film.txt").write_text(f"Late news today:\n\n{text}", "utf-8")
    assert lfckg("new", "--update", data, "--texts", texts, cwd=small).code == 0
    told = diffed(small, tmp_path / "before.ttl")
    assert "  > words moved: 27 claims and 2 mentions\n" in told
    assert "      characters: 772 → 790\n" in told
    assert "      text index: 10 sentences, 6 paragraphs → 11 sentences, 7 paragraphs\n" in told
    assert "Inferred\n  > words moved: 2 claims\n" in told
    assert "claims: 29 moved; mentions: 2 moved; articles: 1 changed; quads: " in told
    assert len(told.splitlines()) < 25


def test_a_quote_in_place_of_offsets_is_told(small: Path, tmp_path: Path) -> None:
    data = small / "data" / "tarnbrook-film.ttl"
    shutil.copy(data, tmp_path / "before.ttl")
    edit(data, 'lfc:start 124 ; lfc:quote "Ines Okafor"', "lfc:start 124 ; lfc:end 135")
    edit(
        data,
        "art:m1 a lfc:Mention ; lfc:refersTo :tarnbrook-rovers",
        "art:m1 a lfc:Mention ; lfc:refersTo :ines-okafor",
    )
    told = diffed(small, tmp_path / "before.ttl")
    assert "      words: “Ines Okafor” → “[124–135]”\n" in told
    assert "      refers to: Tarnbrook Rovers → Ines Okafor\n" in told


def test_a_new_article_is_told_whole(project: Path, root: Path) -> None:
    told = diffed(root, root, project / "old.nq", "--article", "tarnbrook-film")
    assert told.split("\n")[3:5] == ["tarnbrook-film", "  + the article"]
    assert "  + “Tarnbrook Rovers” name of Tarnbrook Rovers\n" in told
    assert "Inferred" not in told
    assert "lfc-documentary" not in told


def test_facts_whose_claims_are_not_there_are_told(project: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert lfckg("export", "-f", "nt", "--no-evidence", "-o", tmp_path / f"{name}.nt", cwd=project).code == 0
    path = tmp_path / "two.nt"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "#manages>" not in line or "jurgen-klopp" not in line]
    assert len(kept) == len(lines) - 1
    path.write_text("".join(kept), "utf-8")
    told = diffed(project, tmp_path / "one.nt", path)
    assert "Facts without a changed claim\n  - Jürgen Klopp manages Liverpool FC\n" in told


def test_changes_of_the_ontology_are_told_as_triples(project: Path, tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "other", both=True)
    edit(root / "ontology" / "lfckg.ttl", 'rdfs:label "manages"@en', 'rdfs:label "is in charge of"@en')
    told = diffed(root, project / "old.nq")
    assert '  graph ontology\n    + lfc:manages rdfs:label "is in charge of"@en\n    - lfc:manages' in told
    assert told.endswith("graph ontology: +1 -1\nquads: 1 added, 1 removed\n")


def test_equal_graphs_are_told(project: Path, tmp_path: Path) -> None:
    assert diffed(project, project, project / "old.nq", "--article", "tarnbrook-film").startswith("no difference: ")
    shutil.copy(project / "old.nq", tmp_path / "copy.nq")
    run = lfckg("diff", "old.nq", tmp_path / "copy.nq", "--exit-code", cwd=project)
    assert (run.code, run.out, run.err) == (0, "no difference: 10054 quads\n", "")
    assert diffed(project, "old.nq", tmp_path / "copy.nq", "--format", "update") == ""


def test_a_difference_is_an_exit_code_where_wanted(project: Path) -> None:
    assert lfckg("diff", "old.nq", cwd=project).code == 0
    for format_ in ("text", "json", "update"):
        run = lfckg("diff", "old.nq", "--exit-code", "-f", format_, cwd=project)
        assert (run.code, run.err) == (1, "")
        assert run.out


# As JSON


def test_json_tells_the_same_to_programs(project: Path) -> None:
    document = json.loads(diffed(project, "old.nq", "--format", "json"))
    assert document["equal"] is False
    assert document["before"] == {"name": "old.nq", "quads": 10054}
    assert document["counts"]["claims"] == {"added": 1, "removed": 2, "changed": 2, "moved": 0}
    claims = {claim["claim"].rpartition("/")[2]: claim for claim in document["claims"]}
    assert claims["lfc-documentary#series-about"]["changes"] == [
        {"property": "status", "before": ["implied"], "after": ["stated"]}
    ]
    added = claims["lfc-documentary#tall"]
    assert (added["kind"], added["status"], added["object"]) == ("added", "evaluation", '"announced"')
    assert added["words"] == [{"article": ARTICLE, "words": "announced", "sentences": [1]}]
    assert claims["liverpool-fc.fa-cup-title"]["article"] is None
    assert {entity["label"] for entity in document["entities"] if entity["kind"] == "added"} == {
        ":new-name",
        "Heron Park",
    }
    graphs = document["graphs"]
    assert sum(graph["added"] for graph in graphs) == document["counts"]["quads"]["added"]
    assert sum(graph["removed"] for graph in graphs) == document["counts"]["quads"]["removed"]


def test_json_of_equal_graphs_and_of_a_summary(project: Path) -> None:
    counts = json.loads(diffed(project, "old.nq", "--format", "json", "--summary"))
    assert list(counts) == ["before", "after", "equal", "counts", "graphs"]
    equal = json.loads(diffed(project, "old.nq", "--format", "json", "--article", "tarnbrook-film"))
    assert equal["equal"] is True
    assert equal["claims"] == equal["other"] == equal["graphs"] == []


# As an update: carried out on a store of A it gives B


def quads(path: Path) -> list[Quad]:
    return list(parse(path=str(path), rename_blank_nodes=True))


@pytest.fixture(scope="module")
def pairs(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Pairs of N-Quads files; what a workspace is compared as is written down."""
    folder = tmp_path_factory.mktemp("pairs")
    assert lfckg("export", "-f", "nq", "-o", folder / "now.nq", cwd=project).code == 0
    assert lfckg("export", "-f", "nt", "-o", folder / "flat.nt", cwd=project).code == 0
    shutil.copy(ROOT / "ontology" / "lfckg.ttl", folder / "ontology.ttl")
    mixed = '<http://e/a> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    mixed += '<http://e/a> <http://e/p> "a\\\\u0041 \\\\\\\\u \\u0007\\t\\"\\u2028é🎥" <http://e/g> .\n'
    (folder / "mixed.nq").write_text(mixed, "utf-8")
    (folder / "other.nq").write_text(
        '<http://e/a> <http://e/p> "x"@en-GB , "y" .\n'.replace(" ,", " <http://e/g> .\n<http://e/a> <http://e/p>"),
        "utf-8",
    )
    return {
        "edited": (project / "old.nq", folder / "now.nq"),
        "flat": (folder / "ontology.ttl", folder / "flat.nt"),
        "merged": (folder / "flat.nt", folder / "now.nq"),
        "values": (folder / "mixed.nq", folder / "other.nq"),
    }


CASES = [(name, turned) for name in ("edited", "flat", "merged", "values") for turned in (False, True)]
each_pair = pytest.mark.parametrize(
    ("name", "turned"), CASES, ids=[f"{n}-{'back' if t else 'forth'}" for n, t in CASES]
)


def update_of(pairs: dict[str, tuple[Path, Path]], name: str, turned: bool) -> tuple[Path, Path, str]:
    before, after = reversed(pairs[name]) if turned else pairs[name]
    run = lfckg("diff", before, after, "--format", "update")
    assert run.code == 0, run.err
    return before, after, run.out


@each_pair
def test_the_update_makes_b_of_a_in_oxigraph(pairs: dict[str, tuple[Path, Path]], name: str, turned: bool) -> None:
    before, after, update = update_of(pairs, name, turned)
    store, wanted = Store(), Store()
    store.extend(quads(before))
    wanted.extend(quads(after))
    store.update(update)
    assert set(store) == set(wanted)


# Its parser takes a minute for an update of 18,000 triples: the smaller pairs suffice.
@pytest.mark.parametrize(("name", "turned"), [case for case in CASES if case[0] in {"edited", "values"}])
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own calls
def test_the_update_makes_b_of_a_in_rdflib(
    pairs: dict[str, tuple[Path, Path]], name: str, turned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As SPARQL has it: with the union as default graph rdflib fails to insert into the default graph.
    monkeypatch.setattr("rdflib.plugins.sparql.SPARQL_DEFAULT_GRAPH_UNION", False)
    before, after, update = update_of(pairs, name, turned)
    dataset, wanted = rdflib.Dataset(), rdflib.Dataset()
    for made, path in ((dataset, before), (wanted, after)):
        made.parse(data="".join(f"{quad} .\n" for quad in quads(path)), format="nquads")
    dataset.update(update)
    assert set(dataset.quads()) == set(wanted.quads())


@each_pair
def test_the_update_makes_b_of_a_over_http(
    pairs: dict[str, tuple[Path, Path]], tmp_path: Path, name: str, turned: bool
) -> None:
    program("oxigraph")
    before, after, update = update_of(pairs, name, turned)
    with servers.oxigraph(tmp_path) as server:
        data = "".join(f"{quad} .\n" for quad in quads(before)).encode()
        send(f"{server.url}/store", "POST", data, media="application/n-quads")
        send(f"{server.url}/update", "POST", update.encode(), media="application/sparql-update")
        found = send(f"{server.url}/store", accept="application/n-quads")
    wanted = Store()
    wanted.extend(quads(after))
    assert set(parse(found, RdfFormat.N_QUADS)) == set(wanted)


@pytest.mark.parametrize("turned", [False, True])
def test_the_update_makes_b_of_a_in_virtuoso(pairs: dict[str, tuple[Path, Path]], tmp_path: Path, turned: bool) -> None:
    """It has limits and faults of its own, and changes values: what it makes of B is held against what it loads."""
    program("virtuoso-t")
    before, after, update = update_of(pairs, "edited", turned)
    found = []
    for number, (path, text) in enumerate([(before, update), (after, "")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with servers.virtuoso(folder) as server:
            for carried_out in ("\n".join(to_update([], quads(path))), text):
                if carried_out:
                    url, media = f"{server.query}-auth", "application/sparql-update"
                    send(url, "POST", carried_out.encode(), media=media, auth=server.auth)
            found.append(virtuoso_quads(server))
    assert found[0] == found[1]
    assert len(found[0]) == len(quads(after))


def virtuoso_quads(server: Server) -> set[Quad]:
    made = set()
    for name in (
        "article/lfc-documentary/facts",
        "article/lfc-documentary/evidence",
        "article/tarnbrook-film/facts",
        "article/tarnbrook-film/evidence",
        "entities",
        "inferences",
        "ontology",
        "reference",
        "shapes",
    ):
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH}{name}> {{ ?s ?p ?o }} }}"
        form = urllib.parse.urlencode({"query": query}).encode()
        triples = parse(send(server.query, "POST", form, accept="application/n-triples"), RdfFormat.N_TRIPLES)
        made |= {Quad(quad.subject, quad.predicate, quad.object, NamedNode(GRAPH + name)) for quad in triples}
    return made


def test_an_update_of_a_workspace_is_in_small_pieces_and_the_same_every_time(project: Path) -> None:
    runs = {
        lfckg("diff", "ontology/lfckg.ttl", ".", "-f", "update", cwd=project, env={"PYTHONHASHSEED": seed}).out
        for seed in ("1", "2")
    }
    (update,) = runs
    pieces = [piece.count(" .\n") for piece in update.split("DATA {")]
    assert max(pieces) == LARGEST
    assert sum(pieces) > 10 * LARGEST
    assert update.count("GRAPH <") == len(pieces) - 1 - update.count("DELETE DATA")  # what it deletes is in none
    assert update.index("DELETE DATA") < update.index("INSERT DATA")
    assert "DELETE" not in update[update.index("INSERT DATA") :]


# Blank nodes


def stranger(folder: Path, name: str, turtle: str) -> Path:
    path = folder / name
    path.write_text(turtle, "utf-8")
    return path


def test_names_of_blank_nodes_make_no_difference(tmp_path: Path) -> None:
    one = stranger(tmp_path, "one.ttl", STRANGER)
    found = quads(one)
    two = tmp_path / "two.nt"
    serialize(list(reversed(found)), str(two), RdfFormat.N_TRIPLES)
    assert diffed(tmp_path, one, two) == "no difference: 11 quads\n"


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("[] a ex:T . [] a ex:T .", "[] a ex:T .", 1, 0),
        ("[] a ex:T . [] a ex:T .", "[] a ex:T , ex:U .", 2, 2),
        ('ex:s "x"', 'ex:s "y"', 4, 4),  # what is tied to it has other names with it, and nothing else
        ("[ ex:q 2 ]", "[ ex:q 3 ]", 2, 2),
        ('"x"@en', '"x"@de', 1, 1),
    ],
)
def test_what_is_said_of_blank_nodes_makes_one(tmp_path: Path, old: str, new: str, removed: int, added: int) -> None:
    assert old in STRANGER
    one, two = stranger(tmp_path, "one.ttl", STRANGER), stranger(tmp_path, "two.ttl", STRANGER.replace(old, new))
    counts = json.loads(diffed(tmp_path, one, two, "-f", "json"))["counts"]["quads"]
    assert counts == {"added": added, "removed": removed}


def test_new_blank_nodes_can_be_inserted_and_none_can_be_deleted(tmp_path: Path) -> None:
    one = stranger(tmp_path, "one.ttl", "@prefix ex: <http://example.org/> .\nex:a ex:p ex:b , [ ex:q 2 ] .")
    two = stranger(tmp_path, "two.ttl", STRANGER)
    store = Store()
    store.extend(quads(one))
    store.update(diffed(tmp_path, one, two, "-f", "update"))
    made, wanted = Dataset(store), Dataset(quads(two))
    for dataset in (made, wanted):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert made == wanted
    message = failed(lfckg("diff", two, one, "-f", "update", cwd=tmp_path))
    assert "has blank nodes (6 of 9 triples), and no SPARQL update can name them. Give these nodes IRIs" in message
    assert "  - _:b" in diffed(tmp_path, two, one)


def test_blank_nodes_are_inserted_in_one_operation_or_not_at_all() -> None:
    star = [next(parse(f"_:ax1n0 <http://e/p> {number} .", RdfFormat.TURTLE)) for number in range(LARGEST)]
    assert list(to_update([], star)).count("INSERT DATA {") == 1
    more = next(parse("_:ax1n0 <http://e/p> 1000000 .", RdfFormat.TURTLE))
    with pytest.raises(InputError, match="tied to more than 1000 triples"):
        list(to_update([], [*star, more]))
    graph = next(parse("<http://e/s> <http://e/p> 1 _:bx1n0 .".replace(" 1 ", ' "1" '), RdfFormat.N_QUADS))
    with pytest.raises(InputError, match="names a graph"):
        list(to_update([], [graph]))


def test_blank_nodes_that_nobody_can_tell_apart_are_refused_in_time(tmp_path: Path) -> None:
    names = [f"_:n{number}" for number in range(12)]
    lines = [f"{one} <http://e/p> {two} .\n" for one in names for two in names if one != two]
    path = stranger(tmp_path, "clique.nt", "".join(lines))
    other = stranger(tmp_path, "other.nt", "<http://e/a> <http://e/p> 'x' .".replace("'", '"'))
    told = failed(lfckg("diff", path, other, cwd=tmp_path))
    assert told.startswith("lfckg: clique.nt: ")
    assert told.endswith(" to be checked. If you trust it, use --trust, which sets no limits.\n")


# What may be compared


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_all_kinds_of_rdf_files_are_read(tmp_path: Path, extension: str, packed: bool) -> None:
    one = stranger(tmp_path, "one.ttl", "@prefix ex: <http://example.org/> .\nex:a ex:p ex:b , 'é'@en .")
    data = serialize(quads(one), format=EXTENSIONS[extension])
    assert data is not None
    two = tmp_path / f"two{extension}{'.GZ' if packed else ''}"
    two.write_bytes(gzip.compress(data) if packed else data)
    assert diffed(tmp_path, one, two) == "no difference: 2 quads\n"


def test_exports_are_compared_with_the_workspace(project: Path, tmp_path: Path) -> None:
    for name, options in {"a.jsonld": ["jsonld"], "a.trig": ["trig"], "a.nq": ["nq", "--rdf12"]}.items():
        assert lfckg("export", "-o", tmp_path / name, "-f", *options, cwd=project).code == 0
        assert diffed(project, tmp_path / name).startswith("no difference: ")
    message = failed(lfckg("diff", tmp_path / "a.nq", "-f", "update", cwd=project))
    assert "has triple terms of RDF 1.2" in message


def test_flat_files_are_compared_with_the_merged_set(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "flat.ttl"
    assert lfckg("export", "-f", "turtle", "-o", path, cwd=project).code == 0
    assert diffed(project, path, "--merged").startswith("no difference: ")
    run = lfckg("diff", path, "--summary", cwd=project)
    assert run.code == 0
    assert run.err == "Only one of them has named graphs: --merged compares the triples alone.\n"
    assert "quads: " in run.out
    told = lfckg("diff", "old.nq", path, "--merged", cwd=project).out
    assert "      status: implied → stated\n" in told
    assert "  + Heron Park  club  :heron-park\n" in told


def test_a_curated_file_stands_for_the_workspace_with_it(project: Path) -> None:
    told = diffed(project, "before.ttl")
    assert "      status: implied → stated\n" in told
    assert "Entities" not in told
    assert diffed(project, "before.ttl", project / "data" / f"{ARTICLE}.ttl") == told.replace(
        "to workspace .,", f"to data/{ARTICLE}.ttl,"
    )
    told = diffed(project, "entities.ttl")
    assert "  + Heron Park  club  :heron-park\n" in told
    assert "status" not in told


def test_two_builds_are_compared_without_the_data(project: Path, root: Path, tmp_path: Path) -> None:
    (root / "data" / "broken.ttl").write_text("this is no Turtle", "utf-8")
    assert lfckg("diff", project / "old.nq", cwd=root).code == 1
    shutil.copy(project / "old.nq", tmp_path / "a.nq")
    (tmp_path / "a.nq.gz").write_bytes(gzip.compress((project / "old.nq").read_bytes()))
    assert diffed(root, tmp_path / "a.nq", tmp_path / "a.nq.gz") == "no difference: 10054 quads\n"


def test_a_build_that_was_edited_by_hand_is_read_as_it_is(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "edited.nq"
    shutil.copy(project / "old.nq", path)
    edit(path, '"Drew Crisp"@en', '"Drew \\u0043risp"@en')  # the same, written in another way
    edit(path, '"Julian Bird"@en', '"Jules Bird"@en')
    told = diffed(project, "old.nq", path)
    assert "      label: “Julian Bird” → “Jules Bird”\n" in told
    assert told.endswith("entities: 1 changed; quads: 1 added, 1 removed\n")


def test_a_build_that_only_claims_to_be_one_is_refused(project: Path, tmp_path: Path) -> None:
    for body in (
        b"nothing\n",
        b"one two\n",
        b'<http://e/a> <http://www.w3.org/2000/01/rdf-schema#label> "x" . "y" .\n',
    ):
        path = tmp_path / "forged.nq"
        digest = hashlib.sha256(body).hexdigest()
        path.write_bytes(f"# lfckg 0.1.0 inputs-sha256={'0' * 64} quads-sha256={digest}\n".encode() + body)
        assert "forged.nq: is damaged: " in failed(lfckg("diff", "old.nq", path, cwd=project))
        assert "forged.nq: is damaged: " in failed(lfckg("diff", "old.nq", path, "--merged", cwd=project))


def test_an_update_of_one_article_leaves_the_others(project: Path, tmp_path: Path) -> None:
    store = Store()
    store.extend(quads(project / "old.nq"))
    store.update(diffed(project, "old.nq", "--article", ARTICLE, "-f", "update"))
    now = Store()
    assert lfckg("export", "-f", "nq", "-o", tmp_path / "now.nq", cwd=project).code == 0
    now.extend(quads(tmp_path / "now.nq"))
    changed = {quad.graph_name for quad in set(store) ^ set(now)}
    assert {str(name).rpartition("/")[2] for name in changed} == {"entities>", "inferences>", "reference>"}


# How it fails


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["no-such.nq"], "no-such.nq: no such file. Check the path."),
        (["old.nq", "no-such.ttl"], "no-such.ttl: no such file."),
        (["old.nq", "old.nq"], "old.nq: is compared with itself."),
        (["."], "is compared with itself."),
        (["queries"], "queries: is no workspace: it has no data/."),
        (["queries/trophies.rq"], "what RDF is this?"),
        (["empty.nt"], "empty.nt: is empty."),
        (["nothing.ttl"], "nothing.ttl: holds no triple."),
        (["broken.nt"], "broken.nt:2:1: "),
        (["broken.nt.gz"], "broken.nt.gz:2:1: "),
        (["plain.nt.gz"], "plain.nt.gz: can't be unpacked"),
        (["cut.nt.gz"], "cut.nt.gz: can't be unpacked"),
        (["old.nq", "--article", "lfc-documentry"], "an article of this name; did you mean lfc-documentary?"),
        (["old.nq", "--article", ""], ": neither side has an article of this name"),
        (["old.nq", "-o", "data/x.txt"], "data/x.txt: lies in data/, which holds sources."),
        (["old.nq", "-o", "queries"], "queries"),
    ],
)
def test_what_is_wrong_is_told(project: Path, args: list[str], message: str) -> None:
    (project / "empty.nt").write_text("\n", "utf-8")
    (project / "nothing.ttl").write_text("# nothing\n", "utf-8")
    broken = b"<http://e/a> <http://e/b> <http://e/c> .\nthis is none\n"
    (project / "broken.nt").write_bytes(broken)
    (project / "broken.nt.gz").write_bytes(gzip.compress(broken))
    (project / "plain.nt.gz").write_bytes(broken)
    (project / "cut.nt.gz").write_bytes(gzip.compress(broken * 100)[:40])
    told = failed(lfckg("diff", *args, cwd=project))
    assert message in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["a", "b", "c"],
        ["a", "--format", "xml"],
        ["a", "-f", "update", "--summary"],
        ["a", "--nothing"],
        ["a", "-o", "a"],
        ["a", "b", "-o", "b"],
    ],
)
def test_wrong_usage_is_told(args: list[str]) -> None:
    assert "Usage: lfckg diff" in failed(lfckg("diff", *args), 2)


def test_a_claim_that_stays_without_its_parts_is_told(tmp_path: Path) -> None:
    """Strangers' data need not be whole, nor of one value each."""
    head = "@prefix lfc: <https://w3id.org/lfckg/ontology#> .\n@prefix ex: <http://example.org/> .\n"
    one = stranger(
        tmp_path, "one.ttl", f"{head}ex:c a lfc:Claim . _:c a lfc:Claim . ex:m a lfc:Mention . ex:r a lfc:Reference ."
    )
    two = stranger(
        tmp_path,
        "two.ttl",
        f"{head}ex:c a lfc:Claim ; lfc:status lfc:QuotedFact , 7 ; "
        "lfc:span ex:s , <https://w3id.org/lfckg/id/article/x#char=9,3> . ex:a a lfc:Article .",
    )
    told = diffed(tmp_path, one, two)
    assert "Of no article\n  ~ ? ?  [7]\n" in told
    assert "      status: + 7, quoted fact\n" in told
    assert "claims: 1 removed, 1 changed; mentions: 1 removed; articles: 1 added" in told
    assert json.loads(diffed(tmp_path, two, one, "-f", "json"))["counts"]["claims"]["added"] == 1


# Where it goes


def test_a_file_is_written_whole_and_without_colours(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "changes.txt"
    assert diffed(project, "old.nq", "-o", path) == ""
    assert path.read_text("utf-8") == diffed(project, "old.nq") == diffed(project, "old.nq", "-o", "-")
    path.chmod(0o600)
    before = path.read_bytes()
    assert lfckg("diff", "no-such.nq", "-o", path, cwd=project).code == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_come_on_a_terminal(project: Path, env: dict[str, str], coloured: bool) -> None:
    with Terminal("diff", "old.nq", cwd=project, env={"NO_COLOR": "", **env}) as terminal:
        assert terminal.end() == 0
    shown = terminal.raw.decode()
    assert ("\x1b[32m+\x1b[0m Jürgen Klopp described as" in shown) is coloured
    assert ("\x1b" in shown) is coloured


@pytest.mark.parametrize("format_", ["text", "json", "update"])
def test_nothing_that_a_terminal_obeys_is_shown(tmp_path: Path, format_: str) -> None:
    head = "@prefix : <https://w3id.org/lfckg/id/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    evil = "red \\u001b[31m bell \\u0007 turn \\u202e csi \\u009b line \\u2028"
    one = stranger(tmp_path, "one.ttl", f'{head}:a skos:prefLabel "a" .')
    two = stranger(
        tmp_path, "two.ttl", f'{head}:a skos:prefLabel "{evil}" . <http://e/\\u202e> <http://e/\\u202e> "{evil}" .'
    )
    shown = diffed(tmp_path, one, two, "-f", format_)
    assert not set(shown) & set("\x1b\x07\u202e\x9b\u2028")
    if format_ == "update":
        store, wanted = Store(), Store()
        store.extend(quads(one))
        store.update(shown)
        wanted.extend(quads(two))
        assert set(store) == set(wanted)
    if format_ == "json":
        document: dict[str, Any] = json.loads(shown)
        assert "\u202e csi \x9b line \u2028" in document["entities"][0]["label"]


def test_programs_have_it_as_functions(project: Path) -> None:
    workspace = package.find_workspace(project)
    difference = package.diff(project / "old.nq", workspace=workspace)
    changes = package.explain(difference)
    assert {claim.kind for claim in changes.claims} == {"added", "removed", "changed"}
    store = pyoxigraph.Store()
    store.extend(quads(project / "old.nq"))
    store.update("\n".join(package.to_update(difference.removed, difference.added)))
    assert len(store) == len(difference.after.lines)
