"""Weeks of credits as columns: what merit and chart need of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Select, and_, func, select

from bot.domain.recognition.past import PastHelps
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.times import Micros
from storage.handle import Handle, Place
from storage.rows import members_in
from storage.tables import CREDIT


async def past_helps(handle: Handle, where: ColumnElement[bool]) -> PastHelps:
    """The credits that a condition selects, in order of time."""
    c, spaces = CREDIT.c, handle.spaces
    columns = (
        c.answered_at,
        c.helper_space,
        c.helper,
        c.asker_space,
        c.asker,
        c.weight,
        c.messages,
        c.thanked_by,
    )
    read = await handle.packed(columns, where)
    order = sorted(range(len(read[0])), key=read[0].__getitem__)
    at, helper_space, helper, asker_space, asker, weight, messages, thanked = (
        list(map(column.__getitem__, order)) for column in read
    )
    helpers = list(zip(helper_space, helper, strict=True))
    askers = list(zip(asker_space, asker, strict=True))
    place = {who: number for number, who in enumerate(dict.fromkeys((*helpers, *askers)))}
    return PastHelps(
        [MemberRef(spaces[space], id_) for space, id_ in place],
        at,
        list(map(place.__getitem__, helpers)),
        list(map(place.__getitem__, askers)),
        weight,
        messages,
        [members_in(text, spaces) for text in thanked],
    )


async def answered(
    handle: Handle, questions: Iterable[MessageRef], since: Micros
) -> Mapping[MessageRef, Micros]:
    """When each question got its first answer at or after `since`."""
    c, spaces = CREDIT.c, handle.spaces
    wanted: dict[Place, list[str]] = {}
    for question in questions:
        wanted.setdefault((spaces.find(question.channel.space), question.channel.id), []).append(question.id)

    def first(where: Place, ids: list[str]) -> Select[tuple[int, str, str, int]]:
        space, channel = where
        here = and_(handle.mine(CREDIT, space=space, channel=channel), c.question.in_(ids))
        columns = (c.space, c.channel, c.question, func.min(c.answered_at).label("first"))
        return select(*columns).where(here, c.answered_at >= since).group_by(*columns[:3])

    return {
        MessageRef(ChannelRef(spaces[row.space], row.channel), row.question): row.first
        for row in await handle.rows_of(wanted, first)
    }
