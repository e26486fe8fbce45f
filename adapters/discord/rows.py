"""The fields of Discord's payloads that are read; everything else is skipped."""

from __future__ import annotations

from msgspec import Struct


class User(Struct, gc=False):
    """An account, as everybody sees it."""

    id: str
    username: str | None = None
    global_name: str | None = None
    bot: bool | None = None


class Profile(Struct, gc=False):
    """An account in one server. `user` is missing beside a message, `roles` where only the name counts."""

    user: User | None = None
    nick: str | None = None
    roles: list[str] = []
    joined_at: str | None = None


class Mentioned(User, gc=False):
    """Somebody a message addresses, with their name in the server."""

    member: Profile | None = None


class Reference(Struct, gc=False):
    """What a reply or a forward points to; `type` 1 is a forward."""

    message_id: str | None = None
    channel_id: str | None = None
    type: int | None = None


class Emoji(Struct, gc=False):
    """An emoji's sign, or a custom one's name."""

    id: str | None = None
    name: str | None = None


class Counted(Struct, gc=False):
    """One emoji under a message, as history tells it."""

    emoji: Emoji
    count: int = 0


class MessageRow(Struct, gc=False):
    """A message: new, edited, or from history (there without `guild_id` and `member`)."""

    id: str
    channel_id: str
    type: int = 0
    guild_id: str | None = None
    author: User | None = None
    member: Profile | None = None
    content: str = ""
    timestamp: str | None = None
    edited_timestamp: str | None = None
    mentions: list[Mentioned] = []
    message_reference: Reference | None = None
    webhook_id: str | None = None
    reactions: list[Counted] = []


class Overwrite(Struct, gc=False):
    """What one role or person may do in a channel; permissions are numbers in text."""

    id: str
    allow: str = "0"
    deny: str = "0"


class Tag(Struct, gc=False):
    """A tag of a forum."""

    id: str
    name: str = ""


class ThreadInfo(Struct, gc=False):
    """What threads alone have."""

    archived: bool = False
    locked: bool = False


class ChannelRow(Struct, gc=False):
    """A channel or thread."""

    id: str
    type: int = 0
    guild_id: str | None = None
    name: str | None = None
    parent_id: str | None = None
    permission_overwrites: list[Overwrite] = []
    available_tags: list[Tag] = []
    applied_tags: list[str] = []
    thread_metadata: ThreadInfo | None = None
    last_message_id: str | None = None


class RoleRow(Struct, gc=False):
    """A role; `permissions` is a number in text."""

    id: str
    name: str = ""
    permissions: str = "0"


class RoleChange(Struct, gc=False):
    """A role as it is now."""

    guild_id: str
    role: RoleRow


class RoleGone(Struct, gc=False):
    """A role that is no more."""

    guild_id: str
    role_id: str


class GuildRow(Struct, gc=False):
    """A server as it arrives on connecting. `unavailable`: an outage."""

    id: str
    name: str | None = None
    unavailable: bool = False
    preferred_locale: str | None = None
    channels: list[ChannelRow] = []
    threads: list[ChannelRow] = []
    roles: list[RoleRow] = []


class Named(Struct, gc=False):
    """A server that is named before it arrives, or while it is away."""

    id: str


class Ready(Struct, gc=False):
    """A new session: every server of its shard, those in an outage too."""

    guilds: list[Named]
    shard: tuple[int, int] = (0, 1)


class Gone(Struct, gc=False):
    """One deleted message."""

    id: str
    channel_id: str
    guild_id: str | None = None


class GoneTogether(Struct, gc=False):
    """Messages deleted at once."""

    ids: list[str]
    channel_id: str
    guild_id: str | None = None


class Reacted(Struct, gc=False):
    """A reaction put or taken back; without `user_id` where all were removed."""

    message_id: str
    channel_id: str
    guild_id: str | None = None
    user_id: str | None = None
    emoji: Emoji | None = None
    member: Profile | None = None


class Joined(Struct, gc=False):
    """Somebody joined, changed or left."""

    guild_id: str
    user: User
    nick: str | None = None
    roles: list[str] = []
    joined_at: str | None = None


class Threads(Struct, gc=False):
    """Threads that Foster may see now."""

    guild_id: str
    threads: list[ChannelRow] = []


class Place(Struct, gc=False):
    """Where a scheduled event takes place."""

    location: str | None = None


class Scheduled(Struct, gc=False):
    """A scheduled event. `status` 3 is over."""

    id: str
    guild_id: str
    name: str = ""
    status: int = 1
    scheduled_start_time: str | None = None
    creator_id: str | None = None
    entity_metadata: Place | None = None
