"""Stopping half-way: what is being sent is sent, deriving is left for the next start."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.refs import CommunityId
from bot.domain.times import HOUR
from bot.ports import Store
from bot.usecases.tick import Ticker
from bot.wiring.running import stop_ticking
from tests.fakes.delivery import TurnedClock, help_given, open_channels, ticker
from tests.fakes.memory_store import MemoryStore
from tests.fakes.platform import FakePlatform
from tests.fakes.soup import ADA, BEN, SOUP


class Endless:
    """Deriving that does not end."""

    def __init__(self) -> None:
        self.begun, self.left = asyncio.Event(), False

    async def __call__(self, _store: Store, _community: CommunityId) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.left = True


async def begun() -> tuple[Ticker, Endless, asyncio.Task[int]]:
    clock, store, derive = TurnedClock(), MemoryStore(), Endless()
    clock.forward(1_000 * HOUR)
    await store.create(SOUP)
    await open_channels(store, SOUP.id)
    await store.write(SOUP.id, help_given("1", clock.now() - HOUR, ADA, BEN))
    made = ticker(store, FakePlatform(clock.now), clock, derive=derive)
    task = asyncio.create_task(made.tick())
    await derive.begun.wait()
    return made, derive, task


async def test_deriving_is_left_and_the_tick_ends_well() -> None:
    made, derive, task = await begun()
    await stop_ticking(made, asyncio.Lock(), seconds=5)
    assert await task == 0
    assert derive.left


async def test_a_tick_that_is_cancelled_itself_says_so() -> None:
    made, derive, task = await begun()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert derive.left
    assert not made.stopping


async def test_the_whole_look_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    made, _, task = await begun()
    looking, done = asyncio.Lock(), []

    async def look() -> None:
        async with looking:
            await task
            await asyncio.sleep(0.02)
            done.append("counted")

    under_way = asyncio.create_task(look())
    await asyncio.sleep(0)
    await stop_ticking(made, looking, seconds=5)
    assert done == ["counted"]
    await under_way
    await looking.acquire()
    await stop_ticking(made, looking, seconds=0.01)
    assert "stopped in the middle" in caplog.text
