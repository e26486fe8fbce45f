"""On PostgreSQL a batch takes few ways to the server, and bears that the connection dies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.facts import Channel, Fact, Message
from bot.domain.refs import ChannelRef, CommunityId, Platform, SpaceRef
from storage import one_statement
from storage.engine import engine, reading, writing
from storage.opening import open_store
from storage.store import SqlStore
from storage.writer import GroupCommitWriter
from tests.fakes.databases import emptied
from tests.fakes.relay import Relay, relayed
from tests.fakes.soup import BEN, HELP, SOUP, STEW, at, said

# Of its own store alone: the test's own connection stays.
_CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


TURNS = 5
"""Begin, lock, look, write, commit. Many new messages are copied before the write, in one more."""

MANY = one_statement.MANY


@pytest.fixture
async def relay(postgres_shared: str) -> AsyncIterator[Relay]:
    """The way to an empty database."""
    await emptied(postgres_shared)
    async with relayed(postgres_shared) as way:
        yield way


@pytest.fixture
async def far(relay: Relay) -> AsyncIterator[SqlStore]:
    """A store on PostgreSQL with two communities, whose connection for facts knows its statements."""
    store = await open_store(relay.address)
    for one in (SOUP, STEW):
        await store.create(one)
        await store.ingest([(one.id, [Channel(HELP, "help")])])
    for first, last in ((300, 300), (300, 301), (302, 302 + MANY)):
        await store.ingest([(SOUP.id, [said(str(number), number) for number in range(first, last + 1)])])
    yield store
    await store.close()


async def stored(store: SqlStore, community: CommunityId) -> list[Message]:
    """The messages that are there."""
    async with store.reading(community) as unit:
        ids = [str(number) for number in range(100)]
        return sorted(
            [one for id_ in ids for one in await unit.facts.with_id(id_)],
            key=lambda message: int(message.ref.id),
        )


async def test_a_live_batch_takes_five_turns(far: SqlStore, relay: Relay) -> None:
    """Between begin and commit: lock, one look, one write; also with answers, edits and communities."""
    await far.ingest([(SOUP.id, [said("0", 1)]), (STEW.id, [said("0", 1)])])
    for id_ in ("1", "2"):  # the connection learns a statement at first
        later: list[Fact] = [said("0", 1, edited=2 + int(id_)), said(id_, 2, BEN, thread="0")]
        relay.count()
        await far.ingest([(SOUP.id, later), (STEW.id, later)])
    assert relay.turns == TURNS
    assert await stored(far, SOUP.id) == await stored(far, STEW.id)
    assert [(one.ref.id, one.edited_at) for one in await stored(far, SOUP.id)] == [
        ("0", at(4)),
        ("1", 0),
        ("2", 0),
    ]


async def test_many_new_messages_take_a_turn_more(far: SqlStore, relay: Relay) -> None:
    """With what stands there already, of which nothing is copied."""
    some: list[Fact] = [said(str(number), number) for number in range(1, MANY + 2)]
    for messages in (some[:1], some[1:]):
        relay.count()
        await far.ingest([(STEW.id, messages)])
    assert relay.turns == TURNS + 1
    await far.ingest([(STEW.id, some)])
    assert await stored(far, STEW.id) == some


@pytest.mark.parametrize("count", [0, 300, 3_000])
async def test_no_statistics_are_needed_to_find_a_message_by_its_key(
    postgres_address: str, count: int
) -> None:
    """A database that is younger than autovacuum's first look: the planner knows nothing of its tables."""
    store = await open_store(postgres_address)
    await store.create(SOUP)
    async with writing(store.engine) as connection:
        await connection.execute(text("ALTER TABLE message SET (autovacuum_enabled = false)"))
    await store.ingest([(SOUP.id, [said(str(number), number) for number in range(count)])])
    async with reading(store.engine) as connection:
        plan = await _plan(connection)
    await store.close()
    assert [line.split(" using ")[1] for line in plan if "Scan using" in line][:3] == [
        "message_pkey on message",
        "tombstone_pkey on tombstone",
        "message_thread on message message_1",
    ], plan
    for key in ("id", "id", "thread"):
        condition = next(line for line in plan if "Index Cond: ((community = " in line)
        assert f"(ROW(space, channel, {key}) >= " in condition
        assert f"(ROW(space, channel, {key}) <= " in condition
        plan.remove(condition)
    assert not any("Sort" in line for line in plan)


