"""Which community a Discord server belongs to, and how its texts are judged."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from adapters.discord.world import Judge, space_of
from bot.domain.refs import CommunityId, SpaceRef

Join = Callable[[SpaceRef, str], Awaitable["Tenant"]]
"""The community of a server with this title; made where the server is new."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """One server's community."""

    community: CommunityId
    judge: Judge


@dataclass(slots=True)
class Tenants:
    """The servers that Foster is in."""

    join: Join
    _known: dict[str, Tenant] = field(default_factory=dict)

    def of(self, guild: str) -> Tenant | None:
        """A server's community, once it has arrived."""
        return self._known.get(guild)

    async def arrive(self, guild: str, title: str) -> Tenant:
        """A server is there."""
        tenant = self._known.get(guild)
        if tenant is None:
            tenant = self._known[guild] = await self.join(space_of(guild), title)
        return tenant

    def leave(self, guild: str) -> Tenant | None:
        """A server is gone."""
        return self._known.pop(guild, None)

    def guilds(self) -> list[str]:
        """Every server that has arrived."""
        return sorted(self._known)
