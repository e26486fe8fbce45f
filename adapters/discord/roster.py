"""Who holds a role that makes staff: news as it comes, and the whole list page by page, never kept."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from adapters.discord.api import Api, NoError
from adapters.discord.people import account
from adapters.discord.rows import Joined, Profile
from adapters.discord.tenants import Tenant
from adapters.discord.world import World, read, space_of
from adapters.markup.discord import snowflake
from bot.core import Core
from bot.domain.evidence import EvidenceKind
from bot.domain.facts import Account
from bot.domain.preferences import Preferences
from bot.domain.readiness.records import standing
from bot.domain.refs import MemberRef, SpaceRef
from bot.ports import Clock
from bot.usecases.staff import BY_ROLE, StaffChange, staff_by_role

log = logging.getLogger(__name__)

_MEMBERS = "/guilds/{guild_id}/members"
_MEMBER = _MEMBERS + "/{user_id}"
_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Roster:
    """Keeps staff by role as Discord has it."""

    api: Api
    core: Core
    world: World
    clock: Clock

    async def heard(self, guild: str, tenant: Tenant, news: Sequence[Joined]) -> StaffChange:
        """Somebody joined or changed."""
        roles = await self._roles(tenant)
        if not roles:
            return StaffChange()
        space, latest = space_of(guild), {row.user.id: row for row in news if not row.user.bot}
        holders = {MemberRef(space, id_) for id_, row in latest.items() if not roles.isdisjoint(row.roles)}
        among = [MemberRef(space, id_) for id_ in latest]
        return await staff_by_role(
            self.core.store, tenant.community, space, holders, self.clock.now(), among=among
        )

    async def look(self, guild: str, tenant: Tenant, *, chosen_anew: bool = False) -> StaffChange:
        """Go through everybody. Who left the server stays what they were, unless roles were `chosen_anew`."""
        space, roles = space_of(guild), await self._roles(tenant)
        recorded = await self._recorded(tenant, space)
        if not roles and not recorded:
            return StaffChange()
        holders = [found async for found in self._holders(guild, roles)] if roles else []
        if holders:
            await self.core.observe(tenant.community, holders)
        members = {found.ref for found in holders}
        doubtful = sorted(recorded - members)
        lost = doubtful if chosen_anew else [one for one in doubtful if await self._here(one)]
        return await staff_by_role(
            self.core.store,
            tenant.community,
            space,
            members,
            self.clock.now(),
            among=[*members, *lost],
        )

    async def makes_staff(self, tenant: Tenant, role: str) -> bool:
        """Whether a role was chosen."""
        return role in await self._roles(tenant)

    async def _holders(self, guild: str, roles: frozenset[str]) -> AsyncIterator[Account]:
        last, now = "0", self.clock.now()
        while True:
            query = {"limit": str(_PAGE), "after": last}
            page = await self.api.call("GET", _MEMBERS, query=query, guild_id=guild)
            for payload in page:
                row = read(payload, Profile)
                user = row.user if row else None
                if row is None or user is None or snowflake(user.id) is None:
                    continue
                last = max(last, user.id, key=int)
                if not user.bot and not roles.isdisjoint(row.roles):
                    yield account(space_of(guild), user, row.nick, now)
            if len(page) < _PAGE:
                return

    async def _here(self, member: MemberRef) -> bool:
        try:
            await self.api.call("GET", _MEMBER, guild_id=member.space.id, user_id=member.id)
        except NoError:
            return False
        return True

    async def _roles(self, tenant: Tenant) -> frozenset[str]:
        async with self.core.store.reading(tenant.community) as unit:
            return frozenset(Preferences.read(await unit.settings.all()).text("staff-roles").split())

    async def _recorded(self, tenant: Tenant, space: SpaceRef) -> set[MemberRef]:
        async with self.core.store.reading(tenant.community) as unit:
            records = standing(await unit.evidence.all(EvidenceKind.STAFF), EvidenceKind.STAFF)
        members = (one.member for one in records if BY_ROLE in one.details)
        return {member for member in members if member is not None and member.space == space}
