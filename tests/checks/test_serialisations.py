"""Checks 13 and 25: the ontology survives every syntax and every parser, and has one hash."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize
from rdflib import RDFS, Graph
from rdflib.compare import isomorphic

from checks.graphs import FOLDER, PATH, ontology
from support import environment, program

FILES = sorted(FOLDER.glob("*.ttl"))
RDFLIB = {"turtle": "turtle", "rdf-xml": "xml", "json-ld": "json-ld", "n-triples": "nt"}
OXIGRAPH = {
    "turtle": RdfFormat.TURTLE,
    "rdf-xml": RdfFormat.RDF_XML,
    "json-ld": RdfFormat.JSON_LD,
    "n-triples": RdfFormat.N_TRIPLES,
}


# Check 13
def by_rdflib(name: str) -> bytes:
    """Write the ontology with rdflib."""
    return ontology().serialize(format=RDFLIB[name], encoding="utf-8")


def by_oxigraph(name: str) -> bytes:
    """Write the ontology with Oxigraph."""
    triples = [quad.triple for quad in parse(path=str(PATH), format=RdfFormat.TURTLE)]
    data = serialize(triples, format=OXIGRAPH[name])
    assert data is not None
    return data


def read_by_oxigraph(data: bytes, name: str) -> Graph:
    triples = "".join(f"{quad.triple} .\n" for quad in parse(data, format=OXIGRAPH[name]))
    return Graph().parse(data=triples, format="nt")


@pytest.mark.parametrize("name", RDFLIB)
@pytest.mark.parametrize("write", [by_rdflib, by_oxigraph])
def test_13_each_syntax_and_each_parser_gives_the_same_graph(write: Callable[[str], bytes], name: str) -> None:
    data = write(name)
    assert isomorphic(Graph().parse(data=data, format=RDFLIB[name]), ontology())
    assert isomorphic(read_by_oxigraph(data, name), ontology())


def test_13_a_lost_triple_is_found() -> None:
    text = by_rdflib("n-triples").decode().replace('"club"@en', '"club"')
    assert not isomorphic(Graph().parse(data=text, format="nt"), ontology())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_13_raptor_reads_the_same_graph(path: Path) -> None:
    done = subprocess.run(
        [program("rapper"), "--quiet", "--input", "turtle", "--output", "ntriples", str(path)],
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert isomorphic(Graph().parse(data=done.stdout, format="nt"), Graph().parse(path))


# Check 25. The pages of the documentation have tests of their own.
def rdfc_hash(graph: Graph) -> str:
    """The SHA-256 digest of the canonical N-Quads of RDFC-1.0."""
    dataset = Dataset(parse(graph.serialize(format="nt"), format=RdfFormat.N_TRIPLES))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad.triple} .\n" for quad in dataset)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("name", RDFLIB)
def test_25_the_hash_is_the_same_in_every_syntax_and_order(name: str) -> None:
    graph = Graph().parse(data=by_oxigraph(name), format=RDFLIB[name])
    lines = graph.serialize(format="nt").splitlines(keepends=True)
    random.Random(name).shuffle(lines)  # noqa: S311 (no secret)
    assert rdfc_hash(Graph().parse(data="".join(lines), format="nt")) == rdfc_hash(ontology())


def test_25_blank_nodes_have_no_say_in_the_hash() -> None:
    text = "<http://e/s> <http://e/p> _:a . _:a <http://e/p> _:b . _:b <http://e/q> 'x' ."
    renamed = text.replace("_:a", "_:z").replace("_:b", "_:a")
    one, other = (rdfc_hash(Graph().parse(data=data, format="turtle")) for data in (text, renamed))
    assert one == other


def test_25_the_hash_changes_with_the_graph() -> None:
    graph = Graph() + ontology()
    graph.remove(next(graph.triples((None, RDFS.label, None))))
    assert rdfc_hash(graph) != rdfc_hash(ontology())


def test_25_turtle_is_the_same_bytes_in_each_process() -> None:
    command = [sys.executable, "-m", "lfckg", "export", "--format", "turtle"]
    outputs = {
        subprocess.run(command, env=environment({"PYTHONHASHSEED": seed}), capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert b"lfc:Club" in outputs.pop()
