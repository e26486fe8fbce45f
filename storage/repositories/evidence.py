"""What people recorded."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import select, update

from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.forgetting import nothing_kept
from bot.domain.times import Micros
from storage.door import is_forgotten
from storage.handle import Handle
from storage.repositories.numbered import member_columns, member_or_none, next_id
from storage.rows import AnyFound
from storage.spaces import Spaces
from storage.tables import EVIDENCE

_details = msgspec.json.Decoder(dict[str, str])


class SqlEvidence:
    """`bot.record_ports.EvidenceRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def add(self, evidence: Evidence) -> int:
        """Store a record, unless it would name somebody who was forgotten."""
        for member in (evidence.member, evidence.by):
            if member is not None and await is_forgotten(self._handle, member):
                raise nothing_kept()
        number = await next_id(self._handle, EVIDENCE)
        row = {
            "id": number,
            "kind": evidence.kind.value,
            "on": evidence.on,
            "at": evidence.at,
            "title": evidence.title,
            "link": evidence.link,
            "details": msgspec.json.encode(dict(evidence.details)).decode(),
            "withdrawn": evidence.withdrawn,
            "disputed": evidence.disputed,
        }
        row |= member_columns("by", evidence.by, self._handle.spaces)
        row |= member_columns("member", evidence.member, self._handle.spaces)
        await self._handle.put(EVIDENCE, [row])
        return number

    async def all(self, *kinds: EvidenceKind) -> Sequence[Evidence]:
        """Records by id."""
        query = select(EVIDENCE).where(self._handle.mine(EVIDENCE)).order_by(EVIDENCE.c.id)
        if kinds:
            query = query.where(EVIDENCE.c.kind.in_([kind.value for kind in kinds]))
        return [_value(row, self._handle.spaces) for row in await self._handle.rows(query)]

    async def withdraw(self, evidence_id: int) -> None:
        """Take a record back."""
        await self._mark(evidence_id, "withdrawn")

    async def dispute(self, evidence_id: int) -> None:
        """Mark a record as contested."""
        await self._mark(evidence_id, "disputed")

    async def settle(self, evidence_id: int) -> None:
        """A contested record counts again."""
        await self._mark(evidence_id, "disputed", on=False)

    async def _mark(self, evidence_id: int, column: str, *, on: bool = True) -> None:
        result = await self._handle.connection.execute(
            update(EVIDENCE).where(self._handle.mine(EVIDENCE, id=evidence_id)).values({column: on})
        )
        if result.rowcount == 0:
            raise UserFacingError("There is no record number {n}.", n=evidence_id)


def _value(row: AnyFound, spaces: Spaces) -> Evidence:
    return Evidence(
        EvidenceKind(row.kind),
        row.on,
        Micros(row.at),
        member_or_none(row.by_space, row.by, spaces),
        member_or_none(row.member_space, row.member, spaces),
        row.title,
        row.link,
        _details.decode(row.details),
        row.withdrawn,
        row.disputed,
        row.id,
    )
