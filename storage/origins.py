"""Knowing a server's database that was put back from a copy: what is written in it is not what it is.

A database is known by the server's own number, its number there, and that of a table in it. A dump that is
put back changes at least one of them; `VACUUM`, upgrades of Foster and restarts change none. A server that
was set back as a whole, by its files, has them all as before: only the journal knows then.
"""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import reading, writing
from storage.tables import ORIGIN

_SERVER = text("SELECT system_identifier FROM pg_control_system()")
_HERE = text(
    "SELECT (SELECT oid FROM pg_database WHERE datname = current_database())::text || '/' "
    "|| to_regclass('origin')::oid::text"
)
_MAY_ASK = text(
    "SELECT coalesce(has_function_privilege(to_regprocedure('pg_control_system()')::oid, 'execute'), false)"
)


async def is_copy(engine: AsyncEngine) -> bool:
    """Whether this database was put back from a copy since it was last `adopted`; a file always is not."""
    if engine.dialect.name == "sqlite":
        return False
    async with reading(engine) as connection:
        written = await connection.scalar(select(ORIGIN.c.identity))
    return written is not None and written != await _identity(engine)


async def adopt(engine: AsyncEngine) -> None:
    """Take this database for the true one from now on."""
    if engine.dialect.name == "sqlite":
        return
    identity = await _identity(engine)
    async with reading(engine) as connection:
        if await connection.scalar(select(ORIGIN.c.identity)) == identity:
            return
    row = insert(ORIGIN).values(one=1, identity=identity)
    async with writing(engine) as connection:
        await connection.execute(
            row.on_conflict_do_update(index_elements=["one"], set_={"identity": identity})
        )


async def _identity(engine: AsyncEngine) -> str:
    """Servers that do not tell their number are known by the rest."""
    async with reading(engine) as connection:
        server = await connection.scalar(_SERVER) if await connection.scalar(_MAY_ASK) else "?"
        return f"{server}/{await connection.scalar(_HERE)}"
