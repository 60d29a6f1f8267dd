"""Files: read with clear errors, written whole or not at all."""

from __future__ import annotations

import io
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import BinaryIO

from lfckg.errors import InputError, OutputError

__all__ = [
    "as_stream",
    "beside",
    "display",
    "left_beside",
    "normalise",
    "read_article",
    "read_text",
    "replacing",
    "write",
]


_LARGEST = 100 * 10**6
"""How many bytes of a file are read at most."""


def display(path: Path) -> str:
    """Give the path as a user would type it: relative to the working directory where it lies below it."""
    with suppress(ValueError, OSError):
        return str(Path(os.path.abspath(path)).relative_to(Path.cwd()))  # noqa: PTH100  links keep their names
    return str(path)


def read_text(path: Path) -> str:
    """Read a UTF-8 file as it stands; raise InputError where it is missing, a directory, empty or not UTF-8."""
    shown = display(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except FileNotFoundError as exc:
        raise InputError(f"{shown}: no such file. Check the path.") from exc
    except IsADirectoryError as exc:
        raise InputError(f"{shown}: is a directory. Name a file in it.") from exc
    except (OSError, ValueError) as exc:  # ValueError: a null byte in the path
        raise InputError(f"{shown}: can't be read: {getattr(exc, 'strerror', None) or exc}.") from exc
    if len(data) > _LARGEST:
        raise InputError(f"{shown}: is larger than {_LARGEST // 10**6} MB. Divide it.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        column = len(data[data.rfind(b"\n", 0, exc.start) + 1 : exc.start].decode("utf-8")) + 1
        what = f"byte 0x{data[exc.start]:02x} is not UTF-8. Save the file as UTF-8."
        raise InputError(f"{shown}:{line}:{column}: {what}") from exc
    if not text.replace("\ufeff", "").strip():
        raise InputError(f"{shown}: is empty. Nothing can be read from it.")
    return text


def read_article(path: Path) -> str:
    """Read an article's text in the one normal form that offsets and digests refer to.

    No byte-order mark, LF line ends, Unicode Normalization Form C.
    """
    return normalise(read_text(path).removeprefix("\ufeff"))


def normalise(text: str) -> str:
    r"""Give a text in normal form, but for a byte-order mark.

    >>> normalise("Ju\u0308rgen\r\nwon")
    'Jürgen\nwon'
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


class _Chunks(io.RawIOBase):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest and (chunk := next(self._chunks, None)) is not None:
            self._rest = memoryview(chunk)
        size = min(len(self._rest), len(buffer))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def as_stream(chunks: Iterator[bytes]) -> BinaryIO:
    r"""Give chunks of bytes as a file to read, of which no more is made than somebody reads.

    >>> as_stream(iter([b"a", b"", b"bc\n"])).readline()
    b'abc\n'
    """
    return io.BufferedReader(_Chunks(chunks), 1 << 18)  # parsers that read some hundred bytes at once are not slowed


def write(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file in one atomic step: whoever reads it, whenever, finds the old content or the new, whole.

    A device or a pipe (`/dev/stdout`) is written to directly. Raises OutputError.
    """
    with replacing(path) as stream:
        stream.writelines(chunks)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content takes the place of a file in one atomic step, unless an exception ends it.

    A device or a pipe (`/dev/stdout`) is written to directly. Raises OutputError.
    """
    shown = display(path)
    unchanged = " What stood there is unchanged." if os.path.lexists(path) else ""
    if "\0" in str(path):
        raise OutputError(f"{shown!r}: can't be written: no file's name has a null character. Name another.")
    try:
        if path.is_dir():
            raise OutputError(f"{shown}: is a directory. Name a file in it.")
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            unchanged = ""
            with path.open("wb") as stream:
                yield stream
            return
        folder = next((parent for parent in path.parents if parent.exists()), path.parent)
        if not folder.is_dir():
            raise OutputError(f"{shown}: can't be written: {display(folder)} is no directory. Name another file.")
        with _part_of(path) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as exc:
        raise OutputError(f"{shown}: can't be written: {exc.strerror or exc}.{unchanged}") from exc


@contextmanager
def _part_of(path: Path) -> Iterator[BinaryIO]:
    """Write beside the target, flush to disk, rename over it."""
    target = path.resolve()  # a symbolic link stays, what it points to is replaced
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in left_beside(target, "part"):
        left.unlink(missing_ok=True)
    part = beside(target, "part")
    try:
        with part.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        part.replace(target)
    except BaseException:  # Ctrl-C as well: nothing half written stays behind
        part.unlink(missing_ok=True)
        raise


def beside(target: Path, kind: str) -> Path:
    """Name what this process puts beside `target` for a while."""
    return target.with_name(f".{target.name}.{os.getpid()}.{os.urandom(4).hex()}.{kind}")


def left_beside(target: Path, kind: str) -> Iterator[Path]:
    """Find what processes that were killed in the midst of replacing `target` have left beside it."""
    for left in target.parent.glob(f".{escape(target.name)}.*.{kind}"):
        pid = left.name.split(".")[-3]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and Path("/proc/self").exists():
            yield left
