"""Names in the database where there is a key: sealed, and everything else as without one."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.domain.errors import UserFacingError
from bot.domain.facts import Account
from bot.domain.refs import MemberRef
from bot.ports import Store
from bot.vault import KeyVault, new_key
from bot.vault_ports import PREFIX, Vault
from storage.backup import backup, restore
from storage.engine import reading, writing
from storage.names import PLAIN, Names
from storage.opening import open_store, up_to_date
from storage.sealed import forget_unknown, reseal
from storage.store import SqlStore
from storage.tables import NAME, UPKEEP
from tests.contract import test_people, test_privacy, test_state_hash
from tests.fakes.soup import ADA, BEN, CYD, GUEST, SOUP, SPACE, said, thanks
from tests.storage import test_forgetting

OLD, NEW = new_key(), new_key()
CALLED = ("Ada Canary Ångström", "@ben-canary", "canary 🐤")
PEOPLE = [
    Account(who, name, email_domain="soup.example") for who, name in zip((ADA, BEN, CYD), CALLED, strict=True)
]
Holds = Callable[[Store], Awaitable[None]]


async def opened(address: str, *keys: str) -> SqlStore:
    return await open_store(address, KeyVault(*keys) if keys else None)


async def filled(address: str, *keys: str) -> SqlStore:
    store = await opened(address, *keys)
    await store.create(SOUP, [SPACE])
    await store.ingest([(SOUP.id, [*PEOPLE, said("1", 1, ADA), thanks("1", BEN)])])
    return store


async def stored(store: SqlStore) -> list[str]:
    async with reading(store.engine) as connection:
        return list((await connection.execute(select(NAME.c.name).order_by(NAME.c.id))).scalars())


async def told(store: SqlStore) -> tuple[object, ...]:
    """What others hear of names, and the state hash."""
    async with store.reading(SOUP.id) as unit:
        found = [await unit.people.find(name.upper()) for name in CALLED]
        staff = await unit.people.staff_by_domain("soup.example")
        held = await unit.privacy.held([ADA])
        known = await unit.people.accounts([ADA, BEN, CYD, GUEST])
        return found, staff, held["name"], known, await unit.facts.state_hash()


def files(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def left(folder: Path) -> list[str]:
    """Files in which any part of a name still stands."""
    read = {name: (folder / name).read_bytes() for name in files(folder)}
    return [name for name, text in read.items() if any(word in text for word in (b"anary", b"ngstr"))]


@pytest.fixture
def address(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite file with the schema in it."""
    shutil.copy(sqlite_template, tmp_path / "foster.db")
    return f"sqlite:///{tmp_path / 'foster.db'}"


@pytest.fixture
async def sealing(address: str) -> AsyncIterator[SqlStore]:
    store = await opened(address, NEW, OLD)
    await store.create(SOUP, [SPACE])
    yield store
    await store.close()


CONTRACT: tuple[Holds, ...] = (
    test_people.test_accounts_come_back_as_they_are_and_strangers_are_left_out,
    test_people.test_the_newer_account_wins,
    test_people.test_people_are_found_by_id_and_by_name_in_any_case,
    test_people.test_bots_and_staff_domains_are_known,
    test_people.test_people_are_counted_by_the_domain_of_their_address,
    test_privacy.test_a_random_account_takes_the_place_and_nobody_else_loses_anything,
    test_privacy.test_what_people_typed_loses_the_name_and_wishes_go,
    test_privacy.test_forgotten_means_that_nothing_comes_back,
    test_state_hash.test_the_hash_sees_every_kind_of_change,
    test_state_hash.test_the_hash_leaves_out_what_expires_or_is_erased,
)


@pytest.mark.parametrize("holds", CONTRACT, ids=lambda holds: holds.__name__.removeprefix("test_"))
async def test_the_contract_holds_where_names_are_sealed(sealing: SqlStore, holds: Holds) -> None:
    await holds(sealing)
    assert all(name.startswith(PREFIX) for name in await stored(sealing) if name)


async def test_no_name_stands_in_any_file_and_all_is_told_as_without_a_key(
    address: str, tmp_path: Path
) -> None:
    heard = []
    for folder, keys in (("plain", ()), ("sealed", (NEW,))):
        (tmp_path / folder).mkdir()
        shutil.copy(tmp_path / "foster.db", tmp_path / folder)
        store = await filled(address.replace("foster.db", f"{folder}/foster.db"), *keys)
        async with store.writing(SOUP.id) as unit:
            await unit.facts.ingest([*PEOPLE, Account(CYD, CALLED[2], version=4)])
        heard.append(await told(store))
        assert bool(left(tmp_path / folder)) is not bool(keys)
        await store.close()
        assert bool(left(tmp_path / folder)) is not bool(keys)
    assert heard[0] == heard[1]


async def test_equal_names_do_not_look_alike(sealing: SqlStore) -> None:
    await sealing.ingest([(SOUP.id, [Account(ADA, "same"), Account(BEN, "same"), Account(CYD, "")])])
    one, other, none = await stored(sealing)
    assert one != other
    assert none == ""


