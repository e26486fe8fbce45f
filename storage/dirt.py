"""Which days of which channels must be derived again.

A conversation (a thread, or a message outside threads) counts at its anchor: its root's time, or its earliest
message's where the root is missing. Its id is the root's id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update

from bot.domain.refs import ChannelRef
from bot.domain.stretches import Stretch
from bot.domain.times import DAY, Micros
from storage.handle import Handle, Place
from storage.tables import COMMUNITY, DIRTY, MESSAGE

Conversations = Mapping[Place, Sequence[str] | set[str]]
Anchors = dict[tuple[int, str, str], int]


async def anchors(handle: Handle, conversations: Conversations) -> Anchors:
    """When each conversation counts; those without a message are left out."""
    c = MESSAGE.c

    def roots(place: Place, ids: list[str]) -> Select[Any]:
        return select(c.space, c.channel, c.id, c.at).where(_at(handle, place), c.id.in_(ids))

    def earliest(place: Place, ids: list[str]) -> Select[Any]:
        thread = select(c.space, c.channel, c.thread, func.min(c.at).label("at"))
        return thread.where(_at(handle, place), c.thread.in_(ids)).group_by(c.space, c.channel, c.thread)

    found: Anchors = {}
    for row in await handle.rows_of(conversations, roots):
        found[row.space, row.channel, row.id] = row.at
    orphans = {
        place: [root for root in ids if (*place, root) not in found] for place, ids in conversations.items()
    }
    for row in await handle.rows_of(orphans, earliest):
        found[row.space, row.channel, row.thread] = row.at
    return found


def _at(handle: Handle, place: Place) -> ColumnElement[bool]:
    return handle.mine(MESSAGE, space=place[0], channel=place[1])


async def mark(handle: Handle, days: Iterable[tuple[int, str, int]]) -> None:
    """Remember that these channels changed at these instants."""
    changed = {(space, channel, instant // DAY) for space, channel, instant in days}
    if not changed:
        return
    revision = await handle.connection.scalar(
        update(COMMUNITY)
        .where(COMMUNITY.c.number == handle.number)
        .values(revision=COMMUNITY.c.revision + 1)
        .returning(COMMUNITY.c.revision)
    )
    names = ("space", "channel", "day", "revision")
    await handle.put(DIRTY, [dict(zip(names, (*day, revision), strict=True)) for day in sorted(changed)])


async def stretches(handle: Handle) -> list[Stretch]:
    """Everything that is marked; neighbouring days as one."""
    query = select(DIRTY).where(handle.mine(DIRTY)).order_by(DIRTY.c.space, DIRTY.c.channel, DIRTY.c.day)
    runs: defaultdict[ChannelRef, list[Stretch]] = defaultdict(list)
    for row in await handle.rows(query):
        channel = ChannelRef(handle.spaces[row.space], row.channel)
        start, end = Micros(row.day * DAY), Micros((row.day + 1) * DAY)
        as_of = row.revision
        known = runs[channel]
        if known and known[-1].end == start:
            last = known.pop()
            start, as_of = last.start, max(last.as_of, as_of)
        known.append(Stretch(channel, start, end, as_of))
    return [stretch for channel in sorted(runs) for stretch in runs[channel]]


async def mark_everything(handle: Handle) -> None:
    """Mark every day on which anything was said."""
    day = (MESSAGE.c.at // DAY).label("day")
    query = select(MESSAGE.c.space, MESSAGE.c.channel, day).where(handle.mine(MESSAGE)).distinct()
    await mark(handle, [(row.space, row.channel, row.day * DAY) for row in await handle.rows(query)])


async def settle(handle: Handle, settled: Iterable[Stretch]) -> None:
    """Forget whole days inside these stretches that nothing changed since `as_of`."""
    for stretch in settled:
        space = handle.spaces.find(stretch.channel.space)
        await handle.connection.execute(
            delete(DIRTY).where(
                handle.mine(DIRTY, space=space, channel=stretch.channel.id),
                DIRTY.c.day >= -(-stretch.start // DAY),
                DIRTY.c.day < stretch.end // DAY,
                DIRTY.c.revision <= stretch.as_of,
            )
        )


def gathered(pairs: Iterable[tuple[Place, str]]) -> dict[Place, Sequence[str]]:
    """Conversations by channel, each once."""
    groups: defaultdict[Place, dict[str, None]] = defaultdict(dict)
    for place, conversation in pairs:
        groups[place][conversation] = None
    return {place: list(ids) for place, ids in groups.items()}
