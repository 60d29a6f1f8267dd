"""Builds: from a workspace to one file that holds its whole dataset, and a finished store of the same quads."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from lfckg.compiler import compile_files
from lfckg.datasets import keep
from lfckg.errors import InputError, OutputError
from lfckg.files import display, write
from lfckg.products import as_nquads, digest_inputs, header
from lfckg.rules import check_rules
from lfckg.texts import check_texts, texts_directory
from lfckg.workspace import Workspace, find_workspace

__all__ = ["Build", "build"]


@dataclass(frozen=True, slots=True)
class Build:
    """What a build wrote: counts, and what was held against the texts: quotes, and spans without (their borders)."""

    path: Path
    articles: int
    claims: int
    facts: int
    quads: int
    quotes: int
    borders: int
    without_text: tuple[str, ...]


def build(workspace: Workspace | None = None, *, output: Path | None = None, texts: Path | None = None) -> Build:
    """Compile a workspace into one sorted N-Quads file, replaced in one atomic step.

    With `texts`, a directory of SLUG.txt files (default: LFCKG_TEXTS), every selector is held against its text.
    Raises InputError, DataError with all problems found, or OutputError; then no file has changed.
    """
    workspace = workspace or find_workspace()
    directory = texts_directory(texts)
    digest = digest_inputs(workspace)
    compiled = compile_files(workspace)
    quads = compiled.quads()
    check_rules(compiled, quads, workspace.rules)
    checked = check_texts(compiled.files, directory) if directory else None
    target = output or workspace.product
    workspace.check_output(target)
    if digest_inputs(workspace) != digest:  # the build would be taken for true once the edit is undone
        raise InputError(f"{display(workspace.root / 'data')}: changed while it was compiled. Build again.")
    nquads = as_nquads(quads)
    quads_digest = sha256(nquads).hexdigest()
    write(target, [header(digest, quads_digest), nquads])
    if target == workspace.product:
        with suppress(OutputError):  # without a store the product is read
            keep(workspace, quads_digest, io.BytesIO(nquads), len(nquads))
    return Build(
        path=target,
        articles=len(compiled.articles),
        claims=len(compiled.claims),
        facts=len(compiled.facts),
        quads=len(quads),
        quotes=checked.quotes if checked else 0,
        borders=checked.borders if checked else 0,
        without_text=checked.without_text if checked else (),
    )
