"""`foster export me`, `foster forget me`, `foster audit`: the chat's commands, with files and a question."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from adapters.terminal.actions import save, told
from adapters.terminal.program import Program, Where
from adapters.terminal.render import console, draw
from bot.domain.errors import UserFacingError

_YES = frozenset({"yes", "y"})


async def export(args: argparse.Namespace, program: Program, at: Where) -> int:
    """Everything about a member: drawn as a list, and in a file where one is named."""
    reply = await program.ask(at, "export me", args.member)
    if args.out is not None:
        for file in reply.files:
            save(args.out if file.name.endswith(".json") else _compressed(args.out), file.content)
    return told(reply, args.format)


async def forget(args: argparse.Namespace, program: Program, at: Where) -> int:
    """Forget a member, once somebody said yes."""
    if not args.yes:
        asked = await program.ask(at, "forget me", args.member)
        if asked.failed:
            return told(asked, args.format)
        draw(asked.card, console(sys.stderr))
        if not _agreed():
            raise UserFacingError("Nothing was forgotten. Say “yes” to the question, or add --yes.")
    return told(await program.ask(at, "forget me --yes", args.member), args.format)


async def audit(args: argparse.Namespace, program: Program, at: Where) -> int:
    """One page, and every entry in a table where a file is named."""
    reply = await program.ask(at, f"audit {args.page}", None)
    if args.out is not None and not reply.failed:
        await _write(args.out, program, at)
    return told(reply, args.format)


async def _write(path: Path, program: Program, at: Where) -> None:
    from adapters.terminal import csv_file  # noqa: PLC0415 - only needed for a file

    rows: list[Mapping[str, object]] = []
    page = 1
    while found := csv_file.lines((await program.ask(at, f"audit {page}", None)).card.data):
        rows += found
        page += 1
    csv_file.write(path, rows)


def _agreed() -> bool:
    sys.stderr.write("Forget this person for good? Type yes: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in _YES


def _compressed(path: Path) -> Path:
    return path if path.suffix == ".gz" else path.with_name(path.name + ".gz")
