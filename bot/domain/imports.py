"""What an import did: how much came in, and what was set aside, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.times import Micros


class Reason(StrEnum):
    """Why something in an export was not taken. `bot.views.imports` puts each into words."""

    PRIVATE = "private"  # private channels and direct messages: never read
    UNLISTED = "unlisted"  # a folder that the channel list does not name: it may be private
    BOT = "bot"
    SYSTEM = "system"  # joins, topics, pins: the platform speaks, not a person
    DELETED = "deleted"
    HIDDEN = "hidden"  # withheld by the platform's plan
    UNKNOWN_KIND = "unknown-kind"
    NO_AUTHOR = "no-author"
    BAD_TIME = "bad-time"
    BAD_ID = "bad-id"
    MALFORMED = "malformed"  # one record whose fields have the wrong type
    TOO_OLD = "too-old"  # before the day that was asked for
    ANONYMOUS_REACTION = "anonymous-reaction"  # counted by the export, without saying whose
    NOT_JSON = "not-json"
    TOO_DEEP = "too-deep"
    BAD_UTF8 = "bad-utf8"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    BOMB = "bomb"
    UNSAFE_NAME = "unsafe-name"
    LINK = "link"
    NESTED = "nested"
    OTHER_FILE = "other-file"


@dataclass(frozen=True, slots=True)
class Aside:
    """Things set aside for one reason: how many, and the first few files they were in."""

    reason: Reason
    count: int
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What one export held. `people` wrote messages; `first` and `last` are the times of its messages."""

    messages: int = 0
    reactions: int = 0
    people: int = 0
    bots: int = 0
    channels: int = 0
    first: Micros | None = None
    last: Micros | None = None
    asides: tuple[Aside, ...] = ()
