"""Openings: what is kept of a true build, opened in a thread while the rest of a command loads.

Every query loads this first, and little else before it: the sooner a store begins to open, the less it is waited for.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

from pyoxigraph import Store

from lfckg.caches import Cache
from lfckg.errors import InputError
from lfckg.workspace import Workspace, find_workspace

__all__ = ["BUILD", "begin", "open_kept", "store_name", "take_begun"]

BUILD = "build"
"""The stamp of a build."""

_begun: dict[Workspace, _Opening] = {}


class _Opening(Thread):
    """A store that a thread opens."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(daemon=True)
        self.workspace = workspace
        self.store: Store | None = None

    def run(self) -> None:
        """Open it; what goes wrong goes wrong again, and is told, when it is asked for."""
        with suppress(Exception):
            self.store = open_kept(self.workspace, named_graphs=False)


def begin() -> None:
    """Begin to open the store of the workspace that a command will most likely ask for."""
    try:
        workspace = find_workspace()
    except InputError:  # it is told when the store is asked for
        return
    _begun[workspace] = _Opening(workspace)
    _begun[workspace].start()


def take_begun(workspace: Workspace) -> Store | None:
    """Wait for the store that was begun to open, if one was."""
    opening = _begun.pop(workspace, None)
    if opening is None:
        return None
    opening.join()
    return opening.store


def open_kept(workspace: Workspace, *, named_graphs: bool) -> Store | None:
    """Open what is kept of the build, if nothing has changed since it was last found true."""
    cache = Cache(workspace.cache)
    digest = cache.recall(BUILD, workspace.witnesses)
    return cache.open(store_name(digest, named_graphs=named_graphs)) if digest else None


def store_name(digest: str, *, named_graphs: bool) -> str:
    """Give the name that a store of quads with this digest has in the cache."""
    return f"{digest}-named" if named_graphs else digest
