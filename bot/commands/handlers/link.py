"""`link` and `unlink`: accounts of one person, said from both sides or by an admin."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.domain.audit import AuditEntry
from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.recognition import persons
from bot.domain.recognition.digest import Person
from bot.domain.refs import MemberRef
from bot.domain.times import moment
from bot.ports import Unit
from bot.usecases.linking import join, separate
from bot.views.linked import claimed_card, linked_card, unlinked_card

_WHAT = "evidence link"


async def link(context: Context, arguments: Arguments) -> Reply:
    """Link the caller's account with another of theirs; an admin may link any two."""
    caller = context.invocation.caller
    member, other = arguments.member("member"), arguments.member("other")
    if other is not None and caller.role < Role.ADMIN:
        raise UserFacingError("Only an admin can link accounts of somebody else.")
    one, two = (member, other) if other is not None else (caller.member, member)
    if one is None or two is None:
        raise UserFacingError("Name both accounts: link @one @other.")
    async with context.store.writing(context.invocation.community) as unit:
        known = await unit.evidence.all(EvidenceKind.LINK)
        persons.check(known, one, two)
        for record in _records(context, known, one, two, by_admin=other is not None):
            await _add(context, unit, record)
        primary = persons.primaries(await unit.evidence.all(EvidenceKind.LINK))
        done = one in primary and primary[one] == primary.get(two)
        if done:
            accounts = persons.groups(primary)[primary[one]]
            await join(unit, primary[one], accounts)
        people = [await _person(unit, ref) for ref in (one, two)]
    word = context.preferences.text("word")
    return Reply((linked_card if done else claimed_card)(people[0], people[1], context.texts, word))


async def unlink(context: Context, arguments: Arguments) -> Reply:
    """Take back every link of the caller's account; an admin may name another."""
    caller = context.invocation.caller
    named = arguments.member("member")
    if named is not None and named != caller.member and caller.role < Role.ADMIN:
        raise UserFacingError("Only an admin can unlink accounts of somebody else.")
    member = named or caller.member
    if member is None:
        raise UserFacingError("“{name}” is missing.", name="member")
    async with context.store.writing(context.invocation.community) as unit:
        known = await unit.evidence.all(EvidenceKind.LINK)
        found = persons.unlinking(known, member)
        if not found:
            raise UserFacingError("This account is not linked to any other.")
        for number in found:
            await unit.evidence.withdraw(number)
            await _audit(context, unit, f"#{number}", "")
        since = min(record.at for record in known if record.id in found)
        await separate(unit, persons.primaries(known), member, since, context.invocation.now)
        person = await _person(unit, member)
    return Reply(unlinked_card(person, context.texts))


def _records(
    context: Context, known: Sequence[Evidence], one: MemberRef, two: MemberRef, *, by_admin: bool
) -> list[Evidence]:
    now = context.invocation.now
    today = moment(now, context.preferences.zone).date()
    if not by_admin:
        said = persons.claims(known, one, two)
        return [] if said else [Evidence(EvidenceKind.LINK, today, now, one, two)]
    group = {persons.GROUP: f"{now}-{len(known)}"}
    by = context.invocation.caller.member
    return [Evidence(EvidenceKind.LINK, today, now, by, ref, details=group) for ref in (one, two)]


async def _add(context: Context, unit: Unit, record: Evidence) -> None:
    number = await unit.evidence.add(record)
    await _audit(context, unit, "", f"#{number}")


async def _audit(context: Context, unit: Unit, before: str, after: str) -> None:
    invocation = context.invocation
    await unit.audit.add(AuditEntry(invocation.now, invocation.caller.member, _WHAT, before, after))


async def _person(unit: Unit, member: MemberRef) -> Person:
    account = (await unit.people.accounts([member])).get(member)
    return Person(member, member.id if account is None else account.called)


COMMANDS: Sequence[Command] = (
    Command(
        ("link",),
        "Says that two accounts are one person.",
        Role.MEMBER,
        link,
        (
            Option("member", Kind.MEMBER, "Your other account; say the same from there.", required=True),
            Option("other", Kind.MEMBER, "For admins: the second of two accounts."),
        ),
        example="link @ana-work",
    ),
    Command(
        ("unlink",),
        "Says that an account stands for itself again.",
        Role.MEMBER,
        unlink,
        (Option("member", Kind.MEMBER, "For admins: whose account."),),
        example="unlink",
    ),
)