async def _plan(connection: AsyncConnection) -> list[str]:
    sql = one_statement.places_sql(connection.dialect).replace("$1", "'[]'").replace("$2", "'{}'")
    rows = await connection.execute(text("EXPLAIN (COSTS OFF) " + sql.replace(":", "\\:")))
    return [row[0] for row in rows]


async def test_a_connection_that_died_while_it_waited_loses_nothing(far: SqlStore, relay: Relay) -> None:
    """The server ended it."""
    made = engine(relay.address)
    async with writing(made) as connection:
        await connection.execute(_CUT)
    await made.dispose()
    await far.ingest([(SOUP.id, [said("2", 2)])])
    assert [one.ref.id for one in await stored(far, SOUP.id)] == ["2"]


@pytest.mark.parametrize("heard", [False, True])
@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("turn", range(1, TURNS + 2))
async def test_a_connection_that_dies_within_a_batch_loses_nothing(
    far: SqlStore, relay: Relay, turn: int, many: bool, heard: bool
) -> None:
    """On whichever way, before the server hears it or before it is told: the batch is done once more."""
    messages: list[Fact] = [said(str(number), number) for number in range(MANY if many else 2)]
    relay.count()
    relay.breaks = turn, heard
    await far.ingest([(SOUP.id, messages)])
    assert (relay.breaks is None) == (turn <= TURNS + many)
    assert await stored(far, SOUP.id) == messages


async def test_what_another_process_learned_of_spaces_is_seen(far: SqlStore, postgres_shared: str) -> None:
    """A connection remembers the numbers of spaces, but not that there are no others."""
    abroad = ChannelRef(SpaceRef(Platform.DISCORD, "9"), "far")
    other = await open_store(postgres_shared)
    await other.ingest([(SOUP.id, [Channel(abroad, "far"), said("1", 1, channel=abroad)])])
    await other.close()
    edited = said("1", 1, channel=abroad, edited=2)
    await far.ingest([(SOUP.id, [edited, said("2", 2)])])
    assert await stored(far, SOUP.id) == [edited, said("2", 2)]


async def test_spaces_that_got_other_numbers_are_found(far: SqlStore, postgres_shared: str) -> None:
    """As in a database that was put back under a running program."""
    abroad = ChannelRef(SpaceRef(Platform.DISCORD, "9"), "far")
    await far.ingest([(SOUP.id, [Channel(abroad, "far"), said("1", 1), said("2", 2, channel=abroad)])])
    await far.ingest([(SOUP.id, [said("3", 3)])])
    made = engine(postgres_shared)
    async with writing(made) as connection:
        for old, new in ((1, 3), (2, 1), (3, 2)):
            for change in (
                "channel SET space",
                "message SET space",
                "message SET author_space",
                "space SET number",
            ):
                where = f"WHERE community = 1 AND {change.split()[-1]} = {old}"
                await connection.execute(text(f"UPDATE {change} = {new} {where}"))
    await made.dispose()
    edited = [said("1", 1, edited=5), said("2", 2, channel=abroad, edited=5)]
    await far.ingest([(SOUP.id, edited)])
    assert await stored(far, SOUP.id) == [*edited, said("3", 3)]


async def test_who_was_forgotten_by_another_process_stays_out(far: SqlStore, postgres_shared: str) -> None:
    other = await open_store(postgres_shared)
    async with other.writing(SOUP.id) as unit:
        await unit.privacy.forget([BEN], at(0))
    await other.close()
    await far.ingest([(SOUP.id, [said("1", 1, BEN), said("2", 2)])])
    assert await stored(far, SOUP.id) == [said("2", 2)]


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


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800b"])
@pytest.mark.parametrize("many", [False, True])
async def test_what_the_database_cannot_hold_fails_alone(far: SqlStore, bad: str, many: bool) -> None:
    """No platform sends such an id; whoever does keeps nobody else's facts out, copied or inserted."""
    ids = [str(number) for number in range(3 * MANY if many else 3)]
    async with GroupCommitWriter(far) as writer:
        writes = [writer.write(SOUP.id, [said(id_, 1)]) for id_ in (*ids, bad)]
        *sound, refused = await asyncio.gather(*writes, return_exceptions=True)
    assert sound == [None] * len(ids)
    assert isinstance(refused, Exception)
    assert len(await stored(far, SOUP.id)) == len(ids)
