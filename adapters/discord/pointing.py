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
from adapters.discord.rows import MessageRow
from adapters.discord.tenants import Tenant
from adapters.discord.world import read, space_of
from bot.commands.spec import Invocation, Reply, Surface
from bot.core import Core
from bot.domain.errors import UserFacingError
from bot.domain.facts import Fact, Verdict
from bot.domain.refs import MemberRef
from bot.domain.times import Micros
from bot.views import problem
from bot.views.card import Card, Paragraph, Tone
from bot.views.texts import Texts

Payload = Mapping[str, Any]

_USERS = 5


@dataclass(frozen=True, slots=True)
class Pointing:
    """Turns what was pointed at into a fact, and says so."""

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
            return await self._verdict(payload, tenant, row, Verdict.ALSO, str(chosen), t)
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
            case menus.ANSWER:
                return await self._verdict(payload, tenant, row, Verdict.ANSWER, None, t)
            case menus.NOT_ANSWER:
                return await self._verdict(payload, tenant, row, Verdict.NOT_ANSWER, None, t)
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
        await self._introduce(tenant, at, row, now)
        words = f"thank <@{at.author.id}>"
        reply = await self.core.answer(Invocation(tenant.community, caller, words, now, Surface.MENU))
        if not reply.failed:
            await self.core.observe(tenant.community, [fact])
        return reply

    async def _introduce(self, tenant: Tenant, at: menus.Pointed, row: MessageRow, now: Micros) -> None:
        """Whoever wrote it before Foster came is not known yet."""
        async with self.core.store.reading(tenant.community) as unit:
            known = await unit.people.accounts([at.author])
        if not known and row.author is not None:
            await self.core.observe(tenant.community, [account(at.author.space, row.author, None, now)])

    async def _verdict(
        self,
        payload: Payload,
        tenant: Tenant,
        row: MessageRow,
        verdict: Verdict,
        helper: str | None,
        t: Texts,
    ) -> Reply:
        guild = str(payload.get("guild_id"))
        caller = await self.callers.caller(payload, tenant)
        at = menus.pointed(self.callers.world, guild, row)
        who = at.author if helper is None else MemberRef(space_of(guild), helper)
        now = self.callers.clock.now()
        return await self._keep(tenant, await menus.correct(self.api, caller, at, verdict, who, now), t)

    async def _keep(self, tenant: Tenant, fact: Fact, t: Texts) -> Reply:
        await self.core.observe(tenant.community, [fact])
        said = t.say("It is noted, and counts from now on.")
        return Reply(Card(t.say("Done"), (Paragraph((said,), Tone.GOOD),), Tone.GOOD))


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
