"""Who changed what."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.domain.audit import AuditEntry
from bot.domain.times import Micros
from storage.handle import Handle
from storage.repositories.numbered import member_columns, member_or_none, next_id
from storage.tables import AUDIT


class SqlAudit:
    """`bot.record_ports.AuditRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def add(self, entry: AuditEntry) -> None:
        """Write one entry."""
        row = {
            "id": await next_id(self._handle, AUDIT),
            "at": entry.at,
            "what": entry.what,
            "before": entry.before,
            "after": entry.after,
        }
        await self._handle.put(AUDIT, [row | member_columns("by", entry.by, self._handle.spaces)])

    async def latest(self, limit: int) -> Sequence[AuditEntry]:
        """The newest first."""
        return await self.page(0, limit)

    async def page(self, skip: int, most: int) -> Sequence[AuditEntry]:
        """Some, the newest first."""
        newest = select(AUDIT).where(self._handle.mine(AUDIT)).order_by(AUDIT.c.id.desc())
        query = newest.offset(skip).limit(most)
        return [
            AuditEntry(
                Micros(row.at),
                member_or_none(row.by_space, row.by, self._handle.spaces),
                row.what,
                row.before,
                row.after,
            )
            for row in await self._handle.rows(query)
        ]
