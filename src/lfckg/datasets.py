"""Datasets to ask: the workspace's own, from a build that is still true or compiled afresh, and RDF files of anybody.

A small one is read into memory. A large one goes through a store on disk, which is made once and kept.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Quad, Store

from lfckg.caches import Cache
from lfckg.errors import InputError
from lfckg.openings import BUILD, open_kept, store_name, take_begun
from lfckg.workspace import Workspace, find_workspace

__all__ = ["keep", "open_at_hand", "open_files", "open_nquads", "open_ontology", "open_store"]

LARGE = 16 * 10**6
"""How many bytes of N-Quads are read into memory at most for a query: what takes longer to read is kept as a store."""

_LITTLE = 4 * 10**6  # bytes that are read in some 100 ms


def open_store(workspace: Workspace | None = None, *, named_graphs: bool = True) -> Store:
    """Give the workspace's dataset in a store: that of the build where it is still true, else compiled in memory.

    Its default graph is the merged set of all graphs. A caller that asks about no named graph may do without them,
    and gets the store sooner. What comes from the build may be a store on disk, which can only be read.
    """
    workspace = workspace or find_workspace()
    kept = take_begun(workspace) if not named_graphs else None
    return (
        kept or open_kept(workspace, named_graphs=named_graphs) or _open_product(workspace, named_graphs=named_graphs)
    )


def open_at_hand(workspace: Workspace, paths: Sequence[Path] = ()) -> Store | None:
    """Give what `open_store` or, for RDF files, `open_files` gives, without named graphs; None where that takes long.

    What is there is a finished store, or little to read or to compile. Raises LfckgError as they do.
    """
    if paths:
        from lfckg.imports import RdfFile  # noqa: PLC0415  our own graph does without

        if not all(path.is_file() for path in paths):  # a pipe gives what it holds only once
            return None
        little = sum(RdfFile.of(path).size for path in paths) <= _LITTLE
        return open_files(paths, workspace.cache, named_graphs=False) if little else _recall_files(paths, workspace)
    store = open_kept(workspace, named_graphs=False)
    if store is None:
        with suppress(OSError):
            built = workspace.product.stat().st_size if workspace.product.is_file() else 0
            written = sum(Path(path).stat().st_size for path in workspace.inputs)
            if built <= _LITTLE and written <= _LITTLE // 10:  # to compile takes longer than to read
                return open_store(workspace, named_graphs=False)
    return store


def open_nquads(workspace: Workspace | None = None) -> BinaryIO:
    """Open the workspace's dataset as sorted N-Quads: of the build where it is still true, else compiled in memory."""
    from lfckg.products import read_product  # noqa: PLC0415  a build that is kept does without

    workspace = workspace or find_workspace()
    product = read_product(workspace)
    return io.BytesIO(_compile(workspace)) if product is None else product.nquads


def open_ontology(workspace: Workspace) -> Store:
    """Give the ontology alone in a store, whatever the data are like; raise DataError where it is broken."""
    from lfckg.files import read_text  # noqa: PLC0415  a query does without
    from lfckg.turtle import parse_turtle  # noqa: PLC0415

    store = Store()
    store.extend(Quad(*triple) for triple in parse_turtle(workspace.ontology, read_text(workspace.ontology)))
    return store


def open_files(paths: Sequence[Path], cache: Path, *, named_graphs: bool = True) -> Store:
    """Give what RDF files hold in a store, with the merged set of all graphs as its default graph.

    Large ones are kept in the directory `cache`. Raises InputError where a file can't be read and DataError, with the
    place, where it is broken.
    """
    from lfckg.files import display  # noqa: PLC0415  our own graph does without
    from lfckg.imports import RdfFile, digest_files, fill  # noqa: PLC0415

    files = [RdfFile.of(path) for path in paths]
    if sum(file.size for file in files) <= LARGE:
        store = Store()
        fill(store, files, named_graphs=named_graphs)
        return store
    stores = Cache(cache)
    key, names = _stamped(paths)
    stamp = stores.stamp(names)
    recalled = stores.recall(key, names)
    digest = recalled or digest_files(files)
    name = store_name(digest, named_graphs=named_graphs)

    def fill_unchanged(store: Store) -> None:
        fill(store, files, named_graphs=named_graphs)
        if stores.stamp(names) != stamp:  # the store's name would tell of other content
            shown = ", ".join(map(display, paths))
            raise InputError(f"{shown}: changed while it was read. Ask again.")

    store = stores.open(name) or stores.make(name, fill_unchanged)
    if recalled is None:
        stores.remember(key, stamp, digest)
    return store


def keep(workspace: Workspace, digest: str, nquads: BinaryIO, size: int) -> None:
    """Keep a build's quads, so many bytes, as queries without named graphs want them; OutputError where that fails."""
    from lfckg.store import fill_nquads, flat_triples  # noqa: PLC0415  a build that is kept does without

    cache, name = Cache(workspace.cache), store_name(digest, named_graphs=False)
    if size <= LARGE:
        cache.write(name, flat_triples(nquads))
    else:
        cache.make(name, lambda store: fill_nquads(store, nquads, named_graphs=False))


def _recall_files(paths: Sequence[Path], workspace: Workspace) -> Store | None:
    """Open the finished store of RDF files, if they have not changed since it was made."""
    cache = Cache(workspace.cache)
    digest = cache.recall(*_stamped(paths))
    return cache.open(store_name(digest, named_graphs=False)) if digest else None


def _stamped(paths: Sequence[Path]) -> tuple[str, list[str]]:
    """Give the name of the stamp of RDF files, and what it is of."""
    from zlib import crc32  # noqa: PLC0415  our own graph does without

    names = [str(path.absolute()) for path in paths]
    return f"files-{crc32(chr(0).join(names).encode()):08x}", names


def _open_product(workspace: Workspace, *, named_graphs: bool) -> Store:
    """Read the build into a store, by way of the disk where it is large; without a true build, compile."""
    from lfckg.products import read_product  # noqa: PLC0415  a build that is kept does without
    from lfckg.store import fill_nquads, store_nquads  # noqa: PLC0415

    cache = Cache(workspace.cache)
    stamp = cache.stamp(workspace.witnesses)  # before the files are read: what changes meanwhile is not believed
    product = read_product(workspace)
    if product is None:
        return store_nquads(_compile(workspace), named_graphs=named_graphs)
    with product.nquads as nquads:
        name = store_name(product.digest, named_graphs=named_graphs)
        store = cache.open(name)
        if store is None and product.size > LARGE:
            store = cache.make(name, lambda store: fill_nquads(store, nquads, named_graphs=named_graphs))
        if store is None:
            return store_nquads(nquads.read(), named_graphs=named_graphs)
    cache.remember(BUILD, stamp, product.digest)
    return store


def _compile(workspace: Workspace) -> bytes:
    from lfckg.compiler import compile_files  # noqa: PLC0415  a query on a true build does without
    from lfckg.products import as_nquads  # noqa: PLC0415

    return as_nquads(compile_files(workspace).quads())
