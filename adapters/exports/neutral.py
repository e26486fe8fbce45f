"""Neutral JSON lines, the door for any other platform; docs/import.md describes every field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from adapters.exports.decoding import UNDECODABLE, Rows
from adapters.exports.door import Door
from adapters.exports.naming import Id, Naming, naming
from adapters.exports.neutral_lines import blocks, unpacked
from adapters.exports.source import UNREADABLE, Member, Source, stray
from adapters.exports.tally import Tally
from adapters.markup.names import tidy, usable
from adapters.markup.posts import opening
from bot.domain.facts import Account, Channel, Fact, Message, Reaction
from bot.domain.imports import Reason
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, SpaceRef
from bot.domain.times import SECOND, Micros

_LATEST = 1 << 33  # seconds: the year 2242
_FIRST_LINE = 1024 * 1024


class Reacted(msgspec.Struct, gc=False):
    """One emoji and who used it."""

    emoji: str
    users: list[Id] = []


class Row(msgspec.Struct, gc=False):
    """One message; unknown keys are skipped."""

    id: Id
    ts: float
    author: Id
    channel: Id = "general"
    text: str | None = None
    reply_to: Id | None = None
    mentions: list[Id] | None = None
    platform_thread: Id | None = None
    system: bool | None = None
    bot: bool | None = None
    author_name: str | None = None
    reactions: list[Reacted] | None = None


_rows = Rows(Row)
_lines = msgspec.json.Decoder(Row)


def recognise(source: Source, member: Member) -> bool:
    """Whether a file's first line is a neutral message."""
    try:
        with source.open(member) as stream:
            first = unpacked(stream).read(_FIRST_LINE).lstrip().partition(b"\n")[0]
        _lines.decode(first.removeprefix(b"\xef\xbb\xbf"))
    except (*UNREADABLE, *UNDECODABLE):
        return False
    return True


class NeutralReader:
    """One file, or several of one space."""

    def __init__(
        self, source: Source, files: Sequence[Member], strays: Sequence[Member], door: Door, space: SpaceRef
    ) -> None:
        self._source = source
        self._files = files
        self._strays = strays
        self._door = door
        self.space = space
        self.title = ""
        self.total = sum(file.size for file in files)

    def facts(self, tally: Tally) -> Iterator[tuple[int, list[Fact]]]:
        """Block by block; accounts and channels come before the first message that names them."""
        for member in self._strays:
            tally.aside(stray(member.name), member.name)
        messages = _Messages(self.space, self._door, tally, naming(self._source, self._files))
        for file in self._files:
            for read, data in blocks(self._source, file, tally):
                yield read, messages.facts(_decode(data, file.name, tally), file.name)


def _decode(data: bytes, file: str, tally: Tally) -> Sequence[Row]:
    try:
        return _lines.decode_lines(data)
    except UNDECODABLE:
        lines = (line for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip())
        return _rows.each(map(msgspec.Raw, lines), file, tally)


class _Messages:
    """Grows with the people and channels of the space."""

    def __init__(self, space: SpaceRef, door: Door, tally: Tally, names: Naming) -> None:
        self._space = space
        self._door = door
        self._tally = tally
        self._named = names
        self._refs: dict[str, MemberRef] = {}
        self._channels: dict[str, ChannelRef] = {}
        self._accounts: dict[str, tuple[str | None, bool]] = {}

    def facts(self, rows: Sequence[Row], file: str) -> list[Fact]:
        out: list[Fact] = []
        for row in rows:
            reason = self._row(row, out)
            if reason is not None:
                self._tally.aside(reason, file)
        return out

    def _row(self, row: Row, out: list[Fact]) -> Reason | None:
        if row.system:
            return Reason.SYSTEM
        id_, author, channel = str(row.id), str(row.author), str(row.channel)
        if not (usable(id_) and usable(author) and usable(channel)):
            return Reason.BAD_ID
        if not 0 < row.ts < _LATEST:
            return Reason.BAD_TIME
        at = Micros(round(row.ts * SECOND))
        self._meet(author, row.author_name, at, out, bot=bool(row.bot))
        if row.bot:
            return Reason.BOT
        if at < self._door.since:
            return Reason.TOO_OLD
        ref = MessageRef(self._channel(channel, out), id_)
        told = (*map(str, row.mentions or ()), *self._named(channel, row.text or ""))
        mentions = dict.fromkeys(told)
        thread = None if row.platform_thread is None else str(row.platform_thread)
        message = Message(
            ref,
            self._ref(author),
            at,
            opening(self._door.judge(row.text or ""), id_, thread),
            _other(thread, id_),
            _other(row.reply_to, id_),
            tuple(self._ref(one) for one in mentions if one != author and usable(one)),
        )
        self._tally.took(message)
        out.append(message)
        for reacted in row.reactions or ():
            self._react(ref, reacted, out)
        return None

    def _react(self, ref: MessageRef, reacted: Reacted, out: list[Fact]) -> None:
        emoji = reacted.emoji
        sentiment = self._door.sentiment(emoji) if usable(emoji) else None
        if sentiment is None:
            return
        users = [user for user in dict.fromkeys(map(str, reacted.users)) if usable(user)]
        out.extend(Reaction(ref, self._ref(user), emoji, sentiment) for user in users)
        self._tally.reactions += len(users)

    def _meet(self, author: str, name: str | None, at: Micros, out: list[Fact], *, bot: bool) -> None:
        """The account when it is new or called otherwise; the name of the latest message wins."""
        known = self._accounts.get(author)
        if known is not None and (name is None or known[0] == name) and known[1] >= bot:
            return
        name = name if name is not None or known is None else known[0]
        bot = bot or (known is not None and known[1])
        self._accounts[author] = (name, bot)
        shown = tidy(name or author) or author
        out.append(Account(self._ref(author), shown, bot=bot, version=at if name is not None else 0))
        if bot:
            self._tally.bots.add(author)

    def _channel(self, id_: str, out: list[Fact]) -> ChannelRef:
        ref = self._channels.get(id_)
        if ref is None:
            ref = self._channels[id_] = ChannelRef(self._space, id_)
            out.append(Channel(ref, tidy(id_)))
            self._tally.channels.add(id_)
        return ref

    def _ref(self, id_: str) -> MemberRef:
        ref = self._refs.get(id_)
        if ref is None:
            ref = self._refs[id_] = MemberRef(self._space, id_)
        return ref


def _other(id_: Id | None, own: str) -> str | None:
    """The id of another message; None where there is none, or it is the message's own."""
    text = None if id_ is None else str(id_)
    return text if text != own and usable(text) else None
