"""Interrupted by Ctrl-C, kill -9 or a full disk: nothing is broken, and running again goes on."""

from __future__ import annotations

import contextlib
import random
import re
import signal
import subprocess
from pathlib import Path

import pytest

from adapters.synthetic.firehose import write_slack
from tests.fakes.process import Foster
from tests.soak.figures import note

MESSAGES = 6_000
_PERCENT = re.compile(r"(\d+) %")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "garden"
    write_slack(folder, MESSAGES)
    return folder


@pytest.fixture(scope="module")
def whole(export: Path, tmp_path_factory: pytest.TempPathFactory) -> object:
    """The state after an import that nobody interrupted."""
    foster = Foster(tmp_path_factory.mktemp("whole") / "foster.sqlite")
    assert foster.run("import", export).code == 0
    return foster.state()


def interrupt(foster: Foster, export: Path, quarter: int, signal_: signal.Signals) -> tuple[int, str]:
    """Import until so many quarters were reported, then send the signal; exit code and what was said."""
    process = foster.start("import", export)
    assert process.stderr is not None
    for line in process.stderr:
        percent = _PERCENT.search(line)
        if percent is not None and int(percent[1]) >= 25 * quarter:
            process.send_signal(signal_)
            break
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def test_kill_9_breaks_nothing_and_running_again_goes_on(tmp_path: Path, export: Path, whole: object) -> None:
    foster = Foster(tmp_path / "foster.sqlite")
    for quarter in (2, 3):
        assert interrupt(foster, export, quarter, signal.SIGKILL)[0] == -signal.SIGKILL
        assert foster.state()[0]["counts"]["messages"] < MESSAGES
    assert foster.run("import", export).code == 0
    assert foster.state() == whole


def test_ctrl_c_stops_politely_and_running_again_goes_on(tmp_path: Path, export: Path, whole: object) -> None:
    foster = Foster(tmp_path / "foster.sqlite")
    code, said = interrupt(foster, export, 2, signal.SIGINT)
    assert code == 130
    assert said.endswith("\nStopped.\n")
    assert "Traceback" not in said
    assert foster.run("import", export).code == 0
    assert foster.state() == whole


def test_a_full_disk_is_said_plainly_and_running_again_goes_on(
    tmp_path: Path, export: Path, whole: object
) -> None:
    foster = Foster(tmp_path / "foster.sqlite")
    ended = foster.run("import", export, largest_file=3_000_000)
    assert ended.code == 1
    assert "is the disk full" in ended.err
    assert "Traceback" not in ended.err
    assert foster.run("import", export).code == 0
    assert foster.state() == whole


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_many_kills_at_random_points(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - points in time
    folder = tmp_path / "garden"
    write_slack(folder, 60_000, seed)
    whole = Foster(tmp_path / "whole.sqlite")
    assert whole.run("import", folder).code == 0
    foster = Foster(tmp_path / "foster.sqlite")
    kills = 0
    for _ in range(8):
        process = foster.start("import", folder)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(dice.uniform(0.5, 12))
        process.kill()
        process.communicate(timeout=60)
        assert all(len(each["state_hash"]) == 64 for each in foster.state())
        kills += process.returncode == -signal.SIGKILL
    assert foster.run("import", folder).code == 0
    assert foster.state() == whole.state()
    note(f"seed {seed}: an import of 60,000 messages killed {kills} times at random, then whole: equal hash")
