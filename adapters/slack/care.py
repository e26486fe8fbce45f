"""What goes on behind a connection: gaps are asked back, marks written down, listings read again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from slack_sdk.errors import SlackApiError

from adapters.slack.agreeing import remember
from adapters.slack.backfill import SlackBackfill
from adapters.slack.directory import joined, refresh
from adapters.slack.workspace import Workspace
from bot.delivery_ports import Mark
from bot.domain.facts import Fact
from bot.domain.refs import CommunityId
from bot.domain.times import DAY, Micros
from bot.ports import FactWriter
from bot.usecases.backfill import HighWater, Told, fill, open_gaps, silent

log = logging.getLogger(__name__)

FIRST_LOOK = 56 * DAY
"""How far back a channel is read when Foster comes to it: eight weeks."""

_FLUSH_SECONDS = 10.0
_REFRESH_SECONDS = 24 * 3600.0


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
    _filling: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def arrive(self) -> None:
        """On start: learn who and what there is, then read what was missed."""
        try:
            await remember(self.workspace)
            await refresh(self.workspace)
            await self.come_to(*sorted(await joined(self.workspace)))
            await self.catch_up()
        except SlackApiError as refused:
            log.warning("listing not read", extra={"problem": str(refused.response.get("error", ""))})

    async def catch_up(self) -> None:
        """The connection was away for a moment, or longer."""
        await open_gaps(self.workspace.core.store, self.workspace.community, self.workspace.space)
        await self._fill()

    async def come_to(self, *channels: str) -> None:
        """Foster is in these channels: those it never knew are read from eight weeks ago on."""
        known = self.workspace.known
        start = Micros(max(self.workspace.clock.now() - FIRST_LOOK, 0))
        async with self.workspace.core.store.writing(self.workspace.community) as unit:
            marked = {mark.channel for mark in await unit.marks.all()}
            new = [
                known.ref(id_) for id_ in channels if id_ in known.channels and known.ref(id_) not in marked
            ]
            await unit.marks.save([Mark(ref, start, start, gap=True) for ref in new])

    async def joined(self, channel: str) -> None:
        """Foster was let into a channel."""
        await self.read(channel)

    async def read(self, *channels: str, told: Told = silent) -> None:
        """Get to know channels, and read what is missing of them; `told` hears how far it is."""
        for channel in channels:
            if channel not in self.workspace.known.channels:
                await self.workspace.ask_about_channel(channel)
        await self.come_to(*channels)
        await self._fill(told)

    async def forever(self) -> None:
        """Write marks down every few seconds, and read the listings again every day."""
        waited = 0.0
        while True:
            await asyncio.sleep(_FLUSH_SECONDS)
            await self._flush()
            waited += _FLUSH_SECONDS
            if waited >= _REFRESH_SECONDS:
                waited = 0.0
                await self.arrive()

    async def close(self) -> None:
        """The last marks."""
        await self._flush()

    async def _flush(self) -> None:
        try:
            await self.high.flush()
            await remember(self.workspace)
        except Exception:
            log.exception("marks not written")

    async def _fill(self, told: Told = silent) -> None:
        async with self._filling:
            source = SlackBackfill(self.workspace)
            await fill(self.workspace.core.store, self.writer, source, self.workspace.community, told)
