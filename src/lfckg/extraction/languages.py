"""Languages: whether a text is English, and if not, what it is.

English is known by its frequent words, so that no library is loaded for it; what has few of them is shown to py3langid.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lfckg.errors import InputError
from lfckg.extraction.vocabularies import read_vocabulary
from lfckg.workspace import Workspace

__all__ = ["Languages", "foreign_language", "read_languages"]

_LOOKED_AT = 20_000
"""How many characters of a text are looked at."""

_WORD = re.compile(r"[^\W_]+")
_LAST_LATIN = 0x24F
_FEWEST_WORDS, _SHORT = 4, 20
_ENGLISH_SHARE, _FIGURES_SHARE = 0.12, 0.25


@dataclass(frozen=True, slots=True)
class Languages:
    """Frequent words of English in small letters, and names of languages by their codes."""

    english: frozenset[str]
    names: Mapping[str, str]


def read_languages(workspace: Workspace) -> Languages:
    """Read the words and names of languages of a workspace; raise InputError with what is wrong in their file."""
    return read_vocabulary(workspace.extraction / "languages.toml", _languages)


def _languages(table: dict[str, Any]) -> Languages:
    return Languages(frozenset(word.lower() for word in table["english"]), dict(table["names"]))


def foreign_language(text: str, languages: Languages) -> str | None:
    """Give the name of a text's language, or None where it is English or too little is written to tell.

    Tables of results are names and figures in any language, and taken as English.
    """
    looked_at = text[:_LOOKED_AT]
    letters = [char for char in looked_at if char.isalpha()]
    if not letters or (_is_latin(letters) and _may_be_english(looked_at, languages)):
        return None
    code = _code(looked_at.lower() if looked_at.isupper() else looked_at)
    name = languages.names.get(code, f"the language {code!r} (ISO 639)")
    return None if name == languages.names["en"] else name


def _is_latin(letters: list[str]) -> bool:
    return sum(ord(letter) <= _LAST_LATIN for letter in letters) * 2 >= len(letters)


def _may_be_english(text: str, languages: Languages) -> bool:
    words = [word.lower() for word in _WORD.findall(text)]
    figures = sum(word.isdigit() for word in words)
    known = sum(word in languages.english for word in words)
    return (
        len(words) < _FEWEST_WORDS
        or known >= _ENGLISH_SHARE * len(words)
        or figures >= _FIGURES_SHARE * len(words)
        or (known > 0 and len(words) < _SHORT and known >= _ENGLISH_SHARE / 2 * len(words))
    )


def _code(text: str) -> str:
    try:
        import py3langid  # noqa: PLC0415  takes a second, and English does without
    except ImportError as exc:
        message = "the language of the text can't be told without py3langid. Install it: pip install 'lfckg[extract]'."
        raise InputError(message) from exc
    return str(py3langid.classify(text)[0])
