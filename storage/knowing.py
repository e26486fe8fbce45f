"""Whom keyed hashes stand for: every id in every column that may hold one is looked at."""

from __future__ import annotations

from collections.abc import Container

import msgspec
from sqlalchemy import select

from bot.domain.forgetting import tombstone
from bot.domain.refs import MemberRef
from storage.handle import Handle
from storage.naming import beside
from storage.personal import PERSONAL, Column, Holds
from storage.tables import METADATA

_members = msgspec.json.Decoder(list[tuple[int, str]])


async def accounts_with(handle: Handle, hashes: Container[bytes]) -> list[MemberRef]:
    """The accounts with these hashes, wherever in the community's rows they stand."""
    salt = handle.community.salt
    found: set[MemberRef] = set()
    for column in PERSONAL:
        if column.holds in {Holds.MEMBER, Holds.MEMBERS}:
            found |= await _standing_in(handle, column)
    return sorted(member for member in found if tombstone(salt, member) in hashes)


async def _standing_in(handle: Handle, column: Column) -> set[MemberRef]:
    table = METADATA.tables[column.table]
    cell = table.c[column.column]
    there = handle.mine(table) & cell.is_not(None)
    if column.holds is Holds.MEMBER:
        rows = await handle.rows(select(table.c[beside(column)], cell).where(there).distinct())
        return {MemberRef(handle.spaces[space], id_) for space, id_ in map(tuple, rows)}
    if column.table == "replay":  # only whoever stands in the ledger, too
        return set()
    lists = await handle.column(select(cell).where(there).distinct())
    return {MemberRef(handle.spaces[space], id_) for text in lists for space, id_ in _members.decode(text)}
