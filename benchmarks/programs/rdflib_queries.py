"""Answer queries with rdflib: `python -m benchmarks.programs.rdflib_queries DATA OUT SECONDS QUERY…`.

DATA is parsed once. The rows of a query are written to OUT/NAME.tsv, and on standard output stands a line for each:
its name, and the seconds that it took; `-` where it took more than SECONDS. The first line is of the parsing.
"""

import signal
import sys
import time
from pathlib import Path

from rdflib import Graph

from benchmarks.flat import open_flat


def _give_up(*_: object) -> None:
    raise TimeoutError


def _parse(path: str) -> Graph:
    if path.endswith(".ttl"):
        return Graph().parse(path, format="turtle")
    with open_flat(path) as stream:
        return Graph().parse(stream, format="nt")


def _answer(graph: Graph, query: Path, out: Path) -> None:
    result = graph.query(query.read_text("utf-8"))
    with out.open("w", encoding="utf-8") as file:
        file.write("\t".join(f"?{name}" for name in result.vars or ()) + "\n")
        for row in result:
            terms = row if isinstance(row, tuple) else ()
            file.write("\t".join("" if term is None else term.n3() for term in terms) + "\n")


def _main(data: str, out: str, seconds: str, *queries: str) -> None:
    signal.signal(signal.SIGALRM, _give_up)
    start = time.perf_counter()
    graph = _parse(data)
    print("parsing", time.perf_counter() - start, flush=True)
    for query in map(Path, queries):
        start = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, float(seconds))
        try:
            _answer(graph, query, Path(out, f"{query.stem}.tsv"))
            taken = str(time.perf_counter() - start)
        except TimeoutError:
            taken = "-"
        signal.setitimer(signal.ITIMER_REAL, 0)
        print(query.stem, taken, flush=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
