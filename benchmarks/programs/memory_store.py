"""Answer a query in memory: `python memory_store.py NQUADS QUERY`; rows as TSV."""

import sys

import click  # noqa: F401  what a command line would load
from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, Store

if __name__ == "__main__":
    store = Store()
    store.load(path=sys.argv[1], format=RdfFormat.N_QUADS, lenient=True)
    with open(sys.argv[2], encoding="utf-8") as file:  # noqa: PTH123  pathlib would take time to load
        answer = store.query(file.read(), use_default_graph_as_union=True)
    assert not isinstance(answer, QueryBoolean | QueryTriples)  # noqa: S101  the queries that are measured are SELECT
    answer.serialize(sys.stdout.buffer, QueryResultsFormat.TSV)
