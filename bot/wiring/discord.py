"""Discord, put together."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from adapters.charts.png import png
from adapters.discord.addresses import permalink
from adapters.discord.client import Shards
from adapters.discord.invite import application_of, invitation
from adapters.discord.publisher import DiscordPublisher
from adapters.discord.service import DiscordService, Outside
from adapters.discord.tenants import Tenant
from bot.core import Core
from bot.delivery_ports import Target, TryLaterError
from bot.domain.community import Community, slug
from bot.domain.errors import SettingsError, UserFacingError
from bot.domain.judging import judge
from bot.domain.refs import CommunityId, Platform, SpaceRef
from bot.domain.times import MINUTE
from bot.install_ports import Departures
from bot.ports import Clock, Store
from bot.settings import Settings
from bot.usecases.importing import ensure_community
from bot.views.card import Card
from bot.wiring.departures import leave, stay
from bot.wiring.services import Parts, Service

_SALT_BYTES = 32
_AWAY = 1 * MINUTE


def invite_text(settings: Settings, platform: str, application: str) -> str:
    """The link that invites Foster, for an application or for the one that the token belongs to."""
    if platform != "discord":
        raise UserFacingError("There is no invite link for {platform}.", platform=platform)
    return invitation(application or application_of(settings.discord_token))


@dataclass(slots=True)
class DiscordPlatform:
    """Discord across connections: each `serve` begins anew. Also the publisher, away between two of them.

    `been` once Discord took everything that it was told: a session began.
    """

    settings: Settings
    core: Core
    clock: Clock
    departures: Departures
    current: DiscordService | None = None
    been: bool = False

    async def serve(self) -> None:
        """Be on Discord until cancelled, or until it fails."""
        ids = tuple(int(part) for part in self.settings.discord_shard_ids.split(",") if part.strip())
        count = self.settings.discord_shard_count or None
        if ids and count is None:
            raise SettingsError(
                "With {ids}, {count} is needed, too.", ids="DISCORD_SHARD_IDS", count="DISCORD_SHARD_COUNT"
            )
        joining = partial(join, self.core.store, self.departures)
        leaving = partial(leave, self.departures, self.clock)
        there = partial(self.departures.there, Platform.DISCORD)
        outside = Outside(self.core, self.clock, joining, leaving, png, there)
        token, address = self.settings.discord_token, self.settings.discord_api_url
        self.current = DiscordService(token, address, outside, Shards(ids, count))
        try:
            await self.current.serve()
        finally:
            self.been = self.been or "READY" in self.current.intake.counts
            self.current = None

    def connected(self) -> bool:
        """Whether it is there just now."""
        return self.current is not None and self.current.connected()

    def counts(self) -> Mapping[str, int]:
        """What came in."""
        return {} if self.current is None else self.current.intake.counts

    async def post(self, to: Target, card: Card, key: str) -> str:
        """Post while connected."""
        return await self._publisher().post(to, card, key)

    async def find(self, to: Target, key: str) -> str | None:
        """Look while connected."""
        return await self._publisher().find(to, key)

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:
        """Edit while connected."""
        await self._publisher().edit(to, external, card, key)

    def _publisher(self) -> DiscordPublisher:
        if self.current is None or not self.current.connected():
            raise TryLaterError(_AWAY)
        return self.current.publisher


def discord_service(parts: Parts) -> Service | None:
    """Discord as the settings ask for it; None where there is no token."""
    if not parts.settings.discord_token:
        return None
    platform = DiscordPlatform(parts.settings, parts.core, parts.clock, parts.departures)
    return Service(
        Platform.DISCORD,
        platform.serve,
        platform,
        platform.connected,
        permalink,
        counts=platform.counts,
        been=lambda: platform.been,
    )


async def join(store: Store, departures: Departures, space: SpaceRef, title: str) -> Tenant:
    """The community of a server, made where it is new, and the judge of its texts."""
    await stay(departures, space)
    owner = await store.community_of(space)
    if owner is None:
        taken = {known.id for known in await store.communities()}
        new = Community(_free(title, space, taken), title, secrets.token_bytes(_SALT_BYTES))
        owner = await ensure_community(store, new, space, by_name=False)
    salt = next(known.salt for known in await store.communities() if known.id == owner)
    return Tenant(owner, partial(judge, salt=salt))


def _free(title: str, space: SpaceRef, taken: set[CommunityId]) -> CommunityId:
    """A short name that nobody has: servers may share a title, or have one without plain letters."""
    try:
        name = slug(title)
    except UserFacingError:
        name = CommunityId(f"discord-{space.id}")
    return name if name not in taken else CommunityId(f"{name[:18]}-{space.id}")
