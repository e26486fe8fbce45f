"""The weekly digest as a value: what happened, whom to thank for what. Views turn it into words.

It is complete and plain, so that it can be stored with the post and read again: names as they were, links,
no message text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.times import Micros, Week

CHART_WEEKS = 12
MIN_OBSERVED_WEEKS = 4
"""Fewer weeks before this one, and nobody can say whose answer was the first."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to mention."""

    member: MemberRef
    name: str


class Trait(StrEnum):
    """What is worth telling about a member's week. PEOPLE and APPRECIATED tell of the week, others a deed."""

    FIRST = "first"  # their first answer here
    WAITED = "waited"  # the question had waited long; number = hours
    NEWCOMER = "newcomer"  # the asker was new here
    PATIENT = "patient"  # it took several messages; number = messages
    THANKED = "thanked"  # number = people who confirmed
    PEOPLE = "people"  # helped several people this week; number = people
    SOON = "soon"  # number = minutes until the answer
    TALK = "talk"  # gave a talk that somebody recorded
    UPLIFT = "uplift"  # did something for others that somebody recorded
    APPRECIATED = "appreciated"  # was thanked with `thank`; number = people who did
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Deed:
    """One answer. `url` is empty where the source has no addresses."""

    message: MessageRef
    url: str
    channel: ChannelRef
    channel_name: str


@dataclass(frozen=True, slots=True)
class Told:
    """One trait and the number its words need."""

    trait: Trait
    number: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """A talk or another act that was recorded. `title` and `url` are as people typed them."""

    person: Person
    title: str
    url: str = ""
    talk: bool = True


@dataclass(frozen=True, slots=True)
class Recognition:
    """One person named for one deed; `traits` from the most to the least worth telling, the last always true.

    `deed` is the answer to tell; None where none was given this week: then `work` is told, or the thanks.
    """

    person: Person
    deed: Deed | None
    traits: tuple[Told, ...]
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that still waits; its asker is not named."""

    message: MessageRef
    url: str
    channel: ChannelRef
    channel_name: str
    at: Micros


@dataclass(frozen=True, slots=True)
class Numbers:
    """One week's people helped (`asking`) and people helping."""

    week: Week
    asking: int
    helping: int


class Comparison(StrEnum):
    """How the week compares, only where that encourages."""

    NONE = "none"
    UP = "up"  # more people helped than the week before
    BEST = "best"  # more than in any of the weeks shown


class Telling(StrEnum):
    """How a week that somebody asks for is told; NEW is the post itself."""

    NEW = "new"
    POSTED = "posted"  # by the naming that was posted; what is gone since is left out
    COMING = "coming"  # before its post, as it stands
    REPLAYED = "replayed"  # no digest was posted: as it would have been


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """Somebody's first answer, to be welcomed once."""

    person: Person
    deed: Deed


Waiting = tuple[MemberRef, MessageRef]
"""Who waits to be welcomed, and their first answer: there may be thousands, of whom a few are shown."""


@dataclass(frozen=True, slots=True)
class DigestData:
    """Everything a digest says.

    `numbers` are up to twelve weeks, the digest's own last. `firsts` is None where nobody can tell whose
    answer was the first. `queued` first answers come in the next digests. `left_over` slots thank everybody.
    `replayed`: past weeks as they would have been. `channels_chosen`: whether help channels were chosen.
    `place`: an answer in the one channel where all answers were; None where they were in several.
    """

    week: Week
    zone: ZoneInfo
    seed: bytes
    numbers: tuple[Numbers, ...]
    comparison: Comparison
    firsts: tuple[FirstAnswer, ...] | None
    queued: tuple[Waiting, ...]
    recognitions: tuple[Recognition, ...]
    others: tuple[Person, ...]
    work: tuple[Work, ...]
    reported_back: tuple[Person, ...]
    welcomers: tuple[Person, ...]
    staff_helped: int
    open_questions: tuple[OpenQuestion, ...]
    left_over: int
    replayed: bool = False
    channels_chosen: bool = True
    place: Deed | None = None
    telling: Telling = Telling.NEW

    @property
    def now(self) -> Numbers:
        """The week's own numbers."""
        return self.numbers[-1]

    @property
    def quiet(self) -> bool:
        """Nobody answered anybody."""
        return self.now.helping == 0
