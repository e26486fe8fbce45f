"""One day of a Slack channel: rows in, facts out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from adapters.exports.door import Door, usable
from adapters.exports.slack_people import People
from adapters.exports.slack_rows import Reacted, Row
from adapters.exports.slack_text import mentioned, words
from adapters.exports.tally import Tally
from bot.domain.facts import Deletion, Fact, Message, Reaction
from bot.domain.imports import Reason
from bot.domain.refs import ChannelRef, MessageRef
from bot.domain.times import SECOND, Micros

SPOKEN = frozenset({None, "file_share", "me_message", "thread_broadcast", "file_comment"})
"""Subtypes in which a person speaks."""

SYSTEM = frozenset(
    f"{where}_{what}"
    for where in ("channel", "group")
    for what in ("join", "leave", "topic", "purpose", "name", "archive", "unarchive", "posting_permissions")
) | {
    "app_conversation_join", "assistant_app_thread", "bot_add", "bot_disable", "bot_enable", "bot_remove",
    "channel_convert_to_private", "channel_convert_to_public", "document_mention", "file_mention",
    "huddle_thread", "joiner_notification", "joiner_notification_for_inviter", "message_replied",
    "pinned_item", "reminder_add", "reminder_delete", "reply_broadcast", "sh_room_created",
    "slackbot_response", "tabbed_canvas_updated", "unpinned_item",
}  # fmt: skip
"""Subtypes in which Slack itself speaks."""

_TS = re.compile(r"(\d{1,10})\.(\d{1,6})")


def instant(ts: str | None) -> Micros | None:
    """The instant of a Slack `ts` such as `1517528027.000018`; None where it is none."""
    match = _TS.fullmatch(ts) if ts else None
    if match is None:
        return None
    return Micros(int(match[1]) * SECOND + int(match[2].ljust(6, "0")))


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
        return _objection(row) or self._spoken(ref, at, row, file, out)

    def _spoken(self, ref: MessageRef, at: Micros, row: Row, file: str, out: list[Fact]) -> Reason | None:
        author, text = _words_of(row)
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
        out.append(self._message(ref, at, author, text, row))
        for reacted in row.reactions or ():
            self._react(ref, reacted, file, out)
        return None

    def _message(self, ref: MessageRef, at: Micros, author: str, text: str, row: Row) -> Message:
        member = self._people.ref
        thread = row.thread_ts
        message = Message(
            ref,
            member(author),
            at,
            self._door.judge(words(text)),
            thread if thread != row.ts and instant(thread) is not None else None,
            None,
            tuple(member(id_) for id_ in mentioned(text) if id_ != author),
            instant(row.edited.ts) or Micros(0) if row.edited else Micros(0),
        )
        self._tally.took(message)
        return message

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


def _words_of(row: Row) -> tuple[str | None, str]:
    """Who speaks, and what they say: a comment on a file carries both apart from the message."""
    if row.subtype != "file_comment":
        return row.user, row.text or ""
    return (row.comment.user, row.comment.comment or "") if row.comment else (None, "")


def _objection(row: Row) -> Reason | None:
    """Why this is no message of a person, before anybody looks at who wrote it."""
    if row.type not in {"message", None}:
        return Reason.UNKNOWN_KIND
    if row.subtype == "hidden_by_limit" or row.is_hidden_by_limit or row.hidden:
        return Reason.HIDDEN
    if row.subtype in SPOKEN or row.subtype == "bot_message":
        return None
    return Reason.SYSTEM if row.subtype in SYSTEM else Reason.UNKNOWN_KIND
