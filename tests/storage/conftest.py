"""Databases for the tests of storage itself."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.opening import open_store
from storage.store import SqlStore
from tests.fakes.databases import (  # noqa: F401 - fixtures
    emptied,
    postgres,
    postgres_address,
    postgres_shared,
    sqlite_template,
)
from tests.fakes.soup import SOUP, SPACE


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that holds nothing yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new folder' / 'foster.db'}"
    return str(request.getfixturevalue("postgres_address"))


@pytest.fixture(params=["sqlite", "postgresql"])
def set_up(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with the newest schema."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "foster.db")
        return f"sqlite:///{tmp_path / 'foster.db'}"
    return str(request.getfixturevalue("postgres_shared"))


@pytest.fixture
async def ready(set_up: str) -> str:
    """The address of a database with the newest schema and without a row."""
    if set_up.startswith("postgresql"):
        await emptied(set_up)
    return set_up


@pytest.fixture
async def sqlite_store(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[SqlStore]:  # noqa: F811 - a fixture
    """A SQLite store with one community."""
    shutil.copy(sqlite_template, tmp_path / "foster.db")
    store = await open_store(f"sqlite:///{tmp_path / 'foster.db'}")
    await store.create(SOUP, [SPACE])
    yield store
    await store.close()
