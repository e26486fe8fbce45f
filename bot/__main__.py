"""The program `foster`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from adapters.terminal.cli import main as run

if TYPE_CHECKING:  # `foster --help` must not pay for the core
    from adapters.terminal.program import Program


def main() -> int:
    """Run the command line."""
    # The link model's matrices are small: threads would wait for each other, and hold up everything else.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return run(sys.argv[1:], _program)


def _program() -> Program:
    from adapters.clock import SystemClock  # noqa: PLC0415 - start-up time
    from bot.wiring.collecting import settle  # noqa: PLC0415 - start-up time
    from bot.wiring.program import LocalProgram  # noqa: PLC0415 - start-up time

    settle()
    return LocalProgram(SystemClock())


if __name__ == "__main__":
    sys.exit(main())
