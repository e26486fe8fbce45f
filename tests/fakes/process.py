"""The program `foster` as people run it: a process of its own on a database of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_START = (
    "import atexit, resource, runpy, signal, sys; "
    "signal.signal(signal.SIGINT, signal.default_int_handler); "  # in the background it would be ignored
    "size, path, before = int(sys.argv.pop(1)), sys.argv.pop(1), sys.argv.pop(1); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)); "
    # Its own mark where Linux tells it: `ru_maxrss` of a new process begins with that of whoever started it.
    "marks = lambda: [line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')]; "
    "linux = sys.platform == 'linux'; "
    "most = lambda: marks()[0] if linux else str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); "
    "atexit.register(lambda: open(path, 'w').write(most())) if path else None; "
    "exec(before); "
    "runpy.run_module('bot', run_name='__main__')"
)
_ANY_SIZE = -1
_PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401 - whatever the command printed with `--format json`
        return json.loads(self.out)["data"]


@dataclass(frozen=True, slots=True)
class Foster:
    """`foster --database DATABASE …`. `before`: Python that the process runs first."""

    database: Path
    before: str = ""

    def start(
        self, *words: str | Path, largest_file: int = _ANY_SIZE, memory: Path | None = None
    ) -> subprocess.Popen[str]:
        """Begin. Writes beyond `largest_file` bytes fail as on a full disk; `memory` gets the most KiB."""
        return subprocess.Popen(  # noqa: S603 - our own program
            [
                sys.executable,
                "-c",
                _START,
                str(largest_file),
                str(memory or ""),
                self.before,
                "--database",
                str(self.database),
                *map(str, words),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str | Path, largest_file: int = _ANY_SIZE, memory: Path | None = None) -> Ended:
        """Run to the end."""
        process = self.start(*words, largest_file=largest_file, memory=memory)
        out, err = process.communicate(timeout=_PATIENCE)
        return Ended(process.returncode, out, err)

    def state(self) -> Any:  # noqa: ANN401 - JSON
        """What `foster db check` finds; every check must hold."""
        ended = self.run("--format", "json", "db", "check")
        if ended.code:
            raise AssertionError(ended.err)
        return ended.data["communities"]
