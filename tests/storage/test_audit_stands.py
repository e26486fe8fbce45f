from __future__ import annotations

import pytest
from sqlalchemy import Executable, delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from bot.domain.audit import AuditEntry
from bot.domain.refs import MemberRef
from bot.domain.times import Micros
from storage.engine import reading, writing
from storage.opening import open_store
from storage.permits import EVER, permitted
from storage.store import SqlStore
from storage.tables import AUDIT, AUDIT_PERMIT
from tests.fakes.soup import ADA, GUILD, SOUP, SPACE, STEW, at

COLUMNS = AUDIT.c


async def filled(address: str) -> SqlStore:
    store = await open_store(address)
    await store.create(SOUP, [SPACE])
    await store.create(STEW, [GUILD])
    for community in (SOUP, STEW):
        async with store.writing(community.id) as unit:
            for minute in (5, 15):
                await unit.audit.add(AuditEntry(at(minute), ADA, "settings slots", "1", f"{ADA.id} said 2"))
    return store


async def entries(store: SqlStore) -> list[tuple[object, ...]]:
    async with reading(store.engine) as connection:
        return [tuple(row) for row in await connection.execute(AUDIT.select().order_by(*AUDIT.primary_key))]


async def test_audit_entries_stand(ready: str) -> None:
    store = await filled(ready)
    before = await entries(store)
    here, word = COLUMNS.community == 1, "erased-1"
    changes: list[Executable] = [
        *(update(AUDIT).values(one) for one in ({"at": 6}, {"what": "x"}, {"after": word}, {"by": word})),
        update(AUDIT).where(COLUMNS.id == 2).values(id=9),
        delete(AUDIT),
        delete(AUDIT).where(here, COLUMNS.id == 1),
        text("INSERT OR REPLACE INTO audit SELECT * FROM audit" if "sqlite" in ready else "TRUNCATE audit"),
    ]
    for change in changes:
        with pytest.raises(DBAPIError, match="stand"):
            async with writing(store.engine) as connection:
                await connection.execute(change)
    kept, erased = (at(10), ""), (0, word)
    permits: list[tuple[tuple[int, str], Executable]] = [
        (kept, delete(AUDIT).where(here)),  # one of the two is younger
        (kept, delete(AUDIT).where(COLUMNS.at < at(10))),  # the other community gave no leave
        (kept, update(AUDIT).where(here).values(by=word)),
        (erased, delete(AUDIT).where(here, COLUMNS.id == 1)),
        (erased, update(AUDIT).where(here).values(by="somebody else")),
        (erased, update(AUDIT).where(here).values(after="3")),
        (erased, update(AUDIT).where(here).values(by_space=None)),
        (erased, update(AUDIT).values(by=word)),
    ]
    for (until, instead), change in permits:
        with pytest.raises(DBAPIError, match="stand"):
            async with (
                writing(store.engine) as connection,
                permitted(connection, 1, until=until, instead=instead),
            ):
                await connection.execute(change)
    assert await entries(store) == before
    await store.close()


async def test_what_is_old_goes_and_whoever_is_forgotten_loses_their_name(ready: str) -> None:
    store = await filled(ready)
    async with store.writing(SOUP.id) as unit:
        assert not await unit.keeping.expire_audit(at(10), 5)
    async with store.writing(SOUP.id) as unit:
        await unit.privacy.forget([ADA], at(20))
    async with store.reading(SOUP.id) as unit:
        (entry,) = await unit.audit.latest(9)
        assert entry.at == at(15)
        assert isinstance(entry.by, MemberRef)
        assert entry.by.id.startswith("erased-")
        assert entry.after == f"{entry.by.id} said 2"
    async with store.reading(STEW.id) as unit:
        assert [one.at for one in await unit.audit.latest(9)] == [at(15), at(5)]
    async with writing(store.engine) as connection, permitted(connection, 1, until=EVER):
        await connection.execute(delete(AUDIT).where(COLUMNS.community == 1))
    assert [row[0] for row in await entries(store)] == [2, 2]
    await store.close()


async def test_no_permit_outlives_its_transaction(ready: str) -> None:
    store = await filled(ready)
    for never in (0, 1):  # community 1 exists: a permit that refers to it is refused at once
        row = {"community": 1, "until": Micros(EVER), "instead": "", "never": never}
        with pytest.raises(DBAPIError):
            async with writing(store.engine) as connection:
                await connection.execute(insert(AUDIT_PERMIT), row)
    async with reading(store.engine) as connection:
        assert (await connection.execute(AUDIT_PERMIT.select())).all() == []
    await store.close()
