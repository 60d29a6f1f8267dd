"""Load N-Quads into a store on disk: `python -m benchmarks.programs.load_store NQUADS STORE`.

Without the names of the graphs, so that the default graph is the merged set of all graphs, each triple once.
"""

import sys

from pyoxigraph import RdfFormat, Store

from benchmarks.flat import open_flat

if __name__ == "__main__":
    store = Store(sys.argv[2])
    with open_flat(sys.argv[1]) as stream:
        store.bulk_load(stream, RdfFormat.N_TRIPLES, lenient=True)
    store.optimize()
