"""The fields of Slack's rows that are read; everything else is skipped while decoding.

Exports, events and Web API answers share them. Every field may be missing or null.
"""

from __future__ import annotations

from msgspec import Struct


class Profile(Struct, gc=False):
    """`profile` in users.json, `user_profile` in messages."""

    display_name: str | None = None
    real_name: str | None = None
    name: str | None = None
    email: str | None = None
    team: str | None = None
    is_restricted: bool | None = None
    is_ultra_restricted: bool | None = None


class User(Struct, gc=False):
    """One row of users.json or `users.list`."""

    id: str
    team_id: str | None = None
    name: str | None = None
    real_name: str | None = None
    deleted: bool | None = None
    is_bot: bool | None = None
    is_restricted: bool | None = None
    is_ultra_restricted: bool | None = None
    is_stranger: bool | None = None
    is_admin: bool | None = None
    is_owner: bool | None = None
    tz: str | None = None
    updated: int | None = None
    profile: Profile | None = None


class Conversation(Struct, gc=False):
    """One row of channels.json, groups.json, mpims.json, dms.json or `conversations.list`."""

    id: str
    name: str | None = None
    is_archived: bool | None = None
    is_general: bool | None = None
    is_private: bool | None = None
    is_im: bool | None = None
    is_mpim: bool | None = None
    is_member: bool | None = None
    updated: int | None = None  # milliseconds

    @property
    def private(self) -> bool:
        """Whether not everybody can read it, by its own word."""
        return bool(self.is_private or self.is_im or self.is_mpim)


class Edited(Struct, gc=False):
    """When a message was edited last."""

    ts: str | None = None


class Reacted(Struct, gc=False):
    """One emoji under a message. `users` may be shorter than `count`."""

    name: str | None = None
    users: list[str | None] | None = None
    count: int | None = None


class Comment(Struct, gc=False):
    """A comment on a file, in exports before 2018."""

    user: str | None = None
    comment: str | None = None


class Row(Struct, gc=False):
    """One entry of a day's file, one message of an event, or one of `conversations.history`."""

    type: str | None = None
    subtype: str | None = None
    ts: str | None = None
    user: str | None = None
    bot_id: str | None = None
    username: str | None = None
    text: str | None = None
    thread_ts: str | None = None
    team: str | None = None
    hidden: bool | None = None
    is_hidden_by_limit: bool | int | None = None
    edited: Edited | None = None
    reactions: list[Reacted] | None = None
    comment: Comment | None = None
    user_profile: Profile | None = None
    reply_count: int | None = None
    latest_reply: str | None = None
