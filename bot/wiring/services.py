"""The platforms that a running Foster can be on. Each is one line in `PLATFORMS`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.core import Core
from bot.delivery_ports import Admins, Publisher, Target, TryLaterError
from bot.domain.refs import ChannelRef, CommunityId, MessageRef, Platform
from bot.domain.times import MINUTE
from bot.install_ports import Departures, Installations
from bot.ports import Clock, FactWriter, Store
from bot.settings import Settings
from bot.usecases.compose import Address, nowhere
from bot.usecases.pacing import PacedPublisher
from bot.views.card import Card


@dataclass(frozen=True, slots=True)
class Parts:
    """What every platform is given. `installations` is None where there is no key to seal tokens with."""

    settings: Settings
    core: Core
    store: Store
    writer: FactWriter
    clock: Clock
    departures: Departures
    installations: Installations | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """One platform, ready to run. `serve` works until it is cancelled; `connected` says whether it does.

    `permalink` addresses its messages; `routes` adds what has to be reached to the program's web server;
    `counts` says which payloads came in since it began, each once, by what it was or what came of it. `been`
    says whether it ever worked, and `trouble` what does not, though it is connected: nothing by default.
    """

    platform: Platform
    serve: Callable[[], Awaitable[None]]
    publisher: Publisher
    connected: Callable[[], bool] = lambda: True
    permalink: Address = nowhere
    routes: Callable[[web.Application], None] | None = None
    counts: Callable[[], Mapping[str, int]] = dict
    been: Callable[[], bool] = lambda: False
    trouble: Callable[[], str] = str


_AWAY = 5 * MINUTE

Start = Callable[[Parts], Service | None]
"""Makes a service from the settings; None where they do not ask for this platform."""


def _discord(parts: Parts) -> Service | None:
    from bot.wiring.discord import discord_service  # noqa: PLC0415 - platforms load only where they run

    return discord_service(parts) if parts.settings.discord_token else None


def _slack(parts: Parts) -> Service | None:
    from bot.wiring.slack import slack_platform  # noqa: PLC0415 - platforms load only where they run

    asked = parts.settings.slack_bot_token or parts.settings.slack_client_id
    return slack_platform(parts) if asked else None


PLATFORMS: tuple[Start, ...] = (_slack, _discord)


def permalinks(services: Sequence[Service]) -> Address:
    """Each message is addressed by its own platform, even one added later; by nothing where none runs."""

    def permalink(message: MessageRef, thread: str | None) -> str:
        known = {one.platform: one.permalink for one in services}
        return known.get(message.channel.space.platform, nowhere)(message, thread)

    return permalink


Home = Callable[[CommunityId], Awaitable[ChannelRef | Platform | None]]
"""Where a community's admins are reached: the channel of their choice, or by the platform's own means."""


@dataclass(frozen=True, slots=True)
class ByPlatform:
    """`bot.delivery_ports.Publisher` that hands each message to its platform."""

    publishers: Mapping[Platform, Publisher]
    home: Home

    @classmethod
    def of(cls, services: Sequence[Service], clock: Clock, home: Home) -> ByPlatform:
        """Each platform at its own pace."""
        return cls({one.platform: PacedPublisher(one.publisher, clock) for one in services}, home)

    async def post(self, to: Target, card: Card, key: str) -> str:
        """Post there."""
        publisher, at = await self._at(to)
        return await publisher.post(at, card, key)

    async def find(self, to: Target, key: str) -> str | None:
        """Look there."""
        publisher, at = await self._at(to)
        return await publisher.find(at, key)

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:
        """Edit there."""
        publisher, at = await self._at(to)
        await publisher.edit(at, external, card, key)

    async def _at(self, to: Target) -> tuple[Publisher, Target]:
        """Whose message it is, and where exactly: admins may have chosen a channel for their notices."""
        home = await self.home(to.community) if isinstance(to, Admins) else to
        platform = home.space.platform if isinstance(home, ChannelRef) else home
        publisher = None if platform is None else self.publishers.get(platform)
        if publisher is None:
            raise TryLaterError(_AWAY)  # that platform does not run here just now
        return publisher, home if isinstance(home, ChannelRef) else to
