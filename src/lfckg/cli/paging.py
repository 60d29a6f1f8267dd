"""Where answers go: standard output as it is, or on a terminal a pager."""

from __future__ import annotations

import io
import os
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, cast

from lfckg.terminal import harmless

if TYPE_CHECKING:
    from subprocess import Popen

__all__ = ["columns", "has_colours", "paged", "write_lines"]


def columns() -> int | None:
    """Give how many columns standard output has, where it is a terminal."""
    if not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size  # noqa: PLC0415  a pipe does without

    return get_terminal_size().columns


def has_colours() -> bool:
    """Tell whether standard output shows colours, and they are wanted."""
    return bool(columns()) and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def write_lines(lines: Iterable[str]) -> None:
    """Write lines of our own, through the pager where they are many; with their colours where these are shown."""
    from click import unstyle  # noqa: PLC0415  tables have none

    text = "".join(f"{line}\n" for line in lines)
    with paged(trusted=True) as (stream, _):
        stream.write((text if has_colours() else unstyle(text)).encode())


@contextmanager
def paged(*, trusted: bool = False) -> Iterator[tuple[BinaryIO, int | None]]:
    """Give a stream to write to, and how many columns it has where it is a terminal.

    Long output goes through PAGER, or `less` (an empty PAGER: none). What a terminal would obey is shown as escapes,
    unless what is written is `trusted`: lines of our own with colours.
    """
    width = columns()
    if width is None:
        yield sys.stdout.buffer, None
        return
    pager = _start_pager()
    stream = cast("BinaryIO", pager.stdin if pager else sys.stdout.buffer)
    try:
        yield stream if trusted else cast("BinaryIO", _Harmless(stream)), width
    finally:
        try:
            stream.flush()
        finally:
            if pager:
                _wait(pager)


class _Harmless(io.RawIOBase):
    """Passes text on, with what a terminal would obey shown as escapes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = getincrementaldecoder("utf-8")("replace")

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        text = self._decoder.decode(bytes(data)).replace("\r\n", "\n")
        self._stream.write(harmless(text, keep="\n\t").encode())
        return len(data)

    def flush(self) -> None:
        self._stream.flush()


def _start_pager() -> Popen[bytes] | None:
    from shlex import split  # noqa: PLC0415
    from shutil import which  # noqa: PLC0415
    from subprocess import PIPE, Popen  # noqa: PLC0415

    try:
        command = split(os.environ.get("PAGER", "less"))
    except ValueError:  # a quotation mark is not closed
        return None
    if not command or not which(command[0]) or os.environ.get("TERM", "dumb") == "dumb":  # `less` would ask to go on
        return None
    # As git has it: it ends at once where all fits on the screen, leaves colours and text as they are. Ctrl-C ends it.
    return Popen(command, stdin=PIPE, env={"LESS": "FRXK"} | os.environ)  # noqa: S603  the user's own pager


def _wait(pager: Popen[bytes]) -> None:
    while True:
        try:
            with suppress(BrokenPipeError):
                pager.communicate()
            return
        except KeyboardInterrupt:  # it is for the pager, which ends by itself
            continue
