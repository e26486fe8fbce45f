"""The connection to Discord: discord.py, kept lean. It connects and calls; what events mean is decided here.

Payloads go to the intake as they come, past discord.py's own models: no caches of servers, members or
messages, so memory stays flat.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp
import discord
import msgspec
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import talks
from adapters.discord.api import NoError, RestApi
from adapters.discord.inbound import EVENTS
from adapters.discord.tree import Tree, same
from bot.domain.errors import SettingsError, UserFacingError

log = logging.getLogger(__name__)

INTENTS = discord.Intents(
    guilds=True,
    members=True,
    guild_messages=True,
    guild_reactions=True,
    message_content=True,
    guild_scheduled_events=True,
)
BETWEEN_IDENTIFIES = 5.0
"""Seconds from one session to the next."""

_VERSIONED = re.compile(r"/v\d+$")
_COMMANDS = "/applications/{application_id}/commands"
TAKEN = EVENTS | talks.EVENTS | {"GUILD_DELETE", "GUILD_ROLE_DELETE"}

Take = Callable[[str, Mapping[str, Any]], None]


def base(api: str) -> str:
    """The API's address with its version: `https://host`, `…/api` and `…/api/v10` mean the same."""
    plain = api.rstrip("/")
    if _VERSIONED.search(plain):
        return plain
    return plain + ("/v10" if plain.endswith("/api") else "/api/v10")


def point_to(api: str) -> None:
    """Have discord.py call this address and the gateway that it names: a token goes nowhere else."""
    Route.BASE = base(api)
    discord.utils._from_json = msgspec.json.decode  # noqa: SLF001 - what its extra `speed` does with orjson


@dataclass(frozen=True, slots=True)
class Shards:
    """Which part of all servers this process serves; all of them by default."""

    ids: tuple[int, ...] = ()
    count: int | None = None


class Connection(discord.AutoShardedClient):
    """Passes payloads on. `take` gets events, `act` interactions."""

    def __init__(self, take: Take, act: Callable[[Mapping[str, Any]], None], shards: Shards) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # Foster does not speak
        super().__init__(
            intents=INTENTS,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=30.0,
            enable_debug_events=False,
            **({"shard_ids": list(shards.ids)} if shards.ids else {}),  # type: ignore[arg-type] # as documented
            **({"shard_count": shards.count} if shards.count else {}),  # type: ignore[arg-type] # as documented
        )
        parsers = self._connection.parsers
        for event in TAKEN:
            parsers[event] = partial(take, event)
        parsers["INTERACTION_CREATE"] = act
        parsers["READY"] = partial(_both, parsers["READY"], partial(take, "READY"))
        for event in _OTHERS & parsers.keys():
            del parsers[event]
        self.api = RestApi(self.http)
        self.logged_in = asyncio.Event()
        self.pause = BETWEEN_IDENTIFIES

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait between two sessions, as Discord asks for."""
        if not initial:
            log.info("a new session", extra={"shard": shard_id})
            await asyncio.sleep(self.pause)

    async def setup_hook(self) -> None:
        """Logged in, not yet connected: the API says where the gateway is, also for later connections."""
        _, gateway, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        self.logged_in.set()

    @property
    def own(self) -> str:
        """Foster's own account."""
        return str(self.user.id) if self.user else ""


_OTHERS = frozenset(
    {
        *("GUILD_UPDATE", "GUILD_ROLE_CREATE", "GUILD_EMOJIS_UPDATE"),
        *("GUILD_STICKERS_UPDATE", "THREAD_MEMBER_UPDATE", "THREAD_MEMBERS_UPDATE", "VOICE_STATE_UPDATE"),
        *("CHANNEL_PINS_UPDATE", "PRESENCE_UPDATE", "TYPING_START", "GUILD_MEMBERS_CHUNK"),
        *(
            "GUILD_SCHEDULED_EVENT_DELETE",
            "GUILD_SCHEDULED_EVENT_USER_ADD",
            "GUILD_SCHEDULED_EVENT_USER_REMOVE",
        ),
        *("STAGE_INSTANCE_CREATE", "STAGE_INSTANCE_UPDATE", "STAGE_INSTANCE_DELETE"),
    }
)
"""Events that would only fill caches."""


def _both(first: Callable[[Any], None], second: Callable[[Any], None], payload: Any) -> None:  # noqa: ANN401 - JSON
    """Discord.py needs to know, too."""
    first(payload)
    second(payload)


async def connect(connection: Connection, token: str) -> None:
    """Stay connected until cancelled; a `SettingsError` where Discord will not have us as we are set up."""
    logging.getLogger("discord").setLevel(logging.WARNING)  # its debug lines hold whole payloads
    try:
        await connection.start(token)
    except discord.LoginFailure:
        raise _not_taken() from None
    except discord.PrivilegedIntentsRequired:
        raise SettingsError(
            "Switch on “Server Members Intent” and “Message Content Intent” on the Bot page of your "
            "application, then start again."
        ) from None
    finally:
        await connection.close()


@asynccontextmanager
async def logged_in(connection: Connection, token: str) -> AsyncIterator[None]:
    """While it lasts the API can be asked, without a gateway. A `UserFacingError` where that is refused."""
    try:
        await connection.login(token)
        yield
    except discord.LoginFailure:
        raise _not_taken() from None
    except (aiohttp.ClientError, OSError, discord.HTTPException):
        raise UserFacingError(
            "Discord does not answer. Look at the network and {name}, then try again.", name="DISCORD_API_URL"
        ) from None
    finally:
        await connection.close()


def _not_taken() -> SettingsError:
    return SettingsError(
        "Discord does not take {name}. Copy the token again from the Bot page of your application.",
        name="DISCORD_TOKEN",
    )


async def register(connection: Connection, tree: Tree) -> Mapping[str, str]:
    """Register the commands where Discord has others; the id of each by its name."""
    application = str(connection.application_id)
    there = await connection.api.call(
        "GET", _COMMANDS, query={"with_localizations": "true"}, application_id=application
    )
    if not same(there, tree.payload):
        there = await connection.api.call("PUT", _COMMANDS, list(tree.payload), application_id=application)
        log.info("commands registered", extra={"commands": len(tree.payload)})
    return {str(row["name"]): str(row["id"]) for row in there if row.get("type", 1) == 1}


async def describe_channel(connection: Connection, channel: str) -> Mapping[str, Any] | None:
    """What a channel or thread is; None where Foster may not see it."""
    try:
        answer = await connection.api.call("GET", "/channels/{channel_id}", channel_id=channel)
    except NoError:
        return None
    return answer if isinstance(answer, dict) else None
