"""The real program, as a process of its own or within the test's (which coverage sees)."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.clock import SystemClock
from adapters.terminal import cli
from bot.domain.times import Micros
from bot.ports import Clock
from bot.wiring.program import LocalProgram

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class At:
    """A clock that stands still."""

    instant: Micros

    def now(self) -> Micros:
        return self.instant


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run left."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401 - whatever the card holds
        """The data of the card that was printed as JSON; a list, where there were several."""
        said = json.loads(self.out)
        return [card["data"] for card in said] if isinstance(said, list) else said["data"]


def inside(*argv: str, clock: Clock | None = None) -> Ran:
    """Run a command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    level, handlers = logging.root.level, list(logging.root.handlers)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.main(argv, lambda: LocalProgram(clock or SystemClock()))
    finally:
        logging.root.setLevel(level)
        logging.root.handlers[:] = handlers
    return Ran(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True, slots=True)
class Foster:
    """Runs the program in an empty folder with a data folder of its own."""

    folder: Path

    def __call__(self, *argv: str, database: str = "") -> Ran:
        return self._run([sys.executable, "-m", "bot", *argv], database)

    def pasted(self, line: str) -> Ran:
        """A printed command, as a shell runs it."""
        return self._run(shlex.split(line), "")

    def _run(self, command: list[str], database: str) -> Ran:
        env = {
            **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": database,
            "COLUMNS": "200",
        }
        done = subprocess.run(  # noqa: S603 - our own program
            command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=120, check=False
        )
        return Ran(done.returncode, done.stdout, done.stderr)
