from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.delivery_ports import Mark
from bot.domain.refs import CommunityId
from bot.domain.times import Micros
from bot.ports import Unit
from bot.usecases.backfill import HighWater, fill, open_gaps
from tests.fakes.delivery import TurnedClock
from tests.fakes.memory_store import MemoryStore
from tests.fakes.platform import FakePlatform
from tests.fakes.soup import CHAT, GUILD, HELP, SOUP, SPACE, at, said


@pytest.fixture
async def store() -> MemoryStore:
    made = MemoryStore()
    await made.create(SOUP, [SPACE])
    return made


async def marks(store: MemoryStore) -> dict[str, Mark]:
    async with store.reading(SOUP.id) as unit:
        return {mark.channel.id: mark for mark in await unit.marks.all()}


async def state_hash(store: MemoryStore) -> str:
    async with store.reading(SOUP.id) as unit:
        return await unit.facts.state_hash()


async def live(store: MemoryStore, high: HighWater, *hours: int) -> None:
    facts = [said(str(hour), hour) for hour in hours]
    await store.write(SOUP.id, facts)
    high.note(SOUP.id, facts)
    await high.flush()


async def test_a_gap_and_its_backfill_equal_an_uninterrupted_run(store: MemoryStore) -> None:
    high, platform = HighWater(store), FakePlatform(TurnedClock().now)
    platform.history = {HELP: [said(str(hour), hour) for hour in range(1, 12)]}
    await live(store, high, 1, 2, 3)
    assert await open_gaps(store, SOUP.id, GUILD) == 0
    assert await open_gaps(store, SOUP.id, SPACE) == 1
    await live(store, high, 10, 11)  # live again before the gap is filled
    assert (await marks(store))["C1"] == Mark(HELP, at(3), at(11), gap=True)
    assert await fill(store, store, platform, SOUP.id) == 9
    assert (await marks(store))["C1"] == Mark(HELP, at(11), at(11))
    clean = MemoryStore()
    await clean.create(SOUP, [SPACE])
    await clean.write(SOUP.id, platform.history[HELP])
    assert await state_hash(store) == await state_hash(clean)


async def test_a_backfill_that_breaks_goes_on_where_it_was(store: MemoryStore) -> None:
    high, platform = HighWater(store), FakePlatform(TurnedClock().now)
    platform.history = {HELP: [said(str(hour), hour) for hour in range(1, 8)]}
    await live(store, high, 1)
    await open_gaps(store, SOUP.id)
    pages = iter(range(9))

    def fail(_: str) -> None:
        if next(pages) == 2:
            raise ConnectionError

    platform.between = fail
    await fill(store, store, platform, SOUP.id)
    broken = (await marks(store))["C1"]
    assert (broken.gap, broken.known) == (True, at(4))
    assert await fill(store, store, platform, SOUP.id) == 4
    assert not (await marks(store))["C1"].gap


async def test_marks_only_rise(store: MemoryStore) -> None:
    high = HighWater(store)
    await live(store, high, 9)
    await live(store, high, 2)
    await high.flush()
    assert (await marks(store))["C1"].known == at(9)
    async with store.writing(SOUP.id) as unit:
        await unit.marks.save([Mark(CHAT, Micros(0), Micros(0))])
    assert set(await marks(store)) == {"C1", "C2"}


async def test_marks_that_could_not_be_written_are_noted_again(store: MemoryStore) -> None:
    class Broken(MemoryStore):
        @asynccontextmanager
        async def writing(self, community: CommunityId) -> AsyncIterator[Unit]:
            yield await self.gone(community)

        async def gone(self, community: CommunityId) -> Unit:
            raise OSError(community)

    high = HighWater(Broken())
    high.note(SOUP.id, [said("1", 1)])
    with pytest.raises(OSError, match="soup"):
        await high.flush()
    high.note(SOUP.id, [said("2", 2)])
    high.store = store
    await high.flush()
    assert (await marks(store))["C1"].known == at(2)


async def test_whoever_wants_hears_how_far_it_is(store: MemoryStore) -> None:
    high, platform, heard = HighWater(store), FakePlatform(TurnedClock().now), list[tuple[int, int]]()
    await live(store, high, 1)
    await open_gaps(store, SOUP.id)
    await fill(store, store, platform, SOUP.id, lambda done, every: heard.append((done, every)))
    assert heard == [(0, 1), (1, 1)]


async def test_two_may_write_marks_down_at_once(store: MemoryStore) -> None:
    high = HighWater(store)
    for hour in range(1, 4):
        high.note(SOUP.id, [said(str(hour), hour)])
        high.note(CommunityId("other"), [])
        await asyncio.gather(*(high.flush() for _ in range(3)), return_exceptions=True)
    assert (await marks(store))["C1"].known == at(3)
