"""`digest` and `me`: the week for everybody, and one's own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.domain.errors import UserFacingError
from bot.usecases.mine import my_week
from bot.usecases.replays import look_back
from bot.usecases.telling import tell
from bot.views.digest import digest_card
from bot.views.look import Look
from bot.views.me import me_card

_WEEK = Option("week", Kind.WEEK, "The week, such as 2026-W06; the last complete one where none is given.")


async def show(context: Context, arguments: Arguments) -> Reply:
    """A week's digest, and how it is told: as posted, before its post, or as it would have been."""
    asked, week = context.invocation, arguments.week("week")
    await look_back(context.store, asked.community, week, asked.now)
    async with context.store.reading(asked.community) as unit:
        data = await tell(unit, week, asked.now)
    return Reply(
        digest_card(data, context.texts, context.preferences.text("word"), Look.chosen(context.preferences))
    )


async def me(context: Context, arguments: Arguments) -> Reply:
    """The caller's own week."""
    member = context.invocation.caller.member
    if member is None:
        raise UserFacingError("At the terminal, say who you are: foster ask “/foster me” --as MEMBER.")
    asked, week = context.invocation, arguments.week("week")
    await look_back(context.store, asked.community, week, asked.now)
    async with context.store.reading(asked.community) as unit:
        mine = await my_week(unit, member, week, asked.now)
    return Reply(me_card(mine, context.texts, context.preferences.text("word")))


COMMANDS: Sequence[Command] = (
    Command(
        ("digest",),
        "Shows a week's thank-you.",
        Role.MEMBER,
        show,
        (_WEEK,),
        example="digest 2026-W06",
    ),
    Command(
        ("me",),
        "Tells you, privately, why you were named or not, and what carries over.",
        Role.MEMBER,
        me,
        (_WEEK,),
        example="me",
    ),
)
