"""`audit`: who changed what, from what to what, when. For admins alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.handlers.setting_names import SettingNames
from bot.commands.handlers.settings import PREFIX
from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.domain.audit import AuditEntry
from bot.domain.errors import UserFacingError
from bot.domain.times import moment
from bot.ports import Unit
from bot.views.audit import AuditLine, AuditPage, audit_card

PAGE = 15
MOST_PAGES = 1_000


async def audit(context: Context, arguments: Arguments) -> Reply:
    """One page, the newest first."""
    asked = arguments.integer("page")
    page = 1 if asked is None else asked
    if not 1 <= page <= MOST_PAGES:
        raise UserFacingError("Pages go from 1 to {most}.", most=MOST_PAGES)
    async with context.store.reading(context.invocation.community) as unit:
        found = await unit.audit.page((page - 1) * PAGE, PAGE + 1)
        lines = await lines_of(context, unit, found[:PAGE])
    return Reply(audit_card(AuditPage(page, tuple(lines), len(found) > PAGE), context.texts))


async def lines_of(context: Context, unit: Unit, entries: Sequence[AuditEntry]) -> list[AuditLine]:
    """Entries with names and zones, as people read them."""
    who = await unit.people.accounts({entry.by for entry in entries if entry.by is not None})
    names, zone = await SettingNames.load(unit), context.preferences.zone
    lines = []
    for entry in entries:
        key = entry.what.removeprefix(PREFIX)
        before, after = entry.before, entry.after
        if key != entry.what:
            before, after = names.stored(key, before), names.stored(key, after)
        by = context.texts.say("at the terminal")
        if entry.by is not None:
            by = who[entry.by].called if entry.by in who else entry.by.id
        lines.append(AuditLine(f"{moment(entry.at, zone):%Y-%m-%d %H:%M}", by, entry.what, before, after))
    return lines


COMMANDS: Sequence[Command] = (
    Command(
        ("audit",),
        "Shows who changed what, from what to what, and when.",
        Role.ADMIN,
        audit,
        (Option("page", Kind.INTEGER, "Which page; 1 holds the newest."),),
        example="audit",
    ),
)
