"""`make soak`: what must hold whatever happens, a row each, with its figures and how long it took to show it.

`python -m tests.soak import torn` runs only the rows with one of these words in their names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.soak.figures import VARIABLE

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
    "disk full, database locked, torn page, killed: 1,000 times": ("tests/crash/test_faults.py",),
    "imports killed at random, Ctrl-C, disk full: equal state hash": (
        "tests/e2e/test_interrupted_imports.py",
    ),
    "the same export twice, overlapping live: equal state hash": ("tests/e2e/test_after_live.py",),
    "a gigabyte of Slack, of Discord in one file, one line, parts: < 400 MB": (
        "tests/e2e/test_large_exports.py",
    ),
    "zip bombs, traversal, JSON that is deep or broken: refused or set aside": (
        "tests/adapters/exports/test_hostile.py",
        "tests/e2e/test_hostile_imports.py",
    ),
    "two communities with the same ids: 10,000 operations": ("tests/contract/test_tenants.py",),
    "upgrade from every released schema": ("tests/storage/test_schema.py",),
    "export me within 60 s, forget me 0 bytes, in a community of 1,200,000 messages": (
        "tests/storage/test_large_rights.py",
    ),
    "databases: schema, damage, back-pressure": (
        "tests/storage",
        "--ignore=tests/storage/test_large_rights.py",
    ),
    "everything else that is long": (
        "tests",
        "-m",
        "soak",
        "--ignore=tests/simulation",
        "--ignore=tests/crash",
        "--ignore=tests/contract",
        "--ignore=tests/storage/test_large_rights.py",
        "--ignore=tests/e2e/test_interrupted_imports.py",
        "--ignore=tests/e2e/test_large_exports.py",
        "--ignore=tests/e2e/test_hostile_imports.py",
    ),
}
"""A row and what pytest runs for it, soak tests included. Rows of single platforms are in their own tests."""


def main(wanted: Sequence[str]) -> int:
    """Run every row, or those with one of these words in their names; 1 where one does not hold."""
    rows = [name for name in ROWS if not wanted or any(word in name for word in wanted)]
    held = [_row(name, ROWS[name]) for name in rows]
    return 0 if all(held) else 1


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
