"""`help`: what there is, for the caller's role."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.parse import suggest
from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.domain.errors import UserFacingError
from bot.views import help as view


def with_help(commands: Sequence[Command]) -> tuple[Command, ...]:
    """These commands and one that explains them all."""

    async def handler(context: Context, arguments: Arguments) -> Reply:
        return _answer(context, arguments, everything)

    everything = (
        Command(
            ("help",),
            "Shows what I can do, or how one command works.",
            Role.MEMBER,
            handler,
            (Option("command", Kind.TEXT, "The command to explain, such as settings set.", rest=True),),
            example="help settings set",
        ),
        *commands,
    )
    return everything


def _answer(context: Context, arguments: Arguments, commands: Sequence[Command]) -> Reply:
    word = context.preferences.text("word")
    may = [c for c in commands if c.role <= context.invocation.caller.role]
    topic = tuple((arguments.text("command") or "").casefold().split())
    if not topic:
        return Reply(view.overview(context.texts, word, [_entry(c) for c in may]))
    found = [c for c in may if c.words[: len(topic)] == topic]
    if not found:
        near = suggest(" ".join(topic), (c.name for c in may)) or "help"
        raise UserFacingError(
            "There is no “{words}”. Did you mean “{near}”?", words=" ".join(topic)[:60], near=near
        )
    return Reply(view.detail(context.texts, word, [_entry(c) for c in found]))


def _entry(command: Command) -> view.CommandHelp:
    options = tuple(view.OptionHelp(_usage(o), o.help, o.required) for o in command.options)
    return view.CommandHelp(command.name, command.summary, options, command.example)


def _usage(option: Option) -> str:
    match option.kind:
        case Kind.FLAG:
            return f"--{option.name}"
        case Kind.CHOICE:
            return "|".join(option.choices)
        case Kind.MEMBER:
            return f"@{option.name}"
        case Kind.CHANNEL:
            return f"#{option.name}"
        case _:
            return f"{option.name.upper()}…" if option.rest else option.name.upper()
