"""Offered talks and contested records: what an admin decides about evidence."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.handlers.evidence import entry_of, names_of, write_down
from bot.commands.handlers.evidence_options import ID
from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.domain.errors import UserFacingError
from bot.domain.readiness.recording import Speaker
from bot.usecases import offers
from bot.views.card import Card, Code, Paragraph
from bot.views.readiness_evidence import evidence_card
from bot.views.recorded import declined_card, recorded_card, settled_card


async def listed(context: Context, _arguments: Arguments) -> Reply:
    """Offers that wait for a decision."""
    t, word = context.texts, context.preferences.text("word")
    async with context.store.reading(context.invocation.community) as unit:
        found = await offers.open_offers(unit)
        names = await names_of(unit, found)
    if not found:
        return Reply(
            Card(t.say("Talks on offer"), (Paragraph((t.say("No talk is on offer now."),)),), data=[])
        )
    hint = (
        t.say("Take one with"),
        " ",
        Code(f"/{word} talk accept"),
        ", ",
        t.say("leave it with"),
        " ",
        Code(f"/{word} talk decline"),
        ".",
    )
    return Reply(evidence_card(t.say("Talks on offer"), found, t, names, admin=True, hint=hint))


async def accept(context: Context, arguments: Arguments) -> Reply:
    """An offer becomes a talk."""
    number = arguments.integer("id") or 0
    speaker = Speaker(
        arguments.member("member"), arguments.text("speaker") or "", staff=arguments.flag("staff")
    )
    async with context.store.writing(context.invocation.community) as unit:
        title = arguments.text("title") or ""
        made = await offers.accept(unit, number, entry_of(context), speaker, title)
        await write_down(context, unit, "evidence talk", f"#{number}", f"#{made.id}")
        names = await names_of(unit, [made])
    return Reply(recorded_card(made, context.texts, names, context.preferences.text("word")))


async def decline(context: Context, arguments: Arguments) -> Reply:
    """An offer is no talk."""
    number = arguments.integer("id") or 0
    async with context.store.writing(context.invocation.community) as unit:
        await offers.decline(unit, number)
        await write_down(context, unit, "evidence talk-offer", f"#{number}", "declined")
    return Reply(declined_card(number, context.texts))


async def settle(context: Context, arguments: Arguments) -> Reply:
    """A contested record counts again, or is withdrawn."""
    number, keep = arguments.integer("id") or 0, arguments.required("how") == "keep"
    async with context.store.writing(context.invocation.community) as unit:
        found = next((r for r in await unit.evidence.all() if r.id == number and not r.withdrawn), None)
        if found is None or not found.disputed:
            raise UserFacingError("Record number {number} is not contested.", number=number)
        await (unit.evidence.settle(number) if keep else unit.evidence.withdraw(number))
        after = "kept" if keep else "withdrawn"
        await write_down(context, unit, f"evidence {found.kind.value}", f"#{number} disputed", after)
    return Reply(settled_card(number, context.texts, kept=keep))


COMMANDS: Sequence[Command] = (
    Command(("talk", "offers"), "Lists events and recordings that may be talks.", Role.ADMIN, listed),
    Command(
        ("talk", "accept"),
        "Records an offered talk.",
        Role.ADMIN,
        accept,
        (
            ID,
            Option("member", Kind.MEMBER, "Who spoke."),
            Option("speaker", Kind.TEXT, "The name of a speaker without an account here."),
            Option("staff", Kind.FLAG, "That speaker works for the company."),
            Option("title", Kind.TEXT, "What it was called (in quotes); needed for a recording."),
        ),
        example="talk accept 3 @ana",
    ),
    Command(
        ("talk", "decline"),
        "Says that an offer is no talk.",
        Role.ADMIN,
        decline,
        (ID,),
        example="talk decline 3",
    ),
    Command(
        ("evidence", "settle"),
        "Decides about a contested record.",
        Role.ADMIN,
        settle,
        (ID, Option("how", Kind.CHOICE, "Whether it counts.", required=True, choices=("keep", "withdraw"))),
        example="evidence settle 3 keep",
    ),
)
"""`talk offers|accept|decline`, `evidence settle`."""
