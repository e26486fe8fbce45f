"""Facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from bot.domain.facts import Channel, Fact, Message
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.stretches import ChannelActivity, ChannelSlice, Stretch
from bot.domain.times import Micros
from storage import dirt, reach
from storage.handle import Handle
from storage.hashing import state_hash
from storage.ingest import ingest, touch
from storage.rows import channel_value
from storage.slices import read_slice
from storage.tables import CHANNEL


class SqlFacts:
    """`bot.ports.FactRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def ingest(self, facts: Sequence[Fact]) -> None:
        """Merge facts."""
        await self._handle.at_once(ingest, facts)

    async def dirty(self) -> Sequence[Stretch]:
        """What changed."""
        return await dirt.stretches(self._handle)

    async def touch(self, authors: Iterable[MemberRef] | None = None) -> None:
        """Mark for deriving again."""
        if authors is None:
            await dirt.mark_everything(self._handle)
        else:
            await self._handle.at_once(touch, list(authors))

    async def settle(self, stretches: Iterable[Stretch]) -> None:
        """What is derived."""
        await dirt.settle(self._handle, stretches)

    async def slice(self, stretch: Stretch, *, before: int, after: int) -> ChannelSlice:
        """A part of a channel."""
        return await self._handle.at_once(read_slice, stretch, before, after)

    async def nth_after(
        self, channel: ChannelRef, start: Micros, n: int, *, flat: bool = False
    ) -> Micros | None:
        """The time of the n-th message from `start`."""
        return await reach.nth_after(self._handle, channel, start, n, flat=flat)

    async def first_messages(
        self, authors: Iterable[MemberRef], since: Micros
    ) -> Mapping[MemberRef, MessageRef]:
        """First messages of newcomers."""
        return await reach.first_messages(self._handle, authors, since)

    async def threads(self, messages: Iterable[MessageRef]) -> Mapping[MessageRef, str | None]:
        """Which threads messages stand in."""
        return await reach.threads(self._handle, messages)

    async def with_id(self, id_: str, channel: str = "") -> Sequence[Message]:
        """Messages of one id."""
        return await reach.with_id(self._handle, id_, channel)

    async def activity(self) -> Sequence[ChannelActivity]:
        """How much is written where."""
        return await reach.activity(self._handle)

    async def channels(self) -> Sequence[Channel]:
        """Every channel, in order of its ref."""
        rows = await self._handle.rows(select(CHANNEL).where(self._handle.mine(CHANNEL)))
        values = [channel_value(row, self._handle.spaces) for row in rows]
        return sorted(values, key=lambda channel: channel.ref)

    async def span(self) -> tuple[Micros, Micros] | None:
        """The times of the first and the last message."""
        return await reach.span(self._handle)

    async def state_hash(self) -> str:
        """The state hash."""
        return await state_hash(self._handle)
