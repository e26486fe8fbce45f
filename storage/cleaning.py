"""Taking what was erased out of the files, too.

SQLite: everything in the log goes into the database and the log is emptied; then the file is read through,
and written anew where an id still stands in a page's unused part. PostgreSQL: each table that may have named
somebody is written anew, with its indexes, and so are the statistics about them; nobody can use a table
meanwhile.
"""

from __future__ import annotations

import asyncio
import mmap
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import BUSY_MS, reading
from storage.naming import erased_from
from storage.tables import UPKEEP

_ATTEMPTS = 5


async def unclean(engine: AsyncEngine) -> Sequence[int]:
    """The communities in which somebody was erased since the last time, by number."""
    async with reading(engine) as connection:
        return list((await connection.execute(select(UPKEEP.c.community).where(UPKEEP.c.unclean))).scalars())


async def clean_sqlite(file: Path, ids: Collection[str]) -> None:
    """Whether ids stand in the file is only looked at where some are given; else it is written anew."""
    needles = [id_.encode("utf-8", "surrogatepass") for id_ in ids]
    await asyncio.to_thread(_clean, file, needles)


async def clean_postgresql(engine: AsyncEngine) -> None:
    """Write the tables anew."""
    names = sorted(erased_from())
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text(f"SET lock_timeout = {BUSY_MS}"))
        try:
            for name in names:
                await connection.execute(text(f'VACUUM (FULL, ANALYZE) "{name}"'))
            # Whoever wrote most stands in the statistics, too: new ones were made just now, beside the old.
            await connection.execute(text("VACUUM FULL pg_catalog.pg_statistic"))
        finally:
            await connection.execute(text("RESET lock_timeout"))


async def done(connection: AsyncConnection, communities: Sequence[int]) -> None:
    """Nothing is left of what was erased there."""
    await connection.execute(update(UPKEEP).where(UPKEEP.c.community.in_(communities)).values(unclean=False))


def _clean(file: Path, needles: Sequence[bytes]) -> None:
    with closing(sqlite3.connect(file, timeout=BUSY_MS / 1000, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        _empty_log(connection)
        if needles and not any(_stands(file, needle) for needle in needles):
            return
        connection.execute("VACUUM")
        _empty_log(connection)


def _empty_log(connection: sqlite3.Connection) -> None:
    """Wait for readers of older states, some times."""
    for _ in range(_ATTEMPTS):
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return
    raise sqlite3.OperationalError("the log is in use")


def _stands(file: Path, needle: bytes) -> bool:
    with file.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as pages:
        return pages.find(needle) >= 0
