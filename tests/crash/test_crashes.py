from __future__ import annotations

import asyncio
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.delivery import LEASE, State
from bot.domain.times import DAY, HOUR, Micros
from storage.opening import open_store
from tests.crash.worker import MESSAGES, append
from tests.fakes.delivery import TurnedClock, by_replies, choose, help_given, open_channels, ticker
from tests.fakes.platform import FakePlatform
from tests.fakes.soup import ADA, BEN, SOUP, SPACE, at
from tests.gates.tree import ROOT
from tests.soak.figures import note
from tests.unit.delivery.test_tick import SLOT, START, WEEK

KILLED = -signal.SIGKILL
SMALL = (7, 9, 10, 11, 12, 14)
"""Around the claim, the post and its confirmation; the soak takes every point."""


async def worker(database: str, file: Path, owner: str, now: int, point: int) -> int:
    words = ("-m", "tests.crash.worker", database, str(file), owner, str(now), str(point))
    process = await asyncio.create_subprocess_exec(sys.executable, *words, cwd=ROOT)
    return await process.wait()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_address"))
    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "foster.db")
    return f"sqlite:///{tmp_path / 'foster.db'}"


async def prepare(database: str) -> None:
    """A community whose digest is due at SLOT; its preview was sent."""
    store = await open_store(database)
    clock = TurnedClock(Micros(START + 3 * DAY))
    await store.create(SOUP, [SPACE])
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest(help_given("1", START + DAY, ADA, BEN))
    await open_channels(Ingesting(store), SOUP.id)
    await choose(store, SOUP.id)
    ticking = ticker(store, FakePlatform(clock.now), clock, "before", by_replies)
    await ticking.tick()
    clock.at = Micros(SLOT - HOUR)
    await ticking.tick()
    await store.close()


class Ingesting:
    """A writer straight into the store."""

    def __init__(self, store: object) -> None:
        self.store = store

    async def write(self, community: object, facts: object) -> None:
        await self.store.ingest([(community, facts)])  # type: ignore[attr-defined] # the one method it needs


async def state(database: str) -> State | None:
    store = await open_store(database)
    async with store.reading(SOUP.id) as unit:
        digest = await unit.digests.get(WEEK)
    await store.close()
    return None if digest is None else digest.state


def lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines() if line]


def posts(file: Path) -> list[str]:
    return [line for line in lines(file) if line.startswith("channel")]


async def killed_at(database: str, file: Path, point: int, processes: int) -> bool:
    """Kill one of several at a point, go on after the lease; whether it was killed at all."""
    append(file, "")
    await prepare(database)
    results = await asyncio.gather(
        worker(database, file, "victim", SLOT, point),
        *(worker(database, file, f"other{n}", SLOT, 0) for n in range(processes - 1)),
    )
    assert set(results) <= {0, KILLED}
    for later in (LEASE, 2 * LEASE):
        await asyncio.gather(*(worker(database, file, f"next{n}", SLOT + later, 0) for n in range(processes)))
    assert len(posts(file)) == 1
    assert await state(database) is State.POSTED
    return KILLED in results


@pytest.mark.parametrize("point", SMALL[1:4])
async def test_a_kill_during_the_post_doubles_and_loses_nothing(
    database: str, tmp_path: Path, point: int
) -> None:
    assert await killed_at(database, tmp_path / "posts", point, 1)


async def test_with_two_processes_one_is_killed_in_the_middle(postgres_address: str, tmp_path: Path) -> None:
    await killed_at(postgres_address, tmp_path / "posts", SMALL[2], 2)


@pytest.mark.soak
@pytest.mark.parametrize("processes", [1, 2, 4])
async def test_every_point_of_the_post(database: str, tmp_path: Path, processes: int) -> None:
    if database.startswith("sqlite") and processes > 1:
        return  # one process alone may run on SQLite
    point = 1
    while True:
        again = await fresh(database, tmp_path, point)
        if not await killed_at(again, tmp_path / f"posts{point}", point, processes):
            break
        point += 1
    note(f"{told(database, tmp_path, point, processes)} of the post, 0 doubles")
    assert point > (8 if processes == 1 else 0)


def told(database: str, folder: Path, point: int, processes: int) -> str:
    named = {line for file in folder.glob("*.at") for line in lines(file)}
    kind = database.partition(":")[0]
    return f"{kind}, {processes} processes: {point - 1} kills at {len(named)} named points"


async def fresh(database: str, folder: Path, point: int) -> str:
    """Another empty database of the same kind for each point."""
    if database.startswith("sqlite"):
        return f"sqlite:///{folder / f'foster{point}.db'}"
    from sqlalchemy import make_url, text  # noqa: PLC0415 - only here

    from storage.engine import engine  # noqa: PLC0415 - only here

    url = make_url(database)
    name = f"{url.database}_{point}"
    admin = engine(database).execution_options(isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await admin.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


async def written(database: str, file: Path, point: int, processes: int = 1) -> bool:
    """Kill one of several writers at a point: everything acknowledged is there. Whether it was killed."""
    append(file, "")
    store = await open_store(database)
    await store.create(SOUP, [SPACE])
    await store.close()
    firsts = [1 + n * MESSAGES for n in range(processes)]
    results = await asyncio.gather(
        *(worker(database, file, "write", first, 0 if n else point) for n, first in enumerate(firsts))
    )
    assert set(results) <= {0, KILLED}
    assert results[1:] == [0] * (processes - 1)
    acknowledged = lines(file)
    assert len(acknowledged) >= MESSAGES * (processes - 1)
    store = await open_store(database)
    async with store.reading(SOUP.id) as unit:
        stored = sum(one.messages for one in await unit.facts.activity())
        span = await unit.facts.span()
    await store.close()
    assert len(acknowledged) <= stored <= MESSAGES * processes
    if acknowledged:
        assert span is not None
        assert span[1] >= at(max(map(int, acknowledged)))
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return KILLED in results


@pytest.mark.parametrize("point", [9, 24])
async def test_a_kill_during_the_writing_loses_nothing_acknowledged(
    database: str, tmp_path: Path, point: int
) -> None:
    assert await written(database, tmp_path / "acknowledged", point)


@pytest.mark.soak
@pytest.mark.parametrize("processes", [1, 2, 4])
async def test_every_point_of_the_writer(database: str, tmp_path: Path, processes: int) -> None:
    if database.startswith("sqlite") and processes > 1:
        return  # one process alone may run on SQLite
    point = 1
    while True:
        again = await fresh(database, tmp_path, point)
        if not await written(again, tmp_path / f"acknowledged{point}", point, processes):
            break
        point += 1
    note(f"{told(database, tmp_path, point, processes)} of the writer, 0 lost")
    assert point > 20
