from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import OperationalError

from bot.domain.errors import UserFacingError
from bot.domain.facts import Fact
from bot.domain.refs import CommunityId
from storage.store import SqlStore
from storage.writer import GroupCommitWriter, ImportWriter, Item
from tests.fakes.soup import ADA, SOUP, STEW, at, said


class Slow:
    """A store that keeps what it is given and refuses facts of some authors."""

    def __init__(self, *, broken: bool = False) -> None:
        self.batches: list[int] = []
        self.ids: list[str] = []
        self.broken = broken

    async def ingest(self, batch: Sequence[Item]) -> None:
        await asyncio.sleep(0)
        if self.broken:
            raise OperationalError("", {}, Exception("disk"))
        facts = [fact for _, some in batch for fact in some]
        ids = [getattr(fact, "ref").id for fact in facts]  # noqa: B009 - facts of any kind
        self.batches.append(len(facts))
        if "bad" in ids:
            raise ValueError("bad")
        self.ids += ids


def facts(*ids: str) -> list[Fact]:
    return [said(id_, 1, ADA) for id_ in ids]


async def test_what_waits_together_is_committed_together() -> None:
    store = Slow()
    async with GroupCommitWriter(store, batch=10) as writer:
        await asyncio.gather(*(writer.write(SOUP.id, facts(str(n))) for n in range(25)))
        await writer.write(SOUP.id, [])
    assert store.batches == [10, 10, 5]
    assert store.ids == [str(n) for n in range(25)]


async def test_one_bad_write_fails_alone() -> None:
    store = Slow()
    async with GroupCommitWriter(store) as writer:
        writes = [writer.write(SOUP.id, facts(id_)) for id_ in ("1", "2", "bad", "3", "4")]
        results = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(result) for result in results] == [type(None), type(None), ValueError, *[type(None)] * 2]
    assert store.ids == ["1", "2", "3", "4"]


async def test_a_broken_database_fails_everybody_at_once() -> None:
    async with GroupCommitWriter(Slow(broken=True)) as writer:
        writes = [writer.write(SOUP.id, facts(str(n))) for n in range(9)]
        results = await asyncio.gather(*writes, return_exceptions=True)
    assert {type(result) for result in results} == {OperationalError}


async def test_closing_writes_what_waits_and_takes_no_more() -> None:
    store = Slow()
    writer = await GroupCommitWriter(store, batch=2).__aenter__()
    tasks = [asyncio.create_task(writer.write(SOUP.id, facts(str(n)))) for n in range(20)]
    await asyncio.sleep(0)
    await writer.close()
    await writer.close()
    await asyncio.gather(*tasks)
    assert sorted(store.ids, key=int) == [str(n) for n in range(20)]
    assert max(store.batches) == 2
    with pytest.raises(RuntimeError):
        await writer.write(SOUP.id, facts("late"))


async def test_a_producer_that_gives_up_disturbs_nobody() -> None:
    store = Slow()
    async with GroupCommitWriter(store) as writer:
        task = asyncio.create_task(writer.write(SOUP.id, facts("1")))
        await asyncio.sleep(0)
        task.cancel()
        await writer.write(SOUP.id, facts("2"))
    assert store.ids == ["1", "2"]


async def test_facts_of_communities_go_together_and_a_stranger_fails_alone(sqlite_store: SqlStore) -> None:
    await sqlite_store.create(STEW)
    async with GroupCommitWriter(sqlite_store) as writer:
        results = await asyncio.gather(
            writer.write(SOUP.id, facts("1")),
            writer.write(CommunityId("nobody"), facts("2")),
            writer.write(STEW.id, facts("3")),
            return_exceptions=True,
        )
    assert [type(result) for result in results] == [type(None), UserFacingError, type(None)]
    for community in (SOUP.id, STEW.id):
        async with sqlite_store.reading(community) as unit:
            assert await unit.facts.span() == (at(1), at(1))


async def test_imports_go_in_big_bites() -> None:
    store = Slow()
    await ImportWriter(store, batch=4).write(SOUP.id, facts(*(str(n) for n in range(9))))
    assert store.batches == [4, 4, 1]
