"""Vocabularies: the files of words that reading goes by, one TOML file each."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from lfckg.errors import InputError
from lfckg.files import display, read_text

__all__ = ["read_vocabulary"]

_Words = TypeVar("_Words")


def read_vocabulary(path: Path, make: Callable[[dict[str, Any]], _Words]) -> _Words:
    """Give what `make` makes of a file's tables; raise InputError with what is wrong in the file."""
    try:
        return make(tomllib.loads(read_text(path)))
    except tomllib.TOMLDecodeError as exc:
        raise InputError(f"{display(path)}: is no TOML: {exc}. Mend it there.") from exc
    except KeyError as exc:
        raise InputError(f"{display(path)}: has no {exc}. Add it, as the file that comes with lfckg has it.") from exc
    except (AttributeError, TypeError, ValueError) as exc:
        raise InputError(f"{display(path)}: {exc}. Compare it with the file that comes with lfckg.") from exc
