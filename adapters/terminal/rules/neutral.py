"""Neutral JSONL rows, and how the messages of one channel are made from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from adapters.terminal.rules.irc import action
from bot.domain.errors import UserFacingError
from bot.domain.facts import Features, Message
from bot.domain.judging import judge
from bot.domain.judging.naming import name_key, named
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.times import SECOND, Micros

SPACE = SpaceRef(Platform.FILE, "file")
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


def messages(path: Path, channel: str, rows: Iterable[Row]) -> dict[str, Message]:
    """The messages of one channel by id, the platform's own lines left out; `path` is for errors.

    What people do in IRC ("/me waves") comes as a line of nobody's, and is theirs.
    """
    spoken = [said for row in rows if (said := _spoken(row)) is not None]
    members = {key: row.author for row in spoken if (key := name_key(row.author)) is not None}
    ref = ChannelRef(SPACE, channel)
    return {row.id: _message(path, ref, row, members) for row in spoken}


def _spoken(row: Row) -> Row | None:
    if row.author:
        return None if row.system else row
    told = action(row.text)
    return None if told is None else msgspec.structs.replace(row, author=told[0], text=told[1])


def _message(path: Path, channel: ChannelRef, row: Row, members: Mapping[str, str]) -> Message:
    if not 0 <= row.ts < _LATEST:
        raise UserFacingError("{path}: the message {id} has no usable time.", path=path, id=row.id)
    mentions = dict.fromkeys((*row.mentions, *named(row.text, members)))
    return Message(
        ref=MessageRef(channel, row.id),
        author=MemberRef(SPACE, row.author),
        at=Micros(round(row.ts * SECOND)),
        features=_features(row),
        thread=row.platform_thread if row.platform_thread != row.id else None,
        reply_to=row.reply_to,
        mentions=tuple(MemberRef(SPACE, author) for author in mentions if author != row.author),
    )


def _features(row: Row) -> Features:
    """The judge's word; the first message of a forum post asks, however it is worded."""
    judged = judge(row.text, _SALT)
    return replace(judged, question=1000) if row.platform_thread == row.id else judged
