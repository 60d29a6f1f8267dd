"""Keys: what a person presses on a terminal, one at a time, or lines of a pipe in their place."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import click

from lfckg.errors import InputError
from lfckg.terminal import harmless

__all__ = ["Keys", "open_keys"]

_CTRL_C, _CTRL_D, _CTRL_Z, _ESCAPE = "\x03", "\x04", "\x1a", "\x1b"


class Keys:
    """Lines of standard input, each with one key. One that is not asked for ends all, since it would be another's."""

    is_terminal = False

    def __init__(self) -> None:
        self._number = 0

    def ask(self, prompt: str, wanted: Collection[str]) -> str:  # noqa: ARG002  nobody reads prompts of a pipe
        """Give the next of the wanted keys, in small letters; raise EOFError at the end, KeyboardInterrupt for Ctrl-C.

        Raises InputError for what is no such key.
        """
        while line := sys.stdin.buffer.readline():
            self._number += 1
            if key := line.decode("utf-8", "replace").strip().lower():
                if key in wanted:
                    return key
                what = f"{harmless(key)!r} is none of {', '.join(wanted)}"
                raise InputError(f"standard input:{self._number}: {what}. Nothing more was decided.")
        raise EOFError


class _TerminalKeys(Keys):
    """Keys of a terminal. What was typed before a question stood there is no answer to it."""

    is_terminal = True

    def ask(self, prompt: str, wanted: Collection[str]) -> str:
        while True:
            key = self._press(prompt).lower()
            if key in wanted:
                click.echo(key, err=not sys.stdout.isatty())
                return key
            click.echo("", err=not sys.stdout.isatty())
            if key.isprintable() and key:
                click.echo(f"{key} does nothing here; ? tells what does.", err=True)

    def _press(self, prompt: str) -> str:
        with _pressed():
            click.echo(prompt, nl=False, err=not sys.stdout.isatty())
            key = os.read(0, 64).decode("utf-8", "replace")
        if key[:1] == _CTRL_C:
            raise KeyboardInterrupt
        if key[:1] in {_CTRL_D, ""}:
            raise EOFError
        if key[0] == _CTRL_Z:
            os.kill(os.getpid(), signal.SIGTSTP)  # the terminal is as it was before
            return ""
        return "" if key[0] == _ESCAPE else key[0]  # an arrow or another key that sends several characters


@contextmanager
def _pressed() -> Iterator[None]:
    """Let a terminal pass on each key at once, unseen; forget what was typed before."""
    import termios  # noqa: PLC0415  a pipe does without

    usual = termios.tcgetattr(0)
    changed = termios.tcgetattr(0)
    changed[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
    changed[6][termios.VMIN], changed[6][termios.VTIME] = 1, 0
    try:
        termios.tcsetattr(0, termios.TCSAFLUSH, changed)
        yield
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, usual)


def open_keys() -> Keys:
    """Give the keys of standard input; raise InputError where it is closed."""
    if sys.stdin is None:
        raise InputError("standard input is closed. Nothing was decided.")
    return _TerminalKeys() if sys.stdin.isatty() else Keys()
