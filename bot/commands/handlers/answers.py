"""`answer mark|unmark|credit|notme|notquestion|undo`: who answered whom, in people's own words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.spec import Arguments, Command, Context, Handler, Kind, Option, Reply, Role, Surface
from bot.domain.errors import UserFacingError
from bot.domain.facts import Correction, Verdict
from bot.ports import Unit
from bot.usecases.correct import Speaker, Wish, correction, keep, undoing
from bot.usecases.messages import locate
from bot.views.corrected import corrected_card


async def undo(context: Context, arguments: Arguments) -> Reply:
    """Take back what the caller said of a message; an admin takes back what anybody said."""
    speaker = _speaker(context)
    async with context.store.reading(context.invocation.community) as unit:
        message = await locate(unit, arguments.required("message"), operator=_sees(context))
        words = await undoing(unit, message, speaker, context.invocation.now)
    return await _kept(context, words)


def _saying(verdict: Verdict) -> Handler:
    """The handler of one verdict."""

    async def handler(context: Context, arguments: Arguments) -> Reply:
        async with context.store.reading(context.invocation.community) as unit:
            wish = await _wish(unit, verdict, context, arguments)
            word = await correction(unit, wish, _speaker(context), context.invocation.now)
        return await _kept(context, [word])

    return handler


async def _wish(unit: Unit, verdict: Verdict, context: Context, arguments: Arguments) -> Wish:
    caller = context.invocation.caller.member
    message = await locate(unit, arguments.required("message"), operator=_sees(context))
    of = arguments.text("of")
    question = await locate(unit, of, operator=caller is None) if of else None
    helper = arguments.member("member")
    if verdict is Verdict.NOT_ME:
        if caller is None:
            raise UserFacingError("Only a member can say this, for themselves.")
        helper = caller
    return Wish(verdict, message, helper, question)


def _sees(context: Context) -> bool:
    """Whether the message is before the caller's eyes, in whatever channel: its menu proves it."""
    return context.invocation.caller.member is None or context.invocation.surface is Surface.MENU


def _speaker(context: Context) -> Speaker:
    caller = context.invocation.caller
    return Speaker(caller.member, caller.role >= Role.STAFF, caller.role >= Role.ADMIN)


async def _kept(context: Context, words: Sequence[Correction]) -> Reply:
    async with context.store.writing(context.invocation.community) as unit:
        await keep(unit, words, _speaker(context))
    return Reply(corrected_card(words, context.texts))


_MESSAGE = Option("message", Kind.TEXT, "The message's link, or its id.", required=True)
_OF = Option("of", Kind.TEXT, "The question's link, where it is not clear which one was answered.")
_LINK = "https://example.slack.com/archives/C1/p1700000000000100"

COMMANDS: Sequence[Command] = (
    Command(
        ("answer", "mark"),
        "Says that a message answered a question, for whoever asked and the team.",
        Role.MEMBER,
        _saying(Verdict.ANSWER),
        (_MESSAGE, _OF),
        example=f"answer mark {_LINK}",
    ),
    Command(
        ("answer", "unmark"),
        "Says that a message is no answer, for whoever asked and the team.",
        Role.MEMBER,
        _saying(Verdict.NOT_ANSWER),
        (_MESSAGE, _OF),
        example=f"answer unmark {_LINK}",
    ),
    Command(
        ("answer", "credit"),
        "Credits somebody else for an answer, too, for whoever asked and the team.",
        Role.MEMBER,
        _saying(Verdict.ALSO),
        (_MESSAGE, Option("member", Kind.MEMBER, "Who helped as well.", required=True), _OF),
        example=f"answer credit {_LINK} @ana",
    ),
    Command(
        ("answer", "notme"),
        "Says that you did not answer there: you are not credited for it.",
        Role.MEMBER,
        _saying(Verdict.NOT_ME),
        (_MESSAGE, _OF),
        example=f"answer notme {_LINK}",
    ),
    Command(
        ("answer", "notquestion"),
        "Says that a message asks nothing, for its author and the team.",
        Role.MEMBER,
        _saying(Verdict.NOT_QUESTION),
        (_MESSAGE,),
        example=f"answer notquestion {_LINK}",
    ),
    Command(
        ("answer", "undo"),
        "Takes back what you said of a message; admins take back what anybody said.",
        Role.MEMBER,
        undo,
        (_MESSAGE,),
        example=f"answer undo {_LINK}",
    ),
)
