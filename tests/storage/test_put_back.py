"""A server's database that was put back from a copy, by the server's own tools."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.domain.errors import UserFacingError
from bot.domain.forgetting import tombstone
from bot.domain.refs import CommunityId, MemberRef
from bot.domain.times import Micros
from storage import journal, origins
from storage.engine import engine
from storage.opening import open_store, restored
from storage.reapplying import catch_up
from storage.store import SqlStore
from storage.writer import GroupCommitWriter
from tests.fakes.databases import BIN, Postgres, run_as_server
from tests.fakes.soup import ADA, BEN, SOUP, SPACE, at, said
from tests.storage.test_forgetting import ALL, LIN, files_of, filled, left


async def forget(store: SqlStore, member: MemberRef, when: Micros) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.privacy.forget([member], when)
    await store.clean([member])


async def known(store: SqlStore, member: MemberRef = LIN) -> tuple[bool, bool]:
    """Whether somebody is forgotten, and whether anything is held about them."""
    async with store.reading(SOUP.id) as unit:
        return await unit.privacy.is_forgotten(member), bool(await unit.privacy.held([member]))


async def test_a_dump_put_back_is_noticed_and_forgets_again(
    postgres: Postgres, postgres_address: str, tmp_path: Path
) -> None:
    name, dump = str(make_url(postgres_address).database), postgres.folder / "dump"
    here = ("-h", postgres.folder, "-U", "postgres")
    own, elsewhere = tmp_path / "new folder" / "own.erasures", tmp_path / "elsewhere.erasures"
    await (await filled(postgres_address)).close()
    store = await open_store(postgres_address, journal=own)
    run_as_server(BIN / "pg_dump", *here, "-Fc", "-f", dump, name)
    await forget(store, LIN, at(9))
    await store.close()

    async def put_back() -> None:
        run_as_server(BIN / "pg_restore", *here, "--clean", "-d", name, dump)

    await put_back()
    for missing in (None, elsewhere):
        with pytest.raises(UserFacingError, match="foster db restored"):
            await open_store(postgres_address, journal=missing)
    store = await open_store(postgres_address, journal=own)
    assert await known(store) == (True, False)
    await store.close()
    assert left(await files_of(postgres_address)) == []
    await (await open_store(postgres_address)).close()  # it counts as the true one again

    store = await open_store(postgres_address, journal=own)
    await put_back()  # under a running program
    assert await known(store) == (False, True)
    await store.clean()
    assert await known(store) == (True, False)
    await store.close()

    await put_back()
    assert await restored(postgres_address, None, elsewhere, [own]) == [LIN]
    store = await open_store(postgres_address, journal=elsewhere)
    assert await known(store) == (True, False)
    await store.close()
    assert journal.read(elsewhere) == journal.read(own)


async def test_what_one_process_forgets_no_other_brings_back(ready: str) -> None:
    one, other = await open_store(ready), await open_store(ready)
    await one.create(SOUP, [SPACE])
    await other.ingest([(SOUP.id, ALL)])  # the other one has met them, and remembers that they may come in
    async with other.reading(SOUP.id) as unit:
        begun = await unit.credits.version()
    await forget(one, LIN, at(9))
    async with GroupCommitWriter(other) as writer:
        await writer.write(SOUP.id, [*ALL, said("late", 20, LIN)])
    assert await known(other) == await known(one) == (True, False)
    async with other.reading(SOUP.id) as unit:
        assert await unit.credits.version() != begun  # whoever derived from what was there begins anew
    async with other.writing(SOUP.id) as unit:
        await unit.privacy.let_back(LIN)
    await one.ingest([(SOUP.id, [said("later", 21, LIN)])])
    assert await known(one) == (False, True)
    await one.close()
    await other.close()


async def test_journals_of_several_processes_agree_on_who_came_back(ready: str, tmp_path: Path) -> None:
    if ready.startswith("sqlite"):
        assert not await origins.is_copy(engine(ready))
    first, second = tmp_path / "1.erasures", tmp_path / "2.erasures"
    one = await open_store(ready, journal=first)
    await one.create(SOUP, [SPACE])
    for number, member in enumerate((LIN, ADA)):
        await forget(one, member, at(number))
    await one.close()
    other = await open_store(ready, journal=second)
    async with other.writing(SOUP.id) as unit:
        assert await unit.privacy.let_back(LIN)
    await other.ingest([(SOUP.id, ALL)])
    await other.close()
    one = await open_store(ready, journal=first)
    assert await known(one) == (False, True)
    assert await known(one, ADA) == (True, False)
    path = journal.beside(one.engine)
    assert path is not None
    assert len(journal.read(path)) == 1
    further = tmp_path / "further.erasures"
    salt, older, newer = SOUP.salt, at(0), at(5)
    lines = [
        journal.Line(SOUP.id, hashed.hex(), when, of=of)
        for hashed, when, of in (
            (tombstone(salt, LIN), older, ""),
            (tombstone(salt, BEN), newer, journal.of(b"another")),
        )
    ]
    await journal.append(further, [*lines, journal.Line(CommunityId("gone"), "00", 1)])
    assert await catch_up(one, [further]) == []
    await journal.append(further, [journal.Line(SOUP.id, lines[0].hash, newer, of=journal.of(salt))])
    assert await catch_up(one, [further]) == [LIN]
    assert not (await known(one, BEN))[0]
    await one.close()
