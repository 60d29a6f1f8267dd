"""Load N-Quads into a store on disk, without the names of the graphs: `python load_store.py NQUADS STORE`.

So the default graph is the merged set of all graphs, each triple once.
"""

import sys

from pyoxigraph import RdfFormat, Store

from benchmarks.flat import open_flat

store = Store(sys.argv[2])
with open_flat(sys.argv[1]) as stream:
    store.bulk_load(stream, RdfFormat.N_TRIPLES, lenient=True)
store.optimize()
