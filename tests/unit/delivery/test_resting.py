"""A community that is long to derive leaves the processor to others in between."""

from __future__ import annotations

from bot.domain.refs import CommunityId
from bot.domain.times import HOUR, MINUTE, SECOND
from bot.ports import Store
from bot.usecases import tick
from bot.usecases.tick import Ticker
from tests.fakes.delivery import TurnedClock, help_given, open_channels, ticker
from tests.fakes.memory_store import MemoryStore
from tests.fakes.platform import FakePlatform
from tests.fakes.soup import ADA, BEN, SOUP


class Derived:
    """Deriving takes some seconds; something is always left."""

    def __init__(self, clock: TurnedClock, seconds: int) -> None:
        self.clock, self.seconds, self.times = clock, seconds, 0

    async def __call__(self, _store: Store, _community: CommunityId) -> None:
        self.times += 1
        self.clock.forward(self.seconds * SECOND)


async def made(seconds: int) -> tuple[Ticker, Derived, TurnedClock]:
    clock, store = TurnedClock(), MemoryStore()
    clock.forward(1_000 * HOUR)
    await store.create(SOUP)
    await open_channels(store, SOUP.id)
    await store.write(SOUP.id, help_given("1", clock.now() - HOUR, ADA, BEN))
    derived = Derived(clock, seconds)
    return ticker(store, FakePlatform(clock.now), clock, derive=derived), derived, clock


async def times_in(ticks: int, seconds: int, every: int) -> int:
    ticker_, derived, clock = await made(seconds)
    for _ in range(ticks):
        await ticker_.tick()
        clock.forward(every * SECOND)
    return derived.times


async def test_what_takes_long_rests_four_times_as_long() -> None:
    assert await times_in(20, seconds=30, every=30) == 5
    assert await times_in(20, seconds=1, every=30) == 20
    assert await times_in(20, seconds=0, every=30) == 20


async def test_it_never_rests_for_long() -> None:
    ticker_, derived, clock = await made(3_600)
    await ticker_.tick()
    clock.forward(tick.LONGEST_REST)
    await ticker_.tick()
    assert derived.times == 2


async def test_a_clock_that_is_put_back_does_not_prolong_a_rest() -> None:
    ticker_, derived, clock = await made(30)
    await ticker_.tick()
    clock.forward(-2 * HOUR)
    await ticker_.tick()
    assert derived.times == 2
    clock.forward(MINUTE)
    await ticker_.tick()
    assert derived.times == 2
