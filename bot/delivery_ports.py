"""What delivery needs from outside: what is stored about posts, and the platforms that carry them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.agenda import Plan
from bot.domain.delivery import Digest, State, Why
from bot.domain.facts import Fact
from bot.domain.notices import Letter, Mail, Notice
from bot.domain.recognition.carrying import Carried, Counted, Counts
from bot.domain.recognition.ledger import Ledger, WeekPicks
from bot.domain.refs import ChannelRef, CommunityId, MemberRef, MessageRef, PersonId
from bot.domain.times import Micros, Week
from bot.views.card import Card


class DigestRepository(Protocol):
    """A community's plan and its digests, one a week."""

    async def plan(self) -> Plan | None:
        """Where it stands; None before anything was ever set up."""
        ...

    async def save_plan(self, plan: Plan, due: Micros) -> None:
        """Keep it. The community is looked at again at `due`, or earlier where a setting changes."""
        ...

    async def look_again(self, due: Micros) -> None:
        """Be looked at at `due` (0: at once), with or without a plan."""
        ...

    async def look_by(self, due: Micros) -> None:
        """Be looked at at `due`, or earlier where that is planned already."""
        ...

    async def get(self, week: Week) -> Digest | None:
        """The digest of a week."""
        ...

    async def under_way(self) -> Sequence[Digest]:
        """Those that are pending or being sent, by week."""
        ...

    async def latest(self, limit: int, *states: State) -> Sequence[Digest]:
        """The newest, newest first; only in these states, where any are given."""
        ...

    async def save(self, digest: Digest) -> None:
        """Keep a digest as it is now; there is only ever one of a week."""
        ...


@dataclass(frozen=True, slots=True)
class Queued:
    """A first answer that waits for a digest with room: who, and which message."""

    member: MemberRef
    answer: MessageRef


class LedgerRepository(Protocol):
    """Who was named and what is owed, from the first live week on.

    A balance is the sum of the slices of posted weeks less a place for each naming. Slices were cut from what
    counted then, corrections of earlier weeks included; what changed since is in none before the next post.
    """

    async def balances(self, people: Sequence[PersonId]) -> Ledger:
        """The ledger of these people: what stands at 0 and was never named is left out."""
        ...

    async def freeze(self, week: Week, picks: WeekPicks, queue: Sequence[Queued]) -> None:
        """Keep a week's naming before it is posted, in place of an earlier one."""
        ...

    async def frozen(self, week: Week) -> WeekPicks | None:
        """The naming that was kept; `left_over` is the digest's to know and 0 here."""
        ...

    async def queue(self, week: Week) -> Sequence[Queued]:
        """The first answers that the digest of `week` had no room for, in order."""
        ...

    async def settle(self, week: Week) -> None:
        """Book a frozen week: each balance gains its slice, whoever was named pays a slot. Call it once."""
        ...

    async def merge(self, kept: PersonId, people: Sequence[PersonId]) -> None:
        """Add the accounts of one person up under `kept` (`bot.domain.recognition.ledger.link`).

        What each brought is remembered. Doing it again adds up what was booked on an account since.
        """
        ...

    async def part(self, parts: Sequence[Sequence[PersonId]], shares: Mapping[PersonId, int]) -> None:
        """Divide one person into several, each under its first (`bot.domain.recognition.parting.part`)."""
        ...

    async def cap(self, people: Sequence[PersonId]) -> None:
        """Drop what is owed to them, or was brought by them, and keep what they owe."""
        ...


class CountRepository(Protocol):
    """What posted weeks counted, so that later corrections are carried on (`…recognition.carrying`)."""

    async def keep(self, week: Week, counts: Counts) -> None:
        """Keep what a week counts with its naming, in place of what was kept before."""
        ...

    async def counted(self, weeks: Sequence[Week]) -> Mapping[int, Mapping[PersonId, Counted]]:
        """What these weeks counted when their naming was frozen, by running number; unknown ones are out."""
        ...

    async def carried(self, weeks: Sequence[Week]) -> Sequence[Carried]:
        """What these weeks made up for, by week, earlier week and person."""
        ...

    async def let_be(self, people: Sequence[PersonId]) -> None:
        """Who these people are has changed: the weeks so far are not counted again for them."""
        ...


