"""The schema's history: Alembic, run by the program itself from wherever it is installed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import engine, writing
from storage.tables import METADATA

T = TypeVar("T")
MIGRATIONS = Path(__file__).parent / "migrations"


def head() -> str:
    """The revision that this program was written for."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def known(revision: str) -> bool:
    """Whether this program has heard of a revision; a newer program's it has not."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


async def upgrade(address: str, revision: str = "head") -> None:
    """Bring a database up to `revision`, all or nothing; one that is there already stays as it is."""
    await _with(address, lambda made: upgrade_engine(made, revision))


async def current(address: str) -> str | None:
    """The revision of a database; None where it is empty."""
    return await _with(address, current_of)


async def drift(address: str) -> list[str]:
    """How a database's schema differs from the tables in the code; empty where it does not."""
    return await _with(address, drift_of)


async def upgrade_engine(made: AsyncEngine, revision: str = "head") -> None:
    """`upgrade` on an engine."""
    async with writing(made) as connection:
        await connection.run_sync(_upgrade, revision)


async def current_of(made: AsyncEngine) -> str | None:
    """`current` on an engine."""
    async with writing(made) as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def drift_of(made: AsyncEngine) -> list[str]:
    """`drift` on an engine."""
    async with writing(made) as connection:
        return await connection.run_sync(_drift)


def _drift(connection: Connection) -> list[str]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [str(difference) for difference in compare_metadata(context, METADATA)]


def _upgrade(connection: Connection, revision: str) -> None:
    command.upgrade(_config(connection), revision)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def _with(address: str, work: Callable[[AsyncEngine], Awaitable[T]]) -> T:
    made = engine(address)
    try:
        return await work(made)
    finally:
        await made.dispose()
