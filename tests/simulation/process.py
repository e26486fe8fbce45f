"""One process of a simulated deployment: it may lag, die at any point, and meet a full disk."""

from __future__ import annotations

import asyncio
import errno
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from bot.delivery_ports import Page, Target, TryLaterError
from bot.domain.community import Community
from bot.domain.facts import Fact
from bot.domain.refs import ChannelRef, CommunityId, MemberRef, SpaceRef
from bot.domain.times import Micros
from bot.ports import Unit
from bot.usecases.backfill import HighWater
from bot.usecases.pacing import PacedPublisher
from bot.usecases.recheck import recheck
from bot.usecases.tick import Ticker
from bot.views.card import Card
from tests.fakes.delivery import TurnedClock, by_replies, ticker
from tests.fakes.memory_store import MemoryStore
from tests.fakes.platform import FakePlatform, Killed

T = TypeVar("T")


@dataclass(slots=True)
class Fate:
    """A process dies after `points` more points or at the `fatal` one; `disk` commits in 1,000 fail."""

    dice: random.Random
    points: int | None = None
    fatal: str = ""
    disk: int = 0
    dead: bool = False
    died_at: list[str] = field(default_factory=list)

    async def reach(self, point: str) -> None:
        for _ in range(self.dice.randrange(3)):
            await asyncio.sleep(0)
        self.points = None if self.points is None else self.points - 1
        if not self.dead and (self.points == 0 or point == self.fatal):
            self.dead = True
            self.died_at.append(point)
        if self.dead:
            raise Killed
        if point == "before commit" and self.dice.randrange(1_000) < self.disk:
            raise OSError(errno.ENOSPC, "full")


@dataclass(slots=True)
class ProcessStore:
    """`bot.ports.Store` as one process sees it: transactions of one community wait for each other."""

    shared: MemoryStore
    locks: Mapping[CommunityId, asyncio.Lock]
    fate: Fate

    async def communities(self) -> Sequence[Community]:
        return await self.shared.communities()

    async def create(self, community: Community, spaces: Sequence[SpaceRef] = ()) -> None:
        await self.shared.create(community, spaces)

    async def community_of(self, space: SpaceRef) -> CommunityId | None:
        return await self.shared.community_of(space)

    async def attach(self, community: CommunityId, space: SpaceRef) -> None:
        await self.shared.attach(community, space)

    @asynccontextmanager
    async def reading(self, community: CommunityId) -> AsyncIterator[Unit]:
        await self.fate.reach("read")
        async with self.shared.reading(community) as unit:
            yield unit

    @asynccontextmanager
    async def writing(self, community: CommunityId) -> AsyncIterator[Unit]:
        async with self.locks[community]:
            await self.fate.reach("begin")
            async with self.shared.writing(community) as unit:
                yield unit
                await self.fate.reach("before commit")
            await self.fate.reach("after commit")

    async def at_once(self, community: CommunityId, work: Callable[[Unit], Awaitable[T]]) -> T:
        async with self.writing(community) as unit:
            return await work(unit)

    async def look(self, community: CommunityId, work: Callable[[Unit], Awaitable[T]]) -> T:
        async with self.reading(community) as unit:
            return await work(unit)

    async def ingest(self, batch: Sequence[tuple[CommunityId, Sequence[Fact]]]) -> None:
        """One community a batch, as the simulation writes them."""
        for community, facts in batch:
            async with self.writing(community) as unit:
                await unit.facts.ingest(facts)

    async def write(self, community: CommunityId, facts: Sequence[Fact]) -> None:
        await self.ingest([(community, facts)])

    async def anything(self, now: Micros) -> bool:
        return await self.shared.anything(now)

    async def claim(self, now: Micros, until: Micros, limit: int) -> Sequence[CommunityId]:
        await self.fate.reach("claim")
        claimed = await self.shared.claim(now, until, limit)
        await self.fate.reach("claimed")
        return claimed

    async def mail_due(self, now: Micros, limit: int) -> Sequence[CommunityId]:
        return await self.shared.mail_due(now, limit)

    async def unsettled(self, limit: int) -> Sequence[CommunityId]:
        return await self.shared.unsettled(limit)

    async def counts(self) -> Mapping[str, int]:
        return await self.shared.counts()

    async def clean(self, members: Collection[MemberRef] = ()) -> None:
        await self.shared.clean(members)


@dataclass(slots=True)
class ProcessPlatform:
    """The platform as one process sees it."""

    shared: FakePlatform
    fate: Fate
    clock: TurnedClock
    told: int = 0
    early: int = 0

    async def post(self, to: Target, card: Card, key: str) -> str:
        await self.fate.reach("before post")
        with self._listening():
            external = await self.shared.post(to, card, key)
        await self.fate.reach("after post")
        return external

    async def find(self, to: Target, key: str) -> str | None:
        await self.fate.reach("before find")
        with self._listening():
            return await self.shared.find(to, key)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Counts calls before the end of a wait that this process was told of."""
        self.early += self.clock.now() < self.told
        try:
            yield
        except TryLaterError as later:
            self.told = self.clock.now() + later.after
            raise

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:
        await self.fate.reach("before edit")
        with self._listening():
            await self.shared.edit(to, external, card, key)

    async def since(self, channel: ChannelRef, after: Micros) -> AsyncIterator[Page]:
        async for page in self.shared.since(channel, after):
            await self.fate.reach("page")
            yield page


@dataclass(slots=True)
class Process:
    """A running Foster."""

    name: str
    fate: Fate
    store: ProcessStore
    platform: ProcessPlatform
    ticker: Ticker
    high_water: HighWater


def start(
    name: str,
    dice: random.Random,
    store: MemoryStore,
    locks: Mapping[CommunityId, asyncio.Lock],
    platform: FakePlatform,
    clock: TurnedClock,
) -> Process:
    """A fresh process; what the last one of this name kept in memory is gone."""
    fate = Fate(dice)
    mine, theirs = ProcessStore(store, locks, fate), ProcessPlatform(platform, fate, clock)
    paced = PacedPublisher(theirs, clock, asleep)
    ticking = ticker(mine, paced, clock, name, by_replies, weekly=recheck)
    return Process(name, fate, mine, theirs, ticking, HighWater(mine))


async def asleep(_: float) -> None:
    """Seconds are short here: nobody waits for them."""
