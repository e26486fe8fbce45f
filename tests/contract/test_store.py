"""Communities, spaces and transactions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import UserFacingError
from bot.domain.facts import Account
from bot.domain.refs import CommunityId
from bot.ports import Store
from tests.fakes.soup import ADA, ELSEWHERE, GUILD, HELP, SOUP, SPACE, STEW, at, said


async def test_communities_come_by_id(empty_store: Store) -> None:
    assert await empty_store.communities() == []
    await empty_store.create(STEW, [GUILD])
    await empty_store.create(SOUP, [SPACE])
    assert await empty_store.communities() == [SOUP, STEW]
    assert await empty_store.community_of(GUILD) == STEW.id
    assert await empty_store.community_of(ELSEWHERE) is None


async def test_an_id_is_given_once(store: Store) -> None:
    with pytest.raises(UserFacingError, match="already"):
        await store.create(replace(SOUP, name="Other"))
    assert await store.communities() == [SOUP]


async def test_a_space_belongs_to_one_community(store: Store) -> None:
    with pytest.raises(UserFacingError, match="soup"):
        await store.create(STEW, [GUILD, SPACE])
    assert (await store.communities(), await store.community_of(GUILD)) == ([SOUP], None)
    await store.create(STEW)
    with pytest.raises(UserFacingError, match="soup"):
        await store.attach(STEW.id, SPACE)
    await store.attach(STEW.id, GUILD)
    await store.attach(STEW.id, GUILD)
    assert await store.community_of(GUILD) == STEW.id


async def test_a_space_that_facts_merely_name_can_still_be_attached(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([Account(replace(ADA, space=GUILD), "Ada")])
    assert await store.community_of(GUILD) is None
    await store.create(STEW, [GUILD])
    assert await store.community_of(GUILD) == STEW.id


async def test_what_does_not_exist_is_said_so(store: Store) -> None:
    nobody = CommunityId("nobody")
    with pytest.raises(UserFacingError, match="nobody"):
        async with store.reading(nobody):
            pass
    with pytest.raises(UserFacingError, match="nobody"):
        async with store.writing(nobody):
            pass
    with pytest.raises(UserFacingError, match="nobody"):
        await store.attach(nobody, GUILD)


async def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    async def fail() -> None:
        async with store.writing(SOUP.id) as unit:
            await unit.facts.ingest([said("1", 1), Account(ADA, "Ada")])
            await unit.settings.put("slots", "5")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.reading(SOUP.id) as unit:
        assert await unit.facts.span() is None
        assert await unit.settings.all() == {}


async def test_a_reader_sees_one_moment(store: Store) -> None:
    async with store.reading(SOUP.id) as before:
        assert await before.facts.span() is None
        async with store.writing(SOUP.id) as unit:
            await unit.facts.ingest([said("1", 1)])
        assert await before.facts.span() is None
    async with store.reading(SOUP.id) as unit:
        assert await unit.facts.span() == (at(1), at(1))


async def test_equal_ids_in_two_communities_never_meet(store: Store) -> None:
    await store.create(STEW)
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1), Account(ADA, "Ada", bot=True)])
    async with store.writing(STEW.id) as unit:
        await unit.facts.ingest([said("1", 5)])
        assert await unit.people.bots() == frozenset()
        assert await unit.facts.nth_after(HELP, at(0), 0) == at(5)
        assert await unit.facts.nth_after(HELP, at(0), 1) is None
