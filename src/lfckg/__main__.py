"""The entry point: runs the command and turns what went wrong into one message and an exit code.

0 is success, 1 an error that the user can mend, an interruption or a closed pipe, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys

__all__ = ["run"]

_COMPLETE = "_LFCKG_COMPLETE"  # by which a shell asks what a line may become; click's name for it

_ELSEWHERE = ("-d", "--data", "--endpoint")  # options that name another source than our own graph


def run() -> None:
    """Run the `lfckg` command and exit."""
    try:
        code = _run() if sys.stdout else _say("standard output is closed. Nothing was done.")
        if sys.stdout:
            sys.stdout.flush()
    except KeyboardInterrupt:
        code = _say("interrupted")
    except BrokenPipeError:  # the reader has seen enough, as `head` does
        code = 1
    except OSError as exc:
        where = exc.filename or "standard output: can't be written"
        code = _say(f"{where}: {exc.strerror or exc}.")
    # Not sys.exit: a query's thread may still run, and what could not be written must not be tried again.
    os._exit(code)


def _run() -> int:
    from lfckg.errors import LfckgError  # noqa: PLC0415  an interruption while it loads is told like any other

    try:
        if os.environ.get(_COMPLETE):
            return _run_command()
        if sys.argv[1:2] == ["query"] and not any(word.startswith(_ELSEWHERE) for word in sys.argv):
            from lfckg.openings import begin  # noqa: PLC0415

            begin()  # most of the work; meanwhile the rest loads
        match sys.argv[1:]:
            case ["query", name] if not name.startswith("-"):
                from lfckg.cli.answering import answer  # noqa: PLC0415

                answer(name)  # the commonest call, without an option parser: that takes longer than all the rest
                return 0
            case _:
                return _run_command()
    except LfckgError as exc:
        return _say(str(exc))


def _run_command() -> int:
    import click  # noqa: PLC0415  see above

    from lfckg.cli.commands import cli  # noqa: PLC0415

    try:
        if os.environ.get(_COMPLETE):
            from lfckg.cli.completing import complete  # noqa: PLC0415  only a Tab pays for it

            return complete(cli, "lfckg", _COMPLETE)
        code = cli.main(prog_name="lfckg", standalone_mode=False)
    except click.Abort as exc:
        raise KeyboardInterrupt from exc
    except click.ClickException as exc:
        exc.show()
        return exc.exit_code
    return code if isinstance(code, int) else 0  # --help and --version give their own


def _say(message: str) -> int:
    if sys.stderr:
        print(f"lfckg: {message}", file=sys.stderr, flush=True)  # noqa: T201  the one place that tells errors
    return 1


if __name__ == "__main__":
    run()
