"""The group-commit writer by producers: facts a second against the raw ceiling, and how long each waits.

The ceiling is the driver alone (sqlite3, asyncpg): the very rows that arrived, inserted with `executemany`
into the same table with its indexes, as durable (WAL and synchronous=FULL, PostgreSQL's own defaults), one
commit for as many rows as can wait at once. It looks nothing up, merges nothing and marks nothing; the writer
has to. Both take turns, and the best of a few rounds counts: the disk is others' too.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from sqlalchemy import text

from bot.domain.community import Community
from bot.domain.facts import Channel, Features, Message, Sign
from bot.domain.refs import ChannelRef, CommunityId, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.times import MINUTE, Micros
from bot.wiring.collecting import settle
from storage.engine import engine
from storage.opening import open_store
from storage.writer import LIVE_BATCH, GroupCommitWriter
from tests.bench.importing import insert, stored
from tests.bench.measure import Figure, seconds
from tests.bench.raw_postgres import insert_postgres
from tests.fakes.databases import Postgres, running_server

_LIVE = Community(CommunityId("live"), "Live", b"l" * 32)
_SPACE = SpaceRef(Platform.SLACK, "T1")
_START = 1_700_000_000_000_000
_FACTS = {1: 300, 10: 3_000, 100: 15_000, 1_000: 20_000}
_MOST = {100: 2.5}
"""40 % of the ceiling."""
_SLOWEST = 1.0
"""Acknowledged within a second by 99 in 100, as the trust table asks."""
_ROUNDS = 3


class Place(Protocol):
    """A database to measure on."""

    name: str

    async def empty(self) -> str:
        """The address of an empty database."""
        ...

    async def raw(self, count: int, batch: int) -> float:
        """Seconds for inserting the rows that are there, `batch` a commit, into a table like theirs."""
        ...


@dataclass(slots=True)
class SqlitePlace:
    """A new file each time."""

    folder: Path
    name: str = "SQLite"
    files: int = 0

    async def empty(self) -> str:
        """A new file."""
        self.files += 1
        return f"sqlite:///{self.folder / f'{self.files}.sqlite'}"

    async def raw(self, count: int, batch: int) -> float:
        """The same with sqlite3."""
        schema, rows = stored(self.folder / f"{self.files}.sqlite", count)
        return seconds(partial(insert, self.folder / f"{self.files}-raw.sqlite", schema, rows, batch), 1)


@dataclass(slots=True)
class PostgresPlace:
    """A new database each time: rows that were deleted would stand in the way until they are vacuumed."""

    server: Postgres
    name: str = "PostgreSQL"
    databases: int = 0

    async def empty(self) -> str:
        """A new database."""
        self.databases += 1
        admin = engine(self.server.address("postgres")).execution_options(isolation_level="AUTOCOMMIT")
        async with admin.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE bench_{self.databases}"))
        await admin.dispose()
        return self.address

    @property
    def address(self) -> str:
        """Of the newest."""
        return self.server.address(f"bench_{self.databases}")

    async def raw(self, count: int, batch: int) -> float:
        """The same with asyncpg."""
        return await insert_postgres(self.address, count, batch)


def run(folder: Path) -> Iterator[Figure]:
    """Each producer waits for one fact before it writes the next, as an adapter waits to acknowledge."""
    settle()  # as the program does
    yield from asyncio.run(_all(SqlitePlace(folder)))
    with running_server(()) as server:
        yield from asyncio.run(_all(PostgresPlace(server)))


async def _all(place: Place) -> list[Figure]:
    figures: list[Figure] = []
    for producers, count in _FACTS.items():
        batch = min(producers, LIVE_BATCH)
        waited: list[float] = []
        took = ceiling = float("inf")
        for _ in range(_ROUNDS):
            taken, times = await _live(await place.empty(), producers, messages(count))
            took, waited = min((took, waited), (taken, times))
            ceiling = min(ceiling, await place.raw(count, batch))
        what = f"{place.name}, {producers:,} producer{'s' * (producers > 1)}"
        note = f"raw, a commit for every {batch}"
        figures += [
            Figure(f"{what}: one fact at a time", took, ceiling, note, count, _MOST.get(producers)),
            Figure(f"{what}: p50", waited[count // 2], _SLOWEST, "allowed"),
            Figure(f"{what}: p99", waited[count * 99 // 100], _SLOWEST, "allowed", most=1),
        ]
    return figures


async def _live(address: str, producers: int, facts: Sequence[Message]) -> tuple[float, list[float]]:
    """Seconds for all, and how long each was waited for, sorted."""
    times: list[float] = []
    async with _writer(address) as writer:

        async def produce(part: Sequence[Message]) -> None:
            for message in part:
                begin = time.perf_counter()
                await writer.write(_LIVE.id, [message])
                times.append(time.perf_counter() - begin)

        # The raw ceiling does not count connecting either.
        await writer.write(_LIVE.id, [Channel(facts[0].ref.channel, "general")])
        start = time.perf_counter()
        await asyncio.gather(*(produce(facts[n::producers]) for n in range(producers)))
        return time.perf_counter() - start, sorted(times)


@asynccontextmanager
async def _writer(address: str) -> AsyncIterator[GroupCommitWriter]:
    store = await open_store(address)
    try:
        await store.create(_LIVE, [_SPACE])
        async with GroupCommitWriter(store) as writer:
            yield writer
    finally:
        await store.close()


def messages(count: int) -> list[Message]:
    """One a minute, over twenty channels and two thousand people."""
    channels = [ChannelRef(_SPACE, f"C{n}") for n in range(20)]
    people = [MemberRef(_SPACE, f"U{n}") for n in range(2_000)]
    features = Features(20, Sign.NONE, 12, bytes(range(40)), bytes(range(16)))
    return [
        Message(
            MessageRef(channels[n * 7 % 20], f"{n}.000100"),
            people[n * 31 % 2_000],
            Micros(_START + n * MINUTE),
            features,
        )
        for n in range(count)
    ]
