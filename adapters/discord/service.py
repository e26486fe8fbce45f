"""Discord, put together: one connection, and everything that works behind it until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.discord import menus, setup
from adapters.discord.answers import Answers
from adapters.discord.callers import Callers
from adapters.discord.care import Care, Purge, There, nowhere
from adapters.discord.client import (
    Connection,
    Shards,
    connect,
    describe_channel,
    logged_in,
    point_to,
    register,
)
from adapters.discord.doctor import examine
from adapters.discord.intake import Intake
from adapters.discord.pointing import Pointing
from adapters.discord.publisher import DiscordPublisher
from adapters.discord.roster import Roster
from adapters.discord.speech import Speech
from adapters.discord.starting import Starting
from adapters.discord.tenants import Join, Tenant, Tenants
from adapters.discord.tree import Tree, grow
from adapters.discord.world import World, space_of
from bot.commands.spec import Reply
from bot.core import Core
from bot.domain.preferences import Preferences
from bot.domain.refs import ChannelRef, CommunityId
from bot.ports import Clock
from bot.usecases.backfill import HighWater
from bot.views.card import Chart
from bot.views.texts import Texts, texts

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outside:
    """What the program gives to Discord.

    `paint` draws charts, `join` finds a server's community, `there` says in which ones Foster read along.
    """

    core: Core
    clock: Clock
    join: Join
    purge: Purge
    paint: Callable[[Chart], bytes]
    there: There = nowhere


@dataclass(slots=True)
class DiscordService:
    """`serve` runs until cancelled; what came in before is stored then."""

    token: str
    api_url: str
    outside: Outside
    shards: Shards = field(default_factory=Shards)
    tree: Tree = field(init=False)
    speech: Speech = field(init=False)
    connection: Connection = field(init=False)
    intake: Intake = field(init=False)
    care: Care = field(init=False)
    starting: Starting = field(init=False)
    answers: Answers = field(init=False)
    publisher: DiscordPublisher = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Everything that needs no connection yet."""
        outside = self.outside
        core, clock = outside.core, outside.clock
        point_to(self.api_url)
        self.tree = grow((*core.catalogue, *setup.COMMANDS), menus.PAYLOAD)
        self.speech = Speech.of(self.tree)
        world, tenants = World(), Tenants(self.outside.join)
        self.connection = Connection(self._take, self._act, self.shards)
        api = self.connection.api
        high = HighWater(core.store)
        roster = Roster(api, core, world, clock)
        self.care = Care(
            core.store, core.writer, world, api, clock, outside.purge, high, roster, outside.there
        )
        self.intake = Intake(core, world, tenants, self.care, clock, self._describe)
        paint = self.outside.paint
        callers = Callers(core, world, clock)
        changed = self.care.settings_changed
        self.starting = Starting(core, self.speech, paint, clock, self._examine, changed)
        self.answers = Answers(
            api,
            core,
            callers,
            Pointing(api, core, callers),
            tenants,
            self.tree,
            self.speech,
            paint,
            clock,
            self.starting,
        )
        self.publisher = DiscordPublisher(
            api, lambda: self.connection.own, self._admins, paint, clock, self.speech
        )

    async def doctor(self) -> Reply:
        """What is wrong with the application, as far as it shows without a server. Does not connect."""
        async with logged_in(self.connection, self.token):
            return await examine(self.connection.api, self.tree, None, (), texts("en"))

    def connected(self) -> bool:
        """Whether every shard of this process has its connection."""
        shards = self.connection.shards.values()
        return bool(shards) and not any(shard.is_closed() for shard in shards)

    async def serve(self) -> None:
        """Connect and work. A `SettingsError` where Discord will not have us as we are set up."""
        working = asyncio.create_task(self.intake.run())
        flushing = asyncio.create_task(self.care.flush_forever())
        registering = asyncio.create_task(self._register())
        try:
            await connect(self.connection, self.token)
        finally:
            registering.cancel()
            await self.starting.close()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self.intake.drain()
            working.cancel()
            await self.care.close()
            await asyncio.gather(working, flushing, registering, return_exceptions=True)

    def _take(self, event: str, payload: Mapping[str, Any]) -> None:
        self.intake.take(event, payload)

    def _act(self, payload: Mapping[str, Any]) -> None:
        task = asyncio.create_task(self.answers.answer(payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _describe(self, channel: str) -> Mapping[str, Any] | None:
        return await describe_channel(self.connection, channel)

    async def _examine(self, guild: str, tenant: Tenant, t: Texts) -> Reply:
        chosen = await self._preferences(tenant.community)
        wanted = [*chosen.channels("help-channels"), *chosen.channels("digest-channel")]
        here = [ref for ref in dict.fromkeys(wanted) if ref.space == space_of(guild)]
        return await examine(self.connection.api, self.tree, guild, here, t)

    async def _admins(self, community: CommunityId) -> ChannelRef | None:
        """Where the server's own notices to its moderators go: a private channel of their choice."""
        for guild in self.answers.tenants.guilds():
            tenant = self.answers.tenants.of(guild)
            if tenant is not None and tenant.community == community:
                row = await self.connection.api.call("GET", "/guilds/{guild_id}", guild_id=guild)
                channel = row.get("public_updates_channel_id")
                return ChannelRef(space_of(guild), str(channel)) if channel else None
        return None

    async def _preferences(self, community: CommunityId) -> Preferences:
        async with self.outside.core.store.reading(community) as unit:
            return Preferences.read(await unit.settings.all())

    async def _register(self) -> None:
        """Once connected: the commands, where Discord has others."""
        await self.connection.logged_in.wait()
        try:
            self.speech.ids.update(await register(self.connection, self.tree))
        except Exception:
            log.exception("commands not registered")
