"""The files of a Discord export: what each is, and its messages in blocks of constant size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import msgspec

from adapters.exports.blocks import BLOCK
from adapters.exports.blocks import blocks as cut
from adapters.exports.decoding import UNDECODABLE
from adapters.exports.discord_rows import ChannelInfo, Header
from adapters.exports.source import UNREADABLE, Member, Source
from adapters.markup.discord import snowflake, written

_PEEK = 64 * 1024
_START = re.compile(rb'"messages"\s*:\s*\[')
_FIRST = re.compile(rb'\s*\{\s*"id"\s*:\s*"(\d{1,20})"')

OPENED = b'{"messages":'
"""What the last block begins with."""

_header = msgspec.json.Decoder(Header)

DIRECT = frozenset({"DirectTextChat", "DirectGroupTextChat", "1", "3"})
PRIVATE = DIRECT | {"GuildPrivateThread", "12"}
THREADS = frozenset({"GuildPublicThread", "GuildNewsThread", "10", "11"})


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file and what its beginning says. `first` is its first message's id, `exported` an instant."""

    member: Member
    header: Header
    first: int
    exported: int

    @property
    def channel(self) -> ChannelInfo:
        """The channel, thread or post."""
        return self.header.channel

    @property
    def private(self) -> bool:
        """Whether it is a direct message or a private thread."""
        return self.header.guild.id == "0" or self.channel.type in PRIVATE

    @property
    def thread(self) -> str | None:
        """The thread's id, where this is one and its parent is known."""
        return self.channel.id if self.channel.type in THREADS and self.channel.category_id else None

    @property
    def parent(self) -> str:
        """The id of the channel that the messages belong to."""
        return (self.channel.category_id if self.thread else None) or self.channel.id

    @property
    def post(self) -> bool:
        """Whether this is the beginning of a forum post: its first message has the thread's id."""
        return self.thread is not None and str(self.first) == self.thread


def recognise(source: Source, member: Member) -> ExportFile | None:
    """What a file's beginning says; None where DiscordChatExporter did not write it."""
    try:
        with source.open(member) as stream:
            head = stream.read(_PEEK)
            start = _START.search(head)
            if start is None and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
                head += stream.read(BLOCK)
                start = _START.search(head)
    except UNREADABLE:
        return None
    if start is None:
        return None
    try:
        header = _header.decode(
            head[: start.start()].removeprefix(b"\xef\xbb\xbf").rstrip().rstrip(b",") + b"}"
        )
    except UNDECODABLE:
        return None
    if snowflake(header.guild.id) is None or snowflake(header.channel.id) is None:
        return None
    if header.channel.category_id and snowflake(header.channel.category_id) is None:
        return None
    first = _FIRST.match(head, start.end())
    return ExportFile(member, header, int(first[1]) if first else 0, written(header.exported_at) or 0)


def blocks(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The messages as JSON: arrays `[…]`, the last one `{"messages": […` with what follows it in the file.

    Each comes with the bytes that were read for it. Raises `TooLargeError` and `UNREADABLE`.
    """
    for block in cut(stream, _START):
        yield block.read, OPENED + b"[" + block.rows if block.last else b"[%b]" % block.rows
