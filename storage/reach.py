"""When and where messages were written: questions that the indexes answer without reading history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Select, case, func, literal, select, tuple_

from bot.domain.facts import Message
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.stretches import ChannelActivity
from bot.domain.times import Micros
from storage.acquaintance import acquainted
from storage.bulk import Bulk
from storage.firsts import firsts
from storage.handle import Handle, Place
from storage.rows import channel_ref, message_value
from storage.tables import CHANNEL, MESSAGE

ASKS = 500
"""From which judged probability, in thousandths, a message counts as asking for help."""

_END = 2**63 - 1


async def span(handle: Handle) -> tuple[Micros, Micros] | None:
    """The times of the first and the last message. Hops from channel to channel along the index."""
    columns = MESSAGE.c
    ordered = (columns.space, columns.channel, columns.at)
    hop = select(*ordered).where(handle.mine(MESSAGE)).order_by(*ordered).limit(1)
    latest = select(columns.at).order_by(columns.at.desc()).limit(1)
    first: list[int] = []
    last: list[int] = []
    found = await handle.rows(hop)
    while found:
        space, channel, at = found[0].space, found[0].channel, found[0].at
        first.append(at)
        last += await handle.column(latest.where(handle.mine(MESSAGE, space=space, channel=channel)))
        # With the last instant, the index is entered behind the channel and not in front of its messages.
        beyond = tuple_(*ordered) > tuple_(literal(space), literal(channel), literal(_END, BigInteger))
        found = await handle.rows(hop.where(beyond))
    return (Micros(min(first)), Micros(max(last))) if first else None


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
