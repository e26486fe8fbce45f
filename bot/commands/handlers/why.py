"""`why`: what was made of one message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.usecases.why import why as ask
from bot.views.why import why_card


async def why(context: Context, arguments: Arguments) -> Reply:
    """What Foster made of a message, why, and what would change it."""
    you = context.invocation.caller.member
    async with context.store.reading(context.invocation.community) as unit:
        text = arguments.required("message")
        found = await ask(unit, text, you, context.address, operator=you is None)
    return Reply(why_card(found, context.texts, context.preferences.text("word")))


COMMANDS: Sequence[Command] = (
    Command(
        ("why",),
        "Tells you, privately, what I made of a message: question, answer, credits, and why.",
        Role.MEMBER,
        why,
        (Option("message", Kind.TEXT, "The message's link, or its id.", required=True),),
        example="why https://example.slack.com/archives/C1/p1700000000000100",
    ),
)
