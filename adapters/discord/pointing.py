"""Answering context menus: "Mark as answer", "Not an answer", "Credit somebody else", "Thank"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.discord import menus
from adapters.discord.api import Api
from adapters.discord.buttons import CREDIT, Json, custom_id
from adapters.discord.callers import Callers
from adapters.discord.people import account
from adapters.discord.render import MENTIONS
from adapters.discord.rows import MessageRow, User
from adapters.discord.tenants import Tenant
from adapters.discord.world import read
from bot.commands.spec import Invocation, Reply, Surface
from bot.core import Core
from bot.domain.errors import UserFacingError
from bot.domain.refs import MemberRef
from bot.domain.times import Micros
from bot.views import problem
from bot.views.texts import Texts

Payload = Mapping[str, Any]

_USERS = 5


@dataclass(frozen=True, slots=True)
class Pointing:
    """Turns a menu into the command that says the same."""

    api: Api
    core: Core
    callers: Callers

    async def menu(self, payload: Payload, tenant: Tenant, t: Texts) -> Reply | Json:
        """The answer to a menu: a reply, or the form that asks whom to credit."""
        try:
            return await self._menu(payload, tenant, t)
        except UserFacingError as error:
            return Reply(problem.problem(t, error), failed=True)

    async def credit(self, payload: Payload, tenant: Tenant, place: str, t: Texts) -> Reply:
        """Somebody was chosen in that form; `place` is channel and message."""
        try:
            where, _, message = place.partition(" ")
            row = await menus.look_up(self.api, where, message)
            chosen = (payload["data"].get("values") or [""])[0]
            users = (payload["data"].get("resolved") or {}).get("users") or {}
            if not chosen or (users.get(chosen) or {}).get("bot"):
                raise UserFacingError("Only people can be credited.")  # noqa: TRY301 - said like the others
            return await self._verdict(payload, tenant, row, menus.CREDIT, users.get(str(chosen)))
        except UserFacingError as error:
            return Reply(problem.problem(t, error), failed=True)

    async def _menu(self, payload: Payload, tenant: Tenant, t: Texts) -> Reply | Json:
        data = payload["data"]
        messages = (data.get("resolved") or {}).get("messages") or {}
        row = read(messages.get(str(data.get("target_id"))) or {}, MessageRow)
        if row is None:
            raise UserFacingError("That message is gone.")
        guild = str(payload.get("guild_id"))
        match data.get("name"):
            case menus.ANSWER | menus.NOT_ANSWER as menu:
                return await self._verdict(payload, tenant, row, menu)
            case menus.THANK:
                return await self._thank(payload, tenant, guild, row)
            case _:
                menus.pointed(self.callers.world, guild, row)
                return _whom(row, t)

    async def _thank(self, payload: Payload, tenant: Tenant, guild: str, row: MessageRow) -> Reply:
        """All that the command `thank` does; and what is thanked for is confirmed."""
        caller = await self.callers.caller(payload, tenant)
        at, now = menus.pointed(self.callers.world, guild, row), self.callers.clock.now()
        fact = menus.thank(caller, at, now)
        await self._introduce(tenant, at.author, row.author, now)
        words = f"thank <@{at.author.id}>"
        reply = await self.core.answer(Invocation(tenant.community, caller, words, now, Surface.MENU))
        if not reply.failed:
            await self.core.observe(tenant.community, [fact])
        return reply

    async def _introduce(self, tenant: Tenant, member: MemberRef, user: User | None, now: Micros) -> None:
        """Whoever wrote it, or is to be credited, may have come before Foster and not be known yet."""
        async with self.core.store.reading(tenant.community) as unit:
            known = await unit.people.accounts([member])
        if not known and user is not None:
            await self.core.observe(tenant.community, [account(member.space, user, None, now)])

    async def _verdict(
        self, payload: Payload, tenant: Tenant, row: MessageRow, menu: str, told: Payload | None = None
    ) -> Reply:
        """The same as the command `answer`. `told`: whom to credit, as Discord tells, if not the author."""
        guild = str(payload.get("guild_id"))
        caller, now = await self.callers.caller(payload, tenant), self.callers.clock.now()
        at = menus.pointed(self.callers.world, guild, row)
        helper = row.author if told is None else read(told, User)
        if helper is not None:
            await self._introduce(tenant, MemberRef(at.author.space, helper.id), helper, now)
        words = menus.words(menu, caller, at, helper.id if helper is not None else "")
        return await self.core.answer(Invocation(tenant.community, caller, words, now, Surface.MENU))


def _whom(row: MessageRow, t: Texts) -> Json:
    part = {
        "type": _USERS,
        "custom_id": custom_id(CREDIT, 0, f"{row.channel_id} {row.id}"),
        "placeholder": t.say("Who answered?"),
        "min_values": 1,
        "max_values": 1,
    }
    return {
        "content": t.say("Who answered?"),
        "components": [{"type": 1, "components": [part]}],
        "allowed_mentions": MENTIONS,
    }
