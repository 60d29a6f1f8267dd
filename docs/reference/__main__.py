"""Write the reference parts of the docs: `python -m reference [FOLDER]`; with `--check`, tell which are out of date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lfckg.errors import LfckgError
from lfckg.files import display, read_text, write
from lfckg.workspace import find_workspace
from reference.sections import fill_page

_DOCS = Path(__file__).parents[1]


def _main() -> int:
    parser = argparse.ArgumentParser(prog="reference", description="Write the reference parts of the docs.")
    parser.add_argument("folder", nargs="?", type=Path, default=_DOCS, help="where the pages are")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 where a page is out of date")
    arguments = parser.parse_args()
    try:
        workspace = find_workspace()
        stale = 0
        for path in sorted(arguments.folder.glob("*.md")):
            text = read_text(path)
            filled = fill_page(text, workspace, display(path))
            if filled == text:
                continue
            stale += 1
            if not arguments.check:
                write(path, [filled.encode()])
            print(f"{display(path)}: {'is out of date' if arguments.check else 'written'}")
    except LfckgError as exc:
        print(f"reference: {exc}", file=sys.stderr)
        return 1
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(_main())
