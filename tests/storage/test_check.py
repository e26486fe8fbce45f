from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from bot.domain.facts import Account, Deletion, Fact
from storage import schema
from storage.check import COUNTED, check
from storage.engine import writing
from storage.opening import open_store
from storage.store import SqlStore
from tests.fakes.soup import ADA, SOUP, SPACE, said, thanks


async def test_a_sound_database_is_told_with_its_counts_and_hash(fresh: str) -> None:
    store = await open_store(fresh)
    await store.create(SOUP, [SPACE])
    facts: list[Fact] = [
        said("1", 1),
        said("2", 2),
        thanks("1"),
        Account(ADA, "Ada"),
        Deletion(said("3", 3).ref),
    ]
    await store.ingest([(SOUP.id, facts)])
    found = await check(store)
    async with store.reading(SOUP.id) as unit:
        state_hash = await unit.facts.state_hash()
    await store.close()
    (community,) = found.communities
    assert found.good
    assert (found.kind, found.revision) == (fresh.partition(":")[0], schema.head())
    assert (community.id, community.state_hash) == (SOUP.id, state_hash)
    counts = {name: number for name, number in community.counts.items() if number}
    assert counts == {"messages": 2, "reactions": 1, "accounts": 1, "deletions": 1}
    assert community.counts.keys() == COUNTED.keys()


async def test_drift_is_told(fresh: str) -> None:
    store = await open_store(fresh)
    async with writing(store.engine) as connection:
        await connection.execute(text("DROP INDEX message_at"))
    found = await check(store)
    await store.close()
    assert not found.good
    assert "message_at" in " ".join(found.drift)


async def test_damage_is_told(sqlite_store: SqlStore, tmp_path: Path) -> None:
    await sqlite_store.ingest([(SOUP.id, [said(str(n), n / 100) for n in range(2_000)])])
    await sqlite_store.close()
    path = tmp_path / "foster.db"
    pages = bytearray(path.read_bytes())
    middle = len(pages) * 3 // 4 // 4096 * 4096  # well inside the messages, which came last
    pages[middle + 8 : middle + 4096] = bytes(4088)
    path.write_bytes(pages)
    store = await open_store(f"sqlite:///{path}")
    problems = (await check(store)).problems
    await store.close()
    assert problems
