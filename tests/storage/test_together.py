"""Facts of many communities in one transaction leave each as if it had been alone."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event

from bot.domain.community import Community
from bot.domain.errors import UserFacingError
from bot.domain.facts import Account, Fact
from bot.domain.refs import ChannelRef, CommunityId
from bot.domain.times import Micros
from bot.ports import Store
from storage.opening import open_store
from storage.store import SqlStore
from tests.fakes.soup import ADA, BEN, SOUP, STEW, at, said, thanks
from tests.fakes.streams import stream

MANY = [replace(SOUP, id=CommunityId(f"soup{number}")) for number in range(4)]


async def left(store: Store, community: CommunityId) -> tuple[str, list[tuple[ChannelRef, Micros, Micros]]]:
    """The state and what is to be derived again."""
    async with store.reading(community) as unit:
        dirty = [(one.channel, one.start, one.end) for one in await unit.facts.dirty()]
        return await unit.facts.state_hash(), dirty


@pytest.mark.parametrize("seed", range(2))
async def test_many_communities_end_as_each_alone(ready: str, seed: int) -> None:
    """They use the same ids, and say contradictory things in one batch."""
    store, dice = await open_store(ready), random.Random(seed)  # noqa: S311 - tests, not secrets
    for one in MANY:
        await store.create(one)
        await store.create(replace(one, id=CommunityId(f"{one.id}-alone")))
    rest = {one.id: stream(10 * seed + number) for number, one in enumerate(MANY)}
    while any(rest.values()):
        size = dice.randrange(1, 30)
        batch = [(id_, facts[:size]) for id_, facts in rest.items()]
        await store.ingest(batch)
        for id_, facts in batch:
            await store.ingest([(CommunityId(f"{id_}-alone"), facts)])
        rest = {id_: facts[size:] for id_, facts in rest.items()}
    for one in MANY:
        assert await left(store, one.id) == await left(store, CommunityId(f"{one.id}-alone"))
    await store.close()


async def test_whoever_was_forgotten_in_one_community_stays_out_of_it_alone(ready: str) -> None:
    store = await open_store(ready)
    here, there = MANY[:2]
    facts: list[Fact] = [Account(ADA, "Ada"), Account(BEN, "Ben"), said("1", 1), thanks("1")]
    for one in (here, there):
        await store.create(one)
    await store.ingest([(here.id, facts), (there.id, facts)])
    async with store.writing(here.id) as unit:
        await unit.privacy.forget([ADA], at(8))
    again = [*facts, said("2", 9), thanks("2", ADA)]
    await store.ingest([(here.id, again), (there.id, again)])
    async with store.reading(here.id) as unit:
        assert await unit.privacy.held([ADA]) == {}
    async with store.reading(there.id) as unit:
        assert len((await unit.privacy.held([ADA]))["message"]) == 2
    await store.close()


async def test_an_unknown_community_is_named_and_nothing_is_stored(ready: str) -> None:
    store = await open_store(ready)
    known, unknown = MANY[0], Community(STEW.id, "Stew", b"t")
    await store.create(known)
    with pytest.raises(UserFacingError, match="There is no community"):
        await store.ingest([(known.id, [said("1", 1)]), (unknown.id, [said("1", 1)])])
    async with store.reading(known.id) as unit:
        assert await unit.facts.activity() == []
    await store.close()


async def test_many_communities_take_as_many_statements_as_a_few(sqlite_store: SqlStore) -> None:
    asked: list[int] = []

    def count(*_: object) -> None:
        asked.append(1)

    event.listen(Engine, "before_cursor_execute", count)
    took = []
    for number in (2, 20):
        some = [replace(SOUP, id=CommunityId(f"some{number}-{n}")) for n in range(number)]
        for one in some:
            await sqlite_store.create(one)
        for hours in (1, 2):
            told: list[Fact] = [Account(ADA, "Ada", version=hours), said(f"{hours}", hours, thread="1")]
            told += [thanks("1", version=hours), thanks(f"{hours}")]
            asked.clear()
            await sqlite_store.ingest([(one.id, told) for one in some])
        took.append(len(asked))
    event.remove(Engine, "before_cursor_execute", count)
    assert took[0] == took[1] < 25
