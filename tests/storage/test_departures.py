from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.delivery_ports import Mark
from bot.domain.audit import AuditEntry
from bot.domain.facts import Account, Channel, Fact
from bot.domain.refs import ChannelRef, MemberRef, Platform, SpaceRef
from bot.domain.times import DAY, Micros
from bot.install_ports import Installation
from bot.vault import KeyVault, new_key
from storage.departures import ERASED, SqlDepartures
from storage.engine import reading
from storage.installations import SqlInstallations
from storage.opening import open_store
from storage.store import SqlStore
from storage.tables import COMMUNITY, METADATA
from tests.fakes.soup import ADA, ELSEWHERE, GUILD, HELP, SOUP, SPACE, STEW, said, thanks

NOW = Micros(100 * DAY)
DUE = Micros(NOW + 6 * DAY)
THEIRS = ChannelRef(GUILD, "1")


@pytest.fixture
async def store(ready: str) -> AsyncIterator[SqlStore]:
    opened = await open_store(ready)
    await opened.create(SOUP, [SPACE, GUILD])
    await opened.create(STEW, [ELSEWHERE])
    facts: list[Fact] = [
        said("1", 1),
        thanks("1"),
        Channel(HELP, "help"),
        Account(ADA, "Ada"),
        Channel(THEIRS, "fo"),
    ]
    other = said("9", 2, MemberRef(GUILD, "5"), channel=THEIRS)
    await opened.ingest([(SOUP.id, [*facts, other]), (STEW.id, [said("1", 1)])])
    async with opened.writing(SOUP.id) as unit:
        await unit.settings.put("help-channels", '[["slack", "T1", "C1"]]')
        await unit.settings.put("slots", "5")
        await unit.audit.add(AuditEntry(NOW, ADA, "x", "a", ""))
        await unit.people.set_opted_out(ADA, opted_out=True, at=NOW)
    yield opened
    await opened.close()


async def rows(store: SqlStore, community: int) -> dict[str, int]:
    """How many rows each table holds of a community."""
    found = {}
    async with reading(store.engine) as connection:
        for table in METADATA.sorted_tables:
            if "community" in table.c:
                query = select(func.count()).select_from(table).where(table.c.community == community)
                found[table.name] = int(await connection.scalar(query) or 0)
    return {name: number for name, number in found.items() if number}


async def test_nothing_goes_before_it_is_due_and_coming_back_keeps_it(store: SqlStore) -> None:
    departures = SqlDepartures(store.engine)
    before = await rows(store, 1)
    await departures.left(SPACE, DUE)
    assert await departures.purge(Micros(DUE - 1)) == []
    assert await departures.back(SPACE)
    assert not await departures.back(SPACE)
    assert await departures.purge(DUE) == []
    assert await rows(store, 1) == before


async def test_only_where_foster_read_along_is_it_missed(store: SqlStore) -> None:
    """An import of a server that Foster never was in is nobody's departure."""
    departures = SqlDepartures(store.engine)
    assert await departures.there(Platform.DISCORD) == {}
    async with store.writing(SOUP.id) as unit:
        await unit.marks.save([Mark(THEIRS, NOW, NOW)])
    assert await departures.there(Platform.DISCORD) == {GUILD: SOUP.id}
    assert await departures.there(Platform.SLACK) == {}
    await departures.left(GUILD, DUE)
    assert await departures.there(Platform.DISCORD) == {}


async def test_leaving_twice_does_not_put_it_off(store: SqlStore) -> None:
    departures = SqlDepartures(store.engine)
    await departures.left(SPACE, DUE)
    await departures.left(SPACE, Micros(DUE + DAY))
    assert await departures.purge(DUE) == [SPACE]


async def test_a_space_goes_and_the_communitys_other_space_stays(store: SqlStore) -> None:
    departures = SqlDepartures(store.engine)
    await departures.left(SPACE, DUE)
    assert sum(map(len, await asyncio.gather(departures.purge(DUE), departures.purge(DUE)))) == 1
    left = await rows(store, 1)
    assert {name: left[name] for name in ("message", "channel", "setting", "audit")} == {
        "message": 1, "channel": 1, "setting": 1, "audit": 1,
    }  # fmt: skip
    assert not left.keys() & {"reaction", "account", "name", "consent", "departure"}
    assert await store.community_of(SPACE) is None
    assert await store.community_of(GUILD) == SOUP.id
    async with store.reading(SOUP.id) as unit:
        (entry,) = await unit.audit.latest(5)
        assert (entry.by, entry.before, entry.after) == (MemberRef(SPACE, ERASED), ERASED, "")
        assert [ref.id for ref in (channel.ref for channel in await unit.facts.channels())] == ["1"]
    assert (await rows(store, 2))["message"] == 1


async def test_with_its_only_space_a_community_goes_whole(store: SqlStore) -> None:
    kept = SqlInstallations(store.engine, KeyVault(new_key()))
    await kept.save(STEW.id, Installation(ELSEWHERE, "xoxb-1"))
    departures = SqlDepartures(store.engine)
    await departures.left(ELSEWHERE, DUE)
    assert await departures.purge(DUE) == [ELSEWHERE]
    assert await rows(store, 2) == {}
    async with reading(store.engine) as connection:
        assert await connection.scalar(select(func.count()).select_from(COMMUNITY)) == 1
    assert [each.id for each in await store.communities()] == [SOUP.id]


async def test_a_space_that_nobody_knows_leaves_nothing(store: SqlStore) -> None:
    departures = SqlDepartures(store.engine)
    unknown = SpaceRef(SPACE.platform, "T404")
    await departures.left(unknown, DUE)
    assert not await departures.back(unknown)
    assert await departures.purge(DUE) == []
