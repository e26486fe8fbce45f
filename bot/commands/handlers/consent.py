"""`optout` and `optin`: whether somebody is named. Each member decides for themselves."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.spec import Arguments, Command, Context, Reply, Role
from bot.domain.errors import UserFacingError
from bot.usecases.amend import amend
from bot.views.consent import consent_card


async def opt_out(context: Context, _arguments: Arguments) -> Reply:
    """Never name the caller."""
    return await _choose(context, opted_out=True)


async def opt_in(context: Context, _arguments: Arguments) -> Reply:
    """Name the caller again."""
    return await _choose(context, opted_out=False)


async def _choose(context: Context, *, opted_out: bool) -> Reply:
    member = context.invocation.caller.member
    if member is None:
        raise UserFacingError("Only a member can say this, for themselves.")
    async with context.store.writing(context.invocation.community) as unit:
        if not opted_out:
            await unit.privacy.let_back(member)
        await unit.people.set_opted_out(member, opted_out, context.invocation.now)
        if opted_out:
            await amend(unit, context.invocation.now)
    return Reply(consent_card(context.texts, context.preferences.text("word"), opted_out=opted_out))


COMMANDS: Sequence[Command] = (
    Command(("optout",), "Foster no longer names you anywhere.", Role.MEMBER, opt_out, example="optout"),
    Command(("optin",), "Foster may name you again.", Role.MEMBER, opt_in, example="optin"),
)
