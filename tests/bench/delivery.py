"""Ticks and posts: the cost of nothing due among 100,000 communities, and posts due in one minute."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.domain.recognition.weekly import week_number
from bot.domain.times import SECOND, Micros
from bot.usecases.pacing import PLATFORM, PacedPublisher
from storage.engine import writing
from storage.opening import open_store
from storage.store import SqlStore
from storage.tables import AGENDA, COMMUNITY, SETTING, SPACE
from tests.bench.measure import Figure
from tests.fakes.databases import running_server
from tests.fakes.delivery import TurnedClock, by_replies, ticker
from tests.fakes.platform import FakePlatform
from tests.unit.delivery.test_tick import SLOT, WEEK

IDLE = 100_000
DUE = 500
_BITE = 5_000
ANSWER_SECONDS = 0.3
DURABLE = ("shared_buffers=32MB",)
_LATE = 1.5
_MILLISECONDS_5 = 0.005


def run(folder: Path) -> Iterator[Figure]:
    """Durable on both databases."""
    yield from _run(_idle(f"sqlite:///{folder / 'idle.db'}"))
    yield from _run(_due(f"sqlite:///{folder / 'due.db'}"))
    with running_server(DURABLE) as server:
        yield from _run(_due(server.address("postgres")))


def _run(work: Coroutine[Any, Any, list[Figure]]) -> list[Figure]:
    return asyncio.run(work)


async def _fill(store: SqlStore, number: int, due: Micros) -> None:
    """Communities with a channel of their own, all set up, in few large writes."""
    for start in range(1, number + 1, _BITE):
        numbers = range(start, min(start + _BITE, number + 1))
        tables: dict[Any, list[dict[str, object]]] = {
            COMMUNITY: [
                {"number": n, "slug": f"c{n}", "name": f"c{n}", "salt": b"%32d" % n, "revision": 0}
                for n in numbers
            ],
            SPACE: [
                {"community": n, "number": 1, "platform": "slack", "external": f"T{n}", "attached": True}
                for n in numbers
            ],
            SETTING: [
                {"community": n, "key": key, "value": value}
                for n in numbers
                for key, value in (("digest-channel", f'[["slack","T{n}","C1"]]'), ("minimum", "0"))
            ],
            AGENDA: [
                {
                    "community": n,
                    "due": due,
                    "schedule": "2 10:00 UTC",
                    "since": 0,
                    "week": week_number(WEEK),
                    "previewed": week_number(WEEK),
                }
                for n in numbers
            ],
        }
        async with writing(store.engine) as connection:
            for table, rows in tables.items():
                await connection.execute(insert(table), rows)


async def _idle(address: str) -> list[Figure]:
    store = await open_store(address)
    await _fill(store, IDLE, SLOT)
    clock = TurnedClock(Micros(SLOT - SECOND))
    ticking = ticker(store, FakePlatform(clock.now), clock, derive=by_replies)
    await ticking.tick()
    times = []
    for _ in range(20):
        begin = time.perf_counter()
        await ticking.tick()
        times.append(time.perf_counter() - begin)
    await store.close()
    name = f"a tick with nothing due, {IDLE:,} communities (median of 20)"
    return [Figure(name, sorted(times)[10], _MILLISECONDS_5, "allowed", most=1)]


async def _due(address: str, number: int = DUE) -> list[Figure]:
    """In real time, to a platform that takes its time for each post and so many a second at most."""
    store = await open_store(address)
    await _fill(store, number, SLOT)
    clock = RunningClock()
    platform = FakePlatform(clock.now, between=_slowly)
    ticking = ticker(store, PacedPublisher(platform, clock), clock, derive=by_replies)
    begin, busy = time.perf_counter(), time.process_time()
    while len(platform.posts) < number and await ticking.tick():
        pass
    took, busy = time.perf_counter() - begin, time.process_time() - busy
    await store.close()
    posts, floor = len({post.key for post in platform.posts}), number * PLATFORM.every / SECOND
    name = f"{posts:,} communities due in one minute, a post each, {address.partition(':')[0]}"
    asks = "the platform's own rate asks for"
    return [
        Figure(name, took, floor, asks, posts, most=_LATE),
        Figure(f"{name}: processor time", busy, floor, asks, posts, most=1),
    ]


@dataclass(slots=True)
class RunningClock:
    """`bot.ports.Clock`: it is SLOT when it is made."""

    begin: float = field(default_factory=time.monotonic)

    def now(self) -> Micros:
        return Micros(SLOT + int((time.monotonic() - self.begin) * SECOND))


async def _slowly(point: str) -> None:
    """As long as a platform takes to answer."""
    if point == "after post":
        await asyncio.sleep(ANSWER_SECONDS)


def _all_at_once() -> None:
    """`python -m tests.bench.delivery`: all 10,000, which takes its four minutes."""
    with tempfile.TemporaryDirectory() as folder:
        for figure in asyncio.run(_due(f"sqlite:///{folder}/due.db", 10_000)):
            sys.stdout.write(f"{figure}\n")


if __name__ == "__main__":
    _all_at_once()
