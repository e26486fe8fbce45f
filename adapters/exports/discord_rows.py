"""The fields of DiscordChatExporter's JSON that are read; everything else is skipped while decoding."""

from __future__ import annotations

from msgspec import Struct


class Guild(Struct, gc=False):
    """The server; `0` for direct messages."""

    id: str
    name: str | None = None


class ChannelInfo(Struct, rename="camel", gc=False):
    """The channel, thread or post. For threads, `category` is the parent channel."""

    id: str
    type: str | None = None
    category_id: str | None = None
    category: str | None = None
    name: str | None = None


class Header(Struct, rename="camel", gc=False):
    """What stands before the messages."""

    guild: Guild
    channel: ChannelInfo
    exported_at: str | None = None


class Person(Struct, rename="camel", gc=False):
    """An author, somebody mentioned, or somebody who reacted."""

    id: str
    name: str | None = None
    nickname: str | None = None
    is_bot: bool | None = None


class Reference(Struct, rename="camel", gc=False):
    """The message that a reply or a forward points to."""

    message_id: str | None = None
    channel_id: str | None = None


class Emoji(Struct, gc=False):
    """A reaction's emoji: the sign itself, or a custom one's name."""

    name: str | None = None


class Reacted(Struct, gc=False):
    """One emoji under a message; older exports count without saying whose."""

    emoji: Emoji | None = None
    count: int | None = None
    users: list[Person | None] | None = None


class Row(Struct, rename="camel", gc=False):
    """One message."""

    id: str
    type: str | None = None
    timestamp: str | None = None
    timestamp_edited: str | None = None
    content: str | None = None
    author: Person | None = None
    reference: Reference | None = None
    mentions: list[Person | None] | None = None
    reactions: list[Reacted | None] | None = None
