"""`foster doctor discord`: what is wrong with the application, without going on Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import UserFacingError
from bot.settings import Settings
from bot.wiring.doctor import doctor
from tests.fakes.discord_live import made
from tests.fakes.discord_server import TOKEN, FakeDiscord
from tests.fakes.slack_workspace import StillClock


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as server:
        yield server


async def test_it_looks_without_connecting(discord: FakeDiscord, tmp_path: Path) -> None:
    on = Settings.model_validate({"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": discord.address})
    reply = await doctor("discord", on, f"sqlite:///{tmp_path}/d.sqlite", StillClock())
    assert reply.card.data == [
        {"check": "Bot token", "good": True},
        {"check": "Server Members Intent", "good": False},
        {"check": "Message Content Intent", "good": False},
        {"check": "Commands", "good": False},
        {"check": "Database", "good": False},  # before the first start
    ]
    assert reply.failed
    assert discord.gateway.identified == []


async def test_a_wrong_token_is_said_with_its_mend(discord: FakeDiscord) -> None:
    with pytest.raises(UserFacingError, match="does not take DISCORD_TOKEN"):
        await made(discord, token="wrong").service.doctor()  # noqa: S106 - no secret


async def test_no_network_is_said_with_its_mend() -> None:
    async with FakeDiscord() as server:
        live = made(server)
    with pytest.raises(UserFacingError, match="Discord does not answer"):
        await live.service.doctor()


async def test_no_token_is_said_with_its_mend(tmp_path: Path) -> None:
    off = Settings.model_validate({"DISCORD_TOKEN": ""})
    database = f"sqlite:///{tmp_path}/d.sqlite"
    with pytest.raises(UserFacingError, match="DISCORD_TOKEN"):
        await doctor("discord", off, database, StillClock())
    with pytest.raises(UserFacingError, match="SLACK_BOT_TOKEN"):
        await doctor("slack", Settings.model_validate({"SLACK_BOT_TOKEN": ""}), database, StillClock())
    with pytest.raises(UserFacingError, match="no doctor for irc"):
        await doctor("irc", off, database, StillClock())
