"""Answer a query from a store on disk: `python disk_store.py STORE QUERY [csv]`; rows as TSV, or CSV."""

import sys

import click  # noqa: F401  what a command line would load
from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, Store

if __name__ == "__main__":
    store = Store.read_only(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:  # noqa: PTH123  pathlib would take time to load
        answer = store.query(file.read())
    assert not isinstance(answer, QueryBoolean | QueryTriples)  # noqa: S101  the queries that are measured are SELECT
    answer.serialize(sys.stdout.buffer, QueryResultsFormat.CSV if sys.argv[3:] == ["csv"] else QueryResultsFormat.TSV)
