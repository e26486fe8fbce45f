"""The fields of a Slack export that are read; everything else is skipped while decoding.

Every field may be missing or null in real exports.
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
    """One row of users.json."""

    id: str
    team_id: str | None = None
    name: str | None = None
    real_name: str | None = None
    deleted: bool | None = None
    is_bot: bool | None = None
    is_restricted: bool | None = None
    is_ultra_restricted: bool | None = None
    is_stranger: bool | None = None
    updated: int | None = None
    profile: Profile | None = None


class Conversation(Struct, gc=False):
    """One row of channels.json, groups.json, mpims.json or dms.json."""

    id: str
    name: str | None = None
    is_archived: bool | None = None
    is_general: bool | None = None
    is_private: bool | None = None
    is_im: bool | None = None
    is_mpim: bool | None = None
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
    """One entry of a day's file."""

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
