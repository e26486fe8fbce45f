"""The messages of a Discord export: rows in, facts out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.exports.discord_files import ExportFile
from adapters.exports.discord_rows import Person, Reacted, Row
from adapters.exports.door import Door
from adapters.exports.tally import Tally
from adapters.markup.discord import DELETED_USER, instant, snowflake, words, written
from adapters.markup.names import tidy, usable
from adapters.markup.posts import opening
from bot.domain.facts import Account, Fact, Message, Reaction
from bot.domain.imports import Reason
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, SpaceRef
from bot.domain.times import Micros

_SPOKEN = frozenset({"Default", "Reply", "0", "19", "20", "23"})  # 20 and 23: a bot answers a command
_SYSTEM = frozenset(str(n) for n in (*range(1, 19), 21, 22, *range(24, 33), *range(36, 40), 44, 46)) | {
    "RecipientAdd", "RecipientRemove", "Call", "ChannelNameChange", "ChannelIconChange",
    "ChannelPinnedMessage", "GuildMemberJoin", "ThreadCreated", "ThreadStarterMessage",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the messages of a file belong."""

    file: str
    channel: ChannelRef
    id: str
    thread: str | None
    exported: int


class Messages:
    """Translates the rows of all files of one server. Grows with its members."""

    def __init__(self, space: SpaceRef, door: Door, tally: Tally) -> None:
        self._space = space
        self._door = door
        self._tally = tally
        self._accounts: dict[str, Account] = {}
        self._refs: dict[str, MemberRef] = {}

    def facts(self, file: ExportFile, rows: Iterable[Row]) -> list[Fact]:
        """The facts of a part of one file."""
        place = _Place(
            file.member.name,
            ChannelRef(self._space, file.parent),
            file.channel.id,
            file.thread,
            file.exported,
        )
        out: list[Fact] = []
        for row in rows:
            reason = self._row(place, row, out)
            if reason is not None:
                self._tally.aside(reason, place.file)
        return out

    def _row(self, place: _Place, row: Row, out: list[Fact]) -> Reason | None:
        if row.type not in _SPOKEN:
            return Reason.SYSTEM if row.type in _SYSTEM else Reason.UNKNOWN_KIND
        number, author = snowflake(row.id), row.author
        if number is None:
            return Reason.BAD_ID
        if author is None:
            return Reason.NO_AUTHOR
        if snowflake(author.id) is None:
            return Reason.BAD_ID
        at = instant(number, row.timestamp)
        if at is None:
            return Reason.BAD_TIME
        self._meet(place, author, out)
        if author.is_bot:
            return Reason.BOT
        if at < self._door.since:
            return Reason.TOO_OLD
        message = self._message(place, row, author, at)
        self._tally.took(message)
        out.append(message)
        for reacted in row.reactions or ():
            if reacted is not None:
                self._react(place, message.ref, reacted, out)
        return None

    def _message(self, place: _Place, row: Row, author: Person, at: Micros) -> Message:
        text, mentions = row.content or "", [person for person in row.mentions or () if person is not None]
        if mentions or "<" in text:
            text = words(
                text, {name for person in mentions for name in (person.nickname, person.name) if name}
            )
        addressed = dict.fromkeys(
            person.id for person in mentions if person.id != author.id and snowflake(person.id) is not None
        )
        return Message(
            MessageRef(place.channel, row.id),
            self._ref(author.id),
            at,
            opening(self._door.judge(text), row.id, place.thread),
            None if place.thread == row.id else place.thread,
            _answered(place, row),
            tuple(map(self._ref, addressed)),
            written(row.timestamp_edited) or Micros(0),
        )

    def _react(self, place: _Place, ref: MessageRef, reacted: Reacted, out: list[Fact]) -> None:
        emoji = (reacted.emoji.name if reacted.emoji else None) or ""
        sentiment = self._door.sentiment(emoji) if usable(emoji) else None
        if sentiment is None:
            return
        users = {
            person.id: person
            for person in reacted.users or ()
            if person is not None and snowflake(person.id) is not None
        }
        for person in users.values():
            self._meet(place, person, out)
            out.append(Reaction(ref, self._ref(person.id), emoji, sentiment))
        self._tally.reactions += len(users)
        lost = (reacted.count or 0) - len(users)
        if 0 < lost <= 1_000_000:
            self._tally.aside(Reason.ANONYMOUS_REACTION, place.file, lost)

    def _meet(self, place: _Place, person: Person, out: list[Fact]) -> None:
        """The account, where it is new or a later export describes it otherwise."""
        known = self._accounts.get(person.id)
        if known is not None and known.version >= place.exported:
            return
        account = Account(
            self._ref(person.id),
            tidy(person.nickname or person.name or "") or person.id,
            bot=bool(person.is_bot),
            present=person.id != DELETED_USER,
            version=place.exported,
        )
        self._accounts[person.id] = account
        out.append(account)
        if account.bot:
            self._tally.bots.add(person.id)

    def _ref(self, id_: str) -> MemberRef:
        found = self._refs.get(id_)
        if found is None:
            found = self._refs[id_] = MemberRef(self._space, id_)
        return found


def _answered(place: _Place, row: Row) -> str | None:
    """The message that this one replies to, in the same channel or thread."""
    to = row.reference
    if to is None or row.type not in {"Reply", "19"} or not to.message_id:
        return None
    if to.channel_id not in {None, place.id} or snowflake(to.message_id) is None:
        return None
    return to.message_id
