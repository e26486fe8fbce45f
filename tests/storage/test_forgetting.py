from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.facts import Account, Fact
from bot.domain.recognition.ledger import Ledger
from bot.domain.recognition.replay import Checkpoint, KeptReplay
from bot.domain.refs import MemberRef, MessageRef, PersonId
from bot.domain.times import Micros, moment
from storage import journal
from storage.backup import backup, restore
from storage.engine import engine, writing
from storage.exporting import columns_held
from storage.naming import names, naming
from storage.opening import open_store
from storage.personal import PERSONAL, Export, Holds
from storage.store import SqlStore
from tests.fakes.soup import ADA, BEN, GUILD, HELP, SOUP, SPACE, STEW, at, said, thanks

LIN = MemberRef(SPACE, "U7CANARY7X")
NAME = "Lin Canarynaïve"
ALL: list[Fact] = [Account(LIN, NAME, email_domain="canary.example"), said("1", 1, LIN), thanks("1", LIN)]


async def filled(address: str) -> SqlStore:
    store = await open_store(address)
    await store.create(SOUP, [SPACE])
    await store.ingest([(SOUP.id, [*ALL, *(said(f"m{n}", n / 100, LIN) for n in range(120))])])
    async with store.writing(SOUP.id) as unit:
        record = Evidence(EvidenceKind.TALK, moment(at(1)).date(), at(2), None, LIN, f"{NAME} on soup")
        await unit.evidence.add(record)
    return store


async def forget(store: SqlStore, members: Sequence[MemberRef] = (LIN,)) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.privacy.forget(members, at(9))
    await store.clean(members)


def left(folder: Path) -> list[str]:
    """Files in which the id or the name still stands."""
    needles = [LIN.id.encode(), NAME.encode(), NAME.split()[1].encode()]
    files = [file for file in folder.iterdir() if file.is_file()]
    return [file.name for file in files if any(needle in file.read_bytes() for needle in needles)]


async def test_not_a_byte_is_left_in_any_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        store = await filled(f"sqlite:///{tmp_path / 'foster.db'}")
        assert left(tmp_path)
        await forget(store)
        assert left(tmp_path) == []
        await store.ingest([(SOUP.id, [*ALL, said("2", 20, LIN)])])
        await store.ingest([(SOUP.id, [said("3", 21)])])
        assert left(tmp_path) == []
    assert LIN.id not in caplog.text
    await store.close()


async def test_unused_parts_of_pages_are_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "foster.db"
    store = await filled(f"sqlite:///{file}")
    async with writing(store.engine) as connection:  # an older Foster, or another program, was less careful
        await connection.execute(text("PRAGMA secure_delete=OFF"))
        await connection.execute(text("CREATE TABLE scratch (x TEXT)"))
        await connection.execute(text("INSERT INTO scratch VALUES (:x)"), {"x": LIN.id * 300})
    async with writing(store.engine) as connection:
        await connection.execute(text("PRAGMA secure_delete=OFF"))
        await connection.execute(text("DROP TABLE scratch"))
    await forget(store)
    assert left(tmp_path) == []
    await store.close()


async def test_not_a_byte_is_left_in_tables_and_indexes_of_a_server(postgres_address: str) -> None:
    store = await filled(postgres_address)
    made = engine(postgres_address).execution_options(isolation_level="AUTOCOMMIT")
    async with made.connect() as connection:
        await connection.execute(text("ANALYZE"))  # the server's statistics know the busiest by their ids
    await made.dispose()
    folder = await files_of(postgres_address)
    assert left(folder)
    await forget(store)
    assert await files_of(postgres_address) == folder
    assert left(folder) == []
    await store.close()


async def files_of(address: str) -> Path:
    """A server's folder of a database, once all is written down and old versions of tables are gone."""
    made = engine(address).execution_options(isolation_level="AUTOCOMMIT")
    async with made.connect() as connection:
        await connection.execute(text("CHECKPOINT"))
        folder = await connection.scalar(text("SHOW data_directory"))
        number = text("SELECT oid FROM pg_database WHERE datname = current_database()")
        found = Path(str(folder)) / "base" / str(await connection.scalar(number))
    await made.dispose()
    return found


async def test_an_older_copy_forgets_again(tmp_path: Path) -> None:
    address, copy = f"sqlite:///{tmp_path / 'foster.db'}", tmp_path / "copies" / "copy.db"
    copy.parent.mkdir()
    store = await filled(address)
    await backup(address, copy)
    await forget(store)
    await store.close()
    await restore(address, copy)
    assert left(tmp_path) == []
    store = await open_store(address)
    await store.ingest([(SOUP.id, ALL)])
    async with store.reading(SOUP.id) as unit:
        assert await unit.privacy.is_forgotten(LIN)
        assert await unit.privacy.held([LIN]) == {}
        assert len(await unit.evidence.all()) == 1
    await store.close()


