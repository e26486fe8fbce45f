"""What the core needs from outside, as small protocols. `storage/` and `tests/fakes/` implement them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

from bot.delivery_ports import DeliveryStore, DeliveryUnit
from bot.domain.community import Community
from bot.domain.credits import Attribution, Credit, Question
from bot.domain.facts import Account, Channel, Fact, Message
from bot.domain.readiness.columns import HelpColumns
from bot.domain.recognition.past import PastHelps
from bot.domain.refs import ChannelRef, CommunityId, MemberRef, MessageRef, SpaceRef
from bot.domain.stretches import ChannelActivity, ChannelSlice, Stretch
from bot.domain.times import Micros
from bot.privacy_ports import PrivacyStore, PrivacyUnit
from bot.record_ports import (
    AssessmentRepository,
    AuditRepository,
    EvidenceRepository,
    ReplayRepository,
    SettingsRepository,
)

T = TypeVar("T")


class Clock(Protocol):
    """The only source of the present."""

    def now(self) -> Micros:
        """The present instant."""
        ...


class FactRepository(Protocol):
    """The facts of one community. Names are kept apart (`PeopleRepository`)."""

    async def ingest(self, facts: Sequence[Fact]) -> None:
        """Merge facts into the state (see `bot.domain.facts`) and remember which stretches changed."""
        ...

    async def dirty(self) -> Sequence[Stretch]:
        """Everything that changed since it was last settled, disjoint, by channel and time.

        Changes are gathered by day, so a late reply in an old thread redoes that thread's day, not the years
        between; neighbouring days come as one stretch.
        """
        ...

    async def touch(self, authors: Iterable[MemberRef] | None = None) -> None:
        """Have everything derived again that these accounts wrote in; with None, simply everything."""
        ...

    async def settle(self, stretches: Iterable[Stretch]) -> None:
        """Forget these, as `dirty` gave them: what derives from them is up to date."""
        ...

    async def slice(self, stretch: Stretch, *, before: int, after: int) -> ChannelSlice:
        """The messages of a stretch with their context, reactions and corrections."""
        ...

    async def nth_after(
        self, channel: ChannelRef, start: Micros, n: int, *, flat: bool = False
    ) -> Micros | None:
        """The time of the n-th message from `start` on, if any (0: the first; `flat`: outside threads)."""
        ...

    async def first_messages(
        self, authors: Iterable[MemberRef], since: Micros
    ) -> Mapping[MemberRef, MessageRef]:
        """The very first message of each of these authors who never wrote before `since`."""
        ...

    async def threads(self, messages: Iterable[MessageRef]) -> Mapping[MessageRef, str | None]:
        """The thread that each of these stands in, None outside threads; unknown ones are left out."""
        ...

    async def with_id(self, id_: str, channel: str = "") -> Sequence[Message]:
        """Messages of this id in every channel, or only where the channel's id is `channel`; by channel."""
        ...

    async def activity(self) -> Sequence[ChannelActivity]:
        """How much is written and asked in each channel, by channel."""
        ...

    async def channels(self) -> Sequence[Channel]:
        """Every channel, in order of its ref."""
        ...

    async def span(self) -> tuple[Micros, Micros] | None:
        """The times of the first and the last message; None where there is none."""
        ...

    async def state_hash(self) -> str:
        """SHA-256 (hex) over canonical facts and credits: equal facts give equal hashes on every database."""
        ...


Channels = Sequence[ChannelRef]


class CreditRepository(Protocol):
    """What was derived: questions and credits."""

    async def version(self) -> int:
        """Changes with everything put here, or erased: what was worked out before that is out of date."""
        ...

    async def replace(self, stretch: Stretch, attribution: Attribution) -> None:
        """Replace the channel's questions with `start <= anchored_at < end`, and their credits, by these."""
        ...

    async def credits(self, start: Micros, end: Micros, channels: Channels = ()) -> Sequence[Credit]:
        """Credits answered in `start <= t < end`, by time and id; only in `channels`, where any are given."""
        ...

    async def helps(self, start: Micros, end: Micros, floor: int, channels: Channels = ()) -> PastHelps:
        """The same at or over the confidence floor (thousandths), as columns: weeks of it in no time."""
        ...

    async def answered(self, questions: Iterable[MessageRef], since: Micros) -> Mapping[MessageRef, Micros]:
        """When each of these got its first answer at or after `since`; those that got none are left out."""
        ...

    async def questions(self, start: Micros, end: Micros, channels: Channels = ()) -> Sequence[Question]:
        """Questions asked in `start <= t < end`, by time and id; only in `channels`, where any are given."""
        ...

    async def of(self, question: MessageRef) -> tuple[Question | None, Sequence[Credit]]:
        """What became of one question, and its credits by time and helper; None where it is none."""
        ...

    async def waiting(
        self, start: Micros, end: Micros, channels: Sequence[ChannelRef], most: int
    ) -> tuple[Sequence[Question], int]:
        """Open questions asked in `start <= t < end`, the longest waiting first, and how many there are.

        At most `most` of them, only in `channels`, where any are given.
        """
        ...

    async def tally(self, start: Micros, end: Micros, floor: int, channels: Channels = ()) -> HelpColumns:
        """The questions asked in `start <= t < end`, and the answers given then at or over `floor`.

        Columns, not credits: a window of a large community in a second. Only `channels`, where any are given.
        """
        ...

    async def first_answers(self, helpers: Iterable[MemberRef], floor: int) -> Mapping[MemberRef, Micros]:
        """When each of them answered for the first time at or over the confidence floor (thousandths)."""
        ...


