"""A process of its own, with limits, for what strangers' files can do to a parser or a validator.

A module that may be run so reads one JSON request from standard input and writes one JSON reply to standard output.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from lfckg.errors import InputError, LfckgError

__all__ = ["STRANGERS", "Limits", "call", "serve"]

Limits = tuple[float, int]
"""Seconds of time, and bytes of memory."""

STRANGERS: Limits = (4.0, 450 * 1024 * 1024)
"""What the files of strangers may take."""


def call(module: str, request: dict[str, Any], limits: Limits | None) -> dict[str, Any]:
    """Run `module` as a process on a request and give its reply.

    Raises InputError with the reply's `error`, or where the process went past its limits or crashed.
    """
    command = [sys.executable, "-P", "-m", f"lfckg.{module}"]  # -P: no module of the folder we stand in
    data = json.dumps(request | {"limits": limits}).encode()
    try:
        done = subprocess.run(  # noqa: S603  our own module
            command, input=data, capture_output=True, timeout=limits[0] if limits else None, check=False
        )
    except subprocess.TimeoutExpired as exc:
        raise InputError(_over(request, f"takes more than {exc.timeout:g} s")) from exc
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise InputError(_over(request, "takes too much time"))
    if done.returncode == -signal.SIGABRT or b"MemoryError" in done.stderr:
        raise InputError(_over(request, "needs too much memory"))
    if done.returncode == -signal.SIGSEGV:
        raise InputError(f"{request['what']}: is nested too deep to be read. Flatten it.")
    if done.returncode:
        raise InputError(f"{request['what']}: can't be checked: the checker ended with code {done.returncode}.")
    reply: dict[str, Any] = json.loads(done.stdout)
    if "error" in reply:
        raise InputError(reply["error"])
    return reply


def serve(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer the one request of this process, within its limits; the other side of `call`."""
    request = json.load(sys.stdin)
    if request["limits"]:
        seconds, memory = request["limits"]
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        reply = answer(request)
    except LfckgError as exc:
        reply = {"error": str(exc)}
    except (MemoryError, RecursionError) as exc:
        what = "needs too much memory" if isinstance(exc, MemoryError) else "is nested too deep"
        reply = {"error": _over(request, what)}
    except Exception as exc:  # noqa: BLE001  whatever a library makes of a stranger's file is told in a line
        told = f"{type(exc).__name__}: {exc}".splitlines()[0][:200]
        reply = {"error": f"{request['what']}: can't be checked: {told}. Is all of it RDF 1.1 and SHACL Core?"}
    json.dump(reply, sys.stdout)


def _over(request: dict[str, Any], what: str) -> str:
    return f"{request['what']}: {what} to be checked. If you trust it, use --trust, which sets no limits."
