from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import insert, text

from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId, Platform, SpaceRef
from bot.domain.times import HOUR, Micros
from bot.install_ports import Installation, Installations
from bot.vault import KeyVault, new_key
from storage.engine import reading, writing
from storage.installations import MOST_STATES, SqlInstallations
from storage.opening import open_store
from storage.store import SqlStore
from storage.tables import INSTALL_STATE
from tests.fakes.memory_installs import MemoryInstallations
from tests.fakes.soup import GUILD, SOUP, SPACE, STEW

NOW = Micros(1_000 * HOUR)
OTHER = SpaceRef(Platform.SLACK, "T2")
TOKEN = Installation(SPACE, "xoxb-canary", "xoxe-canary", Micros(NOW + HOUR))


@pytest.fixture
async def store(ready: str) -> AsyncIterator[SqlStore]:
    opened = await open_store(ready)
    await opened.create(SOUP, [SPACE, GUILD])
    await opened.create(STEW, [OTHER])
    yield opened
    await opened.close()


@pytest.fixture(params=["database", "memory"])
def kept(request: pytest.FixtureRequest, store: SqlStore) -> Installations:
    if request.param == "memory":
        return MemoryInstallations()
    return SqlInstallations(store.engine, KeyVault(new_key()))


async def test_what_is_kept_comes_back_until_it_is_removed(kept: Installations) -> None:
    await kept.save(SOUP.id, TOKEN)
    await kept.save(STEW.id, Installation(OTHER, "xoxb-2"))
    assert await kept.get(SPACE) == TOKEN
    assert await kept.all(Platform.SLACK) == [TOKEN, Installation(OTHER, "xoxb-2")]
    assert await kept.all(Platform.DISCORD) == []
    newer = replace(TOKEN, token="xoxb-3", refresh="")  # noqa: S106 - no secret
    await kept.save(SOUP.id, newer)
    assert await kept.get(SPACE) == newer
    await kept.remove(SPACE)
    await kept.remove(SPACE)
    assert await kept.get(SPACE) is None
    assert [one.space for one in await kept.all(Platform.SLACK)] == [OTHER]


async def test_one_of_two_may_refresh(kept: Installations) -> None:
    await kept.save(SOUP.id, TOKEN)
    until = Micros(NOW + 2 * HOUR)
    assert sorted(await asyncio.gather(*(kept.claim(TOKEN, until) for _ in range(3)))) == [False, False, True]
    assert await kept.get(SPACE) == replace(TOKEN, expires=until)
    assert not await kept.claim(replace(TOKEN, space=OTHER), until)


async def test_a_state_is_good_once_and_not_for_ever(kept: Installations) -> None:
    await kept.issue("a", NOW, Micros(NOW + HOUR))
    await kept.issue("b", NOW, Micros(NOW + HOUR))
    assert sorted(await asyncio.gather(*(kept.redeem("a", NOW) for _ in range(3)))) == [False, False, True]
    assert not await kept.redeem("b", Micros(NOW + HOUR))
    assert not await kept.redeem("never", NOW)


async def test_nothing_stands_in_the_database_as_it_is(store: SqlStore) -> None:
    kept = SqlInstallations(store.engine, KeyVault(new_key()))
    await kept.save(SOUP.id, TOKEN)
    await kept.issue("canary-state", NOW, Micros(NOW + 1))
    async with reading(store.engine) as connection:
        for name in ("installation", "install_state"):
            rows = (await connection.execute(text(f"SELECT * FROM {name}"))).all()  # noqa: S608 - our own
            assert rows
            assert "canary" not in str(rows)
    assert "canary" not in repr(TOKEN)
    with pytest.raises(UserFacingError, match="FOSTER_SECRET_KEY"):
        await SqlInstallations(store.engine, KeyVault(new_key())).get(SPACE)


async def test_a_token_needs_its_community(store: SqlStore) -> None:
    kept = SqlInstallations(store.engine, KeyVault(new_key()))
    for community, space in ((CommunityId("none"), SPACE), (SOUP.id, OTHER)):
        with pytest.raises(UserFacingError):
            await kept.save(community, replace(TOKEN, space=space))


async def test_states_cannot_fill_the_database(store: SqlStore) -> None:
    kept = SqlInstallations(store.engine, KeyVault(new_key()))
    async with writing(store.engine) as connection:
        rows = [{"id": str(n), "expires": NOW + 1} for n in range(MOST_STATES)]
        await connection.execute(insert(INSTALL_STATE), rows)
    with pytest.raises(UserFacingError, match="ten minutes"):
        await kept.issue("one more", NOW, Micros(NOW + 2))
    await kept.issue("later", Micros(NOW + 1), Micros(NOW + 2))
