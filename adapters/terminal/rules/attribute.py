"""`foster attribute`: who answered whom in neutral JSONL files, one line a message."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from adapters.terminal.rules import jsonl
from bot.domain.attribution import AttributionPolicy, Findings, People, find
from bot.domain.errors import UserFacingError
from bot.domain.facts import Features, Message
from bot.domain.judging import judge
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.times import SECOND, Micros

_SPACE = SpaceRef(Platform.FILE, "file")
_SALT = b"a file's sketches never leave the program"
_LATEST = 253_402_300_800
"""The year 10000 in seconds: beyond it no calendar goes."""


class Row(msgspec.Struct, frozen=True):
    """One line of neutral JSONL; fields that are not named here (`gold`) are dropped at reading."""

    id: str
    ts: float
    channel: str
    author: str
    text: str = ""
    reply_to: str | None = None
    mentions: tuple[str, ...] = ()
    platform_thread: str | None = None
    system: Any = None


class Prediction(msgspec.Struct, frozen=True):
    """What is said of one message; `links` holds its own id where it starts a conversation."""

    id: str
    is_question: bool
    answers_to: list[str]
    links: list[str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `foster attribute`."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="neutral JSONL, plain or .gz")
    parser.add_argument("-o", "--output", type=Path, metavar="PRED", help="where to write; else printed")


def run(args: argparse.Namespace) -> int:
    """Attribute every channel of the files; 0 when all went well. Raises `UserFacingError` on bad input."""
    jsonl.write(args.output, attributed(args.files))
    return 0


def attributed(files: Iterable[Path]) -> Iterator[Prediction]:
    """One prediction a line, channel by channel within each file."""
    for path in files:
        channels: dict[str, list[Row]] = {}
        for row in jsonl.read(path, Row):
            channels.setdefault(row.channel, []).append(row)
        for name, rows in channels.items():
            yield from _channel(path, name, rows)


def _channel(path: Path, name: str, rows: list[Row]) -> Iterator[Prediction]:
    channel = ChannelRef(_SPACE, name)
    messages = {}
    for row in rows:
        if row.author and not row.system:
            messages[row.id] = _message(path, channel, row)
    found = find([*messages.values()], {}, {}, (), People(), AttributionPolicy())
    answers, links = _answers(found), {link.message.id: link.to.id for link in found.attribution.links}
    floor = AttributionPolicy().question_floor
    for row in rows:
        message = messages.get(row.id)
        yield Prediction(
            row.id,
            message is not None and message.features.question >= floor,
            answers.get(row.id, []),
            [links.get(row.id, row.id)],
        )


def _answers(found: Findings) -> dict[str, list[str]]:
    answers: dict[str, list[str]] = {}
    for deed in found.deeds:
        answers.setdefault(deed.message.ref.id, []).append(deed.part.ref.id)
    return answers


def _message(path: Path, channel: ChannelRef, row: Row) -> Message:
    if not 0 <= row.ts < _LATEST:
        raise UserFacingError("{path}: the message {id} has no usable time.", path=path, id=row.id)
    thread = row.platform_thread if row.platform_thread != row.id else None
    return Message(
        ref=MessageRef(channel, row.id),
        author=MemberRef(_SPACE, row.author),
        at=Micros(round(row.ts * SECOND)),
        features=_features(row),
        thread=thread,
        reply_to=row.reply_to,
        mentions=tuple(MemberRef(_SPACE, author) for author in dict.fromkeys(row.mentions)),
    )


def _features(row: Row) -> Features:
    """The judge's word; the first message of a forum post asks, however it is worded."""
    judged = judge(row.text, _SALT)
    if row.platform_thread != row.id:
        return judged
    return replace(judged, question=1000)
