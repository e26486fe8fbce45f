"""Asking Discord for what was missed: history of a channel and of its threads, archived ones included.

Deletions and reactions taken back while Foster was away show by what is not there any more.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from adapters.discord.api import Api, NoError
from adapters.discord.inbound import marks
from adapters.discord.limits import PAGE
from adapters.discord.publisher import MESSAGE, MESSAGES
from adapters.discord.rows import ChannelRow, Counted, MessageRow, User
from adapters.discord.tenants import Tenant
from adapters.discord.world import World, read, said_by
from adapters.markup.discord import sent, snowflake, snowflake_at, written
from bot.delivery_ports import Page
from bot.domain.facts import Deletion, Fact, Reaction
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.stretches import ChannelSlice, Stretch
from bot.domain.times import Micros
from bot.ports import Clock, Store

_ARCHIVED = "/channels/{channel_id}/threads/archived/public"
ACTIVE = "/guilds/{guild_id}/threads/active"
_REACTIONS = MESSAGE + "/reactions/{emoji}"


@dataclass(frozen=True, slots=True)
class DiscordBackfill:
    """`bot.delivery_ports.Backfill` for one server's community."""

    api: Api
    world: World
    tenant: Tenant
    store: Store
    clock: Clock

    async def since(self, channel: ChannelRef, after: Micros) -> AsyncIterator[Page]:
        """Threads first, so that everything before the channel's own latest page is known after it."""
        place = self.world.places.place(channel.id)
        if place is None or not self.world.places.readable(place):
            return
        begun = self.clock.now()
        there = await self._stored(channel, after, begun)
        for thread in await self._threads(channel, after):
            self.world.places.learn(thread, channel.space.id)
            yield Page(
                [mark for mark in marks(self.world.places, thread, place, begun) if mark.solved], after
            )
            async for facts, _ in self._history(channel, thread.id, after, there):
                yield Page(facts, after)
            there.read.add(thread.id)
        async for facts, up_to in self._history(channel, channel.id, after, there):
            yield Page(facts, up_to)
        yield Page(_missing(there, after), begun)

    async def _history(
        self, channel: ChannelRef, where: str, after: Micros, there: _There
    ) -> AsyncIterator[tuple[list[Fact], Micros]]:
        """Messages of one channel or thread, a page at a time."""
        last = snowflake_at(after)
        while True:
            query = {"limit": str(PAGE), "after": last}
            rows = await self.api.call("GET", MESSAGES, query=query, channel_id=where)
            facts: list[Fact] = []
            for row in sorted(rows, key=lambda row: int(row["id"])):
                facts += await self._row(channel, row, there)
            if rows:
                last = str(max(int(row["id"]) for row in rows))
                yield facts, Micros(sent(int(last)) + 1)
            if len(rows) < PAGE:
                return

    async def _row(self, channel: ChannelRef, payload: Mapping[str, Any], there: _There) -> list[Fact]:
        row = read(payload, MessageRow)
        if row is None:
            return []
        facts = list(self.world.message(row, channel.space.id, self.tenant.judge).facts)
        ref = MessageRef(channel, row.id)
        there.seen.add(ref)
        standing: set[tuple[MemberRef, str]] = set()
        for counted in row.reactions:
            for user, reaction in await self._reactions(ref, row.channel_id, counted):
                standing.add((reaction.member, reaction.emoji))
                if not self.world.people.knows(channel.space, user.id):
                    facts += self.world.people.meet(channel.space, user, None, Micros(0))
                facts.append(reaction)
        now = self.clock.now()
        facts += [
            Reaction(ref, old.member, old.emoji, old.sentiment, present=False, version=now)
            for old in there.stored.reactions.get(ref, ())
            if old.present and (old.member, old.emoji) not in standing
        ]
        return facts

    async def _reactions(self, ref: MessageRef, where: str, counted: Counted) -> list[tuple[User, Reaction]]:
        """Whose reactions stand; those that say nothing about help are not even asked for."""
        said = said_by(counted.emoji)
        if said is None:
            return []
        name = f"{said[0]}:{counted.emoji.id}" if counted.emoji.id else said[0]
        found: list[tuple[User, Reaction]] = []
        last = "0"
        for _ in count():
            page = await self.api.call(
                "GET",
                _REACTIONS,
                query={"limit": str(PAGE), "after": last},
                channel_id=where,
                message_id=ref.id,
                emoji=name,
            )
            users = [user for one in page if (user := read(one, User)) and snowflake(user.id) is not None]
            members = [(user, MemberRef(ref.channel.space, user.id)) for user in users]
            found += [(user, Reaction(ref, member, said[0], said[1])) for user, member in members]
            if len(page) < PAGE or not users:
                return found
            last = users[-1].id
        return found

    async def _threads(self, channel: ChannelRef, after: Micros) -> list[ChannelRow]:
        """Threads of the channel in which something was written since."""
        active = await self.api.call("GET", ACTIVE, guild_id=channel.space.id)
        rows = [row for row in rows_of(active) if row.parent_id == channel.id]
        before: str | None = None
        while True:
            query = {"limit": str(PAGE), **({"before": before} if before else {})}
            try:
                answer = await self.api.call("GET", _ARCHIVED, query=query, channel_id=channel.id)
            except NoError:
                break  # not a channel that has threads, or no right to list them
            page = [thread for thread in answer.get("threads", ()) if isinstance(thread, dict)]
            rows += rows_of(answer)
            before = _archived_at(page[-1]) if page else None
            if not answer.get("has_more") or before is None or (written(before) or 0) < after:
                break
        newest = {row.id: row for row in rows if _written_since(row, after)}
        return [newest[id_] for id_ in sorted(newest, key=int)]

    async def _stored(self, channel: ChannelRef, after: Micros, until: Micros) -> _There:
        async with self.store.reading(self.tenant.community) as unit:
            stretch = Stretch(channel, after, until)
            return _There(await unit.facts.slice(stretch, before=0, after=0))


@dataclass(frozen=True, slots=True)
class _There:
    """What was stored before asking; which messages Discord still has, of the threads that were `read`.

    The channel itself is read as the thread None.
    """

    stored: ChannelSlice
    seen: set[MessageRef] = field(default_factory=set)
    read: set[str | None] = field(default_factory=lambda: {None})


def _missing(there: _There, after: Micros) -> list[Fact]:
    """Deletions of what was stored, written since `after`, and is not there any more."""
    return [
        Deletion(message.ref)
        for message in there.stored.messages
        if message.at > after and message.ref not in there.seen and message.thread in there.read
    ]


def rows_of(answer: Mapping[str, Any]) -> Sequence[ChannelRow]:
    """The threads of an answer that lists some."""
    rows = (read(thread, ChannelRow) for thread in answer.get("threads", ()))
    return [row for row in rows if row is not None and snowflake(row.id) is not None]


def _archived_at(thread: Mapping[str, Any]) -> str | None:
    stamp = thread.get("thread_metadata", {}).get("archive_timestamp")
    return stamp if isinstance(stamp, str) else None


def _written_since(row: ChannelRow, after: Micros) -> bool:
    last = snowflake(row.last_message_id or row.id)
    return last is None or sent(last) >= after
