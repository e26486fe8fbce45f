"""Records that count up within a community, and the people they may name."""

from __future__ import annotations

from sqlalchemy import Table, func, select

from bot.domain.refs import MemberRef
from storage.handle import Handle
from storage.rows import Columns
from storage.spaces import Spaces


async def next_id(handle: Handle, table: Table) -> int:
    """The next number. Writers of one community come one after the other, so nobody else takes it."""
    query = select(func.coalesce(func.max(table.c.id), 0) + 1).where(handle.mine(table))
    return int((await handle.column(query))[0])


def member_columns(name: str, ref: MemberRef | None, spaces: Spaces) -> Columns:
    """A pair of columns for a member who may be missing."""
    if ref is None:
        return {f"{name}_space": None, name: None}
    return {f"{name}_space": spaces.number(ref.space), name: ref.id}


def member_or_none(space: int | None, id_: str | None, spaces: Spaces) -> MemberRef | None:
    """The member in a pair of columns."""
    return None if space is None or id_ is None else MemberRef(spaces[space], id_)