class OutboxRepository(Protocol):
    """Notices on their way."""

    async def put(self, notice: Notice, due: Micros) -> bool:
        """Send this once; False where a notice of this key is known already."""
        ...

    async def ready(self, now: Micros, limit: int) -> Sequence[Letter]:
        """Those that wait and are due, the oldest first."""
        ...

    async def get(self, key: str) -> Letter | None:
        """One of them."""
        ...

    async def save(self, letter: Letter) -> None:
        """Keep a letter as it is now."""
        ...

    async def latest(self, limit: int, *states: Mail) -> Sequence[Letter]:
        """The newest by due time; only in these states, where any are given."""
        ...

    async def prune(self, before: Micros) -> None:
        """Forget those sent before then."""
        ...


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a channel is known whole: everything up to `known` came in; `gap`: later messages may miss.

    `seen` is the latest message that came in live.
    """

    channel: ChannelRef
    known: Micros
    seen: Micros
    gap: bool = False


class MarkRepository(Protocol):
    """High-water marks, a channel each."""

    async def all(self) -> Sequence[Mark]:
        """Every mark, by channel."""
        ...

    async def save(self, marks: Sequence[Mark]) -> None:
        """Keep marks; where the last gap closes, the digest that waited for it is looked at again."""
        ...


class DeliveryUnit(Protocol):
    """The part of `bot.ports.Unit` that is about posts."""

    @property
    def digests(self) -> DigestRepository:
        """The plan and the weekly digests."""
        ...

    @property
    def ledger(self) -> LedgerRepository:
        """What is owed to whom."""
        ...

    @property
    def counts(self) -> CountRepository:
        """What posted weeks counted."""
        ...

    @property
    def outbox(self) -> OutboxRepository:
        """Notices."""
        ...

    @property
    def marks(self) -> MarkRepository:
        """How far each channel is known."""
        ...


class DeliveryStore(Protocol):
    """The part of `bot.ports.Store` that looks across communities."""

    async def anything(self, now: Micros) -> bool:
        """Whether any of the next three has something to give: one cheap question for the many idle times."""
        ...

    async def claim(self, now: Micros, until: Micros, limit: int) -> Sequence[CommunityId]:
        """Communities that are due; nobody else gets them before `until`."""
        ...

    async def mail_due(self, now: Micros, limit: int) -> Sequence[CommunityId]:
        """Communities with notices that are due. Each notice is claimed by its own transaction."""
        ...

    async def unsettled(self, limit: int) -> Sequence[CommunityId]:
        """Communities with changed facts whose credits are not derived yet."""
        ...

    async def counts(self) -> Mapping[str, int]:
        """How many digests and notices are not done, by state: `digest held`, `mail dead` and so on."""
        ...


@dataclass(frozen=True, slots=True)
class Admins:
    """A community's admins, wherever a platform reaches them privately."""

    community: CommunityId


Target = ChannelRef | Admins


class TryLaterError(Exception):
    """The platform took nothing and wants us to come back after `after` µs (429 with Retry-After)."""

    def __init__(self, after: int) -> None:
        super().__init__(after)
        self.after = after


class RefusedError(Exception):
    """The platform took nothing and will not: no access, or no such channel."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class PartlyError(Exception):
    """The post is there, as `external`; what belongs below it is not. Editing it completes it."""

    def __init__(self, external: str) -> None:
        super().__init__(external)
        self.external = external


class UnclearError(Exception):
    """Nobody can tell: no answer came, or (from `find`) the platform cannot be searched."""


class Publisher(Protocol):
    """Carries cards to a platform. What it raises besides these three counts as unclear."""

    async def post(self, to: Target, card: Card, key: str) -> str:
        """Post once; the platform's id of the message. `key` travels with it, so that `find` finds it."""
        ...

    async def find(self, to: Target, key: str) -> str | None:
        """The id of a message of ours with this key; None where it certainly is not there."""
        ...

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:
        """Replace what a message of ours shows."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """Some facts of a channel in order of time; everything before `up_to` is known once they are stored."""

    facts: Sequence[Fact]
    up_to: Micros


class Backfill(Protocol):
    """Asks a platform for what was missed."""

    def since(self, channel: ChannelRef, after: Micros) -> AsyncIterator[Page]:
        """Everything in a channel from `after` on, oldest first, until the present."""
        ...
