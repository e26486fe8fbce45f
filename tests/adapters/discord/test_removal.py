"""Removed while Foster was away: a new session names every server, so one that it does not name is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.discord.care import shard_of
from adapters.discord.rows import Ready
from adapters.discord.world import read
from tests.fakes.discord_live import made, running
from tests.fakes.discord_server import FakeDiscord

GUILDS = [str(number << 22) for number in (2, 3)]
HERE, GONE = GUILDS


def server(guild: str) -> dict[str, object]:
    channel = {"id": f"{int(guild) + 1}", "type": 0, "name": "help", "permission_overwrites": []}
    roles = [{"id": guild, "name": "@everyone", "permissions": str(1 << 10)}]
    return {"id": guild, "name": "S", "channels": [channel], "roles": roles, "threads": []}


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        fake.gateway.guilds.update({guild: server(guild) for guild in GUILDS})
        yield fake
        assert fake.problems == []


async def test_a_server_that_is_not_named_any_more_is_purged(discord: FakeDiscord) -> None:
    live = made(discord)
    async with running(discord, live):
        await discord.until(lambda: live.service.intake.counts["GUILD_CREATE"] == 2)
        await live.settled()
    del discord.gateway.guilds[GONE]
    again = made(discord, live.store)
    async with running(discord, again):
        assert [space.id for space in again.purged] == [GONE]
        discord.gateway.guilds[GONE] = server(GONE)
        await discord.gateway.emit("GUILD_CREATE", server(GONE))  # let in again
        await discord.until(lambda: again.service.intake.counts["GUILD_CREATE"] == 2)
        await again.settled()
        assert set(again.service.intake.tenants.guilds()) == set(GUILDS)


async def test_a_server_in_an_outage_is_named_and_stays(discord: FakeDiscord) -> None:
    live = made(discord)
    async with running(discord, live):
        await discord.until(lambda: live.service.intake.counts["GUILD_CREATE"] == 2)
        await live.settled()
    discord.gateway.guilds[GONE] = {"id": GONE, "unavailable": True}  # in READY, and never more than that
    again = made(discord, live.store)
    async with running(discord, again):
        await discord.until(lambda: again.service.intake.counts["READY"] == 1)
        assert again.purged == []


async def test_each_shard_speaks_for_its_own_servers_alone(discord: FakeDiscord) -> None:
    live = made(discord)
    async with running(discord, live):
        await discord.until(lambda: live.service.intake.counts["GUILD_CREATE"] == 2)
        await live.settled()
        care = live.service.care
        assert [shard_of(guild, 2) for guild in GUILDS] == [0, 1]
        for number, guild in enumerate(GUILDS):
            assert list(await care.missing(Ready([], (number, 2)))) == [guild]


@pytest.mark.parametrize("payload", [{}, {"guilds": None}, {"guilds": [{}]}, {"guilds": [], "shard": [0]}])
def test_a_session_that_is_not_as_documented_says_nothing(payload: dict[str, object]) -> None:
    assert read(payload, Ready) is None
