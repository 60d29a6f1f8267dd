"""Run a program and tell what it took: `python launcher.py SECONDS OUTPUT PROGRAM ARGUMENT…`.

Writes the seconds, the peak of its memory in kilobytes and its exit code. A process counts in its peak what its parent
held when it was started, so the parent has to be small: this one imports next to nothing.
"""

import os
import signal
import sys
import time

_LIMIT, _OUTPUT, *_COMMAND = sys.argv[1:]
_output = os.open(_OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
_errors = os.open(f"{_OUTPUT}.err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
_start = time.perf_counter()
_pid = os.posix_spawn(
    _COMMAND[0],
    _COMMAND,
    os.environ,
    file_actions=[(os.POSIX_SPAWN_DUP2, _output, 1), (os.POSIX_SPAWN_DUP2, _errors, 2)],
)
signal.signal(signal.SIGALRM, lambda *_: os.kill(_pid, signal.SIGKILL))
signal.setitimer(signal.ITIMER_REAL, float(_LIMIT))
_, _status, _usage = os.wait4(_pid, 0)
_seconds = time.perf_counter() - _start
sys.stdout.write(f"{_seconds} {_usage.ru_maxrss} {os.waitstatus_to_exitcode(_status)}\n")
