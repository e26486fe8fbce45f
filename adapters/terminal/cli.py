"""The program `foster`: reads the command line, asks the program behind it, prints what it says.

Exit codes: 0 good, 1 an error the person can mend, 2 wrong usage or a wrong setting, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from adapters.terminal import arguments
from adapters.terminal.program import Program

GOOD, MENDABLE, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str], program: Callable[[], Program]) -> int:
    """Run one command line; its exit code. `program` is only called by commands that need it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows another
    try:
        code = _run(argv, program)
        sys.stdout.flush()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else USAGE
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain again while it leaves.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    return code


def _run(argv: Sequence[str], program: Callable[[], Program]) -> int:
    args = arguments.parse(argv)
    if args.command == "version":
        from adapters.terminal.version import print_version  # noqa: PLC0415 - start-up time

        return print_version(args.format)
    from adapters.terminal import failures  # noqa: PLC0415 - start-up time
    from bot import logs  # noqa: PLC0415 - start-up time

    logs.set_up("warning", "text", sys.stderr)
    with failures.shown(args.format) as outcome:
        outcome.code = (
            arguments.rule(args.command).run(args)
            if args.command in arguments.RULES
            else _perform(args, program)
        )
    return outcome.code


def _perform(args: Namespace, program: Callable[[], Program]) -> int:
    from adapters.terminal.actions import perform  # noqa: PLC0415 - the rules over files need none of it

    try:
        return perform(args, program)
    except KeyboardInterrupt:
        if args.command == "import":
            sys.stderr.write("\nWhat came in stays. Run the same again: nothing counts twice.")
        raise
