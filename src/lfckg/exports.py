"""Exports: the graph as files that anyone can use, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from lfckg.files import read_text
from lfckg.formats import EXPORTS
from lfckg.namespaces import PREFIXES, RDF, article_prefixes

__all__ = ["export"]

_PARTS = tuple(NamedNode(f"{RDF}{name}") for name in ("subject", "predicate", "object"))
_REIFIES = NamedNode(f"{RDF}reifies")


def export(quads: Iterable[Quad], name: str, context: Path, *, rdf12: bool = False) -> bytes:
    """Serialise quads in one of the formats of `lfckg.formats.EXPORTS`.

    JSON-LD is compacted with the file `context` and nested. With `rdf12`, each claim reifies a triple term (RDF 1.2)
    in place of its rdf:subject, rdf:predicate and rdf:object; raises ValueError for a format that has no such terms.
    """
    if name not in EXPORTS:
        raise ValueError(f"{name} is none of the formats {', '.join(EXPORTS)}")
    chosen = sorted(_reify(quads) if rdf12 else set(quads), key=str)
    format_ = getattr(RdfFormat, EXPORTS[name])
    if rdf12 and format_ in {RdfFormat.JSON_LD, RdfFormat.RDF_XML}:
        raise ValueError(f"{format_.name} has no triple terms")
    if format_ == RdfFormat.JSON_LD:
        from lfckg.jsonld import nest  # noqa: PLC0415  no other format pays for it

        return nest(chosen, read_text(context)).encode()
    subjects = (quad.subject.value for quad in chosen if isinstance(quad.subject, NamedNode))
    prefixes = PREFIXES | article_prefixes(subjects)
    stream = io.BytesIO()
    if format_.supports_datasets:
        serialize(chosen, stream, format_, prefixes=prefixes)
    else:
        serialize(sorted({quad.triple for quad in chosen}, key=str), stream, format_, prefixes=prefixes)
    return stream.getvalue()


def _reify(quads: Iterable[Quad]) -> set[Quad]:
    """Put `rdf:reifies <<( s p o )>>` in the place of each claim's three properties."""
    kept: set[Quad] = set()
    parts: dict[tuple[object, object], dict[NamedNode, Quad]] = {}
    for quad in quads:
        if quad.predicate in _PARTS:
            parts.setdefault((quad.subject, quad.graph_name), {})[quad.predicate] = quad
        else:
            kept.add(quad)
    for found in parts.values():
        if len(found) < len(_PARTS):  # no whole claim: it stays as it is
            kept.update(found.values())
            continue
        subject, predicate, value = (found[part] for part in _PARTS)
        assert isinstance(subject.object, NamedNode)  # noqa: S101  by the model, a claim is about a node
        assert isinstance(predicate.object, NamedNode)  # noqa: S101
        term = Triple(subject.object, predicate.object, value.object)
        kept.add(Quad(value.subject, _REIFIES, term, value.graph_name))
    return kept
