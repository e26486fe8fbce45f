"""`questions`: who still waits for an answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.domain.errors import UserFacingError
from bot.domain.waiting import MOST, RECENT_DAYS, span
from bot.usecases.questions import Wanted, open_questions
from bot.views.questions import questions_card

_LONGEST = 3650
_AT_MOST = 50


async def questions(context: Context, arguments: Arguments) -> Reply:
    """Open questions of the help channels, the longest waiting first."""
    wanted = _wanted(arguments)
    now = context.invocation.now
    async with context.store.reading(context.invocation.community) as unit:
        found = await open_questions(unit, now, wanted, context.address)
    preferences = context.preferences
    return Reply(questions_card(found, now, preferences.zone, context.texts, preferences.text("word")))


def _wanted(arguments: Arguments) -> Wanted:
    days, most = arguments.integer("days"), arguments.integer("most")
    days = RECENT_DAYS if days is None else days
    most = MOST if most is None else most
    if not 1 <= days <= _LONGEST:
        raise UserFacingError("{key} must be {low} to {high}.", key="days", low=1, high=_LONGEST)
    if not 1 <= most <= _AT_MOST:
        raise UserFacingError("{key} must be {low} to {high}.", key="most", low=1, high=_AT_MOST)
    older_than = arguments.text("older-than")
    return Wanted(arguments.channel("channel"), span(older_than) if older_than else 0, days, most)


COMMANDS: Sequence[Command] = (
    Command(
        ("questions",),
        "Lists the questions that wait for an answer, the longest waiting first.",
        Role.MEMBER,
        questions,
        (
            Option("channel", Kind.CHANNEL, "Only this help channel."),
            Option(
                "older-than", Kind.TEXT, "Only those that have waited as long as that, such as 12h or 2d."
            ),
            Option("days", Kind.INTEGER, "How far back to look; 90 days where nothing is given."),
            Option("most", Kind.INTEGER, "How many to list at most; 10 where nothing is given."),
        ),
        example="questions older-than=12h",
    ),
)
