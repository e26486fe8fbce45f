"""What follows from servers coming and going: marks for new channels, gaps asked back, purging."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.discord.api import Api
from adapters.discord.backfill import ACTIVE, DiscordBackfill, rows_of
from adapters.discord.inbound import channel_fact, marks
from adapters.discord.places import tag_names
from adapters.discord.roster import Roster
from adapters.discord.rows import Joined, Ready
from adapters.discord.tenants import Tenant
from adapters.discord.world import World, space_of
from bot.delivery_ports import Mark
from bot.domain.facts import Fact
from bot.domain.preferences import Preferences
from bot.domain.refs import ChannelRef, CommunityId, SpaceRef
from bot.domain.times import DAY, Micros
from bot.ports import Clock, FactWriter, Store
from bot.usecases.backfill import HighWater, Told, fill, open_gaps, silent

log = logging.getLogger(__name__)

FIRST = Micros(35 * DAY)
"""How far back a channel is read that Foster sees for the first time: five weeks."""
_FLUSH_EVERY = 30.0
"""Seconds between writing marks down: a gap is asked for from ten minutes before its mark anyway."""
_AT_ONCE = 4

Purge = Callable[[CommunityId, SpaceRef], Awaitable[None]]
There = Callable[[], Awaitable[Mapping[SpaceRef, CommunityId]]]
"""The servers in which Foster read along, as far as it knows."""


async def nowhere() -> Mapping[SpaceRef, CommunityId]:
    """Nothing is kept of earlier runs."""
    return {}


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
    roster: Roster
    there: There = nowhere
    flush_every: float = _FLUSH_EVERY
    _chosen: dict[str, Preferences] = field(default_factory=dict)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)
    _filling: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    def stored(self, community: CommunityId, facts: list[Fact]) -> None:
        """These facts are durable now."""
        self.high.note(community, facts)

    async def arriving(self, guild: str, tenant: Tenant) -> None:
        """A server is about to be read: what its admins chose decides how."""
        self._heed(guild, await self._preferences(tenant))

    async def arrived(self, guild: str, tenant: Tenant, told: Told = silent) -> None:
        """A server is there (again): everything since each channel's mark is asked for, in the background.

        `told` hears how far that is: channels that are done, and all of them.
        """
        await self.high.flush()
        await self._begin_marks(guild, tenant)
        await open_gaps(self.store, tenant.community, space_of(guild))
        running = self._filling.get(guild)
        if running is not None and not running.done():
            running.cancel()
        self._filling[guild] = asyncio.create_task(self._fill(guild, tenant, told))

    async def removed(self, guild: str, community: CommunityId) -> None:
        """Foster was removed: what it knows of the server goes."""
        self._chosen.pop(guild, None)
        self.world.places.solving.pop(guild, None)
        running = self._filling.pop(guild, None)
        if running is not None:
            running.cancel()
        await self.purge(community, space_of(guild))

    async def missing(self, session: Ready) -> Mapping[str, CommunityId]:
        """Servers of a session's shard that it does not name: they removed Foster while it was away.

        One in an outage is named, and arrives or not.
        """
        named = {row.id for row in session.guilds}
        number, count = session.shard
        return {
            space.id: community
            for space, community in (await self.there()).items()
            if space.id not in named and shard_of(space.id, count) == number
        }

    async def settings_changed(self, guild: str, tenant: Tenant, told: Told = silent) -> bool:
        """An admin chose something: what it changes here is done at once. Whether channels are read anew."""
        before, now = self._chosen.get(guild), await self._preferences(tenant)
        self._heed(guild, now)
        if before is None or before.values["staff-roles"] != now.values["staff-roles"]:
            await self.roster.look(guild, tenant, chosen_anew=True)
        if before is None or before.values["solved-tags"] != now.values["solved-tags"]:
            await self.writer.write(tenant.community, await self._active(guild))
        if before is not None and before.values["help-channels"] == now.values["help-channels"]:
            return False
        at, here = self.clock.now(), self.world.places.of(guild)
        await self.writer.write(tenant.community, [channel_fact(place, at) for place in here])
        await self.arrived(guild, tenant, told)
        return True

    async def heard(self, guild: str, tenant: Tenant, news: Sequence[Joined]) -> None:
        """People joined or changed: they may hold a role that makes staff."""
        try:
            await self.roster.heard(guild, tenant, news)
        except Exception:
            log.exception("roles not looked at", extra={"space": str(space_of(guild))})

    async def role_gone(self, guild: str, tenant: Tenant, role: str) -> None:
        """A role is no more; nobody holds it."""
        try:
            if await self.roster.makes_staff(tenant, role):
                await self.roster.look(guild, tenant)
        except Exception:
            log.exception("roles not looked at", extra={"space": str(space_of(guild))})

    def _heed(self, guild: str, chosen: Preferences) -> None:
        """Read private channels that an admin chose as a place for help, and know a post by its tags."""
        before, self._chosen[guild] = self._chosen.get(guild), chosen
        agreed = self.world.places.agreed
        if before is not None:
            agreed.difference_update(_helping(before, guild))
        agreed.update(_helping(chosen, guild))
        self.world.places.solving[guild] = tag_names(chosen)

    async def _preferences(self, tenant: Tenant) -> Preferences:
        async with self.store.reading(tenant.community) as unit:
            return Preferences.read(await unit.settings.all())

    async def _active(self, guild: str) -> list[Fact]:
        """Whether each open thread is solved, in one request."""
        places, now = self.world.places, self.clock.now()
        facts: list[Fact] = []
        for row in rows_of(await self.api.call("GET", ACTIVE, guild_id=guild)):
            place = places.place(row.parent_id or "")
            if place is not None and places.readable(place):
                facts += marks(places, row, place, now)
        return facts

    async def flush_forever(self) -> None:
        """Write high-water marks down now and then, and once more when it closes."""
        while not self._closing.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.flush_every):
                    await self._closing.wait()
            await self._flush()

    async def filled(self) -> None:
        """Return once every backfill under way has ended."""
        await asyncio.gather(*self._filling.values(), return_exceptions=True)

    async def close(self) -> None:
        """Stop asking, and let the last marks be written; what is not known yet stays a gap."""
        self._closing.set()
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
            fresh = [channel for channel in _channels_of(self.world, guild) if channel not in known]
            await unit.marks.save([Mark(channel, Micros(now - FIRST), Micros(0)) for channel in fresh])

    async def _fill(self, guild: str, tenant: Tenant, told: Told) -> None:
        source = DiscordBackfill(self.api, self.world, tenant, self.store, self.clock)

        def reads(channel: ChannelRef) -> bool:
            """A community may have servers and workspaces besides; their gaps are theirs to ask for."""
            return channel.space == space_of(guild)

        async with self._turns:
            try:
                await self.roster.look(guild, tenant)
                came = await fill(self.store, self.writer, source, tenant.community, told, reads)
            except Exception:
                log.exception("backfill failed", extra={"space": str(space_of(guild))})
            else:
                log.info("backfilled", extra={"space": str(space_of(guild)), "facts": came})


def shard_of(guild: str, count: int) -> int:
    """Which shard gets a server's events."""
    return (int(guild) >> 22) % count


def _helping(chosen: Preferences, guild: str) -> set[str]:
    return {ref.id for ref in chosen.channels("help-channels") if ref.space == space_of(guild)}


def _channels_of(world: World, guild: str) -> list[ChannelRef]:
    """The channels of a server that Foster reads."""
    return [ChannelRef(space_of(guild), place.id) for place in world.places.of(guild)]
