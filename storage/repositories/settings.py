"""What admins chose."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from bot.domain.slots import SCHEDULE_KEYS
from bot.domain.times import Micros
from storage.agenda import look_again
from storage.handle import Handle
from storage.tables import SETTING


class SqlSettings:
    """`bot.record_ports.SettingsRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def all(self) -> Mapping[str, str]:
        """Only what was set, by key."""
        query = select(SETTING.c.key, SETTING.c.value).where(self._handle.mine(SETTING))
        rows = await self._handle.rows(query.order_by(SETTING.c.key))
        return {row.key: row.value for row in rows}

    async def put(self, key: str, value: str | None) -> None:
        """Set or forget a value."""
        if value is None:
            await self._handle.connection.execute(delete(SETTING).where(self._handle.mine(SETTING, key=key)))
        else:
            await self._handle.put(SETTING, [{"key": key, "value": value}])
        if key in SCHEDULE_KEYS:
            await look_again(self._handle, Micros(0))