async def test_a_journal_forgets_nobody_twice_and_nobody_who_came_back(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'foster.db'}"
    store = await filled(address)
    await forget(store)
    async with store.writing(SOUP.id) as unit:
        assert await unit.privacy.let_back(LIN)
    await store.ingest([(SOUP.id, ALL)])
    path = journal.beside(store.engine)
    await store.close()
    assert path is not None
    with path.open("ab") as file:
        file.write(b'{"community": "gone", "hash": "00", "at": 1}\n{"half a line\n')
    store = await open_store(address)
    async with store.reading(SOUP.id) as unit:
        assert set(await unit.privacy.held([LIN])) == {"account", "name", "reaction"}
    await store.close()


async def test_cleaning_waits_for_its_turn_and_does_nothing_where_nothing_was_erased(tmp_path: Path) -> None:
    file = tmp_path / "foster.db"
    store = await filled(f"sqlite:///{file}")
    before = file.stat().st_mtime_ns
    await store.clean([LIN])
    assert file.stat().st_mtime_ns == before
    async with store.writing(SOUP.id) as unit:
        await unit.privacy.forget([LIN], at(9))
    await store.clean()  # whoever it was is not known any more: all is written anew
    assert left(tmp_path) == []
    await store.close()


async def test_one_community_forgets_and_the_other_does_not(sqlite_store: SqlStore) -> None:
    await sqlite_store.create(STEW, [GUILD])
    await sqlite_store.ingest([(SOUP.id, ALL), (STEW.id, ALL)])
    await forget(sqlite_store)
    async with sqlite_store.reading(STEW.id) as unit:
        assert not await unit.privacy.is_forgotten(LIN)
        assert set(await unit.privacy.held([LIN])) == {"account", "message", "name", "reaction"}


async def test_an_export_tells_what_replays_carried_over_for_oneself_alone(sqlite_store: SqlStore) -> None:
    await sqlite_store.ingest([(SOUP.id, ALL)])
    ledger = Ledger({PersonId(str(LIN)): -5, PersonId(str(ADA)): 7}, {PersonId(str(LIN)): 3})
    waiting = ((ADA, MessageRef(HELP, "8")), (LIN, MessageRef(HELP, "9")))
    async with sqlite_store.writing(SOUP.id) as unit:
        await unit.replays.keep([KeptReplay(Checkpoint(3, ledger, waiting), at(10), "inputs")])
        (row,) = (await unit.privacy.held([LIN]))["replay"]
        assert row["state"] == {"balances": [[str(LIN), -5, 3]], "waiting": [[str(LIN), 1, HELP.id, "9"]]}
        assert list(await unit.privacy.held([BEN])) == []


def test_every_personal_column_is_exported() -> None:
    held = columns_held()
    tables = {table.name for table in naming()}
    people = {Holds.MEMBER, Holds.MEMBERS}
    assert {one.table for one in PERSONAL if one.holds in people and one.export is Export.YES} == tables
    for one in PERSONAL:
        if one.table in tables:
            assert one.column in held[one.table]


async def test_an_export_finds_a_member_in_every_column_that_may_name_one(sqlite_store: SqlStore) -> None:
    async with sqlite_store.writing(SOUP.id) as unit:
        handle = unit.privacy._handle  # type: ignore[attr-defined] # rows are written as they lie
        number = handle.spaces.number(LIN.space)
        for table, columns in naming().items():
            for column in columns:
                row = {one.name: _any(one) for one in table.c if one.name != "community"}
                row |= {name: number for name in row if name == "space" or name.endswith("_space")}
                row |= {one.column: "[]" for one in columns if one.holds is Holds.MEMBERS}
                row[column.column] = f'[[{number},"{LIN.id}"]]' if column.holds is Holds.MEMBERS else LIN.id
                row |= {name: '[["marked",1]]' for name in ("reasons",) if name in row}
                row |= {name: '{"a":"b"}' for name in ("details",) if name in row}
                await handle.put(table, [row])
                found = await handle.rows(table.select().where(names(handle, column, (number, LIN.id))))
                assert found, column
                held = await unit.privacy.held([LIN])
                assert table.name in held, column
        assert set(await unit.privacy.held([LIN])) == {table.name for table in naming()}
        await unit.privacy.forget([LIN], Micros(1))
        assert await unit.privacy.held([LIN]) == {}


def _any(column: object) -> object:
    kind = str(getattr(column, "type", ""))
    if "DATE" in kind:
        return moment(at(1)).date()
    if "BOOL" in kind:
        return False
    return HELP.id if "TEXT" in kind else b"1" if "BLOB" in kind or "BYTEA" in kind or "Binary" in kind else 1
