"""How far each channel is known."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.delivery_ports import Mark
from bot.domain.refs import ChannelRef
from bot.domain.times import Micros
from storage.agenda import look_again
from storage.handle import Handle
from storage.tables import HIGH_WATER


class SqlMarks:
    """`bot.delivery_ports.MarkRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def all(self) -> Sequence[Mark]:
        """Every mark, by channel."""
        spaces = self._handle.spaces
        rows = await self._handle.rows(select(HIGH_WATER).where(self._handle.mine(HIGH_WATER)))
        marks = [
            Mark(ChannelRef(spaces[row.space], row.channel), Micros(row.known), Micros(row.seen), row.gap)
            for row in rows
        ]
        return sorted(marks, key=lambda mark: mark.channel)

    async def save(self, marks: Sequence[Mark]) -> None:
        """Keep marks; a digest may have waited for the last gap."""
        closes = any(not mark.gap for mark in marks) and any(mark.gap for mark in await self.all())
        rows = [
            {
                "space": self._handle.spaces.number(mark.channel.space),
                "channel": mark.channel.id,
                "known": mark.known,
                "seen": mark.seen,
                "gap": mark.gap,
            }
            for mark in marks
        ]
        await self._handle.put(HIGH_WATER, list(rows))
        if closes and not any(mark.gap for mark in await self.all()):
            await look_again(self._handle, Micros(0))
