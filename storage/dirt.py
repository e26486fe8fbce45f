"""Which days of which channels must be derived again.

A conversation (a thread, or a message outside threads) counts at its anchor: its root's time, or its earliest
message's where the root is missing. Its id is the root's id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select

from bot.domain.refs import ChannelRef
from bot.domain.stretches import Stretch
from bot.domain.times import DAY, Micros
from storage.bulk import Bulk
from storage.handle import Handle
from storage.tables import DIRTY, MESSAGE

Conversation = tuple[int, str, str]
"""A conversation's space number, channel and id."""

_ROOT = ("space", "channel", "id")


def anchors(
    bulk: Bulk, conversations: Iterable[Conversation], roots: Mapping[Conversation, int] | None = None
) -> dict[Conversation, int]:
    """When each conversation counts; those without a message are left out.

    `roots`: when the messages were written that begin conversations, where the caller knows all of them.
    """
    wanted = set(conversations)
    if roots is None:
        rows = bulk.matching(MESSAGE, _ROOT, wanted, (*_ROOT, "at"))
        roots = {(row.space, row.channel, row.id): row.at for row in rows}
    found = {conversation: roots[conversation] for conversation in wanted & roots.keys()}
    return found | bulk.earliest(wanted - found.keys())


def mark(bulk: Bulk, days: Iterable[tuple[int, str, int]]) -> None:
    """Remember that these channels changed at these instants."""
    changed = {(space, channel, instant // DAY) for space, channel, instant in days}
    if not changed:
        return
    revision = bulk.revise()
    names = ("space", "channel", "day", "revision")
    bulk.put(DIRTY, [dict(zip(names, (*day, revision), strict=True)) for day in sorted(changed)])


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
    days = [(row.space, row.channel, row.day * DAY) for row in await handle.rows(query)]
    await handle.at_once(mark, days)


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
