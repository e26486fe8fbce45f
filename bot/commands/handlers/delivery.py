"""`digest preview|post|skip|retry|history`: looking after the weekly posts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.domain.audit import AuditEntry
from bot.domain.errors import UserFacingError
from bot.domain.times import Week
from bot.ports import Unit
from bot.usecases import steer
from bot.usecases.compose import compose
from bot.views.delivery import history_card, left_out_card, queued_card
from bot.views.digest import digest_card
from bot.views.look import Look
from bot.views.preview import preview_card


async def preview(context: Context, arguments: Arguments) -> Reply:
    """The digest as it would be posted now."""
    async with context.store.reading(context.invocation.community) as unit:
        week = await steer.wanted_week(unit, arguments.week("week"), context.invocation.now)
        composed = await compose(unit, week, await unit.ledger.frozen(week))
    word = context.preferences.text("word")
    card = digest_card(composed.data, context.texts, word, Look.chosen(context.preferences))
    return Reply(preview_card(card, context.texts))


async def post(context: Context, arguments: Arguments) -> Reply:
    """Post a week's digest without waiting for its time."""
    async with context.store.writing(context.invocation.community) as unit:
        week = await steer.wanted_week(unit, arguments.week("week"), context.invocation.now)
        await steer.post_now(unit, week, context.invocation.now)
        await _note(context, unit, "post", week)
    return Reply(queued_card(week, context.texts))


async def skip(context: Context, arguments: Arguments) -> Reply:
    """Leave a week out, or say that a held digest is in the channel."""
    week, there = _week(arguments), arguments.flag("there")
    async with context.store.writing(context.invocation.community) as unit:
        await steer.leave_out(unit, week, context.invocation.now, there=there)
        await _note(context, unit, "skip", week)
    return Reply(left_out_card(week, context.texts, there=there))


async def retry(context: Context, arguments: Arguments) -> Reply:
    """Let a held or skipped digest go out after all."""
    week = _week(arguments)
    async with context.store.writing(context.invocation.community) as unit:
        await steer.try_again(unit, week, context.invocation.now, anyway=arguments.flag("anyway"))
        await _note(context, unit, "retry", week)
    return Reply(queued_card(week, context.texts))


async def history(context: Context, _arguments: Arguments) -> Reply:
    """What became of the last digests, and when the next three come."""
    async with context.store.reading(context.invocation.community) as unit:
        found = await steer.look_back(unit, context.invocation.now)
    preferences = context.preferences
    return Reply(history_card(found, context.texts, preferences.zone, preferences.text("word")))


def _week(arguments: Arguments) -> Week:
    week = arguments.week("week")
    if week is None:
        raise UserFacingError("“{name}” is missing.", name="week")
    return week


async def _note(context: Context, unit: Unit, what: str, week: Week) -> None:
    by, now = context.invocation.caller.member, context.invocation.now
    await unit.audit.add(AuditEntry(now, by, f"digest {what}", "", str(week)))


_WEEK = Option("week", Kind.WEEK, "The week, such as 2026-W06; the last complete one where none is given.")
_WHICH = Option("week", Kind.WEEK, "The week, such as 2026-W06.", required=True)

COMMANDS: Sequence[Command] = (
    Command(
        ("digest", "preview"),
        "Shows the digest as it would be posted, to you alone.",
        Role.ADMIN,
        preview,
        (_WEEK,),
        example="digest preview",
    ),
    Command(
        ("digest", "post"),
        "Posts a digest now, without waiting for its time.",
        Role.ADMIN,
        post,
        (_WEEK,),
        example="digest post",
    ),
    Command(
        ("digest", "skip"),
        "Leaves a week out.",
        Role.ADMIN,
        skip,
        (_WHICH, Option("there", Kind.FLAG, "A held digest that is in the channel: it counts as posted.")),
        example="digest skip 2026-W06",
    ),
    Command(
        ("digest", "retry"),
        "Tries a held or skipped digest again.",
        Role.ADMIN,
        retry,
        (_WHICH, Option("anyway", Kind.FLAG, "You looked, and it is not in the channel.")),
        example="digest retry 2026-W06",
    ),
    Command(
        ("digest", "history"),
        "Shows what became of the last digests, and when the next ones come.",
        Role.ADMIN,
        history,
        example="digest history",
    ),
)
