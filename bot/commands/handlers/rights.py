"""`privacy`, `export me` and `forget me`: what is kept about the caller, for the caller alone."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Sequence

from bot.commands.spec import Arguments, Attached, Command, Context, Kind, Option, Reply, Role
from bot.domain.errors import UserFacingError
from bot.domain.refs import MemberRef
from bot.privacy_ports import Held
from bot.usecases import rights
from bot.views.rights import Terms, ask_card, export_card, forgotten_card, privacy_card

_MOST_BYTES = 8_000_000
"""Platforms take files up to some size only; larger ones go compressed."""

ALWAYS = frozenset({"help", "privacy", "export me", "forget me", "optin"})
"""What somebody who was forgotten may still ask: nothing of it stores anything, unless they come back."""


async def privacy(context: Context, _arguments: Arguments) -> Reply:
    """What is kept, for how long, who sees it, and what the caller can do about it."""
    chosen = context.preferences
    terms = Terms(
        facts=chosen.integer("keep-facts"),
        sketches=chosen.integer("keep-sketches"),
        audit=chosen.integer("keep-audit"),
        agreed_first=chosen.text("consent") == "opt-in",
    )
    return Reply(privacy_card(terms, context.texts, chosen.text("word")))


async def export(context: Context, _arguments: Arguments) -> Reply:
    """Everything that names the caller."""
    held = await rights.held(context.store, context.invocation.community, _caller(context))
    file = await asyncio.to_thread(_file, held)  # of somebody who wrote a lot, seconds' worth
    return Reply(export_card(held, context.texts), files=(file,))


async def forget(context: Context, arguments: Arguments) -> Reply:
    """Ask once, then forget."""
    member = _caller(context)
    if not arguments.flag("yes"):
        return Reply(ask_card(context.texts, context.preferences.text("word")))
    now = context.invocation.now
    gone = await rights.forget(context.store, context.invocation.community, member, now)
    card = forgotten_card(context.texts, context.preferences.text("word"))
    return Reply(card, forgotten=gone)


async def refuse_forgotten(context: Context, command: Command) -> None:
    """Whoever was forgotten can do nothing that would be kept: a `UserFacingError` says how to come back."""
    member = context.invocation.caller.member
    if member is None or command.name in ALWAYS:
        return
    async with context.store.reading(context.invocation.community) as unit:
        if await unit.privacy.is_forgotten(member):
            raise UserFacingError(
                "You asked me to forget you, so I keep nothing that you do. Say “optin” to be counted again."
            )


def _caller(context: Context) -> MemberRef:
    member = context.invocation.caller.member
    if member is None:
        raise UserFacingError("At the terminal, say for whom: --as MEMBER.")
    return member


def _file(held: Held) -> Attached:
    text = _readable(held).encode()
    if len(text) <= _MOST_BYTES:
        return Attached("about-me.json", text)
    return Attached("about-me.json.gz", gzip.compress(text, mtime=0))


def _readable(held: Held) -> str:
    """A row a line: Python's own indenting takes many times as long."""
    tables = (
        f" {json.dumps(table)}: [\n  " + ",\n  ".join(json.dumps(row, default=str) for row in rows) + "\n ]"
        for table, rows in held.items()
    )
    return "{\n" + ",\n".join(tables) + "\n}\n"


COMMANDS: Sequence[Command] = (
    Command(
        ("privacy",),
        "Says what I keep about you, for how long, and who sees it.",
        Role.MEMBER,
        privacy,
        example="privacy",
    ),
    Command(
        ("export", "me"),
        "Gives you everything that I keep about you.",
        Role.MEMBER,
        export,
        example="export me",
    ),
    Command(
        ("forget", "me"),
        "Forgets you, for good.",
        Role.MEMBER,
        forget,
        (Option("yes", Kind.FLAG, "Do it without asking again."),),
        example="forget me",
    ),
)
