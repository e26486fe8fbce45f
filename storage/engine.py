"""Engines from database addresses."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.domain.errors import UserFacingError
from storage.journal import OPTION

BUSY_MS = 30_000
"""How long SQLite waits for another process that is writing."""

_CACHE_MIB = 8
"""Pages that each connection keeps in memory, of at most five that stay open."""
_WRITING_CACHE_MIB = 32
"""The same of the one connection that facts come in by: it changes pages all over the file."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
    f"PRAGMA cache_size=-{_CACHE_MIB << 10}",
    "PRAGMA secure_delete=ON",
    "PRAGMA journal_size_limit=67108864",  # what a long look made it grow to is given back
    "PRAGMA wal_autocheckpoint=4000",  # 16 MB: pages that change with every batch are copied once for many
)


def engine(address: str, journal: Path | None = None) -> AsyncEngine:
    """An engine for `sqlite:///path/to/file` or `postgresql://user:password@host/name`; connects to nothing.

    `journal` notes erasures outside a server's database; SQLite has one beside its file.
    A `UserFacingError` says what is wrong with an address, without repeating it: it may hold a password.
    """
    url = _url(address)
    if url.get_backend_name() == "sqlite":
        _make_folder(Path(str(url.database)))
        # Last in, first out: where one connection is enough, the others' pages are not read, nor kept.
        made = create_async_engine(url, hide_parameters=True, pool_use_lifo=True)
        _listen(made.sync_engine)
        return made
    options = {} if journal is None else {OPTION: journal}
    return create_async_engine(url, hide_parameters=True, pool_pre_ping=True, execution_options=options)


def sqlite_path(address: str) -> Path | None:
    """The file of a SQLite address, which need not be there; None for a server's."""
    url = _url(address)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def writing_engine(beside: AsyncEngine) -> Engine:
    """A synchronous engine for writing to the same SQLite file."""
    url = beside.url.set(drivername="sqlite+pysqlite")
    made = create_engine(url, hide_parameters=True, execution_options={"foster_writing": True})
    _listen(made)
    event.listen(made, "connect", _keep_more)
    return made


def facts_engine(beside: AsyncEngine) -> AsyncEngine:
    """An engine for facts in the same database of a server: a connection is used without a try-out.

    Trying it out is three ways to the server. Whoever uses it does again what a dead one left undone.
    """
    made = create_async_engine(beside.url, hide_parameters=True)
    event.listen(made.sync_engine, "connect", _plan_once)
    return made


def reading_engine(beside: AsyncEngine) -> Engine:
    """A synchronous engine for reading the same SQLite file."""
    made = create_engine(beside.url.set(drivername="sqlite+pysqlite"), hide_parameters=True)
    _listen(made)
    return made


def _listen(made: Engine) -> None:
    event.listen(made, "connect", _open_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    event.listen(made, "invalidate", _let_go)


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = None
    match url and url.get_backend_name():
        case "sqlite" if url and url.database not in {None, "", ":memory:"}:
            return url.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres" if url and url.database:
            return url.set(drivername="postgresql+asyncpg")
        case _:
            raise UserFacingError(
                "This is not the address of a database. Write sqlite:///path/to/foster.db or {example}.",
                example="postgresql://user:password@host/name",
            )


def _make_folder(path: Path) -> None:
    folder = path.resolve().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UserFacingError(
            "The folder {folder} cannot be made: {problem}.", folder=folder, problem=problem.strerror
        ) from None
    if path.is_dir():
        raise UserFacingError("{path} is a folder. Give the name of a file in it.", path=path)
    if not os.access(folder, os.W_OK):
        raise UserFacingError("The folder {folder} cannot be written to.", folder=folder)


def _open_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions on its own: it would do so too late, and break SAVEPOINT.
    setattr(connection, "isolation_level", None)  # noqa: B010 - every driver names it differently
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _keep_more(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.cursor().execute(f"PRAGMA cache_size=-{_WRITING_CACHE_MIB << 10}")


def _plan_once(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Few statements come again and again, with lists: no plan gets better by looking into them.
    connection.cursor().execute("SET plan_cache_mode = force_generic_plan")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock first: upgrading a read later fails at once when somebody else wrote meanwhile.
    writing = connection.get_execution_options().get("foster_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _let_go(connection: DBAPIConnection, _entry: ConnectionPoolEntry, _problem: BaseException | None) -> None:
    # Who is cancelled within a statement leaves a connection that is closed only when its cursors are
    # collected, whenever that may be; until then nobody else could write.
    with suppress(sqlite3.Error):
        connection.rollback()


@asynccontextmanager
async def reading(made: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that sees one moment and changes nothing."""
    if made.dialect.name == "sqlite":
        options: dict[str, Any] = {}
    else:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    async with reached(made), made.execution_options(**options).connect() as connection:
        yield connection


@asynccontextmanager
async def writing(made: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that commits when its block ends well."""
    if made.dialect.name == "sqlite":
        made = made.execution_options(foster_writing=True)
    async with reached(made), made.begin() as connection:
        yield connection


@asynccontextmanager
async def reached(made: AsyncEngine) -> AsyncIterator[None]:
    """Says it plainly when the database cannot be reached or read at all."""
    try:
        yield
    except OSError as problem:
        raise UserFacingError(
            "The database cannot be reached: {problem}. Is it running, and is its address right?",
            problem=problem.strerror or type(problem).__name__,
        ) from None
    except DBAPIError as problem:
        message = _explained(made, problem)
        if message is None:
            raise
        raise message from None


def _explained(made: AsyncEngine, problem: DBAPIError) -> UserFacingError | None:
    said = str(problem.orig).lower()
    if "file is not a database" in said or "malformed" in said:
        return UserFacingError(
            "{path} is no database, or it is damaged. Restore a backup, or name another file.",
            path=made.url.database,
        )
    if isinstance(problem, OperationalError) and "unable to open" in said:
        return UserFacingError("{path} cannot be opened. May you write there?", path=made.url.database)
    if "database or disk is full" in said:
        return UserFacingError("The disk is full. Nothing was lost; make room and run this again.")
    if "disk i/o error" in said:
        return UserFacingError(
            "{path} could not be written or read any further: is the disk full, or a quota reached? Nothing "
            "was lost; make room and run this again.",
            path=made.url.database,
        )
    if "readonly database" in said:
        return UserFacingError("{path} may not be written to.", path=made.url.database)
    if "password authentication failed" in said or ("database" in said and "does not exist" in said):
        return UserFacingError("The database refuses us: check its name, the user and the password.")
    return None
