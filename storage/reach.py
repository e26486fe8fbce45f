"""When and where messages were written: questions that the indexes answer without reading history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select

from bot.domain.facts import Message
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.stretches import ChannelActivity
from bot.domain.times import Micros
from storage.acquaintance import acquainted
from storage.bulk import Bulk
from storage.firsts import firsts
from storage.handle import Handle, Place
from storage.rows import channel_ref, message_value
from storage.tables import CHANNEL, MESSAGE, SPACE

ASKS = 500
"""From which judged probability, in thousandths, a message counts as asking for help."""


async def span(handle: Handle) -> tuple[Micros, Micros] | None:
    """The times of the first and the last message. Hops from channel to channel along the index."""
    (row,) = await handle.rows(_SPAN.params(community=handle.number))
    return None if row.first is None else (Micros(row.first), Micros(row.last))


def _span() -> Select[Any]:
    """One statement for all channels: to ask for one after the other takes longer than to answer."""
    c, mine = MESSAGE.c, MESSAGE.c.community == bindparam("community")

    def begin(space: ColumnElement[int], *beyond: ColumnElement[bool]) -> ColumnElement[str]:
        query = select(c.channel).where(mine, c.space == space, *beyond)
        return query.order_by(c.channel, c.at).limit(1).scalar_subquery().label("channel")

    first_ones = select(SPACE.c.number.label("space"), begin(SPACE.c.number))
    place = first_ones.where(SPACE.c.community == bindparam("community")).cte("place", recursive=True)
    hop = select(place.c.space, begin(place.c.space, c.channel > place.c.channel))
    place = place.union_all(hop.where(place.c.channel.is_not(None)))
    here = select(c.at).where(mine, c.space == place.c.space, c.channel == place.c.channel).limit(1)
    first = here.order_by(c.at).scalar_subquery()
    last = here.order_by(c.at.desc()).scalar_subquery()
    return select(func.min(first).label("first"), func.max(last).label("last")).select_from(place)


async def nth_after(
    handle: Handle, channel: ChannelRef, start: int, n: int, *, flat: bool = False
) -> Micros | None:
    """The time of the n-th message at or after `start`, from 0; with `flat`, of those outside threads."""
    here = handle.mine(MESSAGE, space=handle.spaces.find(channel.space), channel=channel.id)
    query = select(MESSAGE.c.at).where(here, MESSAGE.c.at >= start).order_by(MESSAGE.c.at)
    if flat:
        query = query.where(MESSAGE.c.thread.is_(None))
    found = await handle.column(query.offset(n).limit(1))
    return Micros(found[0]) if found else None


async def first_messages(
    handle: Handle, authors: Iterable[MemberRef], since: Micros
) -> dict[MemberRef, MessageRef]:
    """The very first message of each author who never wrote before `since`; of several at once, the least."""
    wanted = sorted(set(authors))
    before = {who for who, row in (await acquainted(handle, wanted)).items() if row.wrote < since}
    keys = [(handle.spaces.find(who.space), who.id) for who in wanted if who not in before]
    at = await firsts(handle, MESSAGE, ("author", "at"), keys)
    new = [(*author, first) for author, first in at.items() if first >= since]
    return await handle.at_once(_messages_at, new)


def _messages_at(bulk: Bulk, written: Iterable[tuple[int, str, int]]) -> dict[MemberRef, MessageRef]:
    """The messages that these accounts wrote at these times; of several, the least."""
    key, place = ("author_space", "author", "at"), ("space", "channel", "id")
    found: dict[MemberRef, MessageRef] = {}
    for row in bulk.matching(MESSAGE, key, written, (*key, *place)):
        message = MessageRef(ChannelRef(bulk.spaces[row.space], row.channel), row.id)
        member = MemberRef(bulk.spaces[row.author_space], row.author)
        found[member] = min(found.get(member, message), message)
    return found


async def threads(handle: Handle, messages: Iterable[MessageRef]) -> dict[MessageRef, str | None]:
    """The thread of each of these messages that is known; None for those outside threads."""
    columns = MESSAGE.c
    query = select(columns.space, columns.channel, columns.id, columns.thread)
    wanted: dict[ChannelRef, list[str]] = {}
    for message in messages:
        wanted.setdefault(message.channel, []).append(message.id)

    def in_channel(channel: ChannelRef, ids: list[str]) -> Select[Any]:
        here = handle.mine(MESSAGE, space=handle.spaces.find(channel.space), channel=channel.id)
        return query.where(here, columns.id.in_(ids))

    rows = await handle.rows_of(wanted, in_channel)
    return {MessageRef(channel_ref(row, handle.spaces), row.id): row.thread for row in rows}


async def with_id(handle: Handle, id_: str, channel: str = "") -> list[Message]:
    """Messages of one id, one look at the index for each channel in question."""
    known = select(CHANNEL.c.space, CHANNEL.c.id).where(handle.mine(CHANNEL))
    if channel:
        known = known.where(CHANNEL.c.id == channel)
    places = {(row.space, row.id): [id_] for row in await handle.rows(known)}

    def here(place: Place, ids: list[str]) -> Select[Any]:
        mine = handle.mine(MESSAGE, space=place[0], channel=place[1])
        return select(MESSAGE).where(mine, MESSAGE.c.id.in_(ids))

    found = [message_value(row, handle.spaces) for row in await handle.rows_of(places, here)]
    return sorted(found, key=lambda message: message.ref)


async def activity(handle: Handle) -> list[ChannelActivity]:
    """Messages and questions outside threads in each channel. Reads all messages."""
    columns = MESSAGE.c
    asking = func.sum(case((columns.question >= ASKS, 1), else_=0)).label("questions")
    query = (
        select(columns.space, columns.channel, func.count().label("messages"), asking)
        .where(handle.mine(MESSAGE), columns.thread.is_(None))
        .group_by(columns.space, columns.channel)
    )
    found = [
        ChannelActivity(channel_ref(row, handle.spaces), int(row.messages), int(row.questions))
        for row in await handle.rows(query)
    ]
    return sorted(found, key=lambda one: one.channel)


_SPAN = _span()