class PeopleRepository(Protocol):
    """Accounts, names and consent."""

    async def accounts(self, refs: Iterable[MemberRef]) -> Mapping[MemberRef, Account]:
        """What is known of these accounts; unknown ones are left out."""
        ...

    async def names(self, refs: Iterable[MemberRef]) -> Mapping[MemberRef, str]:
        """What to show for these accounts (`Account.called`); unknown ones are left out."""
        ...

    async def find(self, text: str) -> Sequence[Account]:
        """Accounts whose id or name (case-insensitive, with or without @) is `text`."""
        ...

    async def all_names(self) -> frozenset[str]:
        """The name of every account that has one, as it is written: for suggesting what was meant."""
        ...

    async def bots(self) -> frozenset[MemberRef]:
        """Accounts that are no people."""
        ...

    async def staff_by_domain(self, domain: str) -> Sequence[Account]:
        """Accounts with an e-mail address at this domain."""
        ...

    async def email_domains(self) -> Mapping[str, int]:
        """How many people (no bots) have an address at each domain, in small letters."""
        ...

    async def absent(self) -> frozenset[MemberRef]:
        """Accounts of people who left."""
        ...

    async def opted_out(self) -> frozenset[MemberRef]:
        """Accounts that do not want to be named."""
        ...

    async def agreed(self) -> frozenset[MemberRef]:
        """Accounts that said that they may be named."""
        ...

    async def told_of(self) -> frozenset[MemberRef]:
        """Everybody who asked or answered, and whom a record is about: all who could be named at all."""
        ...

    async def set_opted_out(self, member: MemberRef, opted_out: bool, at: Micros) -> None:
        """Keep a member's choice."""
        ...


class Unit(DeliveryUnit, PrivacyUnit, Protocol):
    """One community inside one transaction: the only way to its data."""

    @property
    def community(self) -> Community:
        """Whose data this is."""
        ...

    @property
    def facts(self) -> FactRepository:
        """What the platforms said."""
        ...

    @property
    def credits(self) -> CreditRepository:
        """What was derived."""
        ...

    @property
    def replays(self) -> ReplayRepository:
        """What replays carried over."""
        ...

    @property
    def people(self) -> PeopleRepository:
        """Accounts, names, consent."""
        ...

    @property
    def evidence(self) -> EvidenceRepository:
        """What people recorded."""
        ...

    @property
    def settings(self) -> SettingsRepository:
        """What admins chose."""
        ...

    @property
    def assessments(self) -> AssessmentRepository:
        """What was answered about readiness."""
        ...

    @property
    def audit(self) -> AuditRepository:
        """Who changed what."""
        ...


class Store(DeliveryStore, PrivacyStore, Protocol):
    """All communities. A `Unit` commits when its block ends well and rolls back when it raises."""

    async def communities(self) -> Sequence[Community]:
        """Every community, by id."""
        ...

    async def create(self, community: Community, spaces: Sequence[SpaceRef] = ()) -> None:
        """Add a community with its spaces; a `UserFacingError` where the id is taken."""
        ...

    async def community_of(self, space: SpaceRef) -> CommunityId | None:
        """Which community a space belongs to."""
        ...

    async def attach(self, community: CommunityId, space: SpaceRef) -> None:
        """Give a community a further space; a `UserFacingError` where another has it."""
        ...

    def reading(self, community: CommunityId) -> AbstractAsyncContextManager[Unit]:
        """A consistent view; a `UserFacingError` where there is no such community."""
        ...

    def writing(self, community: CommunityId) -> AbstractAsyncContextManager[Unit]:
        """A transaction that may change things."""
        ...

    async def at_once(self, community: CommunityId, work: Callable[[Unit], Awaitable[T]]) -> T:
        """What `work` gives, small and waiting for its unit alone: elsewhere, with others, perhaps again."""
        ...

    async def look(self, community: CommunityId, work: Callable[[Unit], Awaitable[T]]) -> T:
        """The same over a consistent view, which nothing changes."""
        ...


class FactWriter(Protocol):
    """The group-commit writer: the only way facts come in."""

    async def write(self, community: CommunityId, facts: Sequence[Fact]) -> None:
        """Returns once the facts are durable. Waits (back-pressure) while the queue is full."""
        ...
