"""Parts of channels, ready for attribution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from bot.domain.facts import Message, Reaction
from bot.domain.refs import MessageRef
from bot.domain.stretches import ChannelSlice, Stretch
from storage.bulk import Bulk
from storage.handle import Handle
from storage.rows import (
    AnyFound,
    correction_value,
    message_value,
    reaction_value,
    thread_value,
)
from storage.tables import CORRECTION, MESSAGE, REACTION, THREAD


class Slicer:
    """Reads one channel."""

    def __init__(self, handle: Handle, stretch: Stretch) -> None:
        self._handle = handle
        self._stretch = stretch
        self._space = handle.spaces.find(stretch.channel.space)
        self._place: dict[str, object] = {
            "space": self._space,
            "channel": stretch.channel.id,
        }

    async def read(self, before: int, after: int) -> ChannelSlice:
        """The slice, see `ChannelSlice`."""
        rows = await self._flat(before, after)
        first = min([self._stretch.start, *(row.at for row in rows)])
        end = self._stretch.end + after
        roots = {row.id for row in rows} | await self._orphans(first, end)
        rows += await self._handle.rows_in(MESSAGE, "thread", roots, **self._place)
        rows.sort(key=lambda row: (row.at, row.id))
        messages = tuple(message_value(row, self._handle.spaces) for row in rows)
        return await self._with_marks(messages, roots)

    async def _flat(self, before: int, after: int) -> list[AnyFound]:
        """Messages outside threads, with their context."""
        start, end = self._stretch.start, self._stretch.end + after
        newest_first = (MESSAGE.c.at.desc(), MESSAGE.c.id.desc())
        flat = select(MESSAGE).where(self._here(), MESSAGE.c.thread.is_(None))
        ahead = flat.where(MESSAGE.c.at < start).order_by(*newest_first).limit(before)
        inside = flat.where(MESSAGE.c.at >= start, MESSAGE.c.at < end)
        return [*await self._handle.rows(ahead), *await self._handle.rows(inside)]

    async def _orphans(self, first: int, end: int) -> set[str]:
        """Threads without a root whose earliest message lies between."""
        seen = (
            select(MESSAGE.c.thread)
            .where(self._here(), MESSAGE.c.thread.is_not(None))
            .where(MESSAGE.c.at >= first, MESSAGE.c.at < end)
            .distinct()
        )
        threads = {row.thread for row in await self._handle.rows(seen)}
        rooted = await self._handle.rows_in(MESSAGE, "id", threads, **self._place)
        known = {row.id for row in rooted}
        orphans = [(self._space, self._stretch.channel.id, thread) for thread in threads - known]
        at = await self._handle.at_once(Bulk.earliest, orphans)
        return {root for (_, _, root), earliest in at.items() if earliest >= first}

    async def _with_marks(self, messages: tuple[Message, ...], roots: Iterable[str]) -> ChannelSlice:
        """What people said about these messages."""
        spaces = self._handle.spaces
        ids = [message.ref.id for message in messages]
        reactions: defaultdict[MessageRef, list[Reaction]] = defaultdict(list)
        for row in await self._handle.rows_in(REACTION, "message", ids, present=True, **self._place):
            reaction = reaction_value(row, spaces)
            reactions[reaction.message].append(reaction)
        threads = await self._handle.rows_in(THREAD, "root", roots, **self._place)
        states = [thread_value(row, spaces) for row in threads]
        said = await self._handle.rows_in(CORRECTION, "message", ids, **self._place)
        corrections = [correction_value(row, spaces) for row in said]
        return ChannelSlice(
            messages,
            {ref: tuple(sorted(rs, key=lambda r: (r.member, r.emoji))) for ref, rs in reactions.items()},
            {state.root: state for state in states},
            tuple(sorted(corrections, key=lambda c: (c.at, c.message, c.helper, c.by, c.verdict))),
        )

    def _here(self) -> ColumnElement[bool]:
        return self._handle.mine(MESSAGE, **self._place)
