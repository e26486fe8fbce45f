from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import insert, select, update

from bot.domain.errors import UserFacingError
from bot.vault import KeyVault, new_key
from storage.engine import reading, writing
from storage.opening import open_store
from storage.sealed import SEALED, check_keys, forget_unknown, keys_needed, reseal
from storage.store import SqlStore
from storage.tables import INSTALLATION, METADATA
from tests.fakes.soup import SOUP, SPACE

OLD, NEW = new_key(), new_key()
MANY = 1_203


@pytest.fixture
async def store(ready: str) -> AsyncIterator[SqlStore]:
    opened = await open_store(ready)
    await opened.create(SOUP, [SPACE])
    yield opened
    await opened.close()


async def keep(store: SqlStore, tokens: list[str]) -> None:
    rows = [
        {"community": 1, "space": number, "token": token, "refresh": "", "expires": 0}
        for number, token in enumerate(tokens, 1)
    ]
    async with writing(store.engine) as connection:
        await connection.execute(insert(INSTALLATION), rows)


async def tokens(store: SqlStore) -> list[str]:
    async with reading(store.engine) as connection:
        query = select(INSTALLATION.c.token).order_by(INSTALLATION.c.space)
        return list((await connection.execute(query)).scalars())


async def test_an_empty_database_needs_no_key(store: SqlStore) -> None:
    await check_keys(store.engine, None)
    assert await keys_needed(store.engine) == frozenset()
    assert await reseal(store.engine, KeyVault(NEW)) == 0


async def test_a_missing_or_wrong_key_is_refused_with_what_mends_it(store: SqlStore) -> None:
    await keep(store, [KeyVault(OLD).seal("xoxb-canary")])
    for wrong in (None, KeyVault(NEW)):
        with pytest.raises(UserFacingError, match=r"FOSTER_SECRET_KEY.*foster keys forget") as caught:
            await check_keys(store.engine, wrong)
        assert OLD not in str(caught.value)
        assert NEW not in str(caught.value)
        assert "canary" not in str(caught.value)
    with pytest.raises(UserFacingError, match=KeyVault(OLD).newest):
        await reseal(store.engine, KeyVault(NEW))
    await check_keys(store.engine, KeyVault(NEW, OLD))


async def test_rotating_seals_everything_anew_and_only_once(store: SqlStore) -> None:
    old, both = KeyVault(OLD), KeyVault(NEW, OLD)
    await keep(store, [old.seal(f"token {n}") for n in range(MANY)])
    assert await reseal(store.engine, both) == MANY
    await check_keys(store.engine, KeyVault(NEW))
    assert [KeyVault(NEW).unseal(each) for each in await tokens(store)] == [f"token {n}" for n in range(MANY)]
    assert await reseal(store.engine, both) == 0


class Dying(KeyVault):
    """Dies in the middle of rotating."""

    left = 700

    def seal(self, secret: str | bytes) -> str:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return super().seal(secret)


async def test_a_rotation_that_was_interrupted_goes_on(store: SqlStore) -> None:
    old, both = KeyVault(OLD), KeyVault(NEW, OLD)
    await keep(store, [old.seal(f"token {n}") for n in range(MANY)])
    with pytest.raises(KeyboardInterrupt):
        await reseal(store.engine, Dying(NEW, OLD))
    assert [both.unseal(each) for each in await tokens(store)] == [f"token {n}" for n in range(MANY)]
    assert 0 < await reseal(store.engine, both) < MANY
    assert [KeyVault(NEW).unseal(each) for each in await tokens(store)] == [f"token {n}" for n in range(MANY)]


async def test_what_no_key_opens_can_be_forgotten(store: SqlStore) -> None:
    await keep(store, [KeyVault(OLD).seal("lost"), KeyVault(NEW).seal("kept")])
    assert await forget_unknown(store.engine, KeyVault(NEW)) == 1
    await check_keys(store.engine, KeyVault(NEW))
    assert [KeyVault(NEW).unseal(each) for each in await tokens(store)] == ["kept"]
    assert await forget_unknown(store.engine, None) == 1
    await check_keys(store.engine, None)


async def test_a_changed_text_under_a_known_key_stops_rotating_and_changes_nothing(store: SqlStore) -> None:
    await keep(store, [KeyVault(OLD).seal("good")])
    async with writing(store.engine) as connection:
        await connection.execute(update(INSTALLATION).values(refresh=f"sealed:{KeyVault(OLD).newest}:bad"))
    with pytest.raises(UserFacingError, match="cannot be opened"):
        await reseal(store.engine, KeyVault(NEW, OLD))


def test_every_sealed_column_is_one_of_the_schema() -> None:
    assert {one.table.name for one in SEALED} <= set(METADATA.tables)
    assert all(one.column in one.table.c for one in SEALED)
