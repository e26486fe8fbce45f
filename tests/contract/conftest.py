"""Every test here runs on memory, SQLite and PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports import Store
from storage.opening import open_store
from tests.fakes.databases import (  # noqa: F401 - fixtures
    emptied,
    postgres,
    postgres_shared,
    sqlite_template,
)
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import SOUP, SPACE


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where each kind of store lives; the fixtures of the other kinds are left alone."""
    match request.param:
        case "sqlite":
            shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "foster.db")
            return f"sqlite:///{tmp_path / 'foster.db'}"
        case "postgresql":
            return str(request.getfixturevalue("postgres_shared"))
        case _:
            return "memory"


@pytest.fixture
async def empty_store(address: str) -> AsyncIterator[Store]:
    """A store without a community."""
    if address == "memory":
        yield MemoryStore()
        return
    if address.startswith("postgresql"):
        await emptied(address)
    store = await open_store(address)
    yield store
    await store.close()


@pytest.fixture
async def store(empty_store: Store) -> Store:
    """A store with one community, `SOUP`, that has one space."""
    await empty_store.create(SOUP, [SPACE])
    return empty_store
