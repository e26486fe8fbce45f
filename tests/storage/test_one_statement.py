"""On PostgreSQL a batch takes few ways to the server, and bears that the connection dies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.facts import Channel, Fact, Message
from bot.domain.refs import CommunityId
from storage import one_statement
from storage.engine import engine, reading, writing
from storage.opening import open_store
from storage.store import SqlStore
from tests.fakes.databases import emptied
from tests.fakes.soup import BEN, HELP, SOUP, STEW, said

# Of its own store alone: the test's own connection stays.
_CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
async def far(postgres_shared: str) -> AsyncIterator[SqlStore]:
    """A store on PostgreSQL with two communities."""
    await emptied(postgres_shared)
    store = await open_store(postgres_shared)
    for one in (SOUP, STEW):
        await store.create(one)
        await store.ingest([(one.id, [Channel(HELP, "help")])])
    yield store
    await store.close()


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that any engine runs meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


async def stored(store: SqlStore, community: CommunityId) -> list[Message]:
    """The messages that are there."""
    async with store.reading(community) as unit:
        ids = [str(number) for number in range(300)]
        return sorted(
            [one for id_ in ids for one in await unit.facts.with_id(id_)],
            key=lambda message: int(message.ref.id),
        )


async def test_a_live_batch_takes_four_statements(far: SqlStore) -> None:
    """The lock, the door, one look, one write; also with answers, edits and two communities."""
    await far.ingest([(SOUP.id, [said("0", 1)]), (STEW.id, [said("0", 1)])])
    later: list[Fact] = [said("0", 1, edited=3), said("1", 2, BEN, thread="0"), said("2", 2)]
    with statements() as asked:
        await far.ingest([(SOUP.id, later), (STEW.id, later)])
    assert len(asked) == 4, asked
    assert await stored(far, SOUP.id) == await stored(far, STEW.id) == later


async def test_no_statistics_are_needed_to_find_a_message_by_its_key(postgres_address: str) -> None:
    """A database that is younger than autovacuum's first look: the planner knows nothing of its tables."""
    store = await open_store(postgres_address)
    await store.create(SOUP)
    await store.ingest([(SOUP.id, [said(str(number), number) for number in range(300)])])
    async with reading(store.engine) as connection:
        plan = await _plan(connection)
    await store.close()
    assert "Index Cond: (ROW(community, space, channel, id) >= ROW(" in plan
    assert "Index Cond: (ROW(community, space, channel, thread) >= ROW(" in plan
    assert "Seq Scan" not in plan
    assert "message_at" not in plan


async def _plan(connection: AsyncConnection) -> str:
    sql = one_statement.places_sql(connection.dialect).replace("$1", "'[]'")
    rows = await connection.execute(text("EXPLAIN " + sql.replace(":", "\\:")))
    return "\n".join(row[0] for row in rows)


async def test_a_connection_that_died_while_it_waited_loses_nothing(
    far: SqlStore, postgres_shared: str
) -> None:
    await far.ingest([(SOUP.id, [said("1", 1)])])
    made = engine(postgres_shared)
    async with writing(made) as connection:
        await connection.execute(_CUT)
    await made.dispose()
    await far.ingest([(SOUP.id, [said("2", 2)])])
    assert [one.ref.id for one in await stored(far, SOUP.id)] == ["1", "2"]


@pytest.mark.parametrize("statement", range(4))
async def test_a_connection_that_dies_within_a_batch_loses_nothing(far: SqlStore, statement: int) -> None:
    """Whichever statement it dies before, the batch is done once more."""
    await far.ingest([(SOUP.id, [said("1", 1)])])
    waited: list[int] = []

    def cut(connection: object, *_: object) -> None:
        waited.append(1)
        if len(waited) == statement + 1:
            connection.connection.dbapi_connection.run_async(lambda one: one.close(timeout=5))  # type: ignore[attr-defined] # as any event gets it

    facts = far._facts
    assert facts is not None
    event.listen(facts.sync_engine, "before_cursor_execute", cut)
    await far.ingest([(SOUP.id, [said("2", 2)])])
    event.remove(facts.sync_engine, "before_cursor_execute", cut)
    assert len(waited) == statement + 1 + 4
    assert [one.ref.id for one in await stored(far, SOUP.id)] == ["1", "2"]


async def test_processes_that_bring_the_same_new_messages_wait_for_each_other(
    far: SqlStore, postgres_shared: str
) -> None:
    """Messages nobody found are inserted as new: the lock keeps another from doing so in between."""
    other = await open_store(postgres_shared)
    later: list[Fact] = [said(str(number), number) for number in range(40)]
    for number in range(20):
        some = later[: 2 * number + 2]  # what is there is replaced beside what is new
        await asyncio.gather(
            *(store.ingest([(SOUP.id, some), (STEW.id, some)]) for store in (far, other) * 2)
        )
    await other.close()
    assert await stored(far, SOUP.id) == await stored(far, STEW.id) == later
