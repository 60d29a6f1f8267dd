"""Check 22: a second SHACL engine finds what the first finds. tests/test_shacl.py holds the shapes against SHACL-SHACL,
sows a fault for each of them, and holds their targets against the ontology."""

from __future__ import annotations

from pathlib import Path

import pyshacl
from pyoxigraph import Quad
from rdflib import OWL, RDF, SH, Graph, URIRef
from rdflib.term import Node

from checks.graphs import FOLDER, ontology, quads
from checks.processes import run_jena
from lfckg.namespaces import LFC
from test_shacl import FAULTS, seeded

SHAPES = FOLDER / "shapes.ttl"
Finding = tuple[str, str, str]


def findings(report: Graph) -> set[Finding]:
    """Give focus node, path and component of each result."""
    return {
        tuple(str(report.value(result, name)) for name in (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent))  # type: ignore[misc]
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def by_pyshacl(data: Path) -> set[Finding]:
    graph = Graph().parse(data, format="nt")
    _, report, _ = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES), inplace=True)
    assert isinstance(report, Graph)
    return findings(report)


def by_topquadrant(data: Path) -> set[Finding]:
    return findings(Graph().parse(data=run_jena({"data": str(data), "shapes": str(SHAPES)}), format="nt"))


def sow_all() -> tuple[frozenset[Quad], list[str]]:
    """Sow as many faults of tests/test_shacl.py into one graph as go together; give their names too."""
    graph, names = quads(), []
    for name, (removed, added, _) in FAULTS.items():
        try:
            graph = seeded(graph, removed, added)
        except AssertionError:  # what it takes away has gone with another
            continue
        names.append(name)
    return graph, names


def write(path: Path, quads: frozenset[Quad]) -> Path:
    path.write_text("".join(sorted({f"{quad.triple} .\n" for quad in quads})), "utf-8")
    return path


def test_22_both_engines_find_nothing_in_the_graph(tmp_path: Path) -> None:
    data = write(tmp_path / "data.nt", quads())
    assert by_pyshacl(data) == set()
    assert by_topquadrant(data) == set()


def test_22_both_engines_find_the_same_faults(tmp_path: Path) -> None:
    graph, names = sow_all()
    assert len(names) > len(FAULTS) / 2
    data = write(tmp_path / "data.nt", graph)
    ours = by_pyshacl(data)
    assert len({component for _, _, component in ours}) > 5
    assert by_topquadrant(data) == ours


def nonsense(shapes: Graph) -> list[str]:
    """Make graphs that go against every shape: members of each class with no values, with silly ones, and of all."""
    bare, silly = [], []
    everything = " , ".join(f"<{term}>" for term in ontology().subjects(RDF.type, OWL.Class))
    for number, (shape, target) in enumerate(sorted(shapes.subject_objects(SH.targetClass))):
        bare.append(f"<http://e/{number}> a <{target}> .")
        silly += [f"<http://e/{number}> a <{target}> .", *silly_values(shapes, f"<http://e/{number}>", shape)]
    return ["\n".join(bare), "\n".join([*silly, f"<http://e/everything> a {everything} ."])]


def silly_values(shapes: Graph, focus: str, shape: Node) -> list[str]:
    paths = {shapes.value(part, SH.path) for part in [shape, *shapes.objects(shape, SH.property)]}
    return [f'{focus} <{path}> "x" , "y"@de , "y2"@de , <http://e/x> .' for path in paths if isinstance(path, URIRef)]


def silent_shapes(shapes: Graph) -> set[str]:
    """Give the shapes that find nothing in either graph."""
    speaking = set()
    for data in nonsense(shapes):
        _, report, _ = pyshacl.validate(Graph().parse(data=data, format="turtle"), shacl_graph=shapes)
        assert isinstance(report, Graph)
        speaking |= set(report.objects(None, SH.sourceShape))
    targeted = set(shapes.subjects(SH.targetClass))
    used = {part for shape in targeted for part in shapes.objects(shape, SH.property)}
    used |= {shape for shape in targeted if not list(shapes.objects(shape, SH.property))}
    return {str(shape) for shape in used - speaking}


def test_22_every_shape_can_fail() -> None:
    assert silent_shapes(Graph().parse(SHAPES)) == set()


def test_22_a_shape_that_cannot_fail_is_found() -> None:
    shapes = Graph().parse(SHAPES)
    extra = "@prefix : <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix lfc: <%s> ."
    extra += (
        ":idle a sh:NodeShape ; sh:targetClass lfc:Club ; sh:property :any . :any sh:path lfc:club ; sh:minCount 0 ."
    )
    assert silent_shapes(shapes + Graph().parse(data=extra % LFC, format="turtle")) == {"http://e/any"}
