"""The program `foster` with a clock that runs ahead: `python -m tests.e2e.later_program FILE WORDS…`.

`FILE` holds by how many microseconds, and may be written while the program runs: how a test waits for a week.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from adapters.clock import SystemClock
from adapters.terminal import cli
from bot.domain.times import Micros
from bot.wiring.program import LocalProgram


@dataclass(frozen=True, slots=True)
class Later:
    """`bot.ports.Clock`."""

    ahead: Path

    def now(self) -> Micros:
        return Micros(SystemClock().now() + int(self.ahead.read_text("utf-8")))


def shift(ahead: Path, by: int) -> None:
    """Set such a clock, never half-way."""
    new = ahead.with_suffix(".new")
    new.write_text(str(by), "utf-8")
    new.replace(ahead)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(cli.main(sys.argv[2:], lambda: LocalProgram(Later(Path(sys.argv[1])))))
