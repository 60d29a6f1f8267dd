"""The formats that results and exports come in, by the names that commands take; one table for all."""

from __future__ import annotations

__all__ = ["ALL_RESULTS", "EXPORTS", "GRAPHS", "ROWS", "TABLES"]

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
