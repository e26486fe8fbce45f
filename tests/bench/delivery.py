"""Ticks and posts: the cost of nothing due among 100,000 communities, and posts due in one minute."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.domain.recognition.weekly import week_number
from bot.domain.times import SECOND, Micros
from bot.usecases.pacing import PLATFORM, PacedPublisher
from bot.usecases.tick import AT_ONCE
from storage.engine import writing
from storage.opening import open_store
from storage.store import SqlStore
from storage.tables import AGENDA, COMMUNITY, SETTING, SPACE
from tests.bench.measure import Figure
from tests.fakes.delivery import TurnedClock, by_replies, ticker
from tests.fakes.platform import FakePlatform
from tests.unit.delivery.test_tick import SLOT, WEEK

IDLE = 100_000
DUE = 500
_BITE = 5_000
_MILLISECONDS_5 = 0.005


def run(folder: Path) -> Iterator[Figure]:
    """On SQLite, durable."""
    yield from _run(_idle(f"sqlite:///{folder / 'idle.db'}"))
    yield from _run(_due(f"sqlite:///{folder / 'due.db'}"))


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


async def _due(address: str) -> list[Figure]:
    """Waiting for the platform's turns is counted, not slept: the clock is turned instead."""
    store = await open_store(address)
    await _fill(store, DUE, SLOT)
    clock = TurnedClock(SLOT)
    platform = FakePlatform(clock.now)
    waited = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal waited
        waited = max(waited, (clock.at - SLOT) / SECOND + seconds)
        clock.forward(int(seconds * SECOND) // AT_ONCE + 1)

    ticking = ticker(store, PacedPublisher(platform, clock, sleep), clock, derive=by_replies)
    begin = time.perf_counter()
    while len(platform.posts) < DUE and await ticking.tick():
        pass
    took = time.perf_counter() - begin
    await store.close()
    floor = DUE * PLATFORM.every / SECOND
    name = f"{len(platform.posts):,} posts due in one minute (a sample of 10,000), work without waiting"
    return [Figure(name, took, floor, "the platform's own rate asks for", len(platform.posts), most=1)]
