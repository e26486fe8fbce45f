"""What goes on behind a connection: gaps are asked back, marks written down, listings read again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from slack_sdk.errors import SlackApiError

from adapters.slack.agreeing import remember
from adapters.slack.backfill import SlackBackfill
from adapters.slack.directory import joined, refresh
from adapters.slack.workspace import Workspace
from bot.delivery_ports import Mark
from bot.domain.facts import Fact
from bot.domain.refs import ChannelRef, CommunityId
from bot.domain.times import DAY, Micros
from bot.ports import FactWriter
from bot.usecases.backfill import HighWater, Told, fill, open_gaps, silent

log = logging.getLogger(__name__)

FIRST_LOOK = 56 * DAY
"""How far back a channel is read when Foster comes to it: eight weeks."""

_FLUSH_SECONDS = 10.0
_REFRESH_SECONDS = 24 * 3600.0
_PAUSE_SECONDS = 30.0
"""Before what failed is tried again; twice as long each time."""


@dataclass(frozen=True, slots=True)
class NotingWriter:
    """`bot.ports.FactWriter` that remembers how far each channel came, after the commit."""

    inner: FactWriter
    high: HighWater

    async def write(self, community: CommunityId, facts: Sequence[Fact]) -> None:
        """Store, then note."""
        await self.inner.write(community, facts)
        self.high.note(community, facts)


@dataclass(slots=True)
class Care:
    """Of one workspace. `writer` stores what is asked back; it moves no marks of its own accord."""

    workspace: Workspace
    writer: FactWriter
    high: HighWater
    limit_seconds: float = 120.0
    _filling: asyncio.Lock = field(default_factory=asyncio.Lock)
    _failed: asyncio.Event = field(default_factory=asyncio.Event)
    _limits: int = 0

    async def attend(self, turns: asyncio.Semaphore) -> None:
        """On start and every day: who and what there is, and what was missed. What fails is tried again."""
        pause = _PAUSE_SECONDS
        while True:
            self._failed.clear()  # before, so that what fails meanwhile beside it is not forgotten
            async with turns:
                good = await self.arrive()
            pause = _PAUSE_SECONDS if good else min(pause * 2, _REFRESH_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(_REFRESH_SECONDS if good else pause):
                    await self._failed.wait()
                    await asyncio.sleep(_PAUSE_SECONDS)

    async def arrive(self) -> bool:
        """Learn who and what there is, then read what was missed; whether all of that went well."""
        return await self._well(self._listed) and await self._well(self._caught_up)

    async def catch_up(self) -> bool:
        """The connection was away for a moment, or longer; whether everything is known again."""
        good = await self._well(self._caught_up)
        if not good:
            self._failed.set()
        return good

    async def limited(self) -> None:
        """Slack kept events back for a minute: they are asked for when it has not said so for a while."""
        self._limits += 1
        latest = self._limits
        await open_gaps(self.workspace.core.store, self.workspace.community, self.workspace.space)
        await asyncio.sleep(self.limit_seconds)
        if latest == self._limits:
            await self.catch_up()

    async def come_to(self, *channels: str, again: bool = False) -> None:
        """Foster is in these channels: those it never knew are read from eight weeks ago on.

        `again`: it was away from them, perhaps.
        """
        known = self.workspace.known
        start = Micros(max(self.workspace.clock.now() - FIRST_LOOK, 0))
        async with self.workspace.core.store.writing(self.workspace.community) as unit:
            marks = {mark.channel: mark for mark in await unit.marks.all()}
            refs = [known.ref(id_) for id_ in channels if id_ in known.channels]
            fresh = [Mark(ref, start, start, gap=True) for ref in refs if ref not in marks]
            old = [replace(marks[ref], gap=True) for ref in refs if ref in marks and again]
            await unit.marks.save([*fresh, *old])

    async def joined(self, channel: str) -> None:
        """Foster was let into a channel, for the first time or anew."""

        async def seen() -> bool:
            await self._learn(channel)
            await self.come_to(channel, again=True)
            return not await self._fill()

        if not await self._well(seen):
            self._failed.set()

    async def read(self, *channels: str, told: Told = silent) -> None:
        """Get to know channels, and read what is missing of them; `told` hears how far it is."""
        left = True
        try:
            await self._learn(*channels)
            await self.come_to(*channels)
            left = await self._fill(told)
        finally:
            if left:
                self._failed.set()

    async def forever(self) -> None:
        """Write marks down every few seconds."""
        while True:
            await asyncio.sleep(_FLUSH_SECONDS)
            await self._flush()

    async def close(self) -> None:
        """The last marks."""
        await self._flush()

    async def _flush(self) -> None:
        try:
            await self.high.flush()
            await remember(self.workspace)
        except Exception:
            log.exception("marks not written")

    async def _learn(self, *channels: str) -> None:
        for channel in channels:
            if channel not in self.workspace.known.channels:
                await self.workspace.ask_about_channel(channel)

    async def _fill(self, told: Told = silent) -> bool:
        """Read what is missing wherever Foster is; whether anything still is."""
        workspace, store = self.workspace, self.workspace.core.store
        async with self._filling:
            here = await joined(workspace)

            def reads(channel: ChannelRef) -> bool:
                return channel.space == workspace.space and channel.id in here

            await fill(store, self.writer, SlackBackfill(workspace), workspace.community, told, reads)
        async with store.reading(workspace.community) as unit:
            return any(mark.gap and reads(mark.channel) for mark in await unit.marks.all())

    async def _listed(self) -> bool:
        await remember(self.workspace)
        await refresh(self.workspace)
        await self.come_to(*sorted(await joined(self.workspace)))
        return True

    async def _caught_up(self) -> bool:
        await open_gaps(self.workspace.core.store, self.workspace.community, self.workspace.space)
        return not await self._fill()

    async def _well(self, work: Callable[[], Awaitable[bool]]) -> bool:
        """What cannot be read now is no reason to stop working: it is told, and tried again."""
        try:
            return await work()
        except SlackApiError as refused:
            log.warning("listing not read", extra={"problem": str(refused.response.get("error", ""))})
        except Exception:
            log.exception("not caught up")
        return False
