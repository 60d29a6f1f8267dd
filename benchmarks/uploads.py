"""Uploads: how quads get into a store without lfckg: by curl, or by the loader that comes with the store.

They replace nothing, compare nothing and prove nothing.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

from benchmarks.builds import Build
from lfckg.loading.stores import known_store
from servers import Server
from support import BUILD, program

__all__ = ["Upload", "own_loader", "plain_upload"]


class Upload(NamedTuple):
    """The command of an upload, and whether it goes into the server that runs, or into a new store beside that."""

    command: list[str]
    is_served: bool = True


def plain_upload(server: Server, build: Build, folder: Path) -> Upload:
    """Give the curl that sends all N-Quads in one request, or a graph in each where a store takes no N-Quads."""
    # An Expect would cost a second where a server says nothing to it.
    command = [program("curl"), "--silent", "--show-error", "--fail", "--noproxy", "*", "--header", "Expect:"]
    if quads := known_store(server.name).quads:
        command += ["--header", "Content-Type: application/n-quads", "--request", "POST"]
        return Upload([*command, "--upload-file", str(build.path), f"{server.url}{quads}"])
    settings = folder / "curl.conf"
    files = [f'upload-file = "{path}"\nurl = "{server.graphs}?graph={graph}"\n' for graph, path in build.graphs.items()]
    settings.write_text("".join(files), "utf-8")
    command += ["--fail-early", "--header", "Content-Type: text/turtle", "--config", str(settings)]
    return Upload([*command, "--digest", "--user", ":".join(server.user)] if server.user else command)


def own_loader(server: Server, build: Build, folder: Path) -> Upload | None:
    """Give the loader that comes with a store; None where it has none but HTTP."""
    store, quads = str(folder / "loaded"), str(build.path)
    if server.name == "oxigraph":
        return Upload([program("oxigraph"), "load", "--location", store, "--file", quads], is_served=False)
    if server.name == "fuseki":
        jar = str(BUILD / "servers" / "jena-fuseki-server.jar")
        return Upload([program("java"), "-Xmx4g", "-cp", jar, "tdb2.tdbloader", "--loc", store, quads], is_served=False)
    return _ld_dir(build, folder / "server") if server.name == "virtuoso" else None


def _ld_dir(build: Build, folder: Path) -> Upload:
    """Load by Virtuoso's loader, which reads from folders that its settings name."""
    shutil.copy(build.path, folder)
    settings = (folder / "virtuoso.ini").read_text("utf-8")
    (port,) = re.findall(r"^ServerPort = (\S+)", settings.partition("[HTTPServer]")[0], re.MULTILINE)
    listed = f"ld_dir('{folder}', '{build.path.name}', 'http://example.org/none')"
    return Upload([program("isql-vt"), port, "dba", "dba", f"EXEC={listed}; rdf_loader_run(); checkpoint;"])
