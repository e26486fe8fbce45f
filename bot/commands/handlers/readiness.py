"""`ready` and `explain`: whether an ambassador program makes sense, and how we know."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.domain.readiness.outcome import Criterion
from bot.domain.readiness.sources import window
from bot.domain.times import moment
from bot.usecases.assess import Readiness, readiness
from bot.usecases.recheck import remember
from bot.views.privacy import reduced_card
from bot.views.readiness import readiness_card
from bot.views.readiness_explain import criterion_named, explain_card
from bot.views.readiness_history import history_card
from bot.views.readiness_view import ReadyView

_PAST = 60  # assessments that a history looks back on


async def ready(context: Context, _arguments: Arguments) -> Reply:
    """The verdict with its reasons. Names and small counts are for admins alone."""
    found = await _readiness(context)
    await remember(context.store, context.invocation.community, found, context.invocation.now)
    card = readiness_card(found.assessment, context.texts, _view(context, found), admin=_admin(context))
    async with context.store.reading(context.invocation.community) as unit:
        reduced = await unit.privacy.reduced()
    return Reply(reduced_card(card, context.texts) if reduced else card)


async def ready_history(context: Context, _arguments: Arguments) -> Reply:
    """What was answered before, and how the criteria developed."""
    async with context.store.reading(context.invocation.community) as unit:
        records = await unit.assessments.latest(_PAST)
    card = history_card(records, context.texts, context.preferences.zone, admin=_admin(context))
    return Reply(card)


async def explain(context: Context, arguments: Arguments) -> Reply:
    """How one question was answered."""
    criterion = criterion_named(arguments.required("question"))
    found = await _readiness(context)
    card = explain_card(
        criterion,
        found.assessment,
        found.sources.evidence,
        context.texts,
        _view(context, found),
        admin=_admin(context),
    )
    return Reply(card)


async def _readiness(context: Context) -> Readiness:
    async with context.store.reading(context.invocation.community) as unit:
        return await readiness(unit, context.invocation.now)


def _admin(context: Context) -> bool:
    return context.invocation.caller.role >= Role.ADMIN


def _view(context: Context, found: Readiness) -> ReadyView:
    weeks = window(found.sources.last, found.sources.first, found.policy)
    return ReadyView(
        today=moment(context.invocation.now, context.preferences.zone).date(),
        weeks=(weeks[0], weeks[-1]) if weeks else None,
        word=context.preferences.text("word"),
        all_channels=not found.who.channels_chosen,
        possible=found.possible if _admin(context) else None,
        names=found.names if _admin(context) else {},
    )


COMMANDS: Sequence[Command] = (
    Command(
        ("ready",),
        "Says from evidence whether an ambassador program makes sense, and what to do instead.",
        Role.MEMBER,
        ready,
        example="ready",
    ),
    Command(
        ("ready", "history"),
        "Shows how the verdict and its questions developed.",
        Role.MEMBER,
        ready_history,
        example="ready history",
    ),
    Command(
        ("explain",),
        "Shows how one of the verdict's questions was answered.",
        Role.MEMBER,
        explain,
        (
            Option(
                "question",
                Kind.CHOICE,
                "The question's letter and number.",
                required=True,
                choices=tuple(Criterion),
            ),
        ),
        example="explain S1",
    ),
)
