"""Databases for the tests of storage itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.opening import open_store
from storage.store import SqlStore
from tests.fakes.databases import postgres, postgres_address, sqlite_template  # noqa: F401 - fixtures
from tests.fakes.soup import SOUP, SPACE


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that holds nothing yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new folder' / 'foster.db'}"
    return str(request.getfixturevalue("postgres_address"))


@pytest.fixture
async def sqlite_store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    """A SQLite store with one community."""
    store = await open_store(f"sqlite:///{tmp_path / 'foster.db'}")
    await store.create(SOUP, [SPACE])
    yield store
    await store.close()
