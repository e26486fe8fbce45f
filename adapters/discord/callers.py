"""Who uses Foster, and with which rights: checked at every use, from what Discord says at that moment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.discord.inbound import channel_fact
from adapters.discord.rows import Profile, User
from adapters.discord.tenants import Tenant
from adapters.discord.world import World, read, space_of
from bot.commands.spec import Caller, Role
from bot.core import Core
from bot.domain.errors import UserFacingError
from bot.domain.refs import MemberRef
from bot.ports import Clock
from bot.usecases.standing import standing

Payload = Mapping[str, Any]

_CHANNEL = re.compile(r"<#(\d{1,20})>")
_ADMIN = (1 << 3) | (1 << 5)  # administrator, or may manage the server


@dataclass(frozen=True, slots=True)
class Callers:
    """Looks people up, and has the core know those that they name."""

    core: Core
    world: World
    clock: Clock

    async def caller(self, payload: Payload, tenant: Tenant) -> Caller:
        """Who asks, by what Discord says of them right now; those they name become known, too."""
        guild, member = str(payload.get("guild_id")), payload.get("member")
        profile = read(member, Profile) if isinstance(member, dict) else None
        if profile is None or profile.user is None or profile.user.bot:
            raise UserFacingError("Only people of this server can ask me.")
        await self._meet(payload, tenant, guild, profile)
        ref = MemberRef(space_of(guild), profile.user.id)
        if _permissions(member) & _ADMIN:
            return Caller(Role.ADMIN, ref)
        async with self.core.store.reading(tenant.community) as unit:
            staff = (await standing(unit)).staff.members
        return Caller(Role.STAFF if ref in staff else Role.MEMBER, ref)

    async def introduce(self, tenant: Tenant, guild: str, words: str) -> None:
        """Private channels that an admin names in a setting become known by name, to be chosen at all."""
        places, now = self.world.places, self.clock.now()
        named = [places.place(id_) for id_ in _CHANNEL.findall(words)]
        new = [one for one in named if one is not None and one.guild == guild and not places.readable(one)]
        if new:
            await self.core.observe(tenant.community, [channel_fact(place, now) for place in new])

    async def _meet(self, payload: Payload, tenant: Tenant, guild: str, profile: Profile) -> None:
        resolved = payload.get("data", {}).get("resolved") or {}
        nicks = resolved.get("members") or {}
        users = [read(user, User) for user in (resolved.get("users") or {}).values()]
        people = [(user, (nicks.get(user.id) or {}).get("nick")) for user in users if user is not None]
        if profile.user is not None:
            people.append((profile.user, profile.nick))
        now = self.clock.now()
        space, met = space_of(guild), self.world.people.meet
        new = [fact for user, nick in people for fact in met(space, user, nick, now)]
        if new:
            await self.core.observe(tenant.community, new)


def _permissions(member: object) -> int:
    text = str(member.get("permissions", "0")) if isinstance(member, dict) else "0"
    return int(text) if text.isdecimal() and len(text) < 40 else 0
