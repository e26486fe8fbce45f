"""What the gateway says, in order and stored before anything counts as known.

Events wait in one queue and are committed in batches. The gateway cannot be held back: where the database
falls far behind, the oldest events are given up and their server is marked to be asked again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from adapters.discord import talks
from adapters.discord.inbound import channel_fact, see
from adapters.discord.putting_off import SILENT, PuttingOff
from adapters.discord.rows import ChannelRow, Joined, Ready, RoleGone
from adapters.discord.tenants import Tenant, Tenants
from adapters.discord.world import Cleared, Seen, World, read, space_of
from adapters.markup.discord import sent
from bot.core import Core
from bot.domain.facts import Fact, Reaction
from bot.domain.refs import CommunityId
from bot.domain.stretches import Stretch
from bot.domain.times import Micros
from bot.ports import Clock
from bot.usecases.offers import offer_talk

log = logging.getLogger(__name__)

MOST_WAITING = 50_000
LINGER = 0.1
"""Seconds to gather events before they are stored: Discord waits for nothing, and few commits are cheap."""
_BATCH = 5_000
_BREATH = 100
"""Events after which whoever waits for an answer gets a turn."""
_AT_ONCE = 3
"""Batches on their way to the database while the next one is read."""
_ROLES = frozenset({"GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE"})
_PAUSE = 1.0  # seconds between attempts while the database does not take anything


class Caretaker(Protocol):
    """What follows from servers coming and going, and from facts being stored."""

    def stored(self, community: CommunityId, facts: list[Fact]) -> None:
        """These facts are durable now."""
        ...

    async def arriving(self, guild: str, tenant: Tenant) -> None:
        """A server is about to be read."""
        ...

    async def arrived(self, guild: str, tenant: Tenant) -> None:
        """A server is there (again): what it said meanwhile is missing."""
        ...

    async def heard(self, guild: str, tenant: Tenant, news: Sequence[Joined]) -> None:
        """People joined or changed."""
        ...

    async def role_gone(self, guild: str, tenant: Tenant, role: str) -> None:
        """A role is no more."""
        ...

    async def removed(self, guild: str, community: CommunityId) -> None:
        """Foster was removed from a server."""
        ...

    async def missing(self, session: Ready) -> Mapping[str, CommunityId]:
        """Servers that removed Foster while it was away, as a new session shows."""
        ...


@dataclass(slots=True)
class Intake:
    """`ask_channel` has Discord describe a channel.

    `counts` says for metrics which events came, each once; `put_off` how often the database took nothing.
    """

    core: Core
    world: World
    tenants: Tenants
    caretaker: Caretaker
    clock: Clock
    ask_channel: Callable[[str], Awaitable[Mapping[str, Any] | None]]
    most_waiting: int = MOST_WAITING
    linger: float = LINGER
    counts: Counter[str] = field(default_factory=Counter)
    put_off: int = 0
    putting_off: PuttingOff = field(default_factory=PuttingOff)
    _waiting: deque[tuple[str, Mapping[str, Any], bool]] = field(default_factory=deque)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _idle: asyncio.Event = field(default_factory=asyncio.Event)
    _asked: set[str] = field(default_factory=set)
    _given_up: set[str] = field(default_factory=set)
    _storing: set[asyncio.Task[None]] = field(default_factory=set)
    _reading: bool = False

    def take(self, event: str, payload: Mapping[str, Any], *, new: bool = True) -> None:
        """One event, as it comes from the gateway. Never waits."""
        if len(self._waiting) >= self.most_waiting:
            _, lost, _ = self._waiting.popleft()
            self.counts["given up"] += 1
            self._given_up.add(str(lost.get("guild_id", "")))
        self._waiting.append((event, payload, new))
        self._idle.clear()
        self._wake.set()

    async def run(self) -> None:
        """Work off the queue until cancelled."""
        while True:
            if not self._waiting:
                self._wake.clear()
                self._rest()
                await self._wake.wait()
            if len(self._waiting) < _BATCH:
                await asyncio.sleep(self.linger)
            self._reading = True
            await self._batch()
            self._reading = False

    async def drain(self) -> None:
        """Return once everything that came so far is stored."""
        await self._idle.wait()

    async def _batch(self) -> None:
        """Take what waits; store it by community, all of them at once."""
        facts: dict[CommunityId, list[Fact]] = defaultdict(list)
        arrived: list[str] = []
        people: dict[str, list[Joined]] = defaultdict(list)
        for number in range(min(len(self._waiting), _BATCH)):
            if number % _BREATH == _BREATH - 1:
                await asyncio.sleep(0)
            event, payload, new = self._waiting.popleft()
            self.counts[event] += new
            if event == "GUILD_CREATE":
                arrived += await self._arrive(payload)
            elif event == "GUILD_DELETE":
                await self._leave(payload)
            elif event == "READY":
                await self._ready(payload)
            elif event in _ROLES and (row := read(payload, Joined)) is not None:
                people[row.guild_id].append(row)
            elif event == "GUILD_ROLE_DELETE":
                await self._role_gone(payload)
            await self._one(event, payload, facts)
        arrived += sorted(self._given_up)
        self._given_up.clear()
        task = asyncio.create_task(self._finish(facts, people, arrived))
        self._storing.add(task)
        task.add_done_callback(self._stored)
        if len(self._storing) >= _AT_ONCE:
            await asyncio.wait(self._storing, return_when=asyncio.FIRST_COMPLETED)

    async def _finish(
        self,
        facts: Mapping[CommunityId, list[Fact]],
        people: Mapping[str, list[Joined]],
        arrived: Sequence[str],
    ) -> None:
        """Store a batch, then do what follows from it. Others may be under way: facts merge in any order."""
        await self._store(facts)
        for guild, news in people.items():
            if (tenant := self.tenants.of(guild)) is not None:
                await self.caretaker.heard(guild, tenant, news)
        for guild in dict.fromkeys(arrived):
            if (tenant := self.tenants.of(guild)) is not None:
                await self.caretaker.arrived(guild, tenant)

    def _stored(self, task: asyncio.Task[None]) -> None:
        self._storing.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("not looked after", exc_info=task.exception())
        if not self._reading:
            self._rest()

    def _rest(self) -> None:
        if not self._waiting and not self._storing:
            self._idle.set()

    async def _one(
        self, event: str, payload: Mapping[str, Any], facts: dict[CommunityId, list[Fact]]
    ) -> None:
        guild = str(payload.get("id" if event == "GUILD_CREATE" else "guild_id", ""))
        tenant = self.tenants.of(guild)
        if tenant is None:
            return
        if event in talks.EVENTS:
            offer = talks.talk_offer(payload)
            if offer is not None:
                await offer_talk(self.core.store, tenant.community, offer, self.clock.now())
            return
        seen = see(self.world, event, payload, tenant.judge, self.clock.now())
        if seen.unknown is not None:
            seen = await self._ask(seen.unknown, guild, event, payload, tenant)
        facts[tenant.community] += seen.facts
        if event == "MESSAGE_CREATE":
            await talks.offer_links(self.core.store, tenant.community, payload, seen.facts, self.clock.now())
        if seen.cleared is not None:
            if self._storing:
                await asyncio.wait(self._storing)
            await self._store(facts)  # what was put before must be there to be taken back
            facts.clear()
            facts[tenant.community] += await self._clear(tenant, seen.cleared)

    async def _ask(
        self, channel: str, guild: str, event: str, payload: Mapping[str, Any], tenant: Tenant
    ) -> Seen:
        """A channel or thread nobody told of: an archived thread that goes on, usually. Asked for once."""
        if channel in self._asked:
            return Seen()
        try:
            answer = await self.putting_off.asked(channel, self.ask_channel)
        except SILENT:
            if not self.putting_off.keep(channel, partial(self.take, event, payload, new=False)):
                self._given_up.add(guild)
            return Seen()
        row = read(answer, ChannelRow) if answer is not None else None
        if row is None or row.guild_id != guild:
            self._asked.add(channel)
            return Seen()
        place = self.world.places.learn(row, guild)
        more = see(self.world, event, payload, tenant.judge, self.clock.now())
        if place is None or not self.world.places.readable(place):
            return Seen()
        return Seen((channel_fact(place, self.clock.now()), *more.facts), more.cleared)

    async def _clear(self, tenant: Tenant, cleared: Cleared) -> list[Fact]:
        """All reactions of a message are gone: what is stored says which those were."""
        now = self.clock.now()
        at = sent(int(cleared.message.id))
        async with self.core.store.reading(tenant.community) as unit:
            stretch = Stretch(cleared.message.channel, at, Micros(at + 1_000))
            found = (await unit.facts.slice(stretch, before=0, after=0)).reactions
        return [
            Reaction(one.message, one.member, one.emoji, one.sentiment, present=False, version=now)
            for one in found.get(cleared.message, ())
            if one.present and cleared.emoji in (None, one.emoji)
        ]

    async def _store(self, facts: Mapping[CommunityId, list[Fact]]) -> None:
        """Every community at once: the writer commits together what waits together."""
        async with asyncio.TaskGroup() as group:
            for community, some in facts.items():
                if some:
                    group.create_task(self._commit(community, list(some)))

    async def _commit(self, community: CommunityId, facts: list[Fact]) -> None:
        """Until it is stored: an event is not lost because the database was away for a while."""
        while True:
            try:
                await self.core.observe(community, facts)
            except Exception:
                self.put_off += 1
                log.exception("facts not stored yet", extra={"community": community})
                await asyncio.sleep(_PAUSE)
            else:
                self.caretaker.stored(community, facts)
                return

    async def _arrive(self, payload: Mapping[str, Any]) -> list[str]:
        guild = str(payload.get("id", ""))
        if payload.get("unavailable") or not guild.isdecimal():
            return []
        tenant = await self.tenants.arrive(guild, str(payload.get("name") or guild))
        await self.caretaker.arriving(guild, tenant)
        return [guild]

    async def _role_gone(self, payload: Mapping[str, Any]) -> None:
        row = read(payload, RoleGone)
        tenant = self.tenants.of(row.guild_id) if row is not None else None
        if row is not None and tenant is not None:
            await self.caretaker.role_gone(row.guild_id, tenant, row.role_id)

    async def _ready(self, payload: Mapping[str, Any]) -> None:
        """A new session. One that is not as documented says nothing of who is missing."""
        row = read(payload, Ready)
        for guild, community in (await self.caretaker.missing(row)).items() if row is not None else ():
            await self._gone(guild, community)

    async def _leave(self, payload: Mapping[str, Any]) -> None:
        """`unavailable` is an outage, which deletes nothing."""
        guild = str(payload.get("id", ""))
        tenant = self.tenants.of(guild)
        if tenant is not None and not payload.get("unavailable"):
            await self._gone(guild, tenant.community)

    async def _gone(self, guild: str, community: CommunityId) -> None:
        self.tenants.leave(guild)
        self.world.places.forget_guild(guild)
        log.info("removed from a server", extra={"space": str(space_of(guild))})
        await self.caretaker.removed(guild, community)
