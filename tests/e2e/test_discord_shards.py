"""Two real processes share two servers by shard and one PostgreSQL: nothing twice, and one may die."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from adapters.clock import SystemClock
from adapters.markup.discord import snowflake_at
from bot.domain.community import Community
from bot.domain.delivery import State
from bot.domain.preference_texts import write_channels
from bot.domain.refs import ChannelRef, CommunityId, Platform, SpaceRef
from bot.domain.times import Micros, Week, zone_named
from bot.ports import Store
from bot.usecases.steer import post_now
from storage.opening import open_store
from tests.fakes.discord_gateway import person, stamp
from tests.fakes.discord_server import TOKEN, FakeDiscord

GUILDS = [str(number << 22) for number in (2, 3)]
"""One on each shard."""


def channel(guild: str, kind: str) -> str:
    return f"{int(guild) + (1 if kind == 'help' else 2)}"


def server(guild: str) -> dict[str, Any]:
    channels: list[dict[str, Any]] = [
        {"id": channel(guild, kind), "type": 0, "name": kind, "permission_overwrites": []}
        for kind in ("help", "news")
    ]
    roles = [{"id": guild, "name": "@everyone", "permissions": str(1 << 10)}]
    return {"id": guild, "name": f"S{guild}", "channels": channels, "roles": roles, "threads": []}


@asynccontextmanager
async def shard(discord: FakeDiscord, database: str, number: int, log: Path) -> AsyncIterator[Any]:
    settings = {
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": discord.address,
        "DISCORD_SHARD_IDS": str(number),
        "DISCORD_SHARD_COUNT": "2",
        "DATABASE_URL": database,
        "FOSTER_ERASURES": f"{log}.erasures",
        "FOSTER_OPS_PORT": "0",
    }
    with log.open("ab") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env={**os.environ, **settings}, stderr=out, stdout=out
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def prepared(store: Store) -> list[CommunityId]:
    """Both communities, with a place for digests."""
    made = []
    for guild in GUILDS:
        space, name = SpaceRef(Platform.DISCORD, guild), CommunityId(f"s{guild}")
        made.append(name)
        await store.create(Community(name, name, b"salt"), [space])
        news = ChannelRef(space, channel(guild, "news"))
        async with store.writing(name) as unit:
            await unit.settings.put("digest-channel", write_channels([news]))
            await unit.settings.put("minimum", "0")
    return made


async def due(store: Store, community: CommunityId) -> None:
    now = SystemClock().now()
    async with store.writing(community) as unit:
        await post_now(unit, Week.of(now, zone_named("UTC")).shift(-1), now)


async def posted(store: Store, community: CommunityId) -> bool:
    week = Week.of(SystemClock().now(), zone_named("UTC")).shift(-1)
    async with store.reading(community) as unit:
        digest = await unit.digests.get(week)
    return digest is not None and digest.state is State.POSTED


def markers(discord: FakeDiscord, guild: str) -> list[str]:
    """Of everything that was posted for everybody: the digest, and the word of welcome."""
    return [row["embeds"][0]["footer"]["text"] for row in discord.history[channel(guild, "news")]]


async def say(discord: FakeDiscord, guild: str, number: int) -> None:
    at = SystemClock().now()
    payload = {
        "id": str(int(snowflake_at(Micros(at))) + number),
        "channel_id": channel(guild, "help"),
        "guild_id": guild,
        "type": 0,
        "content": "How does it start?",
        "timestamp": stamp(at // 1_000),
        "mentions": [],
        "author": person("4242", "cm", "CM")["user"],
        "member": {"nick": None, "roles": []},
    }
    discord.history[payload["channel_id"]].append(payload)
    await discord.gateway.emit("MESSAGE_CREATE", payload)


async def stored(store: Store, community: CommunityId) -> int:
    async with store.reading(community) as unit:
        return sum(one.messages for one in await unit.facts.activity())


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Another process does it, within a few of its ticks."""
    async with asyncio.timeout(150):
        while not await condition():  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.1)


async def said(store: Store, community: CommunityId, wanted: int) -> None:
    async def there() -> bool:
        return await stored(store, community) == wanted

    await until(there)


@pytest.mark.soak
async def test_two_processes_share_the_work_and_one_may_die(postgres_address: str, tmp_path: Path) -> None:
    store = await open_store(postgres_address)
    first, second = await prepared(store)
    async with FakeDiscord() as discord:
        discord.gateway.guilds.update({guild: server(guild) for guild in GUILDS})
        discord.gateway.shards = 2
        await due(store, first)
        async with (
            shard(discord, postgres_address, 0, tmp_path / "0"),
            shard(discord, postgres_address, 1, tmp_path / "1") as other,
        ):
            await discord.until(lambda: len(list(discord.gateway.connected())) == 2, 60)
            assert sorted(tuple(one["shard"]) for one in discord.gateway.identified) == [(0, 2), (1, 2)]
            for guild in GUILDS:
                await say(discord, guild, 1)
            for community in (first, second):
                await said(store, community, 1)
            await until(partial(posted, store, first))
            other.kill()
            await other.wait()
            await due(store, second)
            await say(discord, GUILDS[0], 2)
            await say(discord, GUILDS[1], 2)
            await said(store, first, 2)
            assert await stored(store, second) == 1
            await until(partial(posted, store, second))
            async with shard(discord, postgres_address, 1, tmp_path / "1"):
                await said(store, second, 2)
        for guild in GUILDS:
            assert 1 <= len(markers(discord, guild)) == len(set(markers(discord, guild))) <= 2
        assert discord.problems == []
    await store.close()
