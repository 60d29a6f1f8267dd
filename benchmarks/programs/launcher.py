"""Run a program and tell what it took: `python launcher.py SECONDS OUTPUT PROGRAM ARGUMENT…`.

Writes the seconds, the peak of its memory in kilobytes and its exit code. A process counts in its peak what its parent
held when it was started, so the parent has to be small: this one imports next to nothing.
"""

import os
import signal
import sys
import time


def _launch(limit: str, path: str, *command: str) -> None:
    output, errors = (os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644) for name in (path, f"{path}.err"))
    start = time.perf_counter()
    pid = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, errors, 2)],
    )
    signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, float(limit))
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    print(seconds, usage.ru_maxrss, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    _launch(*sys.argv[1:])
