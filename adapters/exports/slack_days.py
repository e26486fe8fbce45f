"""One day of a Slack channel: rows in, facts out."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.exports.door import Door
from adapters.exports.slack_people import People
from adapters.exports.tally import Tally
from adapters.markup.names import usable
from adapters.markup.slack import instant, words_of
from adapters.markup.slack_facts import message, objection
from adapters.markup.slack_rows import Reacted, Row
from bot.domain.facts import Deletion, Fact, Reaction
from bot.domain.imports import Reason
from bot.domain.refs import ChannelRef, MessageRef
from bot.domain.times import Micros


class Days:
    """Translates the rows of all days of one export."""

    def __init__(self, people: People, door: Door, tally: Tally) -> None:
        self._people = people
        self._door = door
        self._tally = tally

    def facts(self, channel: ChannelRef, rows: Sequence[Row], file: str) -> list[Fact]:
        """The facts of one file."""
        out: list[Fact] = []
        for row in rows:
            reason = self._row(channel, row, file, out)
            if reason is not None:
                self._tally.aside(reason, file)
        return out

    def _row(self, channel: ChannelRef, row: Row, file: str, out: list[Fact]) -> Reason | None:
        at = instant(row.ts)
        if at is None or row.ts is None:
            return Reason.BAD_TIME
        ref = MessageRef(channel, row.ts)
        if row.subtype == "tombstone":
            out.append(Deletion(ref))
            return Reason.DELETED
        return objection(row) or self._spoken(ref, at, row, file, out)

    def _spoken(self, ref: MessageRef, at: Micros, row: Row, file: str, out: list[Fact]) -> Reason | None:
        author, _ = words_of(row)
        bot = self._people.is_bot(row)
        if bot:
            author = author or row.bot_id
        if author is None:
            return Reason.BOT if bot else Reason.NO_AUTHOR
        if not usable(author):
            return Reason.BAD_ID
        account = self._people.meet(row, author, bot=bot)
        if account is not None:
            out.append(account)
        if bot:
            return Reason.BOT
        if at < self._door.since:
            return Reason.TOO_OLD
        spoken = message(ref, at, row, self._door.judge, self._people.ref)
        self._tally.took(spoken)
        out.append(spoken)
        for reacted in row.reactions or ():
            self._react(ref, reacted, file, out)
        return None

    def _react(self, ref: MessageRef, reacted: Reacted, file: str, out: list[Fact]) -> None:
        name = reacted.name or ""
        sentiment = self._door.sentiment(name) if usable(name) else None
        if sentiment is None:
            return
        users = [user for user in dict.fromkeys(reacted.users or ()) if user is not None and usable(user)]
        out.extend(Reaction(ref, self._people.ref(user), name, sentiment) for user in users)
        self._tally.reactions += len(users)
        lost = (reacted.count or 0) - len(users)
        if 0 < lost <= 1_000_000:
            self._tally.aside(Reason.ANONYMOUS_REACTION, file, lost)
