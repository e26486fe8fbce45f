"""The help card. What it lists comes from the command catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.card import Block, Bullets, Card, Code, Facts, Heading, Note, Paragraph, Row, Text
from bot.views.texts import Texts


@dataclass(frozen=True, slots=True)
class OptionHelp:
    """One option: how it is typed, and what it means (English, translated here)."""

    usage: str
    help: str
    required: bool


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """One command: its words, its line of help (English, translated here) and its options."""

    name: str
    summary: str
    options: tuple[OptionHelp, ...] = ()
    example: str = ""

    @property
    def usage(self) -> str:
        """As typed: required options plain, the others in brackets."""
        parts = [o.usage if o.required else f"[{o.usage}]" for o in self.options]
        return " ".join([self.name, *parts])


def overview(t: Texts, word: str, commands: Sequence[CommandHelp]) -> Card:
    """Every command the caller may give, one line each."""
    intro = t.say("I thank the people who help here, and tell you when an ambassador program makes sense.")
    rows = tuple(Row(f"/{word} {c.name}", (t.say(c.summary),)) for c in commands)
    more: Text = (t.say("More about one of them:"), " ", Code(f"/{word} help {commands[-1].name}"))
    return Card(
        t.say("What I can do"),
        (Paragraph((intro,)), Facts(rows), Note(more)),
        data={"commands": [{"command": c.name, "summary": t.say(c.summary)} for c in commands]},
    )


def detail(t: Texts, word: str, commands: Sequence[CommandHelp]) -> Card:
    """One command, or a group of them, with options and examples."""
    blocks: list[Block] = []
    for command in commands:
        blocks.append(Heading(f"/{word} {command.usage}"))
        blocks.append(Paragraph((t.say(command.summary),)))
        if command.options:
            blocks.append(Bullets(tuple((Code(o.usage), " – ", t.say(o.help)) for o in command.options)))
        if command.example:
            blocks.append(Note((t.say("For example:"), " ", Code(f"/{word} {command.example}"))))
    return Card(t.say("Help"), tuple(blocks), data={"commands": [_plain(t, c) for c in commands]})


def _plain(t: Texts, command: CommandHelp) -> dict[str, object]:
    return {
        "command": command.name,
        "usage": command.usage,
        "summary": t.say(command.summary),
        "options": [
            {"usage": o.usage, "help": t.say(o.help), "required": o.required} for o in command.options
        ],
        "example": command.example,
    }
