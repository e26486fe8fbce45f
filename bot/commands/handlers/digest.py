"""`digest` and `me`: the week for everybody, and one's own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.domain.errors import UserFacingError
from bot.domain.recognition.weekly import week_merits
from bot.domain.refs import MemberRef
from bot.usecases.recognise import History, digest, history
from bot.views.digest import digest_card
from bot.views.look import Look
from bot.views.me import MyWeek, Unlisted, me_card

_WEEK = Option("week", Kind.WEEK, "The week, such as 2026-W06; the last complete one where none is given.")


async def show(context: Context, arguments: Arguments) -> Reply:
    """A week's digest."""
    async with context.store.reading(context.invocation.community) as unit:
        data = await digest(unit, arguments.week("week"), context.invocation.now)
    return Reply(
        digest_card(data, context.texts, context.preferences.text("word"), Look.chosen(context.preferences))
    )


async def me(context: Context, arguments: Arguments) -> Reply:
    """The caller's own week."""
    member = context.invocation.caller.member
    if member is None:
        raise UserFacingError("At the terminal, say who you are: foster ask “/foster me” --as MEMBER.")
    async with context.store.reading(context.invocation.community) as unit:
        past = await history(unit, arguments.week("week"), context.invocation.now)
    return Reply(me_card(my_week(past, member), context.texts, context.preferences.text("word")))


def my_week(past: History, member: MemberRef) -> MyWeek:
    """One member's part of a week."""
    person = past.roster.person(member)
    unlisted = None
    if member in past.who.opted_out:
        unlisted = Unlisted.OPTED_OUT
    elif member in past.who.staff.members:
        unlisted = Unlisted.STAFF
    return MyWeek(
        week=past.week,
        merit=week_merits(past.week, past.merits).get(person),
        place=past.picks.places.get(person),
        balance=past.ledger.balances.get(person, 0),
        unlisted=unlisted,
        replayed=True,
    )


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
