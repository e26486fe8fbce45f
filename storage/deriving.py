"""How often what is derived was replaced: whoever works it out beside a transaction sees who was faster."""

from __future__ import annotations

from sqlalchemy import select, update

from storage.handle import Handle
from storage.tables import COMMUNITY


async def derived(handle: Handle) -> int:
    """How often something was put in place of what is derived."""
    found = await handle.column(select(COMMUNITY.c.derived).where(COMMUNITY.c.number == handle.number))
    return int(found[0])


async def count_derived(handle: Handle) -> None:
    """Something was."""
    mine = COMMUNITY.c.number == handle.number
    await handle.connection.execute(update(COMMUNITY).where(mine).values(derived=COMMUNITY.c.derived + 1))
