"""The whole run before a real Slack double, in `make soak`: skipped where that cannot be had, and says why.

`FOSTER_LOCAL_SLACK` names a program that is there already; else npm gets it into a folder of the test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak.figures import note

PACKAGE = "local-slack-linux-x64@0.1.8"


def skipped(why: str) -> str:
    """No run: said below the row of `make soak`, too, where pytest only counts."""
    note(f"skipped: {why}")
    pytest.skip(why)


def program(folder: Path) -> str:
    given = os.environ.get("FOSTER_LOCAL_SLACK")
    if given:
        return given
    npm = shutil.which("npm") or skipped("there is no npm to get the local server with")
    words = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), PACKAGE]
    got = subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603 - our own
    found = folder / "node_modules" / PACKAGE.partition("@")[0] / "bin" / "local-slack"
    return str(found) if found.is_file() else skipped(f"npm does not get {PACKAGE} ({got.returncode})")


@pytest.mark.soak
def test_a_person_asks_thanks_waits_a_week_and_reads_the_digest(tmp_path: Path) -> None:
    unshare = shutil.which("unshare") or skipped("there is no unshare to confine the local server with")
    if subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode:  # noqa: S603 - our own
        skipped("nothing may be confined here (unshare -rn)")
    words = [sys.executable, "-m", "tests.e2e.slack_whole_run", program(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=900)  # noqa: S603 - our own
    assert done.returncode == 0, done.stdout + done.stderr[-3_000:]
    for line in done.stdout.splitlines():
        note(line)
    assert "good: the week's digest" in done.stdout
    assert "good: a clean stop" in done.stdout
