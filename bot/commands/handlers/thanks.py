"""`thank` and `me thanks`: a thank-you that arrives, needs nothing and costs nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.spec import Arguments, Aside, Command, Context, Kind, Option, Reply, Role
from bot.domain.errors import UserFacingError
from bot.domain.evidence import EvidenceKind
from bot.domain.facts import Account
from bot.domain.recognition import thanking
from bot.domain.recognition.digest import Person
from bot.domain.recognition.thanking import ThanksTo
from bot.domain.refs import MemberRef
from bot.domain.times import moment
from bot.ports import Unit
from bot.usecases.standing import standing
from bot.views.thanks import choice_card, thanked_card, thanks_card


async def thank(context: Context, arguments: Arguments) -> Reply:
    """Pass a thank-you on, and count it. What for is not stored."""
    invocation, t = context.invocation, context.texts
    by, to = invocation.caller.member, arguments.member("member")
    if by is None:
        raise UserFacingError("Only a member can say this, for themselves.")
    if to is None:
        raise UserFacingError("“{name}” is missing.", name="member")
    reason = thanking.reason(arguments.text("for") or "")
    today = moment(invocation.now, context.preferences.zone).date()
    async with context.store.writing(invocation.community) as unit:
        known = await _people(unit, by, to)
        said = await unit.evidence.all(EvidenceKind.THANKS)
        made = thanking.thank(said, by, to, invocation.now, today)
        if made is not None:
            await unit.evidence.add(made)
        where = thanking.chosen(await unit.evidence.all(EvidenceKind.THANKS_TO), to)
    thanked, thanker = _person(to, known), _person(by, known)
    card = thanked_card(thanked, where, t, again=made is None)
    if made is None or where is ThanksTo.NOWHERE:
        return Reply(card)
    here = where is ThanksTo.THREAD
    word = context.preferences.text("word")
    passed_on = thanks_card(thanker, thanked, reason, t, word, here=here)
    return Reply(card, asides=(Aside(to, passed_on, here=here),))


async def where_to(context: Context, arguments: Arguments) -> Reply:
    """Choose where thanks arrive."""
    member = context.invocation.caller.member
    if member is None:
        raise UserFacingError("Only a member can say this, for themselves.")
    where = ThanksTo(arguments.required("where"))
    now = context.invocation.now
    today = moment(now, context.preferences.zone).date()
    async with context.store.writing(context.invocation.community) as unit:
        await unit.evidence.add(thanking.choice(member, where, now, today))
    return Reply(choice_card(where, context.texts))


async def _people(unit: Unit, by: MemberRef, to: MemberRef) -> dict[MemberRef, Account]:
    """Both accounts; a `UserFacingError` where one cannot thank the other."""
    known = dict(await unit.people.accounts([by, to]))
    primary = (await standing(unit)).primary
    if primary.get(by, by) == primary.get(to, to):
        raise UserFacingError("That is you. Thank somebody else: it will make their day.")
    account = known.get(to)
    if account is not None and account.bot:
        raise UserFacingError("{name} is a bot. Thank the people behind it.", name=account.called)
    if account is not None and not account.present:
        raise UserFacingError("{name} is not here any more.", name=account.called)
    return known


def _person(member: MemberRef, known: dict[MemberRef, Account]) -> Person:
    return Person(member, known[member].called if member in known else member.id)


COMMANDS: Sequence[Command] = (
    Command(
        ("thank",),
        "Thanks somebody: it arrives, and counts.",
        Role.MEMBER,
        thank,
        (
            Option("member", Kind.MEMBER, "Whom you thank.", required=True),
            Option("for", Kind.TEXT, "What for, in your words. It is passed on, not kept.", rest=True),
        ),
        example="thank @ana for the patience with my build",
    ),
    Command(
        ("me", "thanks"),
        "Chooses where thanks to you arrive.",
        Role.MEMBER,
        where_to,
        (
            Option(
                "where",
                Kind.CHOICE,
                "privately, in the thread where it was said, or nowhere.",
                required=True,
                choices=tuple(one.value for one in ThanksTo),
            ),
        ),
        example="me thanks thread",
    ),
)
