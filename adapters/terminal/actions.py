"""One function for each subcommand that needs the program: from parsed options to printed cards."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from adapters.terminal.as_json import to_json
from adapters.terminal.error_json import as_json
from adapters.terminal.place import where
from adapters.terminal.program import ImportOptions, Program, Where
from adapters.terminal.progress import reporting
from adapters.terminal.render import console, draw
from bot import logs
from bot.commands.spec import Reply
from bot.domain.errors import UserFacingError
from bot.domain.times import Week
from bot.settings import load
from bot.views.card import Card

Action = Callable[[argparse.Namespace, Program, Where], Awaitable[int]]


def perform(args: argparse.Namespace, program: Callable[[], Program]) -> int:
    """Run the subcommand; its exit code."""
    settings = load()
    logs.set_up(settings.log_level, settings.log_format, sys.stderr)
    return asyncio.run(_run(ACTIONS[args.command](args, program(), where(args, settings))))


async def _run(work: Awaitable[int]) -> int:
    return await work


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


async def _ask(args: argparse.Namespace, program: Program, at: Where) -> int:
    return await _say(args, program, at, spoken(args.words), args.member)


async def _ready(args: argparse.Namespace, program: Program, at: Where) -> int:
    return await _say(args, program, at, "ready", None)


async def _why(args: argparse.Namespace, program: Program, at: Where) -> int:
    return await _say(args, program, at, f"why {quoted(args.message)}", None)


async def _questions(args: argparse.Namespace, program: Program, at: Where) -> int:
    names = ("channel", "older-than", "days", "most")
    given = [(name, getattr(args, name.replace("-", "_"))) for name in names]
    options = [f"--{name} {quoted(value)}" for name, value in given if value is not None]
    return await _say(args, program, at, " ".join(["questions", *options]), None)


async def _say(args: argparse.Namespace, program: Program, at: Where, words: str, member: str | None) -> int:
    return told(await program.ask(at, words, member), args.format)


def told(reply: Reply, form: str) -> int:
    """Print a reply, a problem to the side; the exit code."""
    problem = reply.card.data if reply.failed else None
    if reply.failed and form == "text":
        draw(reply.card, console(sys.stderr))
    elif isinstance(problem, Mapping) and "problem" in problem:
        more = {"reference": problem["reference"]} if "reference" in problem else {}
        sys.stderr.write(as_json(problem["problem"], **more))
    else:  # an answer, or a list of what is wrong, which is one, too
        show([reply.card, *(aside.card for aside in reply.asides)], form)
    return 1 if reply.failed else 0


def spoken(words: Sequence[str]) -> str:
    """The words as one command: what the shell kept together stays together."""
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{word}"' if any(map(str.isspace, word)) else word for word in words)


def quoted(value: str) -> str:
    """A value as one word of a command, whatever is in it."""
    return '"' + value.translate(dict.fromkeys(map(ord, '"“”'), "'")) + '"'


async def _digest(args: argparse.Namespace, program: Program, at: Where) -> int:
    week = None if args.week is None else Week.parse(args.week)
    card = await program.digest(at, week, preview=args.preview)
    if args.chart is not None:
        await _draw_chart(args.chart, card, program)
    return show([card], args.format)


async def _draw_chart(path: Path, card: Card, program: Program) -> None:
    picture = await program.picture(card)
    if picture is None:
        raise UserFacingError("This digest has no chart: there are too few weeks or people for one yet.")
    save(path, picture)


def save(path: Path, content: bytes) -> None:
    """Write a file; a `UserFacingError` where that cannot be."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserFacingError("{path} cannot be written: {why}.", path=path, why=error.strerror) from None


async def _ledger(args: argparse.Namespace, program: Program, at: Where) -> int:
    reply = await program.ask(at, "ledger", None)
    if args.out is not None and not reply.failed:
        from adapters.terminal import csv_file  # noqa: PLC0415 - only needed for a file

        csv_file.write(args.out, csv_file.lines(reply.card.data))
    return told(reply, args.format)


async def _import(args: argparse.Namespace, program: Program, at: Where) -> int:
    options = import_options(args)
    with reporting(sys.stderr) as progress:
        card = await program.import_exports(at, args.paths, options, progress)
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


async def _demo(args: argparse.Namespace, program: Program, at: Where) -> int:
    with reporting(sys.stderr) as progress:
        cards = await program.demo(at, progress)
    return show(cards, args.format)


async def _report(args: argparse.Namespace, program: Program, at: Where) -> int:
    return show([await program.report(at, args.out)], args.format)


async def _manifest(args: argparse.Namespace, program: Program, _at: Where) -> int:
    sys.stdout.write(program.manifest(args.platform, args.mode, args.url, tuple(args.extras or ())) + "\n")
    return 0


async def _doctor(args: argparse.Namespace, program: Program, at: Where) -> int:
    return told(await program.doctor(at, args.platform), args.format)


async def _communities(args: argparse.Namespace, program: Program, at: Where) -> int:
    return show([await program.communities(at)], args.format)


async def _db(args: argparse.Namespace, program: Program, at: Where) -> int:
    if args.action == "restored":
        return show([await program.db_restored(at, args.journals, nobody=args.nobody)], args.format)
    work = program.db_upgrade if args.action == "upgrade" else program.db_check
    return show([await work(at)], args.format)


async def _invite(args: argparse.Namespace, program: Program, _at: Where) -> int:
    link = program.invite(args.platform, args.application)
    sys.stdout.write((json.dumps({"invite": link}) if args.format == "json" else link) + "\n")
    return 0


async def _keys(args: argparse.Namespace, program: Program, at: Where) -> int:
    if args.action == "new":
        key = program.new_key()
        sys.stdout.write((json.dumps({"key": key}) if args.format == "json" else key) + "\n")
        return 0
    work = program.rotate_keys if args.action == "rotate" else program.forget_sealed
    return show([await work(at)], args.format)


async def _run_bot(args: argparse.Namespace, program: Program, at: Where) -> int:
    await program.run(at)
    return show([], args.format)


async def _copy(args: argparse.Namespace, program: Program, at: Where) -> int:
    work = program.backup if args.command == "backup" else program.restore
    return show([await work(at, args.path)], args.format)


async def _rights(args: argparse.Namespace, program: Program, at: Where) -> int:
    from adapters.terminal import rights  # noqa: PLC0415 - it builds on this module

    actions: Mapping[str, Action] = {
        "export": rights.export,
        "forget": rights.forget,
        "audit": rights.audit,
    }
    return await actions[args.command](args, program, at)


ACTIONS: Mapping[str, Action] = {
    "export": _rights,
    "forget": _rights,
    "audit": _rights,
    "invite": _invite,
    "doctor": _doctor,
    "run": _run_bot,
    "backup": _copy,
    "restore": _copy,
    "ask": _ask,
    "ready": _ready,
    "why": _why,
    "questions": _questions,
    "digest": _digest,
    "ledger": _ledger,
    "import": _import,
    "demo": _demo,
    "manifest": _manifest,
    "report": _report,
    "communities": _communities,
    "db": _db,
    "keys": _keys,
}
