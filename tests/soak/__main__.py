"""`make soak`: what must hold whatever happens, a row each, with its figures and how long it took to show it.

`python -m tests.soak import torn` runs only the rows with one of these words in their names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.soak.figures import VARIABLE
from tests.soak.rows import ROWS, RUNS

SKIPPED = 77


def main(wanted: Sequence[str]) -> int:
    """Run every row, or those with one of these words in their names; 1 where one does not hold."""
    rows = [name for name in ROWS if not wanted or any(word in name for word in wanted)]
    held = [_row(name, ROWS[name]) for name in rows]
    runs = [name for name in RUNS if not wanted or any(word in name for word in wanted)]
    held += [_run(name, RUNS[name]) for name in runs]
    return 0 if all(held) else 1


def _run(name: str, module: str) -> bool:
    begin = time.monotonic()
    done = subprocess.run([sys.executable, "-m", module], check=False, capture_output=True, text=True)  # noqa: S603 - our own
    word = {0: "holds  ", SKIPPED: "skipped"}.get(done.returncode, "BROKEN ")
    lines = [f"{word}{time.monotonic() - begin:7.0f} s  {name}"]
    lines += [f"{'':18}{line}" for line in done.stdout.splitlines()]
    if done.returncode not in (0, SKIPPED):
        lines.append(done.stderr[-4_000:])
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    return done.returncode in (0, SKIPPED)


def _row(name: str, words: Sequence[str]) -> bool:
    begin = time.monotonic()
    marks = () if "-m" in words else ("-m", "soak or not soak")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", *words, *marks]
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        told = os.environ | {VARIABLE: str(figures)}
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=told)  # noqa: S603 - our own
        seen = figures.read_text("utf-8").splitlines() if figures.is_file() else []
    said = (done.stdout.strip().splitlines() or ["nothing was said"])[-1]
    good = done.returncode in (0, 5)  # 5: there is none
    lines = [f"{'holds ' if good else 'BROKEN'} {time.monotonic() - begin:7.0f} s  {name}: {said}"]
    lines += [f"{'':18}{figure}" for figure in seen]
    if not good:
        lines.append(done.stdout[-4_000:])
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    return good


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
