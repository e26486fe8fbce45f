"""`ledger`: where everybody stands, for admins alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.spec import Arguments, Command, Context, Reply, Role
from bot.usecases.ledger import standings
from bot.views.ledger import ledger_card
from bot.views.privacy import reduced_card


async def show(context: Context, _arguments: Arguments) -> Reply:
    """Whose turn is near."""
    async with context.store.reading(context.invocation.community) as unit:
        found = await standings(unit, context.invocation.now)
        reduced = await unit.privacy.reduced()
    card = ledger_card(found, context.texts)
    return Reply(reduced_card(card, context.texts) if reduced else card)


COMMANDS: Sequence[Command] = (
    Command(("ledger",), "Shows whose turn to be named is near.", Role.ADMIN, show, example="ledger"),
)
