"""Messages and reactions to facts. Text is judged here and goes no further."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from adapters.discord.people import People
from adapters.discord.places import Places, Spot
from adapters.discord.rows import Emoji, MessageRow, Reacted
from adapters.markup.discord import instant, snowflake, words, written
from adapters.markup.names import usable
from adapters.markup.posts import opening
from bot.domain.facts import Account, Fact, Features, Message, Reaction, Sentiment
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.sentiments import sentiment
from bot.domain.times import Micros

Judge = Callable[[str], Features]
Payload = Mapping[str, Any]
Row = TypeVar("Row")

SPOKEN = frozenset({0, 19, 20, 23})
"""Types of messages in which somebody speaks; 20 and 23 are a bot's answers to commands."""
_REPLY = 19


@dataclass(frozen=True, slots=True)
class Cleared:
    """All reactions of a message are gone; only those with `emoji`, where one is given."""

    message: MessageRef
    emoji: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What one payload said.

    `unknown` is a channel to ask for first, `cleared` is to be looked up in the store.
    """

    facts: tuple[Fact, ...] = ()
    cleared: Cleared | None = None
    unknown: str | None = None


NOTHING = Seen()


@dataclass(slots=True)
class World:
    """What is known of all servers: channels and names, nothing of what was said."""

    places: Places = field(default_factory=Places)
    people: People = field(default_factory=People)

    def message(self, row: MessageRow, guild: str, judge: Judge) -> Seen:
        """A message: new, edited or from history."""
        number, author = snowflake(row.id), row.author
        if number is None or author is None or snowflake(author.id) is None or row.type not in SPOKEN:
            return NOTHING
        at = instant(number, row.timestamp)
        spot = self.places.spot(row.channel_id, guild)
        if at is None or spot is None:
            return self.unless_known(row.channel_id)
        space = space_of(guild)
        bot = bool(author.bot or row.webhook_id)
        if bot:
            author = msgspec.structs.replace(author, bot=True)
        live = row.member is not None
        met: list[Account] = []
        if live or not self.people.knows(space, author.id):
            met = self.people.meet(
                space, author, row.member.nick if row.member else None, at if live else Micros(0)
            )
        if bot:
            return Seen(tuple(met))
        return Seen(
            (*met, *self._mentioned(row, space, at, live=live), _message(row, spot, space, at, judge))
        )

    def _mentioned(self, row: MessageRow, space: SpaceRef, at: Micros, *, live: bool) -> list[Fact]:
        """Those it addresses: known by name, so that commands find them before they ever wrote."""
        found: list[Fact] = []
        for user in row.mentions:
            if snowflake(user.id) is not None and not self.people.knows(space, user.id):
                nick = user.member.nick if user.member else None
                found += self.people.meet(space, user, nick, at if live else Micros(0))
        return found

    def reaction(self, row: Reacted, guild: str, now: Micros, *, present: bool) -> Seen:
        """Somebody's reaction, put or taken back."""
        spot, says = self.places.spot(row.channel_id, guild), said_by(row.emoji)
        if says is None or row.user_id is None or snowflake(row.user_id) is None:
            return NOTHING
        if spot is None:
            return self.unless_known(row.channel_id)
        if snowflake(row.message_id) is None:
            return NOTHING
        space = space_of(guild)
        met: list[Fact] = []
        if row.member is not None and row.member.user is not None:
            met += self.people.meet(space, row.member.user, row.member.nick, now)
        ref = MessageRef(ChannelRef(space, spot.place.id), row.message_id)
        return Seen((*met, Reaction(ref, MemberRef(space, row.user_id), says[0], says[1], present, now)))

    def unless_known(self, channel: str) -> Seen:
        """Nothing; or a channel to ask for, as it may be one that Foster reads."""
        usable_id = snowflake(channel) is not None
        return NOTHING if self.places.known(channel) or not usable_id else Seen(unknown=channel)


def said_by(emoji: Emoji | None) -> tuple[str, Sentiment] | None:
    """An emoji's name and what it says; None where it says nothing about help."""
    name = (emoji.name if emoji else None) or ""
    found = sentiment(name) if usable(name) else None
    return None if found is None else (name, found)


def read(payload: Payload, kind: type[Row]) -> Row | None:
    """The payload's fields; None where they are not as documented."""
    try:
        return msgspec.convert(payload, kind)
    except (msgspec.ValidationError, RecursionError, UnicodeError):  # half a surrogate pair is valid JSON
        return None


def space_of(guild: str) -> SpaceRef:
    """A server."""
    return SpaceRef(Platform.DISCORD, guild)


def _message(row: MessageRow, spot: Spot, space: SpaceRef, at: Micros, judge: Judge) -> Message:
    author = row.author.id if row.author else ""
    addressed = dict.fromkeys(
        user.id for user in row.mentions if user.id != author and snowflake(user.id) is not None
    )
    return Message(
        MessageRef(ChannelRef(space, spot.place.id), row.id),
        MemberRef(space, author),
        at,
        opening(judge(words(row.content, ())), row.id, spot.thread),
        None if spot.thread == row.id else spot.thread,
        _answered(row),
        tuple(MemberRef(space, id_) for id_ in addressed),
        written(row.edited_timestamp) or Micros(0),
    )


def _answered(row: MessageRow) -> str | None:
    """The message that this one replies to, in the same channel or thread."""
    to = row.message_reference
    if to is None or row.type != _REPLY or not to.message_id:
        return None
    if to.channel_id not in {None, row.channel_id} or snowflake(to.message_id) is None:
        return None
    return to.message_id
