from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import UserFacingError
from storage.engine import engine, reading, writing
from storage.opening import open_store
from storage.store import SqlStore


@pytest.mark.parametrize(
    "address",
    ["", "foster.db", "sqlite://", "sqlite:///:memory:", "mysql://u:hunter2@h/d", "postgresql://host", "://"],
)
def test_a_wrong_address_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(UserFacingError, match="address of a database") as caught:
        engine(address)
    assert "hunter2" not in str(caught.value)


async def test_a_folder_or_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserFacingError, match="is a folder"):
        engine(f"sqlite:///{tmp_path}")
    with pytest.raises(UserFacingError, match="cannot be made"):
        engine(f"sqlite:///{tmp_path / 'file' / 'foster.db'}")


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "foster.db").write_text("these are no pages of a database " * 200)
    with pytest.raises(UserFacingError, match=r"foster\.db is no database"):
        await open_store(f"sqlite:///{tmp_path / 'foster.db'}")


async def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="cannot be reached"):
        await open_store(f"postgresql://postgres@/foster?host={tmp_path}")


async def test_a_database_that_is_not_there_is_said_so(postgres_address: str) -> None:
    with pytest.raises(UserFacingError, match="refuses"):
        await open_store(postgres_address.replace("foster_", "nothing_"))


async def test_sqlite_is_durable_and_checks_keys(sqlite_store: SqlStore) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    async with reading(sqlite_store.engine) as connection:
        found = [await connection.scalar(text(f"PRAGMA {name}")) for name in names]
    assert found == ["wal", 2, 1, 1]


async def test_who_is_cancelled_while_writing_keeps_nobody_else_from_it(sqlite_store: SqlStore) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def pause() -> int:
        begun.set()
        go_on.wait(10)
        return 1

    cut = asyncio.create_task(_raised(sqlite_store.engine, [1, 1], pause))
    await asyncio.to_thread(begun.wait, 10)
    cut.cancel()
    go_on.set()
    left = await asyncio.gather(cut, return_exceptions=True)
    async with asyncio.timeout(5):
        await _raised(sqlite_store.engine, [2, 3], pause)
    assert [type(each) for each in left] == [asyncio.CancelledError]
    async with reading(sqlite_store.engine) as connection:
        assert await connection.scalar(text("SELECT max(revision) FROM community")) == 3


async def _raised(made: AsyncEngine, numbers: Sequence[int], pause: Callable[[], int]) -> None:
    """One statement for all, which takes as long as `pause` does."""
    async with writing(made) as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        await raw.driver_connection.create_function("pause", 0, pause)
        given = [{"number": number} for number in numbers]
        await connection.execute(text("UPDATE community SET revision = :number * pause()"), given)
