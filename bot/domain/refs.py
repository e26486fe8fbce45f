"""Who and what the platforms talk about. Ids carry their platform and space, so two spaces never mix.

References are keys of large tables: they hash by their ids alone (a fifth of the time of hashing every field,
platform included), while equality still compares everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

CommunityId = NewType("CommunityId", str)
"""A community's short name, as admins type it: `clojurians`."""

PersonId = NewType("PersonId", str)
"""One human in a community, however many accounts: `str()` of the primary account's `MemberRef`."""


class Platform(StrEnum):
    """Where facts come from. FILE is the neutral JSONL format, the door for any other platform."""

    SLACK = "slack"
    DISCORD = "discord"
    FILE = "file"


@dataclass(frozen=True, slots=True, order=True)
class SpaceRef:
    """One Slack workspace, one Discord server, or one neutral file's origin."""

    platform: Platform
    id: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True, order=True)
class MemberRef:
    """One account in one space."""

    space: SpaceRef
    id: str

    def __str__(self) -> str:
        return f"{self.space}:{self.id}"

    def __hash__(self) -> int:
        return hash((self.id, self.space.id))


@dataclass(frozen=True, slots=True, order=True)
class ChannelRef:
    """One channel or forum. A thread is not a channel here: its messages carry the thread's root."""

    space: SpaceRef
    id: str

    def __str__(self) -> str:
        return f"{self.space}:{self.id}"

    def __hash__(self) -> int:
        return hash((self.id, self.space.id))


@dataclass(frozen=True, slots=True, order=True)
class MessageRef:
    """One message; `id` is the platform's own (Slack `ts`, Discord snowflake)."""

    channel: ChannelRef
    id: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.id}"

    def __hash__(self) -> int:
        return hash((self.id, self.channel.id))
