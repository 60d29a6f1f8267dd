"""Bulk files: the dataset as stores' own loaders take it, with a manifest of what is there.

DIR/lfckg.nq.gz       all quads, in the order of a build
DIR/graphs/*.ttl.gz   each named graph, for stores that take no quads
DIR/graphs/*.graph    the IRI of each, where Virtuoso's ld_dir() looks for it
DIR/manifest.jsonld   DCAT 3: the files, their sizes and digests, the graphs and how many triples each has
"""

from __future__ import annotations

import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from lfckg.directories import replacing_directory
from lfckg.exports import export
from lfckg.namespaces import DATASET, DCAT, DCTERMS, GRAPH, SPDX, VOID, XSD
from lfckg.products import as_nquads

__all__ = ["MANIFEST", "Bulk", "write_bulk"]

MANIFEST = "manifest.jsonld"
_QUADS = "lfckg.nq.gz"
_GRAPHS = "graphs"
_LONGEST_NAME = 120  # characters of a file's name; systems take 255 bytes
_MEDIA = {"@type": "@vocab", "@context": {"@vocab": "https://www.iana.org/assignments/media-types/"}}
_CONTEXT = {
    "@version": 1.1,
    "dcat": DCAT,
    "spdx": SPDX,
    "void": VOID,
    "id": "@id",
    "type": "@type",
    "graphs": f"{DCTERMS}hasPart",
    "triples": f"{VOID}triples",
    "distribution": f"{DCAT}distribution",
    "file": {"@id": f"{DCAT}downloadURL", "@type": "@id"},
    "mediaType": {"@id": f"{DCAT}mediaType", **_MEDIA},
    "compressFormat": {"@id": f"{DCAT}compressFormat", **_MEDIA},
    "byteSize": {"@id": f"{DCAT}byteSize", "@type": f"{XSD}nonNegativeInteger"},
    "checksum": f"{SPDX}checksum",
    "algorithm": {"@id": f"{SPDX}algorithm", "@type": "@id"},
    "checksumValue": {"@id": f"{SPDX}checksumValue", "@type": f"{XSD}hexBinary"},
}


@dataclass(frozen=True, slots=True)
class Bulk:
    """What was written: where, how many quads, and the file of each named graph, by its IRI."""

    path: Path
    quads: int
    files: dict[str, str]


def write_bulk(quads: Iterable[Quad], path: Path, context: Path) -> Bulk:
    """Write quads of named graphs into the directory `path`, which is replaced in one step; see above.

    `context` is that of exports. What an earlier call wrote is replaced; any other directory that is not empty raises
    OutputError, as does what can't be written. The same quads give the same bytes.
    """
    by_graph: dict[str, list[Quad]] = {}
    for quad in quads:
        by_graph.setdefault(str(quad.graph_name)[1:-1], []).append(quad)
    files = _file_names(by_graph)
    total = sum(map(len, by_graph.values()))
    with replacing_directory(path, _is_bulk) as folder:
        (folder / _GRAPHS).mkdir()
        nquads = as_nquads(quad for each in by_graph.values() for quad in each)
        whole = _pack(folder, _QUADS, nquads, "application/n-quads")
        graphs = []
        for graph, file in files.items():
            packed = _pack(folder, file, export(by_graph[graph], "turtle", context), "text/turtle")
            (folder / _graph_file(file)).write_text(f"{graph}\n", "utf-8")
            graphs.append(_dataset(graph, len(by_graph[graph]), packed))
        manifest = {"@context": _CONTEXT, **_dataset(DATASET, total, whole)}
        (folder / MANIFEST).write_text(f"{json.dumps(manifest | {'graphs': graphs}, indent=2)}\n", "utf-8")
    return Bulk(path, total, files)


def _file_names(graphs: Iterable[str]) -> dict[str, str]:
    """Name the file of each graph, by its IRI in their order; alike names get a digest of the IRI.

    >>> _file_names([f"{GRAPH}article/cup-win/facts"])
    {'https://w3id.org/lfckg/graph/article/cup-win/facts': 'graphs/article.cup-win.facts.ttl.gz'}
    """
    names = {iri: re.sub(r"[^A-Za-z0-9-]+", ".", iri.removeprefix(GRAPH))[:_LONGEST_NAME] for iri in sorted(graphs)}
    taken = Counter(name.casefold() for name in names.values())  # there are systems that do not tell case
    for iri, name in names.items():
        alike = taken[name.casefold()] > 1
        names[iri] = f"{_GRAPHS}/{name}{f'.{sha256(iri.encode()).hexdigest()[:16]}' if alike else ''}.ttl.gz"
    return names


def _graph_file(file: str) -> str:
    """Name the file that tells Virtuoso the graph of another; it does so without the .gz."""
    return f"{file.removesuffix('.gz')}.graph"


def _pack(folder: Path, name: str, data: bytes, media: str) -> dict[str, Any]:
    """Write a file packed with gzip, the same bytes every time, and describe it as a dcat:Distribution."""
    stream = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0) as packer:
        packer.write(data)
    packed = stream.getvalue()
    (folder / name).write_bytes(packed)
    digest = {"algorithm": "spdx:checksumAlgorithm_sha256", "checksumValue": sha256(packed).hexdigest()}
    return {
        "type": "dcat:Distribution",
        "file": name,
        "mediaType": media,
        "compressFormat": "application/gzip",
        "byteSize": len(packed),
        "checksum": {"type": "spdx:Checksum", **digest},
    }


def _dataset(iri: str, triples: int, distribution: dict[str, Any]) -> dict[str, Any]:
    return {"id": iri, "type": ["dcat:Dataset", "void:Dataset"], "triples": triples, "distribution": distribution}


def _is_bulk(path: Path) -> bool:
    """Tell whether a directory holds what an earlier call wrote, and nothing else."""
    try:
        manifest = json.loads((path / MANIFEST).read_bytes())
        described = [manifest, *manifest["graphs"]]
        files = [each["distribution"]["file"] for each in described]
        known = {MANIFEST, _GRAPHS, *files, *map(_graph_file, files[1:])}
        held = {str(each.relative_to(path)) for each in path.rglob("*")}
        return manifest["id"] == DATASET and held <= known
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):  # none, or not one of ours
        return False
