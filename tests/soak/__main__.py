"""`make soak`: what must hold whatever happens, a row each, with how long it took to show it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

ROWS: Mapping[str, Sequence[str]] = {
    "events permuted, repeated, late: one state": ("tests/contract/test_state_hash.py",),
    "simulation: crash, drop, delay, repeat, jumps (10,000 seeds)": ("tests/simulation",),
    "kill -9 at every point of the post and the writer": ("tests/crash/test_crashes.py",),
    "the answer to a post is lost: found again, else held": ("tests/unit/delivery/test_tick.py",),
    "520 weeks in five zones, DST both ways": ("tests/unit/delivery/test_slots.py",),
    "schedule changed: no week skipped or doubled": ("tests/unit/delivery/test_agenda.py",),
    "gap, then backfill: equal state hash": ("tests/unit/delivery/test_backfill.py",),
    "429 waits, 401 and 403 stop and tell": ("tests/unit/delivery/test_pacing.py",),
    "clean stop within 10 s, a second process refused": ("tests/crash/test_running.py",),
    "backup and restore: equal state hash": ("tests/storage/test_copies.py",),
    "databases: schema, damage, back-pressure": ("tests/storage",),
    "everything else that is long": (
        "tests",
        "-m",
        "soak",
        "--ignore=tests/simulation",
        "--ignore=tests/crash",
    ),
}
"""A row and what pytest runs for it, soak tests included. Rows of single platforms are in their own tests."""


def main() -> int:
    """Run every row; 1 where one does not hold."""
    lines = []
    for name, words in ROWS.items():
        begin = time.monotonic()
        marks = () if "-m" in words else ("-m", "soak or not soak")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", *words, *marks]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - our own
        said = (done.stdout.strip().splitlines() or ["nothing was said"])[-1]
        good = done.returncode in (0, 5)  # 5: there is none
        lines.append(good)
        took = time.monotonic() - begin
        sys.stdout.write(f"{'holds ' if good else 'BROKEN'} {took:7.0f} s  {name}: {said}\n")
        if not good:
            sys.stdout.write(done.stdout[-4_000:] + "\n")
        sys.stdout.flush()
    return 0 if all(lines) else 1


if __name__ == "__main__":
    sys.exit(main())
