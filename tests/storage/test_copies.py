from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import UserFacingError
from storage.backup import backup, restore
from storage.lock import only_one
from storage.opening import open_store
from tests.fakes.soup import SOUP, SPACE, STEW, said


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_a_copy_taken_under_way_brings_everything_back(tmp_path: Path) -> None:
    address, copy = f"sqlite:///{tmp_path / 'foster.db'}", tmp_path / "copy.db"
    store = await open_store(address)
    await store.create(SOUP, [SPACE])
    await store.ingest([(SOUP.id, [said("1", 1)])])
    async with store.reading(SOUP.id) as unit:
        before = await unit.facts.state_hash()
    await backup(address, copy)
    await store.ingest([(SOUP.id, [said("2", 2)])])
    await store.create(STEW)
    await store.close()
    await restore(address, copy)
    store = await open_store(address)
    assert [community.id for community in await store.communities()] == [SOUP.id]
    async with store.reading(SOUP.id) as unit:
        assert await unit.facts.state_hash() == before
    await store.close()
    assert names(tmp_path) >= {"foster.db", "foster.db.before", "copy.db"}
    assert not [name for name in names(tmp_path) if "partial" in name or name.startswith("copy.db-")]


async def test_what_cannot_be_copied_is_said_and_changes_nothing(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'foster.db'}"
    with pytest.raises(UserFacingError, match="no file"):
        await backup(address, tmp_path / "copy.db")
    await (await open_store(address)).close()
    (tmp_path / "there").write_text("x" * 5000)
    with pytest.raises(UserFacingError, match="already"):
        await backup(address, tmp_path / "there")
    with pytest.raises(UserFacingError, match="damaged"):
        await restore(address, tmp_path / "there")
    with pytest.raises(UserFacingError, match="no file"):
        await restore(address, tmp_path / "nowhere")
    with pytest.raises(UserFacingError, match="pg_dump"):
        await backup("postgresql://host/name", tmp_path / "copy.db")
    await (await open_store(address)).close()


async def test_nothing_is_put_back_under_a_running_foster(tmp_path: Path) -> None:
    address, copy = f"sqlite:///{tmp_path / 'foster.db'}", tmp_path / "copy.db"
    await (await open_store(address)).close()
    await backup(address, copy)
    with only_one(address), pytest.raises(UserFacingError, match="already runs"):
        await restore(address, copy)
    with only_one(address), only_one("postgresql://host/name"):
        await backup(address, tmp_path / "another.db")
