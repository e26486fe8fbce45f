from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.errors import UserFacingError
from storage import schema
from storage.engine import engine, reading, writing
from storage.opening import open_store
from storage.tables import METADATA


async def test_migrations_end_at_the_tables_in_the_code(fresh: str) -> None:
    assert await schema.current(fresh) is None
    assert await schema.drift(fresh)
    await schema.upgrade(fresh)
    assert await schema.drift(fresh) == []
    assert await schema.current(fresh) == schema.head()
    await schema.upgrade(fresh)


async def shape(address: str) -> set[str]:
    """SQLite's own words for every table and index."""
    made = engine(address)
    async with reading(made) as connection:
        found = await connection.execute(
            text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger'")
        )
        words = {" ".join(sql.split()) for sql in found.scalars() if "alembic_version" not in sql}
    await made.dispose()
    return words


async def test_migrations_write_the_very_same_sql(tmp_path: Path) -> None:
    migrated, direct = (f"sqlite:///{tmp_path / name}" for name in ("migrated.db", "direct.db"))
    await schema.upgrade(migrated)
    made = engine(direct)
    async with writing(made) as connection:
        await connection.run_sync(METADATA.create_all)
    await made.dispose()
    assert await shape(migrated) == await shape(direct)


async def test_opening_sets_an_empty_database_up(fresh: str) -> None:
    for _ in range(2):
        store = await open_store(fresh)
        assert await store.communities() == []
        await store.close()
    assert await schema.current(fresh) == schema.head()


async def test_an_older_file_is_upgraded_and_an_older_server_waits_for_its_admin(fresh: str) -> None:
    await schema.upgrade(fresh, "0001")
    if fresh.startswith("sqlite"):
        await (await open_store(fresh)).close()
        assert await schema.current(fresh) == schema.head()
    else:
        with pytest.raises(UserFacingError, match="foster db upgrade"):
            await open_store(fresh)
        assert await schema.current(fresh) == "0001"


async def test_a_newer_database_is_left_alone(fresh: str) -> None:
    await schema.upgrade(fresh)
    made = engine(fresh)
    async with writing(made) as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await made.dispose()
    with pytest.raises(UserFacingError, match="newer"):
        await open_store(fresh)
