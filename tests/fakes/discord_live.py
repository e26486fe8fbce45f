"""Foster's Discord side against the fake Discord, with everything else in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from adapters.clock import SystemClock
from adapters.discord.client import Shards
from adapters.discord.service import DiscordService, Outside
from adapters.discord.tenants import Tenant
from bot.commands.catalogue import catalogue
from bot.core import Core
from bot.domain.community import Community
from bot.domain.facts import Fact
from bot.domain.judging import judge
from bot.domain.refs import CommunityId, SpaceRef
from bot.ports import Clock, Store
from tests.fakes.discord_server import TOKEN, FakeDiscord
from tests.fakes.memory_store import MemoryStore


@dataclass(slots=True)
class DirectWriter:
    """Stores at once, and remembers what it was given; `broken` refuses everything."""

    store: Store
    broken: bool = False
    facts: list[Fact] = field(default_factory=list)

    async def write(self, community: CommunityId, facts: Sequence[Fact]) -> None:
        if self.broken:
            raise OSError("no space left")
        async with self.store.writing(community) as unit:
            await unit.facts.ingest(facts)
        self.facts += facts


@dataclass(slots=True)
class Live:
    """A running service. `purged` are the spaces that removed Foster."""

    store: MemoryStore
    writer: DirectWriter
    service: DiscordService
    purged: list[SpaceRef] = field(default_factory=list)

    async def settled(self) -> None:
        """Return once what came so far is stored and every gap is filled."""
        await self.service.intake.drain()
        await self.service.care.filled()

    async def state_hash(self) -> str:
        """Over all facts of the only community."""
        (community,) = await self.store.communities()
        async with self.store.reading(community.id) as unit:
            return await unit.facts.state_hash()


def made(
    discord: FakeDiscord, store: MemoryStore | None = None, token: str = TOKEN, clock: Clock | None = None
) -> Live:
    """A service that is not running yet."""
    store = store or MemoryStore()
    writer = DirectWriter(store)
    purged: list[SpaceRef] = []

    async def join(space: SpaceRef, title: str) -> Tenant:
        known = await store.community_of(space)
        if known is None:
            known = CommunityId(f"c{space.id}")
            await store.create(Community(known, title, b"salt"), [space])
        return Tenant(known, partial(judge, salt=b"salt"))

    async def purge(_community: CommunityId, space: SpaceRef) -> None:
        purged.append(space)

    core = Core(store, writer, catalogue())

    async def there() -> Mapping[SpaceRef, CommunityId]:
        """Where it read along: a fake of what the databases ask their marks."""
        found: dict[SpaceRef, CommunityId] = {}
        for community in await store.communities():
            async with store.reading(community.id) as unit:
                found |= {mark.channel.space: community.id for mark in await unit.marks.all()}
        return found

    outside = Outside(core, clock or SystemClock(), join, purge, lambda _chart: b"\x89PNG", there)
    return Live(store, writer, DiscordService(token, discord.address, outside, Shards()), purged)


@asynccontextmanager
async def running(discord: FakeDiscord, live: Live) -> AsyncIterator[Live]:
    """The service, connected and settled; stopped at the end."""
    task = asyncio.create_task(live.service.serve())
    try:
        await discord.until(lambda: task.done() or live.service.intake.counts["GUILD_CREATE"])
        if not task.done():
            await live.settled()
        yield live
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
