"""The values that a generated community consists of, before any platform's format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FOR_GOOD = 10_000
"""The week in which those leave who stay."""


class Temper(StrEnum):
    """How a person takes part."""

    ASKER = "asker"
    STAR = "star"  # thorough, nearly every day
    SWIFT = "swift"  # first, in one line
    PATIENT = "patient"  # asks back, then solves it
    SPECIALIST = "specialist"  # strong in one area
    HOPEFUL = "hopeful"  # means well, often wrong
    OCCASIONAL = "occasional"
    STAFF = "staff"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Member:
    """A person (or the bot). Takes part in weeks `joined <= week < left`; helps from week `helps_from` on."""

    id: str
    name: str
    temper: Temper
    area: str = ""
    joined: int = 0
    left: int = FOR_GOOD
    helps_from: int = 0

    def active(self, week: int) -> bool:
        """Whether they are around in that week."""
        return self.joined <= week < self.left


@dataclass(frozen=True, slots=True)
class Place:
    """A channel. In a `forum` every root opens a thread."""

    id: str
    help: bool = False
    forum: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A message. `at` is in milliseconds since the epoch, unique; `key` its rank by time.

    `to` is the member that is addressed at its beginning, `thread` and `reply_to` are keys of earlier posts,
    `reactions` holds emoji names with the ids of the members, `title` is a forum post's.
    """

    key: int
    at: int
    channel: str
    author: str
    text: str
    to: str | None = None
    thread: int | None = None
    reply_to: int | None = None
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The truth about one answer: who helped whom with what, and whether it worked."""

    question: int
    asker: str
    helper: str
    answer: int
    worked: bool


@dataclass(frozen=True, slots=True)
class World:
    """A whole community. `questions` are the keys of all posts that open a question; `end` is in ms."""

    members: tuple[Member, ...]
    places: tuple[Place, ...]
    posts: tuple[Post, ...]
    questions: tuple[int, ...]
    answers: tuple[Answered, ...]
    start: int
    end: int

    @property
    def staff(self) -> tuple[Member, ...]:
        """The company's own people."""
        return tuple(m for m in self.members if m.temper is Temper.STAFF)
