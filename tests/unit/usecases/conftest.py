"""A small invented chat as facts, and stores to put it in."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.synthetic.community import generate
from bot.domain.facts import Fact
from bot.ports import Store
from storage.opening import open_store
from tests.fakes.chats import facts_of
from tests.fakes.databases import sqlite_template  # noqa: F401 - a fixture
from tests.fakes.memory_store import MemoryStore


@pytest.fixture(scope="session")
def chat(tmp_path_factory: pytest.TempPathFactory) -> tuple[Fact, ...]:
    """Two weeks of a small community."""
    return facts_of(generate(5, weeks=2, size=8), tmp_path_factory.mktemp("chat") / "chat.jsonl")


@pytest.fixture(params=["memory", "sqlite"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where each kind of store lives."""
    if request.param == "memory":
        return "memory"
    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "foster.db")
    return f"sqlite:///{tmp_path / 'foster.db'}"


@pytest.fixture
async def store(address: str) -> AsyncIterator[Store]:
    """An empty store of each kind."""
    if address == "memory":
        yield MemoryStore()
        return
    opened = await open_store(address)
    yield opened
    await opened.close()
