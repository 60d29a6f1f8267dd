"""The formats that results and exports come in, by the names that commands take; one table for all."""

from __future__ import annotations

__all__ = [
    "ALL_RESULTS",
    "EXPORTS",
    "EXPORTS_BY_EXTENSION",
    "GRAPHS",
    "RESULTS_BY_EXTENSION",
    "ROWS",
    "TABLES",
]

TABLES = ("table", "markdown")
"""For people to read."""

ROWS = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
"""The W3C's formats of SPARQL results, with their names in pyoxigraph."""

GRAPHS = {"turtle": "TURTLE", "nt": "N_TRIPLES", "rdfxml": "RDF_XML", "jsonld": "JSON_LD"}
"""RDF formats for graphs, with their names in pyoxigraph."""

EXPORTS = GRAPHS | {"nq": "N_QUADS", "trig": "TRIG"}
"""RDF formats for the whole dataset; turtle, nt and rdfxml get the merged set of all graphs."""

ALL_RESULTS = (*TABLES, *ROWS, *GRAPHS)
"""What a query's result may be written as: first for SELECT and ASK, then for CONSTRUCT and DESCRIBE."""

EXPORTS_BY_EXTENSION = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".rdf": "rdfxml",
    ".jsonld": "jsonld",
    ".nq": "nq",
    ".trig": "trig",
}
"""What a file is written as where its name tells it."""

RESULTS_BY_EXTENSION = {
    **{extension: name for extension, name in EXPORTS_BY_EXTENSION.items() if name in GRAPHS},
    ".md": "markdown",
    ".txt": "table",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".srj": "json",
    ".xml": "xml",
    ".srx": "xml",
}
"""The same for results of queries."""
