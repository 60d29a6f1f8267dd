"""Sections: what stands between marks of a page, `<!-- reference: NAME -->` and `<!-- end -->`, is written anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lfckg.errors import InputError, nearest
from lfckg.workspace import Workspace
from reference.commands import commands_reference
from reference.stored_queries import stored_queries_table

__all__ = ["SECTIONS", "fill_page"]

SECTIONS: Mapping[str, Callable[[Workspace], str]] = {
    "commands": commands_reference,
    "stored-queries": stored_queries_table,
}
"""What can be written, by name: each gives Markdown."""

_MARK = re.compile(r"^<!-- (?:reference: (?P<name>[^\n]*?)|end) -->$", re.MULTILINE)


def fill_page(text: str, workspace: Workspace, place: str) -> str:
    """Write every marked section of a page anew; raise InputError where a mark is unknown, or has no other end.

    A page without marks stays as it is.
    """
    parts = []
    end = 0
    opened = ""
    for mark in _MARK.finditer(text):
        where = f"{place}:{text.count(chr(10), 0, mark.start()) + 1}"
        name = mark["name"]
        if (name is None) is not bool(opened):
            raise InputError(f"{where}: a section has a mark at both ends. Write the other one.")
        if name is None:
            parts.append(f"\n{SECTIONS[opened](workspace)}\n\n")
            end, opened = mark.start(), ""
            continue
        if name not in SECTIONS:
            hint = nearest(name, list(SECTIONS)) or f". There are {', '.join(SECTIONS)}."
            raise InputError(f"{where}: no section is called {name}{hint}")
        parts.append(text[end : mark.end() + 1])
        opened = name
    if opened:
        raise InputError(f"{place}: the section {opened} has no end. Write `<!-- end -->` below it.")
    return "".join([*parts, text[end:]])
