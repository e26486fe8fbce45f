"""What follows from servers coming and going: marks for new channels, gaps asked back, purging."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from adapters.discord.api import Api
from adapters.discord.backfill import DiscordBackfill
from adapters.discord.intake import channels_of
from adapters.discord.tenants import Tenant
from adapters.discord.world import World, space_of
from bot.delivery_ports import Mark
from bot.domain.facts import Fact
from bot.domain.preferences import Preferences
from bot.domain.refs import CommunityId, SpaceRef
from bot.domain.times import DAY, Micros
from bot.ports import Clock, FactWriter, Store
from bot.usecases.backfill import HighWater, fill, open_gaps

log = logging.getLogger(__name__)

FIRST = Micros(35 * DAY)
"""How far back a channel is read that Foster sees for the first time: five weeks."""
_FLUSH_EVERY = 5.0
_AT_ONCE = 4

Purge = Callable[[CommunityId, SpaceRef], Awaitable[None]]


@dataclass(slots=True)
class Care:
    """`adapters.discord.intake.Caretaker`. `purge` deletes what came from a server that removed Foster."""

    store: Store
    writer: FactWriter
    world: World
    api: Api
    clock: Clock
    purge: Purge
    high: HighWater
    flush_every: float = _FLUSH_EVERY
    _filling: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    def stored(self, community: CommunityId, facts: list[Fact]) -> None:
        """These facts are durable now."""
        self.high.note(community, facts)

    async def arrived(self, guild: str, tenant: Tenant) -> None:
        """A server is there (again): everything since each channel's mark is asked for, in the background."""
        await self.agree(tenant)
        await self.high.flush()
        await self._begin_marks(guild, tenant)
        await open_gaps(self.store, tenant.community, space_of(guild))
        running = self._filling.get(guild)
        if running is not None and not running.done():
            running.cancel()
        self._filling[guild] = asyncio.create_task(self._fill(guild, tenant))

    async def removed(self, guild: str, tenant: Tenant) -> None:
        """Foster was removed: what it knows of the server goes."""
        running = self._filling.pop(guild, None)
        if running is not None:
            running.cancel()
        await self.purge(tenant.community, space_of(guild))

    async def agree(self, tenant: Tenant) -> None:
        """Private channels that an admin chose as a place where people ask for help are read, too."""
        async with self.store.reading(tenant.community) as unit:
            chosen = Preferences.read(await unit.settings.all()).channels("help-channels")
        self.world.places.agreed.update(channel.id for channel in chosen)

    async def flush_forever(self) -> None:
        """Write high-water marks down now and then, and once more at the end."""
        try:
            while True:
                await asyncio.sleep(self.flush_every)
                await self._flush()
        finally:
            await self._flush()

    async def filled(self) -> None:
        """Return once every backfill under way has ended."""
        await asyncio.gather(*self._filling.values(), return_exceptions=True)

    async def close(self) -> None:
        """Stop asking; what is not known yet stays a gap."""
        for task in self._filling.values():
            task.cancel()
        await self.filled()

    async def _flush(self) -> None:
        try:
            await self.high.flush()
        except Exception:
            log.exception("marks not written")

    async def _begin_marks(self, guild: str, tenant: Tenant) -> None:
        now = self.clock.now()
        async with self.store.writing(tenant.community) as unit:
            known = {mark.channel for mark in await unit.marks.all()}
            fresh = [channel for channel in channels_of(self.world, guild) if channel not in known]
            await unit.marks.save([Mark(channel, Micros(now - FIRST), Micros(0)) for channel in fresh])

    async def _fill(self, guild: str, tenant: Tenant) -> None:
        source = DiscordBackfill(self.api, self.world, tenant, self.store, self.clock)
        async with self._turns:
            try:
                came = await fill(self.store, self.writer, source, tenant.community)
            except Exception:
                log.exception("backfill failed", extra={"space": str(space_of(guild))})
            else:
                log.info("backfilled", extra={"space": str(space_of(guild)), "facts": came})
