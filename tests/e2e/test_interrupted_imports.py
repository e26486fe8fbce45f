"""Interrupted by Ctrl-C, kill -9 or a full disk: nothing is broken, and running again goes on."""

from __future__ import annotations

import contextlib
import random
import re
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from adapters.synthetic import firehose
from adapters.synthetic.firehose import write_slack
from tests.fakes.foster import inside
from tests.fakes.process import Foster
from tests.soak.figures import note

MESSAGES = 3_000
_SMALL_BATCHES = "from adapters.exports import export; export.BATCH = 200"
_PERCENT = re.compile(r"(\d+) %")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "garden"
    with pytest.MonkeyPatch.context() as few:
        few.setattr(firehose, "PEOPLE", 60)
        write_slack(folder, MESSAGES)
    return folder


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


def imported(database: Path, export: Path) -> Any:  # noqa: ANN401 - JSON
    """The state once the whole export came in."""
    assert inside("--database", str(database), "import", str(export)).code == 0
    return checked(database)


def checked(database: Path) -> Any:  # noqa: ANN401 - JSON
    done = inside("--database", str(database), "--format", "json", "db", "check")
    assert done.code == 0, done.err
    return done.data["communities"]


def test_killed_stopped_and_without_room_nothing_breaks_and_running_again_goes_on(
    tmp_path: Path, export: Path
) -> None:
    database = tmp_path / "foster.sqlite"
    foster = Foster(database, _SMALL_BATCHES)
    assert interrupt(foster, export, 1, signal.SIGKILL)[0] == -signal.SIGKILL
    assert 0 < checked(database)[0]["counts"]["messages"] < MESSAGES

    code, said = interrupt(foster, export, 2, signal.SIGINT)
    assert code == 130
    assert said.endswith("\nWhat came in stays. Run the same again: nothing counts twice.\nStopped.\n")
    assert "Traceback" not in said
    before = checked(database)[0]["counts"]["messages"]
    assert before < MESSAGES

    ended = foster.run("import", export, largest_file=600_000)
    assert ended.code == 1
    assert "is the disk full" in ended.err
    assert "Traceback" not in ended.err
    assert before <= checked(database)[0]["counts"]["messages"] <= MESSAGES  # full while reading or crediting

    assert imported(database, export) == imported(tmp_path / "whole.sqlite", export)


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
