"""A terminal that tests type into, and read with a deadline."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from support import ROOT, environment

CTRL_C, CTRL_D, CTRL_R, TAB, ENTER, ALT_ENTER = "\x03", "\x04", "\x12", "\t", "\r", "\x1b\r"
_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78])")
_SECONDS = 60.0


class Terminal:
    """The real command on a pseudo-terminal; what it obeys is left out of what is read."""

    def __init__(
        self,
        *args: str | Path,
        cwd: Path = ROOT,
        env: dict[str, str] | None = None,
        stdout: int | None = None,
        columns: int = 120,
        program: Sequence[str] = (sys.executable, "-m", "lfckg"),
    ) -> None:
        self._lead, follow = pty.openpty()
        fcntl.ioctl(follow, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        usual = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "PAGER": ""}
        self.process = subprocess.Popen(
            [*program, *map(str, args)],
            cwd=cwd,
            env=environment(usual | (env or {})),
            stdin=follow,
            stdout=follow if stdout is None else stdout,
            stderr=follow,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  Ctrl-C reaches it as from a user
        )
        os.close(follow)
        self.raw = b""
        self._seen = 0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._lead)

    @property
    def text(self) -> str:
        """All that was shown so far."""
        return _ESCAPES.sub("", self.raw.decode("utf-8", "replace"))

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._lead, keys.encode())

    def expect(self, wanted: str) -> str:
        """Wait until a text is shown behind all that was waited for before; give what stands before it."""
        end = time.monotonic() + _SECONDS
        while (at := self.text.find(wanted, self._seen)) < 0:
            left = end - time.monotonic()
            assert left > 0, f"{wanted!r} was not shown, but {self.text[self._seen :]!r}"
            if not self._read(left):
                raise AssertionError(f"it ended without {wanted!r}, after {self.text[self._seen :]!r}")
        before = self.text[self._seen : at]
        self._seen = at + len(wanted)
        return before

    def wait_for_work(self) -> None:
        """Wait until what was typed is worked on: from then on Ctrl-C is a signal and no key."""
        self._wait_for_signals(heard=True)

    def expect_prompt(self, prompt: str) -> None:
        """Wait for a prompt that keys can be typed at: Ctrl-C and Ctrl-D too."""
        self.expect(prompt)
        self._wait_for_signals(heard=False)

    def _wait_for_signals(self, *, heard: bool) -> None:
        end = time.monotonic() + _SECONDS
        while bool(termios.tcgetattr(self._lead)[3] & termios.ISIG) != heard:
            assert time.monotonic() < end, f"no prompt came or went, after {self.text[self._seen :]!r}"
            self._read(0.05)

    def end(self) -> int:
        """Wait until the command has ended, read what it still shows, and give its exit code."""
        end = time.monotonic() + _SECONDS
        while self._read(max(0.0, end - time.monotonic())):
            assert time.monotonic() < end, f"it did not end, after {self.text[self._seen :]!r}"
        return self.process.wait(max(0.1, end - time.monotonic()))

    def _read(self, seconds: float) -> bool:
        """Read what comes within some seconds; False where the command has ended."""
        ready, _, _ = select.select([self._lead], [], [], seconds)
        try:
            chunk = os.read(self._lead, 65536) if ready else b""
        except OSError:  # Linux tells so that the other end is closed
            return False
        self.raw += chunk
        return bool(chunk) or not ready
