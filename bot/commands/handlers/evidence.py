"""What chat cannot show, and people record: talks, support, uplifts, staff, team, stage, plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.commands.spec import Arguments, Context, Handler, Reply, Role
from bot.domain.audit import AuditEntry
from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.readiness import recording
from bot.domain.readiness.recording import Entry, PlanWords, Speaker
from bot.domain.refs import MemberRef
from bot.domain.times import moment
from bot.ports import Unit
from bot.views.card import Card
from bot.views.readiness_evidence import evidence_card
from bot.views.recorded import changed_card, recorded_card

Make = Callable[[Entry, Arguments], Evidence]


def entry_of(context: Context) -> Entry:
    """Who records, when."""
    invocation = context.invocation
    today = moment(invocation.now, context.preferences.zone).date()
    return Entry(invocation.caller.member, invocation.now, today)


def record(make: Make) -> Handler:
    """A handler that stores what `make` reads from the arguments."""

    async def handler(context: Context, arguments: Arguments) -> Reply:
        made = make(entry_of(context), arguments)
        async with context.store.writing(context.invocation.community) as unit:
            return await _stored(context, unit, made)

    return handler


async def _stored(context: Context, unit: Unit, made: Evidence) -> Reply:
    number = await unit.evidence.add(made)
    await write_down(context, unit, f"evidence {made.kind.value}", "", f"#{number}")
    if made.kind is EvidenceKind.STAFF and made.member is not None:
        await unit.facts.touch([made.member])
    names = await names_of(unit, [made])
    stored = replace(made, id=number)
    return Reply(recorded_card(stored, context.texts, names, context.preferences.text("word")))


async def write_down(context: Context, unit: Unit, what: str, before: str, after: str) -> None:
    """An audit entry."""
    invocation = context.invocation
    await unit.audit.add(AuditEntry(invocation.now, invocation.caller.member, what, before, after))


async def names_of(unit: Unit, records: Sequence[Evidence]) -> dict[MemberRef, str]:
    """How the people in these records are called."""
    refs = {ref for record in records for ref in (record.member, record.by) if ref is not None}
    return {ref: account.called for ref, account in (await unit.people.accounts(refs)).items()}


async def _list(context: Context, unit: Unit, records: Sequence[Evidence]) -> Card:
    admin = context.invocation.caller.role >= Role.ADMIN
    names = await names_of(unit, records) if admin else {}
    return evidence_card(context.texts.say("Recorded"), records, context.texts, names, admin=admin)


def listing(*kinds: EvidenceKind) -> Handler:
    """A handler that lists the records of these kinds."""

    async def handler(context: Context, _arguments: Arguments) -> Reply:
        async with context.store.reading(context.invocation.community) as unit:
            records = await unit.evidence.all(*kinds)
            return Reply(await _list(context, unit, records))

    return handler


async def staff_none(context: Context, _arguments: Arguments) -> Reply:
    """Attest that nobody here works for the company."""
    async with context.store.writing(context.invocation.community) as unit:
        records = await unit.evidence.all(EvidenceKind.STAFF)
        return await _stored(context, unit, recording.staff_none(entry_of(context), records))


async def staff_remove(context: Context, arguments: Arguments) -> Reply:
    """Somebody does not work for the company after all."""
    member = _member(arguments)
    async with context.store.writing(context.invocation.community) as unit:
        records = await unit.evidence.all(EvidenceKind.STAFF)
        for number in recording.staff_records(records, member):
            await unit.evidence.withdraw(number)
            await write_down(context, unit, "evidence staff", f"#{number}", "")
        await unit.facts.touch([member])
        return Reply(await _list(context, unit, await unit.evidence.all(EvidenceKind.STAFF)))


async def undo(context: Context, arguments: Arguments) -> Reply:
    """Take a record back: one's own, or, for an admin, any."""
    caller = context.invocation.caller
    async with context.store.writing(context.invocation.community) as unit:
        found = await _record(unit, arguments)
        if caller.role < Role.ADMIN and (found.by is None or found.by != caller.member):
            raise UserFacingError("Only whoever recorded it, or an admin, can take it back.")
        await unit.evidence.withdraw(found.id)
        await write_down(context, unit, f"evidence {found.kind.value}", f"#{found.id}", "")
        if found.kind is EvidenceKind.STAFF and found.member is not None:
            await unit.facts.touch([found.member])
    return Reply(changed_card(found.id, context.texts, disputed=False))


async def dispute(context: Context, arguments: Arguments) -> Reply:
    """Contest a record: the person it is about, or an admin."""
    caller = context.invocation.caller
    async with context.store.writing(context.invocation.community) as unit:
        found = await _record(unit, arguments)
        if caller.role < Role.ADMIN and (found.member is None or found.member != caller.member):
            raise UserFacingError("Only the person it is about, or an admin, can contest it.")
        await unit.evidence.dispute(found.id)
        await write_down(context, unit, f"evidence {found.kind.value}", f"#{found.id}", "disputed")
    return Reply(changed_card(found.id, context.texts, disputed=True))


async def _record(unit: Unit, arguments: Arguments) -> Evidence:
    number = arguments.integer("id")
    for found in await unit.evidence.all():
        if found.id == number and not found.withdrawn:
            return found
    raise UserFacingError("There is no record number {number}. The lists show the numbers.", number=number)


def _member(arguments: Arguments) -> MemberRef:
    member = arguments.member("member")
    if member is None:
        raise UserFacingError("“{name}” is missing.", name="member")
    return member


def talk(entry: Entry, a: Arguments) -> Evidence:
    """A talk."""
    speaker = Speaker(a.member("member"), a.text("speaker") or "", staff=a.flag("staff"))
    return recording.talk(
        entry, a.required("title"), speaker, a.date("on") or entry.today, a.text("link") or ""
    )


def support(entry: Entry, a: Arguments) -> Evidence:
    """An act of support."""
    on, link = a.date("on") or entry.today, a.text("link") or ""
    return recording.support(entry, a.required("for"), a.required("title"), on, link)


def uplift(entry: Entry, a: Arguments) -> Evidence:
    """An act that raises others."""
    on, link = a.date("on") or entry.today, a.text("link") or ""
    return recording.uplift(entry, _member(a), a.required("title"), on, link)


def plan(entry: Entry, a: Arguments) -> Evidence:
    """The plan."""
    cost = a.integer("cost")
    said = PlanWords(
        owner=a.text("owner") or "",
        exit=a.text("exit") or "",
        benefit=a.text("benefit") or "",
        serves=a.text("serves") or "",
        activities=a.text("activities") or "",
        planned=a.integer("planned"),
        cost=None if cost is None else cost / 100,
    )
    return recording.plan(entry, said)


def size(entry: Entry, a: Arguments) -> Evidence:
    """The team."""
    return recording.team(entry, a.integer("size") or 0)


def stage(entry: Entry, a: Arguments) -> Evidence:
    """The stage."""
    return recording.stage(entry, a.required("stage"), a.date("since"))


def staff(entry: Entry, a: Arguments) -> Evidence:
    """Somebody of the company."""
    return recording.staff(entry, _member(a), paid=a.flag("paid"))


def considered_on(entry: Entry, _: Arguments) -> Evidence:
    """The caller would like to be considered."""
    return recording.considered(entry, on=True)


def considered_off(entry: Entry, _: Arguments) -> Evidence:
    """The caller would rather not."""
    return recording.considered(entry, on=False)
