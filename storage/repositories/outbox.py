"""Notices on their way."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.domain.notices import Letter, Mail, Notice, NoticeKind
from bot.domain.times import Micros
from storage.handle import Handle
from storage.rows import AnyFound
from storage.tables import OUTBOX


class SqlOutbox:
    """`bot.delivery_ports.OutboxRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def put(self, notice: Notice, due: Micros) -> bool:
        """Once for each key."""
        if await self.get(notice.key) is not None:  # writers of one community come one after the other
            return False
        await self.save(Letter(notice, due))
        return True

    async def ready(self, now: Micros, limit: int) -> Sequence[Letter]:
        """Waiting and due, the oldest first."""
        query = (
            select(OUTBOX)
            .where(self._handle.mine(OUTBOX, state=Mail.WAITING.value), OUTBOX.c.due <= now)
            .order_by(OUTBOX.c.due, OUTBOX.c.key)
            .limit(limit)
        )
        return [_letter(row) for row in await self._handle.rows(query)]

    async def get(self, key: str) -> Letter | None:
        """One of them."""
        rows = await self._handle.rows(select(OUTBOX).where(self._handle.mine(OUTBOX, key=key)))
        return _letter(rows[0]) if rows else None

    async def save(self, letter: Letter) -> None:
        """Keep a letter as it is now."""
        row = {
            "key": letter.notice.key,
            "kind": letter.notice.kind.value,
            "parts": json.dumps(dict(letter.notice.parts), sort_keys=True),
            "due": letter.due,
            "state": letter.state.value,
            "attempt": letter.attempt,
            "why": letter.why,
        }
        await self._handle.put(OUTBOX, [row])

    async def latest(self, limit: int, *states: Mail) -> Sequence[Letter]:
        """The newest first."""
        query = select(OUTBOX).where(self._handle.mine(OUTBOX))
        if states:
            query = query.where(OUTBOX.c.state.in_([state.value for state in states]))
        query = query.order_by(OUTBOX.c.due.desc(), OUTBOX.c.key).limit(limit)
        return [_letter(row) for row in await self._handle.rows(query)]

    async def prune(self, before: Micros) -> None:
        """Forget those sent before then, but for the one that is said once and never again."""
        once = OUTBOX.c.kind != NoticeKind.WELCOME.value
        old = self._handle.mine(OUTBOX, state=Mail.SENT.value) & (OUTBOX.c.due < before) & once
        await self._handle.connection.execute(delete(OUTBOX).where(old))


def _letter(row: AnyFound) -> Letter:
    notice = Notice(NoticeKind(row.kind), row.key, json.loads(row.parts))
    return Letter(notice, Micros(row.due), Mail(row.state), row.attempt, row.why)
