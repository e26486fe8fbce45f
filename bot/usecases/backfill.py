"""How far channels are known, and asking a platform for what was missed."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from bot.delivery_ports import Backfill, Mark
from bot.domain.facts import Fact, Message
from bot.domain.refs import ChannelRef, CommunityId, SpaceRef
from bot.domain.times import MINUTE, Micros
from bot.ports import FactWriter, Store

log = logging.getLogger(__name__)

OVERLAP = Micros(10 * MINUTE)
"""Asked for again before each gap: messages are not committed in the order they were written in."""


Told = Callable[[int, int], None]
"""Hears how far it is: channels that are done, and all of them."""


def silent(_done: int, _all: int) -> None:
    """Nobody wants to know."""


Reads = Callable[[ChannelRef], bool]
"""Whether a source can read a channel: a community may be on another platform, too."""


def anywhere(_channel: ChannelRef) -> bool:
    """Every channel."""
    return True


@dataclass(slots=True)
class HighWater:
    """Remembers the latest committed message of each channel, and writes it down now and then.

    A crash loses at most what was noted since the last `flush`: a little more is asked for again.
    """

    store: Store
    noted: dict[CommunityId, dict[ChannelRef, Micros]] = field(default_factory=lambda: defaultdict(dict))

    def note(self, community: CommunityId, facts: Sequence[Fact]) -> None:
        """These facts are durable: call this after the commit, never before."""
        latest = self.noted[community]
        for fact in facts:
            if isinstance(fact, Message):
                channel = fact.ref.channel
                latest[channel] = max(latest.get(channel, Micros(0)), fact.at)

    async def flush(self) -> None:
        """Write down what was noted. While a gap is open, only `seen` moves."""
        for community in list(self.noted):
            channels = self.noted.pop(community, {})  # somebody else may be at it, too
            async with self._kept(community, channels), self.store.writing(community) as unit:
                known = {mark.channel: mark for mark in await unit.marks.all()}
                marks = [_raised(known.get(channel), channel, at) for channel, at in channels.items()]
                await unit.marks.save(marks)

    @asynccontextmanager
    async def _kept(
        self, community: CommunityId, channels: Mapping[ChannelRef, Micros]
    ) -> AsyncIterator[None]:
        """What could not be written down is noted again."""
        try:
            yield
        except BaseException:
            latest = self.noted[community]
            for channel, at in channels.items():
                latest[channel] = max(latest.get(channel, Micros(0)), at)
            raise


def _raised(mark: Mark | None, channel: ChannelRef, at: Micros) -> Mark:
    if mark is None:
        return Mark(channel, at, at)
    seen = max(mark.seen, at)
    return replace(mark, seen=seen, known=mark.known if mark.gap else max(mark.known, seen))


async def open_gaps(store: Store, community: CommunityId, space: SpaceRef | None = None) -> int:
    """Foster was away: every known channel (of a space) may miss messages. How many channels that is."""
    async with store.writing(community) as unit:
        marks = await unit.marks.all()
        away = [replace(mark, gap=True) for mark in marks if space in (None, mark.channel.space)]
        await unit.marks.save(away)
    return len(away)


async def fill(
    store: Store,
    writer: FactWriter,
    source: Backfill,
    community: CommunityId,
    told: Told = silent,
    reads: Reads = anywhere,
) -> int:
    """Ask for everything since each open gap began; how many facts came. A channel that fails stays open."""
    async with store.reading(community) as unit:
        gaps = [mark for mark in await unit.marks.all() if mark.gap and reads(mark.channel)]
    came = 0
    for done, mark in enumerate(gaps):
        told(done, len(gaps))
        try:
            came += await _fill_one(store, writer, source, community, mark)
        except Exception:
            extra = {"community": community, "channel": str(mark.channel)}
            log.exception("backfill failed", extra=extra)
    told(len(gaps), len(gaps))
    return came


async def _fill_one(
    store: Store, writer: FactWriter, source: Backfill, community: CommunityId, mark: Mark
) -> int:
    """Page by page: each is committed before its mark moves, so that a crash repeats at most one page."""
    came, known = 0, mark.known
    async for page in source.since(mark.channel, Micros(max(mark.known - OVERLAP, 0))):
        await writer.write(community, page.facts)
        came, known = came + len(page.facts), max(known, page.up_to)
        await _move(store, community, mark.channel, known, gap=True)
    await _move(store, community, mark.channel, known, gap=False)
    log.info("backfilled", extra={"community": community, "channel": str(mark.channel), "facts": came})
    return came


async def _move(
    store: Store, community: CommunityId, channel: ChannelRef, known: Micros, *, gap: bool
) -> None:
    async with store.writing(community) as unit:
        mark = next((one for one in await unit.marks.all() if one.channel == channel), None)
        if mark is not None:
            upto = max(mark.known, known) if gap else max(mark.known, known, mark.seen)
            await unit.marks.save([replace(mark, known=upto, gap=gap)])
