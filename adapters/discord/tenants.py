"""Which community a Discord server belongs to, and how its texts are judged."""

from __future__ import annotations

import asyncio
import contextlib
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
    patience: float = 2.0
    _known: dict[str, Tenant] = field(default_factory=dict)
    _expected: dict[str, asyncio.Event] = field(default_factory=dict)

    def of(self, guild: str) -> Tenant | None:
        """A server's community, once it has arrived."""
        return self._known.get(guild)

    async def arrive(self, guild: str, title: str) -> Tenant:
        """A server is there."""
        tenant = self._known.get(guild)
        if tenant is None:
            tenant = self._known[guild] = await self.join(space_of(guild), title)
            self._expected.pop(guild, asyncio.Event()).set()
        return tenant

    async def expect(self, guild: str) -> Tenant | None:
        """A server's community; right after connecting it may take a moment until it has arrived."""
        if guild not in self._known:
            event = self._expected.setdefault(guild, asyncio.Event())
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.patience):
                    await event.wait()
            if self._expected.get(guild) is event:
                del self._expected[guild]
        return self._known.get(guild)

    def leave(self, guild: str) -> Tenant | None:
        """A server is gone."""
        return self._known.pop(guild, None)

    def guilds(self) -> list[str]:
        """Every server that has arrived."""
        return sorted(self._known)