async def test_a_key_that_came_later_seals_what_was_plain(fresh: str) -> None:
    store = await filled(fresh)
    before = await told(store)
    await store.close()
    store = await opened(fresh, OLD)
    await store.ingest([(SOUP.id, [Account(GUEST, "later")])])
    assert (await told(store))[:3] == before[:3]
    assert sorted(name.startswith(PREFIX) for name in await stored(store)) == [False, False, False, True]
    assert await reseal(store.engine, KeyVault(OLD)) == 3
    assert await reseal(store.engine, KeyVault(OLD)) == 0
    async with reading(store.engine) as connection:
        assert list((await connection.execute(select(UPKEEP.c.unclean))).scalars()) == [True]
    await store.close()
    store = await opened(fresh, NEW, OLD)
    assert await reseal(store.engine, KeyVault(NEW, OLD)) == 4
    await store.close()
    store = await opened(fresh, NEW)
    assert (await told(store))[:3] == before[:3]
    await store.close()


async def test_sealing_later_leaves_nothing_plain_in_the_files(address: str, tmp_path: Path) -> None:
    store = await filled(address)
    assert left(tmp_path)
    await reseal(store.engine, KeyVault(NEW))
    await store.clean()
    assert left(tmp_path) == []
    await store.close()


class Dying(KeyVault):
    """Dies in the second transaction."""

    left = 5_050

    def seal_name(self, name: str) -> str:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return super().seal_name(name)


async def test_sealing_that_was_interrupted_goes_on(sealing: SqlStore) -> None:
    many = {ref: Account(ref, ref.id) for ref in (MemberRef(SPACE, f"N{n}") for n in range(5_100))}
    await sealing.ingest([(SOUP.id, [*many.values()])])
    with pytest.raises(KeyboardInterrupt):
        await reseal(sealing.engine, Dying(OLD, NEW))
    async with sealing.reading(SOUP.id) as unit:
        assert await unit.people.accounts(many) == many
    assert await reseal(sealing.engine, KeyVault(OLD, NEW)) == 100


@pytest.mark.parametrize("keys", [(), (NEW,)], ids=["none", "wrong"])
async def test_a_missing_or_wrong_key_opens_nothing_and_puts_no_copy_back(
    address: str, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    copy = tmp_path / "copy.db"
    await (await filled(address, OLD)).close()
    with pytest.raises(UserFacingError, match=r"FOSTER_SECRET_KEY.*foster keys forget") as caught:
        await opened(address, *keys)
    assert OLD not in str(caught.value)
    await backup(address, copy)
    assert left(tmp_path) == []
    before = (tmp_path / "foster.db").read_bytes()
    with pytest.raises(UserFacingError, match="FOSTER_SECRET_KEY"):
        await restore(address, copy, KeyVault(*keys) if keys else None)
    assert (tmp_path / "foster.db").read_bytes() == before
    assert "copy.db" in files(tmp_path)
    assert not any("partial" in name for name in files(tmp_path))
    await restore(address, copy, KeyVault(OLD))
    await (await opened(address, OLD)).close()


async def test_a_lost_key_costs_names_and_nobody(fresh: str) -> None:
    store = await filled(fresh, OLD)
    before = await told(store)
    await store.close()
    made = await up_to_date(fresh)
    assert await forget_unknown(made, KeyVault(NEW)) == 3
    assert await forget_unknown(made, KeyVault(NEW)) == 0
    await made.dispose()
    store = await opened(fresh)
    assert await stored(store) == ["", "", ""]
    assert (await told(store))[-1] == before[-1]
    await store.ingest([(SOUP.id, PEOPLE)])
    assert await told(store) == before
    await store.close()


@pytest.mark.parametrize("key", [(), (NEW,)], ids=["plain", "sealed"])
async def test_whoever_is_called_like_something_sealed_harms_nobody(
    address: str, key: tuple[str, ...]
) -> None:
    names = ["sealed:", "sealed:12345678:x", "sealed::sealed:12345678:x", "SEALED:12345678:x"]
    people = [Account(MemberRef(SPACE, f"N{n}"), name) for n, name in enumerate(names)]
    store = await filled(address)
    await store.ingest([(SOUP.id, people)])
    await store.close()
    store = await opened(address, *key)
    if key:
        assert await reseal(store.engine, KeyVault(*key)) == len(PEOPLE) + len(people)
    async with store.reading(SOUP.id) as unit:
        assert [await unit.people.find(name) for name in names[1:3]] == [[people[1], people[3]], [people[2]]]
        assert await unit.people.accounts(one.ref for one in people) == {one.ref: one for one in people}
    await store.close()


async def test_forgetting_somebody_finds_their_name_in_texts(address: str, tmp_path: Path) -> None:
    await (await test_forgetting.filled(address)).close()
    store = await opened(address, NEW)
    await reseal(store.engine, KeyVault(NEW))
    await test_forgetting.forget(store)
    assert test_forgetting.left(tmp_path) == []
    await store.close()


async def test_a_name_that_was_changed_is_refused_and_not_told(sealing: SqlStore) -> None:
    await sealing.ingest([(SOUP.id, PEOPLE)])
    async with writing(sealing.engine) as connection:
        await connection.execute(update(NAME).values(name=f"{PREFIX}{KeyVault(NEW).newest}:AAAA"))
    async with sealing.reading(SOUP.id) as unit:
        with pytest.raises(UserFacingError, match="cannot be opened"):
            await unit.people.accounts([ADA])


def test_without_a_key_nothing_sealed_is_opened() -> None:
    vault: Vault = KeyVault(NEW)
    with pytest.raises(UserFacingError, match="FOSTER_SECRET_KEY"):
        PLAIN.open(Names(vault).seal("canary"))
    assert PLAIN.open("sealed:odd") == "sealed:odd"
