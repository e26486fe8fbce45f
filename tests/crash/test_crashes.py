"""Processes are killed at named points (`tests.crash.kills`): still one post, and every acknowledged fact."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from tests.gates.tree import ROOT
from tests.soak.figures import note

SMALL = (
    "post=after INSERT digest",
    "post=before the post",
    "post=after the post",
    "post=after INSERT ledger",
    "write=after INSERT dirty",
    "again=after looking for the post",
)
"""The claim, the post, its confirmation and the like; the soak takes every point."""
FAR = ("write=after COPY message",)
"""On PostgreSQL alone."""
WHAT = ("post", "write", "again")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_address"))
    return f"sqlite:///{tmp_path / 'foster.db'}"


async def killed(database: str, folder: Path, processes: int, *what: str) -> dict[str, list[str]]:
    """The points at which a process was killed; fails where something was lost or posted twice."""
    words = ("-m", "tests.crash.kills", database, str(folder), str(processes), *what)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, *words, cwd=ROOT, stdout=pipe, stderr=pipe)
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()[-2_000:]
    points: dict[str, list[str]] = json.loads(out)
    return points


async def test_a_kill_loses_nothing_and_doubles_nothing(database: str, tmp_path: Path) -> None:
    processes = 1 if database.startswith("sqlite") else 2
    points = SMALL if database.startswith("sqlite") else (*SMALL, *FAR)
    hit = await killed(database, tmp_path, processes, *points)
    assert {f"{what}={point}" for what in hit for point in hit[what]} == set(points)


@pytest.mark.soak
@pytest.mark.parametrize("processes", [1, 2, 4])
async def test_every_point(database: str, tmp_path: Path, processes: int) -> None:
    kind = database.partition(":")[0]
    if kind == "sqlite" and processes > 1:
        return  # one process alone may run on SQLite
    hit = await killed(database, tmp_path, processes, *WHAT)
    each = ", ".join(f"{what} {len(points)}" for what, points in hit.items())
    note(f"{kind}, {processes} processes: kills at every point ({each}), 0 doubles, 0 lost")
    assert all(len(points) > 12 for points in hit.values())
