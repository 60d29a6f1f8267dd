"""Readers by rules, opened with the files of a workspace."""

from __future__ import annotations

import hashlib

from lfckg.extraction.attributions import read_speech
from lfckg.extraction.calendars import read_calendar
from lfckg.extraction.lexicons import read_lexicon
from lfckg.extraction.matching import read_rules
from lfckg.extraction.names import Namer
from lfckg.extraction.parsing import MODEL, load_parser
from lfckg.extraction.relations import read_relations
from lfckg.extraction.rules import RuleReader
from lfckg.workspace import Workspace

__all__ = ["open_rule_reader"]


def open_rule_reader(workspace: Workspace, parser: str = MODEL) -> RuleReader:
    """Open the reader by rules; `parser` is an installed spaCy model.

    Its name holds a digest of the files that it reads by: where they have changed, an article is read anew. Raises
    InputError where the parser is not installed, or a file is broken.
    """
    directory = workspace.extraction
    relations = read_relations(workspace).known
    lexicon = read_lexicon(directory)
    digest = hashlib.sha256()
    for path in sorted(directory.rglob("*.toml")):
        digest.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes())
    language = load_parser(parser)
    meta = language.meta
    return RuleReader(
        f"rules {digest.hexdigest()[:8]}, {meta['lang']}_{meta['name']} {meta['version']}",
        language,
        lexicon,
        Namer(lexicon, directory),
        read_rules(directory / "rules", lexicon, relations),
        relations,
        read_calendar(workspace),
        read_speech(workspace),
    )
