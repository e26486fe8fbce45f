"""One function for each subcommand that needs the program: from parsed options to printed cards."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from adapters.terminal.as_json import to_json
from adapters.terminal.program import ImportOptions, Program, Where
from adapters.terminal.progress import reporting
from adapters.terminal.render import console, draw
from bot import logs
from bot.domain.errors import UserFacingError
from bot.domain.times import Week
from bot.settings import Settings, load
from bot.views.card import Card

Action = Callable[[argparse.Namespace, Program, Where], Awaitable[int]]


def perform(args: argparse.Namespace, program: Callable[[], Program]) -> int:
    """Run the subcommand; its exit code."""
    settings = load()
    logs.set_up(settings.log_level, settings.log_format, sys.stderr)
    where = Where(database_url(args.database, settings), args.community)
    return asyncio.run(_run(ACTIONS[args.command](args, program(), where)))


async def _run(work: Awaitable[int]) -> int:
    return await work


def database_url(given: str | None, settings: Settings) -> str:
    """The database's URL: as given (a file's path too), else from the settings, else in the data folder."""
    chosen = given or settings.database_url
    if not chosen:
        import platformdirs  # noqa: PLC0415 - only needed without a database

        chosen = str(
            platformdirs.user_data_path("foster", appauthor=False, ensure_exists=True) / "foster.sqlite"
        )
    return chosen if "://" in chosen else f"sqlite:///{Path(chosen).expanduser().absolute()}"


def show(cards: Sequence[Card], form: str) -> int:
    """Print cards: drawn, or as JSON (one object, or a list where there are several)."""
    if form == "json":
        text = to_json(*cards)
        sys.stdout.write(text + "\n")
        return 0
    out = console(sys.stdout)
    for number, card in enumerate(cards):
        if number:
            out.print()
        draw(card, out)
    return 0


async def _ask(args: argparse.Namespace, program: Program, where: Where) -> int:
    return await _say(args, program, where, spoken(args.words), args.member)


async def _ready(args: argparse.Namespace, program: Program, where: Where) -> int:
    return await _say(args, program, where, "ready", None)


async def _say(
    args: argparse.Namespace, program: Program, where: Where, words: str, member: str | None
) -> int:
    reply = await program.ask(where, words, member)
    if reply.failed and args.format == "text":
        draw(reply.card, console(sys.stderr))
    else:
        show([reply.card], args.format)
    return 1 if reply.failed else 0


def spoken(words: Sequence[str]) -> str:
    """The words as one command: what the shell kept together stays together."""
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{word}"' if any(map(str.isspace, word)) else word for word in words)


async def _digest(args: argparse.Namespace, program: Program, where: Where) -> int:
    week = None if args.week is None else Week.parse(args.week)
    return show([await program.digest(where, week, preview=args.preview)], args.format)


async def _import(args: argparse.Namespace, program: Program, where: Where) -> int:
    options = import_options(args)
    with reporting(sys.stderr) as progress:
        card = await program.import_exports(where, args.paths, options, progress)
    return show([card], args.format)


def import_options(args: argparse.Namespace) -> ImportOptions:
    """What `foster import` was told."""
    return ImportOptions(
        _by_comma(args.help_channels),
        _by_comma(args.staff),
        args.zone,
        None if args.since is None else _day(args.since),
    )


def _by_comma(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.strip() for names in given for part in names.split(",") if part.strip())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserFacingError("“{text}” is not a day. Write it like 2026-03-04.", text=text[:60]) from None


async def _demo(args: argparse.Namespace, program: Program, where: Where) -> int:
    with reporting(sys.stderr) as progress:
        cards = await program.demo(where, progress)
    return show(cards, args.format)


async def _communities(args: argparse.Namespace, program: Program, where: Where) -> int:
    return show([await program.communities(where)], args.format)


async def _db(args: argparse.Namespace, program: Program, where: Where) -> int:
    work = program.db_upgrade if args.action == "upgrade" else program.db_check
    return show([await work(where)], args.format)


ACTIONS: Mapping[str, Action] = {
    "ask": _ask,
    "ready": _ready,
    "digest": _digest,
    "import": _import,
    "demo": _demo,
    "communities": _communities,
    "db": _db,
}
