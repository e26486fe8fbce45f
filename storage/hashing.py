"""The state hash: SHA-256 over every fact and credit in an order that is the same in every database.

Spaces in the order of their refs; in each, one table after the other; in each, one message (channel, account)
after the other in the order of their ids; what belongs to one message in the order of its spelling. Rows are
streamed, so memory does not grow with history.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, Table, select

from bot.domain.credits import Credit, Question
from bot.domain.facts import Account, Fact
from bot.domain.refs import MemberRef
from storage.canonical import spelled
from storage.handle import Handle
from storage.rows import (
    AnyFound,
    channel_value,
    correction_value,
    credit_value,
    message_value,
    question_value,
    reaction_value,
    thread_value,
)
from storage.spaces import Spaces
from storage.tables import (
    ACCOUNT,
    CHANNEL,
    CORRECTION,
    CREDIT,
    MESSAGE,
    QUESTION,
    REACTION,
    THREAD,
)

FETCH = 2_000
"""Rows held at a time."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table's part; rows with the same `order` columns are ordered by their spelling."""

    table: Table
    order: tuple[str, ...]
    value: Callable[[AnyFound, Spaces], Fact | Question | Credit]


def _unnamed(row: AnyFound, spaces: Spaces) -> Account:
    """An account without its name, which is no part of the hash: erasing and sealing change nothing."""
    return Account(MemberRef(spaces[row.space], row.id), "", row.bot, row.present, row.external)


SECTIONS = (
    Section(MESSAGE, ("channel", "id"), message_value),
    Section(REACTION, ("channel", "message"), reaction_value),
    Section(THREAD, ("channel", "root"), thread_value),
    Section(CORRECTION, ("channel", "message"), correction_value),
    Section(CHANNEL, ("id",), channel_value),
    Section(ACCOUNT, ("id",), _unnamed),
    Section(QUESTION, ("channel", "id"), question_value),
    Section(CREDIT, ("channel", "question"), credit_value),
)


async def state_hash(handle: Handle) -> str:
    """The hash in hex."""
    total = hashlib.sha256()
    for _, space in handle.spaces.all():
        for section in SECTIONS:
            async for lines in _lines(handle, section, space):
                for line in lines:
                    total.update(line + b"\n")
    return total.hexdigest()


async def _lines(handle: Handle, section: Section, space: int) -> AsyncIterator[list[bytes]]:
    order = [section.table.c[column] for column in section.order]
    query = _query(handle, section.table).where(section.table.c.space == space).order_by(*order)
    place_of = attrgetter(*section.order)
    lines: list[bytes] = []
    group: list[bytes] = []
    last: object = None
    async with handle.connection.stream(query) as rows:
        async for part in rows.partitions(FETCH):
            for row in part:
                place = place_of(row)
                if place != last:
                    lines += sorted(group)
                    group, last = [], place
                group.append(spelled(section.value(row, handle.spaces)))
            yield lines
            lines = []
    yield sorted(group)


def _query(handle: Handle, table: Table) -> Select[Any]:
    query = select(table).where(handle.mine(table))
    return query.where(REACTION.c.present) if table is REACTION else query
