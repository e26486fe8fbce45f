from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, column, create_engine, event, select, table
from sqlalchemy.exc import IntegrityError

from bot.ports import Unit
from storage.immediate import ImmediateConnection, immediately
from storage.sharing import MOST, Sharing
from storage.store import SqlStore
from tests.fakes.soup import SOUP

INSERT = "INSERT INTO shelf VALUES (?)"


class Shelf:
    """A table, and how often something was committed to it."""

    def __init__(self) -> None:
        self.engine = create_engine("sqlite://")
        event.listen(self.engine, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
        event.listen(self.engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        self.commits = 0
        self.turn = asyncio.Lock()
        self.sharing = Sharing(self.transaction)
        with self.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE shelf (n INTEGER PRIMARY KEY)")

    async def transaction(self, work: Callable[[Connection], Any]) -> Any:  # noqa: ANN401 - whatever the work gives
        async with self.turn:
            await asyncio.sleep(0)
            with self.engine.begin() as connection:
                found = work(connection)
            self.commits += 1
            return found

    async def put(self, n: int) -> int:
        def work(connection: Connection) -> int:
            connection.exec_driver_sql(INSERT, (n,))
            if n < 0:
                raise ValueError(n)
            return n

        return await self.sharing.do(work)

    def rows(self) -> list[int]:
        with self.engine.connect() as connection:
            return [row[0] for row in connection.exec_driver_sql("SELECT n FROM shelf ORDER BY n")]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


async def test_what_waits_is_committed_together(shelf: Shelf) -> None:
    numbers = range(2 * MOST)
    assert await asyncio.gather(*(shelf.put(n) for n in numbers)) == list(numbers)
    assert shelf.rows() == list(numbers)
    assert shelf.commits == 2
    assert await shelf.put(99) == 99
    assert shelf.commits == 3


async def test_what_fails_is_taken_back_alone(shelf: Shelf) -> None:
    outcomes = await asyncio.gather(*(shelf.put(n) for n in (1, -2, 3)), return_exceptions=True)
    assert [str(one) for one in outcomes] == ["1", "-2", "3"]
    assert shelf.rows() == [1, 3]
    with pytest.raises(ValueError, match="-9"):
        await shelf.put(-9)
    assert shelf.rows() == [1, 3]


async def test_where_the_database_refuses_one_the_others_are_done_by_themselves(shelf: Shelf) -> None:
    outcomes = await asyncio.gather(*(shelf.put(n) for n in (1, 1, 3)), return_exceptions=True)
    assert [type(one) for one in outcomes] == [int, IntegrityError, int]
    assert shelf.rows() == [1, 3]


async def test_a_database_that_cannot_be_reached_is_told_to_everybody(shelf: Shelf) -> None:
    async def gone(_: object) -> object:
        raise OSError("gone")

    shelf.sharing.transaction = gone
    outcomes = await asyncio.gather(*(shelf.put(n) for n in (1, 2)), return_exceptions=True)
    assert [str(one) for one in outcomes] == ["gone", "gone"]


async def test_whoever_gave_up_before_it_began_is_left_out(shelf: Shelf) -> None:
    async with shelf.turn:
        waiting = [asyncio.create_task(shelf.put(n)) for n in (1, 2)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
    assert await waiting[1] == 2
    await shelf.sharing.end()
    assert shelf.rows() == [2]


async def test_only_the_unit_may_be_waited_for(sqlite_store: SqlStore) -> None:
    async def dawdle(unit: Unit) -> None:
        await unit.settings.put("word", "wish")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="nothing but its unit"):
        await sqlite_store.at_once(SOUP.id, dawdle)
    async with sqlite_store.reading(SOUP.id) as unit:
        assert "word" not in await unit.settings.all()


async def test_rows_can_be_read_some_at_a_time(shelf: Shelf) -> None:
    for n in range(5):
        await shelf.put(n)
    found: list[list[int]] = []

    async def read(connection: ImmediateConnection) -> int:
        async with connection.stream(select(column("n")).select_from(table("shelf"))) as rows:
            async for part in rows.partitions(2):
                found.append([row.n for row in part])  # noqa: PERF401 - asynchronous
        return len(found)

    with shelf.engine.connect() as connection:
        assert immediately(read(ImmediateConnection(connection))) == 3
    assert found == [[0, 1], [2, 3], [4]]
