"""`foster doctor`: a platform's own look at the access to it, before anything runs."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.domain.errors import SettingsError, UserFacingError
from bot.settings import Settings

if TYPE_CHECKING:  # without a token there is nothing to look at, and nothing to load for it
    from bot.commands.spec import Reply
    from bot.ports import Clock
    from bot.wiring.services import Parts


async def doctor(platform: str, settings: Settings, database: str, clock: Clock) -> Reply:
    """What is wrong and what mends it; a `UserFacingError` where no token is set."""
    match platform:
        case "slack" if not settings.slack_bot_token and not settings.slack_client_id:
            raise _absent("SLACK_BOT_TOKEN", "docs/slack.md")
        case "discord" if not settings.discord_token:
            raise _absent("DISCORD_TOKEN", "docs/discord.md")
        case "slack" | "discord":
            return await _examined(platform, settings, database, clock)
        case _:
            raise UserFacingError("There is no doctor for {platform}.", platform=platform)


def _absent(name: str, page: str) -> SettingsError:
    return SettingsError(
        "There is no {name} yet. Put it into the file .env: {page} shows where to find it.",
        name=name,
        page=page,
    )


async def _examined(platform: str, settings: Settings, database: str, clock: Clock) -> Reply:
    """Put together what would run, and have it look around."""
    from bot.commands.catalogue import catalogue  # noqa: PLC0415 - only with a token
    from bot.core import Core  # noqa: PLC0415 - likewise
    from bot.vault import vault  # noqa: PLC0415 - likewise
    from bot.wiring.open import opened  # noqa: PLC0415 - likewise
    from bot.wiring.services import Parts  # noqa: PLC0415 - likewise
    from storage.departures import SqlDepartures  # noqa: PLC0415 - likewise
    from storage.installations import SqlInstallations  # noqa: PLC0415 - likewise
    from storage.writer import GroupCommitWriter  # noqa: PLC0415 - likewise

    keys = vault(settings.secret_key)
    async with (
        _place(database) as at,
        opened(at, settings, new=True) as store,
        GroupCommitWriter(store) as writer,
    ):
        kept = None if keys is None else SqlInstallations(store.engine, keys)
        core, departures = Core(store, writer, catalogue()), SqlDepartures(store.engine)
        parts = Parts(settings, core, store, writer, clock, departures, kept)
        reply = await (_slack(parts) if platform == "slack" else _discord(parts))
    return reply if at == database else _with_none(reply, database)


@asynccontextmanager
async def _place(database: str) -> AsyncIterator[str]:
    """The database; before the first start an empty one elsewhere, so that none is made by looking."""
    from storage import existing  # noqa: PLC0415 - only with a token

    if existing.missing(database) is None:
        existing.look(database)
        yield database
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/empty.sqlite"


def _with_none(reply: Reply, database: str) -> Reply:
    """Say that nothing is known yet of channels: that is right before the first start, and wrong later."""
    from bot.views.database import none_yet  # noqa: PLC0415 - only with a token
    from bot.views.texts import texts  # noqa: PLC0415 - likewise
    from storage import existing  # noqa: PLC0415 - likewise

    return replace(reply, card=none_yet(reply.card, str(existing.missing(database)), texts("en")))


async def _slack(parts: Parts) -> Reply:
    from bot.wiring.slack import slack_service  # noqa: PLC0415 - platforms load only where they run

    service = slack_service(parts)
    if service is None:
        raise _absent("SLACK_BOT_TOKEN", "docs/slack.md")
    return await service.doctor()


async def _discord(parts: Parts) -> Reply:
    from adapters.charts.png import png  # noqa: PLC0415 - platforms load only where they run
    from adapters.discord.service import DiscordService, Outside  # noqa: PLC0415 - likewise
    from bot.wiring.departures import leave  # noqa: PLC0415 - likewise
    from bot.wiring.discord import join  # noqa: PLC0415 - likewise

    leaving = partial(leave, parts.departures, parts.clock)
    joining = partial(join, parts.store, parts.departures)
    outside = Outside(parts.core, parts.clock, joining, leaving, png)
    settings = parts.settings
    return await DiscordService(settings.discord_token, settings.discord_api_url, outside).doctor()
