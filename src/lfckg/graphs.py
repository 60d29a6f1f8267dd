"""The graph for programs that use rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from lfckg.datasets import open_nquads
from lfckg.namespaces import PREFIXES
from lfckg.workspace import Workspace

if TYPE_CHECKING:
    from rdflib import Dataset, Graph

__all__ = ["graph"]


@overload
def graph(workspace: Workspace | None = None, *, named_graphs: Literal[False] = False) -> Graph: ...


@overload
def graph(workspace: Workspace | None = None, *, named_graphs: Literal[True]) -> Dataset: ...


def graph(workspace: Workspace | None = None, *, named_graphs: bool = False) -> Graph | Dataset:
    """Give the merged set of all graphs as an rdflib Graph, or with `named_graphs` a Dataset of them.

    Raises InputError or DataError where the data is wrong.

    >>> from rdflib import RDF, URIRef
    >>> klopp = URIRef("https://w3id.org/lfckg/id/jurgen-klopp")
    >>> graph().value(klopp, RDF.type)
    rdflib.term.URIRef('https://w3id.org/lfckg/ontology#Person')
    """
    from rdflib import Dataset, Graph  # noqa: PLC0415  a tenth of a second

    with open_nquads(workspace) as stream:
        nquads = stream.read().decode()
    if named_graphs:
        result: Graph | Dataset = Dataset(default_union=True)
        result.parse(data=nquads, format="nquads")
    else:
        result = Graph()
        triples = {line[: line.rindex(" <")] for line in nquads.splitlines()}
        result.parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")
    for prefix, namespace in PREFIXES.items():
        result.bind(prefix, namespace, replace=True)
    return result
