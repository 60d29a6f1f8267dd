"""The user's editor, on a file of ours."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import which

from lfckg.errors import InputError

__all__ = ["run_editor"]

_USUAL = ("editor", "nano", "vi")


def run_editor(path: Path) -> bool:
    """Open a file in VISUAL, EDITOR or a usual editor, and wait; False where the editor says that it failed.

    Raises InputError where there is no editor.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or next(filter(which, _USUAL), "")
    try:
        command = shlex.split(named)
    except ValueError as exc:
        raise InputError(f"VISUAL or EDITOR can't be read: {exc}. Mend it.") from exc
    if not command or not which(command[0]):
        raise InputError(f"{named or 'an editor'}: no such program. Name your editor in VISUAL or EDITOR.")
    stdin = None if sys.stdin.isatty() else subprocess.DEVNULL  # the keys that follow are not for the editor
    return subprocess.run([*command, path], stdin=stdin, check=False).returncode == 0  # noqa: S603  the user's own
