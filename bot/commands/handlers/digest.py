"""`digest` and `me`: the week for everybody, and one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.domain.errors import UserFacingError
from bot.domain.recognition.ledger import WeekPicks
from bot.domain.recognition.weekly import week_merits
from bot.domain.refs import PersonId
from bot.usecases.recognise import History, digest, helped_lately, history
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
    week, now = arguments.week("week"), context.invocation.now
    async with context.store.reading(context.invocation.community) as unit:
        past = await history(unit, week, now)
        person = past.roster.person(member)
        posted = await unit.ledger.frozen(past.week)
        live = await unit.ledger.balances([person])
        lately = week is None and await helped_lately(unit, past, person, now)
    mine = my_week(past, person, posted)
    if posted is not None:
        mine = replace(mine, balance=live.balances.get(person, 0))
    card = me_card(replace(mine, lately=lately), context.texts, context.preferences.text("word"))
    return Reply(card)


def my_week(past: History, person: PersonId, posted: WeekPicks | None = None) -> MyWeek:
    """One person's part of a week: as it was `posted`, else as it would have been."""
    unlisted = None
    if person in map(past.roster.person, past.who.opted_out):
        unlisted = Unlisted.OPTED_OUT
    elif person in map(past.roster.person, past.who.staff.members):
        unlisted = Unlisted.STAFF
    return MyWeek(
        week=past.week,
        merit=week_merits(past.week, past.merits).get(person),
        place=(posted or past.picks).places.get(person),
        balance=past.ledger.balances.get(person, 0),
        unlisted=unlisted,
        replayed=posted is None,
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
