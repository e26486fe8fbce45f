"""DiscordChatExporter's JSON: one file, a folder or a ZIP of channels, partitions, threads and forum posts.

Direct messages and private threads stay closed. Threads belong to their parent channel.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

import msgspec

from adapters.exports.blocks import TooLargeError
from adapters.exports.decoding import UNDECODABLE, Rows
from adapters.exports.discord_files import OPENED, ExportFile, blocks
from adapters.exports.discord_messages import Messages
from adapters.exports.discord_rows import Row
from adapters.exports.door import Door
from adapters.exports.source import UNREADABLE, Member, Source, stray
from adapters.exports.tally import Tally
from adapters.markup.discord import titled_solved
from adapters.markup.names import tidy
from bot.domain.errors import UserFacingError
from bot.domain.facts import Channel, ChannelKind, Fact, ThreadState
from bot.domain.imports import Reason
from bot.domain.refs import ChannelRef, MessageRef, Platform, SpaceRef


class _Sound(msgspec.Struct, gc=False):
    messages: list[Row]


class _Odd(msgspec.Struct, gc=False):
    messages: msgspec.Raw


_rows = Rows(Row)
_sound = msgspec.json.Decoder(_Sound)
_odd = msgspec.json.Decoder(_Odd)


class DiscordReader:
    """Reads the files' beginnings when made (`files`), their messages as they are asked for."""

    def __init__(
        self, source: Source, files: Sequence[ExportFile], strays: Sequence[Member], door: Door
    ) -> None:
        self._source = source
        self._door = door
        self._strays = strays
        self._private = [file for file in files if file.private]
        self._files = sorted((file for file in files if not file.private), key=_order)
        guilds = {file.header.guild.id: file.header.guild for file in self._files}
        if len(guilds) != 1:
            raise _not_one(source, len(guilds))
        guild = next(iter(guilds.values()))
        self.space = SpaceRef(Platform.DISCORD, guild.id)
        self.title = tidy(guild.name or "")
        self.total = sum(file.member.size for file in self._files)

    def facts(self, tally: Tally) -> Iterator[tuple[int, list[Fact]]]:
        """Channels first, then file by file, block by block."""
        for file in self._private:
            tally.aside(Reason.PRIVATE, file.member.name)
        for member in self._strays:
            tally.aside(stray(member.name), member.name)
        channels = _channels(self.space, self._files)
        tally.channels.update(channel.ref.id for channel in channels)
        yield 0, list(channels)
        messages = Messages(self.space, self._door, tally)
        for file in self._files:
            yield 0, _marks(self.space, file)
            for read, rows in self._blocks(file, tally):
                yield read, messages.facts(file, rows)

    def _blocks(self, file: ExportFile, tally: Tally) -> Iterator[tuple[int, Sequence[Row]]]:
        name = file.member.name
        try:
            with self._source.open(file.member) as stream:
                for read, data in blocks(stream):
                    yield read, _decode(data, name, tally)
        except UNREADABLE:
            tally.aside(Reason.DAMAGED, name)
        except TooLargeError:
            tally.aside(Reason.TOO_LARGE, name)


def _decode(data: bytes, file: str, tally: Tally) -> Sequence[Row]:
    if data.startswith(b"["):
        return _rows.read(data, file, tally)
    with contextlib.suppress(*UNDECODABLE):
        return _sound.decode(data).messages
    try:
        odd = _odd.decode(data)
    except UNDECODABLE:
        return _rows.read(data.removeprefix(OPENED), file, tally)
    return _rows.read(odd.messages, file, tally)


def _order(file: ExportFile) -> tuple[int, bool, int, int, str]:
    """Channels before their threads, parts of a channel in order of time."""
    return int(file.parent), file.thread is not None, int(file.channel.id), file.first, file.member.name


def _channels(space: SpaceRef, files: Sequence[ExportFile]) -> list[Channel]:
    """Every channel once. A parent that has no file of its own is known from its threads."""
    forums = {file.parent for file in files if file.post}
    found: dict[str, Channel] = {}
    for file in files:
        known = found.get(file.parent)
        own = file.thread is None
        if known is not None and not own and known.version >= file.exported:
            continue
        name = file.channel.name if own else file.channel.category
        forum = file.parent in forums or file.channel.type in {"GuildForum", "15"}
        found[file.parent] = Channel(
            ChannelRef(space, file.parent),
            tidy(name or "") or file.parent,
            ChannelKind.FORUM if forum else ChannelKind.FLAT,
            version=file.exported,
        )
    return list(found.values())


def _marks(space: SpaceRef, file: ExportFile) -> list[Fact]:
    """The thread's "solved" mark where its title has one; else nothing is said, as tags are not exported."""
    if file.thread is None or not titled_solved(file.channel.name or ""):
        return []
    root = MessageRef(ChannelRef(space, file.parent), file.thread)
    return [ThreadState(root, solved=True, version=file.exported)]


def _not_one(source: Source, servers: int) -> UserFacingError:
    if servers == 0:
        return UserFacingError(
            "{path} holds only direct messages and private threads; Foster reads public channels.",
            path=source.path,
        )
    return UserFacingError(
        "{path} holds files of {n} Discord servers. Put each server's files in a folder of its own and "
        "import them one after the other.",
        path=source.path,
        n=servers,
    )
