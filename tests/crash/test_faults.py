"""Disk full, database locked, torn page, killed at any instant: what was acknowledged survives."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.crash.faults import FAULTS
from tests.gates.tree import ROOT
from tests.soak.figures import note


def seen(folder: Path, seed: int, count: int) -> dict[str, int]:
    words = [sys.executable, "-m", "tests.crash.faults", str(folder), str(seed), str(count)]
    done = subprocess.run(words, check=False, capture_output=True, text=True, cwd=ROOT)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr[-2_000:]
    found: dict[str, int] = json.loads(done.stdout)
    return found


def test_nothing_acknowledged_is_lost_whatever_ends_the_writer(tmp_path: Path) -> None:
    found = seen(tmp_path, 1, 2 * len(FAULTS))
    assert {fault: found[fault] for fault in FAULTS} == dict.fromkeys(FAULTS, 2)
    assert found["acknowledged"] > 0


@pytest.mark.soak
def test_a_thousand_faults(tmp_path: Path) -> None:
    begin = time.monotonic()
    found = seen(tmp_path, 2, 1_000)
    each = ", ".join(f"{found[fault]} {fault}" for fault in FAULTS)
    note(
        f"{each}: {found['acknowledged']:,} facts acknowledged, 0 lost, integrity ok each time, "
        f"{time.monotonic() - begin:.0f} s"
    )
    assert sum(found[fault] for fault in FAULTS) == 1_000
