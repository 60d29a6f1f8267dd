"""Builds that are loaded: the project's own, and an archive that is written as `lfckg build` writes its file."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from benchmarks.archive import write_archive
from benchmarks.measuring import ROOT, lfckg_command, run
from lfckg.loading.partitions import Partition
from lfckg.products import header, open_product

__all__ = ["Build", "archive_build", "project_build"]


@dataclass(frozen=True, slots=True)
class Build:
    """A file of a build, how many quads it has, and its graphs, each as N-Triples in a file."""

    path: Path
    quads: int
    graphs: dict[str, Path] = field(repr=False)


def project_build(folder: Path) -> Build:
    """Build the project's own dataset in a workspace below `folder`, which is emptied."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, folder / "workspace" / name)
    done = run([*lfckg_command(), "build"], folder / "build.out", cwd=folder / "workspace")
    if done.code:
        raise RuntimeError(f"the benchmark can't be set up: {done.error}")
    return _build(folder / "workspace" / "build" / "lfckg.nq", folder / "graphs")


def archive_build(folder: Path, claims: int) -> Build:
    """Write an archive of at least so many claims into `folder`, which is emptied: sorted, and behind a header.

    The header is a comment to all who read N-Quads but lfckg. The lines are sorted in memory.
    """
    shutil.rmtree(folder, ignore_errors=True)
    unsorted, path = folder / "archive.nq", folder / "lfckg.nq"
    write_archive(unsorted, claims)
    with unsorted.open("rb") as stream:
        lines = sorted(stream)
    unsorted.unlink()
    digest = sha256()
    for line in lines:
        digest.update(line)
    with path.open("wb") as stream:
        stream.write(header(sha256(b"").hexdigest(), digest.hexdigest()))
        stream.writelines(lines)
    return _build(path, folder / "graphs")


def _build(path: Path, folder: Path) -> Build:
    product = open_product(path)
    if product is None:
        raise RuntimeError(f"the benchmark can't be set up: {path} is no build")
    folder.mkdir()
    files = {}
    with product.nquads as nquads, Partition.of_product(nquads) as partition:
        for number, (name, part) in enumerate(partition.parts.items()):
            files[name] = folder / f"{number}.nt"
            files[name].write_bytes(partition.whole(part))
        return Build(path, sum(part.triples for part in partition.parts.values()), files)
