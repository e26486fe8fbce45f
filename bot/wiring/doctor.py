"""`foster doctor`: a platform's own look at the access to it, before anything runs."""

from __future__ import annotations

from functools import partial

from adapters.charts.png import png
from adapters.discord.service import DiscordService, Outside
from bot.commands.catalogue import catalogue
from bot.commands.spec import Reply
from bot.core import Core
from bot.domain.errors import UserFacingError
from bot.ports import Clock
from bot.settings import Settings
from bot.wiring.discord import join, leave
from bot.wiring.open import opened
from bot.wiring.slack import slack_doctor
from storage.writer import GroupCommitWriter


async def doctor(platform: str, settings: Settings, database: str, clock: Clock) -> Reply:
    """What is wrong and what mends it; a `UserFacingError` where no token is set."""
    async with opened(database) as store, GroupCommitWriter(store) as writer:
        core = Core(store, writer, catalogue())
        match platform:
            case "slack":
                return await slack_doctor(settings, core, clock)
            case "discord":
                return await _discord(settings, core, clock)
            case _:
                raise UserFacingError("There is no doctor for {platform}.", platform=platform)


async def _discord(settings: Settings, core: Core, clock: Clock) -> Reply:
    """What is wrong with the application, before anything runs."""
    if not settings.discord_token:
        raise UserFacingError(
            "There is no {name} yet. Put it into the file .env: docs/discord.md shows where to find it.",
            name="DISCORD_TOKEN",
        )
    outside = Outside(core, clock, partial(join, core.store), leave, png)
    return await DiscordService(settings.discord_token, settings.discord_api_url, outside).doctor()
