"""The raw ceiling on PostgreSQL: its driver alone."""

from __future__ import annotations

import time

import asyncpg  # type: ignore[import-untyped] # it has no types
from sqlalchemy import make_url


async def insert_postgres(address: str, count: int, batch: int) -> float:
    """Seconds for the rows of `message` into a table like it, `batch` a commit."""
    url = make_url(address)
    connection = await asyncpg.connect(user=url.username, database=url.database, host=url.query["host"])
    try:
        rows = [tuple(row) for row in await connection.fetch("SELECT * FROM message ORDER BY at")]
        if len(rows) != count:
            raise RuntimeError(f"{len(rows)} of {count} messages arrived")
        await connection.execute("DROP TABLE IF EXISTS raw; CREATE TABLE raw (LIKE message INCLUDING ALL)")
        gaps = ", ".join(f"${n}" for n in range(1, len(rows[0]) + 1))
        begin = time.perf_counter()
        for start in range(0, count, batch):
            async with connection.transaction():
                await connection.executemany(f"INSERT INTO raw VALUES ({gaps})", rows[start : start + batch])  # noqa: S608 - numbers only
        return time.perf_counter() - begin
    finally:
        await connection.execute("DROP TABLE IF EXISTS raw")
        await connection.close()
